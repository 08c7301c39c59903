"""What a query asks for: words, phrases in quotes, words not to be there, and filters.

`static/search.js` reads queries in the same way.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.search.analysis import CONTENT, FUNCTION, JOINED, expand, find_words
from broadsheet.search.tables import ASKING_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FUNCTION_WEIGHT = 0.1  # of function words and single characters, which count in titles alone
ASKING_WEIGHT = 0.35  # of words that speak of the search and not of its subject
JOINED_WEIGHT = 0.5  # of a compound as one word, beside its parts
FIELDS = ("author", "topic", "year", "has")
LONGEST = 2000  # characters of a query that are read
DESCRIPTION = 12  # words from which a query is a description: what it quotes need not be there
_PART = re.compile(rf'(-*)(?:({"|".join(FIELDS)}):)?(?:"([^"]*)"?|(\S+))?', re.IGNORECASE)
_QUOTES = re.compile("[“”„«»]")
_ARXIV = re.compile(
    r"(?:.*?[:/.])??([0-9]{4}\.[0-9]{4,5}|[a-z-]+(?:\.[a-z]{2})?/[0-9]{7})"
    r"(?:v[0-9]+)?(?:\.pdf)?(?:[/?#].*)?",
    re.IGNORECASE,
)
_DOI = re.compile(r"10\.[0-9]{4,9}/\S+")


class Word(NamedTuple):
    """A word of a query: its term, those that it has in other languages, and what it weighs."""

    term: str
    others: tuple[str, ...]
    surface: str
    kind: int
    weight: float

    @property
    def terms(self) -> tuple[str, ...]:
        """All terms that papers may hold in its place."""
        return (self.term, *self.others)


class Filter(NamedTuple):
    """What papers must have, or not: `field` is one of `FIELDS`, or empty for words and phrases."""

    field: str
    value: str
    without: bool


class Query(NamedTuple):
    """A query, read: the words that rank papers, and what papers must have."""

    words: tuple[Word, ...]
    filters: tuple[Filter, ...]


def read_query(text: str, languages: Sequence[str]) -> Query:
    """Return what a query asks for; `languages` are those of the papers, the site's first."""
    free: list[str] = []
    filters: list[Filter] = []
    text = _QUOTES.sub('"', text[:LONGEST])
    describes = len(text.split()) >= DESCRIPTION
    for sign, field, phrase, word in _PART.findall(text):
        value = (phrase or plain_id(word)).strip()
        if not value:
            continue
        if field or ((phrase or sign) and not describes):
            filters.append(Filter(field.lower(), value, bool(sign)))
        if not field and (describes or not sign):
            free.append(value)
    return Query(tuple(read_words(" ".join(free), languages)), tuple(filters))


def plain_id(word: str) -> str:
    """Return the word by which a paper is found whose arXiv id or DOI this is, or else the word.

    Both may stand in an address.
    """
    if found := _ARXIV.fullmatch(word):
        return found[1]
    if found := _DOI.search(word):
        return "".join(c for c in found[0].lower() if c.isalnum())
    return word


def read_words(text: str, languages: Sequence[str]) -> Iterator[Word]:
    """Yield the words of a text with what they weigh in a query."""
    for word in find_words(text):
        own, *others = ([*expand(word, language)] for language in languages)
        for place, token in enumerate(own):
            terms = dict.fromkeys(o[place].term for o in others if len(o) == len(own))
            terms.pop(token.term, None)
            yield Word(
                token.term,
                tuple(terms),
                token.surface,
                token.kind,
                _weight(token.kind, token.surface),
            )


def _weight(kind: int, surface: str) -> float:
    if kind == FUNCTION:
        return FUNCTION_WEIGHT
    if kind == JOINED:
        return JOINED_WEIGHT
    return ASKING_WEIGHT if surface in ASKING_WORDS else 1.0


def neighbours(words: Sequence[Word], *, asking: bool) -> list[tuple[Word, Word]]:
    """Return the words of a text that stand next to each other; small words between do not count.

    Nor do words that speak of the search itself, unless `asking` says that they do. The same terms
    count once.
    """
    content = [one for one in words if one.kind == CONTENT and (asking or one.weight == 1)]
    found = {(one.term, other.term): (one, other) for one, other in pairwise(content)}
    return [pair for (first, second), pair in found.items() if first != second]
