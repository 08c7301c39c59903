"""A topic's page and feeds, and its pages by year."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.pages.feeds import at_older, plan_feeds
from broadsheet.site import urls
from broadsheet.site.drawing import count_months, draw_months, span_of
from broadsheet.site.head import feeds_of, make_head
from broadsheet.site.linked import list_papers
from broadsheet.site.listing import Listed
from broadsheet.site.page import CARDS, FURNITURE, Batch, Kind, Page, Resources, View
from broadsheet.site.references import (
    Cards,
    Group,
    Lines,
    by_month,
    card_refs,
    cards_of,
    line_refs,
    lines_of,
)
from broadsheet.text.inline import prose_plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from broadsheet.content.model import Entry
    from broadsheet.site.catalog import Catalog, TopicPapers
    from broadsheet.site.drawing import Drawing
    from broadsheet.site.frame import Frame

    Counts = tuple[tuple[str, int], ...]  # of years, newest first

ENOUGH_CARDS = 24  # about so many on a topic's own page; all of them stand on its pages by year
BESIDE = 3  # topics that often stand beside a topic
BESIDE_IN = 100  # papers that are looked at for them


def plan(catalog: Catalog) -> Iterator[Batch]:
    """Plan a page and three feeds a topic, and its pages by year."""
    for one in catalog.topics:
        yield Batch(f"topic {one.topic.slug}", one.papers, partial(_plan, catalog, one))


def _plan(catalog: Catalog, one: TopicPapers) -> Iterator[Page]:
    """Plan a topic's page, its years, and its feeds."""
    topic, papers = one.topic, one.papers
    years = [(year, tuple(group)) for year, group in groupby(papers, lambda p: p.day[:4])]
    counts = tuple((year, len(group)) for year, group in years)
    periods = [paper.day for paper in papers]
    months = span_of(periods)
    inputs = TopicInputs(
        topic.slug,
        topic.name,
        topic.description,
        by_month(_newest_months(papers), card_refs),
        counts,
        months,
        count_months(periods, months),
        _topics_beside(one),
    )
    yield TOPIC.page(urls.topic(topic.slug), inputs)
    for year, group in years:
        lines = by_month(group, line_refs)
        inputs_of_year = TopicYearInputs(topic.slug, topic.name, year, lines, counts)
        yield TOPIC_YEAR.page(urls.topic_year(topic.slug, year), inputs_of_year)
    title = catalog.words.titled(catalog.site.title, topic.name)
    about = prose_plain(topic.description)
    feeds = plan_feeds(catalog, urls.topic(topic.slug), title, about, papers)
    yield from at_older(feeds, map(urls.topic, topic.older))


def _newest_months(papers: Sequence[Entry]) -> Sequence[Entry]:
    """Return the newest papers, whole months, until there are enough of them."""
    if len(papers) <= ENOUGH_CARDS:
        return papers
    month = papers[ENOUGH_CARDS - 1].day[:7]
    end = ENOUGH_CARDS
    while end < len(papers) and papers[end].day[:7] == month and end < 2 * ENOUGH_CARDS:
        end += 1
    return papers[:end]


def _topics_beside(one: TopicPapers) -> tuple[str, ...]:
    """Return the topics that most often stand beside this one on its newest papers."""
    counts: dict[str, int] = {}
    for paper in one.papers[:BESIDE_IN]:
        for other in paper.topics:
            if other != one.topic.slug:
                counts[other] = counts.get(other, 0) + 1
    return tuple(sorted(counts, key=lambda slug: (-counts[slug], slug))[:BESIDE])


# --------------------------------------------------------------------------- a topic


class TopicInputs(NamedTuple):
    """A topic: its newest papers by month, its papers by year and by month, topics beside it.

    `axis` are the months from the first of its papers to the newest: those of the feed would have
    each paper of a new month change the pages of all topics.
    """

    slug: str
    name: str
    description: str
    months: tuple[Group, ...]
    counts_by_year: Counts
    axis: tuple[str, ...]
    counts_by_month: tuple[int, ...]
    beside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TopicView(View):
    """A topic: its newest papers by month, and the ways to all of them by year.

    `whole` tells whether all of its papers are among `months`; `linked` is JSON-LD of these.
    """

    topic: Listed
    months: tuple[Cards, ...]
    years: Counts
    drawing: Drawing | None
    beside: tuple[str, ...]
    whole: bool
    linked: str


def _topic(path: str, inputs: TopicInputs, frame: Frame, _resources: Resources) -> View:
    name, about = inputs.name, inputs.description
    total = sum(papers for _, papers in inputs.counts_by_year)
    feeds = feeds_of(path, frame.words.titled(frame.title, name))
    months, axis = cards_of(inputs.months), inputs.axis
    newest = axis[-1] if axis else ""
    return TopicView(
        frame,
        make_head(frame, path, name, prose_plain(about), "topics.html", *feeds),
        Listed(inputs.slug, name, about, total),
        months,
        inputs.counts_by_year,
        draw_months(axis, inputs.counts_by_month, frame.words, running=newest),
        inputs.beside,
        sum(len(month.cards) for month in months) == total,
        list_papers(frame.base, [slug for month in months for slug in month.cards]),
    )


TOPIC = Kind("topic", ("pages/topic.html", CARDS, FURNITURE), _topic)


# --------------------------------------------------------------------------- a topic's year


class TopicYearInputs(NamedTuple):
    """A topic's papers of a year by month, and how many it has in each year."""

    slug: str
    name: str
    year: str
    months: tuple[Group, ...]
    counts_by_year: Counts


@dataclass(frozen=True, slots=True)
class TopicYearView(View):
    """A topic's papers of a year, line by line."""

    topic: Listed
    year: str
    months: tuple[Lines, ...]
    years: Counts
    exports: tuple[tuple[str, str], ...]


def _topic_year(path: str, inputs: TopicYearInputs, frame: Frame, resources: Resources) -> View:
    name, year = inputs.name, inputs.year
    papers = dict(inputs.counts_by_year)[year]
    words = frame.words
    told = {"topic": name, "year": words.long_date(year)}
    described = words.gettext(
        "%(papers)s about %(topic)s of %(year)s.", papers=words.papers(papers), **told
    )
    feeds = feeds_of(urls.topic(inputs.slug), frame.words.titled(frame.title, name))
    title = words.gettext("%(topic)s in %(year)s", **told)
    return TopicYearView(
        frame,
        make_head(frame, path, title, described, "topics.html", *feeds),
        Listed(inputs.slug, name, "", papers),
        year,
        lines_of(inputs.months, resources),
        inputs.counts_by_year,
        urls.exports_beside(path, "bibtex"),
    )


TOPIC_YEAR = Kind("topic_year", ("pages/topic_year.html", FURNITURE), _topic_year)

KINDS = (TOPIC, TOPIC_YEAR)
