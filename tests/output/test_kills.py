"""Builds that are killed at any moment, in several processes: the next one works and is whole.

`test_crash` stops one process at chosen lines; here the system's own kill meets the first process
alone, a worker alone, or all of them, in cold builds and in those after an edit.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from support import ROOT, SITE, TOPICS, Feed, examples, tree

if TYPE_CHECKING:
    from collections.abc import Iterable

PAPERS = 90  # enough for work to be shared by two processes
PATIENCE = 20  # seconds, within which workers have ended that end at all

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="no /proc here")


class Sites:
    """A content, its site before and after an edit, and how long the builds of both take."""

    def __init__(self, root: Path) -> None:
        """Make the content, and build it twice."""
        self.feed = Feed(root)
        self.feed.write("site.yaml", SITE)
        self.feed.write("topics.yaml", TOPICS)
        for number in range(PAPERS):
            day = f"2025/{number % 9 + 1:02}/{number % 28 + 1:02}"
            self._add(f"{day}/paper-{number}.md", number)
        self.seconds = {"cold": self._build(root / "old")}
        self._add("2025/10/05/late.md", PAPERS)
        self._add("2025/10/06/later.md", PAPERS + 1)
        self.feed.add("2025/01/01/paper-0.md", "Other words.", **fields(0))
        (self.feed.content / "2025/02/02/paper-1.md").unlink()
        shutil.copytree(root / "old", root / "new")
        self.seconds["edited"] = self._build(root / "new")
        self.old, self.clean = tree(root / "old"), tree(root / "new")

    def _add(self, path: str, number: int) -> None:
        self.feed.add(path, "A text with words of its own.", **fields(number))

    def _build(self, output: Path) -> float:
        started = monotonic()
        assert (
            subprocess.run(self.command(output), check=False, capture_output=True).returncode == 0
        )
        return monotonic() - started

    def command(self, output: Path) -> list[str]:
        """Return the command that builds into a folder."""
        options = ["--content", self.feed.content, "--output", output, "--jobs", "2"]
        return [sys.executable, str(ROOT / "build.py"), "build", *map(str, options)]


def fields(number: int) -> dict[str, str]:
    """Return the fields of a paper whose authors and topics return."""
    return {
        "title": f"Paper {number}",
        "arxiv": f'"2501.{number:05}"',
        "authors": f"[Ada Lovelace, Author {chr(65 + number % 20)} Person]",
        "topics": "[reasoning, vision]" if number % 2 else "[vision]",
        "published": "2025-01-01",
    }


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Sites:
    """Return a content and its sites."""
    return Sites(tmp_path_factory.mktemp("kills"))


def workers_of(process: int) -> list[int]:
    """Return the processes that a process has begun."""
    try:
        told = Path(f"/proc/{process}/task/{process}/children").read_text()
    except OSError:
        return []
    return [int(one) for one in told.split()]


def is_alive(process: int) -> bool:
    """Return whether a process runs."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def kill(processes: Iterable[int]) -> None:
    """Kill processes that may have ended by themselves."""
    for process in processes:
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            continue


def build_and_kill(command: list[str], whom: str, after: float) -> tuple[int, str]:
    """Begin a build, kill one or all of its processes; return its exit code and what it said."""
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as begun:
        sleep(after)
        workers = workers_of(begun.pid)
        kill({"first": [begun.pid], "worker": workers[:1], "all": [begun.pid, *workers]}[whom])
        _, said = begun.communicate(timeout=PATIENCE)
    until = monotonic() + PATIENCE
    while any(map(is_alive, workers)) and monotonic() < until:
        sleep(0.01)
    assert not any(map(is_alive, workers)), "a worker outlives its build"
    return begun.returncode, said


def dead_links(site: Path, pages: Iterable[str]) -> list[str]:
    """Return the links between files that lead nowhere, of some pages."""
    dead = []
    for path in pages:
        page = site / path
        if path.endswith(".html") and page.exists():
            soup = BeautifulSoup(page.read_bytes(), "html.parser")
            for link in soup.select("main a[href]"):
                target = str(link["href"]).partition("#")[0].partition("?")[0]
                if target and ":" not in target and not target.startswith("/"):
                    end = page.parent / target
                    if not (end / "index.html" if target.endswith("/") else end).exists():
                        dead.append(f"{path}: {target}")
    return dead


@pytest.mark.parametrize("whom", ["first", "worker", "all"])
@pytest.mark.parametrize("kind", ["cold", "edited"])
def test_build_killed_at_any_moment_is_healed_by_the_next(
    sites: Sites, tmp_path: Path, kind: str, whom: str
) -> None:
    """It is not refused, says nothing, and its site is that of a clean build.

    One whose worker alone was killed needs no next one. Until then no page of the old site links
    to one that is not there.
    """
    dice = random.Random(f"{kind} {whom}")  # noqa: S311 - the same moments in every run
    for number in range(examples(8)):
        output = tmp_path / str(number)
        if kind == "edited":
            shutil.copytree(sites.feed.root / "old", output)
        command = sites.command(output)
        code, said = build_and_kill(command, whom, dice.uniform(0.05, 1) * sites.seconds[kind])
        assert "Traceback" not in said
        assert code in {"first": (0, -9), "all": (0, -9), "worker": (0,)}[whom]
        if kind == "edited":
            assert dead_links(output, sites.old.keys() & sites.clean.keys()) == []
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        assert tree(output) == sites.clean
        shutil.rmtree(output)
