"""Formulas as plain text: whole and with their meaning kept, or else their TeX."""

from __future__ import annotations

import re
import time
import xml.etree.ElementTree as ET
from itertools import product
from typing import TYPE_CHECKING
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st
from latex2mathml import commands, converter
from latex2mathml.symbols_parser import SYMBOLS

from broadsheet.text.inline import prose_plain, title_plain
from broadsheet.text.markdown import math_in_markdown, render_markdown
from broadsheet.text.maths import has_plain_form, split_math, to_mathml, to_plain

if TYPE_CHECKING:
    from collections.abc import Iterable

FORMULAS = [
    # fractions and roots
    (r"\tfrac{1}{2}", "1/2"),
    (r"\dfrac{2}{3}", "2/3"),
    (r"\frac{1}{n+1}", "1/(n + 1)"),
    (r"\frac{a+b}{n+1}", "(a + b)/(n + 1)"),
    (r"\frac12 x", "(1/2)x"),
    (r"2\frac12", "2 1/2"),
    (r"x\frac12", "x(1/2)"),
    (r"x/\frac ab", "x/(a/b)"),
    (r"\frac{\frac ab}{c}", "(a/b)/c"),
    (r"\frac{2k}{3n}", "2k/(3n)"),
    (r"\frac{1}{2\pi}", "1/(2π)"),
    (r"\frac{\log n}{n}", "(log n)/n"),
    (r"\log\frac{a}{b}", "log(a/b)"),
    (r"\frac{1}{2}\log n", "(1/2) log n"),
    (r"\frac{1}{\sqrt n}", "1/√n"),
    (r"\frac{\sqrt 2}{2}", "(√2)/2"),
    (r"\sqrt{s} = 13\,\text{TeV}", "√s = 13 TeV"),
    (r"\sqrt{x^2+y^2}", "√(x² + y²)"),
    (r"\sqrt x y", "(√x)y"),
    (r"\sqrt{xy}", "√(xy)"),
    (r"\sqrt[3]{n}", "∛n"),
    (r"\sqrt[4]{n+1}", "∜(n + 1)"),
    (r"\sqrt12", "(√1)2"),
    (r"\binom{n}{k}", "(n choose k)"),
    (r"\binom{n+1}{k}^2", "(n + 1 choose k)²"),
    (r"{n \choose 2} - 1", "(n choose 2) − 1"),
    # scripts
    (r"10^{-6}", "10⁻⁶"),
    (r"5\times 10^{-3}", "5 × 10⁻³"),
    (r"{}^{14}C", "¹⁴C"),
    (r"\mathrm{CO}_2", "CO₂"),
    (r"90^\circ", "90°"),
    (r"x^{k+\varepsilon}", "x^(k+ε)"),
    (r"x_{i,j}", "x_(i,j)"),
    (r"x_b y", "x_b y"),
    (r"x_{by}", "x_by"),
    (r"x^{2k}_{i,j}", "x_(i,j)^(2k)"),
    (r"x_{n_k}", "x_(nₖ)"),
    (r"e^{-x^2/2}", "e^(−x²/2)"),
    (r"n^{1/2}", "n^(1/2)"),
    (r"L_{\text{CE}}", "L_CE"),
    (r"f'(x) + f''(x)", "f′(x) + f″(x)"),
    (r"(a+b)^2", "(a + b)²"),
    (r"{(a+b)(c+d)}^2", "((a + b)(c + d))²"),
    (r"\left(\frac12\right)^n", "(1/2)ⁿ"),
    (r"\|x-y\|_2^2", "‖x − y‖₂²"),
    (r"B\to K^{*}\mu^+\mu^-", "B → K^* μ⁺μ⁻"),
    (r"\mathbf{x}^\top\mathbf{y}", "𝐱^⊤ 𝐲"),
    # operators, and what stands below them
    (r"\arg\max_\theta f(\theta)", "arg max_θ f(θ)"),
    (r"\arg z", "arg z"),
    (r"\operatorname*{arg\,max}_x g", "arg max_x g"),
    (r"\operatorname*{arg\,min}_{w \in W} L(w)", "arg min_(w∈W) L(w)"),
    (r"\mathop{\rm argmin}_w L", "argmin_w L"),
    (r"\operatorname{softmax}(x)", "softmax(x)"),
    (r"\operatorname{Var} X", "Var X"),
    (r"\operatorname{top-k}", "top-k"),
    (r"\lim_{n\to\infty} a_n", "lim_(n→∞) aₙ"),
    (r"\sum_{i=1}^n x_i", "∑_(i=1)^n xᵢ"),
    (r"\prod\limits_{i<j} x_{ij}", "∏_(i<j) xᵢⱼ"),
    (r"\int_0^1 f(x)\,dx", "∫_0^1 f(x) dx"),
    (r"\Pr[X] \ge \tfrac12", "Pr[X] ≥ 1/2"),
    (r"\det A \ne 0", "det A ≠ 0"),
    (r"\gcd(a,b)", "gcd(a, b)"),
    (r"a \bmod p", "a mod p"),
    (r"a \equiv b \pmod{p}", "a ≡ b (mod p)"),
    (r"n\log^2 n", "n log² n"),
    (r"\max\{a,b\}", "max{a, b}"),
    # accents
    (r"p\overline{p}", "pp\u0305"),
    (r"\overline{AB}", "A\u0305B\u0305"),
    (r"\bar{x}", "x\u0304"),
    (r"\widetilde{O}(n)", "Õ(n)"),
    (r"\tilde{\mathcal{O}}(\sqrt{T})", "𝒪\u0303(√T)"),
    (r"\hat{y}_i", "ŷᵢ"),
    (r"\vec v\cdot\vec w", "v\u20d7 · w\u20d7"),
    (r"\dot x", "ẋ"),
    # relations, signs, brackets
    (r"x \ne y", "x ≠ y"),
    (r"x \not\equiv y", "x ≢ y"),
    (r"a \not= b", "a ≠ b"),
    (r"|x|-|y|", "|x| − |y|"),
    (r"|{-x}|", "|−x|"),
    (r"\|x\|", "‖x‖"),
    (r"\lVert x \rVert_\infty", "‖x‖_∞"),
    (r"\{x \mid x > 0\}", "{x ∣ x > 0}"),
    (r"\lfloor n/2 \rfloor", "⌊n/2⌋"),
    (r"f\colon X \to \mathbb{R}^d", "f : X → ℝᵈ"),
    (r"\mathbb{E}_{x\sim p}[f(x)]", "𝔼_(x~p)[f(x)]"),
    (r"\mathbb{RP}^2", "ℝℙ²"),
    (r"D_{\mathrm{KL}}(p\|q)", "D_KL(p‖q)"),
    (r"x = -1", "x = −1"),
    (r"12.3\pm 0.4", "12.3 ± 0.4"),
    (r"\sim 10", "~10"),
    (r"3\times", "3×"),
    (r"1{,}000", "1,000"),
    (r"10\,000", "10 000"),
    (r"x_1,\dots,x_n", "x₁, …, xₙ"),
    (r"\ket{\psi}", "∣ψ⟩"),
    (r"50%", "50%"),
    (r"95\%", "95%"),
    (r"\forall x \in S", "∀x ∈ S"),
    (r"x \text{ if } y", "x if y"),
    (r"x = 1 \tag{2}", "x = 1 (2)"),
]

