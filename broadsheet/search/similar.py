"""Papers that are alike, by the words, authors and topics that they share.

Each paper is compared with those of its own day and before. So a new paper changes no list of an
older one but those that it enters itself: of the `NEAREST` papers most like it.

A term weighs idf ** .75 * n / (n + norm), where n is how often the paper has it, in titles twice.
Two papers are as like as the product of their weights, over norms that are half-way to the
average, since long texts share words by chance. benchmarks/retrieval/README.md has measured this.
Weights are whole numbers, so that sums are the same on every machine.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from broadsheet.search.tally import Vectors

    Ints = NDArray[Any]

NEAREST = 6  # papers that a paper is found to be like, and in whose lists it may stand
REASONS = 3  # terms that two papers share most
_K1 = 2.0
_B = 0.5
_IDF_POWER = 0.75
_PIVOT = 0.3
_COMMON = 0.1  # share of papers that hold a term, above which it is no reason, or ...
_COMMON_LEAST = 5  # ... this number
_SCALE = 128  # of weights, which are then below 1,000
_HEAVIEST = 40  # terms of a paper, of which the probes are taken
_PROBES = 12  # terms by which papers to compare with are found
_HOLDERS = 300  # papers; a term that more of them hold is no probe
_CANDIDATES = 40  # compared in full


class Near(NamedTuple):
    """A paper that another is like: its number, how much (0 to 1), the hashes of shared terms."""

    number: int
    score: float
    shares: tuple[int, ...]


class Corpus(NamedTuple):
    """All papers' terms as arrays, twice: by paper and by term.

    `starts` tells where in `term` and `weight` each paper's terms begin, and where the last one's
    end; `term_starts` the same for `holder` and `holder_weight`. `held_by` is both sorted columns
    in one: term * papers + holder. `hashes` are the terms'; `common` are those which so many papers
    hold that it is no reason. `until` is the number of papers of each paper's day and before.
    """

    starts: Ints
    term: Ints
    weight: Ints
    term_starts: Ints
    holder: Ints
    holder_weight: Ints
    held_by: Ints
    hashes: Ints
    common: Ints
    norms: Ints
    until: Ints


def base_of(papers: int) -> int:
    """Return how many papers, the oldest, idf is counted over: a power of the root of two.

    Counted over all of them, every list would be made again for every new paper.
    """
    steps = int(2 * math.log2(max(1, papers)) + 1e-9)
    return int(2 ** (steps / 2) + 1e-9)


def make_corpus(months: Sequence[Vectors], sizes: Sequence[int], days: Sequence[str]) -> Corpus:
    """Gather months of papers, the oldest first; `sizes` are numbers of papers, `days` each's."""
    first = np.cumsum([0, *sizes])
    paper = np.concatenate(
        [one.paper.astype(np.int64) + start for one, start in zip(months, first, strict=False)]
    )
    hashes, term = np.unique(np.concatenate([one.term for one in months]), return_inverse=True)
    count = np.concatenate([one.times for one in months]) / 2  # they are in halves
    total, base = len(days), base_of(len(days))
    starts = np.searchsorted(paper, np.arange(total + 1))
    known = starts[base]
    held = np.bincount(term[:known], minlength=len(hashes))
    idf = _idf(held, base)
    size = np.bincount(paper, count, total)
    norm = _K1 * (1 - _B + _B * size / max(1.0, float(count[:known].sum()) / base))
    weight = np.floor(_SCALE * idf[term] * count / (count + norm[paper])).astype(np.int32)
    norms = np.sqrt(np.bincount(paper, weight.astype(np.int64) ** 2, total))
    pivoted = (1 - _PIVOT) * norms[:base].mean() + _PIVOT * norms
    term = term.astype(np.int32)
    by_term = np.argsort(term, kind="stable")
    day = np.array(days)
    return Corpus(
        starts,
        term,
        weight,
        np.searchsorted(term[by_term], np.arange(len(hashes) + 1)),
        paper[by_term].astype(np.int32),
        weight[by_term],
        term[by_term].astype(np.int64) * total + paper[by_term],
        hashes,
        held > max(_COMMON_LEAST, _COMMON * base),
        pivoted,
        np.searchsorted(day, day, side="right"),
    )


