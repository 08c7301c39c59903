"""Files to content: each is read and checked once, and not again until it changes.

All problems of all files are found in one run. What a file gives depends only on its path and
bytes (and its figure's); `consistency` finds the problems between files.
"""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, replace
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from broadsheet.content.cache import Kept, Row
from broadsheet.content.folder import (
    AbsentError,
    File,
    Folder,
    UnreadableError,
    cannot_read,
    read_below,
    scan,
)
from broadsheet.content.look import read_look
from broadsheet.content.model import Collection, Content, Entry, Look, Note, Paper, Site, Topic
from broadsheet.content.papers import entry_of
from broadsheet.content.paths import FIGURE_PATH, PAPER_PATH, SETTINGS, misplaced
from broadsheet.content.problems import Problem
from broadsheet.content.rows import figure_name, is_good, is_unchanged, read_row
from broadsheet.content.settings import MAX_FILE, read_authors, read_site, read_topics
from broadsheet.text.digest import digest_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from broadsheet.content.cache import Cache

    Waiting = tuple[File, Row | None]  # a file to read, and its row in the cache
    Keep = Callable[[Iterable[Kept]], None]
    Spread = Callable[[Callable[[Any], Any], list[Any]], Iterable[Any]]

_PAPERS = ("paper", "waiting", "unread")
_KINDS = (*_PAPERS, "note", "collection")
_NAMES = tuple(map(Entry._fields.index, ("authors", "author_keys", "topics")))  # of an entry
_CHUNK = 125  # files per job: some 50 ms of work, far more than passing them on takes


@dataclass(frozen=True, slots=True)
class Reading:
    """The content, the problems within files, how many files there are, how many were parsed.

    `digest` is that of all files.
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
    look = read_look(root, found, site.language, problems)
    known = cache.rows(reader) if cache else {}
    for file in found:
        wrong = (
            "" if file.path in known else misplaced(file.path)
        )  # in the cache are no misplaced files
        if wrong:
            problems.append(Problem(file.path, 1, 1, wrong))
    folder = Folder(root, {f.path: f for f in found if FIGURE_PATH.fullmatch(f.path)}, since)
    bad = {problem.path for problem in problems}
    files = [file for file in found if file.path.endswith(".md") and file.path not in bad]
    rows: list[Row] = []
    waiting: list[Waiting] = []
    for file in files:
        before = known.pop(file.path, None)
        if before is not None and is_unchanged(folder, file, before):
            rows.append(before)
        else:
            waiting.append((file, before))
    parsed = 0
    if waiting or known:
        update = cache.update(reader, known) if cache else nullcontext(_keep_nothing)
        read = partial(_read_chunk, folder, cache is not None and cache.cites)
        fresh, parsed = _read_all(read, waiting, update, spread)
        rows.extend(fresh)
    rows.sort(key=itemgetter(0))
    problems.extend(Problem(row.path, *problem) for row in rows for problem in row.problems)
    problems.extend(_unseen_figures(folder, rows))
    content = replace(
        _gather(site, topics, rows), topics_read=topics_read, look=look, authors=authors
    )
    told = tuple(dict.fromkeys(problems))  # what is wrong with settings is found twice
    return Reading(content, told, len(files), parsed, _digest_all(root, rows, look))


def _keep_nothing(_rows: Iterable[Kept]) -> None:
    """Do nothing, in place of a cache."""


def _read_all(
    read: Callable[[list[Waiting]], list[Kept]],
    waiting: list[Waiting],
    update: AbstractContextManager[Keep],
    spread: Spread,
) -> tuple[list[Row], int]:
    """Read what may have changed and keep it; return the rows, and how many files were parsed."""
    rows: list[Row] = []
    parsed = 0
    befores = {file.path: before for file, before in waiting}
    chunks = [waiting[start : start + _CHUNK] for start in range(0, len(waiting), _CHUNK)]
    with update as keep:
        for copies in spread(read, chunks):
            answers = [copy._replace(row=_with_shared_names(copy.row)) for copy in copies]
            keep(answers)
            rows.extend(answer.row for answer in answers)
            parsed += sum(_is_new(row, befores[row.path]) for row, *_ in answers)
    return rows, parsed


def _with_shared_names(row: Row) -> Row:
    """Return a row whose names are in memory once: another process gives copies with each chunk."""
    if row.value is None or row.kind not in _PAPERS:
        return row
    value = list(row.value)
    for place in _NAMES:
        value[place] = tuple(map(sys.intern, value[place]))
    return row._replace(value=tuple(value))


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


def _unseen_figures(folder: Folder, rows: list[Row]) -> Iterable[Problem]:
    """Warn of pictures that no paper shows, unless a paper in the same folder has errors."""
    if not folder.figures:
        return
    seen = {f"{row.path.rpartition('/')[0]}/{figure_name(row)}" for row in rows}
    open_ = {row.path.rpartition("/")[0] for row in rows if not is_good(row)}
    for path in folder.figures:
        day, _, name = path.rpartition("/")
        if path not in seen and day not in open_:
            message = (
                "no paper shows this picture: write figure:"
                f' {{file: {name}, alt: "..."}} in the file of its paper'
            )
            yield Problem(path, 1, 1, message, "warning")


def _digest_all(root: Path, rows: list[Row], look: Look) -> bytes:
    """Return the digest of all files: of the rows' and the look's digests, the settings' bytes."""
    parts = [row.path.encode() + b"\0" + row.digest for row in rows]
    for name in SETTINGS:
        with suppress(UnreadableError):
            parts.append(name.encode() + b"\0" + read_below(root, name, MAX_FILE))
    parts.append(repr(look).encode())
    return digest_of(b"".join(parts))


def _gather(site: Site, topics: tuple[Topic, ...], rows: list[Row]) -> Content:
    """Make the content from the rows that have a value."""
    by_kind: dict[str, list[Any]] = {kind: [] for kind in _KINDS}
    for row in rows:
        if row.value is not None:
            by_kind[row.kind].append(row.value)
        elif row.kind == "refused" and PAPER_PATH.fullmatch(row.path):
            *folders, name = row.path.split("/")
            nothing = Paper(name.removesuffix(".md"), "-".join(folders), "", (), "")
            by_kind["unread"].append(entry_of(row.path, nothing))
    return Content(
        site,
        topics,
        tuple(map(Entry._make, by_kind["paper"])),
        tuple(Note(*value) for value in by_kind["note"]),
        tuple(Collection(*value) for value in by_kind["collection"]),
        tuple(map(Entry._make, by_kind["unread"])),
        tuple(map(Entry._make, by_kind["waiting"])),
    )
