"""The settings of the whole site: `site.yaml` and `topics.yaml`, read at every build."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from broadsheet.content import fields as tables
from broadsheet.content.frontmatter import Source, compose, compose_any, decode
from broadsheet.content.model import Licence, Site, Topic
from broadsheet.content.papers import node_of, warn_of_mathematics
from broadsheet.content.values import read_mapping
from broadsheet.text.plain import text_key

if TYPE_CHECKING:
    from pathlib import Path

    from broadsheet.content.problems import Problem

MAX_FILE = 256 * 1024  # bytes; ten times the longest real paper's file, which has 664 authors


def read_site(root: Path, problems: list[Problem]) -> Site:
    """Read `site.yaml`; if it has errors, return a placeholder that is never published."""
    source, node = _read_yaml(root, "site.yaml")
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
    source, node = _read_yaml(root, "topics.yaml")
    topics: dict[str, Topic] = {}
    words: dict[str, str] = {}
    if node is not None and not isinstance(node, yaml.SequenceNode):
        source.report_at(node, "topics.yaml must be a list of topics, each after a hyphen")
    elif node is not None:
        for item in node.value:
            values = read_mapping(source, item, tables.TOPIC)
            if {"slug", "name", "description"} - values.keys():
                continue
            topic = Topic(**values)
            warn_of_mathematics(source, item, tables.TOPIC, values)
            if topic.slug in topics:
                message = f"the topic {topic.slug} stands twice: keep one of the two"
                source.report_at(node_of(item, "slug") or item, message)
            else:
                topics[topic.slug] = topic
                _check_words(source, item, topic, words)
    problems.extend(source.problems)
    return tuple(topics.values()), not source.failed


def _check_words(source: Source, item: yaml.Node, topic: Topic, words: dict[str, str]) -> None:
    """Report names of a topic that another one has, and add the others to `words`."""
    names = (("slug", (topic.slug,)), ("name", (topic.name,)), ("aliases", topic.aliases))
    for field, values in names:
        for word in values:
            first = words.setdefault(text_key(word), topic.slug)
            if first != topic.slug:
                message = f"{word} is also a name of the topic {first}: keep one of the two"
                source.report_at(node_of(item, field) or item, message)


def _read_yaml(root: Path, name: str) -> tuple[Source, yaml.Node | None]:
    """Read a file that is all YAML."""
    path = root / name
    if path.is_symlink() or not path.is_file():
        source = Source(name, "")
        source.report(1, 1, f"the content folder must hold {name}")
        return source, None
    with path.open("rb") as file:
        data = file.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        source = Source(name, "")
        source.report(1, 1, f"the file must have at most {MAX_FILE // 1024} kB")
        return source, None
    source = decode(name, data)
    if source.failed:
        return source, None
    read = compose_any if name == "topics.yaml" else compose
    return source, read(source, source.text)
