"""`digest --send`: an edition goes to the list's address, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from mailserver import MailServer, Post
from support import SITE, call, tree

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

    from support import Feed

NEWSLETTER = """newsletter:
  to: papers@lists.example.org
  from: "Papers, daily <papers@example.org>"
  unsubscribe: https://lists.example.org/leave
"""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    """Yield a mail server that the environment names."""
    with MailServer(Post()) as made:
        for name, value in made.environment().items():
            monkeypatch.setenv(name, value)
        yield made


def ask(feed: Feed, *words: object) -> subprocess.CompletedProcess[str]:
    """Ask for the newest edition's letter, of a site that has an address."""
    told = ("--content", feed.content, "--output", feed.root / "out")
    return call("digest", *told, "--base-url", "https://papers.example/", *words)


def send(feed: Feed) -> subprocess.CompletedProcess[str]:
    """Have it sent."""
    return ask(feed, "--send", "--record", feed.root / "sent.jsonl")


def test_edition_is_sent_once(feed: Feed, server: MailServer) -> None:
    """What arrives is the message that was written; the second run sends nothing."""
    feed.write("site.yaml", SITE + NEWSLETTER)
    feed.add("2025/06/25/new.md", title="New")
    done = send(feed)
    assert (done.returncode, done.stderr) == (0, "")
    assert "is sent to papers@lists.example.org" in done.stdout
    (letter,) = server.post.got
    assert letter.mail_from == "papers@example.org"
    assert letter.rcpt_tos == ["papers@lists.example.org"]
    written = (feed.root / "out/2025-06-25.eml").read_bytes()
    assert letter.original_content == written
    assert b"List-Unsubscribe: <https://lists.example.org/leave>" in written
    assert b"lists.example.org/leave" in (feed.root / "out/2025-06-25.html").read_bytes()
    again = send(feed)
    assert (again.returncode, again.stderr) == (0, "")
    assert "was sent before: nothing is sent" in again.stdout
    assert len(server.post.got) == 1


def test_nothing_is_sent_unless_it_is_asked_for(feed: Feed, server: MailServer) -> None:
    """The default writes files."""
    feed.write("site.yaml", SITE + NEWSLETTER)
    feed.add("2025/06/25/new.md", title="New")
    assert ask(feed).returncode == 0
    assert server.post.got == []


def test_sending_needs_a_list_and_an_address_of_the_site(feed: Feed, server: MailServer) -> None:
    """Each lack is told, and nothing is sent."""
    feed.add("2025/06/25/new.md", title="New")
    done = send(feed)
    assert done.returncode == 2
    assert "site.yaml has no newsletter with to and from" in done.stderr
    feed.write("site.yaml", SITE + NEWSLETTER)
    told = ("--content", feed.content, "--output", feed.root / "out")
    done = call("digest", *told, "--send", "--record", feed.root / "sent.jsonl")
    assert done.returncode == 2
    assert "to send it, give --base-url URL" in done.stderr
    assert server.post.got == []


def test_settling_leaves_the_letter_as_it_is(feed: Feed, server: MailServer) -> None:
    """As does a run that may not send it: neither is told where the site is."""
    feed.write("site.yaml", SITE + NEWSLETTER)
    feed.add("2025/06/25/new.md", title="New")
    server.post.refuses = {"DOT": "777 Who knows"}
    assert send(feed).returncode == 5
    written = tree(feed.root / "out")
    told = ("--content", feed.content, "--output", feed.root / "out")
    record = ("--record", feed.root / "sent.jsonl")
    assert call("digest", *told, "--send", *record).returncode == 2
    done = call("digest", "2025-06-25", *told, *record, "--settle", "failed")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("is noted as failed: --send sends it again\n")
    assert done.stdout.count("\n") == 1
    assert tree(feed.root / "out") == written


def test_feed_without_papers_sends_nothing(feed: Feed, server: MailServer) -> None:
    """And that is no failure."""
    feed.write("site.yaml", SITE + NEWSLETTER)
    done = send(feed)
    assert done.returncode == 0
    assert "no letter was written" in done.stdout
    assert server.post.got == []
