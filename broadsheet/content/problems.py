"""Problems in the content: every message names a place and says what to write."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Literal
from unicodedata import category, combining, east_asian_width

if TYPE_CHECKING:
    from collections.abc import Iterable

Severity = Literal["error", "warning"]
_UNSEEN = ("Cc", "Cs", "Zl", "Zp")  # controls, surrogates, Unicode's own line separators


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to fix: its path in the content folder, its line and column from 1."""

    path: str
    line: int
    column: int
    message: str
    severity: Severity = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem between files, its line not yet known: the file, the field, the list's entry.

    Where there is no field, `item` is the text to find.
    """

    path: str
    field: str
    item: str
    message: str
    severity: Severity = "error"


class ContentError(Exception):
    """The content has problems, and nothing was written; `problems` holds all of them, sorted."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Sort the problems into the order in which they are shown."""
        self.problems = tuple(sorted(problems))
        super().__init__(f"{len(self.problems)} problems in the content")


class UsageError(Exception):
    """What was asked for cannot be done; the message says what to do instead."""


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems that stop a build."""
    return [problem for problem in problems if problem.severity == "error"]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ` (did you mean ...?)` for the nearest known word; empty if none is near."""
    near = nearest(word, known)
    return f" (did you mean {near}?)" if near else ""


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that is most similar to this one; empty if none is near."""
    return next(iter(get_close_matches(word.casefold(), list(known), n=1, cutoff=0.6)), "")


def show(problem: Problem, folder: object, form: str = "text") -> str:
    """Return a problem on one line, as text with the content folder in its path, or for GitHub.

    GitHub documents its form under "workflow commands". Whatever a contributor wrote is escaped
    there, since a line break or `::` in it would be a command of its own.
    """
    path = printable(f"{folder}/{problem.path}")
    if form == "text":
        kind = "warning: " if problem.severity == "warning" else ""
        message = printable(problem.message)
        return f"{path}:{problem.line}:{problem.column}: {kind}{message}"
    place = f"file={_escape(path)},line={problem.line},col={problem.column}"
    message = printable(problem.message).replace("%", "%25")
    return f"::{problem.severity} {place}::{message}"


def show_place(problem: Problem, text: str) -> tuple[str, str]:
    """Return the line of a file's text that a problem names, and a caret below its column.

    A long line is cut to the part around the column. If there is nothing to show, both are empty.
    """
    lines = text.split("\n")
    if not 0 < problem.line <= len(lines) or not lines[problem.line - 1].strip():
        return "", ""
    at = problem.column - 1
    start = max(0, at - _BEFORE)
    shown = printable(lines[problem.line - 1].expandtabs(1)[start : start + _SHOWN])
    wide = sum(_width(character) for character in shown[: at - start])
    return f"    {shown}", f"    {' ' * wide}^"


_BEFORE, _SHOWN = 60, 96  # characters shown of a line: before the column, and in total


def _width(character: str) -> int:
    """Return how many columns of a terminal a character takes."""
    if combining(character):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def printable(text: str) -> str:
    """Replace what a terminal would obey or could not encode by the replacement character."""
    if text.isprintable():
        return text
    return "".join("\N{REPLACEMENT CHARACTER}" if category(one) in _UNSEEN else one for one in text)


def _escape(value: str) -> str:
    """Escape a property of a workflow command."""
    for character in "%\r\n:,":
        value = value.replace(character, f"%{ord(character):02X}")
    return value
