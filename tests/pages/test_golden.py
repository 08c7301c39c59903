"""A tiny site of three papers, file by file: every kind of page, every hard kind of text.

To change a page on purpose, build it anew, read the difference, and commit it with the change:

    python build.py --content tests/golden/content --output /tmp/golden
        --base-url https://papers.example/feed/ --repository owner/feed   (one line)
    rm -r /tmp/golden/static /tmp/golden/404.html
    cp -r /tmp/golden/* tests/golden/site/
    git diff tests/golden/site
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from support import ROOT, run, tree

if TYPE_CHECKING:
    from pathlib import Path

GOLDEN = ROOT / "tests" / "golden"
EXPECTED = tree(GOLDEN / "site")
PARTS = ("basics.js", "kept.js", "reading.js", "keys.js")


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
    sources = {path for path in tree(ROOT / "static") if not path.startswith("site/")}
    static = {f"static/{path}" for path in (*sources, "site.js")}
    assert sorted(golden) == sorted({*EXPECTED, *static, "404.html"})  # which holds the whole style


def test_static_files_are_copied(golden: dict[str, bytes]) -> None:
    """Scripts and icons are as they are in the folder; style sheets lose their comments."""
    for path, data in tree(ROOT / "static").items():
        if path.endswith(".css"):
            made = golden[f"static/{path}"]
            assert b"/*" not in made
            assert len(made) < len(data)
        elif not path.startswith("site/"):
            assert golden[f"static/{path}"] == data


def test_pages_share_one_script(golden: dict[str, bytes]) -> None:
    """It begins with what scripts say, and holds its sources in their order."""
    script = golden["static/site.js"].decode()
    assert script.startswith("// What the scripts of all pages share.")
    sources = [(ROOT / "static/site" / name).read_text() for name in PARTS]
    places = [script.index(source.strip()) for source in sources]
    assert places == sorted(places)


@pytest.mark.parametrize("path", sorted(EXPECTED))
def test_golden_file(golden: dict[str, bytes], path: str) -> None:
    """The file is as it was when somebody last read it; of a picture, what one sees."""
    if path.endswith((".png", ".webp")):  # how they are packed is the machine's
        made, expected = (Image.open(BytesIO(files[path])) for files in (golden, EXPECTED))
        assert (made.format, made.size, made.mode) == (
            expected.format,
            expected.size,
            expected.mode,
        )
        assert made.convert("RGBA").tobytes() == expected.convert("RGBA").tobytes()
    else:
        assert golden[path].decode().splitlines() == EXPECTED[path].decode().splitlines()
