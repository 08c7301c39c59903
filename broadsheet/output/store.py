"""The state kept between two builds: what was read, and what was written. One SQLite file.

`source` and `record` are the reading cache: what a file of the content holds, found again by its
size and time, confirmed by its digest. `made` is what the search keeps of the papers. `page` is the
ledger: what was written last time, from what. Deleting the file costs time, never a byte of the
site; a file that is damaged, foreign or of another version counts as empty.

Every value has a seal, its digest: what does not bear its own is not what we wrote. It is read no
further (marshal would end the process on some bytes), and the file is begun anew.
"""

from __future__ import annotations

import marshal
import sqlite3
from contextlib import contextmanager
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.content.cache import Kept, Row
from broadsheet.output.records import Records
from broadsheet.output.seals import DamagedError, leads_outside, prove, seal_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from broadsheet.search.kept import Made

FILE_NAME = ".ledger"
_LAYOUT = 6  # of the tables; the code's own changes are the business of `reading`
_TABLES = """
CREATE TABLE source
    (path TEXT PRIMARY KEY, stamp TEXT, digest BLOB, value BLOB, seal BLOB) WITHOUT ROWID;
CREATE TABLE record (path TEXT PRIMARY KEY, paper BLOB, seal BLOB, cited BLOB, cited_seal BLOB);
CREATE TABLE made
    (kind TEXT, name TEXT, key BLOB, value BLOB, seal BLOB, PRIMARY KEY (kind, name));
CREATE TABLE page (path TEXT PRIMARY KEY, key BLOB, stamp TEXT, digest BLOB) WITHOUT ROWID;
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT, seal BLOB);
"""
_PAGES = "pages"  # the name under which the seal of all rows of `page` is kept


class Written(NamedTuple):
    """An output file as it was written: the key it was made from, its size and time, its digest."""

    path: str
    key: bytes
    stamp: str
    digest: bytes


class Store:
    """The state file of one output folder."""

    cites = True

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
        except (sqlite3.DatabaseError, ValueError):  # or a text that is none
            found = -1
        if found != _LAYOUT:
            connection.close()
            remove_store(self.path)
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
        row = self._connection.execute(
            "SELECT value, seal FROM meta WHERE name = ?", (name,)
        ).fetchone()
        if row is None:
            return ""
        prove(row[1], name, row[0])
        return str(row[0])

    def put(self, name: str, value: str) -> None:
        """Keep a named text."""
        row = (name, value, seal_of(name, value))
        self._connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?, ?)", row)

    def rows(self, reading: str) -> dict[str, Row]:
        """Return what was read last time, by path; nothing where other code read it."""
        if self._rows and self._rows[0] == reading and self.is_ours():
            return dict(self._rows[1])
        if self.get("reading") != reading:
            return {}
        rows = {}
        for path, stamp, known, value, seal in self._connection.execute("SELECT * FROM source"):
            prove(seal, path, stamp, known, value)
            rows[path] = Row(path, stamp, known, *marshal.loads(value))
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
        for row, record, cited in rows:
            value = marshal.dumps((row.kind, row.value, row.problems))
            seal = seal_of(row.path, row.stamp, row.digest, value)
            self._connection.execute(
                "INSERT OR REPLACE INTO source VALUES (?, ?, ?, ?, ?)",
                (row.path, row.stamp, row.digest, value, seal),
            )
            if self._rows:
                self._rows[1][row.path] = row
            if record is not None and cited is not None:
                seals = seal_of(row.path, record), seal_of(row.path, cited)
                self._connection.execute(
                    "INSERT OR REPLACE INTO record VALUES (?, ?, ?, ?, ?)",
                    (row.path, record, seals[0], cited, seals[1]),
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
        value, seal = self._connection.execute(
            "SELECT value, seal FROM made WHERE kind = ? AND name = ?", (kind, name)
        ).fetchone()
        prove(seal, kind, name, value)
        return bytes(value)

    def keep(self, made: Iterable[Made], gone: Iterable[tuple[str, str]]) -> None:
        """Keep what was made, and forget others by kind and name: all of them or none."""
        with self.change():
            self._connection.executemany("DELETE FROM made WHERE kind = ? AND name = ?", gone)
            self._connection.executemany(
                "INSERT OR REPLACE INTO made VALUES (?, ?, ?, ?, ?)",
                [(*one, seal_of(one.kind, one.name, one.value)) for one in made],
            )

    def records(self) -> Records:
        """Return the papers that were read and kept, to this process and to those it forks."""
        return Records(self.path)

    def expect_pages(self, paths: Iterable[str]) -> None:
        """Note files that are about to be put in place: should the build be killed, they are ours.

        They have no key, so the next build makes them again or takes them away.
        """
        known = self.pages()
        expected = [Written(path, b"", "", b"") for path in paths if path not in known]
        if expected:
            self._change_pages(expected, [])

    def pages(self) -> dict[str, Written]:
        """Return what was written last time, by path."""
        if self._pages is None or not self.is_ours():
            found = self._connection.execute("SELECT * FROM page ORDER BY path")
            pages = {row[0]: Written._make(row) for row in found}
            if any(map(leads_outside, pages)) or self.get(_PAGES) != seal_of_pages(pages):
                message = "the list of pages in the state file is not what was written"
                raise DamagedError(message)
            self._pages = pages
        return dict(self._pages)

    def keep_pages(self, written: Iterable[Written], gone: Iterable[str]) -> None:
        """Keep what is written now, and forget what is gone."""
        self._change_pages(list(written), list(gone))

    def _change_pages(self, written: list[Written], gone: list[str]) -> None:
        """Change the list of pages, and seal it."""
        pages = self.pages()
        self._connection.executemany("DELETE FROM page WHERE path = ?", ((path,) for path in gone))
        self._connection.executemany("INSERT OR REPLACE INTO page VALUES (?, ?, ?, ?)", written)
        for path in gone:
            pages.pop(path, None)
        pages.update((one.path, one) for one in written)
        self._pages = pages
        self.put(_PAGES, seal_of_pages(pages))


def seal_of_pages(pages: Mapping[str, Written]) -> str:
    """Return the seal of all pages, nothing where there is none.

    One seal for all takes a tenth of the time of one a row, and all are read at once.
    """
    if not pages:
        return ""
    made = blake2b(digest_size=8)
    try:
        for path in sorted(pages):
            _, key, stamp, known = pages[path]
            made.update(path.encode() + b"\0" + key + b"\0" + stamp.encode() + b"\0" + known)
    except (AttributeError, TypeError):  # a part that is neither text nor bytes
        return "none"
    return made.hexdigest()


def remove_store(path: Path) -> None:
    """Take a state file away, with its journal."""
    for name in (path, path.with_name(path.name + "-journal")):
        name.unlink(missing_ok=True)
