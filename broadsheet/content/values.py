"""The values of the front matter: YAML nodes to values, by the tables in `fields`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import yaml

from broadsheet.content.fields import NAME, Field, by_name, find_advice, names_of
from broadsheet.content.forms import CATEGORY, FILE, REPOSITORY, TAG
from broadsheet.content.identifiers import bare_arxiv, bare_doi
from broadsheet.content.names import join_name
from broadsheet.content.problems import did_you_mean, errors
from broadsheet.content.scalars import (
    make_date_reader,
    make_id_reader,
    make_pattern_reader,
    read_choice,
    read_language,
    read_link,
    read_number,
    read_slug,
    read_text,
)
from broadsheet.text.dates import is_date, is_when
from broadsheet.text.plain import fold, text_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from broadsheet.content.frontmatter import Source

Values = dict[str, Any]

_SIMPLE_LIST = re.compile(r"[\w .,;'-]{1,200}")


def read_mapping(source: Source, node: yaml.Node, fields: tuple[Field, ...]) -> Values:
    """Return the valid values of a mapping; unknown, double, missing and wrong ones are reported.

    Whether there were any is to be seen in `source.problems`.
    """
    if not isinstance(node, yaml.MappingNode):
        source.report_at(
            node,
            f"here must stand lines of the form `name: value` for {', '.join(names_of(fields))}",
        )
        return {}
    known = by_name(fields)
    values: Values = {}
    seen: set[str] = set()
    for key, value in node.value:
        name = key.value if isinstance(key, yaml.ScalarNode) else ""
        field = known.get(name)
        if field is None:
            advice = find_advice(name, fields)
            cure = f": {advice}" if advice else did_you_mean(name[:60], known) or ": take it out"
            source.report_at(key, f"{fold(name)[:60] or 'this'} is no field here{cure}")
        elif name in seen:
            source.report_at(key, f"{name} stands twice: keep one of the two")
        else:
            seen.add(name)
            found = _READERS[field.kind](source, value, field)
            if found is not None:
                values[name] = found
    for field in fields:
        if field.required and field.name not in seen:
            source.report_at(node, f"{field.name} is missing: write {field.name}: {field.example}")
    return values


def _items(source: Source, node: yaml.Node, field: Field) -> list[yaml.Node] | None:
    """Return the entries of a list; None if it is no list, or has too few or too many."""
    if not isinstance(node, yaml.SequenceNode):
        source.report_at(
            node, f"{field.name} must be a list: write {field.name}: {_as_list(node, field)}"
        )
        return None
    if not node.value and field.required:
        source.report_at(node, f"{field.name} must have at least one entry: {field.example}")
        return None
    limit = field.limit if field.kind in ("names", "slugs") else 50
    if len(node.value) > limit:
        source.report_at(
            node, f"{field.name} must have at most {limit:,} entries, not {len(node.value):,}"
        )
        return None
    return list(node.value)


def _as_list(node: yaml.Node, field: Field) -> str:
    """Return a text that was meant as a list in brackets; if unclear, the field's example."""
    if not isinstance(node, yaml.ScalarNode) or not _SIMPLE_LIST.fullmatch(node.value):
        return field.example
    entries = node.value.strip()
    if field.kind == "names":
        people = re.split(r"\s*;\s*|,? and ", entries)
        if all(_FAMILY_FIRST.fullmatch(person) for person in people):
            people = [_aloud(person) for person in people]
        entries = ", ".join(people)
    return field.example if ";" in entries else f"[{entries}]"


# `Lovelace, Ada`, as in library catalogues; not `Lovelace, Jr.` or `Analytical Engines, Inc.`.
_FAMILY_FIRST = re.compile(
    r"([^\s,]+), (?!(?:jr|sr|[ivx]+|inc|ltd|llc|m\.?d|ph\.?d)\b)([^,]+)", re.IGNORECASE
)


def _aloud(name: str) -> str:
    """Return a name whose family stands first as it is read aloud; any other as it is."""
    return _FAMILY_FIRST.sub(lambda found: join_name(found[1], found[2]), name)


