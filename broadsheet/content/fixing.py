"""Fixes a paper's file wherever no choice is needed.

The text is changed only where something is wrong: people's line breaks, styles and comments are
kept. Front matter that cannot be read as YAML even then is left unchanged.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

import yaml

from broadsheet.content.addresses import find_id
from broadsheet.content.fields import PAPER, names_of
from broadsheet.content.frontmatter import (
    FENCE,
    TYPOGRAPHIC,
    Loader,
    Source,
    compose,
    decode,
    find_deep,
    quote,
    split,
)
from broadsheet.content.identifiers import SLUG, bare_arxiv, bare_doi
from broadsheet.content.layout import order_fields
from broadsheet.content.pagination import bare_pages
from broadsheet.content.paths import PAPER_PATH, misplaced
from broadsheet.content.settings import MAX_FILE
from broadsheet.text.maths import split_math
from broadsheet.text.plain import fold, make_title_slug, pages_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from broadsheet.content.model import Topic

    Edit = tuple[int, int, str]  # start, end, and the text to put there
    Step = Callable[[str, yaml.MappingNode], str]

_FIELDS = names_of(PAPER)
_BARE = {"arxiv": bare_arxiv, "doi": bare_doi, "pages": bare_pages}
_TRIES = 50  # texts that YAML refuses because of a backslash; no real paper has more
_LINE_END = re.compile(r"(?<![\\ \t])[ \t]+$|^[ \t]+$", re.MULTILINE)
_TABS = re.compile(r"^[ ]*\t[ \t]*", re.MULTILINE)
_DOUBLE = re.compile(r'"(?:[^"\\\n]|\\.)*"')
# Backslashes in double quotes that are meant as YAML's escapes. Outside of a formula so is that of
# `\t`, unless a command with braces begins with it: \textbf{...}.
_MEANT = re.compile(r'\\(?:["\\]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})')
_MEANT_IN_WORDS = re.compile(r"\\(?:[ /]|[ntr](?![A-Za-z]*\{))")
_LOST = re.compile(r"\\[A-Za-z0_]")


def fix_paper(path: str, data: bytes, topics: Iterable[Topic]) -> tuple[str, bytes]:
    """Return the path (below the content folder) and the bytes that a paper's file should have.

    They are unchanged if there is nothing to do; what then remains to be fixed is a choice. The
    file may also be a note on a day: its name is fine, and only the layout of its fields changes.
    """
    if not PAPER_PATH.fullmatch(path) or len(data) > MAX_FILE:
        return path, data
    return _fix_name(path), _fix_data(data, _words_of(topics))


def _fix_name(path: str) -> str:
    """Return a valid path if only the name is wrong.

    `index` is reserved for notes, and what is called README is no paper.
    """
    folder, _, name = path.rpartition("/")
    better = f"{folder}/{make_title_slug(name.removesuffix('.md'))}.md"
    is_other = better.endswith(("/index.md", "/readme.md"))
    return better if misplaced(path) and not misplaced(better) and not is_other else path


def _fix_data(data: bytes, words: Mapping[str, str]) -> bytes:
    """Fix the bytes, and the front matter if there is one; the text below it is unchanged."""
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
    """Fix the front matter step by step, if it can be read."""
    text = _readable(head)
    if text is None:
        return head
    steps: tuple[tuple[Step, tuple[str, ...]], ...] = (
        (_trim, ()),
        (_mend_quotes, _FIELDS),
        (_bare_ids, tuple(_BARE)),
        (_name_id, ("url", *_BARE)),
        (partial(_name_topics, words), ("topics",)),
        (order_fields, ()),
    )
    for step, fields in steps:
        text = _take(step, text, fields)
    return text


def _take(step: Step, text: str, fields: tuple[str, ...]) -> str:
    """Take a step, unless it would change any field but these."""
    node = _node(text)
    if node is None:
        return text
    stepped = step(text, node)
    after = _node(stepped)
    same = after is not None and _values(after, fields) == _values(node, fields)
    return stepped if same else text


def _values(node: yaml.MappingNode, but: tuple[str, ...]) -> list[str]:
    """Return the fields with their values, except some, in a form to compare."""
    pairs = ((_plain(key), _plain(value)) for key, value in node.value)
    return sorted(repr(pair) for pair in pairs if pair[0] not in but)


def _plain(node: yaml.Node) -> Any:
    """Return a node's value in plain types, with white space as the reader folds it."""
    if isinstance(node, yaml.ScalarNode):
        return fold(node.value)
    if isinstance(node, yaml.MappingNode):
        return [(_plain(key), _plain(value)) for key, value in node.value]
    return [_plain(item) for item in node.value]


