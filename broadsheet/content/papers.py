"""Reads the file of one paper, note or collection, with every problem in it."""

from __future__ import annotations

import sys
from itertools import compress
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import yaml

from broadsheet.content import fields as tables
from broadsheet.content.addresses import read_ids_of_address
from broadsheet.content.bibtex import cite_key
from broadsheet.content.cards import refs_of
from broadsheet.content.figures import check_figure
from broadsheet.content.frontmatter import FENCE, Source, compose, decode, split
from broadsheet.content.identifiers import same_keys
from broadsheet.content.model import Discussion, Entry, Figure, Paper, Status
from broadsheet.content.paths import PAPER_PATH
from broadsheet.content.remarks import remark_on_fields, remark_on_marks, remark_on_text
from broadsheet.content.values import read_mapping, read_split
from broadsheet.text.brackets import find_bracketed
from broadsheet.text.counts import count_words
from broadsheet.text.dates import is_day, long_date, next_day, unit_of
from broadsheet.text.digest import digest_of
from broadsheet.text.markdown import excerpt, math_in_markdown
from broadsheet.text.maths import has_plain_form, split_math, to_mathml
from broadsheet.text.plain import fold, pages_of, text_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from broadsheet.content.problems import Problem
    from broadsheet.text.brackets import Bracketed

_FIELDS = tables.names_of(tables.PAPER)
_values_of = attrgetter(*_FIELDS)
MAX_BODY = 50_000  # characters


def read_paper(
    path: str, data: bytes, figure: Callable[[str], bytes | None]
) -> tuple[Paper, list[Problem]]:
    """Read a paper's file; `figure` returns the bytes of a file beside it, None if it is missing.

    If a problem is an error, the paper holds the valid fields, to be compared with other papers.
    """
    folder, slug = PAPER_PATH.fullmatch(path).groups()  # type: ignore[union-attr]
    filed = folder.replace("/", "-")
    source = decode(path, data)
    head, body, body_line = split(source)
    node = compose(source, head) if head else None
    values: dict[str, Any] = {"title": "", "authors": (), "published": ""}
    if node is not None:
        body, body_line = _trim(body, body_line)
        found = read_mapping(source, node, tables.PAPER)
        read_ids_of_address(source, node, found)
        _check_paper(source, node, found, filed)
        _check_body(source, node, found, body, body_line)
        warn_of_mathematics(source, node, tables.PAPER, found)
        _warn_of_mathematics_in_text(source, body, body_line)
        if "pages" in found:
            found["pages"] = pages_of(found["pages"])
        if "figure" in found:
            found["figure"] = _read_figure(source, node, found["figure"], figure)
        if "discussion" in found:
            found["discussion"] = Discussion(**found["discussion"])
        if "status" in found:
            found["status"] = Status(**found["status"])
        remark_on_fields(source, node, tables.PAPER, found)
        remark_on_marks(source, node)
        remark_on_text(source, body, body_line)
        values |= found
        values["splits"] = _read_splits(node_of(node, "authors"))
        summary = node_of(node, "summary")
        values["awaits"] = isinstance(summary, yaml.ScalarNode) and not summary.value.strip()
    values["opening"] = "" if values.get("summary") else excerpt(body)
    values["topics"] = tuple(map(sys.intern, values.get("topics", ())))
    return Paper(slug=slug, day=filed, body=body, **values), source.problems


def _read_splits(authors: yaml.Node | None) -> tuple[tuple[str, str, str], ...]:
    """Return the names that are given in parts; what is wrong in them was reported before."""
    if not isinstance(authors, yaml.SequenceNode):
        return ()
    parts = [one for one in authors.value if isinstance(one, yaml.MappingNode)]
    return tuple(split for one in parts if (split := read_split(Source("", ""), one))[0])


def _trim(body: str, line: int) -> tuple[str, int]:
    """Strip blank lines from a text that begins at a line; return it with its new first line."""
    trimmed = body.lstrip("\n")
    return trimmed.rstrip(), line + len(body) - len(trimmed)


def _check_paper(
    source: Source, node: yaml.MappingNode, values: dict[str, Any], filed: str
) -> None:
    """Report problems between the fields of one paper."""
    if not any(node_of(node, name) for name in ("arxiv", "doi", "url")):
        source.report_at(node, 'arxiv, doi or url must stand: write arxiv: "2506.20544"')
    published = values.get("published", "")
    last = next_day(filed) if is_day(filed) else filed
    if published[: len(last)] > last:
        source.report_at(
            node_of(node, "published") or node,
            f"published must not be after the {unit_of(filed)} of its folder ({long_date(filed)})",
        )


def _check_body(
    source: Source, node: yaml.MappingNode, values: dict[str, Any], body: str, line: int
) -> None:
    """Report a text that is too long, or missing."""
    if len(body) > MAX_BODY:
        source.report(
            line, 1, f"the text must have at most {MAX_BODY:,} characters, not {len(body):,}"
        )
    if not body and "summary" not in values and not node_of(node, "summary"):
        source.report_at(node, "a summary, or an abstract below the front matter, must stand")


