"""The authors' pages with their feeds, and the lists of authors: by letter when they are many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.pages.feeds import at_older, plan_brief
from broadsheet.site import urls
from broadsheet.site.catalog import by_letter
from broadsheet.site.head import feeds_of, make_head, with_one_feed
from broadsheet.site.listing import Listed
from broadsheet.site.page import FURNITURE, Kind, Page, Resources, View
from broadsheet.site.references import Refs, line_refs, slugs_of
from broadsheet.site.sorting import initial

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from broadsheet.content.cards import Line
    from broadsheet.site.catalog import Author, Catalog
    from broadsheet.site.frame import Frame

    Names = tuple[tuple[str, str, int], ...]  # slug, name, number of papers

WITHOUT_LETTERS = 60  # authors: so many stand in one list
ON_ONE_PAGE = 1000  # authors: more have a page a letter
OFTEN = 60  # authors shown in their place
FEED_FROM = 10  # papers that earn an author a feed; others come once or twice a year


def plan(catalog: Catalog) -> Iterator[Page]:
    """Plan a page an author, a feed for who has many papers, and the lists of authors."""
    if not catalog.authors:
        return
    for author in catalog.authors:
        path = urls.author(author.slug)
        has_feed = len(author.papers) >= FEED_FROM
        inputs = AuthorInputs(author.slug, author.name, line_refs(author.papers), has_feed)
        yield AUTHOR.page(path, inputs)
        if has_feed:
            title = catalog.words.titled(catalog.site.title, author.name)
            about = catalog.words.gettext("Papers by %(name)s", name=author.name)
            feed = plan_brief(catalog, path, title, about, author.papers)
            yield from at_older([feed], map(urls.author, author.aliases))
    yield from _plan_lists(catalog)


def _plan_lists(catalog: Catalog) -> Iterator[Page]:
    """Plan the list of authors, and one a letter where they are too many for one page."""
    letters = by_letter(catalog.authors)
    total = len(catalog.authors)
    if total <= WITHOUT_LETTERS:
        groups: tuple[tuple[str, Names], ...] = (("", _listed(catalog.authors)),)
        yield AUTHORS.page("authors.html", AuthorsInputs("", groups, total, ()))
        return
    if total <= ON_ONE_PAGE:
        groups = tuple((letter, _listed(authors)) for letter, authors in letters.items())
        yield AUTHORS.page("authors.html", AuthorsInputs("", groups, total, ()))
        return
    counts = tuple((letter, len(authors)) for letter, authors in letters.items())
    often = sorted(catalog.authors, key=lambda author: (-len(author.papers), author.slug))[:OFTEN]
    groups = (("", _listed(often)),)
    yield AUTHORS.page("authors.html", AuthorsInputs("", groups, total, counts))
    for letter, authors in letters.items():
        groups = ((letter, _listed(authors)),)
        yield AUTHORS.page(urls.authors(letter), AuthorsInputs(letter, groups, total, counts))


def _listed(authors: Iterable[Author]) -> Names:
    return tuple((author.slug, author.name, len(author.papers)) for author in authors)


# --------------------------------------------------------------------------- an author


class AuthorInputs(NamedTuple):
    """An author, the papers' lines, and whether there is a feed."""

    slug: str
    name: str
    lines: Refs
    has_feed: bool


@dataclass(frozen=True, slots=True)
class AuthorView(View):
    """An author's papers, and the path of the feed; empty if there is none."""

    name: str
    lines: tuple[Line, ...]
    feed: str


def _author(path: str, inputs: AuthorInputs, frame: Frame, resources: Resources) -> View:
    slug, name, refs, has_feed = inputs
    feeds = (
        feeds_of(urls.author(slug), frame.words.titled(frame.title, name), "xml")
        if has_feed
        else ()
    )
    words = frame.words
    described = words.gettext("%(papers)s by %(name)s.", papers=words.papers(len(refs)), name=name)
    head = with_one_feed(make_head(frame, path, name, described, "authors.html", *feeds))
    lines = tuple(resources.line(slug) for slug in slugs_of(refs))
    return AuthorView(frame, head, name, lines, feeds[0].path if feeds else "")


AUTHOR = Kind("author", ("pages/author.html", FURNITURE), _author)


# --------------------------------------------------------------------------- the lists


class AuthorsInputs(NamedTuple):
    """Authors by initial; how many there are in all; where it is one of many pages, by letter."""

    letter: str
    groups: tuple[tuple[str, Names], ...]
    total: int
    letters: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class AuthorsView(View):
    """Authors by initial: all of them, or those of one letter, or the most frequent."""

    title: str
    letter: str
    groups: tuple[tuple[str, tuple[Listed, ...]], ...]
    count: int
    letters: tuple[tuple[str, int], ...]


def _authors(path: str, inputs: AuthorsInputs, frame: Frame, _resources: Resources) -> View:
    letter = inputs.letter
    words = frame.words
    title = words.gettext("Authors")
    if letter:
        title = words.gettext("Authors: %(letter)s", letter=initial(letter, words))
    described = words.ngettext(
        "%(count)s author of several papers in %(title)s.",
        "%(count)s authors of several papers in %(title)s.",
        inputs.total,
        count=words.number(inputs.total),
        title=frame.title,
    )
    return AuthorsView(
        frame,
        make_head(frame, path, title, described, "authors.html"),
        title,
        letter,
        tuple(
            (initial, tuple(Listed(slug, name, "", papers) for slug, name, papers in names))
            for initial, names in inputs.groups
        ),
        inputs.total,
        inputs.letters,
    )


AUTHORS = Kind("authors", ("pages/authors.html", FURNITURE), _authors)

KINDS = (AUTHOR, AUTHORS)
