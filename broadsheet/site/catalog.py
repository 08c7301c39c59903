"""Content to catalog: the papers by day, topic, author and collection; pure, no file is touched.

Here is checked what spans files: names used twice, papers filed twice, topics and papers that do
not exist.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, groupby
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.content.people import author_slugs
from broadsheet.content.targets import Targets
from broadsheet.search.model import Index
from broadsheet.site.linking import link_text
from broadsheet.site.sorting import place_of
from broadsheet.text.dates import is_day
from broadsheet.text.digest import digest_of
from broadsheet.text.plain import text_key
from broadsheet.words.words import words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from broadsheet.content.model import (
        AuthorNames,
        Collection,
        Content,
        Entry,
        Look,
        Note,
        Site,
        Topic,
    )
    from broadsheet.words.words import Words


class Period(NamedTuple):
    """The papers filed under a day, or under a month or a year: these belong to no edition."""

    name: str
    papers: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """An edition: its papers in their order, and the editor's note if there is one."""

    date: str
    papers: tuple[Entry, ...]
    note: Note | None

    @property
    def note_text(self) -> str:
        """Return the note's text, empty where there is none."""
        return self.note.body if self.note else ""


@dataclass(frozen=True, slots=True)
class TopicPapers:
    """A topic with its papers, newest first."""

    topic: Topic
    papers: tuple[Entry, ...]


class Author(NamedTuple):
    """A name with a page, of an author or another sort: its commonest spelling, and its papers.

    These are the newest first.
    `letter` is that of its place among authors, `aliases` are older slugs.
    """

    name: str
    slug: str
    letter: str
    papers: tuple[Entry, ...]
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CollectionPapers:
    """A collection with its papers, in the curator's order."""

    collection: Collection
    papers: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Catalog:
    """The content as its pages need it.

    `days`, `periods` and `papers` are the newest first, `authors` sorted by surname. `days` are the
    editions, `periods` also the months and years that papers of no edition are filed under.
    `named` are organizations, venues and curators by sort, `named_slugs` their slugs by key.
    `places` tells where in its day's list a paper of an edition stands, from 0, `cite_keys` what
    citations call a paper; both are by slug. `static` are the files that are copied as they are, as
    (path below their folder, digest of the bytes). `index` is what the search consists of, empty
    where nothing is to be rendered.
    """

    site: Site
    days: tuple[Day, ...]
    periods: tuple[Period, ...]
    papers: Mapping[str, Entry]
    places: Mapping[str, int]
    topics: tuple[TopicPapers, ...]
    authors: tuple[Author, ...]
    author_slugs: Mapping[str, str]
    named: Mapping[str, tuple[Author, ...]]
    named_slugs: Mapping[str, Mapping[str, str]]
    collections: tuple[CollectionPapers, ...]
    aliases: tuple[tuple[str, str], ...]
    cite_keys: Mapping[str, str]
    static: tuple[tuple[str, str], ...]
    look: Look
    index: Index

    @property
    def every_name(self) -> dict[str, tuple[Author, ...]]:
        """Names with a page, by sort: those of authors, then the others."""
        return {"authors": self.authors, **self.named}

    @property
    def words(self) -> Words:
        """What the interface says, in the site's language."""
        return words_of(self.site.language, self.look.words)


def published(content: Content, today: str = "") -> list[Entry]:
    """Return the papers in the order of their days; those after `today` wait for their date."""
    papers = [paper for paper in content.papers if not today or paper.day <= today]
    return sorted(papers, key=attrgetter("day"))


def make_catalog(
    content: Content,
    today: str = "",
    static: Iterable[tuple[str, str]] = (),
    index: Index | None = None,
) -> Catalog:
    """Group content that `check_content` found good; days after `today` wait for their date."""
    papers = published(content, today)
    grouped = {day: list(some) for day, some in groupby(papers, attrgetter("day"))}
    targets = Targets(papers, content.topics, content.collections)
    notes = {note.day: replace(note, body=link_text(note.body, targets)) for note in content.notes}
    periods = tuple(
        Period(name, _in_order(grouped[name], notes.get(name)))
        for name in sorted(grouped, reverse=True)
    )
    days = tuple(Day(*one, notes.get(one.name)) for one in periods if is_day(one.name))
    by_slug = {paper.slug: paper for one in periods for paper in one.papers}
    at_least = max(1, content.site.author_pages_from)
    language = words_of(content.site.language).language
    newest_first = list(by_slug.values())
    authors = _find_named(newest_first, _OF_AUTHORS, at_least, content.authors, language)
    named = {
        sort: _find_named(newest_first, names_of, NAMED_FROM, (), language)
        for sort, names_of in _OF_OTHERS.items()
    }
    return Catalog(
        replace(content.site, about=link_text(content.site.about, targets)),
        days,
        periods,
        by_slug,
        {paper.slug: place for day in days for place, paper in enumerate(day.papers)},
        _by_topic(content.topics, by_slug.values()),
        tuple(author for _key, author in authors),
        {key: author.slug for key, author in authors},
        {sort: tuple(one for _key, one in some) for sort, some in named.items()},
        {sort: {key: one.slug for key, one in some} for sort, some in named.items()},
        tuple(
            CollectionPapers(
                replace(one, body=link_text(one.body, targets)),
                tuple(by_slug[slug] for slug in one.papers if slug in by_slug),
            )
            for one in content.collections
        ),
        tuple((alias, paper.slug) for paper in by_slug.values() for alias in paper.aliases),
        _cite_keys(by_slug.values()),
        tuple(static),
        content.look,
        index or Index(),
    )


