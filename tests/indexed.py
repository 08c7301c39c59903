"""What tests of the index share: small papers, an index of them, and its files."""

from __future__ import annotations

import json
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from broadsheet.content.model import Entry, Paper
from broadsheet.content.papers import entry_of
from broadsheet.output.shards import Shards
from broadsheet.pages.search import make_manifest
from broadsheet.search.coding import make_file
from broadsheet.search.indexing import index_papers
from broadsheet.search.kept import Memory
from broadsheet.search.model import Index, Names
from broadsheet.search.ranking import Searcher
from broadsheet.search.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from broadsheet.search.kept import Kept
    from broadsheet.search.ranking import Found

ENGLISH = Names(("en",), {"vision": ("Vision", "seeing"), "logic": ("Logic",)})
DAY = "2025-06-25"


def make_paper(slug: str, title: str = "", day: str = DAY, **fields: Any) -> Paper:
    """Return a paper of one author, its title its slug unless one is given."""
    return Paper(slug, day, title or slug, fields.pop("authors", ("Ada Lovelace",)), day, **fields)


def entry(paper: Paper) -> Entry:
    """Return what the catalog knows of a paper."""
    return entry_of(paper)


def index_of(
    papers: Iterable[Paper],
    kept: Kept | None = None,
    names: Names = ENGLISH,
    reads: list[str] | None = None,
) -> Index:
    """Return the index of papers; `reads` gets the slugs of those whose texts are read for it."""
    whole = {paper.slug: paper for paper in papers}
    entries = sorted(map(entry, whole.values()), key=attrgetter("day", "slug"))

    def read(one: Entry) -> Paper:
        if reads is not None:
            reads.append(one.slug)
        return whole[one.slug]

    return index_papers(entries, names, read, Memory() if kept is None else kept, map)


def shards_of(index: Index, kept: Kept) -> dict[str, bytes]:
    """Return the files of an index that hold words and pairs, by path."""
    shards = Shards(index, lambda kind, name, start, end: kept.value(kind, name)[start:end])
    return {
        f"search/{kind}/{number:x}.txt": make_file(shards.sections(kind, number))
        for kind in ("words", "pairs")
        for number in range(len(index.words))
    }


def read_file(files: Mapping[str, bytes], path: str) -> bytes:
    """Return a file of a table, as the disk does."""
    if path not in files:
        raise FileNotFoundError(path)
    return files[path]


def shelf_of(months: Sequence[Any], files: Mapping[str, str], **more: Any) -> Shelf:
    """Return a shelf with these files, whose manifest lists these months and what is given."""
    manifest = {"version": "broadsheet search 2", "months": months, **more}
    texts = {"search/index.json": json.dumps(manifest), **files}
    return Shelf(partial(read_file, {path: text.encode() for path, text in texts.items()}))


def shelf_over(index: Index, kept: Kept) -> Shelf:
    """Return a shelf with the words and pairs of an index, and its lexicon."""
    files = {
        f"search/lexicon/{letter}.txt": make_file([text.encode()])
        for letter, text in index.lexicon.items()
    }
    manifest = {"search/index.json": make_manifest(index, ()).encode()}
    return Shelf(partial(read_file, manifest | files | shards_of(index, kept)))


class Asked:
    """The search of a site that was built, with papers by their slugs."""

    def __init__(self, site: Path) -> None:
        """Take the folder of the site."""
        self._shelf = Shelf(lambda path: (site / path).read_bytes())
        self._searcher = Searcher(self._shelf)

    def search(self, query: str) -> Found:
        """Return what a query finds."""
        return self._searcher.search(query)

    def find(self, query: str) -> str:
        """Return the slugs of the papers that a query finds, the best first, parted by spaces."""
        return " ".join(self._shelf.row(one).slug for one in self.search(query).numbers)
