"""`announce`: a day printed as posts, which a shell and a program can take apart."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from support import call, run

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from support import Feed

BASE = "https://papers.example.org/feed/"


def announce(feed: Feed, *words: object) -> subprocess.CompletedProcess[str]:
    """Announce a day of a feed that has an address."""
    return call("announce", "--content", feed.content, "--base-url", BASE, *words)


@pytest.fixture
def two_days(feed: Feed) -> Feed:
    """Return a feed of two days, the newer with two papers."""
    feed.add("2025/06/20/old.md", title="Old", authors="[Will Of]")
    feed.add("2025/06/25/beta.md", title="Beta", summary='"It is $x + y$."')
    feed.add("2025/06/25/alpha.md", title="Alpha")
    feed.write("2025/06/25/index.md", "---\norder: [beta, alpha]\n---\nA note.\n")
    return feed


def test_newest_day_in_its_order(two_days: Feed) -> None:
    """Without a date, and as latest; posts are parted by hyphens."""
    done = announce(two_days, "--format", "mastodon")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "Test Feed\nWednesday, 25 June 2025\n\n2 papers, the first of them: Beta\n\n"
        f"{BASE}2025/06/25.html\n---\n"
        f"Beta\nAda Lovelace, Grace Hopper\n\nIt is x\xa0+\xa0y.\n\n{BASE}papers/beta.html\n---\n"
        "Alpha\nAda Lovelace, Grace Hopper\n\nWhat was done, and what was found.\n\n"
        f"{BASE}papers/alpha.html\n"
    )
    assert announce(two_days, "latest", "--format", "mastodon").stdout == done.stdout


def test_day_of_a_date(two_days: Feed) -> None:
    """As text, whose paragraphs an empty line parts."""
    done = announce(two_days, "2025-06-20", "--format", "text")
    assert done.stdout == (
        "Test Feed\nFriday, 20 June 2025\n\n1 paper: Old\n\n"
        f"{BASE}2025/06/20.html\n\n"
        f"Old\nWill Of\n\nWhat was done, and what was found.\n\n{BASE}papers/old.html\n"
    )


def test_latest_is_not_to_come(two_days: Feed) -> None:
    """With --today, days filed ahead wait for their date."""
    done = announce(two_days, "--today", "2025-06-24", "--format", "text")
    assert done.stdout.startswith("Test Feed\nFriday, 20 June 2025\n")


def test_null_bytes_end_posts(two_days: Feed) -> None:
    """As xargs -0 and read -d '' take them."""
    posts = announce(two_days, "--format", "bluesky", "--null").stdout.split("\0")
    assert [post.partition("\n")[0] for post in posts] == ["Test Feed", "Beta", "Alpha", ""]


@pytest.mark.parametrize(
    ("place", "lines", "field"),
    [
        ("mastodon", 3, "status"),
        ("bluesky", 3, "facets"),
        ("slack", 1, "blocks"),
        ("text", 3, "text"),
    ],
)
def test_json_has_a_line_a_thing_to_send(
    two_days: Feed, place: str, lines: int, field: str
) -> None:
    """For each place what its API takes."""
    told = announce(two_days, "--format", place, "--json").stdout.splitlines()
    assert len(told) == lines
    assert all(json.loads(line)[field] for line in told)


def test_address_of_the_settings(two_days: Feed) -> None:
    """Serves where none is given; without any, there is nothing to link to."""
    words = ("announce", "--content", two_days.content, "--format", "text")
    done = call(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert "give its address with --base-url, or as url in site.yaml" in done.stderr
    settings = two_days.content / "site.yaml"
    settings.write_text(settings.read_text() + "url: https://own.example/\n")
    assert "https://own.example/papers/alpha.html\n" in call(*words).stdout


def test_day_without_papers(two_days: Feed) -> None:
    """It is told, with nothing printed, and is no failure."""
    done = announce(two_days, "2025-06-22", "--format", "text")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == (
        "2025-06-22 has no papers: nothing to announce; the nearest edition is of 2025-06-20\n"
    )


def test_feed_without_papers(feed: Feed) -> None:
    """Nor is that one; papers of no edition are not announced."""
    feed.add("2025/06/backlog.md", published="2025-06")
    for date in ("latest", "2025-06-22"):
        done = announce(feed, date, "--format", "text")
        assert (done.returncode, done.stdout) == (0, "")
        assert "nothing to announce" in done.stderr


@pytest.mark.parametrize(
    ("date", "nearest"),
    [("2025-06-31", "2025-06-25"), ("2025-02-30", "2025-06-20"), ("today", "2025-06-25")],
)
def test_day_that_does_not_exist(two_days: Feed, date: str, nearest: str) -> None:
    """The nearest edition is named."""
    done = announce(two_days, date, "--format", "text")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"build.py: {date} is no day that exists, as YYYY-MM-DD, nor latest; the nearest edition"
        f" is of {nearest}\n"
    )


def test_address_without_room(two_days: Feed) -> None:
    """No post is printed that the place refuses."""
    words = ("--content", two_days.content, "--base-url", f"https://example.org/{'a' * 280}/")
    done = call("announce", *words, "--format", "bluesky")
    assert (done.returncode, done.stdout) == (2, "")
    assert "is so long that bluesky has no room for a title beside it" in done.stderr


def test_content_with_errors(two_days: Feed) -> None:
    """They are shown as a build shows them."""
    two_days.add("2025/06/26/wrong.md", title=None)
    done = announce(two_days, "--format", "text")
    assert (done.returncode, done.stdout) == (1, "")
    assert "1 error: nothing is announced." in done.stderr
    assert "wrong.md" in done.stderr


def test_place_must_be_named(tmp_path: Path) -> None:
    """One of four."""
    done = run("announce", cwd=tmp_path)
    assert done.returncode == 2
    assert "--format" in done.stderr


def test_same_day_gives_the_same_bytes(two_days: Feed) -> None:
    """No clock is asked."""
    words = ("--format", "slack", "--json")
    assert announce(two_days, *words).stdout == announce(two_days, *words).stdout
