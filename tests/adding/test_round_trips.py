"""What `import` and `new` read of our own exports equals what was there: names, titles, facts.

A site is built of papers with hard names and titles; its pages and the BibTeX on them are read
back. What a format cannot carry is written out below. Our feeds are no sources: RSS and JSON Feed
name authors in one text or hold our ids, and are refused by name.
"""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from support import SITE, TOPICS, Feed, call, examples

from broadsheet.adding.formats import read_records
from broadsheet.adding.records import Record, RecordError, tidy
from broadsheet.adding.webpages import read_webpage
from broadsheet.content.model import Paper
from broadsheet.content.naming import find_fault
from broadsheet.content.papers import read_paper
from broadsheet.content.reader import read_content
from broadsheet.content.writing import write_paper
from broadsheet.site.bibtex import bibtex
from broadsheet.text.inline import title_plain

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = (
    *("Ursula von der Leyen", "Juan de la Cruz", "Gerard van 't Hooft", "Charles de Gaulle"),
    *("Étienne de La Boétie", "Maria del Carmen de los Santos", "Sinéad O'Neil", "D'Arcy Thompson"),
    *("Sammy Davis Jr.", "Henry Louis Gates III", "Ludwig van Beethoven Sr.", "The Lab, Inc."),
    *("Plato", "OpenAI", "The LLaMA Team", "AT&T Labs", "Barnes and Noble", "ATLAS Collaboration"),
    *(
        "Department of Health and Human Services",
        "J. R. R. Tolkien",
        "Jean-Luc Picard",
        "Malcolm X",
    ),
    *("Gabriel García Márquez", "Nguyễn Văn Ấm", "Łukasz Ørsted", "Jürgen Groß", "Åsa Ö"),
    *("王小明", "김철수", "محمد علي", "שלמה כהן", "राम शर्मा", "Ελένη Παπαδοπούλου", "Жанна Щукина"),
    *("Björk Guðmundsdóttir", "İdil Çığ", "X Æ A-12", "Per% Cent", "Under_Score Name", "Hash #One"),
    *("Dollar $ Name", "Caret ^ Name", 'Dwayne "The Rock" Johnson', "Li J. Wang", "Émile Du Bois"),
    *("Ibn al-Haytham", "Robert Downey, Jr.", ("Le Guin", "Ursula K."), ("Wiley and Sons", "")),
    *(("Vargas Llosa", "Mario"), ("Team1", "")),
)
TITLES = (
    *("A Title: With a Colon", "$x^2$ and $\\frac{a}{b}$", "The $O(n \\log n)$ Bound for $L_1$"),
    *("Saving $1 Million and $2", "<think>: Reasoning", "C++ and C# beat C", "x < y > z"),
    *(
        "“Quotes” and \"quotes\" and 'these'",
        "A -- B --- C – D — E",
        "``Typed'' Quotes",
        "-- Dashes",
    ),
    *("Braces {} and {x}", "\\alpha literally", "50% & more_under #1 ~x^y", "Title, with, commas"),
    *("深度学习 for é", "مرحبا بالعالم", "Emoji 😀 👩‍🚀", "Title Ending in 2025", "10⁶ and H₂O"),
    *("Naïve Bayes' Theorem's Ünïcödé İı", "What? Yes!", "R^3 and H_2O", "and others", "100$"),
    *("mid·dot • bullet…", "A *Bacillus* in its Home", "Long " + "and longer " * 44 + "end"),
)
KINDS = (
    {"published": "2024-05-06", "arxiv": "2405.00001", "category": "cs.CL"},
    {"published": "2024-05", "doi": "10.1002/(SICI)1097-4571(199806)49:8<693::AID>3.0.CO;2-O"},
    {"published": "1999", "arxiv": "math/9901001", "doi": "10.1000/a_b%c"},
    {
        "published": "2020",
        "doi": "10.1000/x",
        "venue": "Journal of X & Y_Z, 50%",
        "volume": "12",
        "issue": "3a",
        "pages": "1-10",
        "publisher": "P -- Q",
        "type": "article",
    },
    {"published": "2021-02-03", "url": "https://e.org/a_b?c=%20d&e=~f#g", "venue": "ACL 2021"},
)


