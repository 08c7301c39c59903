"""The settings of the whole site, read at every build: `site.yaml` and the lists beside it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import yaml

from broadsheet.content import fields as tables
from broadsheet.content.folder import AbsentError, UnreadableError, read_below
from broadsheet.content.frontmatter import Source, compose, compose_any, decode
from broadsheet.content.model import AuthorNames, Licence, Site, Topic
from broadsheet.content.papers import node_of, warn_of_mathematics
from broadsheet.content.paths import AUTHORS, SITE, TOPICS
from broadsheet.content.values import read_mapping
from broadsheet.text.plain import text_key

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from broadsheet.content.problems import Problem

MAX_FILE = 256 * 1024  # bytes; ten times the longest real paper's file, which has 664 authors


def read_site(root: Path, problems: list[Problem]) -> Site:
    """Read `site.yaml`; if it has errors, return a placeholder that is never published."""
    source, node = _read_yaml(root, SITE)
    values = read_mapping(source, node, tables.SITE) if node is not None else {}
    problems.extend(source.problems)
    if source.failed:
        return Site("", "", "")
    if "licence" in values:
        values["licence"] = Licence(**values["licence"])
    values["discussion_start"] = values.pop("discussion", {}).get("start", "")
    return Site(**values)


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
