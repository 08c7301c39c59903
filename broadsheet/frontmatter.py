"""A file's front matter: taken apart from the text, read as YAML nodes, mended where it is clear.

YAML's own typing never touches a value: a node keeps its text and its place. Titles break YAML
(three of four real ones hold a colon), so a plain one-line text is read as people mean it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import yaml

from broadsheet.problems import Problem, Severity
from broadsheet.text import CONTROL


class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc] # libyaml's, 14 times as fast, where it is there
    """Composes nodes and looks for no types: every value here is a text to us."""

    def resolve(self, *_value: object) -> str:
        """Give every node the same tag."""
        return "tag:yaml.org,2002:str"


FENCE = "---"
# `name: text` on one line: the fields that people write without quotes.
_TEXT_LINE = re.compile(r"(?P<name>title|venue|submitted_by|tagline|name): +(?P<value>\S.*?) *")
_QUOTED = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')\s*(#.*)?""")
_NEEDS_QUOTES = re.compile(r"""[\[\]{}&*!|>%@`"'#,]|[-?:](\s|$)|.*(: | #)|.*:$""")
_BLOCK = re.compile(r"[|>][+-]?\d?[+-]?\s*(#.*)?")


@dataclass(slots=True)
class Source:
    """A file while it is read: its path as shown, its text and front matter, and the problems so far."""

    path: str
    text: str
    head: str = ""
    problems: list[Problem] = field(default_factory=list)

    def report(self, line: int, column: int, message: str, severity: Severity = "error") -> None:
        """Note a problem; `line` and `column` count from 1."""
        self.problems.append(Problem(self.path, line, column, message, severity))

    def report_at(self, node: yaml.Node, message: str, severity: Severity = "error") -> None:
        """Note a problem at a node of the front matter."""
        mark = node.start_mark
        self.report(mark.line + 1, mark.column + 1, message, severity)


def decode(path: str, data: bytes) -> Source:
    """Read bytes as UTF-8 text with plain line ends; what no page may hold is dropped and told."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        source = Source(path, "")
        source.report(
            before.count(b"\n") + 1,
            len(before) - before.rfind(b"\n"),
            "the file must be UTF-8 text: save it with the encoding UTF-8",
        )
        return source
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    source = Source(path, text)
    for match in CONTROL.finditer(text):
        start = match.start()
        source.report(
            text.count("\n", 0, start) + 1,
            start - text.rfind("\n", 0, start),
            f"the invisible character U+{ord(match.group()):04X} was left out: delete it",
            "warning",
        )
    if source.problems:
        source.text = CONTROL.sub("", text)
    return source


def split(source: Source) -> tuple[str, str, int]:
    """Take a file apart: the front matter (padded, so that lines count), the text, its line.

    A file that does not begin with `---`, or never closes it, gives an empty front matter and a
    problem that shows the form.
    """
    lines = source.text.split("\n")
    if lines[0].rstrip() != FENCE:
        source.report(1, 1, "the file must begin with a line of three hyphens: ---")
        return "", "", 1
    for number, line in enumerate(lines[1:], start=2):
        if line.rstrip() == FENCE:
            head = "\n" + "\n".join(lines[1 : number - 1])
            body = "\n".join(lines[number:])
            if any(
                rest.rstrip() == FENCE and _is_field(lines, at)
                for at, rest in enumerate(lines[number:], start=number)
            ):
                source.report(
                    number + 1, 1, "one file holds one paper: put the second in a file of its own"
                )
            return head, body, number + 1
    source.report(len(lines), 1, "the front matter must end with a line of three hyphens: ---")
    return "", "", len(lines)


def _is_field(lines: list[str], fence: int) -> bool:
    """Tell whether the line after a second fence looks like front matter again."""
    return fence + 1 < len(lines) and re.match(r"(title|authors):", lines[fence + 1]) is not None


def compose(source: Source, text: str) -> yaml.MappingNode | None:
    """Give the front matter's nodes, or nothing and a problem where it is no mapping.

    Marks of the nodes count lines and columns from 0 in `source.text`, since `split` keeps them.
    """
    source.head = _quote_plain_text(source, text)
    try:
        node = yaml.compose(source.head, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        _report_yaml(source, text, error)
        return None
    except yaml.YAMLError as error:
        source.report(1, 1, f"the front matter must be YAML: {error}")
        return None
    if not isinstance(node, yaml.MappingNode):
        source.report(2, 1, "the front matter must be lines of the form `name: value`")
        return None
    return node


def _quote_plain_text(source: Source, text: str) -> str:
    """Quote the one-line texts that YAML would refuse or cut, and warn about each."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        match = _TEXT_LINE.fullmatch(line)
        if match is None:
            continue
        value = match["value"]
        if _QUOTED.fullmatch(value) or _BLOCK.fullmatch(value) or not _NEEDS_QUOTES.match(value):
            continue
        if number + 1 < len(lines) and lines[number + 1].startswith(" "):
            continue  # the value goes on: YAML's own message is the better one
        start = match.start("value")
        lines[number] = line[:start] + quote(value)
        source.report(
            number + 1,
            start + 1,
            f"{match['name']} needs quotes here; read as {quote(value)}",
            "warning",
        )
    return "\n".join(lines)


def quote(value: str) -> str:
    """Give a one-line text as YAML in quotes; single ones where a backslash or `"` is in it."""
    if '"' in value or "\\" in value:
        return "'" + value.replace("'", "''") + "'"
    return f'"{value}"'


_YAML_MESSAGES: tuple[tuple[str, str], ...] = (
    ("cannot start any token", "a tab cannot indent YAML: write spaces"),
    ("mapping values are not allowed", "a value with a colon must stand in quotes"),
    ("unexpected end of stream", "a quote or bracket that opens here must be closed"),
    ("could not find expected ':'", "this must be `name: value`, with a space after the colon"),
    ("did not find expected ',' or ']'", "the list must be closed with ], its entries parted by ,"),
    (
        "did not find expected ',' or '}'",
        "the braces must be closed with }, the entries parted by ,",
    ),
    ("did not find expected key", "this line must be indented like the one before, or closed"),
    ("undefined alias", "a value that begins with * must stand in quotes"),
    ("found undefined tag handle", "a value that begins with ! must stand in quotes"),
    ("unknown escape character", "a backslash must not stand in double quotes: use single quotes"),
)


def _report_yaml(source: Source, text: str, error: yaml.MarkedYAMLError) -> None:
    """Turn YAML's complaint into a sentence that says what to write."""
    mark = error.problem_mark or error.context_mark
    reason = str(error.problem or error.context)
    line, column = (mark.line, mark.column) if mark else (1, 0)
    lines = text.split("\n")
    if line >= len(lines):
        line, column = len(lines) - 1, 0
    if "\t" in lines[line][: column + 1]:
        source.report(
            line + 1, lines[line].index("\t") + 1, "a tab cannot indent YAML: write spaces"
        )
        return
    for sign, message in _YAML_MESSAGES:
        if sign in reason:
            source.report(line + 1, column + 1, message)
            return
    source.report(line + 1, column + 1, f"the front matter must be YAML: {reason}")
