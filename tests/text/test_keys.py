"""What makes a title or a name another one: letters, marks that are letters, + and #."""

from __future__ import annotations

import time
from itertools import combinations

import pytest

from broadsheet.text.plain import text_key


@pytest.mark.parametrize(
    "others",
    [
        ("C models", "C++ models", "C# models"),
        ("GPT-4", "GPT-4+"),
        ("F", "F#", "F#+"),
        ("A+B", "AB"),
        ("パリの研究", "バリの研究", "ハリの研究"),
        ("パク", "バク", "ハク"),
        ("राम और श्याम", "रमा और श्याम"),
        ("กา", "กี", "ก่า"),
        ("কলা", "কল", "কলি"),
        ("мой мир", "мои мир"),
        ("їжа", "іжа"),
    ],
)
def test_letters_and_what_acts_as_one_make_another_title(others: tuple[str, ...]) -> None:
    """Nothing that tells two words apart for those who read them is dropped."""
    assert all(text_key(one) != text_key(other) for one, other in combinations(others, 2))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("C#", "Ｃ＃"),
        (r"C\# models", "C# models"),
        ("Issue #5", "Issue 5"),
        ("vision + language", "Vision, language"),
        ("ﾊﾟﾘ", "パリ"),
        ("が", "か\u3099"),
        ("Алёна", "Алена"),
        ("замо\u0301к", "замок"),
        ("שָׁלוֹם", "שלום"),
        ("مُحَمَّد", "محمد"),
        ("é+", "e+"),
    ],
)
def test_looks_make_no_other_title(one: str, other: str) -> None:
    """Width, accents, vowel points, and signs that stand by themselves."""
    assert text_key(one) == text_key(other)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("José García", "josegarcia"),
        ("O'Neill, Jr.", "oneilljr"),
        ("Łukasz Đorđević", "lukaszdordevic"),
        ("王伟", "王伟"),
        ("Scaling laws: a second look", "scalinglawsasecondlook"),
    ],
)
def test_keys_of_ordinary_names_stay(text: str, key: str) -> None:
    """Authors' addresses may hang on them."""
    assert text_key(text) == key


@pytest.mark.parametrize(
    "text", ["+#" * 100_000, "a+" * 100_000, "é\u0301" * 100_000, "-" * 200_000]
)
def test_keys_take_time_in_proportion(text: str) -> None:
    """Whatever the text is made of."""
    start = time.perf_counter()
    text_key(text)
    assert time.perf_counter() - start < 2
