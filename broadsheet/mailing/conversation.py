"""The conversation with a mail server, and what each of its failures means for a letter.

SMTP, https://www.rfc-editor.org/rfc/rfc5321: after the command DATA the letter follows, and a dot
on a line by itself. Until the dot was written, the server has no letter to deliver. Its answer to
the dot says whether it took the letter; where that answer is lost, nobody knows.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING

from broadsheet.content.problems import printable
from broadsheet.mailing.replies import Connection, SecureConnection
from broadsheet.text.plain import fold

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from broadsheet.mailing.server import Server

_READY = (354,)  # the answer to DATA
_GOOD, _LATER, _REFUSED = range(200, 300), range(400, 500), range(400, 600)
_PATIENCE = 10  # times as long as for other answers; RFC 5321 wants ten minutes for the dot's
_SAID = 200  # characters shown of what a server says
_KB = 1000  # bytes


class ConversationError(Exception):
    """What became of a letter that was not taken."""

    def __init__(self, message: str) -> None:
        """Take the message as it may be printed: it may quote what a server says."""
        super().__init__(printable(message))


class NotSentError(ConversationError):
    """The letter was not sent, for sure, and may be sent again; the message says what to mend."""


class UnknownError(ConversationError):
    """The letter was handed over, and no answer says whether it was taken."""


class Conversation:
    """A connection to a server that has taken our login."""

    def __init__(self, server: Server, connection: smtplib.SMTP) -> None:
        """Go on with a connection."""
        self._server = server
        self._connection = connection

    def offer(self, sender: str, recipient: str, size: int) -> None:
        """Say from whom to whom a letter of so many bytes goes; raise NotSentError if refused."""
        self._refuse_large(size)
        options = [f"SIZE={size}"] if self._connection.has_extn("size") else []
        with self._unbroken():
            answer = self._connection.mail(sender, options)
        self._demand(
            _GOOD,
            answer,
            f"the sender {sender}",
            "newsletter.from in site.yaml must be an address that SMTP_USER may send from",
        )
        with self._unbroken():
            answer = self._connection.rcpt(recipient)
        self._demand(
            _GOOD,
            answer,
            f"the recipient {recipient}",
            "newsletter.to in site.yaml must be the list's address, and the list take letters from"
            " the sender",
        )

    def deliver(self, data: bytes) -> None:
        """Hand over a letter, of lines that end in CR LF; return once the server has taken it.

        Raise NotSentError if it has not, for sure, and UnknownError if nobody can know.
        """
        place = self._server.place
        with self._unbroken():
            answer = self._connection.docmd("DATA")
        self._demand(_READY, answer, "letters", "see what it says")
        with self._unbroken():
            self._connection.send(_with_dots_doubled(data))
        try:
            if self._connection.sock:
                self._connection.sock.settimeout(self._server.timeout * _PATIENCE)
            with self._unbroken():  # a dot that cannot be written does not arrive
                self._connection.send(b".\r\n")
            answer = self._connection.getreply()
        except (OSError, KeyboardInterrupt) as error:
            message = f"{place} was handed the letter, and did not answer ({_why(error)})"
            raise UnknownError(message) from None
        if answer[0] not in (*_GOOD, *_REFUSED):
            message = f"{place} was handed the letter, and what it answered is no answer"
            raise UnknownError(message)
        self._demand(_GOOD, answer, "the letter", "see what it says")

    def _refuse_large(self, size: int) -> None:
        """Raise NotSentError if the server has said that it takes no letter of this size."""
        said = str(self._connection.esmtp_features.get("size", ""))  # RFC 1870; 0 is no limit
        most = int(said) if re.fullmatch("[0-9]{1,20}", said) else 0
        if most and size > most:
            message = (
                f"the letter has {size / _KB:.0f} kB, and {self._server.place} takes at most"
                f" {most / _KB:.0f} kB: have the limit raised there"
            )
            raise NotSentError(message)

    def _demand(
        self, wanted: Container[int], answer: tuple[int, bytes], what: str, cure: str
    ) -> None:
        """Raise NotSentError, with what is refused and what cures that, if it is refused."""
        code, said = answer
        if code not in wanted:
            later = "; it may take it later" if code in _LATER else ""
            told = f"({code} {_quote(said, self._server)}): {cure}{later}"
            message = f"{self._server.place} refuses {what} {told}"
            raise NotSentError(message)

    @contextmanager
    def _unbroken(self) -> Iterator[None]:
        """Make a sentence of a connection that breaks before the letter was handed over."""
        try:
            yield
        except OSError as error:  # smtplib's own are of this kind
            message = f"the connection to {self._server.place} broke ({_why(error)}): try again"
            raise NotSentError(message) from None


@contextmanager
def converse(server: Server, name: str) -> Iterator[Conversation]:
    """Connect, encrypt and log in; `name` is the domain by which we introduce ourselves.

    Raise NotSentError if one of these fails.
    """
    context = ssl.create_default_context()  # which heeds SSL_CERT_FILE and SSL_CERT_DIR
    try:
        connection = _connect(server, name, context)
        try:
            _begin(connection, server, context)
        except BaseException:
            connection.close()
            raise
    except OSError as error:  # smtplib's own are of this kind
        raise NotSentError(_advice(error, server)) from None
    with closing(connection):
        yield Conversation(server, connection)
        with suppress(OSError):  # the letter's state is known
            connection.quit()


def _connect(server: Server, name: str, context: ssl.SSLContext) -> smtplib.SMTP:
    """Connect to a server, with TLS at once where it speaks that."""
    where = (server.host, server.port, name)
    if server.security == "tls":
        return SecureConnection(*where, timeout=server.timeout, context=context)
    return Connection(*where, timeout=server.timeout)


def _begin(connection: smtplib.SMTP, server: Server, context: ssl.SSLContext) -> None:
    """Encrypt what is not encrypted yet, and log in."""
    connection.ehlo_or_helo_if_needed()
    if server.security == "starttls":
        if not connection.has_extn("starttls"):
            message = (
                f"{server.place} offers no encryption, and nothing was sent: set SMTP_PORT to 587,"
                " or SMTP_SECURITY to tls and SMTP_PORT to 465"
            )
            raise NotSentError(message)
        connection.starttls(context=context)
        connection.ehlo_or_helo_if_needed()
    if server.user:
        if not connection.has_extn("auth"):
            message = (
                f"{server.place} offers no login: check SMTP_HOST and SMTP_PORT, or leave out"
                " SMTP_USER and SMTP_PASSWORD"
            )
            raise NotSentError(message)
        connection.login(server.user, server.password)


def _advice(error: OSError, server: Server) -> str:
    """Say why there is no conversation, and what to mend."""
    place = server.place
    if isinstance(error, smtplib.SMTPAuthenticationError):  # its text may hold what was sent
        return (
            f"{place} refused the login ({error.smtp_code}): mend SMTP_USER and SMTP_PASSWORD; many"
            " services want a password made for programs"
        )
    if isinstance(error, smtplib.SMTPResponseException):
        said = _quote(error.smtp_error, server)
        return f"{place} refused the conversation ({error.smtp_code} {said}): try again later"
    if isinstance(error, ssl.SSLError):
        return _advice_on_tls(error, server)
    if isinstance(error, socket.gaierror):
        return f"there is no host {server.host} ({_why(error)}): check SMTP_HOST, and the network"
    if _is_late(error):
        return (
            f"{place} did not answer within {server.timeout:g} s: check SMTP_HOST and SMTP_PORT;"
            " where TLS begins at once, as at port 465, SMTP_SECURITY must be tls; many networks"
            " let nobody out at port 25"
        )
    return f"there is no conversation with {place} ({_why(error)}): check SMTP_HOST and SMTP_PORT"


def _advice_on_tls(error: ssl.SSLError, server: Server) -> str:
    """Say why the connection is not encrypted, and what to mend."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return (
            f"the certificate of {server.place} cannot be trusted ({error.verify_message}):"
            " SMTP_HOST must be the name in it; the file of an authority of your own goes into"
            " SSL_CERT_FILE"
        )
    return (
        f"{server.place} does not speak TLS as SMTP_SECURITY={server.security} says"
        f" ({_why(error)}): starttls goes with port 587, tls with 465"
    )


