"""What lists show of a paper, and the digests that tell whether it changed."""

from __future__ import annotations

import sys
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from support import paper

from broadsheet.content.cards import card_of, first_names, line_of, link_of, refs_of
from broadsheet.content.identifiers import bare_doi
from broadsheet.content.links import doi_address, landing_of, links_of, pdf_of
from broadsheet.content.model import Discussion, Figure, Paper, Status, pack, unpack
from broadsheet.content.papers import read_paper
from broadsheet.text.digest import digest

PAPER = Paper(
    slug="a-paper",
    day="2025-06-25",
    title="A Paper",
    authors=("Ada Lovelace", "Grace Hopper"),
    published="2025-06-24",
    arxiv="2506.00001",
    topics=("reasoning",),
    summary="What was done.",
    body="An abstract.",
)
LINK, LINE, CARD, CITED, WHOLE = range(5)
values = st.recursive(
    st.none() | st.integers(-(2**70), 2**70) | st.text() | st.binary(),
    lambda inner: st.lists(inner).map(tuple),
    max_leaves=20,
)
texts = st.text(max_size=20)
names = st.lists(texts, max_size=5).map(tuple)
sizes = st.integers(0, 10**5)
papers = st.builds(
    Paper,
    **dict.fromkeys(("slug", "day", "title", "published", "arxiv", "doi", "url"), texts),
    **dict.fromkeys(("code", "venue", "summary", "body"), texts),
    **dict.fromkeys(("authors", "topics", "aliases", "organizations"), names),
    discussion=st.none() | st.builds(Discussion, texts, st.integers(0, 10**6)),
    figure=st.none() | st.builds(Figure, texts, texts, texts, sizes, sizes, texts),
    status=st.none() | st.builds(Status, st.just("revised"), texts, texts),
)


def changed(**changes: object) -> set[int]:
    """Tell which of a paper's digests a change of its fields changes."""
    before, after = refs_of(PAPER), refs_of(replace(PAPER, **changes))  # type: ignore[arg-type]
    return {place for place in range(5) if before[place] != after[place]}


def rebuilt(value: object) -> object:
    """Return an equal value that shares nothing with the first, and interns nothing."""
    if isinstance(value, tuple):
        return tuple(rebuilt(one) for one in value)
    if isinstance(value, str):
        return value.encode("utf-8", "surrogatepass").decode("utf-8", "surrogatepass")
    return int(str(value)) if isinstance(value, int) else value


@given(values)
def test_equal_values_have_equal_digests(value: object) -> None:
    """However a value lies in memory: built anew, or sharing its parts with itself."""
    assert digest(value) == digest(rebuilt(value))
    assert digest((value, value)) == digest((value, rebuilt(value)))


def test_interned_texts_have_the_digest_of_others() -> None:
    """Marshal's later formats tell interned texts from others."""
    text = b"something".decode()
    assert digest((sys.intern("something"), "something")) == digest((text, text))


@given(values, values)
def test_other_values_have_other_digests(one: object, other: object) -> None:
    """Equal digests stand for equal values."""
    assert (digest(one) == digest(other)) == (one == other)


@given(papers)
def test_packing_a_paper_loses_nothing(paper: Paper) -> None:
    """What travels as plain values is the same paper again."""
    assert unpack(pack(paper)) == paper


@given(papers, papers)
def test_papers_that_differ_have_other_digests(one: Paper, other: Paper) -> None:
    """The digest of the whole stands for the whole."""
    assert (refs_of(one)[WHOLE] == refs_of(other)[WHOLE]) == (one == other)


def test_body_changes_the_papers_own_page_alone() -> None:
    """A card with a summary holds no abstract."""
    assert changed(body="Another abstract.") == {WHOLE}


def test_summary_changes_card_and_page() -> None:
    """Lists of lines stay as they are."""
    assert changed(summary="Another.") == {CARD, WHOLE}


def test_title_changes_everything() -> None:
    """Every link shows it."""
    assert changed(title="Another") == {LINK, LINE, CARD, CITED, WHOLE}


