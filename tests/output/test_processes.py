"""Workers end with the process that began them, and hold nothing of it."""

from __future__ import annotations

import os
import subprocess
import sys
from time import monotonic, sleep
from typing import TYPE_CHECKING

import pytest
from support import ROOT

from broadsheet.output.folder import output_folder
from broadsheet.output.processes import spread

if TYPE_CHECKING:
    from pathlib import Path

PATIENCE = 20  # seconds, within which a process has ended that ends at all

# Holds an output folder, gives two workers more than they can do, and is killed when both have
# begun: they leave their numbers in the folder.
KILLED = """
import os, signal, sys, time
from pathlib import Path
from broadsheet.output.folder import output_folder
from broadsheet.output.processes import spread

folder = Path(sys.argv[1])

def work(item):
    (folder / f"worker-{os.getpid()}").touch()
    time.sleep(600)

with output_folder(folder, force=True):
    answers = spread(2)(work, list(range(20)))
    if os.fork() == 0:
        while len(list(folder.glob("worker-*"))) < 2:
            time.sleep(0.01)
        os.kill(os.getppid(), signal.SIGKILL)
        os._exit(0)
    next(iter(answers))
"""


pytestmark = pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="no /proc here")  # noqa: PTH112 - a plain question


def is_alive(process: int) -> bool:
    """Return whether a process runs; one that has ended and is not yet buried does not."""
    try:
        with open(f"/proc/{process}/stat", encoding="ascii") as file:  # noqa: PTH123 - a plain read
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_killed_build_leaves_no_worker_and_no_lock(tmp_path: Path) -> None:
    """When the first process alone is killed, the others end, and the next build may begin."""
    done = subprocess.run(
        [sys.executable, "-c", KILLED, tmp_path], cwd=ROOT, check=False, timeout=PATIENCE
    )
    assert done.returncode < 0
    workers = [int(path.name.rpartition("-")[2]) for path in tmp_path.glob("worker-*")]
    assert len(workers) == 2
    with output_folder(tmp_path, force=False):
        pass
    until = monotonic() + PATIENCE
    while any(map(is_alive, workers)) and monotonic() < until:
        sleep(0.01)
    assert not any(map(is_alive, workers))


def test_answers_come_in_the_order_of_the_work() -> None:
    """However many processes there are, and none is left open afterwards."""
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - a count
    assert list(spread(2)(str, list(range(20)))) == [str(number) for number in range(20)]
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208 - a count
