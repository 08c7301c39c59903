"""What comes one by one, in parts that are neither long nor heavy."""

from __future__ import annotations

import pytest

from broadsheet.output.parts import in_parts, in_weighed_parts


def test_last_part_has_what_is_left() -> None:
    """Nothing makes no part."""
    assert list(in_parts(range(5), 2)) == [[0, 1], [2, 3], [4]]
    assert list(in_parts([], 2)) == []


@pytest.mark.parametrize(
    ("weights", "parts"),
    [
        ([], []),
        ([1, 1, 1, 1], [[1, 1, 1], [1]]),
        ([9], [[9]]),
        ([1, 9, 1, 1], [[1], [9], [1, 1]]),
        ([2, 2, 2], [[2, 2], [2]]),
        ([9, 9], [[9], [9]]),
        ([0, 0, 0, 0], [[0, 0, 0], [0]]),
    ],
)
def test_what_is_heavy_travels_alone(weights: list[int], parts: list[list[int]]) -> None:
    """At most three together, and none of more than four but by itself."""
    assert list(in_weighed_parts(weights, 3, lambda weight: weight, 4)) == parts
