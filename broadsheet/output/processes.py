"""A map over several processes of this machine, for work that is worth them.

A map takes a function and parts of its work, and gives the answers in the order of the parts. The
processes are forked for the first map that is worth it, when this one is still small, and stay for
the others: of what is planned and known here later they hold nothing. So the function and its parts
travel, and both must be fit to be pickled. The function goes by a file, whose large arrays every
process sees in the same memory; a part goes by itself, and few are on their way at once, so parts
may be made while others are done. A part whose process was killed is done again.
"""

from __future__ import annotations

import gc
import mmap
import os
import pickle
import signal
from collections import deque
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from itertools import chain, count, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock, Thread
from time import sleep
from typing import TYPE_CHECKING, Any, NamedTuple

from broadsheet.content.problems import UsageError
from broadsheet.text.digest import digest_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future, ProcessPoolExecutor
    from types import TracebackType
    from typing import Protocol, Self

    Work = Callable[[Any], Any]
    Spread = Callable[[Work, Iterable[Any]], Iterable[Any]]

    class Engine(Protocol):
        """What a build's work is done by."""

        def __call__(self, enough: int = ...) -> Spread:
            """Return a map, which is the plain one for less than `enough` parts."""


ENOUGH_FOR_PROCESSES = 8  # parts; below, a second process costs more than it saves
MOST_DEATHS = 3  # of processes over one part
_AHEAD = 4  # parts for each process that are handed out before their turn
LARGE = 1 << 26  # bytes of work, which nobody is to hold longer than it is done
MANY = 100  # parts, of which as much may be left
_MOMENT = 0.02  # seconds
_ALIGNED = 64  # bytes; where an array may begin in a file

_private: set[int] = set()  # open files of this process that workers must not hold


@contextmanager
def private(file: int) -> Iterator[None]:
    """Keep an open file from workers: a lock on it must end with this process."""
    _private.add(file)
    try:
        yield
    finally:
        _private.discard(file)


# ------------------------------------------------ work as a file


class Order(NamedTuple):
    """Work to do: the file that it lies in, and the digest of that file's head."""

    path: str
    known: str


def hand_out(work: Work, folder: Path, told: bytes = b"") -> Order:
    """Write work to a file for all workers, behind what they are told first.

    The file begins with the length of its head. The head is `told`, the work, and where the arrays
    lie that the work holds (pickle's protocol 5 leaves them out); then these follow.
    """
    arrays: list[pickle.PickleBuffer] = []
    packed = pickle.dumps(work, protocol=5, buffer_callback=arrays.append)
    views = [one.raw() for one in arrays]
    spans, end = [], 0
    for view in views:
        spans.append((end, end + view.nbytes))
        end += view.nbytes + -view.nbytes % _ALIGNED
    head = pickle.dumps((told, packed, spans))
    known = digest_of(head).hex()
    folder.mkdir(exist_ok=True)
    path = folder / f"work-{os.urandom(8).hex()}"
    with path.open("wb") as file:
        file.write(len(head).to_bytes(_ALIGNED, "big") + head + bytes(-len(head) % _ALIGNED))
        for view in views:
            file.write(view)
            file.write(bytes(-view.nbytes % _ALIGNED))
    return Order(str(path), known)


class UnseenError(Exception):
    """The file of the work is not there, or not the one that was written."""


def take(order: Order, hear: Callable[[bytes], None] = lambda _told: None) -> Work:
    """Read work from its file; `hear` gets what stands before it, and may refuse."""
    try:
        with open(order.path, "rb") as file:  # noqa: PTH123 - a plain read
            data = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError):
        raise UnseenError(order.path) from None
    end = _ALIGNED + int.from_bytes(data[:_ALIGNED], "big")
    head = bytes(data[_ALIGNED:end])
    if digest_of(head).hex() != order.known:
        raise UnseenError(order.path)
    told, packed, spans = pickle.loads(head)
    hear(told)
    arrays = data[end + -end % _ALIGNED :]
    if spans and len(arrays) < spans[-1][1]:  # the rest has not come here as yet
        raise UnseenError(order.path)
    work: Work = pickle.loads(packed, buffers=[arrays[first:last] for first, last in spans])
    return work


