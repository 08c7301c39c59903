"""The mail server, as environment variables tell of it."""

from __future__ import annotations

import pytest

from broadsheet.content.problems import UsageError
from broadsheet.mailing.server import Server

HOST = {"SMTP_HOST": "smtp.example.org"}
LOGIN = {"SMTP_USER": "papers", "SMTP_PASSWORD": "correct-horse-battery"}


@pytest.mark.parametrize(
    ("environment", "server"),
    [
        (HOST, Server("smtp.example.org", 587, "starttls")),
        ({**HOST, "SMTP_SECURITY": "TLS"}, Server("smtp.example.org", 465, "tls")),
        (
            {"SMTP_HOST": "127.0.0.1", "SMTP_SECURITY": "none"},
            Server("127.0.0.1", 25, "none"),
        ),
        ({"SMTP_HOST": "::1", "SMTP_SECURITY": "none"}, Server("::1", 25, "none")),
        (
            {**HOST, **LOGIN, "SMTP_PORT": " 2525\n", "SMTP_TIMEOUT": "5", "SMTP_SECURITY": ""},
            Server("smtp.example.org", 2525, "starttls", "papers", "correct-horse-battery", 5),
        ),
        (
            {**HOST, "SMTP_USER": "papers\n", "SMTP_PASSWORD": " with spaces \r\n"},
            Server("smtp.example.org", 587, "starttls", "papers", " with spaces "),
        ),
    ],
)
def test_variables(environment: dict[str, str], server: Server) -> None:
    """What is left out has its default, and a line break that was pasted along is none."""
    assert Server.from_environment(environment) == server


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({}, "SMTP_HOST is missing: the mail server is told by environment variables"),
        ({"SMTP_HOST": "https://a.example"}, "SMTP_HOST must be a name such as smtp.example.org"),
        ({"SMTP_HOST": "a\r\nb"}, "SMTP_HOST must be a name such as"),
        ({"SMTP_PORT": "smtp"}, "SMTP_PORT must be a whole number from 1 to 65535"),
        ({"SMTP_PORT": "70000"}, "SMTP_PORT must be a whole number from 1 to 65535"),
        ({"SMTP_TIMEOUT": "0"}, "SMTP_TIMEOUT must be a whole number from 1 to 3600"),
        ({"SMTP_SECURITY": "startls"}, "starttls, tls or none (did you mean starttls?)"),
        ({"SMTP_SECURITY": "none"}, "SMTP_SECURITY=none is for a server on this machine"),
        ({"SMTP_HOST": "localhost", "SMTP_SECURITY": "none"}, "such as SMTP_HOST=127.0.0.1"),
        ({"SMTP_HOST": "10.0.0.1", "SMTP_SECURITY": "none"}, "SMTP_SECURITY=none is for a"),
        ({"SMTP_USER": "papers"}, "SMTP_USER and SMTP_PASSWORD belong together"),
        ({"SMTP_PASSWORD": "correct-horse"}, "SMTP_USER and SMTP_PASSWORD belong together"),
        ({**LOGIN, "SMTP_PASSWORD": "correct-hörse"}, "SMTP_PASSWORD must be of ASCII letters"),
        ({**LOGIN, "SMTP_USER": "a\nb"}, "SMTP_USER must be of ASCII letters"),
    ],
)
def test_variable_that_cannot_stand(environment: dict[str, str], told: str) -> None:
    """It is named, and what it holds is told of none that is a secret."""
    with pytest.raises(UsageError) as raised:
        Server.from_environment({**HOST, **environment} if environment else {})
    assert told in str(raised.value)
    assert "correct" not in str(raised.value)


def test_password_is_in_no_text() -> None:
    """As a traceback or a log might show the server."""
    server = Server.from_environment(HOST | LOGIN)
    assert "correct" not in f"{server} {server!r} {server.place}"
