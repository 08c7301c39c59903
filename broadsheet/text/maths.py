"""Mathematics: `$...$` in a text, as MathML for pages and as plain Unicode for everything else.

One rule decides what is a formula, that of markdown-it's dollarmath: no space just inside the
dollar signs, no digit just outside them. So `$5-$10` and "$25 and $30" are money.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET
from xml.parsers import expat

from broadsheet.text.formulas import plain_formula
from broadsheet.text.plain import CONTROL, without_unseen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

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
# Elements with a fixed number of children; a browser shows others of them as errors.
_CHILDREN = dict.fromkeys(["mi", "mn", "mo", "ms", "mtext", "mspace"], 0)
_CHILDREN |= dict.fromkeys(["mfrac", "mroot", "msub", "msup", "munder", "mover"], 2)
_CHILDREN |= dict.fromkeys(["msubsup", "munderover"], 3)
_FONTS = "math(?:rm|sf|bf|it|tt|normal)|text(?:rm|sf|bf|it|up|normal)?"
_NAME = (
    r"(?:\{?\\(?:rm|sf|bf)\s([^{}]*)\}?"
    rf"|\\(?:{_FONTS}|operatorname)\s*\{{([^{{}}]*)\}})"
)
_LETTERED = (
    "hat|bar|tilde|dot|vec|overline|underline|boldsymbol|bm|math(?:bb|bf|cal|frak|it|rm|scr|sf|tt)"
)
_ARGUMENT = r"(?:\{(?:[^{}]|\{[^{}]*\})*\}|[A-Za-z0-9])"
_THIN = "\N{THIN SPACE}"
# What latex2mathml lacks or reads otherwise than TeX, in a form that it knows.
_REWRITES = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        # It puts elements into <mo> and <mi>, which may hold text alone.
        (rf"\\mathop ?\{{ ?{_NAME} ?\}}", r"\\operatorname*{\1\2}"),
        (r"\\math(?:bin|close|inner|op|open|ord|punct|rel)(?![A-Za-z])", ""),
        # Operators that it does not know.
        (
            r"\\arg(?:\s|\\[,:;! ])*\\(max|min|sup|inf)(?![A-Za-z])",
            rf"\\operatorname*{{arg{_THIN}\1}}",
        ),
        (r"\\arg(?:\s|\\[,:;! ])*\\operatorname\*?\s*\{", rf"\\operatorname*{{arg{_THIN}"),
        (r"\\arg(?![A-Za-z])", r"\\operatorname{arg}"),
        (rf"(\\operatorname\*?) ?\{{ ?{_NAME} ?\}}", r"\1{\2\3}"),
        # It takes all digits for an argument without braces, and TeX the first.
        (rf"(\\(?:sqrt(?:\[[^][]*\])?|{_LETTERED}))\s*(\d)(?=\d)", r"\1{\2}"),
        (r"(\\[dt]?binom)\s*(\d)(?=\s*\d)", r"\1{\2}"),
        (r"(\\(?:[cdt]?frac|[dt]?binom)\s*(?:\{[^{}]*\}|(?<=\s)[A-Za-z]))\s*(\d)(?=\d)", r"\1{\2}"),
        # It puts a script to all three parts of a binomial.
        (rf"(\\binom\s*{_ARGUMENT}\s*{_ARGUMENT})(?=\s*[_^'])", r"{\1}"),
        # It sets an equation's number close to the equation.
        (r"\\tag\s*\{([^{}]*)\}", r"\\quad\\text{(\1)}"),
        (r"\\tag\*\s*\{([^{}]*)\}", r"\\quad\\text{\1}"),
    )
)
_OPERATOR = re.compile(r"\\operatorname(\*|withlimits)?\s*\{([^{}]*)\}(\s*[_^])?")
MOST, MOST_DEPTH = 2000, 100  # characters of a formula; elements that it becomes, and their depth
# In a formula, what no reader of a file lets through otherwise. The invisible operators that it may
# hold say how it is read aloud.
_NEVER = re.compile(
    f"{CONTROL.pattern}|[\u00ad\u061c\u200e\u200f\u2066-\u206f\U000e0000-\U000e007f]"
)
_LENGTHS = frozenset(
    ["width", "height", "depth", "lspace", "rspace", "voffset", "linethickness", "minsize"]
) | {"maxsize", "mathsize", "columnspacing", "rowspacing", "framespacing"}
_LENGTH = re.compile(r"([-+]?(?:[0-9]{1,6}(?:\.[0-9]{0,6})?|\.[0-9]{1,6}))([a-z]{2}|%|)")
_UNITS = {"em": 1, "ex": 0.5, "px": 1 / 16, "pt": 1 / 12, "pc": 1, "mu": 1 / 18, "in": 6}
_UNITS |= {"cm": 2.4, "mm": 0.24, "%": 0.01, "": 1, "bp": 1 / 12, "sp": 0, "dd": 1 / 12, "cc": 1}
_NAMED = {"veryverythin": 1, "verythin": 2, "thin": 3, "medium": 4, "thick": 5, "verythick": 6}
_NAMED |= {"veryverythick": 7}
_LONGEST, _FURTHEST_BACK = 4, 1.5  # em
_SPACES = re.compile(r"\\(?:[,:;> ]|quad|thinspace)|~")
_DOUBLE = re.compile(r"\$\$(?!\$)((?:\\.|[^\\$])+)\$\$(?!\$)", re.DOTALL)
_IS_TEX = re.compile(r"[\\^_]")


def make_parser(preset: str, options: Mapping[str, Any] | None = None) -> MarkdownIt:
    """Make a Markdown parser of a preset of markdown-it that reads formulas, too.

    What it gives is seen: no character reference brings in what the reader of files would have
    dropped, and a link without a text shows its address.
    """
    from markdown_it import MarkdownIt  # noqa: PLC0415 - 30 ms, which an unchanged site is spared

    parser = math_rules(MarkdownIt(preset, options))
    parser.core.ruler.push("seen", _show)
    return parser


def math_rules(parser: MarkdownIt) -> MarkdownIt:
    """Add the rules for formulas to a parser: `$...$`, `$$...$$`, no labels."""
    from mdit_py_plugins.dollarmath import dollarmath_plugin  # noqa: PLC0415 - it loads markdown-it

    parser.use(
        dollarmath_plugin,
        allow_labels=False,
        allow_space=False,
        allow_digits=False,
        allow_blank_lines=False,
    )
    parser.inline.ruler.before("math_inline", "math_double", _read_double)
    return parser


def _show(state: StateCore) -> None:
    """Drop what is unseen from the texts of a document, and show the links that have none."""
    for token in (one for block in state.tokens for one in (block, *(block.children or ()))):
        if token.type in ("text", "text_special", "code_inline", "code_block", "fence"):
            token.content = without_unseen(token.content)
        for name, value in token.attrs.items():
            token.attrs[name] = without_unseen(str(value))
    from markdown_it.token import Token  # noqa: PLC0415 - it was loaded with the parser

    for block in state.tokens:
        if block.children and any(token.type == "link_open" for token in block.children):
            block.children = list(_with_links_shown(block.children, Token))


def _with_links_shown(tokens: list[Token], make: type[Token]) -> Iterator[Token]:
    """Yield tokens: a link to nothing is its text, and one that shows nothing shows its address."""
    href, shown = "", ""
    for token in tokens:
        if token.type == "link_open":
            href, shown = str(token.attrs["href"]), ""
        elif token.type == "link_close" and href and not shown.strip():
            yield make("text", "", 0, content=href)
        shown += token.content
        if href or token.type not in ("link_open", "link_close"):
            yield token


def _read_double(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's call
    """Read `$$...$$` within a line as a formula like others, unless it may be money."""
    found = _DOUBLE.match(state.src, state.pos)
    before = state.src[: state.pos]
    if not found or before.endswith("$") or (len(before) - len(before.rstrip("\\"))) % 2:
        return False
    tex, around = found[1].strip(), before[-1:] + state.src[found.end() : found.end() + 1]
    is_loose = tex != found[1] or any(map(str.isdigit, around))
    if not tex or (is_loose and not _IS_TEX.search(tex)):
        return False
    if not silent:
        token = state.push("math_inline", "math", 0)
        token.content, token.markup = tex, "$$"
    state.pos = found.end()
    return True


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
    if len(tex) > MOST or _NEVER.search(tex):
        return None
    from latex2mathml.converter import convert  # noqa: PLC0415 - 40 ms, and few builds need it

    try:
        mathml = str(convert(_for_converter(tex)))
    except Exception:  # noqa: BLE001 - it raises many kinds on bad TeX, none of them its own base
        return None
    inner = re.sub(r"^<math[^>]*>|</math>$", "", mathml)
    if "\\" in inner or not _is_safe(inner) or not _is_complete(inner):
        return None
    return f'<math alttext="{escape(tex)}">{inner}</math>'


def _for_converter(tex: str) -> str:
    """Rewrite a formula for latex2mathml where it would read it otherwise than TeX."""
    if "\\" not in tex and "%" not in tex:
        return tex
    # In a line of prose a percent sign is one; read as a comment, it takes along what follows. So
    # it does where another line follows: there a comment ends.
    lines = [" ".join(line.split()) for line in tex.strip().split("\n")]
    lines[-1] = re.sub(r"(?<!\\)%", r"\\%", lines[-1])
    tex = "\n".join(line for line in lines if line)
    for pattern, to in _REWRITES:
        tex = pattern.sub(to, tex)
    return _OPERATOR.sub(_operator, tex)


def _operator(match: re.Match[str]) -> str:
    """Write an operator's name as latex2mathml reads it, with its limits below and above."""
    name = _THIN.join(_SPACES.sub(" ", match[2]).replace(_THIN, " ").split())
    if _SPACES.search(match[2]) is None and _THIN not in match[2]:
        name = name.replace(_THIN, "")  # a space that is only typed is none in a formula
    if not re.fullmatch(r"[\w\s.+/-]+", name):
        return match[0]
    is_starred, script = match[1] is not None, match[3] or ""
    limits = "\\limits" if is_starred and script else ""
    if not re.fullmatch(r"[A-Za-z\s]+", name):
        return f"\\text{{{name}}}{limits}{script}"
    return f"\\operatorname{'*' if is_starred else ''}{{{name}}}{limits}{script}"


