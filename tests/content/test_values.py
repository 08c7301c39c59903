"""The values of the front matter: what is taken as it is, what is mended, what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.content import fields
from broadsheet.content.frontmatter import Source, compose
from broadsheet.content.identifiers import LINK, bare_arxiv, bare_doi
from broadsheet.content.values import Values, read_mapping


def read(text: str, table: tuple[fields.Field, ...] = fields.PAPER) -> tuple[Values, list[str]]:
    """Read lines of front matter; give the good values and the messages but for missing fields."""
    source = Source("x.md", text)
    node = compose(source, text)
    values = read_mapping(source, node, table) if node is not None else {}
    return values, [one.message for one in source.problems if "is missing" not in one.message]


@pytest.mark.parametrize(
    "text",
    [
        *("2506.20544", "2506.20544v2", "arXiv:2506.20544", "arxiv: 2506.20544v1"),
        *("https://arxiv.org/abs/2506.20544", "http://www.arxiv.org/pdf/2506.20544v3.pdf"),
        *("export.arxiv.org/abs/2506.20544/", "https://arxiv.org/html/2506.20544v1"),
    ],
)
def test_arxiv_id_in_every_form(text: str) -> None:
    """An id is taken out of addresses, and loses its version."""
    assert bare_arxiv(text) == "2506.20544"


@pytest.mark.parametrize("text", ["quant-ph/0201082", "math/0309136", "hep-th/9901001"])
def test_arxiv_ids_of_before_2007(text: str) -> None:
    """The old form with the archive's name."""
    assert bare_arxiv(text) == text


@pytest.mark.parametrize("text", ["", "2506", "2506.205", "2506.205444", "arxiv.org", "10.1000/1"])
def test_what_is_no_arxiv_id(text: str) -> None:
    """Nothing is guessed."""
    assert bare_arxiv(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        *("10.1000/182", "doi:10.1000/182", "DOI: 10.1000/182", "https://doi.org/10.1000/182"),
        *("http://dx.doi.org/10.1000/182", "doi.org/10.1000/182"),
    ],
)
def test_doi_in_every_form(text: str) -> None:
    """A DOI is taken out of addresses."""
    assert bare_doi(text) == "10.1000/182"


@pytest.mark.parametrize("text", ["", "10.1000", "11.1000/1", "10.1000/a b", '10.1000/"><script>'])
def test_what_is_no_doi(text: str) -> None:
    """Neither white space nor quotes stand in one."""
    assert bare_doi(text) == ""


@pytest.mark.parametrize(
    "value", ["2411.00010", "no", "null", "~", "1e3", "0x10", "2025-06-25", "true", "1_000"]
)
def test_yaml_types_nothing(value: str) -> None:
    """What YAML would make a number, a truth or a date stays the text that was written."""
    assert read(f"venue: {value}") == ({"venue": value}, [])


@pytest.mark.parametrize(
    "value",
    [
        *("https://example.org", "http://example.org:8080/a?b=c#d", "HTTPS://example.org/ä"),
        "https://example.org/a_(b)",
    ],
)
def test_links_that_are_taken(value: str) -> None:
    """Addresses of the web, ports and parts included."""
    assert read(f"code: {value}") == ({"code": value}, [])


@pytest.mark.parametrize(
    "value",
    [
        *("javascript:alert(1)", "data:text/html,x", "ftp://example.org", "//example.org"),
        *("mailto:ada@example.org", "https://", "https:///x", "https://a@b/", "file:///etc"),
        *("https://example.org\\\\@evil.example", "example.org", "/x", "x"),
    ],
)
def test_links_that_are_refused(value: str) -> None:
    """Other schemes, user names and what is no address."""
    values, problems = read(f'code: "{value}"')
    assert (values, len(problems)) == ({}, 1)


@given(st.text(max_size=30))
def test_no_link_holds_what_could_leave_its_attribute(text: str) -> None:
    """Whatever is taken as an address has no quote, angle bracket, space or control."""
    if LINK.fullmatch(f"https://example.org/{text}"):
        assert not set(text) & set('"<> \t\n\r\x00\x1f\x7f\x85')


def test_authors_are_one_by_any_of_their_spellings() -> None:
    """A name twice in one paper is read once, and told."""
    values, problems = read("authors: [José García, JOSE  GARCIA, Ada Lovelace]")
    assert values == {"authors": ("José García", "Ada Lovelace")}
    assert problems == ["JOSE GARCIA stands twice in authors: read once"]


@pytest.mark.parametrize("name", ["et al.", "et al", "and others", "others", "...", "…"])
def test_others_are_no_author(name: str) -> None:
    """Every author is named."""
    _values, problems = read(f"authors: [Ada Lovelace, '{name}']")
    assert problems == [f"{name!r} is no name: write every author's name"]


def test_text_as_list_is_shown_as_list() -> None:
    """The cure shows the contributor's own words."""
    _values, problems = read("authors: Ada Lovelace and Grace Hopper")
    assert problems == ["authors must be a list: write authors: [Ada Lovelace, Grace Hopper]"]


@pytest.mark.parametrize(
    ("value", "number"), [("0", 0), ("12", 12), ("007", 7), ("999999", 999999)]
)
def test_whole_numbers(value: str, number: int) -> None:
    """From 0 to a million."""
    assert read(f"feed_size: {value}", fields.SITE) == ({"feed_size": number}, [])


