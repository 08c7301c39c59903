"""Quotation marks as German and French are typed in TeX, with babel's shorthands or without."""

from __future__ import annotations

import re

_SHORTHANDS = (('"`', "\"'", "„", "“"), ('"<', '">', "«", "»"))
_LOW = ",,"  # typed for „
_CLOSING = re.compile("``|''")
_MAY_STAND_BEFORE = " \n\t([{-–—/„«»‚"


def with_quotes(tex: str) -> str:
    """Return TeX with the quotation marks that stand in pairs: "`Wort"' and ,,Wort``."""
    for opening, closing, before, after in _SHORTHANDS:
        if opening in tex and closing in tex:
            tex = tex.replace(opening, before).replace(closing, after)
    return _with_low_quotes(tex) if _LOW in tex else tex


def _with_low_quotes(tex: str) -> str:
    """Return TeX with two commas as a quotation mark, where a word and another mark follow."""
    first, *pieces = tex.split(_LOW)
    parts = [first]
    for piece in pieces:
        begins = parts[-1][-1:] in _MAY_STAND_BEFORE and piece[:1].strip()
        closed = _CLOSING.sub("“", piece, count=1) if begins else piece
        parts.append(_LOW + piece if closed == piece else f"„{closed}")
    return "".join(parts)
