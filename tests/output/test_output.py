"""The output folder: what may lie in the way of the site, and what a build does about it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from support import ROOT, Feed, call, run, tree

import build


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """Return a copy of the program, whose static files may be changed."""
    home = tmp_path / "program"
    for name in ("broadsheet", "templates", "static"):
        shutil.copytree(ROOT / name, home / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "build.py", home)
    return home


def build_with(program: Path, feed: Feed) -> subprocess.CompletedProcess[str]:
    """Build a feed with a copy of the program."""
    words = ["--content", str(feed.content), "--output", str(feed.output)]
    return subprocess.run(
        [sys.executable, program / "build.py", *words], capture_output=True, text=True, check=False
    )


def test_file_may_become_a_folder_and_back(feed: Feed, program: Path) -> None:
    """A static file gives way to a folder of its name, and the folder to the file."""
    place = program / "static" / "thing"
    place.write_text("a file")
    assert build_with(program, feed).returncode == 0
    place.unlink()
    (place / "deep").mkdir(parents=True)
    (place / "deep" / "style.css").write_text("a { top: 0 }")
    built = build_with(program, feed)
    assert built.returncode == 0, built.stderr
    assert feed.page("static/thing/deep/style.css") == "a{top:0}"
    shutil.rmtree(place)
    place.write_text("a file again")
    built = build_with(program, feed)
    assert built.returncode == 0, built.stderr
    assert feed.page("static/thing") == "a file again"


@pytest.mark.parametrize("below", ["", "site", "2025/06"])
def test_output_within_the_content_is_refused(feed: Feed, below: str) -> None:
    """The next build would read its own pages as content: a sentence says so, even to --force."""
    feed.add("2025/06/25/a.md")
    before = tree(feed.content)
    output = feed.content / below
    built = call("build", "--content", feed.content, "--output", output, "--force")
    assert built.returncode == 2
    assert "lies in the content folder" in built.stderr
    assert tree(feed.content) == before


def test_folder_in_a_page_s_place_is_told(feed: Feed) -> None:
    """A folder that somebody put where a page is to be is theirs: a sentence names it."""
    feed.add("2025/06/25/a.md")
    assert feed.build().returncode == 0
    (feed.output / "about.html").unlink()
    (feed.output / "about.html").mkdir()
    built = feed.build()
    assert built.returncode == 2
    assert "about.html could not be put in its place" in built.stderr
    assert "Traceback" not in built.stderr
    (feed.output / "about.html").rmdir()
    assert feed.build().returncode == 0
    assert (feed.output / "about.html").is_file()


def test_folder_in_the_place_of_a_page_that_goes_stays(feed: Feed) -> None:
    """It is not ours, and holds up nothing."""
    feed.add("2025/06/25/a.md")
    feed.add("2025/06/25/b.md")
    assert feed.build().returncode == 0
    (feed.output / "papers/b.html").unlink()
    (feed.output / "papers/b.html").mkdir()
    (feed.output / "papers/b.html/theirs.txt").write_text("theirs")
    (feed.content / "2025/06/25/b.md").unlink()
    built = feed.build()
    assert (built.returncode, built.stderr) == (0, "")
    assert (feed.output / "papers/b.html/theirs.txt").read_text() == "theirs"
    assert ": 0 rendered, 0 changed" in feed.build().stdout


def test_interrupt_among_the_renames_says_so(
    feed: Feed, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Some pages are new then; the next build goes on."""
    feed.add("2025/06/25/a.md")
    assert feed.build().returncode == 0
    feed.add("2025/06/25/b.md")
    words = ["--content", str(feed.content), "--output", str(feed.output), "--jobs", "1"]
    replace = os.replace
    left = iter(range(5))

    def move(old: str, new: str) -> None:
        if next(left, None) is None:
            raise KeyboardInterrupt
        replace(old, new)

    with monkeypatch.context() as patched:
        patched.setattr("os.replace", move)
        assert build.main(words) == 130
    told = "interrupted: some pages may be new already, each of them whole: build again\n"
    assert capsys.readouterr().err.endswith(told)
    assert build.main(words) == 0
    alone = feed.root / "alone"
    call("build", "--content", feed.content, "--output", alone)
    assert tree(alone) == tree(feed.output)


