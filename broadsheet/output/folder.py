"""The output folder: marked as ours, and held by one build at a time."""

from __future__ import annotations

import fcntl
import os
import shutil
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from broadsheet.content.folder import resolved
from broadsheet.content.problems import UsageError
from broadsheet.output.processes import private
from broadsheet.output.store import FILE_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MARK = ".broadsheet"  # lies in every output folder of ours, and is what two builds contend for
STAGING = ".staging"


def refuse_within(output: Path, content: Path) -> None:
    """Raise UsageError if a folder to write to lies in the content folder, or is it."""
    if resolved(output).is_relative_to(resolved(content)):
        message = (
            f"{output} lies in the content folder, where the next build would read it:"
            " name another folder with --output"
        )
        raise UsageError(message)


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
    # In this order: of two builds at once, the other's mark may come while we look.
    holds_something = any(root.iterdir())
    ours = (root / MARK).exists() or (root / FILE_NAME).exists()
    if holds_something and not ours and not force:
        message = (
            f"{root} is not empty and was not made by Broadsheet: name another folder with"
            " --output, or add --force to build into this one"
        )
        raise UsageError(message)
    with (root / MARK).open("w") as mark:
        _lock(mark.fileno(), root)
        mark.write("Made by Broadsheet, which takes away only what it wrote.\n")
        mark.flush()
        os.utime(mark.fileno())
        clear_staging(root)  # what a killed build has left
        try:
            with private(mark.fileno()):
                yield os.fstat(mark.fileno()).st_mtime_ns
        finally:
            clear_staging(root)


@contextmanager
def site_of(root: Path) -> Iterator[None]:
    """Hold a site as it was built, so that no build changes it meanwhile.

    Raises UsageError where there is none, or where a build is at work in it.
    """
    try:
        mark = (root / MARK).open("r+b")  # NFS locks for its writer what is locked for one alone
    except (FileNotFoundError, NotADirectoryError):
        message = f"there is no site in {root}: build it first, or name its folder with --output"
        raise UsageError(message) from None
    with mark:
        _lock(mark.fileno(), root)
        yield


def _lock(mark: int, root: Path) -> None:
    """Lock the open mark file of an output folder; raise UsageError where another holds it."""
    try:
        fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        message = f"another build is at work in {root}, or publishes it: wait until it has ended"
        raise UsageError(message) from None


def clear_staging(root: Path) -> None:
    """Take the staging folder away, if it is there, or whatever somebody put in its place."""
    folder = root / STAGING
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    with suppress(FileNotFoundError):
        shutil.rmtree(folder)
