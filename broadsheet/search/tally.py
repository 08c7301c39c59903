"""What the papers of a month say, counted: the terms of each, its length, its neighbouring words.

All papers are counted at once, as arrays: a word a step in Python would take ten times as long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

import numpy as np

from broadsheet.search.analysis import CONTENT, FUNCTION
from broadsheet.search.coding import AUTHOR, TOPIC
from broadsheet.search.columns import first_rows, sum_by
from broadsheet.search.digits import pair_hashes
from broadsheet.search.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from broadsheet.content.model import Entry, Paper
    from broadsheet.search.vocabulary import Tokens, Vocabulary

    Ints = NDArray[Any]

TITLE, TOPICS, TEXT, ASIDE, NAMES = range(5)  # fields; venue and ids stand aside
WEIGHTS = np.array((5, 2, 2, 2, 4), np.int64)  # of a word in a field, in halves
_MEASURED = np.array((True, True, True, False, False))  # fields that make a paper longer
# How much a word counts where papers are compared, in halves; an odd one is an author or a topic.
_IN_TITLE, _IN_TEXT, _SHARED = 4, 2, 1
_BITS = 3  # of these and of the weights


class Vectors(NamedTuple):
    """By what papers are compared: words of title and abstract, authors, topics; three columns.

    A row is a paper's number in its month, the 32 bits of a term, and how much the paper has of it,
    in halves.
    """

    paper: Ints
    term: Ints
    times: Ints


class Tally(NamedTuple):
    """The papers of a month, counted; a paper is its place in the month.

    `terms` are sorted, `hashes` are theirs. `term`, `paper` and `weight` (in halves) are columns of
    a table, sorted by term and paper; so are `pair` (32 bits) and `pair_paper`. `lengths` are in
    halves, too. `words` are those that people may type, with the number of times that they occur;
    `named` are the words that terms mostly come from, by the terms' hashes.
    """

    terms: list[str]
    hashes: Ints
    term: Ints
    paper: Ints
    weight: Ints
    lengths: Ints
    pair: Ints
    pair_paper: Ints
    words: dict[str, int]
    named: dict[int, str]
    vectors: Vectors


def count_papers(
    entries: Sequence[Entry],
    papers: Iterable[Paper],
    topics: Mapping[str, Sequence[str]],
    language: str,
) -> Tally:
    """Count the papers of a month; `topics` are each topic's names, `language` the site's."""
    known = vocabulary()
    chunks: list[int] = []
    runs: list[tuple[int, int, int, bool]] = []  # paper, field, chunks, whether it is compared
    for number, paper in enumerate(papers):
        for field, text, compared in _texts(paper, topics):
            tongue = AUTHOR + language if field == NAMES else (paper.language or language)
            found = text.lower().split()
            chunks.extend(map(known.chunks(tongue).__getitem__, found))
            runs.append((number, field, len(found), compared))
    table = np.array(runs, np.int64).reshape(-1, 4)
    tokens = known.tokens(chunks)
    run = np.repeat(np.arange(len(table)), table[:, 2])[tokens.chunk]
    told = np.flatnonzero((tokens.kind != FUNCTION) | (table[:, 1] == TITLE)[run])
    tally = _count(known, tokens.at(told), run[told], table, len(entries))
    return tally._replace(vectors=_join(tally.vectors, _shared(entries)))


def _texts(paper: Paper, topics: Mapping[str, Sequence[str]]) -> Iterator[tuple[int, str, bool]]:
    """Yield the texts of a paper: field, text, and whether papers are compared by it."""
    yield TITLE, paper.title, True
    yield NAMES, " ".join(paper.authors), False
    for topic in paper.topics:
        for name in topics.get(topic, ()):
            yield TOPICS, name, False
    yield ASIDE, f"{paper.venue} {paper.arxiv}", False
    yield ASIDE, plain_id(paper.doi), False
    yield TEXT, paper.summary, not paper.body
    yield TEXT, paper.body, True


def plain_id(doi: str) -> str:
    """Return a DOI as the one word that a query for it is."""
    return "".join(c for c in doi.lower() if c.isalnum())


def _count(known: Vocabulary, tokens: Tokens, run: Ints, table: Ints, papers: int) -> Tally:
    """Count tokens: `run` tells each one's row in `table`, of (paper, field, words, compared)."""
    paper, field = table[run, 0], table[run, 1]
    content = tokens.kind == CONTENT
    names, hashes, number = _rename(known, tokens.term)
    keys, weights = sum_by(number * papers + paper, WEIGHTS[field], _BITS)
    measured = np.flatnonzero(content & _MEASURED[field])
    near = np.flatnonzero(run[measured][1:] == run[measured][:-1])  # neighbours in one text
    own = hashes[number[measured]]
    pairs = pair_hashes(own[near], own[near + 1]).astype(np.uint64) << np.uint64(32)
    pairs |= paper[measured[near]].astype(np.uint64)
    pairs.sort()
    pairs = pairs[first_rows(pairs)]
    alike = np.flatnonzero(content & (table[:, 3] == 1)[run])
    rows, counts = sum_by(
        paper[alike] * len(names) + number[alike],
        np.where(field[alike] == TITLE, _IN_TITLE, _IN_TEXT),
        _BITS,
    )
    content = np.flatnonzero(content)
    return Tally(
        names,
        hashes,
        keys // papers,
        keys % papers,
        weights,
        np.bincount(paper[measured], WEIGHTS[field[measured]], papers),
        (pairs >> np.uint64(32)).astype(np.uint32),
        (pairs & np.uint64(0xFFFFFFFF)).astype(np.int64),
        *_words(known, tokens.surface[content], hashes[number[content]]),
        Vectors(rows // max(1, len(names)), hashes[rows % max(1, len(names))], counts),
    )


def label_hash(label: str) -> int:
    """Return the 32 bits of an author's key, a topic's slug, each after its sign."""
    return crc32(label.encode())


def _shared(entries: Sequence[Entry]) -> Vectors:
    """Return the rows of the papers' authors and topics."""
    found = [
        (number, label_hash(label))
        for number, paper in enumerate(entries)
        for label in labels_of(paper)
    ]
    paper, term = np.array(found, np.int64).reshape(-1, 2).T
    return Vectors(paper, term.astype(np.uint32), np.full(len(paper), _SHARED))


def labels_of(paper: Entry) -> dict[str, None]:
    """Return what papers may share beside words: topics, and authors by the keys of their names."""
    topics = dict.fromkeys([TOPIC + topic for topic in paper.topics])
    return topics | dict.fromkeys([AUTHOR + key for key in paper.author_keys])


def _join(one: Vectors, other: Vectors) -> Vectors:
    """Return the rows of both, sorted by paper, in the smallest types that hold them."""
    paper, term, count = (np.concatenate(pair) for pair in zip(one, other, strict=True))
    order = np.argsort(paper, kind="stable")
    return Vectors(
        paper[order].astype(np.uint32),
        term[order].astype(np.uint32),
        np.minimum(count[order], 255).astype(np.uint8),
    )


def _rename(known: Vocabulary, terms: Ints) -> tuple[list[str], Ints, Ints]:
    """Return the terms that occur, sorted, their hashes, and the places of the given ones there."""
    names, numbers, places = _sorted(known.terms, terms)
    return names, np.array(known.hashes, np.uint32)[numbers], places


def _sorted(names: Mapping[str, int], numbers: Ints) -> tuple[list[str], Ints, Ints]:
    """Return the names that numbers stand for, sorted; their numbers; the places of those given."""
    every = list(names)  # in the order of their numbers
    present = np.flatnonzero(np.bincount(numbers, minlength=len(every)))
    found = sorted(map(every.__getitem__, present.tolist()))
    in_order = np.fromiter(map(names.__getitem__, found), np.int64, len(found))
    places = np.zeros(len(every), np.int64)
    places[in_order] = np.arange(len(found))
    return found, in_order, places[numbers]


def _words(
    known: Vocabulary, surfaces: Ints, hashes: Ints
) -> tuple[dict[str, int], dict[int, str]]:
    """Return the words that occur, and how often; and the most frequent by the terms' hashes."""
    words, _, place = _sorted(known.surfaces, surfaces)
    many = max(1, len(words))
    pairs, times = np.unique(hashes.astype(np.int64) * many + place, return_counts=True)
    term, word = pairs // many, pairs % many
    first = first_rows(term)
    ranks = times * many + (many - 1 - word)  # of equally frequent ones, the first
    best = np.maximum.reduceat(ranks, first) if len(first) else ranks
    often = map(words.__getitem__, (many - 1 - best % many).tolist())
    named = dict(zip(term[first].tolist(), often, strict=True))
    return dict(zip(words, np.bincount(place, minlength=len(words)).tolist(), strict=True)), named
