"""Mathematics: `$...$` in a text, as MathML for pages and as plain Unicode for everything else.

What counts as a formula is decided by one rule, that of markdown-it's dollarmath without spaces
inside the dollar signs and without digits outside them: `$5-$10` and "$25 and $30" are money.
"""

from __future__ import annotations

import logging
import re
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it import MarkdownIt

_SUPER = dict(
    zip(
        "0123456789+-=()niabcdefghjklmoprstuvwxyzTABDEGHIJKLMNOPRUVW",
        ("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱᵃᵇᶜᵈᵉᶠᵍʰʲᵏˡᵐᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵁⱽᵂ"),
        strict=True,
    )
)
_SUB = dict(
    zip("0123456789+-=()aehijklmnoprstuvx", ("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ"), strict=True)
)
# MathML Core and what latex2mathml uses beside it, without links, styles, names and events.
_ELEMENTS = re.compile(
    "math|mrow|mi|mn|mo|ms|mtext|mspace|mfrac|msqrt|mroot|mstyle|mpadded|mphantom|menclose|mfenced"
    "|msub|msup|msubsup|munder|mover|munderover|mmultiscripts|mprescripts|none"
    "|mtable|mtr|mtd|mlabeledtr"
)
_ATTRIBUTES = re.compile(
    "accent|accentunder|align|close|columnalign|columnlines|columnspacing|columnspan|depth"
    "|displaystyle|fence|form|frame|framespacing|height|largeop|linebreak|linethickness|lspace"
    "|mathbackground|mathcolor|mathsize|mathvariant|maxsize|minsize|movablelimits|notation|open"
    "|rowalign|rowlines|rowspacing|rowspan|rspace|scriptlevel|separators?|side|stretchy"
    "|symmetric|voffset|width"
)
_SCRIPT = re.compile(r"([\^_])(?:\{([^{}]*)\}|([^\\{}\s]))")


def math_rules(parser: MarkdownIt) -> MarkdownIt:
    """Teach a parser the formulas of this project; one line, no blocks, no labels."""
    from mdit_py_plugins.dollarmath import dollarmath_plugin  # noqa: PLC0415 - see _parser

    parser.use(
        dollarmath_plugin,
        allow_labels=False,
        allow_space=False,
        allow_digits=False,
        allow_blank_lines=False,
    )
    return parser


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    """Make the parser that knows nothing but formulas and escaped dollar signs."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - 30 ms, which an unchanged site is spared

    parser = math_rules(MarkdownIt("zero"))
    parser.disable("math_block")
    return parser


def split_math(text: str) -> Iterator[tuple[str, bool]]:
    """Give the text's parts in their order, each with whether it is TeX (without its dollars)."""
    if "$" not in text:
        yield text, False
        return
    tokens: list[Any] = _parser().parseInline(text)[0].children or []
    for token in tokens:
        if token.type == "math_inline":
            yield token.content, True
        elif token.content:
            yield token.content.replace("\\$", "$"), False


@lru_cache(maxsize=4096)
def to_mathml(tex: str) -> str | None:
    """Give a formula as MathML with its source in `alttext`, or None where it has no conversion.

    A command that the converter passes over unread would stand in the page as its own source,
    half set: such a formula counts as not converted.
    """
    from latex2mathml.converter import convert  # noqa: PLC0415 - 40 ms, and few builds need it

    try:
        mathml = str(convert(tex))
    except Exception:  # noqa: BLE001 - it raises many kinds on bad TeX, none of them its own base
        return None
    inner = re.sub(r"^<math[^>]*>|</math>$", "", mathml)
    if "\\" in inner or not _is_safe(inner):
        return None
    return f'<math alttext="{escape(tex)}">{inner}</math>'


def _is_safe(mathml: str) -> bool:
    r"""Tell whether this is well-formed MathML that only shows something.

    The converter lets through whatever stands in `\text{...}`, elements and scripts included, and
    gives formulas links, styles and classes; it leaves a lone `&` as it is. Comments are read
    otherwise by HTML than by XML, so none is taken.
    """
    from xml.etree import ElementTree as ET  # noqa: PLC0415 - as above

    if "<!" in mathml or "<?" in mathml:
        return False
    try:
        root = ET.fromstring(f"<math>{mathml}</math>")  # noqa: S314 - no DTD gets here, so no bomb
    except ET.ParseError:
        return False
    return all(
        _ELEMENTS.fullmatch(one.tag) and all(map(_ATTRIBUTES.fullmatch, one.attrib))
        for one in root.iter()
    )


@lru_cache(maxsize=4096)
def to_plain(tex: str) -> str:
    """Give a formula as plain Unicode, as far as Unicode goes: `R^3` as R³."""
    from pylatexenc.latex2text import LatexNodes2Text  # noqa: PLC0415 - 60 ms, few builds need it

    logging.getLogger("pylatexenc").setLevel(logging.CRITICAL)  # it has no line to tell of
    source = f"${tex}$"
    if to_mathml(tex) is None:
        return source
    scripted = _SCRIPT.sub(_script, tex)
    converter = LatexNodes2Text(math_mode="text", strict_latex_spaces="based-on-source")
    try:
        plain = converter.latex_to_text(scripted)
    except Exception:  # noqa: BLE001 - as above; the source is then the plainest form
        return source
    return " ".join(plain.split()) or source


def _script(match: re.Match[str]) -> str:
    """Raise or lower what has such characters; leave the rest as it is."""
    table = _SUPER if match[1] == "^" else _SUB
    inner = match[2] if match[2] is not None else match[3]
    if inner and all(character in table for character in inner):
        # The braces end a command before it: \\alpha_t must not become the command \\alphaₜ.
        return "{}" + "".join(table[character] for character in inner)
    return match[0]


def plain(text: str) -> str:
    """Give a text without TeX: for titles of windows, feeds and metadata."""
    if "$" not in text:
        return text
    return "".join(to_plain(part) if is_math else part for part, is_math in split_math(text))


def html(text: str) -> str:
    """Give a one-line text as HTML: escaped, its formulas as MathML or else as their source."""
    if "$" not in text:
        return escape(text, quote=False)
    return "".join(
        (math_html(part) if is_math else escape(part, quote=False))
        for part, is_math in split_math(text)
    )


def math_html(tex: str) -> str:
    """Give a formula as HTML: MathML, or its source with the dollar signs."""
    return to_mathml(tex) or f"<code>{escape(f'${tex}$', quote=False)}</code>"


def unconvertible(text: str) -> list[str]:
    """Give the formulas of a text that will stand as their source."""
    return [part for part, is_math in split_math(text) if is_math and to_mathml(part) is None]
