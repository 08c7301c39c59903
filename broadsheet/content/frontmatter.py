"""A file's front matter: separated from the text, read as YAML nodes, quoted where necessary.

YAML's own types are not used: a node keeps its text and its position. Titles break YAML (three of
four real ones contain a colon), so a plain one-line text is read as people mean it.
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import Any

import yaml

from broadsheet.content.fields import COLLECTION, DAY, PAPER, SITE, names_of
from broadsheet.content.problems import Problem, Severity, errors
from broadsheet.text.plain import BREAKS, find_unseen, without_unseen

_CONFLICT = re.compile(r"([<>|])\1{6}(?: |$)")


class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc] # libyaml's if present, 14 times as fast
    """Composes nodes without resolving types: every value is a string."""

    def resolve(self, *_value: object) -> str:
        """Return the same tag for every node."""
        return "tag:yaml.org,2002:str"


FENCE = "---"
# `name: text` on one line: the fields that people write without quotes.
_TEXT_LINE = re.compile(
    r"(?P<name>title|venue|submitted_by|summary|tagline):[ \t]+(?P<value>[^ \t].*)"
)
# A link of Markdown as a value: YAML would read a list, and then not know what follows it.
_LINK_LINE = re.compile(r"(?P<before>[\w-]+:[ \t]+)(?P<link>\[[^\[\]]*\]\(\S+\))[ \t]*")
# Quotes as word processors write them, around a whole value.
TYPOGRAPHIC = re.compile(r"“([^“”]+)”|‘([^‘’]+)’|„([^„“”]+)[“”]|«([^«»]+)»")
_QUOTED = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')\s*(#.*)?""")
_NEEDS_QUOTES = re.compile(r"""[\[\]{}&*!|>%@`"'#,]|[-?:](\s|$)|.*(:\s|\s#)|.*:$""")
_BLOCK = re.compile(r"[|>][+-]?\d?[+-]?\s*(#.*)?")
_FENCE_LINE = re.compile(r"\n---[^\S\n]*$", re.MULTILINE)
_SECOND = re.compile(  # with front matter after it
    r"^---[^\S\n]*\n(?:title|authors|published|arxiv|summary):", re.MULTILINE
)
# A text with fewer nesting characters, and less indented, is not deep: this is cheap to check.
_NESTING = "[{-?"
_FEW = 200
_INDENTED = "\n" + " " * 40
_CONTROLS = 20  # warnings of invisible characters one by one; then one of how many there are
_DEPTH = 20


@dataclass(slots=True)
class Source:
    """A file being read: its path as shown, its text, its front matter, its problems."""

    path: str
    text: str
    head: str = ""
    problems: list[Problem] = field(default_factory=list)

    def report(self, line: int, column: int, message: str, severity: Severity = "error") -> None:
        """Report a problem; `line` and `column` count from 1, and are kept within the file.

        To YAML, a text ends after its last line, where editors show nothing.
        """
        last = _lines_in(self.text)
        if self.text and line > last:
            line, column = last, 1
        self.problems.append(Problem(self.path, line, column, message, severity))

    @property
    def failed(self) -> bool:
        """Whether there is a problem that stops a build."""
        return bool(errors(self.problems))

    @property
    def what(self) -> str:
        """What messages call the YAML: a file's front matter, or the whole file."""
        return "the front matter" if self.path.endswith(".md") else self.path

    def report_at(self, node: yaml.Node, message: str, severity: Severity = "error") -> None:
        """Report a problem at a node of the front matter."""
        mark = node.start_mark
        self.report(mark.line + 1, mark.column + 1, message, severity)

    def warn_within(self, part: str, at: int, message: str, first_line: int = 1) -> None:
        """Warn at a place of a part of the file that begins at a line."""
        line, column = line_and_column(part, at)
        self.report(first_line + line - 1, column, message, "warning")


@lru_cache(maxsize=2)
def _lines_in(text: str) -> int:
    """Return the number of lines; one text has many problems."""
    return text.rstrip("\n").count("\n") + 1


