"""Rendering into a staging folder, then into place: the old site stays whole until all is ready.

Every page is rendered and written beside the site first. Only when all of them are there does a
file of the site change, each by a rename within one file system, which needs no space.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from broadsheet.content.problems import UsageError
from broadsheet.output.ledger import digest_of
from broadsheet.output.store import FILE_NAME, Written
from broadsheet.pages.makers import find_shared

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from broadsheet.output.ledger import Change
    from broadsheet.output.render import Renderer

MARK = ".broadsheet"  # lies in every output folder of ours, and is what two builds contend for
STAGING = ".staging"
PART = 250  # pages that a process renders before it answers, some 100 ms
ENOUGH_FOR_PROCESSES = 8  # pieces of work; below, a second process costs more than it saves
ENOUGH_FOR_PIECES = 1000  # pages to make; below, what pages share is rendered as it is met


class Staged(NamedTuple):
    """A page that was rendered: `staged` names its file in the staging folder, if it differs."""

    written: Written
    staged: str


# --------------------------------------------------------------------------- the folder


@contextmanager
def output_folder(root: Path, *, force: bool) -> Iterator[int]:
    """Make the output folder ours for one build; gives the file system's time (ns) at its start.

    Raises UsageError where the folder holds something else, cannot be written, or where another
    build is at work in it.
    """
    try:
        root.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        message = f"{root} is a file: name a folder with --output"
        raise UsageError(message) from None
    ours = (root / MARK).exists() or (root / FILE_NAME).exists()
    if not ours and not force and any(root.iterdir()):
        message = (
            f"{root} is not empty and was not made by Broadsheet: name another folder with"
            " --output, or add --force to build into this one"
        )
        raise UsageError(message)
    with (root / MARK).open("w") as mark:
        try:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            message = f"another build is at work in {root}: wait until it has ended"
            raise UsageError(message) from None
        mark.write("Made by Broadsheet, which takes away only what it wrote.\n")
        mark.flush()
        os.utime(mark.fileno())
        _clear(root / STAGING)  # what a killed build has left
        try:
            yield os.fstat(mark.fileno()).st_mtime_ns
        finally:
            _clear(root / STAGING)


def _clear(folder: Path) -> None:
    """Take a folder away, if it is there, or whatever somebody put in its place."""
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    with suppress(FileNotFoundError):
        shutil.rmtree(folder)


# --------------------------------------------------------------------------- processes

_work: Callable[[Any], Any]


def _begin_worker(work: Callable[[Any], Any]) -> None:
    """Keep the function in a process of its own; an interrupt is the parent's to handle."""
    global _work  # noqa: PLW0603 - a forked worker's one piece of state, inherited and not pickled
    _work = work
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _do(item: Any) -> Any:
    return _work(item)


def spread(jobs: int) -> Callable[[Callable[[Any], Any], list[Any]], Iterable[Any]]:
    """Give a map over `jobs` processes, in order; with one job or few items, the plain map."""

    def map_over(work: Callable[[Any], Any], items: list[Any]) -> Iterable[Any]:
        if jobs <= 1 or len(items) < ENOUGH_FOR_PROCESSES:
            yield from map(work, items)
            return
        from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - 20 ms, if at all
        from multiprocessing import get_context  # noqa: PLC0415 - as above

        with ProcessPoolExecutor(jobs, get_context("fork"), _begin_worker, (work,)) as pool:
            try:
                yield from pool.map(_do, items)
            except BaseException:
                pool.shutdown(wait=True, cancel_futures=True)
                raise

    return map_over


# --------------------------------------------------------------------------- pages


