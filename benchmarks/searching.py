"""Measure Broadsheet's search beside others, on the same papers, in one run.

    python benchmarks/searching.py --papers 10000 --judged FOLDER --peers pagefind,bm25s

Every search gets the title, authors, topics, summary and abstract of each paper:

- Broadsheet is its command line alone. The time is that of the phase `index` of a cold build.
- Pagefind reads the pages that Broadsheet built: the paper's `article` without links, facts and
  BibTeX. Its own script answers, under Node. It finds only pages that hold every word of a query,
  so that it has no answer to most questions and descriptions.
- MiniSearch and Lunr are ranked. The index of each is one file, which a browser loads whole; it
  holds what results show, too.
- bm25s has no files. It says what plain BM25 would find.

The made corpus of `--papers` papers gives times and sizes. What the columns say:

- `index s` and `CPU s`: the time to index, and the processor time of all processes. bm25s is
  measured without reading the papers.
- `kB a paper` and `files`: the index on the disk, without scripts and styles.
- `script kB`: the code that a browser loads once, gzipped.
- `first query kB` and `later kB`: what a query fetches, gzipped, with the data of its ten results:
  median, and 95th percentile. Queries come in sessions of five, each with an empty cache. What is
  compressed already is not compressed again.
- `nDCG@10`, `MRR`, `success@10`: how far up among ten places is what was looked for, as in
  `retrieval/evaluate.py`. `judged` is the collection of `--judged`. `feed` is the 67 papers of
  `tests/feed`, with a description of each in other words than its title's. `made` is the made
  corpus: 200 papers, each looked for by five words of its abstract that are not too common.

The judged collection becomes a content folder. It names no authors, so all are Anonymous; a paper
without text gets an ellipsis, and one whose title is there already a number behind it.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from gzip import compress
from pathlib import Path
from random import Random
from time import perf_counter, process_time
from typing import TYPE_CHECKING, NamedTuple

# The next two lie in a folder of their own, which is not a package.
sys.path.append(str(Path(__file__).with_name("retrieval")))

from corpus import SITE_YAML, make_days, make_slug, quote, topic_text, wrap, write_corpus
from evaluate import (
    FEED,
    MEASURES,
    PLACES,
    Query,
    measure,
    read_feed,
    read_judged,
    read_known,
    search_bm25,
)
from measure import CommandError, Run, Tree, run, this_machine, tree_of
from words import TOPICS

from broadsheet.content.model import Paper
from broadsheet.content.paths import paper_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
NODE = ROOT / ".cache" / "searches"  # where the searches of npm are installed
BUILD = [sys.executable, str(ROOT / "build.py")]
SITE = ["--base-url", "https://papers.example/feed/", "--repository", "owner/name"]
SESSION = 5  # queries
KNOWN = 200  # queries drawn from the made corpus
WORDS = 5  # of such a query
COMMON = 0.05  # of all papers hold a word that is too common for it
SHORT = 4  # letters, the fewest of such a word
NOT_PAGEFIND = ".actions, .facts, .cite"  # what of an article is not the paper's text
PAGEFIND_CODE = ("pagefind.js", "pagefind-worker.js", "wasm.en.pagefind")


class Answer(NamedTuple):
    """What a query found, and the bytes of the index fetched for it, if that is known."""

    slugs: list[str]
    fetched: int | None = None


class Indexed(NamedTuple):
    """A search that is ready: how to ask it sessions of queries, and what indexing took.

    `files` and `script` (the bytes of its code, gzipped) are None where it has none.
    """

    ask: Callable[[Sequence[Sequence[str]]], list[list[Answer]]]
    wall: float
    cpu: float | None = None
    files: Tree | None = None
    script: int | None = None


@dataclass
class Corpus:
    """Papers as a content folder and as plain fields, the queries about them, and where it lies."""

    name: str
    folder: Path
    content: Path
    papers: list[Paper]
    queries: list[Query]
    built: Run = field(init=False)  # and what the phases of this took
    phases: dict[str, float] = field(init=False)

    @property
    def site(self) -> Path:
        """Return the folder of the built site."""
        return self.folder / "site"

    @property
    def fields(self) -> Path:
        """Return the file of the papers' fields."""
        return self.folder / "papers.json"

    def sessions(self) -> list[list[str]]:
        """Return the queries' texts by session, without signs that a search takes for commands."""
        texts = [_plain(query.text) for query in self.queries]
        return [texts[place : place + SESSION] for place in range(0, len(texts), SESSION)]


