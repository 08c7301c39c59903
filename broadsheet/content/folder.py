"""The content folder: its files, their sizes and times, and the figures beside the papers."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.content.papers import MAX_FIGURE
from broadsheet.content.paths import is_leaving
from broadsheet.content.problems import Problem

if TYPE_CHECKING:
    from pathlib import Path


class File(NamedTuple):
    """A file: its path below the content folder with slashes, its size, its time (ns)."""

    path: str
    size: int
    mtime: int


def scan(root: Path) -> tuple[list[File], list[Problem]]:
    """List the files of the content folder, sorted; hidden ones and editors' leavings are ignored.

    A file that goes while the folder is read was such a leaving, too.
    """
    found: list[File] = []
    problems: list[Problem] = []
    folders = [("", str(root))]
    while folders:
        below, folder = folders.pop()
        with os.scandir(folder) as entries:
            for entry in entries:
                if _is_passed_over(entry):
                    continue
                path = below + entry.name
                if entry.is_symlink():
                    problems.append(
                        Problem(path, 1, 1, "a link to another place: put the file itself here")
                    )
                elif entry.is_dir():
                    folders.append((path + "/", entry.path))
                elif not entry.is_file():
                    problems.append(Problem(path, 1, 1, "this is no file: take it out"))
                else:
                    with suppress(FileNotFoundError):
                        stat = entry.stat()
                        found.append(File(path, stat.st_size, stat.st_mtime_ns))
    found.sort()
    return found, problems


def _is_passed_over(entry: os.DirEntry[str]) -> bool:
    """Return whether nobody means an entry of a folder as content; a year's folder may be 4913."""
    if entry.is_dir(follow_symlinks=False):
        return entry.name.startswith(".") or entry.name.endswith("~")
    return is_leaving(entry.name)


class Folder(NamedTuple):
    """The content folder with its figures; `since` is the time (ns) when the build began."""

    root: Path
    figures: dict[str, File]
    since: int

    def figure_of(self, path: str, name: str) -> File | None:
        """Return the figure of that name beside a file, if there is one."""
        return self.figures.get(f"{path.rpartition('/')[0]}/{name}") if name else None

    def bytes_of(self, figure: File | None) -> bytes | None:
        """Read a figure; of one that is too large, just enough to exceed the limit."""
        if figure is None:
            return None
        with (self.root / figure.path).open("rb") as file:
            return file.read(MAX_FIGURE + 1)

    def stamp(self, file: File, figure: File | None) -> str:
        """Return the sizes and times of a file and its figure, by which a change is noticed.

        A file as recent as `since` may still change within the same tick of the clock: it gets
        no stamp, and is read again next time (git's index calls this racily clean).
        """
        files = [file, figure] if figure else [file]
        if any(one.mtime >= self.since for one in files):
            return ""
        return ":".join(f"{one.size}:{one.mtime}" for one in files)
