"""The stemmers of browsers, static/stem, against Snowball's own, which PyStemmer has.

`tests/words` has forms of words that abstracts are made of, a language a file.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
import Stemmer
from support import ROOT, examples

from broadsheet.search.tables import STEMMERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from browsing import Tab

WORDS = ROOT / "tests" / "words"
MADE = 10_000  # words made of those of a language, under the profile `thorough`
STEM = "([name, words]) => words.map(self.stemmers[name])"


def read_words(name: str) -> list[str]:
    """Return the words of a language, in small letters as the analysis has them."""
    return (WORDS / f"{name}.txt").read_text(encoding="utf-8").lower().split()


def make_words(words: Sequence[str], number: int) -> list[str]:
    """Make words out of others: beginnings with endings, and letters dropped, swapped and added."""
    dice = random.Random(number)  # noqa: S311 - the same words in every run
    letters = sorted(set("".join(words)))
    made = []
    for _ in range(number):
        word, other = dice.choice(words), dice.choice(words)
        at, to = dice.randint(0, len(word)), dice.randint(0, len(other))
        letter = dice.choice(letters)
        ways = (
            word[:at] + other[to:],
            word + other[to:],
            other[:to] + word,
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + letter + word[at + 1 :],
            word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
            "".join(dice.choices(letters, k=dice.randint(1, 9))),
        )
        made.append(dice.choice(ways))
    return [word for word in dict.fromkeys(made) if word]


@pytest.mark.parametrize("name", STEMMERS.values())
def test_browsers_stem_as_snowball_does(search_tab: Tab, name: str) -> None:
    """Every form of common words, and words that nobody ever wrote."""
    words = read_words(name)
    words += make_words(words, examples(MADE))
    page = search_tab.open("about:blank")
    page.add_script_tag(path=ROOT / "static" / "stem" / f"{name}.js")
    stems = page.evaluate(STEM, [name, words])
    expected = Stemmer.Stemmer(name).stemWords(words)
    pairs = zip(words, stems, expected, strict=True)
    assert {word: (one, other) for word, one, other in pairs if one != other} == {}
    assert search_tab.complaints == []
