"""Reads one answer of a service within its bounds: of time, of bytes, of what is unpacked.

httpx limits the time between two parts of an answer, and that alone. A header that comes letter by
letter, or parts that unpack to nothing, would never end; a small part may unpack to gigabytes, and
far more where it is packed twice.
"""

from __future__ import annotations

import re
import socket
import threading
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self

import httpx

from broadsheet.adding.records import Cause, RecordError
from broadsheet.adding.webpages import SAVE_IT

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST = 5 * 1024 * 1024  # bytes
# The packings that are asked for, as zlib calls them. Some servers send `deflate` without its
# envelope. https://www.rfc-editor.org/rfc/rfc9110#name-content-codings
_ZLIB = {"gzip": (31,), "x-gzip": (31,), "deflate": (15, -15)}
_CHARSET = re.compile(r';[ \t]*charset="?([^\s;"]+)', re.IGNORECASE)  # of Content-Type: RFC 9110
_UNASKED = frozenset(["br", "compress", "x-compress", "dcb", "dcz", "zstd"])


class Deadline:
    """Ends a conversation with a host after some seconds, whatever the host still sends.

    As a context, it raises RecordError at its end if the time was over before.
    """

    def __init__(self, host: str, seconds: float) -> None:
        """Set whom it is about, and the time."""
        self._host = host
        self._seconds = seconds
        self._over = False
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        """Begin."""
        self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Take the time; an interruption goes on."""
        self._timer.cancel()
        if kind is None or issubclass(kind, Exception):
            self._refuse_if_over()

    def trace(self, event: str, told: Mapping[str, Any]) -> None:
        """Follow a request, as its extension `trace`: note the connection that it uses.

        https://www.encode.io/httpcore/extensions/#trace
        """
        if event.endswith(".connect_tcp.started"):  # elsewhere, an error would leave things open
            self._refuse_if_over()
        elif event.endswith((".connect_tcp.complete", ".start_tls.complete")):
            self._socket = told["return_value"].get_extra_info("socket")
            if self._over:
                self._end()

    def _refuse_if_over(self) -> None:
        if self._over:
            fact = f"{self._host} took more than {self._seconds} seconds to answer"
            raise RecordError(fact, "try again later", Cause.OUTAGE)

    def _end(self) -> None:
        """Shut the connection, so that who waits for it wakes up; closing it is the client's."""
        self._over = True
        if self._socket is not None:
            with suppress(OSError):  # it was closed just now
                # That of TLS would forget its state, which the reader still uses.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


def read_bytes(response: httpx.Response, host: str) -> bytes:
    """Return an answer's bytes, unpacked; raise RecordError if they are more than MOST."""
    ways = _ways_of(response, host)
    data = bytearray()
    for part in response.iter_raw():
        data += part
        _refuse_large(data, host)
    return _unpack(bytes(data), ways, host) if ways else bytes(data)


def charset_of(response: httpx.Response) -> str:
    """Return the charset of an answer's header, or nothing where it names none.

    The library reads the header as one of mail, whose parameters may come in numbered parts, and
    fails in several ways where the numbers are none.
    """
    found = _CHARSET.search(response.headers.get("Content-Type", ""))
    return found[1] if found else ""


def _ways_of(response: httpx.Response, host: str) -> tuple[int, ...]:
    """Return how an answer may be packed, in the numbers of zlib; names of no packing are none."""
    told = response.headers.get("Content-Encoding", "").lower().split(",")
    names = [name.strip() for name in told if name.strip() in _ZLIB or name.strip() in _UNASKED]
    if len(names) > 1 or not _UNASKED.isdisjoint(names):
        fact = f"{host} sent an answer packed as nobody asked for ({', '.join(names[:3])})"
        raise RecordError(fact, SAVE_IT, Cause.REFUSAL)
    return _ZLIB[names[0]] if names else ()


def _unpack(data: bytes, ways: tuple[int, ...], host: str) -> bytes:
    """Unpack an answer in the first way that it allows, whole, and not beyond MOST."""
    for way in ways:
        with suppress(zlib.error):
            packing = zlib.decompressobj(way)
            unpacked = packing.decompress(data, MOST + 1)
            _refuse_large(unpacked, host)
            if packing.eof:  # or else it was cut, and so would the paper be
                return unpacked
    message = "the answer is not packed as it says"
    raise httpx.DecodingError(message)


def _refuse_large(data: bytes | bytearray, host: str) -> None:
    if len(data) > MOST:
        message = f"{host} answered with more than {MOST // 1024 // 1024} MB: that is no paper"
        raise RecordError(message)
