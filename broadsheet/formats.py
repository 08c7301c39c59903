"""Files of records: arXiv's Atom, BibTeX, RIS, CSL-JSON, Hugging Face's daily papers.

A file is read record by record, so its length costs no memory; one bad record is told, and the
others go on. The parsing is left to expat, json, pybtex and rispy, TeX's letters to pylatexenc.
"""

from __future__ import annotations

import json
import logging
import re
from contextlib import suppress
from functools import lru_cache, partial
from html import unescape
from itertools import chain, takewhile
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple
from unicodedata import normalize
from xml.etree import ElementTree as ET
from xml.parsers import expat

from bs4 import BeautifulSoup
from pybtex.bibtex.utils import split_name_list
from pybtex.database import Person
from pybtex.database.input.bibtex import LowLevelParser, month_names
from pybtex.exceptions import PybtexError
from pybtex.scanner import PrematureEOF
from pylatexenc.latex2text import LatexNodes2Text
from rispy import RisParser

from broadsheet.dates import MONTHS, is_date
from broadsheet.maths import split_math, to_plain
from broadsheet.model import Discussion
from broadsheet.records import (
    Record,
    RecordError,
    names_once,
    natural_name,
    tidy,
    tidy_paragraphs,
)
from broadsheet.text import fold
from broadsheet.values import ARXIV, ARXIV_DOI, LINK, bare_arxiv, bare_doi

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

FORMS = "a file must be arXiv's Atom, BibTeX, RIS, CSL-JSON or Hugging Face's daily papers"
CHUNK = 64 * 1024  # bytes read at once
MOST = 8 * 1024 * 1024  # bytes of one record: a thousand authors need less than one of the eight
MOST_TEX = 1024 * 1024  # bytes of one BibTeX entry: pybtex's time grows with the square


MOST_MARKUP = 50_000  # characters of a text with HTML or JATS in it


class Found(NamedTuple):
    """What begins at a line of a file: a record, or else a problem in a plain sentence."""

    line: int
    record: Record | None
    problem: str


def read_records(file: BinaryIO, name: str) -> Iterator[Found]:
    """Read the records of a file, whose form its first characters or else its name tell.

    Raises RecordError where the file as a whole is of none of the known forms.
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
    read = _reader_of(head, name)
    if read is None:
        message = f"the file is of no known form: {FORMS}"
        raise RecordError(message)
    return read(chain([head], chunks), name)


def _reader_of(head: bytes, name: str) -> Callable[[Iterable[bytes], str], Iterator[Found]] | None:
    """Find who reads a file that begins like this."""
    first = head.lstrip()[:1]
    if first == b"<":
        return _read_atom
    if first in (b"[", b"{"):
        return _read_json
    starts = [
        (found.start(), read)
        for pattern, read in ((_ENTRY, _read_bibtex), (_RIS_START, _read_ris))
        if (found := pattern.search(head))
    ]
    if starts:
        return min(starts, key=lambda one: one[0])[1]
    endings = {"bib": _read_bibtex, "ris": _read_ris}
    return endings.get(name.rpartition(".")[2].lower())


def _found(line: int, make: Callable[[], Record], limit: int = 0, size: int = 0) -> Found:
    """Make a record; what cannot be one is a problem."""
    try:
        if size > limit:
            message = f"a record must have at most {limit // 1024 // 1024} MB"
            raise RecordError(message)  # noqa: TRY301 - one place that makes problems
        record = make()
    except RecordError as error:
        return Found(line, None, str(error))
    if not record.title:
        return Found(line, None, "the title is missing: a record must have one")
    if not record.authors:
        return Found(line, None, "the authors are missing: a record must name at least one")
    return Found(line, record, "")


def _decode(data: bytes) -> str:
    """Decode a record's bytes."""
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        message = f"a record must be in UTF-8, which {data[error.start : error.start + 8]!r} is not"
        raise RecordError(message) from None


