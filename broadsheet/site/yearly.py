"""How a year went: its papers month by month, and those of its topics."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from broadsheet.site.drawing import (
    FEWEST_MONTHS,
    NARROW,
    count_months,
    draw_months,
    months_between,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from broadsheet.site.catalog import Period
    from broadsheet.site.drawing import Counts, Drawing
    from broadsheet.words.words import Words

    Count = tuple[str, int, Counts]  # a topic, its papers of a year, those of each month

ALL = ""  # in place of a topic: all papers
MOST_TOPICS = 10
FEWEST_PAPERS = 10  # of fewer there is nothing to sum up


class Row(NamedTuple):
    """A topic of a year, or ALL, its papers, and these month by month."""

    topic: str
    papers: int
    drawing: Drawing | None


def months_of(year: str) -> tuple[str, ...]:
    """Return a year's twelve months."""
    return months_between(f"{year}-01", f"{year}-12")


def count_topics(year: str, periods: Iterable[Period]) -> tuple[Count, ...]:
    """Count all papers of a year, then those of its commonest topics.

    Those of no known month are in the sums. Nothing is counted where there are few papers or no
    topics.
    """
    days: dict[str, list[str]] = {ALL: []}
    for name, papers in periods:
        for paper in papers:
            for topic in (ALL, *paper.topics):
                days.setdefault(topic, []).append(name)
    if len(days[ALL]) < FEWEST_PAPERS or len(days) == 1:
        return ()
    months = months_of(year)
    often = sorted(days, key=lambda topic: (-len(days[topic]), topic))[: 1 + MOST_TOPICS]
    return tuple((topic, len(days[topic]), count_months(days[topic], months)) for topic in often)


def draw_year(
    year: str, counts: Sequence[Count], words: Words, *, running: bool
) -> tuple[Row, ...]:
    """Return a row for each count, drawn on the year's months if enough of these have papers.

    `running` tells that the last month with papers may not be over.
    """
    if not counts:
        return ()
    months = months_of(year)
    full = [month for month, papers in zip(months, counts[0][2], strict=True) if papers]
    if len(full) < FEWEST_MONTHS:
        return tuple(Row(topic, papers, None) for topic, papers, _ in counts)
    last = full[-1] if running else ""
    return tuple(
        Row(topic, papers, draw_months(months, by_month, words, NARROW, running=last))
        for topic, papers, by_month in counts
    )
