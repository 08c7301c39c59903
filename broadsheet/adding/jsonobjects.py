"""A file of JSON to its objects, one by one, as the bytes arrive."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from broadsheet.adding.found import MOST, decode_record
from broadsheet.adding.records import RecordError
from broadsheet.text.plain import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# What may stand in a list beside objects: a number, a text, a word such as null.
_OTHER = re.compile(rb'"[^"\n]*"?|[^\s,\[\]{}"]+')
_LONG = 1000  # bytes that wait for the comma behind them
_TOKEN = re.compile(rb'[{}\[\]]|"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+(["\n]?)', re.DOTALL)


def json_objects(chunks: Iterable[bytes]) -> Iterator[tuple[int, bytes | None]]:
    """Yield the bytes of each object, with its line; None in place of one that does not end.

    Of what else stands in the list, the first of each run comes, too: a number, a text, null.
    """
    objects = _Objects()
    for chunk in chunks:
        yield from objects.read(chunk)
        if objects.size > MOST:
            break
    if objects.is_open:
        yield objects.line, None


class _Objects:
    """Splits a list of objects, or a sequence of them, as the bytes arrive.

    A string ends at a line break at the latest, since JSON allows none within it: so a quotation
    mark too many spoils one record, and not all that follow.
    """

    def __init__(self) -> None:
        self._line = 1  # of the first byte in `_data`
        self._data = b""
        self._at = 0  # where to go on reading
        self._start: int | None = None  # of the object that has not ended
        self._depth = 0
        self._base: int | None = None  # the depth at which the objects stand
        self._told = False  # whether something else stood behind the last object, and came

    @property
    def size(self) -> int:
        """How many bytes wait for the end of their object."""
        return len(self._data)

    @property
    def is_open(self) -> bool:
        """Whether an object, or the list, has not ended."""
        return self._depth > 0

    @property
    def line(self) -> int:
        """The line of the object, or of the list, that has not ended."""
        return self._line + self._data.count(b"\n", 0, self._start or 0)

    def read(self, chunk: bytes) -> Iterator[tuple[int, bytes]]:
        """Read a chunk; yield the objects that end in it."""
        self._data += chunk
        if self._base is None:
            self._base = int(chunk.lstrip().startswith(b"["))
        while token := _TOKEN.search(self._data, self._at):
            if token[1] == b"":
                break  # the rest of the string is still to come
            is_string = token[1] is not None
            yield from self._others(token.end() if is_string else token.start())
            self._at = token.start() + 1 if token[1] == b"\n" else token.end()
            if not is_string and self._ends(token[0], token.start()):
                yield self.line, self._data[self._start : self._at]
                self._told = False
                self._drop()
        else:
            end = self._data.rfind(b",", self._at) + 1
            yield from self._others(end)
            is_short = self._start is None and len(self._data) - self._at < _LONG
            self._at = max(self._at, end) if is_short else len(self._data)
        if self._start is None:
            self._drop()

    def _others(self, end: int) -> Iterator[tuple[int, bytes]]:
        """Yield what stands in the list up to a place and is no object, once of several."""
        if self._told or self._start is not None or self._depth != 1 or self._base != 1:
            return
        if found := _OTHER.search(self._data, self._at, end):
            self._told = True
            yield self._line + self._data.count(b"\n", 0, found.start()), found[0]

    def _ends(self, bracket: bytes, at: int) -> bool:
        """Count a bracket; return whether an object ends with it."""
        if bracket in (b"{", b"["):
            if self._depth == self._base and self._start is None:
                self._start = at
            self._depth += 1
            return False
        if self._start is None and bracket == b"}":
            return False  # one too many
        self._depth = max(self._depth - 1, 0)
        return self._start is not None and self._depth == self._base

    def _drop(self) -> None:
        """Drop the bytes that have been read."""
        self._line += self._data.count(b"\n", 0, self._at)
        self._data = self._data[self._at :]
        self._at, self._start = 0, None


def load_object(data: bytes, line: int) -> dict[str, Any]:
    """Parse one object."""
    reason = ""
    try:
        item = json.loads(decode_record(data), strict=False)
    except json.JSONDecodeError as error:
        reason = f"line {line + error.lineno - 1}: {error.msg}"
    except (ValueError, RecursionError):
        reason = "its numbers are too long, or it is nested too deeply"
    else:
        if isinstance(item, dict):
            return item
        shown = fold(data[:80].decode(errors="replace"))
        reason = "it must be an object in braces" + f", not {shown}" * (not isinstance(item, list))
    message = f"a record must be whole JSON: {reason}"
    raise RecordError(message)
