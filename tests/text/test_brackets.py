r"""What TeX means: formulas in `\(...\)` and `\[...\]`, and commands outside of formulas."""

from __future__ import annotations

import time

import pytest

from broadsheet.text.brackets import find_bracketed, find_raw


def test_each_place_is_found() -> None:
    """With its formula, in order, also where the same one stands twice."""
    found = find_bracketed(r"Of \(y\) and \[ z^2 \], and \(y\).")
    assert [(one.place, one.tex) for one in found] == [(3, "y"), (13, "z^2"), (28, "y")]


@pytest.mark.parametrize("kind", ["markdown", "prose", "title"])
def test_any_text_is_read(kind: str) -> None:
    """Titles and summaries have them, too."""
    assert [one.place for one in find_bracketed(r"The \(n\) of it", kind)] == [4]


@pytest.mark.parametrize(
    "text",
    [
        r"`\(y\)` is code",
        "```\n\\(y\\)\n```",
        r"$\text{\(y\)}$ is a formula",
        r"a backslash \\(y\\) of its own",
        r"an aside \[sic\], a reference \[1\], words \[of more than one\]",
        r"what opens \( only",
        r"f(x) and [y]",
    ],
)
def test_what_is_none_is_not_found(text: str) -> None:
    """Code, formulas, and brackets that are kept from being markup."""
    assert find_bracketed(text) == []


def test_lines_of_a_quotation_are_one_formula() -> None:
    """What marks the lines of a list or a quotation is no part of it."""
    found = find_bracketed("> Of \\[sic\\]\n> \\[\n> z^2\n> \\]")
    assert [(one.place, one.tex) for one in found] == [(15, "z^2")]


@pytest.mark.parametrize("text", [r"\(" * 20_000, r"\(a" * 10_000 + r"\)", r"\[" + "a " * 20_000])
def test_hostile_texts_are_read_at_once(text: str) -> None:
    """A text of brackets takes no time."""
    begun = time.perf_counter()
    find_bracketed(text)
    assert time.perf_counter() - begun < 5


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (r"\textit{E. coli}", "*E. coli*"),
        (r"a\footnote{see} b", "(see)"),
        (r"H\textsubscript{2}O", "₂"),
        (r"seen \cite[p. 3]{a} before", ""),
        (r"Poincar\'e", "é"),
        (r"Gr\"obner", "ö"),
        (r"Ho\v{r}ava", "ř"),
        (r"our \method{} is", None),
        (r"5 \times 3", "×"),
        (r"\href{https://a.example/}{here}", "[here](https://a.example/)"),
    ],
)
def test_commands_outside_of_formulas_are_found(text: str, meant: str | None) -> None:
    """With what they mean, nothing for what is no text, None where nobody knows."""
    assert [one.meant for one in find_raw(text)] == [meant]


@pytest.mark.parametrize(
    "text",
    [
        r"`\textbf{a}` and ``\alpha`` are code",
        "```\n\\alpha\n```",
        r"$\alpha$ and $$\beta$$ are formulas",
        r"a backslash \\textbf{a} of its own",
        r"C:\Users\in\alpha and \\server\sum\to are paths",
        r"\n\nHuman: and \tau's \r\n are no commands".replace(r"\tau", r"\t"),
        r"a pattern \d{3}, \w+, \p{L}, \b, \x{41}",
        r"don\'t, l\'image, qu\'on, dell\'arte, un\'altra, \"Ask\" and \"answer\"",
        r"100\%, R\&D, a\_b, \#1, \{x\}, x\^2\^, H\~2\~O, 3\*4",
        r"it costs \$5 and $6, or $7-$8",
    ],
)
def test_what_is_no_command_is_not_found(text: str) -> None:
    """Code, formulas, paths, patterns, escapes of Markdown and of strings."""
    assert find_raw(text) == []


def test_formulas_that_are_none_are_found_whole() -> None:
    """A digit beside them or spaces within make them money; the formulas around are none of it."""
    found = find_raw(r"Of $x$, 2$\times$ more and $ \beta $, for $5 and $\sim$20.")
    assert [(one.source, one.meant) for one in found] == [
        (r"$\times$", "×"),
        (r"$ \beta $", r"$\beta$"),
        (r"$\sim$", "~"),
    ]


def test_many_commands_take_linear_time() -> None:
    """What opens groups that nothing closes is looked for no further than a command is long."""
    begun = time.perf_counter()
    find_raw(r"\emph{[" * 6000)
    find_raw(r"\alpha $" * 6000)
    assert time.perf_counter() - begun < 20
