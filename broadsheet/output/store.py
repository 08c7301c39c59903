"""The state kept between two builds: what was read, and what was written. One SQLite file.

`source` and `record` are the reading cache: what a file of the content holds, found again by its
size and time, confirmed by its digest. `made` is what the search keeps of the papers. `page` is the
ledger: what was written last time, from what. Deleting the file costs time, never a byte of the
site; a file that is damaged, foreign or of another version counts as empty.

Every value has a seal, its digest: what does not bear its own is not what we wrote. It is read no
further (marshal would end the process on some bytes), and the file is begun anew.

What is large stays in the file: pages are asked for by their paths, or run through in their order.
A server remembers what it has read, so that the next build finds it in memory.
"""

from __future__ import annotations

import marshal
import sqlite3
from contextlib import closing, contextmanager
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.content.cache import Kept, Row, share
from broadsheet.output.parts import in_parts
from broadsheet.output.records import Records
from broadsheet.output.seals import DamagedError, is_damage, leads_outside, prove, seal_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from broadsheet.search.kept import Made

FILE_NAME = ".ledger"
_LAYOUT = 7  # of the tables; the code's own changes are the business of `reading`
_TABLES = """
CREATE TABLE source
    (path TEXT PRIMARY KEY, stamp TEXT, digest BLOB, value BLOB, seal BLOB) WITHOUT ROWID;
CREATE TABLE record
    (path TEXT PRIMARY KEY, slug TEXT, paper BLOB, seal BLOB, cited BLOB, cited_seal BLOB,
    shown BLOB, shown_seal BLOB);
CREATE INDEX record_slug ON record (slug);
CREATE TABLE made
    (kind TEXT, name TEXT, key BLOB, value BLOB, seal BLOB, PRIMARY KEY (kind, name));
CREATE TABLE page
    (path TEXT PRIMARY KEY, key BLOB, stamp TEXT, digest BLOB, seal INTEGER) WITHOUT ROWID;
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT, seal BLOB);
"""
_PAGES = "pages"  # the name under which it is kept how many rows `page` has, and their seals' sum
_SUM = "SELECT count(*) || ' ' || coalesce(sum(seal & 0xFFFFFFFF), 0) FROM page"
_NO_PAGES = "0 0"
_PUT = "INSERT OR REPLACE INTO meta VALUES (?, ?, ?)"
_ASKED = 500  # pages that are asked for at once


class Written(NamedTuple):
    """An output file as it was written: the key it was made from, its size and time, its digest."""

    path: str
    key: bytes
    stamp: str
    digest: bytes


