"""Words that stand together more often than chance has it, by Dunning's G2 over papers.

They fill a second list where few papers hold what was asked for. They are found in the oldest
papers, as many as idf is counted over, so that a new paper changes none of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from broadsheet.search.columns import first_rows, places_within, ranges
from broadsheet.search.similar import base_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from broadsheet.search.similar import Corpus

    Ints = NDArray[Any]

MOST = 5  # words that a word is related to
_PAPERS = 1 << 14  # that are looked at, at most: every second or third where there are more
_HEAVIEST = 20  # words of each paper
_FEWEST = 3  # papers that must hold a word
_MANY = 10  # papers that may hold a word, or ...
_SHARE = 0.1  # ... this share of those looked at
_SURPRISE = 10.83  # least G2: chance reaches it once in a thousand times


def find_related(corpus: Corpus) -> dict[int, tuple[int, ...]]:
    """Return, by the hashes of terms, those that each is related to, the closest first."""
    total = len(corpus.norms)
    base = base_of(total)
    step = -(-base // _PAPERS)
    looked_at = -(-base // step)
    papers = np.arange(0, base, step)
    counts = corpus.starts[papers + 1] - corpus.starts[papers]
    rows = ranges(corpus.starts[papers], counts)
    place = np.repeat(np.arange(looked_at), counts)
    words = np.flatnonzero(corpus.is_word[corpus.term[rows]])
    rows, place = rows[words], place[words]
    term = corpus.term[rows]
    held = np.bincount(term, minlength=len(corpus.hashes))
    several = (held >= _FEWEST) & (held <= max(_MANY, _SHARE * looked_at))
    words = np.flatnonzero(several[term])
    rows, place = rows[words], place[words]
    table = _heaviest(place, corpus.term[rows], corpus.weight[rows], looked_at)
    one, other, both = _count_pairs(table, len(corpus.hashes))
    held = np.bincount(table[table >= 0], minlength=len(corpus.hashes))
    scores = _surprise(both, held[one], held[other], looked_at)
    chosen = (scores >= _SURPRISE) & (both * looked_at > held[one] * held[other])
    return _best(corpus, one[chosen], other[chosen], scores[chosen])


def _heaviest(paper: Ints, term: Ints, weight: Ints, papers: int) -> Ints:
    """Return a row a paper: its heaviest terms, and -1 where it has fewer."""
    order = np.lexsort((term, -weight.astype(np.int32), paper))
    paper = paper[order]
    place = places_within(paper)
    kept = np.flatnonzero(place < _HEAVIEST)
    table = np.full((papers, _HEAVIEST), -1, np.int64)
    table[paper[kept], place[kept]] = term[order[kept]]
    return table


def _count_pairs(table: Ints, terms: int) -> tuple[Ints, Ints, Ints]:
    """Return the pairs of terms that several papers hold, as columns, and by how many."""
    table = np.sort(table, axis=1)
    papers, width = table.shape
    pairs = np.empty(papers * width * (width - 1) // 2, np.int64)
    end = 0
    for place in range(width - 1):  # of the lower term
        found = table[:, place, None] * terms + table[:, place + 1 :]
        pairs[end : (end := end + found.size)] = found.ravel()
    pairs.sort()  # in its place: of all arrays this is the largest
    pairs = pairs[np.searchsorted(pairs, 0) :]  # without those whose lower term is -1
    again = np.flatnonzero(pairs[1:] == pairs[:-1])
    again = again[first_rows(pairs[again])]
    keys = pairs[again]
    both = np.searchsorted(pairs, keys, side="right") - again
    return keys // terms, keys % terms, both


def _surprise(both: Ints, one: Ints, other: Ints, total: int) -> NDArray[np.float64]:
    """Return the log-likelihood ratios of words' standing together."""
    inner = sum(
        map(_n_log_n, (both, one - both, other - both, total - one - other + both)), np.zeros(1)
    )
    outer = sum(map(_n_log_n, (one, total - one, other, total - other)), np.zeros(1))
    found: NDArray[np.float64] = np.round(2 * (inner + _n_log_n(np.array([total])) - outer), 6)
    return found


def _n_log_n(n: Ints) -> NDArray[np.float64]:
    """Return numbers times their logarithms, nothing for nothing."""
    product: NDArray[np.float64] = n * np.log(np.maximum(n, 1))
    return product


def _best(corpus: Corpus, one: Ints, other: Ints, scores: Ints) -> dict[int, tuple[int, ...]]:
    """Return for each term those with the highest scores."""
    terms, others = np.concatenate([one, other]), np.concatenate([other, one])
    order = np.lexsort((corpus.hashes[others], -np.concatenate([scores, scores]), terms))
    found: dict[int, list[int]] = {}
    for term, near in zip(
        corpus.hashes[terms[order]].tolist(), corpus.hashes[others[order]].tolist(), strict=True
    ):
        if len(some := found.setdefault(term, [])) < MOST:
            some.append(near)
    return {term: tuple(some) for term, some in found.items()}
