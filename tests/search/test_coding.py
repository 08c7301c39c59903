"""How the files of the index are written: other programs read them, so the values stay."""

from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.search.coding import (
    DIGITS,
    encode_places,
    make_file,
    month_code,
    pair_hash,
    term_hash,
)
from broadsheet.search.shelf import read_places

# Gaps on both sides of each number from which one digit more is written.
EDGES = (0, 1, 31, 32, 33, 1023, 1024, 1025, 32767, 32768, 32769, 1 << 20, 1 << 25)
gaps = st.lists(st.one_of(st.sampled_from(EDGES), st.integers(0, 1 << 26)), max_size=30)


def test_file_has_its_version_and_its_end() -> None:
    """The first line tells the version, a full stop in a line of its own the end."""
    assert make_file([b"=6RR\n07\n", b"=6RS\n1\n"]) == (
        b"broadsheet search 2\n=6RR\n07\n=6RS\n1\n.\n"
    )


def test_digits_are_64_that_may_stand_in_an_address() -> None:
    """Each digit is another character."""
    assert len(set(DIGITS)) == len(DIGITS) == 64
    assert DIGITS.isascii()


@pytest.mark.parametrize(
    ("places", "text"),
    [
        ([], ""),
        ([0], "0"),
        ([0, 1, 2], "000"),
        ([31], "V"),
        ([32], "X0"),
        ([1023], "_V"),
        ([1024], "XW0"),
        ([32768], "XWW0"),
        ([1, 34], "1X0"),
    ],
)
def test_places_are_gaps_in_groups_of_five_bits(places: list[int], text: str) -> None:
    """A digit from 32 on says that another one follows."""
    assert encode_places(places) == text


@given(gaps)
def test_places_come_back(gaps: list[int]) -> None:
    """What was written is read, whatever the gaps."""
    places = [place - 1 for place in accumulate(gap + 1 for gap in gaps)]
    assert list(read_places(encode_places(places))) == places


@pytest.mark.parametrize(
    ("name", "width", "code"),
    [
        ("2025-06", 2, "6RR1"),
        ("2025-06", 64, "6RR6"),
        ("2025", 2, "6RL1"),
        ("1998-12", 4, "6M22"),
        ("2026-01", 8, "6RZ3"),
    ],
)
def test_month_has_four_digits(name: str, width: int, code: str) -> None:
    """So has a year, whose papers are of no month; the last changes with the places of a day."""
    assert month_code(name, width) == code


def test_months_have_codes_of_their_own() -> None:
    """No two months and years of five centuries share one."""
    names = [f"{year}{month}" for year in range(1700, 2200) for month in ("", "-01", "-07", "-12")]
    assert len({month_code(name, 2) for name in names}) == len(names)


def test_name_lies_in_the_shard_of_the_word() -> None:
    """Whoever looks for a word finds authors of that name without another file."""
    assert term_hash("@ada") == term_hash("ada")
    assert term_hash("attent") != term_hash("attend")


@pytest.mark.parametrize(
    ("term", "number"), [("attention", 136528269), ("注意", 568358398), ("", 0)]
)
def test_hash_of_a_term_is_the_crc_of_its_bytes(term: str, number: int) -> None:
    """Browsers compute the same."""
    assert term_hash(term) == number


@pytest.mark.parametrize(
    ("first", "second", "number"),
    [
        (136528269, 2817783452, 3768202637),
        (2817783452, 136528269, 1055427584),
        (0, 0, 0),
        (0xFFFFFFFF, 0xFFFFFFFF, 3834318420),
    ],
)
def test_hash_of_a_pair_knows_the_order(first: int, second: int, number: int) -> None:
    """Two words in another order are another pair."""
    assert pair_hash(first, second) == number
