"""The state kept between two builds: what was read, and what was written. One SQLite file.

`source` and `record` are the reading cache: what a file of the content holds, found again by its
size and time, confirmed by its digest. `made` is what the search keeps of the papers. `page` is the
ledger: what was written last time, from what. Deleting the file costs time, never a byte of the
site; a file that is damaged, foreign or of another version counts as empty.
"""

from __future__ import annotations

import marshal
import os
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.content.cache import Kept, Row
from broadsheet.content.model import Entry, Paper, unpack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from broadsheet.search.kept import Made

FILE_NAME = ".ledger"
_LAYOUT = 4  # of the tables; the code's own changes are the business of `reading`
_TABLES = """
CREATE TABLE source (path TEXT PRIMARY KEY, stamp TEXT, digest BLOB, value BLOB) WITHOUT ROWID;
CREATE TABLE record (path TEXT PRIMARY KEY, paper BLOB);
CREATE TABLE made (kind TEXT, name TEXT, key BLOB, value BLOB, PRIMARY KEY (kind, name));
CREATE TABLE page (path TEXT PRIMARY KEY, key BLOB, stamp TEXT, digest BLOB) WITHOUT ROWID;
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT);
"""


class Written(NamedTuple):
    """An output file as it was written: the key it was made from, its size and time, its digest."""

    path: str
    key: bytes
    stamp: str
    digest: bytes


