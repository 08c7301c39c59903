"""What docs/contribute.md says is read of arXiv's Atom and of JSON is read: column by column."""

from __future__ import annotations

import json
import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from support import ROOT

from broadsheet.adding.formats import read_records

if TYPE_CHECKING:
    from collections.abc import Collection

    from broadsheet.adding.found import Found

pytestmark = pytest.mark.repository
# What each of these says of one paper, at least all that the table names.
WHOLE: dict[str, dict[str, Any]] = {
    "CSL-JSON, Crossref, DataCite": {
        "title": "T",
        "subtitle": "Of It",
        "author": [{"family": "Lovelace", "given": "Ada"}],
        "issued": {"date-parts": [[2024, 5, 6]]},
        "DOI": "10.1000/x",
        "URL": "https://e.org/a",
        "number": "arXiv:2506.20544",
        "container-title": "A Journal",
        "event-title": "A Meeting",
        "volume": "12",
        "issue": "3",
        "page": "1-9",
        "publisher": "A Press",
        "type": "article-journal",
        "language": "de",
        "abstract": "What it is.",
        "keyword": "one, two",
        "subject": ["three"],
    },
    "Hugging Face": {
        "paper": {
            "id": "2506.20544",
            "title": "T",
            "authors": [{"name": "Ada Lovelace"}],
            "publishedAt": "2024-05-06T00:00:00.000Z",
            "summary": "What it is.",
            "githubRepo": "https://github.com/a/b",
            "projectPage": "https://e.org/p",
            "organization": {"fullname": "A Lab"},
            "ai_keywords": ["one"],
        },
        "numComments": 3,
    },
    "OpenAlex": {
        "title": "T",
        "authorships": [{"author": {"display_name": "Ada Lovelace"}}],
        "publication_date": "2024-05-06",
        "doi": "https://doi.org/10.1000/x",
        "locations": [{"landing_page_url": "https://arxiv.org/abs/2506.20544"}],
        "primary_location": {
            "landing_page_url": "https://e.org/a",
            "pdf_url": "https://e.org/a.pdf",
            "source": {"display_name": "A Journal"},
        },
        "biblio": {"volume": "12", "issue": "3", "first_page": "1", "last_page": "9"},
        "type": "article",
        "language": "de",
        "abstract_inverted_index": {"What": [0], "it": [1], "is.": [2]},
        "keywords": [{"display_name": "one"}],
    },
    "Semantic Scholar": {
        "paperId": "abc",
        "title": "T",
        "authors": [{"name": "Ada Lovelace"}],
        "publicationDate": "2024-05-06",
        "year": 2024,
        "externalIds": {"DOI": "10.1000/x"},
        "url": "https://e.org/a",
        "openAccessPdf": {"url": "https://e.org/a.pdf"},
        "venue": "A Meeting",
        "journal": {"name": "A Journal", "volume": "12", "pages": "1-9"},
        "publicationTypes": ["JournalArticle"],
        "abstract": "What it is.",
    },
}
ATOM = {
    "id": "<id>http://arxiv.org/abs/2506.20544v1</id>",
    "title": "<title>T</title>",
    "author": "<author><name>Ada Lovelace</name></author>",
    "dc:creator": "<dc:creator>Grace Hopper</dc:creator>",
    "published": "<published>2024-05-06T00:00:00Z</published>",
    "arxiv:doi": "<arxiv:doi>10.1000/x</arxiv:doi>",
    "journal_ref": "<arxiv:journal_ref>A Journal 12</arxiv:journal_ref>",
    "primary_category": '<arxiv:primary_category term="cs.CL"/>',
    "summary": "<summary>What it is.</summary>",
}
SPACES = (
    'xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
# What is taken before a field, if it is there.
BEFORE = {
    "URL": ("DOI", "number"),
    "dc:creator": ("author",),
    "event-title": ("container-title",),
    "number": ("DOI", "URL"),
    "url": ("externalIds",),
    "year": ("publicationDate",),
}


def named(column: str) -> list[str]:
    """Return all fields that the table names in a column, each once."""
    text = (ROOT / "docs/contribute.md").read_text(encoding="utf-8")
    table = text.partition("<!-- sources:begin -->")[2].partition("<!-- sources:end -->")[0]
    rows = [line.split("|") for line in table.strip().splitlines()]
    place = [cell.strip() for cell in rows[0]].index(column)
    cells = "".join(row[place] for row in rows[2:])
    return list(dict.fromkeys(re.findall(r"`([^`]+)`", cells)))


def read(data: str, name: str) -> Found:
    """Return what is read of the one record in a file."""
    (found,) = read_records(BytesIO(data.encode()), name)
    return found


def without(value: Any, names: Collection[str]) -> Any:
    """Return JSON without the fields of these names."""
    if isinstance(value, list):
        return [without(one, names) for one in value]
    if isinstance(value, dict):
        return {name: without(one, names) for name, one in value.items() if name not in names}
    return value


def atom(*gone: str) -> str:
    """Return an answer of arXiv whose one entry lacks some elements."""
    entry = "".join(element for name, element in ATOM.items() if name not in gone)
    return f"<feed {SPACES}><entry>{entry}</entry></feed>"


@pytest.mark.parametrize(
    ("column", "field"), [(column, field) for column in WHOLE for field in named(column)]
)
def test_json(column: str, field: str) -> None:
    """Each field that the table names says something that is missed without it."""
    item = without(WHOLE[column], BEFORE.get(field, ()))
    less = without(item, (field,))
    assert less != item
    found = read(json.dumps(item), "a.json")
    assert found.record is not None
    assert read(json.dumps(less), "a.json").record != found.record


@pytest.mark.parametrize("field", named("arXiv"))
def test_atom(field: str) -> None:
    """So does each element of an entry."""
    before = BEFORE.get(field, ())
    found = read(atom(*before), "a.xml")
    assert found.record is not None
    assert read(atom(*before, field), "a.xml").record != found.record