@pytest.mark.parametrize("value", ["-1", "1.5", "1e3", "many", "1" * 5000, "１２", "0x1"])
def test_what_is_no_whole_number(value: str) -> None:
    """Huge numbers are refused before anything counts with them."""
    values, problems = read(f"feed_size: {value}", fields.SITE)
    assert values == {}
    assert problems == ["feed_size must be a whole number, as in 40"]


@pytest.mark.parametrize("escape", [r"\n", r"\alpha", r"\x41", r"\u00e9", r"\0", r"\_", r"\\\t"])
def test_backslash_that_yaml_would_take_is_a_problem(escape: str) -> None:
    """In double quotes these become a line break, a control, a space: never what was meant."""
    values, problems = read(f'title: "a{escape}b"')
    assert (values, len(problems)) == ({}, 1)
    assert "single quotes" in problems[0]


@pytest.mark.parametrize(
    ("written", "text"), [(r"\\alpha", r"\alpha"), (r"\"so\"", '"so"'), (r"a\/b", "a/b")]
)
def test_backslash_that_says_itself_is_fine(written: str, text: str) -> None:
    """Escaped backslashes and quotes are what they say."""
    assert read(f'title: "{written}"') == ({"title": text}, [])


@pytest.mark.parametrize("value", ["[!Kung Lab]", "[&Kung Lab]"])
def test_signs_that_yaml_would_swallow_are_problems(value: str) -> None:
    """A tag or an anchor would vanish with its letters."""
    values, problems = read(f"organizations: {value}")
    assert values == {"organizations": ()}
    assert problems == [f"a value that begins with {value[1]} must stand in quotes"]


def test_half_of_a_mapping_is_none() -> None:
    """A status without its date is not a status."""
    values, _problems = read("status: {kind: withdrawn}")
    assert values == {}


def test_markdown_keeps_its_lines() -> None:
    """Only one-line texts are folded."""
    values, problems = read("about: |\n  One.\n\n  Two.\ntitle: |\n  A\n  title", fields.SITE)
    assert (values, problems) == ({"about": "One.\n\nTwo.", "title": "A title"}, [])


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("«\u00a0langue morte\u00a0»\u202f?", "«\u00a0langue morte\u00a0»\u202f?"),
        ("10\u202f000 mots, p.\u00a07", "10\u202f000 mots, p.\u00a07"),
        ("Karl\u00a0XII", "Karl\u00a0XII"),
        ("\u00a0Une \u00a0 langue\u00a0", "Une langue"),
        ("Une\u00a0\n  langue", "Une langue"),
        # As a program copies all spaces of a line.
        ("Une\u00a0langue\u00a0morte\u00a0et\u00a0vive\u00a0?", "Une langue morte et vive\u00a0?"),
    ],
)
def test_no_break_spaces_that_are_meant_stay(written: str, read_as: str) -> None:
    """French signs stand behind one: texts for readers keep it."""
    read_fields = ("title", "summary", "venue", "publisher")
    values, problems = read("".join(f"{name}: |\n  {written}\n" for name in read_fields))
    assert (values, problems) == (dict.fromkeys(read_fields, read_as), [])


def test_names_have_plain_spaces() -> None:
    """They are looked up by them, and are the same person's whatever parts their words."""
    text = (
        "authors: [Ada\u00a0Lovelace]\norganizations: [La\u202fSalle]\nsubmitted_by: G.\u00a0Hopper"
    )
    assert read(text)[0] == {
        "authors": ("Ada Lovelace",),
        "organizations": ("La Salle",),
        "submitted_by": "G. Hopper",
    }


def test_address_of_who_brought_a_paper_is_not_published() -> None:
    """A name, or what one is called on GitHub, is all that is wanted."""
    told = "submitted_by: 'Ada <ada@example.org>' must be a name alone: write Ada"
    assert read("submitted_by: Ada <ada@example.org>") == ({}, [told])
    assert read("curators: [ada@example.org]", fields.SITE)[1] == [
        "'ada@example.org' must be a name alone: write the name"
    ]
    for good in ("Ada Lovelace", '"@ada"', "Ada @ home"):
        assert read(f"submitted_by: {good}")[1] == []


def test_long_unknown_names_are_cut_in_the_message() -> None:
    """A message stays a line, whatever the key."""
    _values, problems = read(f'? "{"x" * 300}\\n\\n  y"\n: 1')
    assert problems == [f"{'x' * 60} is no field here: take it out"]


def test_chinese_name_in_parts_is_the_name_as_it_is_read_aloud() -> None:
    """It is the same author as where the name stands whole."""
    values, problems = read("authors: [{family: 王, given: 小明}, {family: Curie, given: Marie}]")
    assert (values["authors"], problems) == (("王小明", "Marie Curie"), [])


def test_name_with_its_family_first_is_answered_as_it_is_read_aloud() -> None:
    """A Chinese one has no space."""
    _values, problems = read('authors: ["王, 小明", "Curie, Marie"]')
    assert problems == [
        "write the name as it is read aloud: 王小明",
        "write the name as it is read aloud: Marie Curie",
    ]
