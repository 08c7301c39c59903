"""A formula's MathML as plain text: whole and with its meaning kept, or not at all.

The MathML is what a page shows; so the letters, numbers and signs of the plain text are those of
the page, in the same order. What has no form of its own on a line (a matrix, an arrow with a
label, what is struck out or coloured) is refused.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from broadsheet.text.signs import beside, lowered, raised, styled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from xml.etree.ElementTree import Element

_DEPTH = 60  # elements within elements; no formula that one can read comes near
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_ONE = re.compile(r".[\u0300-\u036f\u20d0-\u20ff]*")  # a sign or a letter with its accents
_LETTERS = frozenset(["Lu", "Ll", "Lo"])  # without those that are superscripts themselves
_INVISIBLE = re.compile("[\u200b\u2061-\u2064]")
_NOTHING = re.compile(r"\+?0(?:\.0*)?[a-z%]*|-.*|negative.*")  # a width that parts nothing
_NO_LINE = re.compile(r"0(?:\.0*)?[a-z]*")
_ACCENTS = dict(
    zip(
        "^~\u00af\u02d9\u00a8\u20db\u20dc\u00b4`\u02d8\u02c7\u02da→←↔―",
        "\u0302\u0303\u0304\u0307\u0308\u20db\u20dc\u0301\u0300\u0306\u030c\u030a\u20d7\u20d6\u20e1\u0305",
        strict=True,
    )
)
_OVERLINE, _UNDERLINE = "\u0305", "\u0332"
_ROOTS = {"2": "√", "3": "∛", "4": "∜"}
_HARMLESS = {
    "mstyle": {"displaystyle", "scriptlevel", "mathsize"},
    "mpadded": {"width", "height", "depth"},
    "mspace": {"width", "height", "depth"},
    "mfrac": {"linethickness"},
}
_OPERANDS = frozenset(["ordinary", "open", "close", "text", "fraction", "root"])
_ENDS = frozenset(["ordinary", "close", "text", "fraction", "root"])
_WORDS = frozenset(["word", "operator", "large", "limits"])
_SPACED = frozenset(["relation", "binary", "colon"])


class NoPlainFormError(ValueError):
    """A formula that cannot be said on a line."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a formula that nothing is put into, and how it stands beside others.

    The kinds are those of `signs.beside`, and: `word` (log), `operator` (max), `limits` (an
    operator or a large sign with what stands below it), `unary`, `fraction`, `choice` (n choose k,
    still without its parentheses), `root`, `text`, `space`, `not`, `loose` (scripts of nothing).
    """

    text: str
    kind: str = "ordinary"
    scripts: str = ""  # the marks of the scripts that it has: _ and ^
    is_bare: bool = False  # it ends with a script that a letter could be taken to belong to


def plain_formula(mathml: str) -> str | None:
    """Return the plain text of a formula in MathML of `maths.to_mathml`; None if it has none."""
    root = ET.fromstring(mathml)  # noqa: S314 - made by us; it holds no document type
    try:
        return " ".join(_join(_pieces(root, 0)).split())
    except NoPlainFormError:
        return None


def _pieces(element: Element, depth: int) -> list[Piece]:
    """Return the pieces of an element."""
    read = _READERS.get(element.tag)
    allowed = _HARMLESS.get(element.tag, element.attrib)
    if read is None or depth > _DEPTH or not set(element.attrib) <= set(allowed):
        raise NoPlainFormError(element.tag)
    return read(element, depth + 1)


def _row(element: Element, depth: int) -> list[Piece]:
    """Read elements that stand side by side."""
    pieces = _chosen(_negated([piece for child in element for piece in _pieces(child, depth)]))
    if element.tag == "mrow" and len(pieces) > 1:  # the bar of a bra or a ket is no relation
        pieces[0] = replace(pieces[0], kind="open") if pieces[0].text == "∣" else pieces[0]
        pieces[-1] = replace(pieces[-1], kind="close") if pieces[-1].text == "∣" else pieces[-1]
    return pieces


def _chosen(pieces: list[Piece]) -> list[Piece]:
    """Join each binomial with its parentheses."""
    places = [at for at, piece in enumerate(pieces) if piece.kind == "choice"]
    for at in reversed(places):
        around = [piece.text for piece in pieces[max(0, at - 1) : at + 2]]
        if around == ["(", pieces[at].text, ")"]:
            pieces[at - 1 : at + 2] = [Piece("".join(around))]
    return pieces


def _negated(pieces: list[Piece]) -> list[Piece]:
    """Strike the signs that stand behind a negation."""
    found: list[Piece] = []
    for piece in pieces:
        if found and found[-1] == _NOT and len(piece.text.strip()) == 1:
            struck = unicodedata.normalize("NFC", f"{piece.text}\N{COMBINING LONG SOLIDUS OVERLAY}")
            found[-1] = replace(piece, text=struck)
        else:
            found.append(piece)
    return found


def _padded(element: Element, depth: int) -> list[Piece]:
    """Read what takes another room: a negation, which takes none, and what keeps its width."""
    if "width" not in element.attrib:
        return _row(element, depth)
    if [child.text for child in element] != ["⧸"]:
        raise NoPlainFormError(element.tag)  # signs that lie upon others
    return [_NOT]


def _sign(element: Element, _depth: int) -> list[Piece]:
    """Read a letter, a number, a word or a sign."""
    shown = _INVISIBLE.sub("", element.text or "")
    variant = "" if element.tag == "mo" else element.get("mathvariant", "")
    text = styled(shown, variant)
    if text is None or (text and unicodedata.category(text[0])[0] == "M"):
        raise NoPlainFormError(shown)
    words = text.split()
    if not words:
        return [_SPACE] if text else []
    if len(text) == 1 or not "".join(words).isalpha():
        return [Piece(text, beside(text))]
    kind = "operator" if element.tag == "mo" else "word"
    return [Piece(" ".join(words), "limits" if text == "mod" else kind)]


def _text(element: Element, _depth: int) -> list[Piece]:
    """Read words, in which every space counts."""
    text = (element.text or "").replace("\N{NO-BREAK SPACE}", " ")
    if "$" in text:
        raise NoPlainFormError(text)
    return [Piece(text, "text")] if text.strip() else [_SPACE]


def _space(element: Element, _depth: int) -> list[Piece]:
    """Read a space; one that only draws its neighbours nearer is none."""
    return [] if _NOTHING.fullmatch(element.get("width", "0")) else [_SPACE]


def _fraction(element: Element, depth: int) -> list[Piece]:
    """Read a fraction, or two things one above the other, of which one chooses."""
    above, below = (_pieces(child, depth) for child in element)
    if _NO_LINE.fullmatch(element.get("linethickness", "1")):
        return [Piece(f"{_join(above)} choose {_join(below)}", "choice")]
    upper = _join(above) if _is_product(above) or _is_single(above) else f"({_join(above)})"
    is_tight = _is_single(below) or [piece.kind for piece in below] == ["root"]
    lower = _join(below) if is_tight else f"({_join(below)})"
    return [Piece(f"{upper}/{lower}", "fraction")]


def _root(element: Element, depth: int) -> list[Piece]:
    """Read a root: the square root of a row, or one with its index."""
    index = "2"
    inner = _row(element, depth) if element.tag == "msqrt" else []
    if element.tag == "mroot":
        inner, above = (_pieces(child, depth) for child in element)
        index = _join(above)
    if index not in _ROOTS:
        raise NoPlainFormError(index)
    is_tight = len(inner) == 1 and _is_single(inner) and "^" not in inner[0].scripts
    text = _join(inner)
    return [Piece(_ROOTS[index] + (text if is_tight else f"({text})"), "root")]


def _scripted(element: Element, depth: int) -> list[Piece]:
    """Read what has a subscript, a superscript or both."""
    base, *scripts = (_pieces(child, depth) for child in element)
    texts = [" ".join(_join(script, is_tight=True).split()) for script in scripts]
    low = texts[0] if element.tag != "msup" else ""
    high = texts[-1] if element.tag != "msub" else ""
    return _with_scripts(base, low, high)


def _stacked(element: Element, depth: int) -> list[Piece]:
    """Read what has an accent, or limits below or above it."""
    base = _pieces(element[0], depth)
    sign = element[1].text or "" if element[1].tag == "mo" else ""
    if element.tag == "mover" and sign in _ACCENTS:
        return _accented(base, _ACCENTS[sign])
    if element.tag == "munder" and sign and _ACCENTS.get(sign) == _OVERLINE:
        return _accented(base, _UNDERLINE)
    if [piece.kind in ("large", "operator", "text") for piece in base] != [True]:
        raise NoPlainFormError(element.tag)
    texts = [_join(_pieces(child, depth), is_tight=True) for child in element[1:]]
    low = texts[0] if element.tag != "mover" else ""
    high = texts[-1] if element.tag != "munder" else ""
    return _with_scripts([replace(base[0], kind="large")], low, high)


def _accented(base: list[Piece], mark: str) -> list[Piece]:
    """Put an accent on a letter, or a line over or under each of several."""
    if not base or any(piece.scripts or not piece.text[0].isalnum() for piece in base):
        raise NoPlainFormError(mark)
    is_one = len(base) == 1 and _ONE.fullmatch(base[0].text)
    if not is_one:
        mark = _OVERLINE if mark == _ACCENTS["\u00af"] else mark
        if mark not in (_OVERLINE, _UNDERLINE) or not all(piece.text.isalnum() for piece in base):
            raise NoPlainFormError(mark)
    marked = [re.sub(_ONE, lambda found: found[0] + mark, piece.text) for piece in base]
    return [
        replace(piece, text=unicodedata.normalize("NFC", text))
        for piece, text in zip(base, marked, strict=True)
    ]


def _with_scripts(base: list[Piece], low: str, high: str) -> list[Piece]:
    """Put scripts to the last piece of a base: in Unicode, or else behind _ and ^."""
    if not low and not high:
        return base
    new = ("_" if low else "") + ("^" if high else "")
    *before, last = _base(base, new)
    has_limits = last.kind in ("large", "limits") or (last.kind == "operator" and bool(low))
    below = None if has_limits else lowered(low)
    above = None if has_limits or below is None else raised(high)
    text = last.text + (_behind("_", low) if below is None else below)
    text += _behind("^", high) if above is None else above
    kind = "limits" if has_limits else last.kind
    tail = (high, above) if high else (low, below)
    is_bare = tail[1] is None and not text.endswith(")")
    return [*before, Piece(text, kind, last.scripts + new, is_bare)]


def _behind(mark: str, script: str) -> str:
    """Return a script behind its mark, in parentheses unless it is one word, number or sign.

    Several letters are a word below, and a product above.
    """
    if not script:
        return ""
    is_word = mark == "_" and {unicodedata.category(letter) for letter in script} <= _LETTERS
    is_one = _ONE.fullmatch(script) and beside(script) not in ("open", "close", "fence")
    return mark + (script if is_word or is_one or _NUMBER.fullmatch(script) else f"({script})")


def _base(base: list[Piece], new: str) -> list[Piece]:
    """Return a base whose last piece can take scripts, in parentheses where it cannot."""
    if not base:
        return [Piece("", "loose")]
    if any(piece.kind in ("choice", "not", "space") for piece in base[-1:]):
        raise NoPlainFormError(base[-1].kind)
    last = base[-1]
    is_free = not last.scripts or (last.scripts + new == "_^" and not last.is_bare)
    is_free = is_free and last.kind not in ("fraction", "root", "unary")
    is_whole = len(base) == 1 or _is_bracketed(base) or last.kind == "fence"
    if is_free and (is_whole or all(map(_is_letter, base))):
        return base
    return [Piece(f"({_join(base)})")]


def _is_letter(piece: Piece) -> bool:
    """Return whether a piece is a letter, or letters in a text, such as the CO of CO₂."""
    return piece.kind in ("ordinary", "text") and piece.text.isalpha()


def _is_single(pieces: Sequence[Piece]) -> bool:
    """Return whether pieces stand together whatever is put before or behind them."""
    if len(pieces) != 1:
        return _is_bracketed(pieces)
    return pieces[0].kind == "ordinary" or (pieces[0].kind == "text" and pieces[0].text.isalnum())


def _is_product(pieces: Iterable[Piece]) -> bool:
    """Return whether pieces are letters and numbers side by side."""
    return all(piece.kind == "ordinary" and not piece.is_bare for piece in pieces)


def _is_bracketed(pieces: Sequence[Piece]) -> bool:
    """Return whether the brackets at the ends of pieces belong together."""
    if len(pieces) < 2:  # noqa: PLR2004 - an opening and a closing one
        return False
    inner = {piece.kind for piece in pieces[1:-1]}
    ends = (pieces[0].kind, pieces[-1].kind)
    return ends in (("open", "close"), ("fence", "fence")) and not inner & {
        "open",
        "close",
        "fence",
    }


def _join(pieces: Sequence[Piece], *, is_tight: bool = False) -> str:
    """Return the text of pieces, spaced as one reads it; in a script, without spaces at signs."""
    if any(piece.kind in ("choice", "not") for piece in pieces):
        raise NoPlainFormError
    settled = _parted(_settled(pieces))
    texts = [piece.text for piece in settled[:1]]
    for left, right in pairwise(settled):
        texts += [" " if _is_gap(left, right, is_tight=is_tight) else "", right.text]
    return "".join(texts)


def _settled(pieces: Sequence[Piece]) -> list[Piece]:
    """Tell binary signs from unary ones, and opening bars from closing ones."""
    found: list[Piece] = []
    bars: list[str] = []
    before: Piece | None = None
    for piece, after in zip(pieces, _followers(pieces), strict=True):
        follows = before is not None and before.kind in _ENDS
        kind = piece.kind
        if kind == "fence":
            kind = _bar(piece, bars, follows=follows)
        elif (kind == "binary" and not (follows and after)) or (piece.text == "~" and not before):
            kind = "unary"
        elif piece.text in (",", ":") and before and after and _is_in_number(before, after):
            kind = "ordinary"
        elif kind == "colon" and not after:
            kind = "comma"
        found.append(replace(piece, kind=kind))
        before = before if kind == "space" else found[-1]
    return found


def _followers(pieces: Sequence[Piece]) -> list[Piece | None]:
    """Return for each piece the next one that is no space."""
    found: list[Piece | None] = []
    follower: Piece | None = None
    for piece in reversed(pieces):
        found.append(follower)
        follower = follower if piece.kind == "space" else piece
    return found[::-1]


def _bar(piece: Piece, bars: list[str], *, follows: bool) -> str:
    """Return whether a bar opens or closes; `bars` are those that are open."""
    sign = piece.text[0]
    if piece.scripts or (follows and sign in bars):
        if sign in bars:
            bars.remove(sign)
        return "close"
    bars.append(sign)
    return "open"


def _is_in_number(before: Piece, after: Piece) -> bool:
    """Return whether a comma or a colon between two pieces stands between digits."""
    return before.text[-1:].isdecimal() and after.text[:1].isdecimal()


def _parted(pieces: list[Piece]) -> list[Piece]:
    """Put fractions and roots in parentheses where a neighbour could be taken to belong to them."""
    found: list[Piece] = []
    for at, piece in enumerate(pieces):
        before = pieces[at - 1] if at else None
        after = pieces[at + 1] if at + 1 < len(pieces) else None
        text, kind = piece.text, piece.kind
        if _is_mixed(before, piece, after):
            text = f" {text}"
        elif _is_crowded(before, piece, after):
            text, kind = f"({text})", "ordinary"
        found.append(replace(piece, text=text, kind=kind))
    return found


def _is_mixed(before: Piece | None, piece: Piece, after: Piece | None) -> bool:
    """Return whether a fraction is part of a mixed number, such as 2 1/2."""
    is_number = before is not None and before.text.isdecimal()
    alone = after is None or after.kind not in _OPERANDS | {"slash"}
    return bool(is_number and alone and re.fullmatch(r"\d+/\d+", piece.text))


def _is_crowded(before: Piece | None, piece: Piece, after: Piece | None) -> bool:
    """Return whether a fraction or a root needs parentheses beside its neighbours."""
    if piece.kind == "root":
        return after is not None and after.kind in _OPERANDS - {"close", "root"}
    if piece.kind != "fraction":
        return False
    ahead = before is not None and before.kind in _ENDS | {"slash", "word", "operator"}
    limits = before is not None and before.kind == "limits" and before.text[:1].isalpha()
    behind = after is not None and after.kind in (_OPERANDS - {"close"}) | _WORDS | {"slash"}
    return ahead or limits or behind


def _is_gap(left: Piece, right: Piece, *, is_tight: bool) -> bool:
    """Return whether a space parts two neighbours."""
    if right.kind == "loose" and left.scripts:
        raise NoPlainFormError  # a second superscript would join the first
    kinds = {left.kind, right.kind}
    if left.kind == "open" or right.kind in ("close", "comma") or "space" in kinds:
        return False
    if left.is_bare and (right.kind == "root" or right.text[:1].isalnum()):
        return True
    if kinds & _SPACED or left.kind == "comma":
        return not is_tight and not kinds <= {"relation", "colon"}
    if right.kind == "unary":
        return left.kind in _WORDS and not is_tight
    if right.kind in _WORDS:
        return left.kind in _ENDS | _WORDS
    return left.kind in _WORDS and _is_apart(left, right)


def _is_apart(left: Piece, right: Piece) -> bool:
    """Return whether a word or a large sign is parted from what it is applied to."""
    starts_word = right.kind != "text" or right.text[:1].isalnum()
    brackets = ("open", "ordinary") if right.text[:1] == "(" else ("open",)
    is_argument = left.kind in ("word", "operator") and right.kind in brackets
    return right.kind in _OPERANDS and starts_word and not is_argument


_NOT = Piece("", "not")
_SPACE = Piece(" ", "space")
_READERS: dict[str, Callable[[Element, int], list[Piece]]] = {
    **dict.fromkeys(["math", "mrow", "mstyle"], _row),
    **dict.fromkeys(["mi", "mn", "mo"], _sign),
    **dict.fromkeys(["msub", "msup", "msubsup"], _scripted),
    **dict.fromkeys(["munder", "mover", "munderover"], _stacked),
    **dict.fromkeys(["msqrt", "mroot"], _root),
    "mpadded": _padded,
    "mtext": _text,
    "mspace": _space,
    "mfrac": _fraction,
}
