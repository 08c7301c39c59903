"""The families of pages: the plan is the sum over them, and the maker of a page a look-up.

A family is a module of this folder that has `KINDS`, its kinds of pages, and `plan`, which yields
its pages of a catalog. It is found by being there, and the sitemap lists its pages.
"""

from __future__ import annotations

from collections import Counter
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any, Protocol

from broadsheet import pages
from broadsheet.pages.machines import plan_sitemap

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


def make_plan(catalog: Catalog) -> list[Page]:
    """Plan every page and every other file of the site.

    Raise PlanError if two pages have one path: on some disks also where only the case differs.
    """
    planned = [page for family in FAMILIES for page in family.plan(catalog)]
    planned += plan_sitemap(catalog, planned)
    if len({page.path.casefold() for page in planned}) != len(planned):
        times = Counter(page.path.casefold() for page in planned)
        twice = [page.path for page in planned if times[page.path.casefold()] > 1]
        message = f"several pages would have the same path: {', '.join(twice[:5])}"
        raise PlanError(message)
    return planned
