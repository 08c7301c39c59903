"""Names the papers of a feed that are like a new one, out of the index that its site has."""

from __future__ import annotations

from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING

from broadsheet.content.model import unpack
from broadsheet.content.papers import entry_of
from broadsheet.output.shards import Shards
from broadsheet.pages.search import make_manifest
from broadsheet.search.coding import make_file
from broadsheet.search.indexing import index_words
from broadsheet.search.kept import Memory as Made
from broadsheet.search.kept import unpack as unmarshal
from broadsheet.search.model import names_of
from broadsheet.search.ranking import Searcher
from broadsheet.search.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from broadsheet.content.cache import Memory
    from broadsheet.content.model import Content, Entry, Paper

MOST = 3  # papers that are named
LEAST = 0.2  # of the score that the paper itself has


def find_like(papers: Iterable[Paper], content: Content, memory: Memory) -> dict[str, list[Entry]]:
    """Return, by the slugs of papers, those of the feed that are most like each.

    `memory` is what the content was read with. A paper need not be in the feed as yet.
    """
    papers = list(papers)
    new = {paper.slug: entry_of(paper) for paper in papers}
    others = [one for one in (*content.papers, *content.waiting) if one.slug not in new]
    whole = {new[paper.slug].path: paper for paper in papers}

    def read(entry: Entry) -> Paper:
        return whole.get(entry.path) or unpack(unmarshal(memory.records[entry.path]))

    searcher, numbered = search_of([*others, *new.values()], content, read)
    return {paper.slug: _like(paper, searcher, numbered) for paper in papers}


def search_of(
    papers: Iterable[Entry], content: Content, read: Callable[[Entry], Paper]
) -> tuple[Searcher, dict[int, Entry]]:
    """Return what searches papers with no site built, and the papers by their numbers.

    It ranks as the site's search does, but completes and mends nothing, and shows no rows.
    """
    made = Made()
    in_order = sorted(papers, key=attrgetter("day"))
    index = index_words(in_order, names_of(content), read, made)
    shards = Shards(index, lambda kind, name, start, end: made.value(kind, name)[start:end])
    shelf = Shelf(partial(_read, make_manifest(index, content.topics).encode(), shards))
    numbered = {
        shelf.months[month.code].first + place: paper
        for month in index.months
        for place, paper in zip(month.places, month.papers, strict=True)
    }
    return Searcher(shelf), numbered


def _like(paper: Paper, searcher: Searcher, numbered: dict[int, Entry]) -> list[Entry]:
    """Return the papers that are most like one."""
    ranked = searcher.rank(f"{paper.title} {paper.summary or paper.body}")
    found = [(numbered[number], score) for number, score in ranked]
    own = next((score for one, score in found if one.slug == paper.slug), 0.0)
    return [one for one, score in found if one.slug != paper.slug and score >= LEAST * own][:MOST]


def _read(manifest: bytes, shards: Shards, path: str) -> bytes:
    """Return a file of the index: no query that ranks alone asks for other ones."""
    kind, _, name = path.removeprefix("search/").partition("/")
    if not name:
        return manifest
    return make_file(shards.sections(kind, int(name.removesuffix(".txt"), 16)))
