"""When a file's turn comes to be put in place, here or at a target elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# By which people and programs come in, whatever leads there.
_ENTRANCES = frozenset(
    (
        *("404.html", "feed.atom", "feed.json", "feed.xml", "feeds.opml", "index.html"),
        *("llms.txt", "robots.txt", "sitemap.xml"),
    )
)


def turn(path: str, *, is_new: bool) -> tuple[bool, int]:
    """Return when a file's turn comes, as (whether anything leads to it already, its rank).

    What is new comes before what may lead to it; of that, papers come after what they show and
    before the lists that name them. By the entrances of a site people come in from the moment on
    when they are there, so also new ones come after all that is new.
    """
    if path in _ENTRANCES:
        return True, 3
    rank = 0 if not path.endswith((".html", ".xml")) else 1 if path.startswith("papers/") else 2
    return not is_new, rank


def in_the_way(gone: Iterable[str], new: set[str]) -> set[str]:
    """Pick the files that stand where a folder is to be, or in a folder where a file is to be."""
    needed = {above for path in new for above in folders_above(path)}
    return {path for path in gone if path in needed or not new.isdisjoint(folders_above(path))}


def folders_above(path: str) -> list[str]:
    """Return the folders that a path lies in."""
    return [path[:place] for place, sign in enumerate(path) if sign == "/"]
