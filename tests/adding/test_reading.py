"""Answers that are made to take time and memory: each ends in a sentence, or is read."""

from __future__ import annotations

import gzip
import socket
import threading
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support import connections_of, examples

from broadsheet.adding import fetch
from broadsheet.adding.fetch import Fetcher, Services
from broadsheet.adding.records import Cause, RecordError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Play = Callable[[socket.socket], None]

PAGE = (
    b'<html><head><meta name="citation_title" content="A second look">'
    b'<meta name="citation_author" content="Lovelace, Ada"></head></html>'
)
START = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
BITS = zlib.compressobj(wbits=-15)
RAW_DEFLATE = BITS.compress(PAGE) + BITS.flush()
# A block of deflate that holds nothing: https://www.rfc-editor.org/rfc/rfc1951#section-3.2.4
EMPTY_BLOCK = b"\x00\x00\x00\xff\xff"


class Played:
    """A server that hears a request, and then does as the test says with the connection."""

    def __init__(self) -> None:
        """Listen on this machine."""
        self.play: Play = whole(PAGE)
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        for connection in connections_of(self.socket):
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):  # whoever has enough leaves
            asked = connection.recv(65536)
            (whole(PAGE) if asked.startswith(b"GET /paper ") else self.play)(connection)


def whole(data: bytes, head: bytes = b"") -> Play:
    """Return what sends an answer as it should be."""
    return lambda connection: connection.sendall(START + head + b"\r\n" + data)


def endless(head: bytes, part: bytes, pause: float = 0) -> Play:
    """Return what sends a part again and again, with pauses (s), until nobody listens."""

    def play(connection: socket.socket) -> None:
        connection.sendall(head)
        nobody = threading.Event()
        while not nobody.wait(pause):
            connection.sendall(part)

    return play


@pytest.fixture(scope="module")
def played() -> Iterator[Played]:
    """Yield a server."""
    server = Played()
    yield server
    server.socket.close()


def find(played: Played) -> str:
    """Return the title that a page of the server tells."""
    fetcher = Fetcher(Services(private=True), lambda _seconds: None)
    return fetcher.find(f"{played.address}/page").title


