"""Papers of the feed that are like a new one, as `check` and `new` name them."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from small_feed import write_small_feed
from support import Feed, call

if TYPE_CHECKING:
    from pathlib import Path

ATOM = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<title>arXiv Query</title>
<entry>
<id>http://arxiv.org/abs/2506.09999v2</id>
<title>{title}</title>
<published>2025-06-24T17:59:46Z</published>
<summary>{abstract}</summary>
<author><name>Emmy Noether</name></author>
</entry>
</feed>"""
NEW = "2025/06/25/new.md"


def commit(feed: Feed) -> None:
    """Commit what is in the feed."""
    names = ["-c", "user.name=A", "-c", "user.email=a@a.example"]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "All"]):
        subprocess.run(["git", "-C", feed.root, *names, *words], check=True, capture_output=True)  # noqa: S607


@pytest.fixture
def published(feed: Feed) -> Feed:
    """Return the feed of nine papers, committed."""
    write_small_feed(feed)
    commit(feed)
    return feed


def liked(feed: Feed, *words: str) -> list[str]:
    """Return the lines in which a reviewer reads of papers like the new ones."""
    against = ["--content", "content", "--against", "HEAD", "--format", "markdown"]
    done = call("check", *against, *words, folder=feed.root)
    assert done.returncode == 0, done.stderr
    return [line for line in done.stdout.splitlines() if line.startswith("- like ")]


def test_reviewer_reads_which_papers_are_like_a_new_one(published: Feed) -> None:
    """On the same subject, though no title is the same."""
    published.add(
        NEW,
        title="When weight decay makes nets generalize",
        summary='"Grokking in networks: test accuracy grows late."',
    )
    assert liked(published) == [
        "- like Late generalization of networks (`2023/03/02/late.md`)",
        "- like Grokking in small transformers (`2023/03/01/grokking.md`)",
    ]


def test_three_papers_are_named_at_most(published: Feed) -> None:
    """More would not be read."""
    for number in range(6):
        published.add(f"2025/06/10/squid-{number}.md", title=f"Squid {number}x", topics="[vision]")
    commit(published)
    published.add(NEW, title="Squid of the deep", summary='"Squid."')
    told = liked(published)
    assert len(told) == 3
    assert all("squid-" in line for line in told)


def test_paper_on_something_else_is_like_none(published: Feed) -> None:
    """Then nothing is said."""
    published.add(NEW, title="Zebra migration", summary='"Quagga herds wander."')
    assert liked(published) == []


def test_changed_paper_is_not_like_itself(published: Feed) -> None:
    """Nor is anything said of papers that did not change."""
    file = published.content / "2024/05/06/attention.md"
    file.write_text(file.read_text().replace("without recurrence", "with no recurrence"))
    assert liked(published) == ["- like Heads that need little (`2024/05/07/heads.md`)"]


def test_paper_that_waits_for_its_summary_is_named(published: Feed) -> None:
    """It will stand in the feed one day, and is compared by its abstract."""
    published.add("2025/06/24/waiting.md", "Quagga herds wander.", title="Stripes", summary='""')
    commit(published)
    published.add(NEW, title="Zebra migration", summary='"Quagga herds wander."')
    assert liked(published) == ["- like Stripes (`2025/06/24/waiting.md`)"]


def test_two_new_papers_may_be_like_each_other(published: Feed) -> None:
    """Both come with one pull request."""
    published.add(NEW, title="Zebra migration", summary='"Quagga herds wander."')
    published.add("2025/06/26/newer.md", title="Herds", summary='"On quagga, and zebra migration."')
    assert liked(published) == [
        "- like Herds (`2025/06/26/newer.md`)",
        "- like Zebra migration (`2025/06/25/new.md`)",
    ]


def answer(folder: Path, title: str, abstract: str) -> Path:
    """Write a saved answer of arXiv's."""
    path = folder / "answer.xml"
    path.write_text(ATOM.format(title=title, abstract=abstract))
    return path


@pytest.mark.parametrize(
    ("title", "abstract", "told"),
    [
        (
            "Pruned heads",
            "Few attention heads are needed.",
            [
                "Like it: content/2024/05/07/heads.md (Heads that need little)",
                "Like it: content/2024/05/06/attention.md (Attention is all you need)",
            ],
        ),
        ("Zebra migration", "Quagga herds wander.", []),
    ],
    ids=["like", "unlike"],
)
def test_new_names_the_papers_that_are_like_it(
    feed: Feed, title: str, abstract: str, told: list[str]
) -> None:
    """Whoever brings a paper sees at once what is there, between the path and the next step."""
    write_small_feed(feed)
    source = answer(feed.root, title, abstract)
    done = call("new", "--from", source, "--date", "2025-06-25", folder=feed.root)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[1:-1] == told


def test_first_paper_of_a_feed_is_like_none(feed: Feed) -> None:
    """There is nothing to compare with."""
    source = answer(feed.root, "Zebra migration", "Quagga herds wander.")
    done = call("new", "--from", source, "--date", "2025-06-25", folder=feed.root)
    assert done.returncode == 0
    assert "Like it" not in done.stdout
