r"""The record of what was sent: a file to which each change of a letter's state adds a line.

    {"id": "<digest.2025-06-25@example.org>", "state": "sending", "time": "2025-06-25T00:21:07Z"}

A letter's states are `sending`, from just before it is handed to the server, then `sent` or
`failed`. What can be known after a crash decides how a record is read: a letter that was `sending`
when the run ended may be in everybody's inbox. Nobody can tell but a person, who says so by a line
with `settled`; until then it is not sent. So a list of thousands misses a letter sooner than it
gets one twice, and nothing is missed without a run that failed and said so.

Lines that cannot be read count as `sending`, too: of the letter that they name, or else of every
letter, until a person has settled one, and has looked at the record for it.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from errno import ENOSPC
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from broadsheet.content.problems import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Name = Literal["sending", "sent", "failed"]
_NAMES: tuple[Name, ...] = get_args(Name)
_ID = re.compile(r'"id": ?"([^"\\]+)"')  # in a line that is cut short behind it


class State(NamedTuple):
    """How it stands with a letter: nothing is known of one without a name.

    `claim` is the word by which one run alone may go on with a letter that is `sending`.
    """

    name: Name | Literal[""] = ""
    claim: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """A record that this process alone may write to, as long as `held` lasts."""

    file: Path
    descriptor: int

    def state_of(self, letter: str) -> State:
        """Return how it stands with a letter, by its Message-ID."""
        states, damaged = self._read()
        found = states.get(letter, State())
        return State("sending") if damaged and found.name != "sent" else found

    def unsettled(self) -> tuple[str, ...]:
        """Return the letters of which nobody knows whether they were sent."""
        return tuple(letter for letter, state in self._read()[0].items() if state.name == "sending")

    def note(self, letter: str, name: Name, *, claim: str = "", settled: bool = False) -> None:
        """Add a line, and return once it is on the disk."""
        told = {"id": letter, "state": name, "time": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"}
        told |= {"claim": claim} if claim else {}
        line = json.dumps(told | ({"settled": True} if settled else {})).encode() + b"\n"
        data = _read_all(self.descriptor)
        if data and not data.endswith(b"\n"):  # what was cut short stays a line by itself
            line = b"\n" + line
        if os.write(self.descriptor, line) < len(line):
            os.ftruncate(self.descriptor, len(data))
            raise OSError(ENOSPC, os.strerror(ENOSPC), str(self.file))
        os.fsync(self.descriptor)

    def _read(self) -> tuple[dict[str, State], bool]:
        """Return the letters' states, and whether a line may be about any other letter, too."""
        states: dict[str, State] = {}
        damaged = False
        for line in _read_all(self.descriptor).split(b"\n"):
            if not line.strip():
                continue
            letter, state, settled = _parse(line)
            if not letter:
                damaged = True
                states = {one: state for one, state in states.items() if state.name != "failed"}
                continue
            if settled:
                damaged = False
            if states.get(letter, State()).name != "sent":
                states[letter] = state
        return states, damaged


def _parse(line: bytes) -> tuple[str, State, bool]:
    """Return a line's letter, its state, and whether a person says so; no letter if it is damaged.

    A damaged line that still tells its letter says that this may have been sent.
    """
    text = line.decode("utf-8", errors="replace")
    try:
        told = json.loads(text)
        letter, name, claim = told["id"], told["state"], told.get("claim", "")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        found = _ID.search(text)
        return (found[1] if found else ""), State("sending"), False
    if not isinstance(letter, str) or name not in _NAMES or not isinstance(claim, str):
        return (letter if isinstance(letter, str) else ""), State("sending"), False
    return letter, State(name, claim), told.get("settled") is True


def _read_all(descriptor: int) -> bytes:
    """Return the bytes of an open file from its beginning."""
    size = os.fstat(descriptor).st_size
    return os.pread(descriptor, size, 0)


@contextmanager
def hold(file: Path) -> Iterator[Record]:
    """Give a record to this process alone, an empty one where there is no file yet.

    Raise UsageError if another process holds it, or its folder is not there.
    """
    if not file.parent.is_dir():
        message = f"there is no folder {file.parent} for the record of what was sent"
        raise UsageError(message)
    descriptor = os.open(file, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            message = f"another run is sending by {file}: wait until it has ended"
            raise UsageError(message) from None
        _sync_folder(file.parent)
        yield Record(file, descriptor)
    finally:
        os.close(descriptor)


def _sync_folder(folder: Path) -> None:
    """Return once the folder's list of files is on the disk, the new record among them."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
