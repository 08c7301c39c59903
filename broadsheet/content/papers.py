"""One file of papers, notes or collections to its value, with every problem that it has."""

from __future__ import annotations

import struct
import sys
from hashlib import blake2b
from io import BytesIO
from typing import TYPE_CHECKING, Any

import yaml

from broadsheet.content import fields as tables
from broadsheet.content.cards import refs_of
from broadsheet.content.frontmatter import FENCE, Source, compose, decode, split
from broadsheet.content.identifiers import same_keys
from broadsheet.content.model import Discussion, Entry, Figure, Paper, Status
from broadsheet.content.paths import PAPER_PATH
from broadsheet.content.values import read_mapping
from broadsheet.text.dates import long_date, next_day
from broadsheet.text.markdown import math_in_markdown
from broadsheet.text.maths import to_mathml, unconvertible
from broadsheet.text.plain import fold, text_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from broadsheet.content.problems import Problem

MAX_FIGURE = 2 * 1024 * 1024
MAX_BODY = 50_000  # characters


def read_paper(
    path: str, data: bytes, figure: Callable[[str], bytes | None]
) -> tuple[Paper, list[Problem]]:
    """Read a paper's file; `figure` gives the bytes of a file beside it, None where it is not.

    Where a problem is an error, the paper holds what is good: enough to compare it with others.
    """
    year, month, day, slug = PAPER_PATH.fullmatch(path).groups()  # type: ignore[union-attr]
    filed = f"{year}-{month}-{day}"
    source = decode(path, data)
    head, body, body_line = split(source)
    node = compose(source, head) if head else None
    values: dict[str, Any] = {"title": "", "authors": (), "published": ""}
    if node is not None:
        body, body_line = _trim(body, body_line)
        found = read_mapping(source, node, tables.PAPER)
        _check_paper(source, node, found, filed)
        _check_body(source, node, found, body, body_line)
        warn_of_mathematics(source, node, tables.PAPER, found, body, body_line)
        if "figure" in found:
            found["figure"] = _read_figure(source, node, found["figure"], figure)
        if "discussion" in found:
            found["discussion"] = Discussion(**found["discussion"])
        if "status" in found:
            found["status"] = Status(**found["status"])
        values |= found
    values["topics"] = tuple(map(sys.intern, values.get("topics", ())))
    return Paper(slug=slug, day=filed, body=body, **values), source.problems


def _trim(body: str, line: int) -> tuple[str, int]:
    """Take the empty lines from around a text; give it with the line where it now begins."""
    trimmed = body.lstrip("\n")
    return trimmed.rstrip(), line + len(body) - len(trimmed)


def _check_paper(
    source: Source, node: yaml.MappingNode, values: dict[str, Any], filed: str
) -> None:
    """Report what is wrong between the fields of one paper."""
    if not any(node_of(node, name) for name in ("arxiv", "doi", "url")):
        source.report_at(node, 'arxiv, doi or url must stand: write arxiv: "2506.20544"')
    published = values.get("published")
    if published and published > next_day(filed):
        source.report_at(
            node_of(node, "published") or node,
            f"published must not be after the day of its folder ({long_date(filed)})",
        )


def _check_body(
    source: Source, node: yaml.MappingNode, values: dict[str, Any], body: str, line: int
) -> None:
    """Report a text that is too long, and one that is missing."""
    if len(body) > MAX_BODY:
        source.report(
            line, 1, f"the text must have at most {MAX_BODY:,} characters, not {len(body):,}"
        )
    if not body and "summary" not in values and not node_of(node, "summary"):
        source.report_at(node, "a summary, or an abstract below the front matter, must stand")


