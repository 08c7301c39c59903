"""The feeds: RSS 2.0, Atom and JSON Feed of papers, and one with an entry a day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from broadsheet.content.cards import card_of, describe
from broadsheet.content.links import landing_of
from broadsheet.site import urls
from broadsheet.site.head import Head
from broadsheet.site.page import ENTRIES, Item, Kind, Page, Resources, View
from broadsheet.site.references import Refs, line_refs, shown_lines
from broadsheet.text import dates
from broadsheet.text.inline import title_plain
from broadsheet.text.jsontext import to_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from broadsheet.content.cards import Card, Line
    from broadsheet.content.model import Entry, Paper, Ref
    from broadsheet.site.catalog import Catalog
    from broadsheet.site.frame import Frame

    Items = tuple[tuple[Ref, int, str], ...]

DAYS_IN_FEED = 30
BRIEF_SIZE = 5  # papers in a feed that tells of each in brief
NEVER = "2000-01-01"  # an empty feed must still say when it changed


def plan(catalog: Catalog) -> Iterator[Page]:
    """Plan the site's own feeds; those of topics, authors, collections stand with their pages."""
    newest: list[Entry] = []
    for day in catalog.days:
        if len(newest) >= catalog.site.feed_size:
            break
        newest.extend(day.papers)
    site = catalog.site
    yield from plan_feeds(catalog, "index.html", site.title, site.tagline, newest)
    days = tuple(
        (day.date, day.note_text, day.papers[0].card, line_refs(day.papers[1:]))
        for day in catalog.days[:DAYS_IN_FEED]
    )
    yield DAYS.page("days.xml", DaysInputs(days))


def plan_feeds(
    catalog: Catalog, page: str, title: str, about: str, papers: Sequence[Entry]
) -> Iterator[Page]:
    """Plan the three feeds of the page at a path, of papers that are sorted newest first."""
    rss = plan_rss(catalog, page, title, about, papers)
    yield rss
    inputs = FeedInputs._make(rss.inputs)
    yield ATOM.page(urls.feed(page, "atom"), inputs)
    yield JSON.page(urls.feed(page, "json"), inputs)


def at_older(feeds: Iterable[Page], pages: Iterable[str]) -> Iterator[Page]:
    """Plan feeds, and each of them once more at the address of each page's feed.

    `pages` are the paths that their page had: for who subscribed there, it is the same feed.
    """
    older = list(pages)
    for feed in feeds:
        yield feed
        for page in older:
            yield feed._replace(path=urls.feed(page, _ending(feed.path)))


def plan_rss(catalog: Catalog, page: str, title: str, about: str, papers: Sequence[Entry]) -> Page:
    """Plan the RSS feed of the page at a path, of papers that are sorted newest first.

    Those of no edition are left out: readers would get hundreds of old papers as news.
    """
    items = _newest(catalog, papers, catalog.site.feed_size)
    return RSS.page(urls.feed(page, "xml"), FeedInputs(page, title, about, items))


def plan_brief(
    catalog: Catalog, page: str, title: str, about: str, papers: Sequence[Entry]
) -> Page:
    """Plan an RSS feed that tells of each paper in a few sentences, without its abstract.

    It is for pages of which there are as many as papers: with abstracts, the feeds of authors took
    half of a site's bytes.
    """
    items = _newest(catalog, papers, min(BRIEF_SIZE, catalog.site.feed_size))
    return BRIEF.page(urls.feed(page, "xml"), FeedInputs(page, title, about, items))


def _newest(catalog: Catalog, papers: Iterable[Entry], size: int) -> Items:
    """Return the newest papers of editions, as the inputs of a feed hold them.

    There are so many of them, or as many as the newest edition has: what a feed never had, nobody
    who follows it would see.
    """
    newest: list[Entry] = []
    for paper in papers:
        if paper.day in catalog.editions:
            if len(newest) >= size and (not newest or paper.day != newest[0].day):
                break
            newest.append(paper)
    return tuple([(paper.whole, catalog.place_of(paper), paper.changed) for paper in newest])


# --------------------------------------------------------------------------- a feed of papers


class FeedInputs(NamedTuple):
    """A feed: the path of the page that it follows, its title, what it is about, its papers.

    It says that it stands beside that page, and is the same where it stands at an older address,
    but for the id that Atom wants: this never changes (RFC 4287, 4.2.6), hence is that of the
    address. Title and `about` are plain.
    An item is a reference, the paper's place in its day's list, and the date of the last
    correction, if there was one.
    """

    page: str
    title: str
    about: str
    items: Items


