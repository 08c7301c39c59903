"""Fixtures of the whole test suite."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from hypothesis.database import DirectoryBasedExampleDatabase
from support import ROOT, SITE, THOROUGH, TOPICS, Feed, make_once, run

if TYPE_CHECKING:
    from pathlib import Path

# A slow machine is no failure; what hypothesis remembers lies with the other caches. The second
# profile is for .ci/run: make test ARGS=--hypothesis-profile=thorough
settings.register_profile(
    "quick",
    max_examples=THOROUGH // 4,
    deadline=None,
    database=DirectoryBasedExampleDatabase(ROOT / ".cache" / "hypothesis"),
)
settings.register_profile("thorough", settings.get_profile("quick"), max_examples=THOROUGH)
settings.load_profile("quick")


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

    def make(folder: Path) -> None:
        words = ["--content", ROOT / "content", "--output", folder]
        built = run("build", *words, "--base-url", "https://papers.example/feed/")
        assert built.returncode == 0, built.stderr

    return make_once(tmp_path_factory, "real", make)
