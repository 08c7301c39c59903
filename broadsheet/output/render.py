"""Page to bytes: a pure function of the page, its view, its templates.

Lines and feed entries stand on many pages: each is rendered once and reused.
"""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from markupsafe import Markup

from broadsheet.content.cards import card_of
from broadsheet.content.coins import coins
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
    from broadsheet.output.records import Records
    from broadsheet.pages.papers import Other
    from broadsheet.search.model import Index
    from broadsheet.site.frame import Frame
    from broadsheet.site.head import Head
    from broadsheet.site.page import Kind, Page
    from broadsheet.words.words import Words

PIECES = 2000  # of furniture in memory at once, some 2 kB each
LONG_TITLE = 80  # characters from which a lead's title is set smaller
ANY_DEPTH = "\0"  # in a line, for the way to the site's root: no text of a page holds it


class Materials(NamedTuple):
    """What a renderer is made of, here or in a process elsewhere.

    `search` is the bare index; `records` reads papers, and what was made of them; `digests` are
    those of the templates, by kind.
    """

    folders: Folders
    frame: Frame
    search: Index
    records: Records
    digests: tuple[tuple[str, bytes], ...]


class Renderer:
    """Renders pages of one site. It holds no state but what it has rendered and may use again."""

    def __init__(self, materials: Materials, library: Library, templates: Templates) -> None:
        """Take what it is made of, the papers and files, and the templates."""
        self._materials = materials
        self._frame = frame = materials.frame
        self._library = library
        self._templates = templates
        self._lines: Recent[str, str] = Recent(LINES)
        self._entries: Recent[tuple[str, str], Markup] = Recent()
        self._last: dict[str, tuple[tuple[Any, ...] | None, bytes]] = {}
        # What stands alike on many pages is made once. The frame is no key: there is one, and its
        # digest would cost more than all else here.
        self._once = lru_cache(PIECES)(partial(_furniture, templates))
        self._once_framed = lru_cache(PIECES)(partial(_furniture, templates, frame=frame))
        templates.serve(site_filters(frame) | self._filters())

    def __reduce__(self) -> tuple[Any, ...]:
        """Return how a process elsewhere makes it again, without what was rendered here."""
        return make_renderer, (self._materials,)

    def rest(self) -> None:
        """Let go of the state file, which nobody can write to before."""
        self._materials.records.close()

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
            "other": self._other,
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

    def _other(self, other: Other) -> Markup:
        """Return the line of a paper that another is like."""
        return self._templates.macro(FURNITURE, "other")(other)

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
            self._library.once("coins", slug, coins)
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


def make_renderer(materials: Materials) -> Renderer:
    """Make the renderer of a site."""
    folders, frame, index, records, digests = materials
    records.hold()
    templates = load_templates(folders.templates, digests, frame.words)
    shards = Shards(index, records.part)
    library = Library(records, folders, templates, shards)
    return Renderer(materials, library, templates)
