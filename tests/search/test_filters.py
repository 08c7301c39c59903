"""What papers must have, or must not, asked of a site of nine papers."""

from __future__ import annotations

import pytest
from indexed import Asked
from small_feed import make_small_site

NEWEST_FIRST = "lacking-a-day twin-b twin-a french chinese heads attention late grokking"


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """Return the search of a site of nine papers."""
    return Asked(make_small_site(tmp_path_factory))


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ('"attention heads"', "attention"),
        ('"heads of attention"', "heads"),  # the small word between may be any
        ('"heads attention"', "heads"),
        ('"attention grokking"', ""),
        ('"attention"', "attention heads"),
        ('"is all"', "attention"),  # small words are looked for in titles
        ('"in-context"', "lacking-a-day"),  # a compound that has one real word is that compound
        ('"context"', "lacking-a-day"),
        ('"on-context"', ""),
        ('"attention heads" "network of attention"', "attention"),
        ('grokking "weight decay"', "late"),
        ('"small transformers" grokking', "grokking"),
        ('"注意力"', "chinese"),
        ('"récifs modérés"', "french"),
    ],
)
def test_phrase_must_stand_in_a_paper(asked: Asked, query: str, slugs: str) -> None:
    """Its words next to each other, in this order."""
    assert asked.find(query) == slugs


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("attention -pruned", "attention"),
        ('attention -"attention heads"', "heads"),
        ("attention -heads", ""),
        ("grokking -qqqq", "grokking late"),
        ("-attention -grokking", "lacking-a-day twin-b twin-a french chinese"),
        ('-"small transformers" has:code', ""),
        ("-author:lovelace year:2023", "late"),
        ("-topic:reasoning", "late"),
        ("-year:2025", "heads attention late grokking"),
        ("-has:code year:2023", "late"),
    ],
)
def test_what_must_not_be_there_is_not(asked: Asked, query: str, slugs: str) -> None:
    """Words, phrases and fields with a minus strike papers out, also where nothing else is said."""
    assert asked.find(query) == slugs


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("author:lovelace", "attention grokking"),
        ('author:"ada lovelace"', "grokking"),
        ('author:"Lovelace, Ada"', "grokking"),
        ('author:"ada hopper"', ""),
        ("author:chatelet", "heads"),
        ("author:du", "heads"),
        ('author:"Will Of"', "french grokking"),
        ("author:李明", "chinese"),
        ("author:vaswani recurrence", "attention"),
        ("author:grokking", ""),  # a word of a title is no name
        ("author:nobody", ""),
    ],
)
def test_author_is_told_by_parts_of_the_name(asked: Asked, query: str, slugs: str) -> None:
    """In any order, with or without accents, also where a part is a small word."""
    assert asked.find(query) == slugs


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("topic:vision", "attention late"),
        ("topic:Vision", "attention late"),
        ("topic:logic year:2023", "grokking"),
        ('topic:"Multi-Step Reasoning" year:2023', "grokking"),
        ("topic:reasoning -topic:vision year:2024", "heads"),
        ("topic:reasoning topic:vision", "attention"),
        ("topic:nothing", ""),
    ],
)
def test_topic_is_told_by_slug_name_or_alias(asked: Asked, query: str, slugs: str) -> None:
    """However its letters are written; papers have all topics that are asked for."""
    assert asked.find(query) == slugs


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("year:2024", "heads attention"),
        ("year:2023-2024", "heads attention late grokking"),
        ("year:2024-", "lacking-a-day twin-b twin-a french chinese heads attention"),
        ("year:-2023", "late grokking"),
        ("year:987-2023", "late grokking"),  # as pages write it
        ("year:2022", ""),
        ("year:20", ""),
        ("year:2024 year:2023", ""),
        ("grokking year:2023", "grokking late"),
        ("grokking year:2024", ""),
        ("plankton year:2025-2026", "twin-b twin-a"),
        ("in-context year:2025", "lacking-a-day"),  # of which only a month is known
        ("year:abc", ""),
    ],
)
def test_year_is_one_or_from_one_to_another(asked: Asked, query: str, slugs: str) -> None:
    """It is that of the paper's day in the feed."""
    assert asked.find(query) == slugs


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("has:code", "grokking"),
        ("has:DATA", "late"),
        ("has:code has:data", ""),
        ("has:video", ""),
        ("has:nothing", ""),
        ("has:../index", ""),
    ],
)
def test_links_may_be_asked_for(asked: Asked, query: str, slugs: str) -> None:
    """Papers with code, data and the like; what nobody can have finds nothing."""
    assert asked.find(query) == slugs


def test_papers_that_nothing_ranks_are_the_newest_first(asked: Asked) -> None:
    """A query of filters alone lists papers by their days."""
    assert asked.find("-qqqq") == NEWEST_FIRST
    assert asked.find("year:2023-2025") == NEWEST_FIRST


def test_quotes_in_a_description_do_not_filter(asked: Asked) -> None:
    """Of twelve words on, what is quoted need not stand in a paper."""
    text = 'a study of "attention grokking" which shows how heads are pruned -weight now'
    assert len(text.split()) == 13
    assert "late" in asked.find(text).split()
    assert asked.find(text).split()[0] == "heads"