def warn_of_mathematics(  # noqa: PLR0913, PLR0917 - a file's parts: its fields, its text, its lines
    source: Source,
    node: yaml.Node,
    table: tuple[tables.Field, ...],
    values: dict[str, Any],
    body: str,
    body_line: int,
) -> None:
    """Warn of formulas that will stand as their source, at their lines."""
    if "$" not in source.text:
        return
    for field in table:
        value = node_of(node, field.name)
        if value is None or field.name not in values:
            continue
        if field.kind == "mapping":
            warn_of_mathematics(source, value, field.fields, values[field.name], "", 1)
        elif field.kind in ("text", "prose") and field.name != "alt":
            place = value.start_mark.index
            for tex in unconvertible(values[field.name]):
                at = source.head.find(tex, place, value.end_mark.index)
                place = at + len(tex) if at >= 0 else place
                line, column = _line_and_column(source.head, at - 1 if at >= 0 else place)
                source.report(line, column, _cannot_be_set(tex), "warning")
    place = 0
    for tex in math_in_markdown(body):
        at = body.find(tex, place)
        place = at + len(tex) if at >= 0 else place
        if to_mathml(tex) is None:
            start = max(0, at - 1) if at >= 0 else place
            line, column = _line_and_column(body, start)
            source.report(body_line + line - 1, column, _cannot_be_set(tex), "warning")


def _cannot_be_set(tex: str) -> str:
    """Say that a formula will stand as its source."""
    advice = "cannot be set as mathematics and stays as it is: write it in simpler TeX"
    return f"${fold(tex)[:60]}$ {advice}"


def _line_and_column(text: str, at: int) -> tuple[int, int]:
    """Give the place in a text as line and column from 1."""
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def node_of(mapping: yaml.Node, name: str) -> yaml.Node | None:
    """Give the node of a field's value, None where the field does not stand."""
    for key, value in mapping.value:
        if key.value == name:
            return value  # type: ignore[no-any-return]
    return None


def _read_figure(
    source: Source,
    mapping: yaml.MappingNode,
    values: dict[str, Any],
    find: Callable[[str], bytes | None],
) -> Figure | None:
    """Measure a figure, so that the page keeps its place free."""
    figure = node_of(mapping, "figure") or mapping
    node = node_of(figure, "file") or figure
    data = find(values["file"])
    if data is None:
        source.report_at(node, f"there is no file {values['file']} beside this one")
        return None
    if len(data) > MAX_FIGURE:
        limit = f"{MAX_FIGURE // 1024 // 1024} MB"
        source.report_at(node, f"{values['file']} must have at most {limit}: make it smaller")
        return None
    width, height = _measure(data)
    if width <= 0 or height <= 0:
        source.report_at(node, f"{values['file']} must be a real png, jpg or webp picture")
        return None
    digest = blake2b(data, digest_size=12).hexdigest()
    return Figure(**values, width=width, height=height, digest=digest)


def _measure(data: bytes) -> tuple[int, int]:
    """Give a picture's width and height in pixels; no pixels where it is no picture for a page."""
    if not data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF")):
        return 0, 0
    import imagesize  # noqa: PLC0415 - 20 ms at every start, and few papers have a figure

    try:
        width, height = imagesize.get(BytesIO(data))
    except (ValueError, TypeError, struct.error):
        return 0, 0
    return int(width), int(height)


def entry_of(path: str, paper: Paper) -> Entry:
    """Narrow a paper to what the catalog needs of it."""
    return Entry(
        paper.slug,
        paper.day,
        path,
        paper.title,
        tuple(map(sys.intern, paper.authors)),
        tuple(sys.intern(text_key(name)) for name in paper.authors),
        paper.topics,
        paper.aliases,
        same_keys(paper.title, paper.arxiv, paper.doi),
        paper.figure.file if paper.figure else "",
        paper.status.kind if paper.status else "",
        paper.status.date if paper.status else "",
        *refs_of(paper),
    )


def read_text(
    path: str, data: bytes, table: tuple[tables.Field, ...]
) -> tuple[dict[str, Any] | None, list[Problem]]:
    """Read a file of front matter and text that is no paper; a note needs no front matter."""
    source = decode(path, data)
    bare = table is tables.DAY and source.text.partition("\n")[0].rstrip() != FENCE
    head, body, line = ("", source.text, 1) if bare else split(source)
    body, line = _trim(body, line)
    node: yaml.Node | None = None
    values: dict[str, Any] = {}
    if head.strip() or (head and table is not tables.DAY):
        node = compose(source, head)
    if node is not None:
        values = read_mapping(source, node, table)
    warn_of_mathematics(source, node or yaml.MappingNode("", []), table, values, body, line)
    return (None if source.failed else {**values, "body": body}), source.problems
