"""A map over workers elsewhere: those of any executor, or of a Dask scheduler.

The work is a file in the staging folder, which all workers see. A worker runs the same code and
libraries, and says so before it is given anything; one that comes later, before its first part.
"""

from __future__ import annotations

import json
import os
import pickle
import socket
import warnings
from concurrent.futures import CancelledError
from contextlib import contextmanager, nullcontext, suppress
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from broadsheet.content.paths import SITE
from broadsheet.content.problems import UsageError
from broadsheet.output.ledger import code_digest, list_static, template_digests, versions
from broadsheet.output.processes import (
    ENOUGH_FOR_PROCESSES,
    MOST_DEATHS,
    UnseenError,
    deadly,
    do,
    forget,
    hand_out,
    in_turn,
    split,
)
from broadsheet.text.digest import digest, digest_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from concurrent.futures import Executor, Future
    from contextlib import AbstractContextManager

    from distributed import Client, LocalCluster

    from broadsheet.output.processes import Engine, Order, Spread, Work

    Program = Mapping[str, str]  # versions, and digests of what has none, by name
    Explain = Callable[[BaseException, Any], BaseException]  # gets the part, too

LOCAL = "local"  # the address that starts a scheduler here
AHEAD = 256  # parts that are handed out before their turn, each of some 100 kB
PATIENCE = 20  # seconds, after which it is asked whether there still are workers
_PACKAGE = Path(__file__).resolve().parents[1]
_LOGGERS = ("distributed", "distributed.client")
_DIGESTS = ("code", "templates", "static files")


class Places(NamedTuple):
    """Folders that all workers see by the same paths: they write to `staging` alone."""

    content: Path
    staging: Path
    templates: Path
    static: Path


# ------------------------------------------------ in a worker


@cache
def _own_code() -> Program:
    """Return what this process runs."""
    return {**versions(), "code": code_digest(_PACKAGE).hex()}


def program_of(templates: Path, static: Path) -> Program:
    """Return what makes a page what it is, beside the content."""
    return {
        **_own_code(),
        "templates": digest(tuple(template_digests(templates).items())).hex(),
        "static files": digest(tuple(list_static(static))).hex(),
    }


def _differences(ours: Program, theirs: Program) -> str:
    """Say what a worker has that we have not; empty if nothing. Digests follow from versions."""
    differing = [name for name in sorted({*ours, *theirs}) if ours.get(name) != theirs.get(name)]
    told = [
        f"{name} {theirs.get(name, 'is not there')} (here {ours.get(name, 'it is not there')})"
        for name in differing
        if name not in _DIGESTS
    ]
    return ", ".join(told or [f"other {name}" for name in differing])


def find_unseen(places: Places, name: str, site: str) -> str:
    """Say what this process does not see, or cannot write to; empty if nothing.

    `name` is that of a file in the staging folder, `site` the digest of the content's settings.
    """
    if not (places.staging / name).is_file():
        return f"does not see {places.staging.parent}"
    if not os.access(places.staging, os.W_OK):
        return f"may not write to {places.staging}"
    return "" if _digest_of_site(places) == site else f"does not see {places.content} as it is here"


def _digest_of_site(places: Places) -> str:
    """Return the digest of the settings, empty where they cannot be read."""
    try:
        return digest_of((places.content / SITE).read_bytes()).hex()
    except OSError:
        return ""


def do_here(order: Order, data: bytes) -> Any:
    """Do a part of the work that is in a file, which must be that of the program that runs here."""
    try:
        return do(order, data, _hear)
    except UnseenError:
        message = f"the worker {_address()} does not see {order.path}: it must see the same files"
        raise UsageError(message) from None


def _hear(told: bytes) -> None:
    """Refuse the work of another program."""
    program, templates, static = json.loads(told)
    wrong = _differences(program, program_of(Path(templates), Path(static)))
    if wrong:
        raise _refusal(_address(), wrong)


def _address() -> str:
    """Return where this process is."""
    with suppress(ImportError, ValueError):
        from distributed import get_worker  # noqa: PLC0415 - other executors need none

        return str(get_worker().address)
    return f"process {os.getpid()} on {socket.gethostname()}"


def _refusal(address: str, wrong: str) -> UsageError:
    """Return what there is to say of a worker that is not as we are."""
    message = (
        f"the worker {address} is refused, since its pages would be others: it has {wrong};"
        " give it the same program and packages, and start it again"
    )
    return UsageError(message)


# ------------------------------------------------ in the build


def spread_over(
    executor: Executor,
    places: Places,
    explain: Explain = lambda error, _part: error,
    watch: Callable[[], None] = lambda: None,
    enough: int = ENOUGH_FOR_PROCESSES,
) -> Spread:
    """Return a map over the processes of an executor; with few parts, the plain map.

    `explain` returns what to raise for an error that a part ended with; `watch` is called when
    nothing was heard for a while.
    """

    def map_over(work: Work, parts: Iterable[Any]) -> Iterable[Any]:
        parts, are_enough = split(parts, enough)
        if not are_enough:
            return map(work, parts)
        program = program_of(places.templates, places.static)
        told = json.dumps([program, str(places.templates), str(places.static)])
        order = hand_out(work, places.staging, told.encode())

        def submit(part: Any) -> Future[Any]:
            try:
                return executor.submit(do_here, order, pickle.dumps(part))
            except Exception as error:  # noqa: BLE001 - of the engine, where it is gone
                raise explain(error, part) from None

        return in_turn(parts, submit, partial(_answer, explain, watch), AHEAD)

    return map_over


