"""What pages are made of beside their inputs: papers, read when asked for, and files."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from broadsheet.content.cards import link_of
from broadsheet.content.fonts import own_font
from broadsheet.site.page import ENTRIES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from broadsheet.content.cards import Line, Link
    from broadsheet.content.citing import Cited
    from broadsheet.content.model import Paper
    from broadsheet.output.records import Records
    from broadsheet.output.shards import Shards
    from broadsheet.output.templates import Templates
    from broadsheet.site.frame import Frame
    from broadsheet.site.share import Share

LINES = 20_000  # lines in memory at once, some 300 bytes each
KEPT = 1000  # whole papers, cards and entries in memory at once, some 5 kB each

Key = TypeVar("Key")
Value = TypeVar("Value")


class Recent(dict[Key, Value]):
    """Values that were made and may be asked for again; when many are kept, it begins anew."""

    def __init__(self, most: int = KEPT) -> None:
        """Set how many are kept."""
        super().__init__()
        self._most = most

    def get_or_make(self, key: Key, make: Callable[[], Value]) -> Value:
        """Return the value of a key, made if it is not here."""
        if key in self:
            return self[key]
        made = make()
        if len(self) >= self._most:
            self.clear()
        self[key] = made
        return made


class Folders(NamedTuple):
    """Where the templates, what is copied as it is, and the content lie."""

    templates: Path
    static: Path
    content: Path


class Library:
    """The resources of a site: papers by slug, and the files of its folders."""

    def __init__(
        self,
        records: Records,
        folders: Folders,
        templates: Templates,
        shards: Shards,
    ) -> None:
        """Take what reads papers, and where all else is."""
        self._records = records
        self._folders = folders
        self._templates = templates
        self._shards = shards
        self._papers: Recent[str, Paper] = Recent()
        self._cited: Recent[str, Cited] = Recent()
        self._made: Recent[tuple[str, str], Any] = Recent()
        self._shown = lru_cache(LINES)(records.shown)  # each for a dozen pages

    def paper(self, slug: str) -> Paper:
        """Return the whole paper."""
        return self._papers.get_or_make(slug, lambda: self._records.paper(slug))

    def cited(self, slug: str) -> Cited:
        """Return a paper as reference managers take it."""
        return self._cited.get_or_make(slug, lambda: self._records.cited(slug))

    def topics(self, slug: str) -> tuple[str, ...]:
        """Return the slugs of a paper's topics."""
        return self._shown(slug).topics

    def line(self, slug: str) -> Line:
        """Return what a line shows of a paper."""
        return self._shown(slug).line

    def link(self, slug: str) -> Link:
        """Return what a link shows of a paper."""
        return link_of(self.line(slug))

    def once(self, name: str, slug: str, make: Callable[[Paper], Value]) -> Value:
        """Return what `make` makes of a paper, made once for all pages."""
        made: Value = self._made.get_or_make((name, slug), lambda: make(self.paper(slug)))
        return made

    def content(self, paper: Paper, frame: Frame) -> str:
        """Return the paper as an entry of a feed holds it: HTML, its formulas in Unicode."""
        return str(self._templates.macro(ENTRIES, "content")(paper, frame))

    def static(self, path: str) -> bytes:
        """Return the bytes of a static file."""
        return (self._folders.static / path).read_bytes()

    def figure(self, path: str) -> bytes:
        """Return the bytes of a figure."""
        return (self._folders.content / path).read_bytes()

    def scaled_figure(self, path: str, width: int, height: int) -> bytes:
        """Return a figure as a WebP of that size, in pixels."""
        from broadsheet.content.scaling import scale_figure  # noqa: PLC0415 - as below

        return scale_figure(self.figure(path), width, height)

    def sections(self, kind: str, shard: int) -> tuple[bytes, ...]:
        """Return the sections of a shard of the search."""
        return self._shards.sections(kind, shard)

    def share(self, share: Share, fonts: tuple[tuple[str, str], ...]) -> bytes:
        """Return the picture that says that, in the owner's fonts (path and digest) and ours."""
        from broadsheet.output.sharing import draw_share  # noqa: PLC0415 - 40 ms, if one is made

        own = tuple((self._folders.content / path, digest) for path, digest in fonts)
        return draw_share(share, (*own, (own_font(), "")))

    def look(self, path: str, size: int = 0) -> bytes:
        """Return the bytes of a file of the look, or the icon that is made of it at a size."""
        data = (self._folders.content / path).read_bytes()
        if not size:
            return data
        from broadsheet.content.icons import make_icon  # noqa: PLC0415 - 40 ms, few feeds need it

        return make_icon(data, size)
