"""Names without anything odd are read by a short cut, with what the long way would give."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from broadsheet.content.fields import PAPER
from broadsheet.content.frontmatter import compose, decode
from broadsheet.content.model import Paper
from broadsheet.content.names import is_plain, is_whole, split_name, split_names
from broadsheet.content.naming import find_fault
from broadsheet.content.values import read_mapping

if TYPE_CHECKING:
    from broadsheet.content.problems import Problem

TELLING = ("and", "And", "et", "al", "und", "others", "more", "etc", "colleagues", "co-authors")
BEHIND = ("Jr", "Sr.", "II", "VI", "iv", "PhD", "Ph.D.", "phd", "MD", "M.D.", "Md", "MBA", "BSc")
FIRMS = ("Inc", "Ltd", "Co", "Pty", "GmbH", "Limited", "Corporation", "S.A.", "The", "Lab")
WORDS = ("Ada", "ada", "King", "O'Neill", "D’Souza", "Tae-hyun", "Saint-Clair", "Wu", "Øystein")
OTHERS = (
    "van",
    "von",
    "De",
    "la",
    "Ș",
    "Дмитрий",
    "Nguyễn",
    "王",
    "小明",
    "J.",
    "K",
    "x.",
    "7",
    "²",
)
names = st.lists(
    st.sampled_from([*TELLING, *BEHIND, *FIRMS, *WORDS, *OTHERS])
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=3),
    min_size=1,
    max_size=5,
).flatmap(
    lambda words: st.sampled_from([" ", "-", ", ", " & ", "  "]).map(lambda sign: sign.join(words))
) | st.lists(st.sampled_from([*TELLING, *BEHIND, *FIRMS, *WORDS, *OTHERS]), max_size=5).map(
    " ".join
)


def read(name: str) -> tuple[object, ...]:
    """Return all that is made of a name."""
    paper = Paper("a", "2025-10-28", "T", (name,), "2025")
    return split_name(name), split_names(paper), find_fault(name, "")


@given(names)
@example("Et Al")
@example("Pty Ltd")
@example("Foo Jr PhD")
@example("Ph D")
def test_plain_name_is_read_as_any_other(name: str) -> None:
    """Parts and faults are the same without the short cut."""
    short = read(name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("broadsheet.content.names.is_plain", lambda _name: False)
        patch.setattr("broadsheet.content.naming.is_plain", lambda _name: False)
        assert short == read(name)


@pytest.mark.parametrize(
    "name",
    ["Ada Lovelace", "Søren A. Ørsted", "Wu Li", "Tae-hyun Jung", "Minh Nguyễn", "Jan de Wit"],
)
def test_most_names_are_plain(name: str) -> None:
    """Words and initials, in whatever alphabet."""
    assert is_plain(name)


@pytest.mark.parametrize(
    "name", ["Plato", "Foo Jr", "Foo, Jr", "Ada and Grace", "Jane Roe PhD", "X Y"]
)
def test_what_tells_of_more_is_not_plain(name: str) -> None:
    """One word, a comma, what stands behind a name, and what parts names."""
    assert not is_plain(name)


@given(
    st.lists(st.sampled_from(["Ada Lovelace", "Wu Li"]) | names, min_size=1, max_size=4),
    st.sampled_from(
        ["{}", '"{}"', "'{}'", "&a {}", "!b {}", "{{name: {}}}", "{}  # who", ">-\n    {}"]
    ),
)
@example(["A" * 110 + " " + "b" * 110], "{}")
@example(["Ada\n    Lovelace", "Ada Lovelace"], "{}")
def test_list_of_names_is_read_alike(entries: list[str], style: str) -> None:
    """However its entries are written, with the same problems."""
    text = "authors:\n" + "".join(f"  - {style.format(entry)}\n" for entry in entries)
    short = read_list(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("broadsheet.content.values._is_plain", lambda _node: False)
        assert short == read_list(text)


def read_list(text: str) -> tuple[object, list[Problem]]:
    """Return what is read of a list in YAML, and its problems."""
    source = decode("x.md", text.encode())
    node = compose(source, source.text)
    return node and read_mapping(source, node, PAPER), source.problems


@given(names)
@example("Lenin, VI")
@example("van der Berg, MBA")
@example("The Lab, Inc. Ltd.")
def test_name_is_whole_at_one_look_or_at_four(name: str) -> None:
    """What none of the signs has behind its commas is found to have none."""
    short = is_whole(name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("broadsheet.content.names._BEHIND", re.compile(".*", re.DOTALL))
        assert short == is_whole(name)
