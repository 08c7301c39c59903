"""Addresses that stand by themselves in an abstract: they lead where they say."""

from __future__ import annotations

from time import process_time

import pytest
from bs4 import BeautifulSoup

from broadsheet.text.inline import title_html
from broadsheet.text.markdown import plain_markdown, render_markdown


def links_in(text: str) -> list[tuple[str, str]]:
    """Return the links of a text as HTML: where each leads, and what it says."""
    found = BeautifulSoup(render_markdown(text), "html.parser").find_all("a")
    return [(str(link["href"]), link.get_text()) for link in found]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Code is at https://github.com/owner/name_x.", "https://github.com/owner/name_x"),
        ("(see http://a.example/b).", "http://a.example/b"),
        ("At https://a.example/c_(d), and", "https://a.example/c_(d)"),
        ("At (https://a.example/c_(d)) and", "https://a.example/c_(d)"),
        ("Is it https://a.example/b?", "https://a.example/b"),
        ("'https://a.example/b'; “https://a.example/b”", "https://a.example/b"),
        ("*https://a.example/b*, **https://a.example/b**", "https://a.example/b"),
        ("https://a.example/_b_/*c*/d and on", "https://a.example/_b_/*c*/d"),
        (r"https://a.example/b\_c", "https://a.example/b_c"),
        ("https://a.example/~b/#c-1!", "https://a.example/~b/#c-1"),
        ("[https://a.example/b", "https://a.example/b"),
        ("代码见https://a.example/b。很好", "https://a.example/b"),
        ("HTTPS://A.example/B.", "HTTPS://A.example/B"),
        ("Two\nhttps://a.example/b\nlines", "https://a.example/b"),
        ("- https://a.example/b", "https://a.example/b"),
        ("https://a.example:8080/b...", "https://a.example:8080/b"),
    ],
)
def test_address_is_a_link_without_what_stands_behind_it(text: str, address: str) -> None:
    """A full stop, a quote, the mark of emphasis and a bracket opened before it are not in it."""
    assert set(links_in(text)) == {(address, address)}


def test_query_is_escaped_once() -> None:
    """As it stands, and where a web page was copied with its entities."""
    expected = '<a href="https://a.example/?b=1&amp;c=2">https://a.example/?b=1&amp;c=2</a>'
    assert render_markdown("https://a.example/?b=1&c=2.") == f"<p>{expected}.</p>\n"
    assert render_markdown("https://a.example/?b=1&amp;c=2.") == f"<p>{expected}.</p>\n"


def test_letters_beyond_ascii_are_shown_as_they_are() -> None:
    """The address is encoded, what is read is not."""
    assert links_in("https://de.example/Käse") == [
        ("https://de.example/K%C3%A4se", "https://de.example/Käse")
    ]


@pytest.mark.parametrize(
    "text",
    [
        *("`https://a.example/b`", "```\nhttps://a.example/b\n```", "a\n\n    https://a.example/b"),
        *("xhttps://a.example/b", "https://", "https://.", "http:// a", "ftp://a.example/b"),
        *("https://user:word@a.example/b", "https:/a.example", "javascript://a.example/b"),
    ],
)
def test_what_is_code_or_no_address_is_no_link(text: str) -> None:
    """Nothing but http and https leads anywhere, and no name of a user is led to."""
    assert links_in(text) == []


def test_links_that_are_written_as_such_stay_the_same() -> None:
    """An address between angle brackets, as a link's words and as its target is one link."""
    assert links_in("<https://a.example/b> [https://c.example](https://d.example)") == [
        ("https://a.example/b", "https://a.example/b"),
        ("https://d.example", "https://c.example"),
    ]
    assert links_in("[c]\n\n[c]: https://d.example/") == [("https://d.example/", "c")]


def test_words_are_the_same_and_titles_have_none() -> None:
    """Excerpts and searches read what they read before."""
    text = "We do things. Code is at https://github.com/owner/name_x."
    assert plain_markdown(text) == text
    assert title_html(text) == text


@pytest.mark.parametrize(
    "text",
    [
        *("https://" * 6000, "https:" * 8000, "https://a.b/" + ")" * 50_000, "http" * 12_000),
        *("(https://a.b/" * 4000, "https://a.b/" + "." * 50_000, "https://a.b/&" * 4000),
        *("https://a.b/" + "\\_" * 25_000, "https://a.b" + "@" * 50_000),
    ],
)
def test_text_made_to_be_slow_is_read_at_once(text: str) -> None:
    """As long as an abstract may be: far below what a second attempt at each place would take."""
    begun = process_time()
    render_markdown(text)
    assert process_time() - begun < 2
