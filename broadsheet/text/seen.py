"""What Markdown gives is seen: no character comes in by its number that the reader would drop.

A link without a text shows its address, and one that leads nowhere is its text.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Literal, NamedTuple
from unicodedata import category

from broadsheet.text.plain import find_unseen, without_unseen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

# With a host, as markdown-it writes it in ASCII, or it leads nowhere; under no user's name, which
# would stand where readers look for the host.
LINK = re.compile(
    r"https?://[a-z0-9][a-z0-9_-]*(?:\.[a-z0-9_][a-z0-9_-]*)*\.?(?::[0-9]{1,5})?(?:[/?#]|\Z)",
    re.IGNORECASE,
)
_TEXTS = frozenset(["text", "code_inline", "code_block", "fence"])
_FAULTS = "links"  # what a parse notes them under
# A link that is left as it stands, since there is no place that it leads to.
_NOWHERE = re.compile(
    r"\[[^\[\]]*\]\((?:#[^\s()]*|https?:/{0,9}(?:[?#][^\s()]*)?)\)", re.IGNORECASE
)
_BLANK = "\u115f\u1160\u2800"  # letters and signs that are empty


class LinkFault(NamedTuple):
    """A link as it is written, and what is wrong with it."""

    source: str
    kind: Literal["leads nowhere", "shows nothing"]


def show(parser: MarkdownIt, formula: Callable[[str], str]) -> None:
    """Make a parser give what is seen; `formula` returns the signs that are seen of a formula."""
    parser.inline.ruler.at("link", _read_link)
    parser.core.ruler.push("seen", partial(_show, formula=formula))


def _read_link(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's call
    """Read a link as markdown-it does, and note how it is written."""
    from markdown_it.rules_inline import link  # noqa: PLC0415 - it was loaded with the parser

    start, count = state.pos, len(state.tokens)
    found = link(state, silent)
    if found and not silent:
        opening = next(token for token in state.tokens[count:] if token.type == "link_open")
        opening.meta["source"] = state.src[start : state.pos]
    return found


def _show(state: StateCore, formula: Callable[[str], str]) -> None:
    """Drop what is unseen from a document, and show the links that have no text."""
    faults = state.env.setdefault(_FAULTS, [])
    for block in state.tokens:
        for token in (block, *(block.children or ())):
            _drop_unseen(token)
            found = _NOWHERE.finditer(token.content) if token.type == "text" else ()
            faults.extend(LinkFault(one[0], "leads nowhere") for one in found)
        if block.children and any(token.type == "link_open" for token in block.children):
            block.children = list(_show_links(block.children, formula, faults))


def _drop_unseen(token: Token) -> None:
    """Drop what is unseen from a token's texts."""
    from markdown_it.common.utils import unescapeAll  # noqa: PLC0415 - it was loaded with the parser

    if token.type in _TEXTS:
        token.content = without_unseen(token.content)
    for name, value in token.attrs.items():
        token.attrs[name] = without_unseen(str(value))
    if find_unseen(unescapeAll(token.info)):
        token.info = ""  # the language of code; its references are read where it is rendered


def _show_links(
    tokens: list[Token], formula: Callable[[str], str], faults: list[LinkFault]
) -> Iterator[Token]:
    """Yield tokens: a link to nothing is its text, and one that shows nothing shows its address."""
    href, source, shown = "", "", ""
    for token in tokens:
        if token.type == "link_open":
            href, source, shown = str(token.attrs["href"]), token.meta.get("source", ""), ""
            if not href:
                faults.append(LinkFault(source, "leads nowhere"))
        elif token.type == "link_close" and href and not _is_seen(shown):
            faults.append(LinkFault(source, "shows nothing"))
            yield type(token)("text", "", 0, content=href)
        shown += formula(token.content) if token.type.startswith("math") else token.content
        if href or token.type not in ("link_open", "link_close"):
            yield token


def find_faults(parser: MarkdownIt, text: str, *, inline: bool = False) -> list[LinkFault]:
    """Return the faults of a text's links, as `show` finds them."""
    if "](" not in text and "][" not in text and "]:" not in text:
        return []
    noted: dict[str, list[LinkFault]] = {}
    (parser.parseInline if inline else parser.parse)(text, noted)
    return noted[_FAULTS]


def _is_seen(text: str) -> bool:
    """Return whether anything of a text is seen: a letter, a number, a sign."""
    return any(category(sign)[0] in "LNPS" and sign not in _BLANK for sign in text)
