"""Workers end with the process that began them, and hold nothing of it."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from support import ROOT

from broadsheet.output.folder import output_folder
from broadsheet.output.processes import UnseenError, Workers, hand_out, spread, take

if TYPE_CHECKING:
    from collections.abc import Iterator

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


# Maps over two processes; a part of the name `deadly` kills its own, as often as it is told.
DYING = """
import os, signal, sys
from pathlib import Path
from broadsheet.content.problems import UsageError
from broadsheet.output.processes import spread

folder, times, deadly, count = Path(sys.argv[1]), *map(int, sys.argv[2:])

def work(part):
    if part[0] == "deadly" and len(list(folder.iterdir())) < times:
        (folder / str(os.getpid())).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return part[1] ** 2

parts = [("deadly" if number == deadly else "harmless", number) for number in range(count)]
try:
    print(*spread(2)(work, parts))
except UsageError as error:
    print(error)
"""


@pytest.mark.parametrize(
    ("times", "said"),
    [
        (1, "0 1 4 9 16 25 36 49 64"),
        (2, "0 1 4 9 16 25 36 49 64"),
        (99, "over the same part of the work, which begins with deadly"),
    ],
)
def test_part_whose_process_was_killed_is_done_again(tmp_path: Path, times: int, said: str) -> None:
    """Until it has cost three processes by itself, or a fourth that had another part beside it."""
    done = subprocess.run(
        [sys.executable, "-c", DYING, tmp_path, str(times), "5", "9"],
        cwd=ROOT,
        check=False,
        timeout=PATIENCE,
        capture_output=True,
        text=True,
    )
    assert said in done.stdout
    assert done.stderr == ""
    assert len(list(tmp_path.iterdir())) <= min(times, 4)


def test_process_may_be_killed_over_one_of_the_last_parts_of_many(tmp_path: Path) -> None:
    """When the answers are there, nothing is asked of processes that are gone."""
    done = subprocess.run(
        [sys.executable, "-c", DYING, tmp_path, "1", "148", "150"],
        cwd=ROOT,
        check=False,
        timeout=PATIENCE,
        capture_output=True,
        text=True,
    )
    assert (done.stdout.split(), done.stderr) == ([str(one**2) for one in range(150)], "")


def test_answers_come_in_the_order_of_the_work() -> None:
    """However many processes there are, and none is left open afterwards."""
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - a count
    assert list(spread(2)(str, list(range(20)))) == [str(number) for number in range(20)]
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208 - a count


def test_parts_are_made_while_others_are_done() -> None:
    """Of a million parts a few dozen are in memory; what is not asked for is not made."""
    made = []

    def parts() -> Iterator[int]:
        for number in range(1_000_000):
            made.append(number)
            yield number

    with Workers(2) as workers:
        answers = iter(workers()(str, parts()))
        assert next(answers) == "0"
        assert len(made) < 100


def test_arrays_of_the_work_are_in_memory_once(tmp_path: Path) -> None:
    """A process sees them in the file that all have; what comes out is what went in."""
    arrays: list[Any] = [np.arange(1000, dtype=np.int32), np.zeros((2, 3)), np.array([], np.uint8)]
    order = hand_out(partial(tuple.__add__, (*arrays, "text")), tmp_path, b"told")
    heard: list[bytes] = []
    found: list[Any]
    *found, text, more = take(order, heard.append)(("more",))
    assert heard == [b"told"]
    assert (text, more) == ("text", "more")
    for one, other in zip(found, arrays, strict=True):
        assert one.dtype == other.dtype
        assert one.tolist() == other.tolist()
        assert not one.flags.owndata
        assert not one.flags.writeable


@pytest.mark.parametrize("change", ["gone", "empty", "cut", "other", "half"])
def test_work_that_is_not_what_was_handed_out_is_refused(tmp_path: Path, change: str) -> None:
    """Another machine may not see the file, or see an older one, or half of it."""
    order = hand_out(partial(max, np.arange(1000)), tmp_path)
    file = Path(order.path)
    data = file.read_bytes()
    file.unlink()
    changed = {
        "empty": b"",
        "cut": data[:70],
        "other": data[:70] + bytes(70) + data[140:],
        "half": data[:-2000],
    }
    if change != "gone":
        file.write_bytes(changed[change])
    with pytest.raises(UnseenError):
        take(order)


def test_workers_stay_from_one_map_to_the_next() -> None:
    """They are forked once; the work of each map is its own."""
    with Workers(2) as workers:
        found = set(workers()(process_of, range(20)))
        assert list(workers()(abs, range(-20, 0))) == list(range(20, 0, -1))
        found |= set(workers()(process_of, range(20)))
        assert 1 <= len(found) <= 2
        assert os.getpid() not in found


def process_of(_part: int) -> int:
    """Return the number of the process that does a part."""
    return os.getpid()
