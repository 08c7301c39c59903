"""Calendars: weeks of a month, and shades by what is much for the feed."""

from __future__ import annotations

import pytest

from broadsheet.site.calendar import find_bounds, make_key, make_months


@pytest.mark.parametrize(
    ("counts", "bounds"),
    [
        ([], ()),
        ([5], ()),
        ([5, 5, 5, 5], ()),
        ([4, 4, 5, 5, 5], (4,)),
        ([1, 2, 3, 4], (1, 2, 3)),
        ([18, 20, 22, 24, 19, 21, 23, 25], (19, 21, 23)),
        ([3, 3, 3, 30], (3, 3, 3)),
    ],
)
def test_bounds_are_the_quartiles_of_the_feed(counts: list[int], bounds: tuple[int, ...]) -> None:
    """A feed of twenty papers a day has shades of its own."""
    assert find_bounds(counts) == bounds


def shades(counts: list[int]) -> list[str]:
    """Return the shades of days with these numbers of papers, the first of a month first."""
    days = {f"2025-06-{day:02}": papers for day, papers in enumerate(counts, 1)}
    (month,) = make_months(days, find_bounds(counts), 0)
    return [day.shade for week in month.weeks for day in week if day.papers]


def test_a_quarter_of_the_days_has_each_shade() -> None:
    """Where their numbers differ."""
    assert shades([18, 20, 22, 24]) == ["n1", "n2", "n3", "n4"]


def test_equal_days_are_light_and_more_is_dark() -> None:
    """One day with many stands out."""
    assert shades([5, 5, 5, 5]) == ["n1"] * 4
    assert shades([3, 3, 3, 30]) == ["n1", "n1", "n1", "n4"]


@pytest.mark.parametrize(
    ("bounds", "key"),
    [
        ((2, 4, 7), [("n1", 1, 2), ("n2", 3, 4), ("n3", 5, 7), ("n4", 8, 0)]),
        ((3, 3, 3), [("n1", 1, 3), ("n4", 4, 0)]),
        ((4,), [("n1", 1, 4), ("n2", 5, 0)]),
        ((), []),
        ((1, 1, 3), [("n1", 1, 1), ("n3", 2, 3), ("n4", 4, 0)]),
    ],
)
def test_key_says_what_each_shade_means(
    bounds: tuple[int, ...], key: list[tuple[str, int, int]]
) -> None:
    """Each shade that there is, and no number twice."""
    assert [tuple(shade) for shade in make_key(bounds)] == key


def test_weeks_begin_where_the_language_has_it() -> None:
    """The first of June 2025 is a Sunday."""
    (from_monday,) = make_months({"2025-06-01": 1}, (), 0)
    (from_sunday,) = make_months({"2025-06-01": 1}, (), 6)
    assert [day.number for day in from_monday.weeks[0]] == [0, 0, 0, 0, 0, 0, 1]
    assert [day.number for day in from_sunday.weeks[0]] == [1, 2, 3, 4, 5, 6, 7]
