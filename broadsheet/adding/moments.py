"""Dates as people and services write them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from broadsheet.text.dates import MONTHS, is_date

if TYPE_CHECKING:
    from collections.abc import Iterable

# With signs between them, or all in a row; five digits are no year and a month.
_DIGITS = re.compile(
    r"([0-9]{4})(?:[-/.]([0-9][0-9]?)(?:[-/.]([0-9][0-9]?))?|([0-9]{2})([0-9]{2})?)?(?![0-9])"
)
_DAY_FIRST = re.compile(r"([0-9][0-9]?)([./-])([0-9][0-9]?)[./-]([0-9]{4})(?![0-9])")
_MONTH_OF = {name[:3].lower(): number for number, name in enumerate(MONTHS, 1)}
MONTH_WORD = re.compile(rf"\b({'|'.join(_MONTH_OF)})[a-z]*\b", re.IGNORECASE)
YEAR = re.compile(r"(?<![0-9])[12][0-9]{3}(?![0-9])")
_DAY = re.compile(r"(?<![0-9:])([0-9][0-9]?)(?:st|nd|rd|th)?\b(?![0-9:])")


def make_date(year: int, month: int = 0, day: int = 0) -> str:
    """Return `YYYY-MM-DD`, or as much of it as is valid; empty if the year is not."""
    whole = f"{year:04d}-{month:02d}-{day:02d}"
    if is_date(whole):
        return whole
    if not YEAR.fullmatch(whole[:4]):
        return ""
    return whole[:7] if 1 <= month <= len(MONTHS) else whole[:4]


def read_date(text: str) -> str:
    """Read a date as people and services write it, as far as it is given and unambiguous.

    `2023/12/01`, `2023-12`, `20231201`, `01 Dec 2023`, `December 1, 2023`, `25.12.2023`; from
    `01/02/2023`, which is the first of February or the second of January, only the year.
    """
    text = text.strip()
    month, year = MONTH_WORD.search(text), YEAR.search(text)
    if month and year:
        day = _DAY.search(text)
        return make_date(int(year[0]), _MONTH_OF[month[1].lower()], int(day[1]) if day else 0)
    if digits := _DIGITS.match(text):
        year_told, *signed = digits.groups()
        return make_date(int(year_told), *(int(part) for part in signed if part))
    if other := _DAY_FIRST.match(text):
        first, second = int(other[1]), int(other[3])
        if first > len(MONTHS) or other[2] == ".":
            return make_date(int(other[4]), second, first)
        if second > len(MONTHS):
            return make_date(int(other[4]), first, second)
    return make_date(int(year[0])) if year else ""


def most_exact(dates: Iterable[str]) -> str:
    """Return the date of which most is known; the earliest of several."""
    return min(dates, key=lambda date: (-len(date), date), default="")


def finest(dates: Iterable[str]) -> str:
    """Return the first date; if it is only a year or a month, the earliest full date within it."""
    told = list(filter(None, dates))
    within = [date for date in told if date.startswith(told[0])]
    longest = max(map(len, within), default=0)
    return min((date for date in within if len(date) == longest), default="")
