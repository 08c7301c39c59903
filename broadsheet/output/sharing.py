"""The picture with which links to an edition are shared: a small front page, 1200 by 630 pixels.

https://ogp.me has the names; the size is the one that chats and networks show whole.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from PIL import Image

from broadsheet.content.fonts import tidy
from broadsheet.content.lettering import Lettering
from broadsheet.content.png import write_shades
from broadsheet.text.languages import is_right_to_left

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from broadsheet.site.share import Share

_SIZE = _WIDTH, _HEIGHT = 1200, 630
_MARGIN = 64
_MEASURE = _WIDTH - 2 * _MARGIN
# Colours of the style sheet, from the paper's to the ink's: as many as letters need to look smooth.
_PAPER, _INK, _SHADES = (0xFC, 0xFB, 0xF9), (0x1A, 0x19, 0x17), 4
_NAME, _NAME_BASE = (76, 64, 54, 44), 112  # sizes of the feed's title; where it stands
_RULE = (_MARGIN, 146, _WIDTH - _MARGIN, 150)
_DATE, _DATE_BASE = (32, 28, 24), 204
_TITLE, _TITLE_TOP, _TITLE_ROOM = (120, 104, 92, 80, 70, 62, 54), 236, 352
_LEADING = 1.12  # of the title's lines, times its size
_GAP = 40  # between the date and the number of papers, at least
_CLOSING = ("Po", "Pe", "Pf", "Mn", "Mc")  # categories of what begins no line


def draw_share(share: Share, fonts: tuple[tuple[Path, str], ...]) -> bytes:
    """Draw the picture as a PNG, in fonts that have the letters of the feed's title.

    A font is its file, with the digest of that: a server lives longer than a font.
    """
    setter = _Setter(_lettering(fonts), is_mirrored=share.is_mirrored)
    setter.line(share.feed, _NAME, _NAME_BASE, "middle")
    setter.ground.paste(255, _RULE)
    setter.pair(share.date, share.papers, _DATE_BASE)
    setter.block(share.title)
    return _as_png(setter.ground)


@lru_cache(maxsize=1)
def _lettering(fonts: tuple[tuple[Path, str], ...]) -> Lettering:
    return Lettering(tuple(file for file, _digest in fonts))


class _Setter:
    """Sets texts on a picture; one of which the fonts lack a letter is left out."""

    def __init__(self, lettering: Lettering, *, is_mirrored: bool) -> None:
        self.ground = Image.new("L", _SIZE)
        self._lettering = lettering
        self._edges = ("end", "start") if is_mirrored else ("start", "end")

    def line(self, text: str, sizes: tuple[int, ...], base: int, edge: str) -> None:
        """Set a text in one line, as large as it fits, else cut after a word."""
        text = tidy(text)
        if not self._lettering.has(text):
            return
        size = next((size for size in sizes if self._width(text, size) <= _MEASURE), sizes[-1])
        lines = self._wrap(text, size)
        self._put(self._cut(lines, 1, size)[0], size, base, edge, text)

    def pair(self, first: str, second: str, base: int) -> None:
        """Set a text at each edge of one line."""
        texts = [text if self._lettering.has(text) else "" for text in map(tidy, (first, second))]
        room = _MEASURE - _GAP
        fitting = (size for size in _DATE if sum(self._width(one, size) for one in texts) <= room)
        size = next(fitting, _DATE[-1])
        for text, edge in zip(texts, self._edges, strict=True):
            self._put(text, size, base, edge, text)

    def block(self, text: str) -> None:
        """Set a text in several lines, as large as it fits, else cut after a word."""
        text = tidy(text)
        if not text or not self._lettering.has(text):
            return
        fitting = (size for size in _TITLE if len(self._wrap(text, size)) <= _most_lines(size))
        size = next(fitting, _TITLE[-1])
        for place, line in enumerate(self._balance(text, size)):
            base = round(_TITLE_TOP + size * (0.9 + place * _LEADING))
            self._put(line, size, base, self._edges[0], text)

    def _width(self, text: str, size: int) -> float:
        return self._lettering.width(text, size)

    def _wrap(self, text: str, size: int, measure: float = _MEASURE) -> list[str]:
        """Break a text into lines that are no wider than `measure`."""
        lines = [""]
        for word in text.split(" "):
            longer = f"{lines[-1]} {word}".strip()
            if self._width(longer, size) <= measure:
                lines[-1] = longer
            elif self._width(word, size) <= measure:
                lines.append(word)
            else:
                lines[-1:] = self._break(longer, size, measure)
        return lines

    def _break(self, text: str, size: int, measure: float) -> Iterator[str]:
        """Break what has no space where a line is full, as Chinese is broken."""
        start = 0
        for end in range(1, len(text)):
            if self._width(text[start : end + 1], size) > measure and not _closes(text[end]):
                yield text[start:end]
                start = end
        yield text[start:]

    def _balance(self, text: str, size: int) -> list[str]:
        """Break a text into as few lines as it needs, about equally wide; what is over is cut."""
        lines = best = self._wrap(text, size)
        if len(lines) > _most_lines(size):
            return self._cut(lines, _most_lines(size), size)
        for measure in range(_MEASURE - _GAP, _MEASURE // 2, -_GAP):
            narrower = self._wrap(text, size, measure)
            if len(narrower) > len(lines):
                break
            best = narrower
        return best

    def _cut(self, lines: list[str], most: int, size: int) -> list[str]:
        """Return the first lines; where there are more, the last ends after a word with a sign."""
        if len(lines) <= most:
            return lines
        last = lines[most - 1]
        while last and self._width(f"{last}…", size) > _MEASURE:
            last = last.rpartition(" ")[0] or last[:-1]
        return [*lines[: most - 1], f"{last.rstrip(' ,;:.–—-')}…"]

    def _put(self, line: str, size: int, base: int, edge: str, whole: str) -> None:
        """Put a line of a whole text on the picture."""
        if not line:
            return
        mask, below = self._lettering.draw(line, size, turned=is_right_to_left(whole))
        room = _MEASURE - mask.width
        left = _MARGIN + {"start": 0, "middle": room // 2, "end": room}[edge]
        self.ground.paste(255, (left, base - below), mask)


def _most_lines(size: int) -> int:
    """Return how many lines of the first paper's title there is room for."""
    return int(_TITLE_ROOM / (size * _LEADING))


def _closes(letter: str) -> bool:
    """Return whether a letter stands at no line's beginning."""
    return unicodedata.category(letter) in _CLOSING


def _as_png(ground: Image.Image) -> bytes:
    """Return how much ink there is, 0 to 255 a pixel, as a PNG of few colours."""
    last = _SHADES - 1
    steps = ground.point([round(value * last / 255) for value in range(256)])
    palette = [
        round(paper + (ink - paper) * step / last)
        for step in range(_SHADES)
        for paper, ink in zip(_PAPER, _INK, strict=True)
    ]
    return write_shades(steps, palette)
