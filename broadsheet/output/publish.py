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
from broadsheet.output.turns import in_the_way

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from broadsheet.output.staging import Staging


def put_in_place(root: Path, staging: Staging, gone: Iterable[str]) -> int:
    """Move what was staged into the site, take away what is gone; gives how many files changed.

    Whenever it is cut off, no page that was there before links to one that is not there.
    """
    gone = list(gone)
    early = in_the_way(gone, set(staging.paths())) if gone else set()
    changed = _take_away(root, early)
    top = f"{root}/"
    below = f"{top}{STAGING}/"
    for folder in sorted({path.rpartition("/")[0] for path in staging.paths()}):
        (root / folder).mkdir(parents=True, exist_ok=True)
    path = ""
    try:
        for name, path in staging.moves():
            os.replace(below + name, top + path)  # noqa: PTH105 - 250,000 Path objects cost a second
            changed += 1
    except OSError as error:
        message = (
            f"{top}{path} could not be put in its place ({error.strerror}), and some pages are new"
            " already: mend the cause and build again"
        )
        raise UsageError(message) from None
    return changed + _take_away(root, (path for path in gone if path not in early))


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
