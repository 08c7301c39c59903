"""Texts set in the fonts of pictures for shared links.

Pillow sets letters that stand one after the other, several times as fast as resvg, which sets those
that join, turn round or bear marks. Pillow's own way to do so depends on the machine.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

from broadsheet.content.drawing import draw_svg
from broadsheet.content.fonts import FontError, has_letters, read_letters
from broadsheet.content.scaling import PictureError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from broadsheet.content.fonts import Has
    from broadsheet.content.frontmatter import Source

_TURNING = ("R", "AL", "AN")  # directions of letters, as Unicode names them, from right to left
_BEGIN_RIGHT_TO_LEFT, _END = "\u202b", "\u202c"  # what lies between turns round as a whole
_TALL = 1.6  # times its size: how high a line of any script is, as resvg draws it
_BASE = 1.15  # times its size: how far below the top of that its letters stand
_SPARE = 1.2  # how much of the room that single letters take those that join may need


class Lettering:
    """Some fonts, the first of which has a letter sets it."""

    def __init__(self, files: tuple[Path, ...]) -> None:
        """Read the fonts' files, which were checked."""
        self._files = files
        self._letters: tuple[Has, ...] = tuple(read_letters(file.read_bytes()) for file in files)
        self._sized = lru_cache(256)(_load)
        self._word = lru_cache(4096)(self._measure)
        self.draw = lru_cache(16)(self._draw)  # the feed's title is on every picture

    def has(self, text: str) -> bool:
        """Return whether each letter of a text is in one of the fonts."""
        return has_letters(self._letters, text)

    def _draw(self, text: str, size: int, *, turned: bool) -> tuple[Image.Image, int]:
        """Return a line as a mask, and how far below the top of that its letters stand.

        A line that is `turned` is read from right to left.
        """
        if not turned and _is_simple(text):
            return self._draw_one_by_one(text, size)
        width = round(self.width(text, size) * _SPARE) + 2 * size
        names = ", ".join(f"'{self._sized(file, size).getname()[0]}'" for file in self._files)
        if turned:
            text = f"{_BEGIN_RIGHT_TO_LEFT}{text}{_END}"
        drawing = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{size * _TALL}">'
            f'<text x="{size}" y="{size * _BASE}" font-size="{size}" font-family="{escape(names)}">'
            f"{escape(text)}</text></svg>"
        )
        mask = draw_svg(drawing, fonts=[str(file) for file in self._files]).getchannel("A")
        left, _top, right, _bottom = mask.getbbox() or (0, 0, 1, 1)
        return mask.crop((left, 0, right, mask.height)), round(size * _BASE)

    def _draw_one_by_one(self, text: str, size: int) -> tuple[Image.Image, int]:
        base = round(size * _BASE)
        mask = Image.new("L", (round(self.width(text, size)) + 1, round(size * _TALL)))
        pen, place = ImageDraw.Draw(mask), 0.0
        for font, run in self._runs(text, size):
            pen.text((place, base), run, fill=255, font=font, anchor="ls")
            place += font.getlength(run)
        return mask, base

    def width(self, text: str, size: int) -> float:
        """Return the width of a text at a size in pixels, its letters one by one.

        It is that of its words, which are measured again and again while lines are broken.
        """
        words = text.split(" ")
        gaps = (len(words) - 1) * self._word(" ", size)
        return gaps + sum(self._word(word, size) for word in words)

    def _measure(self, text: str, size: int) -> float:
        return sum(font.getlength(run) for font, run in self._runs(text, size))

    def _runs(self, text: str, size: int) -> Iterator[tuple[ImageFont.FreeTypeFont, str]]:
        """Yield the parts of a text that one font sets; what leaves no mark goes with the rest."""
        seen = "".join(one for one in text if unicodedata.category(one) != "Cf")
        for place, run in groupby(seen, self._place_of):
            yield self._sized(self._files[place], size), "".join(run)

    def _place_of(self, letter: str) -> int:
        """Return the place of the font that sets a letter."""
        number = ord(letter)
        return next((place for place, has in enumerate(self._letters) if has(number)), 0)


def check_font(source: Source, data: bytes, file: Path) -> list[Has]:
    """Report a file that is no font which can set a text; return which letters it has."""
    try:
        letters = read_letters(data)
        ImageFont.truetype(file)
        draw_svg(
            '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', None, [str(file)]
        )
    except (FontError, PictureError, OSError):
        name = source.path.rpartition("/")[2]
        source.report(1, 1, f"{name} must be a TrueType or OpenType font: save it again as one")
        return []
    return [letters]


def _is_simple(text: str) -> bool:
    """Return whether the letters of a text stand one after the other, from left to right."""
    return text.isascii() or not any(
        unicodedata.bidirectional(one) in _TURNING or unicodedata.category(one)[0] == "M"
        for one in text
    )


def _load(file: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(file, size, layout_engine=ImageFont.Layout.BASIC)
