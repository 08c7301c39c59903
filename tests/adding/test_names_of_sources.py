"""Names and ids as sources write them: who the people are, and which paper it is."""

from __future__ import annotations

import json
from io import BytesIO

import pytest

from broadsheet.adding.fetch import arxiv_in
from broadsheet.adding.formats import read_records
from broadsheet.adding.records import Record
from broadsheet.adding.webpages import read_webpage
from broadsheet.content.model import Discussion, Paper
from broadsheet.content.names import split_names


def read_bib(author: str, **fields: str) -> Record | str:
    """Return what is read of a BibTeX entry: a record, or the problem."""
    told = {"title": "T", "author": author, "year": "2024", **fields}
    lines = ",\n".join(f"{name} = {{{value}}}" for name, value in told.items())
    found = next(iter(read_records(BytesIO(f"@article{{a, {lines}}}".encode()), "x.bib")))
    return found.record or found.problem


def authors_of(author: str) -> tuple[str, ...] | str:
    """Return the names in a BibTeX entry, or the problem."""
    found = read_bib(author)
    return found.authors if isinstance(found, Record) else found


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Jane Doe, Richard Roe, Max Muster", ("Jane Doe", "Richard Roe", "Max Muster")),
        ("Jane Doe, Richard Roe and Max Muster", ("Jane Doe", "Richard Roe", "Max Muster")),
        (r"Jane Doe \& Richard Roe", ("Jane Doe", "Richard Roe")),
        (r"Jane Doe, Richard Roe \& Max Muster", ("Jane Doe", "Richard Roe", "Max Muster")),
        ("Jane Doe and ", ("Jane Doe",)),
        ("Smith, J., Doe, A. B.", ("J. Smith", "A. B. Doe")),
        ("Bee, Anna and others", ("Anna Bee",)),
        ("Bee, Anna et al.", ("Anna Bee",)),
        ("Bee, Anna and 5 others", ("Anna Bee",)),
        ("The Lab, Inc. and Jane Roe, PhD", ("The Lab, Inc.", "Jane Roe")),
        ("Dr. Jane Roe and Prof. Jan van der Berg", ("Jane Roe", "Jan van der Berg")),
        ("Roe, Dr. Jane and {Dr. X Group} and Dr. Seuss", ("Jane Roe", "Dr. X Group", "Dr. Seuss")),
        ("Martin Luther King Jr.", ("Martin Luther King Jr.",)),
        ("van 't Hoff, Jan and Davis, III, Sammy", ("Jan van 't Hoff", "Sammy Davis III")),
        ("张, 三 and 李, 四 and 王五", ("张三", "李四", "王五")),
        ("佐々木, 希 and 王 小明", ("佐々木希", "王 小明")),
        ("Wei Wang 0001 and Wang 0002, Wei", ("Wei Wang",)),
        ("Doe, Jane and  and Roe, Max", ("Jane Doe", "Max Roe")),
        (
            "family=Berg, given=Jan, prefix=van den, useprefix=true and Smith, John",
            ("Jan van den Berg", "John Smith"),
        ),
        (
            "given=Sammy, family=Davis, suffix=III and family={DeepSeek-AI}",
            ("Sammy Davis III", "DeepSeek-AI"),
        ),
        (r"{Barnes \& Noble} and Simon \& Schuster", ("Barnes & Noble", "Simon & Schuster")),
        (
            "García Márquez, Gabriel José and Vargas Llosa, Jorge Mario",
            ("Gabriel José García Márquez", "Jorge Mario Vargas Llosa"),
        ),
        ("Jane Doe, and Richard Roe", ("Jane Doe", "Richard Roe")),
    ],
)
def test_people_of_bibtex_are_told_apart(author: str, names: tuple[str, ...]) -> None:
    """Whatever parts them, and whatever stands behind their names."""
    assert authors_of(author) == names


