"""Where papers lie on the map: near what they are like, and where they were yesterday."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from indexed import index_of, make_paper

from broadsheet.search.kept import Memory
from broadsheet.search.placing import SIDE, Links, Placed, extend, lay_out, snap

Pairs = dict[int, list[int]]  # the papers that a paper is like, by number


def place(papers: int, like: Pairs, topics: dict[int, int] | None = None) -> Any:
    """Return the cells of papers, each of a day of its own."""
    pairs = [(one, other) for one, others in like.items() for other in others]
    one, other = np.array(pairs, np.int64).reshape(-1, 2).T
    beside = [like.get(number, [-1])[0] for number in range(papers)]
    first = np.array([(topics or {}).get(number, 0) for number in range(papers)], np.int64)
    placed = Placed([f"paper-{number}" for number in range(papers)], beside, first)
    oldest = lay_out(placed, Links(one, other, np.ones(len(pairs))))
    return snap(extend(oldest, placed, papers)).astype(int)


def far(one: Any, other: Any) -> float:
    """Return the distance of two cells, in parts of the map's width."""
    return float(np.hypot(*(one - other))) / SIDE


# Two groups of eight, in turns; a paper is like the two before it in its group.
GROUPS: Pairs = {number: [number - 2, number - 4] for number in range(4, 16)} | {2: [0], 3: [1]}


def test_like_papers_are_nearer_than_unlike() -> None:
    """On average, a paper is nearer to its own group than to the other one."""
    cells = place(16, GROUPS)
    own = [far(cells[one], cells[two]) for one in range(16) for two in range(one % 2, one, 2)]
    others = [far(cells[one], cells[two]) for one in range(0, 16, 2) for two in range(1, 16, 2)]
    assert np.mean(own) < 0.7 * np.mean(others)


def test_newest_paper_lies_beside_what_it_is_most_like() -> None:
    """Sixteen are laid out together; the seventeenth is beside the one that it is like."""
    cells = place(17, GROUPS | {16: [3]})
    assert np.argmin([far(cells[16], cell) for cell in cells[:16]]) == 3


def test_newer_papers_move_no_older_one() -> None:
    """From 16 papers to 22, where the next step begins."""
    before = place(16, GROUPS)
    for papers in range(17, 22):
        like = GROUPS | {number: [number - 3, 5] for number in range(16, papers)}
        assert place(papers, like)[:16].tolist() == before.tolist()


def test_papers_of_a_topic_lie_together() -> None:
    """Also where they are like no other paper."""
    cells = place(64, {}, {number: 1 + number % 2 for number in range(64)})
    middles = [np.mean(cells[start::2], axis=0) for start in (0, 1)]
    assert far(*middles) > 0.3


def test_same_papers_lie_at_the_same_places() -> None:
    """Nothing is drawn by lot but by the papers' names."""
    assert place(16, GROUPS).tolist() == place(16, GROUPS).tolist()


@pytest.mark.parametrize("papers", [0, 1, 2, 3, 4, 5, 100])
def test_papers_without_anything_in_common(papers: int) -> None:
    """None, one or many: each has a place of its own, on the map."""
    cells = place(papers, {})
    assert len({tuple(cell) for cell in cells.tolist()}) == papers
    assert cells.size == 0 or (cells.min() >= 0 and cells.max() < SIDE)


def test_paper_that_is_like_no_older_one_comes_to_the_rim() -> None:
    """Beyond the sixteen that were laid out: it is amid none of them."""
    cells = place(17, GROUPS)
    assert min(*cells[16], *(SIDE - 1 - cells[16])) <= SIDE * 0.05


def test_papers_that_are_all_alike_have_places_of_their_own() -> None:
    """A thousand that are all like the first."""
    cells = place(1000, {number: [0] for number in range(1, 1000)})
    assert len({tuple(cell) for cell in cells.tolist()}) == 1000


def test_cell_that_is_taken_leads_to_the_next_free_one() -> None:
    """The older keeps its cell; each other one is beside the one before, and all stay together."""
    cells = snap(np.zeros((2, 1000))).astype(int)
    assert cells[:4].tolist() in (
        [[0, 0], [0, 1], [1, 1], [1, 0]],
        [[0, 0], [1, 0], [1, 1], [0, 1]],
    )
    assert set(np.abs(np.diff(cells, axis=0)).sum(axis=1).tolist()) == {1}
    assert len({tuple(cell) for cell in cells.tolist()}) == 1000
    assert cells.max() < 64


def test_cells_at_the_end_of_the_curve_lead_to_its_beginning() -> None:
    """In each corner of the map a second paper has a cell, too."""
    last = 1 - 2**-12
    for corner in ((0, 0), (0, last), (last, 0), (last, last)):
        cells = snap(np.array([corner] * 2).T).tolist()
        assert cells[0] == [int(SIDE * place) for place in corner]
        assert cells[1] != cells[0]
        assert max(cells[1]) < SIDE


# --------------------------------------------------------------------------- in the index


def cells_of(papers: list[Any], kept: Memory) -> dict[str, tuple[int, ...]]:
    """Return the cells of papers in an index, by slug."""
    index = index_of(papers, kept)
    cells = np.frombuffer(index.cells, "<u2").reshape(-1, 2).tolist()
    slugs = [paper.slug for month in index.months for paper in month.papers]
    return {slug: tuple(cell) for slug, cell in zip(slugs, cells, strict=True)}


PAPERS = [
    make_paper(f"{word}-{day}", f"{word} {word}s number{day}", f"2025-06-{day:02}")
    for day in range(1, 13)
    for word in ("kelp", "whale")
]


def test_paper_of_today_moves_no_other() -> None:
    """Neither with what was kept nor without."""
    kept = Memory()
    before = cells_of(PAPERS, kept)
    newer = [*PAPERS, make_paper("kelp-new", "kelp again", "2025-06-20")]
    after = cells_of(newer, kept)
    assert {slug: after[slug] for slug in before} == before
    assert after == cells_of(newer, Memory())


def test_older_paper_that_changes_is_placed_anew() -> None:
    """What was kept is not taken for what it is now."""
    kept = Memory()
    before = cells_of(PAPERS, kept)
    changed = [make_paper("kelp-1", "Nothing of the sort", "2025-06-01"), *PAPERS[1:]]
    after = cells_of(changed, kept)
    assert after != before
    assert after == cells_of(changed, Memory())


def test_first_topic_that_changes_is_placed_anew() -> None:
    """Also where the papers are compared by the same topics, in another order."""
    kept = Memory()
    both = ("vision", "logic")
    papers = [
        make_paper(one.slug, one.title, one.day, topics=both if "kelp" in one.slug else both[::-1])
        for one in PAPERS
    ]
    before = cells_of(papers, kept)
    turned = [make_paper("kelp-1", PAPERS[0].title, PAPERS[0].day, topics=both[::-1]), *papers[1:]]
    assert cells_of(turned, kept) == cells_of(turned, Memory()) != before


@pytest.mark.parametrize("papers", [0, 1, 2])
def test_few_papers_have_places(papers: int) -> None:
    """Four bytes each."""
    assert len(index_of(PAPERS[:papers]).cells) == 4 * papers
