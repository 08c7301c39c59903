"""Pages are numbers: what says that they are pages is a citation's to say."""

from __future__ import annotations

import pytest

from broadsheet.content.fixing import fix_paper
from broadsheet.content.pagination import bare_pages
from broadsheet.content.papers import read_paper


@pytest.mark.parametrize(
    ("written", "bare"),
    [
        ("pp. 3-5", "3-5"),
        ("pp.3–5", "3-5"),
        ("pp 3-5", "3-5"),
        ("pp3-5", "3-5"),
        ("P. 7", "7"),
        ("p. 7-p. 9", "7-9"),
        ("Pages 3-5", "3-5"),
        ("S. 115-129", "115-129"),
        ("S.115–129", "115-129"),
        ("S. 115 – S. 129", "115-129"),
        ("S. 115 ff.", "115 ff."),
        ("S. VII-XII", "VII-XII"),
        ("Seiten 3-5", "3-5"),
        ("pág. 12", "12"),
        ("págs. 12-14", "12-14"),
        ("стр. 3-5", "3-5"),
        ("с. 3-5", "3-5"),
        ("ss. 3-5", "3-5"),
        ("第3-5頁", "3-5"),
        ("第3页", "3"),
        ("3-5ページ", "3-5"),
        ("제3-5쪽", "3-5"),
    ],
)
def test_label_is_no_part_of_pages(written: str, bare: str) -> None:
    """In whatever language, before each number."""
    assert bare_pages(written) == bare


@pytest.mark.parametrize(
    "pages",
    [
        *("3-5", "S115-S129", "e0123456", "7", "101-117, 120", "L12", "P7", "p7", "xi-xx", "12A"),
        *("Art. 5", "Article 12", "fol. 3r", "250 S.", "250 p.", "250頁", "C 3-5", "s41586-020"),
        *("Civ. 3", "Supplement 2"),
    ],
)
def test_what_is_part_of_pages_stays(pages: str) -> None:
    """Pages of supplements, numbers of articles, and how many there are."""
    assert bare_pages(pages) == pages


PAPER = """---
title: A title
authors: [Ada Lovelace]
published: 2025-06-24
url: https://example.org/
pages: {}
summary: What was done.
---
"""


def test_label_draws_a_warning_and_is_mended() -> None:
    """It says what to write, and `check --fix` writes that; other pages stay as they are."""
    path = "2025/06/25/x.md"
    data = PAPER.format("S. 115–129").encode()
    paper, problems = read_paper(path, data, lambda _: None)
    assert paper.pages == "115-129"
    assert [(one.line, one.message, one.severity) for one in problems] == [
        (6, "pages is read as '115-129': write it so", "warning")
    ]
    assert fix_paper(path, data, ())[1].decode() == PAPER.format('"115-129"')
    good = PAPER.format("115–129").encode()
    assert fix_paper(path, good, ())[1] == good
