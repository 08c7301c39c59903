"""CSL-JSON, as reference managers and the DOI registries write it; Hugging Face's daily papers."""

from __future__ import annotations

import json
import re
from functools import partial
from itertools import chain, takewhile
from typing import TYPE_CHECKING, Any

from broadsheet.adding.cleaning import (
    Parts,
    arxiv_paragraphs,
    clean_link,
    find_ids,
    first_of,
    list_of,
    make_date,
    make_record,
    most_exact,
    object_of,
    paragraphs_of,
    plain_of,
    published_in,
    read_date,
    tells_arxiv,
    text_of,
    texts_of,
    whole,
    words_of,
)
from broadsheet.adding.found import FORMS, MOST, Found, decode_record, make_found
from broadsheet.adding.records import Record, RecordError, names_once, natural_name
from broadsheet.content.identifiers import bare_arxiv
from broadsheet.content.model import Discussion
from broadsheet.content.names import join_name
from broadsheet.text.dates import is_date
from broadsheet.text.tex import untex, untex_pidgin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


_TOKEN = re.compile(rb'[{}\[\]]|"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+(["\n]?)', re.DOTALL)
_CSL = frozenset(["title", "author", "DOI", "issued", "container-title"])


def read_json(chunks: Iterable[bytes], name: str) -> Iterator[Found]:
    """Yield the records of one object, of a list of objects, or of objects one after another."""
    day = next(filter(is_date, re.findall(r"\d{4}-\d{2}-\d{2}", name)), "")
    for number, (line, data) in enumerate(_items(chunks)):
        if data is None:
            yield Found(line, None, "the file must be whole JSON, but ends within what begins here")
            continue
        try:
            item = _load(data, line)
        except RecordError as error:
            yield Found(line, None, str(error))
            continue
        if isinstance(item.get("paper"), dict):
            key = text_of(item["paper"].get("id"))
            yield make_found(line, partial(_from_huggingface, item, day), key)
        elif _CSL & item.keys():
            yield make_found(line, partial(_from_csl, item), first_of(item.get("id")))
        elif number == 0:
            message = f"the file is JSON, but of no known form: {FORMS}"
            raise RecordError(message)
        else:
            yield Found(line, None, "a record must have a title and authors, or a paper")


def _items(chunks: Iterable[bytes]) -> Iterator[tuple[int, bytes | None]]:
    """Yield the bytes of each object, with its line; None in place of one that does not end."""
    objects = _Objects()
    for chunk in chunks:
        yield from objects.read(chunk)
        if objects.size > MOST:
            break
    if objects.is_open:
        yield objects.line, None


class _Objects:
    """Splits a list of objects, or a sequence of them, as the bytes arrive.

    A string ends at a line break at the latest, since JSON allows none within it: so a quotation
    mark too many spoils one record, and not all that follow.
    """

    def __init__(self) -> None:
        self._line = 1  # of the first byte in `_data`
        self._data = b""
        self._at = 0  # where to go on reading
        self._start: int | None = None  # of the object that has not ended
        self._depth = 0
        self._base: int | None = None  # the depth at which the objects stand

    @property
    def size(self) -> int:
        """How many bytes wait for the end of their object."""
        return len(self._data)

    @property
    def is_open(self) -> bool:
        """Whether an object, or the list, has not ended."""
        return self._depth > 0

    @property
    def line(self) -> int:
        """The line of the object, or of the list, that has not ended."""
        return self._line + self._data.count(b"\n", 0, self._start or 0)

    def read(self, chunk: bytes) -> Iterator[tuple[int, bytes]]:
        """Read a chunk; yield the objects that end in it."""
        self._data += chunk
        if self._base is None:
            self._base = int(chunk.lstrip().startswith(b"["))
        while token := _TOKEN.search(self._data, self._at):
            if token[1] == b"":
                break  # the rest of the string is still to come
            self._at = token.start() + 1 if token[1] == b"\n" else token.end()
            if token[1] is None and self._ends(token[0], token.start()):
                yield self.line, self._data[self._start : self._at]
                self._drop()
        else:
            self._at = len(self._data)
        if self._start is None:
            self._drop()

    def _ends(self, bracket: bytes, at: int) -> bool:
        """Count a bracket; return whether an object ends with it."""
        if bracket in (b"{", b"["):
            if self._depth == self._base and self._start is None:
                self._start = at
            self._depth += 1
            return False
        if self._start is None and bracket == b"}":
            return False  # one too many
        self._depth = max(self._depth - 1, 0)
        return self._start is not None and self._depth == self._base

    def _drop(self) -> None:
        """Drop the bytes that have been read."""
        self._line += self._data.count(b"\n", 0, self._at)
        self._data = self._data[self._at :]
        self._at, self._start = 0, None


