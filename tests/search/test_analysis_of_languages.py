"""Text to terms in other languages than English, and the names of authors."""

from __future__ import annotations

import pytest

from broadsheet.search.analysis import analyse, expand_name, find_words, fold
from broadsheet.search.tables import FUNCTION_WORDS, STEMMERS


def terms(text: str, language: str = "en") -> str:
    """Return the terms of a text, parted by spaces."""
    return " ".join(token.term for token in analyse(text, language))


def names(text: str, language: str = "en") -> str:
    """Return the terms of authors' names, parted by spaces."""
    return " ".join(
        token.term for word in find_words(text) for token in expand_name(word, language)
    )


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "les réseaux généralisés", "~les reseau generalis"),
        ("de", "Häuser und Straßen", "haus ~und strass"),
        ("es", "las canciones", "~las cancion"),
        ("it", "delle città", "~delle citt"),
        ("pt", "as nações", "~as naco"),
        ("ru", "модели обучения", "модел обучен"),
        ("ar", "الكتاب", "كتاب"),
        ("xx", "modèles", "modeles"),
    ],
)
def test_each_language_has_its_own_endings(language: str, text: str, expected: str) -> None:
    """A word is stemmed with its accents, which go afterwards; a language unknown is left alone."""
    assert terms(text, language) == expected


@pytest.mark.parametrize("word", ["กิน", "हिन्दी", "বাংলা", "தமிழ்"])
def test_vowel_signs_stay(word: str) -> None:
    """They are no accents, and a word without them is another."""
    assert fold(word) == word


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("王小明", "@王小 @小明"),
        ("李明", "@李明"),
        ("塩 亮子", "@塩 @亮子"),
        ("김민수", "@김민 @민수"),
    ],
)
def test_names_that_no_spaces_part_are_pairs(name: str, expected: str) -> None:
    """So they are found as words of a query are."""
    assert names(name) == expected


@pytest.mark.parametrize("text", ["ﾃﾞｰﾀ", "データ"])
def test_narrow_kana_are_kana(text: str) -> None:
    """Width makes no other word."""
    assert terms(text, "ja") == "デー ータ"


def test_accents_are_part_of_french_endings() -> None:
    """The ending -ée goes where it has its accent, and would stay if that went first."""
    assert terms("modérée moderee", "fr") == "moder modere"


@pytest.mark.parametrize("language", ["de", "fr", "xx"])
def test_function_words_are_of_a_language(language: str) -> None:
    """In other languages `the` is a word like others; one letter is none in any."""
    assert terms("the x", language).split()[-1] == "~x"
    assert "~the" not in terms("the x", language)


@pytest.mark.parametrize(
    ("language", "text", "function"),
    [
        ("de", "Zur Geschichte der Stadt für Über uns", "zur der fur uber uns"),
        ("fr", "L'été où même les étés étaient", "l ete ou meme les"),
        ("es", "También según él, la señal", "tambien segun el la"),
        ("it", "Perché dell'arte è nella città", "perche dell e nella"),
        ("pt", "Não há são também à cidade", "nao ha sao tambem a"),
        ("ru", "Который город ещё для неё", "которыи еще для нее"),
        ("ar", "تاريخ المدينة في هذا الكتاب إلى", "في هذا إلى"),
    ],
)
def test_function_words_carry_no_subject(language: str, text: str, function: str) -> None:
    """Articles, prepositions, pronouns and the like are told apart in each stemmed language."""
    found = [term[1:] for term in terms(text, language).split() if term.startswith("~")]
    assert found == function.split()


@pytest.mark.parametrize("language", FUNCTION_WORDS)
def test_function_words_are_as_words_are_looked_up(language: str) -> None:
    """A word with an accent would never be found in the table, and a letter needs none."""
    words = FUNCTION_WORDS[language]
    assert {fold(word) for word in words} == words
    assert language in STEMMERS
    assert min(map(len, words)) > 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Will Of", "@will @of"),
        ("Jean-Pierre O'Neil", "@jean @pierr @o @neil"),
        ("李明", "@李明"),
        ("Łukasz J. Müller", "@lukasz @j @muller"),
        ("Nguyễn Văn A", "@nguyen @van @a"),
    ],
)
def test_every_part_of_a_name_counts(text: str, expected: str) -> None:
    """In names there are no function words, and nothing is put together."""
    assert names(text) == expected
