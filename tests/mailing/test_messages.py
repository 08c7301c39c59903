"""Messages, read back by Python's email package."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from mailed import message_of, parts_of, write
from support import HARD, SITE

from broadsheet.mailing.letters import Letter
from broadsheet.mailing.messages import Envelope, make_message
from broadsheet.text.widths import columns

if TYPE_CHECKING:
    from pathlib import Path

    from support import Feed

TEXT = "Text.\n"
LETTER = Letter(
    *("2025-06-25", "", "2025-06-25", "en", "papers.example,2025", "A Paper", "<p>Text.</p>", TEXT)
)
LIST = "papers@lists.example.org"


def headers(letter: Letter, envelope: Envelope) -> dict[str, str]:
    """Return the headers of a letter's message as they are read."""
    message = message_from_bytes(make_message(letter, envelope).as_bytes(), policy=default)
    return {name: str(value) for name, value in message.items()}


def test_message_of_a_letter() -> None:
    """What it says to mail programs and to list servers, byte for byte."""
    envelope = Envelope("Daily <papers@example.org>", LIST, "https://lists.example.org/leave?l=1")
    made = make_message(LETTER, envelope)
    boundary = str(made.get_boundary()).encode()
    assert re.fullmatch(rb"=_[0-9a-f]{24}", boundary)
    assert made.as_bytes().replace(boundary, b"=_BOUNDARY") == (
        b"From: Daily <papers@example.org>\r\n"
        b"To: papers@lists.example.org\r\n"
        b"Subject: A Paper\r\n"
        b"Date: Wed, 25 Jun 2025 00:10:00 +0000\r\n"
        b"Message-ID: <digest.2025-06-25+2025@papers.example>\r\n"
        b"List-Id: <papers.lists.example.org>\r\n"
        b"List-Unsubscribe: <https://lists.example.org/leave?l=1>\r\n"
        b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
        b"Auto-Submitted: auto-generated\r\n"
        b"MIME-Version: 1.0\r\n"
        b'Content-Type: multipart/alternative; boundary="=_BOUNDARY"\r\n'
        b"Content-Language: en\r\n"
        b"\r\n"
        b"--=_BOUNDARY\r\n"
        b'Content-Type: text/plain; charset="utf-8"\r\n'
        b"Content-Transfer-Encoding: quoted-printable\r\n"
        b"\r\n"
        b"Text.\r\n"
        b"\r\n"
        b"--=_BOUNDARY\r\n"
        b'Content-Type: text/html; charset="utf-8"\r\n'
        b"Content-Transfer-Encoding: quoted-printable\r\n"
        b"MIME-Version: 1.0\r\n"
        b"\r\n"
        b"<p>Text.</p>\r\n"
        b"\r\n"
        b"--=_BOUNDARY--\r\n"
    )


def test_only_an_address_of_https_is_left_by_one_click() -> None:
    """RFC 8058; a message to nobody has no list as yet."""
    told = headers(LETTER, Envelope("a@example.org", LIST, "mailto:leave@lists.example.org"))
    assert told["List-Unsubscribe"] == "<mailto:leave@lists.example.org>"
    assert "List-Unsubscribe-Post" not in told
    told = headers(LETTER, Envelope("a@example.org"))
    assert {"To", "List-Id", "List-Unsubscribe"} & set(told) == set()


def test_long_addresses_stay_as_they_are() -> None:
    """No encoding, no new line: programs look for them between the brackets."""
    unsubscribe = f"https://lists.example.org/unsubscribe?token={'0123456789abcdef' * 12}"
    to = f"Readers <papers-of-all-days@{'long.' * 20}example.org>"
    message = make_message(LETTER, Envelope("a@example.org", to, unsubscribe)).as_bytes().decode()
    assert f"\r\nList-Unsubscribe: <{unsubscribe}>\r\n" in message
    assert f"\r\nList-Id: <papers-of-all-days.{'long.' * 20}example.org>\r\n" in message


@pytest.mark.parametrize(
    ("letter", "expected"),
    [
        (LETTER, "<digest.2025-06-25+2025@papers.example>"),
        (LETTER._replace(period="2025-W26"), "<digest.2025-W26+2025@papers.example>"),
        (LETTER._replace(topic="x" * 60), f"<digest.2025-06-25.{'x' * 60}+2025@papers.example>"),
        (LETTER._replace(tag="papers.example,2026"), "<digest.2025-06-25+2026@papers.example>"),
        (LETTER._replace(tag="ada@e.org,2025-01"), "<digest.2025-06-25+2025-01+ada@e.org>"),
        (LETTER._replace(tag="bob@e.org,2025-01"), "<digest.2025-06-25+2025-01+bob@e.org>"),
        (LETTER._replace(tag="a@b..c@e..org,2025"), "<digest.2025-06-25+2025+a=b.~.c@e.~.org>"),
    ],
)
def test_id_is_of_the_edition(letter: Letter, expected: str) -> None:
    """And of the feed by its whole tag, but not of what the letter says: a list gets it once."""
    told = headers(letter._replace(text="Another text.\n"), Envelope("a@example.org"))
    assert told["Message-ID"] == expected


