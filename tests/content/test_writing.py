"""The canonical text of a paper: `check` reads it without a word, and gets the values back."""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import HARD, VALUES

from broadsheet.content.model import Discussion, Paper
from broadsheet.content.naming import find_fault
from broadsheet.content.papers import read_paper
from broadsheet.content.problems import errors
from broadsheet.content.writing import markdown_of, title_of, write_paper
from broadsheet.text.markdown import math_in_markdown, plain_markdown
from broadsheet.text.widths import columns

if TYPE_CHECKING:
    from broadsheet.content.problems import Problem

PATH = "2025/06/25/a-paper.md"


def read(text: str) -> tuple[Paper, list[Problem]]:
    """Read a paper's text as the reader does."""
    return read_paper(PATH, text.encode(), lambda _: None)


def test_text_is_this_to_the_byte() -> None:
    """Fields in their order, authors a line each, the summary as a block, the abstract below."""
    values = {
        **VALUES,
        "discussion": Discussion("https://e.org/d", 2),
        "code": "https://github.com/o/n",
        "venue": "Findings: ACL 2025",
    }
    text = write_paper(values, "An abstract.", {"published": "the source gives only the month"})
    assert text == (
        "---\n"
        'title: "A Paper"\n'
        "authors:\n"
        "  - Ada Lovelace\n"
        "  - Grace Hopper\n"
        "published: 2025-06-24  # the source gives only the month\n"
        'arxiv: "2506.00001"\n'
        'venue: "Findings: ACL 2025"\n'
        "code: https://github.com/o/n\n"
        "topics: [reasoning, vision]\n"
        "discussion: {url: https://e.org/d, comments: 2}\n"
        "summary: >-\n"
        "  What was done, and what was found.\n"
        "---\n"
        "An abstract.\n"
    )


@pytest.mark.parametrize("title", HARD)
def test_hard_texts_come_back(title: str) -> None:
    """Titles, names and summaries are read as they were, without a warning.

    Formulas in a venue are not read, nor is TeX outside of formulas: that is told, and imports
    bring none that they can read.
    """
    told = ("venue shows", "TeX is read in formulas alone")
    values = {**VALUES, "title": title, "authors": (title,), "summary": title, "venue": title}
    paper, problems = read(write_paper(values, "", {}))
    assert [one for one in problems if not one.message.startswith(told)] == []
    assert (paper.title, paper.authors, paper.summary, paper.venue) == (
        *(title, (title,), title, title),
    )


def _is_remark(message: str) -> bool:
    """Return whether a warning is of what a text says, and not of how it is written."""
    return re.search("cannot be set|as it stands|has a stray|stands twice", message) is not None


LETTERS = st.text(st.sampled_from(string.printable + "éñ中文ع’“”–\u0301"), min_size=1, max_size=80)


@given(LETTERS)
def test_any_text_comes_back(text: str) -> None:
    """Whatever a title and a name hold, once folded and composed, they are read as they were."""
    folded = " ".join(text.split()).replace("\x0b", "").replace("\x0c", "")
    folded = normalize("NFC", folded)
    if not folded:
        return
    name = " ".join(f"B {folded}".replace(";", "").split())
    written = (name, "") if find_fault(name, "") else name  # in a list it would be refused
    values = {**VALUES, "title": f"A {folded}", "authors": (written,)}
    paper, problems = read(write_paper(values, "", {}))
    assert errors(problems) == []
    assert not [one for one in problems if not _is_remark(one.message)]
    assert paper.title == f"A {folded}"
    assert paper.authors == (name,)


@given(st.lists(LETTERS, min_size=1, max_size=3))
def test_abstract_shows_the_words_that_came(parts: list[str]) -> None:
    """Markdown shows a plain text as it is: no list, no emphasis, no link, no formula of money."""
    paragraphs = [" ".join(part.split()) for part in parts]
    text = "\n\n".join(part for part in paragraphs if part)
    assert plain_markdown(markdown_of(text, money=True)) == " ".join(text.split())


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("# not a heading", "\\# not a heading"),
        ("1. not a list", "1\\. not a list"),
        ("*not* `code`", "\\*not\\* \\`code\\`"),
        ("<think> and &lt;", "\\<think> and \\&lt;"),
        ("[a](https://e.org) and [1]", "[a\\](https://e.org) and [1]"),
        ("snake_case and _this_", "snake_case and \\_this\\_"),
        ("$x_1 < y$ holds", "$x_1 < y$ holds"),
        ("from $5 to $10", "from $5 to $10"),
    ],
)
def test_only_what_markdown_would_read_is_escaped(text: str, markdown: str) -> None:
    """A file stays readable: signs that mean nothing where they stand are left alone."""
    assert markdown_of(text) == markdown


