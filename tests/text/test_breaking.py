"""Texts are cut behind words and sentences, and what is whole stays so."""

from __future__ import annotations

import pytest

from broadsheet.text.breaking import cut, shorten


def up_to(most: int, text: str) -> str:
    """Return a text cut to so many code points."""
    return cut(text, lambda part: len(part) <= most)


@pytest.mark.parametrize(
    ("text", "most", "found"),
    [
        ("One two three", 13, "One two three"),
        ("One two three", 12, "One two…"),
        ("One, two, three", 12, "One, two…"),
        ("One (two three) four", 6, "One…"),
        ("Incomprehensible", 7, "Incomp…"),  # a word that is longer than all there is
        ("注意力就是你所需要的一切", 6, "注意力就是…"),
        ("「注意」、力", 4, "「注…"),
        ("深度Transformer模型", 8, "深度…"),
        ("see https://example.org/a-long-one now", 20, "see…"),
        ("https://example.org/a-long-one now", 20, ""),
        (
            "x\N{NO-BREAK SPACE}+\N{NO-BREAK SPACE}y\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}z holds",
            6,
            "",
        ),
        ("let a\N{NO-BREAK SPACE}+\N{NO-BREAK SPACE}b be", 7, "let…"),
        ("👩\u200d🔬👩\u200d🔬👩\u200d🔬", 7, "👩\u200d🔬👩\u200d🔬…"),
        ("👩\u200d🔬👩\u200d🔬👩\u200d🔬", 6, "👩\u200d🔬…"),
        ("e\u0301e\u0301e\u0301", 4, "e\u0301…"),
        ("ក្រក្រ", 4, "ក្រ…"),  # Khmer: the sign below joins two letters
        ("ក្រក្រ", 3, ""),
        ("One", 0, ""),
        ("", 0, ""),
    ],
)
def test_cut(text: str, most: int, found: str) -> None:
    """Behind the last word that fits, with dots."""
    assert up_to(most, text) == found


@pytest.mark.parametrize(
    ("text", "most", "found"),
    [
        (
            "It works well. It does so twice. Always.",
            40,
            "It works well. It does so twice. Always.",
        ),
        ("It works well. It does so twice. Always.", 39, "It works well. It does so twice."),
        ("It works well. It does so twice. Always.", 20, "It works well."),
        ("It works well. It does so twice. Always.", 13, "It works…"),
        ("Smith et al. Report it all. Yes.", 29, "Smith et al. Report it all."),
        ("Smith et al. Report it all. Yes.", 15, "Smith et al…"),
        ("As in Fig. 3 of it. More here.", 20, "As in Fig. 3 of it…"),
        ("“Does it end?” They ask so.", 20, "“Does it end?”"),
        ("它有效。它很快。", 6, "它有效。"),
        ("هل يعمل؟ نعم يعمل دائما.", 12, "هل يعمل؟"),
    ],
)
def test_shorten(text: str, most: int, found: str) -> None:
    """Whole sentences, as many as fit; else the beginning of the first."""
    assert shorten(text, lambda part: len(part) <= most) == found
