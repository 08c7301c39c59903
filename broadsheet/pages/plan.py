"""Catalog to pages: the whole site map, pure and complete before anything is written.

A page is its path, its kind and its inputs. The inputs hold all that its view will be made of, as
plain values, with papers as references: a slug and the digest of what the page shows of it. So
the digest of the inputs changes whenever the page does, and costs a few short texts.
"""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from broadsheet.content.schema import SCHEMAS
from broadsheet.site import urls
from broadsheet.text.dates import week_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from broadsheet.content.model import Entry, Ref
    from broadsheet.site.catalog import Author, Catalog, Day, TopicPapers

Inputs = tuple[Any, ...]  # plain values; each kind has a shape of its own, which its maker unpacks

AUTHORS_WITHOUT_LETTERS = 60
AUTHORS_ON_ONE_PAGE = 1000
TOPIC_CARDS = 24  # about so many on a topic's own page; all of them stand on its pages by year
OTHERS = 6  # papers of the same day and topics at the foot of a paper's page
DAYS_IN_FEED = 30


# The templates of each kind of page, the page's own first, then those whose pieces it shows.
# What these extend and import is found in them.
TEMPLATES: dict[str, tuple[str, ...]] = {
    "index": ("index.html", "cards.html", "furniture.html"),
    "day": ("day.html", "cards.html", "furniture.html"),
    "week": ("week.html", "cards.html", "furniture.html"),
    "month": ("month.html", "furniture.html"),
    "year": ("year.html", "furniture.html"),
    "archive": ("archive.html", "furniture.html"),
    "paper": ("paper.html", "furniture.html"),
    "redirect": ("redirect.html",),
    "topics": ("topics.html", "furniture.html"),
    "topic": ("topic.html", "cards.html", "furniture.html"),
    "topic_year": ("topic_year.html", "furniture.html"),
    "authors": ("authors.html", "furniture.html"),
    "author": ("author.html", "cards.html", "furniture.html"),
    "collections": ("collections.html", "furniture.html"),
    "collection": ("collection.html", "cards.html", "furniture.html"),
    "subscribe": ("subscribe.html", "furniture.html"),
    "add": ("add.html", "furniture.html"),
    "about": ("about.html", "furniture.html"),
    "missing": ("404.html", "furniture.html"),
    "rss": ("feed.xml", "items.xml"),
    "atom": ("feed.atom", "items.xml"),
    "json_feed": ("items.xml",),
    "days_feed": ("days.xml",),
    "opml": ("feeds.opml",),
    "sitemap": ("sitemap.xml",),
    "sitemap_index": ("sitemap_index.xml",),
    "robots": ("robots.txt",),
}


class Page(NamedTuple):
    """One planned output: `path` below the output folder, `kind` names how it is made."""

    path: str
    kind: str
    inputs: Inputs


class Frame(NamedTuple):
    """What every page may show: the site's own facts, and nothing that a new paper changes."""

    title: str
    tagline: str
    language: str
    base: str
    repository: str
    tag: str
    licence: tuple[str, str] | None
    curators: tuple[str, ...]
    topics: tuple[tuple[str, str], ...]
    has_authors: bool
    has_collections: bool
    discussion_start: str


def make_frame(catalog: Catalog, base: str, repository: str) -> Frame:
    """Gather what every page may show."""
    site = catalog.site
    return Frame(
        site.title,
        site.tagline,
        site.language,
        base,
        repository,
        site.tag,
        (site.licence.name, site.licence.url) if site.licence else None,
        site.curators,
        tuple((one.topic.slug, one.topic.name) for one in catalog.topics),
        bool(catalog.authors),
        bool(catalog.collections),
        site.discussion_start,
    )


class PlanError(Exception):
    """Two pages want one path, or a page would link to one that is not planned: a bug of ours."""


