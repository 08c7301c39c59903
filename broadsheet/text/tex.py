"""TeX outside of formulas to the characters that it stands for; formulas stay TeX."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import normalize

from broadsheet.text.maths import latex_to_text, split_math, to_plain

_HELD = str.maketrans({"\ue000": "{", "\ue001": "}", "\ue002": "~"})
_FORMULA = re.compile(r"(?<!\\)(\$\$?)([^$]{1,500})\1")
_TEX = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"\\\{", "\ue000"),
        (r"\\\}", "\ue001"),
        (r"\\(?:textasciitilde(?:\{\})?|~\{\})", "\ue002"),
        (r"\\\^\{\}", "^"),
        (r"\\((?:La|Bib|Xe)?TeX)\b(?:\{\})?", r"\1"),
        (r"\s*\\cite[a-z]*\*?\s*(?:\[[^\[\]]*\])?\{[^{}]*\}", ""),
        (r"\\href\s*\{[^{}]*\}", ""),
        (r"\\texorpdfstring\s*\{[^{}]*\}", ""),
        (r"\\(?:begin|end)\s*\{[A-Za-z]+\*?\}", ""),
        (r"\\\\|\\item\b", " "),
        *[(r"\\(?:emph|mbox|url|underline|math[a-z]+|text[a-z]+)\s*\{([^{}]*)\}", r"\1")] * 3,
    )
)
_BASE = r"(?:\s*\{\s*(?:\\?[^\W\d_]{1,2})?\s*\}|\s*\\[ij](?![A-Za-z])|%s[^\W\d_])"
_ACCENT = rf"""\\["'`^~=.]{_BASE % "[ ]*"}|\\[uvHcdbrk](?![A-Za-z]){_BASE % "[ ]+"}"""
_PIECE = re.compile(
    _ACCENT + r"|\\(?P<letter>[oOlLij]|ss|aa|AA|ae|AE|oe|OE|dj|DJ|th|TH|dh|DH)(?![A-Za-z])\s*"
    r"|\\(?P<word>[A-Za-z]+)\*?(?P<open>\s*\{)?|\\[^A-Za-z\d]"
)
_SILENT = re.compile("em|it|bf|sc|tt|rm|sl|sf|xspace|protect|relax|noindent|par")
_TYPED = (("``", "“"), ("''", "”"), ("---", "—"), ("--", "–"), ("~", " "))


def untex(text: str, *, pidgin: bool = False) -> str:
    """Return TeX as plain text; its formulas stay TeX between dollar signs.

    With `pidgin` the text is plain text with some TeX commands in it, as arXiv has it, where
    braces and tildes are literal.
    """
    if "$" in text or "\\(" in text:
        text = _FORMULA.sub(_as_known_here, re.sub(r"\\\((.+?)\\\)", r"$\1$", text))
    read = untex_pidgin if pidgin else _untex
    return "".join(f"${part}$" if is_math else read(part) for part, is_math in split_math(text))


def _as_known_here(match: re.Match[str]) -> str:
    r"""Rewrite a formula so that it counts as one by the rule of `maths`.

    White space at its ends is removed; next to a digit, as in `2$\times$`, it becomes Unicode.
    """
    inner, tex = match[2], match[2].strip()
    is_display, is_loose = len(match[1]) > 1, inner[0].isspace() and inner[-1].isspace()
    is_tex = is_display or re.search(r"[\\^_]", tex)
    if not tex or not is_tex or not (is_display or is_loose or tex == inner):
        return match[0]  # money, as likely as not
    around = f" {match.string} "[match.start()] + f" {match.string} "[match.end() + 1]
    letters = to_plain(tex) if re.search(r"\d", around) else "$"
    return f"${tex}$" if "$" in letters else letters


def _untex(text: str) -> str:
    """Return TeX without formulas as plain text."""
    text = _read_commands(text).replace("{", "").replace("}", "")
    for typed, meant in _TYPED:
        text = text.replace(typed, meant)
    return text.translate(_HELD)


def untex_pidgin(text: str) -> str:
    """Replace the commands in plain text, with the braces that belong to them."""
    return _read_commands(re.sub(r"\{(\\[^{}]{1,9}(?:\{[^{}]{,3}\})?)\}", r"\1", text)).translate(
        _HELD
    )


def _read_commands(text: str) -> str:
    """Replace commands by the characters that they stand for."""
    if "\\" not in text:
        return text
    for pattern, to in _TEX:
        text = pattern.sub(to, text)
    return _PIECE.sub(_piece, text)


def _piece(match: re.Match[str]) -> str:
    """Return what a command stands for; an unknown one is kept, unless it is given an argument."""
    word = match["word"]
    if word is None:
        meant = _letters(match[0])
        is_quote = match[0][1] in "'\"`" and len(normalize("NFC", meant)) > 1  # no letter has it
        return match[0][1:] if is_quote else meant
    if _SILENT.fullmatch(word):
        return ""
    return _letters(f"\\{word}") or ("" if match["open"] else match[0])


@lru_cache(maxsize=4096)
def _letters(tex: str) -> str:
    """Return the characters of a short piece of TeX; empty if there are none."""
    found = latex_to_text(tex, math_mode="verbatim")
    return "" if "%s" in found or "\N{SOFT HYPHEN}" in found else found
