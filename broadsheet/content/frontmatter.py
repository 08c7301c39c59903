"""A file's front matter: taken apart from the text, read as YAML nodes, mended where it is clear.

YAML's own typing never touches a value: a node keeps its text and its place. Titles break YAML
(three of four real ones hold a colon), so a plain one-line text is read as people mean it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import yaml

from broadsheet.content.problems import Problem, Severity
from broadsheet.text.plain import CONTROL


class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc] # libyaml's, 14 times as fast, where it is there
    """Composes nodes and looks for no types: every value here is a text to us."""

    def resolve(self, *_value: object) -> str:
        """Give every node the same tag."""
        return "tag:yaml.org,2002:str"


FENCE = "---"
# `name: text` on one line: the fields that people write without quotes.
_TEXT_LINE = re.compile(
    r"(?P<name>title|venue|submitted_by|summary|tagline):[ \t]+(?P<value>[^ \t].*?)[ \t]*"
)
# Quotes as word processors set them, round a whole value.
TYPOGRAPHIC = re.compile(r"“([^“”]+)”|‘([^‘’]+)’|„([^„“”]+)[“”]|«([^«»]+)»")
_QUOTED = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')\s*(#.*)?""")
_NEEDS_QUOTES = re.compile(r"""[\[\]{}&*!|>%@`"'#,]|[-?:](\s|$)|.*(:\s|\s#)|.*:$""")
_BLOCK = re.compile(r"[|>][+-]?\d?[+-]?\s*(#.*)?")
_SECOND = re.compile(r"(title|authors|published|arxiv|summary):")
# Signs that nest, and an indentation, below which nothing is deep: counting them is cheap.
_NESTING = "[{-?"
_FEW = 200
_INDENTED = "\n" + " " * 40
_DEPTH = 20
_CONTROLS = 20  # warnings of invisible characters, one by one; then their number is enough
_DEPTH = 20


@dataclass(slots=True)
class Source:
    """A file while it is read: its path as shown, its text, its front matter, its problems."""

    path: str
    text: str
    head: str = ""
    problems: list[Problem] = field(default_factory=list)

    def report(self, line: int, column: int, message: str, severity: Severity = "error") -> None:
        """Note a problem; `line` and `column` count from 1, and stay within the file.

        YAML sees the end of a text behind its last line, where no editor shows anything.
        """
        last = self.text.rstrip("\n").count("\n") + 1
        if self.text and line > last:
            line, column = last, 1
        self.problems.append(Problem(self.path, line, column, message, severity))

    @property
    def failed(self) -> bool:
        """Tell whether there is a problem that stops a build."""
        return any(problem.severity == "error" for problem in self.problems)

    @property
    def what(self) -> str:
        """Name what is read as YAML: a file's front matter, or the whole file."""
        return "the front matter" if self.path.endswith(".md") else self.path

    def report_at(self, node: yaml.Node, message: str, severity: Severity = "error") -> None:
        """Note a problem at a node of the front matter."""
        mark = node.start_mark
        self.report(mark.line + 1, mark.column + 1, message, severity)


