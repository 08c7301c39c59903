"""What tests may read of the repository, held by a hook of the interpreter.

The program and the tests are read by all. What owners and contributors write is read only by tests
that say so with the mark `repository`, and the content only by those of the live content: so no
paper and no fork can make another test fail.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from support import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CONTENT = f"{ROOT / 'content'}{os.sep}"
WRITTEN = tuple(f"{ROOT / name}{os.sep}" for name in (".github", "docs"))
READS = ("open", "os.listdir", "os.scandir")


@dataclass
class Allowed:
    """Which files may be read just now: at first all, as tests read some when they are loaded."""

    content: bool = True
    repository: bool = True


ALLOWED = Allowed()


def start(*, content: bool) -> None:
    """Watch this process from now on, and those that it forks."""
    ALLOWED.content = content
    sys.addaudithook(_watch)


@contextmanager
def allow(*, repository: bool) -> Iterator[None]:
    """Let a test read what owners and contributors write, or keep it from that."""
    ALLOWED.repository = repository or ALLOWED.content
    yield
    ALLOWED.repository = True


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    """Stop who reads what is not allowed, or starts a program on it."""
    if ALLOWED.content and ALLOWED.repository:
        return
    words: Iterable[object] = ()
    if event in READS:
        words = arguments[:1]
    elif event == "subprocess.Popen":
        words = arguments[1]
    for word in words:
        # A relative path may be one in a folder that is open, or in that where a program runs.
        if isinstance(word, str | os.PathLike) and Path(word).is_absolute():
            _refuse(os.path.abspath(word))  # noqa: PTH100 - which leaves symbolic links as they are


def _refuse(whole: str) -> None:
    """Raise AssertionError if a path may not be read just now."""
    if not ALLOWED.content and f"{whole}{os.sep}".startswith(CONTENT):
        message = f"{whole} is live content: take tests/feed, or write a test in tests/live"
        raise AssertionError(message)
    if not ALLOWED.repository and _is_written(whole):
        message = f"{whole} is not the program's: give the test the mark repository"
        raise AssertionError(message)


def _is_written(path: str) -> bool:
    """Return whether owners and contributors write a file: documentation, forms, workflows."""
    return path.startswith(WRITTEN) or (path.endswith(".md") and os.path.dirname(path) == str(ROOT))  # noqa: PTH120
