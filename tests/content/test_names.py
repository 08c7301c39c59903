"""People's names: their order, what stands behind them, how a citation cuts them."""

from __future__ import annotations

import time

import pytest

from broadsheet.content.model import Paper
from broadsheet.content.namelists import spread_names, without_others
from broadsheet.content.names import part_name, split_name, split_names, split_suffix


@pytest.mark.parametrize(
    ("text", "aloud"),
    [
        ("Lovelace, Ada", "Ada Lovelace"),
        ("The Lab, Inc.", "The Lab, Inc."),
        ("Samsung Electronics Co., Ltd.", "Samsung Electronics Co., Ltd."),
        ("Analytical Engines, GmbH", "Analytical Engines, GmbH"),
        ("Jane Roe, PhD", "Jane Roe"),
        ("Jane Roe, Ph.D., M.D.", "Jane Roe"),
        ("Roe, Jane, PhD", "Jane Roe"),
        ("John Doe, M.D.", "John Doe"),
        ("Jane Roe Ph.D.", "Jane Roe"),
        ("Doe, M.D.", "M.D. Doe"),
        ("van der Berg, MBA", "MBA van der Berg"),
        ("Martin Luther King, Jr.", "Martin Luther King Jr."),
        ("King, Martin Luther, Jr.", "Martin Luther King Jr."),
        ("King, Jr., Martin Luther", "Martin Luther King Jr."),
        ("Davis, Sammy, III", "Sammy Davis III"),
        ("Li, X", "X Li"),
        ("Wang 0001, Wei", "Wei Wang"),
        ("Wei Wang 0012", "Wei Wang"),
        ("Ada Lovelace*", "Ada Lovelace"),
        ("王, 小明", "王小明"),
        ("佐々木, 希", "佐々木希"),
        ("𠮷野, 家", "𠮷野家"),
        ("みなみ, たかし", "みなみたかし"),
        ("鳩ヶ谷, 花", "鳩ヶ谷花"),
        ("김, 민수", "김민수"),
        ("スミス, ジョン", "ジョン スミス"),
        ("Ada Lovelace", "Ada Lovelace"),
        ("", ""),
    ],
)
def test_name_of_a_source_is_read_aloud(text: str, aloud: str) -> None:
    """Family names, suffixes, degrees, firms and DBLP's numbers, in the order of speech."""
    assert part_name(text)[0] == aloud


@pytest.mark.parametrize(
    ("name", "family", "given"),
    [
        ("Martin Luther King Jr.", "King", "Martin Luther"),
        ("Sammy Davis III", "Davis", "Sammy"),
        ("Jane Roe, PhD", "Roe", "Jane"),
        ("Jan van 't Hoff", "van 't Hoff", "Jan"),
        ("María de la Cruz", "de la Cruz", "María"),
        ("Vincent Van der Berg", "Van der Berg", "Vincent"),
        ("Otto von der Heide", "von der Heide", "Otto"),
        ("Jones Jr.", "Jones Jr.", ""),
        ("Malcolm X", "X", "Malcolm"),
        ("The Lab, Inc.", "The Lab, Inc.", ""),
        ("Barnes and Noble", "Barnes and Noble", ""),
        ("王 小明", "王", "小明"),
        ("Plato", "Plato", ""),
    ],
)
def test_family_name_is_found(name: str, family: str, given: str) -> None:
    """Behind it may stand a suffix, before it small words."""
    assert split_name(name) == (family, given)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Martin Luther King Jr.", ("Martin Luther King", "Jr.")),
        ("Martin Luther King, Jr.", ("Martin Luther King", "Jr.")),
        ("Henry Louis Gates Sr", ("Henry Louis Gates", "Sr")),
        ("Sammy Davis III", ("Sammy Davis", "III")),
        ("Madhu V", ("Madhu V", "")),
        ("Ada Lovelace", ("Ada Lovelace", "")),
    ],
)
def test_suffix_is_told_from_the_name(name: str, parts: tuple[str, str]) -> None:
    """An initial is none."""
    assert split_suffix(name) == parts


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Jane Doe, Richard Roe, Max Muster", ["Jane Doe", "Richard Roe", "Max Muster"]),
        ("Jane Doe, Richard Roe|Max Muster", ["Jane Doe", "Richard Roe", "Max Muster"]),
        ("Smith, J., Doe, A. B.", ["Smith, J.", "Doe, A. B."]),
        ("García Márquez, Gabriel José|Lovelace, Ada", None),
        ("King, Jr., Martin Luther", None),
        ("van der Berg, Jan Willem", None),
        ("{García Márquez}, Gabriel José", None),
        ("García Márquez, G. J.", None),
        ("Jane Roe, PhD", None),
        ("The Lab, Inc.", None),
        ("Plato|Ada Lovelace", None),
        ("García Márquez, Gabriel José", None),
        ("García Márquez, Gabriel José|{World Health Organization}", None),
        ("López Pérez, Ana M.|Ada Lovelace", None),
        ("La Fontaine, Jean de|Ada Lovelace", None),
    ],
)
def test_commas_part_people_or_a_name(text: str, names: list[str] | None) -> None:
    """Of many, people; of one, people beside others, and else family and given name."""
    parts = [tuple(name.split(", ")) for name in text.split("|")]
    assert spread_names(parts) == (names or text.split("|"))


