"""Reads the shards of the search out of what is kept of the months."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from broadsheet.search.packing import unpack_sections

if TYPE_CHECKING:
    from collections.abc import Callable

    from broadsheet.search.model import Index

    # What reads a part of a value: kind, name, from where, to where.
    Part = Callable[[str, str, int, int], bytes]

SPAN = 64  # shards that are read at once: they lie side by side in each month


class Shards:
    """The shards of one index; those of a span are kept until another one's is asked for."""

    def __init__(self, index: Index, part: Part) -> None:
        """Take the index, and what reads parts of what was kept."""
        self._months = [month.name for month in index.months]
        self._count = len(index.words)
        self._part = part
        self._spans: dict[str, tuple[int, list[tuple[bytes, ...]]]] = {}

    def sections(self, kind: str, shard: int) -> tuple[bytes, ...]:
        """Return the sections of a shard, the oldest month's first."""
        span, place = divmod(shard, SPAN)
        known = self._spans.get(kind)
        if known is None or known[0] != span:
            some = range(span * SPAN, min(self._count, (span + 1) * SPAN))
            months = [
                unpack_sections(partial(self._part, kind, month), some, self._count)
                for month in self._months
            ]
            known = self._spans[kind] = span, list(zip(*months, strict=True))
        return known[1][place]