def make_plan(catalog: Catalog, static: Iterable[tuple[str, str]]) -> list[Page]:
    """Plan every page and every other file of the site.

    `static` gives the paths of files to copy, below their folder, and their digests. Raises
    PlanError where two pages have one path: on some disks also where only the case differs.
    """
    pages = [
        *_papers(catalog),
        *_days(catalog),
        *_periods(catalog),
        *_topics(catalog),
        *_authors(catalog),
        *_collections(catalog),
        *_front(catalog),
        *_lists_of_addresses(catalog),
        *_schemas(catalog),
        *(Page(f"static/{path}", "static", (path, digest)) for path, digest in static),
    ]
    if len({page.path.casefold() for page in pages}) != len(pages):
        times = Counter(page.path.casefold() for page in pages)
        twice = [page.path for page in pages if times[page.path.casefold()] > 1]
        message = f"several pages would have the same path: {', '.join(twice[:5])}"
        raise PlanError(message)
    return pages


# --------------------------------------------------------------------------- references


def _links(papers: Iterable[Entry]) -> tuple[Ref, ...]:
    return tuple([paper.link for paper in papers])


def _lines(papers: Iterable[Entry]) -> tuple[Ref, ...]:
    return tuple([paper.line for paper in papers])


def _cards(papers: Iterable[Entry]) -> tuple[Ref, ...]:
    return tuple([paper.card for paper in papers])


def _by_day(
    papers: Iterable[Entry], refs: Callable[[Iterable[Entry]], tuple[Ref, ...]]
) -> tuple[Inputs, ...]:
    """Group papers that are sorted by day, into (day, references)."""
    return tuple((day, refs(group)) for day, group in groupby(papers, lambda paper: paper.day))


def _by_month(
    papers: Iterable[Entry], refs: Callable[[Iterable[Entry]], tuple[Ref, ...]]
) -> tuple[Inputs, ...]:
    """Group papers that are sorted by day, into (month, references)."""
    months = groupby(papers, lambda paper: paper.day[:7])
    return tuple((month, refs(group)) for month, group in months)


# --------------------------------------------------------------------------- papers and days


def _papers(catalog: Catalog) -> Iterator[Page]:
    """Plan a page a paper, the pages of its older names, and its figure."""
    order = [paper for day in catalog.days for paper in day.papers]
    nearby = _Nearby(catalog)
    author_slugs = catalog.author_slugs
    for place, paper in enumerate(order):
        newer = order[place - 1] if place else None
        older = order[place + 1] if place + 1 < len(order) else None
        yield Page(
            urls.paper(paper.slug),
            "paper",
            (
                paper.whole,
                tuple([author_slugs.get(key, "") for key in paper.author_keys]),
                older and older.link,
                newer and newer.link,
                nearby.of(paper),
            ),
        )
        if paper.figure:
            figure = f"{paper.path.rpartition('/')[0]}/{paper.figure}"
            path = urls.figure(paper.slug, paper.figure)
            yield Page(path, "figure", (figure, paper.card))
    for alias, slug in catalog.aliases:
        paper = catalog.papers[slug]
        yield Page(urls.paper(alias), "redirect", (slug, paper.link))


