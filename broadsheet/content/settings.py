"""The settings of the whole site, read at every build: `site.yaml` and the lists beside it."""

from __future__ import annotations

import os
import re
from html import unescape
from typing import TYPE_CHECKING, Any

import yaml

from broadsheet.content import fields as tables
from broadsheet.content.folder import AbsentError, UnreadableError, read_below
from broadsheet.content.forms import home_advice
from broadsheet.content.formulas import warn_of_mathematics
from broadsheet.content.frontmatter import (
    Source,
    compose,
    compose_any,
    decode,
    line_and_column,
    node_of,
    quote,
)
from broadsheet.content.model import AuthorNames, Comments, Licence, Newsletter, Site, Topic
from broadsheet.content.paths import AUTHORS, SITE, TOPICS
from broadsheet.content.values import read_mapping
from broadsheet.text.plain import text_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from broadsheet.content.problems import Problem

MAX_FILE = 256 * 1024  # bytes; ten times the longest real paper's file, which has 664 authors


def read_site(root: Path, problems: list[Problem]) -> Site:
    """Read `site.yaml`; if it has errors, return a placeholder that is never published."""
    source, node = _read_yaml(root, SITE)
    if _report_script(source):
        node = None
    values = read_mapping(source, node, tables.SITE) if node is not None else {}
    if node is not None and "newsletter" in values:
        values["newsletter"] = _newsletter(source, node, values["newsletter"])
    advice = home_advice(values["url"]) if "url" in values else ""
    if node is not None and advice:
        source.report_at(node_of(node, "url") or node, f"url {advice}")
    problems.extend(source.problems)
    if source.failed:
        return Site("", "", "")
    if "licence" in values:
        values["licence"] = Licence(**values["licence"])
    if "comments" in values:
        values["comments"] = Comments(**values["comments"])
    values["discussion_start"] = values.pop("discussion", {}).get("start", "")
    return Site(**values)


def _newsletter(source: Source, node: yaml.Node, values: Mapping[str, str]) -> Newsletter:
    """Make the newsletter's settings, of which two go together and one at least is needed."""
    lacking = [field for field in tables.NEWSLETTER[:2] if field.name not in values]
    if len(lacking) == 1 or not values:
        (field,) = lacking if values else tables.NEWSLETTER[-1:]
        told = f"newsletter.{field.name} is missing: write {field.name}: {field.example}"
        source.report_at(node_of(node, "newsletter") or node, told)
    name, _, address = values.get("from", "").rpartition("<")
    others = {name: values[name] for name in ("to", "unsubscribe", "form") if name in values}
    return Newsletter(name=name.rstrip(), sender=address.rstrip(">"), **others)


# The script that https://giscus.app offers, pasted in place of its values, or by itself.
_SCRIPT = re.compile(
    r"""^(?:comments:[ ]?(?:[|>][+-]?)?["']?(?:\n[ ]{0,20})?)?(?P<script><script\b[^>]{0,2000})""",
    re.MULTILINE,
)
_GISCUS_NAMES = dict(
    zip(("repo", "repo-id", "category", "category-id"), tables.COMMENTS, strict=True)
)


def _report_script(source: Source) -> bool:
    """Report giscus's whole script where its values were to stand, in place of what YAML says.

    Return whether it stands there.
    """
    found = _SCRIPT.search(source.text)
    if not found:
        return False
    values = dict(re.findall(r'\bdata-([a-z-]{1,20})="([^"\n[]{1,100})"', found["script"]))
    told = ", ".join(
        f"{field.name}: {_plainly(unescape(values.get(name, '...')))}"
        for name, field in _GISCUS_NAMES.items()
    )
    source.problems.clear()
    message = f"comments must be values of giscus's script: write comments: {{{told}}}"
    source.report(*line_and_column(source.text, found.start("script")), message)
    return True


def _plainly(value: str) -> str:
    """Return a value as it may stand within YAML's braces."""
    return value if re.fullmatch(r"[A-Za-z.][\w/.-]*(?: [\w.-]+)*", value) else quote(value)


