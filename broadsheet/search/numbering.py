"""Numbers of papers in the index: a month, and a place within it that a new paper hardly moves.

Postings say which papers hold a term by their numbers. Were these running numbers, every new paper
would move others', and most of the index with them. So a day has more places than papers, and a
paper's place is told by its slug; where two want the same, the later one takes the next.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING
from zlib import crc32

from broadsheet.search.coding import DAYS, month_code
from broadsheet.search.model import Month

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from broadsheet.content.model import Entry

_ROOM = 1.5  # places for each paper of the fullest day, at least
_IN_FILE = 4  # papers whose rows lie in one file, about


def number_papers(papers: Iterable[Entry]) -> tuple[Month, ...]:
    """Number papers, which come in the order of their days; the oldest month is the first."""
    return tuple(_number(name, list(group)) for name, group in groupby(papers, _month_of))


def _month_of(paper: Entry) -> str:
    return paper.day[:7]


def _number(name: str, papers: Sequence[Entry]) -> Month:
    """Give the papers of one month their places."""
    width, places, numbers = _place_all(tuple([(paper.day, paper.slug) for paper in papers]))
    rows = (DAYS * width * _IN_FILE // len(places)).bit_length() - 1
    numbered = tuple([papers[number] for number in numbers])
    return Month(name, month_code(name, width), width, rows, numbered, places)


@lru_cache(maxsize=512)  # a server asks for the same months again
def _place_all(
    papers: tuple[tuple[str, str], ...],
) -> tuple[int, tuple[int, ...], tuple[int, ...]]:
    """Return how many places a day has, the papers' places in order, and the papers' numbers.

    `papers` are the days and slugs of a month's, in the order of their days.
    """
    days = [list(group) for _, group in groupby(enumerate(papers), lambda pair: pair[1][0])]
    room = int(_ROOM * max(map(len, days)))
    width = 1 << room.bit_length()
    placed = sorted(
        (int(day[0][1][0][8:] or 0) * width + place, number)
        for day in days
        for place, number in _place([(slug, number) for number, (_, slug) in day], width)
    )
    places, numbers = zip(*placed, strict=True)
    return width, places, numbers


def _place(papers: Iterable[tuple[str, int]], width: int) -> Iterable[tuple[int, int]]:
    """Yield the places of a day's papers, of which there are more than papers, and their numbers.

    Papers are slugs and numbers.
    """
    taken: set[int] = set()
    wanted = sorted((crc32(slug.encode()) % width, slug, number) for slug, number in papers)
    for home, _, number in wanted:
        place = home
        while place in taken:
            place = (place + 1) % width
        taken.add(place)
        yield place, number
