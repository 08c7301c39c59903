"""Comments in `site.yaml`: giscus's values, and its whole script, which people paste for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support import SITE

from broadsheet.content.model import Comments
from broadsheet.content.settings import read_site

if TYPE_CHECKING:
    from pathlib import Path

    from broadsheet.content.problems import Problem

SCRIPT = """<script src="https://giscus.app/client.js"
        data-repo="reef/feed"
        data-repo-id="R_kgDOL1x2yz"
        data-category="Show and tell"
        data-category-id="DIC_kwDOL1x2yz4CgF3b"
        data-lang="en"
        async>
"""
TAKEN = (
    "comments must be values of giscus's script: write comments: {repository: reef/feed,"
    " repository_id: R_kgDOL1x2yz, category: Show and tell, category_id: DIC_kwDOL1x2yz4CgF3b}"
)


def read(folder: Path, text: str) -> tuple[Comments | None, list[str]]:
    """Read a `site.yaml` that ends with a text; return the comments, and what is wrong."""
    (folder / "site.yaml").write_text(SITE + text, encoding="utf-8")
    problems: list[Problem] = []
    site = read_site(folder, problems)
    return site.comments, [f"{one.line}:{one.column}: {one.message}" for one in problems]


def written(repository_id: str, category: str, category_id: str) -> str:
    """Return comments as people write them."""
    values = f"repository_id: {repository_id}, category: {category}, category_id: {category_id}"
    return f"comments: {{repository: reef/feed, {values}}}\n"


@pytest.mark.parametrize(
    ("repository_id", "category_id"),
    [
        ("R_kgDOL1x2yz", "DIC_kwDOL1x2yz4CgF3b"),
        ("MDEwOlJlcG9zaXRvcnkzNTE5NTgwNTM=", "MDE4OkRpc2N1c3Npb25DYXRlZ29yeTMyNzk2NTc1"),
    ],
)
def test_values_of_giscus_are_read(tmp_path: Path, repository_id: str, category_id: str) -> None:
    """GitHub has had ids of two forms."""
    told, problems = read(tmp_path, written(repository_id, "Q & A", category_id))
    assert problems == []
    assert told == Comments("reef/feed", repository_id, "Q & A", category_id)


def test_without_them_there_are_no_comments(tmp_path: Path) -> None:
    """The field may be left out."""
    assert read(tmp_path, "") == (None, [])


@pytest.mark.parametrize(
    ("repository_id", "category_id"),
    [
        ("R_", "DIC_kw"),
        ("123", "DIC_kw"),
        ("R_a/b", "DIC_kw"),
        ("R_a", "R_kw"),
        ("R_a", '"DIC_ k"'),
    ],
)
def test_ids_of_another_form_are_told(tmp_path: Path, repository_id: str, category_id: str) -> None:
    """They become part of an address."""
    told, problems = read(tmp_path, written(repository_id, "C", category_id))
    assert told is None
    assert len(problems) == 1
    assert "must be giscus's data-" in problems[0]


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ("comments:\n", "</script>\n", "5:1"),
        ("comments: ", "</script>\n", "4:11"),
        ("comments: |\n  ", "  </script>\n", "5:3"),
        ("comments: '", "  </script>'\n", "4:12"),
        ("", "</script>\n", "4:1"),
    ],
)
def test_the_whole_script_is_answered_with_its_values(
    tmp_path: Path, before: str, after: str, place: str
) -> None:
    """Whatever YAML would have said of it."""
    assert read(tmp_path, before + SCRIPT + after) == (None, [f"{place}: {TAKEN}"])


def test_the_answer_can_be_pasted(tmp_path: Path) -> None:
    """It is what was meant."""
    line = TAKEN.partition(": write ")[2]
    expected = Comments("reef/feed", "R_kgDOL1x2yz", "Show and tell", "DIC_kwDOL1x2yz4CgF3b")
    assert read(tmp_path, f"{line}\n") == (expected, [])


def test_what_is_not_chosen_yet_is_left_open(tmp_path: Path) -> None:
    """So giscus's page shows the script before a repository and a category are named."""
    script = SCRIPT.replace("R_kgDOL1x2yz", "[ENTER REPO ID HERE]").replace(
        "Show and", "{R&amp;D}:"
    )
    _told, problems = read(tmp_path, f"comments:\n{script}</script>\n")
    told = (
        "5:1: comments must be values of giscus's script: write comments: {repository: reef/feed,"
        ' repository_id: ..., category: "{R&D}: tell", category_id: DIC_kwDOL1x2yz4CgF3b}'
    )
    assert problems == [told]


def test_a_text_about_scripts_is_a_text(tmp_path: Path) -> None:
    """In `about`, where it is indented, nothing is taken out of it."""
    about = "".join(f"  {line}\n" for line in SCRIPT.splitlines())
    assert read(tmp_path, f"about: |\n  One pastes\n{about}") == (None, [])
