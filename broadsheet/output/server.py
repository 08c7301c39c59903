"""The site on this machine: served as it would be published, built again as files change.

A page opened here asks for one script more, which waits for the next build and then loads the
page again. The files on the disk are those that would be published, to the byte.
"""

from __future__ import annotations

import re
import threading
from contextlib import suppress
from html import escape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable

WAIT = b"/.wait"  # answers when the site has changed since the version behind the question mark
SCRIPT = "/.reload.js"
_STYLE = re.compile(rb'href="(/[^"]*/)static/style\.css"')
HOLD = 25  # seconds after which a waiting page asks again
_RELOAD = """"use strict";
(async () => {
  for (;;) {
    try {
      const answer = await fetch("/.wait?%d");
      if (answer.status === 200) { location.reload(); return; }
    } catch { await new Promise((later) => setTimeout(later, 500)); }
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
    """What the server shows: the count of builds, and the problems of the last one."""

    def __init__(self) -> None:
        """Begin before the first build."""
        self.version = 0
        self.problems: tuple[str, ...] = ()
        self._changed = threading.Condition()

    def update(self, problems: tuple[str, ...]) -> None:
        """Note the end of a build, and wake the pages that wait for it."""
        with self._changed:
            self.version += 1
            self.problems = problems
            self._changed.notify_all()

    def wait(self, version: int) -> bool:
        """Wait for a version other than this one; tell whether it came."""
        with self._changed:
            return self._changed.wait_for(lambda: self.version != version, HOLD)


class Handler(SimpleHTTPRequestHandler):
    """Serves the output folder, with the reloading script in every page."""

    protocol_version = "HTTP/1.1"
    extensions_map = {  # noqa: RUF012 - the base class's own way of saying it
        **SimpleHTTPRequestHandler.extensions_map,
        ".atom": "application/atom+xml",
        ".xml": "application/xml",
        ".json": "application/json",
        ".opml": "text/x-opml",
        ".js": "text/javascript",
    }

    def __init__(self, state: State, *args: object, directory: str) -> None:
        """Serve one request."""
        self.state = state
        super().__init__(*args, directory=directory)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer with a page, a file, or the news that there is another build."""
        path = urlsplit(self.path).path
        if path == WAIT.decode():
            self._wait()
        elif path == SCRIPT:
            self._send(200, "text/javascript", (_RELOAD % self.state.version).encode())
        elif "/." in path or "\0" in unquote(path):  # hidden files; a name that no file can have
            self._missing()
        elif path.endswith(("/", ".html")) or "." not in path:
            self._page(path)
        else:
            super().do_GET()

    def _wait(self) -> None:
        query = urlsplit(self.path).query
        changed = self.state.wait(int(query) if query.isdigit() else -1)
        self._send(200 if changed else 204, "text/plain", b"")

    def _page(self, path: str) -> None:
        """Send a page with the script in it, or the problems in its place."""
        if self.state.problems:
            text = _PROBLEMS % escape("\n".join(self.state.problems))
            self._send(500, "text/html", _with_script(text.encode()))
            return
        file = self.translate_path(path + "index.html" if path.endswith("/") else path)
        try:
            with open(file, "rb") as opened:  # noqa: PTH123 - translate_path gives a text
                self._send(200, "text/html", _with_script(opened.read()))
        except OSError:
            self._missing()

    def _missing(self) -> None:
        """Send the site's own page for what is not there, whose addresses begin at the root.

        It was made for the path at which the site is published; here that is none.
        """
        with open(self.translate_path("/404.html"), "rb") as opened:  # noqa: PTH123 - gives a text
            page = opened.read()
        published = _STYLE.search(page)
        if published:
            page = page.replace(b'="' + published[1], b'="/')
        self._send(404, "text/html", _with_script(page))

    def _send(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def end_headers(self) -> None:
        """Let the browser keep nothing: the next build may have changed it."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, *_arguments: object) -> None:
        """Say nothing of requests: the terminal tells of builds."""


def _with_script(page: bytes) -> bytes:
    """Put the reloading script into a page, and let the page's policy allow what it does."""
    page = page.replace(b"default-src 'none';", b"default-src 'none'; connect-src 'self';", 1)
    script = f'<script src="{SCRIPT}" defer></script>\n</body>'.encode()
    return page.replace(b"</body>", script, 1)


class Server(ThreadingHTTPServer):
    """Serves each request in a thread, which ends with the program."""

    daemon_threads = True


def listen(port: int, handler: Callable[..., Handler]) -> Server:
    """Open the port, or the first free one of the next nine; 0 lets the system choose."""
    for candidate in range(port, port + 9):
        with suppress(OSError):
            return Server(("127.0.0.1", candidate), handler)
    return Server(("127.0.0.1", port + 9), handler)
