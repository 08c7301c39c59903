"""Months as calendars, each day shaded by how many papers it has."""

from __future__ import annotations

from calendar import Calendar
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class CalendarDay(NamedTuple):
    """A field of a calendar: its number (0 outside the month), its date, its papers, its shade."""

    number: int
    date: str
    papers: int
    shade: str


class Month(NamedTuple):
    """A month as a calendar, week by week."""

    month: str
    weeks: tuple[tuple[CalendarDay, ...], ...]


def make_months(counts: Mapping[str, int], first_weekday: int) -> tuple[Month, ...]:
    """Make the calendars of the months that have papers; `counts` are by date, newest first.

    Weeks begin with `first_weekday`, from 0 for Monday.
    """
    months = []
    for month in dict.fromkeys(date[:7] for date in counts):
        weeks = Calendar(first_weekday).monthdayscalendar(int(month[:4]), int(month[5:]))
        fields = tuple(
            tuple(_make_day(f"{month}-{number:02d}", number, counts) for number in week)
            for week in weeks
        )
        months.append(Month(month, fields))
    return tuple(months)


def _make_day(date: str, number: int, counts: Mapping[str, int]) -> CalendarDay:
    papers = counts.get(date, 0)
    shade = "" if not papers else f"n{min(4, (papers + 2) // 3)}"
    return CalendarDay(number, date, papers, shade)
