"""A letter arrives as it was written, once; and each way not to arrive has its sentence."""

from __future__ import annotations

import json
import threading
from contextlib import suppress
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from socket import create_server
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

import pytest
from mailserver import PASSWORD, USER, MailServer, Post, make_certificate

from broadsheet.content.problems import UsageError
from broadsheet.mailing.conversation import NotSentError
from broadsheet.mailing.record import hold
from broadsheet.mailing.sending import Letter, Outcome, UnsettledError, claim, send, settle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from broadsheet.mailing.server import Server

SENDER, LIST = "papers@example.org", "papers@lists.example.org"
ID = "<digest.2025-06-25@example.org>"
TEXT = (
    ".\n..\n.one dot\nFrom here on\n\n注意力 and Zoë, $1 Million, <think>\n"
    + "word " * 1000
    + "\n"
    + "x" * 5000
    + "\n.\n"
)


def make_letter(text: str = TEXT, name: str = ID) -> Letter:
    """Return a letter in two forms."""
    message = EmailMessage(policy=SMTP)
    message["From"] = f"Récifs <{SENDER}>"
    message["To"] = LIST
    message["Subject"] = (
        "注意力: a title that is rather long, and goes on for more than one line of it"
    )
    message["Message-ID"] = name
    message.set_content(text)
    message.add_alternative(f"<pre>{text}</pre>", subtype="html")
    message.set_boundary("parted")
    return Letter(message, SENDER, LIST)


LETTER = make_letter()


def send_by(server: Server, record: Path, letter: Letter = LETTER, word: str = "") -> Outcome:
    """Send a letter as the verb does."""
    with hold(record) as held:
        return send(letter, server, held, word)


def states(record: Path) -> list[str]:
    """Return the states that a record notes, in their order."""
    lines = record.read_text(encoding="utf-8").splitlines() if record.exists() else []
    return [json.loads(line)["state"] for line in lines]


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """Return where a record is to be."""
    return tmp_path / "sent.jsonl"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a certificate of this machine."""
    return make_certificate(tmp_path_factory.mktemp("certificate"), "127.0.0.1")


@pytest.fixture
def plain() -> Iterator[MailServer]:
    """Yield a server without encryption."""
    with MailServer(Post()) as server:
        yield server


def test_letter_arrives_as_it_was_written(plain: MailServer, record: Path) -> None:
    """Dots that begin a line, long lines and other scripts, in headers, text and HTML."""
    assert send_by(plain.plain(), record) is Outcome.SENT
    (got,) = plain.post.got
    assert (got.mail_from, got.rcpt_tos) == (SENDER, [LIST])
    assert isinstance(got.content, bytes)
    assert got.content.isascii()
    assert max(map(len, got.content.split(b"\r\n"))) <= 78
    read = message_from_bytes(got.content, policy=default)
    assert read["Subject"] == LETTER.message["Subject"]
    assert read["From"] == f"Récifs <{SENDER}>"
    assert read["Message-ID"] == ID
    parts = [part.get_content().replace("\r\n", "\n") for part in read.iter_parts()]
    assert parts == [TEXT, f"<pre>{TEXT}</pre>\n"]
    assert states(record) == ["sending", "sent"]


def test_letter_is_sent_once(plain: MailServer, record: Path) -> None:
    """The second run has nothing to do; another edition is another letter."""
    send_by(plain.plain(), record)
    assert send_by(plain.plain(), record) is Outcome.SENT_BEFORE
    assert len(plain.post.got) == 1
    other = make_letter(name="<digest.2025-06-26@example.org>")
    assert send_by(plain.plain(), record, other) is Outcome.SENT
    assert states(record) == ["sending", "sent"] * 2


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_letter_is_encrypted(
    security: str, certificate: Path, record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a certificate that is trusted, with a login."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    later = security == "starttls"
    how: dict[str, Any] = {"auth_required": True, "require_starttls": True} if later else {}
    with MailServer(Post(), certificate, at_once=not later, **how) as server:
        login = {"user": USER, "password": PASSWORD}
        assert send_by(server.plain(security=security, **login), record) is Outcome.SENT
        assert server.post.logins == [(USER.encode(), PASSWORD.encode())]
        assert len(server.post.got) == 1


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize(
    ("name", "trusted", "told"),
    [
        ("127.0.0.1", False, "cannot be trusted (self-signed certificate)"),
        ("other.example", True, "IP address mismatch, certificate is not valid for '127.0.0.1'"),
    ],
)
def test_certificate_must_be_right(  # noqa: PLR0913, PLR0917 - pytest gives them
    name: str,
    trusted: bool,  # noqa: FBT001
    told: str,
    security: str,
    record: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its authority, and the host that it is for; else neither login nor letter is sent."""
    file = make_certificate(tmp_path, name)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with MailServer(Post(), file, at_once=security == "tls") as server:
        login = {"user": USER, "password": PASSWORD}
        with pytest.raises(NotSentError, match="SSL_CERT_FILE") as raised:
            send_by(server.plain(security=security, **login), record)
        assert told in str(raised.value)
        assert (server.post.got, server.post.logins) == ([], [])


