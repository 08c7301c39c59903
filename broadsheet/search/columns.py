"""Tables as columns of whole numbers: their groups, and sums over them.

What is sorted by several columns is sorted as one number that holds them all: numpy sorts plain
numbers many times as fast as it finds an order of rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[Any]


def first_rows(keys: Ints) -> Ints:
    """Return where each group begins; rows of a group have the same key and stand together."""
    is_first = np.ones(len(keys), np.bool_)
    np.not_equal(keys[1:], keys[:-1], out=is_first[1:])
    return np.flatnonzero(is_first)


def places_within(groups: Ints) -> Ints:
    """Return each row's place within its group; the groups' numbers, from 0, ascend."""
    counts = np.bincount(groups)
    return np.arange(len(groups)) - np.repeat(np.cumsum(counts) - counts, counts)


def sum_by(keys: Ints, values: Ints, bits: int) -> tuple[Ints, Ints]:
    """Return each key once, sorted, with the sum of its values, each below `1 << bits`."""
    both = (keys << bits) | values
    both.sort()
    keys = both >> bits
    first = first_rows(keys)
    both &= (1 << bits) - 1
    return keys[first], np.add.reduceat(both, first) if len(first) else both


def ranges(starts: Ints, counts: Ints) -> Ints:
    """Return the numbers of several ranges, one after the other."""
    ends = np.cumsum(counts)
    numbers = np.repeat(starts - ends + counts, counts)
    numbers += np.arange(len(numbers))
    return numbers