_held: dict[Order, Work] = {}  # the work of the last file that was read
_done = count(1)  # parts
_alone = Lock()  # a worker may have several threads; the work is made for one


def do(order: Order, data: bytes, hear: Callable[[bytes], None] = lambda _told: None) -> Any:
    """Do a part of the work that is in a file."""
    with _alone:
        if order not in _held:
            forget()
            _held[order] = take(order, hear)
        if next(_done) % MANY == 0:
            gc.collect()  # of little: but a worker that was forked by a build collects nothing else
        return _held[order](pickle.loads(data))


def forget() -> None:
    """Let the work go, and what it holds."""
    _held.clear()


def forget_for_a_moment() -> None:
    """Let the work go, and be busy meanwhile, so that the next worker is asked, too."""
    from broadsheet.text.memory import give_back  # noqa: PLC0415 - 5 ms, if at all

    forget()
    gc.collect()
    give_back()
    sleep(_MOMENT)


# ------------------------------------------------ parts in their turn


def split(parts: Iterable[Any], enough: int) -> tuple[Iterator[Any], bool]:
    """Return the parts, and whether there are enough of them."""
    rest = iter(parts)
    first = list(islice(rest, enough))
    return chain(first, rest), len(first) >= enough


def in_turn(
    parts: Iterable[Any],
    submit: Callable[[Any], Future[Any]],
    answer: Callable[[Any, Future[Any]], Any],
    ahead: int,
) -> Iterator[Any]:
    """Hand out `ahead` parts at once; yield the answers to all, and hand out one more for each."""
    rest = iter(parts)
    waiting = deque([(part, submit(part)) for part in islice(rest, ahead)])

    def answers() -> Iterator[Any]:
        try:
            while waiting:
                yield answer(*waiting.popleft())
                waiting.extend([(part, submit(part)) for part in islice(rest, 1)])
        finally:
            for _, future in waiting:
                future.cancel()

    return answers()


def name_of(part: Any) -> str:
    """Return what a part is called: the first text in it, a path or the name of a month."""
    while isinstance(part, (tuple, list)) and part:
        part = part[0]
    return str(part)


def deadly(part: Any) -> UsageError:
    """Return what there is to say of a part over which one process after the other was killed."""
    message = (
        "the system has ended one process after the other over the same part of the work, which"
        f" begins with {name_of(part)}, perhaps for want of memory: build again, with --jobs 1 if"
        " this comes again"
    )
    return UsageError(message)


# ------------------------------------------------ processes of this machine


class _Pool:
    """Forked processes, which end when this one does or when they are closed."""

    def __init__(self, jobs: int) -> None:
        """Fork them when the first part comes."""
        from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - 20 ms, if at all
        from multiprocessing import get_context  # noqa: PLC0415 - as above

        self._reading, self._writing = os.pipe()
        begin = (_begin_worker, ((self._reading, self._writing),))
        self.executor: ProcessPoolExecutor = ProcessPoolExecutor(jobs, get_context("fork"), *begin)

    def close(self) -> None:
        """End the processes.

        The end of the pipe that keeps them alive is closed first: one that was killed may hold the
        lock of the queue of work, and the others, told through that queue to end, would wait for it
        for ever.
        """
        os.close(self._writing)
        self.executor.shutdown(wait=True, cancel_futures=True)
        os.close(self._reading)


