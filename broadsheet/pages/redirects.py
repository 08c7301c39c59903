"""The pages of older names of papers, topics, collections and authors: each leads to the newer one.

The feeds at older addresses stand with those of today.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.site import urls
from broadsheet.site.head import make_head
from broadsheet.site.page import Batch, Kind, Page, Resources, View
from broadsheet.text.inline import title_plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from broadsheet.site.catalog import Catalog
    from broadsheet.site.frame import Frame


def plan(catalog: Catalog) -> Iterator[Batch]:
    """Plan a page an older name."""
    yield Batch("redirects", (), partial(_plan, catalog))


def _plan(catalog: Catalog) -> Iterator[Page]:
    for alias, slug in catalog.aliases:
        title = catalog.papers[slug].title
        yield from _plan_redirects(urls.paper, [alias], slug, title)
    for topic in (one.topic for one in catalog.topics):
        yield from _plan_redirects(urls.topic, topic.older, topic.slug, topic.name)
    for made in (one.collection for one in catalog.collections):
        yield from _plan_redirects(urls.collection, made.aliases, made.slug, made.title)
    for author in catalog.authors:
        yield from _plan_redirects(urls.author, author.aliases, author.slug, author.name)


def _plan_redirects(
    path_of: Callable[[str], str], aliases: Iterable[str], slug: str, title: str
) -> Iterator[Page]:
    """Plan the pages of something's older names; `path_of` makes a path of a slug."""
    for alias in aliases:
        yield REDIRECT.page(path_of(alias), RedirectInputs(path_of(slug), title))


class RedirectInputs(NamedTuple):
    """The path that an older name leads to, and the title of the page there."""

    target: str
    title: str


@dataclass(frozen=True, slots=True)
class RedirectView(View):
    """A page that has moved; `way` leads there from its older address."""

    target: str
    way: str
    title: str


def _redirect(path: str, inputs: RedirectInputs, frame: Frame, _resources: Resources) -> View:
    target, title = inputs
    plain = title_plain(title)
    described = frame.words.gettext("%(title)s has moved.", title=plain)
    head = make_head(frame, path, plain, described)
    return RedirectView(frame, head, target, urls.relative(path, target), title)


REDIRECT = Kind("redirect", ("pages/redirect.html",), _redirect)

KINDS = (REDIRECT,)
