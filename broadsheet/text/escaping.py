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


# An address as texts have it, without the stop behind it.
_ADDRESS = re.compile(r"(https?://[^\s<>()\[\]]*[^\s<>()\[\].,;:!?'\"])")


def escape_markdown(text: str) -> str:
    """Return a line of plain text as Markdown that shows it, in a paragraph.

    An address stays what it is, for those who take it from there.
    """
    if _SIGNS.search(text):
        text = "".join(
            _as_address(part) if place % 2 else _SIGNS.sub(_escaped, part)
            for place, part in enumerate(_ADDRESS.split(text))
        )
    return _shielded(text)


def _as_address(address: str) -> str:
    """Return an address so that none of its signs is markup."""
    return f"<{address}>" if _SIGNS.search(address) else address


def _shielded(text: str) -> str:
    """Escape the sign with which a block would begin."""
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
    return f"[{_shielded(_SIGNS.sub(_escaped, text))}]({target})"
