"""Dates, and the forms in which people and feeds read them.

From content to page a date is an ISO string (`2025-06-25`), so that dates sort as strings.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
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
    """Return whether the text is a date that exists, in the form YYYY-MM-DD."""
    if not ISO.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def is_when(text: str) -> bool:
    """Return whether the text is a date that exists, or a month or a year of one."""
    return is_date(f"{text}-01-01"[: len("2025-06-25")]) and len(text) in _UNITS


_UNITS = {len("2025"): "year", len("2025-06"): "month", len("2025-06-25"): "day"}


def unit_of(period: str) -> str:
    """Return what a date is, or what stands in its place: `day`, `month` or `year`."""
    return _UNITS[len(period)]


def is_day(period: str) -> bool:
    """Return whether a period is a day, not a month or a year."""
    return unit_of(period) == "day"


@lru_cache(maxsize=4096)
def next_day(day: str) -> str:
    """Return the next day; the last day that Python knows is returned unchanged."""
    if day == date.max.isoformat():
        return day
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def days_between(first: str, second: str) -> int:
    """Return how many days after the first day the second is."""
    return (date.fromisoformat(second) - date.fromisoformat(first)).days


@lru_cache(maxsize=4096)
def week_of(day: str) -> str:
    """Return the ISO 8601 week, as in `2025-W26`; its year may differ from that of the day."""
    year, week, _ = date.fromisoformat(day).isocalendar()
    return f"{year:04d}-W{week:02d}"


def weekday(day: str) -> str:
    """Return the weekday's English name."""
    return WEEKDAYS[date.fromisoformat(day).weekday()]


def short_date(day: str) -> str:
    """Return `25 June`."""
    return f"{int(day[8:])} {MONTHS[int(day[5:7]) - 1]}"


def long_date(day: str) -> str:
    """Return `25 June 2025`; of a month or a year `June 2025` or `2025`."""
    if len(day) == len("2025"):
        return day
    if len(day) == len("2025-06"):
        return month_name(day)
    return f"{short_date(day)} {int(day[:4])}"


def full_date(day: str) -> str:
    """Return `Wednesday, 25 June 2025`; of a month or a year what `long_date` returns."""
    return f"{weekday(day)}, {long_date(day)}" if is_day(day) else long_date(day)


def month_name(month: str) -> str:
    """Return `June 2025` for `2025-06`."""
    return f"{MONTHS[int(month[5:7]) - 1]} {int(month[:4])}"


_LEAD = 600  # seconds after midnight, which is before any scheduled run


def moment(day: str, place: int) -> datetime:
    """Return the time that feeds give for the paper at index `place` of its day.

    It is ten minutes past midnight UTC minus one second per place: feed readers sort by it into the
    day's order, a paper added at the end of a day changes no other, and no build needs a clock. The
    day's runs come later, so no entry is dated ahead. From place 600 on, there is one second left,
    of which each takes a microsecond.
    """
    start = datetime.fromisoformat(f"{day}T00:00:00+00:00")
    if place < _LEAD:
        return start + timedelta(seconds=_LEAD - place)
    return start + timedelta(microseconds=max(0, 10**6 - 1 - (place - _LEAD)))


def moment_of_change(day: str, place: int, changed: str) -> datetime:
    """Return the time when a paper was last changed: on the day `changed`, if that is later.

    It is that of `moment` minus one microsecond for each day in between, so that papers of
    different days that were corrected on the same day have different times; none falls on the day
    before.
    """
    if changed <= day:
        return moment(day, place)
    between = date.fromisoformat(changed) - date.fromisoformat(day)
    start = datetime.fromisoformat(f"{changed}T00:00:00+00:00")
    return max(start, moment(changed, place) - timedelta(microseconds=between.days))


def rss_date(when: datetime) -> str:
    """Return a time as RSS 2.0 writes it (RFC 822 with a four-digit year)."""
    # email.utils.format_datetime gives the same, and its import costs 4 ms at every start.
    name, month = WEEKDAYS[when.weekday()][:3], MONTHS[when.month - 1][:3]
    return f"{name}, {when.day:02d} {month} {when:%Y %H:%M:%S} GMT"


def atom_date(when: datetime) -> str:
    """Return a time as Atom and JSON Feed write it (RFC 3339)."""
    return when.replace(tzinfo=None).isoformat() + "Z"
