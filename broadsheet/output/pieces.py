"""Pieces of pages, rendered once for all processes: a paper's card, and its entry in RSS feeds.

A card stands on a dozen pages and an entry in as many feeds, all over the plan. When a build has
many pages to make, the pieces are set first, by all processes, into files beside the site; who
then makes a page reads them from there. Each process has a file of its own, so none waits.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


class Placed(NamedTuple):
    """Where a paper's pieces lie: the process that wrote them, and their bounds in its file.

    The card lies from `start` to `middle`, the entry from there to `end`; where the two are the
    same, there is none.
    """

    slug: str
    writer: int
    start: int
    middle: int
    end: int


class Pieces:
    """The pieces of papers in a folder, by slug."""

    def __init__(self, folder: Path) -> None:
        """Take the folder, which need not be there as long as nothing is written."""
        self._folder = folder
        self._placed: dict[str, Placed] = {}
        self._files: dict[int, int] = {}
        self._written = 0

    def write(self, pieces: Iterable[tuple[str, str, str]]) -> list[Placed]:
        """Write (slug, card, entry), the entry being empty where none is needed."""
        data: list[bytes] = []
        placed = []
        writer, start = os.getpid(), self._written
        if writer not in self._files:  # a process that was forked after others had written
            start = 0
        for slug, card, entry in pieces:
            data += (card.encode(), entry.encode())
            middle = start + len(data[-2])
            end = middle + len(data[-1])
            placed.append(Placed(slug, writer, start, middle, end))
            start = end
        with open(
            self._open(writer, os.O_RDWR | os.O_CREAT | os.O_APPEND), "wb", closefd=False
        ) as file:
            file.write(b"".join(data))
        self._written = start
        return placed

    def learn(self, placed: Iterable[Placed]) -> None:
        """Take note of what some process has written, before others are forked."""
        self._placed.update((one.slug, one) for one in placed)

    def card(self, slug: str) -> str:
        """Return a paper's card, or nothing where it was not set."""
        one = self._placed.get(slug)
        return self._read(one.writer, one.start, one.middle) if one else ""

    def entry(self, slug: str) -> str:
        """Return a paper's entry, or nothing where it was not set."""
        one = self._placed.get(slug)
        return self._read(one.writer, one.middle, one.end) if one else ""

    def close(self) -> None:
        """Let the files go."""
        for file in self._files.values():
            os.close(file)
        self._files.clear()

    def _read(self, writer: int, start: int, end: int) -> str:
        return os.pread(self._open(writer, os.O_RDWR), end - start, start).decode()

    def _open(self, writer: int, flags: int) -> int:
        """Return the file of a process, opened once."""
        file = self._files.get(writer)
        if file is None:
            file = self._files[writer] = os.open(f"{self._folder}/pieces-{writer}", flags, 0o666)
        return file