REFUSALS = {
    "the sender": (
        {"MAIL": "553 5.7.1 Not yours"},
        f"refuses the sender {SENDER} (553 5.7.1 Not yours): newsletter.from in site.yaml must be",
    ),
    "the recipient": (
        {"RCPT": "550 5.1.1 No such list"},
        f"refuses the recipient {LIST} (550 5.1.1 No such list): newsletter.to in site.yaml must",
    ),
    "later": ({"RCPT": "451 4.7.1 Come back"}, "from the sender; it may take it later"),
    "letters": ({"DATA": "554 5.5.1 Not today"}, "refuses letters (554 5.5.1 Not today): see"),
    "the letter": ({"DOT": "552 5.3.4 Too big"}, "refuses the letter (552 5.3.4 Too big): see"),
    "a sign": ({"RCPT": "550 \x1b[31m::error::"}, "(550 \\x1b[31m"),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_refusal_says_what_to_mend(case: str, plain: MailServer, record: Path) -> None:
    """Nothing was sent for sure, so the letter goes out once the cause is mended."""
    refuses, told = REFUSALS[case]
    plain.post.refuses = refuses
    with pytest.raises(NotSentError) as raised:
        send_by(plain.plain(), record)
    assert told in str(raised.value)
    assert states(record)[-1] == "failed"
    plain.post.refuses = {}
    assert send_by(plain.plain(), record) is Outcome.SENT
    assert len(plain.post.got) == 1


def test_letter_that_is_too_large_is_not_begun(record: Path) -> None:
    """The server has said how much it takes."""
    with MailServer(Post(), data_size_limit=10_000) as server:
        with pytest.raises(NotSentError) as raised:
            send_by(server.plain(), record)
        told = f"the letter has 22 kB, and 127.0.0.1:{server.port} takes at most 10 kB: have the"
        assert told in str(raised.value)
        assert send_by(server.plain(), record, make_letter("Short.\n")) is Outcome.SENT


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"security": "starttls"}, "offers no encryption, and nothing was sent: set SMTP_PORT to"),
        ({"security": "tls"}, "does not speak TLS as SMTP_SECURITY=tls says ("),
        (
            {"user": USER, "password": "not-the-right-one"},
            "refused the login (535): mend SMTP_USER and",
        ),
    ],
)
def test_connection_of_another_kind(
    changes: dict[str, str], told: str, plain: MailServer, record: Path
) -> None:
    """What the server does not do, or does not take."""
    with pytest.raises(NotSentError) as raised:
        send_by(plain.plain(**changes), record)
    assert told in str(raised.value)
    assert "not-the-right-one" not in str(raised.value)


