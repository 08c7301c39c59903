"""The one paper behind every form of its arXiv id, its DOI and its addresses."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.content.identifiers import bare_arxiv, bare_doi, ids_differ, same_keys

DOI = "10.5555/3292500.3330701"


@pytest.mark.parametrize(
    "text",
    [
        *("https://arxiv.org//abs/2406.00135", "https://browse.arxiv.org/abs/2406.00135"),
        *("http://lanl.arxiv.org/abs/2406.00135", "https://arxiv.org/abs/2406.00135."),
        *("<https://arxiv.org/abs/2406.00135>", "https://arxiv.org/format/2406.00135"),
        *("https://arxiv.org/src/2406.00135", "https://huggingface.co/papers/2406.00135?ref=x"),
        *("https://hf.co/papers/2406.00135", "https://www.alphaxiv.org/overview/2406.00135"),
        *("https://alphaxiv.org/pdf/2406.00135", "https://scirate.com/arxiv/2406.00135"),
        *("arXiv 2406.00135", "arXiv:2406.00135v2 [cs.CL]", "(arXiv:2406.00135)"),
        *("arxiv.org/pdf/2406.00135v3.pdf?download=1#page=3", "arXiv.2406.00135"),
        *("https://doi.org/10.48550/arXiv.2406.00135", "https://papers.cool/arxiv/2406.00135"),
        *("https://ar5iv.labs.arxiv.org/html/2406.00135", "https://cn.arxiv.org/abs/2406.00135v1"),
    ],
)
def test_arxiv_id_in_whatever_people_copy(text: str) -> None:
    """Hosts, mirrors, queries, brackets, and the end of a sentence."""
    assert bare_arxiv(text) == "2406.00135"


@pytest.mark.parametrize(
    "text",
    [
        *("math.GT/0309136", "math/0309136", "math.GT/0309136v2", "MATH/0309136"),
        *("https://arxiv.org/abs/math.GT/0309136", "https://arxiv.org/pdf/math/0309136v1.pdf"),
        *("https://arxiv.org/abs/math%2F0309136", "10.48550/arXiv.math.GT/0309136"),
        "http://xxx.lanl.gov/abs/math.GT/0309136",
    ],
)
def test_old_id_has_no_subject(text: str) -> None:
    """The subject was no part of it, and arXiv writes it no more."""
    assert bare_arxiv(text) == "math/0309136"


@pytest.mark.parametrize("text", ["0704.0001", "1412.9999", "1501.00001", "9912.00001"])
def test_ids_that_there_may_be(text: str) -> None:
    """Four digits up to December 2014, five from then on."""
    assert bare_arxiv(text) == text


@pytest.mark.parametrize(
    "text",
    [
        *("2411.0001", "2513.00010", "2500.00010", "1501.0001", "1412.00001", "0703.0001"),
        *("math/0313136", "math/0300136", "math/5001001", "https://arxiv.org/abs/2411.0001"),
        *("https://notarxiv.org/abs/2406.00135", "https://example.org/arxiv.org/abs/2406.00135"),
    ],
)
def test_ids_that_there_cannot_be(text: str) -> None:
    """No month 0 or 13, no zero lost to a spreadsheet, no other host."""
    assert bare_arxiv(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        *(f"{DOI}.", f"{DOI},", f"{DOI})", f"({DOI})", f"{DOI};", f'"{DOI}"', f"{DOI}。"),
        *(f"https://doi.org/{DOI}?casa_token=abc", f"https://doi.org/{DOI}#sec2", f"<{DOI}>"),
        *("https://doi.org/10.5555%2F3292500.3330701", "10.5555%2F3292500.3330701"),
        *(f"{DOI}?ref=x", f"{DOI}&domain=pdf", f"https://www.doi.org/{DOI}", f"doi {DOI}"),
        *(f"https://dl.acm.org/doi/{DOI}", f"https://dl.acm.org/doi/abs/{DOI}?download=true"),
        *(f"https://doi.acm.org/{DOI}", f"urn:doi:{DOI}", f"info:doi/{DOI}"),
        *(
            f"https://link.springer.com/article/{DOI}",
            f"https://link.springer.com/content/pdf/{DOI}.pdf",
        ),
        *(f"https://www.biorxiv.org/content/{DOI}v2.full.pdf", f"https://a.org/doi/{DOI}/full"),
        "https://journals.plos.org/plosone/article?id=10.5555%2F3292500.3330701",
    ],
)
def test_doi_without_what_stood_behind_it(text: str) -> None:
    """The end of a sentence, parameters, signs that were escaped, and publishers' pages."""
    assert bare_doi(text) == DOI


