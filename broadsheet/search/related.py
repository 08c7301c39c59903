"""Words that stand together more often than chance has it, by Dunning's G2 over papers.

They fill a second list where few papers hold what was asked for. They are found in the oldest
papers, as many as idf is counted over, so that a new paper changes none of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from broadsheet.search.similar import base_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from broadsheet.search.similar import Corpus
    from broadsheet.search.tally import Vectors

    Ints = NDArray[Any]

MOST = 5  # words that a word is related to
_PAPERS = 1 << 14  # that are looked at, at most: every second or third where there are more
_HEAVIEST = 20  # words of each paper
_FEWEST = 3  # papers that must hold a word
_TOGETHER = 2  # papers that must hold both
_MANY = 10  # papers that may hold a word, or ...
_SHARE = 0.1  # ... this share of those looked at
_SURPRISE = 10.83  # least G2: chance reaches it once in a thousand times


def find_related(corpus: Corpus, months: Sequence[Vectors]) -> dict[int, tuple[int, ...]]:
    """Return, by the hashes of terms, those that each is related to, the closest first."""
    is_word = np.concatenate([one.times for one in months]) % 2 == 0
    total = len(corpus.norms)
    paper = np.repeat(np.arange(total), np.diff(corpus.starts))
    base = base_of(total)
    step = -(-base // _PAPERS)
    rows = np.flatnonzero(is_word & (paper < base) & (paper % step == 0))
    looked_at = -(-base // step)
    held = np.bincount(corpus.term[rows], minlength=len(corpus.hashes))
    telling = (held >= _FEWEST) & (held <= max(_MANY, _SHARE * looked_at))
    rows = rows[telling[corpus.term[rows]]]
    table = _heaviest(paper[rows] // step, corpus.term[rows], corpus.weight[rows], looked_at)
    one, other, both = _count_pairs(table, len(corpus.hashes))
    held = np.bincount(table[table >= 0], minlength=len(corpus.hashes))
    scores = _surprise(both, held[one], held[other], looked_at)
    chosen = (scores >= _SURPRISE) & (both * looked_at > held[one] * held[other])
    return _best(corpus, one[chosen], other[chosen], scores[chosen])


def _heaviest(paper: Ints, term: Ints, weight: Ints, papers: int) -> Ints:
    """Return a row a paper: its heaviest terms, and -1 where it has fewer."""
    order = np.lexsort((term, -weight, paper))
    paper = paper[order]
    place = np.arange(len(paper)) - np.searchsorted(paper, paper)
    kept = place < _HEAVIEST
    table = np.full((papers, _HEAVIEST), -1, np.int64)
    table[paper[kept], place[kept]] = term[order][kept]
    return table


def _count_pairs(table: Ints, terms: int) -> tuple[Ints, Ints, Ints]:
    """Return the pairs of terms that several papers hold, as columns, and by how many."""
    left, right = np.triu_indices(table.shape[1], 1)
    one, other = table[:, left].ravel(), table[:, right].ravel()
    there = (one >= 0) & (other >= 0)
    low, high = np.minimum(one, other)[there], np.maximum(one, other)[there]
    keys, both = np.unique(low * terms + high, return_counts=True)
    enough = both >= _TOGETHER
    return keys[enough] // terms, keys[enough] % terms, both[enough]


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
