"""Rendering into a staging folder beside the site, in as many processes as there is work for."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.output.folder import STAGING
from broadsheet.output.parts import in_weighed_parts
from broadsheet.output.store import Written
from broadsheet.output.turns import turn
from broadsheet.text.digest import digest_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from broadsheet.output.ledger import Change
    from broadsheet.output.processes import Spread
    from broadsheet.output.render import Renderer

PART = 100  # pages that a process renders before it answers: 40 ms, or for feeds 200
HEAVY = 20_000  # values of which such pages are made: parts of the sitemap, exports of large years


class Staged(NamedTuple):
    """A page that was rendered: `staged` names its file in the staging folder, if it differs.

    `is_new` says that no file stood in its place before.
    """

    written: Written
    staged: str
    is_new: bool


def stage(root: Path, renderer: Renderer, changes: list[Change]) -> list[Staged]:
    """Render some changes; what differs from the file in place is written to staging."""
    staged: list[Staged] = []
    # A folder a part: processes do not wait for each other's, and the file system need not
    # look for room for ten thousands of files beside each other (a third of a cold build). Nobody
    # else has its name: one who was given up, and goes on, does no harm to who does its part again.
    own = os.urandom(8).hex()
    folder = f"{root}/{STAGING}/{own}"
    os.mkdir(folder)  # noqa: PTH102 - as the paths below: texts, for speed
    try:
        for number, (page, key, before) in enumerate(changes):
            try:
                data = renderer.render(page)
            except Exception as error:
                error.add_note(f"while rendering {page.path}")
                raise
            made = digest_of(data)
            if before is not None and before.stamp and before.digest == made:
                staged.append(Staged(before._replace(key=key), "", is_new=False))
                continue
            stamp = _write(f"{folder}/{number}", data)
            written = Written(page.path, key, stamp, made)
            staged.append(Staged(written, f"{own}/{number}", is_new=before is None))
    finally:
        renderer.rest()
    return staged


def _write(name: str, data: bytes) -> str:
    """Write a file, and return its stamp; a disk that is nearly full takes a part of it first."""
    file = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(file, view) :]
        stat = os.fstat(file)
    finally:
        os.close(file)
    return f"{stat.st_size}:{stat.st_mtime_ns}"


class Staging:
    """What was rendered, and is to be put in place: a list in a file, as it may be long."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Begin an empty list in a database."""
        self._connection = connection
        connection.execute(
            "CREATE TABLE staged (path TEXT, key BLOB, stamp TEXT, digest BLOB, name TEXT,"
            " led_to INT, rank INT)"
        )

    def add(self, staged: Iterable[Staged]) -> None:
        """Note pages that were rendered."""
        self._connection.executemany(
            "INSERT INTO staged VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (*written, name, *turn(written.path, is_new=is_new))
                for written, name, is_new in staged
            ],
        )

    def renew(self, written: Written) -> None:
        """Note a page that stays as it is, and was touched."""
        self.add([Staged(written, "", is_new=False)])

    def moves(self) -> Iterator[tuple[str, str]]:
        """Yield what is to be moved into the site, each in its turn: the file's name, its path."""
        asked = "SELECT name, path FROM staged WHERE name != '' ORDER BY led_to, rank, rowid"
        yield from self._connection.execute(asked)

    def paths(self) -> Iterator[str]:
        """Yield the paths of these in the site, in any order."""
        asked = "SELECT path FROM staged WHERE name != ''"
        yield from (path for (path,) in self._connection.execute(asked))

    def written(self) -> Iterator[Written]:
        """Yield what is to be noted of each."""
        asked = "SELECT path, key, stamp, digest FROM staged"
        yield from map(Written._make, self._connection.execute(asked))


@contextmanager
def staging_in(root: Path) -> Iterator[Staging]:
    """Give an empty list of what is rendered for an output folder."""
    folder = root / STAGING
    folder.mkdir(exist_ok=True)
    with closing(sqlite3.connect(folder / "list", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")  # it ends with this build
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")  # and nobody else reads it
        yield Staging(connection)


def make_pages(
    root: Path, renderer: Renderer, changes: Iterable[Change], over_all: Spread
) -> Iterable[list[Staged]]:
    """Render changes into the staging folder, while more of them are found; yield them in parts."""
    parts = in_weighed_parts(changes, PART, _weigh, HEAVY)
    return over_all(partial(stage, root, renderer), parts)


def _weigh(change: Change) -> int:
    """Return about how many values a page is made of: these travel to whoever renders it."""
    return sum([len(one) for one in change.page.inputs if type(one) is tuple])
