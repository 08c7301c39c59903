"""The sections of a month as one value, of which those of some shards are read alone."""

from __future__ import annotations

from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from broadsheet.search.packing import pack_sections, unpack_sections

sections = st.lists(st.binary(max_size=20), min_size=1, max_size=40)


def packed(parts: list[bytes]) -> bytes:
    """Return sections as one value."""
    return pack_sections(accumulate(map(len, parts)), b"".join(parts))


@given(sections, st.data())
def test_any_sections_come_back(parts: list[bytes], data: st.DataObject) -> None:
    """Those of a run of shards are what was packed for these shards, empty ones included."""
    value = packed(parts)
    start = data.draw(st.integers(0, len(parts) - 1))
    stop = data.draw(st.integers(start + 1, len(parts)))
    found = unpack_sections(lambda a, b: value[a:b], range(start, stop), len(parts))
    assert found == parts[start:stop]


def test_other_sections_are_not_read() -> None:
    """Of a large value, what is read is little more than what is asked for."""
    parts = [bytes([number]) * 1000 for number in range(64)]
    value = packed(parts)
    read: list[bytes] = []

    def part(start: int, end: int) -> bytes:
        read.append(value[start:end])
        return read[-1]

    assert unpack_sections(part, range(40, 42), 64) == parts[40:42]
    assert sum(map(len, read)) < 3000
