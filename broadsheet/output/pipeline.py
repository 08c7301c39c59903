"""The build: read, plan, compare, render, publish. Every step's answer is the next one's question.

Everything is read and checked before anything is planned, and everything is rendered before the
first file of the site changes. Between these, pages pass one by one: each is planned, compared with
what was written last time, rendered if it differs and noted in a file, and none is held in memory.
"""

from __future__ import annotations

import gc
import sqlite3
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from broadsheet.content.consistency import check_content, locate
from broadsheet.content.problems import ContentError, Problem, UsageError, errors
from broadsheet.content.reader import Reading, read_content
from broadsheet.output.folder import STAGING, clear_staging, output_folder, refuse_within
from broadsheet.output.ledger import (
    Comparison,
    Keys,
    code_digest,
    explain,
    is_intact,
    list_output,
    list_static,
    template_digests,
    whole_digest,
)
from broadsheet.output.processes import Workers
from broadsheet.output.publish import put_in_place
from broadsheet.output.resources import Folders
from broadsheet.output.seals import DamagedError, is_damage
from broadsheet.output.staging import make_pages, staging_in
from broadsheet.output.store import FILE_NAME, Store, begin_anew
from broadsheet.pages.families import make_plan
from broadsheet.search.model import names_of
from broadsheet.site import urls
from broadsheet.site.catalog import make_catalog, published
from broadsheet.site.frame import make_frame

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager

    from broadsheet.content.model import Content
    from broadsheet.output.ledger import Change
    from broadsheet.output.processes import Engine
    from broadsheet.output.staging import Staging
    from broadsheet.site.catalog import Catalog
    from broadsheet.site.frame import Frame

    # Hears of the phase, of what is done in it and of how much there is.
    Tell = Callable[[str, int, int], None]

MANY_MONTHS = 100  # of which the names of all files take so much memory that none is to copy it
ENOUGH_PARTS = 2  # of pages to render: others are rendered while the plan is compared
ENOUGH_MONTHS = 4  # to index; a second process then costs less than it saves
PROGRAM = Path(__file__).resolve().parents[2]  # the folder with our code, templates, static files
CODE = PROGRAM / "broadsheet"


@dataclass(frozen=True, slots=True)
class Request:
    """What to build, into which folder, and for which address; empty texts mean the content's.

    `program` is the folder with the templates and the static files. `cluster` is the address of a
    scheduler whose workers share the work, or `local`; where it is empty, `jobs` processes do.
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
    cluster: str = ""

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
    are taken to be as they were left, unless what lies at its top is not what was left there.
    """

    remembers: bool = False
    store: Store | None = None
    keys: Keys | None = None
    left: list[str] = field(default_factory=list)  # the names at the top of the folder

    def open(self, path: Path) -> Store:
        """Return the store that was kept, or open it anew where somebody else was in its folder."""
        names = _names_in(path.parent)
        store = self.store
        if store is None or store.path != path or not store.is_ours() or self.left != names:
            self.close()
            self.store = store = Store(path, remembers=self.remembers)
            self.left = names
        return store

    def rest(self) -> None:
        """Let go of what a build has left behind, when nobody waits for it any more.

        What is kept is then passed over whenever garbage is looked for.
        """
        gc.collect()
        gc.freeze()

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
    refuse_within(request.output, request.content)
    with (
        output_folder(request.output, force=request.force) as since,
        _engine(request) as engine,
    ):
        memory = kept or Kept()
        gc.disable()  # nothing here makes cycles worth collecting, and looking for them costs 5 %
        try:
            built = _build(request, tell, memory, since, engine)
        except (DamagedError, sqlite3.DatabaseError) as error:
            if not is_damage(error):
                raise
            memory.close()
            begin_anew(request.output / FILE_NAME)
            clear_staging(request.output)
            built = _build(request, tell, memory, since, engine)
        finally:
            if kept is None:
                memory.close()
            gc.enable()
        memory.left = _names_in(request.output)
        return built


def _names_in(folder: Path) -> list[str]:
    """Return what lies in a folder, but for what is hidden."""
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


def _engine(request: Request) -> AbstractContextManager[Engine]:
    """Return what does the work: processes of this machine, or a scheduler's workers."""
    staging = request.output / STAGING
    if not request.cluster:
        workers = Workers(request.jobs, staging)
        if not (request.output / FILE_NAME).exists() and _is_large(request.content):
            workers.begin()
        return workers
    from broadsheet.output.cluster import Places, connect  # noqa: PLC0415 - 0.5 s, if asked for

    places = Places(request.content, staging, request.templates, request.static)
    return connect(request.cluster, request.jobs, places)


def _is_large(content: Path) -> bool:
    """Return whether there may be very much to read: many months, or many files beside them."""
    return len(list(islice(content.glob("*/*"), MANY_MONTHS))) == MANY_MONTHS