def _lines(chunks: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Give the lines, each with its number."""
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


# What all forms share: names, dates, addresses, markup.


def make_record(title: str, authors: Iterable[str], abstract: str = "", **rest: Any) -> Record:
    """Make a record of texts as they came: tidied, names once, an address only where no id is."""
    values: dict[str, Any] = {
        name: tidy(value) if isinstance(value, str) else value for name, value in rest.items()
    }
    if values.get("arxiv") or values.get("doi"):
        values["url"] = ""
    return Record(
        title=tidy(title),
        authors=clean_names(authors),
        abstract=tidy_paragraphs(abstract),
        **values,
    )


_NO_NAME = re.compile(r"(and )?(et\.? al\.?|others|\.\.\.|…)", re.IGNORECASE)


def clean_names(names: Iterable[str]) -> tuple[str, ...]:
    """Give the names in their order, each once, without "et al." and without lone signs."""
    bare = (re.sub(r"[\s,]+et\.? al\.?$", "", tidy(name)) for name in names)
    return names_once(
        [name for name in bare if any(map(str.isalnum, name)) and not _NO_NAME.fullmatch(name)]
    )


def words_of(value: Any) -> tuple[str, ...]:
    """Give keywords, which come as a list or in one text between commas or semicolons."""
    found: list[str] = []
    for text in texts_of(value):
        found += text.split(";" if ";" in text else ",")
    return names_once(found)


def clean_link(text: str) -> str:
    """Give the address that a text begins with, or nothing where it begins with none."""
    first = next(iter(text.split()), "")
    return first if LINK.fullmatch(first) else ""


_WITHIN = re.compile(
    rf"(?:\barxiv(?:\.org/(?:abs|pdf|html)/|[\s:.]+)|\babs/){ARXIV.pattern}(?!\d)", re.IGNORECASE
)


def find_ids(doi: str, *others: str) -> tuple[str, str]:
    """Find the arXiv id and the DOI: arXiv's own DOIs are ids, and other texts may hold one."""
    bare = bare_doi(next(iter(doi.split()), ""))
    own = ARXIV_DOI.fullmatch(bare)
    arxiv = bare_arxiv(own[1]) if own else ""
    for text in others:
        within = _WITHIN.search(text)
        arxiv = arxiv or bare_arxiv(text) or (bare_arxiv(within[1]) if within else "")
    return arxiv, "" if own else bare


def _tells_arxiv(note: str) -> bool:
    """Tell whether a note names the paper's own id, and not that of one it comments on."""
    return note.strip().casefold().startswith("arxiv")


_DIGITS = re.compile(r"(\d{4})(?:[-/.]?(\d\d?)(?:[-/.]?(\d\d?))?)?(?!\d)")
_DAY_FIRST = re.compile(r"(\d\d?)([./-])(\d\d?)[./-](\d{4})(?!\d)")
_MONTH_OF = {name[:3].lower(): number for number, name in enumerate(MONTHS, 1)}
_MONTH_WORD = re.compile(rf"\b({'|'.join(_MONTH_OF)})[a-z]*\b", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)")
_DAY = re.compile(r"(?<![\d:])(\d\d?)(?:st|nd|rd|th)?\b(?![\d:])")


def make_date(year: int, month: int = 0, day: int = 0) -> str:
    """Give `YYYY-MM-DD`, or as much of it as is right; nothing where the year is none."""
    whole = f"{year:04d}-{month:02d}-{day:02d}"
    if is_date(whole):
        return whole
    if not _YEAR.fullmatch(whole[:4]):
        return ""
    return whole[:7] if 1 <= month <= len(MONTHS) else whole[:4]


def read_date(text: str) -> str:
    """Read a date as people and services write it, as far as it is told and beyond doubt.

    `2023/12/01`, `2023-12`, `20231201`, `01 Dec 2023`, `December 1, 2023`, `25.12.2023`; of
    `01/02/2023`, which is February's first day or January's second, only the year.
    """
    text = text.strip()
    month, year = _MONTH_WORD.search(text), _YEAR.search(text)
    if month and year:
        day = _DAY.search(text)
        return make_date(int(year[0]), _MONTH_OF[month[1].lower()], int(day[1]) if day else 0)
    if digits := _DIGITS.match(text):
        return make_date(*(int(part or 0) for part in digits.groups()))
    if other := _DAY_FIRST.match(text):
        first, second = int(other[1]), int(other[3])
        if first > len(MONTHS) or other[2] == ".":
            return make_date(int(other[4]), second, first)
        if second > len(MONTHS):
            return make_date(int(other[4]), first, second)
    return make_date(int(year[0])) if year else ""


def finest(dates: Iterable[str]) -> str:
    """Give the first of the dates; where it is but a year or a month, the first day within it."""
    told = list(filter(None, dates))
    within = [date for date in told if date.startswith(told[0])]
    longest = max(map(len, within), default=0)
    return min((date for date in within if len(date) == longest), default="")


# HTML's and JATS's elements that stand within titles and abstracts. What else looks like one
# (`<think>`) is the text's own.
_BLOCKS = "p|title|sec|section|div|li|list-item|label|br|break|disp-quote|h[1-6]"
_INLINE = (
    "[ibusa]|em|strong|sub|sup|span|tt|small|font|abstract|italic|bold|scp?|underline|monospace"
    "|roman|sans-serif|styled-content|named-content|ext-link|xref|uri|email|list|ul|ol|code|body"
    "|html|inline-formula|disp-formula|alternatives|tex-math|inline-graphic|article-title"
    "|title-group|trans-abstract|fn|institution|math"
)
_TAG = rf"/?(?:jats:)?(?:{_BLOCKS}|{_INLINE})(?=[\s/>])|/?(?:mml|m):[a-z]"
_NO_TAG = re.compile(rf"<(?!(?:{_TAG})[^<>]*>)", re.IGNORECASE)
_NO_ENTITY = re.compile(r"&(?!(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]\w{1,30});)", re.IGNORECASE)
_TWICE = re.compile(r"&amp;(?=(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-f]+);)", re.IGNORECASE)
_HIDDEN = re.compile(r"<!--.*?(?:-->|\Z)|<!\[CDATA\[|\]\]>", re.DOTALL)
_BLOCK = re.compile(rf"</?(?:jats:)?(?:{_BLOCKS})(?=[\s/>])[^<>]*>", re.IGNORECASE)
_ONE_OF, _TEX_MATH, _MATH = (
    re.compile(rf"<({name})\b[^<>]*>((?:(?!<{name}\b).)*?)</\1>", re.IGNORECASE | re.DOTALL)
    for name in ("(?:jats:)?alternatives", "(?:jats:)?tex-math", "(?:mml:|m:)?math")
)
_ANNOTATION = re.compile(r"<[^<>]*annotation [^<>]*application/x-tex[^<>]*>([^<]*)<", re.IGNORECASE)
_DOCUMENT = re.compile(r"\\begin\{document\}(.*?)\\end\{document\}", re.DOTALL)


def plain_of(markup: str) -> str:
    """Give a text that may hold HTML or JATS without it, on one line."""
    return fold(paragraphs_of(markup))


def paragraphs_of(markup: str) -> str:
    """Give a text that may hold HTML or JATS without it, its paragraphs parted by empty lines.

    A heading "Abstract" at its beginning is left out, formulas are kept as TeX where it is there.
    """
    markup = _TWICE.sub("&", markup[:MOST_MARKUP])
    text = _without_tags(markup) if "<" in markup else unescape(markup)
    first, _, rest = text.strip().partition("\n")
    return rest.strip() if rest and first.strip(" :.").casefold() == "abstract" else text.strip()


def _without_tags(markup: str) -> str:
    """Give the text within markup."""
    markup = _ONE_OF.sub(_tex_of_many, _HIDDEN.sub("", markup))
    markup = _MATH.sub(_of_mathml, _TEX_MATH.sub(lambda found: _formula(found[2]), markup))
    # Only whole tags and entities: html.parser takes the others, and the square of their number.
    markup = _NO_ENTITY.sub("&amp;", _NO_TAG.sub("&lt;", markup))
    if _BLOCK.search(markup):  # what parts paragraphs is then an element, and no empty line
        markup = _BLOCK.sub("\n\n", " ".join(markup.split()))
    return BeautifulSoup(f"<p>{markup}</p>", "html.parser").get_text()


def _tex_of_many(match: re.Match[str]) -> str:
    """Give the TeX of a formula that is there in many forms, or else all of it."""
    tex = _TEX_MATH.search(match[2])
    return tex[0] if tex else match[2]


def _of_mathml(match: re.Match[str]) -> str:
    """Give MathML's TeX, or else its letters."""
    tex = _ANNOTATION.search(match[2])
    return _formula(tex[1]) if tex else re.sub(r"<[^<>]*>|\s+", "", match[2])


def _formula(tex: str) -> str:
    """Give TeX between dollar signs, without the document that publishers wrap it in."""
    document = _DOCUMENT.search(tex)
    return f"${fold(document[1] if document else tex).strip('$ ')}$"


# TeX outside of formulas: accents, signs and commands become letters, braces go.

_HELD = str.maketrans({"\ue000": "{", "\ue001": "}", "\ue002": "~"})
_FORMULA = re.compile(r"(?<!\\)(\$\$?)([^$]{1,500})\1")
_TEX = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"\\\{", "\ue000"),
        (r"\\\}", "\ue001"),
        (r"\\(?:textasciitilde(?:\{\})?|~\{\})", "\ue002"),
        (r"\\\^\{\}", "^"),
        (r"\\((?:La|Bib|Xe)?TeX)\b(?:\{\})?", r"\1"),
        (r"\s*\\cite[a-z]*\*?\s*(?:\[[^\[\]]*\])?\{[^{}]*\}", ""),
        (r"\\href\s*\{[^{}]*\}", ""),
        (r"\\texorpdfstring\s*\{[^{}]*\}", ""),
        (r"\\(?:begin|end)\s*\{[A-Za-z]+\*?\}", ""),
        (r"\\\\|\\item\b", " "),
        *[(r"\\(?:emph|mbox|url|underline|math[a-z]+|text[a-z]+)\s*\{([^{}]*)\}", r"\1")] * 3,
    )
)
_BASE = r"(?:\s*\{\s*(?:\\?[^\W\d_]{1,2})?\s*\}|\s*\\[ij](?![A-Za-z])|%s[^\W\d_])"
_ACCENT = rf"""\\["'`^~=.]{_BASE % "[ ]*"}|\\[uvHcdbrk](?![A-Za-z]){_BASE % "[ ]+"}"""
_PIECE = re.compile(
    _ACCENT + r"|\\(?P<letter>[oOlLij]|ss|aa|AA|ae|AE|oe|OE|dj|DJ|th|TH|dh|DH)(?![A-Za-z])\s*"
    r"|\\(?P<word>[A-Za-z]+)\*?(?P<open>\s*\{)?|\\[^A-Za-z\d]"
)
_SILENT = re.compile("em|it|bf|sc|tt|rm|sl|sf|xspace|protect|relax|noindent|par")
_TYPED = (("``", "“"), ("''", "”"), ("---", "—"), ("--", "–"), ("~", " "))


