"""MathML of publishers to plain text, where that says the same, or else to TeX.

What each element holds: https://www.w3.org/TR/mathml-core/ and, for `mfenced`, MathML 3.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from bs4 import BeautifulSoup
from bs4.element import Tag

from broadsheet.text.scripts import LOWERED, RAISED, fraction, in_unicode, root, tex_of_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MOST_DEPTH = 30
_INVISIBLE = dict.fromkeys(range(0x2061, 0x2065))
_RELATION = re.compile(r"[=<>≤≥≲≳⩽⩾≠≈≃≅∼≡≪≫∝∈∉⊂⊆→←↔⇒⇔±∓×]|:=")
_ATOM = re.compile(r"[^\W_]+['′]*|[)\]|]|\([^()]*\)|")
_ACCENTS = {
    **{"¯": "bar", "‾": "bar", "ˉ": "bar", "^": "hat", "ˆ": "hat", "~": "tilde", "˜": "tilde"},  # noqa: PIE800 - a line a kind
    **{"→": "vec", "⃗": "vec", "˙": "dot", ".": "dot", "¨": "ddot", "ˇ": "check", "∼": "tilde"},  # noqa: PIE800 - the same
}


class _Piece(NamedTuple):
    """A part of a formula as plain text, None where that would say something else, and as TeX."""

    plain: str | None
    tex: str
    is_term: bool = False  # a fraction or a root, beside which no letter may stand


class _TooDeepError(Exception):
    """A formula is nested more deeply than any that a person wrote."""


def of_mathml(markup: str) -> str:
    """Return what stands within a `math` element, as plain text or as TeX in dollar signs."""
    soup = BeautifulSoup(markup, "html.parser")
    try:
        plain, tex, _ = _row(_children(soup), 0)
    except _TooDeepError:
        return " ".join(soup.get_text().split())
    if plain is None:
        return f"${' '.join(tex.split())}$"
    return plain or " ".join(soup.get_text().split())


def _children(tag: Tag) -> list[Tag]:
    """Return the elements within an element."""
    return [child for child in tag.children if isinstance(child, Tag)]


def _piece(tag: Tag, depth: int) -> _Piece:
    """Return what an element stands for."""
    if depth > MOST_DEPTH:
        raise _TooDeepError
    name, children = tag.name.rpartition(":")[2], _children(tag)
    if name in ("mi", "mn", "mo", "mtext", "ms"):
        return _token(name, tag.get_text())
    if name in _READ:
        return _READ[name](tag, children, depth + 1)
    size, make = _FIXED.get(name, (0, None))
    if make and len(children) == size:
        return make(*(_piece(child, depth + 1) for child in children))
    return _row(children, depth + 1)


def _token(name: str, text: str) -> _Piece:
    """Return a name, a number, an operator or a text."""
    text = " ".join(text.translate(_INVISIBLE).split())
    if name in ("mtext", "ms"):
        return _Piece(text, tex_of_text(text) if text.isalnum() else f"\\text{{{text}}}")
    return _Piece(text, tex_of_text(text) if name != "mo" or len(text) == 1 else text)


def _row(children: Sequence[Tag], depth: int) -> _Piece:
    """Return elements one after another; relations get a space on both sides."""
    pieces = [piece for piece in (_piece(child, depth) for child in children) if any(piece[:2])]
    if len(pieces) == 1:
        return pieces[0]
    tex = " ".join(piece.tex for piece in pieces)
    texts = [piece.plain for piece in pieces if piece.plain is not None]
    if len(texts) < len(pieces) or any(
        (one.is_term or two.is_term) and not _parts(one.plain or "", two.plain or "")
        for one, two in pairwise(pieces)
    ):
        return _Piece(None, tex)
    plain = "".join(
        f" {text} " if _RELATION.fullmatch(text) and 0 < at < len(texts) - 1 else text
        for at, text in enumerate(_words_apart(texts))
    )
    return _Piece(plain, tex)


def _words_apart(texts: list[str]) -> list[str]:
    """Return texts with a space before what would else become one word with a name: sin x."""
    return texts[:1] + [
        f" {two}" if len(one) > 1 and one.isalpha() and two[:1].isalnum() else two
        for one, two in pairwise(texts)
    ]


def _parts(one: str, two: str) -> bool:
    """Return whether a sign parts two neighbours."""
    return not (one[-1:].isalnum() or one.endswith(")")) or not (
        two[:1].isalnum() or two[:1] in "(√"
    )


def _script(base: _Piece, low: _Piece | None, high: _Piece | None) -> _Piece:
    """Return a base with what is lowered and raised beside it."""
    tex = base.tex or "{}"
    tex += f"_{{{low.tex}}}" if low else ""
    tex += f"^{{{high.tex}}}" if high else ""
    if base.plain is None or base.is_term or not _ATOM.fullmatch(base.plain):
        return _Piece(None, tex)
    plain = base.plain
    for script, mark in ((low, LOWERED), (high, RAISED)):
        written = in_unicode((script.plain or "?").replace(" ", ""), mark) if script else ""
        if written is None:
            return _Piece(None, tex)
        plain += written
    return _Piece(plain, tex)


def _fraction(above: _Piece, below: _Piece) -> _Piece:
    """Return a fraction, within which there is no other."""
    tex = f"\\frac{{{above.tex}}}{{{below.tex}}}"
    if not above.plain or not below.plain or above.is_term or below.is_term:
        return _Piece(None, tex)
    return _Piece(fraction(above.plain, below.plain), tex, is_term=True)


def _root(inner: _Piece, degree: _Piece | None = None) -> _Piece:
    """Return a root; one of a degree is TeX."""
    tex = f"\\sqrt[{degree.tex}]{{{inner.tex}}}" if degree else f"\\sqrt{{{inner.tex}}}"
    if degree or not inner.plain or inner.is_term:
        return _Piece(None, tex)
    return _Piece(root(inner.plain), tex, is_term=True)


def _over(base: _Piece, sign: _Piece) -> _Piece:
    """Return a base with an accent or something else over it."""
    accent = _ACCENTS.get(sign.plain or "")
    tex = f"\\{accent}{{{base.tex}}}" if accent else f"\\overset{{{sign.tex}}}{{{base.tex}}}"
    return _Piece(None, tex)


def _under(base: _Piece, low: _Piece, high: _Piece | None = None) -> _Piece:
    """Return a base with its limits."""
    return _Piece(None, _script(base, low, high).tex)


def _fenced(tag: Tag, children: Sequence[Tag], depth: int) -> _Piece:
    """Return elements within parentheses or what else the element says."""
    begin, end = str(tag.get("open", "(")), str(tag.get("close", ")"))
    separator = f"{str(tag.get('separators', ',')).strip()[:1]} "
    pieces = [_piece(child, depth) for child in children]
    texts = [piece.plain for piece in pieces if piece.plain is not None]
    tex = f"{begin}{separator.join(piece.tex for piece in pieces)}{end}"
    plain = f"{begin}{separator.join(texts)}{end}" if len(texts) == len(pieces) else None
    return _Piece(plain, tex.replace("{", "\\{") if begin == "{" and not pieces else tex)


def _multiscripts(_: Tag, children: Sequence[Tag], depth: int) -> _Piece:
    """Return a base with scripts behind it and, after `mprescripts`, before it: ¹⁴C."""
    names = [child.name.rpartition(":")[2] for child in children]
    cut = names.index("mprescripts") if "mprescripts" in names else len(children)
    base, *behind = [_piece(child, depth) for child in children[:cut]] or [_Piece("", "")]
    before = [_piece(child, depth) for child in children[cut + 1 :]]
    lead = _scripts(_Piece("", ""), before)
    whole = _scripts(base, behind)
    both = lead.plain is not None and whole.plain is not None
    return _Piece(f"{lead.plain}{whole.plain}" if both else None, f"{lead.tex}{whole.tex}")


def _scripts(base: _Piece, scripts: Sequence[_Piece]) -> _Piece:
    """Return a base with pairs of a lowered and a raised script."""
    if not scripts:
        return base
    low, high = [*scripts, _Piece("", "")][:2]
    return _script(base, low if low.tex else None, high if high.tex else None)


def _table(_: Tag, children: Sequence[Tag], depth: int) -> _Piece:
    """Return a table as TeX."""
    rows = (" & ".join(_piece(cell, depth).tex for cell in _children(row)) for row in children)
    whole = r" \\ ".join(rows)
    return _Piece(None, f"\\begin{{matrix}}{whole}\\end{{matrix}}")


_READ: dict[str, Callable[[Tag, Sequence[Tag], int], _Piece]] = {
    "semantics": lambda _, children, depth: _row(children[:1], depth),
    "msqrt": lambda _, children, depth: _root(_row(children, depth)),
    "mspace": lambda *_: _Piece(" ", "\\ "),
    "mfenced": _fenced,
    "mmultiscripts": _multiscripts,
    "mtable": _table,
    **dict.fromkeys(("none", "mprescripts", "mphantom"), lambda *_: _Piece("", "")),
}
_FIXED: dict[str, tuple[int, Callable[..., _Piece]]] = {
    "msub": (2, lambda base, low: _script(base, low, None)),
    "msup": (2, lambda base, high: _script(base, None, high)),
    "msubsup": (3, _script),
    "mfrac": (2, _fraction),
    "mroot": (2, _root),
    "mover": (2, _over),
    "munder": (2, _under),
    "munderover": (3, _under),
}
