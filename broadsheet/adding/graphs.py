"""The answers of OpenAlex and of Semantic Scholar.

See https://developers.openalex.org/api-entities/works/work-object and
https://api.semanticscholar.org/api-docs/graph.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from broadsheet.adding.cleaning import (
    clean_link,
    find_ids,
    first_of,
    list_of,
    make_record,
    object_of,
    pages_between,
    paragraphs_of,
    plain_of,
    published_in,
    text_of,
    texts_of,
)
from broadsheet.adding.emphasis import emphasis_in
from broadsheet.adding.moments import read_date
from broadsheet.adding.records import names_once
from broadsheet.content.names import part_name

if TYPE_CHECKING:
    from broadsheet.adding.records import Record

_MOST_WORDS = 50_000  # of an abstract
_OPENALEX_TYPES = {
    **{name: name for name in ("article", "preprint", "book", "dataset", "report")},
    **{"book-chapter": "chapter", "dissertation": "thesis"},  # noqa: PIE800 - those by other names
}
_KINDS = {
    "JournalArticle": "article",
    "Conference": "paper",
    "Book": "book",
    "BookSection": "chapter",
    "Dataset": "dataset",
}


def from_openalex(item: dict[str, Any]) -> Record:
    """Make a record from a work of OpenAlex."""
    place = object_of(item.get("primary_location"))
    venue = plain_of(first_of(object_of(place.get("source")).get("display_name")))
    links = [first_of(place.get("landing_page_url")), first_of(place.get("pdf_url"))]
    others = [object_of(one) for one in list_of(item.get("locations"))]
    links += [first_of(one.get("landing_page_url")) for one in others]
    arxiv, doi = find_ids(first_of(item.get("doi")), *links)
    work = object_of(item.get("biblio"))
    title = first_of(item.get("title")) or first_of(item.get("display_name"))
    people = (object_of(one) for one in list_of(item.get("authorships")))
    words = [object_of(one) for one in list_of(item.get("keywords"))]
    return make_record(
        plain_of(title),
        [
            part_name(
                plain_of(
                    text_of(object_of(one.get("author")).get("display_name"))
                    or text_of(one.get("raw_author_name"))
                )
            )
            for one in people
        ],
        paragraphs_of(_abstract_of(object_of(item.get("abstract_inverted_index")))),
        emphasis=emphasis_in(title),
        published=read_date(first_of(item.get("publication_date"))),
        arxiv=arxiv,
        doi=doi,
        url=clean_link(links[0]),
        pdf=clean_link(links[1]),
        venue="" if venue.startswith("arXiv") else published_in(venue),
        type=_OPENALEX_TYPES.get(first_of(item.get("type")), ""),
        volume=first_of(work.get("volume")),
        issue=first_of(work.get("issue")),
        pages=pages_between(first_of(work.get("first_page")), first_of(work.get("last_page"))),
        language=first_of(item.get("language")),
        keywords=names_once([text_of(one.get("display_name")) for one in words]),
    )


def _abstract_of(places: dict[str, Any]) -> str:
    """Return an abstract that is told as the places of each of its words."""
    found = {
        place: word
        for word, all_places in places.items()
        for place in list_of(all_places)
        if isinstance(place, int) and 0 <= place < _MOST_WORDS
    }
    return " ".join(found[place] for place in sorted(found))


def from_semantic_scholar(item: dict[str, Any]) -> Record:
    """Make a record from a paper of Semantic Scholar."""
    ids = object_of(item.get("externalIds"))
    arxiv, doi = find_ids(first_of(ids.get("DOI")), f"arXiv:{first_of(ids.get('ArXiv'))}")
    journal = object_of(item.get("journal"))
    people = (object_of(one) for one in list_of(item.get("authors")))
    kinds = (_KINDS.get(kind, "") for kind in texts_of(item.get("publicationTypes")))
    return make_record(
        plain_of(first_of(item.get("title"))),
        [part_name(plain_of(text_of(one.get("name")))) for one in people],
        paragraphs_of(first_of(item.get("abstract"))),
        published=read_date(first_of(item.get("publicationDate")) or first_of(item.get("year"))),
        arxiv=arxiv,
        doi=doi,
        url=clean_link(first_of(item.get("url"))),
        pdf=clean_link(first_of(object_of(item.get("openAccessPdf")).get("url"))),
        venue=published_in(
            plain_of(first_of(item.get("venue"))), plain_of(first_of(journal.get("name")))
        ),
        type=next(filter(None, kinds), ""),
        volume=first_of(journal.get("volume")),
        pages=first_of(journal.get("pages")),
    )