def test_list_that_may_be_read_in_two_ways_is_told() -> None:
    """Nobody is invented."""
    assert authors_of("Doe, Jane, Roe, Richard") == (
        "authors must be parted by and, which 'Doe, Jane, Roe, Richard' does not say: write and"
        " between people, and braces around a family name of several words"
    )


@pytest.mark.parametrize(
    ("author", "family", "given"),
    [
        ("García Márquez, Gabriel José", "García Márquez", "Gabriel José"),
        ("La Fontaine, Jean de", "La Fontaine", "Jean de"),
        ("Ortega Gasset, José María", "Ortega Gasset", "José María"),
        ("López Pérez, Ana M.", "López Pérez", "Ana M."),
        ("Meyer zu Selhausen, Hans Peter", "Meyer zu Selhausen", "Hans Peter"),
        ("Al Farabi, Abu Nasr", "Al Farabi", "Abu Nasr"),
    ],
)
def test_one_comma_of_bibtex_stands_behind_the_family_name(
    author: str, family: str, given: str
) -> None:
    """Also where each part has several words, as Zotero writes a sole author."""
    alone, beside = read_bib(author), read_bib(f"{author} and {{World Health Organization}}")
    assert isinstance(alone, Record)
    assert split_names(Paper("a", "2025", "T", alone.authors, "", splits=alone.splits)) == [
        (family, given, "")
    ]
    assert isinstance(beside, Record)
    assert beside.authors == (f"{given} {family}", "World Health Organization")


def ris_of(*names: str) -> Record:
    """Return the record of an entry in RIS by these authors."""
    lines = ["TY  - BOOK", "TI  - T", *(f"AU  - {name}" for name in names), "ER  - ", ""]
    (found,) = read_records(BytesIO("\n".join(lines).encode()), "x.ris")
    assert found.record is not None, found.problem
    return found.record


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("World Health Organization,", "World Health Organization"),
        ("University of California,, Davis", "University of California, Davis"),
        ("Arbeitskreis Mittelalter,", "Arbeitskreis Mittelalter"),
        ("Deutsches Institut für Normung e. V.", "Deutsches Institut für Normung e. V."),
        ("Bibliothèque nationale de France", "Bibliothèque nationale de France"),
        ("Verein Deutscher Ingenieure e.V.", "Verein Deutscher Ingenieure e.V."),
    ],
)
def test_group_of_ris_is_whole(text: str, name: str) -> None:
    """EndNote marks it by a comma, and words of it tell it from a person."""
    assert ris_of(text).splits == ((name, name, ""),)


def test_name_without_a_comma_among_names_with_one_is_a_groups() -> None:
    """RIS has `Family, Given`; a name in Han, or one with a suffix, is a person's all the same."""
    record = ris_of("Roe, Jane", "Arbeitskreis Mittelalter", "王 小明", "Sammy Davis III", "Plato")
    names = ("Jane Roe", "Arbeitskreis Mittelalter", "王 小明", "Sammy Davis III", "Plato")
    assert record.authors == names
    assert record.splits == (("Arbeitskreis Mittelalter", "Arbeitskreis Mittelalter", ""),)


@pytest.mark.parametrize(
    "name",
    [
        "Ada Lovelace",
        "José Ortega y Gasset",
        "Maria da Conceição dos Santos",
        "Иван Иванович Петров",
        "bell hooks",
    ],
)
def test_person_of_ris_is_no_group(name: str) -> None:
    """Though no comma stands in the name."""
    assert ris_of(name).splits == ()


@pytest.mark.parametrize(
    "author", ["World Health Organization,", "Roe, Jane and World Health Organization,"]
)
def test_endnotes_comma_marks_a_group_of_bibtex(author: str) -> None:
    """It writes both forms alike."""
    record = read_bib(author)
    assert isinstance(record, Record)
    name = "World Health Organization"
    assert record.splits == ((name, name, ""),)