@lru_cache(maxsize=64)
def _item_of(field: Field) -> Field:
    """Return the field by which one entry of a list is read."""
    return Field(f"an entry of {field.name}", "text", "", "", limit=200)


def _texts(source: Source, node: yaml.Node, field: Field) -> tuple[str, ...] | None:
    """Read a list of short texts."""
    nodes = _items(source, node, field)
    if nodes is None:
        return None
    entry = _item_of(field)
    return tuple(value for item in nodes if (value := read_text(source, item, entry)) is not None)


def _names(source: Source, node: yaml.Node, field: Field) -> tuple[str, ...] | None:
    """Read a list of people's names, none twice, without "et al."."""
    nodes = _items(source, node, field)
    if nodes is None:
        return None
    names: dict[str, str] = {}
    entry = _item_of(field)
    for item in nodes:
        if isinstance(item, yaml.MappingNode):
            name = read_split(source, item)[0]
        else:
            name = read_text(source, item, entry) or ""
        if not name:
            continue
        if re.fullmatch(r"(and )?(et al\.?|others|\.\.\.|…)", name.casefold()):
            source.report_at(item, f"{name!r} is no name: write every author's name")
        elif " et al" in name.casefold() or ";" in name:
            source.report_at(item, f"{name[:80]!r} must be one name: write every author's name")
        elif text_key(name) in names:
            source.report_at(item, f"{name} stands twice in {field.name}: read once", "warning")
        else:
            if _FAMILY_FIRST.fullmatch(name) and not isinstance(item, yaml.MappingNode):
                told = f"write the name as it is read aloud: {_aloud(name)}"
                source.report_at(item, told, "warning")
            names[text_key(name)] = name
    return tuple(names.values())


def read_split(source: Source, node: yaml.Node) -> tuple[str, str, str]:
    """Read a name that is given in parts: as it is read aloud, its family, its given names.

    A group has its name alone. What is wrong is reported, and the name then empty.
    """
    parts = read_mapping(source, node, NAME)
    if parts.keys() == {"name"}:
        return parts["name"], parts["name"], ""
    if parts.keys() == {"family", "given"}:
        family, given = parts["family"], parts["given"]
        return join_name(family, given), family, given
    if len(parts) == len(node.value):  # else a part is wrong, and was reported
        source.report_at(node, "a name in parts must be {family: ..., given: ...} or {name: ...}")
    return "", "", ""


def _slugs(source: Source, node: yaml.Node, field: Field) -> tuple[str, ...] | None:
    """Read a list of slugs, none twice."""
    nodes = _items(source, node, field)
    if nodes is None:
        return None
    slugs: dict[str, None] = {}
    entry = _item_of(field)
    for item in nodes:
        slug = read_slug(source, item, entry)
        if slug in slugs:
            source.report_at(item, f"{slug} stands twice in {field.name}: keep one")
        elif slug is not None:
            slugs[slug] = None
    return tuple(slugs)


def _mapping(source: Source, node: yaml.Node, field: Field) -> Values | None:
    """Read a field that has fields of its own; with an error in one of them there is no value."""
    if not isinstance(node, yaml.MappingNode):
        source.report_at(node, f"{field.name} must be of the form {field.example}")
        return None
    before = len(source.problems)
    values = read_mapping(source, node, field.fields)
    return None if errors(source.problems[before:]) else values


_READERS: dict[str, Callable[[Source, yaml.Node, Field], Any]] = {
    "text": read_text,
    "prose": read_text,
    "markdown": read_text,
    "names": _names,
    "slug": read_slug,
    "slugs": _slugs,
    "texts": _texts,
    "date": make_date_reader(is_date),
    "when": make_date_reader(is_when),
    "language": read_language,
    "arxiv": make_id_reader(bare_arxiv),
    "doi": make_id_reader(bare_doi),
    "category": make_pattern_reader(CATEGORY),
    "link": read_link,
    "number": read_number,
    "file": make_pattern_reader(FILE),
    "choice": read_choice,
    "repository": make_pattern_reader(REPOSITORY),
    "tag": make_pattern_reader(TAG),
    "mapping": _mapping,
}
