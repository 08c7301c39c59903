"""Reads whole papers, and what was made of them, out of the state file; in any process."""

from __future__ import annotations

import marshal
import os
import sqlite3
from typing import TYPE_CHECKING, Any

from broadsheet.content.cards import unpack_shown
from broadsheet.content.citing import Cited
from broadsheet.content.model import unpack
from broadsheet.output.seals import DamagedError, prove

if TYPE_CHECKING:
    from pathlib import Path

    from broadsheet.content.cards import Shown
    from broadsheet.content.model import Entry, Paper


class Records:
    """Reads whole papers, and what was made of them, from a store's file.

    Every process opens the file for itself.
    """

    def __init__(self, path: Path) -> None:
        """Remember the file; it is opened when something is asked for."""
        self._path = path
        self._process = 0
        self._opened: sqlite3.Connection | None = None
        self._seen: set[tuple[str, str]] = set()  # values that bear their seal
        self._held = False

    def __getstate__(self) -> dict[str, Any]:
        """Return what another process opens the file by."""
        return {**self.__dict__, "_opened": None, "_seen": set()}

    def hold(self) -> None:
        """Keep the file as it is until it is closed: nobody can write to it before.

        To lock it anew for each row takes three times as long as reading the row.
        """
        self._held = True

    def close(self) -> None:
        """Close the connection of this process."""
        if self._opened is not None and self._process == os.getpid():
            self._opened.close()
        self._opened = None

    def read(self, entry: Entry) -> Paper:
        """Return the whole of a paper that the catalog knows."""
        return self.paper(entry.slug)

    def paper(self, slug: str) -> Paper:
        """Return the whole of a paper that was read."""
        return unpack(self._part_of("paper, seal", slug))

    def cited(self, slug: str) -> Cited:
        """Return a paper as reference managers take it."""
        return Cited._make(self._part_of("cited, cited_seal", slug))

    def shown(self, slug: str) -> Shown:
        """Return what other pages show of a paper."""
        return unpack_shown(self._part_of("shown, shown_seal", slug))

    def _part_of(self, columns: str, slug: str) -> Any:
        """Return a part of what was read of a paper; no two papers of a site have one slug."""
        asked = f"SELECT path, {columns} FROM record WHERE slug = ?"  # noqa: S608 - ours
        path, packed, seal = self._row(asked, slug)
        prove(seal, path, packed)
        return marshal.loads(packed)

    def part(self, kind: str, name: str, start: int, end: int) -> bytes:
        """Return the bytes between two places of what was made."""
        if (kind, name) not in self._seen:
            asked = "SELECT value, seal FROM made WHERE kind = ? AND name = ?"
            value, seal = self._row(asked, kind, name)
            prove(seal, kind, name, value)
            self._seen.add((kind, name))
        rowid = self._row("SELECT rowid FROM made WHERE kind = ? AND name = ?", kind, name)[0]
        with self._connection.blobopen("made", "value", rowid, readonly=True) as blob:
            return bytes(blob[start:end])

    def _row(self, asked: str, *names: str) -> tuple[Any, ...]:
        """Return the one row that is asked for."""
        row: tuple[Any, ...] | None = self._connection.execute(asked, names).fetchone()
        if row is None:
            message = "a row of the state file is gone"
            raise DamagedError(message)
        return row

    @property
    def _connection(self) -> sqlite3.Connection:
        """The connection of this process."""
        if self._opened is None or self._process != os.getpid():
            address = f"{self._path.absolute().as_uri()}?mode=ro"
            self._opened = sqlite3.connect(address, uri=True, check_same_thread=False)
            self._process = os.getpid()
            if self._held:
                self._opened.execute("BEGIN")
        return self._opened