KEPT = [
    r"\sqrt[5]{n}",
    r"\begin{pmatrix}a & b\end{pmatrix}",
    r"\begin{cases}a\\b\end{cases}",
    r"a \\ b",
    r"\phantom{a}b",
    r"\boxed{a}",
    r"\cancel{a}b",
    r"\color{red}x",
    r"\textcolor{red}{x}",
    r"\xrightarrow{d}",
    r"\overset{!}{=}",
    r"\stackrel{d}{\to}",
    r"\underbrace{a+b}_{c}",
    r"\widehat{xy}",
    r"\overline{a+b}",
    r"\mathcal{\Gamma}\mathfrak{1}",
    r"{a \atop b}",
    r"{n \brack k}",
    r"x^2{}^3",
    r"\mathrlap{/}D",
    r"\LaTeX",
    r"\raise{2pt}{x}",
    r"\ovhook x",
    r"\nosuch{x}",
]


@pytest.mark.parametrize(("tex", "expected"), FORMULAS)
def test_formula_is_said_on_a_line(tex: str, expected: str) -> None:
    """What has a form in plain text is whole in it."""
    assert normalize("NFC", to_plain(tex)) == normalize("NFC", expected)


@pytest.mark.parametrize("tex", KEPT)
def test_what_has_no_plain_form_stays_tex(tex: str) -> None:
    """Nothing is converted by half: the source stands between dollar signs, and one can ask."""
    assert to_plain(tex) == f"${tex}$"
    assert not has_plain_form(tex)


