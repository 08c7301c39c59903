"""The server on this machine, asked over raw sockets for what no browser of ours asks."""

from __future__ import annotations

import os
import random
import re
import socket
import struct
import threading
from contextlib import contextmanager, suppress
from functools import partial
from time import sleep
from typing import TYPE_CHECKING

import pytest
from support import SITE, TOPICS, Feed

from broadsheet.output.server import Handler, State, listen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

HIDDEN = b"what nobody may see"
OWN = "Host: 127.0.0.1\r\n"
BIG = 8_000_000  # bytes, more than a connection holds
QUESTIONS = 2000


@contextmanager
def serving(handler: Callable[..., Handler]) -> Iterator[int]:
    """Run a server until the block ends, and yield its port."""
    server = listen(0, handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Yield the port of a server whose folder holds a site, hidden files, and links out of it."""
    root = tmp_path_factory.mktemp("served")
    feed = Feed(root)
    feed.write("site.yaml", SITE)
    feed.write("topics.yaml", TOPICS)
    feed.add("2025/06/25/alpha.md")
    assert feed.build().returncode == 0
    for path in (".secret.html", ".hidden/page.html", "static/.secret.css"):
        (feed.output / path).parent.mkdir(exist_ok=True)
        (feed.output / path).write_bytes(HIDDEN)
    outside = root / "outside"
    outside.mkdir()
    (outside / "page.html").write_bytes(HIDDEN)
    (root / "_site-of-another").mkdir()
    (root / "_site-of-another" / "page.html").write_bytes(HIDDEN)
    for name, target in (
        ("out.html", outside / "page.html"),
        ("out", outside),
        ("near.html", "../_site-of-another/page.html"),
        ("seen.html", ".secret.html"),
        ("circle.html", "circle.html"),
        ("same.html", "index.html"),
    ):
        (feed.output / name).symlink_to(target)
    os.mkfifo(feed.output / "pipe.html")
    (feed.output / "big.bin").write_bytes(b"\0" * BIG)
    with serving(partial(Handler, State(), directory=str(feed.output))) as served:
        yield served


def ask(port: int, request: str | bytes) -> bytes:
    """Send a request as it is and no more, and return all that is answered."""
    data = request if isinstance(request, bytes) else request.encode("latin-1")
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(data)
        with suppress(OSError):  # it was closed from there
            connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(partial(connection.recv, 65536), b""))


def get(port: int, path: str, *, method: str = "GET", headers: str = OWN) -> tuple[int, str, bytes]:
    """Ask for a path; return the status, the headers but for the date, and the body."""
    answer = ask(port, f"{method} {path} HTTP/1.1\r\n{headers}\r\n")
    head, _, body = answer.partition(b"\r\n\r\n")
    status, *lines = head.decode("latin-1").split("\r\n")
    kept = "\n".join(line for line in lines if not line.startswith("Date: "))
    return int(status.split()[1]), kept, body


# --------------------------------------------------------------------------- who asks


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "127.0.0.1:8000", "localhost", "localhost:", "LocalHost:65535"),
        *("localhost.:80", "[::1]", "[::1]:8000"),
    ],
)
def test_server_answers_to_its_own_names(port: int, host: str) -> None:
    """This machine by any of its names, at any port: a tunnel may have another."""
    assert get(port, "/", headers=f"Host: {host}\r\n")[0] == 200


@pytest.mark.parametrize("path", ["/", "/.reload.js", "/.wait?x", "/static/style.css", "/no"])
@pytest.mark.parametrize(
    "headers",
    [
        *(
            "Host: evil.example\r\n",
            "Host: evil.example:8000\r\n",
            "Host: localhost.evil.example\r\n",
        ),
        *("Host: 127.0.0.1.evil.example\r\n", "Host: evil.example/127.0.0.1\r\n"),
        *("Host: 127.0.0.1@evil.example\r\n", "Host: evil.example#localhost\r\n"),
        *("Host: 127.0.0.1:x\r\n", "Host: 127.0.0.1 evil.example\r\n", "Host: 127.0.0.2\r\n"),
        *("Host: 0.0.0.0\r\n", "Host: [::]\r\n", "Host: ::1\r\n", "Host: 2130706433\r\n"),
        *("Host: \xb2\r\n", "Host:\r\n", "", "Hosts: localhost\r\n", "Host : localhost\r\n"),
        f"{OWN}Host: evil.example\r\n",
        f"Host: evil.example\r\n{OWN}",
        f"{OWN}{OWN}",
        "Host: localhost\r\n evil.example\r\n",
        "X-Forwarded-Host: localhost\r\nHost: evil.example\r\n",
    ],
)
def test_server_answers_to_no_other_name(port: int, path: str, headers: str) -> None:
    """A page whose name was made to point to this machine reads nothing, be it there or not."""
    status, _, body = get(port, path, headers=headers)
    assert status == 421
    assert body == (
        b"This server answers to 127.0.0.1, localhost and [::1] alone: open the site by one."
    )


@pytest.mark.parametrize(
    "request_line",
    [
        *("GET http://evil.example/ HTTP/1.1", "GET http://127.0.0.1/ HTTP/1.1"),
        *("GET * HTTP/1.1", "HEAD index.html HTTP/1.1", "GET http://[ HTTP/1.1"),
        *("GET \\index.html HTTP/1.1", "GET ?/ HTTP/1.1"),
    ],
)
def test_target_begins_at_the_root(port: int, request_line: str) -> None:
    """A whole address is what a proxy is asked for, whatever the header says."""
    assert ask(port, f"{request_line}\r\n{OWN}\r\n").startswith(b"HTTP/1.1 421 ")


@pytest.mark.parametrize("request_line", ["GET /", "GET / HTTP/1.0"])
def test_old_protocol_names_the_host_too(port: int, request_line: str) -> None:
    """Every browser of the last decades does."""
    answer = ask(port, f"{request_line}\r\n\r\n")
    assert answer.endswith(b"open the site by one.")


@pytest.mark.parametrize("path", ["/", "/.reload.js", "/.wait?x", "/static/add.js", "/no.html"])
@pytest.mark.parametrize(
    ("site", "destination", "status"),
    [
        ("cross-site", "script", 403),
        ("cross-site", "image", 403),
        ("cross-site", "object", 403),
        ("same-site", "empty", 403),
        ("cross-site", "", 403),
        ("cross-site", "document", 200),
        ("same-site", "iframe", 200),
        ("same-origin", "script", 200),
        ("same-origin", "empty", 200),
        ("none", "document", 200),
        ("", "", 200),
    ],
)
def test_pages_of_other_origins_load_nothing(
    port: int, path: str, site: str, destination: str, status: int
) -> None:
    """They would learn what is there and when it changes; a link to the site is followed."""
    sent = {"Sec-Fetch-Site": site, "Sec-Fetch-Dest": destination}
    headers = "".join(f"{name}: {value}\r\n" for name, value in sent.items() if value)
    found = get(port, path, headers=OWN + headers)[0]
    assert found == (404 if status == 200 and path == "/no.html" else status)


# --------------------------------------------------------------------------- what is there


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    "path",
    [
        *("/.ledger", "/%2eledger", "/%2Eledger", "/%2e%2e%2f.ledger", "/%2ebroadsheet"),
        *("/.broadsheet", "/.secret.html", "/%2esecret.html?x", "/./.secret.html"),
        *("/.hidden/page.html", "/%2ehidden/page.html", "/static/%2esecret.css"),
        *("/static%2f.secret.css", "/static%5c.secret.css", "/static\\.secret.css"),
        *("//.ledger", "///%2eledger", "/x/..%2f.ledger", "/%252eledger", "/.wait/", "/%2ewait?x"),
        *("/seen.html", "/%00", "/%00.ledger", "/.ledger%00.html", "/index.html%00"),
        *("/index.html%0d%0aX:%20y", "/index.html%7f", "/%c2%85", "/%c0%aeledger", "/\xb2", "/%ff"),
        *("/../outside/page.html", "/..%2foutside%2fpage.html", "/..%5coutside%5cpage.html"),
        *("/out.html", "/out/page.html", "/near.html", "/../_site-of-another/page.html"),
        *("/circle.html", "/pipe.html", "/static", "/static/", "/papers", "/papers/", "/out/"),
        *("/papers//alpha.html", "/papers/./alpha.html", "/x/../index.html", "/index.html/"),
        *("//evil.example/%2f..", "//evil.example/..", "/" + "x" * 5000, "/" + "x/" * 5000),
        "/" + "%2e%2e/" * 40 + "etc/passwd",
    ],
)
def test_what_is_not_there_is_told_from_nothing(port: int, method: str, path: str) -> None:
    """Hidden files, folders, links that lead out, and what no file can be called: all alike."""
    asked = get(port, path, method=method)
    assert asked == get(port, "/no-such-page.html", method=method)
    assert asked[0] == 404


@pytest.mark.parametrize(
    "path",
    ["/", "/?x", "/index.html", "/%69ndex.html", "/same.html", "/papers/alpha.html#x", "//"],
)
def test_page_has_the_reloading_script(port: int, path: str) -> None:
    """By each of its addresses; a link within the site is followed."""
    status, headers, body = get(port, path)
    assert status == 200
    assert "Content-Type: text/html; charset=utf-8" in headers
    assert re.search(
        rb'<script src="/\.reload\.js" data-version="\d+" defer></script>\n</body>', body
    )


def test_browsers_keep_nothing_of_it(port: int) -> None:
    """The script that has them keep pages is empty: these would outlive the server."""
    status, headers, body = get(port, "/static/offline.js")
    assert (status, body) == (200, b"")
    assert "Content-Type: text/javascript; charset=utf-8" in headers


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/static/style.css", "text/css; charset=utf-8"),
        ("/static/add.js", "text/javascript; charset=utf-8"),
        ("/static/icon.svg", "image/svg+xml"),
        ("/static/icon-180.png", "image/png"),
        ("/feed.xml", "application/xml"),
        ("/feed.atom", "application/atom+xml"),
        ("/feed.json", "application/json"),
        ("/manifest.webmanifest", "application/manifest+json"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/big.bin", "application/octet-stream"),
    ],
)
def test_file_is_sent_as_what_it_is(port: int, path: str, kind: str) -> None:
    """Kinds that the system's own table may not know among them."""
    status, headers, _ = get(port, path, headers=f"{OWN}Range: bytes=5-\r\n")
    assert (status, f"Content-Type: {kind}" in headers) == (200, True)


@pytest.mark.parametrize(
    "path",
    ["/", "/papers/alpha.html", "/feed.xml", "/static/style.css", "/.reload.js", "/.wait?x", "/no"],
)
def test_head_is_answered_as_get_is(port: int, path: str) -> None:
    """The same status and headers, and no body."""
    status, headers, body = get(port, path)
    assert f"Content-Length: {len(body)}" in headers
    assert get(port, path, method="HEAD") == (status, headers, b"")


def test_folder_without_a_site_is_survived(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """As long as no build has succeeded there is no page, not even that for what is not there."""
    with serving(partial(Handler, State(), directory=str(tmp_path / "_site"))) as port:
        assert get(port, "/")[0] == 404
        assert b"There is no page here." in get(port, "/.ledger")[2]
    assert capfd.readouterr().err == ""


def test_problems_do_not_show_what_is_hidden(tmp_path: Path) -> None:
    """While they stand in the place of every page, a hidden file is as little there as before."""
    state = State()
    state.update(("a < b",))
    (tmp_path / ".secret").write_bytes(HIDDEN)
    with serving(partial(Handler, state, directory=str(tmp_path))) as port:
        assert b"<pre>a &lt; b</pre>" in get(port, "/new.html")[2]
        assert get(port, "/new.html")[0] == 500
        assert get(port, "/%2esecret")[0] == 404


# --------------------------------------------------------------------------- what goes wrong


@pytest.mark.parametrize(
    "query", ["\xb2", "%b2", "1" * 5000, "-1", "", "0x0", "00", "0.0", "\xb9", "9?9"]
)
def test_waiting_for_no_version_ends_at_once(
    port: int, query: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """Who names another version than the one that is there has it to load."""
    assert get(port, f"/.wait?{query}")[0] == 200
    assert capfd.readouterr().err == ""


def test_waiting_ends_with_the_next_build(tmp_path: Path) -> None:
    """And not before."""
    state = State()
    with (
        serving(partial(Handler, state, directory=str(tmp_path))) as port,
        socket.create_connection(("127.0.0.1", port), timeout=20) as waiting,
    ):
        waiting.sendall(f"GET /.wait?{state.version} HTTP/1.1\r\n{OWN}\r\n".encode())
        assert get(port, "/.wait?1")[0] == 200  # of a server before this one
        waiting.settimeout(0.2)
        with pytest.raises(TimeoutError):
            waiting.recv(1)
        state.update(())
        waiting.settimeout(20)
        assert waiting.recv(65536).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "get", "\xc4"])
def test_nothing_but_get_and_head_is_understood(
    port: int, method: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """Nothing here can be changed."""
    answer = ask(port, f"{method} / HTTP/1.1\r\n{OWN}Content-Length: 3\r\n\r\nx=y")
    assert answer.startswith(b"HTTP/1.1 501 ")
    assert capfd.readouterr().err == ""


def test_who_goes_away_is_not_told_of(port: int, capfd: pytest.CaptureFixture[str]) -> None:
    """A browser that leaves a page in the middle of it, or in the middle of asking."""
    for request in (f"GET /big.bin HTTP/1.1\r\n{OWN}\r\n", f"GET / HTTP/1.1\r\n{OWN}", ""):
        connection = socket.create_connection(("127.0.0.1", port), timeout=20)
        connection.sendall(request.encode())
        if request.endswith("\r\n\r\n"):
            connection.recv(1)
        # Closed with a reset, as by a program that was killed.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()
    while any("process_request" in thread.name for thread in threading.enumerate()):
        sleep(0.01)
    assert get(port, "/")[0] == 200
    assert capfd.readouterr().err == ""


def test_any_other_fault_is_told_in_a_line(capfd: pytest.CaptureFixture[str]) -> None:
    """The terminal tells of builds, and a server goes on."""

    def fail(*_request: object) -> Handler:
        message = "one line\nand another"
        raise ValueError(message)

    with serving(fail) as port:
        assert ask(port, "") == b""
    assert capfd.readouterr().err == (
        "A request was not answered: ValueError: one line and another\n"
    )


def test_who_never_ends_a_request_holds_up_nobody(tmp_path: Path) -> None:
    """Neither others that ask, nor the end of the program."""
    (tmp_path / "index.html").write_text("<body></body>")
    slow: list[socket.socket] = []
    with serving(partial(Handler, State(), directory=str(tmp_path))) as port:
        for begun in ("", "GET / HT", f"GET / HTTP/1.1\r\n{OWN}"):
            slow.append(socket.create_connection(("127.0.0.1", port)))
            slow[-1].sendall(begun.encode())
        assert get(port, "/")[0] == 200
    for connection in slow:
        connection.close()


# --------------------------------------------------------------------------- odd requests

METHODS = ("GET",) * 8 + ("HEAD",) * 4 + ("POST", "get", "", "\0", "GET GET", "\xb2")
PIECES = (
    *("/", "//", "\\", "..", ".", "%2e", "%2E%2e", "%2f", "%5c", "%00", "%0a", "%252e", "%", "%g"),
    *(".ledger", "%2eledger", ".secret.html", ".hidden", "page.html", "static", "out", "out.html"),
    *("seen.html", "near.html", "outside", "_site", "index.html", "papers", "alpha.html", "~", "*"),
    *(
        "\xb2",
        "\xff",
        "%ff",
        "%c0%ae",
        "%u002e",
        "http://evil.example",
        ":",
        "@",
        "[",
        "]",
        "?",
        "#",
    ),
    *(".wait?", ".wait?\xb2", ".reload.js", "x" * 300, "9" * 5000, "\t", "\x0b", "\x85"),
)
HEADERS = (
    *(OWN,) * 20,
    *("Host: localhost\r\n", "Host: evil.example\r\n", "Host: [\r\n", "Host:\r\n", f"{OWN}{OWN}"),
    *("", "\r\n", ":\r\n", "\0: \0\r\n", "\xb2: \xb2\r\n", " folded\r\n", "x" * 70_000 + "\r\n"),
    *("Range: bytes=9-1\r\n", "Range: bytes=-1,-2\r\n", "If-Modified-Since: rubbish\r\n"),
    *("If-Modified-Since: Mon, 99 Foo 99999 99:99:99\r\n", "Content-Length: -1\r\n"),
    *("Transfer-Encoding: chunked\r\n", "Expect: 100-continue\r\n", "Connection: \xb2\r\n"),
    *("Sec-Fetch-Site: \xb2\r\n", "Sec-Fetch-Site: cross-site\r\n", "A: b\r\n" * 200),
)
VERSIONS = (" HTTP/1.1",) * 12 + (
    " HTTP/1.0",
    " HTTP/2.0",
    " HTTP/\xb2.\xb2",
    " HTTP/9",
    "",
    " x y z",
)
ENDS = ("\r\n",) * 12 + ("\n", "", "\r\n\r\n", "\r\nGET / HTTP/1.1\r\n", "\0")


def test_odd_requests_are_survived(port: int, capfd: pytest.CaptureFixture[str]) -> None:
    """Whatever is asked, nothing hidden is answered and nothing told; then all is as before."""
    dice = random.Random(20251127)  # noqa: S311 - the same requests in every run
    before = get(port, "/")
    for _ in range(QUESTIONS):
        path = "/" * dice.randint(0, 1) + "".join(dice.choices(PIECES, k=dice.randint(0, 5)))
        headers = "".join(dice.choices(HEADERS, k=dice.randint(0, 2)))
        method, version, end = map(dice.choice, (METHODS, VERSIONS, ENDS))
        request = f"{method} {path}{version}\r\n{OWN * dice.randint(0, 1)}{headers}{end}"
        try:
            answer = ask(port, request)
        except ConnectionError:  # it closed before it had read all
            continue
        assert HIDDEN not in answer, request
        assert b"SQLite format 3" not in answer, request
        assert b"Traceback" not in answer, request
    assert get(port, "/") == before
    assert capfd.readouterr().err == ""
