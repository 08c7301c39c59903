"""A feed of nine papers that tests of the search know by heart, and its site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support import SITE, TOPICS, Feed, make_once

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

GROWTH = "How test accuracy grows long after training accuracy has come to its end."
PAPERS: dict[str, dict[str, str | None]] = {
    "2023/03/01/grokking.md": {
        "title": '"Grokking in small transformers"',
        "authors": "[Ada Lovelace, Will Of]",
        "summary": f'"{GROWTH}"',
        "code": "https://github.com/a/b",
        "arxiv": '"2303.00001"',
    },
    "2023/03/02/late.md": {
        "title": '"Late generalization of networks"',
        "authors": "[Grace Hopper]",
        "summary": '"Weight decay brings grokking about."',
        "topics": "[vision]",
        "data": "https://example.org/data",
        "arxiv": None,
        "doi": '"10.1000/Late.b-1"',
    },
    "2024/05/06/attention.md": {
        "title": '"Attention is all you need"',
        "authors": "[Ashish Vaswani, Grace Lovelace]",
        "summary": '"A network of attention heads alone, without recurrence."',
        "topics": "[reasoning, vision]",
        "arxiv": '"2405.00002"',
    },
    "2024/05/07/heads.md": {
        "title": '"Heads that need little"',
        "authors": "[Émilie du Châtelet]",
        "summary": '"Heads of attention, pruned."',
        "arxiv": '"2405.00003"',
    },
    "2025/06/01/chinese.md": {
        "title": '"注意力机制"',
        "authors": "[李明]",
        "summary": '"大模型"',
        "language": "zh",
    },
    "2025/06/02/french.md": {
        "title": '"Des récifs modérés"',
        "authors": "[Will Of]",
        "summary": '"Ce qui vit."',
        "language": "fr",
    },
    "2025/06/03/twin-a.md": {
        "title": '"One plankton"',
        "summary": '"Drifts."',
        "authors": "[Cy Fir]",
    },
    "2025/06/04/twin-b.md": {
        "title": '"Two plankton"',
        "summary": '"Drifts."',
        "authors": "[Cy Fir]",
    },
    "2025/07/lacking-a-day.md": {
        "title": '"In-context learning with GPT-4 and C++"',
        "authors": "[Di Elm]",
        "summary": '"Prompted with $\\\\alpha$-divergence."',
        "published": "2025-07",
    },
}


def write_small_feed(feed: Feed) -> None:
    """Write the feed."""
    feed.write("site.yaml", SITE)
    feed.write("topics.yaml", TOPICS)
    for path, fields in PAPERS.items():
        feed.add(path, "", **{"published": "2023-01-01", **fields})


def make_small_site(factory: pytest.TempPathFactory) -> Path:
    """Return the folder of its site, built once for all tests that read it."""

    def make(folder: Path) -> None:
        feed = Feed(folder)
        write_small_feed(feed)
        built = feed.build()
        assert built.returncode == 0, built.stderr

    return make_once(factory, "small", make) / "_site"