class Store:
    """The state file of one output folder."""

    cites = True

    def __init__(self, path: Path, *, remembers: bool = False) -> None:
        """Open the file, or begin it anew where it cannot be read."""
        self.path = path
        self._remembers = remembers
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
        except (sqlite3.DatabaseError, ValueError) as error:  # or a text that is none
            if not is_damage(error):
                connection.close()
                raise
            found = -1
        if found != _LAYOUT:
            connection.close()
            begin_anew(self.path)
            connection = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
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
        self._connection.execute(_PUT, (name, value, seal_of(name, value)))

    def rows(self, reading: str) -> Iterator[Row]:
        """Yield what was read last time, by path; nothing where other code read it."""
        if self._rows and self._rows[0] == reading and self.is_ours():
            rows = self._rows[1]
            yield from map(rows.__getitem__, sorted(rows))
        elif self.get("reading") == reading:
            rows = {}
            alike: dict[str, str] = {}
            for found in self._connection.execute("SELECT * FROM source ORDER BY path"):
                row = share(_row_of(found), alike)
                yield row
                if self._remembers:
                    rows[row.path] = row
            self._rows = (reading, rows) if self._remembers else None

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
                self._rows = (reading, {}) if self._remembers else None
            self._drop_rows(gone)
            yield self._keep_rows

    def _keep_rows(self, rows: Iterable[Kept]) -> None:
        """Keep files as they were read, papers with their record."""
        for row, record, cited, shown in rows:
            value = marshal.dumps((row.kind, row.value and tuple(row.value), row.problems))
            seal = seal_of(row.path, row.stamp, row.digest, value)
            self._connection.execute(
                "INSERT OR REPLACE INTO source VALUES (?, ?, ?, ?, ?)",
                (row.path, row.stamp, row.digest, value, seal),
            )
            if self._rows:
                self._rows[1][row.path] = row
            parts = (record, cited, shown)
            if row.value and None not in parts:
                sealed = [one for part in parts if part for one in (part, seal_of(row.path, part))]
                self._connection.execute(
                    "INSERT OR REPLACE INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    (row.path, row.value[0], *sealed),
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
        row = self._connection.execute(
            "SELECT value, seal FROM made WHERE kind = ? AND name = ?", (kind, name)
        ).fetchone()
        if row is None:
            message = f"{kind} {name} is gone from the state file"
            raise DamagedError(message)
        value, seal = row
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
        expected = (Written(path, b"", "", b"") for path in paths)
        for some in in_parts(expected, _ASKED):
            known = self.find_pages([one.path for one in some])
            self._put_pages([one for one in some if one.path not in known])
        self.put(_PAGES, self._sum_of_pages())

    def pages(self) -> Iterator[Written]:
        """Yield what was written last time, in the order of the paths."""
        if self._remembers:
            pages = self._remembered()
            yield from map(pages.__getitem__, sorted(pages))
        else:
            yield from self._read_pages()

    def paths(self) -> Iterator[str]:
        """Yield the paths of what was written last time; `find_pages` proves that they are ours."""
        if self._remembers:
            yield from self._remembered()
        else:
            yield from (path for (path,) in self._connection.execute("SELECT path FROM page"))
            self._prove_sum()

    def find_pages(self, paths: Sequence[str]) -> dict[str, Written]:
        """Return what was written last time to some paths, at most 500 of them, by path."""
        if self._remembers:
            pages = self._remembered()
            return {path: pages[path] for path in paths if path in pages}
        asked = f"SELECT * FROM page WHERE path IN ({','.join('?' * len(paths))})"  # noqa: S608 - signs
        found = map(_proven, self._connection.execute(asked, paths))
        return {one.path: one for one in found}

    def count_pages(self) -> int:
        """Return how many files were written last time."""
        return int(self._connection.execute("SELECT count(*) FROM page").fetchone()[0])

    def _remembered(self) -> dict[str, Written]:
        """Return all pages, from memory where nobody else has written the file."""
        if self._pages is None or not self.is_ours():
            self._pages = {one.path: one for one in self._read_pages()}
        return self._pages

    def _read_pages(self) -> Iterator[Written]:
        """Read all pages; raise DamagedError where one is not what was written, or missing."""
        yield from map(_proven, self._connection.execute("SELECT * FROM page ORDER BY path"))
        self._prove_sum()

    def _prove_sum(self) -> None:
        """Raise DamagedError where a row is missing, or one came that was not written."""
        if (self.get(_PAGES) or _NO_PAGES) != self._sum_of_pages():
            message = "the list of pages in the state file is not what was written"
            raise DamagedError(message)

    def _sum_of_pages(self) -> str:
        """Return what differs where a row has gone or come."""
        return str(self._connection.execute(_SUM).fetchone()[0])

    def keep_pages(self, written: Iterable[Written], gone: Iterable[str]) -> None:
        """Keep what is written now, and forget what is gone."""
        for some in in_parts(gone, _ASKED):
            rows = ((path,) for path in some)
            self._connection.executemany("DELETE FROM page WHERE path = ?", rows)
            for path in some:
                if self._pages:
                    self._pages.pop(path, None)
        for pages in in_parts(written, _ASKED):
            self._put_pages(pages)
        self.put(_PAGES, self._sum_of_pages())

    def _put_pages(self, pages: Sequence[Written]) -> None:
        """Put rows into the list of pages."""
        self._connection.executemany(
            "INSERT OR REPLACE INTO page VALUES (?, ?, ?, ?, ?)",
            [(*one, seal_of_page(*one)) for one in pages],
        )
        if self._pages is not None:
            self._pages.update((one.path, one) for one in pages)


def _row_of(found: tuple[str, str, bytes, bytes, bytes]) -> Row:
    """Return a row of the reading cache; raise DamagedError if it is not what was kept."""
    path, stamp, known, value, seal = found
    prove(seal, path, stamp, known, value)
    return Row(path, stamp, known, *marshal.loads(value))


def seal_of_page(path: str, key: bytes, stamp: str, known: bytes) -> int:
    """Return the seal of a page's row, a number of 64 bits with a sign."""
    told = path.encode() + b"\0" + key + b"\0" + stamp.encode() + b"\0" + known
    return int.from_bytes(blake2b(told, digest_size=8).digest(), "big", signed=True)


def _proven(row: tuple[str, bytes, str, bytes, int]) -> Written:
    """Return a page's row; raise DamagedError if it is not what was written."""
    *written, seal = row
    page = Written._make(written)
    try:
        is_ours = seal == seal_of_page(*page) and not leads_outside(page.path)
    except (AttributeError, TypeError):  # a part that is neither text nor bytes
        is_ours = False
    if not is_ours:
        message = "a row of the state file is not what was written"
        raise DamagedError(message)
    return page


def begin_anew(path: Path) -> None:
    """Begin a state file anew, in the place of one that is damaged or of another layout.

    The paths of pages stay, as far as they can be read: these files are ours, and go unless they
    are planned again.
    """
    fresh = path.with_name(path.name + "-new")
    _remove(fresh)
    with closing(sqlite3.connect(fresh, isolation_level=None)) as connection:
        connection.executescript(_TABLES)
        connection.execute(f"PRAGMA user_version = {_LAYOUT}")
        connection.execute("BEGIN")
        expected = (Written(one, b"", "", b"") for one in _paths_in(path))
        connection.executemany(
            "INSERT OR IGNORE INTO page VALUES (?, ?, ?, ?, ?)",
            ((*one, seal_of_page(*one)) for one in expected),
        )
        told = str(connection.execute(_SUM).fetchone()[0])
        connection.execute(_PUT, (_PAGES, told, seal_of(_PAGES, told)))
        connection.execute("COMMIT")
    _remove(path)
    fresh.replace(path)


def _paths_in(path: Path) -> Iterator[str]:
    """Yield the paths of pages in a state file, of any layout, as far as it can be read."""
    try:
        with closing(sqlite3.connect(path)) as old:
            for (one,) in old.execute("SELECT path FROM page"):
                if isinstance(one, str) and one and "\0" not in one and not leads_outside(one):
                    yield one
    except (sqlite3.Error, ValueError, OverflowError) as error:
        if not is_damage(error):
            raise


def _remove(path: Path) -> None:
    """Take a state file away, with its journal."""
    for name in (path, path.with_name(path.name + "-journal")):
        name.unlink(missing_ok=True)
