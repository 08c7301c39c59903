"""A target: files that are read, put and removed below a place on a host, each patiently."""

from __future__ import annotations

import os
from contextlib import suppress
from io import BytesIO
from itertools import count
from pathlib import Path
from stat import S_ISLNK
from threading import Event, Lock, get_ident, local
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import unquote

from broadsheet.content.folder import resolved
from broadsheet.content.problems import UsageError
from broadsheet.hosting.hosts import find_host, silence
from broadsheet.hosting.refusals import RefusedError, is_passing, refusal
from broadsheet.output.kinds import kind_of, with_charset
from broadsheet.output.turns import folders_above

if TYPE_CHECKING:
    from collections.abc import Callable

    from broadsheet.hosting.hosts import Opened

PARTS = ".broadsheet-parts"  # where a file lies until it is whole, on hosts that rename
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0  # seconds; each is twice the one before
_PICTURES = ("image/", "font/")
_BRIEF = "max-age=300, must-revalidate"
_A_DAY = "max-age=86400"

Answer = TypeVar("Answer")


def cache_of(kind: str) -> str:
    """Return how long browsers and networks of caches may keep a file of a media type.

    No file of a site is named by its digest, so none may be kept for ever. Pages, feeds and scripts
    belong together and are asked for again soon; a picture that changes under its name may be seen
    a day late.
    """
    return _A_DAY if kind.startswith(_PICTURES) else _BRIEF


