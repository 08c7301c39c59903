"""What MathML may get on a page: it displays and does nothing else, and keeps to its place.

A formula that breaks a bound is one that cannot be set. The bounds leave room for what papers
write: a display of forty lines, a continued fraction, the largest of TeX's sizes.
"""

from __future__ import annotations

import math
import re
from itertools import islice
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from broadsheet.text.plain import find_pile, find_unseen

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

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
# Invisible operators, which say how a formula is read aloud, and what stands where a base lacks.
_SILENT = re.compile("[\u200b\u2061-\u2064]")
_LENGTHS = frozenset(
    ["width", "height", "depth", "lspace", "rspace", "voffset", "linethickness", "minsize"]
) | {"maxsize", "mathsize", "columnspacing", "rowspacing", "framespacing"}
_LENGTH = re.compile(r"([-+]?(?:[0-9]{1,6}(?:\.[0-9]{0,6})?|\.[0-9]{1,6}))([a-z]{2}|%|)")
_UNITS = {"em": 1, "ex": 0.5, "px": 1 / 16, "pt": 1 / 12, "pc": 1, "mu": 1 / 18, "in": 6}
_UNITS |= {"cm": 2.4, "mm": 0.24, "%": 0.01, "": 1, "bp": 1 / 12, "sp": 0, "dd": 1 / 12, "cc": 1}
_NAMED = {"veryverythin": 1, "verythin": 2, "thin": 3, "medium": 4, "thick": 5, "verythick": 6}
_NAMED |= {"veryverythick": 7}
_LONGEST, _ASIDE = 4, 1.5  # em: of a length, and of those that move a part over its neighbours
_LARGEST, _LONGEST_SEEN = 2.5, 5  # times as large as the text around; em of that text
_SMALLEST = 0.3  # times as large as the text around; smaller letters are not read
_MOST_ROOM = 40  # em of all spaces and bars
MOST, _DEEPEST = 2000, 100  # elements; within one another
_LINES, _COLUMNS = 40, 40  # of all tables, and of one
# What stands above or below what it is put to: so many within one another.
_STACKS = frozenset(["mfrac", "msqrt", "mroot", "menclose", "mtable", "mmultiscripts"])
_STACKS |= {"msub", "msup", "msubsup", "munder", "mover", "munderover"}
_HIGHEST = 12
# Of what takes less room than it fills: the letters without a width, the elements without a height.
_UPON, _ABOVE = 3, 12


def is_sound(mathml: str) -> bool:
    r"""Return whether the inside of a `math` element is well-formed, and keeps to the bounds.

    latex2mathml copies whatever is in `\text{...}`, elements and scripts included, writes links,
    styles and classes, and does not escape a lone `&`. Comments are refused, since HTML and XML
    read them differently.
    """
    if "<!" in mathml or "<?" in mathml:
        return False
    try:
        root = ET.fromstring(f"<math>{mathml}</math>")  # noqa: S314 - it holds no document type
    except ET.ParseError:
        return False
    elements = list(islice(root.iter(), MOST + 1))
    return (
        len(elements) <= MOST
        and all(map(_is_known, elements))
        and not any(find_unseen(_SILENT.sub("", text)) for text in root.itertext())
        and not find_pile("".join(root.itertext()))
        and _is_level(root)
        and _is_in_place(elements)
    )


def words_shown(mathml: str) -> str:
    """Return the signs of a formula that are seen: a phantom's are not."""
    root = ET.fromstring(mathml)  # noqa: S314 - it was found sound
    for parent in list(root.iter()):
        for phantom in parent.findall("mphantom"):
            parent.remove(phantom)
    return "".join(root.itertext())


def _is_known(element: Element) -> bool:
    """Return whether an element is one of MathML, with its attributes and children, and lengths."""
    return (
        _ELEMENTS.fullmatch(element.tag) is not None
        and all(map(_ATTRIBUTES.fullmatch, element.attrib))
        and len(element) == _CHILDREN.get(element.tag, len(element))
        and all(-_ASIDE <= length <= _LONGEST for _, length in _lengths(element))
    )


def _lengths(element: Element) -> list[tuple[str, float]]:
    """Return the lengths of an element in em, each with its attribute's name."""
    given = [(name, element.attrib[name]) for name in element.attrib if name in _LENGTHS]
    return [(name, _in_em(one)) for name, value in given for one in value.split()]


def _in_em(length: str) -> float:
    """Return a length of MathML in em, infinite if it is none; of names, those of spaces count."""
    if length.isalpha():
        named = length.removesuffix("mathspace")
        eighteenths = _NAMED.get(named.removeprefix("negative"), 0)
        sign = -1 if named.startswith("negative") else 1
        return sign * eighteenths / 18 if length != "infinity" else math.inf
    found = _LENGTH.fullmatch(length)
    return float(found[1]) * _UNITS.get(found[2], math.inf) if found else math.inf


def _is_level(
    element: Element, depth: int = 1, height: int = 0, size: float = 1, moved: float = 0
) -> bool:
    """Return whether elements are not too deep in others; what is within others adds to them."""
    height += element.tag in _STACKS
    lengths = _lengths(element)
    size *= math.prod(length for name, length in lengths if name == "mathsize")
    moved += sum(abs(length) for name, length in lengths if name == "voffset")
    return (
        depth <= _DEEPEST
        and height <= _HIGHEST
        and _SMALLEST <= size <= _LARGEST
        and moved <= _ASIDE
        and all(length * size <= _LONGEST_SEEN for name, length in lengths if name != "mathsize")
        and all(_is_level(child, depth + 1, height, size, moved) for child in element)
    )


def _is_in_place(elements: list[Element]) -> bool:
    """Return whether elements stand where there is room for them, and tables have their bounds."""
    rows = [one for one in elements if one.tag in ("mtr", "mlabeledtr")]
    return (
        sum(map(_moved, elements)) <= _ASIDE
        and sum(map(_room, elements)) <= _MOST_ROOM
        and not any(_lies_upon(one) for one in elements if one.tag == "mpadded")
        and len(rows) <= _LINES
        and all(len(row) <= _COLUMNS for row in rows)
    )


def _moved(element: Element) -> float:
    """Return how far an element moves itself, or what follows, along the line over others; in em.

    What makes more room, as the label of an arrow, may stand anywhere in it.
    """
    if element.get("width", "").startswith("+"):
        return 0
    is_moved = element.tag == "mpadded"
    return sum(
        abs(length)
        for name, length in _lengths(element)
        if (name == "lspace" and is_moved) or (name in ("width", "lspace", "rspace") and length < 0)
    )


def _room(element: Element) -> float:
    """Return how much room a space or a bar takes, in em."""
    lengths = _lengths(element) if element.tag == "mspace" else []
    return sum(length for name, length in lengths if name == "width" and length > 0)


def _lies_upon(element: Element) -> bool:
    r"""Return whether what takes less room than it fills may cover what is not its own.

    A stroke through a sign and an accent that adds no height are usual: `\not`, `\rlap{/}`,
    `\smash{\hat{x}}`. A length with a sign is added to that of the inside.
    """
    inner = [one.tag for one in element.iter()]
    taken = {name for name, value in element.attrib.items() if value[:1] not in ("+", "-")}
    if "width" in taken:
        return len("".join(element.itertext())) > _UPON or "mspace" in inner
    is_low = not taken.isdisjoint(("height", "depth"))
    return is_low and (len(inner) > _ABOVE or not {"mspace", "mtable"}.isdisjoint(inner))
