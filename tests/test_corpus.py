"""The made corpus is as real papers are: 10,427 of them were counted, and stand here as figures."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from corpus import Paper, make_days

PAPERS = 4000
SIGN = re.compile(r"[*_`\[\]<>&\\$~|#]|://")  # what Markdown could read


@pytest.fixture(scope="module")
def papers() -> list[Paper]:
    """Return the papers of a corpus."""
    return [paper for day in make_days(PAPERS) for paper in day.papers]


def deciles(values: list[int]) -> list[int]:
    """Return the nine deciles of some numbers."""
    ordered = sorted(values)
    return [ordered[len(ordered) * tenth // 10] for tenth in range(1, 10)]


def test_abstracts_are_as_long(papers: list[Paper]) -> None:
    """1,395 characters in the mean; each decile within a twentieth."""
    lengths = [len(paper.abstract) for paper in papers]
    real = [1032, 1159, 1250, 1324, 1393, 1468, 1551, 1652, 1786]
    assert sum(lengths) / PAPERS == pytest.approx(1395, rel=0.03)
    assert deciles(lengths) == pytest.approx(real, rel=0.05)


def test_abstracts_hold_as_many_signs(papers: list[Paper]) -> None:
    """88 % have none that Markdown could read, and 0.4 % a formula."""
    plain = sum(SIGN.search(paper.abstract) is None for paper in papers)
    formulas = sum("$" in paper.abstract for paper in papers)
    assert plain / PAPERS == pytest.approx(0.88, abs=0.02)
    assert formulas / PAPERS == pytest.approx(0.004, abs=0.003)


def test_titles_are_as_long(papers: list[Paper]) -> None:
    """75 characters in the mean, and none is there twice."""
    titles = [paper.title for paper in papers]
    assert sum(map(len, titles)) / PAPERS == pytest.approx(75, rel=0.03)
    assert len(set(titles)) == PAPERS


def test_papers_have_as_many_authors(papers: list[Paper]) -> None:
    """10.1 in the mean; the deciles are as counted, and one in twenty has more than 23."""
    counts = [len(paper.authors) for paper in papers]
    assert sum(counts) / PAPERS == pytest.approx(10.1, rel=0.05)
    assert deciles(counts)[:8] == pytest.approx([4, 5, 6, 7, 8, 9, 10, 13], abs=1)
    assert sum(count > 23 for count in counts) / PAPERS == pytest.approx(0.05, abs=0.01)
    assert max(counts) <= 664


def test_authors_come_back_as_often(papers: list[Paper]) -> None:
    """Of all names 59 % stand once, 17 % twice, and nearly one in a hundred twenty times."""
    times = Counter(name for paper in papers for name in paper.authors)
    names, often = len(times), Counter(times.values())
    assert names / PAPERS == pytest.approx(42721 / 10427, rel=0.05)
    real = {1: 25304, 2: 7225, 3: 3382, 4: 1969, 5: 1257, 6: 843}
    for number, count in real.items():
        assert often[number] / names == pytest.approx(count / 42721, abs=0.04)
    assert sum(n for number, n in often.items() if number >= 20) / names == pytest.approx(
        390 / 42721, abs=0.005
    )


def test_half_of_the_papers_have_a_summary(papers: list[Paper]) -> None:
    """The others came by import, eighteen a weekday."""
    assert sum(bool(paper.summary) for paper in papers) / PAPERS == pytest.approx(0.5, abs=0.03)
    days = list(make_days(900))
    assert {len(day.papers) for day in days} == {18}


def test_same_seed_gives_the_same_papers(papers: list[Paper]) -> None:
    """And another seed others."""
    again = [paper for day in make_days(PAPERS) for paper in day.papers]
    assert again == papers
    other = [paper for day in make_days(36, 2) for paper in day.papers]
    assert {paper.title for paper in other}.isdisjoint(paper.title for paper in papers)
