"""Values to the text of a paper's file: one canonical form, which `check` finds no fault in."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Any

from broadsheet.content.fields import PAPER, Field
from broadsheet.content.frontmatter import FENCE, quote
from broadsheet.text.inline import title_parts
from broadsheet.text.languages import UNSPACED
from broadsheet.text.markdown import math_in_markdown
from broadsheet.text.maths import split_math
from broadsheet.text.widths import columns

if TYPE_CHECKING:
    from collections.abc import Mapping

WIDTH = 100
# Texts that every YAML reader takes for just that, on a line of their own or in brackets.
_PLAIN = re.compile(r"[^\W\d_](?:[\w .'()/+’–-]*[\w.)'’])?")
_INLINE = re.compile(
    r"\\(?=[!-/:-@\[-`{-~ ]|$)"  # a backslash that would escape what follows, or break a line
    r"|[`*]"
    r"|(?<![^\W_])_|_(?![^\W_])"  # within a word, _ is a letter
    r"|\](?=[(\[:])"  # a link
    r"|<(?=[A-Za-z/!?])|&(?=#|[A-Za-z][A-Za-z0-9]*;)"  # a tag, an entity
)
_BLOCK = re.compile(r"([>#~+=|-])|(\d+)([.)])(?= |$)")
# Within a formula, while a paragraph is wrapped: a space, and a place where a line might end.
_NO_BREAK, _GLUE = "\0", "\1"
_NO_MARKS = {ord(_NO_BREAK): " ", ord(_GLUE): ""}


def write_paper(values: Mapping[str, Any], body: str, comments: Mapping[str, str]) -> str:
    """Return the text of a paper's file: the fields in their order, then the abstract.

    `values` have the names in `fields.PAPER` and the types that the reader returns; an author in
    parts is (family, given). A date or a summary that is None is left empty, to be filled in.
    `comments` are put at the end of a field's line, or on a line of their own if there is no such
    field.
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
    """Return the lines of a field."""
    if field.kind == "prose":
        return [f"{field.name}: >-", *_wrapped(value or "", WIDTH, "  ")]
    if field.kind == "names":
        return [f"{field.name}:", *(f"  - {_name(name)}" for name in value)]
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
    return [f"{field.name}: {_one(field, value)}".rstrip()]


def _name(name: str | tuple[str, str]) -> str:
    """Return a name; one in parts is (family, given), a group (name, nothing)."""
    if isinstance(name, str):
        return _scalar(name)
    family, given = name
    if not given:
        return f"{{name: {_scalar(family)}}}"
    return f"{{family: {_scalar(family)}, given: {_scalar(given)}}}"


def _one(field: Field, value: Any) -> str:
    """Return a value on one line; nothing if there is none."""
    if value is None:
        return ""
    if field.kind in ("arxiv", "doi", "link") and (field.kind != "link" or "," in value):
        return quote(value)
    if field.kind == "title":
        return quote(value)
    return _scalar(value) if field.kind in ("text", "prose") else str(value)


def _scalar(text: str) -> str:
    """Return a text as it is if YAML reads it unchanged, else in quotes."""
    return text if _PLAIN.fullmatch(text) and "  " not in text else quote(text)


def _wrapped(text: str, width: int, indent: str) -> list[str]:
    """Wrap a text into lines: at spaces, and between characters that no spaces part.

    `width` is in columns, of which a Chinese or Japanese character takes two. The reader joins two
    lines with a space, but without one where such a character ends the first and begins the second.
    """
    first, *rest = _BREAK.split(text.strip())
    lines = [indent + first] if first else []
    taken = len(indent) + columns(first)
    for space, piece in zip(rest[::2], rest[1::2], strict=True):
        taken += len(space) + columns(piece)
        if taken <= width:
            lines[-1] += space + piece
        else:
            lines.append(indent + piece)
            taken = len(indent) + columns(piece)
    return lines


# Where a line may end. A space between two unspaced characters stays, or the reader would lose it.
_BREAK = re.compile(rf"((?<![{UNSPACED}]) | (?![{UNSPACED}])|(?<=[{UNSPACED}])(?=[{UNSPACED}]))")


def markdown_of(text: str, *, money: bool = False) -> str:
    """Return plain text as Markdown that shows it unchanged, with its formulas.

    Blank lines separate paragraphs. With `money`, no dollar sign begins a formula.
    """
    return "\n\n".join(_paragraph(part, money=money) for part in text.split("\n\n"))


def _paragraph(text: str, *, money: bool) -> str:
    """Escape a paragraph and wrap it into lines."""
    parts = [(text, False)] if money else list(split_math(text))
    escaped = _joined(parts, escape_dollars=money)
    formulas = [tex.strip() for tex, is_math in parts if is_math]
    found = math_in_markdown(escaped.translate(_NO_MARKS))
    if found != formulas:  # escaping has turned money into a formula
        escaped = _joined(parts, escape_dollars=True)
    lines = _wrapped(escaped, WIDTH, "")
    return "\n".join(
        _shield(block) + line[block.end() :] if (block := _BLOCK.match(line)) else line
        for line in lines
    ).translate(_NO_MARKS)


def _joined(parts: list[tuple[str, bool]], *, escape_dollars: bool) -> str:
    """Join formulas and escaped text."""
    texts = []
    for part, is_math in parts:
        if is_math:
            texts.append(f"${_BREAK.sub(_GLUE, part.replace(' ', _NO_BREAK))}$")
        else:
            shown = _INLINE.sub(r"\\\g<0>", part)
            texts.append(shown.replace("$", r"\$") if escape_dollars else shown)
    return "".join(texts)


def _shield(match: re.Match[str]) -> str:
    """Escape the beginning of a line that would be a heading, a list or a quotation."""
    return f"\\{match[1]}" if match[1] else f"{match[2]}\\{match[3]}"


def title_of(text: str, *, money: bool = False) -> str:
    """Return plain text as a title that shows it unchanged, with its formulas.

    Signs are shielded only where they would be read as markup. With `money`, no dollar sign begins
    a formula.
    """
    parts = [(text, False)] if money else [part for part in split_math(text) if part[0]]
    meant = [("math" if is_math else "text", part) for part, is_math in parts]

    def shielded(signs: re.Pattern[str]) -> str:
        return "".join(
            f"${part}$" if is_math else signs.sub(r"\\\g<0>", part) for part, is_math in parts
        )

    titles = (shielded(signs) for signs in (_NO_SIGN, _EMPHASIS))
    return next((one for one in titles if _shown(one) == meant), shielded(_EMPHASIS_OR_MONEY))


_NO_SIGN = re.compile(r"(?!)")
_EMPHASIS = re.compile(r"[*_]|\\(?=[!-/:-@\[-`{-~]|$)")
_EMPHASIS_OR_MONEY = re.compile(rf"{_EMPHASIS.pattern}|\$")


def _shown(title: str) -> list[tuple[str, str]]:
    """Return the parts of a title as they are read, those that are text joined."""
    kinds = groupby(title_parts(title), lambda part: part[0].removesuffix("_special"))
    return [(kind, "".join(content for _, content in some)) for kind, some in kinds]
