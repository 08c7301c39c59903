"""The layout of front matter: its fields in their order, each with the comments above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.content.fields import PAPER, names_of

if TYPE_CHECKING:
    import yaml

_FIELDS = names_of(PAPER)


def order_fields(text: str, node: yaml.MappingNode) -> str:
    """Sort the fields, without blank lines between them; comments stay with their field.

    What a blank line separates from the first field stays at the top, what follows the last one
    stays at the end. If a field is unknown or occurs twice, the order is left to a person.
    """
    lines = text.split("\n")
    names = [str(key.value) for key, _value in node.value]
    keys = [key.start_mark for key, _value in node.value]
    if node.flow_style or any(lines[mark.line][: mark.column].strip() for mark in keys):
        return text
    blocks, (top, *gaps) = _blocks(lines, node)
    places = list(range(len(names)))
    if len(set(names)) == len(names) and set(names) <= set(_FIELDS):
        places.sort(key=lambda place: _FIELDS.index(names[place]))
    end = gaps.pop()
    gaps.append([])
    ordered = [line for place in places for line in blocks[place] + gaps[place]]
    return "\n" + "\n".join([*top, *ordered, *end]).rstrip("\n")


def _blocks(lines: list[str], node: yaml.MappingNode) -> tuple[list[list[str]], list[list[str]]]:
    """Split the lines into those of each field (with the comments right above) and the others."""
    column = node.value[0][0].start_mark.column
    ends = [key.start_mark.line for key, _value in node.value[1:]] + [len(lines)]
    blocks, gaps = [], []
    done = 1  # the first line is empty, so that lines count from 1
    for (key, _value), end in zip(node.value, ends, strict=True):
        start = line = key.start_mark.line
        while start > done and lines[start - 1].strip() and _is_between(lines[start - 1], column):
            start -= 1
        gaps.append(_spaced(lines[done:start]))
        content = (at for at in range(line, end) if not _is_between(lines[at], column))
        done = max(content) + 1
        blocks.append(lines[start:done])
    return blocks, [*gaps, _spaced(lines[done:])]


def _is_between(line: str, column: int) -> bool:
    """Return whether a line is blank, or a comment between fields that begin at a column."""
    rest = line.lstrip(" ")
    return not line.strip() or (rest[0] == "#" and len(line) - len(rest) <= column)


def _spaced(lines: list[str]) -> list[str]:
    """Drop blank lines, except the one that separates a comment from what follows."""
    return [line for at, line in enumerate(lines) if line.strip() or (at and lines[at - 1].strip())]
