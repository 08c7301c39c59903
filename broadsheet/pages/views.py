"""Views: the frozen, narrow value that a template gets, and the only thing that it gets.

Views hold source texts; mathematics, Markdown and dates get their form in the templates' filters.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from broadsheet.content.cards import Line, Link
    from broadsheet.content.model import Paper
    from broadsheet.pages.plan import Frame


FEED_TYPES = {
    "xml": ("application/rss+xml", "RSS"),
    "atom": ("application/atom+xml", "Atom"),
    "json": ("application/feed+json", "JSON"),
}


class Way(NamedTuple):
    """A way to another page: its path and what it says."""

    path: str
    text: str


class FeedLink(NamedTuple):
    """A feed of a page: its path, media type, format and title."""

    path: str
    type: str
    format: str
    title: str


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of a page says. `current` names the entry of the navigation it belongs to."""

    path: str
    root: str
    title: str
    description: str
    current: str = ""
    feeds: tuple[FeedLink, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """What all views have: the site's frame, and the page's head."""

    frame: Frame
    head: Head


class DayPart(NamedTuple):
    """An edition within a page."""

    date: str
    cards: tuple[str, ...]


class Lines(NamedTuple):
    """A period's papers, a line each; `period` is a day or a month."""

    period: str
    lines: tuple[Line, ...]


class Cards(NamedTuple):
    """A month's papers, a card each."""

    period: str
    cards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IndexView(View):
    """The front page: editions in full, the newest first, with the newest one's note.

    `older` is the date of the edition before them, empty where there is none.
    """

    days: tuple[DayPart, ...]
    note: str
    older: str


@dataclass(frozen=True, slots=True)
class DayView(View):
    """An edition with its note and its neighbours' dates."""

    day: DayPart
    note: str
    older: str
    newer: str
    week: str
    month: str


@dataclass(frozen=True, slots=True)
class WeekView(View):
    """A week's editions."""

    week: str
    days: tuple[DayPart, ...]
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


class CalendarDay(NamedTuple):
    """A field of a calendar: its number (0 outside the month), its date, its papers, its shade."""

    number: int
    date: str
    papers: int
    shade: str


class Month(NamedTuple):
    """A month as a calendar, weeks from Monday."""

    month: str
    weeks: tuple[tuple[CalendarDay, ...], ...]


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


class Other(NamedTuple):
    """Another paper beside a paper, and the topic for which it is shown (none: the day)."""

    line: Line
    topic: str


@dataclass(frozen=True, slots=True)
class PaperView(View):
    """A paper's page. `authors` are ways to authors' pages, without a path where there is none."""

    paper: Paper
    authors: tuple[Way, ...]
    landing: str
    pdf: str
    bibtex: str
    others: tuple[Other, ...]
    older: Link | None
    newer: Link | None


class Listed(NamedTuple):
    """An entry of a list of topics, authors or collections."""

    slug: str
    name: str
    description: str
    papers: int


@dataclass(frozen=True, slots=True)
class ListView(View):
    """The list of topics, or of collections."""

    entries: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class TopicView(View):
    """A topic: its newest papers by month, and the ways to all of them by year."""

    topic: Listed
    months: tuple[Cards, ...]
    years: tuple[tuple[str, int], ...]
    spark: str
    spark_label: str
    beside: tuple[str, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class TopicYearView(View):
    """A topic's papers of a year, line by line."""

    topic: Listed
    year: str
    months: tuple[Lines, ...]
    years: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class AuthorsView(View):
    """Authors by initial: all of them, or those of one letter, or the most frequent."""

    letter: str
    groups: tuple[tuple[str, tuple[Listed, ...]], ...]
    count: int
    letters: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class AuthorView(View):
    """An author's papers."""

    name: str
    cards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CollectionView(View):
    """A collection: introduction and papers."""

    collection: Listed
    body: str
    cards: tuple[str, ...]


class FeedSource(NamedTuple):
    """Something that has feeds."""

    section: str
    title: str
    feeds: tuple[FeedLink, ...]


@dataclass(frozen=True, slots=True)
class SubscribeView(View):
    """Every feed of the site, and what a feed is."""

    sources: tuple[FeedSource, ...]
    author: FeedSource | None
    newsletter: str
    last: str


@dataclass(frozen=True, slots=True)
class TextView(View):
    """A page of text in Markdown, or of nothing but its template."""

    body: str = ""


class Control(NamedTuple):
    """A field of the form that adds a paper: what the field table says of it, for a browser.

    `pattern` is a regular expression, `wrong` what is said of a value that it does not match.
    """

    name: str
    label: str
    kind: str
    about: str
    example: str
    required: bool
    limit: int
    pattern: str
    wrong: str


@dataclass(frozen=True, slots=True)
class AddView(View):
    """The page that adds a paper: the form's fields, all fields in their order, an example."""

    controls: tuple[Control, ...]
    more: tuple[Control, ...]
    fields: tuple[str, ...]
    path: str
    example: str


@dataclass(frozen=True, slots=True)
class RedirectView(View):
    """An older name of a paper."""

    slug: str
    link: Link


class Item(NamedTuple):
    """An entry of a feed: a paper's slug, and its place in its day's list."""

    slug: str
    place: int


@dataclass(frozen=True, slots=True)
class FeedView(View):
    """A feed of papers. `page` is the path of the page that it follows.

    `updated` is the day on which the last paper came or was last corrected.
    """

    page: str
    about: str
    updated: str
    items: tuple[Item, ...]


class DayItem(NamedTuple):
    """An entry of the feed of editions."""

    date: str
    note: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class DaysView(View):
    """The feed with one entry a day."""

    days: tuple[DayItem, ...]


@dataclass(frozen=True, slots=True)
class OutlineView(View):
    """Every feed, for readers that take a list."""

    sources: tuple[FeedSource, ...]


@dataclass(frozen=True, slots=True)
class PathsView(View):
    """Addresses for machines."""

    paths: tuple[str, ...]
