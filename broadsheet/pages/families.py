"""The families of pages: the plan is the sum over them, and the maker of a page a look-up.

A family is a module of this folder that has `KINDS`, its kinds of pages, and `plan`, which yields
its pages of a catalog, and batches of pages where there are thousands. It is found by being there,
and the sitemap lists its pages.

A server keeps what each batch was planned from. The next plan passes over those that are as they
were: they are most of a large site.
"""

from __future__ import annotations

from array import array
from collections import Counter
from copy import copy
from heapq import merge
from importlib import import_module
from itertools import pairwise
from operator import itemgetter
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from broadsheet import pages
from broadsheet.pages.machines import UNLISTED, plan_sitemap
from broadsheet.pages.offline import is_near, plan_offline
from broadsheet.site.page import Batch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from broadsheet.site.catalog import Catalog
    from broadsheet.site.page import Kind, Page

    class Family(Protocol):
        """What a module of this folder has."""

        KINDS: tuple[Kind[Any], ...]

        def plan(self, catalog: Catalog) -> Iterator[Page | Batch]:
            """Plan the family's pages."""


class PlanError(Exception):
    """Two pages want one path, or two kinds one name: a bug of ours."""


def _find_families() -> list[Family]:
    """Import the modules of this folder, in the order of their names."""
    names = sorted(module.name for module in iter_modules(pages.__path__, f"{pages.__name__}."))
    return [import_module(name) for name in names if name != __name__]


FAMILIES = _find_families()
KINDS: dict[str, Kind[Any]] = {kind.name: kind for family in FAMILIES for kind in family.KINDS}


class _Planned(NamedTuple):
    """A batch as it was planned: what it is of, its pages' paths, and those that are listed."""

    of: tuple[Any, ...]
    paths: list[str]
    listed: list[str]


class Batches:
    """The batches of a plan; the next one passes over those that are as they were."""

    def __init__(self, *, remembers: bool = False) -> None:
        """Begin with none; with `remembers`, they are kept for the next plan."""
        self.passed: list[str] = []  # paths of pages that were passed over
        self._remembers = remembers
        self._common: tuple[Any, ...] = ()
        self._planned: dict[str, _Planned] = {}

    def again(self) -> Batches:
        """Return these for the next plan, when what this one planned has been made.

        It goes on with the same table: if this plan was not carried out, neither may be used.
        """
        again = copy(self)
        again.passed = []
        return again

    def begin(self, catalog: Catalog) -> None:
        """Begin a plan: no batch is as it was where what is common to all is not."""
        common = catalog.common if self._remembers else ()
        if common != self._common:
            self._common, self._planned = common, {}

    def pages(self, batch: Batch, listed: list[str]) -> Iterator[Page]:
        """Plan the pages of a batch, none where it is as it was; add which of them are listed."""
        known = self._planned.get(batch.name)
        if known is None or known.of != batch.of:
            paths, own = [], list[str]()
            for page in batch.plan():
                paths.append(page.path)
                own += [page.path] * _is_listed(page)
                yield page
            known = _Planned(batch.of, paths, own)
            if self._remembers:
                self._planned[batch.name] = known
        else:
            self.passed += known.paths
        listed += known.listed


def _is_listed(page: Page) -> bool:
    """Return whether the sitemap lists a page."""
    return page.path.endswith(".html") and page.kind not in UNLISTED


def make_plan(catalog: Catalog, batches: Batches | None = None) -> Iterator[Page]:
    """Plan every page and every other file of the site, one after the other.

    Those of `batches` that are as they were are passed over.

    Pages that show the same papers come together, so that each paper is read once for its page, its
    day and its rows in the search. What depends on all others comes last; then PlanError is raised
    if two pages have one path: on some disks also where only the case differs.
    """
    batches = batches or Batches()
    batches.begin(catalog)
    known: dict[str, Page] = {}
    listed: list[str] = []
    paths = array("q")  # a number each, as there may be millions
    for page in _families_pages(catalog, batches, listed):
        if is_near(page.path):
            known[page.path] = page
        paths.append(hash(page.path.casefold()))
        yield page
    for page in (*plan_offline(catalog, known, listed), *plan_sitemap(catalog, listed)):
        paths.append(hash(page.path.casefold()))
        yield page
    paths.extend(hash(path.casefold()) for path in batches.passed)
    if any(one == other for one, other in pairwise(sorted(paths))):
        _find_twice(catalog)


def _families_pages(catalog: Catalog, batches: Batches, listed: list[str]) -> Iterator[Page]:
    """Plan the pages of all families, in the order of their first papers, the newest first.

    The paths of those that the sitemap lists are added to `listed`.
    """
    place_of = {slug: place for place, slug in enumerate(catalog.papers)}

    def pages_of(family: Family) -> Iterator[Page]:
        for one in family.plan(catalog):
            if isinstance(one, Batch):
                yield from batches.pages(one, listed)
            else:
                if _is_listed(one):
                    listed.append(one.path)
                yield one

    def placed(pages: Iterator[Page]) -> Iterator[tuple[int, Page]]:
        place = -1
        for page in pages:
            whole = KINDS[page.kind].whole
            if whole:
                place = place_of[whole(page.inputs)]
            yield place, page

    plans = (placed(pages_of(family)) for family in FAMILIES)
    return (page for _, page in merge(*plans, key=itemgetter(0)))


def _find_twice(catalog: Catalog) -> None:
    """Raise PlanError where pages of families have one path; numbers may be equal by chance."""
    times = Counter(page.path.casefold() for page in _families_pages(catalog, Batches(), []))
    twice = [path for path, count in times.items() if count > 1]
    if twice:
        message = f"several pages would have the same path: {', '.join(twice[:5])}"
        raise PlanError(message)
