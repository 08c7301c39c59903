"""Texts of sources: HTML, JATS, MathML and TeX, read alike wherever they come from."""

from __future__ import annotations

import json
from io import BytesIO
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import pytest

from broadsheet.adding.cleaning import paragraphs_of, plain_of, with_subtitle
from broadsheet.adding.formats import read_records
from broadsheet.adding.moments import read_date
from broadsheet.adding.records import tidy
from broadsheet.adding.webpages import read_webpage

if TYPE_CHECKING:
    from broadsheet.adding.records import Record


def math(inner: str) -> str:
    """Make a formula of MathML, as Crossref has it."""
    prefixed = inner.replace("</", "\0").replace("<", "<mml:").replace("\0", "</mml:")
    return f'<mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML">{prefixed}</mml:math>'


def everywhere(title: str, name: str) -> dict[str, Record]:
    """Read a title and a family name from each kind of source."""
    bibtex = f"@article{{k, title = {{{title}}}, author = {{{name}, Ada}}, journal = {{{title}}}}}"
    ris = f"TY  - JOUR\nTI  - {title}\nAU  - {name}, Ada\nT2  - {title}\nER  - \n"
    csl = json.dumps(
        {"title": title, "author": [{"family": name, "given": "Ada"}], "container-title": title}
    )
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">'
        f"<entry><id>http://arxiv.org/abs/2506.20544v1</id><title>{escape(title)}</title>"
        f"<author><name>Ada {escape(name)}</name></author>"
        f"<arxiv:journal_ref>{escape(title)}</arxiv:journal_ref></entry></feed>"
    )
    quoted = {'"': "&quot;"}
    page = (
        f'<html><meta name="citation_title" content="{escape(title, quoted)}">'
        f'<meta name="citation_author" content="{escape(name, quoted)}, Ada">'
        f'<meta name="citation_journal_title" content="{escape(title, quoted)}"></html>'
    )
    found = {"page": read_webpage(page.encode(), "")}
    for kind, text in (("bib", bibtex), ("ris", ris), ("csl", csl), ("atom", atom)):
        (one,) = read_records(BytesIO(text.encode()), "a-file")
        assert one.record is not None, one.problem
        found[kind] = one.record
    return found


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (r"Erd\H{o}s-R\'enyi graphs and $\alpha$", r"Erdős-Rényi graphs and $\alpha$"),
        (
            r"\emph{Hard} at 5\%: {\textless}i{\textgreater}x{\textless}/i{\textgreater}",
            "Hard at 5%: x",
        ),
        ("<i>E. coli</i> in CO<sub>2</sub> &amp; light", "E. coli in CO₂ & light"),
        ("Cells at 10<sup>−3</sup> &lt; 10<jats:sup>6</jats:sup>", "Cells at 10⁻³ < 10⁶"),
        (r"By \textmu{}m<sup>2</sup> and \alpha", "By µm² and α"),
        ("How <think> helps", "How <think> helps"),
    ],
)
def test_texts_are_read_alike_from_every_source(typed: str, meant: str) -> None:
    """TeX, HTML, entities and formulas, in titles and venues; these take no formulas."""
    venue = meant.replace(r"$\alpha$", "α")
    for kind, record in everywhere(typed, "Lovelace").items():
        assert (kind, record.title, record.venue) == (kind, meant, venue)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (r"Nguy{\~{\^e}}n", "Nguyễn"),
        (r"Mure{\textcommabelow s}u", "Mureșu"),
        (r"\ifmmode \check{Z}\else \v{Z}\fi{}eman", "Žeman"),
        ("O&#39;Hara", "O'Hara"),
        (r"M{\"u}ller", "Müller"),
        ("J&ouml;rgensen", "Jörgensen"),
    ],
)
def test_names_are_read_alike_from_every_source(typed: str, meant: str) -> None:
    """The braces and backslashes of reference managers are in no name."""
    for kind, record in everywhere("A Title", typed).items():
        assert (kind, record.authors) == (kind, (f"Ada {meant}",))


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("10<sup>-3</sup> and 10<sup>6</sup>", "10⁻³ and 10⁶"),
        ("H<sub>2</sub>O, Ca<sup>2+</sup>, x<sup>n</sup>", "H₂O, Ca²⁺, xⁿ"),
        ("10<sup>k+ε</sup> and T<sub>c</sub>", r"$10^{k+\varepsilon}$ and $T_{c}$"),
        (
            "YBa<sub>2</sub>Cu<sub>3</sub>O<sub>7−δ</sub>",
            r"$\mathrm{YBa}_{2}\mathrm{Cu}_{3}O_{7-\delta}$",
        ),
        ("NO<sub>y</sub> here", r"$\mathrm{NO}_{y}$ here"),
        ("(x+1)<sup>Q</sup>", "$(x+1)^{Q}$"),
        (
            "the 1<sup>st</sup> Broadsheet<sup>TM</sup> at 20<sup>∘</sup>C",
            "the 1st Broadsheet™ at 20°C",
        ),
        ("x<sup>n<sub>c", "$x^{n_{c}}$"),
        ("CO<inf>2</inf>, cm<Superscript>2</Superscript>, <sup></sup>", "CO₂, cm²,"),
        ("<sup>14</sup>C and <i>a<sup>2</sup></i>", "¹⁴C and a²"),
    ],
)
def test_what_is_raised_or_lowered_stays_so(markup: str, text: str) -> None:
    """In Unicode where it has every character, else in a formula with what it belongs to."""
    assert plain_of(markup) == text


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("<mfrac><mn>1</mn><mn>2</mn></mfrac>", "1/2"),
        ("<mfrac><mrow><mi>n</mi><mo>+</mo><mn>1</mn></mrow><mn>2</mn></mfrac>", "(n+1)/2"),
        ("<msqrt><mi>s</mi></msqrt><mo>=</mo><mn>13</mn>", "√s = 13"),
        ("<msup><mn>10</mn><mrow><mo>−</mo><mn>3</mn></mrow></msup>", "10⁻³"),
        ("<msub><mi>CO</mi><mn>2</mn></msub>", "CO₂"),
        ("<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>", "xᵢ²"),
        ("<msup><mi>e</mi><mi>Ω</mi></msup>", r"$e^{\Omega}$"),
        ("<mfrac><mn>1</mn><mn>2</mn></mfrac><mi>x</mi>", r"$\frac{1}{2} x$"),
        ("<mroot><mi>x</mi><mn>3</mn></mroot>", r"$\sqrt[3]{x}$"),
        ("<mover><mi>x</mi><mo>¯</mo></mover>", r"$\bar{x}$"),
        ("<mi>sin</mi><mo>&#x2061;</mo><mi>x</mi>", "sin x"),
        (
            "<mmultiscripts><mi>C</mi><mprescripts/><none/><mn>14</mn></mmultiscripts>",
            "¹⁴C",
        ),
        ("<munderover><mo>∑</mo><mi>i</mi><mi>n</mi></munderover><mi>i</mi>", r"$\sum_{i}^{n} i$"),
        ("<mfenced><mi>a</mi><mi>b</mi></mfenced>", "(a, b)"),
        ("<mi>a</mi><mo>&lt;</mo><mi>b</mi>", "a < b"),
    ],
)
def test_mathml_keeps_its_sense(inner: str, text: str) -> None:
    """As plain text where that is clear, else as TeX."""
    assert plain_of(math(inner)) == text
    assert plain_of(f"<p>In {math(inner)}, too") == f"In {text}, too"