def test_status_changes_lines_too() -> None:
    """A withdrawn paper says so in every list."""
    assert changed(status=Status("withdrawn", "2025-08-01")) == {LINE, CARD, WHOLE}


def test_date_of_status_changes_card_and_page() -> None:
    """A line shows only the kind."""
    one = refs_of(replace(PAPER, status=Status("withdrawn", "2025-08-01")))
    other = refs_of(replace(PAPER, status=Status("withdrawn", "2025-08-02")))
    assert [a == b for a, b in zip(one, other, strict=True)] == [True, True, False, True, False]


def test_figures_bytes_change_card_and_page() -> None:
    """A new picture of the same name and size is another picture."""
    one = refs_of(replace(PAPER, figure=Figure("f.png", "A", "", 1, 1, "aa")))
    other = refs_of(replace(PAPER, figure=Figure("f.png", "A", "", 1, 1, "bb")))
    assert [a == b for a, b in zip(one, other, strict=True)] == [True, True, False, True, False]


def test_link_and_line_are_narrow() -> None:
    """They hold what they show and nothing else."""
    assert link_of(PAPER) == ("a-paper", "A Paper", "")
    assert line_of(PAPER) == (
        *("a-paper", "2025-06-25", "A Paper"),
        *(("Ada Lovelace", "Grace Hopper"), 0, "", ""),
    )


def test_four_names_are_shown_and_five_are_three_and_two() -> None:
    """It would be silly to write "and 1 more" where the name fits."""
    assert first_names(("a", "b", "c", "d")) == (("a", "b", "c", "d"), 0)
    assert first_names(("a", "b", "c", "d", "e")) == (("a", "b", "c"), 2)


def test_card_without_summary_begins_the_abstract() -> None:
    """Something is to be read on every card."""
    text = paper("An *abstract* of $R^3$.", summary=None).encode()
    card = card_of(read_paper("2025/06/25/a.md", text, lambda _: None)[0])
    assert (card.text, card.excerpt) == ("", "An abstract of R³.")


def test_links_of_a_paper_in_their_order() -> None:
    """Where to read it, then what comes with it; a DOI only where there is no arXiv id."""
    paper = replace(
        *(PAPER,),
        doi="10.1/a",
        code="https://c.example",
        discussion=Discussion("https://d.example", 1),
    )
    assert links_of(paper) == (
        ("arXiv", "https://arxiv.org/abs/2506.00001", 0),
        ("PDF", "https://arxiv.org/pdf/2506.00001", 0),
        ("Code", "https://c.example", 0),
        ("Discussion", "https://d.example", 1),
    )
    doi = ("DOI", "https://doi.org/10.1/a", 0)
    assert links_of(replace(PAPER, arxiv="", doi="10.1/a")) == (doi,)


def test_landing_page_is_url_then_arxiv_then_doi() -> None:
    """What the contributor says goes before what is known."""
    assert landing_of(replace(PAPER, url="https://p.example")) == "https://p.example"
    assert landing_of(PAPER) == "https://arxiv.org/abs/2506.00001"
    assert landing_of(replace(PAPER, arxiv="", doi="10.1/a")) == "https://doi.org/10.1/a"


def test_pdf_is_arxivs_unless_it_is_given() -> None:
    """A paper with neither has none."""
    assert pdf_of(PAPER) == "https://arxiv.org/pdf/2506.00001"
    assert pdf_of(replace(PAPER, pdf="https://p.example/p.pdf")) == "https://p.example/p.pdf"
    assert pdf_of(replace(PAPER, arxiv="", doi="10.1/a")) == ""


def test_old_doi_has_an_address() -> None:
    """A DOI of the old form, with `<` and `>`, becomes an address that a page may hold."""
    doi = "10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O"
    assert bare_doi(f"https://doi.org/{doi}") == doi
    assert doi_address(doi) == (
        "https://doi.org/10.1002/(SICI)1097-4571(199806)49:8%3C693::AID-ASI4%3E3.0.CO;2-O"
    )