class Target:
    """A place on a host. Its methods raise UsageError, after as many tries as are worth it."""

    def __init__(self, name: str, jobs: int = 0, retries: int = 5) -> None:
        """Find the kind of host of a target; nothing is connected yet.

        With no number of `jobs`, it is what the host is worth. Raise UsageError for what is none.
        """
        silence()
        self.name = name.rstrip("/")
        self._host, self._parts = find_host(name)
        self.jobs = jobs or self._host.at_once
        self._retries = retries
        self._lock = Lock()  # folders are made by one at a time
        self._made: set[str] = set()
        self._real: set[str] = set()  # folders in it that are no links
        self._shared: Opened | None = None
        self._own = local()
        self._numbers = count()
        self._stopped = Event()

    @property
    def folder(self) -> Path | None:
        """The folder of this machine that it is, if it is one."""
        is_one = self._parts.scheme == "file"
        return resolved(Path(unquote(self._parts.path))) if is_one else None

    def stop(self) -> None:
        """Let nobody wait for another try."""
        self._stopped.set()

    def renew(self) -> None:
        """Have this thread connect anew: what it had may be broken."""
        self._own.opened = None

    def read(self, path: str) -> bytes | None:
        """Return a file's bytes; None if there is none."""

        def do(opened: Opened) -> bytes | None:
            try:
                return bytes(opened.system.cat_file(_join(opened.root, path)))
            except FileNotFoundError:
                return None

        return self._patiently(do, path)

    def names(self) -> list[str]:
        """Return the names at the top of the place, but for hidden ones; none if it is not there.

        Hosts put hidden files there of themselves, and what we left of a cut run is hidden, too.
        """

        def do(opened: Opened) -> list[str]:
            try:
                found = opened.system.ls(opened.root, detail=False)
            except FileNotFoundError:
                return []
            paths = (str(one).rstrip("/") for one in found)
            # Consoles of buckets put an empty file where a folder is to be, named as that.
            names = (one.rpartition("/")[2] for one in paths if one != opened.root)
            return sorted(name for name in names if not name.startswith("."))

        return self._patiently(do, "")

    def put(self, path: str, data: bytes) -> None:
        """Put a file in its place, whole or not at all."""
        self._patiently(lambda opened: self._put(opened, path, data), path)

    def remove(self, path: str) -> None:
        """Take a file away; that it is not there is no failure."""

        def do(opened: Opened) -> None:
            self._refuse_links(opened, path)
            with suppress(FileNotFoundError):
                opened.system.rm_file(_join(opened.root, path))

        self._patiently(do, path)

    def drop_folder(self, path: str) -> None:
        """Take a folder away if it is empty, where that can be told and done in one step."""
        if self._host.renames:
            with suppress(OSError, EOFError):
                opened = self._opened()
                self._refuse_links(opened, path)
                opened.system.rmdir(_join(opened.root, path))
                self._made.discard(_join(opened.root, path))

    def clear(self) -> None:
        """Take away what a run that was cut off left of files that were not yet whole.

        Where a link stands in the place of the folder, it goes, and what it leads to stays.
        """
        if not self._host.renames:
            return

        def do(opened: Opened) -> None:
            folder = _join(opened.root, PARTS)
            with suppress(FileNotFoundError):
                if _system_is_link(opened.system, folder):
                    opened.system.rm_file(folder)
                    return
                for one in opened.system.ls(folder, detail=False):
                    opened.system.rm_file(str(one))
                opened.system.rmdir(folder)
            self._made.discard(folder)

        self._patiently(do, PARTS)

    def _refuse_links(self, opened: Opened, path: str) -> None:
        """Raise RefusedError if a folder that a path lies in is a link, and so lies elsewhere."""
        if not self._host.renames:  # buckets have no links, and WebDAV tells of none
            return
        for folder in folders_above(path):
            if folder in self._real:
                continue
            if _system_is_link(opened.system, _join(opened.root, folder)):
                message = (
                    f"{self.name}/{folder} is a symbolic link, and nothing is put or removed behind"
                    " one: put a folder in its place"
                )
                raise RefusedError(message)
            self._real.add(folder)

    def _put(self, opened: Opened, path: str, data: bytes) -> None:
        system, place = opened
        whole = _join(place, path)
        if not self._host.renames:
            kind = kind_of(path)
            headers = self._host.headers(with_charset(kind), cache_of(kind))
            self._in_folder(opened, whole, lambda: _system_put(system, whole, data, headers))
            return
        self._refuse_links(opened, path)
        part = _join(place, f"{PARTS}/{get_ident()}-{next(self._numbers)}")
        self._in_folder(opened, part, lambda: _system_put(system, part, data, {}))
        try:
            self._in_folder(opened, whole, lambda: _system_rename(system, part, whole))
        except BaseException:
            with suppress(OSError, EOFError):
                system.rm_file(part)
            raise

    def _in_folder(self, opened: Opened, path: str, do: Callable[[], None]) -> None:
        """Do something at a path; where its folder is not there, make it, and do it again."""
        try:
            do()
        except Exception as error:
            missing = isinstance(error, FileNotFoundError) or _is_conflict(error)
            if not (missing and self._host.has_folders):
                raise
        else:
            return
        folder = path.rpartition("/")[0]
        with self._lock:
            if folder not in self._made:
                opened.system.makedirs(folder, exist_ok=True)
                self._made.add(folder)
        do()

    def _opened(self) -> Opened:
        """Return the file system of this thread, or the one of all threads."""
        if not self._host.is_shared:
            if getattr(self._own, "opened", None) is None:
                self._own.opened = self._host.open(self._parts, self.jobs)
            return self._own.opened  # type: ignore[no-any-return]
        with self._lock:
            if self._shared is None:
                self._shared = self._host.open(self._parts, self.jobs)
            return self._shared

    def _patiently(self, do: Callable[[Opened], Answer], path: str) -> Answer:
        """Do something, and again after pauses that grow as long as that is worth it."""
        pause, left = _FIRST_PAUSE, self._retries
        while True:
            try:
                return do(self._opened())
            except UsageError:
                raise
            except Exception as error:  # noqa: BLE001 - each library has its own
                if not is_passing(error) or not left or self._stopped.wait(pause):
                    raise refusal(error, f"{self.name}/{path}".rstrip("/")) from None
            self.renew()
            pause, left = min(2 * pause, _LONGEST_PAUSE), left - 1


def _join(root: str, path: str) -> str:
    """Return the path of a file in a file system."""
    return f"{root.rstrip('/')}/{path}".rstrip("/") if root else path


def _system_put(system: Any, path: str, data: bytes, headers: dict[str, Any]) -> None:
    """Write a file: by WebDAV in one request, where fsspec asks for the folder each time."""
    if hasattr(system, "upload_fileobj"):
        system.client.upload_fileobj(BytesIO(data), path, overwrite=True, size=len(data))
    else:
        system.pipe_file(path, data, **headers)


def _system_rename(system: Any, old: str, new: str) -> None:
    """Rename a file in one step, over what is there."""
    if hasattr(system, "ftp"):
        system.ftp.posix_rename(old, new)
    else:
        os.replace(old, new)  # noqa: PTH105 - texts, as fsspec has them


def _system_is_link(system: Any, path: str) -> bool:
    """Return whether a link lies at a path; where nothing does, none does."""
    if not hasattr(system, "ftp"):
        return os.path.islink(path)  # noqa: PTH114 - texts, as fsspec has them
    try:
        return S_ISLNK(system.ftp.lstat(path).st_mode or 0)
    except FileNotFoundError:
        return False


def _is_conflict(error: Exception) -> bool:
    """Return whether WebDAV says that there is no such folder: 409."""
    return getattr(getattr(error, "response", None), "status_code", None) == 409  # noqa: PLR2004