def _begin_worker(parent: tuple[int, int]) -> None:
    """Begin a process of its own; an interrupt is the parent's to handle.

    `parent` are the ends of a pipe that the parent alone can write to, and never does: when it can
    be read, the parent is gone. A worker would else wait for ever for what to do next.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    reading, writing = parent
    for file in (writing, *_private):
        os.close(file)
    Thread(target=_end_with, args=(reading,), daemon=True).start()


def _end_with(parent: int) -> None:
    """End this process when its parent does."""
    os.read(parent, 1)
    os._exit(1)


class Workers:
    """Up to `jobs` processes of this machine, for all maps of one build.

    Work lies in `folder`, or in one of its own, until the workers are let go. A map forks them when
    it is called, if they are needed and not there yet: within a transaction of SQLite's nobody may,
    who will read that file (https://sqlite.org/howtocorrupt.html, 2.6). Hence those that are forked
    in the midst of a map, since one was killed, end with it.
    """

    def __init__(self, jobs: int, folder: Path | None = None) -> None:
        """Fork nothing yet."""
        self._jobs = jobs
        self._folder = folder
        self._pool: _Pool | None = None
        self._is_late = False
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        """Return these workers."""
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        """End the processes."""
        self._close_pool()
        self._stack.close()

    def begin(self) -> None:
        """Fork them now, when nothing is in memory of which they would hold a copy."""
        if self._jobs > 1 and self._pool is None:
            self._pool = _Pool(self._jobs)
            self._pool.executor.submit(int).result()

    def __call__(self, enough: int = ENOUGH_FOR_PROCESSES) -> Spread:
        """Return a map, which is the plain one for less than `enough` parts.

        It raises UsageError when a part comes to nothing.
        """

        def map_over(work: Work, parts: Iterable[Any]) -> Iterable[Any]:
            parts, are_enough = split(parts, enough)
            if self._jobs <= 1 or not are_enough:
                return map(work, parts)
            order = hand_out(work, self._place())
            if self._is_late:
                self._close_pool()
            self._pool = self._pool or _Pool(self._jobs)
            self._is_late = False
            submit, answer = partial(self._submit, order), partial(self._answer, order)
            answers = in_turn(parts, submit, answer, _AHEAD * self._jobs)
            return self._then_rest(answers, is_large=Path(order.path).stat().st_size > LARGE)

        return map_over

    def _then_rest(self, answers: Iterable[Any], *, is_large: bool) -> Iterator[Any]:
        """Pass answers on; then have workers let go of work that holds very much, or was long."""
        from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415 - as below

        last = 0
        for last, answer in enumerate(answers, 1):  # noqa: B007 - it tells how many there were
            yield answer
        if self._pool is not None and (is_large or last > MANY):
            executor = self._pool.executor
            try:
                for future in [executor.submit(forget_for_a_moment) for _ in range(self._jobs)]:
                    future.exception()
            except BrokenProcessPool:  # one was killed after its last part
                self._close_pool()

    def _place(self) -> Path:
        """Return the folder of the work."""
        if self._folder is None:
            self._folder = Path(self._stack.enter_context(TemporaryDirectory()))
        return self._folder

    def _submit(self, order: Order, part: Any) -> Future[Any]:
        from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415 - as above

        data = pickle.dumps(part)
        if self._pool is not None:
            with suppress(BrokenProcessPool):
                return self._pool.executor.submit(do, order, data)
            self._close_pool()
        self._pool, self._is_late = _Pool(self._jobs), True
        return self._pool.executor.submit(do, order, data)

    def _answer(self, order: Order, part: Any, future: Future[Any]) -> Any:
        """Wait for the answer to a part; when a process was killed, do it again by itself.

        Which part a process died of, nobody knows but where there was one.
        """
        from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415 - as above

        with suppress(BrokenProcessPool):
            return future.result()
        for _ in range(MOST_DEATHS):
            alone = _Pool(1)
            try:
                return alone.executor.submit(do, order, pickle.dumps(part)).result()
            except BrokenProcessPool:
                pass
            finally:
                alone.close()
        raise deadly(part)

    def _close_pool(self) -> None:
        if self._pool is not None:
            self._pool.close()
            self._pool = None


def spread(jobs: int) -> Spread:
    """Return a map over `jobs` processes that are there for it alone."""

    def map_over(work: Work, parts: Iterable[Any]) -> Iterator[Any]:
        with Workers(jobs) as workers:
            yield from workers()(work, parts)

    return map_over