# The signs over and under letters, as MathML has them, and as marks of the letters.
OVER = {"^": "\u0302", "~": "\u0303", "¯": "\u0304", "˙": "\u0307", "¨": "\u0308", "´": "\u0301"}
OVER |= {"`": "\u0300", "˘": "\u0306", "ˇ": "\u030c", "˚": "\u030a", "\u20db": "\u20db"}
OVER |= {"\u20dc": "\u20dc", "→": "\u20d7", "←": "\u20d6", "↔": "\u20e1", "―": "\u0305"}

MARKED = re.compile(".[\u0300-\u036f\u20d0-\u20ff]*")  # a letter with its marks


def spelt(element: ET.Element) -> str:
    """Return the signs of MathML in order, with those that plain text has in place of layout."""
    parts = [spelt(child) for child in element]
    last = element[-1].text or "" if len(element) else ""
    if element.tag == "mover" and last in OVER:
        letters = MARKED.findall(parts[0])
        mark = "\u0305" if last == "¯" and len(letters) > 1 else OVER[last]
        return "".join(letter + mark for letter in letters)
    if element.tag == "munder" and last == "―":
        return "".join(f"{letter}\u0332" for letter in MARKED.findall(parts[0]))
    if element.tag == "mpadded" and parts == ["⧸"]:
        return "\ue000"
    if element.tag == "mroot":
        return {"2": "√", "3": "∛", "4": "∜"}.get(parts[1], "no sign") + parts[0]
    if element.tag == "mfrac":
        is_choice = (element.get("linethickness") or "1")[0] == "0"
        return ("choose" if is_choice else "/").join(parts)
    return ("√" if element.tag == "msqrt" else element.text or "") + "".join(parts)


def signs(text: str) -> str:
    """Return the letters, digits and signs of a text, without alphabets, levels and brackets."""
    text = re.sub("\ue000(.)", "\\1\u0338", text).replace("°", "∘")
    text = re.sub("[\u200b\u2061-\u2064]", "", text)
    return re.sub(r"[()^_\s]", "", normalize("NFKD", re.sub("[´¯¨˘˙˚]", "", text)))


TABLES: list[Iterable[str]] = [commands.CONVERSION_MAP, commands.FUNCTIONS, commands.DIACRITICS]
TABLES += [commands.GLOBAL_FONTS, commands.LOCAL_FONTS, commands.BIG_OPEN_CLOSE, commands.MATRICES]
TABLES += [commands.COMMANDS_WITH_ONE_PARAMETER, commands.COMMANDS_WITH_TWO_PARAMETERS, SYMBOLS]
TABLES += [commands.EXTENSIBLE_ARROWS, converter.MOVABLE_LIMIT_TEXTS, converter.OPERATORS]
NAMED = [one for one in vars(commands).values() if isinstance(one, str) and one[:1] == "\\"]
COMMANDS = sorted({*(name for table in TABLES for name in table if name), *NAMED})
PATTERNS = ["{0}", "a{0} b", "{0}{{a}}", "{0}{{ab}}{{c}}", "{0}ab", "x_{{{0} a}}", "x^{{{0}}}"]
PATTERNS += ["{0}_1^2", "{0}[3]{{a}}", "{0}(a)b", r"\frac{{a{0} b}}{{c}}", r"{0}{{\frac12}}c"]


