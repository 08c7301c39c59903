r"""Formulas that are marked as in LaTeX, `\(...\)` and `\[...\]`."""

from __future__ import annotations

import time

import pytest

from broadsheet.text.brackets import find_bracketed


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
