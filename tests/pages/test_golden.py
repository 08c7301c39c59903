"""A tiny site of three papers, file by file: every kind of page, every hard kind of text.

To change a page on purpose, build it anew, read the difference, and commit it with the change:

    python build.py --content tests/golden/content --output /tmp/golden
        --base-url https://papers.example/feed/ --repository owner/feed   (one line)
    find /tmp/golden/static -type f ! -name words.js -delete
    cp -r /tmp/golden/* tests/golden/site/
    git diff tests/golden/site
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support import ROOT, run, tree

if TYPE_CHECKING:
    from pathlib import Path

GOLDEN = ROOT / "tests" / "golden"
EXPECTED = tree(GOLDEN / "site")


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Build the tiny site, and return its files."""
    output: Path = tmp_path_factory.mktemp("golden") / "site"
    words = ["--content", GOLDEN / "content", "--output", output, "--repository", "owner/feed"]
    built = run("build", *words, "--base-url", "https://papers.example/feed/")
    assert (built.returncode, built.stderr) == (0, "")
    return tree(output)


def test_golden_site_has_these_files(golden: dict[str, bytes]) -> None:
    """No file is missing, none is there that nobody expects."""
    static = {f"static/{path}" for path in tree(ROOT / "static")}
    assert sorted(golden) == sorted({*EXPECTED, *static})


def test_static_files_are_copied(golden: dict[str, bytes]) -> None:
    """Style, scripts and icons are those of the folder, byte for byte."""
    for path, data in tree(ROOT / "static").items():
        assert golden[f"static/{path}"] == data


@pytest.mark.parametrize("path", sorted(EXPECTED))
def test_golden_file(golden: dict[str, bytes], path: str) -> None:
    """The file is as it was when somebody last read it."""
    if path.endswith(".png"):
        assert golden[path] == EXPECTED[path]
    else:
        assert golden[path].decode().splitlines() == EXPECTED[path].decode().splitlines()
