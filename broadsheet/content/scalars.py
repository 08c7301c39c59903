"""The values of fields that hold one text: a title, a date, an id, an address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

from broadsheet.content.forms import FILE, as_in, must_be
from broadsheet.content.identifiers import LINK, SLUG_LIMIT, is_slug
from broadsheet.content.problems import did_you_mean
from broadsheet.text.languages import join_lines, language_tag
from broadsheet.text.plain import fold, make_slug

if TYPE_CHECKING:
    from collections.abc import Callable

    from broadsheet.content.fields import Field
    from broadsheet.content.frontmatter import Source

    Reader = Callable[[Source, yaml.Node, Field], str | None]

_NOT_IN_LINK = re.compile(r"[\s\x00-\x1f\x7f<>\"\\^`{|}]")
_WRAPPED = re.compile(r"\[[^\[\]]*\]\((?P<link>\S+)\)|<(?P<bare>\S+)>")  # as Markdown does
# An odd backslash before a letter, `0` or `_`: YAML makes a control character or a space of it.
_LOST_ESCAPE = re.compile(r"(?<!\\)(?:\\\\)*\\[A-Za-z0_]")


def _scalar(source: Source, node: yaml.Node, field: Field) -> str | None:
    """Return the text of a scalar without surrounding white space; None if it is invalid."""
    if not isinstance(node, yaml.ScalarNode):
        cure = (
            ": a text with a colon must stand in quotes"
            if isinstance(node, yaml.MappingNode)
            else ""
        )
        source.report_at(node, f"{field.name} must be one text{as_in(field)}{cure}")
        return None
    first = source.head[node.start_mark.index : node.start_mark.index + 1]
    if first in ("&", "!"):  # YAML's anchors and tags, which would be dropped
        source.report_at(node, f"a value that begins with {first} must stand in quotes")
        return None
    value = node.value.strip()
    if not value and field.awaited:
        return None
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


def read_text(source: Source, node: yaml.Node, field: Field) -> str | None:
    """Read a text, with its white space folded unless it is Markdown."""
    value = _scalar(source, node, field)
    if value is None:
        return None
    if len(value) > field.limit:
        source.report_at(node, _too_long(value, field))
        return None
    if field.kind == "markdown":
        return value
    if value.isascii() or not isinstance(node, yaml.ScalarNode):
        return fold(value)
    joined = _joined(source, node, value)
    is_read = field.kind in ("title", "prose") or field.name in _READ
    return _fold_but_no_break(joined) if is_read else fold(joined)


# Texts, beside titles and prose, that readers read and nothing is looked up by.
_READ = frozenset(["venue", "publisher", "alt", "tagline"])
_NO_BREAK = frozenset("\u00a0\u202f")
_SPACES = re.compile(r"\s+")
_BETWEEN_LETTERS = re.compile(r"(?<=[^\W\d_])[ \u00a0\u202f](?=[^\W\d_])")
_PASTED = 4  # no-break spaces between words, from which a text may have no others


def _fold_but_no_break(text: str) -> str:
    """Fold white space, but leave no-break spaces, which are meant: « oui » ? 10 000 km.

    They are not where most words of a text are parted by them, as some programs copy it.
    """
    if _NO_BREAK.isdisjoint(text):
        return fold(text)
    text = _SPACES.sub(lambda run: run[0] if run[0] in _NO_BREAK else " ", text.strip())
    gaps = _BETWEEN_LETTERS.findall(text)
    plain = gaps.count(" ")
    if len(gaps) - plain >= max(_PASTED, plain):
        return _BETWEEN_LETTERS.sub(" ", text)
    return text


def _too_long(value: str, field: Field) -> str:
    """Return the message for a text that is longer than it may be."""
    return f"{field.name} must have at most {field.limit:,} characters, not {len(value):,}"


def _joined(source: Source, node: yaml.ScalarNode, value: str) -> str:
    """Return a text whose lines join without a space where its script has none between words.

    YAML has made spaces of the line breaks; the file tells where these were.
    """
    raw = source.head[node.start_mark.index : node.end_mark.index]
    if "\n" not in raw or node.style in ("'", '"'):
        return value
    return join_lines(raw.partition("\n")[2] if node.style in ("|", ">") else raw)


def make_pattern_reader(pattern: re.Pattern[str]) -> Reader:
    """Return a function that reads texts which match a pattern."""

    def read(source: Source, node: yaml.Node, field: Field) -> str | None:
        value = _scalar(source, node, field)
        if value is None:
            return None
        if len(value) > field.limit:
            source.report_at(node, _too_long(value, field))
            return None
        if not pattern.fullmatch(value):
            source.report_at(node, f"{must_be(field)}, not {value[:80]!r}")
            return None
        return value

    return read


def read_file(source: Source, node: yaml.Node, field: Field) -> str | None:
    """Read the name of a figure's file; one that is none in addresses is answered with another."""
    value = _scalar(source, node, field)
    if value is None or (FILE.fullmatch(value) and len(value) <= field.limit):
        return value
    stem, _, ending = value.rpartition(".")
    better = better_file(value)
    if better == f"{stem}.{ending.lower()}":
        message = f"{field.name} must end in small letters: call the picture {better}, and write so"
        source.report_at(node, message)
    elif better:
        message = (
            f"{field.name} must be of A-Z, a-z, 0-9, hyphens, dots and underscores alone: call the"
            f" picture {better}, and write so"
        )
        source.report_at(node, message)
    else:
        source.report_at(node, f"{must_be(field)}, not {value[:80]!r}")
    return None


