"""What stands in a text unseen: left out where nothing means it, kept where a script needs it."""

from __future__ import annotations

import pytest

from broadsheet.text.markdown import render_markdown
from broadsheet.text.maths import to_mathml
from broadsheet.text.plain import without_unseen


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("a\x00b\x7fc\x9fd\ud800e\u202ef\ufeffg\uffffh\U0001fffei", "abcdefghi"),
        ("a\x0bb\x0cc\x85d\u2028e\u2029f\x1cg\x1dh\x1ei", "a b c d e f g h i"),
        ("a\U000e0061\U000e0062\U000e0063b", "ab"),
        ("\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",) * 2,
        ("\U0001f3f4" + "\U000e0061" * 9 + "\U000e007f", "\U0001f3f4"),
        ("1\ufe0f\u20e3 ❤\ufe0f 葛\U000e0100",) * 2,
        ("a\ufe00\ufe01\ufe02 \ufe03b", "a\ufe00 b"),
        ("\u115f\u1161 \u1112\u1160 \u115f\u1160\u11a8",) * 2,
        ("a\u115fb\u1160c\u3164d\uffa0e \u115f\u1160", "abcde "),
        ("a\u17b4b\u2065c\ufff0d\U0001d173e\U0001bca0f\U000e0fffg", "abcdefg"),
        ("נגיעה\u200d بـ\u200cه ന്\u200d 👩\u200d💻",) * 2,
    ],
)
def test_unseen_is_left_out_unless_it_is_meant(text: str, seen: str) -> None:
    """Tags but for a flag's, second choices of a form, fillers of nothing, what is no character."""
    assert without_unseen(text) == seen
    assert without_unseen(f"\ud800{text}\udfff") == seen


@pytest.mark.parametrize(
    ("info", "name"),
    [
        ("c&amp;c", ' class="language-c&amp;c"'),
        ("a&#x202e;b", ""),
        ("a&amp;#x202e;b", ' class="language-a&amp;#x202e;b"'),
        ("a&shy;b", ""),
    ],
)
def test_language_of_code_holds_nothing_unseen(info: str, name: str) -> None:
    """Its references are read once, where it is rendered; what they stand for decides."""
    assert render_markdown(f"```{info}\nx\n```") == f"<pre><code{name}>x\n</code></pre>\n"


@pytest.mark.parametrize(
    "text",
    [
        "[x](https://good.org@e.org)",
        "[x](https://a:b@e.org)",
        "[x](https://..)",
        "[x](https://.e.org)",
        "[x](https://-.org)",
    ],
)
def test_link_to_no_host_is_text(text: str) -> None:
    """A user's name would stand where readers look for the host."""
    assert '">x</a>' not in render_markdown(text)


@pytest.mark.parametrize(
    "text", ["[x](https://e.org:80/a)", "[x](HTTP://E.org?q)", "[x](https://é.org)"]
)
def test_link_to_a_host_is_one(text: str) -> None:
    """With a port, in capitals, in letters of other scripts."""
    assert '">x</a>' in render_markdown(text)


@pytest.mark.parametrize(
    "tex",
    [
        r"\hspace{4em}" * 11,
        r"\rule{4em}{1em}" * 11,
        r"\tiny\tiny x",
        r"{\scriptsize {\tiny {\tiny x}}}",
        "x" + "\u0301" * 9,
        r"\unicode{x115F}",
        r"\unicode{xFFFFE}",
        r"\text{&#x1D173;}",
    ],
)
def test_formula_of_much_room_or_of_what_is_not_read_stands_as_its_source(tex: str) -> None:
    """Each of its lengths is small, and all together are not."""
    assert to_mathml(tex) is None


@pytest.mark.parametrize("tex", [r"a\qquad " * 10 + "b", r"\tiny x", r"\dddot{x} \hat{\bar{y}}"])
def test_formula_with_some_room_is_set(tex: str) -> None:
    """Parts of a display stand apart, and one size of TeX is none too small."""
    assert to_mathml(tex) is not None


@pytest.mark.parametrize("gap", ["[100em]", "[0.5em]", " [-2pt]"])
def test_room_between_rows_is_no_text(gap: str) -> None:
    """The converter knows none, and would show it in the next row."""
    made = to_mathml(rf"\begin{{matrix}}a\\{gap} b\end{{matrix}}")
    assert made is not None
    assert made.endswith(
        "<mtr><mtd><mi>a</mi></mtd></mtr><mtr><mtd><mi>b</mi></mtd></mtr></mtable></mrow></math>"
    )


def test_bracket_at_the_beginning_of_a_row_stays() -> None:
    """It is no length."""
    made = to_mathml(r"\begin{matrix}a\\ [b]\end{matrix}")
    assert made is not None
    assert '<mo stretchy="false">[</mo><mi>b</mi>' in made
