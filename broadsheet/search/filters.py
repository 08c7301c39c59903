"""What papers must have, or must not: phrases, words, authors, topics, years, links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.search.analysis import CONTENT, JOINED, expand_name, find_words
from broadsheet.search.queries import Filter, Query, neighbours, read_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from broadsheet.search.lookup import Lookup
    from broadsheet.search.queries import Word
    from broadsheet.search.shelf import Shelf


_LAST_YEAR = "9999"


class Filters:
    """Finds the papers that a query's filters let through."""

    def __init__(self, shelf: Shelf, lookup: Lookup) -> None:
        """Take what reads the files, and what looks up in them."""
        self._shelf = shelf
        self._lookup = lookup
        self._languages: list[str] = shelf.manifest["languages"]

    def allowed(self, query: Query, found: Collection[int]) -> set[int] | None:
        """Return the papers that a query may find; None where it asks for nothing beside words.

        `found` are the papers that hold any of its words; without words, all papers are.
        """
        if not query.filters:
            return None
        allowed = set(found) if query.words else None
        for one in sorted(query.filters, key=lambda one: (one.without, one.field == "year")):
            if allowed is None and (one.without or one.field == "year"):
                allowed = self._lookup.listed("search/papers.txt")
            holders = self._holders(one, allowed or ())
            if allowed is None:
                allowed = holders
            else:
                allowed = allowed - holders if one.without else allowed & holders
        return allowed

    def _holders(self, one: Filter, among: Iterable[int]) -> set[int]:
        """Return the papers that have what a filter says; for a year, of some papers."""
        value = one.value
        if one.field == "author":
            return self._author(value)
        if one.field == "topic":
            return self._topic(value)
        if one.field == "has":
            known = value.lower() in self._shelf.manifest["has"]
            return self._lookup.listed(f"search/has/{value.lower()}.txt") if known else set()
        return self._of_years(value, among) if one.field == "year" else self._phrase(value)

    def _phrase(self, text: str) -> set[int]:
        """Return the papers that hold words next to each other, or one word."""
        words = list(read_words(text, self._languages))
        if pairs := neighbours(words, asking=True):
            return set.intersection(*(self._lookup.pair(*pair) for pair in pairs))
        told = _only(words, JOINED) or _only(words, CONTENT) or words
        return (
            set.intersection(*(set(self._lookup.words([word])) for word in told)) if told else set()
        )

    def _author(self, name: str) -> set[int]:
        """Return the papers whose authors have all these names."""
        language = self._languages[0]
        tokens = [token for word in find_words(name) for token in expand_name(word, language)]
        found = [set(self._lookup.terms([token.term])) for token in tokens]
        return set.intersection(*found) if found else set()

    def _topic(self, name: str) -> set[int]:
        """Return the papers of a topic, which its slug, its name or an alias tells."""
        for slug, *names in self._shelf.manifest["topics"]:
            if name.lower() in (slug, *(one.lower() for one in names)):
                return self._lookup.listed(f"search/topics/{slug}.txt")
        return set()

    def _of_years(self, name: str, among: Iterable[int]) -> set[int]:
        """Return those papers that are of a year, or of those from one to another, if given."""
        first, dash, last = name.partition("-")
        last = last or (_LAST_YEAR if dash else first)
        first, last = first.rjust(4, "0"), last.rjust(4, "0")
        month_of = self._shelf.month_of
        return {one for one in among if first <= month_of(one).name[:4] <= last}


def _only(words: Iterable[Word], kind: int) -> list[Word]:
    return [word for word in words if word.kind == kind]