def test_long_abstract_is_cut_at_spaces_outside_of_formulas() -> None:
    """Lines have at most a hundred characters where a space allows it; no formula is cut."""
    text = "word " * 17 + "$a + b + c + d + e + f$ " + "- word " * 20
    lines = markdown_of(text).split("\n")
    assert len(lines) > 1
    assert max(map(len, lines)) <= 101
    assert any("$a + b + c + d + e + f$" in line for line in lines)
    assert plain_markdown("\n".join(lines)) == plain_markdown(" ".join(lines).replace("\\-", "-"))


def test_title_of_a_source_without_tex_has_no_formula() -> None:
    """Where every dollar sign is money, two of them are no formula."""
    assert title_of("Costs of $x and y$ more", money=True) == r"Costs of \$x and y\$ more"
    assert title_of("Earning $1 Million", money=True) == "Earning $1 Million"
    assert title_of("On $x$", money=False) == "On $x$"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("2*3*4 grid", r"2\*3\*4 grid"),
        ("On __init__ methods", r"On \_\_init\_\_ methods"),
        ("*x*", r"\*x\*"),
        (r"Of \* and *y*", r"Of \\\* and \*y\*"),
        (r"The A\$/US\$ rate", r"The A\$/US\$ rate"),
        (r"Costs \$x\$ and $y^2$", r"Costs \$x\$ and $y^2$"),
        ("A* search, D* Lite, snake_case and $x_i$", "A* search, D* Lite, snake_case and $x_i$"),
        (r"A \foo of C:\dir", r"A \foo of C:\dir"),
        ("Make $1 Million for 5$ or $6", "Make $1 Million for 5$ or $6"),
    ],
)
def test_title_of_plain_text_shows_it_unchanged(text: str, title: str) -> None:
    """Signs are shielded where they would be markup, and left alone elsewhere."""
    assert title_of(text) == title


CJK = "深海热液口微生物群落的长期观测与碳循环模型，"


@pytest.mark.parametrize(
    "text",
    [
        CJK * 8,
        "山田 太郎は深海 で zooplankton を観測した。" * 9,
        ("Mixed 深度学习 words and more 方法 here " * 6).strip(),
        ("한국어 문장은 띄어쓰기가 있다 " * 12).strip(),
        ("é " * 120).strip(),
    ],
)
def test_text_of_any_script_comes_back_from_its_lines(text: str) -> None:
    """Lines break between Chinese characters, and no space comes or goes by that."""
    written = write_paper({**VALUES, "summary": text}, markdown_of(text), {})
    paper, problems = read(written)
    assert problems == []
    assert paper.summary == text
    assert plain_markdown(paper.body) == text
    assert max(map(columns, written.split("\n"))) <= 100


MIXED = st.text(st.sampled_from("深学习のア한글aé ，。*_\\."), min_size=60, max_size=200)


@given(MIXED)
def test_any_mixture_of_scripts_comes_back(text: str) -> None:
    """Wherever the lines break, in the summary and in the abstract."""
    folded = f"A {' '.join(text.split())}"
    paper, _ = read(write_paper({**VALUES, "summary": folded}, markdown_of(folded), {}))
    assert paper.summary == folded
    assert plain_markdown(paper.body) == folded


def test_formula_is_kept_whole_in_any_script() -> None:
    """A line break in it would be a space to TeX."""
    tex = r"\text{深海热液口 a 微生物}"
    for before in range(30, 50):
        written = markdown_of(f"{'深' * before} ${tex}$ {'学' * 40}")
        assert math_in_markdown(written) == [tex]


def test_place_in_a_journal_comes_back() -> None:
    """Numbers stand in quotes, as every reader of YAML needs them; a year stays a year."""
    values = {
        **VALUES,
        "published": "2024",
        "language": "zh-Hans",
        "venue": "Journal of Tests",
        "type": "article",
        "volume": "012",
        "issue": "3-4",
        "pages": "101-117",
        "publisher": "Test Press: A Division",
    }
    text = write_paper(values, "", {})
    paper, problems = read(text)
    assert problems == []
    assert 'volume: "012"\nissue: "3-4"\npages: "101-117"\n' in text
    told = {name: getattr(paper, name) for name in values if name != "authors"}
    assert told == {name: value for name, value in values.items() if name != "authors"}


def test_names_in_parts_come_back() -> None:
    """A person's and a group's, as the file has them."""
    authors = ("Ada Lovelace", ("García Márquez", "Gabriel"), ("Reef Consortium", ""))
    paper, problems = read(write_paper({**VALUES, "authors": authors}, "", {}))
    assert problems == []
    assert paper.authors == ("Ada Lovelace", "Gabriel García Márquez", "Reef Consortium")
    assert paper.splits == (
        ("Gabriel García Márquez", "García Márquez", "Gabriel"),
        ("Reef Consortium", "Reef Consortium", ""),
    )
