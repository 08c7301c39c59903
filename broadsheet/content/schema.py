"""JSON Schemas of what people write, for editors that complete and check while one types.

They are made from the tables in `fields`, so that they always agree with the reader.
JSON Schema 2020-12: https://json-schema.org/draft/2020-12.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from broadsheet.content import fields as tables
from broadsheet.content.forms import form_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from broadsheet.content.fields import Field

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TABLES = {
    "paper": tables.PAPER,
    "day": tables.DAY,
    "collection": tables.COLLECTION,
    "topics": tables.TOPIC,
    "authors": tables.AUTHOR,
    "site": tables.SITE,
}
SCHEMAS = tuple(_TABLES)
_ABOUT = {
    "paper": "The front matter of a paper: content/YYYY/MM/DD/NAME.md",
    "day": "The front matter of the note on a day: content/YYYY/MM/DD/index.md",
    "collection": "The front matter of a collection: content/collections/NAME.md",
    "topics": "The closed list of topics: content/topics.yaml",
    "authors": "Older addresses of authors: content/authors.yaml",
    "site": "What the site says of itself: content/site.yaml",
}


def make_schema(name: str, topics: Iterable[str]) -> dict[str, Any]:
    """Return the schema of one of SCHEMAS; `topics` are the slugs that a paper may have."""
    made = _mapping(_TABLES[name], tuple(topics) if name == "paper" else ())
    if name == "paper":
        made["anyOf"] = [{"required": [one]} for one in ("arxiv", "doi", "url")]
    if name in ("topics", "authors"):
        made = {"type": "array", "items": made}
    return {"$schema": DIALECT, "title": _ABOUT[name], **made}


def _mapping(fields: tuple[Field, ...], topics: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the schema of lines of the form `name: value`."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [field.name for field in fields if field.required],
        "properties": {
            field.name: {
                "description": field.about,
                **({"examples": [field.example]} if field.kind not in _NESTED else {}),
                **_value(field, topics if field.name == "topics" else ()),
            }
            for field in fields
        },
    }


_NESTED = ("mapping", "names", "texts", "slugs", "prose", "markdown")


def _value(field: Field, topics: tuple[str, ...]) -> dict[str, Any]:
    """Return the schema of a field's value."""
    if field.kind == "mapping":
        return _mapping(field.fields)
    if field.kind in ("names", "texts", "slugs"):
        entry: dict[str, Any] = {"type": "string", "minLength": 1}
        if field.kind == "slugs":
            entry = (
                {"enum": list(topics)} if topics else {"type": "string", "pattern": _whole(field)}
            )
        if field.kind == "names":
            entry = {"anyOf": [entry, _mapping(tables.NAME)]}
        return {"type": "array", "items": entry, "uniqueItems": True}
    if field.kind == "choice":
        return {"enum": list(field.choices)}
    if field.kind == "switch":
        return {"type": "boolean"}
    # To YAML 2506.20544 is a number and 2025-06-25 a date; to the reader both are strings.
    made: dict[str, Any] = {"type": ["string", "number"], "maxLength": field.limit}
    if form_of(field):
        made["pattern"] = _whole(field)
    return made


def _whole(field: Field) -> str:
    """Return the regular expression of a field's whole value."""
    return f"^(?:{form_of(field)})$"
