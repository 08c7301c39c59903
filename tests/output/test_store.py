"""The state between two builds: kept whole, and refused where it is not what was written."""

from __future__ import annotations

import marshal
import sqlite3
from typing import TYPE_CHECKING

import pytest

from broadsheet.content.cache import Kept, Row
from broadsheet.content.model import Paper, pack
from broadsheet.output.seals import DamagedError
from broadsheet.output.store import FILE_NAME, Store, Written
from broadsheet.search.kept import Made

if TYPE_CHECKING:
    from pathlib import Path

ROW = Row("2025/06/25/x.md", "1:2", b"digest", "note", ("a", ("b", "c"), None), ((1, 2, "m", "w"),))
REFUSED = (DamagedError, sqlite3.DatabaseError)
PAGE = Written("index.html", b"key", "1:2", b"digest")


def filled(path: Path) -> None:
    """Make a store with a row and a page, and let it go."""
    store = Store(path)
    with store.update("code", []) as keep:
        keep([Kept(ROW, b"record")])
        store.keep_pages([PAGE], [])
    store.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the path of a store that was filled."""
    made = tmp_path / FILE_NAME
    filled(made)
    return made


def pages_of(store: Store) -> dict[str, Written]:
    """Return what a store has of pages, by path."""
    return {page.path: page for page in store.pages()}


def rows_of(store: Store, code: str = "code") -> dict[str, Row]:
    """Return what a store has of files that some code read, by path."""
    return {row.path: row for row in store.rows(code)}


def is_whole_or_paths(found: dict[str, Written], written: dict[str, Written]) -> bool:
    """Return whether pages are those that were written, or of some of these the path alone."""
    bare = {path: Written(path, b"", "", b"") for path in written}
    return found in (written, {path: bare[path] for path in found if path in bare})


def state(path: Path) -> tuple[dict[str, Row], dict[str, Written]]:
    """Open a store and give what it holds."""
    store = Store(path)
    try:
        return rows_of(store), pages_of(store)
    finally:
        store.close()


def test_what_was_kept_is_there_again(path: Path) -> None:
    """Rows and pages come back equal."""
    assert state(path) == ({ROW.path: ROW}, {PAGE.path: PAGE})


def test_rows_of_other_code_are_not_given(path: Path) -> None:
    """Another version of the reader reads everything again."""
    store = Store(path)
    assert rows_of(store, "other code") == {}
    store.close()


def test_rows_of_other_code_are_forgotten_when_one_reads(path: Path) -> None:
    """The cache is of one version only."""
    store = Store(path)
    with store.update("other code", []):
        pass
    assert rows_of(store, "other code") == {}
    assert rows_of(store) == {}
    assert pages_of(store) == {PAGE.path: PAGE}
    store.close()


def test_dropped_rows_are_gone(path: Path) -> None:
    """A file that was removed is forgotten with its record."""
    store = Store(path)
    with store.update("code", [ROW.path]):
        pass
    assert rows_of(store) == {}
    store.close()


def test_rollback_forgets_what_was_begun(path: Path) -> None:
    """A reading that fails leaves the last one."""
    store = Store(path)
    with pytest.raises(OSError, match="full"), store.update("code", [ROW.path]):
        raise OSError("full")  # noqa: EM101 - as a disk says it
    assert rows_of(store) == {ROW.path: ROW}
    store.close()


def test_expected_pages_are_ours_without_a_key(path: Path) -> None:
    """After a kill they are made again or taken away; those that stand keep their key."""
    store = Store(path)
    with store.change():
        store.expect_pages(["index.html", "new.html"])
    assert pages_of(store) == {PAGE.path: PAGE, "new.html": Written("new.html", b"", "", b"")}
    store.close()


@pytest.mark.parametrize("size", [0, 1, 100, 4096, 5000])
def test_file_cut_short_counts_as_empty(path: Path, size: int) -> None:
    """A full disk or a bad copy costs time, never the build."""
    path.write_bytes(path.read_bytes()[:size])
    assert state(path) == ({}, {})


@pytest.mark.parametrize("offset", [0, 20, 4096, 8192, 12288])
def test_file_overwritten_is_refused_or_whole(path: Path, offset: int) -> None:
    """Damage anywhere gives no row that was not kept."""
    data = bytearray(path.read_bytes())
    data[offset : offset + 4096] = b"\xff" * len(data[offset : offset + 4096])
    path.write_bytes(data)

    try:
        rows, pages = state(path)
    except REFUSED:
        return
    assert rows in ({}, {ROW.path: ROW})
    assert is_whole_or_paths(pages, {PAGE.path: PAGE})


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE source SET value = x'ff00'",
        "UPDATE source SET stamp = '1:3'",
        "UPDATE source SET digest = 7",
        "UPDATE source SET path = 'other.md'",
        "UPDATE source SET seal = NULL",
        "UPDATE page SET key = x'00'",
        "UPDATE page SET stamp = 5",
        "UPDATE page SET path = '../index.html'",
        "DELETE FROM page",
        "UPDATE page SET seal = NULL",
        "INSERT INTO page VALUES ('more.html', x'00', '1:2', x'00', 0)",
        "UPDATE meta SET value = 'other code'",
        "UPDATE meta SET seal = x'00'",
    ],
)
def test_row_that_was_changed_is_refused(path: Path, change: str) -> None:
    """Its seal is of what was written; nothing of it is read any further."""
    connection = sqlite3.connect(path)
    connection.execute(change)
    connection.commit()
    connection.close()
    with pytest.raises(DamagedError):
        state(path)


@pytest.mark.parametrize("outside", ["../index.html", "/etc/passwd", "a/../../b.html", ".."])
def test_page_outside_of_the_folder_is_refused(path: Path, outside: str) -> None:
    """Whoever sealed it: what lies there is not ours to remove."""
    store = Store(path)
    with store.change():
        store.keep_pages([PAGE._replace(path=outside)], [])
    store.close()
    with pytest.raises(DamagedError):
        state(path)


def test_record_that_was_changed_is_refused(path: Path) -> None:
    """A whole paper is not unpacked unless it is the one that was kept."""
    paper = Paper("a", "2025-06-25", "X", (), "2025-06-25")
    store = Store(path)
    with store.update("code", []) as keep:
        keep([Kept(ROW, marshal.dumps(pack(paper)), b"cited", b"shown")])
    records = store.records()
    assert records.paper("a") == paper
    records.close()
    connection = sqlite3.connect(path)
    connection.execute("UPDATE record SET paper = x'ff00'")
    connection.commit()
    connection.close()
    with pytest.raises(DamagedError):
        records.paper("a")
    records.close()
    store.close()


def test_made_that_was_changed_is_refused(path: Path) -> None:
    """Neither as a whole nor in parts."""
    store = Store(path)
    store.keep([Made("words", "2025-06", b"key", b"0123456789")], ())
    assert store.records().part("words", "2025-06", 2, 5) == b"234"
    connection = sqlite3.connect(path)
    connection.execute("UPDATE made SET value = x'30313233343536373830'")
    connection.commit()
    connection.close()
    with pytest.raises(DamagedError):
        store.value("words", "2025-06")
    with pytest.raises(DamagedError):
        store.records().part("words", "2025-06", 2, 5)


@pytest.mark.parametrize("place", [0.2, 0.4, 0.6, 0.8])
def test_damage_within_a_large_file_is_refused_or_elsewhere(tmp_path: Path, place: float) -> None:
    """It may lie anywhere: what is given is what was kept."""
    made = tmp_path / FILE_NAME
    filled(made)
    rows = {f"{number}.md": ROW._replace(path=f"{number}.md") for number in range(2000)}
    pages = {f"{number}.html": PAGE._replace(path=f"{number}.html") for number in range(2000)}
    store = Store(made)
    with store.update("code", []) as keep:
        keep(Kept(row, b"record") for row in rows.values())
        store.keep_pages(pages.values(), [])
    store.close()
    data = bytearray(made.read_bytes())
    start = int(len(data) * place) // 4096 * 4096
    data[start : start + 4096] = b"\xff" * 4096
    made.write_bytes(data)

    try:
        found_rows, found_pages = state(made)
    except REFUSED:
        return
    assert found_rows in ({}, {**rows, ROW.path: ROW})
    assert is_whole_or_paths(found_pages, {**pages, PAGE.path: PAGE})


def test_foreign_file_counts_as_empty(tmp_path: Path) -> None:
    """Whatever lay there under our name is begun anew."""
    made = tmp_path / FILE_NAME
    made.write_text("not a database", encoding="utf-8")
    assert state(made) == ({}, {})
    filled(made)
    assert state(made) == ({ROW.path: ROW}, {PAGE.path: PAGE})


def test_foreign_database_counts_as_empty(tmp_path: Path) -> None:
    """A database of somebody else, even with our version's number, has not our tables."""
    made = tmp_path / FILE_NAME
    connection = sqlite3.connect(made)
    connection.execute("CREATE TABLE other (x)")
    connection.execute("PRAGMA user_version = 1")
    connection.close()

    assert state(made) == ({}, {})
