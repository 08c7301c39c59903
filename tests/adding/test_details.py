"""Details of real exports: what managers and services write in odd places."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from broadsheet.adding.formats import read_records
from broadsheet.adding.graphs import from_openalex
from broadsheet.adding.webpages import read_webpage
from broadsheet.text.tex import untex

if TYPE_CHECKING:
    from broadsheet.adding.records import Record


def record(text: str, name: str = "x.bib") -> Record:
    """Return the one record of a file."""
    (found,) = read_records(BytesIO(text.encode()), name)
    assert found.record, found.problem
    return found.record


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (r"about $\sim$20\% of $x_i$", "about ~20% of $x_i$"),
        (r"about $\sim$20 of all", "about ~20 of all"),
        (r"5$\{$3 and $y_i$", "5{3 and $y_i$"),
        (r"$\sim$2 and $\sim$3 of $\alpha$-decay", r"~2 and ~3 of $\alpha$-decay"),
    ],
)
@pytest.mark.parametrize("pidgin", [True, False])
def test_signs_of_formulas_beside_digits_are_kept(text: str, plain: str, *, pidgin: bool) -> None:
    """Also where another formula stays a formula, whose parser drops what is no character."""
    assert untex(text, pidgin=pidgin) == plain


def test_number_of_a_preprint_is_no_issue() -> None:
    """Zotero and its like have the arXiv id there."""
    fields = "title={A}, author={A Lee}, year=2023"
    told = record(f"@misc{{a, {fields}, number={{arXiv:2305.00001}}, publisher={{arXiv}}}}")
    assert (told.arxiv, told.issue) == ("2305.00001", "")
    assert record(f"@article{{a, {fields}, journal={{J}}, number={{3}}}}").issue == "3"


@pytest.mark.parametrize(
    "doi",
    [
        r"10.1002/65:1{\textless}10::AID{\textgreater}3.0.CO;2-X",
        r"10.1002/65:1\textless10::AID\textgreater3.0.CO;2-X",
        r"10.1002/65:1$<$10::AID$>$3.0.CO;2-X",
        "10.1002/65:1&lt;10::AID&gt;3.0.CO;2-X",
        r"10.1002/65:1$‹$10::AID$›$3.0.CO;2-X",
    ],
)
def test_brackets_of_old_dois_are_read(doi: str) -> None:
    """However TeX or HTML has them."""
    found = record(f"@article{{a, title={{A}}, author={{A Lee}}, doi={{{doi}}}, year=1999}}").doi
    assert found == "10.1002/65:1<10::AID>3.0.CO;2-X"


def test_date_that_is_none_leaves_the_year() -> None:
    """As in `in press`, which biblatex allows."""
    text = "@article{a, title={A}, author={A Lee}, date={in press}, year=2020, month=may}"
    assert record(text).published == "2020-05"
    text = "@article{a, title={A}, author={A Lee}, date={2021-02-03}, year=2020}"
    assert record(text).published == "2021-02-03"


def test_book_does_not_stand_in_itself() -> None:
    """Its title may have the tag of a book's, and its series is no venue."""
    lines = ("TY  - BOOK", "BT  - A Book", "AU  - Lee, Ada", "T2  - A Series", "ER  - ")
    told = record("\n".join(lines), "x.ris")
    assert (told.title, told.venue, told.type) == ("A Book", "", "book")


def test_author_without_a_profile_is_named_as_printed() -> None:
    """OpenAlex has the name of the paper beside the author's own."""
    item = {
        "title": "A",
        "authorships": [
            {"author": {"display_name": "Ada Lovelace"}},
            {"author": {"display_name": None}, "raw_author_name": "Grace Hopper"},
        ],
    }
    assert from_openalex(item).authors == ("Ada Lovelace", "Grace Hopper")


@pytest.mark.parametrize(
    "tag",
    [
        '<meta name="citation_public_url" content="https://e.org/p">',
        '<meta name="citation_abstract_html_url" content="https://e.org/p">',
        '<meta property="og:url" content="https://e.org/p">',
    ],
)
def test_saved_page_tells_its_address(tag: str) -> None:
    """Where it has no canonical link."""
    told = '<meta name="citation_title" content="A"><meta name="citation_author" content="A Lee">'
    page = f"<html><head>{told}{tag}</head></html>"
    assert read_webpage(page.encode(), "").url == "https://e.org/p"
