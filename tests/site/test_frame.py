"""The frame: what every page may show of the site and of its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from support import Feed


@pytest.mark.parametrize(
    ("words", "branch"),
    [((), "main"), (("--branch", "trunk"), "trunk"), (("--branch", "a/b c#d"), "a/b%20c%23d")],
    ids=["main", "trunk", "strange"],
)
def test_links_that_edit_name_the_branch(words: tuple[str, ...], branch: str, feed: Feed) -> None:
    """GitHub edits files of a branch alone: of HEAD it knows nothing there."""
    feed.add("2025/06/20/one.md")
    assert feed.build("--repository", "owner/name", *words).returncode == 0
    source = f"https://github.com/owner/name/{{}}/{branch}"
    edit = BeautifulSoup(feed.page("papers/one.html"), "html.parser").select_one(".edit a")
    assert edit is not None
    assert edit["href"] == f"{source.format('edit')}/content/2025/06/20/one.md"
    form = BeautifulSoup(feed.page("add.html"), "html.parser").select_one("#paper")
    assert form is not None
    assert form["data-new-file"] == source.format("new")


def test_another_branch_makes_other_links(feed: Feed) -> None:
    """What was built for one branch does not stay for the next."""
    feed.add("2025/06/20/one.md")
    for branch in ("main", "trunk"):
        assert feed.build("--repository", "owner/name", "--branch", branch).returncode == 0
        assert f"/edit/{branch}/content/" in feed.page("papers/one.html")