def test_ledger_that_another_program_holds_is_no_damage(feed: Feed) -> None:
    """A backup may have it open: what the ledger lists is not forgotten."""
    feed.add("2025/06/25/a.md")
    feed.add("2025/06/25/b.md")
    assert feed.build().returncode == 0
    (feed.content / "2025/06/25/b.md").unlink()
    with closing(sqlite3.connect(feed.output / ".ledger", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        held = feed.build()
        assert held.returncode == 2
        assert "database is locked" in held.stderr
        other.execute("ROLLBACK")
    assert feed.build().returncode == 0
    assert not (feed.output / "papers/b.html").exists()


def test_link_in_a_page_s_place_is_replaced(feed: Feed, tmp_path: Path) -> None:
    """A symbolic link where a page is to be gives way; what it leads to is left alone."""
    other = tmp_path / "other.txt"
    other.write_text("not ours")
    assert feed.build().returncode == 0
    page = feed.output / "about.html"
    page.unlink()
    page.symlink_to(other)
    assert feed.build().returncode == 0
    assert not page.is_symlink()
    assert other.read_text() == "not ours"


@pytest.mark.parametrize("kind", ["dangling", "folder", "same", "pipe"])
def test_what_is_no_file_gives_way_to_a_page_that_no_ledger_knows(
    feed: Feed, tmp_path: Path, kind: str
) -> None:
    """It is neither opened nor taken for the page, though a link may lead to the same bytes."""
    assert feed.build().returncode == 0
    page = feed.output / "about.html"
    same = tmp_path / "same.html"
    same.write_bytes(page.read_bytes())
    (feed.output / ".ledger").unlink()
    page.unlink()
    if kind == "pipe":
        os.mkfifo(page)
    else:
        targets = {"dangling": Path("/nowhere"), "folder": tmp_path, "same": same}
        page.symlink_to(targets[kind])
    built = feed.build()
    assert (built.returncode, built.stderr) == (0, "")
    assert page.is_file()
    assert not page.is_symlink()
    assert page.read_bytes() == same.read_bytes()


def test_warnings_are_told_each_time(feed: Feed) -> None:
    """Those between files, too, where nothing has changed."""
    feed.add("2025/06/25/one.md", title="Editorial", arxiv='"2506.00001"')
    feed.add("2025/06/26/two.md", title="Editorial", arxiv='"2506.00002"')
    first, second = feed.build(), feed.build()
    assert "the title is that of" in first.stderr
    assert second.stderr == first.stderr
    assert "0 rendered" in second.stdout


def test_link_to_a_folder_may_be_the_output(feed: Feed, tmp_path: Path) -> None:
    """The output may be a link to a folder elsewhere, as on some hosts."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    feed.output.symlink_to(elsewhere)
    assert feed.build().returncode == 0
    assert feed.output.is_symlink()
    assert (elsewhere / "index.html").is_file()


def test_output_that_cannot_be_made_is_told(feed: Feed) -> None:
    """Below a file there is no folder: a sentence and code 2, no traceback."""
    (feed.root / "file").write_text("")
    built = call("build", "--content", feed.content, "--output", feed.root / "file" / "site")
    assert built.returncode == 2
    assert "Traceback" not in built.stderr
    assert str(feed.root / "file") in built.stderr


def test_two_builds_at_once_do_no_harm(feed: Feed, tmp_path: Path) -> None:
    """Of builds begun together each ends well or is refused; the site is that of a clean build."""
    for number in range(30):
        feed.add(f"2025/06/25/p{number}.md", arxiv=f'"2506.{number:05d}"')
    words = ["--content", str(feed.content), "--output", str(feed.output)]
    command = [sys.executable, str(ROOT / "build.py"), *words]
    started = [
        subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    ended = [(process.communicate()[1], process.returncode) for process in started]
    assert {code for _, code in ended} <= {0, 2}
    assert 0 in {code for _, code in ended}
    assert all("another build is at work" in said for said, code in ended if code == 2)
    clean = tmp_path / "clean"
    assert call("build", "--content", feed.content, "--output", clean).returncode == 0
    assert tree(feed.output) == tree(clean)


@pytest.mark.parametrize("jobs", ["0", "-1", "64"])
def test_any_number_of_jobs_builds(feed: Feed, jobs: str) -> None:
    """A strange number of processes is no reason to fail."""
    words = ["--content", feed.content, "--output", feed.output, "--jobs", jobs]
    assert run("build", *words).returncode == 0
