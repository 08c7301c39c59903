"""A map over several processes, for work that is worth them."""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING, Any

from broadsheet.content.problems import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

ENOUGH_FOR_PROCESSES = 8  # pieces of work; below, a second process costs more than it saves

_work: Callable[[Any], Any]
_private: set[int] = set()  # open files of this process that workers must not hold


@contextmanager
def private(file: int) -> Iterator[None]:
    """Keep an open file from workers: a lock on it must end with this process."""
    _private.add(file)
    try:
        yield
    finally:
        _private.discard(file)


@contextmanager
def _closing(writing: int) -> Iterator[None]:
    """Close the end of the pipe that keeps workers alive, so that they end before one waits.

    One that was killed may hold the lock of the queue of work, and the others, told through that
    queue to end, would wait for it for ever.
    """
    try:
        yield
    finally:
        os.close(writing)


def _begin_worker(work: Callable[[Any], Any], parent: tuple[int, int]) -> None:
    """Keep the function in a process of its own; an interrupt is the parent's to handle.

    `parent` are the ends of a pipe that the parent alone can write to, and never does: when it can
    be read, the parent is gone. A worker would else wait for ever for what to do next.
    """
    global _work  # noqa: PLW0603 - a forked worker's one piece of state, inherited and not pickled
    _work = work
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    reading, writing = parent
    for file in (writing, *_private):
        os.close(file)
    Thread(target=_end_with, args=(reading,), daemon=True).start()


def _end_with(parent: int) -> None:
    """End this process when its parent does."""
    os.read(parent, 1)
    os._exit(1)


def _do(item: Any) -> Any:
    return _work(item)


def spread(
    jobs: int, enough: int = ENOUGH_FOR_PROCESSES
) -> Callable[[Callable[[Any], Any], list[Any]], Iterable[Any]]:
    """Return a map over `jobs` processes, in order; with one job or few items, the plain map.

    The map raises UsageError if a process is killed.
    """

    def map_over(work: Callable[[Any], Any], items: list[Any]) -> Iterable[Any]:
        if jobs <= 1 or len(items) < enough:
            yield from map(work, items)
            return
        from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - 20 ms, if at all
        from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415 - as above
        from multiprocessing import get_context  # noqa: PLC0415 - as above

        reading, writing = os.pipe()
        try:
            begin = (_begin_worker, (work, (reading, writing)))
            with ProcessPoolExecutor(jobs, get_context("fork"), *begin) as pool, _closing(writing):
                try:
                    yield from pool.map(_do, items)
                except BaseException:
                    pool.shutdown(wait=False, cancel_futures=True)
                    raise
        except BrokenProcessPool:
            message = (
                "the system has ended one of the build's processes, perhaps for want of memory:"
                " build again, with --jobs 1 if this comes again"
            )
            raise UsageError(message) from None
        finally:
            os.close(reading)

    return map_over
