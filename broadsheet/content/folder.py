"""The content folder: its files, their sizes and times, and the figures beside the papers.

Here alone is decided what a file of the folder is: a regular one, to which no link leads. Nobody
who proposes a paper can so have another file of this machine shown, published or written to.
"""

from __future__ import annotations

import os
import re
import stat
from contextlib import suppress
from errno import ELOOP
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.content.figures import MAX_FIGURE
from broadsheet.content.paths import Names, is_leaving
from broadsheet.content.printing import is_seen, printable_name
from broadsheet.content.problems import Problem
from broadsheet.text.plain import make_slug, make_title_slug

if TYPE_CHECKING:
    from pathlib import Path

_USUAL = 16 * 1024  # bytes; most files have fewer
_LINK = "a link to another place: put the file itself here"
_NO_FILE = "this is no file: take it out"
_NAMED_AS_FILE = "a folder with the name of a file: put the file itself here"
_ENDING = re.compile(r".*\.(?:md|ya?ml|css|svg|png|jpe?g|webp|[ot]tf)", re.IGNORECASE | re.DOTALL)


class File(NamedTuple):
    """A file: its path below the content folder with slashes, its size, its time (ns)."""

    path: str
    size: int
    mtime: int


def resolved(path: Path) -> Path:
    """Return the place that a path leads to; raise OSError where links lead in a circle."""
    try:
        path.stat()
    except OSError as error:  # `resolve` tells of a circle by a RuntimeError, or from 3.13 on never
        if error.errno == ELOOP:
            raise
    return path.resolve()


class UnreadableError(Exception):
    """A file cannot be read; the message is that of a problem: why, and what to do."""


class AbsentError(UnreadableError):
    """There is no such file."""


def cannot_read(error: OSError, what: str = "the file") -> str:
    """Return what there is to say of a file or folder that the system does not let us read."""
    if isinstance(error, FileNotFoundError):
        return f"{what} went away while it was read: check again"
    return f"{what} cannot be read ({error.strerror or error}): make it readable, or take it out"