def test_login_that_nobody_asks_for(record: Path) -> None:
    """A server without one is not told the password."""
    with MailServer(Post(), auth_exclude_mechanism=["LOGIN", "PLAIN"]) as server:
        with pytest.raises(NotSentError, match=r"no login|No suitable") as raised:
            send_by(server.plain(user=USER, password=PASSWORD), record)
        assert PASSWORD not in str(raised.value)


def test_nobody_is_there(plain: MailServer, record: Path) -> None:
    """No such name, no such port."""
    server = plain.plain()
    with pytest.raises(NotSentError, match=r"there is no host no\.invalid \(.+\): check SMTP_HOST"):
        send_by(type(server)("no.invalid", 25, "starttls"), record)
    with MailServer(Post()) as gone:
        server = gone.plain()
    with pytest.raises(NotSentError, match=r"\(Connection refused\): check SMTP_HOST and SMTP_PO"):
        send_by(server, record)


@pytest.mark.parametrize("step", ["CONNECT", "EHLO", "AUTH"])
def test_server_that_never_answers(step: str, plain: MailServer, record: Path) -> None:
    """Before there is a conversation, the sentence says where to look."""
    plain.post.stops = step
    with pytest.raises(NotSentError, match=r"did not answer within 1 s: check SMTP_HOST and"):
        send_by(plain.plain(timeout=1, user=USER, password=PASSWORD), record)
    assert plain.post.reached.is_set()


@pytest.mark.parametrize("said", [b"220-still busy\r\n", b"2"])
def test_server_whose_answer_never_ends(said: bytes, plain: MailServer, record: Path) -> None:
    """Line by line or byte by byte, all of an answer is waited for as long as for one."""

    def talk() -> None:
        with suppress(OSError), listening.accept()[0] as connection:
            while True:
                connection.sendall(said)
                sleep(0.02)

    with create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=talk, daemon=True).start()
        server = replace(plain.plain(timeout=0.3), port=listening.getsockname()[1])
        began = monotonic()
        with pytest.raises(NotSentError, match=r"did not answer within 0\.3 s"):
            send_by(server, record)
        assert monotonic() - began < 5


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("way", ["stops", "cuts"])
def test_connection_breaks_before_the_letter(
    way: str, step: str, plain: MailServer, record: Path
) -> None:
    """It was not sent, and goes out with the next run."""
    setattr(plain.post, way, step)
    why = {"stops": "time-out", "cuts": "it hung up"}[way]
    with pytest.raises(NotSentError, match=rf"broke \({why}\): try again"):
        send_by(plain.plain(timeout=1), record)
    assert states(record)[-1] == "failed"
    plain.post.stops = plain.post.cuts = ""
    assert send_by(plain.plain(), record) is Outcome.SENT
    assert len(plain.post.got) == 1


def test_connection_is_cut_amid_a_large_letter(plain: MailServer, record: Path) -> None:
    """The dot behind it was never written, so no server has delivered it."""
    plain.post.cuts = "BODY"
    large = make_letter("0123456789" * 7 + "\n" + ("x" * 70 + "\n") * 200_000)
    with pytest.raises(NotSentError, match="broke"):
        send_by(plain.plain(), record, large)
    assert states(record) == ["sending", "failed"]


def test_connection_is_cut_amid_a_letter(plain: MailServer, record: Path) -> None:
    """One of the usual size may be on its way as a whole: then nobody knows, and it is not sent."""
    plain.post.cuts = "BODY"
    with pytest.raises((NotSentError, UnsettledError)) as raised:
        send_by(plain.plain(), record)
    known = raised.type is NotSentError
    assert states(record) == (["sending", "failed"] if known else ["sending"])