def by_letter(authors: Iterable[Author]) -> dict[str, list[Author]]:
    """Group authors, who are sorted, by their initial."""
    letters: dict[str, list[Author]] = {}
    for author in authors:
        letters.setdefault(author.letter, []).append(author)
    return letters


def _in_order(papers: list[Entry], note: Note | None) -> tuple[Entry, ...]:
    """Sort a period's papers: those that a day's note orders, then the others by slug."""
    places = {slug: place for place, slug in enumerate(note.order)} if note else {}
    last = len(places)
    return tuple(sorted(papers, key=lambda paper: (places.get(paper.slug, last), paper.slug)))


def _cite_keys(newest_first: Iterable[Entry]) -> dict[str, str]:
    """Return what citations call each paper, by slug; no two are called the same.

    Of papers that would be, the oldest keeps its key, and each of the others gets four digits of
    its slug's digest behind it, which no other paper can change.
    """
    keys: dict[str, str] = {}
    taken: set[str] = set()
    for paper in sorted(newest_first, key=attrgetter("day", "slug")):
        key = paper.cite_key
        if key in taken:
            key += f"-{digest_of(paper.slug.encode()).hex()[:4]}"
        taken.add(key)
        keys[paper.slug] = key
    return keys


def _by_topic(topics: tuple[Topic, ...], papers: Iterable[Entry]) -> tuple[TopicPapers, ...]:
    """Return every topic its papers, in the order given."""
    found: dict[str, list[Entry]] = {topic.slug: [] for topic in topics}
    for paper in papers:
        for topic in paper.topics:
            found[topic].append(paper)
    return tuple(TopicPapers(topic, tuple(found[topic.slug])) for topic in topics)


class _Names(NamedTuple):
    """How papers bear names of one sort: which names, and the keys by which these are the same."""

    names: Callable[[Entry], tuple[str, ...]]
    keys: Callable[[Entry], tuple[str, ...]]


def _keyed(names: Callable[[Entry], tuple[str, ...]]) -> _Names:
    """Return how papers bear names whose keys are not kept with them."""
    return _Names(names, lambda paper: tuple(map(text_key, names(paper))))


NAMED_FROM = 3  # papers that earn an organization, a venue or a curator a page
_OF_AUTHORS = _Names(attrgetter("authors"), attrgetter("author_keys"))
_OF_OTHERS = {
    "organizations": _keyed(attrgetter("organizations")),
    "venues": _keyed(lambda paper: (paper.venue,) if paper.venue else ()),
    "curators": _keyed(lambda paper: (paper.curator,) if paper.curator else ()),
}


def _find_named(
    entries: Sequence[Entry],
    of: _Names,
    at_least: int,
    older: tuple[AuthorNames, ...],
    language: str,
) -> list[tuple[str, Author]]:
    """Find who or what earns a page, by their keys; `entries` are the newest first."""
    names = tuple([(of.keys(paper), of.names(paper)) for paper in entries])
    return [
        (key, Author(name, slug, letter, tuple([entries[one] for one in papers]), aliases))
        for key, name, slug, letter, papers, aliases in _group_names(
            names, at_least, older, language
        )
    ]


@lru_cache(maxsize=4)  # a server asks for the same again unless the names of a paper changed
def _group_names(
    names: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...],
    at_least: int,
    older: tuple[AuthorNames, ...],
    language: str,
) -> list[tuple[str, str, str, str, list[int], tuple[str, ...]]]:
    """Group the names on papers: one a key, shown as most papers spell it.

    `names` are the keys and the spellings of each paper, the newest first. An author comes as key,
    name, slug, letter, places of papers, and older slugs.
    The slug is made of the oldest paper's spelling, so that a new paper does not move a page.
    `older` have older slugs; one that is an author's slug again leads nowhere else.
    """
    times = Counter(chain.from_iterable([keys for keys, _ in names]))
    found: dict[str, tuple[list[int], list[str]]] = {
        key: ([], []) for key, count in times.items() if count >= at_least
    }
    several = found.keys()
    for place, (keys, spelt) in enumerate(names):
        for key in several & keys:  # most authors are not among them
            papers, spellings = found[key]
            papers.append(place)
            spellings.append(spelt[keys.index(key)])
    slugs = author_slugs({key: spellings[-1] for key, (_, spellings) in found.items()})
    taken = set(slugs.values())
    aliases = {
        text_key(one.name): tuple(alias for alias in one.aliases if alias not in taken)
        for one in older
    }
    authors = []
    for key, (papers, spellings) in found.items():
        name = spellings[0]
        if spellings.count(name) < len(spellings):
            name = max(spellings, key=lambda spelling: (spellings.count(spelling), spelling))
        letter, order = place_of(name, language)
        authors.append((order, slugs[key], key, name, letter, papers))
    authors.sort()  # no two have the same slug
    return [
        (key, name, slug, letter, papers, aliases.get(key, ()))
        for _order, slug, key, name, letter, papers in authors
    ]
