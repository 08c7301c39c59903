"""How the files of the index are written: their frame, their digits, and where a term lies.

A file begins with its version and ends with a full stop in a line of its own, so that one cut short
is known. Between them are sections, each a line `=` and a month's code, then its lines. Numbers are
written in the digits of `DIGITS`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Iterable


VERSION = "broadsheet search 2"
END = "."
LEVELS = 63  # what a posting is worth at most: one digit
DAYS = 32  # of a month; day 0 has the papers of which no day is known
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"
AUTHOR, TOPIC = "@#"  # begin the terms of authors' names and of topics
MIX, _BITS = (0x9E3779B1, 0x85EBCA6B), 0xFFFFFFFF
SHORTENED = 14  # low bits of a pair's hash that its digits leave out
GROUPS = (5, 10, 15, 20, 25)  # bits of a number from which it takes one digit more


def make_file(parts: Iterable[bytes]) -> bytes:
    """Return the file that consists of these sections."""
    return b"".join((VERSION.encode(), b"\n", *parts, END.encode(), b"\n"))


def month_code(name: str, width: int) -> str:
    """Return the four digits of a month, or of a year, and of the places of its days.

    The last is the exponent of their number: where it has grown, places are not what they were.
    """
    number = int(name[:4]) * 13 + int(name[5:7] or 0)
    digits = [(number >> shift) & 63 for shift in (12, 6, 0)]
    return "".join(DIGITS[digit] for digit in (*digits, width.bit_length() - 1))


def term_hash(term: str) -> int:
    """Return the 32 bits that tell a term's shard; those of an author's name are the word's."""
    return crc32(term.removeprefix(AUTHOR).encode())


def pair_hash(first: int, second: int) -> int:
    """Return the 32 bits of a pair of terms that are neighbours, from those of the terms."""
    mixed = (first * MIX[0] + second) & _BITS
    mixed ^= mixed >> 15
    mixed = mixed * MIX[1] & _BITS
    return mixed ^ mixed >> 13


def encode_places(places: Iterable[int]) -> str:
    """Write places, which ascend, as the gaps between them."""
    digits = []
    before = -1
    for place in places:
        gap, before = place - before - 1, place
        if gap < 1 << GROUPS[0]:  # nearly all of them
            digits.append(DIGITS[gap])
            continue
        higher = [shift for shift in reversed(GROUPS) if gap >= 1 << shift]
        digits += [DIGITS[32 + ((gap >> shift) & 31)] for shift in higher]
        digits.append(DIGITS[gap & 31])
    return "".join(digits)
