"""What lists show of a paper: a link, a line, a card. Each is a small value with a digest.

A page that shows a paper's card changes when the card does, and with nothing else of the paper. So
the digests, made once when a paper's file is read, represent the papers when pages are compared
with those of the last build.
"""

from __future__ import annotations

from operator import attrgetter
from typing import NamedTuple

from broadsheet.content.links import links_of
from broadsheet.content.model import Figure, Packed, Paper, Ref, Status, pack
from broadsheet.text.digest import digest
from broadsheet.text.inline import prose_plain


class Link(NamedTuple):
    """What a link to a paper shows. `language` is empty where it is the feed's, here as below."""

    slug: str
    title: str
    language: str = ""


class Line(NamedTuple):
    """What one line of a long list shows of a paper."""

    slug: str
    day: str
    title: str
    authors: tuple[str, ...]
    more: int
    status: str
    language: str = ""


class Card(NamedTuple):
    """What a card shows: `links` are (label, address, comments) in order, `topics` are slugs.

    `text` is the summary, as its source; without one, `excerpt` is the abstract's beginning, as
    plain text.
    """

    slug: str
    day: str
    title: str
    authors: tuple[str, ...]
    topics: tuple[str, ...]
    text: str
    excerpt: str
    links: tuple[tuple[str, str, int], ...]
    language: str
    status: Status | None
    figure: Figure | None


class Shown(NamedTuple):
    """What pages of other papers and of topics show of a paper, and its topics."""

    line: Line
    topics: tuple[str, ...]


def link_of(paper: Paper | Line) -> Link:
    """Return the link to a paper."""
    return Link(paper.slug, paper.title, paper.language)


def line_of(paper: Paper) -> Line:
    """Return the line of a paper."""
    shown, more = first_names(paper.authors)
    status = paper.status.kind if paper.status else ""
    return Line(paper.slug, paper.day, paper.title, shown, more, status, paper.language)


def pack_shown(paper: Paper) -> Packed:
    """Return what is shown of a paper elsewhere, as plain values; `unpack_shown` is the inverse."""
    return tuple(line_of(paper)), paper.topics


def unpack_shown(packed: Packed) -> Shown:
    """Make what `pack_shown` returned again."""
    line, topics = packed
    return Shown(Line._make(line), topics)


def card_of(paper: Paper) -> Card:
    """Return the card of a paper."""
    return Card(
        paper.slug,
        paper.day,
        paper.title,
        paper.authors,
        paper.topics,
        paper.summary,
        paper.opening,
        links_of(paper),
        paper.language,
        paper.status,
        paper.figure,
    )


def describe(paper: Paper) -> str:
    """Return what a paper is about as plain text: its summary, or its abstract's beginning."""
    return prose_plain(paper.summary) if paper.summary else paper.opening


def first_names(authors: tuple[str, ...]) -> tuple[tuple[str, ...], int]:
    """Return the names to show, and the number of the others: up to four in full, else three."""
    if len(authors) <= _IN_FULL:
        return authors, 0
    return authors[:_OF_MANY], len(authors) - _OF_MANY


_IN_FULL, _OF_MANY = 4, 3  # authors shown of a short list, and of a longer one


def refs_of(paper: Paper) -> tuple[Ref, Ref, Ref, Ref, Ref]:
    """Return references to a paper's link, line, card, citation and whole."""
    packed = pack(paper)
    card = card_of(paper)
    status = card.status and (card.status.kind, card.status.date, card.status.note)
    figure = card.figure and packed[_FIGURE]
    return (
        (paper.slug, digest(tuple(link_of(paper)))),
        (paper.slug, digest(tuple(line_of(paper)))),
        (paper.slug, digest((*card[:_SHOWN_PLAIN], status, figure, *_coins_of(paper)))),
        (paper.slug, digest(_cited_of(paper))),
        (paper.slug, digest(packed)),
    )


# What a paper is cited by: its topics are keywords.
_cited_of = attrgetter(
    *("title", "authors", "splits", "published", "arxiv", "doi", "url", "pdf", "venue", "type"),
    *("volume", "issue", "pages", "publisher", "category", "language", "topics"),
)


# What COinS are made of beside a card's fields: where a page has the one, it has the other.
_coins_of = attrgetter(
    *("type", "arxiv", "doi", "url", "pdf", "venue", "published", "volume", "issue", "pages")
)
_FIGURE = Paper.__slots__.index("figure")
_SHOWN_PLAIN = Card._fields.index("status")  # the fields of a card before it are plain values
