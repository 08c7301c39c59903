"""TeX in names, titles and abstracts: commands to characters, formulas as they are."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from broadsheet.text.tex import unread, untex


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (r"5 \textmu{}m, 1990\textendash{}2000", "5 µm, 1990–2000"),
        (
            r"Bose\textendash Einstein \textquotedblleft{}order\textquotedblright{}",
            "Bose–Einstein “order”",
        ),
        (r"O\textquoteright{}Hara", "O’Hara"),
        (r"p \textless{} 0.05, 20\textdegree{}C", "p < 0.05, 20°C"),
        (r"\textalpha{}-helix, \textregistered{} \texttimes{} 3", "α-helix, ® × 3"),
        (r"a \textbar{} b\textunderscore{}d\textellipsis{}", "a | b_d…"),
        (r"\guillemotleft{}oui\guillemotright{} \flqq{}non\frqq", "«oui» «non»"),
        (r"Ol\cprime{}ga, \'{\i}, \ng, {\DJ}or{\dj}e", "Olʹga, í, ŋ, Đorđe"),
        (r"{\OE}uvre, \ae sop, Stra\ss e, {\TH}or, {\aa}", "Œuvre, æsop, Straße, Þor, å"),
        (r"\textOmega{}\textbeta, \textonehalf, \texteuro 5", "Ωβ, ½, €5"),
        (r"a\,b\ c\\d\newline e\quad f", "a b c d e f"),
        (r"\alpha and \LaTeX\ is \emph{\textbf{bold}} {\em x}", "α and LaTeX is bold x"),
    ],
)
def test_commands_of_text_are_characters(typed: str, meant: str) -> None:
    """Whether empty braces, a space or nothing ends them."""
    for pidgin in (True, False):
        assert " ".join(untex(typed, pidgin=pidgin).split()) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (r"Nguy{\~{\^e}}n", "Nguyễn"),
        (r"Nguy\~{\^{e}}n", "Nguyễn"),
        (r"Nguy{\~\^e}n", "Nguyễn"),
        (r"Nguy{\^{\~e}}n", "Nguyễn"),
        (r"Vi{\d{\^e}}t", "Việt"),
        (r"Vi{\^{\d e}}t", "Việt"),
        (r"Th{\'\u a}ng", "Thắng"),
        (r"H{\~\ohorn}", "Hỡ"),
        (r"{\h{\uhorn}}", "ử"),
        (r"L{\'{\"u}} N{\"{\=u}} N{\v{\"u}}", "Lǘ Nǖ Nǚ"),
        (r"\={\~o} \'{\=e} \d{\.s}", "ȭ ḗ ṩ"),
        (r"{\textcommabelow S}erban \textcommabelow{t} \k{a} \c{c} \r u", "Șerban ț ą ç ů"),
        (r"\v{\i} \^{\j} \t{oo}", "ǐ ĵ o͡o"),
        (r"\soft{l} \polhk{a} \udot{h}", "ľ ą ḥ"),
        (r"\~{} \^{} don\'t \"quote\"", '~ ^ don\'t "quote"'),
    ],
)
def test_accents_compose_in_either_order(typed: str, meant: str) -> None:
    """One on another, in braces or not; what no letter has is a sign of its own."""
    assert untex(typed, pidgin=True) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (r"\ifmmode \check{Z}\else \v{Z}\fi{}eman", "Žeman"),
        (r"Mili\ifmmode \acute{c}\else \'{c}\fi{}", "Milić"),
        (r"\ifmmode\bar{o}\else\={o}\fi{} \ifmmode\pm\else\textpm\fi{}5", "ō ±5"),
        (r"K\char21{}T \char`\~ \char'176 \char233 \char8211{}", "K–T ~ ~ é –"),
        (r"{\symbol{21}}", "–"),
    ],
)
def test_what_aps_writes_is_read(typed: str, meant: str) -> None:
    """Of two ways to write a sign it is the one for text; characters have numbers of T1."""
    assert untex(typed, pidgin=True) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (r"10\textsuperscript{-3} and CO\textsubscript{2}", "10⁻³ and CO₂"),
        (r"Blue\textsuperscript{\tiny\textregistered} 1\textsuperscript{st}", "Blue® 1st"),
        (r"10\textsuperscript{k+\ensuremath{\epsilon}}", r"$10^{k+\epsilon}$"),
        (r"Ga_{2}O_{3} at 10^{-3}, In\_\{x\}Ga_{1-x}N", "Ga₂O₃ at 10⁻³, InₓGa₁₋ₓN"),
        (r"(11\=2) and (11\bar{2})", "(112̄) and (112̄)"),
        (r"T\textsubscript{c} of \ce{Li2CO3}", "$T_{c}$ of Li₂CO₃"),
        (r"\frac{1}{2}, \nicefrac{n+1}{2}, \sqrt{s}, \sqrt[3]{x+1}", "1/2, (n+1)/2, √s, ³√(x+1)"),
        (r"\ensuremath{\alpha} and \ensuremath{x^2}", "α and $x^2$"),
        (r"\[ E = mc^2 \] and \begin{equation}a_1\end{equation}", "$E = mc^2$ and $a_1$"),
    ],
)
def test_raised_and_lowered_text_keeps_its_place(typed: str, meant: str) -> None:
    """In Unicode, or as a formula; never as plain digits."""
    assert untex(typed, pidgin=True) == meant


@pytest.mark.parametrize(
    ("typed", "left", "commands"),
    [
        (r"in \aap and \method{} by \foo{bar}[1]", None, ("\\aap", "\\method", "\\foo")),
        (r"C:\new and \today", None, ("\\new", "\\today")),
        (r"\(x", None, ("\\(",)),
        (r"\d{3} and \emph", None, ("\\d", "\\emph")),
        (r"$\foo x$ and 5\%", r"$\foo x$ and 5%", ()),
    ],
)
def test_what_cannot_be_read_stays_and_is_told(
    typed: str, left: str | None, commands: tuple[str, ...]
) -> None:
    """A command and its arguments stand as they came; those in formulas are not meant."""
    for pidgin in (True, False):
        assert untex(typed, pidgin=pidgin) == (left or typed)
    assert unread(left or typed) == commands


@pytest.mark.parametrize("text", ["{0,1} ~5 of f(x} {", "20% of R&D, a_b^c #1 -- ``x''", "\ue000"])
def test_plain_text_with_some_tex_keeps_its_signs(text: str) -> None:
    """Braces, tildes, dashes and per cent are literal where not all is TeX."""
    assert untex(rf"\'E {text}", pidgin=True) == f"É {text}"


def test_braces_and_quotation_marks_of_bibtex_are_tex() -> None:
    """Braces go, those that do not match, too; quotes, dashes and ties become characters."""
    assert untex("{A {B}} {c -- ``D''~e} } {") == "A B c – “D” e  "


@pytest.mark.parametrize(
    "piece",
    [
        *("\\'", "{", "}", "{}", "\\'{", "\\(", "\\[", "$", "\\begin{", "\\begin{equation}x"),
        *("\\textsuperscript{", "\\frac", "\\foo{", "\\sqrt[", " \\cite{x}", "\\char", "%", "\\"),
        *(
            "\\~\\^",
            "{\\'e}",
            "$x$",
            "$\\alpha$",
            "\\ifmmode",
            "\\ensuremath{",
            "\\ ",
            "\U000f0001",
        ),
        *("\\emph{\\emph{", "{\\em{", "\\'\\i", "\\[\\]", "$\\less$", "\\ce{A1"),
    ],
)
def test_much_hostile_tex_takes_little_time(piece: str) -> None:
    """Time grows with the length, whatever is not closed."""
    start = time.process_time()
    for pidgin in (True, False):
        untex(piece * (8_000 // len(piece)), pidgin=pidgin)
    assert time.process_time() - start < 2


SIGNS = [*"\\{}[]$%~^_'\"`- aeic1\n", "\\em", "\\char", "\\v"]


@given(st.lists(st.sampled_from(SIGNS), max_size=60).map("".join))
@example("\\'{\\i")
@example("\\char")
@example("\\sqrt[")
def test_any_text_is_read_without_an_error(text: str) -> None:
    """And plain letters stay."""
    for pidgin in (True, False):
        assert isinstance(untex(text, pidgin=pidgin), str)


@given(st.text("abc ÉüŒ王,.;:!?()/<>&#\U000f0007", max_size=300))
def test_plain_letters_stay(text: str) -> None:
    """Before and behind a command, however long the text is."""
    assert untex(rf"{text}\'{{e}}{text}", pidgin=True) == f"{text}é{text}"


@pytest.mark.parametrize("command", [r"12\%", r"\& more", r"{\'e}", r"\emph{x}"])
def test_formula_far_from_commands_stays(command: str) -> None:
    """However much plain text stands between the two, before and behind."""
    for text in (
        f"{'b' * 80} $n^2$ {'a' * 80} {command}",
        f"{command} {'a ' * 60}$n^2${' b' * 60}",
    ):
        assert "$n^2$" in untex(text)
        assert "$n^2$" in untex(text, pidgin=True)
        assert "\U000f0000" not in untex(text)


@pytest.mark.parametrize("pidgin", [False, True])
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (r"A $\sim$10$\times$ speedup at z$\sim$0.1", "A ~10× speedup at z~0.1"),
        (r"5$\sim$10 GPUs, $\{1,2\}$3", "5~10 GPUs, {1,2}3"),
        (r"A 3$\,$Gyr old star at 10$\ $kpc and 5$~$pc", "A 3 Gyr old star at 10 kpc and 5 pc"),
        (r"$x$\,$y$ and 2$\!$3", "$x$ $y$ and 23"),
    ],
)
def test_formulas_beside_digits_become_text_that_is_read_but_once(
    typed: str, meant: str, *, pidgin: bool
) -> None:
    """A tilde that a formula means is no space, and room is no formula."""
    assert untex(typed, pidgin=pidgin) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (r"The A\$/US\$ rate", r"The A\$/US\$ rate"),
        (r"Costs \$x\$, {\$}y{\$} and $z^2$", r"Costs \$x\$, \$y\$ and $z^2$"),
        (r"\$5 and \$10 in $\alpha$", r"\$5 and \$10 in $\alpha$"),
        (r"\ensuremath{\alpha_i} for 5 \$", r"$\alpha_i$ for 5 $"),
        (r"\$5 and \$10, 5\$ in all", r"\$5 and \$10, 5\$ in all"),
        (r"Make \$1 Million or \$2", "Make $1 Million or $2"),
    ],
)
def test_dollars_that_are_meant_begin_no_formula(typed: str, meant: str) -> None:
    """They are shielded where they could."""
    assert untex(typed) == meant