# --------------------------------------------------------------------------- papers and queries


def _plain(text: str) -> str:
    """Return a query as words alone."""
    return " ".join(re.sub(r'["“”:]|(?<!\w)[-+]', " ", text).split())


def make_feed(folder: Path) -> Corpus:
    """Take the feed of the tests, with the descriptions of its papers."""
    return Corpus("feed", folder, FEED, read_feed(), read_known())


def make_made(count: int, folder: Path) -> Corpus:
    """Make a corpus, and draw queries from its abstracts."""
    content = folder / "content"
    write_corpus(count, content)
    papers = [
        Paper(
            paper.slug,
            "",
            paper.title,
            tuple(paper.authors),
            "",
            topics=tuple(paper.topics),
            summary=paper.summary,
            body=paper.abstract,
        )
        for day in make_days(count)
        for paper in day.papers
    ]
    return Corpus("made", folder, content, papers, list(draw_known(papers)))


def draw_known(papers: Sequence[Paper]) -> Iterator[Query]:
    """Draw queries of some words of an abstract, in their order, that are not too common."""
    rng = Random(1)  # noqa: S311 - chance that can be repeated
    words = [list(dict.fromkeys(_words(paper.body))) for paper in papers]
    counts = Counter(word for found in words for word in found)
    most = max(1, COMMON * len(papers))
    for place in rng.sample(range(len(papers)), min(KNOWN, len(papers))):
        rare = [word for word in words[place] if counts[word] <= most]
        chosen = sorted(rng.sample(range(len(rare)), min(WORDS, len(rare))))
        text = " ".join(rare[one] for one in chosen)
        yield Query(text, frozenset([papers[place].slug]))


def _words(text: str) -> list[str]:
    """Return the words of plain letters that are not short, in lower case."""
    return [word for word in re.findall(r"\b[a-z]+\b", text.lower()) if len(word) >= SHORT]


def make_judged(source: Path, folder: Path) -> Corpus:
    """Write a judged collection as a content folder, twenty papers a day, in its order."""
    content = folder / "content"
    content.mkdir(parents=True)
    (content / "site.yaml").write_text(SITE_YAML, encoding="utf-8")
    (content / "topics.yaml").write_text(topic_text(TOPICS[0]), encoding="utf-8")
    given, queries = read_judged(source)
    papers = list(_distinct(given))
    for paper in papers:
        path = content / paper_file(paper.day, paper.slug)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_judged_text(paper), encoding="utf-8")
    renamed = [Query(text, frozenset(map(_slug, wanted))) for text, wanted in queries]
    return Corpus("judged", folder, content, papers, renamed)


def _distinct(papers: Iterable[Paper]) -> Iterator[Paper]:
    """Yield the papers of a collection with titles that differ, and with all that we require."""
    seen: Counter[str] = Counter()
    for paper in papers:
        title = " ".join(paper.title.split()) or "Untitled"
        key = make_slug(title).replace("-", "")
        seen[key] += 1
        named = f"{title} ({seen[key]})" if seen[key] > 1 else title
        body = " ".join(paper.body.split()) or "…"
        yield Paper(_slug(paper.slug), paper.day, named, ("Anonymous",), paper.day, body=body)


def _slug(name: str) -> str:
    """Return the name that a paper of a judged collection has in our content."""
    return f"judged-{name.lower()}"


def _judged_text(paper: Paper) -> str:
    """Return the file of a paper of a judged collection."""
    lines = ["---", f"title: {quote(paper.title)}", f"authors: [{paper.authors[0]}]"]
    lines += [f"published: {paper.day}", f"url: https://papers.example/{paper.slug}", "---"]
    return "\n".join([*lines, wrap(paper.body), ""])


