"""The files of reference managers: BibTeX and RIS, parsed by pybtex and rispy."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from pybtex.bibtex.utils import split_name_list
from pybtex.database import Person
from pybtex.database.input.bibtex import LowLevelParser, month_names
from pybtex.exceptions import PybtexError
from pybtex.scanner import PrematureEOF
from rispy import RisParser

from broadsheet.adding.cleaning import (
    MONTH_WORD,
    YEAR,
    Parts,
    clean_link,
    find_ids,
    first_of,
    make_date,
    make_record,
    pages_between,
    parts_of,
    published_in,
    read_date,
    tells_arxiv,
    texts_of,
    whole,
    words_of,
)
from broadsheet.adding.found import FORMS, MOST_TEX, Found, decode_record, lines_of, make_found
from broadsheet.adding.records import Record, RecordError, names_once, natural_name
from broadsheet.content.names import join_name
from broadsheet.text.plain import fold
from broadsheet.text.tex import untex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


BIBTEX_START = re.compile(rb"(?<![\w.])@\s*([A-Za-z]+)\s*[{(]")


class _Macros(dict[str, str]):
    """The values of @string, in any letter case; the value of an unknown name is the name."""

    def __init__(self) -> None:
        super().__init__(month_names)

    def __setitem__(self, name: str, value: str) -> None:
        super().__setitem__(name.lower(), value)

    def __missing__(self, name: str) -> str:
        return self.get(name.lower(), name)


def read_bibtex(chunks: Iterable[bytes], _: str) -> Iterator[Found]:
    """Yield the records of a .bib file."""
    macros = _Macros()
    kind = ""
    for line, data in _entries(lines_of(chunks)):
        kind = _kind_of(data)
        if kind == "string":
            with suppress(RecordError):  # where it is used, its name remains
                _parse_bibtex(data, line, macros)
        elif kind not in ("comment", "preamble"):
            make = partial(_from_bibtex, data, line, macros)
            yield make_found(line, make, _bibtex_key(data), MOST_TEX, len(data))
    if not kind:
        message = f"there is no BibTeX entry in the file: {FORMS}"
        raise RecordError(message)


def _entries(lines: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
    """Yield the bytes of each entry, with its line.

    An entry that begins at the beginning of a line ends one before it whose braces do not match.
    """
    parts: list[bytes] = []
    begun = depth = size = 0
    in_braces = True
    for number, line in lines:
        rest = line.rstrip(b"\r")
        if parts and (size > MOST_TEX or BIBTEX_START.match(rest)):
            yield begun, b"\n".join(parts)
            parts = []
        while True:
            if not parts:
                start = BIBTEX_START.search(rest)
                if start is None:
                    break
                begun, depth, size = number, 0, 0
                rest = rest[start.start() :]
                in_braces = start[0].endswith(b"{")
            depth, end = _end_of(rest, depth, in_braces=in_braces)
            parts.append(rest[:end])
            size += len(rest)
            if end is None:
                break
            yield begun, b"\n".join(parts)
            parts, rest = [], rest[end:]
    if parts:
        yield begun, b"\n".join(parts)


def _end_of(text: bytes, depth: int, *, in_braces: bool) -> tuple[int, int | None]:
    """Return the open braces after a text, and where the entry ends; None if it does not."""
    for sign in _SIGN.finditer(text):
        if sign[0] == b"{":
            depth += 1
        elif sign[0] == b"}":
            depth = max(depth - 1, 0)
        if depth == 0 and sign[0] == (b"}" if in_braces else b")"):
            return 0, sign.end()
    return depth, None


def _parse_bibtex(data: bytes, line: int, macros: _Macros) -> list[tuple[str, list[str]]]:
    """Return the fields of an entry, unchanged; what an @string defines is stored in `macros`."""
    text = _KEY.sub(r"\1key,", decode_record(data))  # people write keys that no parser accepts
    try:
        (_, (_, fields)), *_ = LowLevelParser(text, macros=macros)
    except PrematureEOF:
        message = "an entry must close each brace and quotation mark that it opens"
        raise RecordError(message) from None
    except PybtexError as error:
        at = line + getattr(error, "lineno", 1) - 1
        message = (
            "an entry must be of the form @article{key, title = {...}, ...}, which line"
            f" {at} is not: {error.args[0]}"
        )
        raise RecordError(message) from None
    return list(fields)


def _from_bibtex(data: bytes, line: int, macros: _Macros) -> Record:
    """Make a record from an entry."""
    parsed = _parse_bibtex(data, line, macros)
    fields = {name.lower(): "".join(parts) for name, parts in reversed(parsed)}

    def literal(name: str) -> str:
        bare = fields.get(name, "").replace(r"\textasciitilde", "~")
        return _ESCAPED.sub(r"\1", bare).translate(_NO_BRACES).strip()

    def text(name: str) -> str:
        return untex(fields.get(name, ""))

    link = clean_link(literal("url")) or clean_link(literal("howpublished"))
    kind = (literal("archiveprefix") or literal("eprinttype") or "arxiv").casefold()
    arxiv, doi = find_ids(
        literal("doi"),
        literal("eprint") if kind == "arxiv" else "",
        *map(literal, ("url", "journal", "volume", "howpublished")),
        *filter(tells_arxiv, [literal("note")]),
    )
    return make_record(
        text("title"),
        _bibtex_names(fold(fields.get("author", ""))),
        text("abstract"),
        published=_bibtex_date(*map(text, ("date", "year", "month", "day"))),
        arxiv=arxiv,
        doi=doi,
        url=link,
        pdf=clean_link(literal("pdf")),
        venue=published_in(*map(text, ("booktitle", "journal", "journaltitle"))),
        category=literal("primaryclass"),
        keywords=words_of(text("keywords")),
        type=_BIBTEX_TYPES.get(_kind_of(data), ""),
        volume=text("volume"),
        issue=text("number") or text("issue"),
        pages=text("pages"),
        publisher=text("publisher") or text("school") or text("institution"),
        language=_BABEL.get(literal("langid").lower(), text("langid") or text("language")),
    )


_BIBTEX_TYPES = {
    "article": "article",
    "inproceedings": "paper",
    "conference": "paper",
    "incollection": "chapter",
    "inbook": "chapter",
    "inreference": "chapter",
    "book": "book",
    "collection": "book",
    "mvbook": "book",
    "proceedings": "book",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "thesis": "thesis",
    "techreport": "report",
    "report": "report",
    "dataset": "dataset",
}
# What LaTeX's babel calls languages, where that is not their name.
_BABEL = {
    "american": "en",
    "brazilian": "pt-BR",
    "british": "en",
    "magyar": "hu",
    "naustrian": "de",
    "ngerman": "de",
    "ukenglish": "en",
    "usenglish": "en",
}


def _kind_of(data: bytes) -> str:
    """Return an entry's kind, as in `article` of `@article{`."""
    return re.split(rb"[{(]", data, maxsplit=1)[0][1:].strip().lower().decode(errors="replace")