def untex(text: str, *, pidgin: bool = False) -> str:
    """Give a text of TeX as people read it; its formulas stay TeX between dollar signs.

    With `pidgin` it is plain text with some commands in it, as arXiv has it: a brace or a tilde
    there is but a brace or a tilde.
    """
    if "$" in text or "\\(" in text:
        text = _FORMULA.sub(_as_known_here, re.sub(r"\\\((.+?)\\\)", r"$\1$", text))
    read = _untex_pidgin if pidgin else _untex
    return "".join(f"${part}$" if is_math else read(part) for part, is_math in split_math(text))


def _as_known_here(match: re.Match[str]) -> str:
    r"""Write a formula so that it counts as one here: see `maths` for what does.

    White space goes from its ends; beside a digit, as in `2$\times$`, it becomes letters.
    """
    inner, tex = match[2], match[2].strip()
    is_display, is_loose = len(match[1]) > 1, inner[0].isspace() and inner[-1].isspace()
    is_tex = is_display or re.search(r"[\\^_]", tex)
    if not tex or not is_tex or not (is_display or is_loose or tex == inner):
        return match[0]  # money, as likely as not
    around = f" {match.string} "[match.start()] + f" {match.string} "[match.end() + 1]
    letters = to_plain(tex) if re.search(r"\d", around) else "$"
    return f"${tex}$" if "$" in letters else letters


