r"""Formulas as other programs mark them, `\(...\)` and `\[...\]`, which are none in Markdown."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.text.maths import make_parser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_BRACKETED = re.compile(r"\\\((.{1,500}?)\\\)|\\\[(.{1,500}?)\\\]", re.DOTALL)
# Words in square brackets are an aside or a reference, their backslashes an escape.
_ASIDE = re.compile(r"(?=.*[^\W\d_]{3})(?:[^\W_]|[\s'’.,:;–-])+|[\d\s,–-]+", re.DOTALL)
_KINDS = ("bracketed", "math_inline", "math_block", "code_inline", "code_block", "fence")


class Bracketed(NamedTuple):
    r"""What stands in `\(...\)`: its place in the text, its source and its formula."""

    place: int
    source: str
    tex: str


@cache
def _parser(kind: str) -> MarkdownIt:
    """Make a parser of a title, of prose or of Markdown that finds bracketed formulas, too."""
    parser = make_parser("commonmark" if kind == "markdown" else "zero", {"html": False})
    if kind != "markdown":
        parser.disable("math_block")
        parser.enable(["escape", "backticks"] if kind == "prose" else ["escape"])
    parser.inline.ruler.before("escape", "bracketed", _read_bracketed)
    return parser


def _read_bracketed(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's call
    found = _BRACKETED.match(state.src, state.pos)
    if not found or (found[2] and _ASIDE.fullmatch(found[2])):
        return False
    if not silent:
        state.push("bracketed", "", 0).content = found[0]
    state.pos = found.end()
    return True


def find_bracketed(text: str, kind: str = "markdown") -> list[Bracketed]:
    """Return the bracketed formulas of a text, but not those within code and formulas."""
    if "\\(" not in text and "\\[" not in text:
        return []
    found = []
    place = 0
    for token in _flat(_parser(kind).parse(text)):
        if token.type == "bracketed":
            # Its lines may begin with what marks a list or a quotation.
            source = re.compile(r"[\s>]+".join(map(re.escape, token.content.split())))
            at = source.search(text, place)
            start, end = at.span() if at else (place, place)
            found.append(Bracketed(start, token.content, token.content[2:-2].strip()))
        else:
            start = text.find(token.content, place)
            end = start + len(token.content)
        place = end if start >= 0 else place
    return found


def _flat(tokens: list[Token]) -> Iterator[Token]:
    """Yield the tokens that hold formulas or code, in order."""
    for token in tokens:
        yield from (one for one in (token, *(token.children or ())) if one.type in _KINDS)