def test_number_beside_a_fraction_is_apart() -> None:
    """Three and a half is not thirty-one halves."""
    assert plain_of(f"3{math('<mfrac><mn>1</mn><mn>2</mn></mfrac>')} years") == "3 1/2 years"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        (r"Crossref wrote $\less$i$\greater$E. coli$\less$/i$\greater$", "Crossref wrote E. coli"),
        (r"Chemistry {\&}amp; Biology", "Chemistry & Biology"),
        ("Mendeley: {$<$}b{$>$}x{$<$}/b{$>$}", "Mendeley: x"),
        (r"p {\textless} 0.05 \& q $>$ 1", "p < 0.05 & q > 1"),
    ],
)
def test_markup_written_in_tex_is_markup(markup: str, text: str) -> None:
    """Reference managers escape the tags of titles that they have in HTML."""
    assert plain_of(markup, pidgin=False) == text


@pytest.mark.parametrize("markup", ["<sup>", "<sub>a", "<sup>a</sup>", "</sup>", "<mml:msup>"])
def test_much_raised_text_takes_little_time(markup: str) -> None:
    """However deeply it is nested."""
    assert plain_of(markup * 20_000) is not None
    assert paragraphs_of(f"<math>{markup * 5_000}</math>") is not None


@pytest.mark.parametrize(
    ("title", "subtitle", "whole"),
    [
        ("Tube", "time-dependent pricing", "Tube: time-dependent pricing"),
        ("Tube: time-dependent pricing", "Time-Dependent Pricing", "Tube: time-dependent pricing"),
        ("Why?", "A study", "Why? A study"),
        ("Time and Tide", "Time", "Time and Tide: Time"),
        ("Tube", "", "Tube"),
        ("Tube:", "pricing", "Tube: pricing"),
    ],
)
def test_subtitle_stands_behind_its_title_once(title: str, subtitle: str, whole: str) -> None:
    """With a colon, unless the title ends with a sign of its own."""
    assert with_subtitle(title, subtitle) == whole


