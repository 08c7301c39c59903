"""The characters of mathematics: how they stand beside others, and their raised and low forms."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

_RAISED = dict(
    zip(
        "0123456789+−=()niabcdefghjklmoprstuvwxyzTABDEGHIJKLMNOPRUVWβγδθφχ′″‴⁗∘",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱᵃᵇᶜᵈᵉᶠᵍʰʲᵏˡᵐᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵁⱽᵂᵝᵞᵟᶿᵠᵡ′″‴⁗°",
        strict=True,
    )
)
_LOW = dict(
    zip(
        "0123456789+−=()aehijklmnoprstuvxβγρφχ",
        "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ",
        strict=True,
    )
)
_STYLE = re.compile(
    r"(?:MATHEMATICAL )?((?:(?:BOLD|ITALIC|SANS-SERIF|SCRIPT|FRAKTUR|BLACK-LETTER|DOUBLE-STRUCK"
    r"|MONOSPACE) )+)"
)
_BESIDE = {"R": "relation", "B": "binary", "V": "binary", "L": "large"}
_BESIDE |= {"O": "open", "C": "close", "F": "fence"}
# What stands otherwise in formulas than the table of Unicode's mathematical characters says: signs
# that are mostly superscripts or omissions, roots that are written tight, and marks of prose.
_OWN = dict.fromkeys("†‡⋯⋮⋰⋱√∛∜", "ordinary") | dict.fromkeys(",;", "comma")
_OWN |= {"/": "slash", "*": "binary", ":": "colon", "~": "relation", "\N{MIDDLE DOT}": "binary"}


def raised(text: str) -> str | None:
    """Return a text in superscript characters; None if one does not exist."""
    return _of(text, _RAISED)


def lowered(text: str) -> str | None:
    """Return a text in subscript characters; None if one does not exist."""
    return _of(text, _LOW)


def _of(text: str, table: dict[str, str]) -> str | None:
    found = [table.get(character, "") for character in text]
    return "".join(found) if all(found) else None


def beside(sign: str) -> str:
    """Return how a sign stands beside others: as a relation, an opening bracket ..."""
    return _OWN.get(sign) or _classes().get(sign, "ordinary")


@cache
def _classes() -> dict[str, str]:
    """Read the table of Unicode's mathematical characters that latex2mathml reads, too."""
    from latex2mathml.symbols_parser import SYMBOLS_FILE  # noqa: PLC0415 - few builds need it

    lines = Path(SYMBOLS_FILE).read_text(encoding="utf-8").splitlines()
    rows = [line.split("^") for line in lines if not line.startswith("#")]
    found = {chr(int(row[0], 16)): _BESIDE[row[4]] for row in rows if row[4] in _BESIDE}
    return {sign: kind for sign, kind in found.items() if not sign.isalnum()}


def styled(text: str, variant: str) -> str | None:
    """Return a text in one of MathML's alphabets; None if a letter or digit does not exist there.

    Italic is how letters stand in formulas anyway, and normal is how they stand in a text.
    """
    if variant in ("", "normal", "italic"):
        return text
    alphabets = _alphabets()
    found = [
        alphabets.get((variant, character), "" if character.isalnum() else character)
        for character in text
    ]
    return "".join(found) if all(found) else None


@cache
def _alphabets() -> dict[tuple[str, str], str]:
    """Return the characters of the mathematical alphabets by alphabet and plain character."""
    found = {}
    for character in map(chr, (*range(0x2100, 0x2150), *range(0x1D400, 0x1D800))):
        kind, _, plain = unicodedata.decomposition(character).partition(" ")
        style = _STYLE.match(unicodedata.name(character, ""))
        if kind == "<font>" and style:
            variant = style[1].strip().lower().replace("black-letter", "fraktur")
            found[variant.replace(" ", "-"), chr(int(plain, 16))] = character
    return found
