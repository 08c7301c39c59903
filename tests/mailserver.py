"""A mail server that runs within a test, in a thread of its own: real SMTP, and what may go wrong.

It stands still, refuses or cuts the connection at the step that a test names: CONNECT, EHLO,
STARTTLS, AUTH, MAIL, RCPT, DATA, BODY (the letter has begun), DOT (the letter is there, and not
answered), QUIT.
"""

from __future__ import annotations

import asyncio
import ssl
import subprocess
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from broadsheet.mailing.server import Server

if TYPE_CHECKING:
    from pathlib import Path

USER, PASSWORD = "papers", "correct-horse-battery"


@dataclass
class Post:
    """What a server does, and what it has got."""

    stops: str = ""  # at this step it answers nothing
    cuts: str = ""  # at this step it hangs up
    refuses: dict[str, str] = field(default_factory=dict)  # a step's answer, such as 550 No
    got: list[Envelope] = field(default_factory=list)
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)
    reached: threading.Event = field(default_factory=threading.Event)  # the step where it stops
    go_on: threading.Event = field(default_factory=threading.Event)  # it stops no longer

    async def come_to(self, step: str, protocol: Played) -> bool:
        """Stand still or hang up, if that is to be done at a step; return whether it goes on."""
        if self.stops == step:
            self.reached.set()
            while not self.go_on.is_set():  # noqa: ASYNC110 - another thread sets it
                await asyncio.sleep(0.01)
        if self.cuts == step:
            protocol.hang_up()
        return self.cuts != step

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's own
        self, _server: SMTP, _session: Session, letter: Envelope, sender: str, _options: list[str]
    ) -> str:
        """Take a sender, or not."""
        letter.mail_from = sender
        return self.refuses.get("MAIL", "250 OK")

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, letter: Envelope, name: str, _options: list[str]
    ) -> str:
        """Take a recipient, or not."""
        if "RCPT" not in self.refuses:
            letter.rcpt_tos.append(name)
        return self.refuses.get("RCPT", "250 OK")

    async def handle_DATA(  # noqa: N802
        self, server: Played, _session: Session, letter: Envelope
    ) -> str:
        """Take a letter, or not."""
        if "DOT" not in self.refuses:
            self.got.append(letter)
        await self.come_to("DOT", server)
        return self.refuses.get("DOT", "250 OK")

    def authenticate(
        self, _server: SMTP, _session: Session, _letter: Envelope, _how: str, login: Any
    ) -> AuthResult:
        """Take a login, if it is right."""
        assert isinstance(login, LoginPassword)
        self.logins.append((login.login, login.password))
        if login == LoginPassword(USER.encode(), PASSWORD.encode()):
            return AuthResult(success=True)
        # Some servers repeat what they were told.
        said = f"535 5.7.8 {login.login.decode()} is not {login.password.decode()}"
        return AuthResult(success=False, handled=False, message=said)


class Played(SMTP):
    """The protocol, with what a test wants at its steps."""

    def hang_up(self) -> None:
        """Cut the connection, with whatever was not read yet."""
        assert self.transport
        self.transport.abort()  # type: ignore[attr-defined]

    async def _come_to(self, step: str) -> bool:
        post: Post = self.event_handler
        return await post.come_to(step, self)

    async def _handle_client(self) -> None:
        if await self._come_to("CONNECT"):
            await super()._handle_client()

    async def smtp_EHLO(self, hostname: str) -> None:  # noqa: N802
        """Introduce oneself."""
        if await self._come_to("EHLO"):
            await super().smtp_EHLO(hostname)

    async def smtp_STARTTLS(self, arg: str) -> None:  # noqa: N802
        """Begin to encrypt."""
        if await self._come_to("STARTTLS"):
            await super().smtp_STARTTLS(arg)

    async def smtp_AUTH(self, arg: str) -> None:  # noqa: N802
        """Hear a login."""
        if await self._come_to("AUTH"):
            await super().smtp_AUTH(arg)

    async def smtp_MAIL(self, arg: str | None) -> None:  # noqa: N802
        """Hear the sender."""
        if await self._come_to("MAIL"):
            await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg: str | None) -> None:  # noqa: N802
        """Hear the recipient."""
        if await self._come_to("RCPT"):
            await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        """Take the letter in."""
        post: Post = self.event_handler
        if "DATA" in post.refuses:
            await self.push(post.refuses["DATA"])
            return
        if not await self._come_to("DATA"):
            return
        if "BODY" in (post.stops, post.cuts):
            await self.push("354 Go on")
            await self._reader.readline()
            await self._come_to("BODY")
            return
        await super().smtp_DATA(arg)

    async def smtp_QUIT(self, arg: str) -> None:  # noqa: N802
        """Part."""
        if await self._come_to("QUIT"):
            await super().smtp_QUIT(arg)


class MailServer:
    """A server at a port of this machine, as long as the block lasts."""

    def __init__(
        self, post: Post, certificate: Path | None = None, *, at_once: bool = False, **how: Any
    ) -> None:
        """Serve with STARTTLS by a certificate, or with TLS at once, or plainly without one."""
        self.post = post
        self._how = how
        context = None
        if certificate:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(certificate)
        self._at_once = context if at_once else None
        self._later = None if at_once else context
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run)
        self._listening = threading.Event()
        self._made: list[Played] = []
        self.port = 0

    def __enter__(self) -> Self:
        """Begin."""
        self._thread.start()
        assert self._listening.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        """End, whatever is under way."""
        self.post.go_on.set()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _make(self) -> Played:
        made = Played(
            self.post,
            hostname="mail.example",
            tls_context=self._later,
            authenticator=self.post.authenticate,
            auth_require_tls="auth_required" in self._how,
            loop=self._loop,
            **self._how,
        )
        self._made.append(made)
        return made

    def _run(self) -> None:
        serving = self._loop.run_until_complete(
            self._loop.create_server(self._make, "127.0.0.1", 0, ssl=self._at_once)
        )
        self.port = serving.sockets[0].getsockname()[1]
        self._listening.set()
        self._loop.run_forever()
        serving.close()
        self._loop.run_until_complete(self._end())
        self._loop.close()

    async def _end(self) -> None:
        """Hang up, and wait until nothing is under way."""
        for one in self._made:
            if one.transport:
                one.hang_up()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0)  # for the transports to have closed

    def plain(self, **changes: Any) -> Server:
        """Return how the program finds it, without encryption or login but for the changes."""
        told = {"security": "none", "timeout": 5, **changes}
        return Server("127.0.0.1", self.port, **told)

    def environment(self, **changes: str) -> dict[str, str]:
        """Return the same as variables."""
        told = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(self.port), "SMTP_SECURITY": "none"}
        return told | changes


def make_certificate(folder: Path, name: str) -> Path:
    """Write a certificate for an address of IP or a name, and its key, into one file."""
    file, key = folder / f"{name}.pem", folder / f"{name}.key"
    kind = "IP" if name[:1].isdigit() else "DNS"
    words = (
        f"req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=Test -addext subjectAltName={kind}"
    )
    subprocess.run(
        ["openssl", *f"{words}:{name}".split(), "-keyout", key, "-out", file],  # noqa: S607
        check=True,
        capture_output=True,
    )
    file.write_bytes(file.read_bytes() + key.read_bytes())
    return file
