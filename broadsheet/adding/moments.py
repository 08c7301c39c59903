"""Dates as people and services write them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING
from unicodedata import normalize

from broadsheet.text.dates import MONTHS, is_date, is_when
from broadsheet.words.catalogues import languages

if TYPE_CHECKING:
    from collections.abc import Iterable

# With signs between them, or all in a row; five digits are no year and a month.
_DIGITS = re.compile(
    r"([0-9]{4})(?:[-/.]([0-9][0-9]?)(?:[-/.]([0-9][0-9]?))?|([0-9]{2})([0-9]{2})?)?(?![0-9])"
)
_DAY_FIRST = re.compile(r"([0-9][0-9]?)([./-])([0-9][0-9]?)[./-]([0-9]{4})(?![0-9])")
_MONTH_OF = {name[:3].lower(): number for number, name in enumerate(MONTHS, 1)}
_MONTH_WORD = re.compile(rf"\b({'|'.join(_MONTH_OF)})[a-z]*\b", re.IGNORECASE)
_YEAR = re.compile(r"(?<![0-9])[12][0-9]{3}(?![0-9])")
_DAY = re.compile(r"(?<![0-9:])([0-9][0-9]?)(?:st|nd|rd|th|er|º)?\b(?![0-9:])")
_WORDS = re.compile(r"[^\W\d_]+\.?")
_SHORTEST = 3  # letters of a month's name that is cut, and of one in Latin letters
_MOST = 100  # characters of a date
# Signs behind a year, a month and a day, in Chinese, Japanese and Korean.
_OF_EAST = re.compile(r"(?<=[0-9])[年년月월](?: ?(?=[0-9]))?")
# What stands around a year that catalogues have found out or guessed: [ca. 1890], 1890?
_AROUND = str.maketrans("", "", "[]()<>?")
_EARLY = re.compile(
    r"(?:(?P<era>anno domini|a\. ?d\.|ad)|(?:(?:anno|ca|c|circa|um|vers|hacia)\b\.?))? ?"
    r"(?P<year>[0-9]{2,4})(?:[-–/][0-9]{1,4})?"
    r"(?P<its_era> ?(?:a\. ?d\.?|ad|c\. ?e\.?|ce|n\. ?chr\.?|apr\. ?j\.-c\.?|d\. ?c\.?))?",
    re.IGNORECASE,
)
_BEFORE_CHRIST = re.compile(
    r"^[-−] ?[0-9]{1,4}\b"
    r"|(?<=[0-9]) ?(?:b\. ?c\.|bce?\b|v\. ?(?:u\. ?z|chr)\b|av(?:ant)?\.? j|a\. ?(?:de )?c\b)",
    re.IGNORECASE,
)
_NO_TIME = "0001-01-01"  # what programs write for a date that they do not know


def make_date(year: int, month: int = 0, day: int = 0) -> str:
    """Return `YYYY-MM-DD`, or as much of it as is valid; empty if the year is not."""
    whole = f"{year:04d}-{month:02d}-{day:02d}"
    if is_date(whole) and whole != _NO_TIME:
        return whole
    if not _YEAR.fullmatch(whole[:4]):
        return ""
    return whole[:7] if 1 <= month <= len(MONTHS) else whole[:4]


def read_date(text: str) -> str:
    """Read a date as people and services write it, as far as it is given and unambiguous.

    `2023/12/01`, `2023-12`, `20231201`, `01 Dec 2023`, `December 1, 2023`, `25.12.2023`, `1er mars
    2023`; from `01/02/2023`, which is the first of February or the second of January, only the
    year.
    """
    text = _OF_EAST.sub("-", text.strip())
    year = _YEAR.search(text)
    month = month_in(text) if year else 0
    if month and year:
        return make_date(int(year[0]), month, day_in(text))
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


def read_told(text: str) -> str:
    """Read a date of a catalogue, which may be early, or stand in brackets: [ca. 890], AD 79.

    A year of two digits is one where an era is told: 79 alone may be 1979.
    """
    bare = text.translate(_AROUND).strip()
    if is_before_christ(bare):
        return ""
    if _OF_FOUR.fullmatch(bare) and is_when(bare) and bare != _NO_TIME:
        return bare
    early = _EARLY.fullmatch(bare)
    if early and (len(early["year"]) == _OF_CENTURIES or early["era"] or early["its_era"]):
        year = f"{int(early['year']):04d}"
        return year if is_when(year) else ""
    return read_date(bare)


_OF_FOUR = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")
_OF_CENTURIES = 3  # digits of a year that is no other one cut short


def is_before_christ(text: str) -> bool:
    """Return whether a date is of a year before the year 1: -430, 430 v. Chr."""
    return _BEFORE_CHRIST.search(text.translate(_AROUND).strip()) is not None


def day_in(text: str) -> int:
    """Return the first number in a text that may be a day; 0 if there is none."""
    day = _DAY.search(text)
    return int(day[1]) if day else 0


def month_in(text: str, *, alone: bool = False) -> int:
    """Return the month that a text names, in a language of the interface; 0 if it names none.

    A name may be cut, as `Dez.`; without its full stop where nothing but a month can stand
    (`alone`).
    """
    if english := _MONTH_WORD.search(text):
        return _MONTH_OF[english[1].lower()]
    for word in _WORDS.findall(normalize("NFC", text[:_MOST]).casefold()):
        name = word.rstrip(".")
        if name.isascii() and len(name) < _SHORTEST:
            continue
        if name in _months():
            return _months()[name]
        if len(name) >= _SHORTEST and (alone or word.endswith(".")):
            meant = {number for whole, number in _months().items() if whole.startswith(name)}
            if len(meant) == 1:
                return meant.pop()
    return 0


@cache
def _months() -> dict[str, int]:
    """Return the months by their names in the languages of the interface, from CLDR."""
    from babel import Locale  # noqa: PLC0415 - 50 ms, and most dates are numbers

    found: dict[str, int] = {}
    for tag in (*languages(), "de_AT"):  # where January is Jänner
        for names in Locale.parse(tag).months.values():
            found |= {name.casefold(): number for number, name in names["wide"].items()}
    return found


def most_exact(dates: Iterable[str]) -> str:
    """Return the date of which most is known; the earliest of several."""
    return min(dates, key=lambda date: (-len(date), date), default="")


def finest(dates: Iterable[str]) -> str:
    """Return the first date; if it is only a year or a month, the earliest full date within it."""
    told = list(filter(None, dates))
    within = [date for date in told if date.startswith(told[0])]
    longest = max(map(len, within), default=0)
    return min((date for date in within if len(date) == longest), default="")
