"""The pages of time: a day, a week, a month, a year, and the archive of all."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.site import urls
from broadsheet.site.calendar import Month, make_months
from broadsheet.site.head import make_head
from broadsheet.site.page import CARDS, FURNITURE, Kind, Page, Resources, View
from broadsheet.site.references import (
    Cards,
    Group,
    Lines,
    Refs,
    card_refs,
    cards_of,
    line_refs,
    lines_of,
    slugs_of,
)
from broadsheet.text.counts import count
from broadsheet.text.dates import full_date, month_name, short_date, week_of
from broadsheet.text.inline import title_plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from broadsheet.content.cards import Link
    from broadsheet.content.model import Ref
    from broadsheet.site.catalog import Catalog, Day
    from broadsheet.site.frame import Frame

CALENDARS = 12  # months that the archive shows as calendars


def plan(catalog: Catalog) -> Iterator[Page]:
    """Plan a page an edition, a week, a month and a year, and the archive.

    Periods without papers have no page; each page leads to those before and after it.
    """
    days = catalog.days
    for (date, (day,)), around in _periods(days, lambda day: day.date):
        inputs = DayInputs(date, day.note_text, card_refs(day.papers), *around)
        yield DAY.page(urls.day(date), inputs)
    for (week, of_week), around in _periods(days, lambda day: week_of(day.date)):
        cards = tuple((day.date, card_refs(day.papers)) for day in of_week)
        yield WEEK.page(urls.week(week), WeekInputs(week, cards, *around))
    months = list(_periods(days, lambda day: day.date[:7]))
    for (month, of_month), around in months:
        lines = tuple((day.date, line_refs(day.papers)) for day in of_month)
        yield MONTH.page(urls.month(month), MonthInputs(month, lines, *around))
    for (year, of_year), around in _periods(days, lambda day: day.date[:4]):
        leads = tuple((day.date, len(day.papers), day.papers[0].link) for day in of_year)
        yield YEAR.page(urls.year(year), YearInputs(year, leads, *around))
    newest = [day for (_, of_month), _ in months[:CALENDARS] for day in of_month]
    inputs_of_all = ArchiveInputs(
        tuple((day.date, len(day.papers)) for day in newest),
        tuple((month, sum(len(day.papers) for day in of_month)) for (month, of_month), _ in months),
        len(catalog.papers),
        len(days),
        days[-1].date if days else "",
    )
    yield ARCHIVE.page("archive.html", inputs_of_all)


def _periods(
    days: Sequence[Day], name: Callable[[Day], str]
) -> Iterator[tuple[tuple[str, tuple[Day, ...]], tuple[str, str]]]:
    """Group editions, newest first; yield (period, editions) and (period before, period after)."""
    periods = [(period, tuple(group)) for period, group in groupby(days, name)]
    names = ["", *(period for period, _ in periods), ""]
    return zip(periods, zip(names[2:], names[:-2], strict=True), strict=True)


# --------------------------------------------------------------------------- a day


class DayInputs(NamedTuple):
    """An edition with its note and its neighbours' dates."""

    date: str
    note: str
    cards: Refs
    older: str
    newer: str


@dataclass(frozen=True, slots=True)
class DayView(View):
    """An edition with its note, its neighbours' dates, its week and its month."""

    day: Cards
    note: str
    older: str
    newer: str
    week: str
    month: str


def _day(path: str, inputs: DayInputs, frame: Frame, resources: Resources) -> View:
    date, note, refs, older, newer = inputs
    day = Cards(date, slugs_of(refs))
    described = f"{count(len(refs), 'paper')}: " + "; ".join(
        title_plain(resources.link(slug).title) for slug in day.cards[:3]
    )
    head = make_head(frame, path, f"{full_date(date)} · {frame.title}", described, "archive.html")
    return DayView(frame, head, day, note, older, newer, week_of(date), date[:7])


DAY = Kind(
    "day", ("pages/day.html", CARDS, FURNITURE), _day, cards=lambda inputs: inputs.cards
)  # each paper has a day, so the pages of weeks and the front page need not name their cards


# --------------------------------------------------------------------------- a week


class WeekInputs(NamedTuple):
    """A week's editions, and the names of its neighbours."""

    week: str
    days: tuple[Group, ...]
    older: str
    newer: str


@dataclass(frozen=True, slots=True)
class WeekView(View):
    """A week's editions."""

    week: str
    days: tuple[Cards, ...]
    older: str
    newer: str


def _week(path: str, inputs: WeekInputs, frame: Frame, _resources: Resources) -> View:
    week, groups, older, newer = inputs
    days = cards_of(groups)
    title = f"Week {int(week[6:])} of {week[:4]}"
    first, last = days[-1].period, days[0].period
    span = f"from {short_date(first)} to" if first != last else "of"
    described = f"Papers {span} {short_date(last)} {last[:4]}."
    head = make_head(frame, path, f"{title} · {frame.title}", described, "archive.html")
    return WeekView(frame, head, week, days, older, newer)


WEEK = Kind("week", ("pages/week.html", CARDS, FURNITURE), _week)


# --------------------------------------------------------------------------- a month


class MonthInputs(NamedTuple):
    """A month's editions, and the names of its neighbours."""

    month: str
    days: tuple[Group, ...]
    older: str
    newer: str


@dataclass(frozen=True, slots=True)
class MonthView(View):
    """A month's papers, line by line."""

    month: str
    days: tuple[Lines, ...]
    count: int
    older: str
    newer: str


def _month(path: str, inputs: MonthInputs, frame: Frame, resources: Resources) -> View:
    month, groups, older, newer = inputs
    days = lines_of(groups, resources)
    papers = sum(len(day.lines) for day in days)
    described = f"{count(papers, 'paper')} of {month_name(month)}, day by day."
    title = f"{month_name(month)} · {frame.title}"
    head = make_head(frame, path, title, described, "archive.html")
    return MonthView(frame, head, month, days, papers, older, newer)


MONTH = Kind("month", ("pages/month.html", FURNITURE), _month)


# --------------------------------------------------------------------------- a year


class YearInputs(NamedTuple):
    """A year's editions as (date, number of papers, reference to the lead), and its neighbours."""

    year: str
    leads: tuple[tuple[str, int, Ref], ...]
    older: str
    newer: str


class Lead(NamedTuple):
    """A day's first paper in a list of a year's editions."""

    date: str
    papers: int
    link: Link


@dataclass(frozen=True, slots=True)
class YearView(View):
    """A year: its calendar, and each month's editions by their lead."""

    year: str
    months: tuple[Month, ...]
    leads: tuple[tuple[str, tuple[Lead, ...]], ...]
    papers: int
    older: str
    newer: str


def _year(path: str, inputs: YearInputs, frame: Frame, resources: Resources) -> View:
    leads: dict[str, list[Lead]] = {}
    for date, papers, (slug, _digest) in inputs.leads:
        leads.setdefault(date[:7], []).append(Lead(date, papers, resources.link(slug)))
    counts = {date: papers for date, papers, _ in inputs.leads}
    total = sum(counts.values())
    described = f"{count(total, 'paper')} in {count(len(counts), 'edition')}, month by month."
    title = f"{inputs.year} · {frame.title}"
    return YearView(
        frame,
        make_head(frame, path, title, described, "archive.html"),
        inputs.year,
        make_months(counts),
        tuple((month, tuple(of_month)) for month, of_month in leads.items()),
        total,
        inputs.older,
        inputs.newer,
    )


YEAR = Kind("year", ("pages/year.html", FURNITURE), _year)


# --------------------------------------------------------------------------- the archive


class ArchiveInputs(NamedTuple):
    """The papers of the newest months by day and of all by month; totals; the first edition."""

    days: tuple[tuple[str, int], ...]
    months: tuple[tuple[str, int], ...]
    papers: int
    editions: int
    first: str


class YearCount(NamedTuple):
    """A year's months with their papers."""

    year: str
    papers: int
    months: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class ArchiveView(View):
    """The last twelve months as calendars, and every month there is."""

    months: tuple[Month, ...]
    years: tuple[YearCount, ...]
    papers: int
    editions: int
    first: str


def _archive(path: str, inputs: ArchiveInputs, frame: Frame, _resources: Resources) -> View:
    years: dict[str, list[tuple[str, int]]] = {}
    for month, papers in inputs.months:
        years.setdefault(month[:4], []).append((month, papers))
    described = f"Every edition of {frame.title}, day by day and month by month."
    return ArchiveView(
        frame,
        make_head(frame, path, f"Archive · {frame.title}", described, "archive.html"),
        make_months(dict(inputs.days)),
        tuple(
            YearCount(year, sum(papers for _, papers in months), tuple(months))
            for year, months in years.items()
        ),
        inputs.papers,
        inputs.editions,
        inputs.first,
    )


ARCHIVE = Kind("archive", ("pages/archive.html", FURNITURE), _archive)

KINDS = (DAY, WEEK, MONTH, YEAR, ARCHIVE)
