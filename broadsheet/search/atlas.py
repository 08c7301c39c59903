"""Where the papers lie on the map, kept from one build to the next.

The oldest are laid out together and kept apart, so that a new paper costs the placing of those that
are newer. All are placed anew when an older one has changed what papers are compared by.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from broadsheet.search.alike import read_nearest
from broadsheet.search.columns import first_rows
from broadsheet.search.kept import renew
from broadsheet.search.placing import Links, Placed, extend, lay_out, snap
from broadsheet.text.digest import digest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from broadsheet.search.alike import Comparison, Nearest
    from broadsheet.search.kept import Kept

    Ints = NDArray[Any]

_OLDEST, _CELLS = "map_oldest", "map_cells"


def place_papers(papers: Comparison, kept: Kept) -> bytes:
    """Return the cells of all papers, of which `find_alike` has been asked: x and y, as 16 bits."""
    last = next(place for place, end in enumerate(papers.ends) if end >= papers.base)
    days = np.array([paper.day for paper in papers.papers])
    slugs = [paper.slug for paper in papers.papers]

    def lay_oldest(_name: str) -> tuple[bytes]:
        links = _links(read_nearest(papers.months[: last + 1], kept))
        placed = Placed(slugs, _beside(links, days, papers.ends[last]), _topics(papers))
        return (lay_out(placed, links).tobytes(),)

    def place_all(_name: str) -> tuple[bytes]:
        oldest = np.frombuffer(kept.value(_OLDEST, "all")).reshape(2, -1)
        first = papers.ends[last - 1] if last else 0
        links = _links(read_nearest(papers.months[last:], kept, first))
        placed = Placed(slugs, _beside(links, days, len(slugs)), np.zeros(0, np.int64))
        cells = snap(extend(oldest, placed, len(slugs)))
        return (cells.astype("<u2").tobytes(),)

    topics = tuple([paper.topics[:1] for paper in papers.papers[: papers.base]])
    key = digest((papers.base, papers.chains[last], topics))
    renew(kept, (_OLDEST,), {"all": key}, partial(map, lay_oldest))
    renew(kept, (_CELLS,), {"all": digest((key, papers.chains[-1]))}, partial(map, place_all))
    return kept.value(_CELLS, "all")


def _topics(papers: Comparison) -> Ints:
    """Return the numbers of the first topics of the oldest papers; 0 is that of none."""
    numbers = {"": 0}
    topics = ["".join(paper.topics[:1]) for paper in papers.papers[: papers.base]]
    return np.array([numbers.setdefault(topic, len(numbers)) for topic in topics])


def _links(found: Iterable[Nearest]) -> Links:
    """Return which papers are like others, as columns."""
    columns = [(one.own, one.other.astype(np.int64), one.score) for one in found]
    return Links(*map(np.concatenate, zip(*columns, strict=True)))


def _beside(links: Links, days: NDArray[np.str_], size: int) -> list[int]:
    """Return for each paper that of a day before that it is most like, -1 where there is none."""
    beside = np.full(size, -1)
    rows = np.flatnonzero(days[links.other] < days[links.one])
    rows = rows[first_rows(links.one[rows])]  # the nearest
    beside[links.one[rows]] = links.other[rows]
    return beside.tolist()
