"""Whole columns of numbers, written and mixed at once as they would be one by one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.search.coding import pair_hash
from broadsheet.search.digits import encode_rows, pair_hashes

hashes = st.integers(0, 0xFFFFFFFF)


@given(st.lists(st.tuples(hashes, hashes), min_size=1))
def test_pairs_have_the_same_hash_one_by_one_and_at_once(pairs: list[tuple[int, int]]) -> None:
    """Months are hashed at once, queries one by one: they must meet."""
    first, second = (np.array(column, np.uint32) for column in zip(*pairs, strict=True))
    assert pair_hashes(first, second).tolist() == [pair_hash(*pair) for pair in pairs]


@pytest.mark.parametrize(
    ("numbers", "text", "ends"),
    [
        ([], "", []),
        ([0], "0", [1]),
        ([31, 32, 1024], "VX0XW0", [1, 3, 6]),
        ([32767, 32768], "__VXWW0", [3, 7]),
        ([(1 << 30) - 1], "_____V", [6]),
    ],
)
def test_numbers_take_as_many_digits_as_they_need(
    numbers: list[int], text: str, ends: list[int]
) -> None:
    """Each row ends where it is told."""
    nothing = np.zeros((len(numbers), 0), np.int64)
    written, found = encode_rows(nothing, np.array(numbers, np.int64), nothing)
    assert (written, found.tolist()) == (text, ends)


def test_rows_have_digits_before_and_after_their_number() -> None:
    """Digits of a row stay together, however many its number has."""
    before, after = np.array([[0, 63, 9], [10, 35, 36]]), np.array([[1], [61]])
    text, ends = encode_rows(before, np.array([5, 100]), after)
    assert (text, ends.tolist()) == ("0_951AZaZ4z", [5, 11])
