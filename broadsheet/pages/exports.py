"""Exports for reference managers: the papers of a day, a topic, a collection or a year at once.

All are made of the same citations, which were made when the papers' files were read. Days and
collections come in every form. Years, and topics year by year, hold the same papers again: they
come in BibTeX alone, which every reference manager reads. Papers of which only the year is known
have the other forms beside the year's page.
"""

from __future__ import annotations

from functools import partial
from itertools import chain, groupby
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.content.citing import finished
from broadsheet.site import urls
from broadsheet.site.page import Batch, Kind, Page, Resources
from broadsheet.text.dates import unit_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from broadsheet.content.model import Entry, Ref
    from broadsheet.site.catalog import Catalog, Period
    from broadsheet.site.frame import Frame


class ExportInputs(NamedTuple):
    """The papers, each with the key of its citation."""

    papers: tuple[tuple[Ref, str], ...]


def plan(catalog: Catalog) -> Iterator[Page | Batch]:
    """Plan the exports of each day or other period, of each year, topic and collection."""
    for month, some in groupby(catalog.periods, lambda period: period.name[:7]):
        of_month = tuple(some)
        yield Batch(f"exports {month}", of_month, partial(_plan_month, of_month))
    for year, periods in groupby(catalog.periods, lambda period: period.name[:4]):
        papers = tuple(chain.from_iterable(period.papers for period in periods))
        plan_year = partial(_plan, urls.year(year), papers, BIBTEX)
        yield Batch(f"exports {year} whole", papers, plan_year)
    for topic in catalog.topics:
        slug = topic.topic.slug
        yield Batch(f"exports of {slug}", topic.papers, partial(_plan_topic, slug, topic.papers))
    for made in catalog.collections:
        for slug in (made.collection.slug, *made.collection.aliases):
            yield from _plan(urls.collection(slug), made.papers, FAR)


def _plan_month(periods: Iterable[Period]) -> Iterator[Page]:
    """Plan the exports of the days of a month, or of what else is filed there."""
    for period in periods:
        kinds = UNLESS_WHOLE if unit_of(period.name) == "year" else NEAR
        yield from _plan(urls.period(period.name), period.papers, kinds)


def _plan_topic(slug: str, papers: Iterable[Entry]) -> Iterator[Page]:
    """Plan the exports of a topic, year by year."""
    for year, some in groupby(papers, lambda paper: paper.day[:4]):
        yield from _plan(urls.topic_year(slug, year), some, BIBTEX)


def _plan(
    page: str, papers: Iterable[Entry], kinds: Mapping[str, Kind[ExportInputs]]
) -> Iterator[Page]:
    """Plan the exports that stand beside the page at a path; `kinds` are by form."""
    inputs = ExportInputs(tuple([(paper.cited, paper.cite_key) for paper in papers]))
    if inputs.papers:
        for form, kind in kinds.items():
            yield kind.page(urls.export(page, form), inputs)


def _export(
    form: str, _path: str, inputs: ExportInputs, frame: Frame, resources: Resources
) -> bytes:
    """Return the papers in a form, one after the other."""
    names = dict(frame.topics)
    entries = []
    for (slug, _digest), key in inputs.papers:
        topics = [names[topic] for topic in resources.topics(slug)]
        entries.append(finished(form, resources.cited(slug), key, topics))
    if form == "csl":
        return ("[" + ",\n".join(entries) + "]\n").encode()
    return ("\n" if form == "bibtex" else "").join(entries).encode()


def _first(inputs: ExportInputs) -> str:
    return inputs.papers[0][0][0]


# Those of a day are made beside the pages of its papers, since they are made of the same.
NEAR = {
    form: Kind(f"{form}_day", write=partial(_export, form), whole=_first) for form in urls.EXPORTS
}
FAR = {form: Kind(form, write=partial(_export, form)) for form in urls.EXPORTS}
BIBTEX = {"bibtex": FAR["bibtex"]}
# A year's BibTeX holds the whole year; what leads to the other forms are papers of no known month.
UNLESS_WHOLE = {form: kind for form, kind in NEAR.items() if form not in BIBTEX}

KINDS = (*NEAR.values(), *FAR.values())
