"""Numbers for chunks of texts and their terms, so that months of papers are counted as arrays.

What is kept grows with the words of a language and with names, and begins anew when it is very
much. The numbers mean nothing elsewhere: what leaves this package holds words.
"""

from __future__ import annotations

from array import array
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from broadsheet.search.analysis import expand, expand_name, words_in
from broadsheet.search.coding import AUTHOR, term_hash

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray


MOST = 1 << 17  # chunks, some 400 bytes each; ten thousand papers have a fifth of that


class Tokens(NamedTuple):
    """The tokens of texts as arrays: terms' and surfaces' numbers, kinds, and whose they are.

    `chunk` is the place of the chunk that a token comes from.
    """

    term: NDArray[np.int32]
    surface: NDArray[np.int32]
    kind: NDArray[np.int8]
    chunk: NDArray[np.int64]

    def at(self, rows: NDArray[np.int64]) -> Tokens:
        """Return the tokens at some places."""
        return Tokens(self.term[rows], self.surface[rows], self.kind[rows], self.chunk[rows])


class Names(dict[str, int]):
    """Numbers for texts, given in the order in which they are met."""

    def __missing__(self, name: str) -> int:
        """Give a number to a text that is new."""
        number = self[name] = len(self)
        return number


class Chunks(dict[str, int]):
    """Numbers for what stands between spaces in a language; a chunk that is new is taken apart."""

    def __init__(self, vocabulary: Vocabulary, language: str) -> None:
        """Take the language; an `@` before it says that the texts are names."""
        self._vocabulary = vocabulary
        self._language = language

    def __missing__(self, chunk: str) -> int:
        """Take apart a chunk that is new."""
        number = self[chunk] = self._vocabulary.add(chunk, self._language)
        return number


class Vocabulary:
    """What is known of chunks of texts: the tokens of each, by its number.

    `terms` and `surfaces` are numbered, too; `hashes` are the terms'.
    """

    def __init__(self) -> None:
        """Begin without a word."""
        self.terms = Names()
        self.surfaces = Names()
        self.hashes = array("L")
        self._chunks: dict[str, Chunks] = {}
        self._ends = array("l", [0])
        self._term = array("l")
        self._surface = array("l")
        self._kind = array("b")

    @property
    def size(self) -> int:
        """How many chunks are known."""
        return len(self._ends) - 1

    def chunks(self, language: str) -> Chunks:
        """Return the numbers of a language's chunks."""
        if language not in self._chunks:
            self._chunks[language] = Chunks(self, language)
        return self._chunks[language]

    def add(self, chunk: str, language: str) -> int:
        """Take a chunk apart and return its number."""
        take_apart = expand_name if language.startswith(AUTHOR) else expand
        for word in words_in(chunk):
            for token in take_apart(word, language.removeprefix(AUTHOR)):
                self._term.append(self.terms[token.term])
                self._surface.append(self.surfaces[token.surface])
                self._kind.append(token.kind)
                if len(self.hashes) < len(self.terms):
                    self.hashes.append(term_hash(token.term))
        self._ends.append(len(self._term))
        return len(self._ends) - 2

    def tokens(self, chunks: Iterable[int]) -> Tokens:
        """Return the tokens of chunks, by their numbers, in order."""
        numbers = np.fromiter(chunks, np.int64)
        ends = np.array(self._ends)
        starts, counts = ends[numbers], ends[numbers + 1] - ends[numbers]
        chunk = np.repeat(np.arange(len(numbers)), counts)
        before = np.cumsum(counts) - counts
        place = np.arange(len(chunk)) + np.repeat(starts - before, counts)
        return Tokens(
            np.array(self._term, np.int32)[place],
            np.array(self._surface, np.int32)[place],
            np.array(self._kind, np.int8)[place],
            chunk,
        )


def vocabulary() -> Vocabulary:
    """Return the vocabulary of this process, or a new one where that has grown too large."""
    known = _vocabulary()
    if known.size <= MOST:
        return known
    _vocabulary.cache_clear()
    return _vocabulary()


_vocabulary = lru_cache(maxsize=1)(Vocabulary)
