"""Page to bytes: a pure function of the page, its view, its templates.

Lines and feed entries stand on many pages: each is rendered once and reused.
"""

from __future__ import annotations

from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from broadsheet.content.cards import card_of
from broadsheet.output.filters import plain_filters, site_filters
from broadsheet.output.resources import LINES, Folders, Library, Recent
from broadsheet.output.shards import Shards
from broadsheet.output.templates import Templates
from broadsheet.pages.families import KINDS
from broadsheet.site.page import CARDS, ENTRIES, FURNITURE, Item
from broadsheet.text.inline import title_plain

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from broadsheet.content.cards import Line
    from broadsheet.output.ledger import Change
    from broadsheet.output.records import Records
    from broadsheet.site.catalog import Catalog
    from broadsheet.site.frame import Frame
    from broadsheet.site.head import Head
    from broadsheet.site.page import Kind, Page
    from broadsheet.words.words import Words

LONG_TITLE = 80  # characters from which a lead's title is set smaller
ANY_DEPTH = "\0"  # in a line, for the way to the site's root: no text of a page holds it


class Renderer:
    """Renders pages of one site. It holds no state but what it has rendered and may use again."""

    def __init__(self, frame: Frame, library: Library, templates: Templates) -> None:
        """Take the frame, the papers and files, and the templates."""
        self._frame = frame
        self._library = library
        self._templates = templates
        self._lines: Recent[str, str] = Recent(LINES)
        self._entries: Recent[tuple[str, str], Markup] = Recent()
        self._last: dict[str, tuple[tuple[Any, ...] | None, bytes]] = {}
        # What stands alike on many pages is made once. The frame is no key: there is one, and its
        # digest would cost more than all else here.
        self._once = cache(partial(_furniture, templates))
        self._once_framed = cache(partial(_furniture, templates, frame=frame))
        templates.serve(site_filters(frame) | self._filters())

    def prepare(self) -> None:
        """Do what is better done once, before processes are forked."""
        self._templates.compile_all()

    def arrange(self, changes: list[Change]) -> list[Change]:
        """Return the changes so that pages with the same whole papers stand together.

        Each paper is then read once for its page, its day and its rows in the search.
        """
        place_of = self._library.places()
        last = len(place_of)

        def place(change: Change) -> int:
            whole = KINDS[change.page.kind].whole
            return place_of[whole(change.page.inputs)] if whole else last

        return sorted(changes, key=place)

    def render(self, page: Page) -> bytes:
        """Return the bytes of a page; the same as before where it stands at another path, too."""
        kind = KINDS[page.kind]
        if not kind.anywhere:
            return self._render(page, kind)
        inputs, data = self._last.get(page.kind, (None, b""))
        if inputs != page.inputs:
            data = self._render(page, kind)
            self._last[page.kind] = page.inputs, data
        return data

    def _render(self, page: Page, kind: Kind[Any]) -> bytes:
        """Render a page."""
        if kind.write:
            return kind.write(page.path, page.inputs, self._frame, self._library)
        if kind.view:
            view = kind.view(page.path, page.inputs, self._frame, self._library)
            return self._templates.render(kind.templates[0], view)
        message = f"the kind {kind.name} makes no view and writes nothing"
        raise TypeError(message)

    def _filters(self) -> dict[str, Callable[..., Any]]:
        """Return the filters that set pieces of pages."""
        return {
            "feeds": lambda head: self._once("feeds", head.feeds, head.root),
            "assets": lambda head: self._once_framed("assets", head.root),
            "picture": lambda _frame: self._once_framed("picture"),
            "masthead": self._masthead,
            "colophon": lambda head, texts=True: self._once_framed(
                "colophon", head.root, head.path == "index.html", texts
            ),
            "exports": lambda ways: self._once("exports", ways),
            "other": lambda other: self._once("other", other),
            "topics": lambda slugs, root: self._once("topics", tuple(slugs), root),
            "card": self._card,
            "card_without": self._card_without,
            "lead": self._lead,
            "coins": self._coins,
            "line": self._line,
            "rss_brief": lambda item: self._entry("rss_brief", item),
            "rss_item": lambda item: self._entry("rss", item),
            "atom_item": lambda item: self._entry("atom", item),
        }

    def _masthead(self, head: Head) -> Markup:
        """Return the masthead of a page; all pages of one kind and depth have the same."""
        path = head.path if head.path == head.current else ""
        return self._once_framed("masthead", head.root, head.current, path)

    def _line(self, line: Line, root: str) -> Markup:
        """Return a paper's line as it stands on pages that are so deep below the root."""

        def make() -> str:
            made = self._templates.macro(FURNITURE, "line")(line, ANY_DEPTH)
            return str(made).rstrip("\n")

        return _rendered(self._lines.get_or_make(line.slug, make).replace(ANY_DEPTH, root))

    def _card(self, slug: str, root: str) -> Markup:
        """Return a paper's card as it stands on pages that are so deep below the root."""
        return self._card_without(slug, root, "")

    def _card_without(self, slug: str, root: str, topic: str) -> Markup:
        """Return a card without one of its topics, for that topic's own page."""
        return self._templates.macro(CARDS, "card")(card_of(self._library.paper(slug)), root, topic)

    def _coins(self, slug: str) -> Markup:
        """Return what reference managers find of a paper on a page of several."""
        return Markup('<span class="Z3988" title="{}"></span>').format(
            card_of(self._library.paper(slug)).coins
        )

    def _lead(self, slug: str, root: str) -> Markup:
        """Return a day's first card, set large."""
        card = card_of(self._library.paper(slug))
        return self._templates.macro(CARDS, "lead")(
            card, root, len(title_plain(card.title)) > LONG_TITLE
        )

    def _entry(self, form: str, item: Item) -> Markup:
        """Return an entry of a feed: it says the same in every feed of its form."""

        def make() -> Markup:
            paper = self._library.paper(item.slug)
            return self._templates.macro(ENTRIES, form)(paper, item.place, self._frame)

        return self._entries.get_or_make((form, item.slug), make)


def _furniture(templates: Templates, name: str, *values: Any, frame: Frame | None = None) -> Markup:
    """Return a piece of furniture; what shows something of the frame takes it first."""
    framed = values if frame is None else (frame, *values)
    return templates.macro(FURNITURE, name)(*framed)


def _rendered(html: str) -> Markup:
    """Return what was rendered from a template, and kept as a text."""
    return Markup(html)  # noqa: S704 - that is what this function is for


@lru_cache(maxsize=2)
def load_templates(
    folder: Path, _digests: tuple[tuple[str, bytes], ...], words: Words
) -> Templates:
    """Return the templates of a folder, with the filters that need to know only a site's words.

    As long as the templates have these digests, what was compiled serves every build of a process.
    """
    return Templates(folder, plain_filters(words), words)


def make_renderer(
    folders: Folders,
    frame: Frame,
    catalog: Catalog,
    records: Records,
    templates: Templates,
) -> Renderer:
    """Make the renderer of a site; `records` reads whole papers, and what was made of them."""
    records.hold()
    shards = Shards(catalog.index, records.part)
    library = Library(catalog.papers, records, folders, templates, shards)
    return Renderer(frame, library, templates)
