"""A paper as a BibTeX entry, in UTF-8, as biber and every reference manager of today read it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from broadsheet.content.links import landing_of
from broadsheet.content.names import is_whole, join_name, looks_behind, split_names
from broadsheet.content.places import KEY, TOPICS
from broadsheet.content.works import kind_of
from broadsheet.text.elements import BLOCKS, INLINE
from broadsheet.text.inline import title_parts
from broadsheet.text.plain import make_slug

if TYPE_CHECKING:
    from collections.abc import Iterable

    from broadsheet.content.model import Paper
    from broadsheet.content.names import Names

_SPECIAL = re.compile(r"[\\{}%&#_~^$]")
_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # BibTeX counts braces, those behind a backslash too
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
# A capital after the first letter: BibTeX styles would make it small. `Med-R` and `R&D` are meant,
# `Long-Context` is not: a style may well write the second word small.
_MIXED = re.compile(r"[^\w\s]*\w\S*?(?:(?<=\w)[A-Z]|[A-Z](?![a-z]))")
# What would be read as one sign with what follows: -- as a dash, ``, ,, and babel's "< as quotes;
# and, by whoever imports, <b> as a tag and &amp; as an entity.
_LIGATURE = re.compile(
    rf"-(?=-)|`(?=`)|'(?=')|,(?=,)|\"(?=[`'<>])|\\&(?=(?:\\#)?\w+;)|\](?=\]>)"
    rf"|<(?=!|/?(?:(?:jats:)?(?:[ibusa]|{BLOCKS}|{INLINE})(?![\w-])|(?:mml|m):))",
    re.IGNORECASE,
)
# A text without any of the signs with which these two begin is in no need of them.
_SIGNS = re.compile(r"[\\{}%&#_~^$`'\]<-]|[,\"][,>]")
_LONG_WORD = re.compile(r"[a-z0-9]{4,}")


def _escape(text: str) -> str:
    """Escape every special character, and part those that would be read as one sign."""
    if not _SIGNS.search(text):
        return text
    escaped = _SPECIAL.sub(lambda found: _ESCAPES.get(found[0], "\\" + found[0]), text)
    return _LIGATURE.sub(r"\g<0>{}", escaped)


def _formula(tex: str) -> str:
    """Return a formula as TeX, or as text if its braces do not pair: they would end the entry."""
    depth = 0
    for brace in re.findall(r"[{}]", tex):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            break
    return f"${_BARE.sub(_BEHIND_A_BACKSLASH, tex)}$" if depth == 0 else _escape(f"${tex}$")


# What is a sign to those who write for a page, and begins a comment or a parameter in TeX.
_BARE = re.compile(r"(?<!\\)((?:\\\\)*)([%#])")
_BEHIND_A_BACKSLASH = r"\1\\\2"


def _author(name: str, family: str, given: str, suffix: str) -> str:
    """Return a name as BibTeX sorts it: `Family, Jr., Given`; in braces what is not to be cut.

    So are several words before a comma, if there are several behind it: they may be two people.
    """
    if not given or (not suffix and join_name(family, given) != name):
        return f"{{{_escape(name if given else family)}}}"
    unclear = " " in family and " " in given and not suffix and not family[:1].islower()
    first = f"{{{_escape(family)}}}" if unclear else _part(family)
    misread = looks_behind(given) if suffix else is_whole(f"{family}, {given}")
    # As of VI Lenin, who is no Lenin the sixth.
    last = f"{{{_escape(given)}}}" if misread else _part(given)
    return ", ".join(filter(None, (first, _part(suffix), last)))


def _part(text: str) -> str:
    """Escape a part of a name, which has no formulas; in braces if it holds what parts names."""
    part = _escape(text)
    return f"{{{part}}}" if "," in part or " and " in part else part


def _title(title: str) -> str:
    """Escape a title and protect its capitals."""
    return "".join(_PARTS.get(kind) or _title_part(kind, part) for kind, part in title_parts(title))


_PARTS = {"em_open": r"\emph{", "strong_open": r"\textbf{", "em_close": "}", "strong_close": "}"}


def _title_part(kind: str, part: str) -> str:
    """Escape a formula, or words with their capitals."""
    if kind == "math":
        return f"{{{_formula(part)}}}"
    words = re.split(r"(\s+)", part)
    return "".join(f"{{{_escape(w)}}}" if _MIXED.match(w) else _escape(w) for w in words)


def cite_key(paper: Paper) -> str:
    """Return the entry's key: family name, year, the title's first long word, or else its first.

    Other papers may have it, too: the feed then tells them apart.
    """
    family = split_names(paper)[0][0] if paper.authors else ""
    family = make_slug(family).replace("-", "") or "anonymous"
    title = make_slug(paper.title)
    long_word = _LONG_WORD.search(title)
    return f"{family}{paper.published[:4]}{long_word[0] if long_word else title.partition('-')[0]}"


# The kinds of entries, and their fields for the venue and the publisher. Where it is not told what
# a work is, neither is whether its venue is a journal: the venue stands as a note.
_PLAIN = ("misc", "note", "publisher")
_KINDS = {
    "article": ("article", "journal", "publisher"),
    "paper": ("inproceedings", "booktitle", "publisher"),
    "chapter": ("incollection", "booktitle", "publisher"),
    "book": ("book", "note", "publisher"),
    "thesis": ("thesis", "note", "institution"),
    "report": ("techreport", "note", "institution"),
    "dataset": ("dataset", "note", "publisher"),
}


def bibtex(paper: Paper, names: Names) -> str:
    """Return a paper's BibTeX entry, one field a line, with places for its key and its topics.

    `names` are the parts of its authors' names.
    """
    kind, venue, publisher = _KINDS.get(kind_of(paper), _PLAIN)
    fields = [
        ("title", _title(paper.title)),
        (
            "author",
            " and ".join(
                _author(name, *parts) for name, parts in zip(paper.authors, names, strict=True)
            ),
        ),
        ("year", paper.published[:4]),
        (venue, _escape(paper.venue)),
        ("volume", _escape(paper.volume)),
        ("number", _escape(paper.issue)),
        ("pages", "--".join(map(_escape, paper.pages.split("-")))),
        (publisher, _escape(paper.publisher)),
        ("eprint", paper.arxiv),
        ("archivePrefix", "arXiv" if paper.arxiv else ""),
        ("primaryClass", paper.category if paper.arxiv else ""),
        ("doi", paper.doi),
        ("url", landing_of(paper)),
        ("language", paper.language),
    ]
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields if value]
    if paper.published[5:7]:  # a macro, behind title, authors and year
        lines.insert(3, f"  month = {_MONTHS[int(paper.published[5:7]) - 1]},\n")
    return f"@{kind}{{{KEY},\n{''.join(lines)}{TOPICS}}}\n"


# The macros of every style.
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def bibtex_topics(names: Iterable[str]) -> str:
    """Return the topics of an entry as a field."""
    told = ", ".join(map(_escape, names))
    return f"  keywords = {{{told}}},\n" if told else ""
