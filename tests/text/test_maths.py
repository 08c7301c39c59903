"""Formulas and money between the same signs."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.text import maths
from broadsheet.text.inline import title_html, title_plain

PIECES = [*"ab1^_{}\\&<>\"'#%~ ", r"\frac", r"\left(", r"\begin{matrix}", r"\sqrt[", r"\text{"]
texs = st.lists(st.sampled_from(PIECES), max_size=20).map("".join)


@pytest.mark.parametrize(
    "text",
    [
        *("under $0.1", "$25 and $30", "from $5-$10", "US$ 3 or A$ 4", "a $ b $ c", "$x$5"),
        *("$", "$$", "no sign at all", "$5,000 to $6,000 a month"),
    ],
)
def test_money_is_text(text: str) -> None:
    """A dollar sign that does not close as a formula is a dollar sign."""
    assert list(maths.split_math(text)) == [(text, False)]


def test_money_beside_a_formula() -> None:
    """Both stand in one text."""
    assert list(maths.split_math("$1 Million $x^2$")) == [("$1 Million ", False), ("x^2", True)]


@pytest.mark.parametrize("end", ["2024", "3", "²", "٣", "\\"])
def test_formula_at_the_beginning_is_one_whatever_stands_at_the_end(end: str) -> None:
    """What is before it is nothing."""
    assert list(maths.split_math(f"$k$-means by {end}")) == [
        ("k", True),
        (f"-means by {end}", False),
    ]


def test_digits_between_dollars_are_a_formula() -> None:
    """Dollarmath's rule: `$5$` opens and closes without a space inside or a digit outside."""
    assert list(maths.split_math("$5$")) == [("5", True)]


def test_escaped_dollar_is_a_dollar() -> None:
    r"""Who wants to be sure writes `\$`."""
    assert list(maths.split_math(r"\$5 and $x$")) == [("$5 and ", False), ("x", True)]


@given(st.text("ab$\\ 5_*`<&[]\n", max_size=40).filter(lambda text: r"\\" not in text))
def test_no_letter_of_a_text_is_lost(text: str) -> None:
    """Parts and formulas together are the text, but for backslashes, dollar signs and spaces."""
    parts = [part for part, _ in maths.split_math(text)]
    assert re.sub(r"[\\$\s]", "", "".join(parts)) == re.sub(r"[\\$\s]", "", text)


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        ("R^3", "R³"),
        ("x_{10}", "x₁₀"),
        (r"\alpha_t", "αₜ"),
        ("^3", "³"),
        (r"\mathcal{O}(n^2)", "𝒪(n²)"),
        (r"\mathbb{R}", "ℝ"),
        (r"x \in S", "x ∈ S"),
        (r"\le 5\%", "≤ 5%"),
    ],
)
def test_formula_as_plain_unicode(tex: str, expected: str) -> None:
    """Titles of windows and of RSS items hold no TeX."""
    assert maths.to_plain(tex) == expected


def test_plain_keeps_what_cannot_be_converted() -> None:
    """An unknown command stays readable as its source."""
    assert title_plain(r"A $\nosuch{x}$ in $R^3$") == r"A $\nosuch{x}$ in R³"


def test_mathml_carries_its_source() -> None:
    """MathML of an xhtml feed keeps the TeX in alttext, escaped."""
    made = maths.to_mathml('a < "b"')
    assert made is not None
    assert ET.fromstring(made).get("alttext") == 'a < "b"'


def test_html_escapes_text_and_sets_formulas() -> None:
    """What a contributor wrote is text; what converts is MathML."""
    made = title_html("<b> & $x$")
    assert made.startswith("&lt;b&gt; &amp; <math")
    assert "<mi>x</mi>" in made


def test_html_shows_source_of_what_cannot_be_converted() -> None:
    """The formula stands in dollar signs, as code."""
    assert title_html(r"$\nosuch<$") == r"<code>$\nosuch&lt;$</code>"


@pytest.mark.parametrize(
    "tex",
    [
        r"\text{<script>alert(1)</script>}",
        r"\text{</math><img src=x onerror=alert(1)>}",
        r"\text{<!--><script>alert(1)</script>-->}",
        r"\text{<![CDATA[<script>alert(1)</script>]]>}",
        r"\href{javascript:alert(1)}{x}",
        r"\style{position:fixed}{x}",
        r"\class{status}{x}",
        "a & b",
    ],
)
def test_formula_brings_no_markup_into_a_page(tex: str) -> None:
    """What the converter would let through stays source: escaped, in code."""
    escaped = tex.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert title_html(f"${tex}$") == f"<code>${escaped}$</code>"


@pytest.mark.parametrize("tex", [r"\text{if } x < y", r"\begin{matrix}a & b\end{matrix}", "a'_1"])
def test_signs_that_markup_has_too_are_fine_in_a_formula(tex: str) -> None:
    """Comparisons, columns and primes convert."""
    assert maths.to_mathml(tex) is not None


@given(texs)
def test_any_tex_gives_well_formed_mathml_or_none(tex: str) -> None:
    """No formula raises, and none breaks an xhtml feed."""
    made = maths.to_mathml(tex)
    assert made is None or ET.fromstring(made).get("alttext") is not None


@given(texs)
def test_any_formula_shows_something_in_plain_text(tex: str) -> None:
    """No formula raises, and one with a letter in it never vanishes from a title."""
    assert "a" not in tex or maths.to_plain(tex).strip()


def test_deep_tex_is_not_converted() -> None:
    """A formula nested ten thousand deep stays its source, at once."""
    tex = "{" * 10000 + "x" + "}" * 10000
    assert maths.to_mathml(tex) is None
    assert title_plain(f"${tex}$") == f"${tex}$"
