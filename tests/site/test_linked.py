"""What pages say in JSON-LD of a paper's authors."""

from __future__ import annotations

import json

import pytest

from broadsheet.content.model import Paper
from broadsheet.site.linked import describe_paper


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Nguyen The Anh", "Person"),
        ("At Kasemsin", "Person"),
        ("The ATLAS Collaboration", "Organization"),
        ("The Anonymous", "Organization"),
        ("University of Oxford", "Organization"),
        ("Ada Lovelace", "Person"),
    ],
)
def test_groups_are_told_by_their_words(name: str, kind: str) -> None:
    """Words of groups' names are names of people elsewhere: The, in Vietnam."""
    assert authors(name) == [(kind, name)]


def test_what_the_file_calls_a_group_is_one() -> None:
    """As `{name: OpenAI}`; a name in parts is a person's."""
    splits = (("OpenAI", "OpenAI", ""), ("Gabriel García Márquez", "García Márquez", "Gabriel"))
    assert authors("OpenAI", "Gabriel García Márquez", splits=splits) == [
        ("Organization", "OpenAI"),
        ("Person", "Gabriel García Márquez"),
    ]


def authors(*names: str, splits: tuple[tuple[str, str, str], ...] = ()) -> list[tuple[str, str]]:
    """Return the authors of a paper as (type, name)."""
    paper = Paper(
        slug="a",
        day="2025-06-25",
        body="",
        title="A",
        authors=names,
        published="2025",
        url="https://example.org/",
        splits=splits,
    )
    told = json.loads(describe_paper(paper, "en", ()))
    return [(one["@type"], one["name"]) for one in told["author"]]
