"""The frame of the site: what every page may show, and nothing that a new paper changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from broadsheet.site.catalog import Catalog


class Frame(NamedTuple):
    """The site's own facts. `base` is its base URL, `topics` are (slug, name)."""

    title: str
    tagline: str
    language: str
    base: str
    repository: str
    tag: str
    licence: tuple[str, str] | None
    curators: tuple[str, ...]
    topics: tuple[tuple[str, str], ...]
    has_authors: bool
    has_collections: bool
    discussion_start: str


def make_frame(catalog: Catalog, base: str, repository: str) -> Frame:
    """Gather what every page may show."""
    site = catalog.site
    return Frame(
        site.title,
        site.tagline,
        site.language,
        base,
        repository,
        site.tag,
        (site.licence.name, site.licence.url) if site.licence else None,
        site.curators,
        tuple((one.topic.slug, one.topic.name) for one in catalog.topics),
        bool(catalog.authors),
        bool(catalog.collections),
        site.discussion_start,
    )