def stage(root: Path, renderer: Renderer, changes: list[Change], part: range) -> list[Staged]:
    """Render some of the changes; what differs from the file in place is written to staging."""
    staged: list[Staged] = []
    # A folder a part: processes do not wait for each other's, and the file system need not
    # look for room for ten thousands of files beside each other (a third of a cold build).
    folder = f"{root}/{STAGING}/{part.start}"
    os.mkdir(folder)  # noqa: PTH102 - as the paths below: texts, for speed
    for number in part:
        page, key, before = changes[number]
        try:
            data = renderer.render(page)
        except Exception as error:
            error.add_note(f"while rendering {page.path}")
            raise
        made = digest_of(data)
        if before is not None and before.stamp and before.digest == made:
            staged.append(Staged(before._replace(key=key), ""))
            continue
        name = f"{folder}/{number}"
        file = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
        try:
            _write(file, data)
            stat = os.fstat(file)
        finally:
            os.close(file)
        stamp = f"{stat.st_size}:{stat.st_mtime_ns}"
        staged.append(Staged(Written(page.path, key, stamp, made), f"{part.start}/{number}"))
    return staged


def _write(file: int, data: bytes) -> None:
    """Write all of the bytes: a disk that is nearly full takes a part of them first."""
    view = memoryview(data)
    while view:
        view = view[os.write(file, view) :]


def make_pages(
    root: Path,
    renderer: Renderer,
    changes: list[Change],
    jobs: int,
    tell: Callable[[str, int, int], None] = lambda _phase, _done, _total: None,
) -> list[Staged]:
    """Render all changes into the staging folder; `tell` hears of the phase and its progress.

    Pages that stand together in the plan are rendered together, since they show the same papers.
    """
    if not changes:
        return []
    (root / STAGING).mkdir()
    last = len(changes)
    over_all = spread(jobs)
    if last >= ENOUGH_FOR_PIECES:
        shared = find_shared(change.page for change in changes)
        chunks = [shared[start : start + PART] for start in range(0, len(shared), PART)]
        done = 0
        for placed in over_all(renderer.set_pieces, chunks):
            renderer.pieces.learn(placed)
            done += len(placed)
            tell("setting cards", done, len(shared))
    parts = [range(start, min(start + PART, last)) for start in range(0, last, PART)]
    staged: list[Staged] = []
    try:
        for answers in over_all(lambda part: stage(root, renderer, changes, part), parts):
            staged.extend(answers)
            tell("rendering", len(staged), last)
    finally:
        renderer.pieces.close()
    return staged


def put_in_place(root: Path, staged: Iterable[Staged], gone: Iterable[str]) -> int:
    """Move what was staged into the site, take away what is gone; gives how many files changed."""
    moves = [(one.staged, one.written.path) for one in staged if one.staged]
    folders = sorted({path.rpartition("/")[0] for _, path in moves})
    gone = list(gone)
    early = _in_the_way(gone, {path for _, path in moves}, folders) if gone else set()
    changed = len(moves) + _take_away(root, early)
    for folder in folders:
        (root / folder).mkdir(parents=True, exist_ok=True)
    top = f"{root}/"
    below = f"{top}{STAGING}/"
    path = ""
    try:
        for name, path in moves:
            os.replace(below + name, top + path)  # noqa: PTH105 - 250,000 Path objects cost a second
    except OSError as error:
        message = (
            f"{top}{path} could not be put in its place ({error.strerror}), and some pages are new"
            " already: mend the cause and build again"
        )
        raise UsageError(message) from None
    return changed + _take_away(root, (path for path in gone if path not in early))


def _in_the_way(gone: Iterable[str], new: set[str], folders: Iterable[str]) -> set[str]:
    """Pick the files that stand where a folder is to be, or in a folder where a file is to be."""
    needed = {above for folder in folders for above in (folder, *_above(folder))}
    return {path for path in gone if path in needed or not new.isdisjoint(_above(path))}


def _above(path: str) -> list[str]:
    """Give the folders that a path lies in."""
    return [path[:place] for place, sign in enumerate(path) if sign == "/"]


def _take_away(root: Path, gone: Iterable[str]) -> int:
    """Take files away, with the folders that held nothing else; give how many were there."""
    count = 0
    for path in gone:
        with suppress(FileNotFoundError, NotADirectoryError):
            (root / path).unlink()
            count += 1
        _drop_empty(root, path)
    return count


def _drop_empty(root: Path, path: str) -> None:
    """Take away the folders that held nothing else."""
    folder = (root / path).parent
    while folder != root:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent
