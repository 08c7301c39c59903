"""The pages of time: a day, a week, a month, a year, and the archive of all.

Papers of no edition are filed under a month or a year, and stand on its page.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from broadsheet.site import urls
from broadsheet.site.calendar import Month, Shade, find_bounds, make_key, make_months
from broadsheet.site.head import make_head
from broadsheet.site.linked import list_papers
from broadsheet.site.page import CARDS, FURNITURE, Batch, Kind, Page, Resources, View
from broadsheet.site.references import (
    Cards,
    Group,
    Lines,
    Refs,
    card_refs,
    grouped,
    line_refs,
    lines_of,
    shown_lines,
    slugs_of,
)
from broadsheet.site.yearly import Row, count_topics, draw_year
from broadsheet.text.dates import is_day, unit_of, week_of
from broadsheet.text.inline import title_plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from broadsheet.content.cards import Line, Link
    from broadsheet.content.model import Ref
    from broadsheet.site.catalog import Catalog, Day, Period
    from broadsheet.site.frame import Frame
    from broadsheet.site.references import Grouped
    from broadsheet.site.yearly import Count
    from broadsheet.words.words import Words

Item = TypeVar("Item")

Ways = tuple[tuple[str, str], ...]  # exports, as (name of the form, way there)

CALENDARS = 12  # months that the archive shows as calendars


def plan(catalog: Catalog) -> Iterator[Batch]:
    """Plan a page an edition, a week, a month and a year, and the archive.

    Periods without papers have no page; each page leads to those before and after it.
    """
    days = catalog.days
    yield from _by_year("days", grouped(days, lambda day: day.date), _plan_days)
    yield from _by_year("weeks", grouped(days, lambda day: week_of(day.date)), _plan_weeks)
    of_months = [period for period in catalog.periods if unit_of(period.name) != "year"]
    yield from _by_year("months", grouped(of_months, lambda period: period.name[:7]), _plan_months)
    of_years = tuple(period for period in catalog.periods if unit_of(period.name) == "year")
    yield Batch("years", of_years, partial(_plan_years, catalog))


def _by_year(
    name: str,
    periods: Iterable[Grouped[Item]],
    plan_pages: Callable[[Iterable[Grouped[Item]]], Iterator[Page]],
) -> Iterator[Batch]:
    """Batch the pages of periods, which have the year in their names."""
    for year, some in groupby(periods, lambda one: one[0][0][:4]):
        of_year = tuple(some)
        yield Batch(f"{name} {year}", of_year, partial(plan_pages, of_year))


def _plan_days(days: Iterable[Grouped[Day]]) -> Iterator[Page]:
    for (date, (day,)), around in days:
        inputs = DayInputs(date, day.note_text, card_refs(day.papers), *around)
        yield DAY.page(urls.day(date), inputs)


def _plan_weeks(weeks: Iterable[Grouped[Day]]) -> Iterator[Page]:
    for (week, of_week), around in weeks:
        lines = tuple((day.date, line_refs(day.papers)) for day in of_week)
        yield WEEK.page(urls.week(week), WeekInputs(week, lines, *around))


def _plan_months(months: Iterable[Grouped[Period]]) -> Iterator[Page]:
    for (month, of_month), around in months:
        lines = tuple((name, line_refs(papers)) for name, papers in of_month)
        yield MONTH.page(urls.month(month), MonthInputs(month, lines, *around))


def _plan_years(catalog: Catalog) -> Iterator[Page]:
    bounds = find_bounds(len(day.papers) for day in catalog.days)
    for (year, of_year), around in grouped(catalog.periods, lambda period: period.name[:4]):
        yield YEAR.page(urls.year(year), _year_inputs(year, of_year, bounds, *around))
    yield ARCHIVE.page("archive.html", _archive_inputs(catalog, bounds))


def _extent(words: Words, papers: int, editions: int, others: int) -> str:
    """Say how many papers a period has in how many editions, and how many in none."""
    inside = words.ngettext(
        "%(papers)s in %(count)s edition",
        "%(papers)s in %(count)s editions",
        editions,
        papers=words.papers(papers),
        count=words.number(editions),
    )
    outside = words.gettext("%(papers)s in no edition", papers=words.papers(others))
    if editions and others:
        return words.gettext("%(first)s and %(second)s", first=inside, second=outside)
    return outside if others else inside if editions else ""


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
    """An edition with its note, its neighbours' dates, its week and its month.

    `linked` is JSON-LD, `exports` are those beside the page.
    """

    day: Cards
    note: str
    older: str
    newer: str
    week: str
    month: str
    linked: str
    exports: Ways


def _day(path: str, inputs: DayInputs, frame: Frame, resources: Resources) -> View:
    date, note, refs, older, newer = inputs
    day = Cards(date, slugs_of(refs))
    words = frame.words
    described = words.gettext(
        "%(papers)s: %(titles)s",
        papers=words.papers(len(refs)),
        titles=words.gettext("; ").join(
            title_plain(resources.link(slug).title) for slug in day.cards[:3]
        ),
    )
    head = make_head(frame, path, words.full_date(date), described, "archive.html")
    linked, exports = list_papers(frame.base, day.cards), urls.exports_beside(path, *urls.EXPORTS)
    around = (older, newer, week_of(date), date[:7])
    return DayView(frame, head, day, note, *around, linked, exports)


DAY = Kind(
    "day", ("pages/day.html", CARDS, FURNITURE), _day, whole=lambda inputs: inputs.cards[0][0]
)


# --------------------------------------------------------------------------- a week


class WeekInputs(NamedTuple):
    """A week's editions, and the names of its neighbours."""

    week: str
    days: tuple[Group, ...]
    older: str
    newer: str


