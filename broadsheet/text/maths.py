"""Mathematics: `$...$` in a text, as MathML for pages and as plain Unicode for everything else.

One rule decides what is a formula, that of markdown-it's dollarmath: no space just inside the
dollar signs, no digit just outside them. So `$5-$10` and "$25 and $30" are money.
"""

from __future__ import annotations

import re
from functools import lru_cache, partial
from html import escape
from typing import TYPE_CHECKING, Any

from broadsheet.text.bounds import is_sound, words_shown
from broadsheet.text.formulas import plain_formula
from broadsheet.text.plain import find_unseen
from broadsheet.text.seen import show

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline

    Rule = Callable[[StateInline, bool], bool]

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
        # It shows the room between rows as text.
        (r"\\\\[ \n]?\[ ?-?[0-9.]{1,9} ?[a-z]{2} ?\]", r"\\\\"),
        # It sets an equation's number close to the equation.
        (r"\\tag\s*\{([^{}]*)\}", r"\\quad\\text{(\1)}"),
        (r"\\tag\*\s*\{([^{}]*)\}", r"\\quad\\text{\1}"),
    )
)
_OPERATOR = re.compile(r"\\operatorname(\*|withlimits)?\s*\{([^{}]*)\}(\s*[_^])?")
LONGEST = 2000  # characters of a formula
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
    show(parser, _shown)
    return parser


def _shown(tex: str) -> str:
    """Return the signs that are seen of a formula."""
    mathml = to_mathml(tex.strip())
    return words_shown(mathml) if mathml else tex


def math_rules(parser: MarkdownIt) -> MarkdownIt:
    """Add the rules for formulas to a parser: `$...$`, `$$...$$`, no labels."""
    from mdit_py_plugins.dollarmath import dollarmath_plugin  # noqa: PLC0415 - it loads markdown-it
    from mdit_py_plugins.dollarmath.index import math_inline_dollar  # noqa: PLC0415 - as above

    parser.use(
        dollarmath_plugin,
        allow_labels=False,
        allow_space=False,
        allow_digits=False,
        allow_blank_lines=False,
    )
    single = math_inline_dollar(allow_space=False, allow_digits=False)
    parser.inline.ruler.at("math_inline", partial(_read_single, single))
    parser.inline.ruler.before("math_inline", "math_double", _read_double)
    return parser


def _read_single(rule: Rule, state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - as below
    """Read `$...$` by the plugin's rule, which takes a text's last sign for the one before it.

    So a formula at the very beginning would be none where the text ends in a digit.
    """
    if state.pos:
        return rule(state, silent)
    source = state.src
    state.src += "\n"
    try:
        return rule(state, silent)
    finally:
        state.src = source


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
    if len(tex) > LONGEST or find_unseen(tex):
        return None
    from latex2mathml.converter import convert  # noqa: PLC0415 - 40 ms, and few builds need it

    try:
        mathml = str(convert(_for_converter(tex)))
    except Exception:  # noqa: BLE001 - it raises many kinds on bad TeX, none of them its own base
        return None
    inner = re.sub(r"^<math[^>]*>|</math>$", "", mathml)
    if "\\" in inner or not is_sound(inner):
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
