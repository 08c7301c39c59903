"""Looks up in the index which papers hold what: terms, pairs of words, topics and links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.search.analysis import CONTENT
from broadsheet.search.coding import AUTHOR, DIGITS, SHORTENED, pair_hash, term_hash
from broadsheet.search.shelf import read_pairs, read_places, read_postings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from broadsheet.search.queries import Word
    from broadsheet.search.shelf import Shelf

Postings = dict[int, int]  # levels by the numbers of papers


class Lookup:
    """The papers of one index, by what they hold."""

    def __init__(self, shelf: Shelf) -> None:
        """Take what reads the files."""
        self._shelf = shelf
        self._shards: int = shelf.manifest["shards"]

    def words(self, words: Iterable[Word]) -> Postings:
        """Return which papers hold one of some words, in their texts or as an author's name."""
        found = list(words)
        terms = [term for word in found for term in word.terms]
        names = [AUTHOR + word.term for word in found if word.kind == CONTENT]
        return self.terms(dict.fromkeys(terms + names))

    def terms(self, terms: Iterable[str]) -> Postings:
        """Return which papers hold one of some terms, with the highest of their levels."""
        found: Postings = {}
        for term in terms:
            shard = term_hash(term) & (self._shards - 1)
            for month, body in self._shelf.sections(f"search/words/{shard:x}.txt"):
                _, is_there, rest = f"\n{body}".partition(f"\n{term} ")
                if is_there:
                    for place, level in read_postings(rest.partition("\n")[0]):
                        number = month.first + place
                        found[number] = max(level, found.get(number, 0))
        return found

    def pair(self, one: Word, other: Word) -> set[int]:
        """Return the papers in which two words are neighbours."""
        found: set[int] = set()
        for first in one.terms:
            for second in other.terms:
                key = pair_hash(term_hash(first), term_hash(second))
                short = key >> SHORTENED
                digits = "".join(DIGITS[(short >> shift) & 63] for shift in (12, 6, 0))
                path = f"search/pairs/{key & (self._shards - 1):x}.txt"
                for month, body in self._shelf.sections(path):
                    found.update(month.first + place for place in read_pairs(body, digits))
        return found

    def listed(self, path: str) -> set[int]:
        """Return the papers of a list."""
        return {
            month.first + place
            for month, body in self._shelf.sections(path)
            for place in read_places(body)
        }
