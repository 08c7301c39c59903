"""The site to publish: what the last build wrote, and nothing else that lies in its folder."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.content.problems import UsageError
from broadsheet.output.ledger import list_output
from broadsheet.output.seals import DamagedError
from broadsheet.output.store import FILE_NAME, Store
from broadsheet.text.digest import digest_of

if TYPE_CHECKING:
    from pathlib import Path

# In the site's own feed: the tag of its ids, and behind it the address that it was built for.
_TAG = re.compile(r"<id>tag:([^<:]+):feeds/feed</id>")
_HOME = re.compile(r'<link rel="alternate" type="text/html" href="([^"]+)"/>')


class Built(NamedTuple):
    """A site as it was built: its folder, its tag and address, the digest of each file by path."""

    root: Path
    tag: str
    home: str
    digests: dict[str, bytes]

    def read(self, path: str) -> bytes:
        """Return a file's bytes; raise UsageError if they are not those that were built."""
        try:
            data = (self.root / path).read_bytes()
        except OSError:
            raise UsageError(_changed(self.root, path)) from None
        if digest_of(data) != self.digests[path]:
            raise UsageError(_changed(self.root, path))
        return data

    def size(self, path: str) -> int:
        """Return how many bytes a file has."""
        return (self.root / path).stat().st_size


def read_built(root: Path) -> Built:
    """Read what was built into a folder; raise UsageError where that is not what lies there.

    Files with a dot before their name, or within such a folder, are for builds and other hosts.
    """
    ledger = root / FILE_NAME
    written = {}
    if ledger.is_file():
        store = Store(ledger)
        try:
            written = {one.path: one for one in store.pages()}
        except DamagedError:
            pass
        finally:
            store.close()
    if not written or not all(one.key for one in written.values()):
        message = f"what lies in {root} is no whole site of this version: build it, then publish"
        raise UsageError(message)
    stamps = dict(list_output(root))
    digests = {path: one.digest for path, one in written.items() if not is_hidden(path)}
    built = Built(root, *_told(root), digests)
    for path in digests:
        if stamps.get(path) != written[path].stamp:  # touched, or out of an archive
            built.read(path)
    return built


def is_hidden(path: str) -> bool:
    """Return whether a part of a path begins with a dot."""
    return path.startswith(".") or "/." in path


def _told(root: Path) -> tuple[str, str]:
    """Return the tag of a site and the address that it was built for."""
    text = ""
    with suppress(OSError, UnicodeDecodeError):
        text = (root / "feed.atom").read_text(encoding="utf-8")
    tag = _TAG.search(text)
    home = _HOME.search(text, tag.end()) if tag else None
    if not tag or not home:
        raise UsageError(_changed(root, "feed.atom"))
    return tag[1], home[1]


def _changed(root: Path, path: str) -> str:
    """Say that a file is not as it was built."""
    return f"{root}/{path} is not as it was built: build again, which mends it, then publish"
