"""The values of the front matter: YAML nodes to values, by the tables in `fields`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import yaml

from broadsheet.content.fields import NAME, Field, by_name, find_advice, names_of
from broadsheet.content.forms import (
    CATEGORY,
    CATEGORY_ID,
    MAIL,
    REPOSITORY,
    REPOSITORY_ID,
    SENDER,
    TAG,
    UNSUBSCRIBE,
)
from broadsheet.content.frontmatter import line_and_column, quote
from broadsheet.content.identifiers import LINK, bare_arxiv, bare_doi
from broadsheet.content.names import is_full, is_plain, join_name
from broadsheet.content.naming import (
    find_address,
    find_end_of_firm,
    find_fault,
    find_halves,
    part_names,
)
from broadsheet.content.problems import did_you_mean, errors
from broadsheet.content.scalars import (
    make_date_reader,
    make_id_reader,
    make_pattern_reader,
    read_choice,
    read_file,
    read_language,
    read_link,
    read_number,
    read_slug,
    read_switch,
    read_text,
)
from broadsheet.text.dates import is_date, is_when
from broadsheet.text.plain import fold, text_key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from broadsheet.content.frontmatter import Source

Values = dict[str, Any]

_SIMPLE_LIST = re.compile(r"[\w .,;'’，、；&-]{1,200}")


_LONGEST_ENTRY = 200
_GUESSED = 50  # unknown fields of a file for which it is guessed what was meant


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
    unknown = 0
    parted = _find_parted(source, node, known)
    for key, value in node.value:
        name = key.value if isinstance(key, yaml.ScalarNode) else ""
        field = known.get(name)
        if key in parted:
            if message := parted[key]:
                source.report_at(key, message)
        elif field is None:
            unknown += 1
            near = known if unknown <= _GUESSED else ()
            advice = find_advice(name, fields)
            cure = f": {advice}" if advice else did_you_mean(name[:60], near) or ": take it out"
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


def _find_parted(
    source: Source, node: yaml.MappingNode, known: Mapping[str, Field]
) -> dict[yaml.Node, str]:
    """Find the keys in braces that are parts of a value, which its commas have cut.

    The first part of each value comes with what is to be said of it.
    """
    runs: list[list[tuple[Any, Any]]] = []
    for key, value in node.value if node.flow_style else ():
        if runs and _is_plain_text(runs[-1][0][1]) and _is_part(key, value, known):
            runs[-1].append((key, value))
        else:
            runs.append([(key, value)])
    found: dict[yaml.Node, str] = {}
    for (key, value), *parts in runs:
        if parts:
            text = source.head[value.start_mark.index : parts[-1][0].end_mark.index]
            whole = f"{key.value}: {quote(fold(text))}"
            found |= dict.fromkeys([one for one, _ in parts], "")
            found[parts[0][0]] = f"a value with a comma must stand in quotes: write {whole}"
    return found


def _is_plain_text(value: yaml.Node) -> bool:
    """Return whether a value stands without quotes."""
    return isinstance(value, yaml.ScalarNode) and not value.style and value.value != ""


def _is_part(key: yaml.Node, value: yaml.Node, known: Mapping[str, Field]) -> bool:
    """Return whether what YAML takes for a field without a value is none."""
    is_empty = isinstance(value, yaml.ScalarNode) and not value.value and not value.style
    return isinstance(key, yaml.ScalarNode) and key.value not in known and is_empty


def _items(source: Source, node: yaml.Node, field: Field) -> list[yaml.Node] | None:
    """Return the entries of a list; None if it is no list, or has too few or too many."""
    if not isinstance(node, yaml.SequenceNode):
        if hyphen := _HYPHEN.match(node.value if isinstance(node, yaml.ScalarNode) else ""):
            message = (
                f"an entry of a list begins with a hyphen and a plain space: write - {hyphen[1]}"
            )
            source.report_at(node, message)
            return None
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
    return [item for item in node.value if not _report_indent(source, item)]


_HYPHEN = re.compile(r"-\s?(\w(?:(?!\s-)[^\n]){0,80})")


def _report_indent(source: Source, node: yaml.Node) -> bool:
    """Report a hyphen that YAML takes for a part of the entry above, since it stands deeper."""
    if not isinstance(node, yaml.ScalarNode) or node.style:
        return False
    raw = source.head[node.start_mark.index : node.end_mark.index]
    hyphen = _DEEPER.search(raw) if "\n" in raw else None
    if hyphen:
        read = fold(node.value)[:80]
        told = f"it is read as one entry {read!r}"
        message = f"this line must be indented like those before it: {told}"
        at = node.start_mark.index + hyphen.end() - 1
        source.report(*line_and_column(source.head, at), message)
    return hyphen is not None


_DEEPER = re.compile(r"\n[ \t]*-(?=[ \t])")


def _as_list(node: yaml.Node, field: Field) -> str:
    """Return a text that was meant as a list in brackets; if unclear, the field's example."""
    if not isinstance(node, yaml.ScalarNode) or not _SIMPLE_LIST.fullmatch(node.value):
        return field.example
    entries = node.value.strip()
    if field.kind == "names":
        parts = part_names(entries)
        if any(find_fault(name, "") or _INITIALS.fullmatch(name) for name in parts):
            return field.example
        entries = ", ".join(parts)
    return field.example if ";" in entries else f"[{entries}]"


_INITIALS = re.compile(r"(?:[^\W\d_]\.[ -]?)+")


@lru_cache(maxsize=64)
def _item_of(field: Field) -> Field:
    """Return the field by which one entry of a list is read."""
    return Field(f"an entry of {field.name}", "text", "", "", limit=_LONGEST_ENTRY)


