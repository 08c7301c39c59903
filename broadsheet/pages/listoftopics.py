"""The list of topics, each with its papers a month, and which of them grew or fell."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from broadsheet.site.drawing import NARROW, count_months, draw_line, draw_months, span_of
from broadsheet.site.head import make_head
from broadsheet.site.listing import Listed
from broadsheet.site.page import FURNITURE, Batch, Kind, Page, Resources, View
from broadsheet.site.trends import WEEKS, Trends, find_trends

if TYPE_CHECKING:
    from collections.abc import Iterator

    from broadsheet.site.catalog import Catalog
    from broadsheet.site.drawing import Drawing
    from broadsheet.site.frame import Frame

    Counts = tuple[int, ...]  # papers, a number a month


def plan(catalog: Catalog) -> Iterator[Batch]:
    """Plan the list of topics."""
    yield Batch("topics", (), partial(_plan, catalog))


def _plan(catalog: Catalog) -> Iterator[Page]:
    months = span_of(period.name for period in catalog.periods)
    entries = tuple(
        (one.topic.slug, one.topic.name, one.topic.description, len(one.papers))
        for one in catalog.topics
    )
    counts = tuple(
        count_months((paper.day for paper in one.papers), months) for one in catalog.topics
    )
    all_papers = count_months((paper.day for paper in catalog.papers.values()), months)
    editions = [(day.date, [paper.topics for paper in day.papers]) for day in catalog.days]
    inputs = TopicsInputs(entries, months, counts, all_papers, tuple(find_trends(editions)))
    yield TOPICS.page("topics.html", inputs)


class TopicsInputs(NamedTuple):
    """The topics in the order of the fields of `Listed`, and the papers of each month.

    `counts` has the numbers of each topic, `all_papers` those of the feed; `trends` are the fields
    of `Trends`.
    """

    entries: tuple[tuple[str, str, str, int], ...]
    months: tuple[str, ...]
    counts: tuple[Counts, ...]
    all_papers: Counts
    trends: tuple[Any, ...]


class DrawnTopic(NamedTuple):
    """A topic of the list with its drawing, if there is one."""

    topic: Listed
    drawing: Drawing | None


class Moved(NamedTuple):
    """A topic that grew or fell: its papers and shares before and now, and a line between them."""

    topic: str
    papers_before: int
    papers: int
    share_before: str
    share: str
    line: str


@dataclass(frozen=True, slots=True)
class TopicsView(View):
    """The list of topics.

    `drawing` is that of all papers; `moved` are topics that grew or fell, by heading, and `since`
    says what is compared.
    """

    entries: tuple[DrawnTopic, ...]
    drawing: Drawing | None
    moved: tuple[tuple[str, tuple[Moved, ...]], ...]
    since: str


def _topics(path: str, inputs: TopicsInputs, frame: Frame, _resources: Resources) -> View:
    words, months, trends = frame.words, inputs.months, Trends(*inputs.trends)
    topics = len(inputs.entries)
    described = words.ngettext(
        "%(count)s topic of %(title)s.",
        "%(count)s topics of %(title)s.",
        topics,
        count=words.number(topics),
        title=frame.title,
    )
    running = months[-1] if months else ""
    return TopicsView(
        frame,
        make_head(frame, path, words.gettext("Topics"), described, "topics.html"),
        tuple(
            DrawnTopic(Listed(*entry), draw_months(months, counts, words, NARROW, running=running))
            for entry, counts in zip(inputs.entries, inputs.counts, strict=True)
        ),
        draw_months(months, inputs.all_papers, words, running=running),
        _moved(trends, frame),
        _since(trends, frame),
    )


def _moved(trends: Trends, frame: Frame) -> tuple[tuple[str, tuple[Moved, ...]], ...]:
    """Return the topics that grew and those that fell, by heading; neither where there is none."""
    _last, before, now, grew, fell = trends
    shares = [share for _, old, new in (*grew, *fell) for share in (old / before, new / now)]

    def shown(topic: str, old: int, new: int) -> Moved:
        line = draw_line(old / before, new / now, max(shares))
        said = frame.words.share(old, before), frame.words.share(new, now)
        return Moved(topic, old, new, *said, line)

    headings = (frame.words.gettext("Growing"), grew), (frame.words.gettext("Falling"), fell)
    return tuple(
        (heading, tuple(shown(*one) for one in some)) for heading, some in headings if some
    )


def _since(trends: Trends, frame: Frame) -> str:
    """Say what is compared."""
    words = frame.words
    if not (trends.grew or trends.fell):
        return ""
    return words.gettext(
        "Shares of all papers in the %(weeks)s weeks to %(day)s and in the %(weeks)s weeks before. "
        "What chance may have made is left out.",
        weeks=words.number(WEEKS),
        day=words.long_date(trends.last),
    )


TOPICS = Kind("topics", ("pages/topics.html", FURNITURE), _topics)

KINDS = (TOPICS,)
