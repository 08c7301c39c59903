"""The guard: a test reads what it says that it reads, and no test of the program live content."""

from __future__ import annotations

import pytest
from support import ROOT, call, run

DOCUMENTATION = ROOT / "docs/read.md"


def test_content_is_not_read() -> None:
    """Neither by a test nor by the program, in this process or in another."""
    content = ROOT / "content"
    with pytest.raises(AssertionError, match="is live content"):
        (content / "site.yaml").read_text()
    assert "is live content" in call("check", "--content", content).stderr
    with pytest.raises(AssertionError, match="is live content"):
        run("check", "--content", content)


def test_documentation_is_not_read() -> None:
    """By a test that does not say so."""
    with pytest.raises(AssertionError, match="give the test the mark repository"):
        DOCUMENTATION.read_text(encoding="utf-8")


@pytest.mark.repository
def test_documentation_is_read_by_who_says_so() -> None:
    """The mark allows it."""
    assert DOCUMENTATION.read_text(encoding="utf-8")