@dataclass(frozen=True, slots=True)
class WeekView(View):
    """A week's editions, line by line."""

    week: str
    title: str
    days: tuple[Lines, ...]
    older: str
    newer: str


def _week(path: str, inputs: WeekInputs, frame: Frame, resources: Resources) -> View:
    week, groups, older, newer = inputs
    days = lines_of(groups, resources)
    words = frame.words
    title = words.week_name(week)
    first, last = days[-1].period, days[0].period
    described = (
        words.gettext(
            "Papers from %(first)s to %(last)s.",
            **dict(zip(("first", "last"), words.span(first, last), strict=True)),
        )
        if first != last
        else words.gettext("Papers of %(day)s.", day=words.long_date(last))
    )
    head = make_head(frame, path, title, described, "archive.html")
    return WeekView(frame, head, week, title, days, older, newer)


WEEK = Kind("week", ("pages/week.html", FURNITURE), _week)


# --------------------------------------------------------------------------- a month


class MonthInputs(NamedTuple):
    """A month's editions and, under its own name, its other papers; its neighbours' names."""

    month: str
    periods: tuple[Group, ...]
    older: str
    newer: str


@dataclass(frozen=True, slots=True)
class MonthView(View):
    """A month's papers, line by line: by edition, and those of none, with their exports."""

    month: str
    days: tuple[Lines, ...]
    others: tuple[Lines, ...]
    extent: str
    older: str
    newer: str
    exports: Ways


def _month(path: str, inputs: MonthInputs, frame: Frame, resources: Resources) -> View:
    month, groups, older, newer = inputs
    periods = lines_of(groups, resources)
    days = tuple(one for one in periods if is_day(one.period))
    others = periods[len(days) :]
    papers = sum(len(day.lines) for day in days)
    listed = sum(len(other.lines) for other in others)
    words = frame.words
    told = {"papers": words.papers(papers + listed), "month": words.month_name(month)}
    described = (
        words.gettext("%(papers)s of %(month)s, day by day.", **told)
        if days
        else words.gettext("%(papers)s of %(month)s.", **told)
    )
    head = make_head(frame, path, words.month_name(month), described, "archive.html")
    extent = _extent(words, papers, len(days), listed)
    exports = urls.exports_beside(path, *urls.EXPORTS) if others else ()
    return MonthView(frame, head, month, days, others, extent, older, newer, exports)


MONTH = Kind("month", ("pages/month.html", FURNITURE), _month)


# --------------------------------------------------------------------------- a year


class YearInputs(NamedTuple):
    """A year's editions as (date, number of papers, reference to the lead), and its neighbours.

    `others` are how many papers of no edition each month has; `unknown` are those of the year, and
    `bounds` the quartiles by which days are shaded. `counts` are those of all papers and
    of the year's topics.
    """

    year: str
    leads: tuple[tuple[str, int, Ref], ...]
    others: tuple[tuple[str, int], ...]
    unknown: Refs
    counts: tuple[Count, ...]
    bounds: tuple[int, ...]
    older: str
    newer: str


class Lead(NamedTuple):
    """A day's first paper in a list of a year's editions."""

    date: str
    papers: int
    link: Link


class MonthLeads(NamedTuple):
    """A month's editions by their lead, and how many papers it has in none."""

    month: str
    leads: tuple[Lead, ...]
    others: int

    @property
    def papers(self) -> int:
        """All papers of the month."""
        return sum(lead.papers for lead in self.leads) + self.others


@dataclass(frozen=True, slots=True)
class YearView(View):
    """A year: its calendar, each month's editions by their lead, and papers of unknown months.

    `papers` counts those of editions, `others` the rest.
    """

    year: str
    rows: tuple[Row, ...]
    calendars: tuple[Month, ...]
    shades: tuple[Shade, ...]
    months: tuple[MonthLeads, ...]
    unknown: tuple[Line, ...]
    papers: int
    others: int
    older: str
    newer: str
    exports: Ways


