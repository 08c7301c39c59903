"""Raised and lowered text, fractions and roots: as Unicode where it has them, else as formulas.

A reader of markup marks what is raised or lowered, and `set_scripts` writes it when the text is
whole, since a formula must hold what the script belongs to: `10<sup>k+ε</sup>` is `$10^{k+ε}$`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import decomposition, normalize

from broadsheet.text.texsigns import tex_of_sign

# Noncharacters, which Unicode sets aside for such use and which no text may hold.
RAISED, LOWERED, END = "\ufde0", "\ufde1", "\ufde2"
NO_MARKS = dict.fromkeys(range(0xFDD0, 0xFDF0))
_MARK = re.compile(f"([{RAISED}{LOWERED}{END}])")
MOST_DEPTH = 30  # scripts within scripts

# The blocks of superscripts, subscripts and modifier letters.
_BLOCKS = (
    *((0xB2, 0xBA), (0x2B0, 0x2E5), (0x1D2C, 0x1D6B), (0x1D78, 0x1D79), (0x1D9B, 0x1DC0)),
    *((0x2070, 0x209D), (0x2C7C, 0x2C7E)),
)
# What a raised text means by itself; an ordinal (1st) is read as it stands.
_RAISED_ALREADY = {"tm": "™", "sm": "℠", "∘": "°", "○": "°"}
_RAISED_ALREADY |= {sign: sign for sign in "®™©℠°′″†‡§¶*"} | {
    ending: ending for ending in ("st", "nd", "rd", "th", "**", "")
}
_SAME = str.maketrans({"−": "-", "–": "-", "∗": "*", "\N{HYPHEN}": "-"})
# What a script belongs to: a word or a number, scripts of its own included, or a group.
_BASE = re.compile(r"(?:[0-9A-Za-z]|[₀-₉₊₋⁰-⁹⁺⁻¹²³]){1,40}\Z|[^\W\d_]\Z|\([^()$]{1,40}\)\Z")
_PLAIN = re.compile(r"[\w+\-−–=<>()/.,*|∗′±∞ ]+")
_LOW, _HIGH = re.compile("[₀-₉₊₋]+"), re.compile("[⁰-⁹⁺⁻¹²³]+")
_WORD = re.compile(r"[A-Za-z]{2,}")
_TEX_SIGN = re.compile(r"[\\{}$&#%_^~]")


@lru_cache(maxsize=1)
def _tables() -> dict[str, dict[str, str]]:
    """Return which character is raised or lowered by which other, as Unicode itself tells it."""
    tables: dict[str, dict[str, str]] = {"<super>": {}, "<sub>": {}}
    for begin, end in _BLOCKS:
        for code in range(begin, end):
            kind, _, base = decomposition(chr(code)).partition(" ")
            if kind in tables and " " not in base:
                tables[kind].setdefault(chr(int(base, 16)), chr(code))
    for table in tables.values():
        table["-"] = table.get("−", table.get("-", ""))
    return tables


def raised(text: str) -> str:
    """Mark a text as raised."""
    return f"{RAISED}{text}{END}"


def lowered(text: str) -> str:
    """Mark a text as lowered."""
    return f"{LOWERED}{text}{END}"


def in_unicode(text: str, mark: str) -> str | None:
    """Return a raised or lowered text in Unicode; None if it lacks one of its characters."""
    text = text.strip().translate(_SAME)
    if mark == RAISED and text.casefold() in _RAISED_ALREADY:
        return _RAISED_ALREADY[text.casefold()]
    table = _tables()["<super>" if mark == RAISED else "<sub>"]
    return "".join(table[sign] for sign in text) if all(sign in table for sign in text) else None


def set_scripts(text: str) -> str:
    """Write what is marked as raised or lowered: 10⁻³, CO₂, or a formula such as `$10^{k+ε}$`."""
    if not _MARK.search(text):
        return text
    parts: list[str] = [""]
    marks: list[str] = []
    for piece in _MARK.split(text):
        if piece in (RAISED, LOWERED):
            if len(marks) < MOST_DEPTH:
                marks.append(piece)
                parts.append("")
        elif piece == END:
            if marks:
                _close(parts, marks)
        else:
            parts[-1] += _apart(parts[-1], piece)
    while marks:
        _close(parts, marks)
    return parts[0]


def _close(parts: list[str], marks: list[str]) -> None:
    """Write the innermost script behind what it belongs to."""
    script, mark = parts.pop(), marks.pop()
    written = in_unicode(script, mark)
    if written is not None:
        parts[-1] += written
        return
    base = _BASE.search(parts[-1][-40:])
    letters = base[0] if base else ""
    sign = "^" if mark == RAISED else "_"
    before = parts[-1].removesuffix(letters)
    within = script.replace("$", "") if "$" in script else tex_of_text(script.strip())
    parts[-1] = f"{before}${tex_of_text(letters) or '{}'}{sign}{{{within}}}$"


def _apart(before: str, text: str) -> str:
    """Return a text that may follow a formula, behind which no digit counts as outside of it."""
    return f" {text}" if before.endswith("$") and text[:1].isdigit() else text


def tex_of_text(text: str) -> str:
    """Return a short text as it stands in a formula: words upright, Greek letters as commands."""
    if len(text) == 1 and not _TEX_SIGN.match(text):
        return tex_of_sign(text.translate(_SAME)).strip()
    if _TEX_SIGN.search(text):
        return text if "\\" in text else f"\\text{{{_TEX_SIGN.sub('', text)}}}"
    if not _PLAIN.fullmatch(text):
        return f"\\text{{{text}}}" if text else ""
    text = _WORD.sub(lambda word: f"\\mathrm{{{word[0]}}}", text.translate(_SAME))
    for pattern, sign in ((_LOW, "_"), (_HIGH, "^")):
        text = pattern.sub(lambda run, sign=sign: f"{sign}{{{_base_of(run[0])}}}", text)  # type: ignore[misc]
    return "".join(sign if sign.isascii() else tex_of_sign(sign) for sign in text).strip()


def _base_of(script: str) -> str:
    """Return the letters and numbers of a text that is raised or lowered in Unicode."""
    return normalize("NFKC", script).translate(_SAME)


_TERM = re.compile(r"[\w.′]+|\([^()]*\)")


def fraction(above: str, below: str) -> str:
    """Return a fraction on one line, in parentheses what would else be read wrongly."""
    return f"{_term(above)}/{_term(below)}"


def root(text: str, degree: str = "") -> str:
    """Return a root on one line: √s, √(x+1), ³√x."""
    return f"{in_unicode(degree, RAISED) or degree}√{_term(text)}"


def _term(text: str) -> str:
    """Return a text that is one term."""
    text = normalize("NFC", text.strip())
    return text if _TERM.fullmatch(text) or not text else f"({text})"
