"""What gets on a page is seen, and stays in its place: in Markdown, in titles, in formulas."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.adding.records import tidy
from broadsheet.text.inline import prose_html, title_html
from broadsheet.text.markdown import excerpt, render_markdown
from broadsheet.text.maths import to_mathml, to_plain
from broadsheet.text.plain import without_unseen

NEVER = re.compile("[\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff\u200b\u00ad\x00-\x08\x80-\x9f]")


@pytest.mark.parametrize(
    ("text", "html", "words"),
    [
        ("a &#x202E;b&#x202C; c", "<p>a b c</p>\n", "a b c"),
        ("a&#8203;b &shy;c&#xFEFF;", "<p>ab c</p>\n", "ab c"),
        ("a&#x2028;b &#8297;c", "<p>ab c</p>\n", "ab c"),
        ("*a&#x2066;*", "<p><em>a</em></p>\n", "a"),
        (
            '[a](https://e.org/ "t&#x202E;x")',
            '<p><a href="https://e.org/" title="tx">a</a></p>\n',
            "a",
        ),
        ("`a&#x202e;b`", "<p><code>a&amp;#x202e;b</code></p>\n", "a&#x202e;b"),
        ("می\u200cخواهم &zwnj;x", "<p>می\u200cخواهم x</p>\n", "می\u200cخواهم x"),
        ("&#x1F469;&zwj;&#x1F680;", "<p>👩\u200d🚀</p>\n", "👩\u200d🚀"),
    ],
)
def test_character_references_bring_in_nothing_unseen(text: str, html: str, words: str) -> None:
    """What the reader drops from a file does not come in by its number; joiners are meant."""
    assert render_markdown(text) == html
    assert excerpt(text) == words


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("[](https://e.org/a_b)", '<a href="https://e.org/a_b">https://e.org/a_b</a>'),
        ("[&#8203;](https://e.org)", '<a href="https://e.org">https://e.org</a>'),
        ("[ ](https://e.org)", '<a href="https://e.org"> https://e.org</a>'),
        ("![](https://e.org)", '!<a href="https://e.org">https://e.org</a>'),
        ("[x]() and [*y*]()", "x and <em>y</em>"),
        ("[x](#) [y](javascript:a)", "[x](#) [y](javascript:a)"),
        ("[x](https://e.org)", '<a href="https://e.org">x</a>'),
    ],
)
def test_links_are_seen_and_lead_somewhere(text: str, html: str) -> None:
    """One without a text shows its address; one to nothing is its text."""
    assert render_markdown(text) == f"<p>{html}</p>\n"
    if "&#" not in text:  # summaries read no references
        assert prose_html(text) == html


@pytest.mark.parametrize(
    "tex",
    [
        r"\rule{200em}{200em}",
        r"\rule{5em}{1em}",
        r"\rule{1cm}{20cm}",
        r"\hspace{-40em}x",
        r"\hspace{-2em}x",
        r"\hspace{100px}",
        r"x\!\!\!\!\!\!\!\!\!\!\!\!",
        r"\text{&#x202e;abc}",
        r"\unicode{x202E}",
        "a\u202eb",
        "a\x0bb",
        r"\text{a" + "\u2067" + "b}",
        "x^" * 1500 + "y",
        "{" * 400 + "x" + "}" * 400,
        "x+" * 1200,
    ],
)
def test_formula_that_leaves_its_place_stands_as_its_source(tex: str) -> None:
    """Lengths stay within a few em, and nothing in it is unseen; the source is escaped."""
    assert to_mathml(tex) is None
    assert to_plain(tex) == f"${tex}$"


@pytest.mark.parametrize(
    "tex",
    [
        r"a\,b\;c\quad d\qquad e",
        r"\int\!\!\!\int f",
        r"\hspace{1em}x\hspace{-0.2em}y",
        r"\Bigg( \frac{a}{b} \Bigg)",
        r"\rule{1em}{0.4pt}",
        r"\begin{pmatrix} a & b \\[0.5em] c & d \end{pmatrix}",
        r"\underbrace{a+b}_{n}",
        r"x^{y^{z^w}}",
        "50% of x",
    ],
)
def test_usual_formulas_are_set(tex: str) -> None:
    """Spaces, brackets and rules of the usual sizes."""
    assert to_mathml(tex) is not None


def test_percent_sign_is_no_comment_in_a_line() -> None:
    """Behind it the line goes on; with another line below, it is one, as in TeX."""
    assert to_plain("p < 5%") == "p < 5%"
    assert to_plain("a % note\n+ b") == "a + b"


@given(st.text())
def test_no_text_gets_anything_unseen_on_a_page(text: str) -> None:
    """Whatever is written, by itself or by numbers, in Markdown, in a title, or imported."""
    read = without_unseen(text)
    numbers = "".join(f"&#{ord(sign)};" for sign in text)
    for html in (render_markdown(f"a {numbers} {read}"), title_html(read), prose_html(read)):
        assert NEVER.search(html) is None
    assert NEVER.search(tidy(text)) is None
