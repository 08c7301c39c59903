"""What a source sets in italics in a title, as TeX or HTML; titles here have asterisks for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from broadsheet.adding.cleaning import plain_of
from broadsheet.content.writing import title_of
from broadsheet.text.inline import title_parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MOST = 2000  # characters of a title that are looked at
_OPENING = re.compile(
    r"\\(?:emph|textit|textsl|mkbibemph|mkbibitalic) ?\{|\{\\(?:em|it|itshape|sl)(?![A-Za-z]) ?"
    r"|<(?P<tag>(?:jats:)?(?:i|em|italic))>",
    re.IGNORECASE,
)
_BRACE = re.compile(r"(?<!\\)[{}]")


def emphasis_in(title: str, *, pidgin: bool = True) -> tuple[str, ...]:
    """Return the words of a raw title that are set in italics, as plain text, in order."""
    found = (plain_of(words, pidgin=pidgin) for words in _words_in(title[:_MOST]))
    return tuple(words for words in found if any(map(str.isalnum, words)))


def _words_in(title: str) -> Iterator[str]:
    """Yield what stands in italics, one behind the other."""
    at = 0
    while opening := _OPENING.search(title, at):
        at = opening.end()
        tag = opening["tag"]
        end = title.find(f"</{tag}>", at) if tag else _closing(title, at)
        if end >= 0:
            yield title[at:end]
            at = end


def _closing(title: str, at: int) -> int:
    """Return where the brace stands that closes the one before a place; -1 if none does."""
    depth = 1
    for brace in _BRACE.finditer(title, at):
        depth += 1 if brace[0] == "{" else -1
        if not depth:
            return brace.start()
    return -1


def title_with(title: str, emphasis: Sequence[str], *, money: bool) -> str:
    """Return plain text as a title that emphasises some of its words.

    Words that also stand elsewhere in it, and all that would be read otherwise, are left plain.
    """
    plain = title_of(title, money=money)
    words = [one for one in emphasis if title.count(one) == emphasis.count(one) and one != title]
    pieces: list[str] = []
    at = 0
    for one in words:
        place = title.find(one, at)
        if place < 0:
            return plain
        pieces += [title_of(title[at:place], money=money), f"*{title_of(one, money=money)}*"]
        at = place + len(one)
    made = "".join([*pieces, title_of(title[at:], money=money)])
    return made if _parts_of(made) == (_parts_of(plain)[0], words) else plain


def _parts_of(title: str) -> tuple[str, list[str]]:
    """Return a title's text with its formulas, and what is emphasised in it."""
    text, emphasised, is_within = "", list[str](), False
    for kind, content in title_parts(title):
        shown = f"${content}$" if kind == "math" else content
        text += shown
        if kind == "em_open":
            emphasised.append("")
        is_within = kind == "em_open" or (is_within and kind != "em_close")
        if is_within:
            emphasised[-1] += shown
    return text, emphasised
