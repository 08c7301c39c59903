"""The families of pages: the plan is the sum over them, and the maker of a page a look-up.

A family is a module of this folder that has `KINDS`, its kinds of pages, and `plan`, which yields
its pages of a catalog. It is found by being there, and the sitemap lists its pages.
"""

from __future__ import annotations

from array import array
from collections import Counter
from heapq import merge
from importlib import import_module
from itertools import pairwise
from operator import itemgetter
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any, Protocol

from broadsheet import pages
from broadsheet.pages.machines import UNLISTED, plan_sitemap
from broadsheet.pages.offline import is_near, plan_offline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from broadsheet.site.catalog import Catalog
    from broadsheet.site.page import Kind, Page

    class Family(Protocol):
        """What a module of this folder has."""

        KINDS: tuple[Kind[Any], ...]

        def plan(self, catalog: Catalog) -> Iterator[Page]:
            """Plan the family's pages."""


class PlanError(Exception):
    """Two pages want one path, or two kinds one name: a bug of ours."""


def _find_families() -> list[Family]:
    """Import the modules of this folder, in the order of their names."""
    names = sorted(module.name for module in iter_modules(pages.__path__, f"{pages.__name__}."))
    return [import_module(name) for name in names if name != __name__]


FAMILIES = _find_families()
KINDS: dict[str, Kind[Any]] = {kind.name: kind for family in FAMILIES for kind in family.KINDS}


def make_plan(catalog: Catalog) -> Iterator[Page]:
    """Plan every page and every other file of the site, one after the other.

    Pages that show the same papers come together, so that each paper is read once for its page, its
    day and its rows in the search. What depends on all others comes last; then PlanError is raised
    if two pages have one path: on some disks also where only the case differs.
    """
    known: dict[str, Page] = {}
    listed: list[str] = []
    paths = array("q")  # a number each, as there may be millions
    for page in _families_pages(catalog):
        if is_near(page.path):
            known[page.path] = page
        if page.path.endswith(".html") and page.kind not in UNLISTED:
            listed.append(page.path)
        paths.append(hash(page.path.casefold()))
        yield page
    for page in (*plan_offline(catalog, known, listed), *plan_sitemap(catalog, listed)):
        paths.append(hash(page.path.casefold()))
        yield page
    if any(one == other for one, other in pairwise(sorted(paths))):
        _find_twice(catalog)


def _families_pages(catalog: Catalog) -> Iterator[Page]:
    """Plan the pages of all families, in the order of their first papers, the newest first."""
    place_of = {slug: place for place, slug in enumerate(catalog.papers)}

    def placed(pages: Iterator[Page]) -> Iterator[tuple[int, Page]]:
        place = -1
        for page in pages:
            whole = KINDS[page.kind].whole
            if whole:
                place = place_of[whole(page.inputs)]
            yield place, page

    plans = (placed(family.plan(catalog)) for family in FAMILIES)
    return (page for _, page in merge(*plans, key=itemgetter(0)))


def _find_twice(catalog: Catalog) -> None:
    """Raise PlanError where pages of families have one path; numbers may be equal by chance."""
    times = Counter(page.path.casefold() for page in _families_pages(catalog))
    twice = [path for path, count in times.items() if count > 1]
    if twice:
        message = f"several pages would have the same path: {', '.join(twice[:5])}"
        raise PlanError(message)
