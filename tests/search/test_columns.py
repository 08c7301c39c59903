"""Tables as columns of numbers: groups, sums, ranges."""

from __future__ import annotations

import numpy as np
import pytest

from broadsheet.search.columns import first_rows, places_within, ranges, sum_by


@pytest.mark.parametrize(
    ("keys", "first"), [([], []), ([7], [0]), ([0, 0, 3, 3, 3, 2], [0, 2, 5]), ([-1, 0], [0, 1])]
)
def test_groups_begin_where_the_key_changes(keys: list[int], first: list[int]) -> None:
    """The first row begins one, too, whatever its key."""
    assert first_rows(np.array(keys, np.int64)).tolist() == first


@pytest.mark.parametrize(
    ("groups", "places"), [([], []), ([0, 0, 0], [0, 1, 2]), ([0, 2, 2, 3], [0, 0, 1, 0])]
)
def test_places_begin_anew_in_each_group(groups: list[int], places: list[int]) -> None:
    """A group may be empty."""
    assert places_within(np.array(groups, np.int64)).tolist() == places


@pytest.mark.parametrize(
    ("keys", "values", "sums"),
    [([], [], []), ([4, 2, 4], [7, 1, 5], [(2, 1), (4, 12)]), ([0, 0], [0, 7], [(0, 7)])],
)
def test_each_key_stands_once_with_its_sum(
    keys: list[int], values: list[int], sums: list[tuple[int, int]]
) -> None:
    """A sum may have more bits than the values have."""
    found = sum_by(np.array(keys, np.int64), np.array(values, np.int64), 3)
    assert list(zip(*(column.tolist() for column in found), strict=True)) == sums


def test_ranges_stand_one_after_the_other() -> None:
    """One that is empty gives nothing."""
    assert ranges(np.array([5, 9, 1]), np.array([2, 0, 3])).tolist() == [5, 6, 1, 2, 3]
    assert ranges(np.array([], np.int64), np.array([], np.int64)).tolist() == []
