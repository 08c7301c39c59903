"""A paper as a record in RIS, as reference managers import it.

Its tags: https://en.wikipedia.org/wiki/RIS_(file_format) and what Zotero and EndNote read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.content.links import landing_of, pdf_of
from broadsheet.content.places import KEY, TOPICS
from broadsheet.content.works import kind_of
from broadsheet.text.inline import title_plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from broadsheet.content.model import Paper
    from broadsheet.content.names import Names

END = "\r\n"  # of a line, as the format has it
# What is of no kind that RIS knows stands as unpublished, and with a venue as generic.
_TYPES = {
    "article": "JOUR",
    "paper": "CPAPER",
    "chapter": "CHAP",
    "book": "BOOK",
    "thesis": "THES",
    "report": "RPRT",
    "dataset": "DATA",
}


def ris(paper: Paper, names: Names) -> str:
    """Return a paper's record, with places for its key and its topics."""
    preprint = "GEN" if paper.venue else "UNPB"
    first, _, last = paper.pages.partition("-")
    dated = [*paper.published.split("-"), "", ""][:3]
    lines = [
        ("TY", _TYPES.get(kind_of(paper), preprint)),
        ("ID", KEY),
        ("TI", title_plain(paper.title)),
        *(("AU", _name(*parts)) for parts in names),
        ("PY", paper.published[:4]),
        ("DA", "/".join(dated) + "/"),
        ("T2", paper.venue),
        ("VL", paper.volume),
        ("IS", paper.issue),
        ("SP", first),
        ("EP", last),
        ("PB", paper.publisher),
        ("DO", paper.doi),
        ("UR", landing_of(paper)),
        ("L1", pdf_of(paper)),
        ("LA", paper.language),
        ("N1", f"arXiv:{paper.arxiv}" if paper.arxiv else ""),
    ]
    told = END.join(f"{tag}  - {value}" for tag, value in lines if value)
    return f"{told}{END}{TOPICS}ER  - {END}"


def ris_topics(names: Iterable[str]) -> str:
    """Return the topics of a record, a line each."""
    return "".join(f"KW  - {name}{END}" for name in names)


def _name(family: str, given: str, suffix: str) -> str:
    """Return a name as `Family, Given, Suffix`.

    One without given names is whole, and a comma behind its words tells so, as in EndNote.
    """
    is_group = " " in family and not (given or suffix or "," in family)
    return f"{family}," if is_group else ", ".join(filter(None, (family, given, suffix)))
