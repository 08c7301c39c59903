"""Drawings: an SVG that holds nothing but a picture, whether it is shown in a page or by itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.parsers import expat

if TYPE_CHECKING:
    from broadsheet.content.frontmatter import Source

_SVG = "http://www.w3.org/2000/svg"
_HTML = "http://www.w3.org/1999/xhtml"
# What runs, what holds HTML, and what changes a link while the picture is shown.
_REFUSED = frozenset({"script", "handler", "foreignObject", "animate", "set"})
_NEAR = r"#|data:image/(?:png|jpeg|gif|webp)[;,]"
_LINK = re.compile(rf"\s*(?:{_NEAR})", re.IGNORECASE)
_LOADED = re.compile(rf"""@import|url\(\s*["']?(?!["'\s]|{_NEAR})[^)]{{,40}}""", re.IGNORECASE)


class _StopError(Exception):
    """What follows is not to be looked at."""


def check_drawing(source: Source) -> None:
    """Report what an SVG must not hold, once each: all that is no drawing, and text.

    It uses expat itself, since ElementTree reports neither line numbers nor a DOCTYPE.
    """
    drawing = _Drawing(source)
    try:
        drawing.parser.Parse(source.text, True)  # noqa: FBT003 - expat takes no names
    except expat.ExpatError as error:
        message = f"icon.svg must be well-formed XML: {expat.errors.messages[error.code]}"
        source.report(error.lineno, error.offset + 1, message)
    except _StopError:
        pass


class _Drawing:
    """Looks at each element, attribute and style of an SVG as the parser meets it."""

    def __init__(self, source: Source) -> None:
        self.parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.ProcessingInstructionHandler = self._instruction
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        self._source = source
        self._open: list[tuple[str, tuple[int, int]]] = []
        self._told: set[str] = set()

    def _doctype(self, *_: object) -> None:
        self._refuse("<!DOCTYPE>")
        raise _StopError  # it may define entities that make the rest endless

    def _instruction(self, target: str, _data: str) -> None:
        self._refuse(f"<?{target}?>")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, name = name.rpartition(" ")
        if not self._open and (space, name) != (_SVG, "svg"):
            self._report(f'icon.svg must be an SVG picture, <svg xmlns="{_SVG}">')
            raise _StopError
        self._open.append((name, self._here()))
        if space == _HTML or name in _REFUSED:
            self._refuse(f"<{name}>")
        elif name == "text":
            self._report(
                "<text> looks different on each machine: turn it into paths, or save the icon as"
                " icon.png in place of icon.svg"
            )
        for attribute, value in attributes.items():
            self._check(attribute, value)

    def _check(self, attribute: str, value: str) -> None:
        """Refuse what an attribute would run or load."""
        if attribute.casefold().startswith("on"):
            self._refuse(attribute)
        elif attribute.rpartition(" ")[2] == "href":
            if not _LINK.match(value):
                self._refuse(f"the link to {value[:60]}")
        else:
            self._check_style(value)

    def _text(self, text: str) -> None:
        name, place = self._open[-1]  # of the text itself, expat knows but the end
        if name == "style":
            self._check_style(text, place)

    def _check_style(self, text: str, place: tuple[int, int] | None = None) -> None:
        for found in _LOADED.finditer(text):
            self._refuse(found.group(), place)

    def _end(self, _name: str) -> None:
        self._open.pop()

    def _refuse(self, what: str, place: tuple[int, int] | None = None) -> None:
        self._report(f"{what} has no place in an icon: take it out", place)

    def _report(self, message: str, place: tuple[int, int] | None = None) -> None:
        """Report a problem at a place, or where the parser is, if it is the first of its words."""
        if message not in self._told:
            self._told.add(message)
            self._source.report(*(place or self._here()), message)

    def _here(self) -> tuple[int, int]:
        """Return the line and the column of the parser, both counted from 1."""
        return self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1
