"""What gets on a page is seen, and stays in its place: in Markdown, in titles, in formulas."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.adding.records import tidy
from broadsheet.text import inline, markdown
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
        ("a&#x2028;b &#8297;c", "<p>a b c</p>\n", "a b c"),
        ("*a&#x2066;*", "<p><em>a</em></p>\n", "a"),
        (
            '[a](https://e.org/ "t&#x202E;x")',
            '<p><a href="https://e.org/" title="tx">a</a></p>\n',
            "a",
        ),
        ("`a&#x202e;b`", "<p><code>a&amp;#x202e;b</code></p>\n", "a&#x202e;b"),
        ("می\u200cخواهم &zwnj;x", "<p>می\u200cخواهم x</p>\n", "می\u200cخواهم x"),
        ("&#x1F469;&zwj;&#x1F680;", "<p>👩\u200d🚀</p>\n", "👩\u200d🚀"),
        ("a&#xFFF9;b&#x3164;", "<p>ab</p>\n", "ab"),
        (
            "<https://e.org/%E2%80%AE>",
            '<p><a href="https://e.org/%E2%80%AE">https://e.org/</a></p>\n',
            "https://e.org/",
        ),
        ("```&#x202e;\na\n```", "<pre><code>a\n</code></pre>\n", "a"),
        ("```py\na\n```", '<pre><code class="language-py">a\n</code></pre>\n', "a"),
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
        ("[x](https://) [y](https:///a)", "[x](https://) [y](https:///a)"),
        ("[\u2800](https://e.org)", '<a href="https://e.org">\u2800https://e.org</a>'),
        ("[` `](https://e.org)", '<a href="https://e.org"><code> </code>https://e.org</a>'),
        (
            r"[$\,$](https://e.org)",
            (
                r'<a href="https://e.org"><math alttext="\,">'
                '<mrow><mspace width="0.167em" /></mrow></math>https://e.org</a>'
            ),
        ),
    ],
)
def test_links_are_seen_and_lead_somewhere(text: str, html: str) -> None:
    """One without a text shows its address; one to nothing is its text."""
    assert render_markdown(text) == f"<p>{html}</p>\n"
    if "&#" not in text:  # summaries read no references
        assert prose_html(text) == html


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("[](https://e.org) [a](https://e.org)", [("[](https://e.org)", "shows nothing")]),
        (r"[$\phantom{x}$](https://e.org)", [(r"[$\phantom{x}$](https://e.org)", "shows nothing")]),
        ("[$x$](https://e.org)", []),
        ("[a]() b [\\ ](https://e.org)", [("[a]()", "leads nowhere")]),
        (
            "[a](#b) [c](https://)",
            [("[a](#b)", "leads nowhere"), ("[c](https://)", "leads nowhere")],
        ),
        ("`[](https://e.org)` and f[x](y)", []),
    ],
)
def test_faults_of_links_are_found(text: str, faults: list[tuple[str, str]]) -> None:
    """Those that show nothing and those that lead nowhere, in an abstract and in a summary."""
    assert markdown.find_link_faults(text) == faults
    assert inline.find_link_faults(text) == faults


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
        r"\Huge{\Huge{x}}",
        r"\raise1em{\raise1em{x}}",
        r"\moveright 2em {x}",
        r"\kern-1em\kern-1em x",
        r"\rlap{over what follows}",
        r"\mathrlap{\text{over what follows}}",
        r"\smash{\rule{1em}{4em}}",
        r"\smash{\begin{matrix}a\\b\\c\end{matrix}}",
        r"\begin{matrix}" + r"a\\" * 60 + r"\end{matrix}",
        r"\begin{matrix}" + "a&" * 60 + r"a\end{matrix}",
        r"\hat{" * 20 + "x" + "}" * 20,
        r"\overbrace{" * 20 + "x" + "}" * 20,
        r"\cfrac{1}{" * 20 + "x" + "}" * 20,
        "x^{" * 20 + "x" + "}" * 20,
        r"\text{\u3164}",
        r"\text{&#x3164;}",
        "a\ud800b",
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
        r"\Huge a\qquad b",
        r"\not= \rlap{/}D \smash{\hat{x}} \raise.3em{x}",
        r"A\xrightarrow{f}B\xrightarrow{g}C\xrightarrow{h}D\xrightarrow[n\to\infty]{d}0",
        r"\cfrac{1}{1+\cfrac{1}{1+\cfrac{1}{1+\cfrac{1}{1+x}}}}",
        r"\sqrt{1+\sqrt{1+\sqrt{1+\sqrt{1+x}}}}",
        r"\begin{align*}" + r"a&=b\\" * 20 + r"\end{align*}",
        r"\text{می" + "\u200c" + "خواهم}",
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