def make_corpora(folder: Path, count: int, judged: Path | None) -> Iterator[Corpus]:
    """Make the corpora and build their sites; the made one comes last."""
    if judged:
        yield prepare(make_judged(judged, folder / "judged"))
    yield prepare(make_feed(folder / "feed"))
    yield prepare(make_made(count, folder / "made"))


def prepare(corpus: Corpus) -> Corpus:
    """Build the site of a corpus cold, and write the fields of its papers for the peers."""
    corpus.folder.mkdir(parents=True, exist_ok=True)
    heard: list[str] = []
    build: list[str | Path] = [
        *BUILD,
        "build",
        "--content",
        corpus.content,
        "--output",
        corpus.site,
        *SITE,
    ]
    corpus.built = run([*build, "--timings"], heard=heard)
    found = re.findall(r"(\w+) +(\d+\.\d+) s", heard[0])
    corpus.phases = {name: float(seconds) for name, seconds in found}
    corpus.fields.write_text(json.dumps([_fields(one) for one in corpus.papers]), encoding="utf-8")
    return corpus


def _fields(paper: Paper) -> dict[str, str | list[str]]:
    """Return what peers index of a paper."""
    return {
        "slug": paper.slug,
        "title": paper.title,
        "authors": list(paper.authors),
        "topics": [slug.replace("-", " ") for slug in paper.topics],
        "summary": paper.summary,
        "abstract": paper.body,
    }


# --------------------------------------------------------------------------- searches


def index_ours(corpus: Corpus) -> Indexed:
    """Take the index of the built site."""
    page = (corpus.site / "search.html").read_text(encoding="utf-8")
    scripts = [corpus.site / name for name in re.findall(r'<script src="([^"]+)"', page)]
    return Indexed(
        lambda sessions: [_ask_ours(corpus.site, session) for session in sessions],
        corpus.phases["index"],
        files=tree_of(corpus.site / "search"),
        script=_gzipped(scripts),
    )


def _ask_ours(site: Path, session: Sequence[str]) -> list[Answer]:
    """Ask our program the queries of a session."""
    command: list[str | Path] = [
        *BUILD,
        "search",
        "--output",
        site,
        "--format",
        "json",
        "--limit",
        str(PLACES),
    ]
    said = _say([*command, "--traffic", "--queries", "-"], "\n".join(session))
    answers = [json.loads(line) for line in said.splitlines()]
    return [Answer(answer["slugs"], answer.get("fetched")) for answer in answers]


def index_pagefind(corpus: Corpus) -> Indexed:
    """Let Pagefind index the pages of papers."""
    bundle = corpus.folder / "pagefind"
    command: list[str | Path] = [_install() / "node_modules" / ".bin" / "pagefind", "--silent"]
    command += ["--site", corpus.site, "--output-path", bundle, "--glob", "papers/*.html"]
    command += ["--root-selector", "article.whole", "--exclude-selectors", NOT_PAGEFIND]
    took = run(command)
    return Indexed(
        lambda sessions: _ask_node("pagefind.js", bundle, sessions=sessions),
        took.wall,
        took.cpu,
        _tree([*bundle.rglob("*.pf_*"), bundle / "pagefind-entry.json"]),
        _gzipped(bundle / name for name in PAGEFIND_CODE),
    )


def index_minisearch(corpus: Corpus) -> Indexed:
    """Let MiniSearch index the papers."""
    return _index_whole(corpus, "minisearch", "minisearch/dist/umd/index.js")


def index_lunr(corpus: Corpus) -> Indexed:
    """Let Lunr index the papers."""
    return _index_whole(corpus, "lunr", "lunr/lunr.min.js")


def _index_whole(corpus: Corpus, name: str, code: str) -> Indexed:
    """Index the papers by a search whose index is one file; `code` is what a browser loads."""
    folder, index = _install(), corpus.folder / f"{name}.json"
    took = run(["node", folder / f"{name}.js", "index", corpus.fields, index])
    return Indexed(
        lambda sessions: _ask_node(f"{name}.js", "search", index, sessions=sessions),
        took.wall,
        took.cpu,
        _tree([index]),
        _gzipped([folder / "node_modules" / code]),
    )


