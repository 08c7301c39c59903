"""What a query finds, and in which order, asked of small sites and small indexes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from indexed import Asked, index_of, make_paper, shelf_over
from small_feed import make_small_site

from broadsheet.search.kept import Memory
from broadsheet.search.ranking import Searcher

if TYPE_CHECKING:
    from collections.abc import Iterable

    from broadsheet.content.model import Paper
    from broadsheet.search.ranking import Found


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """Return the search of a site of nine papers."""
    return Asked(make_small_site(tmp_path_factory))


def ask(papers: Iterable[Paper], query: str) -> tuple[list[str], list[str], Found]:
    """Return the slugs of the papers that a query finds, and of those nearby."""
    kept = Memory()
    index = index_of(papers, kept)
    shelf = shelf_over(index, kept)
    slugs = {
        shelf.months[month.code].first + place: paper.slug
        for month in index.months
        for place, paper in zip(month.places, month.papers, strict=True)
    }
    found = Searcher(shelf).search(query)
    return [slugs[one] for one in found.numbers], [slugs[one] for one in found.near], found


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("grokking", "grokking late"),  # the title counts more than the summary
        ("grok", "grokking late"),
        ("GROKKING!", "grokking late"),
        ("recurrence pruned", "heads attention"),
        ("network attention", "attention late heads"),  # any of the words will do, both are better
        ("attention need", "attention heads"),
        ("chatelet", "heads"),  # an author, with no field said
        ("李明", "chinese"),
        ("vision", "late attention"),  # a topic's name
        ("in-context learning", "lacking-a-day"),
        ("incontext", "lacking-a-day"),
        ("gpt4", "lacking-a-day"),
        ("GPT-4", "lacking-a-day"),
        ("C++", "lacking-a-day"),
        ("α-divergence", "lacking-a-day"),
        ("alpha", "lacking-a-day"),
        ("力机", "chinese"),
        ("大模型的力机", "chinese"),
        ("recif", "french"),
        ("modérées", "french"),  # by the French stem
        ("is all", "attention"),
    ],
)
def test_papers_are_found_by_their_words(asked: Asked, query: str, slugs: str) -> None:
    """In whichever form a word is written, by any word, the best paper first."""
    found, expected = asked.find(query).split(), slugs.split()
    assert [one for one in found if one in expected] == expected
    assert found[0] == expected[0]


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("2405.00002", "attention"),
        ("2405.00002v1", "attention"),
        ("arXiv:2405.00002", "attention"),
        ("https://arxiv.org/abs/2405.00002", "attention"),
        ("https://arxiv.org/pdf/2405.00002v3.pdf", "attention"),
        ("10.1000/Late.b-1", "late"),
        ("doi:10.1000/late.B-1", "late"),
        ("https://doi.org/10.1000/Late.b-1", "late"),
    ],
)
def test_id_finds_its_paper_alone(asked: Asked, query: str, slug: str) -> None:
    """In any form, also as the address that people copy."""
    assert asked.find(query) == slug


@pytest.mark.parametrize(
    ("query", "slugs", "mended"),
    [
        ("grokkign", "grokking late", [("grokkign", "grokking")]),
        ("xttention need", "attention heads", [("xttention", "attention")]),
        (
            "reccurrence prunde",
            "heads attention",
            [("reccurrence", "recurrence"), ("prunde", "pruned")],
        ),
    ],
)
def test_typo_is_mended_and_told(
    asked: Asked, query: str, slugs: str, mended: list[tuple[str, str]]
) -> None:
    """What was looked up in its place is said."""
    assert asked.find(query) == slugs
    assert asked.search(query).mended == mended


def test_last_word_may_be_unfinished(asked: Asked) -> None:
    """It is completed, silently: whoever types has not ended."""
    assert asked.find("transformers grokk") == "grokking late"
    assert asked.find("plank") == "twin-b twin-a"
    assert asked.search("plank").mended == []


def test_word_that_nobody_holds_is_told(asked: Asked) -> None:
    """The other words find what they can."""
    assert asked.find("qqqqqqqq recurrence") == "attention"
    assert asked.search("qqqqqqqq recurrence").unknown == ["qqqqqqqq"]


def test_of_equals_the_newer_is_first(asked: Asked) -> None:
    """Two papers that say the same stand in the order of their days."""
    assert asked.find("plankton") == asked.find("plankton drifts") == "twin-b twin-a"


def sea_papers() -> list[Paper]:
    """Return 65 papers: four on kelp and otters, the last one on otters."""
    titles = [
        f"Kelp and otter {number}x" if number % 16 == 0 else f"Study{number} of rock{number}"
        for number in range(64)
    ]
    papers = [
        make_paper(f"p{number}", title, f"2025-05-{1 + number % 28:02}")
        for number, title in enumerate(titles)
    ]
    return [*papers, make_paper("last", "An otter on its own", "2025-06-01")]


def test_related_words_fill_a_second_list() -> None:
    """Where few papers are found, words that stand beside those asked for find others."""
    found, near, told = ask(sea_papers(), "kelp")
    assert sorted(found) == ["p0", "p16", "p32", "p48"]
    assert (near, told.near_words) == (["last"], ["otter"])


def test_second_list_stays_empty_where_many_are_found() -> None:
    """Five papers are enough."""
    found, near, told = ask([*sea_papers(), make_paper("fifth", "Kelp")], "kelp")
    assert (len(found), near, told.near_words) == (5, [], [])


def test_second_list_keeps_to_the_filters() -> None:
    """What papers must have, those nearby must have, too."""
    _, near, told = ask(sea_papers(), "kelp -own")
    assert (near, told.near_words) == ([], [])


def test_neighbours_rank_higher() -> None:
    """Of papers with the same words those come first that have them side by side."""
    side = [
        make_paper(f"side-{n}", f"Reef bloom q{n} stone", f"2025-05-0{n + 1}") for n in range(5)
    ]
    apart = [
        make_paper(f"apart-{n}", f"Reef stone q{n} bloom", f"2025-06-0{n + 1}") for n in range(5)
    ]
    found, _, _ = ask([*side, *apart], "reef bloom")
    assert found[:5] == [f"side-{n}" for n in (4, 3, 2, 1, 0)]
    assert found[5:] == [f"apart-{n}" for n in (4, 3, 2, 1, 0)]


def test_rare_word_counts_more() -> None:
    """What few papers hold tells more of what is meant."""
    papers = [make_paper(f"p{n}", f"Common t{n}", f"2025-05-0{n + 1}") for n in range(9)]
    rare = make_paper("rare", "Uncommon x0", "2025-01-01")
    found, _, _ = ask([*papers, rare], "common uncommon")
    assert found[0] == "rare"


def test_long_paper_counts_less() -> None:
    """A word in a short text tells more than the same word in a long one."""
    long = make_paper("long", "One", "2025-06-02", summary="Reef " + "and many other words " * 40)
    short = make_paper("short", "Two", "2025-06-01", summary="Reef.")
    assert ask([long, short], "reef")[0] == ["short", "long"]


def test_paper_with_more_of_the_words_ranks_higher() -> None:
    """One word in a title and two in a text weigh the same here: then what is held decides."""
    papers = [
        make_paper("one", "Reef", "2025-06-02", summary="pad " * 10),
        make_paper("both", "Two", "2025-06-01", summary="Reef bloom " + "pad " * 37),
        make_paper("bloom", "Bloom", "2025-05-03", summary="pad " * 200),
        *(make_paper(f"p{n}", f"Other{n}", "2025-05-01", summary="pad " * 10) for n in range(8)),
    ]
    assert ask(papers, "reef bloom")[0] == ["both", "one", "bloom"]


def test_ranking_alone_tells_scores() -> None:
    """Whoever compares texts gets each paper's score, the greatest first."""
    kept = Memory()
    index = index_of(sea_papers(), kept)
    ranked = Searcher(shelf_over(index, kept)).rank("kelp and otter")
    scores = [score for _, score in ranked]
    assert len(ranked) == 5
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] > 0
