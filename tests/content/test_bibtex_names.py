"""Names in our BibTeX: parted where BibTeX parts them, and read again as they were."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import bibtex_of

from broadsheet.adding.formats import read_records
from broadsheet.content.model import Paper

HARD = (
    ("Martin Luther King Jr.", "King, Jr., Martin Luther"),
    ("Sammy Davis III", "Davis, III, Sammy"),
    ("Jan van 't Hoff", "van 't Hoff, Jan"),
    ("Otto von der Heide", "von der Heide, Otto"),
    ("María José de la Cruz", "de la Cruz, María José"),
    ("The Lab, Inc.", "{The Lab, Inc.}"),
    ("Barnes and Noble", "{Barnes and Noble}"),
    ("张三", "{张三}"),
    ("Plato", "{Plato}"),
    ("Ada Lovelace", "Lovelace, Ada"),
)


def paper(*authors: str, splits: tuple[tuple[str, str, str], ...] = ()) -> Paper:
    """Return a paper of these authors."""
    return Paper(
        slug="foo",
        day="2025-10-28",
        title="Foo",
        authors=authors,
        published="2025-10-20",
        arxiv="2510.01234",
        splits=splits,
        body="",
    )


def author_line(entry: str) -> str:
    """Return the value of the field `author`."""
    line = next(line for line in entry.splitlines() if line.strip().startswith("author"))
    return line.partition("= {")[2].removesuffix("},")


@pytest.mark.parametrize(("name", "written"), HARD)
def test_name_is_written_as_bibtex_parts_it(name: str, written: str) -> None:
    """Suffixes between the names, particles before, groups in braces."""
    assert author_line(bibtex_of(paper(name))) == written


def test_key_is_made_of_the_family_name() -> None:
    """Not of the suffix."""
    entry = bibtex_of(paper("Martin Luther King Jr.", "Sammy Davis III", "Jan van 't Hoff"))
    assert entry.startswith("@misc{king2025foo,")
    assert author_line(entry) == (
        "King, Jr., Martin Luther and Davis, III, Sammy and van 't Hoff, Jan"
    )


def test_two_words_on_both_sides_of_a_comma_are_told_from_two_people() -> None:
    """Braces hold the family name together."""
    parts = ("Gabriel José García Márquez", "García Márquez", "Gabriel José")
    assert (
        author_line(bibtex_of(paper(parts[0], splits=(parts,)))) == "{García Márquez}, Gabriel José"
    )


def test_names_come_back() -> None:
    """What `import` reads of our own entry are the names that the paper has."""
    parts = ("Gabriel José García Márquez", "García Márquez", "Gabriel José")
    names = (*(name for name, _ in HARD), parts[0])
    entry = bibtex_of(paper(*names, splits=(parts,)))
    found = list(read_records(BytesIO(entry.encode()), "x.bib"))
    assert [one.record.authors if one.record else one.problem for one in found] == [names]


@given(
    st.text()
    | st.lists(st.sampled_from([*"ab C;-'`<>]&\\{}%#_~^$/!", " and ", "&amp;", "</b>"])).map(
        "".join
    )
)
def test_plain_text_is_not_escaped(text: str) -> None:
    """A text without the signs that need it comes out as if each were looked for."""
    short = bibtex_of(paper(f"{text} Foo", "Ada Lovelace"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("broadsheet.content.bibtex._SIGNS", re.compile(""))
        assert short == bibtex_of(paper(f"{text} Foo", "Ada Lovelace"))
