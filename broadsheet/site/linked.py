"""What pages say in JSON-LD, in the words of https://schema.org: of a paper, and of a list."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from broadsheet.content.links import doi_address, doi_of, landing_of
from broadsheet.content.names import has_group_word
from broadsheet.content.works import kind_of
from broadsheet.site import urls
from broadsheet.text.inline import title_plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from broadsheet.content.model import Paper

_TYPES = {"book": "Book", "chapter": "Chapter", "dataset": "Dataset", "report": "Report"}
_TYPES |= {"thesis": "Thesis"}


def describe_paper(paper: Paper, language: str, topics: Iterable[str]) -> str:
    """Return a paper as a ScholarlyArticle, or as what else it is; `language` is the feed's."""
    groups = {name for name, _family, given in paper.splits if not given}
    venue = {"@type": "Periodical" if kind_of(paper) == "article" else "CreativeWork"}
    doi = doi_of(paper)
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": _TYPES.get(paper.type, "ScholarlyArticle"),
        "headline": title_plain(paper.title),
        "author": [
            {"@type": "Organization" if name in groups or has_group_word(name) else "Person"}
            | {"name": name}
            for name in paper.authors
        ],
        "datePublished": paper.published,
        "isPartOf": venue | {"name": paper.venue} if paper.venue else "",
        "publisher": {"@type": "Organization", "name": paper.publisher} if paper.publisher else "",
        "inLanguage": paper.language or language,
        "keywords": ", ".join(topics),
        "url": landing_of(paper),
        "sameAs": doi_address(doi) if doi else "",
    }
    return _safe({name: value for name, value in said.items() if value})


def list_papers(base: str, slugs: Iterable[str]) -> str:
    """Return papers as an ItemList of the addresses of their pages; `base` is the site's."""
    items = [
        {"@type": "ListItem", "position": place, "url": urls.absolute(base, urls.paper(slug))}
        for place, slug in enumerate(slugs, 1)
    ]
    return _safe({"@context": "https://schema.org", "@type": "ItemList", "itemListElement": items})


def _safe(value: dict[str, Any]) -> str:
    """Return a value as JSON that may stand in a script element: nothing in it ends that."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")
