"""Whose papers they are: pages of authors, organizations, venues and curators, and their lists.

All are names that several papers bear. Each has a page of lines, and a feed where its papers are
many; a list of them goes by letter when they are many.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.pages.feeds import at_older, plan_brief
from broadsheet.site import urls
from broadsheet.site.catalog import by_letter
from broadsheet.site.drawing import count_months, draw_months, span_of
from broadsheet.site.head import feeds_of, make_head, with_one_feed
from broadsheet.site.listing import Listed
from broadsheet.site.page import FURNITURE, Batch, Kind, Page, Resources, View
from broadsheet.site.references import Refs, line_refs, shown_lines
from broadsheet.site.sorting import initial
from broadsheet.words.words import marked, marked_many

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from broadsheet.content.cards import Line
    from broadsheet.site.catalog import Author, Catalog
    from broadsheet.site.drawing import Drawing
    from broadsheet.site.frame import Frame

    Names = tuple[tuple[str, str, int], ...]  # slug, name, number of papers

WITHOUT_LETTERS = 60  # names: so many stand in one list
ON_ONE_PAGE = 1000  # names: more have a page a letter
OFTEN = 60  # names shown in their place
# Papers that earn a name a feed and a drawing: others come once or twice a year, and the list of
# fewer shows at a glance when they came.
FEED_FROM = 10
TOGETHER = 100  # names whose pages are planned together


class Sort(NamedTuple):
    """What is said of names of one sort: the list's title, a feed's, a page's, how many there are.

    `title` and what follows are messages. `all` and `often` stand for `several` where a setting
    gives a page to who has one paper, or to who has more than two.
    """

    title: str
    feed: str
    page: str
    several: tuple[str, str]
    all: tuple[str, str] = ("", "")
    often: tuple[str, str] = ("", "")

    def counted(self, least: int) -> tuple[str, str]:
        """Return how many names there are of so many papers; 0 where no setting says."""
        return {0: self.several, 1: self.all, 2: self.several}.get(least, self.often)


SORTS = {
    "authors": Sort(
        marked("Authors"),
        marked("Papers by %(name)s"),
        marked("%(papers)s by %(name)s."),
        marked_many(
            "%(count)s author of several papers in %(title)s.",
            "%(count)s authors of several papers in %(title)s.",
        ),
        marked_many(
            "%(count)s author of papers in %(title)s.",
            "%(count)s authors of papers in %(title)s.",
        ),
        marked_many(
            "%(count)s author of at least %(least)s papers in %(title)s.",
            "%(count)s authors of at least %(least)s papers in %(title)s.",
        ),
    ),
    "organizations": Sort(
        marked("Organizations"),
        marked("Papers from %(name)s"),
        marked("%(papers)s from %(name)s."),
        marked_many(
            "%(count)s organization of several papers in %(title)s.",
            "%(count)s organizations of several papers in %(title)s.",
        ),
    ),
    "venues": Sort(
        marked("Venues"),
        marked("Papers of %(name)s"),
        marked("%(papers)s of %(name)s."),
        marked_many(
            "%(count)s venue of several papers in %(title)s.",
            "%(count)s venues of several papers in %(title)s.",
        ),
    ),
    "curators": Sort(
        marked("Curators"),
        marked("Papers brought by %(name)s"),
        marked("%(papers)s brought by %(name)s."),
        marked_many(
            "%(count)s curator of several papers in %(title)s.",
            "%(count)s curators of several papers in %(title)s.",
        ),
    ),
}


def plan(catalog: Catalog) -> Iterator[Batch]:
    """Plan a page a name, a feed for who has many papers, and the lists."""
    for sort, named in catalog.every_name.items():
        for start in range(0, len(named), TOGETHER):
            some = named[start : start + TOGETHER]
            yield Batch(f"{sort} {start}", some, partial(_plan_pages, catalog, sort, some))
        if named:
            least = max(1, catalog.site.author_pages_from) if sort == "authors" else 0
            yield Batch(f"{sort}, all", (), partial(_plan_lists, sort, named, least))


def _plan_pages(catalog: Catalog, sort: str, named: Iterable[Author]) -> Iterator[Page]:
    """Plan the pages of names of one sort, and their feeds."""
    for one in named:
        path = urls.named(sort, one.slug)
        has_feed = len(one.papers) >= FEED_FROM
        yield AUTHOR.page(
            path, AuthorInputs(sort, one.slug, one.name, line_refs(one.papers), has_feed)
        )
        if has_feed:
            title = catalog.words.titled(catalog.site.title, one.name)
            about = catalog.words.gettext(SORTS[sort].feed, name=one.name)
            feed = plan_brief(catalog, path, title, about, one.papers)
            yield from at_older([feed], [urls.named(sort, alias) for alias in one.aliases])


def _plan_lists(sort: str, named: tuple[Author, ...], least: int) -> Iterator[Page]:
    """Plan the list of names of one sort, and one a letter where they are too many for one page."""
    letters = by_letter(named)
    total = len(named)
    path = urls.names(sort, "")
    if total <= WITHOUT_LETTERS:
        groups: tuple[tuple[str, Names], ...] = (("", _listed(named)),)
        yield AUTHORS.page(path, AuthorsInputs(sort, "", groups, total, least, ()))
        return
    if total <= ON_ONE_PAGE:
        groups = tuple((letter, _listed(some)) for letter, some in letters.items())
        yield AUTHORS.page(path, AuthorsInputs(sort, "", groups, total, least, ()))
        return
    counts = tuple((letter, len(some)) for letter, some in letters.items())
    often = sorted(named, key=lambda one: (-len(one.papers), one.slug))[:OFTEN]
    groups = (("", _listed(often)),)
    yield AUTHORS.page(path, AuthorsInputs(sort, "", groups, total, least, counts))
    for letter, some in letters.items():
        groups = ((letter, _listed(some)),)
        inputs = AuthorsInputs(sort, letter, groups, total, least, counts)
        yield AUTHORS.page(urls.names(sort, letter), inputs)


def _listed(named: Iterable[Author]) -> Names:
    return tuple((one.slug, one.name, len(one.papers)) for one in named)


# --------------------------------------------------------------------------- a name


class AuthorInputs(NamedTuple):
    """A name of a sort, the papers' lines, and whether there is a feed."""

    sort: str
    slug: str
    name: str
    lines: Refs
    has_feed: bool