def _answer(explain: Explain, watch: Callable[[], None], part: Any, future: Future[Any]) -> Any:
    """Wait for the answer to a part."""
    while True:
        try:
            return future.result(timeout=PATIENCE)
        except Exception as error:  # noqa: BLE001 - whatever a part ended with
            if future.done():
                raise explain(error, part) from None
        watch()


# ------------------------------------------------ with Dask


@contextmanager
def connect(address: str, jobs: int, places: Places) -> Iterator[Engine]:
    """Give what maps over the workers of a scheduler; `local` starts one with `jobs` workers.

    Raise UsageError where there is none, or where a worker is not as we are.
    """
    try:
        import dask  # noqa: PLC0415 - optional, and 0.5 s with the next

        # What goes wrong is told by us in a sentence. Whose own settings say more, hears more.
        dask.config.update_defaults({"logging": dict.fromkeys(_LOGGERS, "critical")})
        import distributed  # noqa: PLC0415 - as above
    except ImportError as error:
        raise _missing(error) from None
    warnings.filterwarnings("ignore", module="distributed")
    with (
        _begin_cluster(jobs) if address == LOCAL else nullcontext(address) as scheduler,
        _begin_client(scheduler, address) as client,
    ):
        _admit(client, places, address)

        def explain(error: BaseException, part: Any) -> BaseException:
            if isinstance(error, distributed.KilledWorker):
                return deadly(part)
            is_lost = isinstance(error, CancelledError) or client.status != "running"
            return _lost(address) if is_lost else error

        executor = client.get_executor(pure=False)  # type: ignore[no-untyped-call]
        yield partial(spread_over, executor, places, explain, partial(_watch, client, address))
        with suppress(OSError):  # the site is there, whether or not the scheduler still is
            client.run(forget, on_error="ignore")


def _begin_cluster(jobs: int) -> AbstractContextManager[LocalCluster]:
    """Return a scheduler with workers of this machine, which nobody else may use."""
    import dask  # noqa: PLC0415 - as above
    from distributed import LocalCluster  # noqa: PLC0415 - as above

    dask.config.set({"distributed.scheduler.allowed-failures": MOST_DEATHS - 1})
    try:
        return LocalCluster(  # type: ignore[no-untyped-call]
            n_workers=max(1, jobs),
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address=None,
            security=True,
        )
    except ImportError as error:  # of what makes the certificates
        raise _missing(error) from None


@contextmanager
def _begin_client(scheduler: str | LocalCluster, address: str) -> Iterator[Client]:
    """Give a connection to a scheduler."""
    from distributed import Client  # noqa: PLC0415 - as above

    try:
        client = Client(scheduler, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, TimeoutError, ValueError) as error:
        message = f"no scheduler answers at {address}: {error}"
        raise UsageError(message) from None
    with client:
        yield client


def _admit(client: Client, places: Places, address: str) -> None:
    """Raise UsageError, which names it, if a worker is not as we are or does not see our files."""
    ours = program_of(places.templates, places.static)
    told = client.run(program_of, places.templates, places.static, on_error="return")
    if not told:
        raise _lost(address)
    for worker, theirs in told.items():
        failed = isinstance(theirs, BaseException)
        wrong = f"another program ({theirs})" if failed else _differences(ours, theirs)
        if wrong:
            raise _refusal(worker, wrong)
    places.staging.mkdir(exist_ok=True)
    probe = places.staging / f"probe-{os.getpid()}"
    probe.touch()
    site = _digest_of_site(places)
    for worker, unseen in client.run(find_unseen, places, probe.name, site).items():
        if unseen:
            message = f"the worker {worker} {unseen}: all workers must see the same files"
            raise UsageError(message)
    probe.unlink()


def _watch(client: Client, address: str) -> None:
    """Raise UsageError if a scheduler has gone, or all of its workers."""
    try:
        workers = client.nthreads()  # type: ignore[no-untyped-call]
    except (OSError, TimeoutError):
        workers = {}
    if not workers:
        raise _lost(address)


def _missing(error: ImportError) -> UsageError:
    """Return what there is to say where an optional package is not there."""
    message = (
        f"--cluster needs more packages ({error}): sh .ci/setup .venv requirements/run.txt"
        " requirements/cluster.txt installs them"
    )
    return UsageError(message)


def _lost(address: str) -> UsageError:
    """Return what there is to say of a scheduler that is gone, or has no workers."""
    message = f"the scheduler at {address} is gone, or has no workers: start it, and build again"
    return UsageError(message)
