"""Whether two papers are one work: by an id, or by a title and an author that they share."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING, Generic, NamedTuple, Protocol, TypeVar

from broadsheet.content.identifiers import ids_differ
from broadsheet.content.model import lines_in
from broadsheet.content.names import split_name
from broadsheet.text.plain import text_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Person = tuple[str, str]  # the keys of a family name and of the given names

_MOST = 50  # papers of one title and one author that another is compared with
_SOON = 5  # years from a preprint to its publication
_INITIAL = re.compile(r"[^\W\d_]\.?(?:[- ]?[^\W\d_]\.)*")
_HOST = re.compile(r"https?://(?:www\.)?", re.IGNORECASE)


class Work(Protocol):
    """What must be known of a paper to tell whether another is the same; an Entry knows it."""

    @property
    def path(self) -> str:
        """Its file."""

    @property
    def same(self) -> tuple[str, ...]:
        """What no two works have in common, as `same_keys` gives it: its title first."""

    @property
    def named(self) -> str:
        """Its authors, a line each."""

    @property
    def apart(self) -> str:
        """What may tell it from works of its authors that have its title, as `apart_of` gives."""


class Told(NamedTuple):
    """A work that is no paper as yet, as far as it is known."""

    path: str
    same: tuple[str, ...]
    named: str = ""
    apart: str = ""


def apart_of(published: str, url: str) -> str:
    """Return the year and the address of a paper, as one text."""
    year = published[:4]
    return f"{year if year.isascii() and year.isdecimal() else ''} {url}".rstrip()


W = TypeVar("W", bound=Work)


class Works(Generic[W]):
    """Works in which others are looked for that may be the same."""

    def __init__(self, works: Iterable[W] = ()) -> None:
        """Take the works that there are."""
        self._by_id: dict[str, W] = {}
        self._first: dict[str, W] = {}  # by title
        self._more: dict[str, _Namesakes[W]] = {}  # few titles are those of several
        for work in works:
            self.add(work)

    def add(self, work: W) -> None:
        """Take one more work."""
        for key in _ids_of(work):
            self._by_id.setdefault(key, work)
        for title in _titles_of(work):
            first = self._first.setdefault(title, work)
            if first is not work:
                if title not in self._more:
                    self._more[title] = _Namesakes(first)
                self._more[title].add(work)

    def with_id(self, work: Work) -> Iterator[tuple[str, W]]:
        """Yield the ids of a work that others have, each with the first of these."""
        return ((key, self._by_id[key]) for key in _ids_of(work) if key in self._by_id)

    def with_title(self, work: Work) -> tuple[W, str] | None:
        """Return a work that is the same by its title and an author, and what tells them apart.

        One which nothing tells apart comes first. Where a work has no author, its title is enough.
        """
        near = (
            (other, tell_apart(work, other))
            for title in _titles_of(work)
            for other in self._near(title, work)
            if share_author(work.named, other.named)
        )
        return min(near, key=lambda found: bool(found[1]), default=None)

    def _near(self, title: str, work: Work) -> Iterable[W]:
        """Return the works of a title that may have an author of another one."""
        if title in self._more:
            return self._more[title].near(work)
        return (self._first[title],) if title in self._first else ()


class _Namesakes(Generic[W]):
    """Works of one title, by their authors: hundreds of them may be called Introduction."""

    def __init__(self, first: W) -> None:
        self._by_author: dict[Person, list[W]] = {}
        self._nameless: list[W] = []
        self._any: list[W] = []
        self.add(first)

    def add(self, work: W) -> None:
        """Take one more work."""
        people = dict.fromkeys((family, given[:1]) for family, given in _people_in(work.named))
        shelves = [self._by_author.setdefault(person, []) for person in people]
        for shelf in (*(shelves or [self._nameless]), self._any):
            if len(shelf) < _MOST:
                shelf.append(work)

    def near(self, work: Work) -> Iterable[W]:
        """Return the works that may have an author of this one, each once."""
        people = dict.fromkeys((family, given[:1]) for family, given in _people_in(work.named))
        if not people:
            return self._any
        shelves = (self._by_author.get(person, ()) for person in people)
        return {one.path: one for one in chain(*shelves, self._nameless)}.values()


def _titles_of(work: Work) -> tuple[str, ...]:
    """Return the key of a work's title, if it has one."""
    return tuple(key for key in islice(work.same, 1) if key.startswith("title "))


def _ids_of(work: Work) -> tuple[str, ...]:
    """Return the keys of a work's ids."""
    return work.same[len(_titles_of(work)) :]


def share_author(named: str, others: str) -> bool:
    """Return whether two lists of names, a line each, have a person in common.

    J. Doe may be Jane Doe. Where no names are known, nothing speaks against it.
    """
    people, more = _people_in(named), _people_in(others)
    if not people or not more:
        return True
    if not people.isdisjoint(more):
        return True
    by_family: dict[str, list[str]] = {}
    for family, given in more:
        by_family.setdefault(family, []).append(given)
    return any(
        given[:1] == other[:1] and "." in (given[-1:], other[-1:])
        for family, given in people
        for other in by_family.get(family, ())
    )


@lru_cache(maxsize=256)
def _people_in(named: str) -> frozenset[Person]:
    """Return the people in a list of names, by their keys; that of initials ends with a dot."""
    return frozenset(map(_person_of, lines_in(named)))


def _person_of(name: str) -> Person:
    """Return the keys of a name's parts."""
    family, given = split_name(name)
    if not given:
        return text_key(name), ""
    is_short = given.upper() != given.lower() and _INITIAL.fullmatch(given)
    return text_key(family), f"{text_key(given)[:1]}." if is_short else text_key(given)


def tell_apart(work: Work, other: Work) -> str:
    """Return what tells two works apart that have one title, in a word; empty if nothing does.

    A preprint may have been published in another year, soon.
    """
    if ids_differ(work.same, other.same):
        return "ids"
    year, _, url = work.apart.partition(" ")
    its_year, _, its_url = other.apart.partition(" ")
    if url and its_url and _bare(url) != _bare(its_url):
        return "addresses"
    if not year or not its_year or year == its_year:
        return ""
    on_arxiv = [any(key.startswith("arXiv id ") for key in one.same) for one in (work, other)]
    is_soon = abs(int(year) - int(its_year)) <= _SOON
    return "" if is_soon and on_arxiv[0] != on_arxiv[1] else "years"


def _bare(url: str) -> str:
    """Return an address without what does not make it another."""
    return _HOST.sub("", url).rstrip("/")