def test_commands_are_those_that_the_library_knows() -> None:
    """The tables are not empty, and hold what they are thought to hold."""
    assert len(COMMANDS) > 2500
    assert {r"\alpha", r"\tfrac", r"\Pr", r"\widetilde", r"\pmod", r"\xmapsto"} <= set(COMMANDS)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_plain_text_and_mathml_have_the_same_signs(pattern: str) -> None:
    """Whatever command it is: letters, digits and signs, in order; or else the TeX stays."""
    for command in COMMANDS:
        tex = pattern.format(command)
        plain = to_plain(tex)
        if plain != f"${tex}$":
            mathml = to_mathml(tex)
            assert mathml is not None
            root = ET.fromstring(mathml)
            assert (tex, signs(plain)) == (tex, signs(spelt(root)))
            assert plain == " ".join(plain.split())


def test_most_signs_have_a_plain_form() -> None:
    """Of the signs that the library knows, all but marks of letters stand as themselves."""
    kept = [name for name in SYMBOLS if not has_plain_form(f"a{name} b")]
    assert len(kept) < len(SYMBOLS) / 10


SIMPLE = ["a", "2", "bc", r"\beta"]
JOINED = ["{0}{1}", "{0}+{1}", r"\frac{{{0}}}{{{1}}}", r"\sqrt{{{0}}}{1}", r"\log{0}{1}"]
JOINED += ["{{{0}}}^{{{1}}}", "{{{0}}}_{{{1}}}", r"\sum_{{{0}}}{1}"]


def shown(tex: str) -> str:
    """Return what one sees of a formula: its MathML without the elements that only group."""
    seen = re.sub(r"<math[^>]*>|</?mrow>|(?<=\d)</mn><mn>", "", to_mathml(tex) or tex)
    seen = re.sub(r"<mn>(\d+)</mn>(<msu[bp]>)<mn>", r"\2<mn>\1", seen)  # digits side by side
    letters = r"(<msu[bp]>)(<mi>\w</mi>)(?=<mi>\w</mi><m[in]>\w</m[in]></msu[bp]>)"
    return re.sub(letters, r"\2\1", seen)  # of a group of letters, the last one has the script


def test_formulas_that_look_different_read_differently() -> None:
    """No two formulas have the same plain text, but where the page shows them alike, too."""
    inner = [form.format(*pair) for form in JOINED for pair in product(SIMPLE[:2], repeat=2)]
    outer = [form.format(*pair) for form in JOINED for pair in product(inner, ["a", "2"])]
    outer += [form.format(*pair) for form in JOINED for pair in product(["a", "2"], inner)]
    seen: dict[str, set[str]] = {}
    for tex in [*inner, *outer]:
        seen.setdefault(to_plain(tex), set()).add(tex)
    alike = {plain: texs for plain, texs in seen.items() if len(set(map(shown, texs))) > 1}
    assert alike == {}


@given(st.lists(st.sampled_from([*COMMANDS, *"ab12{}[]()^_'+=|<> &%"]), max_size=12))
def test_any_formula_is_whole_or_its_source(parts: list[str]) -> None:
    """Commands in any disorder raise nothing, lose nothing and add nothing."""
    tex = " ".join(parts)
    plain = to_plain(tex)
    if plain != f"${tex}$":
        assert signs(plain) == signs(spelt(ET.fromstring(to_mathml(tex) or "")))


