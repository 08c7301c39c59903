"""A paper's file to the same file, mended where no choice is needed.

The text is changed where something is wrong and stays otherwise: people's line breaks, styles and
comments are theirs. What cannot be read as YAML even so is left as it is.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

import yaml

from broadsheet.content.fields import PAPER, names_of
from broadsheet.content.frontmatter import (
    FENCE,
    TYPOGRAPHIC,
    Loader,
    Source,
    compose,
    decode,
    quote,
    split,
)
from broadsheet.content.identifiers import SLUG, bare_arxiv, bare_doi
from broadsheet.content.paths import PAPER_PATH, misplaced
from broadsheet.content.settings import MAX_FILE
from broadsheet.text.maths import split_math
from broadsheet.text.plain import fold, make_title_slug

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from broadsheet.content.model import Topic

    Edit = tuple[int, int, str]  # from, to, and what is to stand there
    Step = Callable[[str, yaml.MappingNode], str]

_FIELDS = names_of(PAPER)
_BARE = {"arxiv": bare_arxiv, "doi": bare_doi}
_TRIES = 50  # texts that YAML refuses for their backslashes; a file with more is no paper
_LINE_END = re.compile(r"(?<![\\ \t])[ \t]+$|^[ \t]+$", re.MULTILINE)
_TABS = re.compile(r"^[ ]*\t[ \t]*", re.MULTILINE)
_DOUBLE = re.compile(r'"(?:[^"\\\n]|\\.)*"')
# What somebody means who writes a backslash in double quotes and knows YAML. Outside of a formula
# `\n` is a line break, unless a command with braces begins with it: \textbf{...}.
_MEANT = re.compile(r'\\(?:["\\]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})')
_MEANT_IN_WORDS = re.compile(r"\\(?:[ /]|[ntr](?![A-Za-z]*\{))")
_LOST = re.compile(r"\\[A-Za-z0_]")


def fix_paper(path: str, data: bytes, topics: Iterable[Topic]) -> tuple[str, bytes]:
    """Give the path (below the content folder) and the bytes that a paper's file should have.

    The same ones come back where there is nothing to do. What is left to mend is a choice. A note
    on a day may come along: its name is good, and of its fields only the layout changes.
    """
    if not PAPER_PATH.fullmatch(path) or len(data) > MAX_FILE:
        return path, data
    return _fix_name(path), _fix_data(data, _words_of(topics))


def _fix_name(path: str) -> str:
    """Give a good name where nothing but the name is wrong; `index` is a note's alone."""
    folder, _, name = path.rpartition("/")
    better = f"{folder}/{make_title_slug(name.removesuffix('.md'))}.md"
    good = misplaced(path) and not misplaced(better) and not better.endswith("/index.md")
    return better if good else path


def _fix_data(data: bytes, words: Mapping[str, str]) -> bytes:
    """Mend the bytes, and the front matter where there is one; within the text nothing changes."""
    source = decode("", data)
    text = source.text.rstrip()
    if source.failed or not text:
        return data
    source.text = f"{text}\n"
    head, body, _ = split(source)
    if not head.strip():
        return source.text.encode()
    return f"{FENCE}{_fix_head(head, words)}\n{FENCE}\n{body}".encode()


def _fix_head(head: str, words: Mapping[str, str]) -> str:
    """Mend the front matter step by step, as far as it can be read."""
    text = _readable(head)
    if text is None:
        return head
    steps: tuple[tuple[Step, tuple[str, ...]], ...] = (
        (_trim, ()),
        (_mend_quotes, _FIELDS),
        (_bare_ids, tuple(_BARE)),
        (partial(_name_topics, words), ("topics",)),
        (_order, ()),
    )
    for step, fields in steps:
        text = _take(step, text, fields)
    return text


def _take(step: Step, text: str, fields: tuple[str, ...]) -> str:
    """Take a step, unless it would change a field that it must not change."""
    node = _node(text)
    if node is None:
        return text
    stepped = step(text, node)
    after = _node(stepped)
    same = after is not None and _values(after, fields) == _values(node, fields)
    return stepped if same else text


