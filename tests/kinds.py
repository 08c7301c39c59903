"""The kinds of pages that readers of a site meet, and a page of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_YEAR = "[0-9][0-9][0-9][0-9]"
KINDS = {
    "front": "index.html",
    "day": f"{_YEAR}/[01]*/*.html",
    "paper": "papers/*.html",
    "topic": "topics/*.html",
    "archive": "archive.html",
    "search": "search.html",
    "saved": "saved.html",
    "map": "map.html",
    "week": f"{_YEAR}/W*.html",
    "digest": "digest/*.html",
    "month": f"{_YEAR}/[01]*.html",
    "year": f"{_YEAR}.html",
    "topics": "topics.html",
    "topic of a year": f"topics/*/{_YEAR}.html",
    "authors": "authors*.html",
    "author": "authors/*.html",
    "venues": "venues*.html",
    "venue": "venues/*.html",
    "organizations": "organizations*.html",
    "organization": "organizations/*.html",
    "curators": "curators*.html",
    "curator": "curators/*.html",
    "collections": "collections.html",
    "collection": "collections/*.html",
    "subscribe": "subscribe.html",
    "add": "add.html",
    "about": "about.html",
    "API": "api.html",
    "missing": "404.html",
}


def pages_of_kinds(site: Path) -> dict[str, str]:
    """Return the path of the largest page of each kind that a site has, by the kind's name."""
    found = {}
    for name, pattern in KINDS.items():
        pages = sorted(site.glob(pattern), key=lambda page: (-page.stat().st_size, page))
        page = next((page for page in pages if not _leads_on(page)), None)
        if page:
            found[name] = page.relative_to(site).as_posix()
    return found


def _leads_on(page: Path) -> bool:
    """Return whether a page stands at an older address and leads to a newer one."""
    return b'http-equiv="refresh"' in page.read_bytes()
