"""Files of records: arXiv's Atom, BibTeX, RIS, CSL-JSON, and JSON of three services.

A file is read record by record, so that a long one needs no more memory; a bad record is reported,
and reading goes on with the next. Expat, json, pybtex and rispy do the parsing, pylatexenc reads
TeX.
"""

from __future__ import annotations

from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO

from broadsheet.adding.atom import read_atom
from broadsheet.adding.citations import BIBTEX_START, read_bibtex
from broadsheet.adding.found import CHUNK, FORMS, Found
from broadsheet.adding.jsonforms import read_json
from broadsheet.adding.records import RecordError
from broadsheet.adding.ris import RIS_START, read_ris
from broadsheet.adding.tags import is_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


def read_records(file: BinaryIO, name: str) -> Iterator[Found]:
    """Yield the records of a file; its first characters or else its name tell the format.

    Raise RecordError if the file has none of the known formats.
    """
    chunks = iter(partial(file.read, CHUNK), b"")
    head = next(chunks, b"")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in head[:4]:
        message = "the file must be in UTF-8, not in UTF-16: save it again as UTF-8"
        raise RecordError(message)
    head = head.removeprefix(b"\xef\xbb\xbf")
    if not head.strip():
        message = f"the file is empty: {FORMS}"
        raise RecordError(message)
    if is_page(head):
        message = f"the file is a page of the web: build.py new --from FILE reads one; {FORMS}"
        raise RecordError(message)
    read = _reader_of(head, name)
    if read is None:
        message = f"the file is of no known form: {FORMS}"
        raise RecordError(message)
    return read(chain([head], chunks), name)


def _reader_of(head: bytes, name: str) -> Callable[[Iterable[bytes], str], Iterator[Found]] | None:
    """Return the function that reads a file which begins like this."""
    first = head.lstrip()[:1]
    if first == b"<":
        return read_atom
    if first in (b"[", b"{"):
        return read_json
    starts = [
        (found.start(), read)
        for pattern, read in ((BIBTEX_START, read_bibtex), (RIS_START, read_ris))
        if (found := pattern.search(head))
    ]
    if starts:
        return min(starts, key=lambda one: one[0])[1]
    endings = {"bib": read_bibtex, "ris": read_ris}
    return endings.get(name.rpartition(".")[2].lower())
