"""What a digest of a day or a week holds: the papers that it tells of, and those that it names.

It is a letter, and a week's is a page of the site and an entry of a feed, too.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.text.dates import is_date, week_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from broadsheet.content.cards import Card, Line
    from broadsheet.content.model import Entry
    from broadsheet.site.catalog import Catalog, Day


class Limits(NamedTuple):
    """How many of a day's papers are told with their summary, and how many are shown in all."""

    told: int
    shown: int


# A summary with its title takes a quarter of a minute: those of three papers a day, five minutes.
WEEK = Limits(3, 12)
DAY = Limits(sys.maxsize, sys.maxsize)


class Section(NamedTuple):
    """A day's papers in a digest, in the day's order.

    `told` are those with their summary, `listed` those with a line, `rest` counts the others.
    """

    date: str
    told: tuple[Entry, ...]
    listed: tuple[Entry, ...]
    rest: int

    @property
    def papers(self) -> int:
        """How many papers the day has."""
        return len(self.told) + len(self.listed) + self.rest


class ShownDay(NamedTuple):
    """A section as letters and feeds show it: with cards, lines and how many papers there are more.

    The page of a week has slugs in place of cards.
    """

    date: str
    told: tuple[Card, ...]
    listed: tuple[Line, ...]
    rest: int


@dataclass(frozen=True, slots=True)
class Digest:
    """A digest of a day (`2025-06-25`) or of a week (`2025-W26`), the newest day first.

    `topic` is the slug of the only topic that it tells of, empty where it tells of all. `note` is
    the editor's on a day, which speaks of all topics.
    """

    period: str
    topic: str
    note: str
    sections: tuple[Section, ...]

    @property
    def papers(self) -> int:
        """How many papers there are in the period."""
        return sum(section.papers for section in self.sections)


def is_week(period: str) -> bool:
    """Return whether a period of a digest is a week; else it is a day."""
    return "W" in period


def usual_limits(period: str) -> Limits:
    """Return how much a digest of a period tells where there is room for it."""
    return WEEK if is_week(period) else DAY


def make_digest(catalog: Catalog, period: str, topic: str, limits: Limits) -> Digest:
    """Make the digest of a period; it has no sections where the period has no papers."""
    days = [day for day in catalog.days if period in (day.date, week_of(day.date))]
    note = "" if is_week(period) or topic or not days else days[0].note_text
    return Digest(period, topic, note, make_sections(days, limits, topic))


def make_sections(days: Iterable[Day], limits: Limits, topic: str = "") -> tuple[Section, ...]:
    """Return the days that have papers, of a topic if one is given, as far as the limits go."""
    chosen = ((day.date, _of_topic(day.papers, topic)) for day in days)
    return tuple(_make_section(date, papers, limits) for date, papers in chosen if papers)


def _of_topic(papers: tuple[Entry, ...], topic: str) -> tuple[Entry, ...]:
    if not topic:
        return papers
    return tuple(paper for paper in papers if topic in paper.topics)


def _make_section(date: str, papers: tuple[Entry, ...], limits: Limits) -> Section:
    told, shown = papers[: limits.told], papers[: limits.shown]
    return Section(date, told, shown[len(told) :], len(papers) - len(shown))


def is_period(text: str) -> bool:
    """Return whether a text is a day that exists, or a week of ISO 8601 that does."""
    if not is_week(text):
        return is_date(text)
    year, _, week = text.partition("-W")
    last = f"{year}-12-28"  # which is always in the last week of its year
    is_written = len(week) == len("26") and week.isascii() and week.isdecimal()
    return is_written and is_date(last) and "01" <= week <= week_of(last)[-2:]