def index_bm25s(corpus: Corpus) -> Indexed:
    """Index the papers by plain BM25, in this process."""
    wall, cpu = perf_counter(), process_time()
    search = search_bm25(corpus.papers)
    return Indexed(
        lambda sessions: [[Answer(search(query)[:PLACES]) for query in one] for one in sessions],
        perf_counter() - wall,
        process_time() - cpu,
    )


def _install() -> Path:
    """Lay out the scripts of the searches of npm, and install these unless they are there."""
    shutil.copytree(HERE / "peers" / "searches", NODE, dirs_exist_ok=True)
    if not (NODE / "node_modules").exists():
        npm = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        subprocess.run(npm, cwd=NODE, check=True)
    return NODE


def _ask_node(
    script: str, *words: str | Path, sessions: Sequence[Sequence[str]]
) -> list[list[Answer]]:
    """Ask a search of npm the queries of all sessions."""
    said = _say(["node", NODE / script, *words], json.dumps(sessions))
    return [[Answer(**answer) for answer in session] for session in json.loads(said)]


def _say(command: Sequence[str | Path], text: str) -> str:
    """Give a program a text, and return what it says; 1 is the code of ours that found nothing."""
    done = subprocess.run(command, check=False, input=text, capture_output=True, encoding="utf-8")
    if done.returncode > 1 or not done.stdout:
        message = f"{command[0]} {command[1]} ended with {done.returncode}:\n{done.stderr[-2000:]}"
        raise CommandError(message)
    return done.stdout


def _gzipped(paths: Iterable[Path]) -> int:
    """Return the bytes of files, each gzipped unless that makes it larger."""
    data = [path.read_bytes() for path in paths]
    return sum(min(len(one), len(compress(one, mtime=0))) for one in data)


def _tree(paths: Iterable[Path]) -> Tree:
    """Count files and their bytes."""
    sizes = [path.stat().st_size for path in paths]
    return Tree(len(sizes), sum(sizes))


OURS = "broadsheet"
SEARCHES: dict[str, tuple[str, Callable[[Corpus], Indexed]]] = {
    OURS: ("Broadsheet", index_ours),
    "pagefind": ("Pagefind", index_pagefind),
    "minisearch": ("MiniSearch", index_minisearch),
    "lunr": ("Lunr", index_lunr),
    "bm25s": ("bm25s", index_bm25s),
}
PEERS = tuple(name for name in SEARCHES if name != OURS)


# --------------------------------------------------------------------------- measuring


class Result(NamedTuple):
    """What a search did: its index of the made corpus and the answers there, and its quality.

    The quality is the means of `MEASURES` by the name of the corpus.
    """

    name: str
    indexed: Indexed
    answers: list[list[Answer]]
    quality: dict[str, tuple[float, ...]]


def measure_search(key: str, corpora: Sequence[Corpus]) -> Result:
    """Let a search index all corpora, the made one last, and ask it their queries."""
    name, index = SEARCHES[key]
    indexes = [index(corpus) for corpus in corpora]
    pairs = zip(corpora, indexes, strict=True)
    answers = [indexed.ask(corpus.sessions()) for corpus, indexed in pairs]
    judged = {one.name: judge(one, told) for one, told in zip(corpora, answers, strict=True)}
    return Result(name, indexes[-1], answers[-1], judged)


def judge(corpus: Corpus, answers: Sequence[Sequence[Answer]]) -> tuple[float, ...]:
    """Return the means of `MEASURES` over the queries of a corpus."""
    found = [answer.slugs for session in answers for answer in session]
    by_text = {query.text: slugs for query, slugs in zip(corpus.queries, found, strict=True)}
    return measure(by_text.__getitem__, corpus.queries)


# --------------------------------------------------------------------------- the report