def test_commas_that_part_neither_are_not_guessed() -> None:
    """Single words are no people, and of several commas none stands behind a family name."""
    assert spread_names([("Lovelace", "Ada", "Hopper", "Grace")]) is None


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Bee, Anna et al.", "Bee, Anna and others"),
        ("Anna Bee, et. al.", "Anna Bee and others"),
        ("Anna Bee and 5 others", "Anna Bee and others"),
        ("Anna Bee, etc.", "Anna Bee and others"),
        ("Anna Bee & 12 more", "Anna Bee and others"),
        ("Anna Metal", "Anna Metal"),
        ("et al", "et al"),
    ],
)
def test_all_that_says_others_is_one(text: str, plain: str) -> None:
    """At the end of a field, and not within a word."""
    assert without_others(text) == plain


@pytest.mark.parametrize(
    "text", ["a, " * 50_000, " 0" * 80_000, "A B, C D, " * 20_000, "*" * 200_000]
)
def test_names_take_time_in_proportion(text: str) -> None:
    """Whatever a source sends for a name, and however many."""
    start = time.perf_counter()
    part_name(text)
    without_others(text)
    split_name(text)
    spread_names([("A B", "C D")] * 20_000)
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Heinrich XIV.", ("Heinrich XIV.", "", "")),
        ("Ludwig XIV", ("Ludwig XIV", "", "")),
        ("Plinius der Ältere", ("Plinius der Ältere", "", "")),
        ("Walter Benjamin jun.", ("Benjamin", "Walter", "jun.")),
        ("Hans Meier d. Ä.", ("Meier", "Hans", "d. Ä.")),
        ("Lucas Cranach der Jüngere", ("Cranach", "Lucas", "der Jüngere")),
        ("Pieter Bruegel the Elder", ("Bruegel", "Pieter", "the Elder")),
        ("Jinping Xi", ("Xi", "Jinping", "")),
        ("Kim Jun", ("Jun", "Kim", "")),
        ("Jean-Baptiste de La Salle", ("de La Salle", "Jean-Baptiste", "")),
        ("Juan de la Cruz", ("de la Cruz", "Juan", "")),
        ("La Toya Jackson", ("Jackson", "La Toya", "")),
        ("José Ortega y Gasset", ("Ortega y Gasset", "José", "")),
        ("Ana da Costa e Silva", ("da Costa e Silva", "Ana", "")),
        ("Deutsches Institut für Normung e. V.", None),
        ("Bibliothèque nationale de France", None),
        ("Real Academia Española", None),
        ("Arbeitskreis Mittelalter", None),
        ("Max-Planck-Gesellschaft zur Förderung", None),
        ("Reef Consortium", None),
        ("Институт русского языка", None),
    ],
)
def test_citation_has_the_parts_of_a_name(name: str, parts: tuple[str, str, str] | None) -> None:
    """A suffix by any name is no family's; a ruler, and a group, are cited whole."""
    paper = Paper("x", "2025-06-25", "T", (name,), "2025-06-24")
    assert split_names(paper) == [parts or (name, "", "")]


def test_suffix_behind_the_given_names_goes_to_the_end() -> None:
    """As some write it who put the family first."""
    assert part_name("King, Martin Luther Jr.") == ("Martin Luther King Jr.", "", "")
    assert part_name("Cranach, Lucas d. Ä.") == ("Lucas Cranach d. Ä.", "", "")
    assert part_name("Lenin, VI") == ("Lenin VI", "", "")
