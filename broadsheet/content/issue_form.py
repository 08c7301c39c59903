"""The issue form beside the content: the topics that it offers are those of `topics.yaml`.

GitHub reads the form from a file of the repository, so the list stands there a second time. The
file is edited at the place of the list: what else people wrote into it stays as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from broadsheet.content.folder import UnreadableError, read_below
from broadsheet.content.frontmatter import find_deep
from broadsheet.content.paths import TOPICS
from broadsheet.content.problems import Finding
from broadsheet.content.settings import MAX_FILE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from broadsheet.content.model import Topic

FORM = ".github/ISSUE_TEMPLATE/add-a-paper.yml"


def find_form(content: Path) -> Path | None:
    """Return the form's file in the folder that holds the content; None if none can be read."""
    return content.resolve().parent / FORM if _text_of_form(content) else None


def _text_of_form(content: Path) -> str:
    """Return the form's text; empty if there is none, if a link leads there, or if it is no text.

    Then it is not edited, either.
    """
    try:
        data = read_below(content.resolve().parent, FORM, MAX_FILE)
        return data.decode() if len(data) <= MAX_FILE else ""
    except (UnreadableError, UnicodeDecodeError):
        return ""


def offered_topics(form: str) -> tuple[str, ...]:
    """Return the topics that a form offers; none if it has no such list, or cannot be read."""
    options = _options(form)
    return tuple(str(one.value) for one in options.value) if options else ()


def with_topics(form: str, slugs: Sequence[str]) -> str:
    """Return a form that offers these topics; one without such a list stays as it is."""
    options = _options(form)
    if options is None or not slugs or offered_topics(form) == tuple(slugs):
        return form
    words = [_scalar(slug) for slug in slugs]
    start, end = options.start_mark, options.end_mark
    if options.flow_style:
        new = f"[{', '.join(words)}]"
    else:
        end = options.value[-1].end_mark  # the node itself goes on to whatever follows
        new = f"\n{' ' * start.column}".join(f"- {word}" for word in words)
    return form[: start.index] + new + form[end.index :]


def find_stale_form(content: Path, topics: Sequence[Topic]) -> Iterator[Finding]:
    """Find whether the form offers other topics than there are, or in another order."""
    offered = offered_topics(_text_of_form(content))
    if not offered or not topics or offered == tuple(topic.slug for topic in topics):
        return
    first = next((topic for topic in topics if topic.slug not in offered), topics[0])
    message = (
        f"{FORM} offers other topics, or in another order: make check ARGS=--fix puts these there"
    )
    yield Finding(TOPICS, "slug", first.slug, message, "warning")


def mended_form(content: Path, topics: Iterable[Topic]) -> tuple[Path, str] | None:
    """Return the form's file, and its text with the topics; None if it has them already."""
    form, text = find_form(content), _text_of_form(content)
    mended = with_topics(text, [topic.slug for topic in topics])
    return (form, mended) if form and mended != text else None


def _options(form: str) -> yaml.SequenceNode | None:
    """Return the node of the list of topics; None if there is none, or the form is no YAML."""
    if find_deep(form) is not None:
        return None  # a form nests six deep, and what composes it recurses
    try:
        body = _child(yaml.compose(form, Loader=yaml.SafeLoader), "body")
    except yaml.YAMLError:
        return None
    for field in body.value if isinstance(body, yaml.SequenceNode) else ():
        name = _child(field, "id")
        if name and name.value == "topics":
            options = _child(_child(field, "attributes"), "options")
            return options if isinstance(options, yaml.SequenceNode) and options.value else None
    return None


def _child(node: yaml.Node | None, name: str) -> yaml.Node | None:
    """Return the node of a value in a mapping; None if it is not there."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((value for key, value in pairs if key.value == name), None)


def _scalar(slug: str) -> str:
    """Return a slug as YAML reads it as a text: `no` and `2024` would be something else."""
    return slug if yaml.safe_load(slug) == slug else f'"{slug}"'
