"""Four times as much to read takes some four times the work, whatever it is and whoever reads it.

Work is counted: a call of a function of Python's is one, a method that goes through a whole text
as much as the text is long. What a regular expression does is counted in `test_patterns`.
"""

from __future__ import annotations

import random
import sys
from typing import TYPE_CHECKING, Any

import pytest
from readers import AWKWARD, KNOWN, READERS
from support import examples

if TYPE_CHECKING:
    from readers import Reader

SMALL = 1500  # characters
TIMES = 4
MOST = 7  # times the work: 4 are linear, 16 are quadratic
ENOUGH = 2000  # units of work; below, what a reader does once decides
CUT = 400  # characters for one unit
# Methods that go through a whole text, list or dictionary.
_WHOLE = frozenset(
    ["split", "splitlines", "replace", "lower", "upper", "casefold", "translate"]
) | {"encode", "decode", "expandtabs", "copy", "remove", "join", "extend"}


class Work:
    """Counts what is done while it is switched on."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.units = 0.0

    def __call__(self, _frame: object, event: str, argument: Any) -> None:
        """Count an event of `sys.setprofile`."""
        if event == "call":
            self.units += 1
        elif event == "c_call":
            self.units += 1
            of = getattr(argument, "__self__", None)
            if argument.__name__ in _WHOLE and isinstance(of, str | bytes | list | dict):
                self.units += len(of) / CUT


def work(read: Reader, data: bytes) -> float:
    """Return the work of reading."""
    counted = Work()
    sys.setprofile(counted)
    try:
        read(data)
    except KNOWN:
        pass
    finally:
        sys.setprofile(None)
    return counted.units


def shapes(number: int) -> dict[str, str]:
    """Return texts of a length: each awkward piece repeated, alone and within words; pairs."""
    found = {}
    for piece in AWKWARD:
        run = piece * (number // len(piece))
        found[piece] = run
        found[f"x…{piece}…x"] = f"x{run}x"
        found[f"{piece} by words"] = f"word {piece}" * (number // (5 + len(piece)))
    for opening, closing in (
        "[]",
        "()",
        "{}",
        "**",
        "``",
        "$$",
        "<>",
        ("<i>", "</i>"),
        "''",
        "\\{",
    ):
        half = number // 2
        found[f"{opening}…{closing}"] = opening * (half // len(opening)) + closing * (
            half // len(closing)
        )
    return found


@pytest.mark.parametrize("name", sorted(READERS))
def test_work_is_linear(name: str) -> None:
    """No awkward shape makes a reader do with the square of its length what it could do once."""
    read = READERS[name]
    small, large = shapes(SMALL), shapes(SMALL * TIMES)
    dice = random.Random(name)  # noqa: S311 - the same choice in every run
    chosen = dice.sample(sorted(small), k=examples(len(small) // 2))
    for shape in chosen[:5]:
        work(read, shapes(SMALL // 2)[shape].encode())  # what is made once a process is not counted
    slow = {}
    for shape in chosen:
        before = work(read, small[shape].encode())
        after = work(read, large[shape].encode())
        if after > MOST * max(before, ENOUGH):
            slow[shape] = (before, after)
    assert slow == {}


def test_work_that_is_square_is_seen() -> None:
    """Splitting a text once for each of its lines is found out."""

    def read(data: bytes) -> None:
        text = data.decode()
        for number, _ in enumerate(text.split("\n")):
            text.split("\n")[number].strip()

    before, after = (work(read, b"a\n" * number) for number in (2000, 8000))
    assert after > MOST * max(before, ENOUGH)