CATALOGUED = [
    "Müller, Hans (1950-2001)",
    "Müller, Hans (1950–)",
    "Müller, Hans, 1950-2001",
    "Müller, Hans, 1950-",
    "Müller, Hans, geb. 1950",
    "Müller, Hans (ca. 1450–1501)",
    "Müller, Hans, 1950-2001, Verfasser",
    "Müller, Hans [Hrsg.]",
    "Müller, Hans (Hg.)",
    "Müller, Hans (ed.)",
    "Müller, Hans (Hrsg. und Übers.)",
    "Müller, Hans, VerfasserIn",
    "Müller, Hans, HerausgeberIn",
    "Müller, Hans, author.",
    "Müller, Hans, ed.",
    "Hans Müller (1950-2001)",
    "Hans Müller [Hrsg.]",
]


@pytest.mark.parametrize("author", CATALOGUED)
def test_life_dates_and_roles_are_no_part_of_a_name(author: str) -> None:
    """Catalogues of libraries write them behind it."""
    assert authors_of(author) == ("Hans Müller",)
    assert ris_of(author).authors == ("Hans Müller",)
    family, _, given = author.partition(", ")
    if given:
        data = json.dumps([{"title": "T", "author": [{"family": family, "given": given}]}]).encode()
        (found,) = read_records(BytesIO(data), "x.json")
        assert found.record is not None
        assert found.record.authors == ("Hans Müller",)


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("Ranke, Leopold von, 1795-1886", "Leopold von Ranke"),
        ("Smith, Ed.", "Ed. Smith"),
        ("Naf, Author", "Author Naf"),
        ("Wang, Wei (Wayne)", "Wei (Wayne) Wang"),
        ("Davis, III, Sammy", "Sammy Davis III"),
    ],
)
def test_what_belongs_to_a_name_stays(author: str, name: str) -> None:
    """A given name that looks like a role, another name, a suffix, a particle."""
    assert authors_of(author) == (name,)
    assert ris_of(author).authors == (name,)


@pytest.mark.parametrize(
    "behind", [" et al.", ", et al.", " u.a.", " [u.a.]", " ... [u. a.]", " [et al.]", " ..."]
)
def test_name_that_leaves_the_list_open_is_bare(behind: str) -> None:
    """In each form, and the file then says that names are missing."""
    author = f"Marx, Karl{behind}"
    people = [{"family": "Marx", "given": f"Karl{behind}"}]
    (csl,) = read_records(BytesIO(json.dumps([{"title": "T", "author": people}]).encode()), "x")
    for record in (read_bib(author), ris_of(author), csl.record):
        assert isinstance(record, Record)
        assert (record.authors, record.more) == (("Karl Marx",), True)


@pytest.mark.parametrize(
    "tilde", [r"$\sim$", r"{$\sim$}", r"\~{}", r"\textasciitilde{}", "~", r"\~"]
)
def test_tilde_of_an_address_is_one(tilde: str) -> None:
    """TeX has many ways to write the home of a person."""
    entry = "@misc{a, title={T}, author={A B}, year=2020, url={http://a.example/%suser/p.html}}"
    (found,) = read_records(BytesIO((entry % tilde).encode()), "x.bib")
    assert found.record is not None
    assert found.record.url == "http://a.example/~user/p.html"


def test_paragraphs_of_ris_are_parted_by_blank_lines() -> None:
    """And the lines of one are joined."""
    lines = ["TY  - JOUR", "TI  - T", "AU  - Doe, Ann", "AB  - First", "goes on.", "", "Second."]
    (found,) = read_records(BytesIO("\n".join([*lines, "ER  - ", ""]).encode()), "x.ris")
    assert found.record is not None
    assert found.record.abstract == "First goes on.\n\nSecond."
    assert found.record.title == "T"


