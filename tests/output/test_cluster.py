"""A build whose work is done elsewhere: the same bytes, whoever dies; and nobody else's program.

Scheduler and workers are Dask's own, each in a process of its own, on 127.0.0.1.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, contextmanager
from functools import partial
from multiprocessing import get_context
from time import monotonic, sleep
from typing import TYPE_CHECKING

import pytest
from support import ROOT, SITE, TOPICS, Feed, letters, run, tree

from broadsheet.content.reader import read_content
from broadsheet.output.cluster import Places, find_unseen, spread_over
from broadsheet.output.folder import STAGING
from broadsheet.text.digest import digest_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PAPERS = 900  # enough for eight chunks to read, nine months and some thirty parts to render
PATIENCE = 60  # seconds, within which all has happened that happens at all
LAST = 4  # files of work: to read, to index, to compare, to render

# Connects, waits for a line, and has texts evaluated elsewhere, each a part of the work.
MAPPING = """
import sys
from pathlib import Path
from broadsheet.content.problems import UsageError
from broadsheet.output.cluster import Places, connect

try:
    with connect(sys.argv[1], 1, Places(*map(Path, sys.argv[2:6]))) as engine:
        print("connected", flush=True)
        input()
        print(*engine(enough=1)(eval, sys.argv[6:]))
except UsageError as error:
    print(error)
"""


class Fleet:
    """A scheduler and its workers; what they say is kept in a folder."""

    def __init__(self, folder: Path, deaths: int) -> None:
        """Begin with nobody; `deaths` of workers over a part are one too few to give it up."""
        self.folder = folder
        self.deaths = deaths
        self.begun: list[subprocess.Popen[bytes]] = []
        self.addresses: list[str] = []

    @property
    def address(self) -> str:
        """The scheduler's address."""
        return self.addresses[0]

    @property
    def workers(self) -> list[subprocess.Popen[bytes]]:
        """The workers' processes."""
        return self.begun[1:]

    def add_scheduler(self) -> None:
        """Start the scheduler."""
        self._begin("scheduler", ["--host", "127.0.0.1", "--port", "0"], ROOT)
        self._hear("Scheduler at")

    def add(self, program: Path = ROOT) -> None:
        """Start a worker with a program, and wait until the scheduler knows it."""
        words = [self.address, "--nthreads", "1", "--no-nanny", "--host", "127.0.0.1"]
        self._begin("worker", [*words, "--local-directory", str(self.folder)], program)
        self._hear("Start worker at")
        self._hear("Registered to")
        self.addresses.pop()

    def _begin(self, what: str, words: list[str], program: Path) -> None:
        """Start a process."""
        environment = {
            **os.environ,
            "PYTHONPATH": f"{program}{os.pathsep}{ROOT}",
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": str(self.deaths),
        }
        command = [sys.executable, "-m", f"distributed.cli.dask_{what}", "--no-dashboard", *words]
        with (self.folder / str(len(self.begun))).open("wb") as log:
            self.begun.append(
                subprocess.Popen(command, stdout=log, stderr=log, cwd=self.folder, env=environment)
            )

    def _hear(self, what: str) -> None:
        """Wait until the last process tells an address."""
        log = self.folder / str(len(self.begun) - 1)
        pattern = re.compile(rf"{what}: +(\w+://\S+)\n")
        wait_for(lambda: bool(pattern.search(log.read_text())) or self.begun[-1].poll() is not None)
        found = pattern.search(log.read_text())
        assert found, log.read_text()
        self.addresses.append(found[1])

    def end(self) -> None:
        """End all that is still there."""
        for process in self.begun:
            process.kill()
            process.wait()


@contextmanager
def fleet(folder: Path, *programs: Path, deaths: int = 3) -> Iterator[Fleet]:
    """Give a scheduler with a worker for each program."""
    folder.mkdir()
    begun = Fleet(folder, deaths)
    try:
        begun.add_scheduler()
        for program in programs:
            begun.add(program)
        yield begun
    finally:
        begun.end()


def wait_for(happened: Callable[[], bool]) -> None:
    """Wait until something has happened."""
    until = monotonic() + PATIENCE
    while not happened():
        assert monotonic() < until
        sleep(0.005)


@pytest.fixture(scope="module")
def feed(tmp_path_factory: pytest.TempPathFactory) -> Feed:
    """Return a feed with its site, built by one process."""
    return make_feed(tmp_path_factory.mktemp("cluster"), PAPERS)