def decode(path: str, data: bytes) -> Source:
    """Decode UTF-8, normalize line ends and letters, drop with a warning what nobody would see.

    Letters and their accents become one character where Unicode has it, as in most people's files:
    not so on Macs, and neither TeX nor a search knows that it is the same letter.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig")
        source = Source(path, "")
        message = "the file must be UTF-8 text: save it with the encoding UTF-8"
        source.report(*line_and_column(before, len(before)), message)
        return source
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    source = Source(path, text)
    _report_conflicts(source)
    found = find_unseen(text)
    for number, match in enumerate(found[: _CONTROLS + 1]):
        told = f"the invisible character U+{ord(match[0]):04X}"
        message = (
            f"{told}, which ends a line, was read as a space: write one"
            if match[0] in BREAKS
            else f"{told} was left out: delete it"
        )
        if number == _CONTROLS:
            message = f"{len(found) - number} more invisible characters were left out: delete them"
        source.report(*line_and_column(text, match.start()), message, "warning")
    if found:
        source.text = without_unseen(text)
    source.text = unicodedata.normalize("NFC", source.text)
    return source


def _report_conflicts(source: Source) -> None:
    """Report the marks that git leaves in a file around two versions, each conflict once."""
    if not any(mark in source.text for mark in ("<<<<<<<", ">>>>>>>", "|||||||")):
        return
    is_open = False
    for number, line in enumerate(source.text.split("\n"), start=1):
        mark = _CONFLICT.match(line)
        if mark and not is_open:
            message = "git's marks of a conflict stand here: keep one of the two versions"
            source.report(number, 1, message)
        if mark:
            is_open = mark[1] != ">"


def line_and_column(text: str, at: int) -> tuple[int, int]:
    """Return the line and the column of a place in a text, both counted from 1."""
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def split(source: Source) -> tuple[str, str, int]:
    """Split a file into front matter (padded to keep line numbers), text, and the text's line.

    If the file does not begin with `---`, or no second `---` follows, the front matter is empty
    and a problem is reported; a file that could not be decoded has its problem already.
    """
    if source.failed:
        return "", "", 1
    text = source.text
    if text.partition("\n")[0].rstrip() != FENCE:
        source.report(1, 1, "the file must begin with a line of three hyphens: ---")
        return "", "", 1
    fence = _FENCE_LINE.search(text, len(FENCE))
    if fence:
        first = text.index("\n")
        body = text[fence.end() + 1 :]
        line = text.count("\n", 0, fence.start()) + 3
        second = _SECOND.search(body) if FENCE in body else None
        if second:
            number = line + body.count("\n", 0, second.start())
            source.report(
                number, 1, "one file holds one paper: put the second in a file of its own"
            )
        return "\n" + text[first + 1 : fence.start()], body, line
    source.report(
        1, 1, "the front matter that begins here must end with a line of three hyphens: ---"
    )
    return "", "", 1


def compose(source: Source, text: str) -> yaml.MappingNode | None:
    """Return the front matter's nodes; if it is no mapping, report a problem and return None.

    The nodes' marks count lines and columns of `source.text` from 0, since `split` keeps them.
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
    """Return the nodes of a YAML text; if it is broken, report a problem and return None."""
    source.head = text
    try:
        deep = find_deep(text)
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


def node_of(mapping: yaml.Node, name: str) -> yaml.Node | None:
    """Return the node of a field's value, None if the field is not there."""
    for key, value in mapping.value:
        if key.value == name:
            return value  # type: ignore[no-any-return]
    return None


def find_deep(text: str) -> tuple[int, int] | None:
    """Return the line and column where a text nests deeper than any valid one; None if it does not.

    libyaml's composer recurses: 100 kB of `- - - -` ended the whole process. Its parser, which is
    used here, does not. What it refuses is the composer's to tell.
    """
    if sum(map(text.count, _NESTING)) < _FEW and _INDENTED not in text:
        return None
    depth = 0
    with suppress(yaml.YAMLError):
        for event in yaml.parse(text, Loader=Loader):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > _DEPTH and event.start_mark:
                    return event.start_mark.line + 1, event.start_mark.column + 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
    return None


def _quote_plain_text(source: Source, text: str) -> str:
    """Quote the one-line texts that YAML would refuse or truncate, and warn about each.

    Links of Markdown are quoted without a word: the reader of the field says what it must hold.
    """
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if line.startswith(" "):
            continue  # which no field does: most lines are names in a list
        match = _TEXT_LINE.fullmatch(line.rstrip(" \t"))
        if match is None:
            link = _LINK_LINE.fullmatch(line) if "](" in line else None
            lines[number] = link["before"] + quote(link["link"]) if link else line
            continue
        value = match["value"]
        curved = TYPOGRAPHIC.fullmatch(value)
        if not curved and (
            _QUOTED.fullmatch(value) or _BLOCK.fullmatch(value) or not _NEEDS_QUOTES.match(value)
        ):
            continue
        below = lines[number + 1] if number + 1 < len(lines) else ""
        if (below.startswith(" ") and below.strip()) or _is_open(value, below):
            continue  # the value continues: YAML's own error is the better message
        start = match.start("value")
        value = next(filter(None, curved.groups())).strip() if curved else _within_quotes(value)
        lines[number] = line[:start] + quote(value)
        source.report(
            number + 1,
            start + 1,
            f"{match['name']} needs {'straight ' if curved else ''}quotes here;"
            f" read as {_brief(quote(value))}",
            "warning",
        )
    return "\n".join(lines)


