"""CSL-JSON, as reference managers and the DOI registries write it."""

from __future__ import annotations

from itertools import chain, takewhile
from typing import TYPE_CHECKING, Any

from broadsheet.adding.catalogued import OTHERS, bare_name, with_others
from broadsheet.adding.cleaning import (
    clean_link,
    find_ids,
    first_of,
    list_of,
    make_record,
    object_of,
    paragraphs_of,
    people_of,
    plain_of,
    published_in,
    tells_arxiv,
    text_of,
    texts_of,
    whole,
    with_subtitle,
    words_of,
)
from broadsheet.adding.emphasis import emphasis_in
from broadsheet.adding.moments import make_date, most_exact, read_told
from broadsheet.adding.records import names_once
from broadsheet.content.names import is_degree, join_name, part_name, without_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from broadsheet.adding.cleaning import Parts
    from broadsheet.adding.records import Record


def from_csl(item: dict[str, Any]) -> Record:
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
    titles = [first_of(item.get("title")), *texts_of(item.get("subtitle"))]
    return make_record(
        with_subtitle(*map(plain_of, titles)),
        chain.from_iterable(map(_csl_people, list_of(item.get("author")))),
        paragraphs_of(first_of(item.get("abstract"))),
        published=_csl_date(item),
        emphasis=tuple(chain.from_iterable(map(emphasis_in, titles))),
        dated=_as_told(item.get("issued")),
        arxiv=arxiv,
        doi=doi,
        url=clean_link(link),
        venue=published_in(*map(plain_of, venues)),
        keywords=names_once(list(map(plain_of, chain(*keywords)))),
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
    "article-magazine": "article",
    "article-newspaper": "article",
    "journal-article": "article",
    "review": "article",
    "review-book": "article",
    "paper-conference": "paper",
    "proceedings-article": "paper",
    "chapter": "chapter",
    "book-chapter": "chapter",
    "book-part": "chapter",
    "book-section": "chapter",
    "entry": "chapter",
    "entry-dictionary": "chapter",
    "entry-encyclopedia": "chapter",
    "reference-entry": "chapter",
    "book": "book",
    "classic": "book",
    "pamphlet": "book",
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


def _csl_people(author: Any) -> list[Parts]:
    """Return a name that is given as one text or in parts, and one for others where these are."""
    if isinstance(author, str):
        return people_of([text_of(author)])
    parts = {name: plain_of(text_of(part)) for name, part in object_of(author).items()}
    literal = parts.get("literal") or parts.get("name", "")
    if literal:
        return [(literal, literal, "")]
    given = with_others(parts.get("given", ""))
    bare = given.removesuffix(OTHERS)
    behind = bare_name(f"{_FAMILY}, {bare}").removeprefix(_FAMILY).strip(", ")
    name = _csl_name({**parts, "given": behind})
    return [name] if bare == given else [name, whole(OTHERS)]


_FAMILY = "Family"  # some family name, which stands before given names and what is behind them


def _csl_name(parts: Mapping[str, str]) -> Parts:
    """Return a name whose parts are told; one without given names is whole."""
    order = ("dropping-particle", "non-dropping-particle", "family")
    family = without_number(" ".join(filter(None, (parts.get(name, "") for name in order))))
    given, suffix = parts["given"], parts.get("suffix", "")
    if "," in given or is_degree(suffix):  # Crossref has `Martin Luther, Jr.` as a given name
        return part_name(", ".join(filter(None, (family, given, suffix))))
    aloud = join_name(family, given, suffix)
    return whole(aloud) if suffix else (aloud, family, given)


def _csl_date(item: dict[str, Any]) -> str:
    """Return the date of publication, or else that of the DOI."""
    names = ("issued", "published-online", "published-print", "published")
    dates = [_csl_moment(item.get(name)) for name in names]
    return most_exact(dates) or _csl_moment(item.get("created"))


def _csl_moment(value: Any) -> str:
    """Read a date of CSL-JSON: `{"date-parts": [[2023, 12]]}`, `{"raw": "2023-12"}`, a text."""
    date = object_of(value)
    parts = list_of(next(iter(list_of(date.get("date-parts"))), None))
    numbers = list(takewhile(str.isdecimal, map(text_of, parts[:3])))
    if numbers and len(numbers[0]) == len("2025"):
        return make_date(*map(int, numbers))
    return read_told(_as_told(value))


def _as_told(value: Any) -> str:
    """Return a date as the source writes it."""
    if isinstance(value, str):
        return value
    date = object_of(value)
    told = (first_of(date.get(name)) for name in ("raw", "literal", "date-time"))
    parts = list_of(next(iter(list_of(date.get("date-parts"))), None))
    return next(filter(None, told), "") or "-".join(map(text_of, parts[:1]))