def better_file(name: str) -> str:
    """Return what to call a picture that has no name for a figure; empty if it can be none."""
    stem, _, ending = name.rpartition(".")
    kept = f"{stem}.{ending.lower()}"
    better = kept if FILE.fullmatch(kept) else f"{make_slug(stem) or 'figure'}.{ending.lower()}"
    return better if "/" not in name and FILE.fullmatch(better) else ""


def make_date_reader(exists: Callable[[str], bool]) -> Reader:
    """Return a function that reads dates, or what else there is of a calendar."""

    def read(source: Source, node: yaml.Node, field: Field) -> str | None:
        value = _scalar(source, node, field)
        if value is None or exists(value):
            return value
        source.report_at(node, f"{must_be(field)}, not {value[:40]!r}")
        return None

    return read


def read_language(source: Source, node: yaml.Node, field: Field) -> str | None:
    """Read a language's tag; a name or another form is answered with the tag."""
    value = _scalar(source, node, field)
    if value is None:
        return None
    tag = language_tag(value)
    if tag != value:
        cure = f": write {tag}" if tag else as_in(field)
        source.report_at(node, f"{field.name} must be a BCP 47 tag{cure}, not {value[:40]!r}")
        return None
    return value


def make_id_reader(find: Callable[[str], str]) -> Reader:
    """Return a function that reads ids, also those within addresses, with a warning."""

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


def read_link(source: Source, node: yaml.Node, field: Field) -> str | None:
    """Read a URL; `&` is no `&amp;` in one."""
    value = _scalar(source, node, field)
    if value and "&amp;" in value:
        value = value.replace("&amp;", "&")
        source.report_at(node, f"{field.name} is read as {value[:80]!r}: write it so", "warning")
    if value is None or (LINK.fullmatch(value) and len(value) <= field.limit):
        return value
    source.report_at(node, _link_advice(value, field))
    return None


def _link_advice(value: str, field: Field) -> str:
    """Return the message for an invalid URL."""
    advice = must_be(field)
    if re.match(r"https?://[^/?#]", value, re.IGNORECASE):
        strange = _NOT_IN_LINK.search(value)
        if strange:
            letter = "white space" if strange.group().isspace() else strange.group()
            return f"{field.name} must be one address, without {letter} in it"
        if len(value) > field.limit:
            return _too_long(value, field)
        form = "of the form https://host/path, without user name or password"
        return f"{field.name} must be an address {form}"
    meant = _address_meant(value)
    return f"{advice}: write {meant}" if meant else advice


def _address_meant(value: str) -> str:
    """Return the address that is meant by what is almost one; empty if none is."""
    wrapped = _WRAPPED.fullmatch(value)
    address = wrapped["link"] or wrapped["bare"] if wrapped else ""
    if LINK.fullmatch(address):
        return str(address)
    if re.match(r"https?[:/]+\w", value):
        scheme, rest = re.split(r"[:/]+", value, maxsplit=1)
        return f"{scheme}://{rest[:200]}"
    if re.fullmatch(r"[\w-]+(\.[\w-]+)+(/\S*)?", value):
        return f"https://{value[:200]}"
    return ""


def read_number(source: Source, node: yaml.Node, field: Field) -> int | None:
    """Read an integer of at most six digits."""
    value = _scalar(source, node, field)
    if value is not None and not re.fullmatch(r"[0-9]{1,6}", value):
        source.report_at(node, f"{field.name} must be a whole number, as in {field.example}")
        return None
    return None if value is None else int(value)


def read_switch(source: Source, node: yaml.Node, field: Field) -> bool | None:
    """Read whether something is switched on: `true` or `false`, as YAML 1.2 has them."""
    value = _scalar(source, node, field)
    if value is not None and value not in _SWITCH:
        source.report_at(node, f"{field.name} must be true or false, not {value[:40]!r}")
    return None if value is None else _SWITCH.get(value)


_SWITCH = {"true": True, "false": False}


def read_choice(source: Source, node: yaml.Node, field: Field) -> str | None:
    """Read one of the field's choices."""
    value = _scalar(source, node, field)
    if value is None or value in field.choices:
        return value
    source.report_at(
        node,
        f"{field.name} must be one of {', '.join(field.choices)}"
        f"{did_you_mean(value, field.choices)}",
    )
    return None


def read_slug(source: Source, node: yaml.Node, field: Field) -> str | None:
    """Read the name of a file or of a topic."""
    value = _scalar(source, node, field)
    if value is None or is_slug(value):
        return value
    name = value.rpartition("/")[2].removesuffix(".md")  # of a file, as links have it
    better = make_slug(name[:SLUG_LIMIT])
    cure = f": write {better}" if better and better != value else ""
    if len(value) > SLUG_LIMIT:
        cure = f", at most {SLUG_LIMIT} characters"
    source.report_at(
        node,
        f"{field.name} must be lower-case letters, digits and single hyphens{cure},"
        f" not {value[:80]!r}",
    )
    return None
