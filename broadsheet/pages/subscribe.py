"""Every feed of the site, for people and for their programs: *Subscribe*, and an OPML list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.pages.authors import FEED_FROM
from broadsheet.site import urls
from broadsheet.site.head import FEED_TYPES, FeedLink, Head, feeds_of, make_head
from broadsheet.site.page import FURNITURE, Kind, Page, Resources, View
from broadsheet.text.inline import title_plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from broadsheet.site.catalog import Catalog
    from broadsheet.site.frame import Frame

    Outline = tuple[tuple[str, str, str], ...]  # section, title, page: what has feeds


def plan(catalog: Catalog) -> Iterator[Page]:
    """Plan the page *Subscribe* and the list of feeds."""
    outline = _outline(catalog)
    yield OPML.page("feeds.opml", OpmlInputs(outline))
    author = next((one for one in catalog.authors if len(one.papers) >= FEED_FROM), None)
    inputs = SubscribeInputs(
        outline,
        (author.slug, author.name) if author else None,
        catalog.site.newsletter.form if catalog.site.newsletter else "",
        catalog.days[0].date if catalog.days else "",
    )
    yield SUBSCRIBE.page("subscribe.html", inputs)


def _outline(catalog: Catalog) -> Outline:
    """Return what has feeds, the site's own first."""
    return (
        ("site", catalog.site.title, "index.html"),
        *(("topics", one.topic.name, urls.topic(one.topic.slug)) for one in catalog.topics),
        *(
            ("collections", one.collection.title, urls.collection(one.collection.slug))
            for one in catalog.collections
        ),
    )


class FeedSource(NamedTuple):
    """Something that has feeds."""

    section: str
    title: str
    feeds: tuple[FeedLink, ...]


def _sources(frame: Frame, outline: Outline) -> tuple[FeedSource, ...]:
    """Return all that has feeds, with its feeds."""
    sources = []
    for section, title, page in outline:
        endings = ("xml",) if section == "collections" else tuple(FEED_TYPES)
        plain = title_plain(title) if section == "collections" else title
        named = plain if section == "site" else frame.words.titled(frame.title, plain)
        sources.append(FeedSource(section, title, feeds_of(page, named, *endings)))
    return tuple(sources)


# --------------------------------------------------------------------------- for people


class SubscribeInputs(NamedTuple):
    """What has feeds; an author as (slug, name), for an example; the last day.

    `form` is the page where one subscribes by e-mail.
    """

    outline: Outline
    author: tuple[str, str] | None
    form: str
    last: str


@dataclass(frozen=True, slots=True)
class SubscribeView(View):
    """Every feed of the site, and what a feed is."""

    sources: tuple[FeedSource, ...]
    author: FeedSource | None
    form: str
    last: str


def _subscribe(path: str, inputs: SubscribeInputs, frame: Frame, _resources: Resources) -> View:
    words = frame.words
    described = words.gettext(
        "Every feed: RSS, Atom and JSON Feed, for all papers, a topic, an author."
    )
    example = None
    if inputs.author:
        slug, name = inputs.author
        example = FeedSource("authors", name, feeds_of(urls.author(slug), name, "xml"))
    return SubscribeView(
        frame,
        make_head(frame, path, words.gettext("Subscribe"), described, "subscribe.html"),
        _sources(frame, inputs.outline),
        example,
        inputs.form,
        inputs.last,
    )


SUBSCRIBE = Kind("subscribe", ("pages/subscribe.html", FURNITURE), _subscribe)


# --------------------------------------------------------------------------- for programs


class OpmlInputs(NamedTuple):
    """What has feeds."""

    outline: Outline


@dataclass(frozen=True, slots=True)
class OpmlView(View):
    """Every feed, for readers that take a list (http://opml.org/spec2.opml)."""

    sources: tuple[FeedSource, ...]


def _opml(path: str, inputs: OpmlInputs, frame: Frame, _resources: Resources) -> View:
    return OpmlView(frame, Head(path, "", frame.title, ""), _sources(frame, inputs.outline))


OPML = Kind("opml", ("feeds/feeds.opml",), _opml)

KINDS = (SUBSCRIBE, OPML)
