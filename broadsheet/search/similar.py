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
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from broadsheet.search.columns import first_rows, places_within, ranges, sum_by

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

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
_SCALE = 128  # of weights, which are then below ...
_LIMIT = 1 << 10  # ... this number, and products of two ...
_BITS = 20  # ... have so many bits
_HEAVIEST = 40  # terms of a paper, of which the probes are taken
_PROBES = 12  # terms by which papers to compare with are found
_HOLDERS = 300  # papers; a term that more of them hold is no probe
_CANDIDATES = 40  # compared in full
_SORTED = 1 << 22  # rows that are sorted at once
_BLOCK = 16  # papers that are looked at together: their tables stay in the processor's cache


class Near(NamedTuple):
    """A paper that another is like: its number, how much (0 to 1), the hashes of shared terms."""

    number: int
    score: float
    shares: tuple[int, ...]


class Corpus(NamedTuple):
    """All papers' terms as arrays, by paper; and the first papers that hold each term.

    `starts` tells where in `term`, `weight` and `held` each paper's terms begin, and where the last
    one's end; `term_starts` the same for `holder` and `holder_weight`, which have `_HOLDERS` rows a
    term at most. `hashes` are the terms'; `is_word` tells which are words, and no authors or
    topics; `common` are those which so many papers hold that it is no reason. `held` says how many
    papers of a paper's day and before hold a term: of its holders, these are the first.
    """

    starts: Ints
    term: Ints
    weight: Ints
    held: Ints
    term_starts: Ints
    holder: Ints
    holder_weight: Ints
    hashes: Ints
    is_word: Ints
    common: Ints
    norms: Ints


def base_of(papers: int) -> int:
    """Return how many papers, the oldest, idf is counted over: a power of the root of two.

    Counted over all of them, every list would be made again for every new paper.
    """
    steps = int(2 * math.log2(max(1, papers)) + 1e-9)
    return int(2 ** (steps / 2) + 1e-9)


def make_corpus(
    load: Callable[[], Iterable[Vectors]], sizes: Sequence[int], days: Sequence[str]
) -> Corpus:
    """Gather months of papers, the oldest first; `sizes` are numbers of papers, `days` each's.

    `load` yields the months' vectors, as often as they are needed.
    """
    base = base_of(len(days))
    rows = [np.bincount(one.paper, minlength=size) for one, size in zip(load(), sizes, strict=True)]
    starts = np.cumsum(np.concatenate([[0], *rows]))
    terms = np.empty(starts[-1], np.uint32)
    odd = np.empty(starts[-1], np.bool_)
    end = 0
    for one in load():
        own = slice(end, end := end + len(one.term))
        terms[own], odd[own] = one.term, one.times & 1
    day = np.array(days)
    until = np.searchsorted(day, day, side="right").astype(np.int32)
    held, groups = _number_terms(terms, odd, starts, until, base)
    term = terms.view(np.int32)
    del odd
    weight, norms = _weigh(load, sizes, term, _idf(groups.in_base, base), base)
    pivoted = (1 - _PIVOT) * norms[:base].mean() + _PIVOT * norms
    return Corpus(
        starts,
        term,
        weight,
        held,
        np.concatenate([[0], np.cumsum(groups.listed)]),
        groups.holder,
        weight[groups.row],
        groups.hashes,
        groups.is_word,
        groups.in_base > max(_COMMON_LEAST, _COMMON * base),
        pivoted,
    )


class _Terms(NamedTuple):
    """Terms: their hashes, sorted, whether they are words, and how many papers of the base have it.

    `listed` is how many of the first holders of each stand in `holder`, their rows in `row`.
    """

    hashes: Ints
    is_word: Ints
    in_base: Ints
    listed: Ints
    holder: Ints
    row: Ints


