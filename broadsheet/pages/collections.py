"""The list of collections, and a page and a feed each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.pages.feeds import at_older, plan_rss
from broadsheet.site import urls
from broadsheet.site.head import feeds_of, make_head
from broadsheet.site.linked import list_papers
from broadsheet.site.listing import Listed, ListInputs, ListView
from broadsheet.site.page import CARDS, FURNITURE, Kind, Page, Resources, View
from broadsheet.site.references import Refs, card_refs, slugs_of
from broadsheet.text.inline import prose_plain, title_plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from broadsheet.site.catalog import Catalog
    from broadsheet.site.frame import Frame


def plan(catalog: Catalog) -> Iterator[Page]:
    """Plan the list of collections, and a page and a feed each."""
    if not catalog.collections:
        return
    listed = tuple(
        (one.collection.slug, one.collection.title, one.collection.summary, len(one.papers))
        for one in catalog.collections
    )
    yield COLLECTIONS.page("collections.html", ListInputs(listed))
    for one in catalog.collections:
        made = one.collection
        path = urls.collection(made.slug)
        cards = card_refs(one.papers)
        inputs = CollectionInputs(made.slug, made.title, made.summary, made.body, cards)
        yield COLLECTION.page(path, inputs)
        title = catalog.words.titled(catalog.site.title, title_plain(made.title))
        newest = sorted(one.papers, key=lambda paper: paper.day, reverse=True)
        feed = plan_rss(catalog, path, title, prose_plain(made.summary), newest)
        yield from at_older([feed], map(urls.collection, made.aliases))


# --------------------------------------------------------------------------- the list


def _collections(path: str, inputs: ListInputs, frame: Frame, _resources: Resources) -> View:
    words = frame.words
    described = words.gettext("Reading lists made by the curators of %(title)s.", title=frame.title)
    name = words.gettext("Collections")
    head = make_head(frame, path, name, described, "collections.html")
    return ListView(frame, head, tuple(Listed(*entry) for entry in inputs.entries))


COLLECTIONS = Kind("collections", ("pages/collections.html", FURNITURE), _collections)


# --------------------------------------------------------------------------- a collection


class CollectionInputs(NamedTuple):
    """A collection: its texts, and its papers' cards in the curator's order."""

    slug: str
    title: str
    summary: str
    body: str
    cards: Refs


@dataclass(frozen=True, slots=True)
class CollectionView(View):
    """A collection: introduction and papers."""

    collection: Listed
    body: str
    cards: tuple[str, ...]
    linked: str
    exports: tuple[tuple[str, str], ...]


def _collection(path: str, inputs: CollectionInputs, frame: Frame, _resources: Resources) -> View:
    slug, title, summary, body, refs = inputs
    named = title_plain(title)
    feeds = feeds_of(urls.collection(slug), frame.words.titled(frame.title, named), "xml")
    described = prose_plain(summary)
    current = "collections.html"
    return CollectionView(
        frame,
        make_head(frame, path, named, described, current, *feeds),
        Listed(slug, title, summary, len(refs)),
        body,
        slugs_of(refs),
        list_papers(frame.base, slugs_of(refs)),
        urls.exports_beside(path, *urls.EXPORTS),
    )


COLLECTION = Kind(
    "collection",
    ("pages/collection.html", CARDS, FURNITURE),
    _collection,
)

KINDS = (COLLECTIONS, COLLECTION)
