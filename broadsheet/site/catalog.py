"""Content to catalog: the papers by day, topic, author and collection; pure, no file is touched.

Here is checked what spans files: names used twice, papers filed twice, topics and papers that do
not exist.
"""

from __future__ import annotations

from array import array
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import groupby, takewhile
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from broadsheet.content.model import lines_in
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
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

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

    Named = tuple[str, str, str, str]  # keys and spellings, a line each, day and slug
    Group = tuple[str, str, str, str, list[int], tuple[str, ...]]  # see `_group_names`


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
    `editions` are the days by date. `static` are the files that are copied as they are, as (path
    below their folder, digest of the bytes). `index` is what the search consists of, empty where
    nothing is to be rendered.
    """

    site: Site
    days: tuple[Day, ...]
    periods: tuple[Period, ...]
    papers: Mapping[str, Entry]
    editions: Mapping[str, Day]
    topics: tuple[TopicPapers, ...]
    authors: tuple[Author, ...]
    author_slugs: Mapping[str, str]
    named: Mapping[str, tuple[Author, ...]]
    named_slugs: Mapping[str, Mapping[str, str]]
    collections: tuple[CollectionPapers, ...]
    aliases: tuple[tuple[str, str], ...]
    static: tuple[tuple[str, str], ...]
    look: Look
    index: Index

    @property
    def every_name(self) -> dict[str, tuple[Author, ...]]:
        """Names with a page, by sort: those of authors, then the others."""
        return {"authors": self.authors, **self.named}

    @property
    def common(self) -> tuple[Any, ...]:
        """What a page may be planned from beside the papers that it is of, and the index.

        It is all that there is but for what each paper says of itself. Of that, it is where the
        paper stands, what links to it show, whose it is and what of: so the groups of papers, and
        all but what these hold.
        """
        return (
            self.site,
            self.look,
            self.static,
            self.aliases,
            self.author_slugs,
            self.named_slugs,
            [(author.slug, author.aliases) for author in self.authors if author.aliases],
            [(*_placed(paper), paper.link) for paper in self.papers.values()],
            [day.note for day in self.days],
            [one.topic for one in self.topics],
            [one.collection for one in self.collections],
        )

    def place_of(self, paper: Entry) -> int:
        """Return where in its day's list a paper of an edition stands, from 0."""
        return self.editions[paper.day].papers.index(paper)

    @property
    def words(self) -> Words:
        """What the interface says, in the site's language."""
        return words_of(self.site.language, self.look.words)


_placed = attrgetter("day", "subjects", "filled", "named", "venue", "groups", "curator")


def published(content: Content, today: str = "") -> list[Entry]:
    """Return the papers in the order of their days; those after `today` wait for their date."""
    papers = [paper for paper in content.papers if not today or paper.day <= today]
    return sorted(papers, key=attrgetter("day"))


