"""Sentences and names by chance: a grammar that speaks about a paper, and people who write them.

The words themselves stand in `words.toml`.
"""

from __future__ import annotations

import re
import tomllib
from array import array
from bisect import bisect_right
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from random import Random


class Topic(NamedTuple):
    """A topic: what the site says of it, and what its papers speak of (plurals, and tasks)."""

    slug: str
    name: str
    description: str
    aliases: tuple[str, ...]
    subjects: tuple[str, ...]
    tasks: tuple[str, ...]


class Culture(NamedTuple):
    """Where names come from: its share of new authors in thousandths, and its names."""

    share: int
    given: tuple[str, ...]
    family: tuple[str, ...]
    family_first: bool
    initials: str


def _list(text: str) -> tuple[str, ...]:
    """Part words at their commas."""
    return tuple(" ".join(word.split()) for word in text.split(",") if word.strip())


def _topic(table: dict[str, str]) -> Topic:
    """Read a topic."""
    lists = (_list(table[name]) for name in ("aliases", "subjects", "tasks"))
    return Topic(table["slug"], table["name"], table["description"], *lists)


def _culture(table: dict[str, Any]) -> Culture:
    """Read where names come from, its syllables joined."""
    joined = (
        first + second
        for firsts, seconds in table["syllables"]
        for first, second in product(firsts.split(), seconds.split())
    )
    return Culture(
        table["share"],
        tuple(dict.fromkeys([*_list(table["given"]), *joined])),
        _list(table["family"]),
        table["family_first"],
        table["initials"],
    )


_FILE = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
TOPICS = tuple(map(_topic, _FILE["topics"]))
CULTURES = tuple(map(_culture, _FILE["cultures"]))
SYSTEM_BEGINNINGS = _list(_FILE["systems"]["beginnings"])
SYSTEM_ENDINGS = _list(_FILE["systems"]["endings"])


# --------------------------------------------------------------------------- sentences


class Slot(NamedTuple):
    """A place in an alternative that another rule fills."""

    rule: str
    article: bool
    capital: bool


Alternative = str | tuple[str | Slot, ...]
_AN = re.compile(r"[aeio8]|un(?!i)", re.IGNORECASE)  # before these, as in "an 8B model"
_SLOT = re.compile(r"<(a |A )?([A-Za-z_]+)>")
_NUMBERS = {
    "percent": tuple(f"{tenths / 10:.1f}%" for tenths in range(11, 389)),
    "points": tuple(f"{tenths / 10:.1f} points" for tenths in range(6, 142)),
    "factor": tuple(f"{tenths / 10:.1f}×" for tenths in range(12, 98)),
    "count": tuple(f"{n},{m:03d}" for n in range(1, 96, 4) for m in (128, 250, 400, 512, 872)),
}


def _compile(alternative: str) -> Alternative:
    """Cut an alternative at its slots; one without them stays a text."""
    parts: list[str | Slot] = []
    end = 0
    for match in _SLOT.finditer(alternative):
        article, rule = match[1] or "", match[2]
        parts.append(alternative[end : match.start()])
        parts.append(Slot(rule.lower(), bool(article), article == "A " or rule[0].isupper()))
        end = match.end()
    parts.append(alternative[end:])
    return tuple(part for part in parts if part) if len(parts) > 1 else alternative


def _rules() -> dict[str, tuple[Alternative, ...]]:
    """Read the grammar: words, sentences, numbers."""
    rules: dict[str, tuple[Alternative, ...]] = dict(_NUMBERS)
    rules |= {rule: _list(text) for rule, text in _FILE["words"].items()}
    for rule, text in _FILE["sentences"].items():
        rules[rule] = tuple(map(_compile, text.strip().splitlines()))
    return rules


_RULES = _rules()