def _idf(holders: Ints, papers: int) -> NDArray[np.float64]:
    """Return the power of idf by which each term counts."""
    table = [
        math.log(1 + (papers - held + 0.5) / (held + 0.5)) ** _IDF_POWER
        for held in range(int(holders.max(initial=0)) + 1)
    ]
    return np.round(np.array(table), 6)[holders]


def find_nearest(corpus: Corpus, numbers: Sequence[int]) -> Iterator[list[Near]]:
    """Yield for each paper those of its day and before that it is most like, the nearest first."""
    seen = np.zeros(len(corpus.hashes), np.int32)
    for number in numbers:
        own = slice(corpus.starts[number], corpus.starts[number + 1])
        others = _candidates(corpus, number, own)
        seen[corpus.term[own]] = corpus.weight[own]
        yield _compare(corpus, number, others, seen)
        seen[corpus.term[own]] = 0


def _candidates(corpus: Corpus, number: int, own: slice) -> Ints:
    """Return the papers that share most of a paper's heaviest terms."""
    until = int(corpus.until[number])
    heaviest = np.lexsort((corpus.term[own], -corpus.weight[own]))[:_HEAVIEST]
    terms, weights = corpus.term[own][heaviest], corpus.weight[own][heaviest]
    starts = corpus.term_starts[terms]
    held = (
        np.searchsorted(corpus.held_by, terms.astype(np.int64) * len(corpus.norms) + until) - starts
    )
    probes = np.flatnonzero((held > 1) & (held <= _HOLDERS))[:_PROBES]
    rows = _ranges(starts[probes], held[probes])
    guess = np.bincount(
        corpus.holder[rows], np.repeat(weights[probes], held[probes]) * corpus.holder_weight[rows]
    )
    if len(guess) > number:
        guess[number] = 0
    others = np.flatnonzero(guess)
    near = guess[others] / corpus.norms[others]
    if len(near) <= _CANDIDATES:
        return others
    nearest: Ints = others[near >= np.partition(near, -_CANDIDATES)[-_CANDIDATES]]
    return nearest


def _ranges(starts: Ints, counts: Ints) -> Ints:
    """Return the numbers of several ranges, one after the other."""
    ends = np.cumsum(counts)
    before = np.repeat(starts - ends + counts, counts)
    return before + np.arange(len(before))


def _compare(corpus: Corpus, number: int, others: Ints, seen: Ints) -> list[Near]:
    """Compare a paper, whose weights by term are `seen`, with others in full."""
    starts = corpus.starts[others]
    counts = corpus.starts[others + 1] - starts
    rows = _ranges(starts, counts)
    products = seen[corpus.term[rows]] * corpus.weight[rows]
    sums = np.add.reduceat(products, np.cumsum(counts) - counts) if len(counts) else products
    scores = sums / (corpus.norms[others] * corpus.norms[number])
    best = np.lexsort((-others, -scores))[:NEAREST]
    return [
        Near(int(others[place]), round(float(scores[place]), 6), shares)
        for place, shares in zip(
            best.tolist(), _reasons(corpus, starts[best], counts[best], seen), strict=True
        )
        if scores[place] > 0
    ]


def _reasons(corpus: Corpus, starts: Ints, counts: Ints, seen: Ints) -> Iterator[tuple[int, ...]]:
    """Yield the terms that a paper shares most with each of others, as hashes."""
    rows = _ranges(starts, counts)
    other = np.repeat(np.arange(len(starts)), counts)
    products = seen[corpus.term[rows]] * corpus.weight[rows]
    shared = np.flatnonzero((products > 0) & ~corpus.common[corpus.term[rows]])
    terms, other, products = corpus.term[rows[shared]], other[shared], products[shared]
    order = np.lexsort((terms, -products, other))
    hashes = corpus.hashes[terms[order]].tolist()
    ends = np.cumsum(np.bincount(other, minlength=len(starts))).tolist()
    for first, end in zip([0, *ends], ends, strict=False):
        yield tuple(hashes[first : min(first + REASONS, end)])
