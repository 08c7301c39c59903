"""Reads the files of the index, as a browser does: each once, when a query needs it."""

from __future__ import annotations

import gzip
import json
from bisect import bisect_right
from typing import TYPE_CHECKING, Any, NamedTuple

from broadsheet.search.coding import DAYS, DIGITS, END, VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_VALUES = {digit: value for value, digit in enumerate(DIGITS)}


class IndexFileError(Exception):
    """A file of the index is missing, cut short, or of another version."""


class Month(NamedTuple):
    """A month of papers: the first of its numbers, and how they are shared out."""

    name: str
    first: int
    rows: int


class Row(NamedTuple):
    """What results show of a paper."""

    place: int
    slug: str
    day: str
    date: str
    title: str
    names: list[str]
    more: int
    topics: list[str]
    status: str
    language: str
    text: str


class Shelf:
    """The files of the index below a site. A paper's number is its month's first + place.

    `fetched` counts the bytes that a browser would have fetched, gzipped.
    """

    def __init__(self, read: Callable[[str], bytes]) -> None:
        """Take what reads a file by its path below the site, or raises OSError.

        Read what must be known before a word is looked up.
        """
        self._read_bytes = read
        self._files: dict[str, str] = {}
        self.fetched = 0
        self.manifest: dict[str, Any] = self._json("search/index.json")
        self.months: dict[str, Month] = {}  # by code
        first = 0
        for name, code, width, rows, _papers in self.manifest["months"]:
            self.months[code] = Month(name, first, rows)
            first += DAYS * width
        self._in_order = list(self.months.values())
        self._firsts = [month.first for month in self._in_order]

    def text(self, path: str) -> str:
        """Return the lines of a text file between its version and its end."""
        if path not in self._files:
            text = self._read(path)
            head, tail = f"{VERSION}\n", f"\n{END}\n"
            if not text.startswith(head) or not (text.endswith(tail) or text == head + tail[1:]):
                raise IndexFileError(path)
            self._files[path] = text[len(head) - 1 : -len(tail)]
        return self._files[path]

    def sections(self, path: str) -> Iterator[tuple[Month, str]]:
        """Yield the sections of a file with their months; one of no month that we know is stale.

        A feed before its first paper has no such files.
        """
        if not self.months:
            return
        for section in self.text(path).split("\n=")[1:]:
            code, _, body = section.partition("\n")
            if code not in self.months:
                raise IndexFileError(path)
            yield self.months[code], body

    def month_of(self, number: int) -> Month:
        """Return the month of a paper."""
        place = bisect_right(self._firsts, number) - 1
        return self._in_order[place]

    def row(self, number: int) -> Row:
        """Return what results show of a paper."""
        month = self.month_of(number)
        place = number - month.first
        path = f"search/rows/{month.name}-{place >> month.rows:x}.json"
        found = self._json(path)["rows"]
        row = next((Row(*row) for row in found if row[0] == place), None)
        if row is None:
            raise IndexFileError(path)
        return row

    def _json(self, path: str) -> dict[str, Any]:
        """Return a JSON file of our version."""
        if path not in self._files:
            self._files[path] = self._read(path)
        try:
            value: dict[str, Any] = json.loads(self._files[path])
        except (ValueError, RecursionError) as error:
            raise IndexFileError(path) from error
        if value.get("version") != VERSION:
            raise IndexFileError(path)
        return value

    def _read(self, path: str) -> str:
        try:
            data = self._read_bytes(path)
        except OSError as error:
            raise IndexFileError(path) from error
        self.fetched += len(gzip.compress(data, mtime=0))
        return data.decode(errors="replace")


def read_postings(text: str) -> Iterator[tuple[int, int]]:
    """Yield the places of papers and the levels out of a term's postings."""
    for place, at in _read_gaps(text, 1):
        yield place, _VALUES[text[at]]


def read_places(text: str) -> Iterator[int]:
    """Yield the places of papers out of a list without levels."""
    for place, _ in _read_gaps(text, 0):
        yield place


def _read_gaps(text: str, behind: int) -> Iterator[tuple[int, int]]:
    """Yield places out of the gaps between them, and where each gap ends.

    `behind` is the number of digits behind each gap that belong to the place.
    """
    place, gap, at = -1, 0, 0
    while at < len(text):
        value = _VALUES[text[at]]
        at, gap = at + 1, gap << 5 | value & 31
        if value < 32:  # noqa: PLR2004 - the last digit of a number
            place += gap + 1
            yield place, at
            at, gap = at + behind, 0


def read_pairs(text: str, wanted: str) -> Iterator[int]:
    """Yield the places of the papers that hold a pair, which three digits tell."""
    at = 0
    while at < len(text):
        digits = text[at : at + 3]
        at, place = at + 3, 0
        while True:
            value = _VALUES[text[at]]
            at, place = at + 1, place << 5 | value & 31
            if value < 32:  # noqa: PLR2004 - the last digit of a number
                break
        if digits == wanted:
            yield place
