"""Page to bytes: a pure function of the page, its view, its templates.

Cards and feed entries stand on many pages: each is rendered once and reused.
"""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from broadsheet.content.cards import Line, Link, card_of, first_names, line_of, link_of
from broadsheet.content.links import doi_address, landing_of, links_of
from broadsheet.content.schema import make_schema
from broadsheet.pages.makers import make_view
from broadsheet.pages.plan import TEMPLATES
from broadsheet.pages.views import FeedView, Item
from broadsheet.site import urls
from broadsheet.site.bibtex import bibtex
from broadsheet.text import dates, maths
from broadsheet.text.markdown import render_markdown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from jinja2.bccache import Bucket

    from broadsheet.content.model import Entry, Paper
    from broadsheet.output.pieces import Pieces, Placed
    from broadsheet.pages.plan import Frame, Page
    from broadsheet.pages.views import Head, Way

LONG_TITLE = 80  # characters from which a lead's title is set smaller
STATUS_WORDS = {"revised": "Revised", "corrected": "Corrected", "withdrawn": "Withdrawn"}


KEPT = 1000  # whole papers, cards and entries in memory at once, some 5 kB each
ANY_DEPTH = "\0"  # in a card, for the way to the site's root: no text of a page holds it


Value = TypeVar("Value")


class Compiled(Protocol):
    """Keeps what templates were compiled to, by a name of Jinja's own."""

    def get_compiled(self, name: str) -> bytes | None:
        """Give what was kept."""

    def keep_compiled(self, name: str, code: bytes) -> None:
        """Keep it."""


class _Bytecode(BytecodeCache):
    """Spares a build of few pages the compiling of their templates, most of its rendering.

    Jinja sees to it that nothing is taken which other source, or another Python, was compiled to.
    """

    def __init__(self, compiled: Compiled) -> None:
        self._compiled = compiled

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a template's bucket, if it was compiled before."""
        code = self._compiled.get_compiled(bucket.key)
        if code is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what a template was compiled to."""
        self._compiled.keep_compiled(bucket.key, bucket.bytecode_to_string())


class Papers:
    """The papers that references name; the whole of one is read when it is asked for."""

    def __init__(self, entries: Mapping[str, Entry], read: Callable[[Entry], Paper]) -> None:
        """Take the papers by slug, and the function that reads the whole of one."""
        self._entries = entries
        self._read = read
        self._papers: dict[str, Paper] = {}

    def paper(self, slug: str) -> Paper:
        """Give the whole paper."""
        found = self._papers.get(slug)
        if found is None:
            found = _keep(self._papers, slug, self._read(self._entries[slug]))
        return found

    def line(self, slug: str) -> Line:
        """Give the paper as a line shows it."""
        entry = self._entries[slug]
        return line_of(entry, entry.status)

    def link(self, slug: str) -> Link:
        """Give the paper as a link shows it."""
        return link_of(self._entries[slug])


def _keep(kept: dict[str, Value], slug: str, value: Value) -> Value:
    """Keep a value for the next one who asks; when many are kept, begin anew."""
    if len(kept) >= KEPT:
        kept.clear()
    kept[slug] = value
    return value


class Folders(NamedTuple):
    """Where a renderer finds its templates, what is copied as it is, and the content's figures."""

    templates: Path
    static: Path
    content: Path


class Renderer:
    """Renders pages of one site. It holds no state but what it has rendered and may use again."""

    def __init__(
        self, frame: Frame, papers: Papers, pieces: Pieces, folders: Folders, compiled: Compiled
    ) -> None:
        """Take the site's frame, its papers, their pieces, the folders, and compiled templates."""
        self._frame = frame
        self.pieces = pieces
        self._papers = papers
        self._folders = folders
        self._topics = dict(frame.topics)
        self._cards: dict[str, str] = {}
        self._entries: dict[str, Markup] = {}
        self._pieces: dict[tuple[Any, ...], Markup] = {}
        self._json: dict[str, dict[str, Any]] = {}
        self._templates = Environment(
            loader=FileSystemLoader(folders.templates),
            bytecode_cache=_Bytecode(compiled),
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
        for name in self._templates.list_templates():  # once, before processes are forked
            self._templates.get_template(name)

    def render(self, page: Page) -> bytes:
        """Give the bytes of a page."""
        if page.kind == "static":
            return (self._folders.static / str(page.inputs[0])).read_bytes()
        if page.kind == "figure":
            return (self._folders.content / str(page.inputs[0])).read_bytes()
        if page.kind == "schema":
            return _json(make_schema(*page.inputs))
        if page.kind == "empty":
            return b""
        view = make_view(page, self._frame, self._papers)
        if isinstance(view, FeedView) and page.kind == "json_feed":
            return self._json_feed(view)
        template = self._templates.get_template(TEMPLATES[page.kind][0])
        return template.render(view=view).encode()

    def set_pieces(self, papers: Iterable[tuple[str, int]]) -> list[Placed]:
        """Write the pieces of papers, (slug, place), for all who make pages; no place: no entry."""
        return self.pieces.write(
            (slug, self._make_card(slug), "" if place < 0 else self._make_entry(slug, place))
            for slug, place in papers
        )

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
            "rss_item": self._rss_item,
            "atom_item": lambda item: self._entry("atom", item),
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

    def _card(self, slug: str, root: str) -> Markup:
        """Give a paper's card as it stands on pages that are so deep below the root."""
        found = self.pieces.card(slug) or self._cards.get(slug)
        if not found:
            found = _keep(self._cards, slug, self._make_card(slug))
        return Markup(found.replace(ANY_DEPTH, root))  # noqa: S704 - rendered from a template

    def _make_card(self, slug: str) -> str:
        """Render a card for pages of any depth."""
        return self._card_without(slug, ANY_DEPTH, "")

    def _card_without(self, slug: str, root: str, topic: str) -> Markup:
        """Give a card without one of its topics, for that topic's own page."""
        card = card_of(self._papers.paper(slug))
        return self._macro("cards.html", "card")(card, root, topic)  # type: ignore[no-any-return]

    def _lead(self, slug: str, root: str) -> Markup:
        """Give a day's first card, set large."""
        card = card_of(self._papers.paper(slug))
        long = len(maths.plain(card.title)) > LONG_TITLE
        return self._macro("cards.html", "lead")(card, root, long)  # type: ignore[no-any-return]

    def _rss_item(self, item: Item) -> Markup:
        """Give an entry of an RSS feed: it says the same in every feed."""
        found = self.pieces.entry(item.slug)
        if found:
            return Markup(found)  # noqa: S704 - rendered from a template
        kept = self._entries.get(item.slug)
        return kept or _keep(self._entries, item.slug, self._make_entry(item.slug, item.place))

    def _make_entry(self, slug: str, place: int) -> Markup:
        """Render an entry of RSS feeds."""
        return self._entry("rss", Item(slug, place))

    def _entry(self, form: str, item: Item) -> Markup:
        """Render an entry of a feed."""
        paper = self._papers.paper(item.slug)
        return self._macro("items.xml", form)(paper, item.place, self._frame)  # type: ignore[no-any-return]

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
        return _json(feed)

    def _json_item(self, item: Item) -> dict[str, Any]:
        """Give an entry of a JSON Feed."""
        found = self._json.get(item.slug)
        if found is None:
            paper = self._papers.paper(item.slug)
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
            _keep(self._json, item.slug, found)
        return found


def _json(value: dict[str, Any]) -> bytes:
    """Give a value as JSON, a line each, in UTF-8."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


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
