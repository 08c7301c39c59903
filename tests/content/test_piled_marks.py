"""Marks piled up on one letter, in the front matter: told at the value that holds them."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st

from broadsheet.content.frontmatter import compose, decode
from broadsheet.content.remarks import remark_on_marks
from broadsheet.text.plain import find_pile

MARK = "\u0323"
PIECES = ("a", " ", "''", '\\"', "\\u0323", "\\\n ", "\n  ", "\n\n  ", "\\n", MARK * 3, MARK * 9)
STYLES = (
    "title: '{}'\n",
    'title: "{}"\n',
    "title: x{}\n",
    "title: >-\n  x{}\n",
    "title: |\n  x{}\n",
)


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join), st.sampled_from(STYLES))
@example("a" + "\\u0323" * 9, STYLES[1])
@example(MARK * 5 + "\\\n " + MARK * 5, STYLES[1])
def test_pile_is_told_wherever_a_value_holds_it(text: str, style: str) -> None:
    """Also where only an escape, or a line that goes on, makes it: the file itself has none."""
    source = decode("x.md", style.format(text).encode())
    node = compose(source, source.text)
    if node is None:
        return
    before = len(source.problems)
    remark_on_marks(source, node)
    piles = [find_pile(value.value) for _, value in node.value]
    told = [int(re.findall(r"\d+", one.message)[0]) for one in source.problems[before:]]
    assert told == [len(pile) for pile in piles if pile]
