"""Italics of titles: what a source has in TeX or HTML stands between asterisks in the file."""

from __future__ import annotations

import json
from io import BytesIO

import pytest

from broadsheet.adding.filing import Filing, Wish
from broadsheet.adding.formats import read_records
from broadsheet.content.model import Content, Site


def title_from(text: str, name: str) -> str:
    """Return the title in the file that is made of a file's one record."""
    (found,) = read_records(BytesIO(text.encode()), name)
    assert found.record is not None, found.problem
    filing = Filing(Content(Site("T", "T", "t.example,2025"), (), (), (), ()))
    filed = filing.file(found.record, Wish("2025-10-28"), awaits_summary=True)
    assert filed.problems == ()
    return filed.paper.title


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        (r"On \emph{Drosophila} flies", "On *Drosophila* flies"),
        (r"On \textit{{Escherichia} coli}", "On *Escherichia coli*"),
        (r"{\itshape Homo sapiens} and {\em Pan}", "*Homo sapiens* and *Pan*"),
        (r"Reading <i>Ulysses</i>", "Reading *Ulysses*"),
        (r"\emph{Erd\H{o}s} at 50\%", "*Erdős* at 50%"),
        (r"\emph{All of it}", "All of it"),
        (r"Ulysses and \emph{Ulysses}", "Ulysses and Ulysses"),
        (r"Of $x_1$ in \emph{Mus} $y^2$", "Of $x_1$ in *Mus* $y^2$"),
        (r"Stars * and \emph{Mus}", "Stars * and *Mus*"),
        (r"un\emph{believ}able", "un*believ*able"),
        (r"\emph{Mus}, \emph{Mus}", "*Mus*, *Mus*"),
    ],
)
def test_italics_of_bibtex(typed: str, title: str) -> None:
    """Where it is beyond doubt which words are meant."""
    told = "author = {Ada Roe}, year = 2024, doi = {10.1000/1}"
    found = title_from(f"@book{{a,\n title = {{{typed}}}, {told}}}\n", "x.bib")
    assert found == title


def test_italics_of_a_subtitle() -> None:
    """It is a part of the title."""
    told = r"title = {Flies}, subtitle = {\emph{Drosophila} again}, author = {Ada Roe}, year = 2024"
    assert title_from(f"@book{{a, {told}, doi = {{10.1000/1}}}}", "x.bib") == (
        "Flies: *Drosophila* again"
    )


def test_italics_of_other_forms() -> None:
    """CSL-JSON, as Zotero and Crossref write it, RIS and OpenAlex."""
    title, doi = "On <i>Drosophila</i> flies", "10.1000/1"
    csl = {"title": title, "author": [{"family": "Roe"}], "issued": {"raw": "2024"}, "DOI": doi}
    openalex = {
        "title": title.replace("i>", "em>"),
        "authorships": [{"author": {"display_name": "Ada Roe"}}],
        "publication_date": "2024-01-01",
        "doi": doi,
    }
    ris = f"TY  - JOUR\nTI  - {title}\nAU  - Roe, Ada\nPY  - 2024\nDO  - {doi}\nER  - \n"
    for text, name in ((json.dumps(csl), "x.json"), (json.dumps(openalex), "x.json"), (ris, "x")):
        assert title_from(text, name) == "On *Drosophila* flies"
