"""Plain text in lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.text.widths import columns
from broadsheet.text.wrapping import wrap


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [""]),
        ("one two three", ["one two", "three"]),
        ("one  two\nthree", ["one two", "three"]),
        ("https://example.org/long a b", ["https://example.org/long", "a b"]),
        ("at https://example.org/long", ["at", "https://example.org/long"]),
        ("注意力就是你", ["注意力就", "是你"]),
        ("注意力就。是你", ["注意力", "就。是你"]),
        ("注意力「就是」你", ["注意力", "「就是」", "你"]),
        ("注意 a 力就", ["注意 a 力", "就"]),
        ("注意ab力就", ["注意ab力", "就"]),
        ("e\u0301" * 5 + " " + "e\u0301" * 3, ["e\u0301" * 5 + " " + "e\u0301" * 3]),
        ("हिन्दी में पत्र", ["हिन्दी में", "पत्र"]),
        ("abc x\u00a0=\u00a0yz b", ["abc", "x\u00a0=\u00a0yz b"]),
    ],
)
def test_lines_end_between_words(text: str, lines: list[str]) -> None:
    """Of nine columns; an address is never broken, Chinese is but for its punctuation.

    Marks on a letter take none; a formula's spaces are no-break spaces.
    """
    assert wrap(text, width=9).split("\n") == lines


def test_beginnings_of_lines_count() -> None:
    """As of an entry in a list."""
    assert wrap("one two three", "* ", "  ", 9) == "* one two\n  three"


@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_nothing_is_lost(text: str) -> None:
    """All that is no space comes out in its order, in lines that are short or hold one piece."""
    made = wrap(text, width=20)
    assert "".join(made.split()) == "".join(text.split())
    for line in made.split("\n"):
        assert columns(line) <= 20 or " " not in line
