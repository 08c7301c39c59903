"""`search` where the index is not whole: one sentence names the file."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from small_feed import make_small_site
from support import call

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path


@pytest.fixture
def copy(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of a site of nine papers, to be broken."""
    return shutil.copytree(make_small_site(tmp_path_factory), tmp_path / "_site")


def ask(site: Path, *words: object) -> subprocess.CompletedProcess[str]:
    """Search a site, in this process."""
    return call("search", "--output", site, *words)


def complaint(folder: Path, path: str) -> str:
    """Return what is said of a file of the index that cannot be read."""
    return (
        f"build.py: {folder / path} is missing, cut short or of another version: build the site"
        " first, with the same program\n"
    )


def test_site_without_an_index(tmp_path: Path) -> None:
    """One sentence names the file that is not there."""
    done = ask(tmp_path, "grokking")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == complaint(tmp_path, "search/index.json")


def shard_of(folder: Path, term: str) -> Path:
    """Return the file of words that has a term."""
    (file,) = [
        file
        for file in (folder / "search" / "words").iterdir()
        if f"\n{term} " in file.read_text(encoding="utf-8")
    ]
    return file


def test_shard_that_is_missing(copy: Path) -> None:
    """It is named."""
    shard = shard_of(copy, "attent")
    shard.unlink()
    done = ask(copy, "attention")
    assert done.returncode == 2
    assert done.stderr == complaint(copy, shard.relative_to(copy).as_posix())


@pytest.mark.parametrize("kept", [0, 10, -1, -2], ids=["empty", "head", "no end", "no full stop"])
def test_shard_that_is_cut_short(copy: Path, kept: int) -> None:
    """It is named, wherever it ends."""
    shard = shard_of(copy, "attent")
    shard.write_bytes(shard.read_bytes()[:kept])
    done = ask(copy, "attention")
    assert done.returncode == 2
    assert done.stderr == complaint(copy, shard.relative_to(copy).as_posix())


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("search/index.json", "grokking"),
        ("search/lexicon/g.txt", "grokkign"),
        ("search/topics/vision.txt", "topic:vision"),
        ("search/has/code.txt", "has:code"),
        ("search/papers.txt", "-grokking"),
        ("search/rows/2023-03-{}.json", "grokking"),
    ],
)
def test_any_file_that_is_half_there(copy: Path, path: str, query: str) -> None:
    """It is named, whichever it is."""
    files = sorted(copy.glob(path.format("*")))
    for file in files:
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    done = ask(copy, "--", query)
    assert done.returncode == 2
    assert done.stderr in [complaint(copy, one.relative_to(copy).as_posix()) for one in files]