def _year_inputs(
    year: str, periods: Sequence[Period], bounds: tuple[int, ...], older: str, newer: str
) -> YearInputs:
    leads: list[tuple[str, int, Ref]] = []
    others: list[tuple[str, int]] = []
    unknown: Refs = ()
    for name, papers in periods:
        if is_day(name):
            leads.append((name, len(papers), papers[0].link))
        elif name == year:
            unknown = line_refs(papers)
        else:
            others.append((name, len(papers)))
    totals = count_topics(year, periods)
    return YearInputs(year, tuple(leads), tuple(others), unknown, totals, bounds, older, newer)


def _year(path: str, inputs: YearInputs, frame: Frame, resources: Resources) -> View:
    leads: dict[str, list[Lead]] = {month: [] for month, _papers in inputs.others}
    for date, papers, (slug, _digest) in inputs.leads:
        leads.setdefault(date[:7], []).append(Lead(date, papers, resources.link(slug)))
    counts = {date: papers for date, papers, _ in inputs.leads}
    others = dict(inputs.others)
    total, rest = sum(counts.values()), sum(others.values()) + len(inputs.unknown)
    words = frame.words
    extent = _extent(words, total, len(counts), rest)
    described = words.gettext("%(extent)s, month by month.", extent=extent)
    return YearView(
        frame,
        make_head(frame, path, words.long_date(inputs.year), described, "archive.html"),
        inputs.year,
        draw_year(inputs.year, inputs.counts, words, running=not inputs.newer),
        make_months(counts, inputs.bounds, words.first_weekday),
        make_key(inputs.bounds),
        tuple(
            MonthLeads(month, tuple(leads[month]), others.get(month, 0))
            for month in sorted(leads, reverse=True)
        ),
        shown_lines(inputs.unknown, resources),
        total,
        rest,
        inputs.older,
        inputs.newer,
        urls.exports_beside(path, "bibtex"),
    )


YEAR = Kind("year", ("pages/year.html", FURNITURE), _year)


# --------------------------------------------------------------------------- the archive


class ArchiveInputs(NamedTuple):
    """The papers of the newest months by day and of all by month; totals; the first edition.

    A year stands among the months with the papers of which no more is known. `papers` counts those
    of editions, `others` the rest.
    """

    days: tuple[tuple[str, int], ...]
    months: tuple[tuple[str, int], ...]
    papers: int
    editions: int
    others: int
    first: str
    bounds: tuple[int, ...]


class YearCount(NamedTuple):
    """A year's months with their papers, and how many have no month."""

    year: str
    papers: int
    months: tuple[tuple[str, int], ...]
    unknown: int


@dataclass(frozen=True, slots=True)
class ArchiveView(View):
    """The last twelve months with editions as calendars, and every month there is.

    `extent` says how much there is, `others` how many papers belong to no edition.
    """

    months: tuple[Month, ...]
    shades: tuple[Shade, ...]
    years: tuple[YearCount, ...]
    extent: str
    others: int
    first: str


def _archive_inputs(catalog: Catalog, bounds: tuple[int, ...]) -> ArchiveInputs:
    days = catalog.days
    calendars = list(dict.fromkeys(day.date[:7] for day in days))[:CALENDARS]
    months = groupby(catalog.periods, lambda period: period.name[:7])
    featured = sum(len(day.papers) for day in days)
    return ArchiveInputs(
        tuple((day.date, len(day.papers)) for day in days if day.date[:7] in calendars),
        tuple((month, sum(len(one.papers) for one in of_month)) for month, of_month in months),
        featured,
        len(days),
        len(catalog.papers) - featured,
        days[-1].date if days else "",
        bounds,
    )


def _archive(path: str, inputs: ArchiveInputs, frame: Frame, _resources: Resources) -> View:
    years: dict[str, list[tuple[str, int]]] = {}
    for month, papers in inputs.months:
        years.setdefault(month[:4], []).append((month, papers))
    words = frame.words
    described = words.gettext(
        "Every edition of %(title)s, day by day and month by month.", title=frame.title
    )
    return ArchiveView(
        frame,
        make_head(frame, path, words.gettext("Archive"), described, "archive.html"),
        make_months(dict(inputs.days), inputs.bounds, words.first_weekday),
        make_key(inputs.bounds),
        tuple(
            YearCount(
                year,
                sum(papers for _, papers in months),
                tuple((month, papers) for month, papers in months if month != year),
                dict(months).get(year, 0),
            )
            for year, months in years.items()
        ),
        _extent(words, inputs.papers, inputs.editions, 0),
        inputs.others,
        inputs.first,
    )


ARCHIVE = Kind("archive", ("pages/archive.html", FURNITURE), _archive)

KINDS = (DAY, WEEK, MONTH, YEAR, ARCHIVE)