def _build(request: Request, tell: Tell, memory: Kept, since: int, engine: Engine) -> Built:
    """Build into a folder that is ours; `since` is the file system's time (ns) at the beginning."""
    store = memory.open(request.output / FILE_NAME)
    return _Build(request, memory, store, tell, engine).run(since)


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
        self, request: Request, kept: Kept, store: Store, tell: Tell, engine: Engine
    ) -> None:
        self.request = request
        self.kept = kept
        self.store = store
        self.clock = _Clock()
        self.tell = tell
        self.engine = engine
        self.code = code_digest(CODE)
        self.templates = template_digests(request.templates)
        self.static = tuple(list_static(request.static))
        self.reasons: list[str] = []

    def run(self, since: int) -> Built:
        """Build; `since` is the file system's time (ns) at the beginning."""
        before, self.kept.keys = self.kept.keys, None  # until this build has ended well
        reading = self._read(since)
        base = urls.base_url(self.request.base_url or reading.content.site.url or urls.LOCAL)
        whole = self._digest(reading)
        waiting = len(reading.content.waiting)
        settled = (
            self.store.get("whole") == whole
            and self.store.get("papers").isdecimal()
            and self._is_intact(trusts=before is not None)
        )
        self.clock.lap("look")
        try:
            problems = self._check(reading)
        except ContentError:
            self.kept.keys = before
            raise
        if settled:
            self.kept.keys = before
            papers, warnings = int(self.store.get("papers")), tuple(sorted(problems))
            planned = self.store.count_pages()
            return Built(papers, waiting, planned, 0, 0, base, warnings, (), tuple(self.clock.laps))
        content = reading.content if self.kept.remembers else reading.content.checked
        del reading
        catalog = self._catalog(content)
        del content
        repository = self.request.repository or catalog.site.repository
        frame = make_frame(catalog, base, repository, self.request.branch)
        keys = Keys(self.code, self.templates, frame, before, remembers=self.kept.remembers)
        output = self.request.output
        comparison = Comparison(output, keys, self.store, trusts=before is not None)
        papers = len(catalog.papers)
        with staging_in(output) as staging:
            changes = comparison.changes(make_plan(catalog, keys.batches), staging.renew)
            rendered = self._render(catalog, frame, self._explained(changes), staging)
            gone = list(comparison.gone())
            self.clock.lap("render")
            changed = self._publish(staging, gone)
            self._save(staging, gone, whole, papers)
        self.kept.keys = keys
        return Built(
            papers,
            waiting,
            comparison.planned,
            rendered,
            changed,
            base,
            tuple(sorted(problems)),
            tuple(self.reasons),
            tuple(self.clock.laps),
        )

    def _is_intact(self, *, trusts: bool) -> bool:
        """Return whether what was written last time is there, and none of it is half done."""
        written = self.store.pages()
        if trusts:
            return all(one.key for one in written)
        return is_intact(written, list_output(self.request.output))

    def _explained(self, changes: Iterable[Change]) -> Iterator[Change]:
        """Pass changes on; say why each is made, if asked for."""
        for change in changes:
            if self.request.explain:
                self.reasons.append(f"{change.page.path}: {explain(change)}")
            yield change

    def _read(self, since: int) -> Reading:
        """Read the content, from the store where it is as it was."""
        self.tell("reading", 0, 0)
        reading = read_content(
            self.request.content,
            self.store,
            self.code.hex(),
            since,
            self.engine(),
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
        over_all = self.engine(enough=ENOUGH_MONTHS)
        try:
            index = index_papers(papers, names_of(content), records.read, self.store, over_all)
        finally:
            records.close()
        self.clock.lap("index")
        today, remembers = self.request.today, self.kept.remembers
        catalog = make_catalog(content, today, self.static, index, remembers=remembers)
        self.clock.lap("catalog")
        return catalog

    def _render(
        self, catalog: Catalog, frame: Frame, changes: Iterator[Change], staging: Staging
    ) -> int:
        """Render what changed, beside the site; return how many pages that were."""
        first = next(changes, None)
        if first is None:
            return 0
        from broadsheet.output.render import (  # noqa: PLC0415 - 60 ms, if at all
            Materials,
            make_renderer,
        )

        request = self.request
        materials = Materials(
            Folders(request.templates, request.static, request.content),
            frame,
            catalog.index.bare,
            self.store.records(),
            tuple(self.templates.items()),
        )
        renderer = make_renderer(materials)
        every = chain([first], changes)
        done = 0
        for staged in make_pages(request.output, renderer, every, self.engine(enough=ENOUGH_PARTS)):
            staging.add(staged)
            done += len(staged)
            self.tell("rendering", done, 0)
        return done

    def _publish(self, staging: Staging, gone: list[str]) -> int:
        """Put the pages in place, once it is noted that they are ours; return how many changed."""
        with self.store.change():
            self.store.expect_pages(one.path for one in staging.written())
        changed = put_in_place(self.request.output, staging, gone)
        self.clock.lap("publish")
        return changed

    def _save(self, staging: Staging, gone: list[str], whole: str, papers: int) -> None:
        """Note what was written, and from what."""
        try:
            with self.store.change():
                self.store.keep_pages(staging.written(), gone)
                self.store.put("whole", whole)
                self.store.put("papers", str(papers))
        except sqlite3.Error as error:
            if is_damage(error):
                raise
            message = (
                f"the site in {self.request.output} is new, but what was written could not be"
                f" noted ({error}): mend the cause and build again"
            )
            raise UsageError(message) from error
        self.clock.lap("save")
