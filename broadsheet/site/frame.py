"""The frame of the site: what every page may show, and nothing that a new paper changes."""

from __future__ import annotations

from dataclasses import astuple
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.words.words import words_of

if TYPE_CHECKING:
    from broadsheet.site.catalog import Catalog
    from broadsheet.words.words import Own, Words


class Frame(NamedTuple):
    """The site's own facts. `base` is its base URL, `topics` are (slug, name).

    `repository` is on GitHub, and `branch` the one of it that people edit. `comments` are giscus's
    repository, its id, the category of discussions and its id; nothing where there are no comments.
    `offline` says whether browsers keep pages for a time without network. `icon` is the path and
    the media type of browsers' icon; `has_style` says whether there is a style sheet of one's own,
    and `card_size` that of the picture for shared links, nothing where there is none; `has_shares`
    whether each edition has one. `own_words` is what the owner says in other words.
    """

    title: str
    tagline: str
    language: str
    base: str
    repository: str
    branch: str
    tag: str
    licence: tuple[str, str] | None
    curators: tuple[str, ...]
    topics: tuple[tuple[str, str], ...]
    has_authors: bool
    has_collections: bool
    discussion_start: str
    comments: tuple[str, ...]
    offline: bool
    icon: tuple[str, str]
    has_style: bool
    card_size: tuple[int, ...]
    has_shares: bool
    own_words: Own

    @property
    def words(self) -> Words:
        """What the interface says, in the site's language."""
        return words_of(self.language, self.own_words)


DRAWN = ("static/icon.svg", "image/svg+xml")
PAINTED = ("static/icon-512.png", "image/png")


def make_frame(catalog: Catalog, base: str, repository: str, branch: str) -> Frame:
    """Gather what every page may show."""
    site, look = catalog.site, catalog.look
    return Frame(
        site.title,
        site.tagline,
        site.language,
        base,
        repository,
        branch,
        site.tag,
        (site.licence.name, site.licence.url) if site.licence else None,
        site.curators,
        tuple((one.topic.slug, one.topic.name) for one in catalog.topics),
        bool(catalog.authors),
        bool(catalog.collections),
        site.discussion_start,
        astuple(site.comments) if site.comments else (),
        site.offline,
        PAINTED if look.png and not look.svg else DRAWN,
        bool(look.style),
        look.card_size,
        look.has_shares,
        look.words,
    )
