r"""What TeX means and Markdown does not: formulas in `\(...\)`, commands outside of formulas."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.text.maths import has_plain_form, make_parser, to_plain
from broadsheet.text.tex import display_at, is_known, untex
from broadsheet.text.texcommands import COMMANDS
from broadsheet.text.texsigns import ACCENTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_BRACKETED = re.compile(r"\\\((.{1,500}?)\\\)|\\\[(.{1,500}?)\\\]", re.DOTALL)
# Words in square brackets are an aside or a reference, their backslashes an escape.
_ASIDE = re.compile(r"(?=.*[^\W\d_]{3})(?:[^\W_]|[\s'’.,:;–-])+|[\d\s,–-]+", re.DOTALL)
_KINDS = ("bracketed", "raw", "math_inline", "math_block", "code_inline", "code_block", "fence")
# A command of a word, and one of a sign that makes a letter of the next: `\H{o}`, `Poincar\'e`.
_WORD = re.compile(r"\\([A-Za-z]{2,30})\*?")
_LETTER = re.compile(
    rf"\\(?:[{''.join(one for one in sorted(ACCENTS) if len(one) == 1 and one.isalpha())}]"
    r"|['`\"^~=.])\{\\?[A-Za-z]\}"
)
_IN_WORD = re.compile(r"\\(?:\"[AEIOUaeiouy]|[~^][aeioun](?=[a-z])|['`][AEIOUYaeiouy])")
# Before an apostrophe that somebody escaped: l\'intelligence, qu\'on, dell\'arte.
_ELIDED = re.compile(r"(?:\b[A-Za-z]|qu|ll|\bun)\Z")
_MOST_OF_COMMAND = 500  # characters, its arguments included
_MOST_OF_FORMULA = 200  # characters before or behind a command in which a dollar sign is looked for
_OF_FORMULAS = re.compile(r"\\(?:math[a-z]+|[dt]?frac|sqrt|boldsymbol|bm|operatorname)(?![a-z])")
_LINK = re.compile(r"\\href\{([^{}\s]*)\}\{([^{}\\]*)\}")
_MARKED = {"emph": "*", "textit": "*", "textsl": "*", "textbf": "**"}


class Bracketed(NamedTuple):
    r"""What stands in `\(...\)`: its place in the text, its source and its formula."""

    place: int
    source: str
    tex: str


class Raw(NamedTuple):
    r"""A command of TeX where it is text: its place, its source, and what to write; "" is nothing.

    `meant` is None where nobody knows. `why` tells of a formula in dollar signs that is none.
    """

    place: int
    source: str
    meant: str | None
    why: str = ""


@cache
def _parser(kind: str) -> MarkdownIt:
    """Make a parser of a title, of prose or of Markdown that finds what TeX means, too."""
    parser = make_parser("commonmark" if kind == "markdown" else "zero", {"html": False})
    if kind != "markdown":
        parser.disable("math_block")
        parser.enable(["escape", "backticks"] if kind == "prose" else ["escape"])
    parser.inline.ruler.before("escape", "bracketed", _read_bracketed)
    parser.inline.ruler.before("escape", "raw", _read_raw)
    return parser


def _read_bracketed(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's call
    found = _BRACKETED.match(state.src, state.pos)
    if not found or (found[2] and _ASIDE.fullmatch(found[2])):
        return False
    if not silent:
        state.push("bracketed", "", 0).content = found[0]
    state.pos = found.end()
    return True


def _read_raw(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's call
    if not state.src.startswith("\\", state.pos):
        return False
    display = display_at(state.src, state.pos)
    end = display.end() if display else _end_of_command(state.src, state.pos)
    if not end:
        return False
    if not silent:
        state.push("raw", "", 0).content = state.src[state.pos : end]
    state.pos = end
    return True


def _end_of_command(text: str, at: int) -> int:
    """Return where a command of TeX ends with its arguments; 0 if it may well be none."""
    before = text[max(0, at - 4) : at]
    if accent := _LETTER.match(text, at):
        return accent.end()
    if before[-1:].isalpha() and (accent := _IN_WORD.match(text, at)):
        is_apostrophe = accent[0][1] == "'" and _ELIDED.search(before)
        return 0 if is_apostrophe else accent.end()
    word = _WORD.match(text, at)
    if word is None:
        return 0
    is_sign = word[1] not in COMMANDS and is_known(word[1])
    end = word.end() if is_sign else _end_of_groups(text, word.end(), at + _MOST_OF_COMMAND)
    if end > word.end():
        return end
    around = before[-1:], text[end : end + 1]
    is_path = around[0].isalpha() or around[0] in (":", "/") or "\\" in around
    return end if is_sign and not is_path else 0


def _end_of_groups(text: str, at: int, most: int) -> int:
    """Return where the groups in brackets and braces end that follow one another from a place."""
    while text.startswith(("[", "{"), at):
        depth = 0
        for end in range(at, min(most, len(text))):
            depth += (text[end] in "[{") - (text[end] in "]}")
            if depth == 0:
                break
        else:
            return at
        at = end + 1
    return at


def find_bracketed(text: str, kind: str = "markdown") -> list[Bracketed]:
    """Return the bracketed formulas of a text, but not those within code and formulas."""
    if "\\(" not in text and "\\[" not in text and "\\begin" not in text:
        return []
    found = []
    for name, place, source in _find_marked(text, kind):
        if name == "bracketed":
            found.append(Bracketed(place, source, source[2:-2].strip()))
        elif name == "raw" and (tex := _formula_of(source)):
            found.append(Bracketed(place, source, tex))
    return found


def find_raw(text: str, kind: str = "markdown") -> list[Raw]:
    """Return the commands of TeX in a text, but not those within code and formulas."""
    found: list[Raw] = []
    end = 0  # of what was found before
    for name, place, source in _find_marked(text, kind) if _MAY_BE_RAW.search(text) else ():
        if place < end:
            continue  # it is within what was found
        if name == "raw" and not _formula_of(source):
            around = _in_dollars(text, place, end)
            found.append(around or Raw(place, source, _meant_by(source, kind)))
            end = found[-1].place + len(found[-1].source)
        else:
            end = place + len(source)
            end += len(text[end : end + 2]) - len(text[end : end + 2].lstrip("$"))
    return found


_MAY_BE_RAW = re.compile(r"\\(?:[A-Za-z]|['`\"^~=.]\{?[A-Za-z\\])")


def _formula_of(source: str) -> str:
    """Return the formula that a command is: an equation that stands by itself, or part of one."""
    if display_at(source, 0):
        return untex(source)[1:-1]
    return source if _OF_FORMULAS.match(source) else ""


def _meant_by(source: str, kind: str) -> str | None:
    """Return what to write in the place of a command; None where it is not known."""
    link = _LINK.fullmatch(source) if kind != "title" else None
    if link:
        return f"[{link[2]}]({link[1]})"
    if source.startswith(("\\begin", "\\end")):
        return ""
    meant = untex(source, pidgin=True).strip()
    if "\\" in meant:
        return None
    name = re.match(r"\\([A-Za-z]*)", source)
    mark = _MARKED.get(name[1], "") if name and meant and "*" not in meant else ""
    return f"{mark}{meant}{mark}"


def _in_dollars(text: str, place: int, low: int) -> Raw | None:
    """Return the formula around a command that is none, for a digit or for spaces; None if not.

    It begins no sooner than at `low`.
    """
    start = text.rfind("$", max(low, place - _MOST_OF_FORMULA), place)
    end = text.find("$", place, place + _MOST_OF_FORMULA)
    tex = text[start + 1 : end]
    if start < 0 or end < 0 or "\n\n" in tex or text[start - 1 : start] == "\\":
        return None
    source = text[start : end + 1]
    loose = tex[0].isspace(), tex[-1].isspace()
    around = text[start - 1 : start] + text[end + 1 : end + 2]
    if all(loose):
        return Raw(start, source, f"${tex.strip()}$", _LOOSE)
    if not any(loose) and any(map(str.isdigit, around)):
        return Raw(start, source, to_plain(tex) if has_plain_form(tex) else None, _DIGIT)
    return None


_LOOSE = "a formula has no space just inside its dollar signs"
_DIGIT = "a formula has no digit just outside its dollar signs"


def _find_marked(text: str, kind: str) -> Iterator[tuple[str, int, str]]:
    """Yield what TeX means in a text, and its formulas and code: what it is, its place, its source.

    Where the place of one is not to be told, it is that of what stood before.
    """
    place = 0
    for token in _flat(_parser(kind).parse(text)):
        content = token.content
        if token.type in ("bracketed", "raw"):
            # Its lines may begin with what marks a list or a quotation.
            source = re.compile(r"[\s>]+".join(map(re.escape, content.split())))
            at = source.search(text, place)
            start, end = at.span() if at else (place, place)
        else:
            start = text.find(content, place)
            end = start + len(content)
        yield token.type, max(start, place), content
        place = end if start >= 0 else place


def _flat(tokens: list[Token]) -> Iterator[Token]:
    """Yield the tokens that hold formulas or code, in order."""
    for token in tokens:
        yield from (one for one in (token, *(token.children or ())) if one.type in _KINDS)