def _number_terms(
    terms: Ints, odd: Ints, starts: Ints, until: Ints, base: int
) -> tuple[Ints, _Terms]:
    """Put each row's term into `terms` by its number; return how many hold it then, and the terms.

    A row is a paper's term, by its hash; where it counts an odd number of halves, it is no word.
    Of a paper, `until` tells how many there are of its day and before. Rows are sorted by hashes, a
    range of these at a time: it takes little memory however many they are. There are no more
    numbers than hashes below a range, so none that was put there is taken for one of a later range.
    """
    held = np.empty(len(terms), np.uint16)
    parts = 1 + len(terms) // _SORTED
    bounds = [(part << 32) // parts for part in range(parts + 1)]
    groups: list[_Terms] = []
    before = 0
    for low, high in pairwise(bounds):
        rows = _rows_between(terms, low, high)
        keys = terms[rows].astype(np.uint64) << np.uint64(32) | rows.astype(np.uint64)
        keys.sort()  # faster than numpy's own unique and argsort, in a fraction of their memory
        rows, found = keys.astype(np.uint32), (keys >> np.uint64(32)).astype(np.uint32)
        first = first_rows(found)
        counts = np.diff(first, append=len(rows))
        terms[rows] = np.repeat(np.arange(before, before + len(first), dtype=np.uint32), counts)
        holder = np.searchsorted(starts, rows, side="right").astype(np.int32) - 1
        held[rows] = np.minimum(_count_held(until[holder], first), _HOLDERS + 1)
        listed = np.flatnonzero(np.arange(len(rows)) - np.repeat(first, counts) < _HOLDERS)
        groups.append(
            _Terms(
                found[first],
                ~np.logical_or.reduceat(odd[rows], first) if len(first) else odd[:0],
                np.add.reduceat(rows < starts[base], first) if len(first) else counts,
                np.minimum(counts, _HOLDERS),
                holder[listed],
                rows[listed],
            )
        )
        before += len(first)
    return held, _Terms(*(np.concatenate(column) for column in zip(*groups, strict=True)))


def _rows_between(terms: Ints, low: int, high: int) -> Ints:
    """Return the rows whose terms are in a range; some millions are looked at at once."""
    found = [
        start + np.flatnonzero((part >= low) & (part < high))
        for start in range(0, len(terms), _SORTED)
        for part in [terms[start : start + _SORTED]]
    ]
    return np.concatenate(found) if found else np.zeros(0, np.int64)


def _count_held(until: Ints, first: Ints) -> Ints:
    """Return for each holder of a term how many of its day and before there are.

    `first` tells where a term's holders begin, `until` how many papers there are up to their day.
    """
    if not len(first):
        return until
    until = until.copy()
    until[1:] -= until[:-1]
    is_first = until != 0
    is_first[first] = True
    begin = np.flatnonzero(is_first).astype(np.int32)
    ends = np.append(begin[1:], np.int32(len(until)))
    held = np.repeat(ends, ends - begin)
    held -= np.repeat(first.astype(np.int32), np.diff(first, append=len(until)))
    return held


def _weigh(
    load: Callable[[], Iterable[Vectors]], sizes: Sequence[int], term: Ints, idf: Ints, base: int
) -> tuple[Ints, Ints]:
    """Return the weights of the rows, a month at a time, and the norm of each paper."""
    lengths = [  # times are in halves
        np.bincount(one.paper, one.times / 2, size) for one, size in zip(load(), sizes, strict=True)
    ]
    average = max(1.0, float(np.concatenate(lengths)[:base].sum()) / base)
    weight = np.empty(len(term), np.uint16)
    norms, start = [], 0
    for month, length in zip(load(), lengths, strict=True):
        own = slice(start, start := start + len(month.times))
        count = month.times / 2
        norm = (_K1 * (1 - _B + _B * length / average))[month.paper]
        weight[own] = np.floor(_SCALE * idf[term[own]] * count / (count + norm))
        squares = weight[own].astype(np.int64) ** 2
        norms.append(np.sqrt(np.bincount(month.paper, squares, len(length))))
    return weight, np.concatenate(norms)


def _idf(holders: Ints, papers: int) -> NDArray[np.float64]:
    """Return the power of idf by which each term counts."""
    table = [
        math.log(1 + (papers - held + 0.5) / (held + 0.5)) ** _IDF_POWER
        for held in range(int(holders.max(initial=0)) + 1)
    ]
    return np.round(np.array(table), 6)[holders]


def find_nearest(corpus: Corpus, numbers: Sequence[int]) -> Iterator[list[Near]]:
    """Yield for each paper those of its day and before that it is most like, the nearest first.

    A block of papers is one table at each step: a step for each paper would take longer to begin
    than to do.
    """
    seen = np.zeros((_BLOCK, len(corpus.hashes)), np.uint16)
    for start in range(0, len(numbers), _BLOCK):
        block = np.asarray(numbers[start : start + _BLOCK])
        counts = corpus.starts[block + 1] - corpus.starts[block]
        rows = ranges(corpus.starts[block], counts)
        own = np.repeat(np.arange(len(block)), counts)
        seen[own, corpus.term[rows]] = corpus.weight[rows]
        yield from _compare(corpus, block, _candidates(corpus, block, own, rows), seen)
        seen[own, corpus.term[rows]] = 0


def _candidates(corpus: Corpus, block: Ints, own: Ints, rows: Ints) -> tuple[Ints, Ints]:
    """Return the papers that share most of the heaviest terms of those of a block.

    Two columns: the place in the block, the other paper. `rows` are the terms of the block's
    papers, `own` is the place in the block of each.
    """
    bits = len(corpus.norms).bit_length()
    own, term, weight, held = _probes(corpus, own, rows)
    rows = ranges(corpus.term_starts[term], held)
    pairs = corpus.holder[rows] + np.repeat(own << bits, held)
    pairs, guess = sum_by(pairs, np.repeat(weight, held) * corpus.holder_weight[rows], _BITS)
    own, other = pairs >> bits, pairs & ((1 << bits) - 1)
    near = guess / corpus.norms[other]
    near[other == block[own]] = 0
    chosen = np.flatnonzero((near > 0) & _among_highest(near, own, _CANDIDATES))
    return own[chosen], other[chosen]


def _probes(corpus: Corpus, own: Ints, rows: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """Return the heaviest terms of each paper of a block that some others hold, but not too many.

    Columns: the place in the block, the term, its weight, how many papers hold it.
    """
    weight = corpus.weight[rows].astype(np.int64)
    order = np.argsort(((own + 1) * _LIMIT - weight) * len(corpus.hashes) + corpus.term[rows])
    order = order[places_within(own) < _HEAVIEST]
    held = corpus.held[rows[order]]
    order = order[(held > 1) & (held <= _HOLDERS)]
    order = order[places_within(own[order]) < _PROBES]
    rows = rows[order]
    return own[order], corpus.term[rows], weight[order], corpus.held[rows].astype(np.int64)


def _among_highest(values: Ints, groups: Ints, most: int) -> NDArray[np.bool_]:
    """Return which values are among the highest of their group; all that equal the last of them."""
    place = places_within(groups)
    table = np.zeros((int(groups.max(initial=0)) + 1, max(most, int(place.max(initial=0)) + 1)))
    table[groups, place] = values
    found: NDArray[np.bool_] = values >= np.partition(table, -most, axis=1)[groups, -most]
    return found


def _compare(
    corpus: Corpus, block: Ints, candidates: tuple[Ints, Ints], seen: Ints
) -> Iterator[list[Near]]:
    """Compare the papers of a block, whose weights by term are `seen`, with others in full."""
    own, other = candidates
    products, _, starts = _products(corpus, own, other, seen)
    sums = np.add.reduceat(products, starts) if len(starts) else products
    scores = sums / (corpus.norms[other] * corpus.norms[block[own]])
    best = np.flatnonzero((scores > 0) & _among_highest(scores, own, NEAREST))
    best = best[np.lexsort((-other[best], -scores[best], own[best]))]
    best = best[places_within(own[best]) < NEAREST]
    found: list[list[Near]] = [[] for _ in block]
    reasons = _reasons(corpus, own[best], other[best], seen)
    for place, paper, score, shares in zip(
        own[best].tolist(), other[best].tolist(), scores[best].tolist(), reasons, strict=True
    ):
        found[place].append(Near(paper, round(score, 6), shares))
    return iter(found)


def _products(corpus: Corpus, own: Ints, other: Ints, seen: Ints) -> tuple[Ints, Ints, Ints]:
    """Return, for all terms of papers `other`, its weight by that in the block's paper `own`.

    Beside the products stand the terms, and where each paper's begin.
    """
    counts = corpus.starts[other + 1] - corpus.starts[other]
    rows = ranges(corpus.starts[other], counts)
    term = corpus.term.take(rows)
    cell = np.repeat(own * seen.shape[1], counts)
    cell += term
    products = np.multiply(seen.ravel().take(cell), corpus.weight.take(rows), dtype=np.int32)
    return products, term, np.cumsum(counts) - counts


def _reasons(corpus: Corpus, own: Ints, other: Ints, seen: Ints) -> Iterator[tuple[int, ...]]:
    """Yield the terms that papers of a block share most with others, as hashes."""
    products, term, starts = _products(corpus, own, other, seen)
    shared = np.flatnonzero((products > 0) & ~corpus.common[term])
    pair = np.searchsorted(starts, shared, side="right") - 1
    keys = (((pair + 1) << _BITS) - products[shared]) * len(corpus.hashes) + term[shared]
    keys.sort()
    hashes = corpus.hashes[keys % max(1, len(corpus.hashes))].tolist()
    ends = np.cumsum(np.bincount(pair, minlength=len(other))).tolist()
    for first, end in zip([0, *ends], ends, strict=False):
        yield tuple(hashes[first : min(first + REASONS, end)])
