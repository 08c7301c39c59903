"""Numbers of papers: who comes later or goes moves few others."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING
from zlib import crc32

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from indexed import entry, make_paper

from broadsheet.search.numbering import number_papers

if TYPE_CHECKING:
    from broadsheet.search.model import Month

slugs = st.text("abcdefghij-", min_size=1, max_size=5)
days = st.sampled_from(["2025-06", *(f"2025-06-{day:02}" for day in (1, 2, 9, 29))])
months = st.dictionaries(slugs, days, min_size=1, max_size=40)


def numbered(papers: dict[str, str]) -> tuple[Month, ...]:
    """Return the months of papers, whose days are by their slugs."""
    made = [entry(make_paper(slug, day=day)) for slug, day in papers.items()]
    return number_papers(sorted(made, key=attrgetter("day", "slug")))


def places(papers: dict[str, str]) -> dict[str, int]:
    """Return the places of papers of one month, by slug."""
    (month,) = numbered(papers)
    return dict(zip([one.slug for one in month.papers], month.places, strict=True))


def width(papers: dict[str, str]) -> int:
    """Return how many places a day has in a month of these papers."""
    return numbered(papers)[0].width


@given(months)
def test_places_are_unique_and_ascend_with_the_days(papers: dict[str, str]) -> None:
    """No two papers share a place, a later day's come later, and each lies among its day's."""
    found = places(papers)
    assert sorted(found) == sorted(papers)
    assert list(found.values()) == sorted(set(found.values()))
    assert [papers[slug] for slug in found] == sorted(papers.values())
    room = width(papers)
    assert {slug: place // room for slug, place in found.items()} == {
        slug: int(day[8:] or 0) for slug, day in papers.items()
    }


@given(months)
def test_day_has_places_to_spare(papers: dict[str, str]) -> None:
    """The fullest day has more places than papers, and fewer than four for each."""
    fullest = max(list(papers.values()).count(day) for day in papers.values())
    assert fullest < width(papers) < 4 * fullest


@given(months, slugs)
def test_paper_of_a_later_day_moves_nobody(papers: dict[str, str], new: str) -> None:
    """All others keep their places."""
    assume(new not in papers)
    before, after = places(papers), places(papers | {new: "2025-06-30"})
    assert {slug: after[slug] for slug in before} == before


@given(months, slugs, st.data())
def test_paper_of_the_same_day_moves_only_its_neighbours(
    papers: dict[str, str], new: str, data: st.DataObject
) -> None:
    """Who has to move stands in the unbroken run of places in which the new paper stands.

    Whoever is moved had a place that another has now. All this holds as long as the days do not
    get wider.
    """
    assume(new not in papers)
    day = data.draw(st.sampled_from(sorted(set(papers.values()))))
    more = papers | {new: day}
    room = width(papers)
    assume(width(more) == room)
    before, after = places(papers), places(more)
    moved = {slug for slug in papers if after[slug] != before[slug]}
    start = int(day[8:] or 0) * room
    taken = {place - start for slug, place in after.items() if more[slug] == day}
    run = {after[new] - start}
    for step in (1, -1):
        place = after[new] - start
        while (place := (place + step) % room) in taken and place not in run:
            run.add(place)
    assert {papers[slug] for slug in moved} <= {day}
    assert {before[slug] - start for slug in moved} <= run
    assert {before[slug] for slug in moved} <= set(after.values())


def test_place_is_told_by_the_slug() -> None:
    """A paper that shares its place with none has the one that its slug's checksum tells."""
    wanted = {slug: crc32(slug.encode()) % 8 for slug in ("alpha", "beta", "gamma")}
    assert sorted(set(wanted.values())) == sorted(wanted.values())
    found = places(dict.fromkeys(wanted, "2025-06-03"))
    assert {slug: place - 3 * 8 for slug, place in found.items()} == wanted


def test_papers_of_which_only_a_month_or_a_year_is_known() -> None:
    """The first stand before the days of their month, the others in a month of their own."""
    papers = {"day": "2025-06-01", "month": "2025-06", "year": "2025", "older": "2024-12-31"}
    found = numbered(papers)
    assert [(month.name, [one.slug for one in month.papers]) for month in found] == [
        ("2024-12", ["older"]),
        ("2025", ["year"]),
        ("2025-06", ["month", "day"]),
    ]
    assert [place // month.width for month in found for place in month.places] == [31, 0, 0, 1]
    assert [month.code for month in found] == ["6RK1", "6RL1", "6RR1"]


@pytest.mark.parametrize("papers", [1, 5, 60, 400])
def test_file_of_rows_has_some_papers(papers: int) -> None:
    """A month's rows are parted so that a file has few, and a month of few has few files."""
    made = {f"p{number}": f"2025-06-{1 + number % 28:02}" for number in range(papers)}
    (month,) = numbered(made)
    files = [place >> month.rows for place in month.places]
    assert max(files.count(number) for number in set(files)) <= 12
    assert len(set(files)) <= max(1, papers)
    assert len(set(files)) >= papers / 12


def test_no_papers_are_no_months() -> None:
    """An empty feed has nothing to number."""
    assert numbered({}) == ()
