"""A paper as an item of CSL-JSON: https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from broadsheet.content.links import landing_of
from broadsheet.content.places import KEY, TOPICS
from broadsheet.content.works import is_preprint, kind_of
from broadsheet.text.inline import title_plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from broadsheet.content.model import Paper
    from broadsheet.content.names import Names

_TYPES = {
    "article": "article-journal",
    "paper": "paper-conference",
    "chapter": "chapter",
    "book": "book",
    "thesis": "thesis",
    "report": "report",
    "dataset": "dataset",
}
# Kinds whose number is that of an article in its venue, and no preprint's.
_NUMBERED = ("article", "paper", "chapter")


def csl(paper: Paper, names: Names) -> str:
    """Return a paper's item as JSON, with places for its key and its topics."""
    item: dict[str, Any] = {
        "id": KEY,
        "type": _TYPES.get(kind_of(paper), "article"),
        "genre": "Preprint" if is_preprint(paper) else "",
        "title": title_plain(paper.title),
        "author": [_name(*parts) for parts in names],
        "issued": {"date-parts": [[int(part) for part in paper.published.split("-") if part]]},
        "container-title": paper.venue,
        "volume": paper.volume,
        "issue": paper.issue,
        "page": paper.pages,
        "publisher": paper.publisher,
        ("note" if kind_of(paper) in _NUMBERED else "number"): (
            f"arXiv:{paper.arxiv}" if paper.arxiv else ""
        ),
        "DOI": paper.doi,
        "URL": landing_of(paper),
        "language": paper.language,
    }
    told = {name: value for name, value in item.items() if value}
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return f"{text.replace(json.dumps(KEY)[1:-1], KEY, 1)[:-1]}{TOPICS}}}"


def csl_topics(names: Iterable[str]) -> str:
    """Return the topics of an item, to follow its other properties."""
    told = ", ".join(names)
    return f',"keyword":{json.dumps(told, ensure_ascii=False)}' if told else ""


def _name(family: str, given: str, suffix: str) -> dict[str, str]:
    """Return a name in parts; one without given names is whole."""
    if not given:
        return {"literal": family}
    return {"family": family, "given": given, **({"suffix": suffix} if suffix else {})}
