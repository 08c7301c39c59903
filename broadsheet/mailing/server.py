"""The mail server that letters are handed to, as environment variables tell of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import TYPE_CHECKING, Literal, get_args

from broadsheet.content.problems import UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

Security = Literal[
    "starttls",  # encrypted from the command STARTTLS on
    "tls",  # encrypted from the first byte on
    "none",  # on this machine alone
]
_WAYS: tuple[Security, ...] = get_args(Security)
# RFC 6409 and 8314; a program on this machine that takes mail most often listens at 25.
_PORTS = {"starttls": 587, "tls": 465, "none": 25}
_TIMEOUT = 60
_HOST = re.compile(r"[A-Za-z0-9._-]{1,253}|[0-9A-Fa-f:.]{2,45}")


@dataclass(frozen=True, slots=True)
class Server:
    """Where letters are handed in; `timeout` is how many seconds an answer may take.

    User and password are both empty where the server wants no login. No form of it tells them.
    """

    host: str
    port: int
    security: Security
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    timeout: float = _TIMEOUT

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Server:
        """Return what the variables SMTP_HOST and so on tell; raise UsageError if it cannot be."""
        # Secrets are pasted, and their line break with them.
        given = {name: value.strip("\r\n") for name, value in environment.items() if value.strip()}
        host = given.get("SMTP_HOST", "").strip()
        if not _HOST.fullmatch(host):
            why = "must be a name such as smtp.example.org" if host else "is missing"
            message = f"SMTP_HOST {why}: the mail server is told by environment variables"
            raise UsageError(message)
        security = _security(given.get("SMTP_SECURITY", "starttls").strip().lower(), host)
        user, password = _login(given.get("SMTP_USER", ""), given.get("SMTP_PASSWORD", ""))
        port = _number(given, "SMTP_PORT", _PORTS[security], 65535)
        return cls(
            host, port, security, user, password, _number(given, "SMTP_TIMEOUT", _TIMEOUT, 3600)
        )

    @property
    def place(self) -> str:
        """Where it is, as HOST:PORT, for people."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def _security(word: str, host: str) -> Security:
    """Return how the connection is kept from others; on this machine alone it need not be."""
    found = next((way for way in _WAYS if way == word), None)
    if found is None:
        message = f"SMTP_SECURITY must be starttls, tls or none{did_you_mean(word, _WAYS)}"
        raise UsageError(message)
    if found == "none" and not _is_here(host):
        message = (
            "SMTP_SECURITY=none is for a server on this machine, such as SMTP_HOST=127.0.0.1: all"
            " others get a letter, and the password, by starttls or tls alone"
        )
        raise UsageError(message)
    return found


def _is_here(host: str) -> bool:
    """Return whether a host is this machine, whatever anybody's names say."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _login(user: str, password: str) -> tuple[str, str]:
    """Return user and password; raise UsageError, which tells neither, if they cannot be sent."""
    if bool(user) != bool(password):
        message = "SMTP_USER and SMTP_PASSWORD belong together: set both or none"
        raise UsageError(message)
    for name, value in (("SMTP_USER", user), ("SMTP_PASSWORD", password)):
        if value and not (value.isascii() and value.isprintable()):
            message = f"{name} must be of ASCII letters, digits and signs: choose another"
            raise UsageError(message)
    return user, password


def _number(given: Mapping[str, str], name: str, default: int, most: int) -> int:
    """Return a whole number from 1 on; raise UsageError if the variable holds something else."""
    text = given.get(name, str(default)).strip()
    if not re.fullmatch("[0-9]{1,5}", text) or not 1 <= int(text) <= most:
        message = f"{name} must be a whole number from 1 to {most}"
        raise UsageError(message)
    return int(text)
