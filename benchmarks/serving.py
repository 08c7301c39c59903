"""Measure `build.py serve`: from saving a file to the browser having the page that shows it."""

from __future__ import annotations

import re
import subprocess
import threading
from time import perf_counter, sleep
from typing import TYPE_CHECKING
from urllib.request import urlopen

from measure import Run, memory_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

PAUSE = 0.5  # seconds between two saves: people make longer ones
_ADDRESS = re.compile(r"Serving on (http://127\.0\.0\.1:\d+)/")
_VERSION = re.compile(r'data-version="(\d+)"')


def measure_saves(
    command: Sequence[str], folder: Path, page: str, saves: Sequence[Callable[[], str]]
) -> list[Run]:
    """Serve, save one after another, and give how long each took; CPU is not told apart.

    A save gives a text that its page must then hold. A browser's part is played by whoever waits
    for the next build, as its script does, and then loads the page.
    """
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True)
    try:
        address = _wait_for_address(process)
        front = _get(f"{address}/index.html").decode()
        version = int(_VERSION.search(front)[1])  # type: ignore[index]
        return [
            _measure(process, address, version + number, page, save)
            for number, save in enumerate(saves)
        ]
    finally:
        process.terminate()
        process.wait()


def _wait_for_address(process: subprocess.Popen[str]) -> str:
    """Read what the server prints until it says where it is."""
    for line in process.stdout or ():
        found = _ADDRESS.search(line)
        if found:
            threading.Thread(target=process.stdout.read, daemon=True).start()  # type: ignore[union-attr]
            return found[1]
    message = "the server ended before it served"
    raise RuntimeError(message)


def _measure(
    process: subprocess.Popen[str], address: str, version: int, page: str, save: Callable[[], str]
) -> Run:
    """Measure one save."""
    sleep(PAUSE)
    waiting = threading.Thread(target=_get, args=(f"{address}/.wait?{version}",))
    waiting.start()
    sleep(0.1)  # until it is asked
    start = perf_counter()
    text = save()
    waiting.join()
    shown = _get(f"{address}/{page}")
    wall = perf_counter() - start
    if text.encode() not in shown:
        message = f"{page} does not show what was saved"
        raise RuntimeError(message)
    return Run(wall, 0.0, memory_of(process.pid))


def _get(address: str) -> bytes:
    with urlopen(address) as answer:  # noqa: S310 - our own server
        data: bytes = answer.read()
    return data
