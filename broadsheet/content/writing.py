"""Values to the text of a paper's file: one canonical form, which `check` reads without a word."""

from __future__ import annotations

import re
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from broadsheet.content.fields import PAPER, Field
from broadsheet.content.frontmatter import FENCE, quote
from broadsheet.text.markdown import math_in_markdown
from broadsheet.text.maths import split_math

if TYPE_CHECKING:
    from collections.abc import Mapping

WIDTH = 100
# Texts that no YAML reader could take for anything else, in a line of their own or in brackets.
_PLAIN = re.compile(r"[^\W\d_](?:[\w .'()/+’–-]*[\w.)'’])?")
_INLINE = re.compile(
    r"\\(?=[!-/:-@\[-`{-~])"  # a backslash that would escape what follows
    r"|[`*]"
    r"|(?<![^\W_])_|_(?![^\W_])"  # within a word, _ is but a letter
    r"|\](?=[(\[:])"  # a link
    r"|<(?=[A-Za-z/!?])|&(?=#|[A-Za-z][A-Za-z0-9]*;)"  # a tag, an entity
)
_BLOCK = re.compile(r"([>#~+=|-])|(\d+)([.)])(?= |$)")
_NO_BREAK = "\0"  # within a formula, while a paragraph is cut into lines


def write_paper(values: Mapping[str, Any], body: str, comments: Mapping[str, str]) -> str:
    """Give the text of a paper's file: the fields in their order, then the abstract.

    `values` are by the names of `fields.PAPER`, of the types that the reader gives; a summary that
    is None stands empty, to be filled in. `comments` stand behind a field's line, or, where the
    field has no line, on one of their own.
    """
    lines = [FENCE]
    for field in PAPER:
        comment = f"  # {comments[field.name]}" if field.name in comments else ""
        if field.name in values:
            first, *rest = _field(field, values[field.name])
            lines += [first + comment, *rest]
        elif comment:
            lines.append(comment.strip())
    return "\n".join([*lines, FENCE, *([body] if body else []), ""])


def _field(field: Field, value: Any) -> list[str]:
    """Give a field's lines."""
    if field.kind == "prose":
        return [f"{field.name}: >-", *_wrapped(value or "", WIDTH, "  ")]
    if field.kind == "names":
        return [f"{field.name}:", *(f"  - {_scalar(name)}" for name in value)]
    if isinstance(value, tuple):
        line = f"{field.name}: [{', '.join(map(_scalar, value))}]"
        if len(line) <= WIDTH:
            return [line]
        return [f"{field.name}:", *(f"  - {_scalar(one)}" for one in value)]
    if field.kind == "mapping":
        inner = (
            f"{part.name}: {_one(part, getattr(value, part.name))}"
            for part in field.fields
            if getattr(value, part.name)
        )
        return [f"{field.name}: {{{', '.join(inner)}}}"]
    return [f"{field.name}: {_one(field, value)}"]


def _one(field: Field, value: Any) -> str:
    """Give a value that stands on one line."""
    if field.kind in ("arxiv", "doi", "link") and (field.kind != "link" or "," in value):
        return quote(value)
    if field.kind == "text":
        return quote(value) if field.name == "title" else _scalar(value)
    return str(value)


def _scalar(text: str) -> str:
    """Give a text as it is where nothing could mistake it, else in quotes."""
    return text if _PLAIN.fullmatch(text) and "  " not in text else quote(text)


def _wrapped(text: str, width: int, indent: str) -> list[str]:
    """Cut a text into lines, at its spaces alone."""
    return wrap(
        text,
        width,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def markdown_of(text: str, *, money: bool = False) -> str:
    """Give a plain text as Markdown that shows it as it is, its formulas kept.

    Paragraphs are parted by empty lines. With `money`, no dollar sign opens a formula.
    """
    return "\n\n".join(_paragraph(part, money=money) for part in text.split("\n\n"))


def _paragraph(text: str, *, money: bool) -> str:
    """Escape a paragraph and cut it into lines."""
    parts = [(text, False)] if money else list(split_math(text))
    escaped = _joined(parts, escape_dollars=money)
    formulas = [tex.strip() for tex, is_math in parts if is_math]
    if math_in_markdown(escaped) != formulas:  # money that an escape has made a formula
        escaped = _joined(parts, escape_dollars=True)
    lines = _wrapped(escaped, WIDTH, "")
    return "\n".join(
        _BLOCK.sub(_shield, line, count=1) if _BLOCK.match(line) else line for line in lines
    ).replace(_NO_BREAK, " ")


def _joined(parts: list[tuple[str, bool]], *, escape_dollars: bool) -> str:
    """Put formulas and escaped text together again."""
    texts = []
    for part, is_math in parts:
        if is_math:
            texts.append(f"${part.replace(' ', _NO_BREAK)}$")
        else:
            shown = _INLINE.sub(r"\\\g<0>", part)
            texts.append(shown.replace("$", r"\$") if escape_dollars else shown)
    return "".join(texts)


def _shield(match: re.Match[str]) -> str:
    """Keep the beginning of a line from being a heading, a list or a quotation."""
    return f"\\{match[1]}" if match[1] else f"{match[2]}\\{match[3]}"


def title_of(text: str, *, money: bool = False) -> str:
    r"""Give a title in which no dollar sign that is money opens a formula: it is written `\$`."""
    formulas = any(is_math for _, is_math in split_math(text))
    return text.replace("$", r"\$") if money and formulas else text