def _is_safe(mathml: str) -> bool:
    r"""Return whether this is well-formed MathML that does nothing but display.

    latex2mathml copies whatever is in `\text{...}`, elements and scripts included, writes links,
    styles and classes, and does not escape a lone `&`. Comments are refused, since HTML and XML
    read them differently.
    """
    if "<!" in mathml or "<?" in mathml:
        return False
    found: list[tuple[str, dict[str, str]]] = []
    texts: list[str] = []
    depth = deepest = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, deepest
        found.append((name, attributes))
        depth += 1
        deepest = max(deepest, depth)

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = texts.append
    is_final = True
    try:
        parser.Parse(f"<math>{mathml}</math>", is_final)
    except expat.ExpatError:
        return False
    if any(map(_NEVER.search, texts)) or len(found) > MOST or deepest > MOST_DEPTH:
        return False
    return _is_small([attributes for _, attributes in found]) and all(
        _ELEMENTS.fullmatch(name) and all(map(_ATTRIBUTES.fullmatch, attributes))
        for name, attributes in found
    )


def _is_small(elements: Iterable[Mapping[str, str]]) -> bool:
    """Return whether no length in a formula lets it cover what is not its own."""
    moved_back = 0.0
    for attributes in elements:
        for name in _LENGTHS & attributes.keys():
            for value in map(_in_em, attributes[name].split()):
                if value is None or not -_FURTHEST_BACK <= value <= _LONGEST:
                    return False
                moved_back -= min(0, value)
    return moved_back <= _FURTHEST_BACK