def _untex(text: str) -> str:
    """Read TeX that holds no formula."""
    text = _read_commands(text).replace("{", "").replace("}", "")
    for typed, meant in _TYPED:
        text = text.replace(typed, meant)
    return text.translate(_HELD)


def _untex_pidgin(text: str) -> str:
    """Read the commands in a text, and what braces belong to them."""
    return _read_commands(re.sub(r"\{(\\[^{}]{1,9}(?:\{[^{}]{,3}\})?)\}", r"\1", text)).translate(
        _HELD
    )


def _read_commands(text: str) -> str:
    """Put letters in the place of commands."""
    if "\\" not in text:
        return text
    for pattern, to in _TEX:
        text = pattern.sub(to, text)
    return _PIECE.sub(_piece, text)


def _piece(match: re.Match[str]) -> str:
    """Give what a command stands for; one that nobody knows stays, unless it only sets a text."""
    word = match["word"]
    if word is None:
        meant = _letters(match[0])
        is_quote = match[0][1] in "'\"`" and len(normalize("NFC", meant)) > 1  # no letter has it
        return match[0][1:] if is_quote else meant
    if _SILENT.fullmatch(word):
        return ""
    return _letters(f"\\{word}") or ("" if match["open"] else match[0])


@lru_cache(maxsize=4096)
def _letters(tex: str) -> str:
    """Give the letters of a short piece of TeX."""
    logging.getLogger("pylatexenc").setLevel(logging.CRITICAL)  # it has no line to tell of
    try:
        found = str(LatexNodes2Text(math_mode="verbatim").latex_to_text(tex))
    except Exception:  # noqa: BLE001 - a command without its arguments raises this and that
        return ""
    return "" if "%s" in found or "\N{SOFT HYPHEN}" in found else found


