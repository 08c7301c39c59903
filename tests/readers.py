"""Every reader of what people and services send, as a function of bytes: who breaks it, may try.

A reader answers, or raises an error of ours that says in a sentence what is wrong. Anything else is
a fault. `READERS` is the list; `test_growth` and `test_fuzz` go through it.
"""

from __future__ import annotations

import json
from contextlib import suppress
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING, Any

from support import TOPICS

from broadsheet.adding.formats import read_records
from broadsheet.adding.intake import read_event
from broadsheet.adding.records import RecordError
from broadsheet.adding.webpages import read_webpage
from broadsheet.content import fields as tables
from broadsheet.content.fixing import fix_paper
from broadsheet.content.identifiers import bare_arxiv, bare_doi
from broadsheet.content.issue_form import offered_topics
from broadsheet.content.naming import find_fault, part_names
from broadsheet.content.papers import read_paper, read_text
from broadsheet.content.problems import ContentError, UsageError
from broadsheet.content.settings import compose_settings, topics_of
from broadsheet.search.analysis import analyse
from broadsheet.search.queries import read_query
from broadsheet.text.inline import prose_html, prose_plain, title_html, title_plain
from broadsheet.text.languages import language_tag
from broadsheet.text.markdown import excerpt, find_links, math_in_markdown, render_markdown
from broadsheet.text.maths import to_mathml, to_plain
from broadsheet.text.plain import make_slug, make_title_slug, text_key
from broadsheet.text.scripts import set_scripts
from broadsheet.text.tex import unread, untex, untex_pidgin

if TYPE_CHECKING:
    from collections.abc import Callable

    Reader = Callable[[bytes], object]

PATH = "2025/06/25/a.md"
KNOWN = (RecordError, UsageError, ContentError)
_HEAD = {
    "title": '"A title"',
    "authors": "[Ada Lovelace]",
    "published": "2025-06-25",
    "arxiv": '"2506.20544"',
    "topics": "[reasoning]",
    "summary": '"What was done."',
}


def _text(data: bytes) -> str:
    """Return any bytes as a text that could have been in a file."""
    return data.decode(errors="replace")


def _line(data: bytes) -> str:
    return _text(data).replace("\n", " ").replace("\r", " ")


def _paper(data: bytes) -> None:
    read_paper(PATH, data, lambda _: None)
    fix_paper(PATH, data, topics_of(TOPICS.encode()))


def _field(name: str, *, quoted: bool) -> Reader:
    """Return a reader of a paper with one field that is this text."""

    def read(data: bytes) -> None:
        value = json.dumps(_text(data)) if quoted else _line(data)
        lines = [f"{key}: {old}" for key, old in (_HEAD | {name: value}).items()]
        _paper("\n".join(["---", *lines, "---", ""]).encode())

    return read


def _body(data: bytes) -> None:
    head = "\n".join(["---", *(f"{key}: {old}" for key, old in _HEAD.items()), "---", ""])
    _paper(head.encode() + data)


def _records(name: str, wrap: Callable[[str], bytes] = str.encode) -> Reader:
    """Return a reader of a file of records with this name, in which the text stands."""

    def read(data: bytes) -> None:
        with suppress(RecordError):
            list(read_records(BytesIO(wrap(_text(data))), name))

    return read


def _bibtex(field: str) -> Callable[[str], bytes]:
    entry = "@article{key,\n  title = {A title},\n  author = {Ada Lovelace},\n  %s = {%s}\n}\n"
    return lambda text: (entry % (field, text)).encode()


def _ris(tag: str) -> Callable[[str], bytes]:
    entry = "TY  - JOUR\nTI  - A title\nAU  - Lovelace, Ada\n%s  - %s\nER  - \n"
    return lambda text: (entry % (tag, text)).encode()


def _csl(**fields: Any) -> Callable[[str], bytes]:
    """Return what makes a CSL-JSON item; a field whose value is a function takes the text."""
    item = {"type": "article", "title": "A title", "author": [{"family": "L", "given": "A"}]}

    def make(text: str) -> bytes:
        return json.dumps([item | {name: value(text) for name, value in fields.items()}]).encode()

    return make


def _atom(place: str) -> Callable[[str], bytes]:
    """Return what makes arXiv's answer with a text in an element."""
    told = {"id": "http://arxiv.org/abs/2506.20544v1", "title": "A title", "summary": "A text"}

    def make(text: str) -> bytes:
        clean = "".join(sign for sign in text if sign.isprintable() or sign in " \n\t")
        inner = "".join(f"<{name}>{value}</{name}>" for name, value in told.items())
        inner += f"<author><name>Ada Lovelace</name></author><{place}>{escape(clean)}</{place}>"
        feed = f'<feed xmlns="http://www.w3.org/2005/Atom"><entry>{inner}</entry></feed>'
        return feed.encode()

    return make


def _webpage(before: str, after: str, *, quoted: bool = False) -> Reader:
    """Return a reader of a page in whose head a text stands between two others."""

    def read(data: bytes) -> None:
        text = escape(_text(data)) if quoted else _text(data)
        head = '<meta name="citation_title" content="A title"><meta name="citation_doi" content='
        page = f'<!doctype html><head>{head}"10.1234/5">{before}{text}{after}</head>'
        with suppress(RecordError):
            read_webpage(page.encode(), "https://papers.example/1")

    return read


def _event(data: bytes) -> None:
    labels = ("Link", "Why is it worth reading?", "Topics", "Day", "Name")
    body = "".join(f"### {label}\n\n{_text(data)}\n\n" for label in labels)
    issue = {"number": 1, "user": {"login": "ada"}, "state": "open", "body": body}
    event = {"action": "labeled", "label": {"name": "accept"}, "issue": issue}
    with suppress(*KNOWN):
        read_event(json.dumps(event).encode())


