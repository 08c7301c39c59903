"""The head of a page: its title, its description, the feeds that it offers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.site import urls
from broadsheet.text.markdown import shorten

if TYPE_CHECKING:
    from broadsheet.site.frame import Frame

DESCRIBED = 170  # columns of a description: what search engines and chats show of it
# A feed's ending, its media type and the name of its format.
FEED_TYPES = {
    "xml": ("application/rss+xml", "RSS"),
    "atom": ("application/atom+xml", "Atom"),
    "json": ("application/feed+json", "JSON"),
}


class FeedLink(NamedTuple):
    """A feed of a page: its path, media type, format and title."""

    path: str
    type: str
    format: str
    title: str


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of a page says. `current` names the entry of the navigation it belongs to."""

    path: str
    root: str
    title: str
    description: str
    current: str = ""
    feeds: tuple[FeedLink, ...] = ()


def make_head(
    frame: Frame, path: str, name: str, description: str, current: str = "", *feeds: FeedLink
) -> Head:
    """Make the head of the page at a path; the site's own feeds follow those of the page.

    Windows and search engines show the page's name with that of the feed.

    A description is cut where search engines and chats would cut it: after a sentence or a word.
    """
    own = feeds_of("index.html", frame.title)
    known = {feed.path for feed in feeds}
    return Head(
        path,
        urls.root_from(path),
        f"{name} · {frame.title}",
        shorten(" ".join(description.split()), DESCRIBED),
        current,
        (*feeds, *(feed for feed in own if feed.path not in known)),
    )


def with_one_feed(head: Head) -> Head:
    """Return a head for pages of which there are many: it names their own feed, or the site's."""
    return replace(head, feeds=head.feeds[:1])


@lru_cache(maxsize=256)
def feeds_of(page: str, title: str, *endings: str) -> tuple[FeedLink, ...]:
    """Return the feeds of the page at a path: those with these endings, or all three."""
    return tuple(
        FeedLink(urls.feed(page, ending), *FEED_TYPES[ending], title)
        for ending in endings or FEED_TYPES
    )
