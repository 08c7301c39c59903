"""A list of authors that a source leaves open: the file says so."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from broadsheet.adding.filing import Filing, Wish
from broadsheet.adding.formats import read_records
from broadsheet.content.model import Content, Site

if TYPE_CHECKING:
    from broadsheet.adding.records import Record


def read(text: str, name: str) -> Record:
    """Return the one record of a file."""
    (found,) = read_records(BytesIO(text.encode()), name)
    assert found.record is not None, found.problem
    return found.record


def bib(author: str, rest: str = "") -> Record:
    """Return the record of a BibTeX entry."""
    fields = f"title = {{T}}, doi = {{10.5555/a}}, abstract = {{x.}}, year = 2024{rest}"
    return read(f"@article{{a, author = {{{author}}}, {fields}}}", "x.bib")


@pytest.mark.parametrize(
    ("author", "comment"),
    [
        ("Bee, Anna and others", "the source names only the first: add the others"),
        ("Bee, Anna et al.", "the source names only the first: add the others"),
        ("Anna Bee and Carl Dee and 5 others", "the source names only the first 2: add the others"),
        ("Anna Bee, etc.", "the source names only the first: add the others"),
    ],
)
def test_file_says_that_names_are_missing(author: str, comment: str) -> None:
    """As it does of a date that is told in part."""
    filing = Filing(Content(Site("T", "T", "t.example,2025"), (), (), (), ()))
    text = filing.file(bib(author), Wish("2025-10-28"), awaits_summary=False).text
    assert f"authors:  # {comment}\n  - Anna Bee\n" in text


@pytest.mark.parametrize("author", ["Bee, Anna", "Anna Bee and Ronald Etal"])
def test_whole_list_is_not_doubted(author: str) -> None:
    """Where nobody is left out, nothing is said."""
    assert not bib(author).more


def test_collaboration_is_an_author() -> None:
    """It is written as a group, by its whole name."""
    record = bib("Bee, Anna and others", ", collaboration = {ATLAS}")
    assert record.authors == ("Anna Bee", "ATLAS Collaboration")
    assert record.splits == (("ATLAS Collaboration", "ATLAS Collaboration", ""),)


def test_others_of_ris_and_csl_are_nobody() -> None:
    """Each form has its own way to leave a list open."""
    ris = "TY  - JOUR\nTI  - T\nAU  - Bee, Anna\nAU  - et al.\nER  - \n"
    csl = '[{"title": "T", "author": [{"family": "Bee", "given": "Anna"}, {"literal": "others"}]}]'
    for record in (read(ris, "x.ris"), read(csl, "x.json")):
        assert (record.authors, record.more) == (("Anna Bee",), True)


def test_doi_in_a_note_or_a_second_address_is_the_papers() -> None:
    """Beside an arXiv id, too."""
    ris = (
        "TY  - JOUR\nTI  - T\nAU  - Bee, Anna\nUR  - https://arxiv.org/abs/2401.00001\n"
        "UR  - https://doi.org/10.5555/b\nER  - \n"
    )
    assert (read(ris, "x.ris").arxiv, read(ris, "x.ris").doi) == ("2401.00001", "10.5555/b")
    noted = "@misc{a, title = {T}, author = {Anna Bee}, note = {doi: 10.5555/c}}"
    assert read(noted, "x.bib").doi == "10.5555/c"
