"""What a query asks for: `static/search.js` reads it in the same way."""

from __future__ import annotations

import pytest

from broadsheet.search.queries import Filter, neighbours, plain_id, read_query, read_words

ENGLISH = ("en",)


def words(text: str, *languages: str) -> str:
    """Return the terms of a query that rank papers, parted by spaces."""
    return " ".join(word.term for word in read_query(text, languages or ENGLISH).words)


def filters(text: str) -> list[tuple[str, str, bool]]:
    """Return what papers must have, or not."""
    found = read_query(text, ENGLISH).filters
    return [(one.field, one.value, one.without) for one in found]


@pytest.mark.parametrize(
    ("text", "ranked", "expected"),
    [
        ("deep nets", "deep net", []),
        ('"deep nets"', "deep net", [("", "deep nets", False)]),
        ("“deep nets”", "deep net", [("", "deep nets", False)]),
        ("«deep nets»", "deep net", [("", "deep nets", False)]),
        ("deep -nets", "deep", [("", "nets", True)]),
        ('deep -"small nets"', "deep", [("", "small nets", True)]),
        ("author:Hopper", "", [("author", "Hopper", False)]),
        ('author:"Grace Hopper" nets', "net", [("author", "Grace Hopper", False)]),
        ("AUTHOR:hopper", "", [("author", "hopper", False)]),
        ("-author:hopper", "", [("author", "hopper", True)]),
        (
            "topic:vision year:2024-2025 has:code",
            "",
            [("topic", "vision", False), ("year", "2024-2025", False), ("has", "code", False)],
        ),
        ('topic:"Machine Vision"', "", [("topic", "Machine Vision", False)]),
        ("title:deep", "titl deep", []),
        ("self-supervised", "self supervis selfsupervis", []),
        ("author:", "", []),
        ("author: hopper", "hopper", []),
        ('""', "", []),
        ('deep "nets', "deep net", [("", "nets", False)]),
        ("-", "", []),
        ("deep - nets", "deep net", []),
        ("--deep", "", [("", "deep", True)]),
    ],
)
def test_query_is_words_and_filters(
    text: str, ranked: str, expected: list[tuple[str, str, bool]]
) -> None:
    """A phrase both ranks and filters; what must not be there, and fields, filter alone."""
    assert (words(text), filters(text)) == (ranked, expected)


def test_quotes_in_a_description_filter_nothing() -> None:
    """Of twelve words on a query is a description: what it quotes or strikes out need not be so."""
    text = 'on "deep nets" that shows how they -slowly- learn in some layers'
    assert (len(text.split()), filters(text)) == (12, [])
    assert "deep net" in words(text)
    assert "slowli" in words(text)
    assert filters(" ".join(text.split()[:11])) == [("", "deep nets", False), ("", "slowly-", True)]


def test_fields_of_a_description_filter() -> None:
    """Who writes a field's name means it."""
    assert filters("one two three four five six seven eight nine ten eleven year:2024") == [
        ("year", "2024", False)
    ]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("2506.20544", "2506.20544"),
        ("2506.20544v2", "2506.20544"),
        ("arXiv:2506.20544", "2506.20544"),
        ("https://arxiv.org/abs/2506.20544v3", "2506.20544"),
        ("http://arxiv.org/pdf/2506.20544v3.pdf", "2506.20544"),
        ("https://arxiv.org/abs/2506.20544/", "2506.20544"),
        ("https://arxiv.org/abs/2506.20544?context=cs", "2506.20544"),
        ("https://arxiv.org/html/2506.20544v1#S1", "2506.20544"),
        ("https://doi.org/10.48550/arXiv.2506.20544", "2506.20544"),
        ("https://arxiv.org/abs/hep-th/9901001v2", "hep-th/9901001"),
        ("math.GT/0309136", "math.GT/0309136"),
        ("10.1145/3292500.3330701", "10114532925003330701"),
        ("10.1000/A.b-1", "101000ab1"),
        ("doi:10.1000/A.b-1", "101000ab1"),
        ("https://doi.org/10.1000/A.b-1", "101000ab1"),
        ("3.5", "3.5"),
        ("and/or", "and/or"),
    ],
)
def test_id_is_found_in_its_addresses(word: str, expected: str) -> None:
    """An arXiv id loses its version; a DOI is one word of letters and numbers."""
    assert plain_id(word) == expected


@pytest.mark.parametrize(
    ("text", "weights"),
    [
        ("deep nets", [1, 1]),
        ("the k nets", [0.1, 0.1, 1]),
        ("papers which discuss nets", [0.35, 0.1, 0.35, 1]),
        ("self-play", [1, 1, 0.5]),
    ],
)
def test_words_weigh_by_what_they_tell(text: str, weights: list[float]) -> None:
    """Small words, and those that speak of the search, weigh less; so does a compound's whole."""
    assert [word.weight for word in read_query(text, ENGLISH).words] == weights


def test_word_is_looked_up_in_the_languages_of_the_papers() -> None:
    """In a feed with French papers a word has a French stem beside the English one."""
    (word,) = read_query("modérées", ("en", "fr", "de")).words
    assert (word.term, word.others) == ("modere", ("moder",))


@pytest.mark.parametrize(
    ("text", "asking", "expected"),
    [
        ("deep nets learn", False, ["deep net", "net learn"]),
        ("depth of the nets", False, ["depth net"]),
        ("papers on nets", False, []),
        ("papers on nets", True, ["paper net"]),
        ("learn learning", False, []),
        ("self-play games", False, ["self play", "play game"]),
    ],
)
def test_neighbours_of_a_query(text: str, asking: bool, expected: list[str]) -> None:  # noqa: FBT001 - a table's column
    """Small words between two do not part them, and a word is no neighbour of itself."""
    found = neighbours(list(read_words(text, ENGLISH)), asking=asking)
    assert [f"{one.term} {other.term}" for one, other in found] == expected


def test_end_of_a_very_long_query_is_not_read() -> None:
    """Two thousand characters are enough for anybody."""
    text = "deep " * 400
    assert len(words(text + "nets").split()) == 400


def test_filter_is_told_by_names() -> None:
    """The parts of a filter are a field, a value, and whether papers must be without it."""
    assert read_query("-topic:vision", ENGLISH).filters == (
        Filter("topic", "vision", without=True),
    )