def make_catalog(
    content: Content,
    today: str = "",
    static: Iterable[tuple[str, str]] = (),
    index: Index | None = None,
    *,
    remembers: bool = False,
) -> Catalog:
    """Group content that `check_content` found good; days after `today` wait for their date.

    With `remembers`, how names group is kept: a server asks for the same again.
    """
    papers = _called_apart(published(content, today))
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
    group = _group_again if remembers else _group_names
    find = partial(_find_named, newest_first, partial(group, language=language))
    authors = find(_OF_AUTHORS, at_least, content.authors)
    named = {sort: find(names_of, NAMED_FROM, ()) for sort, names_of in _OF_OTHERS.items()}
    return Catalog(
        replace(content.site, about=link_text(content.site.about, targets)),
        days,
        periods,
        by_slug,
        {day.date: day for day in days},
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


def _called_apart(oldest_first: Iterable[Entry]) -> list[Entry]:
    """Return the papers so that citations call no two of them the same.

    Of papers that would be, the oldest of an edition keeps its key, before those of no edition,
    which come as a library is filed; each of the others gets four digits of its slug's digest
    behind it, and more where these are taken.
    """
    taken: set[str] = set()
    papers = []
    for paper in sorted(oldest_first, key=lambda one: (not is_day(one.day), one.day, one.slug)):
        key = paper.cite_key
        if key in taken:
            known, digits = digest_of(paper.slug.encode()).hex(), 4
            while f"{key}-{known[:digits]}" in taken:
                digits += 1
            key += f"-{known[:digits]}"
            papers.append(paper._replace(cite_key=key))
        else:
            papers.append(paper)
        taken.add(key)
    return papers


def _by_topic(topics: tuple[Topic, ...], papers: Iterable[Entry]) -> tuple[TopicPapers, ...]:
    """Return every topic its papers, in the order given."""
    found: dict[str, list[Entry]] = {topic.slug: [] for topic in topics}
    for paper in papers:
        for topic in paper.topics:
            found[topic].append(paper)
    return tuple(TopicPapers(topic, tuple(found[topic.slug])) for topic in topics)


class _Names(NamedTuple):
    """How papers bear names of one sort: which names, and the keys by which these are the same.

    Each is a line of a text. Names `of_people` are sorted by the family's.
    """

    names: Callable[[Entry], str]
    keys: Callable[[Entry], str]
    of_people: bool


def _keyed(names: Callable[[Entry], str], *, of_people: bool) -> _Names:
    """Return how papers bear names whose keys are not kept with them."""

    def keys(paper: Entry) -> str:
        told = names(paper)
        return "\n".join(map(text_key, lines_in(told))) if told else ""

    return _Names(names, keys, of_people=of_people)


NAMED_FROM = 3  # papers that earn an organization, a venue or a curator a page
_OF_AUTHORS = _Names(attrgetter("named"), attrgetter("keyed"), of_people=True)
_OF_OTHERS = {
    "organizations": _keyed(attrgetter("groups"), of_people=False),
    "venues": _keyed(attrgetter("venue"), of_people=False),
    "curators": _keyed(attrgetter("curator"), of_people=True),
}


def _find_named(
    entries: Sequence[Entry],
    group: Callable[..., Iterable[Group]],
    of: _Names,
    at_least: int,
    older: tuple[AuthorNames, ...],
) -> list[tuple[str, Author]]:
    """Find who or what earns a page, by their keys; `entries` are the newest first."""
    names = tuple([(of.keys(one), of.names(one), one.day, one.slug) for one in entries])
    return [
        (key, Author(name, slug, letter, tuple([entries[one] for one in papers]), aliases))
        for key, name, slug, letter, papers, aliases in group(
            names, at_least, older, of_people=of.of_people
        )
    ]


def _group_names(
    names: tuple[Named, ...],
    at_least: int,
    older: tuple[AuthorNames, ...],
    language: str,
    *,
    of_people: bool,
) -> Iterator[Group]:
    """Group the names on papers: one a key, shown as most papers spell it.

    `names` are of papers, the newest first. An author comes as key, name, slug, letter, places of
    papers, and older slugs; what was needed of one goes when the next is asked for.
    The slug is made of the oldest paper's spelling, so that a new paper does not move a page; of a
    day's papers the first by its name counts as the oldest.
    `older` have older slugs; one that is an author's slug again leads nowhere else.
    """
    found = _find_several([keys for keys, *_ in names], at_least)

    def spelt(key: str, place: int) -> str:
        keys, spellings, *_ = names[place]
        return spellings.split("\n")[keys.split("\n").index(key)]

    def oldest(papers: list[int]) -> int:
        *_, day, _slug = names[papers[-1]]
        return min(
            takewhile(lambda place: names[place][2] == day, reversed(papers)),
            key=lambda place: names[place][3],
        )

    slugs = author_slugs({key: spelt(key, oldest(papers)) for key, papers in found.items()})
    taken = set(slugs.values())
    aliases = {
        text_key(one.name): tuple(alias for alias in one.aliases if alias not in taken)
        for one in older
    }
    authors = []
    for key, papers in found.items():
        name = spelt(key, papers[0])
        if not all(f"\n{name}\n" in f"\n{names[place][1]}\n" for place in papers):
            spellings = Counter(spelt(key, place) for place in papers)
            name = max(spellings, key=lambda spelling: (spellings[spelling], spelling))
        letter, order = place_of(name, language, of_people=of_people)
        authors.append((order, slugs[key], key, name, letter, papers))
    del found, slugs, taken
    authors.sort(reverse=True)  # no two have the same slug
    while authors:
        _order, slug, key, name, letter, papers = authors.pop()
        yield key, name, slug, letter, papers, aliases.get(key, ())


def _find_several(keyed: list[str], at_least: int) -> dict[str, list[int]]:
    """Return the places of texts in which a key is a line, for keys that so many texts have.

    Most stand once, and there may be millions: by their hashes it is known which are looked at.
    """
    import numpy as np  # noqa: PLC0415 - 60 ms, which an unchanged site is spared

    hashes = array("q")
    for keys in keyed:
        hashes.extend(map(hash, set(lines_in(keys))))
    values, times = np.unique(np.frombuffer(hashes, np.int64), return_counts=True)
    often = set(values[times >= at_least].tolist())
    found: dict[str, list[int]] = {}
    for place, keys in enumerate(keyed):
        for key in dict.fromkeys(lines_in(keys)):
            if hash(key) in often:
                found.setdefault(key, []).append(place)
    return {key: places for key, places in found.items() if len(places) >= at_least}


@lru_cache(maxsize=4)  # one for each sort of names
def _group_again(*told: Any, **more: Any) -> list[Group]:
    """Group names, and keep how."""
    return list(_group_names(*told, **more))
