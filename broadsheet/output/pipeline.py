"""The build: read, plan, compare, render, publish. Every step's answer is the next one's question.

Everything is read and checked before anything is planned, everything is planned before anything
is rendered, and everything is rendered before the first file of the site changes.
"""

from __future__ import annotations

import gc
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from broadsheet.content.consistency import check_content, locate
from broadsheet.content.problems import ContentError, Problem, UsageError, errors
from broadsheet.content.reader import Reading, read_content
from broadsheet.output.folder import clear_staging, output_folder
from broadsheet.output.ledger import (
    Keys,
    code_digest,
    compare,
    explain,
    is_intact,
    list_output,
    template_digests,
    whole_digest,
)
from broadsheet.output.processes import spread
from broadsheet.output.publish import put_in_place
from broadsheet.output.resources import Folders
from broadsheet.output.seals import DamagedError, is_damage
from broadsheet.output.staging import make_pages
from broadsheet.output.store import FILE_NAME, Store, remove_store
from broadsheet.pages.families import make_plan
from broadsheet.search.model import names_of
from broadsheet.site import urls
from broadsheet.site.catalog import make_catalog, published
from broadsheet.site.frame import make_frame
from broadsheet.text.digest import digest_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from broadsheet.content.model import Content
    from broadsheet.output.ledger import Change, Difference
    from broadsheet.output.staging import Staged
    from broadsheet.site.catalog import Catalog
    from broadsheet.site.frame import Frame

    # Hears of the phase, of what is done in it and of how much there is.
    Tell = Callable[[str, int, int], None]

ENOUGH_MONTHS = 4  # to index; a second process then costs less than it saves
PROGRAM = Path(__file__).resolve().parents[2]  # the folder with our code, templates, static files
CODE = PROGRAM / "broadsheet"


@dataclass(frozen=True, slots=True)
class Request:
    """What to build, into which folder, and for which address; empty texts mean the content's.

    `program` is the folder with the templates and the static files.
    """

    content: Path
    output: Path
    base_url: str = ""
    repository: str = ""
    branch: str = "main"
    today: str = ""
    jobs: int = 1
    force: bool = False
    explain: bool = False
    program: Path = PROGRAM

    @property
    def templates(self) -> Path:
        """The folder of the templates."""
        return self.program / "templates"

    @property
    def static(self) -> Path:
        """The folder of the files that are copied as they are."""
        return self.program / "static"


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: pages planned, rendered and changed, with the content's warnings.

    `waiting` counts the papers that are not published before their summary is written;
    `timings` are seconds by phase; `reasons` say of each page why it was rendered, if asked for.
    """

    papers: int
    waiting: int
    planned: int
    rendered: int
    changed: int
    base: str
    warnings: tuple[Problem, ...]
    reasons: tuple[str, ...]
    timings: tuple[tuple[str, float], ...]


@dataclass(slots=True)
class Kept:
    """What a server keeps between two builds, so that only what changed is looked at.

    While nobody else writes the state file, nobody else builds into the folder: the files there
    are taken to be as they were left.
    """

    store: Store | None = None
    keys: Keys | None = None

    def open(self, path: Path) -> Store:
        """Return the store that was kept, or open it anew where somebody else has written it."""
        if self.store is None or not self.store.is_ours():
            self.close()
            self.store = Store(path)
        return self.store

    def close(self) -> None:
        """Close the store, and forget what was known of it."""
        if self.store is not None:
            self.store.close()
        self.store = self.keys = None


def build_site(request: Request, tell: Tell, kept: Kept | None = None) -> Built:
    """Build the site: read everything, plan everything, render what changed, put it in place.

    Raise ContentError if the content has errors and UsageError if the request cannot be met; the
    site is then as it was.
    """
    if request.output.resolve().is_relative_to(request.content.resolve()):
        message = (
            f"{request.output} lies in the content folder, where the next build would read it:"
            " name another folder with --output"
        )
        raise UsageError(message)
    with output_folder(request.output, force=request.force) as since:
        memory = kept or Kept()
        gc.disable()  # nothing here makes cycles worth collecting, and looking for them costs 5 %
        try:
            return _build(request, tell, memory, since)
        except (DamagedError, sqlite3.DatabaseError) as error:
            if not is_damage(error):
                raise
            memory.close()
            remove_store(request.output / FILE_NAME)
            clear_staging(request.output)
            return _build(request, tell, memory, since)
        finally:
            if kept is None:
                memory.close()
            else:
                gc.freeze()  # what is kept is no garbage, and takes as long to look through
            gc.enable()


def _build(request: Request, tell: Tell, memory: Kept, since: int) -> Built:
    """Build into a folder that is ours; `since` is the file system's time (ns) at the beginning."""
    store = memory.open(request.output / FILE_NAME)
    return _Build(request, memory, store, _Clock(), tell).run(since)


class _Clock:
    """A stopwatch for the phases of a build, in seconds."""

    def __init__(self) -> None:
        self.laps: list[tuple[str, float]] = []
        self._last = perf_counter()

    def lap(self, phase: str) -> None:
        """Note how long a phase took."""
        now = perf_counter()
        self.laps.append((phase, now - self._last))
        self._last = now