@dataclass(frozen=True, slots=True)
class FeedView(View):
    """A feed of papers. `page` is the path of the page that it follows, `name` what its id has.

    `updated` is the day on which the last paper came or was last corrected; `brief` tells that the
    papers come without their abstracts.
    """

    page: str
    name: str
    about: str
    updated: str
    items: tuple[Item, ...]
    brief: bool = False


def _ending(path: str) -> str:
    """Return the ending of a feed's path, which tells its format."""
    return path.rpartition(".")[2]


def _items(inputs: FeedInputs) -> tuple[Item, ...]:
    return tuple(Item(slug, place) for (slug, _digest), place, _changed in inputs.items)


def _feed(path: str, inputs: FeedInputs, frame: Frame, resources: Resources) -> FeedView:
    items = _items(inputs)
    days = (resources.line(item.slug).day for item in items)
    updated = max([*(changed for *_, changed in inputs.items), *days], default=NEVER)
    head = Head(urls.feed(inputs.page, _ending(path)), "", inputs.title, inputs.about)
    name = path.rpartition(".")[0]
    return FeedView(frame, head, inputs.page, name, inputs.about, updated, items)


def _brief(path: str, inputs: FeedInputs, frame: Frame, resources: Resources) -> FeedView:
    return replace(_feed(path, inputs, frame, resources), brief=True)


RSS = Kind("rss", ("feeds/feed.xml", ENTRIES), _feed, anywhere=True)
BRIEF = Kind("brief_rss", ("feeds/feed.xml", ENTRIES), _brief, anywhere=True)
ATOM = Kind("atom", ("feeds/feed.atom", ENTRIES), _feed)


# --------------------------------------------------------------------------- JSON Feed 1.1


def _json_feed(path: str, inputs: FeedInputs, frame: Frame, resources: Resources) -> bytes:
    """Return a feed as https://www.jsonfeed.org/version/1.1/ has it."""
    feed: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": inputs.title,
        "home_page_url": urls.absolute(frame.base, inputs.page),
        "feed_url": urls.absolute(frame.base, urls.feed(inputs.page, _ending(path))),
        "description": inputs.about,
        "icon": frame.base + "static/icon-512.png",
        "favicon": frame.base + frame.icon[0],
        "language": frame.language,
        "items": [
            resources.once("json", slug, partial(_json_item, place, frame, resources))
            for slug, place in _items(inputs)
        ],
    }
    return to_json(feed)


def _json_item(place: int, frame: Frame, resources: Resources, paper: Paper) -> dict[str, Any]:
    """Return an entry of a JSON Feed."""
    names = dict(frame.topics)
    item: dict[str, Any] = {
        "id": urls.tag(frame.tag, "papers", paper.permanent),
        "url": urls.absolute(frame.base, urls.paper(paper.slug)),
        "external_url": landing_of(paper),
        "title": title_plain(paper.title),
        "content_html": resources.content(paper, frame),
        "summary": describe(paper),
        "date_published": dates.atom_date(dates.moment(paper.day, place)),
        "authors": [{"name": name} for name in paper.authors],
        "tags": [names[slug] for slug in paper.topics],
        "language": paper.language or frame.language,
    }
    if paper.status and paper.status.date > paper.day:
        changed = dates.moment_of_change(paper.day, place, paper.status.date)
        item["date_modified"] = dates.atom_date(changed)
    if paper.figure:
        path = urls.figure(paper.slug, paper.figure.file)
        item["image"] = urls.absolute(frame.base, path)
    return item


JSON = Kind("json_feed", (ENTRIES,), write=_json_feed, anywhere=True)


# --------------------------------------------------------------------------- the feed of days


class DaysInputs(NamedTuple):
    """The newest editions as (date, note, reference to the lead's card, to the others' lines)."""

    days: tuple[tuple[str, str, Ref, Refs], ...]


class DayItem(NamedTuple):
    """An entry of the feed of editions: the day's first paper as a card, the others as lines."""

    date: str
    note: str
    lead: Card
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class DaysView(View):
    """The feed with one entry a day, and what it is about."""

    about: str
    days: tuple[DayItem, ...]


def _days(path: str, inputs: DaysInputs, frame: Frame, resources: Resources) -> View:
    words = frame.words
    title = words.gettext("%(title)s, day by day", title=frame.title)
    about = words.gettext("%(tagline)s: one entry a day.", tagline=frame.tagline)
    head = Head(path, "", title, frame.tagline)
    days = tuple(
        DayItem(
            date,
            note,
            card_of(resources.paper(lead)),
            shown_lines(refs, resources),
        )
        for date, note, (lead, _digest), refs in inputs.days
    )
    return DaysView(frame, head, about, days)


DAYS = Kind("days_feed", ("feeds/days.xml",), _days)

KINDS = (RSS, BRIEF, ATOM, JSON, DAYS)