# arXiv's Atom: https://info.arxiv.org/help/api/user-manual.html

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"


class _Feed:
    """Takes the entries out of an Atom feed as its bytes come.

    By expat itself, since ElementTree tells neither lines nor of a DOCTYPE.
    """

    def __init__(self) -> None:
        self.entries: list[tuple[int, ET.Element]] = []
        self.is_feed = False
        self._open: list[str] = []
        self._builder: ET.TreeBuilder | None = None
        self._begun = (0, 0)  # line and byte of the entry
        self._depth = 0  # of what is within it
        self._parser = parser = expat.ParserCreate("utf-8", "}")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text

    def read(self, data: bytes) -> tuple[int, str]:
        """Read more, or the end where there is none; give the line of an error and what it is."""
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
            message = f"the file is XML, but no feed of arXiv: {FORMS}"
            raise RecordError(message)
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

    def _end(self, _: str) -> None:
        name = self._open.pop()
        if self._builder is None:
            return
        self._builder.end(name)
        if len(self._open) < self._depth:
            self.entries.append((self._begun[0], self._builder.close()))
            self._builder = None


def _read_atom(chunks: Iterable[bytes], _: str) -> Iterator[Found]:
    """Read arXiv's answer."""
    feed = _Feed()
    for chunk in chain(chunks, [b""]):
        line, error = feed.read(chunk)
        for begun, entry in feed.entries:
            yield _found(begun, partial(_from_atom, entry))
        feed.entries.clear()
        if error and not feed.is_feed:
            message = f"the file is of no known form ({error}): {FORMS}"
            raise RecordError(message)
        if error:
            yield Found(line, None, f"the file must be whole XML, and breaks here ({error})")
            return


def _from_atom(entry: ET.Element) -> Record:
    """Make a record of an entry."""

    def text(name: str) -> str:
        found = entry.find(name)
        return "" if found is None else "".join(found.itertext())

    identifier = fold(text(f"{_ATOM}id"))
    if "/api/errors" in identifier:
        message = f"arXiv answers: {tidy(text(f'{_ATOM}summary'))}"
        raise RecordError(message)
    arxiv = bare_arxiv(identifier)
    if not arxiv:
        message = (
            "an entry's id must be an arXiv id, as in http://arxiv.org/abs/2506.20544v1,"
            f" not {identifier[:80]!r}"
        )
        raise RecordError(message)
    category = entry.find(f"{_ARXIV}primary_category")
    return make_record(
        untex(text(f"{_ATOM}title"), pidgin=True),
        ["".join(name.itertext()) for name in entry.iterfind(f"{_ATOM}author/{_ATOM}name")],
        untex(_arxiv_paragraphs(text(f"{_ATOM}summary")), pidgin=True),
        published=read_date(text(f"{_ATOM}published")[:10]),
        arxiv=arxiv,
        doi=find_ids(text(f"{_ARXIV}doi"))[1],
        venue=untex(text(f"{_ARXIV}journal_ref"), pidgin=True),
        category="" if category is None else category.get("term", ""),
    )


def _arxiv_paragraphs(abstract: str) -> str:
    """Part an abstract's paragraphs by empty lines: at arXiv, each begins with white space."""
    return re.sub(r"\n[ \t]+(?=\S)", "\n\n", abstract.strip())


# JSON: CSL-JSON and Hugging Face's daily papers.

_TOKEN = re.compile(rb'[{}\[\]]|"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+(["\n]?)', re.DOTALL)
_CSL = frozenset(["title", "author", "DOI", "issued", "container-title"])


def _read_json(chunks: Iterable[bytes], name: str) -> Iterator[Found]:
    """Read an object, a list of them, or objects one after another."""
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
            yield _found(line, partial(_from_huggingface, item, day))
        elif _CSL & item.keys():
            yield _found(line, partial(_from_csl, item))
        elif number == 0:
            message = f"the file is JSON, but of no known form: {FORMS}"
            raise RecordError(message)
        else:
            yield Found(line, None, "a record must have a title and authors, or a paper")


def _items(chunks: Iterable[bytes]) -> Iterator[tuple[int, bytes | None]]:
    """Cut out the objects, each with its line; None stands for what does not end."""
    objects = _Objects()
    for chunk in chunks:
        yield from objects.read(chunk)
        if objects.size > MOST:
            break
    if objects.is_open:
        yield objects.line, None