def _load(data: bytes, line: int) -> dict[str, Any]:
    """Parse one object."""
    reason = ""
    try:
        item = json.loads(decode_record(data), strict=False)
    except json.JSONDecodeError as error:
        reason = f"line {line + error.lineno - 1}: {error.msg}"
    except (ValueError, RecursionError):
        reason = "its numbers are too long, or it is nested too deeply"
    else:
        if isinstance(item, dict):
            return item
        reason = "it must be an object in braces"
    message = f"a record must be whole JSON: {reason}"
    raise RecordError(message)


def _from_huggingface(item: dict[str, Any], day: str) -> Record:
    """Make a record from an item of https://huggingface.co/api/daily_papers.

    It was featured on `day` if it does not say itself.
    """
    paper = object_of(item["paper"])
    identifier = text_of(paper.get("id"))
    arxiv = bare_arxiv(identifier)
    if not arxiv:
        message = f"paper.id must be an arXiv id, as in 2506.20544, not {identifier[:80]!r}"
        raise RecordError(message)
    outer, inner = text_of(item.get("title")), text_of(paper.get("title"))
    stripped = bool(_HAS_TEX.search(outer)) and not _HAS_TEX.search(inner)
    comments = item.get("numComments")
    if not isinstance(comments, int) or not 0 <= comments < _MILLION:
        comments = 0
    featured = text_of(paper.get("submittedOnDailyAt"))[:10]
    organization = object_of(paper.get("organization")) or object_of(item.get("organization"))
    authors = [object_of(author) for author in list_of(paper.get("authors"))]
    abstract = text_of(paper.get("summary")) or text_of(item.get("summary"))
    return make_record(
        untex(outer, pidgin=True) if stripped or not inner else untex_pidgin(inner),
        [text_of(author.get("name")) for author in authors if author.get("hidden") is not True],
        untex_pidgin(arxiv_paragraphs(abstract)),
        published=read_date(text_of(paper.get("publishedAt"))[:10]),
        arxiv=arxiv,
        code=_repository(text_of(paper.get("githubRepo"))),
        project=_repository(text_of(paper.get("projectPage"))),
        organizations=names_once([text_of(organization.get("fullname"))]),
        discussion=Discussion(f"https://huggingface.co/papers/{arxiv}", int(comments)),
        featured=featured if is_date(featured) else day,
        keywords=names_once(texts_of(paper.get("ai_keywords"))),
        money=not stripped,
    )


_HAS_TEX = re.compile(r"\$|\\[A-Za-z]")
_MILLION = 1_000_000


def _repository(text: str) -> str:
    """Return the address of a repository without the path to a folder or file in it."""
    link = re.sub(r"/(?:tree|blob)/.*", "", next(iter(text.split()), ""))
    return clean_link(re.sub(r"\.git/?$", "", link))


