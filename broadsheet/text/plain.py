"""Plain text: white space, control characters, and the keys by which texts count as the same."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from slugify import slugify

if TYPE_CHECKING:
    from collections.abc import Iterator

SLUG_LENGTH = 60
_ENOUGH = 1000  # characters of a title that a slug is made of; no title may be so long

# What XML 1.0 forbids, halves of characters among it, the C1 range that HTML forbids, Unicode's
# own line separators, the byte order mark inside a text, and the directional overrides that show
# letters in another order.
CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\ud800-\udfff\ufeff\ufffe\uffff]"
)
# What stands within a text unseen, and is not meant: what no page may contain, soft hyphens and
# spaces without width from PDFs, marks and isolates of direction, fillers, signs of annotations, of
# shorthand and of music, what is no character, deprecated signs, tags. Joiners are meant, behind
# letters of the scripts that join, from Hebrew's to Mongolian's and beyond, and within an emoji; so
# are the tags of a flag, which are a region in letters and an end, and the fillers of Hangul beside
# what they fill. What chooses between two forms of a sign stands once, right behind it.
_JOINING = "\u0590-\u1cff\ua800-\uabff\ufb1d-\ufdff\ufe70-\ufefc\U00010a00-\U00011fff"
_EMOJI = "\u2190-\u2bff\u3030\u303d\ufe0f\U0001f000-\U0001faff"
_LOW_CHOICES = "\ufe00-\ufe0f"
_CHOICES = f"{_LOW_CHOICES}\U000e0100-\U000e01ef"
_NO_CHARACTERS = "".join(
    f"{chr(last - 1)}{chr(last)}" for last in range(0x1FFFF, 0x110000, 0x10000)
)
_LOW_NEVER = (
    f"{CONTROL.pattern[1:-1]}\ufdd0-\ufdef"
    "\u00ad\u061c\u17b4\u17b5\u180e\u200b\u200e\u200f\u2060-\u206f\u3164\uffa0\ufff0-\ufffb"
)
_NEVER = (
    f"{_LOW_NEVER}{_NO_CHARACTERS}"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
)
# All of these and more: of the signs beyond the first 65,536, any. `re` looks the first ones up in
# a table, but goes through the ranges above one by one, for each sign of a text.
_PERHAPS_UNSEEN = re.compile(
    f"[{_LOW_NEVER}{_LOW_CHOICES}\u115f\u1160\u200c\u200d\U00010000-\U0010ffff]"
)
_UNSEEN = re.compile(
    "(?P<flag>\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{2,6}\U000e007f)|"
    f"[{_NEVER}]|(?<![{_JOINING}])\u200c|(?<![{_JOINING}{_EMOJI}])\u200d"
    f"|(?<=[{_EMOJI}])\u200d(?![{_EMOJI}])"
    f"|(?<![^\\s\u200c\u200d{_NEVER}{_CHOICES}])[{_CHOICES}]"
    "|\u115f(?!\u1160?[\u1161-\u11ff])|(?<![\u1100-\u115f\ua960-\ua97c])\u1160"
)
# Those of them that end a line, as in Word, in PDFs and on IBM's machines: words stand around them.
BREAKS = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_BREAKS = dict.fromkeys(map(ord, BREAKS), " ")
_MOST_MARKS = 8
_NO_LETTERS = re.compile(r"[^\w\s!-~]{9,}")  # marks are among them; one more than _MOST_MARKS
_NO_ASCII = re.compile(r"[^\x00-\x7f]{9}")  # so are they here, and this is found much faster
# Letters that Unicode does not decompose into a base letter and an accent, though people do.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
_NOT_ALNUM = re.compile(r"[^a-z0-9]+")
# In ASCII, what a key leaves out: all but letters, digits, and the + and # of C++ and C#.
_LOOKS = re.compile(r"(?<![a-z0-9+#])[+#]+|[^a-z0-9+#]+")
# Marks that only say how a letter looks or is read: accents, the points of Hebrew, Arabic and
# Syriac, and what chooses between two forms of a letter. All others are letters: the vowel signs of
# India, the voicing of kana, and the breve of й, which is no и.
_ACCENTS = re.compile(
    "(?<![иуі])[\u0306\u0308]|[\u0300-\u0305\u0307\u0309-\u036f\u0483-\u0489\u0591-\u05c7"
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0711\u0730-\u074a\u180b-\u180f"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\U000e0100-\U000e01ef]"
)
_SMALL_WORDS = frozenset(
    ["a", "an", "and", "as", "at", "by", "for", "from", "in", "is", "of", "on", "or", "the", "to"]
) | {"via", "with"}


def find_unseen(text: str) -> list[re.Match[str]]:
    """Return what stands within a text unseen, and is not meant, one match a character."""
    if not _PERHAPS_UNSEEN.search(text):
        return []
    return [found for found in _UNSEEN.finditer(text) if not found["flag"]]


def without_unseen(text: str) -> str:
    """Return a text without what stands in it unseen, and is not meant; with spaces for line ends.

    What is left out may leave another sign where nothing means it, so it is looked for again.
    """
    if find_unseen(text):
        text = text.translate(_BREAKS)
    while find_unseen(text):
        text = _UNSEEN.sub(lambda found: found["flag"] or "", text)
    return text


def find_pile(text: str) -> str:
    """Return the first marks on one letter that are more than any script piles up; empty if none.

    Tibetan has the most, eight in its syllable of the ten powers; Vietnamese has two.
    """
    if text.isascii() or not _NO_ASCII.search(text):
        return ""
    for run in _NO_LETTERS.finditer(text):
        for is_mark, signs in groupby(run[0], _is_mark):
            marks = "".join(signs)
            if is_mark and len(marks) > _MOST_MARKS:
                return marks
    return ""


def _is_mark(sign: str) -> bool:
    """Return whether a sign belongs to the letter before it, as joiners do, too."""
    return sign in "\u200c\u200d" or unicodedata.category(sign)[0] == "M"


def fold(text: str) -> str:
    """Join the words of a title or of a hard-wrapped sentence by single spaces."""
    return " ".join(text.split())


def pages_of(text: str) -> str:
    """Return pages with one hyphen between the first and the last, whatever dash the source has."""
    return re.sub(r" ?[-‐-―−]+ ?", "-", fold(text)).strip("-")


@lru_cache(maxsize=4096)  # a paper asks for each name twice
def text_key(text: str) -> str:
    """Return the key of a name or a title: texts with the same key differ only in looks.

    Accents, case, white space, width and punctuation are ignored; what is a letter counts, and so
    does a + or # behind one: C++ and C# are not C. The key of a text that is only punctuation is
    the text itself.
    """
    bare = text.replace("\\", "")  # which shields a sign from being markup
    if text.isascii():
        key = bare.lower().replace(" ", "").replace("-", "")
        if key.isalnum():  # nothing is left to leave out, as in most names
            return key
        return _LOOKS.sub("", bare.lower()) or text
    # Twice, as in Unicode's caseless matching: only the S that 𝕊 decomposes to has a lower case.
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", bare).casefold())
    spread = _ACCENTS.sub("", spread.translate(_LETTERS))
    kept = "".join(_kept(spread))
    return unicodedata.normalize("NFD", kept) or text


def _kept(text: str) -> Iterator[str]:
    """Yield the letters, digits and marks of a decomposed text, and each + or # behind one."""
    behind = False
    for character in text:
        if character.isalnum() or unicodedata.category(character) in ("Mn", "Mc"):
            behind = True
        elif character not in "+#":
            behind = False
        if behind:
            yield character