def _in_em(length: str) -> float | None:
    """Return a length of MathML in em; None if it is none. Of names, only those of spaces count."""
    if length.isalpha():
        named = length.removesuffix("mathspace")
        eighteenths = _NAMED.get(named.removeprefix("negative"), 0)
        sign = -1 if named.startswith("negative") else 1
        return sign * eighteenths / 18 if length != "infinity" else None
    found = _LENGTH.fullmatch(length)
    return float(found[1]) * _UNITS.get(found[2], math.inf) if found else None


def _is_complete(mathml: str) -> bool:
    """Return whether every element of well-formed MathML has as many children as it must have."""
    elements = ET.fromstring(f"<math>{mathml}</math>").iter()  # noqa: S314 - it was found safe
    return all(len(one) == _CHILDREN.get(one.tag, len(one)) for one in elements)


@lru_cache(maxsize=4096)
def to_plain(tex: str) -> str:
    """Return a formula as plain Unicode, `R^3` as R³, or its source if that would not say all."""
    return _plain(tex) or f"${tex}$"


def has_plain_form(tex: str) -> bool:
    """Return whether a formula can be said on a line."""
    return to_plain(tex) != f"${tex}$"


def _plain(tex: str) -> str | None:
    mathml = to_mathml(tex)
    return plain_formula(mathml) if mathml else None


def math_html(tex: str) -> str:
    """Return a formula as HTML: MathML, or else its source with the dollar signs."""
    return to_mathml(tex) or f"<code>{escape(f'${tex}$', quote=False)}</code>"
