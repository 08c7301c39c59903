"""What we put at a target, as it is noted there: one file, so that any machine can go on.

A first line with the format and the site's tag, a line for each path, a last line with how many
there are. A line has the digest of the file's bytes, or `-` where it is there as it was or as it is
to be. `?` before the digest says that no page leads to the file yet, and `?` alone that it may not
be there at all. What is noted is never less than what lies there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.output.seals import leads_outside

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = ".broadsheet-published"
_FIRST = re.compile(r"Published by Broadsheet, format 1, site (\S+)")
_LINE = re.compile(r"([0-9a-f]{24}|-|\?(?:[0-9a-f]{24})?) (.+)")


class Lying(NamedTuple):
    """A file at a target: the digest of its bytes, empty where these are not known.

    `is_met` says that pages there may lead to it. What is neither known nor met may not be there.
    """

    digest: bytes
    is_met: bool


COMING = Lying(b"", is_met=False)
CHANGING = Lying(b"", is_met=True)


class Manifest(NamedTuple):
    """What lies at a target: the tag of the site, and its files by path."""

    tag: str
    files: Mapping[str, Lying]


def to_text(manifest: Manifest) -> str:
    """Return a manifest as it lies at the target."""
    lines = [f"{_mark(lying)} {path}" for path, lying in sorted(manifest.files.items())]
    first = f"Published by Broadsheet, format 1, site {manifest.tag}"
    return "\n".join([first, *lines, f"{len(lines)} in all", ""])


def from_text(text: str) -> Manifest | None:
    """Return the manifest that a text is; None where it is none, or not all of it."""
    first, *lines = text.split("\n")
    told = _FIRST.fullmatch(first)
    if not told or lines[-2:] != [f"{len(lines) - 2} in all", ""]:
        return None
    files = {}
    for line in lines[:-2]:
        found = _LINE.fullmatch(line)
        if not found or leads_outside(found[2]):
            return None
        mark = found[1]
        files[found[2]] = Lying(bytes.fromhex(mark.strip("?-")), not mark.startswith("?"))
    return Manifest(told[1], files)


def _mark(lying: Lying) -> str:
    """Return what a line says of a file."""
    if lying == CHANGING:
        return "-"
    return f"{'' if lying.is_met else '?'}{lying.digest.hex()}"
