"""The issue form beside the content: the topics that it offers are those of `topics.yaml`.

GitHub reads the form from a file of the repository, so the list stands there a second time. The
file is edited at the place of the list: what else people wrote into it stays as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from broadsheet.content.paths import TOPICS
from broadsheet.content.problems import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from broadsheet.content.model import Topic

FORM = ".github/ISSUE_TEMPLATE/add-a-paper.yml"


def find_form(content: Path) -> Path | None:
    """Return the form's file in the folder that holds the content; None if there is none."""
    form = content.resolve().parent / FORM
    return form if form.is_file() and not form.is_symlink() else None


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
    form = find_form(content)
    offered = offered_topics(_text_of(form)) if form else ()
    if not offered or not topics or offered == tuple(topic.slug for topic in topics):
        return
    first = next((topic for topic in topics if topic.slug not in offered), topics[0])
    message = (
        f"{FORM} offers other topics, or in another order: make check ARGS=--fix puts these there"
    )
    yield Finding(TOPICS, "slug", first.slug, message, "warning")


def mended_form(content: Path, topics: Iterable[Topic]) -> tuple[Path, str] | None:
    """Return the form's file, and its text with the topics; None if it has them already."""
    form = find_form(content)
    if form is None:
        return None
    text = _text_of(form)
    mended = with_topics(text, [topic.slug for topic in topics])
    return (form, mended) if mended != text else None


def _text_of(form: Path) -> str:
    """Read a form."""
    return form.read_bytes().decode(errors="replace")


def _options(form: str) -> yaml.SequenceNode | None:
    """Return the node of the list of topics; None if there is none, or the form is no YAML."""
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
