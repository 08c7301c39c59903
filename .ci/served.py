"""A site as a host of static files serves it: compressed, to be kept for ten minutes.

That is how GitHub Pages does it. The site stands below the path of the base URL that it was
built for, so what begins at the host's root is found.
"""

from __future__ import annotations

import gzip
import mimetypes
import re
import threading
from contextlib import contextmanager
from functools import cache, partial
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)"')
_LEVEL = 6  # of gzip: what hosts use
_TEXTS = ("text/", "application/", "image/svg")


@cache
def zipped(path: Path) -> bytes:
    """Return what is sent of a file that is text."""
    return gzip.compress(path.read_bytes(), _LEVEL, mtime=0)


def path_on(site: Path) -> str:
    """Return the path on its host that a site was built for: `/`, or one like `/feed/`."""
    found = _CANONICAL.search((site / "index.html").read_text(encoding="utf-8"))
    return urlsplit(found[1]).path if found else "/"


@contextmanager
def serve(site: Path) -> Iterator[str]:
    """Serve a site on this machine, and yield the address of its front page's folder."""
    below = path_on(site)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, site, below))
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}{below}"
    server.shutdown()
    server.server_close()


class _Handler(BaseHTTPRequestHandler):
    """Answers with files of a site, or with its page for what is not there."""

    protocol_version = "HTTP/1.1"

    def __init__(self, site: Path, below: str, *args: object) -> None:
        """Serve one request."""
        self.site = site
        self.below = below
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Send a file."""
        asked = unquote(urlsplit(self.path).path)
        file = self.site / (asked.removeprefix(self.below) or "index.html")
        if asked.startswith(self.below) and ".." not in asked and file.is_file():
            self._send(200, file)
        else:
            self._send(404, self.site / "404.html")

    def _send(self, status: int, file: Path) -> None:
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        is_zipped = kind.startswith(_TEXTS) and "gzip" in self.headers.get("Accept-Encoding", "")
        body = zipped(file) if is_zipped else file.read_bytes()
        self.send_response(status)
        self.send_header(
            "Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
        )
        if is_zipped:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Vary", "Accept-Encoding")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        self.send_header("ETag", f'"{sha256(body).hexdigest()[:16]}"')
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""
