"""Fixtures of the whole test suite."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from hypothesis.database import DirectoryBasedExampleDatabase
from support import ROOT, SITE, TOPICS, Feed, run

if TYPE_CHECKING:
    from pathlib import Path

# A slow machine is no failure; what hypothesis remembers lies with the other caches.
settings.register_profile(
    "broadsheet",
    deadline=None,
    database=DirectoryBasedExampleDatabase(ROOT / ".cache" / "hypothesis"),
)
settings.load_profile("broadsheet")


@pytest.fixture
def feed(tmp_path: Path) -> Feed:
    """Return an empty content folder with a site and two topics."""
    made = Feed(tmp_path)
    made.write("site.yaml", SITE)
    made.write("topics.yaml", TOPICS)
    return made


@pytest.fixture(scope="session")
def real_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of the repository's own content, built once for all tests that read it."""
    output = tmp_path_factory.mktemp("real") / "_site"
    base = "https://papers.example/feed/"
    built = run("build", "--content", ROOT / "content", "--output", output, "--base-url", base)
    assert built.returncode == 0, built.stderr
    return output
