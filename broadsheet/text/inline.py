"""Inline Markdown: what a title, a summary or a note may hold within its line.

A title takes emphasis, as species have, and formulas; prose takes code and links, too. Both
are read as CommonMark reads them: `A*` stays `A*`, and a backslash keeps a sign from being markup.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

from broadsheet.text.maths import has_plain_form, make_parser, math_html, to_plain
from broadsheet.text.seen import LINK, LinkFault, find_faults

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from markdown_it import MarkdownIt

_IN_TITLES = re.compile(r"[*_$\\]")  # without one of these, a title is plain text
_IN_PROSE = re.compile(r"[*_$\\`\[<]")
_TAG = re.compile(r"<[^<>]*>")
_TAGS = {"em_open": "<em>", "em_close": "</em>", "strong_open": "<strong>"}
_TAGS |= {"strong_close": "</strong>", "link_close": "</a>"}


@cache
def _parser(*, prose: bool) -> MarkdownIt:
    """Make the parser of titles, or of prose."""
    parser = make_parser("zero")
    parser.disable("math_block")
    parser.enable(["emphasis", "escape"])
    if prose:
        parser.enable(["backticks", "link", "autolink"])
        parser.validateLink = lambda url: LINK.match(url) is not None  # type: ignore[method-assign]
    return parser


def _tokens(text: str, *, prose: bool) -> Iterable[Any]:
    return _parser(prose=prose).parseInline(text)[0].children or ()


def title_html(text: str) -> str:
    """Return a title as HTML, its formulas as MathML."""
    if not _IN_TITLES.search(text):
        return escape(text, quote=False)
    return _html(text, _told_formula, prose=False)


def prose_html(text: str) -> str:
    """Return a summary or a note as HTML, its formulas as MathML."""
    return _prose(text, _told_formula)


def feed_prose_html(text: str, *, mathml: bool) -> str:
    """Return a summary or a note as entries of feeds hold it: as MathML alone, or in Unicode."""
    return _prose(text, math_html if mathml else _plain_formula)


def _prose(text: str, formula: Callable[[str], str]) -> str:
    if not _IN_PROSE.search(text):
        return escape(text, quote=False)
    return _html(text, formula, prose=True)


def title_plain(text: str) -> str:
    """Return a title without markup, its formulas in Unicode: for windows, feeds and metadata."""
    return _plain(text, prose=False) if _IN_TITLES.search(text) else text


def prose_plain(text: str) -> str:
    """Return a summary or a note without markup, its formulas in Unicode."""
    return _plain(text, prose=True) if _IN_PROSE.search(text) else text


def title_whole(text: str) -> str:
    """Return a title as `title_plain` does, its formulas without a space at which a line ends."""
    return _plain(text, prose=False, whole=True) if _IN_TITLES.search(text) else text


def prose_whole(text: str) -> str:
    """Return prose as `prose_plain` does, its formulas without a space at which a line ends."""
    return _plain(text, prose=True, whole=True) if _IN_PROSE.search(text) else text


def find_link_faults(text: str) -> list[LinkFault]:
    """Return the links of a summary or a note that show nothing, or lead nowhere."""
    return find_faults(_parser(prose=True), text, inline=True)


def title_parts(text: str) -> list[tuple[str, str]]:
    """Return a title's parts as (kind, content): `text`, `math`, `em_open`, `strong_close` ..."""
    if not _IN_TITLES.search(text):
        return [("text", text)]
    return [
        ("math" if token.type == "math_inline" else token.type, token.content)
        for token in _tokens(text, prose=False)
    ]


@lru_cache(maxsize=4096)
def _plain(text: str, *, prose: bool, whole: bool = False) -> str:
    formula = _to_whole if whole else to_plain
    words: dict[str, Callable[[str], str]] = {"math_inline": formula}
    return "".join(
        words.get(token.type, str)(token.content) for token in _tokens(text, prose=prose)
    )


def _to_whole(tex: str) -> str:
    """Return a formula as plain Unicode, with no-break spaces."""
    return to_plain(tex).replace(" ", "\N{NO-BREAK SPACE}")


@lru_cache(maxsize=1024)
def _html(text: str, formula: Callable[[str], str], *, prose: bool) -> str:
    return "".join(_element(token, formula) for token in _tokens(text, prose=prose))


def _told_formula(tex: str) -> str:
    """Return a formula as MathML that says how scripts are to tell it: their letters are not it.

    Of a fraction, a power or a root these are digits side by side.
    """
    html, plain = math_html(tex), escape(to_plain(tex))
    if _TAG.sub("", html) == plain or not has_plain_form(tex):
        return html
    return html.replace("<math", f'<math data-plain="{plain}"', 1)


def _plain_formula(tex: str) -> str:
    return escape(to_plain(tex), quote=False)


def _element(token: Any, formula: Callable[[str], str]) -> str:
    """Return a token as HTML."""
    if token.type == "math_inline":
        return formula(token.content)
    if token.type == "link_open":
        return f'<a href="{escape(str(token.attrs["href"]))}">'
    shown = escape(token.content, quote=False)
    return f"<code>{shown}</code>" if token.type == "code_inline" else _TAGS.get(token.type, shown)
