"""Problems in the content: every message names a place and says what to write."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Literal

from broadsheet.content.printing import printable_name, signs
from broadsheet.text.widths import columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Severity = Literal["error", "warning"]
MOST = 100  # problems told of one file; who has mended these sees the next ones


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
    """The content has problems, and nothing was written; `wrong` counts the errors.

    `problems` holds those that are told, sorted.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Sort the problems into the order in which they are shown."""
        found = list(problems)
        self.problems = tuple(first_problems(found))
        self.wrong = len(errors(found))
        super().__init__(f"{len(found)} problems in the content")


class UsageError(Exception):
    """What was asked for cannot be done; the message says what to do instead."""

    def __init__(self, message: str) -> None:
        """Take the message as it may be printed: it may name files, and quote what git says."""
        super().__init__(printable(message))


def printable(text: str) -> str:
    """Return a line as it may be printed; what was done to it once is not done again."""
    if text.isprintable() and "##[" not in text and "::" not in text:
        return text
    return "".join(signs(text))


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


def first_problems(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems in the order in which they are shown, of each file MOST at the most.

    Where a file has more, errors come before warnings, and one more problem counts the rest.
    """
    told: list[Problem] = []
    for _, of_file in groupby(sorted(problems), key=attrgetter("path")):
        told.extend(_first_of(list(of_file)))
    return told


def _first_of(problems: list[Problem]) -> Iterator[Problem]:
    """Yield the first problems of a file, which are sorted."""
    by_weight = sorted(problems, key=lambda problem: problem.severity != "error")
    yield from sorted(by_weight[:MOST])
    rest = by_weight[MOST:]
    if rest:
        message = f"and {len(rest):,} more in this file: mend these first"
        yield Problem(rest[0].path, rest[0].line, rest[0].column, message, rest[0].severity)


def show(problem: Problem, folder: object, form: str = "text") -> str:
    """Return a problem on one line, as text with the content folder in its path, or for GitHub.

    GitHub documents its form under "workflow commands". Whatever a contributor wrote is escaped
    there, since a line break or `::` in it would be a command of its own.
    """
    path = f"{folder}/{printable_name(problem.path)}"
    if form == "text":
        kind = "warning: " if problem.severity == "warning" else ""
        return printable(f"{path}:{problem.line}:{problem.column}: {kind}{problem.message}")
    place = f"file={_escape(printable(path))},line={problem.line},col={problem.column}"
    message = printable(problem.message).replace("%", "%25")
    return f"::{problem.severity} {place}::{message}"


def show_place(problem: Problem, lines: Sequence[str]) -> tuple[str, str]:
    """Return that of a file's lines which a problem names, and a caret below its column.

    A long line is cut to the part around the column, and what a terminal or GitHub would obey is
    shown by its number. If there is nothing to show, both are empty.
    """
    if not 0 < problem.line <= len(lines):
        return "", ""
    at = problem.column - 1
    start = max(0, at - _BEFORE)
    part = lines[problem.line - 1][start : start + _SHOWN].replace("\t", " ")
    if not part.strip():
        return "", ""
    shown = signs(part)
    wide = columns("".join(shown[: at - start]))
    return f"    {''.join(shown)}", f"    {' ' * wide}^"


_BEFORE, _SHOWN = 60, 96  # characters shown of a line: before the column, and in total


def _escape(value: str) -> str:
    """Escape a property of a workflow command."""
    for character in "%\r\n:,":
        value = value.replace(character, f"%{ord(character):02X}")
    return value
