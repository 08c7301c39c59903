"""Files to content: each is read and checked once, and not again until it changes.

All problems of all files are found in one run. What a file gives depends only on its path and
bytes (and its figure's); `consistency` finds the problems between files.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from broadsheet.content.cache import PAPERS, Kept, Row, share
from broadsheet.content.folder import (
    AbsentError,
    File,
    Folder,
    UnreadableError,
    cannot_read,
    scan,
)
from broadsheet.content.look import read_look
from broadsheet.content.model import Collection, Content, Note, Paper, Site, Topic
from broadsheet.content.papers import entry_of
from broadsheet.content.paths import FIGURE_PATH, PAPER_PATH, Names, misplaced
from broadsheet.content.problems import Problem
from broadsheet.content.rows import figure_name, is_good, is_unchanged, read_row
from broadsheet.content.scalars import better_file
from broadsheet.content.settings import read_authors, read_site, read_topics
from broadsheet.text.digest import DIGEST_SIZE, digest_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from broadsheet.content.cache import Cache

    Waiting = tuple[File, Row | None]  # a file to read, and its row in the cache
    Keep = Callable[[Iterable[Kept]], None]
    Spread = Callable[[Callable[[Any], Any], Sequence[Any]], Iterable[Any]]

_KINDS = (*PAPERS, "note", "collection")
_CHUNK = 125  # files per job: some 50 ms of work, far more than passing them on takes


@dataclass(frozen=True, slots=True)
class Reading:
    """The content, the problems within files, how many files there are, how many were parsed.

    `digest` is that of all that was read.
    """

    content: Content
    problems: tuple[Problem, ...]
    files: int
    read: int
    digest: bytes


def read_content(
    root: Path,
    cache: Cache | None = None,
    reader: str = "",
    since: int = 0,
    spread: Spread = map,
) -> Reading:
    """Read the whole content folder, and take unchanged files from the cache if there is one.

    `reader` identifies the code and the libraries that read: what others read is not used.
    `since` is the file system's time (ns) when the build began. `spread` maps a function over
    chunks of files, in this process or in several. All files are kept, also those with problems.
    """
    found, problems = scan(root)
    site = read_site(root, problems)
    topics, topics_read = read_topics(root, problems)
    authors = read_authors(root, problems)
    look = read_look(root, found, site, problems)
    folder = Folder(root, {f.path: f for f in found if FIGURE_PATH.fullmatch(f.path)}, since)
    bad = {problem.path for problem in problems}
    gathered = _Gathered(folder)
    names = Names(file.path for file in found)
    waiting: list[Waiting] = []
    gone: list[str] = []
    files = 0
    for file, before in _matched(found, cache.rows(reader) if cache else (), gone):
        wrong = "" if before else misplaced(file.path, names)  # in the cache are none with a fault
        if wrong:
            problems.append(Problem(file.path, 1, 1, wrong))
        if wrong or file.path in bad or not file.path.endswith(".md"):
            gone.extend([file.path] if before else ())
            continue
        files += 1
        if before is not None and is_unchanged(folder, file, before):
            gathered.add(before)
        else:
            waiting.append((file, before))
    parsed = 0
    if waiting or gone:
        update = cache.update(reader, gone) if cache else nullcontext(_keep_nothing)
        read = partial(_read_chunk, folder, cache is not None and cache.cites)
        parsed = _read_all(read, waiting, update, spread, gathered)
    problems.extend(sorted(gathered.problems))
    problems.extend(gathered.unseen_figures())
    content = gathered.content(site, topics)
    told = tuple(dict.fromkeys(problems))  # what is wrong with settings is found twice
    return Reading(
        replace(content, topics_read=topics_read, look=look, authors=authors),
        told,
        files,
        parsed,
        digest_of(repr((gathered.sum, site, topics, authors, look)).encode()),
    )


def _matched(
    files: Iterable[File], rows: Iterable[Row], gone: list[str]
) -> Iterator[tuple[File, Row | None]]:
    """Yield each file with its row in the cache; both come by path. Rows without one are `gone`."""
    rest = iter(rows)
    row = next(rest, None)
    for file in files:
        while row is not None and row.path < file.path:
            gone.append(row.path)
            row = next(rest, None)
        if row is not None and row.path == file.path:
            yield file, row
            row = next(rest, None)
        else:
            yield file, None
    if row is not None:
        gone.extend([row.path, *(one.path for one in rest)])


class _Gathered:
    """What was read so far: the values of the rows, and what there is to say of them."""

    def __init__(self, folder: Folder) -> None:
        """Begin with nothing."""
        self._folder = folder
        self._values: dict[str, list[Any]] = {kind: [] for kind in _KINDS}
        self._shown = set[str]()  # figures
        self._open = set[str]()  # folders with a paper that has errors
        self.problems: list[Problem] = []
        self.sum = 0  # of the rows' digests: the same in whatever order they come

    def add(self, row: Row) -> None:
        """Take what a row says."""
        known = digest_of(row.path.encode() + b"\0" + row.digest)
        self.sum = (self.sum + int.from_bytes(known, "big")) % (1 << 8 * DIGEST_SIZE)
        self.problems += [Problem(row.path, *problem) for problem in row.problems]
        if self._folder.figures:
            below = row.path.rpartition("/")[0]
            self._shown.add(f"{below}/{figure_name(row)}")
            if not is_good(row):
                self._open.add(below)
        if row.value is not None:
            self._values[row.kind].append(row.value)
        elif row.kind == "refused" and PAPER_PATH.fullmatch(row.path):
            *folders, name = row.path.split("/")
            nothing = Paper(name.removesuffix(".md"), "-".join(folders), "", (), "")
            self._values["unread"].append(entry_of(nothing))

    def content(self, site: Site, topics: tuple[Topic, ...]) -> Content:
        """Return the content, by path."""
        papers, waiting, unread = (
            tuple(sorted(self._values[kind], key=attrgetter("path"))) for kind in PAPERS
        )
        notes = [Note(*value) for value in self._values["note"]]
        collections = [Collection(*value) for value in self._values["collection"]]
        return Content(
            site,
            topics,
            papers,
            tuple(sorted(notes, key=attrgetter("path"))),
            tuple(sorted(collections, key=attrgetter("path"))),
            unread,
            waiting,
        )

    def unseen_figures(self) -> Iterable[Problem]:
        """Warn of pictures that no paper shows, unless one in the same folder has errors."""
        for path in self._folder.figures:
            day, _, name = path.rpartition("/")
            if path not in self._shown and day not in self._open:
                better = better_file(name) or name
                called = "" if better == name else f"call it {better}, and "
                message = (
                    f"no paper shows this picture: {called}write figure:"
                    f' {{file: {better}, alt: "..."}} in the file of its paper'
                )
                yield Problem(path, 1, 1, message, "warning")


def _keep_nothing(_rows: Iterable[Kept]) -> None:
    """Do nothing, in place of a cache."""


def _read_all(
    read: Callable[[list[Waiting]], list[Kept]],
    waiting: list[Waiting],
    update: AbstractContextManager[Keep],
    spread: Spread,
    gathered: _Gathered,
) -> int:
    """Read what may have changed, keep and gather it; return how many files were parsed."""
    parsed = 0
    alike: dict[str, str] = {}
    chunks = [waiting[start : start + _CHUNK] for start in range(0, len(waiting), _CHUNK)]
    found = spread(read, chunks)  # which may fork processes, and must not in a transaction
    with update as keep:
        for chunk, copies in zip(chunks, found, strict=True):
            answers = [copy._replace(row=share(copy.row, alike)) for copy in copies]
            keep(answers)
            for (_, before), answer in zip(chunk, answers, strict=True):
                gathered.add(answer.row)
                parsed += _is_new(answer.row, before)
    return parsed


def _is_new(row: Row, before: Row | None) -> bool:
    """Return whether a file was parsed, and not only compared by its digest."""
    return before is None or not is_good(before) or row.digest != before.digest


def _read_chunk(folder: Folder, cites: bool, chunk: list[Waiting]) -> list[Kept]:  # noqa: FBT001 - a partial's
    """Read some files, perhaps in another process."""
    return [_read_one(folder, file, before, cites=cites) for file, before in chunk]


def _read_one(folder: Folder, file: File, before: Row | None, *, cites: bool) -> Kept:
    """Read a file; what the system does not let us read has one problem, which says so."""
    try:
        return read_row(folder, file, before, cites=cites)
    except AbsentError:
        message = cannot_read(FileNotFoundError())
    except UnreadableError as error:
        message = str(error)
    return Kept(Row(file.path, "", b"", "refused", None, ((1, 1, message, "error"),)), None)
