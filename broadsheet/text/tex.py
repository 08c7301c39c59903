"""TeX outside of formulas to the characters that it stands for; formulas stay TeX.

pylatexenc parses; what a command means stands in `texsigns`, and in `texcommands` if it takes
arguments. One that is not known stays as it is, with its arguments, and `unread` names it.
"""

from __future__ import annotations

import re

from broadsheet.text.maths import split_math, to_plain
from broadsheet.text.scripts import NO_MARKS, set_scripts
from broadsheet.text.texcommands import COMMANDS
from broadsheet.text.texreader import DOLLAR, OF_FORMULA, Reader, typed
from broadsheet.text.texsigns import sign_of

MOST = 50_000  # characters that are read; what follows stays as it is
_MOST_DEPTH = 40  # groups within groups
_FIRST_HELD = 0xF0000
_HELD = re.compile("[\U000f0000-\U0010fffd]")
# Signs that would mean something to the parser, and mean themselves.
_PERCENT, _OPEN, _SHUT, _BACKSLASH = "\ufdd0", "\ufdd2", "\ufdd3", "\ufdd4"
_LITERALLY = {"%": _PERCENT, "$": DOLLAR}
_MEANT = str.maketrans({_PERCENT: "%", _OPEN: "{", _SHUT: "}", _BACKSLASH: "\\"})
_MEANT_IN_TEX = _MEANT | {ord(_OPEN): "", ord(_SHUT): ""}
# Signs of a formula that became plain text, which TeX would read once more; of private use, since
# the parser of formulas drops what is no character. They are held, as all such are.
_OF_FORMULAS = str.maketrans("~{}", "\U0010fff0\U0010fff1\U0010fff2")
_MEANT_BY_FORMULAS = {after: before for before, after in _OF_FORMULAS.items()}
# Dollar signs that could begin or end a formula.
_MAY_BEGIN = re.compile(rf"(?<!\d){DOLLAR}(?=\S)")
_MAY_END = re.compile(rf"(?<=\S){DOLLAR}(?!\d)")
_NO_BRACES = {ord("{"): "", ord("}"): ""}
# What is no TeX and stands far from any, which the parser need not see sign by sign. What is held
# already is put back but once.
_PLAIN = re.compile("(?<=[^\\\\{}$%\\[\\]]{30})[^\\\\{}$%\\[\\]\U000f0000-\U0010fffd]{20,}")
_FORMULA = re.compile(r"(?<!\\)(\$\$?)([^$]{1,500})\1")
_BRACKETS = re.compile(
    r"(?<!\\)\\(?:\(((?:(?!\\\)).){1,500})\\\)|\[((?:(?!\\\]).){1,500})\\\])", re.DOTALL
)
_DISPLAY = re.compile(
    r"\\begin\{(equation|align|gather|multline|displaymath|math|eqnarray)(\*?)\}"
    r"((?:(?!\\end\{).){1,500})\\end\{\1\2\}",
    re.DOTALL,
)
_ROOM = re.compile(r"\s*(?:(?:~|\\(?:[,:;!> ]|q?quad(?![A-Za-z])))\s*)+")  # a formula of spaces
_SIGN = re.compile(r"\$\s*(?:\{\s*)?(<|>|\\(?:less|greater|lt|gt)\b)(?:\s*\})?\s*\$")
_TOKEN = re.compile(
    r"\\(?:begin|end)\s*\{[A-Za-z]{1,40}\*?\}|\\(?:begin|end)(?![A-Za-z])|\\[()\[\]]|\\.|\\|[{}%$]",
    re.DOTALL,
)
# Ga_{2}O_{3}, as titles have it whose dollar signs were lost; managers escape its braces.
_SCRIPT = re.compile(r"(?<=[0-9A-Za-z)\]}])\\?([_^])\\?\{([^{}\\$]{1,20})\\?\}")
_NO_COMMANDS = ("\\(", "\\)", "\\[", "\\]", "\\")
_COMMAND = re.compile(r"\\(?:[A-Za-z]+|[^\w\s])")


def untex(text: str, *, pidgin: bool = False) -> str:
    """Return TeX as plain text; its formulas stay TeX between dollar signs.

    With `pidgin` the text is plain text with some TeX commands in it, as arXiv has it, where
    braces and tildes are literal.
    """
    if not _may_be_tex(text, pidgin=pidgin):
        return text
    text = text.translate(NO_MARKS)
    if "$" in text or "\\" in text:
        text = _BRACKETS.sub(_bracketed, text)
        text = _DISPLAY.sub(_display, text)
        text = _SIGN.sub(lambda found: sign_of(found[1].strip("\\")) or found[1], text)
        text = _FORMULA.sub(_as_known_here, text)
    return _read(text, pidgin=pidgin, formulas=True).translate(_MEANT_BY_FORMULAS)


def untex_pidgin(text: str) -> str:
    """Replace the commands in plain text, whose dollar signs are money."""
    if "\\" not in text:
        return text
    return _read(text.translate(NO_MARKS), pidgin=True, formulas=False)


def display_at(text: str, place: int) -> re.Match[str] | None:
    r"""Return the formula that stands by itself at a place, from `\begin{equation}` to its end."""
    return _DISPLAY.match(text, place)


def is_known(name: str) -> bool:
    """Return whether a command is one that is read here."""
    return name in COMMANDS or sign_of(name) is not None


def unread(text: str) -> tuple[str, ...]:
    """Return the commands that are left in a text, outside of its formulas, each once."""
    if "\\" not in text:
        return ()
    parts = [part for part, is_math in split_math(text) if not is_math]
    return tuple(dict.fromkeys(found for part in parts for found in _COMMAND.findall(part)))