def _values(node: yaml.MappingNode, but: tuple[str, ...]) -> list[str]:
    """Give the fields with their values, in a form to compare, but for some."""
    pairs = ((_plain(key), _plain(value)) for key, value in node.value)
    return sorted(repr(pair) for pair in pairs if pair[0] not in but)


def _plain(node: yaml.Node) -> Any:
    """Give a node's value in plain types; white space counts as it does for the reader."""
    if isinstance(node, yaml.ScalarNode):
        return fold(node.value)
    if isinstance(node, yaml.MappingNode):
        return [(_plain(key), _plain(value)) for key, value in node.value]
    return [_plain(item) for item in node.value]


def _edited(text: str, edits: Iterable[Edit]) -> str:
    """Put new texts in their places, which do not overlap."""
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _node(text: str) -> yaml.MappingNode | None:
    """Read front matter as the reader does."""
    return compose(Source("", ""), text)


def _readable(head: str) -> str | None:
    """Give front matter that YAML reads, with the quotes and spaces it needs; None if it cannot.

    Where a value is another's by an alias (`*x`), nothing is certain enough to be mended.
    """
    trimmed = _trim(head)
    spaced = _TABS.sub(lambda match: match[0].replace("\t", "  "), trimmed)
    for text in dict.fromkeys((head, trimmed, spaced)):
        mended = _escape(_quoted(text))
        if mended is not None:
            events = yaml.parse(mended, Loader=Loader) if "*" in mended else ()
            return None if any(isinstance(one, yaml.AliasEvent) for one in events) else mended
    return None


def _quoted(text: str) -> str:
    """Give the front matter with the quotes that the reader adds where it warns."""
    source = Source("", "")
    compose(source, text)
    return source.head


def _escape(text: str) -> str | None:
    """Put texts into single quotes whose backslashes YAML refuses; None where it refuses more."""
    for _ in range(_TRIES):
        if _node(text) is not None:
            return text
        match = _DOUBLE.match(text, _refused(text))
        single = _single(match[0]) if match else ""
        if not match or not single:
            return None
        text = _quoted(_edited(text, [(*match.span(), single)]))
    return None


def _refused(text: str) -> int:
    """Find where the text begins that YAML cannot read; the end where it is not known."""
    try:
        for _ in yaml.parse(text, Loader=Loader):
            pass
    except yaml.MarkedYAMLError as error:
        return error.context_mark.index if error.context_mark else len(text)
    except yaml.YAMLError:
        pass
    return len(text)


def _trim(text: str, _node: yaml.Node | None = None) -> str:
    """Take white space from the ends of lines, but for a space that a backslash keeps."""
    return _LINE_END.sub("", text)


def _mend_quotes(text: str, node: yaml.MappingNode) -> str:
    """Make typographic quotes straight, and double ones single where they lose a backslash."""
    edits = []
    known = (value for key, value in node.value if key.value in _FIELDS)
    for scalar in (one for value in known for one in _texts(value)):
        start, end, raw = _span(text, scalar)
        if not scalar.style:
            edits.append((start, end, _straight(raw) or raw))
        elif _DOUBLE.fullmatch(raw) and _LOST.search(raw):
            edits.append((start, end, _single(raw) or raw))
    return _edited(text, edits)