class Speaker:
    """Says sentences about one paper: its system's name, and what its topics speak of."""

    def __init__(self, rng: Random) -> None:
        """Take the source of chance."""
        self._rng = rng
        self._rules = dict(_RULES)

    def turn_to(self, system: str, topics: Iterable[Topic]) -> None:
        """Speak of another paper from now on."""
        topics = tuple(topics)
        self._rules["system"] = (system,)
        self._rules["subject"] = tuple(word for topic in topics for word in topic.subjects)
        self._rules["task"] = tuple(word for topic in topics for word in topic.tasks)

    def say(self, rule: str) -> str:
        """Return one of a rule's alternatives, its slots filled."""
        alternatives = self._rules[rule]
        return self._finish(alternatives[int(self._rng.random() * len(alternatives))])

    def tell(self, rule: str) -> Iterator[str]:
        """Return a rule's alternatives without end, none again before all others came."""
        while True:
            for alternative in self._rng.sample(self._rules[rule], len(self._rules[rule])):
                yield self._finish(alternative)

    def _finish(self, alternative: Alternative) -> str:
        """Fill an alternative's slots."""
        if isinstance(alternative, str):
            return alternative
        parts = [part if isinstance(part, str) else self._fill(part) for part in alternative]
        return "".join(parts)

    def _fill(self, slot: Slot) -> str:
        """Fill a slot."""
        text = self.say(slot.rule)
        if slot.article:
            text = f"an {text}" if _AN.match(text) else f"a {text}"
        return text[0].upper() + text[1:] if slot.capital else text


_SMALL_WORDS = frozenset(_list(_FILE["titles"]["small_words"]))
_PART = re.compile(r"[^\s$]+|\$[^$]*\$|\s+")


def title_case(text: str) -> str:
    """Set a title in capitals, but for small words, formulas, and what has its own capitals."""
    parts = _PART.findall(text)
    begins = True
    for place, part in enumerate(parts):
        if not part.isspace() and part[0] != "$":
            if begins or part not in _SMALL_WORDS:
                parts[place] = part[0].upper() + part[1:]
            begins = part[-1] in ":?"
    return "".join(parts)


# --------------------------------------------------------------------------- people


class People:
    """Gives papers their authors: new ones, and those who return, by how often they came before.

    An author is a number, which holds the culture and the place in it; the name is made of that.
    """

    RETURNING = 0.6  # of all authorships
    # Authors of a paper: of a tenth up to four, and so on; a twentieth has more than 23, by Pareto.
    SHARES = (0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
    COUNTS = (1, 4, 5, 6, 7, 8, 9, 10, 13, 17, 23)
    MOST = 664

    def __init__(self, rng: Random) -> None:
        """Take the source of chance."""
        self._rng = rng
        self._authorships = array("L")
        self._known = [0] * len(CULTURES)
        self._cultures = [at for at, culture in enumerate(CULTURES) for _ in range(culture.share)]

    def choose(self) -> tuple[str, ...]:
        """Return the names of a paper's authors."""
        chosen: dict[int, None] = {}
        for _ in range(self._count()):
            author = self._one_of_old() if self._rng.random() < self.RETURNING else self._new()
            chosen[self._new() if author in chosen else author] = None
        self._authorships.extend(chosen)
        return tuple(map(name_of, chosen))

    def _count(self) -> int:
        """Return a number of authors."""
        share = self._rng.random()
        at = bisect_right(self.SHARES, share)
        fewest = self.COUNTS[at - 1]
        if at == len(self.SHARES):
            return min(self.MOST, int((fewest + 1) / self._rng.random() ** 0.42))
        part = (share - self.SHARES[at - 1]) / (self.SHARES[at] - self.SHARES[at - 1])
        return fewest + round(part * (self.COUNTS[at] - fewest))

    def _one_of_old(self) -> int:
        """Return one who was an author before: each authorship counts, so the busy return more."""
        if not self._authorships:
            return self._new()
        return self._authorships[int(self._rng.random() * len(self._authorships))]

    def _new(self) -> int:
        """Return an author who was never there."""
        culture = self._cultures[int(self._rng.random() * len(self._cultures))]
        self._known[culture] += 1
        return self._known[culture] * len(CULTURES) + culture


_SPREAD = 1_000_003  # a prime, so that every pair of names comes, and neighbours differ widely


def name_of(author: int) -> str:
    """Return the name of an author; no two have the same."""
    number, at = divmod(author, len(CULTURES))
    culture = CULTURES[at]
    pairs = len(culture.given) * len(culture.family)
    again, pair = divmod(number, pairs)
    family, given = divmod(pair * _SPREAD % pairs, len(culture.given))
    turn = pair % len(culture.initials)
    between = _in_letters(again, culture.initials[turn:] + culture.initials[:turn])
    if culture.family_first:
        return culture.family[family] + culture.given[given] + between
    initials = "".join(f" {letter}." for letter in between)
    return f"{culture.given[given]}{initials} {culture.family[family]}"


def _in_letters(number: int, letters: str) -> str:
    """Count in letters, from none: nothing, A, B, ..., Z, AA, AB, ..."""
    text = ""
    while number:
        number, digit = divmod(number - 1, len(letters))
        text = letters[digit] + text
    return text