def test_no_header_comes_in_by_a_line_break() -> None:
    """Not from the letter, not from the settings."""
    for letter, envelope in (
        (LETTER._replace(subject="A\r\nBcc: eve@example.org"), Envelope("a@example.org")),
        (LETTER._replace(subject="A\nBcc: eve@example.org"), Envelope("a@example.org")),
        (LETTER, Envelope("a@example.org\nBcc: eve@example.org")),
        (LETTER, Envelope("a@example.org", "b@example.org\nBcc: eve@example.org")),
        (LETTER, Envelope("a@example.org", LIST, "https://example.org/\nBcc: eve@example.org")),
    ):
        with pytest.raises(ValueError, match="linefeed or carriage return"):
            make_message(letter, envelope)


EMOJI = "😀 of a chemist 👩\u200d🔬"
TITLES = {
    **{title: title for title in HARD},
    "On *Porites* and $R^3$": "On Porites and R³",
    "Two\nlines: Bcc: eve@example.org": "Two lines: Bcc: eve@example.org",
    EMOJI: EMOJI,
    "</title> &amp; <b>": "</title> &amp; <b>",
}
TITLES[r"A \nabla of $\nabla^2$ things"] = r"A \nabla of ∇² things"


@pytest.mark.parametrize("title", TITLES)
def test_hostile_titles_are_titles(feed: Feed, tmp_path: Path, title: str) -> None:
    """In the subject, in the HTML and in the text; no header is added, nothing is markup."""
    shown = TITLES[title]
    block = "|-\n  " + title.replace("\n", "\n  ")
    feed.add("2025/06/25/a.md", title=block)
    done = write(feed.content, tmp_path)
    assert done.returncode == 0, done.stderr
    message = message_of(tmp_path / "2025-06-25.eml")
    assert message["Subject"] == shown
    assert "Bcc" not in message
    assert len(message.keys()) == 8
    text, html = parts_of(message)
    assert text.split("\n\n")[2].split("\n")[0] == shown
    heading = BeautifulSoup(html, "html.parser").h2
    assert heading
    assert heading.get_text() == shown


def test_title_that_looks_encoded_is_not_decoded() -> None:
    """A line break may be written so, and with it a header."""
    letter = LETTER._replace(subject="A =?utf-8?q?=0D=0ABcc:_eve@example.org?=")
    told = headers(letter, Envelope("a@example.org"))
    assert told["Subject"] == "A = ?utf-8?q?=0D=0ABcc:_eve@example.org?="
    assert "Bcc" not in told


@pytest.mark.parametrize("word", ["Word ", "注意力就是你所需要的", "العربية "])
def test_long_title_is_shortened_in_the_subject_alone(
    feed: Feed, tmp_path: Path, word: str
) -> None:
    """After a word, so that it stands in 90 columns; all lines of the message are short."""
    title = (word * 80)[:390].strip()
    feed.add("2025/06/25/a.md", title=f'"{title}"')
    assert write(feed.content, tmp_path).returncode == 0
    message = message_of(tmp_path / "2025-06-25.eml")
    subject = message["Subject"]
    assert subject.endswith(" …")
    assert title.startswith(subject.removesuffix(" …"))
    assert 70 < columns(subject) <= 90
    text, html = parts_of(message)
    assert title in html
    assert title.replace(" ", "") in text.replace("\n", "").replace(" ", "")
    lines = (tmp_path / "2025-06-25.eml").read_bytes().split(b"\r\n")
    assert max(map(len, lines)) <= 76
    assert not any(b"\r" in line or b"\n" in line for line in lines)


def test_subject_has_as_many_titles_as_fit(feed: Feed, tmp_path: Path) -> None:
    """In the day's order; a week's begins with its days' leads, a topic's with its name."""
    feed.write("2025/06/25/index.md", "---\norder: [b, a]\n---\n")
    feed.add("2025/06/25/a.md", title="The second paper of this day", topics="[vision]")
    feed.add("2025/06/25/b.md", title="The first paper of this day")
    feed.add("2025/06/25/c.md", title="One that is too long to stand with these", topics="[vision]")
    feed.add("2025/06/24/d.md", title="Before", arxiv='"2506.00001"')

    def subject(*asked: str) -> str:
        done = write(feed.content, tmp_path, *asked)
        assert done.returncode == 0, done.stderr
        return done.stdout.rstrip().partition(".txt: ")[2]

    both = "The first paper of this day; The second paper of this day"
    assert subject("2025-06-25") == both
    of_week = "Week 26: The first paper of this day; Before; The second paper of this day"
    assert subject("2025-W26") == of_week
    vision = "The second paper of this day; One that is too long to stand with these"
    assert subject("--topic", "vision") == f"Vision: {vision}"


def test_letter_to_be_looked_at_is_from_nobody(feed: Feed, tmp_path: Path) -> None:
    """A host that cannot exist, and the feed's title whatever signs are in it."""
    feed.write("site.yaml", SITE.replace("Test Feed", "'Récifs, \"mers\" <& more>'"))
    feed.add("2025/06/25/a.md")
    assert write(feed.content, tmp_path).returncode == 0
    (sender,) = message_of(tmp_path / "2025-06-25.eml")["From"].addresses
    assert sender.display_name == 'Récifs, "mers" <& more>'
    assert sender.addr_spec == "digest@example.invalid"
