"""Dates from ISO text to what people and feeds read."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.text import dates

days = st.dates()


@given(days)
def test_every_day_that_exists_is_a_date(day: date) -> None:
    """All of Python's calendar is accepted."""
    assert dates.is_date(day.isoformat())


@pytest.mark.parametrize(
    "text",
    [
        *("2024-02-30", "2025-13-01", "0000-01-01", "2025-6-25", "20250625", "2025-W26-3", ""),
        *("2025-06-25\n", " 2025-06-25", "2025-06-25T00:00", "２０２５-06-25", "25 June 2025"),
    ],
)
def test_anything_else_is_none(text: str) -> None:
    """Days that do not exist, other forms of ISO 8601, other digits and white space."""
    assert not dates.is_date(text)


@given(days.filter(lambda day: day < date.max))
def test_next_day_is_one_later(day: date) -> None:
    """Months, years and leap days included."""
    later = date.fromisoformat(dates.next_day(day.isoformat()))
    assert later.toordinal() - day.toordinal() == 1


def test_last_day_of_all_is_its_own_next() -> None:
    """A folder of the year 9999 is no reason to fail."""
    assert dates.next_day("9999-12-31") == "9999-12-31"


@pytest.mark.parametrize(
    ("day", "week"),
    [("2025-06-25", "2025-W26"), ("2024-12-30", "2025-W01"), ("2021-01-03", "2020-W53")],
)
def test_week_is_that_of_iso_8601(day: str, week: str) -> None:
    """The week around New Year may belong to the other year."""
    assert dates.week_of(day) == week


def test_forms_for_people() -> None:
    """Days and months are written out in English, without leading zeros."""
    assert dates.short_date("2025-06-05") == "5 June"
    assert dates.long_date("2025-06-05") == "5 June 2025"
    assert dates.full_date("2025-06-25") == "Wednesday, 25 June 2025"
    assert dates.month_name("2025-06") == "June 2025"
    assert [dates.full_date(period) for period in ("2025-06", "2025")] == ["June 2025", "2025"]


def test_moments_of_a_day_fall_in_its_order() -> None:
    """The lead is the newest; a paper added at the end moves no other."""
    assert dates.moment("2025-06-25", 0) == datetime(2025, 6, 25, 0, 10, 0, tzinfo=UTC)
    assert dates.moment("2025-06-25", 1) == datetime(2025, 6, 25, 0, 9, 59, tzinfo=UTC)
    assert dates.moment("2025-06-25", 599) == datetime(2025, 6, 25, 0, 0, 1, tzinfo=UTC)
    assert dates.moment("2025-06-25", 600) == datetime(2025, 6, 25, 0, 0, 0, 999_999, tzinfo=UTC)


@given(days, st.integers(0, 5000))
def test_moments_are_distinct_and_of_their_day(day: date, place: int) -> None:
    """None is ahead of the run at 00:17 that publishes the day, none before the day."""
    first, next_one = (dates.moment(day.isoformat(), at) for at in (place, place + 1))
    assert first > next_one
    assert (next_one.date(), first.date()) == (day, day)
    assert first <= datetime(day.year, day.month, day.day, 0, 17, tzinfo=UTC)


@given(days, days, st.integers(0, 5000))
def test_change_is_of_its_day(day: date, changed: date, place: int) -> None:
    """A correction is dated on its own day, or with the paper where that is later."""
    when = dates.moment_of_change(day.isoformat(), place, changed.isoformat())
    assert when.date() == max(day, changed)
    assert when <= dates.moment(max(day, changed).isoformat(), 0)


def test_forms_for_feeds() -> None:
    """RSS wants RFC 822 with four digits of a year, Atom and JSON Feed RFC 3339."""
    when = datetime(2025, 6, 25, 6, 0, 0, tzinfo=UTC)
    assert dates.rss_date(when) == "Wed, 25 Jun 2025 06:00:00 GMT"
    assert dates.atom_date(when) == "2025-06-25T06:00:00Z"


@given(days.filter(lambda day: day.year > 1), st.integers(0, 1000))
def test_feeds_dates_read_back(day: date, place: int) -> None:
    """Every day that content can have gives a date that feeds' readers read back."""
    when = dates.moment(day.isoformat(), place)
    assert datetime.fromisoformat(dates.atom_date(when)) == when
