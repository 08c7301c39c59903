"""Which pages to make: each page's key beside the key it was last made from.

A key is three digests: of the code and its libraries, of the page's templates, and of the page's
inputs with the frame, where it shows something of that. A page with an equal key and an intact file
is left alone; `explain` says which of the three differs, from the very values that decide.
"""

from __future__ import annotations

import os
import re
import sys
from array import array
from functools import cache
from hashlib import blake2b
from operator import itemgetter
from stat import S_ISREG
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.output.parts import in_parts
from broadsheet.output.store import Written
from broadsheet.pages.families import KINDS, Batches
from broadsheet.text.digest import digest, digest_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from broadsheet.output.store import Store
    from broadsheet.site.frame import Frame
    from broadsheet.site.page import Page

LIBRARIES = (
    "babel",
    "font-source-serif-pro",
    "imagesize",
    "jinja2",
    "latex2mathml",
    "lightningcss",
    "markdown-it-py",
    "markupsafe",
    "mdit-py-plugins",
    "numpy",
    "pillow",
    "pylatexenc",
    "pystemmer",
    "python-slugify",
    "pyyaml",
    "resvg-py",
)
_NAMED = re.compile(r"""{%-?\s*(?:extends|import|from|include)\s+["']([^"']+)["']""")
_PART = 8  # bytes of the digests of code and templates
_TOGETHER = 500  # pages that are compared at once


@cache
def code_digest(package: Path) -> bytes:
    """Return the digest of the package with its catalogues, of Python's and libraries' versions.

    It is found once: what changes on the disk later is not what runs here.
    """
    made = blake2b(repr(sys.version_info[:2]).encode(), digest_size=_PART)
    for path in sorted((*package.rglob("*.py"), *package.rglob("*.po"))):
        made.update(
            path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes() + b"\0"
        )
    for name in sorted(_installed()):
        made.update(f"{name}\0".encode())
    return made.digest()


def _installed() -> dict[str, None]:
    """Return the libraries that decide what a page looks like, with their versions.

    Of two versions of one, that which is imported comes first.

    The names of the folders where installers note a package hold its version: reading these
    takes a millisecond, where importlib.metadata takes thirty.
    """
    return {
        name: None
        for folder in sys.path
        if os.path.isdir(folder)  # noqa: PTH112 - texts, for speed
        for name in os.listdir(folder)  # noqa: PTH208 - as above
        if name.endswith(".dist-info") and _library(name) in LIBRARIES
    }


def versions() -> dict[str, str]:
    """Return the versions of Python and of the libraries, by their names."""
    found = {"Python": f"{sys.version_info.major}.{sys.version_info.minor}"}
    for name in _installed():
        found.setdefault(_library(name), name.removesuffix(".dist-info").partition("-")[2])
    return found


def _library(name: str) -> str:
    """Return a package's name, as people write it, of its `.dist-info` folder's."""
    return name.partition("-")[0].casefold().replace("_", "-")


def template_digests(folder: Path) -> dict[str, bytes]:
    """Return the digest of each kind's templates and of all that these extend or import."""
    texts = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    return {name: _closure(texts, kind.templates) for name, kind in KINDS.items()}


