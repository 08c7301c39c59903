"""Queries that nobody means to ask, and what machines make of texts: nothing breaks."""

from __future__ import annotations

import pytest
from indexed import Asked
from small_feed import make_small_site


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """Return the search of a site of nine papers."""
    return Asked(make_small_site(tmp_path_factory))


@pytest.mark.parametrize(
    "query",
    [
        "",
        " \t\n",
        "a",
        "the of and",
        "x" * 10_000,
        "deep " * 2_000,
        '"' * 999,
        "-" * 999,
        "😀 👩‍👩‍👧",
        "الانتباه كل ما تحتاجه",
        "\u202eright to left\u202c",
        "<script>alert(1)</script>",
        "author:",
        'author:"',
        "topic: year: has:",
        '"unmatched quote',
        "author:author:author:",
        "[a-z]*(?:\\d+|.)^$",
        "\\",
        "\\alpha\\",
        "$$$",
        "](](",
        "://",
        "\0\1\x7f",
        "\ud800",
        "ﷺ ½ ① ㍿",
        "c++ ++ # #",
        "../../etc/passwd",
        "year:-",
        "year:99999-0",
        "10.1000/",
        "'",
        "’",
        "...",
    ],
    ids=lambda query: ascii(query[:24]),
)
def test_odd_query_raises_nothing(asked: Asked, query: str) -> None:
    """Whatever is typed finds some papers, or none."""
    found = asked.search(query)
    assert len(found.numbers) == len(set(found.numbers)) <= 9