@pytest.mark.parametrize(
    "unseen",
    [
        "\u202e",
        "\u2066",
        "\u200b",
        "\u00ad",
        "\ufeff",
        "\x07",
        "\ud800",
        "\ufff9",
        "\u3164",
    ],
)
def test_imports_drop_what_the_reader_drops(unseen: str) -> None:
    """One list says what is unseen, of files and of what services send; joiners stay."""
    assert tidy(f"a{unseen}b می\u200cخواهم") == "ab می\u200cخواهم"


@pytest.mark.parametrize("end", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c"])
def test_imports_part_words_at_ends_of_lines(end: str) -> None:
    """Word and PDFs end lines by signs of their own."""
    assert tidy(f"one{end}two {end} three") == "one two three"


@pytest.mark.parametrize("text", ["٢٠٢٣-١٢-٠١", "２０２３/１２/０１", "२०२३", "01.12.٢٠٢٣"])
def test_dates_in_digits_of_other_scripts_are_none(text: str) -> None:
    """They are read from no source, since no file and no address could hold them so."""
    assert read_date(text) == ""


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ('Das "`Wort"\' hier', "Das „Wort“ hier"),
        ("Das ,,Wort`` hier", "Das „Wort“ hier"),
        ("Das ,,Wort'' hier", "Das „Wort“ hier"),
        (r"Das \glqq Wort\grqq{} hier", "Das „Wort“ hier"),
        (r"Das \glqq{}Wort\grqq{} hier", "Das „Wort“ hier"),
        ('Das ">Wort"< hier', "Das »Wort« hier"),
        ('Le "<mot"> ici', "Le «mot» ici"),
        (r"\S 12 BGB", "§ 12 BGB"),
        (r"\S~12 BGB", "§ 12 BGB"),
        ("1,,2 and one,, two", "1,,2 and one,, two"),
        ('The "90s"\' end', 'The "90s"\' end'),
        ('Das "Wort" hier', 'Das "Wort" hier'),
    ],
)
def test_german_quotes_of_bibtex_are_read(typed: str, meant: str) -> None:
    """Babel's shorthands where both marks stand, and what is typed for them."""
    entry = f"@book{{a, title = {{{typed}}}, author = {{Roe, Jane}}, abstract = {{{typed}}}}}"
    (found,) = read_records(BytesIO(entry.encode()), "x.bib")
    assert found.record is not None, found.problem
    assert (found.record.title, found.record.abstract) == (meant, meant)
