"""How wide a text is in columns, as terminals, mail programs and editors count them."""

from __future__ import annotations

from unicodedata import category, east_asian_width

JOINERS = "\u200c\u200d"  # within words of several scripts, and within emoji
_WITHOUT = ("Mn", "Me")  # marks that stand on, under or around a letter


def width(sign: str) -> int:
    """Return how many columns a character takes: Chinese ones two, marks on a letter none."""
    if sign in JOINERS or category(sign) in _WITHOUT:
        return 0
    return 2 if east_asian_width(sign) in "WF" else 1


def columns(text: str) -> int:
    """Return how many columns a text takes."""
    return len(text) if text.isascii() else sum(map(width, text))
