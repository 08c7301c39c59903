"""Plain text in lines of so many columns, as letters and posts have it."""

from __future__ import annotations

import re

from broadsheet.text.breaking import pieces_of
from broadsheet.text.widths import columns

WIDTH = 72  # columns: what mail programs show whole, with room for marks of quotation

_SPACES = re.compile(r"[^\S\u00a0]+")  # that part words: no-break spaces are within what is whole


def wrap(text: str, first: str = "", others: str = "", width: int = WIDTH) -> str:
    """Return a paragraph in lines of at most so many columns; what cannot be parted stands out.

    `first` begins the first line, `others` each of the others. Chinese and Japanese characters take
    two columns, and a line may end behind any of them.
    """
    lines: list[str] = []
    line, begun = first, first
    for gap, part in pieces_of(" ".join(_SPACES.split(text.strip()))):
        if line != begun and columns(f"{line}{gap}{part}") > width:
            lines.append(line)
            line = begun = others
        line += part if line == begun else gap + part
    return "\n".join([*lines, line])
