"""The search: its page, what browsers know of it, and the index that the page fetches from.

The index has shards of words and of pairs of words, the words that people may type, lists of the
papers of each topic and of those with code or data, and rows: what results show of papers. The
formats are told in `broadsheet/search/coding.py`, and what is made of them in `ranking.py` there.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import compress, groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from broadsheet.content.cards import first_names
from broadsheet.search.analysis import UNSPACED
from broadsheet.search.coding import VERSION, encode_places, make_file
from broadsheet.search.packing import PAIRS, WORDS
from broadsheet.search.tables import ASKING_WORDS, FUNCTION_WORDS, GREEK, LETTERS, STEMMERS
from broadsheet.site import urls
from broadsheet.site.head import Head, make_head
from broadsheet.site.page import FURNITURE, Batch, Kind, Page, Resources, View
from broadsheet.text.inline import prose_plain, title_plain
from broadsheet.text.jsontext import to_short_json
from broadsheet.text.markdown import plain_markdown
from broadsheet.words.words import marked

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from broadsheet.content.model import Paper, Ref, Topic
    from broadsheet.search.model import Index, Month
    from broadsheet.site.catalog import Catalog
    from broadsheet.site.frame import Frame
    from broadsheet.words.words import Words

    Numbered = tuple[str, tuple[int, ...], list[str]]

# What papers may be asked to have.
HAS = (marked("code"), marked("data"), marked("project"), marked("video"), marked("discussion"))
SHARDS_TOGETHER = 64
LONGEST = 1200  # characters of a paper's text that results may quote


def plan(catalog: Catalog) -> Iterator[Page | Batch]:
    """Plan the page and all that it fetches."""
    index = catalog.index
    yield SEARCH.page("search.html", _page_inputs(catalog))
    yield DESCRIPTION.page("opensearch.xml", ())
    yield TEXT.page(
        "search/index.json", TextInputs(make_manifest(index, [one.topic for one in catalog.topics]))
    )
    for kind, digests in ((WORDS, index.words), (PAIRS, index.pairs)):
        for start in range(0, len(digests), SHARDS_TOGETHER):
            some = digests[start : start + SHARDS_TOGETHER]
            yield Batch(f"{kind} {start}", some, partial(_plan_shards, kind, start, some))
    for letter, text in index.lexicon.items():
        yield TEXT.page(urls.lexicon(letter), TextInputs(_file(text)))
    yield Batch("holders", (), partial(_plan_holders, catalog))
    for month in reversed(index.months):
        yield Batch(f"rows {month.name}", month, partial(_plan_rows, month))


# --------------------------------------------------------------------------- the page


class SearchInputs(NamedTuple):
    """The years that papers are of, the newest first, and the scripts of the engine, in order."""

    years: tuple[str, ...]
    engine: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SearchView(View):
    """The page that searches. `has` are the links that papers may be asked to have."""

    years: tuple[str, ...]
    engine: tuple[str, ...]
    has: tuple[str, ...]


def _page_inputs(catalog: Catalog) -> SearchInputs:
    years = dict.fromkeys(month.name[:4] for month in reversed(catalog.index.months))
    return SearchInputs(tuple(years), engine_of(catalog))


def engine_of(catalog: Catalog) -> tuple[str, ...]:
    """Return the paths of the scripts that answer queries, in their order, with the stemmers."""
    names = (STEMMERS.get(language) for language in catalog.index.languages)
    stemmers = [f"static/stem/{name}.js" for name in names if name]
    return ("static/shelf.js", *stemmers, "static/finding.js")


def _search(path: str, inputs: SearchInputs, frame: Frame, _resources: Resources) -> View:
    words = frame.words
    described = words.gettext(
        "Search the titles, authors, summaries and abstracts of %(title)s.", title=frame.title
    )
    head = make_head(frame, path, words.gettext("Search"), described, "search.html")
    return SearchView(frame, head, *inputs, HAS)


SEARCH = Kind("search", ("pages/search.html", FURNITURE), _search)


def _description(path: str, _inputs: tuple[()], frame: Frame, _resources: Resources) -> View:
    return View(frame, Head(path, "", frame.title, ""))


DESCRIPTION = Kind("opensearch", ("machines/opensearch.xml",), _description)


# --------------------------------------------------------------------------- the index


class TextInputs(NamedTuple):
    """A file of the index, as it is."""

    text: str


def _text(_path: str, inputs: TextInputs, _frame: Frame, _resources: Resources) -> bytes:
    return inputs.text.encode()


TEXT = Kind("search_text", write=_text)


def _file(text: str) -> str:
    return make_file([text.encode()]).decode()


def make_manifest(index: Index, topics: Iterable[Topic]) -> str:
    """Return what must be known before a word is looked up."""
    value = {
        "version": VERSION,
        "papers": sum(len(month.papers) for month in index.months),
        "shards": len(index.words),
        "languages": index.languages,
        "months": [
            (month.name, month.code, month.width, month.rows, len(month.papers))
            for month in index.months
        ],
        "letters": "".join(index.lexicon),
        "topics": [(topic.slug, topic.name, *topic.aliases) for topic in topics],
        "has": HAS,
        "function": {
            one: sorted(FUNCTION_WORDS[one]) for one in index.languages if one in FUNCTION_WORDS
        },
        "asking": sorted(ASKING_WORDS),
        "fold": LETTERS,
        "greek": GREEK,
        "unspaced": UNSPACED.pattern,
        "stemmers": {one: STEMMERS[one] for one in index.languages if one in STEMMERS},
    }
    return to_short_json(value).decode()


def _plan_holders(catalog: Catalog) -> Iterator[Page]:
    """Plan the lists of all papers, of those of each topic, and of those that have something."""
    months = _numbered(catalog.index.months)
    yield TEXT.page("search/papers.txt", TextInputs(_holders(months, catalog.papers)))
    for topic in catalog.topics:
        text = _holders(months, {paper.slug for paper in topic.papers})
        yield TEXT.page(urls.holders("topics", topic.topic.slug), TextInputs(text))
    # Of ten thousand papers, a few dozen differ in the fields that they have.
    filled = {paper.filled for paper in catalog.papers.values()}
    for name in HAS:
        with_it = {one for one in filled if name in one.split()}
        slugs = {paper.slug for paper in catalog.papers.values() if paper.filled in with_it}
        yield TEXT.page(urls.holders("has", name), TextInputs(_holders(months, slugs)))


def _numbered(months: Iterable[Month]) -> list[Numbered]:
    """Return each month's code, the places of its papers and their slugs."""
    return [(month.code, month.places, [paper.slug for paper in month.papers]) for month in months]


