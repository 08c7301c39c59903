"""TeX's commands that take arguments, and the parser that finds them: pylatexenc's LatexWalker."""

from __future__ import annotations

import logging
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple
from unicodedata import category

from broadsheet.text.scripts import LOWERED, fraction, in_unicode, lowered, raised, root
from broadsheet.text.texsigns import ACCENTS

if TYPE_CHECKING:
    from collections.abc import Callable


class Command(NamedTuple):
    """A command's arguments in pylatexenc's form (`*`, `[`, `{`), and what it makes of them."""

    form: str
    make: Callable[..., str]


def _chemistry(text: str) -> str:
    """Return a formula of mhchem with its numbers lowered: CO₂."""
    return re.sub(r"(?<=[A-Za-z)\]])\d+", lambda found: in_unicode(found[0], LOWERED) or "", text)


_NUMBER = re.compile(r"""'([0-7]{1,7})|"([0-9A-Fa-f]{1,6})|`\\?(.)|([0-9]{1,7})""")
# Of TeX's encoding T1, where it is not that of Latin 1.
_T1 = {16: "“", 17: "”", 18: "„", 19: "«", 20: "»", 21: "–", 22: "—", 215: "Œ", 247: "œ", 255: "ß"}


def _numbered(text: str) -> str:
    r"""Return the character of `\char`'s number, in the encoding T1 and beyond it in Unicode."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        return ""
    octal, hexadecimal, letter, decimal = found.groups()
    if letter:
        return str(letter)
    number = int(octal, 8) if octal else int(hexadecimal, 16) if hexadecimal else int(decimal)
    if number in _T1:
        return _T1[number]
    is_same = " " < chr(min(number, 0xFF)) < "\x7f" or 0xC0 <= number <= 0x10FFFF  # noqa: PLR2004 - from À
    return chr(number) if is_same and category(chr(number))[0] != "C" else ""


_SAME = Command("{", lambda text: text)
_SECOND = Command("{{", lambda _, text: text)
_NOTHING = Command("{", lambda _: "")
_FRACTION = Command("{{", fraction)
_CITED = (
    "cite citep citet citealp citealt citeauthor citeyear citeyearpar citenum Cite Citep Citet"
    " parencite textcite autocite footcite supercite nocite onlinecite"
)
CITED = frozenset(_CITED.split())
_ADDRESSES = ("url", "path", "nolinkurl")
LITERAL = frozenset([*_ADDRESSES, "char"])  # in which a sign means nothing but itself
_WRAPPERS = (
    "emph mbox hbox text textbf textit textsc textsl texttt textrm textsf textmd textup textnormal"
    " underline uline ul fbox mathrm mathbf mathit mathsf mathtt mathcal mathbb mathfrak mathscr"
    " mathnormal boldsymbol bm pmb operatorname MakeUppercase MakeLowercase natexlab bibnamefont"
    " bibfnamefont germ acro mkbibemph mkbibbold mkbibitalic"
)
COMMANDS: dict[str, Command] = {
    **dict.fromkeys([*_WRAPPERS.split(), *_ADDRESSES], _SAME),
    **dict.fromkeys(
        ("href", "texorpdfstring", "textcolor", "colorbox", "foreignlanguage", "bibinfo"), _SECOND
    ),
    **dict.fromkeys(
        (
            "label",
            "thanks",
            "vspace",
            "hspace",
            "phantom",
            "vphantom",
            "hphantom",
            "color",
            "noopsort",
            "SortNoop",
        ),
        _NOTHING,
    ),
    **dict.fromkeys(CITED, Command("*[[{", lambda *_: "")),
    **dict.fromkeys(("frac", "nicefrac", "sfrac", "tfrac", "dfrac", "textfrac"), _FRACTION),
    "sqrt": Command("[{", lambda degree, text: root(text, degree)),
    "mkbibquote": Command("{", lambda text: f"“{text}”"),
    "enquote": Command("*{", lambda _, text: f"“{text}”"),
    "footnote": Command("[{", lambda _, text: f" ({text})"),
    "ce": Command("{", _chemistry),
    "symbol": Command("{", _numbered),
    "char": Command("{", _numbered),
    "textsuperscript": Command("{", raised),
    "textsubscript": Command("{", lowered),
    "ensuremath": _SAME,
}


def parse(text: str) -> list[Any]:
    """Return the nodes of a text, whose braces must match."""
    from pylatexenc.latexwalker import LatexWalker  # noqa: PLC0415 - 60 ms

    logging.getLogger("pylatexenc").setLevel(logging.CRITICAL)  # its warnings name no file or line
    walker = LatexWalker(text, latex_context=_context(), tolerant_parsing=True)
    nodes: list[Any] = walker.get_latex_nodes()[0]
    return nodes


@lru_cache(maxsize=1)
def _context() -> Any:
    """Return what the parser has to know: which commands take which arguments."""
    from pylatexenc.macrospec import LatexContextDb, MacroSpec  # noqa: PLC0415 - 60 ms

    context = LatexContextDb()
    special = {"char": _Number(), **dict.fromkeys(ACCENTS, _Accented())}
    macros = [MacroSpec(name, args_parser=reader) for name, reader in special.items()]
    macros += [
        MacroSpec(name, command.form) for name, command in COMMANDS.items() if name not in special
    ]
    context.add_context_category("read", macros=macros)
    context.set_unknown_macro_spec(MacroSpec(""))
    return context


class _Accented:
    r"""Reads what an accent stands on: a group, a letter, or another accent (`\~\^e`)."""

    argspec = "{"

    def parse_args(self, w: Any, pos: int, parsing_state: Any = None) -> tuple[Any, int, int]:
        """Return the argument, and where it is; this is pylatexenc's interface."""
        from pylatexenc.latexwalker import LatexWalkerEndOfStream  # noqa: PLC0415 - 60 ms
        from pylatexenc.macrospec import ParsedMacroArgs  # noqa: PLC0415 - with it

        try:
            token = w.get_token(pos, parsing_state=parsing_state)
        except LatexWalkerEndOfStream:
            return ParsedMacroArgs(argspec="{", argnlist=[None]), pos, 0
        if token.tok == "macro" and token.arg in ACCENTS:
            (node,), begun, size = w.get_latex_nodes(
                pos, read_max_nodes=1, parsing_state=parsing_state
            )
        else:
            node, begun, size = w.get_latex_expression(
                pos, strict_braces=False, parsing_state=parsing_state
            )
        return ParsedMacroArgs(argspec="{", argnlist=[node]), begun, size


class _Number:
    r"""Reads the number of `\char`: `21`, `'025`, `"15`, or a letter behind a grave accent."""

    argspec = "{"

    def parse_args(self, w: Any, pos: int, parsing_state: Any = None) -> tuple[Any, int, int]:
        """Return the argument, and where it is; this is pylatexenc's interface."""
        from pylatexenc.latexwalker import LatexCharsNode  # noqa: PLC0415 - 60 ms
        from pylatexenc.macrospec import ParsedMacroArgs  # noqa: PLC0415 - with it

        found = _NUMBER.match(w.s, pos)
        if found is None:
            return ParsedMacroArgs(argspec="{", argnlist=[None]), pos, 0
        size = len(found[0])
        node = w.make_node(
            LatexCharsNode, parsing_state=parsing_state, chars=found[0], pos=pos, len=size
        )
        return ParsedMacroArgs(argspec="{", argnlist=[node]), pos, size
