"""The schemas for editors accept what the reader accepts, and know what it knows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from support import FEED

from broadsheet.content.schema import SCHEMAS, make_schema

if TYPE_CHECKING:
    from pathlib import Path

GOOD = {
    "title": "A Paper",
    "authors": ["Ada Lovelace"],
    "published": "2025-06-25",
    "arxiv": "2506.20544",
    "topics": ["reasoning"],
    "summary": "What was done.",
}
TOPICS = ("reasoning", "vision")


def front_matter(path: Path) -> Any:
    """Read a file's front matter as an editor's YAML server does, dates left as texts."""
    text = path.read_text().split("---\n")[1]
    return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - makes nothing but texts


def problems(name: str, value: Any) -> list[str]:
    """Return what a schema says against a value."""
    found = Draft202012Validator(make_schema(name, TOPICS)).iter_errors(value)
    return [error.json_path for error in found]


@pytest.mark.parametrize("name", SCHEMAS)
def test_schema_is_one(name: str) -> None:
    """Each is a JSON Schema of the dialect that it names."""
    Draft202012Validator.check_schema(make_schema(name, TOPICS))


def test_real_content_is_accepted() -> None:
    """Every paper, note, collection and setting of a real feed."""
    topics = yaml.load((FEED / "topics.yaml").read_text(), Loader=yaml.BaseLoader)  # noqa: S506
    slugs = [topic["slug"] for topic in topics]
    papers = Draft202012Validator(make_schema("paper", slugs))
    days = Draft202012Validator(make_schema("day", ()))
    for path in sorted(FEED.glob("2*/*/*/*.md")):
        validator = days if path.name == "index.md" else papers
        validator.validate(front_matter(path))
    for path in sorted(FEED.glob("collections/*.md")):
        Draft202012Validator(make_schema("collection", ())).validate(front_matter(path))
    Draft202012Validator(make_schema("topics", ())).validate(topics)


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"topics": ["visoin"]}, "$.topics[0]"),
        ({"titel": "A Paper"}, "$"),
        ({"published": "25 June 2025"}, "$.published"),
        ({"authors": "Ada Lovelace"}, "$.authors"),
        ({"arxiv": "https://arxiv.org/abs/2506.20544"}, "$.arxiv"),
        ({"code": "github.com/o/n"}, "$.code"),
        ({"status": {"kind": "gone", "date": "2025-06-26"}}, "$.status.kind"),
    ],
)
def test_mistake_is_shown_where_it_is(changes: dict[str, Any], where: str) -> None:
    """An editor underlines what the check would refuse."""
    assert problems("paper", GOOD) == []
    assert problems("paper", {**GOOD, **changes}) == [where]


def test_one_of_three_ids_must_stand() -> None:
    """A paper is somewhere: on arXiv, behind a DOI, or at an address."""
    without = {name: value for name, value in GOOD.items() if name != "arxiv"}
    assert problems("paper", without) == ["$"]
    assert problems("paper", {**without, "doi": "10.1000/x"}) == []


def test_site_publishes_them(real_site: Path) -> None:
    """They lie beside the site, that of papers with the topics of this feed."""
    for name in SCHEMAS:
        assert json.loads((real_site / f"schema/{name}.json").read_text())["$schema"]
    paper = json.loads((real_site / "schema/paper.json").read_text())
    assert "grokking" in paper["properties"]["topics"]["items"]["enum"]