def read_below(root: Path, path: str, limit: int) -> bytes:
    """Return the bytes of a file below a folder; of one that has more, `limit` + 1.

    Raise AbsentError if there is none, and UnreadableError if a link leads there, in the file's
    place or on the way, if it is no regular file, or if the system does not let us read it.
    """
    try:
        fault = _fault_of(root, path)
        if fault:
            raise UnreadableError(fault)
        # Should a pipe take its place just now, nobody waits for who writes into it.
        opened = os.open(f"{root}/{path}", os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(opened, "rb") as file:
            data = file.read(min(_USUAL, limit + 1))  # room for `limit` would be made for each file
            return data if len(data) < _USUAL else data + file.read(limit + 1 - len(data))
    except (FileNotFoundError, NotADirectoryError):
        message = f"there is no file {path}"
        raise AbsentError(message) from None
    except OSError as error:
        raise UnreadableError(cannot_read(error)) from None


def _fault_of(root: Path, path: str) -> str:
    """Say why a path below a folder is not that of a regular file; empty if it is."""
    place, mode = str(root), 0
    for name in path.split("/"):
        place = f"{place}/{name}"  # texts, for speed
        mode = os.lstat(place).st_mode
        if stat.S_ISLNK(mode):
            return _LINK
    return _NAMED_AS_FILE if stat.S_ISDIR(mode) else _fault_of_kind(mode)


def _fault_of_kind(mode: int) -> str:
    """Say why this is neither a regular file nor a folder; empty if it is one of the two."""
    if stat.S_ISLNK(mode):
        return _LINK
    return "" if stat.S_ISREG(mode) or stat.S_ISDIR(mode) else _NO_FILE


def replace_file(target: Path, data: bytes) -> None:
    """Write a file beside its place and move it there; a failure leaves nothing behind.

    A link at one of the two places is itself replaced: nothing is written where it leads.
    """
    beside = target.with_name(f".{target.name}.new")
    beside.unlink(missing_ok=True)
    try:
        with beside.open("xb") as file:  # which opens nothing that is there already
            file.write(data)
        beside.replace(target)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise


def scan(root: Path) -> tuple[list[File], list[Problem]]:
    """List the files of the content folder, sorted; hidden ones and editors' leavings are ignored.

    A file that goes while the folder is read was such a leaving, too.
    """
    found: list[File] = []
    problems: list[Problem] = []
    unseen: list[str] = []  # paths, of which others know what they might be
    folders = [""]
    while folders:
        below = folders.pop()
        try:
            entries = _entries_of(root / below)
        except OSError as error:
            told = cannot_read(error, "the folder")
            problems.append(Problem(below.rstrip("/") or ".", 1, 1, told))
            continue
        for entry in entries:
            path = below + entry.name
            try:
                about = entry.stat(follow_symlinks=False)
            except FileNotFoundError:
                continue
            except OSError as error:
                problems.append(Problem(path, 1, 1, cannot_read(error)))
                continue
            is_folder = stat.S_ISDIR(about.st_mode)
            fault = _fault_of_kind(about.st_mode)
            if fault:
                problems.append(Problem(path, 1, 1, fault))
            elif _unseen_in(entry.name):
                unseen.append(path)
            elif is_folder and _ENDING.fullmatch(entry.name):
                problems.append(Problem(path, 1, 1, _NAMED_AS_FILE))
            elif is_folder:
                folders.append(f"{path}/")
            else:
                found.append(File(path, about.st_size, about.st_mtime_ns))
    found.sort()
    names = Names(file.path for file in found)
    problems += [Problem(path, 1, 1, _fault_of_name(path, names)) for path in sorted(unseen)]
    return found, problems


def _entries_of(folder: Path) -> list[os.DirEntry[str]]:
    """Return what lies in a folder, but for what nobody means as content."""
    with os.scandir(folder) as entries:
        return [entry for entry in entries if not _is_passed_over(entry)]


def _is_passed_over(entry: os.DirEntry[str]) -> bool:
    """Return whether nobody means an entry of a folder as content; a year's folder may be 4913."""
    if entry.is_dir(follow_symlinks=False):
        return entry.name.startswith(".") or entry.name.endswith("~")
    return is_leaving(entry.name)


def _unseen_in(name: str) -> str:
    """Return the characters of a name that are not seen, each once."""
    is_plain = name.isascii() and name.isprintable()
    return "" if is_plain else "".join(dict.fromkeys(one for one in name if not is_seen(one)))


def _fault_of_name(path: str, names: Names) -> str:
    """Say why nobody could tell or type the name of a path, and which to take."""
    folder, _, name = path.rpartition("/")
    better = names.free(f"{folder}/{_seen(name)}")
    told = printable_name(_unseen_in(name))
    return f"the name has characters that are not seen ({told}): call it {better}"


def _seen(name: str) -> str:
    """Return a name in letters that everybody sees, for one that has others."""
    words = "".join(one if is_seen(one) else " " if one.isspace() else "" for one in name)
    stem, dot, ending = words.strip().rpartition(".")
    if not dot:
        return make_slug(ending) or "a-name"
    make = make_title_slug if ending == "md" else make_slug
    return f"{make(stem) or 'a-name'}.{make_slug(ending)}"


class Folder(NamedTuple):
    """The content folder with its figures; `since` is the time (ns) when the build began."""

    root: Path
    figures: dict[str, File]
    since: int

    def figure_of(self, path: str, name: str) -> File | None:
        """Return the figure of that name beside a file, if there is one."""
        return self.figures.get(f"{path.rpartition('/')[0]}/{name}") if name else None

    def near_figure(self, path: str, name: str) -> str:
        """Return the name of a figure beside a file that differs in capitals; empty if none does.

        It is looked for only where the figure itself is not there.
        """
        wanted = f"{path.rpartition('/')[0]}/{name}".casefold()
        found = next((one for one in self.figures if one.casefold() == wanted), "")
        return found.rpartition("/")[2]

    def bytes_of(self, figure: File | None) -> bytes | None:
        """Read a figure; of one that is too large, just enough to exceed the limit.

        Raise UnreadableError, with a message that names it, if it cannot be read.
        """
        if figure is None:
            return None
        try:
            return read_below(self.root, figure.path, MAX_FIGURE)
        except UnreadableError as error:
            message = f"{figure.path.rpartition('/')[2]} beside this file: {error}"
            raise UnreadableError(message) from None

    def stamp(self, file: File, figure: File | None) -> str:
        """Return the sizes and times of a file and its figure, by which a change is noticed.

        A file as recent as `since` may still change within the same tick of the clock: it gets
        no stamp, and is read again next time (git's index calls this racily clean).
        """
        files = [file, figure] if figure else [file]
        if any(_latest(one.mtime) >= self.since for one in files):
            return ""
        return ":".join(f"{one.size}:{one.mtime}" for one in files)


_TICK = 2_000_000_000  # ns, of the coarsest clock of a file system: FAT's


def _latest(mtime: int) -> int:
    """Return when a file was changed at the latest: whole seconds tell a coarse clock."""
    return mtime if mtime % 1_000_000_000 else mtime + _TICK