def make_feed(root: Path, papers: int) -> Feed:
    """Make a feed of papers of nine months, and build it by one process."""
    feed = Feed(root)
    feed.write("site.yaml", SITE)
    feed.write("topics.yaml", TOPICS)
    for number in range(papers):
        feed.add(
            f"2025/{number % 9 + 1:02}/{number % 28 + 1:02}/paper-{number}.md",
            f"A text with words of its own, such as {letters(number)}.",
            title=f"Paper {number}",
            arxiv=f'"2501.{number:05}"',
            authors=f"[Ada Lovelace, Author {letters(number % 20)}]",
            topics="[reasoning, vision]" if number % 2 else "[vision]",
        )
    built = feed.build()
    assert (built.returncode, built.stderr) == (0, "")
    return feed


def command(feed: Feed, output: Path, *options: str) -> list[str]:
    """Return the command that builds a feed into a folder."""
    words = ["build", "--content", feed.content, "--output", output, *options]
    return [sys.executable, str(ROOT / "build.py"), *map(str, words)]


def noted(output: Path) -> list[tuple[str, bytes, bytes]]:
    """Return what the ledger of a site knows of each file: its path, its key, its digest."""
    with closing(sqlite3.connect(output / ".ledger")) as ledger:
        return ledger.execute("SELECT path, key, digest FROM page ORDER BY path").fetchall()


def has_handed_out(output: Path, works: int) -> bool:
    """Return whether a build has given its workers so many works, and no more."""
    return len(list((output / STAGING).glob("work-*"))) == works


def test_same_bytes_and_the_same_ledger_from_three_sizes(feed: Feed, tmp_path: Path) -> None:
    """One process, two of this machine, or three workers elsewhere, which are asked four times."""
    by_two, by_three = tmp_path / "two", tmp_path / "three"
    done = subprocess.run(command(feed, by_two, "--jobs", "2"), check=False)
    assert done.returncode == 0
    with fleet(tmp_path / "fleet", ROOT, ROOT, ROOT) as workers:
        options = ("--cluster", workers.address)
        done = subprocess.run(command(feed, by_three, *options), check=False)
        assert done.returncode == 0
    assert tree(by_two) == tree(by_three) == tree(feed.output)
    assert noted(by_two) == noted(by_three) == noted(feed.output)


def test_parts_of_killed_workers_are_done_again(feed: Feed, tmp_path: Path) -> None:
    """One is killed while it reads and one while it renders: the third does all that is left.

    Each is stopped first, so that it holds undone what it was given.
    """
    output = tmp_path / "site"
    with fleet(tmp_path / "fleet", ROOT, ROOT, ROOT) as workers:
        with subprocess.Popen(
            command(feed, output, "--cluster", workers.address), stderr=subprocess.PIPE
        ) as build:
            for worker, work in zip(workers.workers, (1, LAST), strict=False):
                wait_for(partial(has_handed_out, output, work))
                worker.send_signal(signal.SIGSTOP)
                sleep(0.3)
                assert build.poll() is None
                assert has_handed_out(output, work)
                worker.kill()
            _, said = build.communicate(timeout=PATIENCE)
        assert workers.workers[2].poll() is None
    assert (build.returncode, said) == (0, b"")
    assert tree(output) == tree(feed.output)
    assert noted(output) == noted(feed.output)


def test_lost_scheduler_leaves_the_old_site(feed: Feed, tmp_path: Path) -> None:
    """A build that loses it while it renders says so; the next one makes the new site."""
    output, other = tmp_path / "site", Feed(tmp_path)
    shutil.copytree(feed.content, other.content)
    shutil.copytree(feed.output, output)
    other.write("site.yaml", SITE.replace("Test Feed", "Another Name"))
    with (
        fleet(tmp_path / "fleet", ROOT) as workers,
        subprocess.Popen(
            command(other, output, "--cluster", workers.address), stderr=subprocess.PIPE
        ) as build,
    ):
        # Of what was read and indexed, nothing has changed: there is only to render.
        wait_for(partial(has_handed_out, output, 1))
        workers.begun[0].kill()
        _, said = build.communicate(timeout=PATIENCE)
    assert build.returncode == 2
    assert said.decode() == (
        f"build.py: the scheduler at {workers.address} is gone, or has no workers: start it, and"
        " build again\n"
    )
    assert tree(output) == tree(feed.output)
    assert not (output / STAGING).exists()
    done = other.build("--output", output)
    assert (done.returncode, done.stderr) == (0, "")
    assert b"Another Name" in tree(output)["index.html"]


def other_code(folder: Path) -> Path:
    """Make a program with one line more."""
    shutil.copytree(ROOT / "broadsheet", folder / "broadsheet")
    with (folder / "broadsheet/text/digest.py").open("a") as file:
        file.write("# Another program.\n")
    return folder