def test_people_of_ris_are_told_from_their_degrees() -> None:
    """A comma stands before more than a given name."""
    names = ["The Lab, Inc.", "Jane Roe, PhD", "John Doe, M.D.", "Doe, Ann", "王, 小明"]
    lines = ["TY  - JOUR", "TI  - T", *(f"AU  - {name}" for name in names), "ER  - ", ""]
    (found,) = read_records(BytesIO("\n".join(lines).encode()), "x.ris")
    assert found.record is not None
    assert found.record.authors == ("The Lab, Inc.", "Jane Roe", "John Doe", "Ann Doe", "王小明")


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ({"family": "塩", "given": "亮子"}, "塩亮子"),
        ({"family": "김", "given": "민수"}, "김민수"),
        ({"family": "King", "given": "Martin Luther, Jr."}, "Martin Luther King Jr."),
        ({"family": "Roe", "given": "Jane", "suffix": "PhD"}, "Jane Roe"),
        ({"family": "Wang 0001", "given": "Wei"}, "Wei Wang"),
        ({"literal": "The Lab, Inc."}, "The Lab, Inc."),
    ],
)
def test_people_of_csl_are_read_aloud(author: dict[str, str], name: str) -> None:
    """The parts that a registry has are put in the order of speech."""
    data = json.dumps([{"title": "T", "author": [author]}]).encode()
    (found,) = read_records(BytesIO(data), "x.json")
    assert found.record is not None
    assert found.record.authors == (name,)


@pytest.mark.parametrize(
    ("fields", "arxiv", "doi"),
    [
        ({"url": "https://doi.org/10.5555/only.3"}, "", "10.5555/only.3"),
        ({"url": "http://dx.doi.org/10.5555/only.2"}, "", "10.5555/only.2"),
        ({"url": "https://dl.acm.org/doi/10.5555/only.1?x=y"}, "", "10.5555/only.1"),
        ({"url": "https://www.alphaxiv.org/overview/2401.00001"}, "2401.00001", ""),
        ({"doi": "10.5555/3292500.3330701."}, "", "10.5555/3292500.3330701"),
        ({"doi": "https://doi.org/10.5555%2F3292500.3330702"}, "", "10.5555/3292500.3330702"),
    ],
)
def test_id_that_stands_in_an_address_is_the_papers(
    fields: dict[str, str], arxiv: str, doi: str
) -> None:
    """The address is then left out, as it is that of the id."""
    record = read_bib("Jane Doe", **fields)
    assert isinstance(record, Record)
    assert (record.arxiv, record.doi, record.url) == (arxiv, doi, "")


def test_page_where_people_talk_is_told_by_its_host() -> None:
    """Hugging Face's short host is one; another site that shows the paper is not."""
    talk = Discussion("https://huggingface.co/papers/2406.00135")
    assert arxiv_in("https://hf.co/papers/2406.00135?ref=x") == ("2406.00135", talk)
    assert arxiv_in("https://www.alphaxiv.org/overview/2406.00135") == ("2406.00135", None)


def test_parts_that_do_not_read_as_the_name_are_dropped() -> None:
    """A degree behind a comma is no given name, whatever a page calls it."""
    parted = ("Jane Roe", "Jane Roe", "PhD")
    kept = ("Gabriel García Márquez", "García Márquez", "Gabriel")
    assert Record(authors=(parted[0], kept[0]), splits=(parted, kept)).splits == (kept,)


def test_degrees_and_firms_of_a_page_are_no_given_names() -> None:
    """As JSON-LD has them."""
    people = [{"@type": "Person", "name": "Jane Roe, PhD"}, {"name": "The Lab, Inc."}]
    work = {"@type": "ScholarlyArticle", "headline": "A paper", "author": people}
    page = f'<script type="application/ld+json">{json.dumps(work)}</script>'
    record = read_webpage(page.encode(), "https://example.org/p")
    assert (record.authors, record.splits) == (("Jane Roe", "The Lab, Inc."), ())