def _settings(name: str) -> Reader:
    def read(data: bytes) -> None:
        compose_settings(name, data)

    return read


def _topics(data: bytes) -> None:
    with suppress(*KNOWN):
        topics_of(data)


def _of_text(*functions: Callable[[str], object]) -> Reader:
    """Return a reader that gives a text to several functions."""

    def read(data: bytes) -> None:
        text = _text(data)
        for function in functions:
            function(text)

    return read


FILES: dict[str, Reader] = {
    "paper": _paper,
    "note": lambda data: read_text("2025/06/25/index.md", data, tables.DAY),
    "collection": lambda data: read_text("collections/a.md", data, tables.COLLECTION),
    "topics.yaml": _topics,
    "site.yaml": _settings("site.yaml"),
    "issue form": lambda data: offered_topics(_text(data)),
    "bibtex": _records("a.bib"),
    "ris": _records("a.ris"),
    "json": _records("a.json"),
    "atom": _records("a.xml"),
    "web page": _webpage("", ""),
}
PLACES: dict[str, Reader] = {
    **{
        f"paper: {name}": _field(name, quoted=True)
        for name in ("title", "authors", "venue", "summary", "arxiv", "doi", "url", "language")
    },
    **{
        f"paper: {name} without quotes": _field(name, quoted=False)
        for name in ("title", "authors", "summary", "status", "links")
    },
    "paper: text": _body,
    **{
        f"bibtex: {name}": _records("a.bib", _bibtex(name))
        for name in ("title", "author", "journal", "abstract", "doi", "url", "note", "month")
    },
    "bibtex: string": _records("a.bib", lambda text: f"@string{{a = {{{text}}}}}\n".encode()),
    **{f"ris: {tag}": _records("a.ris", _ris(tag)) for tag in ("TI", "AU", "AB", "UR", "PY", "N1")},
    "csl: title": _records("a.json", _csl(title=lambda text: text)),
    "csl: abstract": _records("a.json", _csl(abstract=lambda text: f"<jats:p>{text}</jats:p>")),
    "csl: author": _records("a.json", _csl(author=lambda text: [{"family": text, "given": text}])),
    "csl: literal": _records("a.json", _csl(author=lambda text: [{"literal": text}])),
    "csl: issued": _records("a.json", _csl(issued=lambda text: {"raw": text})),
    "csl: identifiers": _records("a.json", _csl(DOI=lambda text: text, URL=lambda text: text)),
    **{
        f"atom: {name}": _records("a.xml", _atom(name))
        for name in ("title", "summary", "journal_ref", "comment")
    },
    **{
        f"web page: {name}": _webpage(f'<meta name="{name}" content="', '">', quoted=True)
        for name in ("citation_author", "citation_abstract", "citation_date", "description")
    },
    "web page: JSON-LD": _webpage('<script type="application/ld+json">', "</script>"),
    "issue": _event,
    "names": _of_text(part_names, lambda text: find_fault(text, "")),
    "identifiers": _of_text(bare_arxiv, bare_doi, language_tag),
    "keys": _of_text(text_key, make_slug.__wrapped__, make_title_slug),
    "markdown": _of_text(render_markdown, excerpt, find_links, math_in_markdown),
    "inline": _of_text(title_html, title_plain, prose_html, prose_plain),
    "formula": _of_text(to_mathml, to_plain),
    "tex": _of_text(untex, untex_pidgin, unread, set_scripts),
    "words": _of_text(
        lambda text: list(analyse(text, "en")), lambda text: read_query(text, ["en"])
    ),
}
READERS = FILES | PLACES

# What breaks readers: signs that open or close something, alone and with what may follow.
AWKWARD = (
    *" \t\n\r$\\{}[]()<>&*_`#|~^%@=+-'\",;:/.!?",
    *(
        "a ",
        "$x$ ",
        "$$",
        "\\(",
        "\\)",
        "\\[",
        "\\begin{a}",
        "\\end{a}",
        "\\frac",
        "\\frac{",
        "\\a{",
    ),
    *("\\'", "\\left(", "{a", "{\\a ", "_{", "^{", "](", "[a](", "![", "[a](b) ", "[a][b]", "**a"),
    *(
        "``",
        "> ",
        "- ",
        "1. ",
        "|a",
        "---\n",
        "<a ",
        "<!--",
        "<?",
        "<![CDATA[",
        "]]>",
        "</i>",
        "<i>",
    ),
    *(
        "<sub>",
        "<sup>x",
        "<math>",
        "<jats:p>",
        "&amp;",
        "&#",
        "&#x202e;",
        "http://",
        "https://a.b/",
    ),
    *("10.1234/", "10.1234/(", "arXiv:", "a.b@c ", " and ", "A, ", "A, B; ", "et al. ", "Jr. "),
    *("von ", "a: ", "a: b\n", "- a\n", "&a ", "*a ", "a: &a [*a]\n", "@a{", "@string{a=b}"),
    *("TY  - JOUR\n", "ER  - \n", "AU  - \n", '{"a":', "[1,", "### Link\n", "```\n", "<<<<<<< a\n"),
    *("\u00e9", "e\u0301", "\u0301", "\u4e2d", "\u3001", "\u0639", "\u0661", "\u00b2", "\u200b"),
    *("\u202e", "\u2028", "\ufeff", "\x00", "\x85", "\U0001f600\u200d", "\ufdd0", "\U000f0000"),
)
