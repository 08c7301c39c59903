"""What verbs share of the terminal: progress, problems, failures."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from time import perf_counter
from typing import TYPE_CHECKING

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
    """Print problems for people, each with the line that it names."""
    text, shown = "", ""
    for problem in problems:
        if problem.path != shown:
            shown = problem.path
            text = _read_text(content / problem.path)
        line = show(problem, content)
        source, caret = show_place(problem, text)
        if sys.stdout.isatty():
            colour = RED if problem.severity == "error" else YELLOW
            line, caret = f"\x1b[1;{colour}m{line}\x1b[0m", f"\x1b[{colour}m{caret}\x1b[0m"
        print("\n".join([line, *([source, caret] if source else [])]))


def _read_text(path: Path) -> str:
    """Return a file's text as far as it has one, to show a line of it."""
    is_text = path.suffix in (".md", ".yaml", ".css", ".svg")
    if not is_text or not path.is_file() or path.stat().st_size > MAX_FILE:
        return ""
    return path.read_text(encoding="utf-8-sig", errors="replace")
