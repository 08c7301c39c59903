"""The map of the papers, and where they lie on it.

`search/map.txt` is a file of the search's index: a section a month, with a line of its papers'
places in it, as lists of papers have them, and a line of five digits a paper: two of x, two of y,
and the number of its first topic.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial
from struct import iter_unpack
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.search.coding import DIGITS, encode_places, make_file
from broadsheet.site import urls
from broadsheet.site.head import make_head
from broadsheet.site.page import FURNITURE, Batch, Kind, Page, Resources, View
from broadsheet.site.references import Refs, line_refs, slugs_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from broadsheet.content.cards import Line
    from broadsheet.content.model import Entry
    from broadsheet.search.model import Index
    from broadsheet.site.catalog import Catalog, TopicPapers
    from broadsheet.site.frame import Frame

MOST = 20_000  # papers on the map, the newest: browsers draw so many in a sixtieth of a second
FEWEST = 3  # papers that make a map
HUES = 10  # colours of topics; static/map.css has them
_LISTED = 120  # papers in the list beside the map, about ...
_OF_TOPIC = 5  # ... and so many of a topic, at most
_NO_TOPIC = len(DIGITS) - 1  # also what the topics behind so many others are told as


def plan(catalog: Catalog) -> Iterator[Batch]:
    """Plan the page, and the places of the papers that it shows."""
    of = (catalog.index.cells, *(one.papers[:_OF_TOPIC] for one in catalog.topics))
    yield Batch("map", of, partial(_plan, catalog))


def _plan(catalog: Catalog) -> Iterator[Page]:
    yield MAP.page("map.html", _page_inputs(catalog))
    yield CELLS.page(urls.CELLS, _cells_inputs(catalog))


# --------------------------------------------------------------------------- the page


class MapInputs(NamedTuple):
    """How many papers there are, and topics: as `Region`, their newest papers, and where these are.

    A paper's place is its month, and its number there.
    """

    papers: int
    topics: tuple[tuple[tuple[int, str, str, int, int], Refs, tuple[str, ...]], ...]


class Region(NamedTuple):
    """A topic on the map: `hue` is from 1, and 0 where it has none of its own.

    `lines` are its newest papers, each with its month and its number there.
    """

    number: int
    slug: str
    name: str
    hue: int
    papers: int
    lines: tuple[tuple[str, Line], ...]


@dataclass(frozen=True, slots=True)
class MapView(View):
    """The map: how many papers there are, how many are shown, and whether these are enough."""

    papers: int
    shown: int
    drawn: bool
    regions: tuple[Region, ...]


def _page_inputs(catalog: Catalog) -> MapInputs:
    topics = [one for one in catalog.topics if one.papers]
    each = max(1, min(_OF_TOPIC, _LISTED // max(1, len(topics))))
    newest = {one.topic.slug: one.papers[:each] for one in topics}
    at = _places(catalog.index, {paper.slug for some in newest.values() for paper in some})
    hues = _hues(topics, catalog.papers.values())
    return MapInputs(
        len(catalog.papers),
        tuple(
            (
                (
                    min(number, _NO_TOPIC),
                    one.topic.slug,
                    one.topic.name,
                    hues.get(one.topic.slug, 0),
                    len(one.papers),
                ),
                line_refs(newest[one.topic.slug]),
                tuple(at.get(paper.slug, "") for paper in newest[one.topic.slug]),
            )
            for number, one in enumerate(catalog.topics)
            if one.papers
        ),
    )


def _hues(topics: Sequence[TopicPapers], papers: Iterable[Entry]) -> dict[str, int]:
    """Return the colours, from 1, of the topics that most papers have first, by their slugs."""
    first = Counter([paper.topics[0] for paper in papers if paper.topics])
    slugs = [one.topic.slug for one in topics]
    largest = sorted(slugs, key=lambda slug: (-first[slug], slug))[:HUES]
    return {slug: hue for hue, slug in enumerate(sorted(largest, key=slugs.index), 1)}


def _places(index: Index, slugs: set[str]) -> Mapping[str, str]:
    """Return the months of some papers, and their places there, by slug."""
    return {
        paper.slug: f"{month.name}:{place}"
        for month in index.months
        for place, paper in zip(month.places, month.papers, strict=True)
        if paper.slug in slugs
    }


def _map(path: str, inputs: MapInputs, frame: Frame, resources: Resources) -> View:
    words = frame.words
    described = words.gettext(
        "%(papers)s of %(title)s as points, near each other where they are alike.",
        papers=words.papers(inputs.papers),
        title=frame.title,
    )
    regions = tuple(
        Region(*told, tuple(zip(at, map(resources.line, slugs_of(refs)), strict=True)))
        for told, refs, at in inputs.topics
    )
    return MapView(
        frame,
        make_head(frame, path, words.gettext("Map"), described, "topics.html"),
        inputs.papers,
        min(inputs.papers, MOST),
        inputs.papers >= FEWEST,
        regions,
    )


MAP = Kind("map", ("pages/map.html", FURNITURE), _map)


# --------------------------------------------------------------------------- the papers' places


class CellsInputs(NamedTuple):
    """Months by their codes, with their papers' places; the cells and first topics of all."""

    months: tuple[tuple[str, tuple[int, ...]], ...]
    cells: bytes
    topics: bytes


def _cells_inputs(catalog: Catalog) -> CellsInputs:
    numbers = {one.topic.slug: number for number, one in enumerate(catalog.topics)}
    numbers = {slug: min(number, _NO_TOPIC) for slug, number in numbers.items()}
    months = catalog.index.months
    topics = [paper.topics[:1] for month in months for paper in month.papers]
    return CellsInputs(
        tuple([(month.code, month.places) for month in months]),
        catalog.index.cells,
        bytes([numbers[topic[0]] if topic else _NO_TOPIC for topic in topics]),
    )


def _cells(_path: str, inputs: CellsInputs, _frame: Frame, _resources: Resources) -> bytes:
    numbers = [one for (one,) in iter_unpack("<H", inputs.cells)]
    left_out = max(0, len(inputs.topics) - MOST)
    sections = []
    papers = 0
    for code, all_places in inputs.months:
        places = all_places[max(0, left_out - papers) :]
        papers += len(all_places)
        if places:
            lines = (
                _digits(numbers[2 * paper], numbers[2 * paper + 1], inputs.topics[paper])
                for paper in range(papers - len(places), papers)
            )
            sections.append(f"={code}\n{encode_places(places)}\n{''.join(lines)}\n".encode())
    return make_file(sections)


def _digits(x: int, y: int, topic: int) -> str:
    """Return what the file tells of a paper."""
    return "".join(DIGITS[digit] for digit in (x >> 6, x & 63, y >> 6, y & 63, topic))


CELLS = Kind("map_cells", write=_cells)

KINDS = (MAP, CELLS)
