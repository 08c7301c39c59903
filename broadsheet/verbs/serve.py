"""`serve`: build, show the site on this machine, build again whenever a file changes.

A page that is open in a browser loads itself again after each build.

Examples:
    python build.py serve
    python build.py serve --port 8080 --content ../my-feed/content
"""

from __future__ import annotations

import argparse
import re
import sqlite3
import subprocess
import sys
import threading
import traceback
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from watchfiles import DefaultFilter, watch

from broadsheet.content.paths import is_leaving
from broadsheet.content.problems import ContentError, UsageError, show
from broadsheet.output.pipeline import CODE, PROGRAM, Kept, Request, build_site
from broadsheet.output.server import LAST_PORT, Handler, State, listen
from broadsheet.text.counts import count
from broadsheet.verbs.exits import Exit, failed_build
from broadsheet.verbs.options import SiteOptions, add_site_options, request_of

if TYPE_CHECKING:
    from watchfiles import Change

WATCH_STEP = 20  # ms of quiet after which a change is acted on; editors write a file in one go
WATCH_LIVE = 100  # ms after which the watcher says that it is there, changes or none


class ServeOptions(SiteOptions):
    """What `serve` was asked for."""

    port: int


def add_options(parser: argparse.ArgumentParser) -> None:
    """Say what the verb takes."""
    add_site_options(parser)
    parser.add_argument("--port", type=_port, default=8000, metavar="N", help="the port (8000)")


def _port(text: str) -> int:
    """Read the number of a port; 0 has the system choose."""
    if not re.fullmatch("[0-9]{1,5}", text) or int(text) > LAST_PORT:
        message = f"{text} is no port: write a number from 0 to {LAST_PORT}"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def run(options: ServeOptions) -> Exit:
    """Serve until interrupted, on 127.0.0.1 alone.

    The first build waits until changes are heard of, so that none which comes during it is lost.
    """
    state = State()
    server = listen(options.port, partial(Handler, state, directory=str(options.output)))
    request = request_of(options)
    watched = [request.content, request.templates, request.static, CODE, PROGRAM / "build.py"]
    kept = Kept(remembers=True)
    code_changed = False
    try:
        for changes in watch(
            *(path for path in watched if path.exists()),
            watch_filter=_Meant(),
            debounce=200,
            step=WATCH_STEP,
            rust_timeout=WATCH_LIVE,
            yield_on_timeout=True,
        ):
            begun = state.is_begun
            if begun and not changes:
                continue
            code_changed = code_changed or any(path.endswith((".py", ".po")) for _, path in changes)
            state.update(_build_apart(options) if code_changed else _build(request, kept))
            for problem in state.problems:
                print(problem, flush=True)
            kept.rest()
            if not begun:
                threading.Thread(target=server.serve_forever, daemon=True).start()
                address = f"http://127.0.0.1:{server.server_address[1]}/"
                print(f"Serving on {address} - Ctrl-C ends it.", flush=True)
    except KeyboardInterrupt:  # the way to end it
        print()
    finally:
        server.server_close()
    return Exit.DONE


class _Meant(DefaultFilter):
    """Passes over what editors leave for a moment: nothing is built from it, and no page loaded."""

    def __call__(self, change: Change, path: str) -> bool:
        """Return whether somebody meant a change."""
        return super().__call__(change, path) and not is_leaving(Path(path).name)


def _build(request: Request, kept: Kept) -> tuple[str, ...]:
    """Build; return the problems to show in the page instead of a stale one."""
    try:
        built = build_site(request, lambda *_: None, kept)
    except ContentError as error:
        return tuple(show(problem, request.content) for problem in error.problems)
    except (UsageError, OSError, sqlite3.Error) as error:
        return (failed_build(error, request.output),)
    except Exception:  # noqa: BLE001 - a server survives our bugs and templates', and shows them
        return (traceback.format_exc(),)
    for problem in built.warnings:
        print(show(problem, request.content), file=sys.stderr)
    seconds = sum(seconds for _, seconds in built.timings)
    print(f"{count(built.rendered, 'page')} rendered in {seconds:.2f} s", flush=True)
    return ()


def _build_apart(options: ServeOptions) -> tuple[str, ...]:
    """Build in a new process, since this one runs the code as it was when it began."""
    named = {
        "--content": options.content,
        "--output": options.output,
        "--base-url": options.base_url,
        "--repository": options.repository,
        "--branch": options.branch,
        "--today": options.today,
        "--jobs": options.jobs,
    }
    words = [str(word) for pair in named.items() for word in pair]
    command = [sys.executable, str(PROGRAM / "build.py"), "build", *words]
    command += ["--force"] if options.force else []
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - ourselves
    print(done.stdout, end="", flush=True)
    if done.returncode:
        return (done.stderr,)
    print(done.stderr, end="", file=sys.stderr, flush=True)
    return ()