class _Objects:
    """Cuts objects out of a list, or out of a row of them, as the bytes come.

    A string that a line break ends before its quotation mark does is none, as JSON has it: so a
    mark too many spoils one record, and not all that follow.
    """

    def __init__(self) -> None:
        self._line = 1  # of the first byte
        self._data = b""
        self._at = 0  # what is before has been seen
        self._start: int | None = None  # of the object that is not at its end
        self._depth = 0
        self._base: int | None = None  # the depth at which the objects stand

    @property
    def size(self) -> int:
        """Give how many bytes wait for their end."""
        return len(self._data)

    @property
    def is_open(self) -> bool:
        """Tell whether an object, or the list, is not at its end."""
        return self._depth > 0

    @property
    def line(self) -> int:
        """Give the line of what is not at its end."""
        return self._line + self._data.count(b"\n", 0, self._start or 0)

    def read(self, chunk: bytes) -> Iterator[tuple[int, bytes]]:
        """Read more; give the objects that end in it."""
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
        """Count a bracket; tell whether an object ends with it."""
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
        """Forget what has been seen."""
        self._line += self._data.count(b"\n", 0, self._at)
        self._data = self._data[self._at :]
        self._at, self._start = 0, None


def _load(data: bytes, line: int) -> dict[str, Any]:
    """Parse one object."""
    reason = ""
    try:
        item = json.loads(_decode(data), strict=False)
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


def _text(value: Any) -> str:
    """Give a text or a number as text, without the halves of letters that JSON allows."""
    if isinstance(value, str):
        return value.encode(errors="ignore").decode()
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def _list(value: Any) -> list[Any]:
    """Give a list as it is, and what is none as a list of one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _object(value: Any) -> dict[str, Any]:
    """Give an object, an empty one where there is none."""
    return value if isinstance(value, dict) else {}


def texts_of(value: Any) -> list[str]:
    """Give the texts of a text or of a list."""
    return [text for one in _list(value) if (text := _text(one).strip())]


def first_of(value: Any) -> str:
    """Give the first text of a text or of a list, nothing where there is none."""
    return next(iter(texts_of(value)), "")


def _from_huggingface(item: dict[str, Any], day: str) -> Record:
    """Make a record of an item of https://huggingface.co/api/daily_papers, of `day` or its own."""
    paper = _object(item["paper"])
    identifier = _text(paper.get("id"))
    arxiv = bare_arxiv(identifier)
    if not arxiv:
        message = f"paper.id must be an arXiv id, as in 2506.20544, not {identifier[:80]!r}"
        raise RecordError(message)
    outer, inner = _text(item.get("title")), _text(paper.get("title"))
    stripped = bool(_HAS_TEX.search(outer)) and not _HAS_TEX.search(inner)
    comments = item.get("numComments")
    if not isinstance(comments, int) or not 0 <= comments < _MILLION:
        comments = 0
    featured = _text(paper.get("submittedOnDailyAt"))[:10]
    organization = _object(paper.get("organization")) or _object(item.get("organization"))
    authors = [_object(author) for author in _list(paper.get("authors"))]
    return make_record(
        untex(outer, pidgin=True) if stripped or not inner else _untex_pidgin(inner),
        [_text(author.get("name")) for author in authors if author.get("hidden") is not True],
        _untex_pidgin(_arxiv_paragraphs(_text(paper.get("summary")) or _text(item.get("summary")))),
        published=read_date(_text(paper.get("publishedAt"))[:10]),
        arxiv=arxiv,
        code=_repository(_text(paper.get("githubRepo"))),
        project=_repository(_text(paper.get("projectPage"))),
        organizations=names_once([_text(organization.get("fullname"))]),
        discussion=Discussion(f"https://huggingface.co/papers/{arxiv}", int(comments)),
        featured=featured if is_date(featured) else day,
        keywords=names_once(texts_of(paper.get("ai_keywords"))),
        money=not stripped,
    )


_HAS_TEX = re.compile(r"\$|\\[A-Za-z]")
_MILLION = 1_000_000


def _repository(text: str) -> str:
    """Give a repository's address without what leads into it."""
    link = re.sub(r"/(?:tree|blob)/.*", "", next(iter(text.split()), ""))
    return clean_link(re.sub(r"\.git/?$", "", link))