def _edited(text: str, edits: Iterable[Edit]) -> str:
    """Apply edits, which must not overlap."""
    pieces, at = [], 0
    for start, end, new in sorted(edits):
        pieces += [text[at:start], new]
        at = end
    return "".join([*pieces, text[at:]])


def _node(text: str) -> yaml.MappingNode | None:
    """Read front matter as the reader does."""
    return compose(Source("", ""), text)


def _readable(head: str) -> str | None:
    """Add the quotes and spaces that YAML needs to read front matter; return None if that fails.

    It also fails if there is an alias (`*x`): nothing is then certain enough to be fixed.
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
    """Return the front matter with the quotes that the reader adds with a warning."""
    source = Source("", "")
    compose(source, text)
    return source.head


def _escape(text: str) -> str | None:
    """Single-quote texts whose backslashes YAML refuses; return None if it refuses more."""
    if find_deep(text) is not None:
        return None
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
    """Return where the text begins that YAML cannot read; the end if that is not known."""
    try:
        for _ in yaml.parse(text, Loader=Loader):
            pass
    except yaml.MarkedYAMLError as error:
        return error.context_mark.index if error.context_mark else len(text)
    except yaml.YAMLError:
        pass
    return len(text)


def _trim(text: str, _node: yaml.Node | None = None) -> str:
    """Remove white space at the ends of lines, except a space that a backslash escapes."""
    return _LINE_END.sub("", text)


def _mend_quotes(text: str, node: yaml.MappingNode) -> str:
    """Make typographic quotes straight, and double ones single if they lose a backslash."""
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
    """Yield the scalars within a value, at any depth."""
    if isinstance(node, yaml.ScalarNode):
        yield node
        return
    for one in node.value:
        yield from _texts(one[1] if isinstance(one, tuple) else one)


def _span(text: str, node: yaml.Node) -> tuple[int, int, str]:
    """Return where a value starts and ends, and its text."""
    start, end = node.start_mark.index, node.end_mark.index
    return start, end, text[start:end]


def _straight(value: str) -> str:
    """Return a text in typographic quotes in straight ones; empty if it has none."""
    match = TYPOGRAPHIC.fullmatch(value)
    inner = next(filter(None, match.groups())).strip() if match else ""
    return quote(inner) if inner and "\n" not in inner else ""


def _single(raw: str) -> str:
    """Return a double-quoted text in single quotes; empty if its backslashes may be intended."""
    inner = raw[1:-1]
    words = (part for part, is_math in split_math(inner) if not is_math)
    meant = _MEANT.search(inner) or any(map(_MEANT_IN_WORDS.search, words))
    return "" if meant else quote(inner)


def _bare_ids(text: str, node: yaml.MappingNode) -> str:
    """Replace addresses by the ids in them, and take labels from pages, in quotes."""
    edits = []
    for key, value in node.value:
        find = _BARE.get(str(key.value))
        bare = find(value.value) if find and _is_line(text, value) else ""
        if key.value == "pages" and bare == pages_of(value.value):
            continue
        if bare and not (value.style and value.value == bare):
            edits.append((*_span(text, value)[:2], quote(bare)))
    return _edited(text, edits)


def _name_id(text: str, node: yaml.MappingNode) -> str:
    """Write an id that stands only in the address of `url` into the field of its kind."""
    found = find_id(node)
    if found is None or not _is_line(text, found[0]):
        return text
    value, name, told = found
    key = next(key for key, one in node.value if one is value)
    edits = [(*_span(text, key)[:2], name), (*_span(text, value)[:2], quote(told))]
    return _edited(text, edits)


def _is_line(text: str, node: yaml.Node) -> bool:
    """Return whether a value is one scalar on one line, without anchor, tag or block."""
    raw = _span(text, node)[2]
    return isinstance(node, yaml.ScalarNode) and "\n" not in raw and raw[:1] not in "&!|>"


def _words_of(topics: Iterable[Topic]) -> dict[str, str]:
    """Return the topics' slugs by all names for them; an ambiguous name has an empty slug."""
    words: dict[str, str] = {}
    for topic in topics:
        for name in (topic.slug, topic.name, *topic.aliases):
            known = words.setdefault(_word(name), topic.slug)
            if known != topic.slug:
                words[_word(name)] = ""
    return words


def _word(name: str) -> str:
    """Return the key by which topics' names are compared: case and hyphens do not matter."""
    return fold(name.casefold().replace("-", " "))


def _name_topics(words: Mapping[str, str], text: str, node: yaml.MappingNode) -> str:
    """Write topics as a list of slugs, each once."""
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
    """Yield edits that rename a list's entries and remove double ones, unless commented."""
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
