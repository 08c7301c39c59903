"""Drawings of numbers: months, bars, labels, lines."""

from __future__ import annotations

import pytest

from broadsheet.site.drawing import (
    count_months,
    draw_line,
    draw_months,
    months_between,
    span_of,
)
from broadsheet.words.words import Words

SPRING = ("2025-02", "2025-03", "2025-04")


def test_months_cross_the_year() -> None:
    """None is left out between the first and the last."""
    assert months_between("2024-11", "2025-02") == ("2024-11", "2024-12", "2025-01", "2025-02")
    assert months_between("2025-06", "2025-06") == ("2025-06",)


def test_of_many_months_the_newest_are_taken() -> None:
    """Four years end with the newest month."""
    months = months_between("1990-01", "2025-10")
    assert (len(months), months[0], months[-1]) == (48, "2021-11", "2025-10")


def test_span_is_of_days_and_months() -> None:
    """A year tells of no month."""
    assert span_of(["2025", "2025-03-14", "2025-01", "1990"]) == ("2025-01", "2025-02", "2025-03")
    assert span_of(["2025"]) == ()
    assert span_of([]) == ()


def test_months_without_papers_count_as_none() -> None:
    """What is of a year only or of another month is not counted."""
    periods = ["2025-02-03", "2025-02-27", "2025-04", "2025", "2024-02-03"]
    assert count_months(periods, SPRING) == (2, 0, 1)


def test_bars_stand_at_their_months() -> None:
    """Three months of 20 px; the fullest, of 8 papers, is 24 px high, a quarter of it 6."""
    drawing = draw_months(SPRING, (2, 0, 8), Words("en"))
    assert drawing is not None
    assert drawing.bars == "M0 24V18h19V24M40 24V0h19V24"
    assert (drawing.width, drawing.running) == (60, "")
    assert drawing.label == "Papers a month, February 2025 to April 2025: most in April 2025, 8"
    assert drawing.ends == ("2025-02", "2025-04")


def test_running_month_is_apart() -> None:
    """Its bar has a path of its own, which is lighter; without papers it has none."""
    drawing = draw_months(SPRING, (4, 4, 2), Words("en"), running="2025-04")
    assert drawing is not None
    assert (drawing.bars, drawing.running) == ("M0 24V0h19V24M20 24V0h19V24", "M40 24V12h19V24")
    without = draw_months(SPRING, (4, 4, 0), Words("en"), running="2025-04")
    assert without is not None
    assert without.running == ""


def test_year_that_runs_is_told_to_its_newest_month() -> None:
    """Its drawing has room for the months to come, its label says nothing of them."""
    months = months_between("2025-01", "2025-12")
    counts = (5, 0, 7, *[0] * 9)
    drawing = draw_months(months, counts, Words("en"), running="2025-03")
    assert drawing is not None
    assert (drawing.width, drawing.ends) == (240, ("2025-01", "2025-12"))
    assert drawing.label == "Papers a month, January 2025 to March 2025: most in March 2025, 7"


def test_of_months_that_are_alike_the_newest_is_named() -> None:
    """As many in two months: what is new says more."""
    drawing = draw_months(SPRING, (3, 1, 3), Words("en"))
    assert drawing is not None
    assert drawing.label.endswith("most in April 2025, 3")


def test_one_paper_draws_no_tower() -> None:
    """It is a quarter as high as four, which reach the top; and it is never too low to be seen."""
    one = draw_months(SPRING, (0, 1, 0), Words("en"))
    assert one is not None
    assert one.bars == "M20 24V18h19V24"
    among = draw_months(SPRING, (1, 0, 500), Words("en"))
    assert among is not None
    assert among.bars.startswith("M0 24V23h19V24")


def test_many_months_keep_their_width() -> None:
    """48 months in a list are 2 px each, without gaps; on a page 5, with a gap."""
    months = months_between("2021-01", "2024-12")
    counts = (4, *[0] * 46, 4)
    narrow = draw_months(months, counts, Words("en"), 120)
    wide = draw_months(months, counts, Words("en"))
    assert narrow is not None
    assert wide is not None
    assert (narrow.width, narrow.bars) == (96, "M0 24V0h2V24M94 24V0h2V24")
    assert (wide.width, wide.bars) == (240, "M0 24V0h4V24M235 24V0h4V24")


@pytest.mark.parametrize(
    ("months", "counts"), [((), ()), (("2025-01", "2025-02"), (5, 5)), (SPRING, (0, 0, 0))]
)
def test_nothing_is_drawn_of_nothing(months: tuple[str, ...], counts: tuple[int, ...]) -> None:
    """Two months are no course, and no papers none either."""
    assert draw_months(months, counts, Words("en")) is None


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("de", ("Februar 2025", "April 2025", "1.200")),
        ("ar", ("فبراير 2025", "أبريل 2025", "1,200")),
    ],
)
def test_label_is_in_the_language(language: str, told: tuple[str, ...]) -> None:
    """Months and numbers are as the language has them."""
    drawing = draw_months(SPRING, (1, 2, 1200), Words(language))
    assert drawing is not None
    assert all(text in drawing.label for text in told), drawing.label


def test_line_leads_from_share_to_share() -> None:
    """The highest share is 2 px below the top, none 2 px above the ground."""
    assert draw_line(0.1, 0.2, 0.2) == "M2 12L46 2"
    assert draw_line(0.2, 0.0, 0.2) == "M2 2L46 22"