@pytest.mark.parametrize("way", ["stops", "cuts"])
def test_answer_to_the_whole_letter_is_lost(way: str, plain: MailServer, record: Path) -> None:
    """The server has it, or not: it is not sent again before a person has looked."""
    setattr(plain.post, way, "DOT")
    with pytest.raises(UnsettledError) as raised:
        send_by(plain.plain(timeout=1), record)
    assert f"Look into the archive of {LIST}, then run this again with --settle" in str(
        raised.value
    )
    assert states(record) == ["sending"]
    plain.post.stops = plain.post.cuts = ""
    for _ in range(2):
        with pytest.raises(UnsettledError, match="a run ended while it was sending"):
            send_by(plain.plain(), record)
    assert len(plain.post.got) == 1


@pytest.mark.parametrize(("found", "letters"), [("sent", 1), ("failed", 2)])
def test_person_settles_it(found: Any, letters: int, plain: MailServer, record: Path) -> None:
    """It came, and stays sent; or it did not, and goes out now."""
    plain.post.cuts = "DOT"
    with pytest.raises(UnsettledError):
        send_by(plain.plain(), record)
    plain.post.cuts = ""
    with hold(record) as held:
        settle(LETTER, held, found)
        with pytest.raises(UsageError, match=f"{ID} is {found} in the record"):
            settle(LETTER, held, "failed")
    send_by(plain.plain(), record)
    assert len(plain.post.got) == letters
    assert states(record)[-1] == "sent"


def test_goodbye_does_not_matter(plain: MailServer, record: Path) -> None:
    """The letter was taken before."""
    plain.post.cuts = "QUIT"
    assert send_by(plain.plain(), record) is Outcome.SENT
    assert states(record) == ["sending", "sent"]


def test_two_runs_at_once_send_one_letter(plain: MailServer, record: Path) -> None:
    """The second is refused while the first is at work, and has nothing to do afterwards."""
    plain.post.stops = "DOT"
    first = threading.Thread(target=send_by, args=(plain.plain(timeout=30), record))
    first.start()
    assert plain.post.reached.wait(10)
    with pytest.raises(UsageError, match="another run is sending by"):
        send_by(plain.plain(), record)
    plain.post.go_on.set()
    first.join()
    assert send_by(plain.plain(), record) is Outcome.SENT_BEFORE
    assert len(plain.post.got) == 1


# --------------------------------------------------------------------------- claims


def claim_by(record: Path, word: str, letter: Letter = LETTER) -> bool:
    """Claim a letter as the verb does."""
    with hold(record) as held:
        return claim(letter, held, word)


def test_claimed_letter_is_sent_by_the_claim_alone(plain: MailServer, record: Path) -> None:
    """And once, with the claim too."""
    assert claim_by(record, "7-1")
    for word in ("", "7-2"):
        with pytest.raises((UnsettledError, UsageError)):
            send_by(plain.plain(), record, LETTER, word)
    with pytest.raises(UnsettledError):
        claim_by(record, "7-2")
    assert send_by(plain.plain(), record, LETTER, "7-1") is Outcome.SENT
    assert send_by(plain.plain(), record, LETTER, "7-1") is Outcome.SENT_BEFORE
    assert not claim_by(record, "8-1")
    assert len(plain.post.got) == 1


def test_claim_is_used_up_by_the_attempt(plain: MailServer, record: Path) -> None:
    """Where nobody knows how it ended, the claim sends nothing again either."""
    claim_by(record, "7-1")
    plain.post.cuts = "DOT"
    with pytest.raises(UnsettledError):
        send_by(plain.plain(), record, LETTER, "7-1")
    plain.post.cuts = ""
    with pytest.raises(UsageError, match="is not claimed by 7-1"):
        send_by(plain.plain(), record, LETTER, "7-1")
    assert len(plain.post.got) == 1


def test_refused_login_gives_the_claim_back(plain: MailServer, record: Path) -> None:
    """Another run may claim the letter."""
    claim_by(record, "7-1")
    with pytest.raises(NotSentError):
        send_by(plain.plain(user=USER, password="wrong"), record, LETTER, "7-1")  # noqa: S106
    assert states(record) == ["sending", "failed"]
    assert claim_by(record, "8-1")
