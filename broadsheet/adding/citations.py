"""BibTeX, parsed by pybtex."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import partial
from html import unescape
from itertools import chain
from typing import TYPE_CHECKING

from pybtex.database.input.bibtex import LowLevelParser, month_names
from pybtex.exceptions import PybtexError
from pybtex.scanner import PrematureEOF

from broadsheet.adding.bibnames import groups_of, names_of
from broadsheet.adding.cleaning import (
    clean_link,
    find_ids,
    make_record,
    paragraphs_of,
    plain_of,
    published_in,
    tells_arxiv,
    with_subtitle,
    words_of,
)
from broadsheet.adding.emphasis import emphasis_in
from broadsheet.adding.found import FORMS, MOST_TEX, Found, decode_record, lines_of, make_found
from broadsheet.adding.journals import JOURNALS, journal_of
from broadsheet.adding.moments import day_in, month_in, read_told
from broadsheet.adding.quotes import with_quotes
from broadsheet.adding.records import Record, RecordError
from broadsheet.adding.volumes import KINDS, Volumes
from broadsheet.content.notes import WRITE
from broadsheet.text.dates import is_when
from broadsheet.text.plain import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


BIBTEX_START = re.compile(rb"(?<![\w.])@\s*([A-Za-z]+)\s*[{(]")


MOST_OF_STRING = 1000  # characters: longer than the name of any journal


_UNDEFINED = "\ufdd2"  # stands around the name of an @string that is not there


class _TooLongError(RecordError):
    """The value of an @string is too long."""


class _Macros(dict[str, str]):
    """The values of @string, in any letter case; that of an unknown name is the name, marked.

    Some double the one before, without end: one that is too long, or made of such, has no value.
    """

    def __init__(self) -> None:
        super().__init__({**JOURNALS, **month_names})
        self._too_long: set[str] = set()

    def __setitem__(self, name: str, value: str) -> None:
        if len(value) > MOST_OF_STRING:
            self.refuse(name)
        else:
            super().__setitem__(name.lower(), value)

    def __missing__(self, name: str) -> str:
        if name.lower() in self._too_long:
            message = f"the @string {name[:80]} must have at most {MOST_OF_STRING:,} characters"
            raise _TooLongError(message)
        marked = f"{_UNDEFINED}{name}{_UNDEFINED}"
        return self.get(name.lower(), journal_of(name) or marked)

    def refuse(self, name: str) -> None:
        """Note that a name has too long a value."""
        self._too_long.add(name.lower())


def read_bibtex(chunks: Iterable[bytes], _: str) -> Iterator[Found]:
    """Yield the records of a .bib file; those whose volume is told after them stand at the end."""
    macros, volumes = _Macros(), Volumes()
    waiting: list[tuple[int, bytes]] = []
    kind = ""
    for line, data in _entries(lines_of(chunks)):
        kind = _kind_of(data)
        if kind == "string":
            _read_string(data, line, macros)
        elif kind in KINDS and len(data) <= MOST_TEX:
            with suppress(RecordError):  # it is told when it is read as a record
                volumes.keep(_bibtex_key(data), _fields_of(data, line, macros))
        if kind == "proceedings" or (kind not in _NO_ENTRIES and volumes.lacks(data)):
            waiting.append((line, data))
        elif kind not in _NO_ENTRIES:
            yield _found_bibtex(line, data, macros, volumes)
    for line, data in waiting:
        if not volumes.is_used(_bibtex_key(data)):
            yield _found_bibtex(line, data, macros, volumes)
    if not kind:
        message = f"there is no BibTeX entry in the file: {FORMS}"
        raise RecordError(message)


_NO_ENTRIES = ("string", "comment", "preamble", "xdata", "set")


def _found_bibtex(line: int, data: bytes, macros: _Macros, volumes: Volumes) -> Found:
    """Make a record from an entry, or a problem."""
    make = partial(_from_bibtex, data, line, macros, volumes)
    return make_found(line, make, _bibtex_key(data), MOST_TEX, len(data))


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


def _read_string(data: bytes, line: int, macros: _Macros) -> None:
    """Store what an @string defines; where one is used that cannot be read, its name remains."""
    try:
        _parse_bibtex(data, line, macros)
    except _TooLongError:
        if name := _STRING_NAME.match(decode_record(data)):
            macros.refuse(name[1])
    except RecordError:
        return


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


def _fields_of(data: bytes, line: int, macros: _Macros) -> dict[str, str]:
    """Return the fields of an entry by their names in small letters; the first of a name counts.

    Names of months, languages and the like may stand without braces, though nothing defines them.
    """
    parsed = _parse_bibtex(data, line, macros)
    fields = {name.lower(): "".join(parts) for name, parts in reversed(parsed)}
    for name in fields.keys() - _TEXTS.keys():
        fields[name] = fields[name].replace(_UNDEFINED, "")
    return fields


def _take_undefined(fields: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Take the fields out for which an @string is missing; yield what stands for each, and why."""
    for name, ours in _TEXTS.items():
        if _UNDEFINED in fields.get(name, ""):
            macro = fold(fields.pop(name).split(_UNDEFINED)[1])[:80]
            why = f"{name} = {macro}, which no @string defines: {WRITE}"
            yield ours, why


# Fields of text, which braces or quotation marks hold, and what they are called here.
_TEXTS = {
    **dict.fromkeys(["title", "subtitle", "abstract"], "title"),
    **dict.fromkeys(["author", "collaboration"], "authors"),
    **dict.fromkeys(["booktitle", "booksubtitle", "eventtitle"], "venue"),
    **dict.fromkeys(["journal", "journaltitle", "journalsubtitle"], "venue"),
    **dict.fromkeys(["publisher", "school", "institution"], "publisher"),
}


