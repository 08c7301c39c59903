"""What readers take for one character: a letter with its accents, an emoji of several, a flag.

Unicode calls them grapheme clusters (https://www.unicode.org/reports/tr29/), and places that bound
a text by its characters count these, each by its own version of Unicode. This is a rule that never
counts fewer than they do: it joins what all versions join, and leaves apart what only newer ones
join (the conjuncts of India) or what hardly stands in a text (signs that join what follows them).
"""

from __future__ import annotations

import re
import unicodedata

_JOINER = "\N{ZERO WIDTH JOINER}"
# Emoji that stand in sequences with joiners. Versions differ in which other pictures do.
_PICTURE = re.compile(
    "[\u2194\u2195\u2620\u2640\u2642\u2695\u2696\u26a7\u26d3\u26f9\u2708\u2764\u27a1\u2b1b"
    "\U0001f300-\U0001f321\U0001f324-\U0001f393\U0001f39e-\U0001f3f0\U0001f3f3-\U0001f3f5"
    "\U0001f3f7-\U0001f3fa\U0001f400-\U0001f4fd\U0001f4ff-\U0001f53d\U0001f5e8"
    "\U0001f5fa-\U0001f64f\U0001f680-\U0001f6c5\U0001f6d0-\U0001f6d2\U0001f6eb-\U0001f6f0"
    "\U0001f6f3-\U0001f6ff\U0001f90c-\U0001f93a\U0001f93c-\U0001f945\U0001f947-\U0001f9ff"
    "\U0001fa70-\U0001faff]"
)
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]")  # a flag is two letters of these
# What extends a character and is no mark by its category: the non-joiner and the joiner, vowels of
# Thai and Lao, the voicing of narrow kana, the tones of skin, and the tags of a flag.
_EXTENDS = re.compile(
    "[\u200c\u200d\u0e33\u0eb3\uff9e\uff9f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
)
# Marks that stand by themselves, among others in the same blocks that do not.
_ALONE = re.compile("[\u102b-\u109c\u1a61-\u1a64\uaa7b-\uaa7d\U00011720\U00011721]")
# The letters of Hangul that begin a syllable, are its vowel and end it; syllables without an end.
_BEGIN, _VOWEL = (
    re.compile("[\u1100-\u115f\ua960-\ua97c]"),
    re.compile("[\u1160-\u11a7\ud7b0-\ud7c6]"),
)
_END = re.compile("[\u11a8-\u11ff\ud7cb-\ud7fb]")
_SYLLABLES, _LAST_SYLLABLE, _ENDS = 0xAC00, 0xD7A3, 28


def clusters(text: str) -> list[str]:
    """Return a text in what readers take for one character each."""
    found: list[str] = []
    for sign in text:
        if found and _belongs(sign, found[-1]):
            found[-1] += sign
        else:
            found.append(sign)
    return found


def count_clusters(text: str) -> int:
    """Return how many characters readers see in a text."""
    return len(text) if text.isascii() and "\r" not in text else len(clusters(text))


def _belongs(sign: str, before: str) -> bool:
    """Return whether a sign belongs to the cluster before it."""
    if sign.isascii():
        return before + sign == "\r\n"
    if _is_control(before[-1]) or _is_control(sign):
        return False
    if _is_extending(sign):
        return True
    if _FLAG.match(sign):
        return _FLAG.fullmatch(before) is not None
    if _PICTURE.match(sign):
        return before.endswith(_JOINER) and _is_picture(before[:-1])
    return _is_of_syllable(sign, before[-1])


def _is_control(sign: str) -> bool:
    """Return whether a sign stands apart from all others, as a line break does."""
    return unicodedata.category(sign) in ("Cc", "Cf", "Zl", "Zp") and not _EXTENDS.match(sign)


def _is_extending(sign: str) -> bool:
    """Return whether a sign is part of the character before it."""
    category = unicodedata.category(sign)
    if category == "Mc":
        return not _ALONE.match(sign)
    return category in ("Mn", "Me") or _EXTENDS.match(sign) is not None


def _is_picture(before: str) -> bool:
    """Return whether a cluster ends with an emoji, and marks or a tone that do not part it."""
    while before and before[-1] != _JOINER and _is_extending(before[-1]):
        if unicodedata.category(before[-1]) == "Mc":
            return False
        before = before[:-1]
    return bool(before) and _PICTURE.match(before[-1]) is not None


def _is_of_syllable(sign: str, before: str) -> bool:
    """Return whether a letter of Hangul stands in one syllable with the one before it."""
    syllable = _is_syllable(before)
    is_open = syllable and (ord(before) - _SYLLABLES) % _ENDS == 0
    if _VOWEL.match(sign):
        return is_open or bool(_BEGIN.match(before) or _VOWEL.match(before))
    if _END.match(sign):
        return syllable or bool(_VOWEL.match(before) or _END.match(before))
    return bool(_BEGIN.match(before)) and (bool(_BEGIN.match(sign)) or _is_syllable(sign))


def _is_syllable(sign: str) -> bool:
    return _SYLLABLES <= ord(sign) <= _LAST_SYLLABLE
