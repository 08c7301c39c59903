"""Which requests the server on this machine answers, and which file of the output each means.

A name on the web can be made to point to 127.0.0.1, so a page of that name would read the site as
its own ("DNS rebinding"): only the name by which a request calls the server tells. And any page may
load what it cannot read, from which it learns what is there and when it changes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_OWN = re.compile(r"(?:127\.0\.0\.1|localhost\.?|\[::1\])(?::[0-9]*)?", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def is_own(target: str, hosts: Sequence[str]) -> bool:
    """Return whether a request calls the server by a name of this machine.

    `hosts` are its headers of that name. A target that is a whole address is a proxy's to answer.
    """
    return target.startswith("/") and len(hosts) == 1 and _OWN.fullmatch(hosts[0]) is not None


def is_loaded_elsewhere(site: str, destination: str) -> bool:
    """Return whether a page of another origin loads this; one that leads here does not.

    The two are what browsers send as Sec-Fetch-Site and Sec-Fetch-Dest
    (https://www.w3.org/TR/fetch-metadata/), empty where another program asks.
    """
    return site in ("cross-site", "same-site") and destination not in ("document", "iframe")


def split_target(target: str) -> tuple[str, str]:
    """Return the path of a request's target, as it was sent, and its query."""
    path, _, query = target.partition("#")[0].partition("?")
    return path, query


def names_in(path: str) -> list[str]:
    """Return the names of the folders and of the file that a request's path means.

    A path that ends in `/` means the page `index.html` there. There are none if no file can be
    meant: what is hidden is not there, however it is written, and neither is what lies above.
    """
    try:
        text = unquote_to_bytes(path.encode("latin-1")).decode()
    except UnicodeError:
        return []
    _, *names = re.split(r"[/\\]", text)
    if names and not names[-1]:
        names[-1] = "index.html"
    return [] if _CONTROL.search(text) or _is_hidden(names) or not all(names) else names


def find_file(folder: Path, names: Sequence[str]) -> Path | None:
    """Return a file of a folder, None if there is none.

    A symbolic link that leads out of the folder, or to what is hidden, is not followed.
    """
    try:
        top = folder.resolve()
        file = top.joinpath(*names).resolve(strict=True)
    except (OSError, RuntimeError, UnicodeError):  # the second of links in a circle, up to 3.12
        return None
    inside = file.is_relative_to(top) and not _is_hidden(file.relative_to(top).parts)
    return file if inside and file.is_file() else None


def _is_hidden(names: Sequence[str]) -> bool:
    return any(name.startswith(".") for name in names)
