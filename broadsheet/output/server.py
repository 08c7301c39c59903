"""The site on this machine: served as it would be published, built again as files change.

A page opened here asks for one script more, which waits for the next build and then loads the
page again. The files on the disk are those that would be published, to the byte.
"""

from __future__ import annotations

import re
import sys
import threading
import time
from contextlib import suppress
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

from broadsheet.output.kinds import kind_of, with_charset
from broadsheet.output.requested import (
    find_file,
    is_loaded_elsewhere,
    is_own,
    names_in,
    split_target,
)

if TYPE_CHECKING:
    from collections.abc import Callable

WAIT = "/.wait"  # answers when the site has changed since the version behind the question mark
SCRIPT = "/.reload.js"
KEEPING = "/static/offline.js"  # empty here: what browsers keep would outlive the server
_HOME = re.compile(rb'href="([^"]*)index\.html" rel="home"')
HOLD = 25  # seconds after which a waiting page asks again
PATIENCE = 60  # seconds after which one who neither asks nor takes is given up
_NO_PAGE = b"<!DOCTYPE html>\n<title>404</title>\n<body>There is no page here.</body>\n"
_ELSEWHERE = "This server answers to 127.0.0.1, localhost and [::1] alone: open the site by one."
_LOADED = "Pages of another origin may lead to this site, and load nothing of it."
_RELOAD = b""""use strict";
(async () => {
  const { version } = document.currentScript.dataset;
  for (;;) {
    try {
      const answer = await fetch(`/.wait?${version}`);
      if (answer.status === 200) { location.reload(); return; }
      if (answer.status === 204) continue;
    } catch { /* it is not running now */ }
    await new Promise((later) => setTimeout(later, 500));
  }
})();
"""
_PROBLEMS = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The content has problems</title>
<link rel="stylesheet" href="/static/style.css">
</head>
<body>
<main class="head">
<h1>The content has problems</h1>
<p class="standfirst">The site is as it was. Mend them, and this page shows it again.</p>
<pre>%s</pre>
</main>
</body>
</html>
"""


class State:
    """What the server shows: the version of the site, and the problems of its last build.

    No other server had the version: a page may have been open since an earlier one.
    """

    def __init__(self) -> None:
        """Begin before the first build."""
        self.version = time.time_ns()
        self.is_begun = False
        self.problems: tuple[str, ...] = ()
        self._changed = threading.Condition()

    def update(self, problems: tuple[str, ...]) -> None:
        """Note the end of a build, and wake the pages that wait for it."""
        with self._changed:
            self.version += 1
            self.is_begun = True
            self.problems = problems
            self._changed.notify_all()

    def wait(self, version: str) -> bool:
        """Wait for a version other than the one that a page says it has; tell whether it came."""
        with self._changed:
            return self._changed.wait_for(lambda: str(self.version) != version, HOLD)


class Handler(BaseHTTPRequestHandler):
    """Serves the output folder, with the reloading script in every page."""

    protocol_version = "HTTP/1.1"
    timeout = PATIENCE

    def __init__(self, state: State, *args: object, directory: str) -> None:
        """Serve one request."""
        self.state = state
        self.folder = Path(directory)
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer with a page, a file, or the news that there is another build."""
        self.version = self.state.version  # of what is sent, at least
        path, query = split_target(self.path)
        headers = self.headers
        if not is_own(self.path, headers.get_all("Host", [])):
            self._send(421, "text/plain", _ELSEWHERE.encode())
        elif is_loaded_elsewhere(headers["Sec-Fetch-Site"] or "", headers["Sec-Fetch-Dest"] or ""):
            self._send(403, "text/plain", _LOADED.encode())
        elif path == WAIT:
            changed = self.state.wait(query)
            self._send(200 if changed else 204, "text/plain", b"")
        elif path == SCRIPT:
            self._send(200, "text/javascript", _RELOAD)
        elif path == KEEPING:
            self._send(200, "text/javascript", b"")
        else:
            self._send_file(names_in(path))

    def do_HEAD(self) -> None:
        """Answer as to GET; `_send` leaves the body out."""
        self.do_GET()

    def _send_file(self, names: list[str]) -> None:
        """Send a file, with the script if it is a page, or the problems in its place.

        A page that is not there may be there once they are mended.
        """
        name = names[-1] if names else ""
        is_page = name.endswith(".html") or (name != "" and "." not in name)
        if self.state.problems and is_page:
            text = _PROBLEMS % escape("\n".join(self.state.problems))
            self._send(500, "text/html", self._with_script(text.encode()))
            return
        body = self._read(names)
        if body is None:
            self._send_missing()
        elif is_page:
            self._send(200, "text/html", self._with_script(body))
        else:
            self._send(200, kind_of(name), body)

    def _read(self, names: list[str]) -> bytes | None:
        """Return what a file holds; None if there is none."""
        file = find_file(self.folder, names)
        with suppress(OSError):  # it went in this moment, or may not be read
            return file.read_bytes() if file else None
        return None

    def _send_missing(self) -> None:
        """Send the site's own page for what is not there, with addresses that begin at the root.

        It leads to where the site is published; where that is not known, to what lies beside it.
        Before the first build that succeeds there is no such page.
        """
        page = self._read(["404.html"]) or _NO_PAGE
        home = _HOME.search(page)
        if home:
            ways = rb'(href|action)="' + re.escape(home[1]) + rb"(?![a-z]+:|#)"
            page = re.sub(ways, rb'\1="/', page)
        self._send(404, "text/html", self._with_script(page))

    def _with_script(self, page: bytes) -> bytes:
        """Put the reloading script into a page, unless its policy lets no script run."""
        if b"Content-Security-Policy" in page and b"script-src" not in page:
            return page
        script = f'<script src="{SCRIPT}" data-version="{self.version}" defer></script>\n</body>'
        return page.replace(b"</body>", script.encode(), 1)

    def _send(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        if status != HTTPStatus.NO_CONTENT:  # which has no body, not even an empty one
            self.send_header("Content-Type", with_charset(kind))
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def end_headers(self) -> None:
        """Let the browser keep nothing: the next build may have changed it."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, *_arguments: object) -> None:
        """Say nothing of requests: the terminal tells of builds."""


LAST_PORT = 65_535


class Server(ThreadingHTTPServer):
    """Serves each request in a thread, which ends with the program."""

    daemon_threads = True

    def handle_error(self, *_request: object) -> None:
        """Say in a line what went wrong within a request; that a browser went away is nothing."""
        error = sys.exception()
        if not isinstance(error, ConnectionError | TimeoutError):
            told = " ".join(str(error).split())
            sys.stderr.write(f"A request was not answered: {type(error).__name__}: {told}\n")


def listen(port: int, handler: Callable[..., Handler]) -> Server:
    """Open the port, or the first free one of the next nine; 0 lets the system choose."""
    last = min(port + 9, LAST_PORT)
    for candidate in range(port, last):
        with suppress(OSError):
            return Server(("127.0.0.1", candidate), handler)
    return Server(("127.0.0.1", last), handler)