def papers() -> Iterator[dict[str, object]]:
    """Yield the fields of papers: each name and each title in one of them, in each kind in turn."""
    for number, title in enumerate(TITLES):
        names = [NAMES[(number * 2 + place) % len(NAMES)] for place in range(3)]
        fields = dict(KINDS[number % len(KINDS)])
        for name in ("arxiv", "doi", "url"):  # no two papers are the same
            if name in fields and name != "arxiv":
                fields[name] = f"{fields[name]}{number}"
        if "arxiv" in fields:
            fields["arxiv"] = fields["arxiv"][:-3] + f"{number:03}"
        yield {"title": title, "authors": tuple(names), **fields}
    yield {
        "title": "A Collaboration",
        "authors": tuple(f"Author N{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(664)),
        "published": "2012",
        "arxiv": "1207.9999",
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Feed:
    """Return a site of the papers, each on a day of its own."""
    feed = Feed(tmp_path_factory.mktemp("trips"))
    feed.write("site.yaml", SITE)
    feed.write("topics.yaml", TOPICS)
    for number, fields in enumerate(papers()):
        path = f"2025/{number // 28 + 1:02}/{number % 28 + 1:02}/paper-{number}.md"
        feed.write(path, write_paper({**fields, "summary": "What was done."}, "Text.", {}))
    done = feed.build("--base-url", "https://papers.example/")
    assert done.returncode == 0, done.stderr
    return feed


def whole(feed: Feed) -> dict[str, Paper]:
    """Return the papers as they are read, by name."""
    found = {}
    for entry in read_content(feed.content).content.papers:
        data = (feed.content / entry.path).read_bytes()
        found[entry.slug] = read_paper(entry.path, data, lambda _: None)[0]
    return found


def exported(feed: Feed, slug: str) -> bytes:
    """Return the BibTeX on a paper's page, as one copies it."""
    page = BeautifulSoup(feed.page(f"papers/{slug}.html"), "html.parser")
    return page.select_one("#bibtex").get_text().encode()  # type: ignore[union-attr]


def test_bibtex_of_every_page_says_what_was_there(built: Feed) -> None:
    """Title, names with their parts, year, ids, and where it was published.

    BibTeX of ours has no month, no kind and no language, a venue stands as a note, emphasis in a
    title is not read, and an address is left out where there is an id.
    """
    for slug, paper in whole(built).items():
        (found,) = read_records(BytesIO(exported(built, slug)), "a.bib")
        record = found.record
        assert record is not None, found
        assert record.title.replace("$", "") == tidy(title_plain_of(paper.title)), slug
        assert record.authors == tuple(map(with_suffix, paper.authors)), slug
        assert record.published == paper.published[:4]
        assert (record.arxiv, record.doi) == (paper.arxiv, paper.doi), slug
        assert record.url == ("" if paper.arxiv or paper.doi else paper.url)
        assert (record.volume, record.issue) == (paper.volume, paper.issue)
        assert (record.pages, record.publisher) == (paper.pages, paper.publisher)
        assert record.category == (paper.category if paper.arxiv else "")
        told = {name: parts for name, *parts in record.splits}
        for name, *parts in paper.splits:
            assert told.get(name, parts) == parts, slug


def with_suffix(name: str) -> str:
    """Return a name as it is imported: one way of writing a suffix."""
    return name.replace(", Jr.", " Jr.")


def title_plain_of(title: str) -> str:
    """Return a title without emphasis and the dollar signs of formulas: TeX is compared as TeX."""
    return title.replace("*", "").replace("$", "")


def test_page_of_every_paper_says_what_was_there(built: Feed) -> None:
    """Its tags carry the same but the venue and parts of names.

    A command of TeX in the title of a page is read as TeX, since other sites mean it so.
    """
    for slug, paper in whole(built).items():
        data = (built.output / f"papers/{slug}.html").read_bytes()
        record = read_webpage(data, f"https://papers.example/papers/{slug}.html")
        if "\\alpha" not in paper.title:
            assert record.title == tidy(title_plain(paper.title)), slug
        assert record.published == paper.published
        assert record.arxiv == paper.arxiv
        if not paper.arxiv:
            assert record.doi == paper.doi
        assert record.authors == tuple(map(with_suffix, paper.authors)), slug
        assert (record.volume, record.issue) == (paper.volume, paper.issue)


def test_known_papers_are_found_again(built: Feed) -> None:
    """Importing all that was exported writes nothing: each is here already."""
    source = built.root / "all.bib"
    source.write_bytes(b"\n".join(exported(built, slug) for slug in sorted(whole(built))))
    before = sorted(built.content.rglob("*"))
    done = call("import", "--content", built.content, source)
    assert sorted(built.content.rglob("*")) == before, done.stdout
    assert "0 papers" in done.stdout or "nothing" in done.stdout.lower(), done.stdout


@pytest.mark.parametrize("path", ["feed.xml", "feed.json", "feed.atom"])
def test_feeds_are_no_source(path: str, built: Feed) -> None:
    """A sentence says so, of the file or of each entry."""
    data = (built.output / path).read_bytes()
    found = []
    with suppress(RecordError):
        found = list(read_records(BytesIO(data), path))
    assert all(one.record is None and one.problem for one in found)


WORDS = st.text(
    st.characters(categories=["L", "N"]) | st.sampled_from(" .,:;!?&%#_~^'\"`()[]{}<>@*+=/|-–—"),
    min_size=1,
    max_size=40,
)


def record_of(paper: Paper) -> Record | None:
    """Return what is read of a paper's BibTeX."""
    (found,) = read_records(BytesIO(bibtex(paper).encode()), "a.bib")
    return found.record


@settings(max_examples=examples(400))
@given(WORDS)
def test_any_title_survives(text: str) -> None:
    """Letters of all scripts, and the signs that TeX and BibTeX read."""
    title = tidy(text)
    shown = tidy(title_plain(title))
    assume(shown and "*" not in title and "&" not in title)  # markup, and entities of HTML
    record = record_of(Paper("a", "2025-06-25", title, ("Ada Lovelace",), "2025", "2506.00001"))
    assert record is not None
    assert tidy(title_plain(record.title)) == shown or record.title == title


@settings(max_examples=examples(400))
@given(st.lists(st.text(st.characters(categories=["L"]), min_size=1, max_size=12), max_size=4))
def test_any_name_survives(words: list[str]) -> None:
    """Of one word or several, in any script, whatever its last word means elsewhere."""
    name = tidy(" ".join(words))
    assume(name and find_fault(name, "") is None)
    record = record_of(Paper("a", "2025-06-25", "T", (name, "Ada Lovelace"), "2025", "2506.00001"))
    assert record is not None
    assert record.authors == tuple(dict.fromkeys((name, "Ada Lovelace")))
