"""Which topics grew and fell: two quarters of thirteen weeks, told apart from chance."""

from __future__ import annotations

from broadsheet.site.trends import Trends, find_trends

LAST = "2025-10-30"  # 90 days before it is 1 August, which begins the newest quarter
BEFORE = "2025-07-31"  # the last day of the quarter before, which begins on 2 May
FIRST = "2025-05-02"
R, V = "reasoning", "vision"

Edition = tuple[str, list[tuple[str, ...]]]


def edition(date: str, both: int = 0, reasoning: int = 0, vision: int = 0) -> Edition:
    """Return an edition with so many papers on both topics and on each alone."""
    papers: list[tuple[str, ...]] = [(R, V)] * both
    return date, papers + [(R,)] * reasoning + [(V,)] * vision


def test_share_that_doubles_is_named_with_its_counts() -> None:
    """30 of 100 papers were on reasoning, then 60 of 100; vision fell from 70 to 40."""
    days = [edition(LAST, 0, 60, 40), edition(BEFORE, 0, 30, 70), edition(FIRST)]
    assert find_trends(days) == Trends(LAST, 100, 100, ((R, 30, 60),), ((V, 70, 40),))


def test_feed_that_grows_makes_no_topic_grow() -> None:
    """Ten times as many papers, of the same topics, say nothing; nor does a tenth."""
    days = [edition(LAST, 0, 300, 700), edition(BEFORE, 0, 30, 70), edition(FIRST)]
    assert find_trends(days) == Trends(LAST, 100, 1000, (), ())
    days = [edition(LAST, 0, 30, 70), edition(BEFORE, 0, 300, 700), edition(FIRST)]
    assert find_trends(days) == Trends(LAST, 1000, 100, (), ())


def test_topic_that_many_more_papers_have_grew_though_its_share_alone_tells() -> None:
    """Vision has more papers than before and is a smaller part of all."""
    days = [edition(LAST, 0, 300, 100), edition(BEFORE, 0, 20, 80), edition(FIRST)]
    assert find_trends(days).fell == ((V, 80, 100),)


def test_what_chance_makes_is_not_named() -> None:
    """60 of 100 after 40 are 2.8 standard deviations, 61 after 39 are 3.1; a paper may have two."""
    within = [edition(LAST, 60, 0, 40), edition(BEFORE, 40, 0, 60), edition(FIRST)]
    assert find_trends(within) == Trends(LAST, 100, 100, (), ())
    beyond = [edition(LAST, 61, 0, 39), edition(BEFORE, 39, 0, 61), edition(FIRST)]
    assert find_trends(beyond) == Trends(LAST, 100, 100, ((R, 39, 61),), ())


def test_few_papers_say_nothing() -> None:
    """A topic of 19 papers is not named, however its share changed; one of 20 is."""
    few = [edition(LAST, 0, 19, 81), edition(BEFORE, 0, 0, 100), edition(FIRST)]
    assert find_trends(few).grew == ()
    enough = [edition(LAST, 0, 20, 80), edition(BEFORE, 0, 0, 100), edition(FIRST)]
    assert find_trends(enough).grew == ((R, 0, 20),)


def test_young_feed_says_nothing() -> None:
    """Two quarters are 182 days, the first and the last counted."""
    young = [edition(LAST, 0, 60, 40), edition(BEFORE, 0, 30, 70), edition("2025-05-03")]
    assert find_trends(young) == Trends(LAST, 0, 0, (), ())
    assert find_trends([edition(LAST, 0, 60, 40)]) == Trends(LAST, 0, 0, (), ())
    assert find_trends([]) == Trends("", 0, 0, (), ())


def test_quarter_without_papers_says_nothing() -> None:
    """A feed that rested for a quarter has nothing to be compared with."""
    days = [edition(LAST, 0, 60, 40), edition("2024-01-01", 0, 30, 70)]
    assert find_trends(days) == Trends(LAST, 0, 0, (), ())


def test_quarters_begin_and_end_with_their_days() -> None:
    """1 August belongs to the newest quarter, 2 May to the one before, 1 May to none."""
    days = [
        edition(LAST),
        edition("2025-08-01", 0, 60, 40),
        edition("2025-07-31", 0, 15, 35),
        edition("2025-05-02", 0, 15, 35),
        edition("2025-05-01", 0, 500, 0),
    ]
    assert find_trends(days) == Trends(LAST, 100, 100, ((R, 30, 60),), ((V, 70, 40),))


def test_the_most_moved_are_named_first_and_five_of_them() -> None:
    """Of six topics that came new, the one with the fewest papers is left out."""
    came: Edition = (LAST, [(f"t{number}",) for number in range(6) for _ in range(40 + number)])
    days = [came, edition(BEFORE, 0, 300, 0), edition(FIRST)]
    grew = find_trends(days).grew
    assert [topic for topic, _, _ in grew] == ["t5", "t4", "t3", "t2", "t1"]
