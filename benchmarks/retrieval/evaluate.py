"""Measure the search beside plain BM25, and similar papers beside plain cosines.

    python benchmarks/retrieval/evaluate.py --judged FOLDER

The papers are those of `tests/feed`, and each has a query in `known.jsonl` that describes it in
words other than its title's. FOLDER may hold a collection with judged questions besides:
`corpus.jsonl` and `queries.jsonl` (`_id`, `title`, `text`), and `qrels.tsv` (query, paper, grade).

What the numbers say, each a mean over the queries:

- `nDCG@10` is 1 when all papers looked for stand first, and less the lower they stand in the ten.
- `MRR` is 1 divided by the place of the first of them, 0 when it is not among the first hundred.
- `success@1` and `success@10` are the shares of queries with one of them in that many places.

BM25 is the library bm25s as it comes, with the same stemmer, the title counted twice.

Papers that are relevant to one judged question are taken to be similar, of questions with 2 to 35:
each should find the others. Ours shows eight at most, and the nDCG is over ten places. The cosines
are of TF-IDF over the heaviest 50 terms, the title counted twice.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import bm25s
import Stemmer

# The checkout is the program; nothing is installed.
sys.path.append(str(Path(__file__).resolve().parents[2]))

from broadsheet.content.model import Content, Paper, Site
from broadsheet.content.papers import entry_of, read_paper
from broadsheet.content.reader import read_content
from broadsheet.search.analysis import CONTENT, analyse
from broadsheet.search.indexing import index_papers
from broadsheet.search.kept import Memory
from broadsheet.search.model import names_of
from broadsheet.verbs.likeness import search_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from broadsheet.content.model import Entry

    Search = Callable[[str], list[str]]  # the slugs of what is found, the best first

FEED = Path(__file__).resolve().parents[2] / "tests" / "feed"
KNOWN = Path(__file__).with_name("known.jsonl")
DEPTH = 100  # places that are looked at
PLACES = 10  # that readers look at
HEAVIEST = 50  # terms of a paper, in plain cosines
SIMILAR = range(2, 36)  # papers of a question that are taken to be similar
FIRST_DAY = date(2000, 1, 3)
PAPERS_A_DAY = 20
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
    _report("Known papers of the feed", papers, queries, _searches(papers))
    if folder:
        papers, queries = read_judged(folder)
        _report("Judged questions", papers, queries, _searches(papers))
        alike = {"cosine": similar_by_cosine(papers), "ours": similar_ours(papers)}
        _report("Similar papers", papers, read_similar(queries), alike)


def _searches(papers: Sequence[Paper]) -> dict[str, Search]:
    return {"bm25s": search_bm25(papers), "ours": search_ours(papers)}


# --------------------------------------------------------------------------- papers and queries


def read_feed() -> list[Paper]:
    """Read the papers of the tests' feed, in the order of their days."""
    entries = sorted(read_content(FEED).content.papers, key=lambda entry: (entry.day, entry.slug))
    return [_read_one(entry.path) for entry in entries]


def _read_one(path: str) -> Paper:
    """Read a paper of the feed."""
    return read_paper(path, (FEED / path).read_bytes(), lambda _name: None)[0]


def read_known() -> list[Query]:
    """Read the queries that describe one paper each."""
    return [Query(row["query"], frozenset([row["slug"]])) for row in _read_lines(KNOWN)]


