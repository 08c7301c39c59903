"""Pieces of papers, set once and read by every process."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from broadsheet.output.pieces import Pieces

if TYPE_CHECKING:
    from pathlib import Path

ONE = ("one", "<article>é</article>", "<item>一</item>")
TWO = ("two", "<article>2</article>", "")


def test_what_was_written_is_read(tmp_path: Path) -> None:
    """Cards and entries come back whole, whatever their letters take in bytes."""
    pieces = Pieces(tmp_path)
    pieces.learn(pieces.write([ONE]))
    pieces.learn(pieces.write([TWO]))
    assert (pieces.card("one"), pieces.entry("one")) == ONE[1:]
    assert (pieces.card("two"), pieces.entry("two")) == TWO[1:]
    pieces.close()


def test_unknown_paper_has_no_pieces(tmp_path: Path) -> None:
    """Who asks for what was not set renders it."""
    pieces = Pieces(tmp_path / "not there")
    assert (pieces.card("one"), pieces.entry("one")) == ("", "")


# The other thread is that of pytest-xdist, which no child needs; Python warns since 3.12.
@pytest.mark.filterwarnings("ignore:.*use of fork.*:DeprecationWarning")
def test_forked_process_reads_and_writes_beside_its_parent(tmp_path: Path) -> None:
    """A process that inherits the files of another begins one of its own."""
    pieces = Pieces(tmp_path)
    pieces.learn(pieces.write([ONE]))
    child = os.fork()
    if child == 0:
        placed = pieces.write([TWO])
        pieces.learn(placed)
        good = pieces.card("two") == TWO[1] and pieces.card("one") == ONE[1]
        os._exit(0 if good and placed[0].start == 0 else 1)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert pieces.card("one") == ONE[1]
    assert len(list(tmp_path.iterdir())) == 2
    pieces.close()