def _text(source: Source, node: yaml.Node, field: Field) -> str | None:
    """Read a text; one that tells who brought the paper holds no address of e-mail."""
    text = read_text(source, node, field)
    if field.name != "submitted_by" or not text or "@" not in text:
        return text
    fault = find_address(text, repr(text[:80]))
    if fault:
        source.report_at(node, f"submitted_by: {fault.message}")
    return None if fault else text


def _texts(source: Source, node: yaml.Node, field: Field) -> tuple[str, ...] | None:
    """Read a list of short texts."""
    nodes = _items(source, node, field)
    if nodes is None:
        return None
    entry = _item_of(field)
    texts = [(item, read_text(source, item, entry)) for item in nodes]
    for before, (item, text) in zip([None, *texts], texts, strict=False):
        name = text if text and field.name == "organizations" else ""
        if fault := find_end_of_firm(name, (before and before[1]) or ""):
            source.report_at(item, *fault)
    return tuple(text for _, text in texts if text is not None)


def _names(source: Source, node: yaml.Node, field: Field) -> tuple[str, ...] | None:
    """Read a list of people's names, none twice, each written as it is read aloud."""
    nodes = _items(source, node, field)
    if nodes is None:
        return None
    names: dict[str, str] = {}
    before = ""
    entry = _item_of(field)
    for item in nodes:
        if _is_plain(item):
            name, good = item.value, True  # as would come out below
        else:
            parted = isinstance(item, yaml.MappingNode)
            name = read_split(source, item)[0] if parted else read_text(source, item, entry) or ""
            good = bool(name) and not _report_fault(source, item, name, before)
            _report_lines(source, item)
        if good:
            key = text_key(name)
            if key in names:
                source.report_at(item, f"{name} stands twice in {field.name}: read once", "warning")
            names.setdefault(key, name)
        before = name
    halves = find_halves([str(item.value) for item in nodes])
    if halves:
        source.report_at(node, *halves)
    return tuple(names.values())


def _is_plain(node: yaml.Node) -> bool:
    """Return whether an entry is a plain name as it stands in the file: as long, and not too long.

    So it has neither quotes nor an anchor, and no white space to fold.
    """
    length = node.end_mark.index - node.start_mark.index
    return (
        isinstance(node, yaml.ScalarNode)
        and len(node.value) == length <= _LONGEST_ENTRY
        and is_plain(node.value)
    )


def _report_lines(source: Source, node: yaml.Node) -> None:
    """Warn of an entry whose lines are names: what parts them was forgotten, most likely."""
    if not isinstance(node, yaml.ScalarNode) or node.start_mark.line == node.end_mark.line:
        return
    raw = source.head[node.start_mark.index : node.end_mark.index]
    lines = [line.strip() for line in raw.split("\n")]
    if all(map(is_full, lines)):
        first, second = (line[:80] for line in lines[:2])
        message = f"{first} and {second} are read as one name: put a comma or a hyphen between them"
        source.report_at(node, message, "warning")


def _report_fault(source: Source, node: yaml.Node, name: str, before: str) -> bool:
    """Report what is wrong with a name, and return whether it cannot be read.

    A name in parts is what its author says that it is.
    """
    fault = None if isinstance(node, yaml.MappingNode) else find_fault(name, before)
    if fault:
        source.report_at(node, *fault)
    return fault is not None and fault.severity == "error"


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
    """Read a list of slugs, none twice.

    What stands in place of one that other files have is told by who knows these.
    """
    nodes = _items(source, node, field)
    if nodes is None:
        return None
    slugs: dict[str, None] = {}
    entry = _item_of(field)
    for item in nodes:
        read = read_text if field.name in _OF_OTHERS else read_slug
        slug = read(source, item, entry)
        if slug in slugs:
            source.report_at(item, f"{slug} stands twice in {field.name}: keep one")
        elif slug is not None:
            slugs[slug] = None
    return tuple(slugs)


_OF_OTHERS = ("topics", "papers", "order")


def _mapping(source: Source, node: yaml.Node, field: Field) -> Values | None:
    """Read a field that has fields of its own; with an error in one of them there is no value."""
    if not isinstance(node, yaml.MappingNode):
        source.report_at(node, f"{field.name} must be of the form {_as_mapping(node, field)}")
        return None
    before = len(source.problems)
    values = read_mapping(source, node, field.fields)
    return None if errors(source.problems[before:]) else values


def _as_mapping(node: yaml.Node, field: Field) -> str:
    """Return an address that was meant as the field's one address; if unclear, the example."""
    links = [one.name for one in field.fields if one.kind == "link"]
    others = [one.name for one in field.fields if one.required and one.name not in links]
    is_link = isinstance(node, yaml.ScalarNode) and LINK.fullmatch(node.value)
    return f'{{{links[0]}: "{node.value}"}}' if is_link and links and not others else field.example


_READERS: dict[str, Callable[[Source, yaml.Node, Field], Any]] = {
    "text": _text,
    "title": read_text,
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
    "switch": read_switch,
    "file": read_file,
    "choice": read_choice,
    "repository": make_pattern_reader(REPOSITORY),
    "repository_id": make_pattern_reader(REPOSITORY_ID),
    "category_id": make_pattern_reader(CATEGORY_ID),
    "mail": make_pattern_reader(MAIL),
    "sender": make_pattern_reader(SENDER),
    "unsubscribe": make_pattern_reader(UNSUBSCRIBE),
    "tag": make_pattern_reader(TAG),
    "mapping": _mapping,
}
