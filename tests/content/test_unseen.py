"""What files hold that nobody sees: characters without width, letters in parts, git's marks."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.content.frontmatter import decode


def told(text: str) -> tuple[str, list[tuple[int, int, str]]]:
    """Decode a file; return its text, and each problem's line, column and message."""
    source = decode("x.md", text.encode())
    return source.text, [(one.line, one.column, one.message) for one in source.problems]


@pytest.mark.parametrize(
    "unseen",
    [
        *("\u200b", "\u00ad", "\u2060", "\u200e", "\u200f", "\u2066", "\u2067", "\u2068", "\u2069"),
        *("\u061c", "\u180e", "\u2061", "\u2063", "\u206a", "\u202e", "\ufeff", "\U000e0041"),
        *("\u200c", "\u200d"),
    ],
)
@pytest.mark.parametrize(("before", "after"), [("a", "b"), ("", "b"), ("a", ""), ("深", "度")])
def test_character_without_width_is_told_and_left_out(before: str, after: str, unseen: str) -> None:
    """Within a text, at its beginning and at its end; joiners where nothing joins."""
    text, problems = told(f"x {before}{unseen}{after}\n")
    assert text == f"x {before}{after}\n"
    message = f"the invisible character U+{ord(unseen):04X} was left out: delete it"
    assert problems == [(1, 3 + len(before), message)]


@pytest.mark.parametrize(
    "text",
    [
        "می\u200cشود",
        "نامه\u200cای",
        "क्\u200dष और क्\u200cष",
        "ශ්\u200dරී",
        "ന്\u200d",
        "\U0001f469\u200d\U0001f4bb",
        "\U0001f469\U0001f3fd\u200d\U0001f680",
        "❤\ufe0f\u200d\U0001f525",
        "\U0001f3f3\ufe0f\u200d\U0001f308",
        "\U0001f468\u200d⚕\ufe0f",
        "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "a b\u00a0c\u202fd",
    ],
)
def test_joiners_stay_where_they_join(text: str) -> None:
    """In Persian, Hindi, Sinhala, Malayalam, within emoji and flags; and spaces stay spaces."""
    assert told(text) == (text, [])


@pytest.mark.parametrize(
    ("text", "composed"),
    [
        ("Poincare\u0301 maps for Zoe\u0308", "Poincaré maps for Zoë"),
        ("A\u030angstro\u0308m Mu\u0308ller", "Ångström Müller"),
        ("Nguye\u0302\u0303n", "Nguyễn"),
        ("\u1112\u1161\u11ab\u1100\u1173\u11af", "한글"),
        ("ハ\u309aリ と ハ\u3099リ", "パリ と バリ"),
        ("\u212bngstro\u0308m", "Ångström"),
        ("e\u200b\u0301", "é"),
    ],
)
def test_letters_in_parts_are_composed(text: str, composed: str) -> None:
    """As `import` writes them; Macs do not."""
    assert told(text)[0] == composed
    assert unicodedata.normalize("NFC", composed) == composed


@given(st.text())
def test_what_was_read_is_read_the_same_again(text: str) -> None:
    """One reading leaves nothing for a second to mend."""
    once = decode("x.md", text.encode(errors="replace"))
    again = decode("x.md", once.text.encode())
    assert again.text == once.text
    assert [one for one in again.problems if one.severity == "warning"] == []


MESSAGE = "git's marks of a conflict stand here: keep one of the two versions"
CONFLICT = "<<<<<<< HEAD\nOne.\n=======\nAnother.\n>>>>>>> main\n"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (CONFLICT, [1]),
        (f"---\ntitle: A\n---\n{CONFLICT}", [4]),
        (f"A.\n{CONFLICT}B.\n{CONFLICT}", [2, 8]),
        (CONFLICT.replace("=======", "||||||| 1a2b\nOld.\n======="), [1]),
        (CONFLICT.replace("<<<<<<< HEAD", "<<<<<<<").replace(">>>>>>> main", ">>>>>>>"), [1]),
        ("A.\n>>>>>>> main\n", [2]),
        ("A.\n||||||| 1a2b\n", [2]),
        (CONFLICT.replace("\n", "\r\n"), [1]),
        ("A\n=======\n", []),
        (">>>>>>>> A\n<<<<<<<A\n    <<<<<<< HEAD\n> > > > > > > A\n", []),
    ],
)
def test_marks_of_a_conflict_are_errors(text: str, lines: list[int]) -> None:
    """Each conflict at its first mark, and one that is left of another."""
    assert told(text)[1] == [(line, 1, MESSAGE) for line in lines]
    assert decode("x.md", text.encode()).failed == bool(lines)
