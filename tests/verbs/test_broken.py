"""Every rule of the content, by an example that breaks it: `tests/broken/<case>/`.

A case holds the files that differ from the good content below, and in `expected.txt` what `check`
must print. What no repository should hold, or cannot, is made here.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from support import ROOT, SITE, TOPICS, Feed

import build

if TYPE_CHECKING:
    from pathlib import Path

BROKEN = ROOT / "tests" / "broken"
CASES = sorted(path.name for path in BROKEN.iterdir() if path.is_dir())
GOOD = """---
title: A good paper
authors: [Emmy Noether]
published: 2025-06-24
arxiv: "2506.00000"
doi: "10.1000/abc"
topics: [vision]
summary: What was done, and what was found.
---
"""
X = "2025/06/25/x.md"


@pytest.fixture
def good(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Feed:
    """Return good content, in the folder where the program is run."""
    feed = Feed(tmp_path)
    feed.write("site.yaml", SITE)
    feed.write("topics.yaml", TOPICS)
    feed.write("2025/06/24/a-good-paper.md", GOOD)
    monkeypatch.chdir(tmp_path)
    return feed


def check(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """Run `python build.py check`; give its exit code, and its lines but for those it shows."""
    code = build.main(["check", "--jobs", "1", *arguments])
    lines = capsys.readouterr().out.splitlines(keepends=True)
    return code, "".join(line for line in lines if not line.startswith("    "))


@pytest.mark.parametrize("case", CASES)
def test_check_prints_what_is_expected(
    case: str, good: Feed, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every problem of a case is printed, in order, and nothing else; only errors fail."""
    folder = BROKEN / case / "content"
    if folder.exists():
        shutil.copytree(folder, good.content, symlinks=True, dirs_exist_ok=True)
    expected = (BROKEN / case / "expected.txt").read_text(encoding="utf-8")

    code, printed = check(capsys)

    assert printed == expected
    assert code == int(any(": warning: " not in line for line in expected.splitlines()))


def test_good_content_has_no_problem(good: Feed, capsys: pytest.CaptureFixture[str]) -> None:
    """What the cases stand on is good by itself."""
    assert good.content.is_dir()
    assert check(capsys) == (0, "")


def test_large_file_is_refused_unread(good: Feed, capsys: pytest.CaptureFixture[str]) -> None:
    """A file above 256 kB is not read, and its size is told."""
    good.write(X, "x" * 300 * 1024)

    expected = f"content/{X}:1:1: the file must have at most 256 kB, not 300\n"
    assert check(capsys) == (1, expected)


def test_large_figure_is_refused(good: Feed, capsys: pytest.CaptureFixture[str]) -> None:
    """A figure above 2 MB is refused at the place where it is named."""
    text = GOOD.replace("doi", "figure: {file: figure.png, alt: A curve}\ndoi")
    good.write("2025/06/24/a-good-paper.md", text)
    (good.content / "2025/06/24/figure.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 2**21)

    expected = (
        "content/2025/06/24/a-good-paper.md:6:16: "
        "figure.png must have at most 2 MB: make it smaller\n"
    )
    assert check(capsys) == (1, expected)


@pytest.mark.parametrize("name", ["site.yaml", "topics.yaml"])
def test_missing_file_is_named(name: str, good: Feed, capsys: pytest.CaptureFixture[str]) -> None:
    """Without site.yaml or topics.yaml there is one problem, and no paper is blamed for it."""
    (good.content / name).unlink()

    assert check(capsys) == (1, f"content/{name}:1:1: the content folder must hold {name}\n")


def test_unprintable_file_name_reaches_no_terminal(
    good: Feed, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file's name cannot forge lines, or signs that a terminal obeys."""
    good.write("2025/06/25/a\nb\x1b[2J.md", "")

    code, printed = check(capsys)

    assert code == 1
    assert printed == (
        "content/2025/06/25/a\\nb\\x1b[2J.md:1:1: the name has characters that are not seen"
        " (\\n\\x1b): call it a-b-2j.md\n"
    )


def test_githubs_form_escapes_what_a_contributor_wrote(
    good: Feed, capsys: pytest.CaptureFixture[str]
) -> None:
    """An annotation is one command of GitHub's, whatever the path and the value say."""
    good.write("2025/06/25/a,b::c.md", "")

    _code, printed = check(capsys, "--format", "github")

    assert printed == (
        "::error file=content/2025/06/25/a%2Cb%3A%3Ac.md,line=1,col=1::the file's name must be"
        " lower-case words and hyphens: call it a-b-c.md\n"
    )


def test_tag_of_ours_in_another_repository_is_refused(
    good: Feed, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whose ids are ours would not be its own; where no repository is named, nothing is known."""
    good.write("site.yaml", SITE.replace("test.example,2025", "broadsheet.example,2026"))

    expected = (
        "content/site.yaml:3:6: tag must be one of your own: a domain or an address of e-mail that"
        " is yours, a comma, and a year, as in papers.example.org,2026\n"
    )
    assert check(capsys, "--repository", "owner/feed") == (1, expected)
    assert check(capsys) == (0, "")
    assert check(capsys, "--repository", "") == (0, "")


def test_tag_of_ones_own_is_fine(good: Feed, capsys: pytest.CaptureFixture[str]) -> None:
    """Any other is, an address of e-mail too."""
    good.write("site.yaml", SITE.replace("test.example", "me@broadsheet.example"))

    assert check(capsys, "--repository", "owner/feed") == (0, "")
