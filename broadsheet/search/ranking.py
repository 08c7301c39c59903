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

from broadsheet.search.analysis import CONTENT, FUNCTION, expand_name, find_words
from broadsheet.search.coding import AUTHOR, DIGITS, SHORTENED, pair_hash, term_hash
from broadsheet.search.queries import Filter, Query, Word, neighbours, read_query, read_words
from broadsheet.search.shelf import read_pairs, read_places, read_postings
from broadsheet.search.spelling import Lexicon

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from broadsheet.search.shelf import Shelf

LEVELS = 63
COORDINATION = 0.1
PAIR = 0.05
PAIR_FEWEST = 5  # papers that hold a pair which counts
PAIR_MANY = 50  # papers that may hold it, or ...
PAIR_SHARE = 0.02  # ... this share of all; a pair that more of them hold tells little
FEW = 5  # papers found; with fewer, words that are related to those asked for are looked up
NEAR = 5  # papers that are shown for these
_EXACT = 1e6  # scores are compared to six places: logarithms differ in the last one

Postings = dict[int, int]  # levels by number


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
        self.shelf = shelf
        self._languages: list[str] = shelf.manifest["languages"]
        self._papers: int = shelf.manifest["papers"]
        self._shards: int = shelf.manifest["shards"]
        self._lexicon = Lexicon(shelf, self._languages)

    def search(self, text: str) -> Found:
        """Return what a query finds."""
        query = read_query(text, self._languages)
        lists: list[Postings] = []
        mended: list[tuple[str, str]] = []
        unknown: list[str] = []
        last = next((w.surface for w in reversed(query.words) if w.kind == CONTENT), "")
        for word in query.words:
            found = self._postings([word])
            if not found and word.kind == CONTENT:
                others, fixed = self._lexicon.instead(word.surface, is_last=word.surface == last)
                found = self._postings(read_words(" ".join(others), self._languages))
                if fixed:
                    mended.append((word.surface, fixed))
                elif not found:
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
        scores = self._score(words, [self._postings([word]) for word in words])
        return [(number, scores[number]) for number in _ranked(scores)]

    def _find(self, query: Query, scores: Mapping[int, float]) -> list[int]:
        """Return the papers that have what papers must have, the best first."""
        allowed = self._allowed(query, scores)
        if allowed is None:
            return _ranked(scores)
        return _ranked({number: scores.get(number, 0.0) for number in allowed})

    def _near(self, query: Query, words: Sequence[str]) -> list[int]:
        """Return the papers that hold words in place of a query's."""
        read = list(read_words(" ".join(words), self._languages))
        return self._find(query, self._score(read, [self._postings([word]) for word in read]))

    def _postings(self, words: Iterable[Word]) -> Postings:
        """Return which papers hold one of some words, in their texts or as an author's name."""
        found = list(words)
        names = [AUTHOR + word.term for word in found if word.kind == CONTENT]
        return self._merge(
            dict.fromkeys([*(term for word in found for term in word.terms), *names])
        )

    def _merge(self, terms: Iterable[str]) -> Postings:
        """Return which papers hold one of some terms, with the highest of their levels."""
        found: Postings = {}
        for term in terms:
            shard = term_hash(term) & (self._shards - 1)
            for month, body in self.shelf.sections(f"search/words/{shard:x}.txt"):
                _, is_there, rest = f"\n{body}".partition(f"\n{term} ")
                if is_there:
                    for place, level in read_postings(rest.partition("\n")[0]):
                        number = month.first + place
                        found[number] = max(level, found.get(number, 0))
        return found

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
        for one, other in dict.fromkeys(neighbours(words, asking=False)):
            if min(len(known.get(one.term, ())), len(known.get(other.term, ()))) < PAIR_FEWEST:
                continue
            holders = self._pair(one, other)
            if PAIR_FEWEST <= len(holders) <= max(PAIR_MANY, PAIR_SHARE * self._papers):
                for number in holders:
                    scores[number] += PAIR * self._idf(len(holders))
        return scores

    def _idf(self, df: int) -> float:
        return math.log(1 + (self._papers - df + 0.5) / (df + 0.5))

    def _pair(self, one: Word, other: Word) -> set[int]:
        """Return the papers in which two words are neighbours."""
        found: set[int] = set()
        for first in one.terms:
            for second in other.terms:
                key = pair_hash(term_hash(first), term_hash(second))
                short = key >> SHORTENED
                digits = "".join(DIGITS[(short >> shift) & 63] for shift in (12, 6, 0))
                path = f"search/pairs/{key & (self._shards - 1):x}.txt"
                for month, body in self.shelf.sections(path):
                    places = read_pairs(body, digits)
                    found.update(month.first + place for place in places)
        return found

    # ------------------------------------------------------------------ filters

    def _allowed(self, query: Query, scores: Collection[int]) -> set[int] | None:
        """Return the papers found that have what papers must have; None where nothing is asked."""
        if not query.filters:
            return None
        allowed = set(scores) if query.words else None
        for one in sorted(query.filters, key=lambda one: (one.without, one.field == "year")):
            if not one.without and one.field != "year":
                holders = self._holders(one)
                allowed = holders if allowed is None else allowed & holders
                continue
            allowed = self._everything() if allowed is None else allowed
            holders = (
                self._of_years(one.value, allowed) if one.field == "year" else self._holders(one)
            )
            allowed = allowed - holders if one.without else allowed & holders
        return allowed

    def _everything(self) -> set[int]:
        """Return all papers."""
        return self._listed("search/papers.txt")

    def _holders(self, one: Filter) -> set[int]:
        """Return the papers that have what a filter says."""
        if one.field == "author":
            return self._author(one.value)
        if one.field == "topic":
            return self._topic(one.value)
        if one.field == "has":
            known = one.value.lower() in self.shelf.manifest["has"]
            return self._listed(f"search/has/{one.value.lower()}.txt") if known else set()
        return self._phrase(one.value)

    def _phrase(self, text: str) -> set[int]:
        """Return the papers that hold words next to each other, or one word."""
        words = list(read_words(text, self._languages))
        content = [word for word in words if word.kind == CONTENT]
        pairs = neighbours(words, asking=True)
        if pairs:
            return set.intersection(*(self._pair(*pair) for pair in pairs))
        told = content or [word for word in words if word.kind == FUNCTION]
        return set.intersection(*(set(self._postings([word])) for word in told)) if told else set()

    def _author(self, name: str) -> set[int]:
        """Return the papers of whose authors one has a name."""
        language = self._languages[0]
        tokens = [token for word in find_words(name) for token in expand_name(word, language)]
        found = [set(self._merge([token.term])) for token in tokens]
        return set.intersection(*found) if found else set()

    def _topic(self, name: str) -> set[int]:
        """Return the papers of a topic, which its slug, its name or an alias tells."""
        for slug, *names in self.shelf.manifest["topics"]:
            if name.lower() in (slug, *(one.lower() for one in names)):
                return self._listed(f"search/topics/{slug}.txt")
        return set()

    def _of_years(self, name: str, papers: Iterable[int]) -> set[int]:
        """Return those papers that are of a year, or of the years from one to another."""
        first, _, last = name.partition("-")
        month_of = self.shelf.month_of
        return {one for one in papers if first <= month_of(one).name[:4] <= (last or first)}

    def _listed(self, path: str) -> set[int]:
        """Return the papers of a list."""
        return {
            month.first + place
            for month, body in self.shelf.sections(path)
            for place in read_places(body)
        }


def _ranked(scores: Mapping[int, float]) -> list[int]:
    """Return papers by their scores, the best first, and of equals the newest."""
    return sorted(scores, key=lambda number: (-math.floor(scores[number] * _EXACT + 0.5), -number))