def other_library(folder: Path) -> Path:
    """Make a folder with an older package in it."""
    (folder / "latex2mathml-0.1.dist-info").mkdir(parents=True)
    return folder


@pytest.mark.parametrize(
    ("make", "differs"),
    [(other_code, "it has other code;"), (other_library, "it has latex2mathml 0.1 (here ")],
)
def test_worker_that_differs_is_refused_by_name(
    feed: Feed, tmp_path: Path, make: Callable[[Path], Path], differs: str
) -> None:
    """Nothing is given to anybody, and the site is as it was."""
    output = tmp_path / "site"
    with fleet(tmp_path / "fleet", make(tmp_path / "program")) as workers:
        words = command(feed, output, "--cluster", workers.address)
        done = subprocess.run(words, capture_output=True, text=True, check=False)
    _, address = workers.addresses
    assert done.returncode == 2
    assert done.stderr.startswith(f"build.py: the worker {address} is refused, since its pages")
    assert differs in done.stderr
    assert tree(output) == {}


def ask(workers: Fleet, feed: Feed, *parts: str, then: Callable[[], None]) -> str:
    """Connect, do something, then have parts of some work done elsewhere; return what was said."""
    places = (feed.content, workers.folder / STAGING, ROOT / "templates", ROOT / "static")
    words = [sys.executable, "-c", MAPPING, workers.address, *map(str, places), *parts]
    with subprocess.Popen(
        words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as asking:
        assert asking.stdout is not None
        assert asking.stdout.readline() == "connected\n"
        then()
        said, _ = asking.communicate("\n", timeout=PATIENCE)
    return said


def test_worker_that_differs_and_comes_later_is_refused(feed: Feed, tmp_path: Path) -> None:
    """It finds out itself, before it does anything."""
    with fleet(tmp_path / "fleet", ROOT) as workers:

        def replace() -> None:
            workers.add(other_code(tmp_path / "program"))
            workers.workers[0].kill()

        said = ask(workers, feed, "6 * 7", then=replace)
    _, _, address = workers.addresses
    assert said.startswith(f"the worker {address} is refused, since its pages would be others: it")
    assert "42" not in said.split()  # the address may have these digits


def test_part_that_kills_its_workers_is_named(feed: Feed, tmp_path: Path) -> None:
    """How many it may, says the scheduler: here none."""
    part = "__import__('os').abort()"
    with fleet(tmp_path / "fleet", ROOT, deaths=0) as workers:
        said = ask(workers, feed, part, then=lambda: None)
    assert said.startswith("the system has ended one process after the other over the same part")
    assert f"which begins with {part}, perhaps" in said


def test_scheduler_of_its_own(tmp_path: Path) -> None:
    """With `local`, nothing need be started before; a scheduler that is none is named."""
    feed, output = make_feed(tmp_path, 9), tmp_path / "site"  # a month is a part
    done = run(*command(feed, output, "--cluster", "local", "--jobs", "2")[2:])
    assert (done.returncode, done.stderr) == (0, "")
    assert tree(output) == tree(feed.output)
    done = run(*command(feed, output, "--cluster", "nowhere")[2:])
    assert done.returncode == 2
    assert done.stderr.startswith("build.py: no scheduler answers at nowhere: ")
    assert tree(output) == tree(feed.output)


def test_any_executor_will_do(feed: Feed, tmp_path: Path) -> None:
    """Processes that inherit nothing read the same papers, in the same order."""
    places = Places(feed.content, tmp_path / STAGING, ROOT / "templates", ROOT / "static")
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        reading = read_content(feed.content, spread=spread_over(pool, places))
    assert reading == read_content(feed.content)
    assert has_handed_out(tmp_path, 1)


def test_worker_that_sees_other_files_says_so(feed: Feed, tmp_path: Path) -> None:
    """It must see the output folder, and the content as it is here."""
    (tmp_path / "site" / STAGING).mkdir(parents=True)
    (tmp_path / "site" / STAGING / "probe").touch()
    other = tmp_path / "content"
    other.mkdir()
    (other / "site.yaml").write_text("title: Another\n")
    site = digest_of(SITE.encode()).hex()

    def unseen(content: Path, output: Path) -> str:
        places = Places(content, output / STAGING, ROOT / "templates", ROOT / "static")
        return find_unseen(places, "probe", site)

    assert unseen(feed.content, tmp_path / "site") == ""
    assert unseen(feed.content, tmp_path / "none") == f"does not see {tmp_path / 'none'}"
    assert unseen(other, tmp_path / "site") == f"does not see {other} as it is here"
