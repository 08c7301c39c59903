"""Dates as libraries and reference managers write them: early, guessed, in other languages."""

from __future__ import annotations

import json
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest

from broadsheet.adding.formats import read_records
from broadsheet.adding.moments import read_date

if TYPE_CHECKING:
    from broadsheet.adding.records import Record


def read(text: str, name: str) -> Record:
    """Return the one record of a file."""
    (found,) = read_records(BytesIO(text.encode()), name)
    assert found.record is not None, found.problem
    return found.record


def bib(**fields: str) -> Record:
    """Return the record of a BibTeX entry."""
    told = "".join(f", {name} = {{{text}}}" for name, text in fields.items())
    return read(f"@book{{a, title = {{T}}, author = {{Roe, Jane}}{told}}}", "x.bib")


def ris(year: str) -> Record:
    """Return the record of an entry in RIS."""
    return read(f"TY  - BOOK\nTI  - T\nAU  - Roe, Jane\nPY  - {year}\nER  - \n", "x.ris")


def csl(issued: Any) -> Record:
    """Return the record of an item of CSL-JSON."""
    author = [{"family": "Roe", "given": "Jane"}]
    return read(json.dumps([{"title": "T", "author": author, "issued": issued}]), "x.json")


@pytest.mark.parametrize(
    ("year", "published"),
    [
        ("0987", "0987"),
        ("987", "0987"),
        ("0987-05", "0987-05"),
        ("0987-05-12", "0987-05-12"),
        ("AD 79", "0079"),
        ("79 n. Chr.", "0079"),
        ("0079", "0079"),
        ("[ca. 890]", "0890"),
        ("[ca. 1890]", "1890"),
        ("um 890", "0890"),
        ("890/91", "0890"),
        ("[1890?]", "1890"),
        ("[19]21", "1921"),
        ("©1921", "1921"),
        ("1712-1715", "1712"),
        ("12. März 1921", "1921-03-12"),
    ],
)
def test_year_is_read_where_it_can_be_written(year: str, published: str) -> None:
    """In each form, also where CSL has it as a text."""
    found = [bib(year=year), bib(date=year), ris(year), csl({"literal": year}), csl({"raw": year})]
    assert {one.published for one in found} == {published}
    assert {one.dated for one in found} == {""}


@pytest.mark.parametrize(
    "year",
    ["[o. J.]", "平成13", "192-", "17. Jh.", "79", "n.d.", "-430", "430 v. Chr.", "1200 BC"],
)
def test_what_tells_no_year_is_kept_as_it_was_told(year: str) -> None:
    """Nothing is made of it; a year of before Christ is none that can be written."""
    found = [bib(year=year), bib(date=year), ris(year), csl({"literal": year})]
    assert {(one.published, one.dated) for one in found} == {("", year)}


@pytest.mark.parametrize(
    ("issued", "published"),
    [
        ({"date-parts": [[987]]}, "0987"),
        ({"date-parts": [[-429]]}, ""),
        ({"date-parts": [[1921, 3]], "literal": "Lent 1921"}, "1921-03"),
        ({"literal": "1921"}, "1921"),
        ("1921", "1921"),
    ],
)
def test_dates_of_csl(issued: Any, published: str) -> None:
    """Numbers come before texts."""
    assert csl(issued).published == published


@pytest.mark.parametrize(
    ("month", "published"),
    [
        ("März", "2001-03"),
        ("märz", "2001-03"),
        ("Ma\u0308rz", "2001-03"),
        ("Mär.", "2001-03"),
        ("Mai", "2001-05"),
        ("Okt", "2001-10"),
        ("Dezember", "2001-12"),
        ("Jänner", "2001-01"),
        ("août", "2001-08"),
        ("déc.", "2001-12"),
        ("diciembre", "2001-12"),
        ("setembro", "2001-09"),
        ("يناير", "2001-01"),
        ("十一月", "2001-11"),
        ("3月", "2001-03"),
        ("3", "2001-03"),
        ("mar", "2001-03"),
        ("jui", "2001"),
        ("Herbst", "2001"),
        ("", "2001"),
    ],
)
def test_month_of_bibtex_may_be_in_any_language_of_ours(month: str, published: str) -> None:
    """By its name or a part that no other month's begins with."""
    assert bib(year="2001", month=month).published == published


def test_day_of_bibtex_belongs_to_its_month() -> None:
    """It stands in a field of its own, or before the month."""
    assert bib(year="2001", month="März", day="12").published == "2001-03-12"
    assert bib(year="2001", month="12. März").published == "2001-03-12"
    assert bib(year="0987", month="mai", day="12").published == "0987-05-12"
    assert bib(year="2001", month="2", day="30").published == "2001-02"


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("12. März 2001", "2001-03-12"),
        ("1er août 2001", "2001-08-01"),
        ("1º de mayo de 2001", "2001-05-01"),
        ("12. Dez. 2001", "2001-12-12"),
        ("2001年3月5日", "2001-03-05"),
        ("2001년 3월 5일", "2001-03-05"),
        ("First set 2001", "2001"),
        ("0001-01-01", ""),
    ],
)
def test_dates_of_other_languages(text: str, date: str) -> None:
    """A word that a month's name begins with is none without a full stop."""
    assert read_date(text) == date


def test_date_that_programs_write_for_none_is_none() -> None:
    """Nothing was published on the first day of all."""
    assert bib(date="0001-01-01").published == ""