def list_static(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the files that are copied as they are: their paths below the folder, their digests."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            yield path.relative_to(folder).as_posix(), digest_of(path.read_bytes()).hex()


def _closure(texts: Mapping[str, bytes], names: Iterable[str]) -> bytes:
    """Return the digest of templates and, each once, of those they name."""
    made = blake2b(digest_size=_PART)
    waiting, seen = list(names), set[str]()
    while waiting:
        name = waiting.pop(0)
        if name in seen:
            continue
        seen.add(name)
        text = texts.get(name, b"")
        made.update(name.encode() + b"\0" + text + b"\0")
        waiting.extend(_NAMED.findall(text.decode()))
    return made.digest()


class Keys:
    """The keys of pages; a server takes those of the build before where nothing changed."""

    def __init__(
        self,
        code: bytes,
        templates: Mapping[str, bytes],
        frame: Frame,
        before: Keys | None = None,
        *,
        remembers: bool = False,
    ) -> None:
        """Take what all keys share, and the keys of the build before where they were kept.

        With `remembers`, these are kept for the next build.
        """
        self.shared = (code, templates, digest(tuple(frame)))
        same = before if before is not None and before.shared == self.shared else None
        self.known: dict[str, tuple[Page, bytes]] = same.known if same else {}
        self.batches: Batches = same.batches.again() if same else Batches(remembers=remembers)
        self._remembers = remembers

    def of(self, page: Page) -> bytes:
        """Return a page's key."""
        known = self.known.get(page.path)
        if known is not None and known[0] == page:
            return known[1]
        code, templates, frame = self.shared
        shared = code + templates.get(page.kind, bytes(_PART))
        shown = frame if KINDS[page.kind].framed else b""
        key = shared + digest((shown, page.kind, tuple(page.inputs)))
        if self._remembers:
            self.known[page.path] = (page, key)
        return key


def whole_digest(code: bytes, templates: Mapping[str, bytes], *others: object) -> str:
    """Return the digest of all that a site is made of: code, templates, and what else there is.

    Where it is that of the last build, the plan and every key would come out as they were.
    """
    return digest((code, tuple(sorted(templates.items())), *others)).hex()


def list_output(root: Path) -> Iterator[tuple[str, str]]:
    """Yield the path and the stamp (size and time) of every file of the output; hidden ones too.

    They come in the order of their paths, as the ledger has them.
    """
    return _list_below(str(root), "")


def _list_below(folder: str, below: str) -> Iterator[tuple[str, str]]:
    """Yield what lies in a folder, whose own path below the output is `below`."""
    with os.scandir(folder) as entries:
        found = [(one.name + "/" * one.is_dir(follow_symlinks=False), one) for one in entries]
    found.sort(key=itemgetter(0))
    for name, entry in found:
        if name.endswith("/"):
            yield from _list_below(entry.path, below + name)
        else:
            yield below + name, _stamp(entry.stat(follow_symlinks=False))


def _stamp(stat: os.stat_result) -> str:
    return f"{stat.st_size}:{stat.st_mtime_ns}"


def is_intact(ledger: Iterable[Written], files: Iterable[tuple[str, str]]) -> bool:
    """Return whether all that was written last time lies there as it was left; both by path."""
    rest = iter(files)
    for one in ledger:
        if not one.key:
            return False
        path, stamp = next((file for file in rest if file[0] >= one.path), ("", ""))
        if (path, stamp) != (one.path, one.stamp):
            return False
    return True


class Change(NamedTuple):
    """A page to make: its key, and the file that stands in its place, if it is as it was left."""

    page: Page
    key: bytes
    before: Written | None


class Comparison:
    """The plan beside what was written last time and what lies in the output, page by page."""

    def __init__(self, root: Path, keys: Keys, store: Store, *, trusts: bool) -> None:
        """Take the output and its ledger; with `trusts`, files are taken to be as they were left.

        `changes` tells of what is not made again, but was touched.
        """
        self._root = root
        self._keys = keys
        self._store = store
        self._trusts = trusts
        self._paths = array("q")  # the hash of each that was planned

    @property
    def planned(self) -> int:
        """How many pages were planned so far."""
        return len(self._paths) + len(self._keys.batches.passed)

    def changes(self, pages: Iterable[Page], renew: Callable[[Written], None]) -> Iterator[Change]:
        """Yield the pages to make; `renew` hears of rows that are only to be noted again."""
        key_of = self._keys.of
        for some in in_parts(pages, _TOGETHER):
            ledger = self._store.find_pages([page.path for page in some])
            for page in some:
                path = page.path
                self._paths.append(hash(path))
                key = key_of(page)
                before = ledger.get(path)
                stamp = (before.stamp if before else "") if self._trusts else self._look(path)
                if before is None or not before.key:
                    # A file that no ledger knows keeps its place where its bytes prove right.
                    known = stamp and Written(path, b"", stamp, self._digest(path))
                    yield Change(page, key, known or None)
                elif stamp == before.stamp:
                    if key != before.key:
                        yield Change(page, key, before)
                elif stamp and self._is_same(stamp, before):
                    before = before._replace(stamp=stamp)
                    if key == before.key:
                        renew(before)
                    else:
                        yield Change(page, key, before)
                else:
                    yield Change(page, key, before._replace(stamp=""))

    def gone(self) -> Iterator[str]:
        """Yield what was written last time and is planned no more, when all pages are planned."""
        planned = set(self._paths) if self._store.count_pages() else set[int]()
        planned.update(map(hash, self._keys.batches.passed))
        rest = (path for path in self._store.paths() if hash(path) not in planned)
        for some in in_parts(rest, _TOGETHER):
            yield from self._store.find_pages(some)

    def _look(self, path: str) -> str:
        """Return the stamp of a file of the output, empty where there is none, or something else.

        A link is something else, wherever it leads.
        """
        try:
            stat = os.lstat(f"{self._root}/{path}")
        except (FileNotFoundError, NotADirectoryError):
            return ""
        return _stamp(stat) if S_ISREG(stat.st_mode) else ""

    def _digest(self, path: str) -> bytes:
        return digest_of((self._root / path).read_bytes())

    def _is_same(self, stamp: str, before: Written) -> bool:
        """Return whether a file that was touched, or is out of an archive, is what was written."""
        if stamp.partition(":")[0] != before.stamp.partition(":")[0]:
            return False
        return self._digest(before.path) == before.digest


def explain(change: Change) -> str:
    """Say why a page is made."""
    before = change.before
    if before is None or not before.key:
        return "it is new"
    reasons = []
    if not before.stamp:
        reasons.append("its file is gone or was changed by hand")
    if change.key[:_PART] != before.key[:_PART]:
        reasons.append("the code or a library changed")
    if change.key[_PART : 2 * _PART] != before.key[_PART : 2 * _PART]:
        reasons.append("its template changed")
    if change.key[2 * _PART :] != before.key[2 * _PART :]:
        reasons.append("what it shows changed")
    return " and ".join(reasons)
