"""Whole columns of numbers at once: hashes of pairs, and rows of digits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from broadsheet.search.coding import DIGITS, GROUPS, MIX

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[Any]

_ASCII = np.frombuffer(DIGITS.encode(), np.uint8)


def pair_hashes(first: NDArray[np.uint32], second: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Return the hashes of pairs, as `pair_hash` does of one; numbers of 32 bits wrap."""
    mixed = first * np.uint32(MIX[0]) + second
    mixed ^= mixed >> np.uint32(15)
    mixed *= np.uint32(MIX[1])
    mixed ^= mixed >> np.uint32(13)
    return mixed


def encode_rows(before: Ints, numbers: Ints, after: Ints) -> tuple[str, Ints]:
    """Write rows, each some digits, a number, some digits; return the text and each row's end.

    `before` and `after` are tables of values from 0 to 63, a column a digit. The number is written
    in groups of five bits, those but the last with 32 added.
    """
    groups: Any = 1 + sum((numbers >= 1 << bits).astype(np.int64) for bits in GROUPS)
    head, tail = before.shape[1], after.shape[1]
    ends = np.cumsum(groups + (head + tail))
    text = np.empty(int(ends[-1]) if len(ends) else 0, np.uint8)
    starts = ends - groups - (head + tail)
    for column in range(head):
        text[starts + column] = _ASCII[before[:, column]]
    for place in range(int(groups.max(initial=0))):  # from the last group to the first
        has = groups > place
        digits = ((numbers[has] >> (5 * place)) & 31) + (32 if place else 0)
        text[ends[has] - tail - 1 - place] = _ASCII[digits]
    for column in range(tail):
        text[ends - tail + column] = _ASCII[after[:, column]]
    return text.tobytes().decode("ascii"), ends