class _Build:
    """One build into a folder that is ours."""

    def __init__(
        self, request: Request, kept: Kept, store: Store, clock: _Clock, tell: Tell
    ) -> None:
        self.request = request
        self.kept = kept
        self.store = store
        self.clock = clock
        self.tell = tell
        self.code = code_digest(CODE)
        self.templates = template_digests(request.templates)
        self.static = tuple(_list_static(request.static))

    def run(self, since: int) -> Built:
        """Build; `since` is the file system's time (ns) at the beginning."""
        before, self.kept.keys = self.kept.keys, None  # until this build has ended well
        reading = self._read(since)
        base = urls.base_url(self.request.base_url or reading.content.site.url or urls.LOCAL)
        whole = self._digest(reading)
        ledger = self.store.pages()
        stamps = (
            {path: one.stamp for path, one in ledger.items()}
            if before
            else list_output(self.request.output)
        )
        settled = self.store.get("whole") == whole and is_intact(ledger, stamps)
        self.clock.lap("look")
        if settled and not errors(reading.problems):
            self.kept.keys = before
            papers, warnings = int(self.store.get("papers")), tuple(sorted(reading.problems))
            waiting = len(reading.content.waiting)
            return Built(
                papers, waiting, len(ledger), 0, 0, base, warnings, (), tuple(self.clock.laps)
            )
        try:
            problems = self._check(reading)
        except ContentError:
            self.kept.keys = before
            raise
        catalog = self._catalog(reading.content)
        repository = self.request.repository or catalog.site.repository
        frame = make_frame(catalog, base, repository, self.request.branch)
        pages = make_plan(catalog)
        self.clock.lap("plan")
        keys = Keys(self.code, self.templates, frame, before)
        todo = compare(self.request.output, pages, keys, ledger, stamps)
        self.clock.lap("compare")
        staged = self._render(catalog, frame, todo.changes)
        self.clock.lap("render")
        changed = self._publish(staged, todo)
        self._save(staged, todo, whole, len(catalog.papers))
        self.kept.keys = keys
        reasons = [f"{one.page.path}: {explain(one)}" for one in todo.changes]
        return Built(
            len(catalog.papers),
            len(reading.content.waiting),
            len(pages),
            len(todo.changes),
            changed,
            base,
            tuple(sorted(problems)),
            tuple(reasons) if self.request.explain else (),
            tuple(self.clock.laps),
        )

    def _read(self, since: int) -> Reading:
        """Read the content, from the store where it is as it was."""
        self.tell("reading", 0, 0)
        reading = read_content(
            self.request.content,
            self.store,
            self.code.hex(),
            since,
            spread(self.request.jobs),
        )
        self.clock.lap("read")
        return reading

    def _digest(self, reading: Reading) -> str:
        """Return the digest of all that the site is made of."""
        request = self.request
        asked = (request.today, request.base_url, request.repository, request.branch)
        return whole_digest(self.code, self.templates, self.static, reading.digest, *asked)

    def _check(self, reading: Reading) -> list[Problem]:
        """Check what spans files; raise ContentError if there are errors anywhere."""
        findings = check_content(reading.content)
        problems = [*reading.problems, *locate(self.request.content, findings)]
        if errors(problems):
            raise ContentError(problems)
        self.clock.lap("check")
        return problems

    def _catalog(self, content: Content) -> Catalog:
        """Index the papers, from what was kept where they are as they were, and group them."""
        from broadsheet.search.indexing import index_papers  # noqa: PLC0415 - 60 ms, if at all

        self.tell("indexing", 0, 0)
        self.store.forget_made(self.code.hex())
        papers = published(content, self.request.today)
        records = self.store.records()
        over_all = spread(self.request.jobs, ENOUGH_MONTHS)
        try:
            index = index_papers(papers, names_of(content), records.paper, self.store, over_all)
        finally:
            records.close()
        self.clock.lap("index")
        catalog = make_catalog(content, self.request.today, self.static, index)
        self.clock.lap("catalog")
        return catalog

    def _render(self, catalog: Catalog, frame: Frame, changes: list[Change]) -> list[Staged]:
        """Render what changed, beside the site."""
        if not changes:
            return []
        from broadsheet.output.render import (  # noqa: PLC0415 - 60 ms, if at all
            load_templates,
            make_renderer,
        )

        request = self.request
        records = self.store.records()
        renderer = make_renderer(
            Folders(request.static, request.content),
            frame,
            catalog,
            records,
            load_templates(request.templates, tuple(self.templates.items()), frame.words),
        )
        try:
            return make_pages(request.output, renderer, changes, request.jobs, self.tell)
        finally:
            records.close()

    def _publish(self, staged: list[Staged], todo: Difference) -> int:
        """Put the pages in place, once it is noted that they are ours; return how many changed."""
        with self.store.change():
            self.store.expect_pages(one.written.path for one in staged)
        changed = put_in_place(self.request.output, staged, todo.gone)
        self.clock.lap("publish")
        return changed

    def _save(self, staged: list[Staged], todo: Difference, whole: str, papers: int) -> None:
        """Note what was written, and from what."""
        try:
            with self.store.change():
                written = [*todo.renewed, *(one.written for one in staged)]
                self.store.keep_pages(written, todo.gone)
                self.store.put("whole", whole)
                self.store.put("papers", str(papers))
        except sqlite3.Error as error:
            message = (
                f"the site in {self.request.output} is new, but what was written could not be"
                f" noted ({error}): mend the cause and build again"
            )
            raise UsageError(message) from error
        self.clock.lap("save")


def _list_static(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the files that are copied as they are: their paths below the folder, their digests."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            yield path.relative_to(folder).as_posix(), digest_of(path.read_bytes()).hex()
