"""What the reader keeps from one time to the next: whoever has a place for it is a `Cache`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from contextlib import AbstractContextManager

    from broadsheet.content.model import Packed


class Row(NamedTuple):
    """What a content file held when it was read.

    `stamp` tells its size and time, `digest` its bytes. `value` is an Entry, or the plain fields
    of what else the file is; `problems` are those of the file alone, as plain tuples.
    """

    path: str
    stamp: str
    digest: bytes
    kind: str
    value: Packed | None
    problems: tuple[Packed, ...]


class Kept(NamedTuple):
    """A row to keep, with the paper's record, if it is that of a paper which was parsed."""

    row: Row
    record: bytes | None


class Cache(Protocol):
    """Keeps rows of the reader's from one reading to the next.

    `reader` names the code and the libraries that read: rows of another one are not to be given.
    """

    def rows(self, reader: str) -> dict[str, Row]:
        """Return the rows that were kept, by path."""

    def update(
        self, reader: str, gone: Iterable[str]
    ) -> AbstractContextManager[Callable[[Iterable[Kept]], None]]:
        """Forget the files that are gone; return a context that keeps rows, all of them or none."""
