"""Numbers for words and their terms, so that whole months of papers are counted as arrays.

What is kept grows with the words of a language, as long as a process lives. The numbers mean
nothing elsewhere: what leaves this package holds words.
"""

from __future__ import annotations

from array import array
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from broadsheet.search.analysis import expand, expand_name
from broadsheet.search.coding import AUTHOR

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray


class Tokens(NamedTuple):
    """The tokens of many words, as arrays: terms' and surfaces' numbers, kinds, and whose they are.

    `word` is the place of the word that a token comes from.
    """

    term: NDArray[np.int32]
    surface: NDArray[np.int32]
    kind: NDArray[np.int8]
    word: NDArray[np.int64]


class Names(dict[str, int]):
    """Numbers for texts, given in the order in which they are met."""

    def __missing__(self, name: str) -> int:
        """Give a number to a text that is new."""
        number = self[name] = len(self)
        return number


class Words(dict[str, int]):
    """Numbers for the words of a language; a word that is new is taken apart."""

    def __init__(self, vocabulary: Vocabulary, language: str) -> None:
        """Take the language; an `@` before it says that the words are of names."""
        self._vocabulary = vocabulary
        self._language = language

    def __missing__(self, word: str) -> int:
        """Take apart a word that is new."""
        number = self[word] = self._vocabulary.add(word, self._language)
        return number


class Vocabulary:
    """What is known of words: the tokens of each, by its number."""

    def __init__(self) -> None:
        """Begin without a word."""
        self.terms = Names()
        self.surfaces = Names()
        self._words: dict[str, Words] = {}
        self._ends = array("l", [0])
        self._term = array("l")
        self._surface = array("l")
        self._kind = array("b")

    def words(self, language: str) -> Words:
        """Return the numbers of a language's words."""
        if language not in self._words:
            self._words[language] = Words(self, language)
        return self._words[language]

    def add(self, word: str, language: str) -> int:
        """Take a word apart and return its number."""
        names = language.startswith(AUTHOR)
        for token in expand_name(word, language[1:]) if names else expand(word, language):
            self._term.append(self.terms[token.term])
            self._surface.append(self.surfaces[token.surface])
            self._kind.append(token.kind)
        self._ends.append(len(self._term))
        return len(self._ends) - 2

    def tokens(self, words: Iterable[int]) -> Tokens:
        """Return the tokens of words, by their numbers, in order."""
        numbers = np.fromiter(words, np.int64)
        ends = np.array(self._ends)
        starts, counts = ends[numbers], ends[numbers + 1] - ends[numbers]
        word = np.repeat(np.arange(len(numbers)), counts)
        before = np.cumsum(counts) - counts
        place = np.arange(len(word)) + np.repeat(starts - before, counts)
        return Tokens(
            np.array(self._term, np.int32)[place],
            np.array(self._surface, np.int32)[place],
            np.array(self._kind, np.int8)[place],
            word,
        )


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """Return the vocabulary of this process."""
    return Vocabulary()
