"""From the staging folder into place: each file by a rename, which needs no space.

Only when every page lies in the staging folder does a file of the site change: until then the old
site stays whole.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from broadsheet.content.problems import UsageError
from broadsheet.output.folder import STAGING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from broadsheet.output.staging import Staged


def put_in_place(root: Path, staged: Iterable[Staged], gone: Iterable[str]) -> int:
    """Move what was staged into the site, take away what is gone; gives how many files changed.

    Whenever it is cut off, no page that was there before links to one that is not there.
    """
    moved = sorted((one for one in staged if one.staged), key=_turn)
    moves = [(one.staged, one.written.path) for one in moved]
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


def _turn(one: Staged) -> tuple[bool, int]:
    """Return when a file's turn comes: before those that link to it.

    What is new comes before what may lead to it; of that, papers come after what they show and
    before the lists that name them.
    """
    path = one.written.path
    rank = 0 if not path.endswith((".html", ".xml")) else 1 if path.startswith("papers/") else 2
    return not one.is_new, rank


def _in_the_way(gone: Iterable[str], new: set[str], folders: Iterable[str]) -> set[str]:
    """Pick the files that stand where a folder is to be, or in a folder where a file is to be."""
    needed = {above for folder in folders for above in (folder, *_above(folder))}
    return {path for path in gone if path in needed or not new.isdisjoint(_above(path))}


def _above(path: str) -> list[str]:
    """Return the folders that a path lies in."""
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
