"""What a page is: one planned output, its kind, and the view that its template gets.

A page is its path, its kind and its inputs. The inputs hold all that it will be made of, as plain
values, with papers as references: a slug and the digest of what the page shows of it. So the
digest of the inputs changes whenever the page does, and costs a few short texts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from broadsheet.content.cards import Line, Link
    from broadsheet.content.citing import Cited
    from broadsheet.content.model import Paper
    from broadsheet.site.frame import Frame
    from broadsheet.site.head import Head
    from broadsheet.site.share import Share

InputsT = TypeVar("InputsT", bound=tuple[Any, ...])
Made = TypeVar("Made")

# The templates of pieces, which kinds name beside their own.
CARDS = "pieces/cards.html"
FURNITURE = "pieces/furniture.html"
ENTRIES = "feeds/entries.xml"


class Page(NamedTuple):
    """One planned output: `path` below the output folder, `kind` names how it is made.

    `inputs` is a named tuple of the kind's own; what is nested in it are plain tuples.
    """

    path: str
    kind: str
    inputs: tuple[Any, ...]


class Batch(NamedTuple):
    """Pages that are planned together, and come out as they were where what they are of is equal.

    `of` are the papers, and what else they are planned from beside `Catalog.common`. `name` is the
    batch's own among all. No page of a batch is one that browsers keep before it is asked for.
    """

    name: str
    of: tuple[Any, ...]
    plan: Callable[[], Iterator[Page]]


@dataclass(frozen=True, slots=True)
class View:
    """The frozen, narrow value that a template gets, and the only thing that it gets.

    Views hold source texts: mathematics, Markdown and dates get their form in the templates'
    filters.
    """

    frame: Frame
    head: Head


class Item(NamedTuple):
    """An entry of a feed: a paper's slug, and its place in its day's list, from 0."""

    slug: str
    place: int


class Resources(Protocol):
    """What a page may be made of beside its inputs and the frame."""

    def paper(self, slug: str) -> Paper:
        """Return the whole paper."""

    def cited(self, slug: str) -> Cited:
        """Return a paper as reference managers take it."""

    def topics(self, slug: str) -> tuple[str, ...]:
        """Return the slugs of a paper's topics."""

    def line(self, slug: str) -> Line:
        """Return what a line shows of a paper."""

    def link(self, slug: str) -> Link:
        """Return what a link shows of a paper."""

    def once(self, name: str, slug: str, make: Callable[[Paper], Made]) -> Made:
        """Return what `make` makes of a paper, made once for all pages; `name` tells what it is."""

    def content(self, paper: Paper, frame: Frame) -> str:
        """Return the paper as an entry of a feed holds it: HTML, its formulas in Unicode."""

    def static(self, path: str) -> bytes:
        """Return the bytes of a static file, by its path below their folder."""

    def figure(self, path: str) -> bytes:
        """Return the bytes of a figure, by its path below the content folder."""

    def scaled_figure(self, path: str, width: int, height: int) -> bytes:
        """Return a figure as a WebP of that size, in pixels."""

    def sections(self, kind: str, shard: int) -> tuple[bytes, ...]:
        """Return the sections of a shard of the search, the oldest month's first."""

    def share(self, share: Share, fonts: tuple[tuple[str, str], ...]) -> bytes:
        """Return the picture that says that, a PNG.

        `fonts` are paths below the content folder, with their digests.
        """

    def look(self, path: str, size: int = 0) -> bytes:
        """Return the bytes of a file of the look, or the icon that is made of it at a size."""


@dataclass(frozen=True, slots=True)
class Kind(Generic[InputsT]):
    """A kind of page: its name, its templates, and how a page is made of its inputs.

    `templates` are the page's own, first, then those whose pieces it shows; what these extend and
    import is found in them. Most kinds have a template and make its `view`; one without a template
    gives the page's bytes, `write`. A page of a kind that is the same `anywhere` says nothing of
    its own path. One that is not `framed` shows nothing of the frame, and is not made again when
    that changes. `whole` gives the slug of the first paper of which a page shows more than a line:
    pages that share such papers are best made together.
    """

    name: str
    templates: tuple[str, ...] = ()
    view: Callable[[str, InputsT, Frame, Resources], View] | None = None
    write: Callable[[str, InputsT, Frame, Resources], bytes] | None = None
    anywhere: bool = False
    framed: bool = True
    whole: Callable[[InputsT], str] | None = None

    def page(self, path: str, inputs: InputsT) -> Page:
        """Plan a page of this kind."""
        return Page(path, self.name, inputs)