def _is_open(value: str, below: str) -> bool:
    """Return whether the quote that begins a value is closed at the end of the line below."""
    sign = value[0]
    is_field = _FIELD_LINE.match(below) is not None
    return sign in "\"'" and sign not in value[1:] and below.endswith(sign) and not is_field


def _within_quotes(value: str) -> str:
    """Return a text without the quotes around it, in which others of their kind stand.

    In `"A" or "B"` none stand around the whole: the next one behind the first closes it.
    """
    sign, inner = value[0], value[1:-1]
    if sign not in "\"'" or value[-1] != sign or not inner:
        return value
    within = _IN_A_WORD.sub("", inner).partition(sign)
    closes = within[1] and within[0][-1:].strip(" ([{")
    return value if closes else inner


_IN_A_WORD = re.compile(r"(?<=\w)'(?=\w)")


def quote(value: str) -> str:
    """Return a one-line text in YAML's quotes; in single ones if it contains a backslash or `"`."""
    if '"' in value or "\\" in value:
        return "'" + value.replace("'", "''") + "'"
    return f'"{value}"'


def _brief(text: str, length: int = 200) -> str:
    """Truncate a long value for a message."""
    return text if len(text) <= length else text[:length] + "…"


_QUOTE_COLON = "a value with a colon must stand in quotes"
_NAME_VALUE = "this must be `name: value`, with a space after the colon"
_OPEN_LIST = "the list that opens here must be closed with ], its entries parted by commas"
_OPEN_BRACES = "the braces that open here must be closed with }, the entries parted by commas"
# libyaml's message, the one shown instead, and whether it is shown where the construct opens.
_YAML_MESSAGES: tuple[tuple[str, str, bool], ...] = (
    ("mapping values are not allowed", _QUOTE_COLON, False),
    ("unexpected end of stream", "the quote that opens here must be closed", True),
    ("could not find expected ':'", _NAME_VALUE, True),
    ("did not find expected ',' or ']'", _OPEN_LIST, True),
    ("did not find expected ',' or '}'", _OPEN_BRACES, True),
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
    (
        "did not find expected alphabetic or numeric character",
        "an entry of a list begins with a hyphen, and a value with * or & must stand in quotes",
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


# A line that lacks what `name: value` has, and the colons that look like the one that is meant.
_NO_FIELD = re.compile(r"(?!.*:(?:\s|$))(?:(?=\w)|[ ]*-[ ]+(?=\w+[:\uff1a]))(?P<text>.+)")
_WIDE_COLON = re.compile(r"\w+[ \t]*[\uff1a\ufe55\ufe13\ua789\u2236]")
# An entry of a list that lacks the space behind its hyphen; `--- ` and numbers are others.
_CLOSE_HYPHEN = re.compile(r"[ ]*(?P<hyphen>-)(?P<text>[^\W\d].*)")
# A no-break space, or a wide one, where YAML wants a plain one: as an indent, behind what leads a
# value.
_NO_BREAK = re.compile(r"(?:[ ]?|[\w-]+:[ ]?|[ ]*-[ ]?)(?P<space>[\u00a0\u2007\u202f\u3000])")
# Fields by name, to tell a line that lacks its colon from one that goes on with a text.
_FIELD_NAMES = frozenset(chain.from_iterable(map(names_of, (PAPER, COLLECTION, DAY, SITE))))
_PROSE = frozenset(
    one.name for one in (*PAPER, *COLLECTION, *SITE) if one.kind in ("prose", "markdown")
)
_TEXTS = _PROSE | {one.name for one in (*PAPER, *SITE) if one.kind in ("text", "title")}
_REMARK = re.compile(r"[\s\[{,]#")
_FIELD_LINE = re.compile(r"(?P<name>[\w-]+):(?:[ \t]+(?P<value>.*))?$")
_LINK_BEFORE = re.compile(r"\[[^\[\]]*\]\Z")


def _find_link(lines: list[str], mark: yaml.Mark | None) -> tuple[int, int] | None:
    """Return where a link of Markdown begins, if its bracket is where YAML finds a fault."""
    if mark is None or mark.line >= len(lines) or not lines[mark.line].startswith("(", mark.column):
        return None
    found = _LINK_BEFORE.search(lines[mark.line], 0, mark.column)
    return (mark.line, found.start()) if found else None


def _at_cause(lines: list[str], line: int, column: int, message: str) -> tuple[int, int, str]:
    """Return where the line stands that lacks its colon, and what to say of it.

    To YAML it is the beginning of a text that the next lines go on with: it finds the fault there,
    in what is right.
    """
    before = range(line - 1, -1, -1) if message == _QUOTE_COLON else ()
    for number in (number for number in before if lines[number].strip()):
        found = _NO_FIELD.fullmatch(lines[number])
        if not found:
            break
        line, column, message = number, found.start("text"), _NAME_VALUE
    if message != _NAME_VALUE:
        return line, column, message
    if _WIDE_COLON.match(lines[line], column):
        return line, column, f"{message}; the colon must be : and not the wide one"
    return _at_text(lines, line) or (line, column, message)


def _at_text(lines: list[str], line: int) -> tuple[int, int, str] | None:
    """Return what to say of a line that goes on with the text of a field; None if it is a field."""
    first = line
    while line > 0 and not _FIELD_LINE.match(lines[line]):
        first = line if lines[line][:1].strip() else first
        line -= 1
    field = _FIELD_LINE.match(lines[line])
    if field is None or first == line or lines[first].split(" ")[0] in _FIELD_NAMES:
        return None
    name, value = field["name"], field["value"] or ""
    if _BLOCK.fullmatch(value) or (not value and name in _PROSE):
        return first, 0, f"the text of {name} must be indented by two spaces"
    if name not in _TEXTS or not value:
        return None
    return first, 0, f"{name} goes on here: indent this line by two spaces, or write it as one line"


def _find_no_break(lines: list[str], line: int) -> tuple[int, int, str] | None:
    """Return where the last no-break space before a line stands that looks like one of YAML's."""
    for number in range(line, -1, -1):
        if found := _NO_BREAK.match(lines[number]):
            code = ord(found["space"])
            message = f"here stands a no-break space (U+{code:04X}): write a plain one"
            return number, found.start("space"), message
    return None


def _find_open(text: str) -> tuple[int, int, str] | None:
    """Return where the list or the braces begin that are open where YAML finds a fault."""
    opened: list[Any] = []  # marks, of libyaml's kind or PyYAML's; None of what stands in lines
    try:
        for event in yaml.parse(text, Loader=Loader):
            if isinstance(event, yaml.CollectionStartEvent):
                opened.append(event.start_mark if event.flow_style else None)
            elif isinstance(event, yaml.CollectionEndEvent):
                opened.pop()
    except yaml.YAMLError:
        pass
    mark = next(filter(None, opened), None)  # of several, what is within may be read wrongly
    if mark is None:
        return None
    is_list = text[mark.index] == "["
    return mark.line, mark.column, _OPEN_LIST if is_list else _OPEN_BRACES


def _at_remark(lines: list[str], line: int, column: int, message: str) -> tuple[int, int, str]:
    """Return where a # begins a remark that hides the end of a list, if it is so."""
    remark = _REMARK.search(lines[line], column)
    if message not in (_OPEN_LIST, _OPEN_BRACES) or not remark:
        return line, column, message
    end = "]" if message == _OPEN_LIST else "}"
    told = f"a # begins a remark, in which nothing is closed: take it out, or write {end} before it"
    return line, remark.end() - 1, told


def _report_yaml(source: Source, text: str, error: yaml.MarkedYAMLError) -> None:
    """Report an error of YAML's in a sentence that says what to write."""
    reason = str(error.problem or error.context)
    found = next((one for one in _YAML_MESSAGES if one[0] in reason), None)
    at_opening = found is not None and found[2]
    mark = (at_opening and error.context_mark) or error.problem_mark or error.context_mark
    lines = text.split("\n")
    line, column = (mark.line, mark.column) if mark else (0, 0)
    if line >= len(lines):
        line, column = len(lines) - 1, 0
    start = lines[line][column : column + 1]
    link = _find_link(lines, error.problem_mark)
    if "\t" in lines[line][: column + 1] and not lines[line][:column].strip():
        column = lines[line].index("\t")
        message = "a tab cannot indent YAML: write spaces"
    elif link:
        line, column = link
        message = "a Markdown link cannot stand here: write the text or the address alone"
    elif entry := _CLOSE_HYPHEN.match(lines[line]):
        column = entry.start("hyphen")
        message = (
            f"an entry of a list begins with a hyphen and a space: write - {entry['text'][:80]}"
        )
    elif no_break := _find_no_break(lines, line):
        line, column, message = no_break
    elif found is not None:
        at = _at_cause(lines, line, column, found[1])
        line, column, message = _at_remark(lines, *at)
    elif "cannot start any token" in reason and (opened := _find_open(text)):
        line, column, message = _at_remark(lines, *opened)
    elif "cannot start any token" in reason:
        message = f"a value that begins with {start} must stand in quotes"
    else:
        message = f"{source.what} must be YAML: {reason}"
    source.report(line + 1, column + 1, message)