@pytest.mark.parametrize(
    "play",
    [
        endless(START + b"X: ", b"a", 0.05),
        endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.01),
        endless(START + b"\r\n", b" ", 0.05),
        endless(START + b"Content-Encoding: gzip\r\n\r\n", b"\x1f\x8b\x08\0\0\0\0\0\0\0", 0.05),
        endless(START + b"Transfer-Encoding: chunked\r\n\r\n1;", b"a", 0.05),
    ],
    ids=["header", "continue", "body", "nothing unpacked", "chunk"],
)
def test_answer_that_takes_its_time_is_told(
    play: Play, played: Played, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However it comes: the next part is always there in time, and the whole never is."""
    monkeypatch.setattr(fetch, "PATIENCE", 0.4)
    played.play = play
    with pytest.raises(RecordError, match=r"^127\.0\.0\.1 took more than 0\.4 seconds") as caught:
        find(played)
    assert caught.value.cause is Cause.OUTAGE


@pytest.mark.parametrize(
    "play",
    [
        endless(START + b"\r\n", b"a" * 60_000),
        endless(
            START + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(PAGE)[:10],
            EMPTY_BLOCK * 1000,
        ),
        endless(START + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(PAGE), b"a" * 60_000),
        whole(zlib.compress(b" " * 6_000_000), b"Content-Encoding: deflate\r\n"),
    ],
    ids=["page", "nothing unpacked", "after the end", "unpacked"],
)
def test_answer_that_is_too_large_is_cut(play: Play, played: Played) -> None:
    """Both what comes and what it unpacks to are counted."""
    played.play = play
    with pytest.raises(RecordError, match=r"^127\.0\.0\.1 answered with more than 5 MB"):
        find(played)


def test_what_a_redirect_holds_beside_is_not_read(played: Played) -> None:
    """It may be without an end, and the page behind it is a paper's."""
    head = b"HTTP/1.1 302 Found\r\nLocation: /paper\r\n\r\n"
    played.play = endless(head, b"a" * 60_000)
    assert find(played) == "A second look"


@pytest.mark.parametrize(
    ("packing", "data"),
    [
        ("gzip", gzip.compress(PAGE)),
        ("GZip", gzip.compress(PAGE)),
        ("x-gzip", gzip.compress(PAGE)),
        ("deflate", zlib.compress(PAGE)),
        ("deflate", RAW_DEFLATE),
        ("gzip, identity", gzip.compress(PAGE)),
        ("identity", PAGE),
        ("utf-8", PAGE),
        ("", PAGE),
    ],
)
def test_packed_answer_is_read(packing: str, data: bytes, played: Played) -> None:
    """In each of the packings that are asked for, and in none that a server calls so."""
    played.play = whole(data, f"Content-Encoding: {packing}\r\n".encode())
    assert find(played) == "A second look"


@pytest.mark.parametrize("packing", ["gzip, gzip", "deflate, gzip", "br", "zstd", "gzip," * 5000])
def test_answer_packed_as_nobody_asked_for_is_told(packing: str, played: Played) -> None:
    """A small part of one that is packed twice may unpack to terabytes."""
    twice = gzip.compress(gzip.compress(PAGE))
    played.play = whole(twice, f"Content-Encoding: {packing}\r\n".encode())
    with pytest.raises(RecordError, match="sent an answer packed as nobody asked for") as caught:
        find(played)
    assert caught.value.cause is Cause.REFUSAL
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    "data",
    [
        START + b"X: " + b"a" * 300_000,
        START + b"X: a\r\n" * 50_000,
        START + b"\xff no header @ada \x1b[31m" * 3000 + b"\r\n\r\n",
        b"@ada \x1b[31m" * 5000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nno length",
        b"",
    ],
    ids=["long header", "many headers", "no header", "no status", "lengths", "chunk", "nothing"],
)
def test_answer_that_is_none_is_told_in_short(data: bytes, played: Played) -> None:
    """The sentence may quote it, but not the whole of it."""
    played.play = lambda connection: connection.sendall(data)
    with pytest.raises(RecordError, match=r"^127\.0\.0\.1 sent no proper answer \(") as caught:
        find(played)
    assert len(str(caught.value)) < 300


PARTS = [
    *(b"http://", b"https://", b"HTTP:", b"//", b"/", b"\\", b"?", b"#", b":", b"@", b".", b";"),
    *(b"a", b"..", b"xn--a", b"[", b"]", b"::1", b"v1.x", b"%", b"%00", b"99999", b"-1", b"a" * 70),
    *(b"javascript:", b"file:///", b"data:,", b"mailto:", b"\xff", b"\xc3\xa9", b"\t", b"0x7f.1"),
    *(sign.encode() for sign in ("\uff11", "\u2100", "\u0130", "\u200b", "\u3002")),
]
PLACES = st.lists(st.sampled_from(PARTS) | st.binary(max_size=3), max_size=8).map(b"".join)


@settings(max_examples=examples(200))
@given(PLACES)
@example(b"http://[::1/")
@example(b"http://\xe2\x84\x80.example/")
@example(b"//a..b/")
@example(b"https://.example/")
@example(b":http://[")
@example(b"http://a.example:99999999999999999999/")
@example(b"http://a.example:99999/")
@example(b"http://a.example:0/")
@example(b"http://a.example:-1/")
@example(b":http://a\\[v1.x")
def test_any_place_of_a_redirect_ends_in_a_sentence(played: Played, place: bytes) -> None:
    """Whatever stands there: it leads nowhere, or in circles."""
    clean = place.translate(None, b"\r\n\0")
    played.play = lambda connection: connection.sendall(
        b"HTTP/1.1 302 Found\r\nLocation: " + clean + b"\r\nContent-Length: 0\r\n\r\n"
    )
    fetcher = Fetcher(Services(private=True), lambda _seconds: None, only_ours)
    with pytest.raises(RecordError) as caught:
        fetcher.find(f"{played.address}/page")
    assert 20 < len(str(caught.value)) < 600


def only_ours(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
    """Know this machine alone."""
    return [(2, 1, 6, "", (host, port))] if host == "127.0.0.1" else []
