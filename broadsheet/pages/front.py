"""The front page, and the page that tells of the feed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.pages.authors import SORTS
from broadsheet.site import urls
from broadsheet.site.head import make_head
from broadsheet.site.page import CARDS, FURNITURE, Kind, Page, Resources, View
from broadsheet.site.references import Cards, Group, card_refs, cards_of
from broadsheet.text.plain import text_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from broadsheet.site.catalog import Catalog
    from broadsheet.site.frame import Frame


CREDITED = 100  # people on the page that tells of the feed


def plan(catalog: Catalog) -> Iterator[Page]:
    """Plan the front page and *About*."""
    shown: list[Group] = []
    count = 0
    for day in catalog.days:
        if shown and count + len(day.papers) > catalog.site.front_size:
            break
        shown.append((day.date, card_refs(day.papers)))
        count += len(day.papers)
    older = catalog.days[len(shown)].date if len(shown) < len(catalog.days) else ""
    if not shown and catalog.periods:
        older = catalog.periods[0].name
    note = catalog.days[0].note_text if catalog.days else ""
    yield INDEX.page("index.html", IndexInputs(tuple(shown), note, older))
    lists = tuple(sort for sort, named in catalog.every_name.items() if named)
    yield ABOUT.page("about.html", AboutInputs(catalog.site.about, _brought(catalog), lists))


# --------------------------------------------------------------------------- the front page


class IndexInputs(NamedTuple):
    """The newest editions, the newest one's note, and the date of the edition before them.

    Before the first edition, `older` is the newest month or year that papers are filed under.
    """

    days: tuple[Group, ...]
    note: str
    older: str


@dataclass(frozen=True, slots=True)
class IndexView(View):
    """The front page: editions in full, the newest first, with the newest one's note.

    `older` is the date of the edition before them, empty where there is none; before the first
    edition, it is the newest month or year that papers are filed under.
    """

    days: tuple[Cards, ...]
    note: str
    older: str


def _index(path: str, inputs: IndexInputs, frame: Frame, _resources: Resources) -> View:
    days = cards_of(inputs.days)
    words = frame.words
    title = words.titled(frame.title, words.full_date(days[0].period)) if days else frame.title
    described = words.gettext("%(tagline)s.", tagline=frame.tagline)
    head = replace(make_head(frame, path, "", described, "index.html"), title=title)
    return IndexView(frame, head, days, inputs.note, inputs.older)


INDEX = Kind("index", ("pages/index.html", CARDS, FURNITURE), _index)


# --------------------------------------------------------------------------- texts


class AboutInputs(NamedTuple):
    """The text of the page, in Markdown; who brought papers; the lists of names beside authors'.

    Who brought most comes first, as (name, slug of the page or nothing, number of papers).
    """

    body: str
    brought: tuple[tuple[str, str, int], ...]
    lists: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AboutView(View):
    """The page that tells of the feed.

    `brought` are who brought papers, as (name, path of the page or nothing, number of papers),
    `lists` are (title, path).
    """

    body: str
    brought: tuple[tuple[str, str, int], ...]
    lists: tuple[tuple[str, str], ...]


def _brought(catalog: Catalog) -> tuple[tuple[str, str, int], ...]:
    """Return who brought papers, the most first, with the slugs of their pages."""
    papers = [paper for paper in catalog.papers.values() if paper.curator]
    times = Counter(text_key(paper.curator) for paper in papers)
    names = {text_key(paper.curator): paper.curator for paper in reversed(papers)}
    slugs = catalog.named_slugs["curators"]
    most = sorted(times, key=lambda key: (-times[key], names[key]))[:CREDITED]
    return tuple((names[key], slugs.get(key, ""), times[key]) for key in most)


def _about(path: str, inputs: AboutInputs, frame: Frame, _resources: Resources) -> View:
    words = frame.words
    described = words.gettext("What %(title)s is, who makes it and how.", title=frame.title)
    name = words.pgettext("menu", "About")
    brought = tuple(
        (one, urls.named("curators", slug) if slug else "", papers)
        for one, slug, papers in inputs.brought
    )
    lists = tuple((words.gettext(SORTS[sort].title), urls.names(sort, "")) for sort in inputs.lists)
    head = make_head(frame, path, name, described)
    return AboutView(frame, head, inputs.body, brought, lists)


ABOUT = Kind("about", ("pages/about.html", FURNITURE), _about)

KINDS = (INDEX, ABOUT)
