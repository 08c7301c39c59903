"""RIS, the other form of reference managers, parsed by rispy."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from rispy import RisParser

from broadsheet.adding.cleaning import (
    clean_link,
    find_ids,
    first_of,
    links_of,
    make_record,
    object_of,
    pages_between,
    paragraphs_of,
    people_of,
    plain_of,
    published_in,
    tells_arxiv,
    texts_of,
    words_of,
)
from broadsheet.adding.emphasis import emphasis_in
from broadsheet.adding.found import FORMS, MOST_TEX, Found, decode_record, lines_of, make_found
from broadsheet.adding.moments import read_told
from broadsheet.adding.records import Record, RecordError, names_once

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


RIS_START = re.compile(rb"^TY {1,2}-", re.MULTILINE)
_PARAGRAPH = "\ufdd0"  # where a blank line was, no character of any text
_TAG = re.compile(r"^([A-Z][A-Z0-9]) {1,2}-")
_PARSER = RisParser(delimiter_tags_mapping={})  # at a semicolon it would cut an address
_RIS_END = re.compile(rb"ER(?:  -| -\s*$)")


def read_ris(chunks: Iterable[bytes], _: str) -> Iterator[Found]:
    """Yield the records of a .ris file."""
    any_record = False
    for line, data, ended in _ris_records(lines_of(chunks)):
        any_record = True
        if ended:
            yield make_found(line, partial(_from_ris, data), _ris_key(data), MOST_TEX, len(data))
        else:
            yield Found(line, None, "a record must end with a line `ER  -`", _ris_key(data))
    if not any_record:
        message = f"there is no RIS record in the file: {FORMS}"
        raise RecordError(message)


def _ris_records(lines: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, bytes, bool]]:
    """Yield the bytes of each record, with its line and with whether it is complete."""
    parts: list[bytes] = []
    begun = size = 0
    for number, line in lines:
        if RIS_START.match(line):
            if parts:
                yield begun, b"\n".join(parts), False
            parts, begun, size = [line], number, 0
        elif parts:
            size += len(line)
            if size < 2 * MOST_TEX:  # enough to report that it is too long
                parts.append(line)
            if _RIS_END.match(line):
                yield begun, b"\n".join(parts), True
                parts = []
    if parts:
        yield begun, b"\n".join(parts), False


def _from_ris(data: bytes) -> Record:
    """Make a record from one in RIS."""
    lines = _with_paragraphs(_with_wide_tags(decode_record(data).splitlines()))
    text_of_all = "\n".join([*lines, "ER  - "])
    fields: dict[str, Any] = next(iter(_PARSER.parse(text_of_all)), {})

    def text(*names: str) -> str:
        return next(filter(None, (plain_of(first_of(fields.get(name))) for name in names)), "")

    # `BT`, a book's title, is of the older form of RIS, which rispy does not know.
    fields["book_title"] = object_of(fields.get("unknown_tag")).get("BT")
    abstract = first_of(fields.get("abstract")) or first_of(fields.get("notes_abstract"))
    links = [link for address in texts_of(fields.get("urls")) for link in links_of(address)]
    notes = [text("note"), *texts_of(fields.get("notes"))]
    arxiv, doi = find_ids(text("doi"), *links, *filter(tells_arxiv, notes))
    dates = [text(name) for name in ("date", "year", "publication_year")]
    kind = _RIS_TYPES.get(text("type_of_reference"), "")
    # What a book stands in is its series.
    venues = () if kind == "book" else ("secondary_title", "book_title", "alternate_title3")
    return make_record(
        text("title", "primary_title", "book_title"),
        people_of(texts_of(fields.get("authors")) + texts_of(fields.get("first_authors"))),
        paragraphs_of(abstract.replace(_PARAGRAPH, "\n\n")),
        published=max(map(read_told, dates), key=len),
        emphasis=emphasis_in(
            " ".join(first_of(fields.get(name)) for name in ("title", "primary_title"))
        ),
        dated=next(filter(None, dates), ""),
        arxiv=arxiv,
        doi=doi,
        url=next(filter(None, map(clean_link, links)), ""),
        pdf=clean_link(text("file_attachments1")),
        venue=published_in(
            *map(text, (*venues, "journal_name", "alternate_title2", "alternate_title1")),
        ),
        keywords=names_once(
            [word for one in texts_of(fields.get("keywords")) for word in words_of(plain_of(one))]
        ),
        type=kind,
        volume=text("volume"),
        issue=text("number"),
        pages=pages_between(text("start_page"), text("end_page")) or text("custom7"),
        publisher=text("publisher"),
        language=text("language"),
    )


def _with_wide_tags(lines: list[str]) -> list[str]:
    """Return lines with two spaces behind each tag, as rispy wants them; some programs write one.

    Where the first tag has two, one space may stand in a text: `AI - it is`.
    """
    if not lines[0].startswith("TY -"):
        return lines
    return [_TAG.sub(r"\1  -", line) for line in lines]


def _with_paragraphs(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines with a sign for the blank ones of an abstract: rispy joins lines by spaces."""
    within = ""
    for line in lines:
        tag = _TAG.match(line)
        within = tag[1] if tag else within
        yield _PARAGRAPH if within in ("AB", "N2") and not line.strip() else line


_RIS_TYPES = {
    "JOUR": "article",
    "EJOUR": "article",
    "INPR": "article",
    "MGZN": "article",
    "NEWS": "article",
    "CONF": "paper",
    "CPAPER": "paper",
    "CHAP": "chapter",
    "DICT": "chapter",
    "ECHAP": "chapter",
    "ENCYC": "chapter",
    "BOOK": "book",
    "CLSWK": "book",
    "EBOOK": "book",
    "EDBOOK": "book",
    "PAMP": "book",
    "THES": "thesis",
    "GOVDOC": "report",
    "RPRT": "report",
    "AGGR": "dataset",
    "DATA": "dataset",
}


def _ris_key(data: bytes) -> str:
    """Return the id of a record, if it has one."""
    found = re.search(rb"^ID  - *(\S.*)$", data, re.MULTILINE)
    return found[1].decode(errors="replace").strip() if found else ""
