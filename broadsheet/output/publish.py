"""From the staging folder into place: each file by a rename, which needs no space.

Only when every page lies in the staging folder does a file of the site change: until then the old
site stays whole.
"""

from __future__ import annotations

import os
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

    Whenever it is cut off, no page that was there before links to one that is not there. Raise
    UsageError where the system refuses something, and KeyboardInterrupt with what is to be said.
    """
    gone = list(gone)
    early = in_the_way(gone, set(staging.paths())) if gone else set()
    late = (path for path in gone if path not in early)
    changed, path = 0, ""
    try:
        for path in early:
            changed += _take_away(root, path)
        for folder in sorted({path.rpartition("/")[0] for path in staging.paths()}):
            path = folder
            (root / folder).mkdir(parents=True, exist_ok=True)
        below = f"{root}/{STAGING}/"
        for name, path in staging.moves():
            os.replace(below + name, f"{root}/{path}")  # noqa: PTH105 - Path objects cost a second
            changed += 1
        for path in late:
            changed += _take_away(root, path)
    except OSError as error:
        message = (
            f"{root}/{path} could not be put in its place or taken away ({error.strerror}), and"
            " some pages may be new already: mend the cause and build again"
        )
        raise UsageError(message) from None
    except KeyboardInterrupt:
        message = "some pages may be new already, each of them whole: build again"
        raise KeyboardInterrupt(message) from None
    return changed


def _take_away(root: Path, path: str) -> bool:
    """Take a file away, with the folders that held nothing else; return whether it was there.

    A folder in its place is none of ours, and stays.
    """
    file = root / path
    is_there = file.is_symlink() or file.is_file()
    if is_there:
        file.unlink()
    _drop_empty(root, path)
    return is_there


def _drop_empty(root: Path, path: str) -> None:
    """Take away the folders that held nothing else."""
    folder = (root / path).parent
    while folder != root:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent
