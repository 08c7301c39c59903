"""The words that people may type, by their first letter: to complete them, to mend them.

A file has two sections: `=`, with a line for each word and how frequent it is, one digit, the
exponent of a power of two, so that a new paper changes few lines; and `~`, with a line for each
word that has related ones.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from broadsheet.search.coding import DIGITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_SMALL = 2000  # papers; in a feed with fewer, words that occur once may be typed, too
_SHORTEST = 3  # letters of a word that is worth completing


def join_words(months: Iterable[Mapping[str, int]], papers: int) -> dict[str, int]:
    """Return the words of all months with how often they occur."""
    total: Counter[str] = Counter()
    for words in months:
        total.update(words)
    least = 1 if papers < _SMALL else 2
    return {
        word: count
        for word, count in total.items()
        if count >= least and len(word) >= _SHORTEST and not word[0].isdigit()
    }


def make_lexicon(words: Mapping[str, int], related: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return the files' texts by letter."""
    known: dict[str, list[str]] = {}
    near: dict[str, list[str]] = {}
    for word, count in words.items():
        known.setdefault(letter_of(word), []).append(f"{word} {DIGITS[count.bit_length() - 1]}")
    for word, others in related.items():
        near.setdefault(letter_of(word), []).append(" ".join((word, *others)))
    return {
        letter: "\n".join(("=", *sorted(lines), "~", *sorted(near.get(letter, ())), ""))
        for letter, lines in sorted(known.items())
    }


def letter_of(word: str) -> str:
    """Return the letter under which a word is found: another script's letters share ours."""
    return word[0] if "a" <= word[0] <= "z" else chr(ord("a") + ord(word[0]) % 26)