def decode(path: str, data: bytes) -> Source:
    """Read bytes as UTF-8 text with plain line ends; what no page may hold is dropped and told."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig")
        source = Source(path, "")
        source.report(
            before.count("\n") + 1,
            len(before) - before.rfind("\n"),
            "the file must be UTF-8 text: save it with the encoding UTF-8",
        )
        return source
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    source = Source(path, text)
    found = list(CONTROL.finditer(text))
    for number, match in enumerate(found[: _CONTROLS + 1]):
        start = match.start()
        message = f"the invisible character U+{ord(match.group()):04X} was left out: delete it"
        if number == _CONTROLS:
            message = f"{len(found) - number} more invisible characters were left out: delete them"
        source.report(
            text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start), message, "warning"
        )
    if found:
        source.text = CONTROL.sub("", text)
    return source


def split(source: Source) -> tuple[str, str, int]:
    """Take a file apart: the front matter (padded, so that lines count), the text, its line.

    A file that does not begin with `---`, or never closes it, gives an empty front matter and a
    problem that shows the form; one that could not be decoded has its problem already.
    """
    if source.failed:
        return "", "", 1
    lines = source.text.split("\n")
    if lines[0].rstrip() != FENCE:
        source.report(1, 1, "the file must begin with a line of three hyphens: ---")
        return "", "", 1
    for number, line in enumerate(lines[1:], start=2):
        if line.rstrip() == FENCE:
            head = "\n" + "\n".join(lines[1 : number - 1])
            body = "\n".join(lines[number:])
            second = _find_second(lines, number)
            if second:
                source.report(
                    second, 1, "one file holds one paper: put the second in a file of its own"
                )
            return head, body, number + 1
    source.report(
        1, 1, "the front matter that begins here must end with a line of three hyphens: ---"
    )
    return "", "", 1


def _find_second(lines: list[str], start: int) -> int:
    """Give the line, from 1, of a second fence that front matter follows; 0 where there is none."""
    for number, line in enumerate(lines[start:-1], start=start + 1):
        if line.rstrip() == FENCE and _SECOND.match(lines[number]):
            return number
    return 0


def compose(source: Source, text: str) -> yaml.MappingNode | None:
    """Give the front matter's nodes, or nothing and a problem where it is no mapping.

    Marks of the nodes count lines and columns from 0 in `source.text`, since `split` keeps them.
    """
    node = compose_any(source, _quote_plain_text(source, text))
    if node is None and source.failed:
        return None
    if not isinstance(node, yaml.MappingNode):
        line = node.start_mark.line + 1 if node else 2 if text.startswith("\n") else 1
        source.report(line, 1, f"{source.what} must be lines of the form `name: value`")
        return None
    return node


def compose_any(source: Source, text: str) -> yaml.Node | None:
    """Give the nodes of a YAML text, or nothing, with a problem where it is broken."""
    source.head = text
    try:
        deep = _find_deep(text)
        if deep is not None:
            message = f"{source.what} must not nest lists in lists in lists: write it flat"
            source.report(*deep, message)
            return None
        return yaml.compose(text, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        _report_yaml(source, text, error)
    except (yaml.YAMLError, RecursionError) as error:
        source.report(1, 1, f"{source.what} must be YAML: {type(error).__name__}")
    return None


def _find_deep(text: str) -> tuple[int, int] | None:
    """Find the line and column where a text nests deeper than any good one.

    libyaml's composer recurses: 100 kB of `- - - -` ended the whole process. The parser below it
    takes them in a loop.
    """
    if sum(map(text.count, _NESTING)) < _FEW and _INDENTED not in text:
        return None
    depth = 0
    for event in yaml.parse(text, Loader=Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _DEPTH and event.start_mark:
                return event.start_mark.line + 1, event.start_mark.column + 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return None


def _quote_plain_text(source: Source, text: str) -> str:
    """Quote the one-line texts that YAML would refuse or cut, and warn about each."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        match = _TEXT_LINE.fullmatch(line)
        if match is None:
            continue
        value = match["value"]
        curved = TYPOGRAPHIC.fullmatch(value)
        if not curved and (
            _QUOTED.fullmatch(value) or _BLOCK.fullmatch(value) or not _NEEDS_QUOTES.match(value)
        ):
            continue
        below = lines[number + 1] if number + 1 < len(lines) else ""
        if below.startswith(" ") and below.strip():
            continue  # the value goes on: YAML's own message is the better one
        start = match.start("value")
        value = next(filter(None, curved.groups())).strip() if curved else value
        lines[number] = line[:start] + quote(value)
        source.report(
            number + 1,
            start + 1,
            f"{match['name']} needs {'straight ' if curved else ''}quotes here;"
            f" read as {_brief(quote(value))}",
            "warning",
        )
    return "\n".join(lines)


def quote(value: str) -> str:
    """Give a one-line text as YAML in quotes; single ones where a backslash or `"` is in it."""
    if '"' in value or "\\" in value:
        return "'" + value.replace("'", "''") + "'"
    return f'"{value}"'


def _brief(text: str, length: int = 200) -> str:
    """Cut what a message shows of a long value."""
    return text if len(text) <= length else text[:length] + "…"


# What libyaml says, what we say, and whether we say it where the thing opens or where it fails.
_YAML_MESSAGES: tuple[tuple[str, str, bool], ...] = (
    ("mapping values are not allowed", "a value with a colon must stand in quotes", False),
    ("unexpected end of stream", "the quote that opens here must be closed", True),
    (
        "could not find expected ':'",
        "this must be `name: value`, with a space after the colon",
        True,
    ),
    (
        "did not find expected ',' or ']'",
        "the list that opens here must be closed with ], its entries parted by commas",
        True,
    ),
    (
        "did not find expected ',' or '}'",
        "the braces that open here must be closed with }, the entries parted by commas",
        True,
    ),
    (
        "did not find expected node content",
        "an entry of the list that opens here is missing, or the closing bracket",
        True,
    ),
    ("did not find expected key", "this line must be indented like those before it", False),
    (
        "did not find expected '-' indicator",
        "this line must be indented like those before it",
        False,
    ),
    ("undefined alias", "a value that begins with * must stand in quotes", False),
    ("undefined tag handle", "a value that begins with ! must stand in quotes", False),
    (
        "unknown escape character",
        "a backslash must not stand in double quotes: use single quotes",
        False,
    ),
)


def _report_yaml(source: Source, text: str, error: yaml.MarkedYAMLError) -> None:
    """Turn YAML's complaint into a sentence that says what to write."""
    reason = str(error.problem or error.context)
    found = next((one for one in _YAML_MESSAGES if one[0] in reason), None)
    at_opening = found is not None and found[2]
    mark = (at_opening and error.context_mark) or error.problem_mark or error.context_mark
    lines = text.split("\n")
    line, column = (mark.line, mark.column) if mark else (0, 0)
    if line >= len(lines):
        line, column = len(lines) - 1, 0
    start = lines[line][column : column + 1]
    if "\t" in lines[line][: column + 1] and not lines[line][:column].strip():
        column = lines[line].index("\t")
        message = "a tab cannot indent YAML: write spaces"
    elif found is not None:
        message = found[1]
    elif "cannot start any token" in reason:
        message = f"a value that begins with {start} must stand in quotes"
    else:
        message = f"{source.what} must be YAML: {reason}"
    source.report(line + 1, column + 1, message)
