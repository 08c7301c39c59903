"""The values of the front matter: a node and a field give a value, or a problem and none."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import yaml

from broadsheet.content.fields import Field, by_name, names_of
from broadsheet.content.forms import CATEGORY, FILE, REPOSITORY, TAG, as_in, must_be
from broadsheet.content.identifiers import LINK, SLUG, SLUG_LIMIT, bare_arxiv, bare_doi
from broadsheet.content.problems import did_you_mean
from broadsheet.text.dates import is_date
from broadsheet.text.plain import fold, make_slug, text_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from broadsheet.content.frontmatter import Source

Values = dict[str, Any]

_NOT_IN_LINK = re.compile(r"[\s\x00-\x1f\x7f<>\"\\^`{|}]")
# An odd backslash before a letter, `0` or `_`: YAML makes a control character or a space of it.
_LOST_ESCAPE = re.compile(r"(?<!\\)(?:\\\\)*\\[A-Za-z0_]")
_SIMPLE_LIST = re.compile(r"[\w .,;'-]{1,200}")


def read_mapping(source: Source, node: yaml.Node, fields: tuple[Field, ...]) -> Values:
    """Read a mapping's fields; what is unknown, double, missing or wrong is reported.

    Only good values are in the answer, so whether all is well is told by `source.problems`.
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
            cure = did_you_mean(name[:60], known) or ": take it out"
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


def _scalar(source: Source, node: yaml.Node, field: Field) -> str | None:
    """Give the text of a scalar, without the white space around it."""
    if not isinstance(node, yaml.ScalarNode):
        cure = (
            ": a text with a colon must stand in quotes"
            if isinstance(node, yaml.MappingNode)
            else ""
        )
        source.report_at(node, f"{field.name} must be one text{as_in(field)}{cure}")
        return None
    first = source.head[node.start_mark.index : node.start_mark.index + 1]
    if first in ("&", "!"):  # YAML's anchors and tags, which would vanish
        source.report_at(node, f"a value that begins with {first} must stand in quotes")
        return None
    value = node.value.strip()
    if not value:
        cure = f"write {field.name}: {field.example}, or leave it out"
        if field.kind == "prose":
            cure = f"write {field.about[:1].lower()}{field.about[1:].rstrip('.')}"
        elif not field.example:
            cure = "take it out"
        elif field.required:
            cure = f"write {field.name}: {field.example}"
        source.report_at(node, f"{field.name} is empty: {cure}")
        return None
    if node.style == '"' and "\\" in source.head:
        raw = source.head[node.start_mark.index : node.end_mark.index]
        if _LOST_ESCAPE.search(raw):
            source.report_at(
                node,
                f"a backslash is lost in double quotes: put {field.name} in single quotes"
                " or in a >- block",
            )
            return None
    return str(value)


def _text(source: Source, node: yaml.Node, field: Field) -> str | None:
    """Read a text for people, its white space folded."""
    value = _scalar(source, node, field)
    if value is None:
        return None
    if len(value) > field.limit:
        source.report_at(
            node, f"{field.name} must have at most {field.limit:,} characters, not {len(value):,}"
        )
        return None
    return value if field.kind == "markdown" else fold(value)


def _matching(pattern: re.Pattern[str]) -> Callable[[Source, yaml.Node, Field], str | None]:
    """Make a reader of texts that match a pattern."""

    def read(source: Source, node: yaml.Node, field: Field) -> str | None:
        value = _scalar(source, node, field)
        if value is not None and not (pattern.fullmatch(value) and len(value) <= field.limit):
            source.report_at(node, f"{must_be(field)}, not {value[:80]!r}")
            return None
        return value

    return read


def _date(source: Source, node: yaml.Node, field: Field) -> str | None:
    """Read a day that exists."""
    value = _scalar(source, node, field)
    if value is None or is_date(value):
        return value
    source.report_at(node, f"{must_be(field)}, not {value[:40]!r}")
    return None


def _bare(find: Callable[[str], str]) -> Callable[[Source, yaml.Node, Field], str | None]:
    """Make a reader of ids that also takes them out of addresses, with a warning."""

    def read(source: Source, node: yaml.Node, field: Field) -> str | None:
        value = _scalar(source, node, field)
        if value is None:
            return None
        bare = find(value)
        if not bare:
            source.report_at(node, f"{must_be(field)}, not {value[:80]!r}")
            return None
        if bare != value:
            source.report_at(node, f"{field.name} is read as {bare!r}: write it so", "warning")
        return bare

    return read


def _link(source: Source, node: yaml.Node, field: Field) -> str | None:
    """Read an address on the web."""
    value = _scalar(source, node, field)
    if value is None or (LINK.fullmatch(value) and len(value) <= field.limit):
        return value
    source.report_at(node, _link_advice(value, field))
    return None


def _link_advice(value: str, field: Field) -> str:
    """Say what an address must be that is none."""
    advice = must_be(field)
    if re.match(r"https?://[^/?#]", value, re.IGNORECASE):
        strange = _NOT_IN_LINK.search(value)
        if strange:
            letter = "white space" if strange.group().isspace() else strange.group()
            return f"{field.name} must be one address, without {letter} in it"
        if len(value) > field.limit:
            limit = f"at most {field.limit:,} characters, not {len(value):,}"
            return f"{field.name} must have {limit}"
        form = "of the form https://host/path, without user name or password"
        return f"{field.name} must be an address {form}"
    if re.match(r"https?[:/]+\w", value):
        scheme, rest = re.split(r"[:/]+", value, maxsplit=1)
        return f"{advice}: write {scheme}://{rest[:200]}"
    if re.fullmatch(r"[\w-]+(\.[\w-]+)+(/\S*)?", value):
        return f"{advice}: write https://{value[:200]}"
    return advice


