"""Words, dates and numbers of the interface, by language."""

from __future__ import annotations

import pytest

from broadsheet.words.catalogues import languages
from broadsheet.words.words import words_of

SPACE = "\u202f"  # which French has between thousands

# What CLDR 47 says: a day, with its weekday, without its year; a month; a number.
FORMS = {
    "en": ("25 June 2025", "Wednesday, 25 June 2025", "25 June", "June 2025", "12,345"),
    "en-US": ("June 25, 2025", "Wednesday, June 25, 2025", "June 25", "June 2025", "12,345"),
    "de": ("25. Juni 2025", "Mittwoch, 25. Juni 2025", "25. Juni", "Juni 2025", "12.345"),
    "es": (
        "25 de junio de 2025",
        "miércoles, 25 de junio de 2025",
        "25 de junio",
        "junio de 2025",
        "12.345",
    ),
    "fr": ("25 juin 2025", "mercredi 25 juin 2025", "25 juin", "juin 2025", f"12{SPACE}345"),
    "ja": ("2025年6月25日", "2025年6月25日水曜日", "6月25日", "2025年6月", "12,345"),
    "ko": ("2025년 6월 25일", "2025년 6월 25일 수요일", "6월 25일", "2025년 6월", "12,345"),
    "pt-BR": (
        "25 de junho de 2025",
        "quarta-feira, 25 de junho de 2025",
        "25 de junho",
        "junho de 2025",
        "12.345",
    ),
    "zh-Hans": ("2025年6月25日", "2025年6月25日星期三", "6月25日", "2025年6月", "12,345"),
    "ar": ("25 يونيو 2025", "الأربعاء، 25 يونيو 2025", "25 يونيو", "يونيو 2025", "12,345"),
}


@pytest.mark.parametrize("tag", FORMS)
def test_dates_and_numbers_are_those_of_cldr(tag: str) -> None:
    """In the language's own order, with its own signs."""
    words = words_of(tag)
    assert (
        words.long_date("2025-06-25"),
        words.full_date("2025-06-25"),
        words.short_date("2025-06-25"),
        words.long_date("2025-06"),
        words.number(12345),
    ) == FORMS[tag]
    assert words.full_date("2025-06") == words.month_name("2025-06") == FORMS[tag][3]


@pytest.mark.parametrize(
    ("tag", "told"),
    [
        *((tag, ("1er mai", "1er mai 2025", "jeudi 1er mai 2025")) for tag in ("fr", "fr-CA")),
        ("fr-CH", ("1er mai", "1er mai 2025", "jeudi, 1er mai 2025")),
        *(
            (tag, ("1º de maio", "1º de maio de 2025", "quinta-feira, 1º de maio de 2025"))
            for tag in ("pt", "pt-BR")
        ),
        ("pt-PT", ("1 de maio", "1 de maio de 2025", "quinta-feira, 1 de maio de 2025")),
        ("es", ("1 de mayo", "1 de mayo de 2025", "jueves, 1 de mayo de 2025")),
        ("de", ("1. Mai", "1. Mai 2025", "Donnerstag, 1. Mai 2025")),
        ("en-US", ("May 1", "May 1, 2025", "Thursday, May 1, 2025")),
    ],
)
def test_first_day_of_a_month_is_an_ordinal_where_people_write_it_so(
    tag: str, told: tuple[str, ...]
) -> None:
    """In French, and in the Portuguese of Brazil; CLDR has a plain number."""
    words, day = words_of(tag), "2025-05-01"
    assert (words.short_date(day), words.long_date(day), words.full_date(day)) == told


def test_only_the_first_day_is_an_ordinal() -> None:
    """No other day, no month and no year."""
    words = words_of("fr")
    assert words.long_date("2025-05-11") == "11 mai 2025"
    assert words.long_date("2025-05-21") == "21 mai 2025"
    assert words.long_date("2025-01") == "janvier 2025"
    assert words.long_date("0001") == "1"


def test_a_year_is_a_date_too() -> None:
    """Papers of which no more is known lie under it."""
    assert words_of("en").long_date("2025") == "2025"
    assert words_of("ja").long_date("2025") == "2025年"
    assert words_of("ja").full_date("2025") == "2025年"


