"""The sections of a month as one value, of which those of some shards can be read alone."""

from __future__ import annotations

from array import array
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

WORDS, PAIRS = "words", "pairs"  # kinds of sections
_SIZE = array("L").itemsize  # of a place; what is kept is read on the machine that made it


def pack_sections(ends: Iterable[int], data: bytes) -> bytes:
    """Return the sections of all shards as bytes: where each ends, then they themselves."""
    return array("L", ends).tobytes() + data


def unpack_sections(read: Callable[[int, int], bytes], some: range, shards: int) -> list[bytes]:
    """Return the sections for some of the shards; `read` returns the bytes between two places."""
    ends = array("L", read(_SIZE * max(0, some.start - 1), _SIZE * some.stop)).tolist()
    ends = ends if some.start else [0, *ends]
    first = _SIZE * shards
    data = read(first + ends[0], first + ends[-1])
    return [data[start - ends[0] : end - ends[0]] for start, end in pairwise(ends)]
