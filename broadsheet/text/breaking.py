"""Where a text may be cut, and where its lines may end: behind words, and within nothing whole.

Words end at spaces. Han and kana have none and break between any two, but for punctuation, which
stands with what it closes or opens. Addresses and formulas break nowhere: the spaces of a formula
are no-break spaces.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.text.graphemes import clusters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Fits = Callable[[str], bool]

DOTS = "…"
_NO_BREAK = "\N{NO-BREAK SPACE}"
_WHOLE = re.compile(f"{_NO_BREAK}|://")  # what is never cut, however long it is
_DANGLING = " ,;:.\N{EN DASH}\N{EM DASH}-([{“‘«、，。；：（「『"
_BEHIND = ("Pe", "Pf", "Po", "Lm")  # closing brackets and quotes, stops, signs that lengthen
_BEFORE = ("Ps", "Pi")
_ORDER = 9  # Unicode's class of the sign that takes a letter's vowel, and joins it to the next
# A sentence ends at a stop behind a word of three letters or more, where a large letter or a quote
# follows, so that `et al.`, `Fig. 3` and initials end none; at a stop of Han and kana in any case.
_SENTENCE = re.compile(
    r"(?:(?<=[^\W\d_]{3})\.|[!?؟।])[\"'”’»)\]]*(?= +[^\W\d_a-z]| +[\"'“‘«(])|[。！？][」』”’）]*"
)


class Piece(NamedTuple):
    """What is not parted: a word, or a character of Han or kana; `gap` is a space before it."""

    gap: str
    text: str


def pieces_of(text: str) -> list[Piece]:
    """Part a text wherever a line may end."""
    return [
        Piece(" " if place and not index else "", part)
        for place, word in enumerate(text.split(" "))
        for index, part in enumerate(_parts_of(word))
    ]


def _parts_of(word: str) -> list[str]:
    """Part what stands between two spaces; an empty word has one part."""
    if word.isascii() or _WHOLE.search(word):
        return [word]
    parts: list[str] = []
    for cluster in clusters(word):
        if parts and not _may_part(parts[-1][-1], cluster):
            parts[-1] += cluster
        else:
            parts.append(cluster)
    return parts or [word]


def _may_part(before: str, after: str) -> bool:
    """Return whether a line may end between two characters without a space."""
    return (
        (_is_unspaced(before) or _is_unspaced(after[0]))
        and unicodedata.category(after[0]) not in _BEHIND
        and unicodedata.category(before) not in _BEFORE
    )


def _is_unspaced(sign: str) -> bool:
    """Return whether a sign is of Han or kana, or punctuation among them; Hangul has spaces."""
    wide = unicodedata.east_asian_width(sign) in "WF"
    return wide and unicodedata.category(sign)[0] in "LP" and not "\uac00" <= sign <= "\ud7a3"


def shorten(text: str, fits: Fits) -> str:
    """Return as many whole sentences as fit; of a first one that does not, what `cut` returns."""
    ends = [len(text), *(found.end() for found in reversed(list(_SENTENCE.finditer(text))))]
    return next((text[:end] for end in ends if fits(text[:end])), "") or cut(text, fits)


def cut(text: str, fits: Fits) -> str:
    """Return a text, cut behind a word and with dots if it does not fit as a whole.

    A first word that does not fit is cut between two characters, an address or a formula is not:
    empty if nothing fits.
    """
    if fits(text):
        return text
    found = _longest([f"{piece.gap}{piece.text}" for piece in pieces_of(text)], fits)
    if found:
        return found
    first = text.partition(" ")[0]
    return "" if _WHOLE.search(first) else _longest(list(_letters_of(first)), fits)


def _longest(parts: Sequence[str], fits: Fits) -> str:
    """Return the most of the first parts that fit with dots behind them; empty if not one does."""
    least, most = 0, len(parts) - 1
    while least < most:
        middle = (least + most + 1) // 2
        if fits(_with_dots(parts[:middle])):
            least = middle
        else:
            most = middle - 1
    found = _with_dots(parts[:least])
    return found if found != DOTS else ""


def _with_dots(parts: Sequence[str]) -> str:
    return f"{''.join(parts).rstrip(_DANGLING)}{DOTS}"


def _letters_of(word: str) -> Iterator[str]:
    """Yield the characters of a word, those that a sign joins together."""
    held = ""
    for cluster in clusters(word):
        held += cluster
        if unicodedata.combining(cluster[-1]) != _ORDER:
            yield held
            held = ""
    if held:
        yield held
