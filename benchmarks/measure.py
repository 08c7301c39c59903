"""Measure a command: its time, its processor time, its memory; and what it wrote.

What the numbers say:

- `wall` is the time from the start of the command to its end.
- `cpu` is the user and system time of the command and of all its descendants that were waited
  for, as the kernel counts them (`wait4`). A descendant that outlives its parent is not in it.
- `peak` is the most memory that the tree of processes held at once, sampled every 20 ms, or more
  rarely where a sample takes long. Of one process that is its resident memory (RSS). Of several it
  is the sum of their proportional shares (PSS), in which pages that they share after a fork count
  once. A peak between two samples is missed; where the kernel's own record of the largest process
  (`ru_maxrss`) is above the samples, that is taken. A child's record begins at our own size, so it
  counts only when it is above that.
"""

from __future__ import annotations

import os
import platform
import resource
import statistics
import subprocess
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

INTERVAL = 0.02  # seconds
SHARE = 0.1  # of a processor, at most, for taking samples
PAGE = os.sysconf("SC_PAGE_SIZE")
PROC = Path("/proc")


class Run(NamedTuple):
    """What one run of a command took: seconds, seconds of processors, bytes."""

    wall: float
    cpu: float
    peak: int


class Tree(NamedTuple):
    """What a folder holds: its files, and their bytes."""

    files: int
    size: int


class CommandError(Exception):
    """A command failed; the message holds the end of what it said."""


def run(
    command: Sequence[str | Path],
    folder: Path | None = None,
    more: Mapping[str, str] | None = None,
    heard: list[str] | None = None,
) -> Run:
    """Run a command in a folder and measure it; `more` are variables of its environment.

    What it printed is added to `heard`. Raises CommandError where it ends with another exit code
    than 0.
    """
    with tempfile.TemporaryFile() as said:
        start = perf_counter()
        process = subprocess.Popen(
            [str(word) for word in command],
            cwd=folder,
            env={**_environment(), **(more or {})},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        with _Sampler(process.pid) as sampler:
            _, status, usage = os.wait4(process.pid, 0)
            wall = perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            end = said.read().decode(errors="replace")[-2000:]
            message = f"{command[0]} ended with {process.returncode}:\n{end}"
            raise CommandError(message)
        if heard is not None:
            said.seek(0)
            heard.append(said.read().decode(errors="replace"))
    return Run(wall, usage.ru_utime + usage.ru_stime, max(sampler.peak, _record(usage)))


def _environment() -> dict[str, str]:
    """Return the environment of a person's shell: Python keeps what it has compiled there."""
    unusual = ("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX")
    return {name: value for name, value in os.environ.items() if name not in unusual}


def repeat(times: int, command: Sequence[str | Path], folder: Path | None = None) -> Run:
    """Run a command several times and give the medians."""
    return median([run(command, folder) for _ in range(times)])


def median(runs: Iterable[Run]) -> Run:
    """Return the median of each of the runs' numbers by itself."""
    walls, cpus, peaks = zip(*runs, strict=True)
    return Run(statistics.median(walls), statistics.median(cpus), int(statistics.median(peaks)))


def tree_of(folder: Path, besides: tuple[str, ...] = ()) -> Tree:
    """Count what a folder holds, but for what begins with one of `besides` at its top."""
    sizes = [
        path.lstat().st_size
        for path in folder.rglob("*")
        if not path.is_dir() and not path.relative_to(folder).parts[0].startswith(besides)
    ]
    return Tree(len(sizes), sum(sizes))


# --------------------------------------------------------------------------- memory


class _Sampler(threading.Thread):
    """Watches the memory of a tree of processes while the block runs."""

    def __init__(self, root: int) -> None:
        """Take the process at the root."""
        super().__init__(daemon=True)
        self.peak = 0
        self._root = root
        self._done = threading.Event()

    def __enter__(self) -> Self:
        """Begin."""
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End."""
        self._done.set()
        self.join()

    def run(self) -> None:
        """Take samples, with pauses, until the end."""
        pause = 0.0
        while not self._done.wait(pause):
            start = perf_counter()
            self.peak = max(self.peak, memory_of(self._root))
            pause = max(INTERVAL, (perf_counter() - start) / SHARE)


def memory_of(root: int) -> int:
    """Return the memory of a tree of processes now, in bytes."""
    return _memory(tuple(_tree(root)))


def _tree(root: int) -> Iterator[int]:
    """Return a process and its descendants."""
    found = [root]
    while found:
        process = found.pop()
        yield process
        for file in (PROC / str(process) / "task").glob("*/children"):
            try:
                found.extend(map(int, file.read_text().split()))
            except OSError:  # the thread, or the process, has just ended
                continue


def _memory(processes: Sequence[int]) -> int:
    """Return the memory of processes in bytes."""
    measure = _resident if len(processes) == 1 else _proportional
    return sum(map(measure, processes))


def _resident(process: int) -> int:
    """Return a process's resident memory; 0 when it has ended."""
    try:
        return int((PROC / str(process) / "statm").read_text().split()[1]) * PAGE
    except (OSError, IndexError):
        return 0


def _proportional(process: int) -> int:
    """Return a process's proportional share of memory; 0 when it has ended."""
    try:
        text = (PROC / str(process) / "smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in text.splitlines() if "Pss:" in line), 0)


def _record(usage: resource.struct_rusage) -> int:
    """Return the memory of the largest process of a tree, or 0 where it says nothing of it."""
    ours = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return usage.ru_maxrss * 1024 if usage.ru_maxrss > ours else 0


# --------------------------------------------------------------------------- the machine


@dataclass(frozen=True, slots=True)
class Machine:
    """What the numbers were measured on; `memory` in bytes. It has no name."""

    processor: str
    cores: int
    memory: int
    system: str
    kernel: str
    python: str

    def __str__(self) -> str:
        """Say it in a line."""
        return (
            f"{self.processor}, {self.cores} cores, {self.memory / 2**30:.0f} GiB;"
            f" {self.system}, Linux {self.kernel}; Python {self.python}"
        )


def this_machine() -> Machine:
    """Describe the machine that we run on."""
    memory = _field(PROC / "meminfo", "MemTotal").split()[0]
    return Machine(
        _field(PROC / "cpuinfo", "model name"),
        len(os.sched_getaffinity(0)),
        int(memory) * 1024,
        _field(Path("/etc/os-release"), "PRETTY_NAME", "=").strip('"'),
        platform.release().partition("-")[0],
        platform.python_version(),
    )


def _field(path: Path, name: str, sign: str = ":") -> str:
    """Return the first value of that name in a file of names and values."""
    for line in path.read_text().splitlines():
        found, _, value = line.partition(sign)
        if found.strip() == name:
            return value.strip()
    return "unknown"