def read_judged(folder: Path) -> tuple[list[Paper], list[Query]]:
    """Read a judged collection; questions for which no paper is relevant are left out.

    Its papers are given days, twenty to each, in their order.
    """
    rows = list(_read_lines(folder / "corpus.jsonl"))
    papers = [
        Paper(
            row["_id"],
            (FIRST_DAY + timedelta(days=place // PAPERS_A_DAY)).isoformat(),
            row["title"],
            (),
            "2000",
            body=row["text"],
        )
        for place, row in enumerate(rows)
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


def search_ours(papers: Sequence[Paper]) -> Search:
    """Return the site's search over papers, whose texts are queries as they are."""
    by_slug = {paper.slug: paper for paper in papers}
    searcher, numbered = search_of(
        _entries(papers), content_of(), lambda entry: by_slug[entry.slug]
    )
    return lambda text: [numbered[one].slug for one, _score in searcher.rank(text)[:DEPTH]]


def content_of() -> Content:
    """Return the settings of a feed in English; its topics are those of the tests' feed."""
    return Content(
        Site("Papers", "", "papers.example,2000"), read_content(FEED).content.topics, (), (), ()
    )


def _entries(papers: Iterable[Paper]) -> list[Entry]:
    return [entry_of(paper) for paper in papers]


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
    topics = (topic.replace("-", " ") for topic in paper.topics)
    return " ".join((paper.title, paper.title, paper.summary, paper.body, *topics))


# --------------------------------------------------------------------------- similar papers


def similar_ours(papers: Sequence[Paper]) -> Search:
    """Return, by a paper's name, the papers that its page shows."""
    by_slug = {paper.slug: paper for paper in papers}
    names = names_of(content_of())
    index = index_papers(_entries(papers), names, lambda one: by_slug[one.slug], Memory())
    found = {slug: one for month in index.months for slug, one in index.alike(month.name).items()}
    return lambda slug: [one.slug for one in found[slug]]


def similar_by_cosine(papers: Sequence[Paper]) -> Search:
    """Return, by a paper's name, the papers with the greatest cosines."""
    counts = {paper.slug: _count(f"{paper.title} {paper.title} {paper.body}") for paper in papers}
    held = Counter(term for one in counts.values() for term in one)
    vectors = {slug: _vector(one, held, len(papers)) for slug, one in counts.items()}
    holders: dict[str, list[str]] = defaultdict(list)
    for slug, vector in vectors.items():
        for term in vector:
            holders[term].append(slug)

    def search(slug: str) -> list[str]:
        scores: Counter[str] = Counter()
        for term, weight in vectors[slug].items():
            for other in holders[term]:
                scores[other] += weight * vectors[other][term]
        del scores[slug]
        return [other for other, _score in scores.most_common(DEPTH)]

    return search


def _count(text: str) -> Counter[str]:
    return Counter(token.term for token in analyse(text, "en") if token.kind == CONTENT)


def _vector(counts: Counter[str], held: Counter[str], papers: int) -> dict[str, float]:
    """Return the heaviest terms of a paper, of length 1."""
    weights = Counter({term: n * math.log(papers / held[term]) for term, n in counts.items()})
    heaviest = dict(weights.most_common(HEAVIEST))
    norm = math.sqrt(sum(weight * weight for weight in heaviest.values())) or 1
    return {term: weight / norm for term, weight in heaviest.items()}


def read_similar(queries: Iterable[Query]) -> list[Query]:
    """Return each paper that is relevant to a question, and the others that are."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for query in queries:
        if len(query.wanted) in SIMILAR:
            for slug in query.wanted:
                wanted[slug] |= query.wanted - {slug}
    return [Query(slug, frozenset(others)) for slug, others in wanted.items()]


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


def _report(
    title: str, papers: Sequence[Paper], queries: Sequence[Query], searches: dict[str, Search]
) -> None:
    """Print what searches reach; end when a query looks for a paper that is not there."""
    slugs = {paper.slug for paper in papers}
    if missing := sorted({slug for query in queries for slug in query.wanted} - slugs):
        sys.exit(f"{title}: no paper has the name {', '.join(missing)}, which a query looks for")
    if not queries:
        sys.exit(f"{title}: there is no query")
    print(f"{title}: {len(papers):,} papers, {len(queries):,} queries")
    print(f"  {'':12}" + "".join(f"{name:>12}" for name in MEASURES))
    for name, search in searches.items():
        print(f"  {name:12}" + "".join(f"{value:12.4f}" for value in measure(search, queries)))


if __name__ == "__main__":
    main()
