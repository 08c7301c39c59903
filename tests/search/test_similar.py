"""Papers that are alike, by numbers made by hand."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from broadsheet.search.similar import NEAREST, Corpus, base_of, find_nearest, make_corpus
from broadsheet.search.tally import Vectors

DAY = "2025-06-01"


def vectors(papers: list[dict[int, float]]) -> Vectors:
    """Return a month of papers, each with how often it has each term."""
    rows = [(number, *row) for number, paper in enumerate(papers) for row in sorted(paper.items())]
    number, term, times = (list(column) for column in zip(*rows, strict=True))
    halves = [int(2 * one) for one in times]
    return Vectors(
        np.array(number, np.uint32), np.array(term, np.uint32), np.array(halves, np.uint8)
    )


def corpus(papers: list[dict[int, float]], days: list[str] | None = None) -> Corpus:
    """Return a corpus of one month."""
    return make_corpus(lambda: [vectors(papers)], [len(papers)], days or [DAY] * len(papers))


def nearest(made: Corpus, number: int) -> list[int]:
    """Return the papers that one is most like."""
    return [near.number for near in next(find_nearest(made, [number]))]


FILLER = [{1000 + number: 1.0, 1: 1.0} for number in range(40)]


def test_papers_that_share_a_rare_word_are_alike() -> None:
    """The rarer the shared word, the nearer: it tells more than one that many have."""
    rare, frequent, own = {7: 1.0, 70: 1.0}, {8: 1.0, 80: 1.0}, {7: 1.0, 8: 1.0, 90: 1.0}
    others = [{8: 1.0, 800 + number: 1.0} for number in range(4)]
    made = corpus([rare, frequent, own, *others, *FILLER])
    scores = {near.number: near.score for near in next(find_nearest(made, [2]))}
    assert 0 < scores[1] < scores[0]


def test_nearest_is_first() -> None:
    """Who shares three words is nearer than who shares two or one."""
    own = {1: 1.0, 2: 1.0, 3: 1.0}
    papers = [{1: 1.0, 50: 1.0, 51: 1.0}, {1: 1.0, 2: 1.0, 52: 1.0}, {1: 1.0, 2: 1.0, 3: 1.0}, own]
    made = corpus([*papers, *({2000 + number: 1.0} for number in range(40))])
    assert nearest(made, 3) == [2, 1, 0]
    scores = [near.score for near in next(find_nearest(made, [3]))]
    assert scores == sorted(scores, reverse=True)
    assert 0 < scores[-1] < scores[0] <= 1.2


def test_papers_without_a_shared_word_are_not_alike() -> None:
    """Then a list is empty."""
    assert nearest(corpus([{1: 1.0}, {2: 1.0}, {3: 1.0}]), 0) == []


def test_paper_is_not_like_itself() -> None:
    """Nor is it named twice."""
    made = corpus([{1: 1.0, 2: 1.0}] * 5)
    for number in range(5):
        assert sorted(nearest(made, number)) == [one for one in range(5) if one != number]


def test_later_paper_is_not_found() -> None:
    """A paper is compared with those of its day and before."""
    days = ["2025-06-01", "2025-06-02", "2025-06-02", "2025-06-03"]
    made = corpus([{1: 1.0, 2: 1.0}] * 4, days)
    found = [sorted(nearest(made, number)) for number in range(4)]
    assert found == [[], [0, 2], [0, 1], [0, 1, 2]]


def test_of_equals_the_newer_is_first() -> None:
    """Where nothing else tells, it is the one that readers know least."""
    days = [f"2025-06-{number + 1:02}" for number in range(4)]
    assert nearest(corpus([{1: 1.0, 2: 1.0}] * 4, days), 3) == [2, 1, 0]


def test_list_has_an_end() -> None:
    """However many papers are alike, it names some."""
    days = [f"2025-06-{number + 1:02}" for number in range(30)]
    made = corpus([{1: 1.0, 2: 1.0, 100 + number: 1.0} for number in range(30)], days)
    assert len(nearest(made, 29)) == NEAREST


def test_reasons_are_the_shared_terms_that_weigh_most() -> None:
    """Three at most, the heaviest first, and none that every tenth paper holds."""
    common = {1: 1.0}
    papers = [{11: 1.0, 12: 1.0, 13: 4.0, 14: 2.0} | common] * 2
    made = corpus([*papers, *FILLER])
    (near,) = [one for one in next(find_nearest(made, [0])) if one.number == 1]
    assert near.shares[:2] == (13, 14)
    assert len(near.shares) == 3
    assert 1 not in near.shares


def test_order_of_the_months_does_not_matter_to_a_pair() -> None:
    """Papers in two months are compared as in one."""
    papers = [{1: 1.0, 2: 1.0}, {2: 1.0, 3: 1.0}, {1: 1.0, 2: 1.0, 3: 1.0}]
    days = ["2025-05-30", "2025-06-01", "2025-06-02"]
    together = corpus(papers, days)
    apart = make_corpus(lambda: [vectors(papers[:1]), vectors(papers[1:])], [1, 2], days)
    assert list(find_nearest(apart, range(3))) == list(find_nearest(together, range(3)))


@pytest.mark.parametrize(
    ("papers", "base"),
    [(0, 1), (1, 1), (2, 2), (3, 2), (4, 4), (5, 4), (6, 5), (300, 256), (362, 256), (363, 362)],
)
def test_words_are_weighed_by_the_oldest_papers(papers: int, base: int) -> None:
    """Their number steps up by the root of two, so that one paper more hardly ever changes it."""
    assert base_of(papers) == base


@pytest.mark.parametrize("rows", [1, 7, 100])
def test_terms_that_are_sorted_in_ranges_are_numbered_as_at_once(
    monkeypatch: pytest.MonkeyPatch, rows: int
) -> None:
    """However few rows are looked at together, of hashes from 0 to the last; labels stay labels."""
    chance = Random(7)  # noqa: S311 - no secret
    hashes = [0, 1, 2**31, 2**32 - 1, *(chance.randrange(2**32) for _ in range(60))]
    days = sorted(f"2025-06-{chance.randrange(1, 29):02}" for _ in range(80))
    papers = [
        {term: 0.5 if term % 5 == 0 else 1.0 for term in chance.sample(hashes, 9)} for _ in days
    ]
    whole = corpus(papers, days)
    monkeypatch.setattr("broadsheet.search.similar._SORTED", rows)
    apart = corpus(papers, days)
    for name, one, other in zip(Corpus._fields, whole, apart, strict=True):
        assert one.tolist() == other.tolist(), name
    assert whole.hashes.tolist() == sorted({term for paper in papers for term in paper})
    words = dict(zip(whole.hashes.tolist(), whole.is_word.tolist(), strict=True))
    assert words == {term: term % 5 > 0 for term in words}