QUALITY = (
    ("judged", "nDCG@10"),
    ("feed", "MRR"),
    ("feed", "success@10"),
    ("made", "MRR"),
    ("made", "success@10"),
)
NONE = "–"
HEADS = (
    "search",
    "index s",
    "CPU s",
    "kB a paper",
    "files",
    "script kB",
    "first query kB",
    "later kB",
    *(f"{corpus} {what}" for corpus, what in QUALITY),
)


def table(results: Iterable[Result], papers: int) -> str:
    """Return the results as a Markdown table; the made corpus has so many papers."""
    lines = [HEADS, ("---", *("---:" for _ in HEADS[1:]))]
    lines += [(one.name, *_cost(one, papers), *_quality(one)) for one in results]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cost(result: Result, papers: int) -> Iterator[str]:
    """Yield what indexing took, what lies on the disk, and what queries fetch."""
    indexed = result.indexed
    yield f"{indexed.wall:.2f}"
    yield NONE if indexed.cpu is None else f"{indexed.cpu:.2f}"
    yield f"{indexed.files.size / 1e3 / papers:.2f}" if indexed.files else NONE
    yield f"{indexed.files.files:,}" if indexed.files else NONE
    yield f"{indexed.script / 1e3:.0f}" if indexed.script else NONE
    yield _spread([session[0].fetched for session in result.answers])
    yield _spread([answer.fetched for session in result.answers for answer in session[1:]])


def _spread(sizes: Sequence[int | None]) -> str:
    """Return the median of bytes and their 95th percentile, in kB, where all are known."""
    known = [size / 1e3 for size in sizes if size is not None]
    if len(known) < max(2, len(sizes)):
        return NONE
    most = statistics.quantiles(known, n=20, method="inclusive")[-1]
    return f"{statistics.median(known):,.0f} / {most:,.0f}"


def _quality(result: Result) -> Iterator[str]:
    """Yield the measures of `QUALITY`."""
    for corpus, what in QUALITY:
        means = result.quality.get(corpus)
        yield f"{means[MEASURES.index(what)]:.3f}" if means else NONE


def report(corpora: Sequence[Corpus], results: Sequence[Result]) -> str:
    """Return the whole report: machine, corpora, table."""
    told = ", ".join(
        f"{one.name} {len(one.papers):,} papers and {len(one.queries)} queries" for one in corpora
    )
    built = f"{corpora[-1].built.wall:.1f} s, {corpora[-1].built.cpu:.1f} s of processors"
    return (
        f"Measured on {date.today().isoformat()}: {this_machine()}.\n"  # noqa: DTZ011 - a label
        f"Collections: {told}. Broadsheet's whole build of the made one: {built}.\n\n"
        f"{table(results, len(corpora[-1].papers))}\n"
    )


def main() -> None:
    """Measure what was asked for, and say it."""
    parser = argparse.ArgumentParser(description="Measure Broadsheet's search beside others.")
    parser.add_argument("--papers", type=int, default=10000, help="of the made corpus (10000)")
    parser.add_argument("--judged", type=Path, metavar="FOLDER", help="a judged collection")
    parser.add_argument(
        "--peers", type=_peers, default=PEERS, metavar="NAME,...", help=f"of {','.join(PEERS)}"
    )
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="a new folder, for all made")
    options = parser.parse_args()
    if options.keep and options.keep.exists():
        parser.error(f"{options.keep} is there already")
    with tempfile.TemporaryDirectory(prefix="broadsheet-searching-") as passing:
        folder = options.keep or Path(passing)
        corpora = list(make_corpora(folder, options.papers, options.judged))
        results = []
        for key in (OURS, *options.peers):
            results.append(measure_search(key, corpora))
            print(f"{results[-1].name}: {' '.join(_quality(results[-1]))}", flush=True)
    print("\n" + report(corpora, results))


def _peers(names: str) -> tuple[str, ...]:
    """Read the names of peers; one that there is not is an error."""
    chosen = tuple(names.split(","))
    if unknown := sorted(set(chosen) - set(PEERS)):
        message = f"there is no {', '.join(unknown)}: take some of {','.join(PEERS)}"
        raise argparse.ArgumentTypeError(message)
    return chosen


if __name__ == "__main__":
    main()
