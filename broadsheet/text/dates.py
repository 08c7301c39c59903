"""Dates are ISO texts (`2025-06-25`) from content to page: they sort as they stand.

Here are the other forms of them that people and feeds read.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def is_date(text: str) -> bool:
    """Tell whether the text is a day that exists, as YYYY-MM-DD."""
    if not ISO.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=4096)
def next_day(day: str) -> str:
    """Give the day after; the last day that Python knows stays itself."""
    if day == date.max.isoformat():
        return day
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


@lru_cache(maxsize=4096)
def week_of(day: str) -> str:
    """Give the ISO 8601 week, as in `2025-W26`; it may belong to another year than the day."""
    year, week, _ = date.fromisoformat(day).isocalendar()
    return f"{year:04d}-W{week:02d}"


@lru_cache(maxsize=4096)
def weekday(day: str) -> str:
    """Give the weekday's English name."""
    return WEEKDAYS[date.fromisoformat(day).weekday()]


def short_date(day: str) -> str:
    """Give `25 June`."""
    return f"{int(day[8:])} {MONTHS[int(day[5:7]) - 1]}"


def long_date(day: str) -> str:
    """Give `25 June 2025`."""
    return f"{short_date(day)} {int(day[:4])}"


def full_date(day: str) -> str:
    """Give `Wednesday, 25 June 2025`."""
    return f"{weekday(day)}, {long_date(day)}"


def month_name(month: str) -> str:
    """Give `June 2025` for `2025-06`."""
    return f"{MONTHS[int(month[5:7]) - 1]} {int(month[:4])}"


def moment(day: str, place: int) -> datetime:
    """Give the moment of the paper that stands at `place` (from 0) of its day's list.

    Six in the morning, UTC, less a second a place: feed readers sort by it into the day's order,
    a paper added at the end of a day moves no other, and no build needs a clock.
    """
    start = datetime.fromisoformat(f"{day}T06:00:00+00:00")
    return start - timedelta(seconds=place)


def moment_of_change(day: str, place: int, changed: str) -> datetime:
    """Give the moment when a paper was last changed: on the day `changed`, if that is a later one.

    As `moment`, less a millionth of a second for each day between: so papers of several days that
    were corrected on the same one keep moments of their own.
    """
    if changed <= day:
        return moment(day, place)
    between = date.fromisoformat(changed) - date.fromisoformat(day)
    return moment(changed, place) - timedelta(microseconds=between.days)


def rss_date(when: datetime) -> str:
    """Give the date of RSS 2.0 (RFC 822 with a four-digit year)."""
    name, month = WEEKDAYS[when.weekday()][:3], MONTHS[when.month - 1][:3]
    return f"{name}, {when.day:02d} {month} {when:%Y %H:%M:%S} GMT"


def atom_date(when: datetime) -> str:
    """Give the date of Atom and JSON Feed (RFC 3339)."""
    return when.replace(tzinfo=None).isoformat() + "Z"
