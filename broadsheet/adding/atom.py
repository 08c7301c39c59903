"""arXiv's Atom: the answers of its API, and the daily feeds of new papers.

See https://info.arxiv.org/help/api/user-manual.html and https://info.arxiv.org/help/rss.html.
"""

from __future__ import annotations

import re
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET
from xml.parsers import expat

from broadsheet.adding.cleaning import (
    arxiv_paragraphs,
    find_ids,
    make_record,
    paragraphs_of,
    plain_of,
)
from broadsheet.adding.found import FORMS, MOST, Found, make_found
from broadsheet.adding.moments import read_date
from broadsheet.adding.records import Record, RecordError, tidy
from broadsheet.content.identifiers import bare_arxiv
from broadsheet.content.names import part_name
from broadsheet.text.plain import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from broadsheet.adding.cleaning import Parts


_NO_FEED = f"the file is XML, but no feed of arXiv: {FORMS}"
_ATOM = "{http://www.w3.org/2005/Atom}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_ARXIV = "{http://arxiv.org/schemas/atom}"


# The daily feeds tell when a paper was announced, and in their texts how.
_DAILY_ID = re.compile(r"oai:arXiv\.org:", re.IGNORECASE)
_ANNOUNCED = re.compile(r"arXiv:\S+\s+Announce Type:\s+[\w-]+\s+(?:Abstract:\s*)?")


class _Feed:
    """Collects the entries of an Atom feed as its bytes arrive.

    It uses expat itself, since ElementTree reports neither line numbers nor a DOCTYPE.
    """

    def __init__(self) -> None:
        self.entries: list[tuple[int, ET.Element]] = []
        self.is_feed = False
        self.identifier = ""  # the feed's own
        self._open: list[str] = []
        self._builder: ET.TreeBuilder | None = None
        self._begun = (0, 0)  # line and byte of the entry
        self._depth = 0  # open elements when the entry began, itself included
        self._parser = parser = expat.ParserCreate("utf-8", "}")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text

    def read(self, data: bytes) -> tuple[int, str]:
        """Parse a chunk, an empty one at the end; return the line and the text of an error."""
        try:
            self._parser.Parse(data, not data)
        except expat.ExpatError as error:
            return error.lineno, expat.errors.messages[error.code]
        if self._builder is not None and self._parser.CurrentByteIndex - self._begun[1] > MOST:
            return self._begun[0], f"an entry of more than {MOST // 1024 // 1024} MB"
        return 0, ""

    def _refuse(self, *_: object) -> None:
        message = f"the file declares a document type, as no feed does: {FORMS}"
        raise RecordError(message)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = "{" * ("}" in name) + name
        if not self._open and name != f"{_ATOM}feed":
            raise RecordError(_NO_FEED)
        self.is_feed = True
        self._open.append(name)
        if self._builder is None and name == f"{_ATOM}entry":
            self._builder = ET.TreeBuilder()
            self._begun = self._parser.CurrentLineNumber, self._parser.CurrentByteIndex
            self._depth = len(self._open)
        if self._builder is not None:
            self._builder.start(name, attributes)

    def _text(self, text: str) -> None:
        if self._builder is not None:
            self._builder.data(text)
        elif self._open[1:] == [f"{_ATOM}id"]:
            self.identifier = (self.identifier + text)[:200]

    def _end(self, _: str) -> None:
        name = self._open.pop()
        if self._builder is None:
            return
        self._builder.end(name)
        if len(self._open) < self._depth:
            self.entries.append((self._begun[0], self._builder.close()))
            self._builder = None


def read_atom(chunks: Iterable[bytes], _: str) -> Iterator[Found]:
    """Yield the records of arXiv's answer, or of another feed whose entries have arXiv's ids."""
    feed = _Feed()
    is_first = True
    for chunk in chain(chunks, [b""]):
        line, error = feed.read(chunk)
        for begun, entry in feed.entries:
            key = bare_arxiv(_DAILY_ID.sub("", fold(entry.findtext(f"{_ATOM}id", ""))))
            if is_first and not key and feed.identifier and "arxiv" not in feed.identifier:
                raise RecordError(_NO_FEED)
            is_first = False
            yield make_found(begun, partial(_from_atom, entry), key)
        feed.entries.clear()
        if error and not feed.is_feed:
            message = f"the file is of no known form ({error}): {FORMS}"
            raise RecordError(message)
        if error:
            yield Found(line, None, f"the file must be whole XML, and breaks here ({error})")
            return


def _from_atom(entry: ET.Element) -> Record:
    """Make a record from an entry."""

    def text(name: str) -> str:
        found = entry.find(name)
        return "" if found is None else "".join(found.itertext())

    identifier = fold(text(f"{_ATOM}id"))
    if "/api/errors" in identifier:
        message = f"arXiv answers: {tidy(text(f'{_ATOM}summary'))}"
        raise RecordError(message)
    arxiv = bare_arxiv(_DAILY_ID.sub("", identifier))
    if not arxiv:
        message = (
            "an entry's id must be an arXiv id, as in http://arxiv.org/abs/2506.20544v1,"
            f" not {identifier[:80]!r}"
        )
        raise RecordError(message)
    is_daily = _DAILY_ID.match(identifier) is not None
    day = read_date(text(f"{_ATOM}published")[:10])
    venue = plain_of(text(f"{_ARXIV}journal_ref"))
    category = entry.find(f"{_ARXIV}primary_category")
    if category is None and is_daily:
        category = entry.find(f"{_ATOM}category")
    names = ["".join(name.itertext()) for name in entry.iterfind(f"{_ATOM}author/{_ATOM}name")]
    return make_record(
        plain_of(text(f"{_ATOM}title")),
        [plain_of(name) for name in names] or _daily_names(plain_of(text(f"{_DC}creator"))),
        paragraphs_of(arxiv_paragraphs(_without_announcement(text(f"{_ATOM}summary")))),
        published="" if is_daily else day,
        featured=day if is_daily else "",
        arxiv=arxiv,
        doi=find_ids(text(f"{_ARXIV}doi") or text(f"{_ARXIV}DOI"))[1],
        venue=venue,
        category="" if category is None else category.get("term", ""),
        type="" if venue else "preprint",
    )


def _without_announcement(text: str) -> str:
    """Return a text of a daily feed without how it was announced, which stands before it."""
    text = text.lstrip()
    announced = _ANNOUNCED.match(text)
    return text[announced.end() :] if announced else text


def _daily_names(text: str) -> list[Parts]:
    """Return the authors in the one text of a daily feed, without what they belong to."""
    bare = re.sub(r" ?\([^()]*\)", "", text)
    return [part_name(name) for name in re.split(r", (?!(?:[JS]r|I{1,3}|IV)\b)", bare)]
