"""People in the order of the site's language."""

from __future__ import annotations

import pytest

from broadsheet.site.sorting import OTHER, initial, place_of
from broadsheet.words.words import words_of


def ordered(language: str, *names: str) -> list[tuple[str, str]]:
    """Return names in their order, each with the initial that people read."""
    words = words_of(language)
    places = sorted((place_of(name, language).key, name) for name in names)
    return [(initial(place_of(name, language).letter, words), name) for _, name in places]


@pytest.mark.parametrize("language", ["en", "de", "fr", "pt", "zh"])
def test_latin_names_go_by_their_letters_without_accents(language: str) -> None:
    """Ä is A, as in DIN 5007; a suffix is no family name."""
    found = ordered(language, "Zoë Zimmer", "Jo Ähn", "Ada Adams", "Martin Luther King Jr.")
    assert found == [
        ("A", "Ada Adams"),
        ("A", "Jo Ähn"),
        ("K", "Martin Luther King Jr."),
        ("Z", "Zoë Zimmer"),
    ]


def test_group_among_people_goes_by_its_first_word() -> None:
    """Else all teams would stand together under T."""
    assert ordered("en", "Ada Lovelace", "Qwen Team", "Ann Teamer", "The Reef Lab") == [
        ("L", "Ada Lovelace"),
        ("Q", "Qwen Team"),
        ("T", "Ann Teamer"),
        ("T", "The Reef Lab"),
    ]


def test_chinese_names_go_by_their_sound() -> None:
    """As pinyin has it, among the Latin letters."""
    assert ordered("zh", "王小明", "Ada Lovelace", "李雷") == [
        ("L", "李雷"),
        ("L", "Ada Lovelace"),
        ("W", "王小明"),
    ]


def test_spanish_has_a_letter_behind_n() -> None:
    """Ñ is no N with a mark."""
    assert ordered("es", "Ana Ñíguez", "Eva Ozores", "Luis Nuñez", "Luz Nuño") == [
        ("N", "Luis Nuñez"),
        ("N", "Luz Nuño"),
        ("Ñ", "Ana Ñíguez"),
        ("O", "Eva Ozores"),
    ]


def test_korean_names_come_first_under_their_consonants() -> None:
    """Doubled ones go with the plain; other scripts follow."""
    assert ordered("ko", "Ada Lovelace", "한지민", "김철수", "까치", "이영희") == [
        ("ㄱ", "김철수"),
        ("ㄱ", "까치"),
        ("ㅇ", "이영희"),
        ("ㅎ", "한지민"),
        ("L", "Ada Lovelace"),
    ]


def test_arabic_names_come_first_without_their_article() -> None:
    """Alef is one letter, whatever it carries."""
    assert ordered("ar", "Ada Lovelace", "فاطمة الزهراء", "محمد أحمد", "سلمى بكر") == [
        ("ا", "محمد أحمد"),
        ("ب", "سلمى بكر"),
        ("ز", "فاطمة الزهراء"),
        ("L", "Ada Lovelace"),
    ]


def test_japanese_names_come_behind_latin_ones() -> None:
    """Kana by their rows, Han by itself, since it does not tell its sound."""
    names = ("山田 太郎", "さとう はなこ", "いとう しんじ", "アラン・チューリング", "Ada Lovelace")
    assert ordered("ja", *names) == [
        ("L", "Ada Lovelace"),
        ("あ", "アラン・チューリング"),
        ("あ", "いとう しんじ"),
        ("さ", "さとう はなこ"),
        ("漢字", "山田 太郎"),
    ]


def test_what_is_no_person_goes_by_its_first_word() -> None:
    """A university by its name, and not by the last word of that."""
    names = ("Stanford University", "Allen Institute", "Google DeepMind", "清华 大学", "III")
    places = sorted((place_of(name, "en", of_people=False).key, name) for name in names)
    assert [name for _, name in places] == [
        *("Allen Institute", "Google DeepMind", "III", "清华 大学", "Stanford University")
    ]
    assert place_of("Nature Communications", "en", of_people=False).letter == "n"
    assert place_of("서울 대학교", "ko", of_people=False).letter == "hangul-7"


def test_a_name_without_letters_has_a_place() -> None:
    """Under what is no letter."""
    assert place_of("!!!", "en").letter == place_of("", "ko").letter == OTHER
    assert initial(OTHER, words_of("en")) == "Other"
