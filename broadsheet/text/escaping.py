"""Plain text as Markdown that shows it, in whatever program reads it.

Programs differ in what they take for markup: HTML, formulas, what is struck through. A sign that
means something in one of them is escaped for all.
"""

from __future__ import annotations

import re
from urllib.parse import quote

_SIGNS = re.compile(r"[\\`*_\[\]<~$&]")
_BEGINS_BLOCK = re.compile(r"([0-9]*)([-+>#.)])")  # a list, a quotation, a heading
_UNSAFE = re.compile(r"[\s()<>\\]")  # within the target of a link


def escape_markdown(text: str) -> str:
    """Return a line of plain text as Markdown that shows it, in a paragraph or in a link."""
    if _SIGNS.search(text):
        text = _SIGNS.sub(_escaped, text)
    block = _BEGINS_BLOCK.match(text)
    return f"{block[1]}\\{text[block.start(2) :]}" if block else text


def _escaped(found: re.Match[str]) -> str:
    """Return a sign, escaped where it may mean more: `_` not within a word, `&` before a letter."""
    sign, text, end = found[0], found.string, found.end()
    before, behind = text[max(0, end - 2) : end - 1], text[end : end + 1]
    if sign == "_" and before.isalnum() and behind.isalnum():
        return sign
    if sign == "&" and not (behind == "#" or behind.isalpha()):
        return sign
    return f"\\{sign}"


def link_markdown(text: str, address: str) -> str:
    """Return a link as Markdown; the text is plain."""
    target = _UNSAFE.sub(lambda found: quote(found[0], safe=""), address)
    return f"[{escape_markdown(text)}]({target})"
