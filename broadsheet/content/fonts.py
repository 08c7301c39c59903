"""The fonts of pictures for shared links: which letters they have.

A font of one's own lies in `content/look`. What it lacks, Source Serif may have, which comes with a
package: the fonts of the machine are never asked, so that pictures are the same on every one.
"""

from __future__ import annotations

import struct
import unicodedata
from bisect import bisect_left
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Has = Callable[[int], bool]  # whether a font has a letter, by its number in Unicode

_SIGNATURES = (b"\0\1\0\0", b"OTTO", b"true")
_NEEDED = frozenset([b"cmap", b"head", b"hhea", b"hmtx", b"maxp", b"name"])
_OUTLINES = (b"glyf", b"CFF ", b"CFF2")
_SEGMENTS, _GROUPS = 4, 12  # the formats of tables of letters that every font has one of
# Where a font's letters may be listed, the best first, as (platform, encoding).
_LISTS = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3))
_UNSEEN = ("Cf", "Zs")  # categories of what leaves no mark: joiners, marks of direction, spaces


class FontError(Exception):
    """The bytes are no font that can be read."""


@lru_cache(maxsize=1)
def own_font() -> Path:
    """Return the file of the font that comes with the program."""
    import font_source_serif_pro  # noqa: PLC0415 - it lists its folder, if a picture is made

    # Not its TrueType: there some letters are made of others, as Pillow does not compose them.
    return Path(font_source_serif_pro.font_files_otf["SourceSerifPro"])


def tidy(text: str) -> str:
    """Return a text as it is set: letters composed with their marks, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).replace("\u2011", "\u2010").split())


def has_letters(fonts: Iterable[Has], text: str) -> bool:
    """Return whether each letter of a text, as `tidy` returns it, is in one of the fonts."""
    fonts = tuple(fonts)
    return all(
        unicodedata.category(letter) in _UNSEEN or any(has(ord(letter)) for has in fonts)
        for letter in set(text)
    )


def read_letters(data: bytes) -> Has:
    """Return a function that says whether a font has a letter.

    Raise FontError if this is no TrueType or OpenType font. The formats are those of
    https://learn.microsoft.com/typography/opentype/spec/cmap
    """
    try:
        tables = _tables(data)
        whole = tables.keys() >= _NEEDED and not tables.keys().isdisjoint(_OUTLINES)
        if data[:4] not in _SIGNATURES or not whole:
            raise FontError
        start = tables[b"cmap"]
        (count,) = struct.unpack_from(">H", data, start + 2)
        lists = {
            (platform, encoding): start + offset
            for platform, encoding, offset in (
                struct.unpack_from(">HHI", data, start + 4 + 8 * place) for place in range(count)
            )
        }
        for one in _LISTS:
            if one in lists:
                (form,) = struct.unpack_from(">H", data, lists[one])
                if form in (_SEGMENTS, _GROUPS):
                    return {_SEGMENTS: _segments, _GROUPS: _groups}[form](data, lists[one])
    except (struct.error, IndexError) as error:
        raise FontError from error
    raise FontError


def _tables(data: bytes) -> dict[bytes, int]:
    """Return where the tables of a font begin, by name, but for those that are cut short."""
    (count,) = struct.unpack_from(">H", data, 4)
    found = (struct.unpack_from(">4sIII", data, 12 + 16 * place) for place in range(count))
    return {name: start for name, _sum, start, length in found if start + length <= len(data)}


def _segments(data: bytes, start: int) -> Has:
    """Read a table of format 4: runs of letters below 65,536."""
    (twice,) = struct.unpack_from(">H", data, start + 6)
    count = twice // 2
    ends, firsts, steps, offsets = (
        struct.unpack_from(f">{count}H", data, start + place)
        for place in (14, 16 + twice, 16 + 2 * twice, 16 + 3 * twice)
    )

    def has(letter: int) -> bool:
        place = bisect_left(ends, letter)
        if place == count or letter < firsts[place]:
            return False
        if not offsets[place]:
            return bool((letter + steps[place]) & 0xFFFF)
        at = start + 16 + 3 * twice + 2 * place + offsets[place] + 2 * (letter - firsts[place])
        return bytes(data[at : at + 2]) > b"\0\0"

    return has


def _groups(data: bytes, start: int) -> Has:
    """Read a table of format 12: runs of letters."""
    (count,) = struct.unpack_from(">I", data, start + 12)
    values = struct.unpack_from(f">{3 * count}I", data, start + 16)
    firsts, ends = values[::3], values[1::3]

    def has(letter: int) -> bool:
        place = bisect_left(ends, letter)
        return bool(place < count and letter >= firsts[place])

    return has
