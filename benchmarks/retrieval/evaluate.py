"""Measure `ranking.py` beside plain BM25: how far up it finds what is looked for.

    python benchmarks/retrieval/evaluate.py --judged FOLDER

The papers are those of `tests/feed`, and each has a query in `known.jsonl` that describes it in
words other than its title's. FOLDER may hold a collection with judged questions besides:
`corpus.jsonl` and `queries.jsonl` (`_id`, `title`, `text`), and `qrels.tsv` (query, paper, grade).

What the numbers say, each a mean over the queries:

- `nDCG@10` is 1 when all papers looked for stand first, and less the lower they stand in the ten.
- `MRR` is 1 divided by the place of the first of them, 0 when it is not among the first hundred.
- `success@1` and `success@10` are the shares of queries with one of them in that many places.

BM25 is the library bm25s as it comes, with the same stemmer, the title counted twice.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import bm25s
import Stemmer
from ranking import Paper, build, rank

# The checkout is the program; nothing is installed.
sys.path.append(str(Path(__file__).resolve().parents[2]))

from broadsheet.content.papers import read_paper
from broadsheet.content.reader import read_content

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    Search = Callable[[str], list[str]]  # the slugs of what is found, the best first

FEED = Path(__file__).resolve().parents[2] / "tests" / "feed"
KNOWN = Path(__file__).with_name("known.jsonl")
DEPTH = 100  # places that are looked at
PLACES = 10  # that readers look at
MEASURES = ("nDCG@10", "MRR", "success@1", "success@10")


class Query(NamedTuple):
    """What is asked, and the slugs of the papers that are looked for."""

    text: str
    wanted: frozenset[str]


def main() -> None:
    """Print a table a collection."""
    parser = argparse.ArgumentParser(description="Measure the ranking beside plain BM25.")
    parser.add_argument("--judged", type=Path, metavar="FOLDER", help="a judged collection")
    folder: Path | None = parser.parse_args().judged
    papers, queries = read_feed(), read_known()
    _report("Known papers of the feed", papers, queries)
    if folder:
        papers, queries = read_judged(folder)
        _report("Judged questions", papers, queries)


# --------------------------------------------------------------------------- papers and queries


def read_feed() -> list[Paper]:
    """Read the papers of the tests' feed, the newest first."""
    entries = sorted(read_content(FEED).content.papers, key=lambda entry: entry.slug)
    entries.sort(key=lambda entry: entry.day, reverse=True)
    return [_read_one(entry.path) for entry in entries]


def _read_one(path: str) -> Paper:
    """Read what is searched in a paper of the feed."""
    paper, _problems = read_paper(path, (FEED / path).read_bytes(), lambda _name: None)
    fields = {
        "title": paper.title,
        "summary": paper.summary,
        "abstract": paper.body,
        "topics": [slug.replace("-", " ") for slug in paper.topics],
        "authors": paper.authors,
        "venue": paper.venue,
    }
    return Paper(paper.slug, fields)


def read_known() -> list[Query]:
    """Read the queries that describe one paper each."""
    return [Query(row["query"], frozenset([row["slug"]])) for row in _read_lines(KNOWN)]


def read_judged(folder: Path) -> tuple[list[Paper], list[Query]]:
    """Read a judged collection; questions for which no paper is relevant are left out."""
    papers = [
        Paper(row["_id"], {"title": row["title"], "abstract": row["text"]})
        for row in _read_lines(folder / "corpus.jsonl")
    ]
    wanted: dict[str, set[str]] = defaultdict(set)
    for line in _read_text(folder / "qrels.tsv").splitlines()[1:]:
        query, paper, grade = line.split()
        if int(grade) > 0:
            wanted[query].add(paper)
    queries = [
        Query(row["text"], frozenset(wanted[row["_id"]]))
        for row in _read_lines(folder / "queries.jsonl")
        if row["_id"] in wanted
    ]
    return papers, queries


def _read_lines(path: Path) -> Iterator[dict[str, str]]:
    """Yield the object on each line of a file."""
    return map(json.loads, _read_text(path).splitlines())


def _read_text(path: Path) -> str:
    """Return what a file holds; without it there is nothing to measure."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        sys.exit(f"{path} cannot be read: {error.strerror}")


# --------------------------------------------------------------------------- searches


def search_ours(papers: Iterable[Paper]) -> Search:
    """Return a search by `ranking.py`."""
    index = build(papers)
    return lambda text: [slug for slug, _score in rank(index, text, DEPTH)]


def search_bm25(papers: Sequence[Paper]) -> Search:
    """Return a search by bm25s, over the fields that its queries speak of."""
    stemmer = Stemmer.Stemmer("english")

    def tokens(texts: list[str]) -> bm25s.tokenization.Tokenized:
        return bm25s.tokenize(texts, stopwords="en", stemmer=stemmer, show_progress=False)

    index = bm25s.BM25()
    index.index(tokens([_plain(paper) for paper in papers]), show_progress=False)
    depth = min(DEPTH, len(papers))

    def search(text: str) -> list[str]:
        places, scores = index.retrieve(tokens([text]), k=depth, show_progress=False)
        found = zip(places[0], scores[0], strict=True)
        return [papers[place].slug for place, score in found if score > 0]

    return search


def _plain(paper: Paper) -> str:
    """Return a paper as one text, the title twice."""
    names = ("title", "title", "summary", "abstract", "topics")
    values = [paper.fields.get(name, "") for name in names]
    return " ".join(value if isinstance(value, str) else " ".join(value) for value in values)


# --------------------------------------------------------------------------- measures


def measure(search: Search, queries: Sequence[Query]) -> tuple[float, ...]:
    """Return the means of `MEASURES`."""
    rows = [_judge(search(query.text), query.wanted) for query in queries]
    return tuple(sum(column) / len(rows) for column in zip(*rows, strict=True))


def _judge(found: Sequence[str], wanted: frozenset[str]) -> tuple[float, ...]:
    """Return the measures of what one query found."""
    hits = [place for place, slug in enumerate(found, 1) if slug in wanted]
    first = hits[0] if hits else math.inf
    gain = sum(_worth(place) for place in hits if place <= PLACES)
    most = sum(_worth(place) for place in range(1, min(PLACES, len(wanted)) + 1))
    return gain / most, 1 / first, float(first == 1), float(first <= PLACES)


def _worth(place: int) -> float:
    """Return what a paper looked for is worth at a place, by the definition of nDCG."""
    return 1 / math.log2(place + 1)


def _report(title: str, papers: Sequence[Paper], queries: Sequence[Query]) -> None:
    """Print what both searches reach; end when a query looks for a paper that is not there."""
    slugs = {paper.slug for paper in papers}
    if missing := sorted({slug for query in queries for slug in query.wanted} - slugs):
        sys.exit(f"{title}: no paper has the name {', '.join(missing)}, which a query looks for")
    if not queries:
        sys.exit(f"{title}: there is no query")
    print(f"{title}: {len(papers):,} papers, {len(queries):,} queries")
    print(f"  {'':12}" + "".join(f"{name:>12}" for name in MEASURES))
    for name, search in (("bm25s", search_bm25(papers)), ("ranking.py", search_ours(papers))):
        print(f"  {name:12}" + "".join(f"{value:12.4f}" for value in measure(search, queries)))


if __name__ == "__main__":
    main()
