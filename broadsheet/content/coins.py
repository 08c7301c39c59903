"""A paper as COinS, a span that reference managers find on a page with many papers.

The format is OpenURL's in a title: https://ocoins.info and ANSI/NISO Z39.88. Zotero reads it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

from broadsheet.content.links import doi_of, landing_of
from broadsheet.content.works import is_preprint
from broadsheet.text.inline import title_plain

if TYPE_CHECKING:
    from broadsheet.content.model import Paper

_BOOKS = {"book": "book", "chapter": "bookitem", "report": "report", "thesis": "dissertation"}


def coins(paper: Paper) -> str:
    """Return a paper as the pairs of an OpenURL, joined by `&`."""
    form = (
        "dissertation" if paper.type == "thesis" else "book" if paper.type in _BOOKS else "journal"
    )
    title = "title" if form == "dissertation" else "btitle" if paper.type == "book" else "atitle"
    around = "jtitle" if form == "journal" else "btitle" if paper.type == "chapter" else "pub"
    genre = _BOOKS.get(paper.type) or (
        "preprint" if is_preprint(paper) else "proceeding" if paper.type == "paper" else "article"
    )
    doi = doi_of(paper)
    pairs = [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", f"info:ofi/fmt:kev:mtx:{form}"),
        ("rft_id", f"info:doi/{doi}" if doi else landing_of(paper)),
        ("rft.genre", genre),
        (f"rft.{title}", title_plain(paper.title)),
        (f"rft.{around}", paper.venue),
        ("rft.date", paper.published),
        ("rft.volume", paper.volume),
        ("rft.issue", paper.issue),
        ("rft.pages", paper.pages),
        *(("rft.au", name) for name in paper.authors[:MOST]),
    ]
    return "&".join([f"{name}={_quoted(value)}" for name, value in pairs if value])


def _quoted(value: str) -> str:
    """Return a value as a query holds it; most are of letters, digits and spaces alone."""
    return value.replace(" ", "+") if _PLAIN.fullmatch(value) else quote_plus(value)


_PLAIN = re.compile(r"[A-Za-z0-9_.~ -]*")


MOST = 20  # authors: a day of papers with 664 each is not to weigh a megabyte