def _may_be_tex(text: str, *, pidgin: bool) -> bool:
    """Return whether there is anything to read in a text."""
    signs = ("\\", "$", "_{", "^{") if pidgin else "\\${}~`'-"
    return any(sign in text for sign in signs)


def _bracketed(match: re.Match[str]) -> str:
    r"""Return a formula in `\(...\)` or `\[...\]`, which may also be brackets that are escaped."""
    is_tex = match[1] or re.search(r"[\\^_=<>+]", match[2])
    return f"${(match[1] or match[2]).strip()}$" if is_tex else match[0]


def _display(match: re.Match[str]) -> str:
    """Return a formula that stands by itself, in dollar signs."""
    inner = " ".join(re.sub(r"\\(?:label\{[^{}]*\}|nonumber)", "", match[3]).split())
    aligned = "&" in inner or "\\\\" in inner
    return f"$\\begin{{aligned}}{inner}\\end{{aligned}}$" if aligned else f"${inner}$"


def _as_known_here(match: re.Match[str]) -> str:
    r"""Rewrite a formula so that it counts as one by the rule of `maths`.

    White space at its ends is removed; next to a digit, as in `2$\times$`, it becomes Unicode.
    One that is but room, as in `3$\,$Gyr`, becomes a space.
    """
    inner, tex = match[2], match[2].strip()
    if _ROOM.fullmatch(inner):
        return " " if inner.replace("\\!", "") else ""
    is_display, is_loose = len(match[1]) > 1, inner[0].isspace() and inner[-1].isspace()
    is_tex = is_display or re.search(r"[\\^_]", tex)
    if not tex or not is_tex or not (is_display or is_loose or tex == inner):
        return match[0]  # money, as likely as not
    around = f" {match.string} "[match.start()] + f" {match.string} "[match.end() + 1]
    letters = to_plain(tex) if re.search(r"\d", around) else "$"
    kept = "$" in letters or "\\" in letters
    return f"${tex}$" if kept else letters.translate(_OF_FORMULAS)


def _read(text: str, *, pidgin: bool, formulas: bool) -> str:
    r"""Return a text with its commands read, around formulas that stay.

    A dollar sign that is meant as one is shielded, `\$`, where it could begin or end a formula.
    """
    text, rest = text[:MOST], text[MOST:]
    held: list[str] = []

    def hold(piece: str) -> str:
        held.append(piece)
        return chr(_FIRST_HELD + len(held) - 1)

    def plain(piece: str) -> str:
        return hold(piece if pidgin else typed(piece))

    parts = list(split_math(text)) if formulas else [(text, False)]
    source = "".join(
        hold(f"${part}$")
        if is_math
        else _SCRIPT.sub(_script, _HELD.sub(lambda found: hold(found[0]), part))
        for part, is_math in parts
    )
    if "\\" in source:
        source = _PLAIN.sub(lambda found: plain(found[0]), source)
        source = set_scripts(Reader(_guarded(source), pidgin=pidgin).text())
        source = source.translate(_MEANT if pidgin else _MEANT_IN_TEX)
        source = source.replace(OF_FORMULA, "$")
    else:
        source = source.replace("$", DOLLAR)
        source = source if pidgin else typed(source).translate(_NO_BRACES)
    has_formula = "$" in source or any(is_math for _, is_math in parts)
    source = source.replace(DOLLAR, _dollar(source, has_formula=has_formula) if formulas else "$")
    return _HELD.sub(lambda found: held[ord(found[0]) - _FIRST_HELD], source) + rest


def _dollar(source: str, *, has_formula: bool) -> str:
    """Return how to write the dollar signs of a text that are meant: shielded if in doubt."""
    begins, ends = _MAY_BEGIN.search(source), _MAY_END.search(source)
    return r"\$" if (begins and ends) or ((begins or ends) and has_formula) else "$"


def _script(match: re.Match[str]) -> str:
    """Return a script that stands in no formula, as the command for one in text."""
    return f"\\text{'sub' if match[1] == '_' else 'super'}script{{{match[2]}}}"


def _guarded(text: str) -> str:
    """Replace what is no TeX, or would mislead its parser: a lone brace, a percent or dollar sign.

    The beginnings and ends of environments go.
    """
    pieces: list[str] = []
    opened: list[int] = []  # where in `pieces` the open braces are
    at = 0
    for token in _TOKEN.finditer(text):
        pieces.append(text[at : token.start()])
        at = token.end()
        pieces.append(_guarded_token(token[0], pieces, opened))
    for place in opened:
        pieces[place] = _OPEN
    return "".join([*pieces, text[at:]])


def _guarded_token(token: str, pieces: list[str], opened: list[int]) -> str:
    """Return what stands for a sign or a command."""
    if token.startswith("{"):
        opened.append(len(pieces))
        return token
    if token.startswith("}"):
        return _shut(pieces, opened)
    if token.startswith(("\\begin", "\\end")):
        return "" if token.endswith("}") else _BACKSLASH + token[1:]
    if token in _NO_COMMANDS:
        return _BACKSLASH + token[1:]
    return _LITERALLY.get(token[-1], token)


def _shut(pieces: list[str], opened: list[int]) -> str:
    """Return what stands for a closing brace: itself if it closes a group that is not too deep."""
    if not opened:
        return _SHUT
    begun = opened.pop()
    if len(opened) < _MOST_DEPTH:
        return "}"
    pieces[begun] = _OPEN
    return _SHUT
