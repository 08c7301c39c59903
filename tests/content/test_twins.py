"""Two papers of one title are one work if an author of theirs is the same person."""

from __future__ import annotations

import pytest

from broadsheet.content.identifiers import same_keys
from broadsheet.content.twins import Told, Works, apart_of, share_author


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ("Ada Lovelace", "Ada Lovelace", True),
        ("Ada Lovelace\nGrace Hopper", "Emmy Noether\nGrace Hopper", True),
        ("Ada Lovelace", "Grace Hopper", False),
        ("ADA LOVELACE", "Ada Lovelace", True),
        ("A. Lovelace", "Ada Lovelace", True),
        ("A. K. Lovelace", "A. Lovelace", True),
        ("Ada Lovelace", "A. Lovelace", True),
        ("B. Lovelace", "Ada Lovelace", False),
        ("Anna Lovelace", "Ada Lovelace", False),
        ("李明", "李明华", False),
        ("王 明", "王 明华", False),
        ("Reef Consortium", "Reef Consortium", True),
        ("", "Ada Lovelace", True),
        ("", "", True),
    ],
)
def test_author_is_shared_by_the_whole_name_or_by_initials(
    one: str, other: str, *, shared: bool
) -> None:
    """Where a paper has no author that is known, nothing speaks against it."""
    assert share_author(one, other) is shared
    assert share_author(other, one) is shared


def work(  # noqa: PLR0913 - what may tell works apart
    path: str,
    title: str = "Introduction",
    named: str = "Ada Lovelace",
    published: str = "2025-06-01",
    *,
    url: str = "",
    arxiv: str = "",
    doi: str = "",
) -> Told:
    """Return a work."""
    return Told(path, same_keys(title, arxiv, doi), named, apart_of(published, url))


@pytest.mark.parametrize(
    ("other", "apart"),
    [
        (work("b"), ""),
        (work("b", "INTRODUCTION!"), ""),
        (work("b", published="2025"), ""),
        (work("b", doi="10.1000/b"), ""),
        (work("b", url="https://www.example.org/a/"), ""),
        (work("b", url="https://example.org/b"), "addresses"),
        (work("b", published="2024-06-01"), "years"),
        (work("b", published=""), ""),
        (work("b", arxiv="2406.00001", published="2024-06-01"), ""),  # its preprint
        (work("b", arxiv="1006.00001", published="2010-06-01"), "years"),
        (work("b", arxiv="2406.00001"), ""),
    ],
)
def test_title_and_author_make_one_work_unless_something_tells_them_apart(
    other: Told, apart: str
) -> None:
    """A preprint and its publication are of one author and may be of two years."""
    there = work("a", url="https://example.org/a")
    assert Works([there]).with_title(other) == (there, apart)


def test_ids_of_one_kind_tell_works_apart() -> None:
    """Two DOIs are those of two papers, or of one that was registered twice."""
    there = work("a", doi="10.1000/a")
    works = Works([there])
    assert works.with_title(work("b", doi="10.1000/b")) == (there, "ids")
    assert works.with_title(work("b", arxiv="2406.00001")) == (there, "")


def test_works_of_one_title_and_other_authors_are_others() -> None:
    """Whatever stands between them in the list."""
    works = Works([work("a"), work("b", named="Grace Hopper")])
    assert works.with_title(work("c", named="Emmy Noether")) is None
    found = works.with_title(work("c", named="Emmy Noether\nGrace Hopper"))
    assert found == (work("b", named="Grace Hopper"), "")


def test_work_that_nothing_tells_apart_is_found_behind_others() -> None:
    """An editor writes an editorial each year: the second of a year is the one that counts."""
    works = Works([work(str(year), published=str(year)) for year in range(2000, 2010)])
    found = works.with_title(work("again", published="2007"))
    assert found == (work("2007", published="2007"), "")
