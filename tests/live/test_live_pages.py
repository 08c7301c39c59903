"""Pages of the live site in a real browser: one of each kind that it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browsing import assert_good, serve
from support import is_older, soup_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from browsing import Tab

KINDS = (
    "index.html",
    "2*/[01]*/*.html",
    "2*/W*.html",
    "2*/[01]*.html",
    "2*.html",
    "archive.html",
    "topics.html",
    "topics/*.html",
    "authors.html",
    "authors/*.html",
    "collections.html",
    "collections/*.html",
    "subscribe.html",
    "add.html",
    "about.html",
)


def newest_papers(site: Path) -> Iterator[str]:
    """Yield the paths of the pages of the newest edition's papers."""
    for day in sorted(site.glob("2*/[01]*/*.html"))[-1:]:
        for link in soup_of(day).select("article h2 a, article h3 a"):
            yield str(link["href"]).replace("../", "")


@pytest.fixture(scope="module")
def address(any_site: Path) -> Iterator[str]:
    """Yield the address of the live site, served."""
    with serve(any_site) as served:
        yield served


def test_pages_are_accessible(look: tuple[Tab, int], any_site: Path, address: str) -> None:
    """The newest page of each kind, and the papers of the newest edition."""
    tab, width = look
    paths = list(newest_papers(any_site))
    for kind in KINDS:
        pages = [page for page in sorted(any_site.glob(kind)) if not is_older(page)]
        paths += [page.relative_to(any_site).as_posix() for page in pages[-1:]]
    for path in paths:
        assert_good(tab, address + path, width)