@pytest.mark.parametrize(
    "doi",
    [
        *("10.3319/TAO.2009.05.25.02(IWNOP)", "10.1016/0370-2693(82)91177-3"),
        *(
            "10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-#",
            "10.1890/87[1:TSOMOC]2.0",
        ),
        *("10.1000/a&b", "10.1000/a?b"),
    ],
)
def test_signs_of_a_doi_stay(doi: str) -> None:
    """Brackets that pair, and the checksum of the old form."""
    assert bare_doi(doi) == doi


def test_same_paper_has_the_same_keys_by_any_of_its_ids() -> None:
    """An id with its subject, as a DOI and bare."""
    keys = same_keys("", "math/0309136", "")
    assert same_keys("", bare_arxiv("math.GT/0309136v1"), "") == keys
    assert same_keys("", "", "10.48550/arXiv.math.GT/0309136") == keys
    assert same_keys("", "", bare_doi(f"https://doi.org/{DOI}.")) == (f"DOI {DOI}",)


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        (("2510.00001", ""), ("2510.00002", ""), True),
        (("", "10.1000/a"), ("", "10.1000/b"), True),
        (("2510.00001", "10.1000/a"), ("", "10.1000/b"), True),
        (("2510.00001", ""), ("", "10.1000/b"), False),
        (("2510.00001", ""), ("", ""), False),
    ],
)
def test_ids_differ_where_they_are_of_one_kind(
    one: tuple[str, str], other: tuple[str, str], *, differ: bool
) -> None:
    """A preprint and what it became have ids of two kinds, and are one paper."""
    assert ids_differ(same_keys("T", *one), same_keys("T", *other)) is differ


@pytest.mark.parametrize(
    "text",
    [
        *("10.1000/" + ")" * 100_000, "10.1000/" + "a/" * 50_000, "https://" + "a." * 50_000),
        *("https://a/" + "doi/" * 30_000 + "10.1000/", "arxiv:" + "a-" * 50_000, "a." * 50_000),
        *("arxiv:2406.00135" + ".pdf" * 30_000 + "x", "10.1000/a" + "/full" * 30_000),
        "arxiv:2406.00135" + " " * 100_000 + "x",
    ],
)
def test_ids_are_sought_in_time_in_proportion(text: str) -> None:
    """Whatever an address is made of."""
    start = time.perf_counter()
    assert bare_arxiv(text) == ""
    bare_doi(text)
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("10.1000/a%2Fb", "10.1000/a/b"),
        ("https://doi.org/10.1000/a%c1", "10.1000/a%c1"),  # no letters of UTF-8
        ("10.1000/a%00b", ""),
        ("10.1000/a%E2%80%AEb", ""),
        ("10.1000/a\u202eb", ""),
        ("10.\u0661\u0660\u0660\u0660/a", ""),
    ],
)
def test_doi_holds_what_is_seen(text: str, found: str) -> None:
    """Percent signs are read where they stand for letters, and bring in nothing else."""
    assert bare_doi(text) == found


@given(
    st.lists(
        st.sampled_from(
            ["2406", "0704", "00135", "0013", ".", "/", "math", "v2", "?", "]", " ", "x"]
        )
    ).map("".join)
)
def test_id_by_itself_is_read_as_one_among_others(text: str) -> None:
    """The short cut for what most papers have gives what is found in a text that needs trimming."""
    assert bare_arxiv(text) == bare_arxiv(f" {text}, ")
