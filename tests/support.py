"""What tests share: a factory of papers' files, a content folder, and the program run on it."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bs4 import BeautifulSoup
from hypothesis import settings

import build
from broadsheet.content.bibtex import cite_key
from broadsheet.content.citing import cite, finished

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterator

    import pytest

    from broadsheet.content.model import Paper

ROOT = Path(__file__).resolve().parent.parent
FEED = ROOT / "tests" / "feed"  # what content/ held one day; tests count and name what is in it
THOROUGH = 100  # examples that hypothesis makes for a test under the profile of this name
ALONE = ("search",)  # verbs that one process does anyhow
SITE = """title: Test Feed
tagline: Papers for tests
tag: test.example,2025
"""
TOPICS = """- slug: reasoning
  name: Reasoning
  description: How models get from what they know to what follows.
  aliases: [logic, multi-step reasoning]
- slug: vision
  name: Vision
  description: Images.
"""
FIELDS = {
    "title": '"A Title: With a Colon"',
    "authors": "[Ada Lovelace, Grace Hopper]",
    "published": "2025-06-25",
    "arxiv": '"2506.20544"',
    "topics": "[reasoning]",
    "summary": '"What was done, and what was found."',
}

# A paper as `write_paper` takes it, and titles that its file must survive.
VALUES: dict[str, Any] = {
    "title": "A Paper",
    "authors": ("Ada Lovelace", "Grace Hopper"),
    "published": "2025-06-24",
    "arxiv": "2506.00001",
    "topics": ("reasoning", "vision"),
    "summary": "What was done, and what was found.",
}
HARD = (
    "Scaling laws: a second look",
    'The "quoted" one',
    "It's a paper",
    'It\'s the "both" one',
    r"A \nabla of $\nabla^2$ things",
    "Beyond <think>: tags",
    "From $1 Million to $10",
    "# of things, - and [brackets]",
    "Nothing",
    "no",
    "注意力就是你所需要的",
    "الانتباه: كل ما تحتاجه",
    "Zoë and q\u0301",
)


def paper(body: str = "", **changes: str | None) -> str:
    """Return a paper's file: good but for the changes, which are YAML; None leaves a field out."""
    fields = {**FIELDS, **changes}
    lines = [f"{name}: {value}" for name, value in fields.items() if value is not None]
    return "\n".join(["---", *lines, "---", body]) + "\n"


def run(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    """Run build.py as people do, in a process of its own, and return what it printed."""
    return subprocess.run(  # type: ignore[call-overload,no-any-return]
        [sys.executable, ROOT / "build.py", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        **options,
    )


def call(
    verb: str, *arguments: object, folder: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a verb of build.py in this process, and return what it printed.

    That spares the start of a process, most of a small build's time. All work is done by one
    process, since those of pytest-xdist have threads, which no fork survives.
    """
    jobs = () if verb in ALONE else ("--jobs", "1")
    words = [verb, *jobs, *map(str, arguments)]
    printed, told = StringIO(), StringIO()
    with redirect_stdout(printed), redirect_stderr(told), chdir(folder or Path.cwd()):
        try:
            code = build.main(words)
        except SystemExit as error:  # so argparse ends
            code = int(error.code or 0)
    return subprocess.CompletedProcess(words, code, printed.getvalue(), told.getvalue())


@dataclass
class Feed:
    """A content folder and the folder it is built into, below `root`."""

    root: Path

    @property
    def content(self) -> Path:
        """The content folder."""
        return self.root / "content"

    @property
    def output(self) -> Path:
        """The folder of the site."""
        return self.root / "_site"

    def write(self, path: str, text: str) -> Path:
        """Write a file of the content."""
        file = self.content / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def add(self, path: str, body: str = "", **changes: str | None) -> Path:
        """Write a paper, its title and arXiv id made from its path unless they are given."""
        number = sum(path.encode()) * 7919 % 100000
        fields = {
            "title": f'"Paper {path}"',
            "arxiv": f'"2506.{number:05d}"',
            "published": "2025-01-01",
            **changes,
        }
        return self.write(path, paper(body, **fields))

    def build(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        """Build the site, in this process."""
        return call("build", "--content", self.content, "--output", self.output, *arguments)

    def page(self, path: str) -> str:
        """Return the text of a file of the site."""
        return (self.output / path).read_text(encoding="utf-8")


def bibtex_of(paper: Paper, *topics: str) -> str:
    """Return a paper's BibTeX as a page has it, where no other paper has its key."""
    return finished("bibtex", cite(paper), cite_key(paper), topics)


def letters(number: int) -> str:
    """Return three letters for a number: no digits stand in names."""
    return "".join(chr(ord("a") + number // 26**power % 26) for power in (2, 1, 0))


def tree(folder: Path) -> dict[str, bytes]:
    """Return every published file below a folder, by path: hidden ones are not published."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


@cache
def soup_of(page: Path) -> BeautifulSoup:
    """Return a page of a site that nobody changes, parsed once."""
    return BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")


def is_older(file: Path) -> bool:
    """Return whether a file of a site is a page that has moved, or a feed beside one."""
    page = file.with_suffix(".html")
    return page.is_file() and soup_of(page).find("meta", {"http-equiv": "refresh"}) is not None


def make_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return a folder of this test run that is made by whichever worker asks for it first."""
    top = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        top = top.parent  # above the workers' own folders
    folder, unfinished = top / name, top / f"{name}.unfinished"
    with (top / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            make(unfinished)
            unfinished.rename(folder)
    return folder


def examples(number: int) -> int:
    """Return how many examples a test takes that takes `number` under the profile `thorough`."""
    return max(1, number * settings().max_examples // THOROUGH)


def connections_of(listening: socket.socket) -> Iterator[socket.socket]:
    """Yield the connections to a socket until it is closed."""
    while True:
        try:
            connection, _ = listening.accept()
        except OSError:
            return
        yield connection
