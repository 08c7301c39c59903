"""Answers of any format to records: one that was asked for, one that was saved, or many."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from broadsheet.adding.formats import read_records
from broadsheet.adding.found import Found
from broadsheet.adding.records import Record, RecordError
from broadsheet.adding.tags import is_page
from broadsheet.adding.webpages import read_webpage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


def read_one(data: bytes, name: str, none: str) -> Record:
    """Read an answer that holds one record; raise RecordError if it does not.

    `none` is the message for an answer that holds no record.
    """
    found = list(read_records(BytesIO(data), name))
    if not found:
        raise RecordError(none)
    if len(found) > 1:
        fact = f"there are {len(found):,} papers in it"
        raise RecordError(fact, "file them with build.py import")
    if found[0].record is None:
        raise RecordError(found[0].problem)
    return found[0].record


def read_saved(path: Path) -> Record:
    """Read one record from a file: a service's answer, an entry of a reference manager, a page."""
    data = path.read_bytes()
    if is_page(data):
        return read_webpage(data, "")
    return read_one(data, path.name, f"{path} holds no paper")


def read_all(paths: Iterable[Path]) -> Iterator[tuple[Path, Found]]:
    """Yield the records of files in order; a file of no known format is one problem."""
    for path in paths:
        with path.open("rb") as file:
            try:
                for found in read_records(file, path.name):
                    yield path, found
            except RecordError as error:
                yield path, Found(1, None, str(error))
