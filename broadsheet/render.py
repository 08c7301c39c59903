"""Page to bytes: a pure function of the page, its view, its templates.

Cards and feed entries stand on many pages: each is rendered once and reused.
"""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from broadsheet import dates, maths, urls
from broadsheet.bibtex import bibtex
from broadsheet.fragments import (
    Card,
    Line,
    Link,
    card_of,
    doi_address,
    first_names,
    landing_of,
    line_of,
    link_of,
    links_of,
)
from broadsheet.makers import make_view
from broadsheet.markup import render_markdown
from broadsheet.plan import TEMPLATES
from broadsheet.views import FeedView

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from broadsheet.model import Paper
    from broadsheet.plan import Frame, Page
    from broadsheet.views import Head, Item, Way

LONG_TITLE = 80  # characters from which a lead's title is set smaller
STATUS_WORDS = {"revised": "Revised", "corrected": "Corrected", "withdrawn": "Withdrawn"}


class Papers:
    """The papers that references name, read when first asked for and then kept."""

    def __init__(self, read: Callable[[str], Paper]) -> None:
        """Take the function that reads a paper by its slug."""
        self._read = read
        self._papers: dict[str, Paper] = {}
        self._cards: dict[str, Card] = {}
        self._lines: dict[str, Line] = {}

    def paper(self, slug: str) -> Paper:
        """Give the whole paper."""
        found = self._papers.get(slug)
        if found is None:
            if len(self._papers) >= KEPT_PAPERS:
                self._papers.clear()
            found = self._papers[slug] = self._read(slug)
        return found

    def card(self, slug: str) -> Card:
        """Give the paper as a card shows it."""
        found = self._cards.get(slug)
        if found is None:
            found = self._cards[slug] = card_of(self.paper(slug))
        return found

    def line(self, slug: str) -> Line:
        """Give the paper as a line shows it."""
        found = self._lines.get(slug)
        if found is None:
            found = self._lines[slug] = line_of(self.paper(slug))
        return found

    def link(self, slug: str) -> Link:
        """Give the paper as a link shows it."""
        return link_of(self.paper(slug))


KEPT_PAPERS = 20_000  # whole papers in memory at once, some 3 kB each


