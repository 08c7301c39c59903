"""What verbs share of the terminal: progress, problems, failures."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from itertools import groupby
from operator import attrgetter
from time import perf_counter
from typing import TYPE_CHECKING

from broadsheet.content.folder import UnreadableError, read_below
from broadsheet.content.problems import Problem, show, show_place
from broadsheet.content.settings import MAX_FILE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

RED, YELLOW = 31, 33


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """Show the progress of a build that takes longer than a second, where a person looks on."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    # 60 ms for Rich, which only a terminal is worth.
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn  # noqa: PLC0415

    columns = ("{task.description}", BarColumn(), MofNCompleteColumn(), "{task.fields[rate]}")
    # No thread of its own refreshes it: processes are forked while it is shown.
    bar = Progress(
        *columns,
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
        auto_refresh=False,
    )
    task = bar.add_task("reading", total=None, rate="")
    began = perf_counter()

    def tell(phase: str, done: int, total: int) -> None:
        seconds = perf_counter() - began
        rate = f"{done / seconds:,.0f} a second" if done else ""
        bar.update(task, description=phase, completed=done, total=total or None, rate=rate)
        if seconds >= 1:
            bar.start()
            bar.refresh()

    try:
        yield tell
    finally:
        bar.stop()


def show_problems(problems: Iterable[Problem], content: Path) -> None:
    """Print problems for people, those of a file together, each with the line that it names."""
    for path, of_file in groupby(problems, key=attrgetter("path")):
        lines = _read_lines(content, path)
        for problem in of_file:
            line = show(problem, content)
            source, caret = show_place(problem, lines)
            if sys.stdout.isatty():
                colour = RED if problem.severity == "error" else YELLOW
                line, caret = f"\x1b[1;{colour}m{line}\x1b[0m", f"\x1b[{colour}m{caret}\x1b[0m"
            print("\n".join([line, *([source, caret] if source else [])]))


def _read_lines(content: Path, path: str) -> list[str]:
    """Return the lines of a file that is text, to show one of them; of any other, none.

    A file to which a link leads is none of the content, and nothing of it is shown.
    """
    if not path.endswith((".md", ".yaml", ".css", ".svg")):
        return []
    try:
        data = read_below(content, path, MAX_FILE)
    except UnreadableError:
        return []
    text = data.decode("utf-8-sig", errors="replace") if len(data) <= MAX_FILE else ""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
