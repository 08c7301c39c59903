"""Connections to a mail server all of whose reply comes within the time-out, or is not waited for.

A time-out of a socket begins anew with each byte, and so with each line of a reply, of which a
server may send as many as it likes.
"""

from __future__ import annotations

import smtplib
from io import BufferedReader, RawIOBase
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import socket

    from _typeshed import WriteableBuffer


class _Said(RawIOBase):
    """What a server says, as bytes that come before a moment."""

    def __init__(self, heard: socket.socket) -> None:
        """Hear a socket."""
        self._heard = heard
        self._end = 0.0

    def begin(self) -> None:
        """Wait for one reply more, as long as the socket is to wait."""
        self._end = monotonic() + (self._heard.gettimeout() or 0.0)

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Read what there is; raise TimeoutError when the time is over."""
        patience, left = self._heard.gettimeout(), self._end - monotonic()
        if left <= 0:
            raise TimeoutError
        self._heard.settimeout(left)
        try:
            return self._heard.recv_into(buffer)
        finally:
            self._heard.settimeout(patience)


class Connection(smtplib.SMTP):
    """A connection that is encrypted later, or never."""

    _said: _Said

    def getreply(self) -> tuple[int, bytes]:
        """Return a whole reply; raise SMTPServerDisconnected where it does not come in time."""
        if self.file is None and self.sock is not None:
            self._said = _Said(self.sock)
            self.file = BufferedReader(self._said)
        self._said.begin()
        return super().getreply()


class SecureConnection(Connection, smtplib.SMTP_SSL):
    """A connection that is encrypted from the first byte on."""
