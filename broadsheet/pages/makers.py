"""Page to view: made of the page's inputs, and of the papers that its references name."""

from __future__ import annotations

from calendar import Calendar
from typing import TYPE_CHECKING, Any

from broadsheet.content.cards import Line, Link, card_of
from broadsheet.content.fields import PAPER, by_name, names_of
from broadsheet.content.forms import form_of, must_be
from broadsheet.content.links import landing_of, pdf_of
from broadsheet.content.paths import paper_file
from broadsheet.content.writing import write_paper
from broadsheet.pages.views import (
    FEED_TYPES,
    AddView,
    ArchiveView,
    AuthorsView,
    AuthorView,
    CalendarDay,
    Cards,
    CollectionView,
    Control,
    DayItem,
    DayPart,
    DaysView,
    DayView,
    FeedLink,
    FeedSource,
    FeedView,
    Head,
    IndexView,
    Item,
    Lead,
    Lines,
    Listed,
    ListView,
    Month,
    MonthView,
    Other,
    OutlineView,
    PaperView,
    PathsView,
    RedirectView,
    SubscribeView,
    TextView,
    TopicView,
    TopicYearView,
    View,
    Way,
    WeekView,
    YearCount,
    YearView,
)
from broadsheet.site import urls
from broadsheet.site.bibtex import bibtex
from broadsheet.text.dates import full_date, month_name, short_date, week_of
from broadsheet.text.maths import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Protocol

    from broadsheet.content.fields import Field
    from broadsheet.content.model import Paper
    from broadsheet.pages.plan import Frame, Page

    class Papers(Protocol):
        """Gives what references stand for, by slug."""

        def paper(self, slug: str) -> Paper:
            """Give the whole paper."""

        def line(self, slug: str) -> Line:
            """Give what a line shows of it."""

        def link(self, slug: str) -> Link:
            """Give what a link shows of it."""


def _head(
    frame: Frame, page: Page, title: str, description: str, current: str = "", *feeds: FeedLink
) -> Head:
    """Make a head; the site's own feed follows those of the page, on every page."""
    own = _feeds_of("index.html", frame.title)
    known = {feed.path for feed in feeds}
    return Head(
        page.path,
        urls.root_from(page.path),
        title,
        " ".join(description.split()),
        current,
        (*feeds, *(feed for feed in own if feed.path not in known)),
    )