def _number(source: Source, node: yaml.Node, field: Field) -> int | None:
    """Read a whole number from 0 to a million."""
    value = _scalar(source, node, field)
    if value is not None and not re.fullmatch(r"[0-9]{1,6}", value):
        source.report_at(node, f"{field.name} must be a whole number, as in {field.example}")
        return None
    return None if value is None else int(value)


def _choice(source: Source, node: yaml.Node, field: Field) -> str | None:
    """Read one of a few words."""
    value = _scalar(source, node, field)
    if value is None or value in field.choices:
        return value
    source.report_at(
        node,
        f"{field.name} must be one of {', '.join(field.choices)}"
        f"{did_you_mean(value, field.choices)}",
    )
    return None


def _items(source: Source, node: yaml.Node, field: Field) -> list[yaml.Node] | None:
    """Give the nodes of a list of texts."""
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
    """Give what was meant as a list, in brackets; where that is not clear, the field's example."""
    if not isinstance(node, yaml.ScalarNode) or not _SIMPLE_LIST.fullmatch(node.value):
        return field.example
    entries = node.value.strip()
    if field.kind == "names":
        people = re.split(r"\s*;\s*|,? and ", entries)
        if all(_FAMILY_FIRST.fullmatch(person) for person in people):
            people = [_FAMILY_FIRST.sub(r"\2 \1", person) for person in people]
        entries = ", ".join(people)
    return field.example if ";" in entries else f"[{entries}]"


# `Lovelace, Ada`, as libraries write it; but not `Lovelace, Jr.` or `Analytical Engines, Inc.`.
_FAMILY_FIRST = re.compile(
    r"([^\s,]+), (?!(?:jr|sr|[ivx]+|inc|ltd|llc|m\.?d|ph\.?d)\b)([^,]+)", re.IGNORECASE
)


@lru_cache(maxsize=64)
def _item_of(field: Field) -> Field:
    """Give the field that one entry of a list is."""
    return Field(f"an entry of {field.name}", "text", "", "", limit=200)


def _texts(source: Source, node: yaml.Node, field: Field) -> tuple[str, ...] | None:
    """Read a list of short texts."""
    nodes = _items(source, node, field)
    if nodes is None:
        return None
    entry = _item_of(field)
    return tuple(value for item in nodes if (value := _text(source, item, entry)) is not None)


def _names(source: Source, node: yaml.Node, field: Field) -> tuple[str, ...] | None:
    """Read people's names: each by itself, none twice, no "et al."."""
    nodes = _items(source, node, field)
    if nodes is None:
        return None
    names: dict[str, str] = {}
    entry = _item_of(field)
    for item in nodes:
        name = _text(source, item, entry)
        if name is None:
            continue
        if re.fullmatch(r"(and )?(et al\.?|others|\.\.\.|…)", name.casefold()):
            source.report_at(item, f"{name!r} is no name: write every author's name")
        elif " et al" in name.casefold() or ";" in name:
            source.report_at(item, f"{name[:80]!r} must be one name: write every author's name")
        elif text_key(name) in names:
            source.report_at(item, f"{name} stands twice in {field.name}: read once", "warning")
        else:
            if _FAMILY_FIRST.fullmatch(name):
                aloud = _FAMILY_FIRST.sub(r"\2 \1", name)
                source.report_at(item, f"write the name as it is read aloud: {aloud}", "warning")
            names[text_key(name)] = name
    return tuple(names.values())


def _slug(source: Source, node: yaml.Node, field: Field) -> str | None:
    """Read the name of a file or of a topic."""
    value = _scalar(source, node, field)
    if value is None or (SLUG.fullmatch(value) and len(value) <= SLUG_LIMIT):
        return value
    better = make_slug(value[:SLUG_LIMIT])
    cure = f": write {better}" if better and better != value else ""
    if len(value) > SLUG_LIMIT:
        cure = f", at most {SLUG_LIMIT} characters"
    source.report_at(
        node,
        f"{field.name} must be lower-case letters, digits and single hyphens{cure},"
        f" not {value[:80]!r}",
    )
    return None


def _slugs(source: Source, node: yaml.Node, field: Field) -> tuple[str, ...] | None:
    """Read a list of slugs, none twice."""
    nodes = _items(source, node, field)
    if nodes is None:
        return None
    slugs: dict[str, None] = {}
    entry = _item_of(field)
    for item in nodes:
        slug = _slug(source, item, entry)
        if slug in slugs:
            source.report_at(item, f"{slug} stands twice in {field.name}: keep one")
        elif slug is not None:
            slugs[slug] = None
    return tuple(slugs)


def _mapping(source: Source, node: yaml.Node, field: Field) -> Values | None:
    """Read a field that has fields of its own; half of one is none."""
    if not isinstance(node, yaml.MappingNode):
        source.report_at(node, f"{field.name} must be of the form {field.example}")
        return None
    before = len(source.problems)
    values = read_mapping(source, node, field.fields)
    failed = any(problem.severity == "error" for problem in source.problems[before:])
    return None if failed else values


_READERS: dict[str, Callable[[Source, yaml.Node, Field], Any]] = {
    "text": _text,
    "prose": _text,
    "markdown": _text,
    "names": _names,
    "slug": _slug,
    "slugs": _slugs,
    "texts": _texts,
    "date": _date,
    "arxiv": _bare(bare_arxiv),
    "doi": _bare(bare_doi),
    "category": _matching(CATEGORY),
    "link": _link,
    "number": _number,
    "file": _matching(FILE),
    "choice": _choice,
    "repository": _matching(REPOSITORY),
    "tag": _matching(TAG),
    "mapping": _mapping,
}