def warn_of_mathematics(
    source: Source, node: yaml.Node, table: tuple[tables.Field, ...], values: dict[str, Any]
) -> None:
    """Warn of the formulas in a file's fields that will be shown as their source."""
    if "$" not in source.text and "\\" not in source.text:
        return
    for field in table:
        value = node_of(node, field.name)
        if value is None or field.name not in values:
            continue
        if field.kind == "mapping":
            warn_of_mathematics(source, value, field.fields, values[field.name])
        elif field.kind in ("title", "prose"):
            _warn_of_mathematics_in_field(source, value, values[field.name], field.kind)


def _warn_of_mathematics_in_field(source: Source, value: yaml.Node, text: str, kind: str) -> None:
    """Warn of the formulas in one field."""
    end = value.end_mark.index
    place = value.start_mark.index
    for tex, is_math in split_math(text):
        remark = _remark_on(tex) if is_math else ""
        if remark:
            at = source.head.find(tex, place, end)
            place = at + len(tex) if at >= 0 else place
            start = _dollar_before(source.head, at) if at >= 0 else place
            source.warn_within(source.head, start, remark)
    for bracketed in find_bracketed(text, kind):
        mark = bracketed.source[:2]
        at = value.start_mark.index - 1
        for _ in range(text.count(mark, 0, bracketed.place) + 1):  # YAML keeps their order
            at = source.head.find(mark, at + 1, end)
        at -= source.head[at - 1] == "\\"  # in double quotes
        source.warn_within(source.head, max(at, value.start_mark.index), _write_dollars(bracketed))


def _warn_of_mathematics_in_text(source: Source, body: str, body_line: int) -> None:
    """Warn of the formulas in a file's text that will be shown as their source."""
    place = 0
    for tex in math_in_markdown(body):
        at = body.find(tex, place)
        place = at + len(tex) if at >= 0 else place
        remark = _remark_on(tex)
        if remark:
            start = _dollar_before(body, at) if at >= 0 else place
            source.warn_within(body, start, remark, body_line)
    for bracketed in find_bracketed(body):
        source.warn_within(body, bracketed.place, _write_dollars(bracketed), body_line)


def _dollar_before(text: str, at: int) -> int:
    """Return where the one or two dollar signs before a formula begin."""
    start = text.rfind("$", 0, at)
    return start - (text[start - 1 : start] == "$") if start >= 0 else at


def _remark_on(tex: str) -> str:
    """Return what there is to say of a formula; empty if it is whole everywhere."""
    if to_mathml(tex) is None:
        return (
            f"${fold(tex)[:60]}$ cannot be set as mathematics and stays as it is: "
            "write it in simpler TeX"
        )
    if not has_plain_form(tex):
        return (
            f"${fold(tex)[:60]}$ has no form in plain text: "
            "feeds and citations show its TeX, unless it is written in simpler TeX"
        )
    return ""


def _write_dollars(bracketed: Bracketed) -> str:
    """Return the message that a formula is not marked as one."""
    return f"formulas stand in $...$: write ${fold(bracketed.tex)[:60]}$"


def node_of(mapping: yaml.Node, name: str) -> yaml.Node | None:
    """Return the node of a field's value, None if the field is not there."""
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
    """Make a figure with its size, so that a page can reserve its space."""
    figure = node_of(mapping, "figure") or mapping
    node = node_of(figure, "file") or figure
    data = find(values["file"])
    if data is None:
        source.report_at(node, f"there is no file {values['file']} beside this one")
        return None
    (width, height), wrong = check_figure(values["file"], data)
    if wrong:
        source.report_at(node, wrong)
        return None
    return Figure(**values, width=width, height=height, digest=digest_of(data).hex())


def entry_of(paper: Paper) -> Entry:
    """Return what the catalog needs of a paper."""
    return Entry(
        paper.slug,
        paper.day,
        paper.title,
        "\n".join(paper.authors),
        "\n".join(map(text_key, paper.authors)),
        " ".join(paper.topics),
        paper.aliases,
        same_keys(paper.title, paper.arxiv, paper.doi),
        _shown(paper.figure) if paper.figure else (),
        paper.status.kind if paper.status else "",
        paper.status.date if paper.status else "",
        paper.language,
        " ".join(compress(_FIELDS, _values_of(paper))),
        sum(map(count_words, (paper.title, paper.title, paper.summary, paper.body))),
        cite_key(paper),
        paper.venue,
        "\n".join(paper.organizations),
        paper.submitted_by,
        b"".join([known for _, known in refs_of(paper)]),
    )


def _shown(figure: Figure) -> tuple[str, int, int, str]:
    """Return what a figure's files are made of."""
    return figure.file, figure.width, figure.height, figure.digest


def read_text(
    path: str, data: bytes, table: tuple[tables.Field, ...]
) -> tuple[dict[str, Any] | None, list[Problem]]:
    """Read the file of a collection or a note; a note needs no front matter."""
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
        warn_of_mathematics(source, node, table, values)
        remark_on_marks(source, node)
    _warn_of_mathematics_in_text(source, body, line)
    remark_on_text(source, body, line)
    return (None if source.failed else {**values, "body": body}), source.problems
