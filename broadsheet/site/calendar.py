"""Months as calendars, each day shaded by how many papers it has."""

from __future__ import annotations

from calendar import Calendar
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Bounds = tuple[int, ...]  # the most papers of a day of each shade but the darkest


class CalendarDay(NamedTuple):
    """A field of a calendar: its number (0 outside the month), its date, its papers, its shade."""

    number: int
    date: str
    papers: int
    shade: str


class Shade(NamedTuple):
    """A shade of days: its class, and how many papers they have; `most` is 0 for those above."""

    name: str
    least: int
    most: int


class Month(NamedTuple):
    """A month as a calendar, week by week."""

    month: str
    weeks: tuple[tuple[CalendarDay, ...], ...]


def find_bounds(counts: Iterable[int]) -> Bounds:
    """Return the quartiles of how many papers the days of a feed have, by which they are shaded.

    So a feed of twenty papers a day has four shades as one of three has. A quartile that no day
    exceeds parts none: days that are all alike have one shade.
    """
    ordered = sorted(counts) or [0]
    ranks = (-(-part * len(ordered) // 4) for part in (1, 2, 3))
    quartiles = (ordered[rank - 1] for rank in ranks)
    return tuple(quartile for quartile in quartiles if quartile < ordered[-1])


def make_key(bounds: Bounds) -> tuple[Shade, ...]:
    """Return what the shades mean, the lightest first; nothing where there is but one."""
    edges = sorted(set(bounds))
    starts = [1, *(edge + 1 for edge in edges)]
    ends = [*edges, 0]
    return tuple(
        Shade(_shade(least, bounds), least, most)
        for least, most in zip(starts, ends, strict=True)
        if edges
    )


def _shade(papers: int, bounds: Bounds) -> str:
    return f"n{1 + sum(papers > bound for bound in bounds)}"


def make_months(counts: Mapping[str, int], bounds: Bounds, first_weekday: int) -> tuple[Month, ...]:
    """Make the calendars of the months that have papers; `counts` are by date, newest first.

    Weeks begin with `first_weekday`, from 0 for Monday.
    """
    months = []
    for month in dict.fromkeys(date[:7] for date in counts):
        weeks = Calendar(first_weekday).monthdayscalendar(int(month[:4]), int(month[5:]))
        fields = tuple(
            tuple(_make_day(f"{month}-{number:02d}", number, counts, bounds) for number in week)
            for week in weeks
        )
        months.append(Month(month, fields))
    return tuple(months)


def _make_day(date: str, number: int, counts: Mapping[str, int], bounds: Bounds) -> CalendarDay:
    papers = counts.get(date, 0)
    return CalendarDay(number, date, papers, _shade(papers, bounds) if papers else "")
