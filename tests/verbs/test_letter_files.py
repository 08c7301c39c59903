"""`digest`: a day or a week as a letter, in three files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support import call, tree

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from support import Feed

NO_PERIOD = (
    "is no day and no week that exists, as in 2025-06-25 and 2025-W26; the newest are 2025-06-25"
    " and 2025-W26"
)


@pytest.fixture
def two_days(feed: Feed) -> Feed:
    """Return a feed of two days in two weeks."""
    feed.add("2025/06/22/old.md", title="Old", topics="[vision]")
    feed.add("2025/06/25/new.md", title="New")
    return feed


def ask(feed: Feed, *words: object) -> subprocess.CompletedProcess[str]:
    """Ask for a letter."""
    return call("digest", "--content", feed.content, "--output", feed.root / "out", *words)


def files(feed: Feed) -> list[str]:
    """Return the names of the files that were written, hidden ones too."""
    folder = feed.root / "out"
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ((), "2025-06-25"),
        (("latest",), "2025-06-25"),
        (("latest-week",), "2025-W26"),
        (("2025-06-22",), "2025-06-22"),
        (("2025-W25",), "2025-W25"),
        (("2025-W25", "--topic", "vision"), "2025-W25.vision"),
        (("--today", "2025-06-24"), "2025-06-22"),
    ],
)
def test_letter_is_three_files(two_days: Feed, asked: tuple[str, ...], name: str) -> None:
    """Named by what it is a letter of; nothing else lies there."""
    done = ask(two_days, *asked)
    assert (done.returncode, done.stderr) == (0, "")
    assert files(two_days) == [f"{name}.eml", f"{name}.html", f"{name}.txt"]


def test_same_day_twice_gives_the_same_bytes(two_days: Feed) -> None:
    """No clock and no chance is in them."""
    ask(two_days)
    before = tree(two_days.root / "out")
    ask(two_days)
    assert tree(two_days.root / "out") == before


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("2025-06-24",), "2025-06-24 has no papers: no letter was written.\n"),
        (("2025-W27",), "2025-W27 has no papers: no letter was written.\n"),
        (
            ("2025-06-25", "--topic", "vision"),
            "2025-06-25 has no papers of the topic vision: no letter was written.\n",
        ),
        (("--today", "2024-01-01"), "The feed has no papers: no letter was written.\n"),
        (
            ("latest-week", "--today", "2024-01-01"),
            "The feed has no papers: no letter was written.\n",
        ),
    ],
)
def test_nothing_to_tell_is_no_failure(two_days: Feed, asked: tuple[str, ...], told: str) -> None:
    """A workflow asks every day; nothing is written, not even a folder."""
    done = ask(two_days, *asked)
    assert (done.returncode, done.stdout, done.stderr) == (0, told, "")
    assert files(two_days) == []


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("2025-W60",), f"2025-W60 {NO_PERIOD}"),
        (("tomorrow",), f"tomorrow {NO_PERIOD}"),
        (
            ("--topic", "visions"),
            "there is no topic visions (did you mean vision?); there are reasoning, vision",
        ),
    ],
)
def test_what_does_not_exist_is_wrong_usage(
    two_days: Feed, asked: tuple[str, ...], told: str
) -> None:
    """And the message names what there is."""
    done = ask(two_days, *asked)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"build.py: {told}\n")
    assert files(two_days) == []


@pytest.mark.parametrize("folder", ["content", "content/2025"])
def test_letter_is_not_written_into_the_content(folder: str, two_days: Feed) -> None:
    """The next build would read it."""
    before = tree(two_days.content)
    done = ask(two_days, "--output", two_days.root / folder)
    assert (done.returncode, "lies in the content folder" in done.stderr) == (2, True)
    assert tree(two_days.content) == before


def test_content_with_errors_gives_no_letter(two_days: Feed) -> None:
    """As it gives no site."""
    two_days.add("2025/06/25/bad.md", authors=None)
    done = ask(two_days)
    assert done.returncode == 1
    assert "bad.md" in done.stderr
    assert done.stderr.endswith("1 error: no letter was written.\n")
    assert files(two_days) == []


def test_letter_without_address_says_so(two_days: Feed, tmp_path: Path) -> None:
    """Its links lead to this machine; with an address in site.yaml or in the call they do not."""
    assert "give --base-url URL" in ask(two_days).stdout
    told = ask(two_days, "--base-url", "https://papers.example/").stdout
    assert told == f"{tmp_path / 'out' / '2025-06-25'}.eml, .html, .txt: New\n"
