"""Numbers of papers in the index: a month, and a place within it that a new paper hardly moves.

Postings say which papers hold a term by their numbers. Were these running numbers, every new paper
would move others', and most of the index with them. So a day has more places than papers, and a
paper's place is told by its slug; where two want the same, the later one takes the next.
"""

from __future__ import annotations

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
    days = [list(group) for _, group in groupby(papers, lambda paper: paper.day)]
    room = int(_ROOM * max(map(len, days)))
    width = 1 << room.bit_length()
    placed = [
        (int(day[0].day[8:] or 0) * width + place, paper)
        for day in days
        for place, paper in _place(day, width)
    ]
    placed.sort(key=lambda pair: pair[0])
    rows = (DAYS * width * _IN_FILE // len(placed)).bit_length() - 1
    places, numbered = zip(*placed, strict=True)
    return Month(name, month_code(name, width), width, rows, numbered, places)


def _place(papers: Iterable[Entry], width: int) -> Iterable[tuple[int, Entry]]:
    """Yield the papers of a day with their places, of which there are more than papers."""
    taken: set[int] = set()
    wanted = sorted((crc32(paper.slug.encode()) % width, paper.slug, paper) for paper in papers)
    for home, _, paper in wanted:
        place = home
        while place in taken:
            place = (place + 1) % width
        taken.add(place)
        yield place, paper