def _bibtex_key(data: bytes) -> str:
    """Return the key of an entry, if it has one."""
    found = re.match(rb"@\s*[A-Za-z]+\s*[{(]\s*([^,={}()\"\s]+)\s*,", data)
    return found[1].decode(errors="replace") if found else ""


def _bibtex_names(authors: str) -> Iterator[Parts]:
    """Yield names, given name first; BibTeX recognizes "von" and "Jr" by their position."""
    for name in split_name_list(authors):
        try:
            person = Person(name)
        except PybtexError:
            yield whole(natural_name(untex(name)))
            continue
        given = untex(" ".join([*person.first_names, *person.middle_names]))
        family = untex(" ".join([*person.prelast_names, *person.last_names]))
        lineage = untex(" ".join(person.lineage_names))
        aloud = join_name(family, given, lineage)
        is_group = not given and name.strip().startswith("{")
        yield (aloud, family, given) if (given or is_group) and not lineage else whole(aloud)


def _bibtex_date(date: str, year: str, month: str, day: str) -> str:
    """Return the date in `date`, or else that of a year with a month as a word or a number."""
    found = YEAR.search(year)
    if date or not found:
        return read_date(date or year)
    word = MONTH_WORD.search(month)
    if word:
        return read_date(f"{day or month} {word[0]} {found[0]}")
    numbers = [int(text) for text in (month.strip(), day.strip()) if re.fullmatch(r"\d\d?", text)]
    return make_date(int(found[0]), *numbers)


_SIGN = re.compile(rb"[{}()]")
_KEY = re.compile(r"^(@\s*(?!string\b)[A-Za-z]+\s*[{(])[^,={}()\"]*,", re.IGNORECASE)
_ESCAPED = re.compile(r"\\(?:url\b\s*)?([_%&#~$]?)")
_NO_BRACES = {ord("{"): "", ord("}"): ""}


RIS_START = re.compile(rb"^TY {1,2}-", re.MULTILINE)
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
    text_of_all = "\n".join([*decode_record(data).splitlines(), "ER  - "])
    fields: dict[str, Any] = next(iter(RisParser().parse(text_of_all)), {})

    def text(*names: str) -> str:
        return next(filter(None, (first_of(fields.get(name)) for name in names)), "")

    links = texts_of(fields.get("urls"))
    notes = [text("note"), *texts_of(fields.get("notes"))]
    arxiv, doi = find_ids(text("doi"), *links, *filter(tells_arxiv, notes))
    dates = [read_date(text(name)) for name in ("date", "year", "publication_year")]
    return make_record(
        text("title", "primary_title"),
        map(parts_of, texts_of(fields.get("authors")) + texts_of(fields.get("first_authors"))),
        text("abstract", "notes_abstract"),
        published=max(dates, key=len),
        arxiv=arxiv,
        doi=doi,
        url=next(filter(None, map(clean_link, links)), ""),
        pdf=clean_link(text("file_attachments1")),
        venue=published_in(
            *map(text, ("secondary_title", "alternate_title3", "journal_name")),
            *map(text, ("alternate_title2", "alternate_title1")),
        ),
        keywords=names_once(
            [word for text in texts_of(fields.get("keywords")) for word in words_of(text)]
        ),
        type=_RIS_TYPES.get(text("type_of_reference"), ""),
        volume=text("volume"),
        issue=text("number"),
        pages=pages_between(text("start_page"), text("end_page")) or text("custom7"),
        publisher=text("publisher"),
        language=text("language"),
    )


_RIS_TYPES = {
    "JOUR": "article",
    "EJOUR": "article",
    "CONF": "paper",
    "CPAPER": "paper",
    "CHAP": "chapter",
    "ECHAP": "chapter",
    "BOOK": "book",
    "EBOOK": "book",
    "EDBOOK": "book",
    "THES": "thesis",
    "RPRT": "report",
    "DATA": "dataset",
}


def _ris_key(data: bytes) -> str:
    """Return the id of a record, if it has one."""
    found = re.search(rb"^ID  - *(\S.*)$", data, re.MULTILINE)
    return found[1].decode(errors="replace").strip() if found else ""
