"""What a file of records holds, one by one: a record at a line, or why there is none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.adding.records import Record, RecordError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

FORMS = (
    "a file must be arXiv's Atom, BibTeX, RIS, CSL-JSON, or JSON of Hugging Face's daily papers, of"
    " OpenAlex or of Semantic Scholar"
)
CHUNK = 64 * 1024  # bytes read at once
MOST = 8 * 1024 * 1024  # bytes of one record: one with a thousand authors has less than 1 MB
MOST_TEX = 1024 * 1024  # bytes of one BibTeX entry: pybtex takes quadratic time
MOST_MARKUP = 50_000  # characters of a text with HTML or JATS in it


class Found(NamedTuple):
    """What begins at a line of a file: a record, or else a problem in a plain sentence.

    `key` is what the file calls the record; it and `title` are empty where they are not known.
    """

    line: int
    record: Record | None
    problem: str
    key: str = ""
    title: str = ""


def make_found(
    line: int, make: Callable[[], Record], key: str, limit: int = 0, size: int = 0
) -> Found:
    """Make a record of `size` bytes, of at most `limit`; if that fails, the result is a problem."""
    if size > limit:
        return Found(line, None, f"a record must have at most {limit // 1024 // 1024} MB", key)
    try:
        record = make()
    except RecordError as error:
        return Found(line, None, str(error), key)
    found = Found(line, record, "", key, record.title)
    problem = _problem_of(record)
    if problem:
        told = "; ".join([problem, *(why for _, why in record.left_out)])
        return found._replace(record=None, problem=told)
    return found


def _problem_of(record: Record) -> str:
    """Return why a record makes no paper; empty if it does."""
    if not record.title:
        return "the title is missing: a record must have one"
    return "" if record.authors else "the authors are missing: a record must name at least one"


def decode_record(data: bytes) -> str:
    """Decode a record's bytes."""
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        around = data[max(0, error.start - _SHOWN) : error.start], data[error.start :][:_SHOWN]
        before, after = (part.decode("windows-1252", errors="replace") for part in around)
        word = re.split(r"\W", before)[-1] + (re.split(r"\W", after)[0] or after[:1])
        message = (
            f"a record must be in UTF-8: the file has another encoding, most likely Latin-1 (as in"
            f" {word!r}); save it, or export it again, as UTF-8"
        )
        raise RecordError(message) from None


_SHOWN = 20  # bytes before what is not UTF-8, and from there on


def lines_of(chunks: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield the lines, each with its number; raise RecordError if one is too long."""
    number, rest = 0, b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        for line in whole:
            number += 1
            yield number, line
        if len(rest) > MOST:
            message = f"line {number + 1} must have at most {MOST // 1024 // 1024} MB"
            raise RecordError(message)
    if rest:
        yield number + 1, rest
