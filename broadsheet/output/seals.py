"""Seals: by which the state file is known to hold what was written into it, and nothing else.

A seal tells damage, not malice: whoever can write the file can seal it. So no path of it that leads
outside is believed, either.
"""

from __future__ import annotations

import sqlite3
from hashlib import blake2b
from typing import Any

_SIZE = 8  # bytes
_OF_THE_DISK = (
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_INTERRUPT,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
)


class DamagedError(Exception):
    """The state file does not hold what was written into it."""


def seal_of(*parts: str | bytes) -> bytes:
    """Return the seal of the parts of a row."""
    told = [part if isinstance(part, bytes) else part.encode() for part in parts]
    return blake2b(b"\0".join([*told, b""]), digest_size=_SIZE).digest()


def prove(seal: bytes, *parts: Any) -> None:
    """Raise DamagedError unless the parts of a row are what was sealed."""
    try:
        if seal_of(*parts) == seal:
            return
    except (AttributeError, TypeError):  # a part that is neither text nor bytes
        pass
    message = "a row of the state file is not what was written"
    raise DamagedError(message)


def leads_outside(path: str) -> bool:
    """Return whether a path is none of a page: what is at such a place is not ours to remove."""
    return path.startswith("/") or ".." in path.split("/")


def is_damage(error: Exception) -> bool:
    """Return whether an error of reading or writing comes of the file's bytes, and not of its disk.

    What SQLite cannot decode has no code; codes are told in https://sqlite.org/rescode.html.
    """
    code = getattr(error, "sqlite_errorcode", None)
    return code is None or code & 0xFF not in _OF_THE_DISK
