"""The words that people may type, as files by first letter."""

from __future__ import annotations

import pytest

from broadsheet.search.lexicon import join_words, letter_of, make_lexicon


def test_words_of_all_months_are_summed() -> None:
    """Short words and numbers are not worth completing."""
    months = [{"model": 2, "ai": 9, "3d": 1, "2025": 4}, {"model": 1, "gpt4": 1}]
    assert join_words(months, 10) == {"model": 3, "gpt4": 1}


@pytest.mark.parametrize(("papers", "expected"), [(1999, ["once", "twice"]), (2000, ["twice"])])
def test_word_of_one_paper_may_be_typed_in_a_small_feed(papers: int, expected: list[str]) -> None:
    """In a large one what occurs once is mostly a slip."""
    assert sorted(join_words([{"once": 1, "twice": 2}], papers)) == expected


def test_file_has_words_and_those_related() -> None:
    """Words are sorted, each with a digit that grows when its number doubles."""
    words = {"beta": 1, "bet": 2, "bets": 3, "bee": 4, "alpha": 1 << 40}
    related = {"bet": ("wager", "odds"), "zeta": ("x",)}
    assert make_lexicon(words, related) == {
        "a": "=\nalpha e\n~\n",
        "b": "=\nbee 2\nbet 1\nbeta 0\nbets 1\n~\nbet wager odds\n",
    }


@pytest.mark.parametrize(
    ("word", "letter"), [("attention", "a"), ("zero", "z"), ("注意", "i"), ("модель", "s")]
)
def test_letters_of_other_scripts_share_ours(word: str, letter: str) -> None:
    """There are 26 files at most."""
    assert letter_of(word) == letter
