"""Plain text as Markdown, in the eyes of programs that read Markdown in their own ways."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin
from support import HARD

from broadsheet.text.escaping import escape_markdown, link_markdown

SIGNS = st.text(st.sampled_from("ab1 9.)*_[]()`<>$~&#!+-=|\\/:;é注\"'"), max_size=30)
HARDEST = [
    *HARD,
    *("# a", "1. a", "12) a", "- a", "+ a", "> a", "--- ", "***", "___", "~~~", "```", "=", "* a"),
    *(
        "<think>",
        "</think> <b>x</b>",
        "<!-- a -->",
        "&amp; &#36; &lt;",
        "a_b_c _d_ __e__",
        "![a](b)",
    ),
    *(
        "[a]: b",
        "$x$ and $$y$$",
        "~~gone~~ ~5%",
        r"\alpha \* \\",
        "`code`",
        "[^1]",
        "<https://a.example>",
    ),
]


def shown(text: str) -> BeautifulSoup:
    """Return what a program shows that takes HTML, formulas, tables and strokes for such."""
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    return BeautifulSoup(parser.use(dollarmath_plugin).render(text), "html.parser")


@pytest.mark.parametrize("text", HARDEST)
def test_text_is_shown_as_it_is(text: str) -> None:
    """As one paragraph without any markup."""
    page = shown(escape_markdown(text.strip()))
    assert [tag.name for tag in page()] == ["p"]
    assert page.get_text().strip() == text.strip()


@given(SIGNS)
@example("a_")
@example("&")
def test_any_text_is_shown_as_it_is(text: str) -> None:
    """Whatever signs stand together."""
    line = " ".join(text.split())
    page = shown(escape_markdown(line))
    assert {tag.name for tag in page()} <= {"p"}
    assert page.get_text().strip() == line


@given(SIGNS, st.sampled_from(["https://a.example/", "https://a.example/(b)<c> d\\"]))
def test_any_text_is_the_text_of_a_link(text: str, address: str) -> None:
    """In a heading, and it leads where it should."""
    line = " ".join(text.split())
    page = shown(f"## {link_markdown(line, address)}")
    assert [tag.name for tag in page()] == ["h2", "a"]
    assert page.get_text().strip() == line
    assert page.a is not None
    assert str(page.a["href"]).startswith("https://a.example/")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("at https://a.org/?x=1&y=2.", "at <https://a.org/?x=1&y=2>."),
        ("(https://a.org/_x_y_) *b*", "(<https://a.org/_x_y_>) \\*b\\*"),
        ("https://a.org/b, c_d", "https://a.org/b, c_d"),
    ],
)
def test_addresses_stay_whole(text: str, shown: str) -> None:
    """Programs take them from the text as it is."""
    assert escape_markdown(text) == shown


def test_words_stay_readable() -> None:
    """What means nothing in Markdown is not escaped."""
    for text in ("snake_case & co. (2024): 50% of C++, C#; a-b", "R&D 注意力 1.5"):
        assert escape_markdown(text) in (text, text.replace("&D", r"\&D"))
