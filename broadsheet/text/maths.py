"""Mathematics: `$...$` in a text, as MathML for pages and as plain Unicode for everything else.

One rule decides what is a formula, that of markdown-it's dollarmath: no space just inside the
dollar signs, no digit just outside them. So `$5-$10` and "$25 and $30" are money.
"""

from __future__ import annotations

import logging
import re
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
# MathML Core and what else latex2mathml uses, without links, styles, ids and event handlers.
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


def make_parser(preset: str, options: Mapping[str, Any] | None = None) -> MarkdownIt:
    """Make a Markdown parser of a preset of markdown-it that reads formulas, too."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - 30 ms, which an unchanged site is spared

    return math_rules(MarkdownIt(preset, options))


def math_rules(parser: MarkdownIt) -> MarkdownIt:
    """Add the rules for formulas to a parser: `$...$` within a line, `$$...$$`, no labels."""
    from mdit_py_plugins.dollarmath import dollarmath_plugin  # noqa: PLC0415 - it loads markdown-it

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
    """Make the parser that reads only formulas and escaped dollar signs."""
    parser = make_parser("zero")
    parser.disable("math_block")
    return parser


def split_math(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a text, each with whether it is TeX (without its dollar signs)."""
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
    """Return a formula as MathML with its source in `alttext`; None if it cannot be converted.

    latex2mathml copies commands that it does not know into its output. Such a formula would be
    shown half converted, so it counts as one that cannot be converted.
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
    r"""Return whether this is well-formed MathML that does nothing but display.

    latex2mathml copies whatever is in `\text{...}`, elements and scripts included, writes links,
    styles and classes, and does not escape a lone `&`. Comments are refused, since HTML and XML
    read them differently.
    """
    if "<!" in mathml or "<?" in mathml:
        return False
    found: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartElementHandler = lambda name, attributes: found.append((name, attributes))
    is_final = True
    try:
        parser.Parse(f"<math>{mathml}</math>", is_final)
    except expat.ExpatError:
        return False
    return all(
        _ELEMENTS.fullmatch(name) and all(map(_ATTRIBUTES.fullmatch, attributes))
        for name, attributes in found
    )


@lru_cache(maxsize=4096)
def to_plain(tex: str) -> str:
    """Return a formula as plain Unicode, as far as that is possible: `R^3` as R³."""
    source = f"${tex}$"
    if to_mathml(tex) is None:
        return source
    scripted = _SCRIPT.sub(_script, tex)
    read = latex_to_text(scripted, math_mode="text", strict_latex_spaces="based-on-source")
    return " ".join(read.split()) or source


def latex_to_text(tex: str, **options: str) -> str:
    """Return LaTeX as Unicode, by pylatexenc with its options; empty if it fails."""
    from pylatexenc.latex2text import LatexNodes2Text  # noqa: PLC0415 - 60 ms, few builds need it

    logging.getLogger("pylatexenc").setLevel(logging.CRITICAL)  # its warnings name no file or line
    try:
        return str(LatexNodes2Text(**options).latex_to_text(tex))
    except Exception:  # noqa: BLE001 - a command without its arguments raises any of several kinds
        return ""


def _script(match: re.Match[str]) -> str:
    """Write a superscript or subscript in Unicode if all its characters exist there."""
    table = _SUPER if match[1] == "^" else _SUB
    inner = match[2] if match[2] is not None else match[3]
    if inner and all(character in table for character in inner):
        # The braces end a preceding command: \\alpha_t must not become the command \\alphaₜ.
        return "{}" + "".join(table[character] for character in inner)
    return match[0]


def math_html(tex: str) -> str:
    """Return a formula as HTML: MathML, or else its source with the dollar signs."""
    return to_mathml(tex) or f"<code>{escape(f'${tex}$', quote=False)}</code>"


def unconvertible(text: str) -> list[str]:
    """Return those formulas of a text that will be shown as their source."""
    return [part for part, is_math in split_math(text) if is_math and to_mathml(part) is None]
