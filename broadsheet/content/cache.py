"""What the reader keeps from one build to the next, and the protocol of what stores it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple, Protocol

from broadsheet.content.model import Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager

    from broadsheet.content.model import Packed


PAPERS = ("paper", "waiting", "unread")  # kinds of rows with an Entry
# Its fields that many papers have alike.
_ALIKE = tuple(
    map(
        Entry._fields.index, ("day", "subjects", "filled", "language", "venue", "groups", "curator")
    )
)


class Row(NamedTuple):
    """What a content file held when it was read.

    `stamp` stands for its size and time, `digest` for its bytes. `value` is an Entry, or the tuple
    of the fields of a note or a collection; `problems` are those of the file alone, as tuples.
    """

    path: str
    stamp: str
    digest: bytes
    kind: str
    value: Packed | None
    problems: tuple[Packed, ...]


def share(row: Row, alike: dict[str, str]) -> Row:
    """Return a row that came from elsewhere, its value as plain as it travelled.

    Of what many papers have alike there is one text in memory, which `alike` has by itself.
    """
    if row.value is None or row.kind not in PAPERS:
        return row
    value = list(row.value)
    for place in _ALIKE:
        value[place] = alike.setdefault(value[place], value[place])
    return row._replace(value=Entry._make(value))


class Kept(NamedTuple):
    """A row to keep; of a paper that was parsed also itself, its citations and what lists show."""

    row: Row
    record: bytes | None
    cited: bytes | None = None
    shown: bytes | None = None


class Cache(Protocol):
    """Keeps the reader's rows from one build to the next.

    `reader` identifies the code and the libraries that read: rows of another one are not returned.
    `cites` says whether it keeps what a site is made of: citations, and what lists show.
    """

    cites: bool

    def rows(self, reader: str) -> Iterable[Row]:
        """Return the rows that were kept, in the order of their paths."""

    def update(
        self, reader: str, gone: Iterable[str]
    ) -> AbstractContextManager[Callable[[Iterable[Kept]], None]]:
        """Forget the files that are gone; return a context that keeps rows, all of them or none."""


class Memory:
    """Keeps the papers of one reading, packed, by the paths of their files."""

    cites = False

    def __init__(self) -> None:
        """Begin with nothing."""
        self.records: dict[str, bytes] = {}

    def rows(self, _reader: str) -> Iterable[Row]:
        """Return nothing: there was no reading before."""
        return ()

    @contextmanager
    def update(
        self, _reader: str, _gone: Iterable[str]
    ) -> Iterator[Callable[[Iterable[Kept]], None]]:
        """Return a context that keeps the papers that are read."""
        yield self._keep

    def _keep(self, rows: Iterable[Kept]) -> None:
        self.records.update((row.path, record) for row, record, *_ in rows if record is not None)
