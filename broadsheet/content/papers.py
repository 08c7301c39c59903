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
from broadsheet.content.formulas import warn_of_mathematics, warn_of_mathematics_in_text
from broadsheet.content.frontmatter import FENCE, Source, compose, decode, node_of, split
from broadsheet.content.identifiers import same_keys
from broadsheet.content.model import Discussion, Entry, Figure, Paper, Status
from broadsheet.content.notes import remark_on_notes
from broadsheet.content.pagination import bare_pages
from broadsheet.content.paths import PAPER_PATH
from broadsheet.content.remarks import (
    remark_on_abstract,
    remark_on_fields,
    remark_on_marks,
    remark_on_text,
)
from broadsheet.content.twins import apart_of
from broadsheet.content.values import read_mapping, read_split
from broadsheet.text.counts import count_words
from broadsheet.text.dates import is_day, long_date, next_day, unit_of
from broadsheet.text.digest import digest_of
from broadsheet.text.markdown import excerpt
from broadsheet.text.plain import make_title_slug, pages_of, text_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from broadsheet.content.problems import Problem

_FIELDS = tables.names_of(tables.PAPER)
_AWAITED = tuple(field.name for field in tables.PAPER if field.awaited)
_values_of = attrgetter(*_FIELDS)
MAX_BODY = 50_000  # characters
FIRST_YEAR = "0100"  # before it, 0025 is 2025, most likely


def read_paper(
    path: str,
    data: bytes,
    figure: Callable[[str], bytes | None],
    near: Callable[[str], str] = lambda _: "",
) -> tuple[Paper, list[Problem]]:
    """Read a paper's file; `figure` returns the bytes of a file beside it, None if it is missing.

    `near` returns the name of one that differs from a name in capitals alone, if there is one.
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
        warn_of_mathematics_in_text(source, body, body_line)
        if "pages" in found:
            found["pages"] = _read_pages(source, node, found["pages"])
        if "figure" in found:
            found["figure"] = _read_figure(source, node, found["figure"], figure, near)
        if "discussion" in found:
            found["discussion"] = Discussion(**found["discussion"])
        if "status" in found:
            found["status"] = Status(**found["status"])
        remark_on_fields(source, node, tables.PAPER, found)
        remark_on_marks(source, node)
        remark_on_text(source, body, body_line)
        remark_on_abstract(source, body, body_line)
        values |= found
        values["splits"] = _read_splits(node_of(node, "authors"))
        remark_on_notes(source)
        values["awaits"] = any(_is_awaited(node_of(node, one)) for one in _AWAITED)
    values["opening"] = "" if values.get("summary") else excerpt(body)
    values["topics"] = tuple(map(sys.intern, values.get("topics", ())))
    return Paper(slug=slug, day=filed, body=body, **values), source.problems


def _is_awaited(node: yaml.Node | None) -> bool:
    """Return whether a field stands there, and is still to be filled in."""
    return isinstance(node, yaml.ScalarNode) and not node.value.strip()


def _read_pages(source: Source, node: yaml.MappingNode, text: str) -> str:
    """Return pages; a label before them, as in `pp. 3-5`, draws a warning: citations have one."""
    bare = bare_pages(text)
    if bare != pages_of(text):
        message = f"pages is read as {bare!r}: write it so"
        source.report_at(node_of(node, "pages") or node, message, "warning")
    return bare


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
    if "" < published < FIRST_YEAR <= filed:
        message = f"published is of the year {int(published[:4])}: is its year right?"
        source.report_at(node_of(node, "published") or node, message, "warning")
    status = values.get("status", {}).get("date", published)
    if status[: len(published)] < published:
        message = (
            f"this status is of {long_date(status)}, before published ({long_date(published)}):"
            " mend the one that is wrong"
        )
        mapping = node_of(node, "status") or node
        source.report_at(node_of(mapping, "date") or mapping, message, "warning")


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


def _read_figure(
    source: Source,
    mapping: yaml.MappingNode,
    values: dict[str, Any],
    find: Callable[[str], bytes | None],
    near: Callable[[str], str],
) -> Figure | None:
    """Make a figure with its size, so that a page can reserve its space."""
    figure = node_of(mapping, "figure") or mapping
    node = node_of(figure, "file") or figure
    data = find(values["file"])
    if data is None:
        message = f"there is no file {values['file']} beside this one"
        other = near(values["file"])
        cure = f", but {other}: call that {values['file']}" if other else ""
        source.report_at(node, message + cure)
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
        "\n".join(paper.topics),
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
        apart_of(paper.published, paper.url),
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
    if node is not None and table is tables.DAY and _is_paper(node):
        source.report(1, 1, _NO_NOTE.format(_name_for(node)))
    elif node is not None:
        values = read_mapping(source, node, table)
        warn_of_mathematics(source, node, table, values)
        remark_on_marks(source, node)
    warn_of_mathematics_in_text(source, body, line)
    remark_on_text(source, body, line)
    return (None if source.failed else {**values, "body": body}), source.problems


_NO_NOTE = "index.md is the day's note, and this is a paper: call the file {}.md"
_TELLING = frozenset(["title", "authors", "published"])


def _is_paper(node: yaml.Node) -> bool:
    """Return whether the front matter of a note is that of a paper."""
    return len(_TELLING & {str(key.value) for key, _ in node.value}) > 1


def _name_for(node: yaml.Node) -> str:
    """Return what to call the file of a paper."""
    title = node_of(node, "title")
    slug = make_title_slug(title.value) if isinstance(title, yaml.ScalarNode) else ""
    return slug if slug not in ("", "index") else "a-name"
