"""What was written last time, beside what lies in the output."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from broadsheet.output.ledger import is_intact, list_output
from broadsheet.output.store import FILE_NAME, Store, Written

if TYPE_CHECKING:
    from pathlib import Path

# Paths whose order is another one where folders are listed before files, or letters by language.
PATHS = ("a-b.html", "a.html", "a/b.html", "a/b/c.html", "a0.html", "ab/c.html", "B.html", "é.html")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return a folder with these files."""
    for path in PATHS:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(path, encoding="utf-8")
    return tmp_path


def ledger_of(site: Path) -> list[Written]:
    """Return rows that say that a site lies as it was written, in the order of the state file."""
    store = Store(site / FILE_NAME)
    written = [Written(path, b"key", stamp, b"digest") for path, stamp in list_output(site)]
    with store.change():
        store.keep_pages((one for one in written if one.path in PATHS), [])
    rows = list(store.pages())
    store.close()
    return rows


def test_files_are_listed_in_the_order_of_the_ledger(site: Path) -> None:
    """So that the two are compared in one walk through both."""
    rows = ledger_of(site)
    assert [path for path, _ in list_output(site) if path in PATHS] == [row.path for row in rows]
    assert sorted(PATHS) == [row.path for row in rows]


def test_site_as_it_was_left_is_intact(site: Path) -> None:
    """Whatever else lies there, before, between and behind its files."""
    rows = ledger_of(site)
    for path in (".hidden", "a/a.txt", "zz/z.html"):
        (site / path).parent.mkdir(exist_ok=True)
        (site / path).write_text("mine", encoding="utf-8")
    assert is_intact(rows, list_output(site))


@pytest.mark.parametrize("path", PATHS)
def test_file_that_is_gone_or_changed_is_found(site: Path, path: str) -> None:
    """The first, the last, and each between them."""
    rows = ledger_of(site)
    (site / path).write_text("other", encoding="utf-8")
    assert not is_intact(rows, list_output(site))
    (site / path).unlink()
    assert not is_intact(rows, list_output(site))


def test_file_that_was_about_to_come_is_found(site: Path) -> None:
    """A build was killed while it put files in place: their rows have no key."""
    rows = ledger_of(site)
    rows[3] = rows[3]._replace(key=b"")
    assert not is_intact(rows, list_output(site))