def _from_csl(item: dict[str, Any]) -> Record:
    """Make a record of CSL-JSON, as written by Zotero and others, and by the DOI registries."""
    link = first_of(item.get("URL"))
    notes = [first_of(item.get(name)) for name in ("number", "archive_location", "note")]
    if not _tells_arxiv(first_of(item.get("archive"))):
        notes = list(filter(_tells_arxiv, notes))
    arxiv, doi = find_ids(first_of(item.get("DOI")), link, *notes)
    event = item.get("event")
    venues = (
        first_of(item.get("container-title")),
        first_of(item.get("event-title")),
        first_of(_object(event).get("name")) or first_of(event),
    )
    keywords = (
        words_of(item.get(name)) for name in ("keyword", "keywords", "subject", "categories")
    )
    return make_record(
        plain_of(first_of(item.get("title"))),
        map(_csl_name, _list(item.get("author"))),
        paragraphs_of(first_of(item.get("abstract"))),
        published=_csl_date(item),
        arxiv=arxiv,
        doi=doi,
        url=clean_link(link),
        venue=_published_in(*map(plain_of, venues)),
        keywords=names_once(list(chain(*keywords))),
    )


def _csl_name(author: Any) -> str:
    """Give a name: one text, or parts of one."""
    if isinstance(author, str):
        return natural_name(plain_of(_text(author)))
    parts = {name: plain_of(_text(part)) for name, part in _object(author).items()}
    whole = parts.get("literal") or parts.get("name")
    order = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
    return whole or " ".join(parts.get(name, "") for name in order)


def _csl_date(item: dict[str, Any]) -> str:
    """Give the date of publication, or that of the DOI."""
    names = ("issued", "published-online", "published-print")
    return finest(_csl_moment(item.get(name)) for name in names) or _csl_moment(item.get("created"))


def _csl_moment(value: Any) -> str:
    """Read a date of CSL-JSON: `{"date-parts": [[2023, 12]]}`, `{"raw": "2023-12"}`, a text."""
    if isinstance(value, str):
        return read_date(value)
    date = _object(value)
    parts = _list(next(iter(_list(date.get("date-parts"))), None))
    numbers = list(takewhile(str.isdecimal, map(_text, parts[:3])))
    if numbers and len(numbers[0]) == len("2025"):
        return make_date(*map(int, numbers))
    return read_date(first_of(date.get("raw")) or first_of(date.get("date-time")))


_NO_VENUE = re.compile(r"(corr|arxiv\b.*|abs/\d.*)", re.IGNORECASE)


def _published_in(*venues: str) -> str:
    """Give the first that is a venue: being a preprint is none."""
    return next(
        (venue for venue in map(tidy, venues) if venue and not _NO_VENUE.fullmatch(venue)), ""
    )


# BibTeX

_ENTRY = re.compile(rb"(?<![\w.])@\s*([A-Za-z]+)\s*[{(]")


class _Macros(dict[str, str]):
    """The values of @string, in any letter case; an unknown one stands for its own name."""

    def __init__(self) -> None:
        super().__init__(month_names)

    def __setitem__(self, name: str, value: str) -> None:
        super().__setitem__(name.lower(), value)

    def __missing__(self, name: str) -> str:
        return self.get(name.lower(), name)


def _read_bibtex(chunks: Iterable[bytes], _: str) -> Iterator[Found]:
    """Read the entries of a .bib file."""
    macros = _Macros()
    kind = b""
    for line, data in _entries(_lines(chunks)):
        kind = re.split(rb"[{(]", data, maxsplit=1)[0][1:].strip().lower()
        if kind == b"string":
            with suppress(RecordError):  # without it, its name stands where it is used
                _parse_bibtex(data, line, macros)
        elif kind not in (b"comment", b"preamble"):
            make = partial(_from_bibtex, data, line, macros)
            yield _found(line, make, MOST_TEX, len(data))
    if not kind:
        message = f"there is no BibTeX entry in the file: {FORMS}"
        raise RecordError(message)


def _entries(lines: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
    """Cut out the entries, each with its line.

    One that begins at the beginning of a line ends the one before, whose braces do not pair.
    """
    parts: list[bytes] = []
    begun = depth = size = 0
    in_braces = True
    for number, line in lines:
        rest = line.rstrip(b"\r")
        if parts and (size > MOST_TEX or _ENTRY.match(rest)):
            yield begun, b"\n".join(parts)
            parts = []
        while True:
            if not parts:
                start = _ENTRY.search(rest)
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
    """Find where an entry ends; give how many braces are open where it does not."""
    for sign in _SIGN.finditer(text):
        if sign[0] == b"{":
            depth += 1
        elif sign[0] == b"}":
            depth = max(depth - 1, 0)
        if depth == 0 and sign[0] == (b"}" if in_braces else b")"):
            return 0, sign.end()
    return depth, None


def _parse_bibtex(data: bytes, line: int, macros: _Macros) -> list[tuple[str, list[str]]]:
    """Give an entry's fields as they stand; what @string says is in `macros` then."""
    text = _KEY.sub(r"\1key,", _decode(data))  # people write keys that no reader takes
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
    """Make a record of an entry."""
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
        *filter(_tells_arxiv, [literal("note")]),
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
        venue=_published_in(*map(text, ("booktitle", "journal", "journaltitle"))),
        category=literal("primaryclass"),
        keywords=words_of(text("keywords")),
    )


