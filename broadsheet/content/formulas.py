"""Warnings of formulas and other TeX in texts, of which readers would see the source."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from broadsheet.content.frontmatter import node_of
from broadsheet.text.brackets import find_bracketed, find_raw
from broadsheet.text.markdown import math_in_markdown
from broadsheet.text.maths import has_plain_form, split_math, to_mathml
from broadsheet.text.plain import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    import yaml

    from broadsheet.content.fields import Field
    from broadsheet.content.frontmatter import Source
    from broadsheet.text.brackets import Bracketed, Raw


def warn_of_mathematics(
    source: Source, node: yaml.Node, table: tuple[Field, ...], values: dict[str, Any]
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
    for place, mark, remark in _find_remarks(text, kind):
        at = value.start_mark.index - 1
        for _ in range(text.count(mark, 0, place) + 1):  # YAML keeps their order
            at = source.head.find(mark, at + 1, end)
        at -= source.head[at - 1] == "\\"  # in double quotes
        source.warn_within(source.head, max(at, value.start_mark.index), remark)


def warn_of_mathematics_in_text(source: Source, body: str, body_line: int) -> None:
    """Warn of the formulas in a file's text that will be shown as their source."""
    place = 0
    for tex in math_in_markdown(body):
        at = body.find(tex, place)
        place = at + len(tex) if at >= 0 else place
        remark = _remark_on(tex)
        if remark:
            start = _dollar_before(body, at) if at >= 0 else place
            source.warn_within(body, start, remark, body_line)
    for at, _, remark in _find_remarks(body, "markdown"):
        source.warn_within(body, at, remark, body_line)


def _find_remarks(text: str, kind: str) -> Iterator[tuple[int, str, str]]:
    """Yield where TeX stands in a text that is none here, how it begins, and what to write."""
    for bracketed in find_bracketed(text, kind):
        yield bracketed.place, _BEGINNING.match(bracketed.source)[0], _write_dollars(bracketed)  # type: ignore[index] # a backslash
    for raw in find_raw(text, kind):
        yield raw.place, _BEGINNING.match(raw.source)[0], _write_otherwise(raw)  # type: ignore[index] # or a dollar sign


_BEGINNING = re.compile(r"\$|\\(?:[A-Za-z]+|.)", re.DOTALL)


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


def _write_otherwise(raw: Raw) -> str:
    """Return the message that a command stands in no formula, or a formula not as one."""
    source = fold(raw.source)[:60]
    why = raw.why or "TeX is read in formulas alone"
    if raw.meant:
        return f"{why}: write {fold(raw.meant)[:60]} for {source}"
    if raw.meant is None and raw.why:
        return f"{why}: put a space beside {source}"
    return f"{why}: {'write what it means for' if raw.meant is None else 'take out'} {source}"
