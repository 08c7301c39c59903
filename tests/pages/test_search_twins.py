"""What a browser finds in tests/feed, the twin at the terminal finds, and ranks in the same way."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
import yaml
from browsing import serve
from searching import Search
from support import FEED
from twins import Text, assert_twins, make_query

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from browsing import Tab

QUERIES = 200
ODD = (
    "",
    " ",
    "a",
    "-",
    '"',
    "author:",
    "the of and is",
    "-the",
    '"in the"',
    "c++ c# 3.5 gpt-4o",
    "2506.20544",
    "https://arxiv.org/abs/2506.20544v2",
    "doi:10.18653/v1/2023.emnlp-main.898",
    "state-of-the-art",
    "don't models' model's",
    "β-VAE α $\\alpha$-stable \\beta",
    "rock&roll and/or TCP/IP",
    "naïve Poincaré ﬁne Ａ",
    "注意力机制",
    "注意力 reasoning 推理",
    "рассуждение моделей",
    "συλλογισμός",
    "추론 모델",
    "การเรียนรู้",
    "الاستدلال",
    "हिन्दी भाषा",
    "🤖 reasoning 🤖",
    "x" * 70,
    "reasoning " * 300,
    '-"chain of thought" -survey reasoning',
    "find papers which discuss reasoning please",
    "“chain of thought” «models»",
    "--reasoning topic:-reasoning year:x has:",
    'a "description" of twelve words asks for -nothing that it quotes, not -reasoning',
    'eleven words ask for "reasoning" and for no -models now, though',
    'twelve words ask for "reasoning" and for no -models now, though, too',
)


def read_text(path: Path) -> Text:
    """Return a paper of tests/feed as it is written, mathematics, Markdown and all."""
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    fields = yaml.safe_load(front)
    words = f"{fields['title']} {fields.get('summary', '')} {body}".split()
    return Text(words, [str(name) for name in fields["authors"]], fields["topics"][0])


@pytest.fixture(scope="module")
def real_search(real_site: Path, search_tab: Tab) -> Iterator[Search]:
    """Yield the search page of tests/feed."""
    with serve(real_site) as address:
        yield Search(search_tab, f"{address}search.html").open()


def test_browser_and_terminal_find_the_same(real_search: Search, real_site: Path) -> None:
    """The same papers in the same order, the same notes, the same second list."""
    dice = random.Random(20251027)  # noqa: S311 - the same queries in every run
    paths = [one for one in sorted(FEED.glob("2*/*/*/*.md")) if one.name != "index.md"]
    texts = [read_text(path) for path in paths]
    queries = [make_query(dice.choice(texts), dice) for _ in range(QUERIES)]
    answers = assert_twins(real_search, real_site, queries)
    assert sum(bool(one.papers) for one in answers) > QUERIES * 0.8
    assert any(one.note for one in answers)
    assert any(one.near for one in answers)


def test_browser_and_terminal_read_odd_queries_alike(real_search: Search, real_site: Path) -> None:
    """Whatever stands in a query, and in whatever script."""
    assert_twins(real_search, real_site, ODD)
