"""What lists show of a paper: a link, a line, a card. Each is a narrow value with a digest.

A page that shows a paper's card changes when the card does, and by nothing else of the paper. So
the digests, made once when a paper's file is read, stand for the papers wherever pages are
compared with those of the last build.
"""

from __future__ import annotations

from typing import NamedTuple

from broadsheet.content.links import links_of
from broadsheet.content.model import Entry, Figure, Paper, Ref, Status, pack
from broadsheet.text.digest import digest
from broadsheet.text.markdown import excerpt


class Link(NamedTuple):
    """What a link to a paper shows."""

    slug: str
    title: str


class Line(NamedTuple):
    """What one line of a long list shows of a paper."""

    slug: str
    day: str
    title: str
    authors: tuple[str, ...]
    more: int
    status: str


class Card(NamedTuple):
    """What a card shows: `links` are (label, address) in their order, `topics` are slugs."""

    slug: str
    day: str
    title: str
    authors: tuple[str, ...]
    topics: tuple[str, ...]
    text: str
    links: tuple[tuple[str, str], ...]
    status: Status | None
    figure: Figure | None


def link_of(paper: Paper | Entry) -> Link:
    """Narrow a paper to a link."""
    return Link(paper.slug, paper.title)


def line_of(paper: Paper | Entry, status: str) -> Line:
    """Narrow a paper, whose status has that kind, to a line: three names, and how many more."""
    shown, more = first_names(paper.authors)
    return Line(paper.slug, paper.day, paper.title, shown, more, status)


def card_of(paper: Paper) -> Card:
    """Narrow a paper to a card; without a summary the card begins the abstract."""
    return Card(
        paper.slug,
        paper.day,
        paper.title,
        paper.authors,
        paper.topics,
        paper.summary or excerpt(paper.body),
        links_of(paper),
        paper.status,
        paper.figure,
    )


def first_names(authors: tuple[str, ...]) -> tuple[tuple[str, ...], int]:
    """Give the names to show, and the number of the others: up to four in full, else three."""
    if len(authors) <= 4:  # noqa: PLR2004 - the look's rule 7
        return authors, 0
    return authors[:3], len(authors) - 3


def refs_of(paper: Paper) -> tuple[Ref, Ref, Ref, Ref]:
    """Give references to a paper's link, line, card and whole."""
    packed = pack(paper)
    card = card_of(paper)
    status = card.status and (card.status.kind, card.status.date, card.status.note)
    return (
        (paper.slug, digest(tuple(link_of(paper)))),
        (paper.slug, digest(tuple(line_of(paper, paper.status.kind if paper.status else "")))),
        (paper.slug, digest((*card[:_SHOWN_PLAIN], status, card.figure and packed[_FIGURE]))),
        (paper.slug, digest(packed)),
    )


_FIGURE = Paper.__slots__.index("figure")
_SHOWN_PLAIN = Card._fields.index("status")  # the fields of a card before it are plain values
