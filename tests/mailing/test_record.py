"""The record of what was sent: whatever becomes of its bytes, nothing counts as not sent."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.content.problems import UsageError
from broadsheet.mailing.record import State, hold

if TYPE_CHECKING:
    from pathlib import Path

ONE, OTHER = "<digest.2025-06-25@example.org>", "<digest.2025-06-26@example.org>"
SENDING = b'{"id": "<digest.2025-06-25@example.org>", "state": "sending", "time": "2025"}\n'
SENT, FAILED = (SENDING.replace(b"sending", state) for state in (b"sent", b"failed"))
SETTLED = FAILED.replace(b"}", b', "settled": true}')


def state(file: Path, data: bytes, letter: str = ONE) -> str:
    """Return how a record of these bytes has it with a letter."""
    file.write_bytes(data)
    with hold(file) as record:
        return record.state_of(letter).name


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where a record is to be."""
    return tmp_path_factory.mktemp("record") / "sent.jsonl"


def test_lines_are_json(tmp_path: Path) -> None:
    """Each with the letter, its state and the time."""
    file = tmp_path / "sent.jsonl"
    with hold(file) as record:
        assert record.state_of(ONE) == State()
        record.note(ONE, "sending", claim="7-1")
        assert record.state_of(ONE) == State("sending", "7-1")
        record.note(ONE, "sent")
        assert record.state_of(ONE) == State("sent")
        record.note(OTHER, "sending")
        record.note(OTHER, "failed", settled=True)
        assert record.state_of(OTHER) == State("failed")
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert [{**line, "time": ""} for line in lines] == [
        {"id": ONE, "state": "sending", "time": "", "claim": "7-1"},
        {"id": ONE, "state": "sent", "time": ""},
        {"id": OTHER, "state": "sending", "time": ""},
        {"id": OTHER, "state": "failed", "time": "", "settled": True},
    ]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", ""),
        (b"\n \n", ""),
        (SENDING + FAILED, "failed"),
        (SENDING + FAILED + SENDING, "sending"),
        (SENT + SENDING, "sent"),
        (SENT + b'{"id": "', "sent"),
        (SENDING + SENT[:60], "sending"),
        (FAILED + b'{"id": "<digest.2025', "sending"),
        (b"\0" * 100, "sending"),
        (b"[]\n", "sending"),
        (b"7\n", "sending"),
        (b"[" * 100_000, "sending"),
        (b'{"id": 7, "state": "failed"}\n', "sending"),
        (SENDING.replace(b"sending", b"unknown"), "sending"),
        (b"\xff\n" + SETTLED, "failed"),
        (SETTLED + b"\xff\n", "sending"),
    ],
)
def test_what_cannot_be_read_may_have_been_sent(data: bytes, told: str, file: Path) -> None:
    """A line that tells no letter may be of any."""
    assert state(file, data) == told


def test_damage_is_done_with_once_a_person_has_looked(file: Path) -> None:
    """Later letters are sent again without a question."""
    assert state(file, b"{\n", OTHER) == "sending"
    assert state(file, b"{\n" + SETTLED, OTHER) == ""


def test_line_that_was_cut_short_stays_by_itself(file: Path) -> None:
    """What is added behind it can be read."""
    file.write_bytes(SENDING + SENT[:-9])
    with hold(file) as record:
        assert record.state_of(ONE).name == "sending"
        record.note(ONE, "sent", settled=True)
        assert record.state_of(ONE).name == "sent"
    assert len(file.read_bytes().splitlines()) == 3


@given(st.integers(1, len(SENDING + SENT)), st.binary(max_size=3))
def test_record_that_is_cut_lets_nothing_be_sent_again(file: Path, end: int, more: bytes) -> None:
    """Wherever it ends, and whatever stands there instead."""
    assert state(file, (SENDING + SENT)[:end] + more) in ("sending", "sent")


@given(st.integers(0, len(SENDING + SENT) - 1), st.integers(0, 255))
def test_byte_that_changes_lets_nothing_be_sent_again(file: Path, place: int, byte: int) -> None:
    """Any one."""
    data = bytearray(SENDING + SENT)
    data[place] = byte
    assert state(file, bytes(data)) in ("sending", "sent")


def test_letters_that_nobody_settled_are_known(file: Path) -> None:
    """For those who look after the list."""
    file.write_bytes(SENDING + SENT.replace(b"25@", b"26@") + SENDING.replace(b"25@", b"27@"))
    with hold(file) as record:
        assert record.unsettled() == (ONE, "<digest.2025-06-27@example.org>")


def test_record_is_held_by_one(file: Path) -> None:
    """The second is told, and the first does not notice."""
    with hold(file), pytest.raises(UsageError, match="another run is sending by"), hold(file):
        pass
    with hold(file):
        pass


def test_folder_must_be_there(tmp_path: Path) -> None:
    """A record at a mistyped place would know of nothing."""
    with pytest.raises(UsageError, match="there is no folder"), hold(tmp_path / "no/sent.jsonl"):
        pass