def _bibtex_names(authors: str) -> Iterator[str]:
    """Give the names as they are read aloud: BibTeX knows "von" and "Jr" where they stand."""
    for name in split_name_list(authors):
        try:
            person = Person(name)
        except PybtexError:
            yield natural_name(untex(name))
            continue
        given = [*person.first_names, *person.middle_names]
        family = [*person.prelast_names, *person.last_names, *person.lineage_names]
        yield untex(" ".join([*given, *family]))


def _bibtex_date(date: str, year: str, month: str, day: str) -> str:
    """Give the date of `date`, or of the year, and of the month as a word or a number."""
    found = _YEAR.search(year)
    if date or not found:
        return read_date(date or year)
    word = _MONTH_WORD.search(month)
    if word:
        return read_date(f"{day or month} {word[0]} {found[0]}")
    numbers = [int(text) for text in (month.strip(), day.strip()) if re.fullmatch(r"\d\d?", text)]
    return make_date(int(found[0]), *numbers)


_SIGN = re.compile(rb"[{}()]")
_KEY = re.compile(r"^(@\s*(?!string\b)[A-Za-z]+\s*[{(])[^,={}()\"]*,", re.IGNORECASE)
_ESCAPED = re.compile(r"\\(?:url\b\s*)?([_%&#~$]?)")
_NO_BRACES = {ord("{"): "", ord("}"): ""}


# RIS

_RIS_START = re.compile(rb"^TY {1,2}-", re.MULTILINE)
_RIS_END = re.compile(rb"ER(?:  -| -\s*$)")


def _read_ris(chunks: Iterable[bytes], _: str) -> Iterator[Found]:
    """Read the records of a .ris file."""
    any_record = False
    for line, data, whole in _ris_records(_lines(chunks)):
        any_record = True
        if whole:
            yield _found(line, partial(_from_ris, data), MOST_TEX, len(data))
        else:
            yield Found(line, None, "a record must end with a line `ER  -`")
    if not any_record:
        message = f"there is no RIS record in the file: {FORMS}"
        raise RecordError(message)


def _ris_records(lines: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, bytes, bool]]:
    """Cut out the records, each with its line, and with whether its end is there."""
    parts: list[bytes] = []
    begun = size = 0
    for number, line in lines:
        if _RIS_START.match(line):
            if parts:
                yield begun, b"\n".join(parts), False
            parts, begun, size = [line], number, 0
        elif parts:
            size += len(line)
            if size < 2 * MOST_TEX:  # what is too long is told by its length
                parts.append(line)
            if _RIS_END.match(line):
                yield begun, b"\n".join(parts), True
                parts = []
    if parts:
        yield begun, b"\n".join(parts), False


def _from_ris(data: bytes) -> Record:
    """Make a record of one of RIS."""
    text_of_all = "\n".join([*_decode(data).splitlines(), "ER  - "])
    fields: dict[str, Any] = next(iter(RisParser().parse(text_of_all)), {})

    def text(*names: str) -> str:
        return next(filter(None, (first_of(fields.get(name)) for name in names)), "")

    links = texts_of(fields.get("urls"))
    notes = [text("note"), *texts_of(fields.get("notes"))]
    arxiv, doi = find_ids(text("doi"), *links, *filter(_tells_arxiv, notes))
    dates = [read_date(text(name)) for name in ("date", "year", "publication_year")]
    return make_record(
        text("title", "primary_title"),
        map(natural_name, texts_of(fields.get("authors")) + texts_of(fields.get("first_authors"))),
        text("abstract", "notes_abstract"),
        published=max(dates, key=len),
        arxiv=arxiv,
        doi=doi,
        url=next(filter(None, map(clean_link, links)), ""),
        pdf=clean_link(text("file_attachments1")),
        venue=_published_in(
            *map(text, ("secondary_title", "alternate_title3", "journal_name")),
            *map(text, ("alternate_title2", "alternate_title1")),
        ),
        keywords=names_once(
            [word for text in texts_of(fields.get("keywords")) for word in words_of(text)]
        ),
    )