@dataclass(frozen=True, slots=True)
class AuthorView(View):
    """The papers that bear a name, and the path of the feed; empty if there is none.

    The drawing is of the months from the first paper to the last, so that no other paper moves it.
    """

    name: str
    lines: tuple[Line, ...]
    feed: str
    drawing: Drawing | None


def _author(path: str, inputs: AuthorInputs, frame: Frame, resources: Resources) -> View:
    sort, slug, name, refs, has_feed = inputs
    words = frame.words
    title = words.titled(frame.title, name) if has_feed else ""
    feeds = feeds_of(urls.named(sort, slug), title, "xml") if has_feed else ()
    described = words.gettext(SORTS[sort].page, papers=words.papers(len(refs)), name=name)
    head = with_one_feed(make_head(frame, path, name, described, urls.names(sort, ""), *feeds))
    lines = shown_lines(refs, resources)
    feed, drawing = "", None
    if has_feed:
        days = [line.day for line in lines]
        months = span_of(days)
        feed, drawing = feeds[0].path, draw_months(months, count_months(days, months), words)
    return AuthorView(frame, head, name, lines, feed, drawing)


AUTHOR = Kind("author", ("pages/author.html", FURNITURE), _author)


# --------------------------------------------------------------------------- the lists


class AuthorsInputs(NamedTuple):
    """Names by initial; how many there are in all; where it is one of many pages, by letter.

    `least` is how many papers a setting asks of each, 0 where none does.
    """

    sort: str
    letter: str
    groups: tuple[tuple[str, Names], ...]
    total: int
    least: int
    letters: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class AuthorsView(View):
    """Names by initial: all of them, or those of one letter, or the most frequent.

    `sort` is the folder of their pages, `about` says how many there are.
    """

    sort: str
    title: str
    about: str
    letter: str
    groups: tuple[tuple[str, tuple[Listed, ...]], ...]
    letters: tuple[tuple[str, int], ...]


def _authors(path: str, inputs: AuthorsInputs, frame: Frame, _resources: Resources) -> View:
    sort, letter, words = inputs.sort, inputs.letter, frame.words
    title = words.gettext(SORTS[sort].title)
    if letter:
        title = words.titled(title, initial(letter, words))
    told = {"count": words.number(inputs.total), "least": words.number(inputs.least)}
    counted = SORTS[sort].counted(inputs.least)
    about = words.ngettext(*counted, inputs.total, **told, title=frame.title)
    return AuthorsView(
        frame,
        make_head(frame, path, title, about, urls.names(sort, "")),
        sort,
        title,
        about,
        letter,
        tuple(
            (initial, tuple(Listed(slug, name, "", papers) for slug, name, papers in names))
            for initial, names in inputs.groups
        ),
        inputs.letters,
    )


AUTHORS = Kind("authors", ("pages/authors.html", FURNITURE), _authors)

KINDS = (AUTHOR, AUTHORS)