def _angle(found: re.Match[str]) -> str:
    """Return a bracket that TeX writes by its name or as mathematics."""
    return "<" if found[1] == "less" or found[2] in ("<", "‹") else ">"


def _unescaped(found: re.Match[str]) -> str:
    return unescape(found[0])


def _from_bibtex(data: bytes, line: int, macros: _Macros, volumes: Volumes) -> Record:
    """Make a record from an entry, which takes over what it lacks from that of its volume."""
    fields = volumes.complete(_kind_of(data), _fields_of(data, line, macros))
    left_out = tuple(_take_undefined(fields))
    fields |= {name: with_quotes(fields[name]) for name in _TEXTS if name in fields}

    def literal(name: str) -> str:
        bare = _ENTITY.sub(_unescaped, _TILDE.sub("~", _ANGLE.sub(_angle, fields.get(name, ""))))
        return _ESCAPED.sub(r"\1", bare).translate(_NO_BRACES).strip()

    def text(name: str) -> str:
        return plain_of(fields.get(name, ""), pidgin=False)

    link = clean_link(literal("url")) or clean_link(literal("howpublished"))
    kind = (literal("archiveprefix") or literal("eprinttype") or "arxiv").casefold()
    arxiv, doi = find_ids(
        literal("doi"),
        literal("eprint") if kind == "arxiv" else "",
        *map(literal, ("url", "journal", "volume", "howpublished", "number")),
        *filter(tells_arxiv, [literal("note")]),
    )
    return make_record(
        with_subtitle(text("title"), text("subtitle")),
        chain(names_of(fields.get("author", "")), groups_of(text("collaboration"))),
        paragraphs_of(fields.get("abstract", ""), pidgin=False),
        published=_bibtex_date(*map(text, ("date", "year", "month", "day"))),
        dated=text("date") or text("year"),
        emphasis=emphasis_in(
            f"{fields.get('title', '')} {fields.get('subtitle', '')}", pidgin=False
        ),
        arxiv=arxiv,
        doi=doi,
        url=link,
        pdf=clean_link(literal("pdf")),
        venue=published_in(
            with_subtitle(text("booktitle"), text("booksubtitle")),
            journal_of(fields.get("journal", "").translate(_NO_BRACES)) or text("journal"),
            with_subtitle(text("journaltitle"), text("journalsubtitle")),
            text("eventtitle"),
        ),
        category=literal("primaryclass"),
        keywords=words_of(text("keywords")),
        type=_BIBTEX_TYPES.get(_kind_of(data), ""),
        volume=text("volume"),
        issue=text("number") or text("issue"),
        pages=text("pages"),
        publisher=text("publisher") or text("school") or text("institution"),
        left_out=left_out,
        language=_BABEL.get(literal("langid").lower(), text("langid") or text("language")),
    )


_BIBTEX_TYPES = {
    "article": "article",
    "review": "article",
    "suppperiodical": "article",
    "inproceedings": "paper",
    "conference": "paper",
    "incollection": "chapter",
    "inbook": "chapter",
    "inreference": "chapter",
    "bookinbook": "chapter",
    "suppbook": "chapter",
    "suppcollection": "chapter",
    "book": "book",
    "collection": "book",
    "mvbook": "book",
    "mvcollection": "book",
    "mvreference": "book",
    "reference": "book",
    "booklet": "book",
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


def _bibtex_date(date: str, year: str, month: str, day: str) -> str:
    """Return the date in `date`, or else that of a year with a month as a word or a number."""
    found = read_told(date) or read_told(year)  # a date may be `in press`
    if read_told(date) or len(found) != len("2025"):
        return found
    if number := month_in(month, alone=True):
        return _with_month(found, number, day_in(day or month))
    numbers = [_NUMBER.fullmatch(text.strip()) for text in (month, day)]
    return _with_month(found, *(int(number[1]) for number in numbers if number))


def _with_month(year: str, month: int = 0, day: int = 0) -> str:
    """Return the date of a year, as far as it is valid."""
    dates = (f"{year}-{month:02d}-{day:02d}", f"{year}-{month:02d}")
    return next(filter(is_when, dates), year)


_NUMBER = re.compile(r"([0-9]{1,2})[.月월日일]?")
_SIGN = re.compile(rb"[{}()]")
_STRING_NAME = re.compile(r"@\s*string\s*[{(]\s*([^\s={}()\"#]+)", re.IGNORECASE)
_KEY = re.compile(r"^(@\s*(?!string\b)[A-Za-z]+\s*[{(])[^,={}()\"]*,", re.IGNORECASE)
# As addresses have it: $\sim$, \~{} and \textasciitilde.
_TILDE = re.compile(r"\$\s*\\sim\s*\$|\{\s*\\sim\s*\}|\\~(?:\{\s*\})?|\\textasciitilde(?![A-Za-z])")
# As DOIs of Wiley have them: {\textless}, $<$ and $‹$.
_ANGLE = re.compile(r"\\text(less|greater)(?:\{\s*\}|\s*(?![A-Za-z]))|\$\s*([<>‹›])\s*\$")
_ENTITY = re.compile(r"&#?\w{1,32};")  # with its end, or ?a=1&copy=2 would hold a sign
_ESCAPED = re.compile(r"\\(?:url\b\s*)?([_%&#~$]?)")
_NO_BRACES = {ord("{"): "", ord("}"): ""}