def _holders(months: Iterable[Numbered], slugs: Container[str]) -> str:
    """Return a list of papers: a section a month, with their places."""
    lines = []
    for code, places, of_month in months:
        if found := list(compress(places, map(slugs.__contains__, of_month))):
            lines.append(f"={code}\n{encode_places(found)}\n")
    return _file("".join(lines))


class ShardInputs(NamedTuple):
    """A shard: its kind, its number, and the digest of its sections."""

    kind: str
    number: int
    digest: bytes


def _plan_shards(kind: str, first: int, digests: Iterable[bytes]) -> Iterator[Page]:
    """Plan shards, of which the first has that number."""
    for number, digest in enumerate(digests, first):
        yield SHARD.page(urls.shard(kind, number), ShardInputs(kind, number, digest))


def _shard(_path: str, inputs: ShardInputs, _frame: Frame, resources: Resources) -> bytes:
    return make_file(resources.sections(inputs.kind, inputs.number))


SHARD = Kind("search_shard", write=_shard)


# --------------------------------------------------------------------------- rows


class RowsInputs(NamedTuple):
    """Papers with their places in their month."""

    papers: tuple[tuple[int, Ref], ...]


def _plan_rows(month: Month) -> Iterator[Page]:
    """Plan the rows of a month's papers, the newest first, as other pages show them."""
    numbered = zip(reversed(month.places), reversed(month.papers), strict=True)
    for number, group in groupby(numbered, lambda pair: pair[0] >> month.rows):
        papers = tuple([(place, paper.whole) for place, paper in group][::-1])
        yield ROWS.page(urls.rows(month.name, number), RowsInputs(papers))


def _rows(_path: str, inputs: RowsInputs, frame: Frame, resources: Resources) -> bytes:
    words = frame.words
    rows = [_row(place, resources.paper(slug), words) for place, (slug, _digest) in inputs.papers]
    return to_short_json({"version": VERSION, "rows": rows})


def _row(place: int, paper: Paper, words: Words) -> tuple[Any, ...]:
    """Return what results show of a paper, and may quote."""
    names, more = first_names(paper.authors)
    texts = filter(None, (prose_plain(paper.summary), plain_markdown(paper.body)))
    return (
        place,
        paper.slug,
        paper.day,
        words.long_date(paper.day),
        title_plain(paper.title),
        names,
        more,
        paper.topics,
        paper.status.kind if paper.status else "",
        paper.language,
        " ".join(texts)[:LONGEST],
    )


ROWS = Kind("search_rows", write=_rows, whole=lambda inputs: inputs.papers[-1][1][0])

KINDS = (SEARCH, DESCRIPTION, TEXT, SHARD, ROWS)