class _Nearby:
    """Finds other papers of a paper's day and topics.

    Of each topic those just before it are taken: so a new paper changes no older paper's page
    but those of its own day.
    """

    def __init__(self, catalog: Catalog) -> None:
        self.days = {day.date: day.papers for day in catalog.days}
        self.places = catalog.places
        self.topics = {one.topic.slug: one.papers for one in catalog.topics}
        self.passed = dict.fromkeys(self.topics, 0)

    def of(self, paper: Entry) -> tuple[tuple[Ref, str], ...]:
        """Give references to lines, each with the topic for which it is shown, or none (day).

        Papers must be asked for in the catalog's order, which is that of every topic's list.
        """
        found: dict[str, tuple[Ref, str]] = {}
        day = self.days[paper.day]
        here = self.places[paper.slug]
        for other in (day[here + 1 :] + day[:here])[: OTHERS // 2]:
            found[other.slug] = (other.line, "")
        for topic in paper.topics:
            papers = self.topics[topic]
            start = self.passed[topic] = self.passed[topic] + 1
            taken = 0
            for other in papers[start : start + OTHERS]:
                if len(found) == OTHERS or taken == OTHERS // 3:
                    break
                if other.slug not in found and other.day != paper.day:
                    found[other.slug] = (other.line, topic)
                    taken += 1
        return tuple(found.values())


def _days(catalog: Catalog) -> Iterator[Page]:
    """Plan a page an edition."""
    for place, day in enumerate(catalog.days):
        yield Page(
            urls.day(day.date),
            "day",
            (day.date, _note(day), _cards(day.papers), *_around(catalog.days, place)),
        )


def _note(day: Day) -> str:
    return day.note.body if day.note else ""


def _around(days: Sequence[Day], place: int) -> tuple[str, str]:
    """Give the dates of the editions before and after; empty where there is none."""
    return (
        days[place + 1].date if place + 1 < len(days) else "",
        days[place - 1].date if place else "",
    )


def _periods(catalog: Catalog) -> Iterator[Page]:
    """Plan the pages of weeks, months and years, and the archive."""
    weeks = _group(catalog.days, lambda day: week_of(day.date))
    for (week, days), around in zip(weeks, _neighbours(weeks), strict=True):
        shown = tuple((day.date, _cards(day.papers)) for day in days)
        yield Page(urls.week(week), "week", (week, shown, *around))
    months = _group(catalog.days, lambda day: day.date[:7])
    for (month, days), around in zip(months, _neighbours(months), strict=True):
        shown = tuple((day.date, _lines(day.papers)) for day in days)
        yield Page(urls.month(month), "month", (month, shown, *around))
    years = _group(catalog.days, lambda day: day.date[:4])
    for (year, days), around in zip(years, _neighbours(years), strict=True):
        leads = tuple((day.date, len(day.papers), *_links(day.papers[:1])) for day in days)
        yield Page(urls.year(year), "year", (year, leads, *around))
    yield Page(
        "archive.html",
        "archive",
        (
            tuple((day.date, len(day.papers)) for _month, days in months[:12] for day in days),
            tuple((month, sum(len(day.papers) for day in days)) for month, days in months),
            len(catalog.papers),
            len(catalog.days),
            catalog.days[-1].date if catalog.days else "",
        ),
    )


def _group(days: Sequence[Day], name: Callable[[Day], str]) -> list[tuple[str, tuple[Day, ...]]]:
    """Group editions, which are sorted, by the name of their period."""
    return [(period, tuple(group)) for period, group in groupby(days, name)]


def _neighbours(periods: Sequence[tuple[str, object]]) -> Iterator[tuple[str, str]]:
    """Give, for each of the periods (newest first), the names of the one before and after."""
    names = ["", *(name for name, _ in periods), ""]
    yield from zip(names[2:], names[:-2], strict=True)


# --------------------------------------------------------------------------- topics, authors


def _topics(catalog: Catalog) -> Iterator[Page]:
    """Plan the list of topics, a page and three feeds a topic, and its pages by year."""
    listed = tuple(
        (one.topic.slug, one.topic.name, one.topic.description, len(one.papers))
        for one in catalog.topics
    )
    yield Page("topics.html", "topics", (listed,))
    for one in catalog.topics:
        topic, papers = one.topic, one.papers
        years = [(year, tuple(group)) for year, group in groupby(papers, lambda p: p.day[:4])]
        counts = tuple((year, len(group)) for year, group in years)
        yield Page(
            urls.topic(topic.slug),
            "topic",
            (
                topic.slug,
                topic.name,
                topic.description,
                _by_month(_newest_months(papers), _cards),
                counts,
                _months_of(papers),
                _topics_beside(one),
            ),
        )
        for year, group in years:
            yield Page(
                urls.topic_year(topic.slug, year),
                "topic_year",
                (topic.slug, topic.name, year, _by_month(group, _lines), counts),
            )
        title = f"{catalog.site.title}: {topic.name}"
        yield from _feeds(catalog, urls.topic(topic.slug), title, topic.description, papers)


def _newest_months(papers: Sequence[Entry]) -> Sequence[Entry]:
    """Give the newest papers, whole months, until there are enough of them."""
    if len(papers) <= TOPIC_CARDS:
        return papers
    month = papers[TOPIC_CARDS - 1].day[:7]
    end = TOPIC_CARDS
    while end < len(papers) and papers[end].day[:7] == month and end < 2 * TOPIC_CARDS:
        end += 1
    return papers[:end]


def _months_of(papers: Sequence[Entry]) -> tuple[tuple[str, int], ...]:
    """Count the papers of each month, newest first."""
    return tuple((m, sum(1 for _ in group)) for m, group in groupby(papers, lambda p: p.day[:7]))


def _topics_beside(one: TopicPapers) -> tuple[str, ...]:
    """Give the three topics that most often stand beside this one on its hundred newest papers."""
    counts: dict[str, int] = {}
    for paper in one.papers[:100]:
        for other in paper.topics:
            if other != one.topic.slug:
                counts[other] = counts.get(other, 0) + 1
    return tuple(sorted(counts, key=lambda slug: (-counts[slug], slug))[:3])


def _authors(catalog: Catalog) -> Iterator[Page]:
    """Plan a page and a feed an author, and the lists of authors: by letter when they are many."""
    if not catalog.authors:
        return
    for author in catalog.authors:
        path = urls.author(author.slug)
        yield Page(path, "author", (author.slug, author.name, _cards(author.papers)))
        title = f"{catalog.site.title}: {author.name}"
        about = f"Papers by {author.name}"
        yield _rss(catalog, path, title, about, author.papers)
    letters = _by_letter(catalog.authors)
    total = len(catalog.authors)
    if total <= AUTHORS_WITHOUT_LETTERS:
        yield Page("authors.html", "authors", ("", (("", _listed(catalog.authors)),), total, ()))
        return
    if total <= AUTHORS_ON_ONE_PAGE:
        shown = tuple((letter, _listed(authors)) for letter, authors in letters.items())
        yield Page("authors.html", "authors", ("", shown, total, ()))
        return
    counts = tuple((letter, len(authors)) for letter, authors in letters.items())
    often = sorted(catalog.authors, key=lambda author: (-len(author.papers), author.slug))[:60]
    yield Page("authors.html", "authors", ("", (("", _listed(often)),), total, counts))
    for letter, authors in letters.items():
        shown = ((letter, _listed(authors)),)
        yield Page(urls.authors(letter), "authors", (letter, shown, total, counts))


def _by_letter(authors: Iterable[Author]) -> dict[str, list[Author]]:
    """Group authors by their initial, the letters sorted."""
    letters: dict[str, list[Author]] = {}
    for author in authors:
        letters.setdefault(author.letter, []).append(author)
    return dict(sorted(letters.items()))


def _listed(authors: Iterable[Author]) -> tuple[tuple[str, str, int], ...]:
    """Give authors as they stand in a list: slug, name, number of papers."""
    return tuple((author.slug, author.name, len(author.papers)) for author in authors)


def _collections(catalog: Catalog) -> Iterator[Page]:
    """Plan the list of collections, and a page and a feed each."""
    if not catalog.collections:
        return
    listed = tuple(
        (one.collection.slug, one.collection.title, one.collection.summary, len(one.papers))
        for one in catalog.collections
    )
    yield Page("collections.html", "collections", (listed,))
    for one in catalog.collections:
        made = one.collection
        path = urls.collection(made.slug)
        yield Page(
            path,
            "collection",
            (made.slug, made.title, made.summary, made.body, _cards(one.papers)),
        )
        title = f"{catalog.site.title}: {made.title}"
        newest = sorted(one.papers, key=lambda paper: paper.day, reverse=True)
        yield _rss(catalog, path, title, made.summary, newest)


# --------------------------------------------------------------------------- front and feeds


def _front(catalog: Catalog) -> Iterator[Page]:
    """Plan the front page, the site's own feeds, and the pages that explain."""
    shown: list[Inputs] = []
    count = 0
    for day in catalog.days:
        if shown and count + len(day.papers) > catalog.site.front_size:
            break
        shown.append((day.date, _cards(day.papers)))
        count += len(day.papers)
    older = catalog.days[len(shown)].date if len(shown) < len(catalog.days) else ""
    note = _note(catalog.days[0]) if catalog.days else ""
    yield Page("index.html", "index", (tuple(shown), note, older))
    newest = _newest(catalog, catalog.site.feed_size)
    yield from _feeds(catalog, "index.html", catalog.site.title, catalog.site.tagline, newest)
    days = tuple((day.date, _note(day), _lines(day.papers)) for day in catalog.days[:DAYS_IN_FEED])
    yield Page("days.xml", "days_feed", (days,))
    yield Page("feeds.opml", "opml", (_outline(catalog),))
    example = catalog.authors[0] if catalog.authors else None
    yield Page(
        "subscribe.html",
        "subscribe",
        (
            _outline(catalog),
            (example.slug, example.name) if example else None,
            catalog.site.newsletter,
            catalog.days[0].date if catalog.days else "",
        ),
    )
    yield Page("add.html", "add", ())
    yield Page("about.html", "about", (catalog.site.about,))
    yield Page("404.html", "missing", ())


def _newest(catalog: Catalog, size: int) -> list[Entry]:
    """Give the newest papers, the last day whole or cut."""
    newest: list[Entry] = []
    for day in catalog.days:
        if len(newest) >= size:
            break
        newest.extend(day.papers)
    return newest[:size]


def _outline(catalog: Catalog) -> tuple[Inputs, ...]:
    """Give what has feeds as (section, title, page), the site's own first."""
    return (
        ("site", catalog.site.title, "index.html"),
        *(("topics", one.topic.name, urls.topic(one.topic.slug)) for one in catalog.topics),
        *(
            ("collections", one.collection.title, urls.collection(one.collection.slug))
            for one in catalog.collections
        ),
    )


def _feeds(
    catalog: Catalog, page: str, title: str, about: str, papers: Sequence[Entry]
) -> Iterator[Page]:
    """Plan the three feeds of a page."""
    rss = _rss(catalog, page, title, about, papers)
    yield rss
    yield Page(urls.feed(page, "atom"), "atom", rss.inputs)
    yield Page(urls.feed(page, "json"), "json_feed", rss.inputs)


def _rss(catalog: Catalog, page: str, title: str, about: str, papers: Sequence[Entry]) -> Page:
    """Plan the RSS feed of papers, newest first; an item is a reference, a place, a date.

    The place is that in the day's list, the date that of the last correction, if there was one.
    """
    places = catalog.places
    newest = papers[: catalog.site.feed_size]
    items = tuple([(paper.whole, places[paper.slug], paper.changed) for paper in newest])
    return Page(urls.feed(page, "xml"), "rss", (page, title, about, items))


# --------------------------------------------------------------------------- for machines


def _lists_of_addresses(catalog: Catalog) -> Iterator[Page]:
    """Plan the sitemap (an index, a file a year, the rest), robots.txt and .nojekyll."""
    names = ["site"]
    fixed = [
        "index.html",
        "archive.html",
        "topics.html",
        "subscribe.html",
        "add.html",
        "about.html",
    ]
    fixed += [urls.topic(one.topic.slug) for one in catalog.topics]
    if catalog.collections:
        fixed += ["collections.html"]
        fixed += [urls.collection(one.collection.slug) for one in catalog.collections]
    if catalog.authors:
        fixed += ["authors.html"]
    yield Page("sitemap-site.xml", "sitemap", (tuple(fixed),))
    for year, days in _group(catalog.days, lambda day: day.date[:4]):
        months = dict.fromkeys(day.date[:7] for day in days)
        paths = [urls.year(year), *map(urls.month, months)]
        for day in days:
            paths.append(urls.day(day.date))
            paths.extend(urls.paper(paper.slug) for paper in day.papers)
        names.append(year)
        yield Page(f"sitemap-{year}.xml", "sitemap", (tuple(paths),))
    for letter, authors in _by_letter(catalog.authors).items():
        names.append(f"authors-{letter}")
        paths = [urls.author(author.slug) for author in authors]
        yield Page(f"sitemap-authors-{letter}.xml", "sitemap", (tuple(paths),))
    yield Page("sitemap.xml", "sitemap_index", (tuple(f"sitemap-{name}.xml" for name in names),))
    yield Page("robots.txt", "robots", ())
    yield Page(".nojekyll", "empty", ())


def _schemas(catalog: Catalog) -> Iterator[Page]:
    """Plan the schemas of what people write, for their editors; that of papers knows the topics."""
    topics = tuple(one.topic.slug for one in catalog.topics)
    for name in SCHEMAS:
        yield Page(f"schema/{name}.json", "schema", (name, topics if name == "paper" else ()))
