"""Which pages to make: each page's key beside the key it was last made from.

A key is three digests: of the code and its libraries, of the page's templates, and of the frame
and the page's inputs. A page with an equal key and an intact file is left alone; `explain` says
which of the three differs, from the very values that decide.
"""

from __future__ import annotations

import os
import re
import sys
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.output.store import Written
from broadsheet.pages.families import KINDS
from broadsheet.text.digest import digest, digest_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from broadsheet.site.frame import Frame
    from broadsheet.site.page import Page

LIBRARIES = (
    "babel",
    "imagesize",
    "jinja2",
    "latex2mathml",
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


def code_digest(package: Path) -> bytes:
    """Return the digest of the package with its catalogues, of Python's and libraries' versions."""
    made = blake2b(repr(sys.version_info[:2]).encode(), digest_size=_PART)
    for path in sorted((*package.rglob("*.py"), *package.rglob("*.po"))):
        made.update(
            path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes() + b"\0"
        )
    for name in _installed():
        made.update(f"{name}\0".encode())
    return made.digest()


def _installed() -> list[str]:
    """Return the libraries that decide what a page looks like, with their versions, sorted.

    The names of the folders where installers note a package hold its version: reading these
    takes a millisecond, where importlib.metadata takes thirty.
    """
    found = {
        name
        for folder in sys.path
        if os.path.isdir(folder)  # noqa: PTH112 - texts, for speed
        for name in os.listdir(folder)  # noqa: PTH208 - as above
        if name.endswith(".dist-info") and _library(name) in LIBRARIES
    }
    return sorted(found)


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
    """The keys of a build's pages; those of the build before are taken where nothing changed."""

    def __init__(
        self, code: bytes, templates: Mapping[str, bytes], frame: Frame, before: Keys | None
    ) -> None:
        """Take what all keys share, and the keys of the build before where they were kept."""
        self.shared = (code, templates, digest(tuple(frame)))
        same = before is not None and before.shared == self.shared
        self.known: dict[str, tuple[Page, bytes]] = before.known if before and same else {}

    def of(self, page: Page) -> bytes:
        """Return a page's key."""
        known = self.known.get(page.path)
        if known is not None and known[0] == page:
            return known[1]
        code, templates, frame = self.shared
        shared = code + templates.get(page.kind, bytes(_PART))
        key = shared + digest((frame, page.kind, tuple(page.inputs)))
        self.known[page.path] = (page, key)
        return key


def whole_digest(code: bytes, templates: Mapping[str, bytes], *others: object) -> str:
    """Return the digest of all that a site is made of: code, templates, and what else there is.

    Where it is that of the last build, the plan and every key would come out as they were.
    """
    return digest((code, tuple(sorted(templates.items())), *others)).hex()


class Change(NamedTuple):
    """A page to make: its key, and the file that stands in its place, if it is as it was left."""

    page: Page
    key: bytes
    before: Written | None


class Difference(NamedTuple):
    """What a build has to do: pages to make, rows only to note again, files to take away."""

    changes: list[Change]
    renewed: list[Written]
    gone: list[str]


def list_output(root: Path) -> dict[str, str]:
    """Return the stamp (size and time) of every file of the output, by path; hidden ones too."""
    found: dict[str, str] = {}
    folders = [("", str(root))]
    while folders:
        below, folder = folders.pop()
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append((f"{below}{entry.name}/", entry.path))
                else:
                    stat = entry.stat(follow_symlinks=False)
                    found[below + entry.name] = f"{stat.st_size}:{stat.st_mtime_ns}"
    return found


def is_intact(ledger: Mapping[str, Written], stamps: Mapping[str, str]) -> bool:
    """Return whether all that was written last time lies there as it was left."""
    return all(one.key and one.stamp == stamps.get(path) for path, one in ledger.items())


def compare(
    root: Path,
    pages: Iterable[Page],
    keys: Keys,
    ledger: Mapping[str, Written],
    stamps: Mapping[str, str],
) -> Difference:
    """Compare the plan with what was written last time and with what lies in the output."""
    left = dict(ledger)
    changes: list[Change] = []
    renewed: list[Written] = []
    key_of = keys.of
    for page in pages:
        path = page.path
        key = key_of(page)
        before = left.pop(path, None)
        stamp = stamps.get(path)
        if before is None or not before.key:
            # A file that no ledger knows keeps its place where its bytes prove right.
            known = stamp and Written(path, b"", stamp, digest_of((root / path).read_bytes()))
            changes.append(Change(page, key, known or None))
        elif stamp == before.stamp:
            if key != before.key:
                changes.append(Change(page, key, before))
        elif stamp is not None and _same_bytes(root / path, stamp, before):
            before = before._replace(stamp=stamp)
            if key == before.key:
                renewed.append(before)
            else:
                changes.append(Change(page, key, before))
        else:
            changes.append(Change(page, key, before._replace(stamp="")))
    return Difference(changes, renewed, list(left))


def _same_bytes(path: Path, stamp: str, before: Written) -> bool:
    """Return whether a file that was touched, or came out of an archive, holds what was written."""
    if stamp.partition(":")[0] != before.stamp.partition(":")[0]:
        return False
    return digest_of(path.read_bytes()) == before.digest


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