@lru_cache(maxsize=1 << 14)  # family names come again and again, and titles never: a million each
def make_slug(text: str) -> str:
    """Return the ASCII slug of a name or a word: lower case, hyphens, no accents."""
    if text.isascii() and "&" not in text and "," not in text:
        # The same result as python-slugify's, in a fifteenth of its time.
        return _NOT_ALNUM.sub("-", text.lower()).strip("-")
    # Named, so that slugs are the same where Unidecode is installed; and looking for it costs more.
    return str(slugify(text, backend="text-unidecode"))


# How a language writes its letters without their marks, where that is not leaving the marks out.
_SPELLED = {
    "de": (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")),
    "da": (("æ", "ae"), ("ø", "oe"), ("å", "aa")),
    "nb": (("æ", "ae"), ("ø", "oe"), ("å", "aa")),
}
# Scripts that do not say how a word is read: Han in Japanese, and those that leave vowels out.
_UNREAD = {"ja": re.compile("[\u3400-\u9fff]"), "ar": re.compile("[\u0620-\u064a]")}
_UNREAD |= {"fa": _UNREAD["ar"], "ur": _UNREAD["ar"], "he": re.compile("[\u05d0-\u05ea]")}


def topic_slug(name: str, language: str) -> str:
    """Return a topic's slug as its language spells it; empty where letters do not tell its sound.

    `language` is a BCP 47 tag.
    """
    base = language.partition("-")[0]
    if base in _UNREAD and _UNREAD[base].search(name):
        return ""
    text = unicodedata.normalize("NFC", name).lower()
    for letter, spelled in _SPELLED.get(base, ()):
        text = text.replace(letter, spelled)
    return make_slug(text)


def make_title_slug(title: str) -> str:
    """Return a paper's slug: the title's first words, up to SLUG_LENGTH characters, none cut.

    A slug does not end with a word that only leads on to the next one ("of", "the").
    """
    words = make_slug(title[:_ENOUGH]).split("-")
    while len(words) > 1 and len("-".join(words)) > SLUG_LENGTH:
        words.pop()
    while len(words) > 1 and len("-".join(words)) > SLUG_LENGTH // 3 and words[-1] in _SMALL_WORDS:
        words.pop()
    return "-".join(words)[:SLUG_LENGTH]
