"""Words that stand together more often than chance has it."""

from __future__ import annotations

import numpy as np

from broadsheet.search.related import MOST, find_related
from broadsheet.search.similar import make_corpus
from broadsheet.search.tally import Vectors


def related(papers: list[set[int]], labels: frozenset[int] = frozenset()) -> dict[int, set[int]]:
    """Return what terms are related; `labels` are those that are authors or topics."""
    rows = [(number, term) for number, paper in enumerate(papers) for term in sorted(paper)]
    made = Vectors(
        np.array([number for number, _ in rows], np.uint32),
        np.array([term for _, term in rows], np.uint32),
        np.array([1 if term in labels else 2 for _, term in rows], np.uint8),
    )
    days = [f"2025-06-{1 + number % 28:02}" for number in range(len(papers))]
    corpus = make_corpus(lambda: [made], [len(papers)], sorted(days))
    return {term: set(near) for term, near in find_related(corpus).items()}


# 64 papers: 1 and 2 stand together in four, 3 and 4 apart in four each, 5 in all.
TOGETHER = [{1, 2, 5} if number % 16 == 0 else {5, 100 + number} for number in range(64)]
APART = [
    {3, 5} if number % 16 == 0 else {4, 5} if number % 16 == 1 else {5, 100 + number}
    for number in range(64)
]


def test_words_that_stand_together_are_related() -> None:
    """Each leads to the other, and neither to what stands everywhere."""
    assert related(TOGETHER) == {1: {2}, 2: {1}}


def test_words_that_stand_apart_are_not_related() -> None:
    """That both are rare is no reason."""
    assert related(APART) == {}


def test_word_that_stood_beside_another_once_is_not_related() -> None:
    """Two papers must hold both: of thousands, any two rare words that met once would stand out."""
    papers = [{100 + number} for number in range(8192)]
    for number in range(3):
        papers[number].add(1)
        papers[2 + number].add(2)
    assert related(papers) == {}
    papers[3].add(1)
    assert related(papers) == {1: {2}, 2: {1}}


def test_authors_and_topics_are_no_words() -> None:
    """That two papers share an author says nothing of the word."""
    assert related(TOGETHER, frozenset({2})) == {}


def test_some_words_are_named() -> None:
    """Of many related words a list has those that are most so."""
    papers = [set(range(1, 10)) if number % 16 == 0 else {50, 100 + number} for number in range(64)]
    found = related(papers)
    assert sorted(found) == list(range(1, 10))
    assert {len(near) for near in found.values()} == {MOST}


def test_new_paper_changes_nothing() -> None:
    """Words are related by the oldest papers, whose number steps up seldom."""
    assert related([*TOGETHER, {7, 8}, {1, 8}]) == related(TOGETHER)