@pytest.mark.parametrize(
    "tex",
    [
        "{" * 10_000 + "x" + "}" * 10_000,
        r"\frac{" * 500 + "x" + "}{y}" * 500,
        "x" + "^{x" * 100 + "}" * 100,
        r"\sqrt{" * 100 + "x" + "}" * 100,
        r"\hat{" * 100 + "x" + "}" * 100,
        "x_" * 5_000,
        "|" * 2_000,
    ],
    ids=["braces", "fractions", "scripts", "roots", "hats", "subscripts", "bars"],
)
def test_hostile_nesting_stays_its_source_at_once(tex: str) -> None:
    """A formula that nobody could read takes no time and no stack."""
    begun = time.perf_counter()
    assert to_plain(tex).replace(" ", "") in (f"${tex}$".replace(" ", ""), tex)
    assert time.perf_counter() - begun < 5


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (
            r"\arg\max_\theta f",
            '<munder><mo movablelimits="true">arg\u2009max</mo><mi>θ</mi></munder><mi>f</mi>',
        ),
        (r"\arg z", "<mo>arg</mo><mi>z</mi>"),
        (
            r"\operatorname*{arg\,max}_x g",
            '<munder><mo movablelimits="true">arg\u2009max</mo><mi>x</mi></munder><mi>g</mi>',
        ),
        (
            r"\operatorname*{argmax}_x g",
            '<munder><mo movablelimits="true">argmax</mo><mi>x</mi></munder><mi>g</mi>',
        ),
        (r"\operatorname{Tr} A", "<mo>Tr</mo><mi>A</mi>"),
        (r"\operatorname{\mathrm{Tr}} A", "<mo>Tr</mo><mi>A</mi>"),
        (r"\mathop{\mathrm{Tr}} A", '<mo movablelimits="true">Tr</mo><mi>A</mi>'),
        (r"\sqrt12", "<msqrt><mrow><mn>1</mn></mrow></msqrt><mn>2</mn>"),
        (r"a \mathrel{\|} b", '<mi>a</mi><mrow><mo fence="false" stretchy="false">‖</mo></mrow>'),
        ("5% of", "<mn>5</mn><mi>%</mi><mi>o</mi><mi>f</mi>"),
    ],
)
def test_mathml_where_the_library_lacks_a_command(tex: str, expected: str) -> None:
    """A few commands are rewritten before they are converted."""
    made = to_mathml(tex)
    assert made is not None
    assert expected in re.sub(r"&#x0*([0-9A-F]+);", lambda code: chr(int(code[1], 16)), made)


@pytest.mark.parametrize("tex", [r"\mathop{a\frac}", r"x^\frac12^3", r"\hat", r"x_\sqrt"])
def test_mathml_with_a_missing_part_is_none(tex: str) -> None:
    """A browser would show an error, or nothing."""
    assert to_mathml(tex) is None


def test_two_dollar_signs_within_a_line_are_a_formula() -> None:
    """No dollar sign stays round it, in whichever text it stands."""
    text = r"The sum $$\sum_i x_i$$ and $$ y^2 $$ here."
    assert list(split_math("A $$x$$ b")) == [("A ", False), ("x", True), (" b", False)]
    assert prose_plain(text) == "The sum ∑_i xᵢ and y² here."
    assert title_plain("On $$n^2$$") == "On n²"
    assert math_in_markdown(text) == [r"\sum_i x_i", "y^2"]
    made = render_markdown(text)
    assert "$" not in re.sub(r"<math.*?</math>", "", made)
    assert made.count("<math") == 2


@pytest.mark.parametrize(
    "text", ["from $$ to $$$", "in $$ or $$ places", r"\$$5 and $$6", "`$$x$$`"]
)
def test_two_dollar_signs_that_may_be_money_are_text(text: str) -> None:
    """Prices in signs, and what stands in code, are no formulas."""
    assert math_in_markdown(text) == []
