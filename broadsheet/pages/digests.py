"""The digests of weeks: *The week in five minutes*, and the feed that has an entry a week."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.content.cards import card_of
from broadsheet.site import urls
from broadsheet.site.digest import WEEK, ShownDay, make_sections
from broadsheet.site.head import FEED_TYPES, FeedLink, Head, make_head
from broadsheet.site.page import CARDS, FURNITURE, Kind, Page, Resources, View
from broadsheet.site.references import Refs, card_refs, grouped, line_refs, shown_lines, slugs_of
from broadsheet.text.dates import week_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from broadsheet.content.cards import Line
    from broadsheet.site.catalog import Catalog, Day
    from broadsheet.site.frame import Frame

    Told = tuple[str, Refs, Refs, int]  # a date, papers as cards, papers as lines, how many more

FEED = "weeks.xml"
WEEKS_IN_FEED = 8


def plan(catalog: Catalog) -> Iterator[Page]:
    """Plan the digest of each week with editions, and the feed of those that are over.

    A week is over when there is an edition after it: whoever makes letters of feeds sends an entry
    when it comes, and never again when it has grown. It is dated by that edition, as it comes with
    it.
    """
    weeks = list(grouped(catalog.days, lambda day: week_of(day.date)))
    told = [_tell(days) for (_week, days), _around in weeks]
    for ((week, _days), around), sections in zip(weeks, told, strict=True):
        yield WEEK_DIGEST.page(urls.week_digest(week), DigestInputs(week, sections, *around))
    firsts = [days[-1].date for (_week, days), _around in weeks]
    over = zip(weeks[1:], firsts, told[1:], strict=False)
    items = tuple((week, first, sections) for ((week, _), _), first, sections in over)
    yield WEEKS.page(FEED, WeeksInputs(items[:WEEKS_IN_FEED]))


def _tell(days: Iterable[Day]) -> tuple[Told, ...]:
    """Return what a week's digest holds of its days, as plain tuples."""
    return tuple(
        (one.date, card_refs(one.told), line_refs(one.listed), one.rest)
        for one in make_sections(days, WEEK)
    )


def _papers(days: Iterable[Told]) -> int:
    return sum(len(told) + len(listed) + rest for _date, told, listed, rest in days)


def _feed_title(frame: Frame) -> str:
    return frame.words.gettext("%(title)s, week by week", title=frame.title)


# --------------------------------------------------------------------------- a week's page


class DigestInputs(NamedTuple):
    """A week, what its digest holds of each day, and the names of its neighbours."""

    week: str
    days: tuple[Told, ...]
    older: str
    newer: str


class DigestDay(NamedTuple):
    """A day in a digest: slugs of papers told, lines of papers named, how many more there are."""

    date: str
    told: tuple[str, ...]
    listed: tuple[Line, ...]
    rest: int

    @property
    def papers(self) -> int:
        """How many papers the day has."""
        return len(self.told) + len(self.listed) + self.rest


@dataclass(frozen=True, slots=True)
class DigestView(View):
    """A week in five minutes; `title` is that of the week, `feed` the path of the feed of weeks."""

    week: str
    title: str
    papers: int
    days: tuple[DigestDay, ...]
    older: str
    newer: str
    feed: str


def _digest(path: str, inputs: DigestInputs, frame: Frame, resources: Resources) -> View:
    words = frame.words
    days = tuple(
        DigestDay(date, slugs_of(told), shown_lines(listed, resources), rest)
        for date, told, listed, rest in inputs.days
    )
    title = words.week_name(inputs.week)
    papers = _papers(inputs.days)
    described = words.gettext(
        "%(title)s in five minutes: each day’s first papers of %(papers)s.",
        title=title,
        papers=words.papers(papers),
    )
    feed = FeedLink(FEED, *FEED_TYPES["xml"], _feed_title(frame))
    name = words.titled(words.gettext("The week in five minutes"), title)
    head = make_head(frame, path, name, described, "archive.html", feed)
    around = (inputs.older, inputs.newer)
    return DigestView(frame, head, inputs.week, title, papers, days, *around, FEED)


WEEK_DIGEST = Kind(
    "week_digest",
    ("pages/digest.html", CARDS, FURNITURE),
    _digest,
    whole=lambda inputs: inputs.days[0][1][0][0],
)


# --------------------------------------------------------------------------- the feed of weeks


class WeeksInputs(NamedTuple):
    """The newest weeks that are over as (week, date of the edition after it, days)."""

    weeks: tuple[tuple[str, str, tuple[Told, ...]], ...]


class WeekItem(NamedTuple):
    """An entry of the feed of weeks; `date` is that of the edition with which it came."""

    week: str
    title: str
    date: str
    papers: int
    days: tuple[ShownDay, ...]


@dataclass(frozen=True, slots=True)
class WeeksView(View):
    """The feed with one entry a week, and what it is about."""

    about: str
    weeks: tuple[WeekItem, ...]


def _weeks(path: str, inputs: WeeksInputs, frame: Frame, resources: Resources) -> View:
    words = frame.words
    about = words.gettext("%(tagline)s: one entry a week.", tagline=frame.tagline)
    weeks = tuple(
        WeekItem(
            week,
            words.week_name(week),
            date,
            _papers(days),
            tuple(_week_day(day, resources) for day in days),
        )
        for week, date, days in inputs.weeks
    )
    return WeeksView(frame, Head(path, "", _feed_title(frame), frame.tagline), about, weeks)


def _week_day(day: Told, resources: Resources) -> ShownDay:
    date, told, listed, rest = day
    cards = tuple(card_of(resources.paper(slug)) for slug in slugs_of(told))
    return ShownDay(date, cards, shown_lines(listed, resources), rest)


WEEKS = Kind("weeks_feed", ("feeds/weeks.xml",), _weeks)

KINDS = (WEEK_DIGEST, WEEKS)