class Store:
    """The state file of one output folder."""

    def __init__(self, path: Path) -> None:
        """Open the file, or begin it anew where it cannot be read."""
        self.path = path
        self._rows: tuple[str, dict[str, Row]] | None = None  # what reads, and what it has read
        self._pages: dict[str, Written] | None = None
        self._connection = self._open()
        self._seen = self._state()

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
        try:
            found = connection.execute("PRAGMA user_version").fetchone()[0]
            if found == _LAYOUT:
                for table in ("source", "record", "made", "page", "meta"):
                    connection.execute(f"SELECT * FROM {table} LIMIT 1").fetchone()  # noqa: S608 - ours
                connection.execute("SELECT count(stamp) FROM page").fetchone()  # looks at each row
        except sqlite3.DatabaseError:
            found = -1
        if found != _LAYOUT:
            connection.close()
            for name in (self.path, self.path.with_name(self.path.name + "-journal")):
                name.unlink(missing_ok=True)
            connection = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
            connection.executescript(_TABLES)
            connection.execute(f"PRAGMA user_version = {_LAYOUT}")
        # A killed process leaves a journal that undoes its half; only a machine that loses power
        # could leave worse, and that is then found and thrown away.
        connection.execute("PRAGMA synchronous = OFF")
        return connection

    def _state(self) -> tuple[int, int]:
        """Return what changes when anybody else writes the file, or puts another in its place."""
        version = self._connection.execute("PRAGMA data_version").fetchone()[0]
        try:
            return version, self.path.stat().st_ino
        except FileNotFoundError:
            return version, -1

    def is_ours(self) -> bool:
        """Return whether nobody else has touched the file since this store opened it.

        As long as it is, what was read or written once is given from memory.
        """
        return self._seen == self._state()

    def _renew(self) -> None:
        """Begin the file anew where its sources are damaged; what was written is still known."""
        pages = self.pages()
        self._connection.close()
        self.path.unlink()
        self._connection = self._open()
        self._seen = self._state()
        self._rows = self._pages = None
        self.keep_pages(pages.values(), [])

    def close(self) -> None:
        """Let the file go."""
        self._connection.close()

    @contextmanager
    def change(self) -> Iterator[None]:
        """Return a context whose changes hold whole, or not at all where it is left by an error."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            self._rows = self._pages = None
            raise

    def get(self, name: str) -> str:
        """Return a named text, empty where there is none."""
        row = self._connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def put(self, name: str, value: str) -> None:
        """Keep a named text."""
        self._connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def rows(self, reading: str) -> dict[str, Row]:
        """Return what was read last time, by path; nothing where other code read it."""
        if self._rows and self._rows[0] == reading and self.is_ours():
            return dict(self._rows[1])
        if self.get("reading") != reading:
            return {}
        load = marshal.loads
        try:
            found = self._connection.execute("SELECT path, stamp, digest, value FROM source")
            rows = {
                path: Row(path, stamp, digest, *load(value)) for path, stamp, digest, value in found
            }
        except (sqlite3.DatabaseError, ValueError, EOFError, TypeError):  # what marshal gives, too
            self._renew()
            return {}
        self._rows = reading, rows
        return dict(rows)

    @contextmanager
    def update(
        self, reading: str, gone: Iterable[str]
    ) -> Iterator[Callable[[Iterable[Kept]], None]]:
        """Empty the reading cache unless it is of the code `reading`, drop files, keep others."""
        with self.change():
            if self.get("reading") != reading:
                self._connection.execute("DELETE FROM source")
                self._connection.execute("DELETE FROM record")
                self.put("reading", reading)
                self._rows = reading, {}
            self._drop_rows(gone)
            yield self._keep_rows

    def _keep_rows(self, rows: Iterable[Kept]) -> None:
        """Keep files as they were read, papers with their record."""
        for row, record in rows:
            value = marshal.dumps((row.kind, row.value, row.problems))
            self._connection.execute(
                "INSERT OR REPLACE INTO source VALUES (?, ?, ?, ?)",
                (row.path, row.stamp, row.digest, value),
            )
            if self._rows:
                self._rows[1][row.path] = row
            if record is not None:
                self._connection.execute(
                    "INSERT OR REPLACE INTO record VALUES (?, ?)", (row.path, record)
                )

    def _drop_rows(self, paths: Iterable[str]) -> None:
        """Forget files that are gone."""
        for path in paths:
            if self._rows:
                self._rows[1].pop(path, None)
            self._connection.execute("DELETE FROM source WHERE path = ?", (path,))
            self._connection.execute("DELETE FROM record WHERE path = ?", (path,))

    def forget_made(self, code: str) -> None:
        """Forget what was made by other code than this."""
        if self.get("making") != code:
            with self.change():
                self._connection.execute("DELETE FROM made")
                self.put("making", code)

    def keys(self, kind: str) -> dict[str, bytes]:
        """Return the keys of what was made of a kind, by name."""
        return dict(self._connection.execute("SELECT name, key FROM made WHERE kind = ?", (kind,)))

    def value(self, kind: str, name: str) -> bytes:
        """Return what was made."""
        found = self._connection.execute(
            "SELECT value FROM made WHERE kind = ? AND name = ?", (kind, name)
        )
        return bytes(found.fetchone()[0])

    def keep(self, made: Iterable[Made], gone: Iterable[tuple[str, str]]) -> None:
        """Keep what was made, and forget others by kind and name: all of them or none."""
        with self.change():
            self._connection.executemany("DELETE FROM made WHERE kind = ? AND name = ?", gone)
            self._connection.executemany("INSERT OR REPLACE INTO made VALUES (?, ?, ?, ?)", made)

    def records(self) -> Records:
        """Return the papers that were read and kept, to this process and to those it forks."""
        return Records(self.path)

    def expect_pages(self, paths: Iterable[str]) -> None:
        """Note files that are about to be put in place: should the build be killed, they are ours.

        They have no key, so the next build makes them again or takes them away.
        """
        rows = [Written(path, b"", "", b"") for path in paths]
        self._connection.executemany("INSERT OR IGNORE INTO page VALUES (?, ?, ?, ?)", rows)
        for row in rows:
            if self._pages is not None:
                self._pages.setdefault(row.path, row)

    def pages(self) -> dict[str, Written]:
        """Return what was written last time, by path."""
        if self._pages is None or not self.is_ours():
            found = self._connection.execute("SELECT * FROM page")
            self._pages = {row[0]: Written._make(row) for row in found}
        return dict(self._pages)

    def keep_pages(self, written: Iterable[Written], gone: Iterable[str]) -> None:
        """Keep what is written now, and forget what is gone."""
        gone, written = list(gone), list(written)
        self._connection.executemany("DELETE FROM page WHERE path = ?", ((path,) for path in gone))
        self._connection.executemany("INSERT OR REPLACE INTO page VALUES (?, ?, ?, ?)", written)
        if self._pages is not None:
            for path in gone:
                self._pages.pop(path, None)
            self._pages.update((one.path, one) for one in written)


class Records:
    """Reads whole papers, and what was made of them, from a store's file.

    Every process opens the file for itself.
    """

    def __init__(self, path: Path) -> None:
        """Remember the file; it is opened when something is asked for."""
        self._path = path
        self._process = 0
        self._opened: sqlite3.Connection | None = None

    def close(self) -> None:
        """Close the connection of this process."""
        if self._opened is not None and self._process == os.getpid():
            self._opened.close()
        self._opened = None

    def paper(self, entry: Entry) -> Paper:
        """Return the whole of a paper that was read."""
        row = self._connection.execute(
            "SELECT paper FROM record WHERE path = ?", (entry.path,)
        ).fetchone()
        return unpack(marshal.loads(row[0]))

    def part(self, kind: str, name: str, start: int, end: int) -> bytes:
        """Return the bytes between two places of what was made."""
        row = self._connection.execute(
            "SELECT rowid FROM made WHERE kind = ? AND name = ?", (kind, name)
        ).fetchone()
        with self._connection.blobopen("made", "value", row[0], readonly=True) as blob:
            return bytes(blob[start:end])

    @property
    def _connection(self) -> sqlite3.Connection:
        """The connection of this process."""
        if self._opened is None or self._process != os.getpid():
            address = f"{self._path.absolute().as_uri()}?mode=ro"
            self._opened = sqlite3.connect(address, uri=True, check_same_thread=False)
            self._process = os.getpid()
        return self._opened