def _is_late(error: BaseException) -> bool:
    """Return whether an answer did not come in time, which smtplib calls a broken connection."""
    return isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError)


def _why(error: BaseException) -> str:
    """Return what there is to say of an error, in a few words."""
    if isinstance(error, KeyboardInterrupt):
        return "interrupted"
    if _is_late(error):
        return "time-out"
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return "it hung up"
    if isinstance(error, ssl.SSLError):
        return str(error.reason or "TLS").lower().replace("_", " ")
    if isinstance(error, smtplib.SMTPException):
        return str(error)
    return getattr(error, "strerror", None) or type(error).__name__


def _quote(said: bytes | str, server: Server) -> str:
    """Return what a server says on one short line, without the login, should it say that."""
    text = said.decode("utf-8", errors="replace") if isinstance(said, bytes) else str(said)
    for secret in (server.password, server.user):
        text = text.replace(secret, "***") if secret else text
    return fold(text)[:_SAID]


def _with_dots_doubled(data: bytes) -> bytes:
    """Return a letter as it travels: a dot that begins a line is doubled (RFC 5321, 4.5.2)."""
    whole = data if data.endswith(b"\r\n") else data + b"\r\n"
    return (b"\r\n" + whole).replace(b"\r\n.", b"\r\n..")[2:]
