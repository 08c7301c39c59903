"""References to papers, as the inputs of pages hold them, and what views show in their place.

A reference is a slug and the digest of what the page shows of the paper; `Entry` has one for each
of the ways in which a paper is shown.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from broadsheet.content.cards import Line
    from broadsheet.content.model import Entry, Ref
    from broadsheet.site.page import Resources

Item = TypeVar("Item")

Refs = tuple["Ref", ...]
Group = tuple[str, Refs]  # a period (a day, a month, a year), and papers of it
# A period with what belongs to it, and the names of the periods before and after it.
Grouped = tuple[tuple[str, tuple[Item, ...]], tuple[str, str]]


def line_refs(papers: Iterable[Entry]) -> Refs:
    """Return references to the papers' lines."""
    return tuple([paper.line for paper in papers])


def card_refs(papers: Iterable[Entry]) -> Refs:
    """Return references to the papers' cards."""
    return tuple([paper.card for paper in papers])


def by_month(papers: Iterable[Entry], refs: Callable[[Iterable[Entry]], Refs]) -> tuple[Group, ...]:
    """Group papers that are sorted by day, into (month, references).

    Those of which only the year is known are under their year.
    """
    months = groupby(papers, lambda paper: paper.day[:7])
    return tuple((month, refs(group)) for month, group in months)


def grouped(items: Iterable[Item], name: Callable[[Item], str]) -> Iterator[Grouped[Item]]:
    """Group what is newest first, by the name of each one's period."""
    periods = [(period, tuple(group)) for period, group in groupby(items, name)]
    names = ["", *(period for period, _ in periods), ""]
    return zip(periods, zip(names[2:], names[:-2], strict=True), strict=True)


def slugs_of(refs: Iterable[Ref]) -> tuple[str, ...]:
    """Return the slugs of the papers that are referred to."""
    return tuple([slug for slug, _digest in refs])


def shown_lines(refs: Iterable[Ref], resources: Resources) -> tuple[Line, ...]:
    """Return the lines of the papers that are referred to."""
    return tuple(resources.line(slug) for slug in slugs_of(refs))


class Cards(NamedTuple):
    """A period's papers, shown as cards; `period` is a day, month or year, `cards` are slugs."""

    period: str
    cards: tuple[str, ...]


class Lines(NamedTuple):
    """A period's papers, a line each."""

    period: str
    lines: tuple[Line, ...]


def cards_of(groups: Iterable[Group]) -> tuple[Cards, ...]:
    """Return groups of papers as cards."""
    return tuple(Cards(period, slugs_of(refs)) for period, refs in groups)


def lines_of(groups: Iterable[Group], resources: Resources) -> tuple[Lines, ...]:
    """Return groups of papers as lines."""
    return tuple(Lines(period, shown_lines(refs, resources)) for period, refs in groups)