def _count(number: int, noun: str) -> str:
    """Give a number with its noun."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _feeds_of(page: str, title: str, *kinds: str) -> tuple[FeedLink, ...]:
    """Give the feeds of a page."""
    return tuple(
        FeedLink(urls.feed(page, kind), *FEED_TYPES[kind], title) for kind in kinds or FEED_TYPES
    )


def _index(page: Page, frame: Frame, _papers: Papers) -> View:
    days, note, older = page.inputs
    parts = tuple(_day_part(day) for day in days)
    title = f"{frame.title}: {full_date(parts[0].date)}" if parts else frame.title
    return IndexView(
        frame, _head(frame, page, title, f"{frame.tagline}.", "index.html"), parts, note, older
    )


def _slugs(refs: Any) -> tuple[str, ...]:
    """Give the papers of references."""
    return tuple([slug for slug, _ in refs])


def _day_part(day: Any) -> DayPart:
    date, refs = day
    return DayPart(date, _slugs(refs))


def _day(page: Page, frame: Frame, papers: Papers) -> View:
    date, note, refs, older, newer = page.inputs
    part = _day_part((date, refs))
    count = len(part.cards)
    described = f"{_count(count, 'paper')}: " + "; ".join(
        plain(papers.link(slug).title) for slug in part.cards[:3]
    )
    head = _head(frame, page, f"{full_date(date)} · {frame.title}", described, "archive.html")
    return DayView(frame, head, part, note, older, newer, week_of(date), date[:7])


def _week(page: Page, frame: Frame, _papers: Papers) -> View:
    week, days, older, newer = page.inputs
    parts = tuple(_day_part(day) for day in days)
    title = f"Week {int(week[6:])} of {week[:4]}"
    first, last = parts[-1].date, parts[0].date
    span = f"from {short_date(first)} to" if first != last else "of"
    described = f"Papers {span} {short_date(last)} {last[:4]}."
    head = _head(frame, page, f"{title} · {frame.title}", described, "archive.html")
    return WeekView(frame, head, week, parts, older, newer)


def _month(page: Page, frame: Frame, papers: Papers) -> View:
    month, days, older, newer = page.inputs
    parts = tuple(_lines(day, papers) for day in days)
    count = sum(len(part.lines) for part in parts)
    described = f"{_count(count, 'paper')} of {month_name(month)}, day by day."
    title = f"{month_name(month)} · {frame.title}"
    head = _head(frame, page, title, described, "archive.html")
    return MonthView(frame, head, month, parts, count, older, newer)


def _lines(part: Any, papers: Papers) -> Lines:
    period, refs = part
    return Lines(period, tuple(papers.line(slug) for slug, _ in refs))


def _months(counts: dict[str, int]) -> tuple[Month, ...]:
    """Make the calendars of the months that have papers; `counts` are by date, newest first."""
    months = []
    for month in dict.fromkeys(date[:7] for date in counts):
        weeks = Calendar().monthdayscalendar(int(month[:4]), int(month[5:]))
        fields = tuple(
            tuple(_calendar_day(f"{month}-{number:02d}", number, counts) for number in week)
            for week in weeks
        )
        months.append(Month(month, fields))
    return tuple(months)


def _calendar_day(date: str, number: int, counts: dict[str, int]) -> CalendarDay:
    count = counts.get(date, 0)
    shade = "" if not count else f"n{min(4, (count + 2) // 3)}"
    return CalendarDay(number, date, count, shade)


def _year(page: Page, frame: Frame, papers: Papers) -> View:
    year, days, older, newer = page.inputs
    leads: dict[str, list[Lead]] = {}
    for date, count, (slug, _) in days:
        leads.setdefault(date[:7], []).append(Lead(date, count, papers.link(slug)))
    counts = {date: count for date, count, _ in days}
    total = sum(counts.values())
    described = f"{_count(total, 'paper')} in {_count(len(counts), 'edition')}, month by month."
    return YearView(
        frame,
        _head(frame, page, f"{year} · {frame.title}", described, "archive.html"),
        year,
        _months(counts),
        tuple((month, tuple(of_month)) for month, of_month in leads.items()),
        total,
        older,
        newer,
    )


def _archive(page: Page, frame: Frame, _papers: Papers) -> View:
    days, months, papers, editions, first = page.inputs
    years: dict[str, list[tuple[str, int]]] = {}
    for month, count in months:
        years.setdefault(month[:4], []).append((month, count))
    described = f"Every edition of {frame.title}, day by day and month by month."
    return ArchiveView(
        frame,
        _head(frame, page, f"Archive · {frame.title}", described, "archive.html"),
        _months(dict(days)),
        tuple(
            YearCount(year, sum(count for _, count in found), tuple(found))
            for year, found in years.items()
        ),
        papers,
        editions,
        first,
    )


def _paper(page: Page, frame: Frame, papers: Papers) -> View:
    (slug, _), author_slugs, older, newer, others = page.inputs
    paper = papers.paper(slug)
    return PaperView(
        frame,
        _head(
            frame, page, f"{plain(paper.title)} · {frame.title}", plain(card_of(paper).text)[:300]
        ),
        paper,
        tuple(
            Way(urls.author(at) if at else "", name)
            for name, at in zip(paper.authors, author_slugs, strict=True)
        ),
        landing_of(paper),
        pdf_of(paper),
        bibtex(paper),
        tuple(Other(papers.line(other), topic) for (other, _), topic in others),
        papers.link(older[0]) if older else None,
        papers.link(newer[0]) if newer else None,
    )


def _topics(page: Page, frame: Frame, _papers: Papers) -> View:
    (listed,) = page.inputs
    described = f"{_count(len(listed), 'topic')} of {frame.title}."
    head = _head(frame, page, f"Topics · {frame.title}", described, "topics.html")
    return ListView(frame, head, tuple(Listed(*entry) for entry in listed))


def _topic(page: Page, frame: Frame, _papers: Papers) -> View:
    slug, name, about, groups, years, months, beside = page.inputs
    count = sum(number for _, number in years)
    feeds = _feeds_of(page.path, f"{frame.title}: {name}")
    spark, label = _spark(months)
    shown = tuple(Cards(month, _slugs(refs)) for month, refs in groups)
    return TopicView(
        frame,
        _head(frame, page, f"{name} · {frame.title}", plain(about), "topics.html", *feeds),
        Listed(slug, name, about, count),
        shown,
        years,
        spark,
        label,
        beside,
        sum(len(group.cards) for group in shown) == count,
    )


def _spark(months: Any) -> tuple[str, str]:
    """Give the bars of the newest 32 months as an SVG path in 128 by 25, and what they show."""
    if len(months) < 3:  # noqa: PLR2004 - two bars show nothing
        return "", ""
    counts = dict(months)
    names = [months[0][0]]
    while len(names) < SPARK_MONTHS and names[-1] > months[-1][0]:
        year, month = int(names[-1][:4]), int(names[-1][5:])
        names.append(f"{year:04d}-{month - 1:02d}" if month > 1 else f"{year - 1:04d}-12")
    most = max(counts.get(name, 0) for name in names)
    bars = []
    for place, name in enumerate(reversed(names)):
        height = round(1 + 21 * counts.get(name, 0) / most) if most else 1
        bars.append(f"M{4 * place + 2} 24V{24 - height}")
    label = f"Papers a month since {month_name(names[-1])}, at most {most}"
    return "".join(bars), label


SPARK_MONTHS = 32


def _topic_year(page: Page, frame: Frame, papers: Papers) -> View:
    slug, name, year, groups, years = page.inputs
    count = dict(years)[year]
    described = f"{_count(count, 'paper')} about {name} of {year}."
    feeds = _feeds_of(urls.topic(slug), f"{frame.title}: {name}")
    return TopicYearView(
        frame,
        _head(frame, page, f"{name} in {year} · {frame.title}", described, "topics.html", *feeds),
        Listed(slug, name, "", count),
        year,
        tuple(_lines(group, papers) for group in groups),
        years,
    )


def _authors(page: Page, frame: Frame, _papers: Papers) -> View:
    letter, groups, count, letters = page.inputs
    title = f"Authors: {letter.upper()}" if letter else "Authors"
    described = f"{_count(count, 'author')} of several papers in {frame.title}."
    return AuthorsView(
        frame,
        _head(frame, page, f"{title} · {frame.title}", described, "authors.html"),
        letter,
        tuple(
            (initial, tuple(Listed(slug, name, "", number) for slug, name, number in listed))
            for initial, listed in groups
        ),
        count,
        letters,
    )


def _author(page: Page, frame: Frame, _papers: Papers) -> View:
    slug, name, refs = page.inputs
    feeds = _feeds_of(urls.author(slug), f"{frame.title}: {name}", "xml")
    described = f"Papers by {name} in {frame.title}."
    head = _head(frame, page, f"{name} · {frame.title}", described, "authors.html", *feeds)
    return AuthorView(frame, head, name, _slugs(refs))


def _collections(page: Page, frame: Frame, _papers: Papers) -> View:
    (listed,) = page.inputs
    described = f"Reading lists made by the curators of {frame.title}."
    head = _head(frame, page, f"Collections · {frame.title}", described, "collections.html")
    return ListView(frame, head, tuple(Listed(*entry) for entry in listed))


def _collection(page: Page, frame: Frame, _papers: Papers) -> View:
    slug, title, summary, body, refs = page.inputs
    feeds = _feeds_of(urls.collection(slug), f"{frame.title}: {plain(title)}", "xml")
    return CollectionView(
        frame,
        _head(
            frame,
            page,
            f"{plain(title)} · {frame.title}",
            plain(summary),
            "collections.html",
            *feeds,
        ),
        Listed(slug, title, summary, len(refs)),
        body,
        _slugs(refs),
    )


def _sources(frame: Frame, outline: Any) -> tuple[FeedSource, ...]:
    sources = []
    for section, title, page in outline:
        kinds = ("xml",) if section == "collections" else tuple(FEED_TYPES)
        named = title if section == "site" else f"{frame.title}: {plain(title)}"
        sources.append(FeedSource(section, title, _feeds_of(page, named, *kinds)))
    return tuple(sources)


def _subscribe(page: Page, frame: Frame, _papers: Papers) -> View:
    outline, author, newsletter, last = page.inputs
    described = "Every feed: RSS, Atom and JSON Feed, for all papers, a topic, an author."
    example = None
    if author:
        slug, name = author
        feeds = _feeds_of(urls.author(slug), name, "xml")
        example = FeedSource("authors", name, feeds)
    return SubscribeView(
        frame,
        _head(frame, page, f"Subscribe · {frame.title}", described, "subscribe.html"),
        _sources(frame, outline),
        example,
        newsletter,
        last,
    )


def _add(page: Page, frame: Frame, _papers: Papers) -> View:
    described = f"How to add a paper to {frame.title}: a form, an issue, a command, a file."
    known = by_name(PAPER)
    example = "2025-10-28", "scaling-laws-a-second-look"
    return AddView(
        frame,
        _head(frame, page, f"Add a paper · {frame.title}", described, "add.html"),
        tuple(_control(known[name]) for name in _ASKED_FIRST),
        tuple(_control(known[name]) for name in _ASKED_LATER),
        names_of(PAPER),
        f"content/{paper_file(*example)}",
        write_paper(_EXAMPLE, "", {}),
    )


_ASKED_FIRST = ("title", "authors", "arxiv", "doi", "url", "published", "summary")
_ASKED_LATER = ("code", "project", "data", "video", "pdf", "venue", "submitted_by")
_LABELS = {
    "arxiv": "arXiv id",
    "doi": "DOI",
    "url": "Address",
    "pdf": "PDF",
    "submitted_by": "Brought by",
}
_EXAMPLE = {
    "title": "Scaling laws: a second look",
    "authors": ("Ada Lovelace", "Grace Hopper"),
    "published": "2025-10-20",
    "arxiv": "2510.01234",
    "topics": ("reasoning", "benchmarks"),
    "summary": (
        "Repeats a scaling study with the data held fixed. Loss falls by 12 % where the first study"
        " found 20 %."
    ),
}


def _control(field: Field) -> Control:
    """Make a field of the form of a field of the table."""
    return Control(
        field.name,
        _LABELS.get(field.name, field.name.capitalize()),
        field.kind,
        field.about,
        field.example.strip('"'),
        field.required,
        field.limit,
        form_of(field),
        must_be(field),
    )


def _about(page: Page, frame: Frame, _papers: Papers) -> View:
    (body,) = page.inputs
    described = f"What {frame.title} is, who makes it and how."
    return TextView(frame, _head(frame, page, f"About · {frame.title}", described), body)


def _missing(page: Page, frame: Frame, _papers: Papers) -> View:
    head = _head(frame, page, f"Page not found · {frame.title}", "There is no such page.")
    return TextView(frame, Head(head.path, frame.base, head.title, head.description))


def _redirect(page: Page, frame: Frame, papers: Papers) -> View:
    slug, _ = page.inputs
    link = papers.link(slug)
    title = plain(link.title)
    head = _head(frame, page, f"{title} · {frame.title}", f"{title} has moved.")
    return RedirectView(frame, head, slug, link)


def _feed(page: Page, frame: Frame, papers: Papers) -> View:
    of_page, title, about, items = page.inputs
    head = Head(page.path, "", title, about)
    shown = tuple(Item(slug, place) for (slug, _), place, _ in items)
    days = (papers.line(item.slug).day for item in shown)
    updated = max([*(changed for _, _, changed in items), *days], default=NEVER)
    return FeedView(frame, head, of_page, about, updated, shown)


NEVER = "2000-01-01"  # an empty feed must still say when it changed


def _days_feed(page: Page, frame: Frame, papers: Papers) -> View:
    (days,) = page.inputs
    head = Head(page.path, "", f"{frame.title}, day by day", frame.tagline)
    shown = tuple(
        DayItem(date, note, tuple(papers.line(slug) for slug, _ in refs))
        for date, note, refs in days
    )
    return DaysView(frame, head, shown)


def _opml(page: Page, frame: Frame, _papers: Papers) -> View:
    (outline,) = page.inputs
    return OutlineView(frame, Head(page.path, "", frame.title, ""), _sources(frame, outline))


def _paths(page: Page, frame: Frame, _papers: Papers) -> View:
    (paths,) = page.inputs or ((),)
    return PathsView(frame, Head(page.path, "", frame.title, ""), paths)


def find_shared(pages: Iterable[Page]) -> list[tuple[str, int]]:
    """Find the papers whose card or RSS entry the pages show, as (slug, place), in their order.

    The place is that in the day's list, which entries tell; -1 where no feed shows the paper.
    """
    places: dict[str, int] = {}
    for page in pages:
        if page.kind == "rss":
            places.update((slug, place) for (slug, _), place, _ in page.inputs[3])
        elif page.kind in CARDS:
            for slug in _slugs(page.inputs[CARDS[page.kind]]):
                places.setdefault(slug, -1)
    return list(places.items())


# Where the references of cards stand among the inputs; each paper has its day.
CARDS = {"day": 2, "author": 2, "collection": 4}

MAKERS: dict[str, Callable[[Page, Frame, Papers], View]] = {
    "index": _index,
    "day": _day,
    "week": _week,
    "month": _month,
    "year": _year,
    "archive": _archive,
    "paper": _paper,
    "redirect": _redirect,
    "topics": _topics,
    "topic": _topic,
    "topic_year": _topic_year,
    "authors": _authors,
    "author": _author,
    "collections": _collections,
    "collection": _collection,
    "subscribe": _subscribe,
    "add": _add,
    "about": _about,
    "missing": _missing,
    "rss": _feed,
    "atom": _feed,
    "json_feed": _feed,
    "days_feed": _days_feed,
    "opml": _opml,
    "sitemap": _paths,
    "sitemap_index": _paths,
    "robots": _paths,
}


def make_view(page: Page, frame: Frame, papers: Papers) -> View:
    """Make the view of a page that has a template or a format of its own."""
    return MAKERS[page.kind](page, frame, papers)