def _from_csl(item: dict[str, Any]) -> Record:
    """Make a record from CSL-JSON, as written by Zotero and others, and by the DOI registries."""
    link = first_of(item.get("URL"))
    notes = [first_of(item.get(name)) for name in ("number", "archive_location", "note")]
    if not tells_arxiv(first_of(item.get("archive"))):
        notes = list(filter(tells_arxiv, notes))
    arxiv, doi = find_ids(first_of(item.get("DOI")), link, *notes)
    event = item.get("event")
    venues = (
        first_of(item.get("container-title")),
        first_of(item.get("event-title")),
        first_of(object_of(event).get("name")) or first_of(event),
    )
    keywords = (
        words_of(item.get(name)) for name in ("keyword", "keywords", "subject", "categories")
    )
    return make_record(
        plain_of(first_of(item.get("title"))),
        map(_csl_name, list_of(item.get("author"))),
        paragraphs_of(first_of(item.get("abstract"))),
        published=_csl_date(item),
        arxiv=arxiv,
        doi=doi,
        url=clean_link(link),
        venue=published_in(*map(plain_of, venues)),
        keywords=names_once(list(chain(*keywords))),
        type=_csl_type(item),
        volume=plain_of(first_of(item.get("volume"))),
        issue=plain_of(first_of(item.get("issue"))),
        pages=plain_of(first_of(item.get("page")) or first_of(item.get("article-number"))),
        publisher=plain_of(first_of(item.get("publisher"))),
        language=first_of(item.get("language")),
    )


# https://docs.citationstyles.org/en/stable/specification.html#appendix-iii-types, and Crossref's.
_CSL_TYPES = {
    "article-journal": "article",
    "journal-article": "article",
    "paper-conference": "paper",
    "proceedings-article": "paper",
    "chapter": "chapter",
    "book-chapter": "chapter",
    "book-part": "chapter",
    "book-section": "chapter",
    "entry-encyclopedia": "chapter",
    "reference-entry": "chapter",
    "book": "book",
    "edited-book": "book",
    "monograph": "book",
    "reference-book": "book",
    "thesis": "thesis",
    "dissertation": "thesis",
    "report": "report",
    "posted-content": "preprint",
    "dataset": "dataset",
}


def _csl_type(item: dict[str, Any]) -> str:
    """Return what a work is; that it is a preprint is told in a place of its own."""
    told = {first_of(item.get(name)).casefold() for name in ("genre", "subtype")}
    return "preprint" if "preprint" in told else _CSL_TYPES.get(first_of(item.get("type")), "")


def _csl_name(author: Any) -> Parts:
    """Return a name that is given as one text or in parts."""
    if isinstance(author, str):
        return whole(natural_name(plain_of(text_of(author))))
    parts = {name: plain_of(text_of(part)) for name, part in object_of(author).items()}
    literal = parts.get("literal") or parts.get("name", "")
    if literal:
        return literal, literal, ""
    order = ("dropping-particle", "non-dropping-particle", "family")
    family = " ".join(filter(None, (parts.get(name, "") for name in order)))
    given, suffix = parts.get("given", ""), parts.get("suffix", "")
    aloud = join_name(family, given, suffix)
    return (aloud, family, given) if given and not suffix else whole(aloud)


def _csl_date(item: dict[str, Any]) -> str:
    """Return the date of publication, or else that of the DOI."""
    names = ("issued", "published-online", "published-print", "published")
    dates = [_csl_moment(item.get(name)) for name in names]
    return most_exact(dates) or _csl_moment(item.get("created"))


def _csl_moment(value: Any) -> str:
    """Read a date of CSL-JSON: `{"date-parts": [[2023, 12]]}`, `{"raw": "2023-12"}`, a text."""
    if isinstance(value, str):
        return read_date(value)
    date = object_of(value)
    parts = list_of(next(iter(list_of(date.get("date-parts"))), None))
    numbers = list(takewhile(str.isdecimal, map(text_of, parts[:3])))
    if numbers and len(numbers[0]) == len("2025"):
        return make_date(*map(int, numbers))
    return read_date(first_of(date.get("raw")) or first_of(date.get("date-time")))
