"""A build that dies or fails at any step: the old site stands, and the next build heals.

A driver runs one build again and again, each in a forked child over a copy of the same site, and
stops it one step later each time. The steps are found at run time, so no step can be forgotten.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support import ROOT, Feed, tree

import build

if TYPE_CHECKING:
    from collections.abc import Iterator

# How a step is found, and what happens there, is the last part of each driver.
DRIVER = """
import os, shutil, sys
root, content, site, cases, stride = sys.argv[1:]
sys.path.insert(0, root)
import build, broadsheet.output.render  # once, before the forks

def build_until(output, last):
    {stop}
    sys.stderr = sys.stdout = open(output + ".said", "w")
    code = build.main(["--content", content, "--output", output, "--jobs", "1"])
    sys.stderr.flush()
    os._exit(code if left < 0 else 99)

last = 0
while True:
    output = os.path.join(cases, str(last))
    shutil.copytree(site, output)
    child = os.fork()
    if not child:
        build_until(output, last)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    with open(output + ".code", "w") as file:
        file.write(str(code))
    if code == 99:  # all steps were done
        break
    last += int(stride)
"""
# A step is a line of the program, the reader or the publishing: there the process is killed.
KILL = """
    left = last
    names = ("build.py", "publish.py", "store.py", "reader.py")
    once = ("stage", "_write", "progress", "parse")
    def trace(frame, event, _):
        nonlocal left
        left -= event == "line"
        if left < 0:
            os._exit(9)
        return trace
    def enter(frame, *_):
        code = frame.f_code
        ours = code.co_filename.endswith(names) and code.co_name not in once
        return trace if ours else None
    sys.settrace(enter)
"""
# A step is a file opened to be written, or a folder made: there the disk is full.
FILL = """
    left = last
    def full(event, arguments):
        nonlocal left
        if event == "os.mkdir" or event == "open" and (arguments[2] or 0) & os.O_CREAT:
            name = str(arguments[0])
            if name.startswith(output + os.sep):
                left -= 1
                if left == -1:
                    raise OSError(28, "No space left on device", name)
    sys.addaudithook(full)
"""


@dataclass
class Case:
    """What one stopped build has left: its folder, its exit code, and what it said."""

    output: Path
    code: int
    said: str


@dataclass
class Stopped:
    """A content, the bytes of its site before and after an edit, and every stopped build."""

    feed: Feed
    old: dict[str, bytes]
    new: dict[str, bytes]
    cases: list[Case]


def all_files(folder: Path) -> list[str]:
    """Return every file and folder, hidden ones too, but for the state's own passing files."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def stop_at_each_step(feed: Feed, stop: str, stride: int) -> Stopped:
    """Edit a site in every way, and stop its build at each step (or each `stride`th)."""
    feed.add("2025/06/25/alpha.md", authors="[A]", topics="[reasoning]")
    feed.add("2025/06/25/beta.md", authors="[A]", topics=None)
    feed.add("2025/06/26/gamma.md", authors="[A]", topics=None)
    words = ["--content", str(feed.content), "--jobs", "1"]
    assert build.main([*words, "--output", str(feed.output)]) == 0
    old = tree(feed.output)
    feed.add("2025/06/25/alpha.md", authors="[A]", topics="[reasoning]", summary="'Other.'")
    (feed.content / "2025/06/26/gamma.md").unlink()
    (feed.content / "2025/06/26").rmdir()
    (feed.content / "2025/06/25/beta.md").rename(feed.content / "2025/06/25/delta.md")
    feed.add("2025/07/01/later.md", authors="[A]", topics=None)
    cases, clean = feed.root / "cases", feed.root / "clean"
    cases.mkdir()
    driver = DRIVER.format(stop=stop.strip())
    paths = (ROOT, feed.content, feed.output, cases)
    command = [sys.executable, "-c", driver, *map(str, paths), str(stride)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert build.main([*words, "--output", str(clean)]) == 0
    found = [
        Case(path, int(Path(f"{path}.code").read_text()), Path(f"{path}.said").read_text())
        for path in sorted(path for path in cases.iterdir() if path.is_dir())
    ]
    return Stopped(feed, old, tree(clean), found)


@pytest.fixture(scope="module")
def killed() -> Iterator[Stopped]:
    """Yield builds that were killed, at every 47th of some thousand lines that they run."""
    with tempfile.TemporaryDirectory() as folder:
        yield stop_at_each_step(started(folder), KILL, 47)


@pytest.fixture(scope="module")
def filled() -> Iterator[Stopped]:
    """Yield builds that found the disk full, at every second file or folder that they make."""
    with tempfile.TemporaryDirectory() as folder:
        yield stop_at_each_step(started(folder), FILL, 2)


def started(folder: str) -> Feed:
    """Return a content folder that has a site and one topic."""
    feed = Feed(Path(folder))
    feed.write("site.yaml", "title: T\ntagline: T\ntag: test.example,2025\n")
    feed.write("topics.yaml", "- {slug: reasoning, name: Reasoning, description: Some.}\n")
    return feed


def test_killed_build_leaves_whole_files(killed: Stopped) -> None:
    """Wherever a build is killed, each file of the site is wholly old or wholly new."""
    assert len(killed.cases) > 15
    assert {case.code for case in killed.cases} == {9, 99}
    for case in killed.cases:
        for path, data in tree(case.output).items():
            if not path.startswith(".staging/"):
                assert data in (killed.old.get(path), killed.new.get(path)), f"{case}: {path}"


def test_killed_build_is_healed_by_the_next(killed: Stopped) -> None:
    """The next build gives the clean site, with no orphan file, empty folder or staging left."""
    words = ["--content", str(killed.feed.content), "--jobs", "1"]
    clean = all_files(killed.feed.root / "clean")
    for case in killed.cases:
        assert build.main([*words, "--output", str(case.output)]) == 0
        assert tree(case.output) == killed.new, case
        assert all_files(case.output) == clean, case


def test_full_disk_leaves_the_old_site(filled: Stopped) -> None:
    """Wherever the disk is found full, no file has changed; a sentence says what to do, code 2.

    But for a folder that was to be made and is there already: such a build goes on to its end.
    """
    for case in filled.cases:
        if case.code in (0, 99):
            assert tree(case.output) == filled.new, case
            continue
        assert case.code == 2, case
        assert "No space left on device" in case.said
        assert "Traceback" not in case.said
        assert tree(case.output) == filled.old, case
    assert sum(case.code == 2 for case in filled.cases) > 10


def test_full_disk_leaves_nothing_behind(filled: Stopped) -> None:
    """When there is room again, the next build gives the clean site and no more."""
    words = ["--content", str(filled.feed.content), "--jobs", "1"]
    clean = all_files(filled.feed.root / "clean")
    for case in filled.cases:
        assert build.main([*words, "--output", str(case.output)]) == 0
        assert tree(case.output) == filled.new, case
        assert all_files(case.output) == clean, case