class Renderer:
    """Renders pages of one site. It holds no state but what it has rendered and may use again."""

    def __init__(
        self, frame: Frame, papers: Papers, templates: Path, static: Path, content: Path
    ) -> None:
        """Take the site's frame, its papers, and the folders of what is copied."""
        self._frame = frame
        self._papers = papers
        self._static = static
        self._content = content
        self._topics = dict(frame.topics)
        self._cards: dict[tuple[str, str], Markup] = {}
        self._items: dict[tuple[str, str], Markup] = {}
        self._pieces: dict[tuple[Any, ...], Markup] = {}
        self._json: dict[str, dict[str, Any]] = {}
        self._templates = Environment(
            loader=FileSystemLoader(templates),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
        )
        self._templates.filters.update(self._filters())
        self._templates.globals.clear()
        self._macros: dict[str, Any] = {}

    def render(self, page: Page) -> bytes:
        """Give the bytes of a page."""
        if page.kind == "static":
            return (self._static / str(page.inputs[0])).read_bytes()
        if page.kind == "figure":
            return (self._content / str(page.inputs[0])).read_bytes()
        if page.kind == "empty":
            return b""
        view = make_view(page, self._frame, self._papers)
        if isinstance(view, FeedView) and page.kind == "json_feed":
            return self._json_feed(view)
        template = self._templates.get_template(TEMPLATES[page.kind][0])
        return template.render(view=view).encode()

    def _filters(self) -> dict[str, Callable[..., Any]]:
        """Give the forms that templates may ask for."""
        return {
            "math": lambda text: Markup(maths.html(text)),  # noqa: S704 - escapes all but MathML
            "plain": maths.plain,
            "markdown": lambda text, top=3: Markup(render_markdown(text, top)),  # noqa: S704 - HTML is off
            "plain_markdown": lambda text: Markup(render_markdown(text, mathml=False)),  # noqa: S704
            "short_date": dates.short_date,
            "long_date": dates.long_date,
            "full_date": dates.full_date,
            "weekday": dates.weekday,
            "month_name": dates.month_name,
            "rss_moment": lambda day, place=0: dates.rss_date(dates.moment(day, place)),
            "atom_moment": lambda day, place=0: dates.atom_date(dates.moment(day, place)),
            "atom_change": lambda day, place, changed: dates.atom_date(
                dates.moment_of_change(day, place, changed)
            ),
            "day_path": urls.day,
            "week_path": urls.week,
            "month_path": urls.month,
            "year_path": urls.year,
            "paper_path": urls.paper,
            "topic_path": urls.topic,
            "topic_year_path": urls.topic_year,
            "author_path": urls.author,
            "authors_path": urls.authors,
            "collection_path": urls.collection,
            "figure_path": urls.figure,
            "absolute": lambda path: urls.absolute(self._frame.base, path),
            "breakable": _breakable,
            "tag": lambda name, kind: urls.tag(self._frame.tag, kind, name),
            "topic_name": lambda slug: self._topics[slug],
            "status_word": lambda kind: STATUS_WORDS[kind],
            "number": lambda value: f"{value:,}",
            "papers": lambda count: "1 paper" if count == 1 else f"{count:,} papers",
            "first_names": first_names,
            "links": links_of,
            "text": lambda paper: card_of(paper).text,
            "landing": landing_of,
            "doi_address": doi_address,
            "bibtex": bibtex,
            "feeds": lambda head: self._once("feeds", head.feeds, head.root),
            "masthead": self._masthead,
            "colophon": lambda head: self._once("colophon", self._frame, head.root),
            "other": lambda line, root, topic: self._once("other", line, root, topic),
            "topics": lambda slugs, root: self._once("topics", tuple(slugs), root),
            "elements": _elements,
            "linked_names": _linked_names,
            "card": self._card,
            "card_without": self._card_without,
            "lead": self._lead,
            "rss_item": lambda item: self._item("rss", item),
            "atom_item": lambda item: self._item("atom", item),
        }

    def _macro(self, file: str, name: str) -> Any:
        """Give a macro of a template file."""
        if file not in self._macros:
            self._macros[file] = self._templates.get_template(file).module
        return getattr(self._macros[file], name)

    def _once(self, name: str, *values: Any) -> Markup:
        """Give a piece of furniture: what stands alike on many pages is rendered once."""
        key = (name, *values)
        if key not in self._pieces:
            self._pieces[key] = self._macro("furniture.html", name)(*values)
        return self._pieces[key]

    def _masthead(self, head: Head) -> Markup:
        """Give the masthead of a page; all pages of one kind and depth have the same."""
        path = head.path if head.path == head.current else ""
        return self._once("masthead", self._frame, head.root, head.current, path)

    def _card(self, card: Card, root: str) -> Markup:
        """Give a card as it stands on pages that are so deep below the root."""
        found = self._cards.get((card.slug, root))
        if found is None:
            found = self._cards[card.slug, root] = self._card_without(card, root, "")
        return found

    def _card_without(self, card: Card, root: str, topic: str) -> Markup:
        """Give a card without one of its topics, for that topic's own page."""
        return self._macro("cards.html", "card")(card, root, topic)  # type: ignore[no-any-return]

    def _lead(self, card: Card, root: str) -> Markup:
        """Give a day's first card, set large."""
        long = len(maths.plain(card.title)) > LONG_TITLE
        return self._macro("cards.html", "lead")(card, root, long)  # type: ignore[no-any-return]

    def _item(self, form: str, item: Item) -> Markup:
        """Give a feed's entry: it says the same in every feed."""
        key = (form, item.paper.slug)
        if key not in self._items:
            self._items[key] = self._macro("items.xml", form)(item.paper, item.place, self._frame)
        return self._items[key]

    def _json_feed(self, view: FeedView) -> bytes:
        """Give a JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""
        frame = self._frame
        feed: dict[str, Any] = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": view.head.title,
            "home_page_url": urls.absolute(frame.base, view.page),
            "feed_url": urls.absolute(frame.base, view.head.path),
            "description": maths.plain(view.about),
            "icon": frame.base + "static/icon-512.png",
            "favicon": frame.base + "static/icon.svg",
            "language": frame.language,
            "items": [self._json_item(item) for item in view.items],
        }
        return (json.dumps(feed, ensure_ascii=False, indent=1) + "\n").encode()

    def _json_item(self, item: Item) -> dict[str, Any]:
        """Give an entry of a JSON Feed."""
        paper = item.paper
        found = self._json.get(paper.slug)
        if found is None:
            address = urls.absolute(self._frame.base, urls.paper(paper.slug))
            html = self._macro("items.xml", "content")(paper, self._frame)
            found = {
                "id": urls.tag(self._frame.tag, "papers", paper.permanent),
                "url": address,
                "external_url": landing_of(paper),
                "title": maths.plain(paper.title),
                "content_html": str(html),
                "summary": maths.plain(card_of(paper).text),
                "date_published": dates.atom_date(dates.moment(paper.day, item.place)),
                "authors": [{"name": name} for name in paper.authors],
                "tags": [self._topics[slug] for slug in paper.topics],
                "language": self._frame.language,
            }
            if paper.status and paper.status.date > paper.day:
                changed = dates.moment_of_change(paper.day, item.place, paper.status.date)
                found["date_modified"] = dates.atom_date(changed)
            if paper.figure:
                path = urls.figure(paper.slug, paper.figure.file)
                found["image"] = urls.absolute(self._frame.base, path)
            self._json[paper.slug] = found
        return found


# Names come by the dozen on every paper's page: loops in a template would take half of its time.


def _elements(names: tuple[str, ...], before: str, after: str) -> Markup:
    """Give each name between its tags, a line each; the tags are the template's own."""
    lines = (f"{before}{escape(name)}{after}" for name in names)
    return Markup("\n".join(lines))  # noqa: S704 - escaped one line above


def _linked_names(authors: tuple[Way, ...], root: str) -> Markup:
    """Give names as links where there is a page to lead to."""
    names = (
        f'<a href="{root}{way.path}">{escape(way.text, quote=False)}</a>'
        if way.path
        else escape(way.text, quote=False)
        for way in authors
    )
    return Markup(", ".join(names))  # noqa: S704 - escaped above; paths are slugs


def _breakable(address: str) -> Markup:
    """Give an address that may break after its slashes."""
    shown = escape(address.partition("://")[2] or address, quote=False)
    return Markup(shown.replace("/", "/<wbr>"))  # noqa: S704 - escaped above