def read_topics(root: Path, problems: list[Problem]) -> tuple[tuple[Topic, ...], bool]:
    """Read `topics.yaml`; return the topics, and whether the file has no errors."""
    source, node = _read_yaml(root, TOPICS)
    topics = _make_topics(source, node)
    problems.extend(source.problems)
    return topics, not source.failed


def topics_of(data: bytes) -> tuple[Topic, ...]:
    """Return the topics in the bytes of a `topics.yaml`, as far as they can be read."""
    return _make_topics(*compose_settings(TOPICS, data))


def _make_topics(source: Source, node: yaml.Node | None) -> tuple[Topic, ...]:
    """Make the topics, each slug and each word for them once."""
    topics: dict[str, Topic] = {}
    words: dict[str, str] = {}
    for item, values in _read_entries(source, node, tables.TOPIC, "topics"):
        topic = Topic(**values)
        warn_of_mathematics(source, item, tables.TOPIC, values)
        if topic.slug in topics:
            message = f"the topic {topic.slug} stands twice: keep one of the two"
            source.report_at(node_of(item, "slug") or item, message)
        else:
            topics[topic.slug] = topic
            _check_words(source, item, topic, words)
    return tuple(topics.values())


def _check_words(source: Source, item: yaml.Node, topic: Topic, words: dict[str, str]) -> None:
    """Report names of a topic that another one has, and add the others to `words`."""
    names = (("slug", (topic.slug,)), ("name", (topic.name,)), ("aliases", topic.aliases))
    for field, values in names:
        for word in values:
            first = words.setdefault(text_key(word), topic.slug)
            if first != topic.slug:
                message = f"{word} is also a name of the topic {first}: keep one of the two"
                source.report_at(node_of(item, field) or item, message)


def read_authors(root: Path, problems: list[Problem]) -> tuple[AuthorNames, ...]:
    """Read `authors.yaml`, which may be absent."""
    if not os.path.lexists(root / AUTHORS):
        return ()
    source, node = _read_yaml(root, AUTHORS)
    authors: dict[str, AuthorNames] = {}
    taken: dict[str, str] = {}
    for item, values in _read_entries(source, node, tables.AUTHOR, "authors"):
        author = AuthorNames(**values)
        if authors.setdefault(text_key(author.name), author) is not author:
            message = f"the author {author.name} stands twice: keep one of the two"
            source.report_at(node_of(item, "name") or item, message)
            continue
        older = node_of(item, "aliases")
        for alias in older.value if older else ():
            first = taken.setdefault(alias.value, author.name)
            if first != author.name:
                message = f"{alias.value} is also an older slug of {first}: keep one of the two"
                source.report_at(alias, message)
    problems.extend(source.problems)
    return tuple(authors.values())


def _read_entries(
    source: Source, node: yaml.Node | None, table: tuple[tables.Field, ...], what: str
) -> Iterator[tuple[yaml.Node, dict[str, Any]]]:
    """Yield the entries of a list that have what they must have, with their values."""
    if node is None:
        return
    if not isinstance(node, yaml.SequenceNode):
        source.report_at(node, f"{what}.yaml must be a list of {what}, each after a hyphen")
        return
    required = {field.name for field in table if field.required}
    for item in node.value:
        values = read_mapping(source, item, table)
        if required <= values.keys():
            yield item, values


def _read_yaml(root: Path, name: str) -> tuple[Source, yaml.Node | None]:
    """Read a file that is all YAML."""
    try:
        data = read_below(root, name, MAX_FILE)
    except UnreadableError as error:
        absent = isinstance(error, AbsentError)
        source = Source(name, "")
        source.report(1, 1, f"the content folder must hold {name}" if absent else str(error))
        return source, None
    if len(data) > MAX_FILE:
        source = Source(name, "")
        source.report(1, 1, f"the file must have at most {MAX_FILE // 1024} kB")
        return source, None
    return compose_settings(name, data)


def compose_settings(name: str, data: bytes) -> tuple[Source, yaml.Node | None]:
    """Return the bytes of a file that is all YAML as its source and its node."""
    source = decode(name, data)
    if source.failed:
        return source, None
    read = compose if name == SITE else compose_any
    return source, read(source, source.text)
