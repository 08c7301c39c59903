"""Markdown to HTML: CommonMark with formulas; no HTML, no pictures, links http(s) only.

An address that stands by itself is a link, too: many abstracts end with that of their code.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from itertools import chain
from typing import TYPE_CHECKING, Any
from unicodedata import category

from broadsheet.text.languages import UNSPACED, is_unspaced, join_lines
from broadsheet.text.maths import make_parser, math_html, to_plain
from broadsheet.text.seen import LINK, LinkFault, find_faults
from broadsheet.text.widths import width

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

# Whatever may mean more than itself in Markdown or mathematics; if in doubt, the parser decides.
_SIGNS = "*`$\t_\\]<&"
_INLINE = re.compile(
    r"[*`$\t]"  # emphasis, code, formulas
    r"|(?<![^\W_])_"  # emphasis; within a word, _ is a letter
    r"|\\[!-/:-@\[-`{-~\n]"  # an escape, or a hard line break
    r"|\][(\[:]"  # a link, or where one leads
    r"|<[A-Za-z/!?]|&[#A-Za-z]"  # a link or a tag; an entity
)
_BLOCK = re.compile(
    r"\n(?:[ >#~]|[-+=](?:[-+= \n]|\Z)"  # code, a quotation, a heading, a list
    r"|1[.)](?:[ \n]|\Z)|\n\d+[.)])"  # a list; within a paragraph it must begin with 1
)
_ANY_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_LINKS = "\0"  # parts a text from its links within the site, and these; no text holds it


@lru_cache(maxsize=8)
def _parser(*, mathml: bool = True, within: bool = False, scrolls: bool = False) -> MarkdownIt:
    """Make the Markdown parser, which renders formulas as MathML or as plain Unicode.

    With `within`, it also reads links that have no scheme: those within the site. With `scrolls`,
    what cannot break has a box that scrolls, by keyboard too.
    """
    parser = make_parser("commonmark", {"html": False, "xhtmlOut": True})
    parser.disable(["image", "html_block", "html_inline"])
    parser.validateLink = (  # type: ignore[method-assign]
        lambda url: LINK.match(url) is not None or (within and _is_within(url))
    )
    parser.inline.ruler.before("emphasis", "address", _read_address)
    parser.core.ruler.push("join_lines", _join_lines)
    for rule in ("math_inline", "math_inline_double", "math_block"):
        parser.add_render_rule(rule, _render_math if mathml else _render_plain_math)
    for rule in _WIDE if scrolls else ():
        parser.add_render_rule(rule, _render_wide)
    return parser


@lru_cache(maxsize=64)
def _parse(text: str) -> tuple[Token, ...]:
    """Return what a text consists of, for whoever reads it next, too; nobody changes it.

    A paper's page and its row in the search are made one after the other.
    """
    return tuple(_parser().parse(text))


def _is_within(url: str) -> bool:
    """Return whether a link leads to a place of the site."""
    return not (_ANY_SCHEME.match(url) or url.startswith("#"))


def _join_lines(state: StateCore) -> None:
    """Take out line breaks between characters that no spaces part, where they mean nothing.

    Those behind two spaces or a backslash mean a new line, those in code are code.
    """
    for block in state.tokens:
        before, waiting = "", None
        idle: set[int] = set()
        for token in block.children or ():
            if token.type == "softbreak":
                waiting = token
            elif token.content:
                text = token.content if token.type == "text" else ""
                if waiting and is_unspaced(before, text[:1]):
                    idle.add(id(waiting))
                before, waiting = text[-1:], None
            elif token.type == "hardbreak":
                before = ""
        if idle:
            block.children = [token for token in block.children or () if id(token) not in idle]


def _read_address(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it calls it
    """Read an address that stands by itself as a link, from the colon of its scheme on.

    markdown-it passes over letters at once, so the scheme was read as text. Where it only looks for
    the end of what stands in brackets, `silent`, an address is text as any other: it holds none.
    """
    if silent or state.linkLevel or state.src[state.pos] != ":":
        return False
    scheme = _SCHEME.search(state.pending[-len(" https") :])
    rest = _REST.match(state.src, state.pos, state.posMax) if scheme else None
    if not scheme or not rest:
        return False
    shown = scheme[0] + _without_end(rest[0])
    if not _HOST.match(shown):
        return False
    meant = _ESCAPED.sub(r"\1", shown).replace("&amp;", "&")
    state.pending = state.pending.removesuffix(scheme[0])
    state.push("link_open", "a", 1).attrs = {"href": state.md.normalizeLink(meant)}
    state.push("text", "", 0).content = meant
    state.push("link_close", "a", -1)
    state.pos += len(shown) - len(scheme[0])
    return True


def _without_end(address: str) -> str:
    """Return an address without what stands behind it: a full stop, a bracket not opened in it."""
    end = len(address)
    surplus = address.count(")") - address.count("(")
    while end and (address[end - 1] in _BEHIND or (address[end - 1] == ")" and surplus > 0)):
        surplus -= address[end - 1] == ")"
        end -= 1
    return address[:end]


_SCHEME = re.compile(r"(?<![^\W_])https?\Z", re.IGNORECASE | re.ASCII)
# What no address holds ends it: white space, quotes, brackets but round ones, what begins a code or
# a formula, signs and letters of scripts without spaces. A backslash stands before a sign that it
# keeps from being markup.
_REST = re.compile(
    rf"://(?:[^\s\x00-\x20<>\[\]{{}}|\\^\"`$“”„‘’«»…&{UNSPACED}]|\\[_*~#&$.()-]"
    r"|&(?!(?:lt|gt|quot|apos|nbsp);))+"
)
_ESCAPED = re.compile(r"\\(.)")
_HOST = re.compile(r"https?://[^\W_][^/?#@]*(?:[/?#]|\Z)", re.IGNORECASE)  # and no user's name
_BEHIND = ".,;:!?'*_~\\"


def find_links(text: str) -> list[str]:
    """Return the links of a Markdown text that have no scheme, each once: those within the site."""
    if "[" not in text:
        return []
    tokens = (token for block in _parser(within=True).parse(text) for token in block.children or ())
    links = [str(token.attrs["href"]) for token in tokens if token.type == "link_open"]
    return list(dict.fromkeys(link for link in links if not LINK.match(link)))


def with_links(text: str, paths: Mapping[str, str]) -> str:
    """Return a text with where its links within the site lead: paths from its root, by link.

    `render_markdown` and `plain_markdown` take it. A link without a path is its words.
    """
    return _LINKS.join((text, *chain.from_iterable(paths.items())))


def find_link_faults(text: str) -> list[LinkFault]:
    """Return the links of a Markdown text that show nothing, or lead nowhere."""
    return find_faults(_parser(), text)


def _render_math(
    _self: Any, tokens: Sequence[Token], at: int, _options: Any, _env: MutableMapping[str, Any]
) -> str:
    """Render a formula as HTML; one that stands by itself in a paragraph of its own."""
    html = math_html(tokens[at].content.strip())
    if tokens[at].type != "math_block":
        return html
    shown = html.replace("<math", '<math display="block"', 1)
    return f"<p>{shown}</p>\n"


def _render_wide(
    self: Any, tokens: Sequence[Token], at: int, options: Any, env: MutableMapping[str, Any]
) -> str:
    """Render code, or a formula that stands by itself, in a box that scrolls."""
    if tokens[at].type == "math_block":
        return f'<div class="wide" tabindex="0">{math_html(tokens[at].content.strip())}</div>\n'
    code = getattr(self, tokens[at].type)(tokens, at, options, env)
    return str(code).replace("<pre>", '<pre tabindex="0">', 1)


_WIDE = ("code_block", "fence", "math_block")


def _render_plain_math(
    _self: Any, tokens: Sequence[Token], at: int, _options: Any, _env: MutableMapping[str, Any]
) -> str:
    """Render a formula as plain Unicode; one that stands by itself in a paragraph of its own."""
    shown = escape(to_plain(tokens[at].content.strip()), quote=False)
    return f"<p>{shown}</p>\n" if tokens[at].type == "math_block" else shown


def render_markdown(
    text: str, top: int = 3, root: str | None = None, *, mathml: bool = True, scrolls: bool = False
) -> str:
    """Return Markdown as HTML that is also well-formed XML; its headings begin at level `top`.

    `root` is the way to the site's root, for texts that link within the site (`with_links`); in
    others such a link is text. With `scrolls`, what cannot break has a box that scrolls, by
    keyboard too.
    Most abstracts are plain text: they skip the parser, and the HTML is the same.
    """
    text = text.strip()
    if _is_plain(text):
        return "".join(
            f"<p>{_escape(paragraph.strip())}</p>\n"
            for paragraph in join_lines(text).split("\n\n")
            if paragraph
        )
    tokens = _parse(text) if root is None else _parse_leading_on(text, root)
    parser = _parser(mathml=mathml, scrolls=scrolls)
    return str(parser.renderer.render(_set_headings(tokens, top), parser.options, {}))


def _parse_leading_on(text: str, root: str) -> list[Token]:
    """Parse a text whose links within the site lead there from the page, or are words."""
    text, *links = text.split(_LINKS)
    paths = dict(zip(links[::2], links[1::2], strict=True))
    tokens = _parser(within=True).parse(text)
    for block in tokens:
        shown = []
        leads = True  # the link that was begun last; none lies within another
        for token in block.children or ():
            if token.type == "link_open":
                href = str(token.attrs["href"])
                leads = LINK.match(href) is not None or href in paths
                token.attrs["href"] = root + paths[href] if href in paths else href
            if leads or not token.type.startswith("link"):
                shown.append(token)
        block.children = block.children and shown
    return tokens


def _set_headings(tokens: Sequence[Token], top: int) -> list[Token]:
    """Return the tokens with headings from level `top` on."""
    levels = {token.tag: int(token.tag[1:]) for token in tokens if token.type == "heading_open"}
    first = min(levels.values(), default=0)
    return [
        token.copy(tag=f"h{min(6, levels[token.tag] - first + top)}")
        if token.type.startswith("heading")
        else token
        for token in tokens
    ]


def _is_plain(text: str) -> bool:
    """Return whether a text certainly consists of plain paragraphs, without a link."""
    if not text or "://" in text:
        return False
    if any(sign in text for sign in _SIGNS) and _INLINE.search(text):
        return False
    return " \n" not in text and _BLOCK.search(f"\n\n{text}") is None


def _escape(text: str) -> str:
    """Escape as markdown-it does, which keeps the apostrophe."""
    return escape(text, quote=False).replace('"', "&quot;")


@lru_cache(maxsize=256)  # an abstract's words are asked for by several pages that come together
def plain_markdown(text: str, *, within: bool = False) -> str:
    """Return the words of a Markdown text, its formulas as plain Unicode.

    `within` is said of texts that link within the site; in others such a link is text.
    As in `render_markdown`, plain text skips the parser, and the words are the same.
    """
    text = text.partition(_LINKS)[0]
    if _is_plain(text.strip()):
        return " ".join(join_lines(text).split())
    words: list[str] = []
    for block in _parser(within=True).parse(text) if within else _parse(text):
        for token in block.children or (block,):
            if token.type in ("text", "code_inline", "code_block", "fence"):
                words.append(token.content)
            elif token.type.startswith("math"):
                words.append(to_plain(token.content.strip()))
            elif token.type in ("softbreak", "hardbreak"):
                words.append("\n")
        words.append(" ")
    return " ".join(join_lines("".join(words)).split())


def excerpt(text: str, length: int = 300) -> str:
    """Return the beginning of a Markdown text as plain text, cut after a sentence or a word."""
    return shorten(plain_markdown(text), length)


def shorten(words: str, length: int) -> str:
    """Return the beginning of a plain text: after a sentence, a word, or else a character.

    `length` is in columns: a Chinese or Japanese character, which says as much as a syllable or a
    word, takes two. Nothing longer comes out; the sign that the text goes on is counted.
    """
    end = _fitting(words, length)
    if end >= len(words):
        return words
    ends = (found.end() for found in _SENTENCE.finditer(words, 0, end + 1))
    sentence = max((place for place in ends if place <= end), default=0)
    if sentence > end // 3:
        return words[:sentence]
    end = _fitting(words, max(0, length - len(_GOES_ON)))
    word = words.rfind(" ", 0, end + 1)
    cut = _before_a_letter(words, word if word > end // 3 else end)
    shown = words[:cut].rstrip(" ,;:、，；：")
    return shown + _GOES_ON if shown else _GOES_ON.strip()[:length]


_SENTENCE = re.compile(r"[.?!](?= )|[。？！]")
_GOES_ON = " …"


def _before_a_letter(words: str, place: int) -> int:
    """Return the last place up to this one where a text may be cut.

    An accent, a vowel's sign and the parts of an emoji stay with what they belong to.
    """
    while 0 < place < len(words) and (
        category(words[place]).startswith("M")
        or words[place] in _BELONGING
        or words[place - 1] == _JOINER
    ):
        place -= 1
    return place


_JOINER = "\u200d"  # of the parts of an emoji, or of letters
_TONES = "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"  # of skin
_BELONGING = f"\u200c{_JOINER}{_TONES}"


# All but Latin and Cyrillic letters and the commonest dashes and quotes, which take one column.
_PERHAPS_OTHERS = re.compile("[^\x00-\u02ff\u0400-\u04ff\u2010-\u2027]")


def _fitting(words: str, length: int) -> int:
    """Return how many characters of a text stand in so many columns."""
    if not _PERHAPS_OTHERS.search(words, 0, length):
        return min(length, len(words))  # as many as columns, whatever comes behind
    used = 0
    for place, character in enumerate(words):
        used += width(character)
        if used > length:
            return place
    return len(words)


def math_in_markdown(text: str) -> list[str]:
    """Return the TeX of the formulas in a Markdown text, in order."""
    if "$" not in text:
        return []
    found: list[str] = []
    for block in _parse(text):
        tokens = [block, *(block.children or ())]
        found.extend(token.content.strip() for token in tokens if token.type.startswith("math"))
    return found
