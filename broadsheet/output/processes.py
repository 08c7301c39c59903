"""A map over several processes, for work that is worth them."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ENOUGH_FOR_PROCESSES = 8  # pieces of work; below, a second process costs more than it saves

_work: Callable[[Any], Any]


def _begin_worker(work: Callable[[Any], Any]) -> None:
    """Keep the function in a process of its own; an interrupt is the parent's to handle."""
    global _work  # noqa: PLW0603 - a forked worker's one piece of state, inherited and not pickled
    _work = work
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _do(item: Any) -> Any:
    return _work(item)


def spread(
    jobs: int, enough: int = ENOUGH_FOR_PROCESSES
) -> Callable[[Callable[[Any], Any], list[Any]], Iterable[Any]]:
    """Return a map over `jobs` processes, in order; with one job or few items, the plain map."""

    def map_over(work: Callable[[Any], Any], items: list[Any]) -> Iterable[Any]:
        if jobs <= 1 or len(items) < enough:
            yield from map(work, items)
            return
        from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - 20 ms, if at all
        from multiprocessing import get_context  # noqa: PLC0415 - as above

        with ProcessPoolExecutor(jobs, get_context("fork"), _begin_worker, (work,)) as pool:
            try:
                yield from pool.map(_do, items)
            except BaseException:
                pool.shutdown(wait=True, cancel_futures=True)
                raise

    return map_over
