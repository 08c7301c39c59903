"""What the command line says and does with a letter, also where a run is killed."""

from __future__ import annotations

import base64
import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from delivering import ID, PROGRAM, options_of
from mailserver import PASSWORD, USER, MailServer, Post

from broadsheet.content.model import Newsletter
from broadsheet.content.problems import UsageError
from broadsheet.verbs.posting import is_posting, post

if TYPE_CHECKING:
    from pathlib import Path


def states(record: Path) -> list[str]:
    """Return the states that a record notes, in their order."""
    lines = record.read_text(encoding="utf-8").splitlines() if record.exists() else []
    return [json.loads(line)["state"] for line in lines]


class Run:
    """Runs of the command line with a record, against one server."""

    def __init__(self, server: MailServer, folder: Path) -> None:
        """Take the server, and the folder of the record."""
        self.server = server
        self.record = folder / "sent.jsonl"

    def start(self, *words: str, **variables: str) -> subprocess.Popen[str]:
        """Start one in a process of its own."""
        return subprocess.Popen(
            [sys.executable, "-c", PROGRAM, *words, f"--record={self.record}"],
            env={**os.environ, **self.server.environment(**variables)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def __call__(self, *words: str, **variables: str) -> tuple[int, str]:
        """Run one; return its exit code and all that it says."""
        with self.start(*words, **variables) as process:
            said = "".join(process.communicate(timeout=60))
        return process.returncode, said


@pytest.fixture
def mail(tmp_path: Path) -> Any:
    """Yield runs against a server that does what a test says."""
    with MailServer(Post()) as server:
        yield Run(server, tmp_path)


@pytest.mark.parametrize(
    ("step", "known"),
    [
        ("CONNECT", True),
        ("EHLO", True),
        ("MAIL", True),
        ("RCPT", True),
        ("DATA", False),
        ("BODY", False),
        ("DOT", False),
        ("QUIT", True),
    ],
)
def test_run_that_is_killed_never_leads_to_two_letters(step: str, known: bool, mail: Run) -> None:  # noqa: FBT001
    """Nor is one lost without a word: the next run sends it, or says that somebody must look."""
    post = mail.server.post
    post.stops = step
    with mail.start("--send") as process:
        assert post.reached.wait(30)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    post.stops = ""
    post.go_on.set()
    code, said = mail("--send")
    if known:
        assert (code, len(post.got)) == (0, 1)
        assert states(mail.record)[-1] == "sent"
        return
    assert code == 5
    assert f"a run ended while it was sending {ID}. Nobody knows whether it came" in said
    assert states(mail.record) == ["sending"]
    found = "sent" if post.got else "failed"  # in the list's archive
    assert mail(f"--settle={found}")[0] == 0
    assert mail("--send")[0] == 0
    assert len(post.got) == 1


def test_edition_is_sent_once(mail: Run) -> None:
    """The second run says that there is nothing to do, which is no failure."""
    assert mail("--send") == (0, f"{ID} is sent to papers@lists.example.org\n")
    assert mail("--send") == (0, f"{ID} was sent before: nothing is sent\n")
    assert mail("--claim=7-1") == (0, f"{ID} was sent before\n")
    assert len(mail.server.post.got) == 1


def test_claim_and_send_are_two_runs(mail: Run) -> None:
    """Between them, a workflow keeps the record where the next one finds it."""
    assert mail("--claim=7-1") == (0, f"{ID} is claimed\n")
    assert mail("--send")[0] == 5
    assert mail("--send", "--claim=7-2")[0] == 2
    assert mail("--send", "--claim=7-1")[0] == 0
    assert len(mail.server.post.got) == 1


def test_claim_is_given_back_where_the_server_is_not_told(mail: Run) -> None:
    """Nothing was begun, so no person has to look."""
    mail("--claim=7-1")
    code, said = mail("--send", "--claim=7-1", SMTP_USER="papers")
    assert (code, states(mail.record)) == (2, ["sending", "failed"])
    assert "SMTP_USER and SMTP_PASSWORD belong together" in said
    assert mail("--send")[0] == 0


@pytest.mark.parametrize(
    ("refuses", "login", "code"),
    [
        ({}, PASSWORD + "-no", 4),
        ({"MAIL": f"550 {USER} {PASSWORD} is no sender"}, PASSWORD, 4),
        ({"RCPT": f"550 {PASSWORD}"}, PASSWORD, 4),
        ({"DATA": f"451 {PASSWORD}"}, PASSWORD, 4),
        ({"DOT": f"554 {PASSWORD}"}, PASSWORD, 4),
        ({"DOT": f"777 {PASSWORD}"}, PASSWORD, 5),
        ({}, PASSWORD, 0),
    ],
)
def test_no_secret_is_told(refuses: dict[str, str], login: str, code: int, mail: Run) -> None:
    """Not to people, nor in the record, also where the server repeats it."""
    mail.server.post.refuses = refuses
    done, said = mail("--send", SMTP_USER=USER, SMTP_PASSWORD=login)
    assert done == code
    assert "Traceback" not in said
    for secret in (login, PASSWORD):
        coded = base64.b64encode(f"\0{USER}\0{secret}".encode()).decode()
        for told in (secret, coded, base64.b64encode(secret.encode()).decode()):
            assert told not in said + mail.record.read_text()


def test_other_letters_that_wait_are_told(mail: Run) -> None:
    """An edition goes out, whatever became of an older one, and the older one is not forgotten."""
    older = "<digest.2025-06-24@example.org>"
    mail.record.write_text(f'{{"id": "{older}", "state": "sending"}}\n')
    code, said = mail("--send")
    assert code == 0
    assert f"Nobody has settled yet whether these were sent: {older}" in said


def test_record_that_cannot_be_written_stops_the_letter(mail: Run) -> None:
    """Before it is sent."""
    mail.record.mkdir()
    code, said = mail("--send")
    assert (code, mail.server.post.got) == (2, [])
    assert "Is a directory" in said


@pytest.mark.parametrize(
    "words",
    [
        ("--send",),
        ("--record=r",),
        ("--settle=sent",),
        ("--claim=1",),
        ("--send", "--settle=sent", "--record=r"),
    ],
)
def test_words_that_make_no_sense(words: tuple[str, ...]) -> None:
    """They are told, and nothing is done."""
    with pytest.raises(UsageError, match="--settle"):
        is_posting(options_of(*words))


def test_nothing_is_sent_by_default() -> None:
    """A letter is written, and that is all."""
    assert not is_posting(options_of())


@pytest.mark.parametrize("newsletter", [None, Newsletter(form="https://lists.example.org/")])
def test_letter_needs_a_list(newsletter: Newsletter | None, tmp_path: Path) -> None:
    """Which only the owner can name."""
    options = options_of("--send", f"--record={tmp_path / 'r'}")
    with pytest.raises(UsageError, match=r"site\.yaml has no newsletter with to and from"):
        post(None, newsletter, options)  # type: ignore[arg-type]
    assert not list(tmp_path.iterdir())