def _texts(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    """Give the texts that a value consists of, however deep."""
    if isinstance(node, yaml.ScalarNode):
        yield node
        return
    for one in node.value:
        yield from _texts(one[1] if isinstance(one, tuple) else one)


def _span(text: str, node: yaml.Node) -> tuple[int, int, str]:
    """Give where a value stands, and what stands there."""
    start, end = node.start_mark.index, node.end_mark.index
    return start, end, text[start:end]


def _straight(value: str) -> str:
    """Give a text in typographic quotes in straight ones; empty where it stands in none."""
    match = TYPOGRAPHIC.fullmatch(value)
    inner = next(filter(None, match.groups())).strip() if match else ""
    return quote(inner) if inner and "\n" not in inner else ""


def _single(raw: str) -> str:
    """Give a double-quoted text in single quotes; empty where its backslashes may be meant."""
    inner = raw[1:-1]
    words = (part for part, is_math in split_math(inner) if not is_math)
    meant = _MEANT.search(inner) or any(map(_MEANT_IN_WORDS.search, words))
    return "" if meant else quote(inner)


def _bare_ids(text: str, node: yaml.MappingNode) -> str:
    """Take ids out of addresses, and put them into quotes."""
    edits = []
    for key, value in node.value:
        find = _BARE.get(str(key.value))
        bare = find(value.value) if find and _is_line(text, value) else ""
        if bare and not (value.style and value.value == bare):
            edits.append((*_span(text, value)[:2], quote(bare)))
    return _edited(text, edits)


def _is_line(text: str, node: yaml.Node) -> bool:
    """Tell whether a value is one text within a line, and nothing but it."""
    raw = _span(text, node)[2]
    return isinstance(node, yaml.ScalarNode) and "\n" not in raw and raw[:1] not in "&!|>"


def _words_of(topics: Iterable[Topic]) -> dict[str, str]:
    """Give the topics' slugs by all words for them; a word that means two is nobody's."""
    words: dict[str, str] = {}
    for topic in topics:
        for name in (topic.slug, topic.name, *topic.aliases):
            known = words.setdefault(_word(name), topic.slug)
            if known != topic.slug:
                words[_word(name)] = ""
    return words


def _word(name: str) -> str:
    """Give what a topic's name is compared by: neither case nor hyphens count."""
    return fold(name.casefold().replace("-", " "))


def _name_topics(words: Mapping[str, str], text: str, node: yaml.MappingNode) -> str:
    """Call topics by their slugs, each once, in a list."""
    edits: list[Edit] = []
    for key, value in node.value:
        if key.value == "topics" and isinstance(value, yaml.SequenceNode):
            edits += _name_items(words, text, value)
        elif key.value == "topics" and _is_line(text, value):
            parts = [part.strip() for part in value.value.split(",")]
            slugs = dict.fromkeys(words.get(_word(part)) or part for part in parts)
            if all(map(SLUG.fullmatch, slugs)):
                edits.append((*_span(text, value)[:2], f"[{', '.join(slugs)}]"))
    return _edited(text, edits)


def _name_items(words: Mapping[str, str], text: str, node: yaml.SequenceNode) -> Iterator[Edit]:
    """Rename the entries of a list; one that stands there already goes, unless it is commented."""
    if not all(_is_line(text, item) for item in node.value):
        return
    seen: set[str] = set()
    before = 0
    for item in node.value:
        start, end, _raw = _span(text, item)
        slug = words.get(_word(item.value)) or item.value
        rest = text[end : node.end_mark.index].partition("\n")[0]
        if slug not in seen and slug != item.value:
            yield start, end, slug
        elif slug in seen and "#" not in text[before:end] + rest:
            yield before, end, ""
        seen.add(slug)
        before = end


def _order(text: str, node: yaml.MappingNode) -> str:
    """Put the fields in their order, without empty lines between them, comments with their field.

    What is parted from the first field by an empty line stays on top, what follows the last one
    stays at the end. A field that is unknown, or stands twice, leaves the order to a person.
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
    """Cut the lines into the fields' (with the comments right above) and those around them."""
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
    """Tell whether a line is empty, or a comment between fields that begin at a column."""
    rest = line.lstrip(" ")
    return not line.strip() or (rest[0] == "#" and len(line) - len(rest) <= column)


def _spaced(lines: list[str]) -> list[str]:
    """Drop empty lines, but for the one that parts a comment from what follows."""
    return [line for at, line in enumerate(lines) if line.strip() or (at and lines[at - 1].strip())]