def test_months_and_weekdays_have_names() -> None:
    """Those that stand alone, which differ from those within a date in some languages."""
    assert words_of("en").month_alone("2025-06") == "June"
    assert words_of("es").weekday("2025-06-25") == "miércoles"
    assert words_of("ko").weekday("2025-06-25") == "수요일"


@pytest.mark.parametrize(
    ("tag", "first"),
    [("en", "Monday"), ("en-US", "Sunday"), ("de", "Montag"), ("ja", "日曜日"), ("ar", "السبت")],
)
def test_weeks_begin_as_they_do_where_the_language_is_spoken(tag: str, first: str) -> None:
    """English alone is nobody's in particular, and weeks are those of ISO 8601 there."""
    assert words_of(tag).weekdays()[0][0] == first


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        *(("en", "en_001"), ("en-GB", "en_GB"), ("de", "de"), ("de-AT", "de_AT"), ("pt", "pt")),
        *(("pt-BR", "pt_BR"), ("zh", "zh"), ("zh-CN", "zh_Hans_CN"), ("zh-Hans", "zh_Hans")),
        *(("zh-TW", "en_001"), ("zh-Hant", "en_001"), ("it", "en_001"), ("tlh", "en_001")),
    ],
)
def test_a_language_without_a_catalogue_has_the_words_of_english(tag: str, name: str) -> None:
    """A region has its language's words and its own dates; another script is another catalogue."""
    assert words_of(tag).name == name


def test_every_catalogue_speaks() -> None:
    """Nine languages, with English, which has no catalogue."""
    assert {"ar", "de", "es", "fr", "ja", "ko", "pt_BR", "zh_Hans"} <= set(languages())
    for name in languages():
        assert words_of(name.replace("_", "-")).gettext("Archive") != "Archive"


def test_direction_is_that_of_the_script() -> None:
    """Arabic runs from right to left."""
    assert words_of("ar").direction == "rtl"
    assert words_of("ja").direction == words_of("en").direction == "ltr"


@pytest.mark.parametrize("number", [0, 1, 2, 5, 11, 100, 101, 1_000_000])
def test_english_counts(number: int) -> None:
    """One paper, and several."""
    told = "1 paper" if number == 1 else f"{number:,} papers"
    assert words_of("en").papers(number) == told


def test_arabic_has_six_forms() -> None:
    """CLDR's categories, each with a number that has it."""
    words = words_of("ar")
    numbers = {"zero": 0, "one": 1, "two": 2, "few": 3, "many": 11, "other": 100}
    assert {words.plural(number) for number in numbers.values()} == numbers.keys()
    assert words.forms("%(count)s paper", "%(count)s papers").keys() == numbers.keys()


@pytest.mark.parametrize("tag", ["pt", "pt-BR", "pt-PT", "pt-AO", "pt-MZ"])
def test_regions_count_as_their_catalogue_does(tag: str) -> None:
    """Portugal would have another rule by itself than Brazil, whose words these are."""
    words = words_of(tag)
    told = ("0 artigo", "1 artigo", "2 artigos", "5 artigos")
    assert tuple(words.papers(number) for number in (0, 1, 2, 5)) == told
    assert list(words.forms("%(count)s paper", "%(count)s papers").values()) == [
        "%(count)s artigo",
        "%(count)s de artigos",
        "%(count)s artigos",
    ]


def test_own_words_take_the_place_of_the_catalogue() -> None:
    """Those of an owner, in any language; all else is said as before."""
    own = (("Papers", ("Vorabdrucke",)), ("%(count)s paper", ("%(count)s Text", "%(count)s Texte")))
    words = words_of("de", own)
    assert words.gettext("Papers") == "Vorabdrucke"
    assert words.papers(1) == "1 Text"
    assert words.papers(2) == "2 Texte"
    assert words.gettext("Archive") == words_of("de").gettext("Archive")


def test_values_may_hold_anything() -> None:
    """A percent sign in a value is no placeholder."""
    assert words_of("en").gettext("%(title)s has moved.", title="50 % of %(x)s") == (
        "50 % of %(x)s has moved."
    )
