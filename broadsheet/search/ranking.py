"""Ranks papers for a query, out of the files that browsers read. `static/search.js` is its twin.

With N papers, df of which hold a word:

    idf(word)   = ln(1 + (N - df + 0.5) / (df + 0.5))
    worth(word) = idf * the sum of its weights in the query
    score       = sum of worth * level / 63  *  (worth that the paper holds / all) ** COORDINATION
                  + sum over the query's neighbouring words that the paper has as neighbours
                    of PAIR * idf(pair)

benchmarks/retrieval/README.md says how the numbers were found. Of equals the newer paper is first.
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.search.analysis import CONTENT
from broadsheet.search.coding import LEVELS
from broadsheet.search.filters import Filters
from broadsheet.search.lookup import Lookup
from broadsheet.search.queries import Query, Word, neighbours, read_query, read_words
from broadsheet.search.spelling import Lexicon

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from broadsheet.search.lookup import Postings
    from broadsheet.search.shelf import Shelf

COORDINATION = 0.1
PAIR = 0.05
PAIR_FEWEST = 5  # papers that hold a pair which counts
PAIR_MANY = 50  # papers that may hold it, or ...
PAIR_SHARE = 0.02  # ... this share of all; a pair that more of them hold tells little
FEW = 5  # papers found; with fewer, words that are related to those asked for are looked up
NEAR = 5  # papers that are shown for these
_EXACT = 1e6  # scores are compared to six places: logarithms differ in the last one


class Found(NamedTuple):
    """What a query finds: numbers of papers, the best first, and what was read in its place.

    `mended` are words that no paper holds with what was looked up instead; `unknown` those for
    which there was nothing. `near` are other papers, found by `near_words`, where few were found.
    """

    numbers: list[int]
    mended: list[tuple[str, str]]
    unknown: list[str]
    near: list[int]
    near_words: list[str]


class Searcher:
    """Searches one index."""

    def __init__(self, shelf: Shelf) -> None:
        """Take what reads the files."""
        self._languages: list[str] = shelf.manifest["languages"]
        self._papers: int = shelf.manifest["papers"]
        self._lookup = Lookup(shelf)
        self._filters = Filters(shelf, self._lookup)
        self._lexicon = Lexicon(shelf, self._languages)

    def search(self, text: str) -> Found:
        """Return what a query finds."""
        query = read_query(text, self._languages)
        lists: list[Postings] = []
        mended: list[tuple[str, str]] = []
        unknown: list[str] = []
        last = next((w.surface for w in reversed(query.words) if w.kind == CONTENT), "")
        for word in query.words:
            found = self._lookup.words([word])
            if not found and word.kind == CONTENT:
                others, fixed = self._lexicon.instead(word.surface, is_last=word.surface == last)
                found = self._lookup.words(read_words(" ".join(others), self._languages))
                if fixed:
                    mended.append((word.surface, fixed))
                elif not found and word.surface not in unknown:
                    unknown.append(word.surface)
            lists.append(found)
        numbers = self._find(query, self._score(query.words, lists))
        near_words: list[str] = []
        near: list[int] = []
        if len(numbers) < FEW and query.words:
            near_words = self._lexicon.related(query.words, unknown)
            near = [one for one in self._near(query, near_words) if one not in numbers][:NEAR]
        return Found(numbers, mended, unknown, near, near_words if near else [])

    def rank(self, text: str) -> list[tuple[int, float]]:
        """Return the papers that hold words of a text, with their scores, the best first."""
        words = list(read_words(text, self._languages))
        scores = self._score(words, [self._lookup.words([word]) for word in words])
        return [(number, scores[number]) for number in _ranked(scores)]

    def _find(self, query: Query, scores: Mapping[int, float]) -> list[int]:
        """Return the papers that have what papers must have, the best first."""
        allowed = self._filters.allowed(query, scores)
        if allowed is None:
            return _ranked(scores)
        return _ranked({number: scores.get(number, 0.0) for number in allowed})

    def _near(self, query: Query, words: Sequence[str]) -> list[int]:
        """Return the papers that hold words in place of a query's."""
        read = list(read_words(" ".join(words), self._languages))
        return self._find(query, self._score(read, [self._lookup.words([word]) for word in read]))

    def _score(self, words: Sequence[Word], lists: Sequence[Postings]) -> dict[int, float]:
        """Score the papers that hold any of the words."""
        scores: dict[int, float] = defaultdict(float)
        held: dict[int, float] = defaultdict(float)
        weights: dict[str, float] = defaultdict(float)
        known = {word.term: found for word, found in zip(words, lists, strict=True) if found}
        for word in words:
            weights[word.term] += word.weight
        whole = 0.0
        for term, found in known.items():
            worth = weights[term] * self._idf(len(found))
            whole += worth
            for number, level in found.items():
                scores[number] += worth * level / LEVELS
                held[number] += worth
        for number in scores:
            scores[number] *= (held[number] / whole) ** COORDINATION
        for one, other in neighbours(words, asking=False):
            if min(len(known.get(one.term, ())), len(known.get(other.term, ()))) < PAIR_FEWEST:
                continue
            holders = self._lookup.pair(one, other)
            if PAIR_FEWEST <= len(holders) <= max(PAIR_MANY, PAIR_SHARE * self._papers):
                for number in holders:
                    scores[number] += PAIR * self._idf(len(holders))
        return scores

    def _idf(self, df: int) -> float:
        return math.log(1 + (self._papers - df + 0.5) / (df + 0.5))


def _ranked(scores: Mapping[int, float]) -> list[int]:
    """Return papers by their scores, the best first, and of equals the newest."""
    return sorted(scores, key=lambda number: (-math.floor(scores[number] * _EXACT + 0.5), -number))
