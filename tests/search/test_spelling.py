"""What is looked up in a word's place: completions, words of a like spelling, related words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from indexed import shelf_of

from broadsheet.search.queries import read_words
from broadsheet.search.spelling import Lexicon, distance

if TYPE_CHECKING:
    from collections.abc import Mapping

ENGLISH = ("en",)
FILES = {
    "a": "attend 1\nattention 5\nattribution 2\n~\nattention heads queries keys",
    "g": "grok 2\ngrokking 0\ngroup 4\n~\ngrok weights",
    "t": (
        "tra 0\ntransfer 3\ntransform 2\ntransformer 2\ntransformers 6\ntransition 1\ntransport 0\n"
        "~\ntransformers attention"
    ),
    "z": "zebra 1\n~",
}
words = st.text("abc", max_size=6)


def lexicon(files: Mapping[str, str]) -> Lexicon:
    """Return a lexicon with these files."""
    texts = {
        f"search/lexicon/{letter}.txt": f"broadsheet search 2\n=\n{text}\n.\n"
        for letter, text in files.items()
    }
    return Lexicon(shelf_of([], texts, letters="".join(files)), ENGLISH)


KNOWN = lexicon(FILES)


@pytest.mark.parametrize(
    ("one", "other", "steps"),
    [
        ("", "", 0),
        ("attention", "attention", 0),
        ("atention", "attention", 1),
        ("attentionn", "attention", 1),
        ("attantion", "attention", 1),
        ("attnetion", "attention", 1),  # two letters swapped
        ("tatnetion", "attention", 2),
        ("ca", "abc", 3),  # two, were a letter touched twice
        ("ab", "ba", 1),
        ("abc", "", 3),
        ("kitten", "sitting", 3),
    ],
)
def test_distance_counts_letters_to_change(one: str, other: str, steps: int) -> None:
    """Adding, dropping, changing a letter and swapping two count one each."""
    assert distance(one, other, 5) == distance(other, one, 5) == steps


@given(words, words, st.integers(0, 3))
def test_distance_stops_where_there_are_too_many(one: str, other: str, most: int) -> None:
    """What is as near as `most` is told as it is, and what is further as more."""
    assert min(distance(one, other, most), most + 1) == min(distance(one, other, 20), most + 1)


@pytest.mark.parametrize(
    ("word", "mended"),
    [
        ("atention", "attention"),
        ("attnetion", "attention"),
        ("tranzformers", "transformers"),
        ("transformes", "transformers"),  # as near as `transformer`, and more frequent
        ("grpk", "grok"),
        ("xebra", "zebra"),  # the first letter is mistaken
        ("zeebra", "zebra"),
        ("zxxra", ""),  # two letters of five
        ("gro", ""),  # of three letters none is a slip
        ("qqqqqqqqqq", ""),
    ],
)
def test_word_is_mended(word: str, mended: str) -> None:
    """A word of four letters may have one wrong, one of eight two."""
    assert KNOWN.mend(word) == mended


@pytest.mark.parametrize(
    ("start", "words"),
    [
        ("att", ["attention", "attribution", "attend"]),
        ("transf", ["transformers", "transfer", "transform", "transformer"]),
        ("tra", ["transformers", "transfer", "transform", "transformer", "transition"]),
        ("grok", ["grok", "grokking"]),
        ("at", []),  # too short
        ("attx", []),
        ("quer", []),  # no word has this letter
    ],
)
def test_word_is_completed(start: str, words: list[str]) -> None:
    """With the five most frequent words that begin so."""
    assert KNOWN.complete(start) == words


def test_last_word_may_be_unfinished() -> None:
    """It is completed and not mended; any other word is mended."""
    assert KNOWN.instead("attent", is_last=True) == (["attention"], "")
    assert KNOWN.instead("attnetion", is_last=True) == (["attention"], "attention")
    assert KNOWN.instead("attend", is_last=False) == ([], "")
    assert KNOWN.instead("qqqqqq", is_last=True) == ([], "")


@pytest.mark.parametrize(
    ("query", "unknown", "words"),
    [
        ("attention", [], ["heads", "queries", "keys"]),
        ("transformer", [], ["attention"]),  # of the same stem
        ("attention head", [], ["queries", "keys"]),  # what was asked for is not said again
        ("transformers attention", [], ["heads", "queries", "keys"]),
        ("transfusion", ["transfusion"], ["transformers", "transfer", "transform", "transformer"]),
        ("the of", [], []),
        ("qqqq", ["qqqq"], []),
    ],
)
def test_words_are_related_to_those_of_a_query(
    query: str, unknown: list[str], words: list[str]
) -> None:
    """Words that stand beside the query's, and for an unknown one those that begin alike."""
    assert KNOWN.related(list(read_words(query, ENGLISH)), unknown) == words


def test_words_in_other_scripts_are_mended_and_completed() -> None:
    """They lie under letters of ours."""
    known = lexicon({"s": "модели 2\nмодель 3\n~"})
    assert known.complete("мод") == ["модель", "модели"]
    assert known.mend("моделя") == "модель"
