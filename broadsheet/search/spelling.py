"""What to look up where no paper holds a word: its completions, its neighbours in spelling.

Also the words that are related to those of a query, for a second list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.search.analysis import CONTENT, stem
from broadsheet.search.coding import DIGITS
from broadsheet.search.lexicon import letter_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from broadsheet.search.queries import Word
    from broadsheet.search.shelf import Shelf

COMPLETIONS = 5  # words that one which is not finished may stand for
RELATED = 5  # words that are looked up in a second list
_SHORTEST = 3  # letters of a word that is completed
_START = 0.6  # of a word that is unknown, which others may begin with, but at least ...
_SHORTEST_START = 5  # ... so many letters


class Lexicon:
    """The words of an index by their first letters."""

    def __init__(self, shelf: Shelf, languages: Sequence[str]) -> None:
        """Take what reads the files."""
        self._shelf = shelf
        self._languages = languages

    def instead(self, word: str, *, is_last: bool) -> tuple[list[str], str]:
        """Return what to look up instead of a word, and how it is mended, if it is.

        The last word of a query may not be finished.
        """
        if is_last and (found := self.complete(word)):
            return found, ""
        fixed = self.mend(word)
        return ([fixed] if fixed else []), fixed

    def complete(self, word: str) -> list[str]:
        """Return the most frequent words that begin like this."""
        if len(word) < _SHORTEST:
            return []
        found = [(-often, one) for one, often in self._words(word) if one.startswith(word)]
        return [one for _, one in sorted(found)[:COMPLETIONS]]

    def mend(self, word: str) -> str:
        """Return the word that is nearest in spelling, or nothing where none is near.

        Few people mistake the first letter, so that words with another one come later.
        """
        most = 0 if len(word) < 4 else 1 if len(word) < 8 else 2  # noqa: PLR2004 - letters
        own = letter_of(word)
        letters = [own, *(one for one in self._shelf.manifest["letters"] if one != own)]
        for some in (letters[:1], letters[1:] if most else []):
            found = [
                (steps, -often, one)
                for letter in some
                for one, often in self._words(letter)
                if 0 < (steps := distance(word, one, most)) <= most
            ]
            if found:
                return min(found)[2]
        return ""

    def related(self, words: Sequence[Word], unknown: Sequence[str]) -> list[str]:
        """Return the words that are related to those of a query, or begin as unknown ones do."""
        asked = {word.term for word in words}
        found: dict[str, None] = {}
        for word in words:
            if word.kind == CONTENT and word.weight == 1:
                found |= dict.fromkeys(self._near(word))
        for surface in unknown:
            start = max(_SHORTEST_START, int(len(surface) * _START))
            found |= dict.fromkeys(self.complete(surface[:start]))
        language = self._languages[0]
        return [one for one in found if stem(one, language) not in asked][:RELATED]

    def _near(self, word: Word) -> Iterator[str]:
        """Yield the words that are related to a word."""
        for line in self._part(word.surface, 1):
            first, *others = line.split(" ")
            if first == word.surface or stem(first, self._languages[0]) == word.term:
                yield from others

    def _words(self, word: str) -> Iterator[tuple[str, int]]:
        """Yield the words with the letter of a word, and how frequent they are."""
        for line in self._part(word, 0):
            one, _, often = line.partition(" ")
            yield one, DIGITS.index(often)

    def _part(self, word: str, part: int) -> list[str]:
        """Return the lines of one of the two parts of a letter's file."""
        letter = letter_of(word)
        if letter not in self._shelf.manifest["letters"]:
            return []
        text = self._shelf.text(f"search/lexicon/{letter}.txt")
        return [line for line in text.split("\n~")[part].split("\n")[1 + (not part) :] if line]


def distance(one: str, other: str, most: int) -> int:
    """Return how many letters to add, drop, change or swap make one word another.

    Where it is more than `most`, it is some number above that.

    This is the distance of Damerau and Levenshtein where no letter is touched twice.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        last, before, row = before, row, [at]
        for to, wanted in enumerate(other, 1):
            steps = min(before[to] + 1, row[to - 1] + 1, before[to - 1] + (letter != wanted))
            swapped = at > 1 and to > 1 and one[at - 2] == wanted and letter == other[to - 2]
            row.append(min(steps, last[to - 2] + 1) if swapped else steps)
        if min(row) > most:
            return most + 1
    return row[-1]
