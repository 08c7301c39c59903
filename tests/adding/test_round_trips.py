"""What `import` and `new` read of our own exports equals what was there: names, titles, facts.

A site is built of papers with hard names and titles; its pages and the BibTeX on them are read
back into an empty folder. What a format cannot carry is written out below. Our feeds are no
sources: they name authors in one text or hold our ids, and each is refused in a sentence.
"""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from support import SITE, TOPICS, Feed, bibtex_of, call, examples

from broadsheet.adding.formats import read_records
from broadsheet.adding.records import Record, tidy
from broadsheet.content.citing import cite, finished
from broadsheet.content.model import Paper
from broadsheet.content.names import split_names
from broadsheet.content.naming import find_fault
from broadsheet.content.papers import read_paper
from broadsheet.content.reader import read_content
from broadsheet.content.writing import title_of, write_paper
from broadsheet.text.inline import title_html, title_plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAMES = (
    *("Ursula von der Leyen", "Juan de la Cruz", "Gerard van 't Hooft", "Charles de Gaulle"),
    *("Étienne de La Boétie", "Maria del Carmen de los Santos", "Sinéad O'Neil", "D'Arcy Thompson"),
    *("Sammy Davis Jr.", "Henry Louis Gates III", "Ludwig van Beethoven Sr.", "The Lab, Inc."),
    *("Plato", "OpenAI", "The LLaMA Team", "AT&T Labs", "Barnes and Noble", "ATLAS Collaboration"),
    *("Department of Health and Human Services", "J. R. R. Tolkien", "Jean-Luc Picard"),
    *("Malcolm X", "Gabriel García Márquez", "Nguyễn Văn Ấm", "Łukasz Ørsted", "Jürgen Groß"),
    *("Åsa Ö", "王小明", "김철수", "محمد علي", "שלמה כהן", "राम शर्मा", "Ελένη Παπαδοπούλου"),
    *(
        "Жанна Щукина",
        "Björk Guðmundsdóttir",
        "İdil Çığ",
        "X Æ A-12",
        "Per% Cent",
        "Q\u0323 M\u0310",
    ),
    *(
        "Under_Score Name",
        "Hash #One",
        "Dollar $ Name",
        "Caret ^ Name",
        "Tilde ~ Name",
        "Li J. Wang",
    ),
    *('Dwayne "The Rock" Johnson', "Émile Du Bois", "Ibn al-Haytham", "Back\\slash Name"),
    *(
        "Curly {Brace} Name",
        "Open { Brace",
        "Dash -- Name",
        "Jane Roe",
        "山田 太郎",
        "ジョン・スミス",
    ),
    *(("Le Guin", "Ursula K."), ("Wiley and Sons", ""), ("Vargas Llosa", "Mario"), ("Team1", "")),
    *(("Team, Inc. of Rome", ""), ("Roe and Doe", "Jane"), ("de Souza e Silva", "Ana Maria")),
    *("VI Lenin", "Co Nguyen", "III Team", "Inc. Magazine", ("García Márquez", "MD"), "V. I. Roe"),
    *("Co Dinh III", "MD Karim Jr.", "VI Roe Sr.", "Inc. 0 Jr."),
    *(("AT&amp;T", ""), "Team <think>", "Lab <b>", "O’Neil Ó hAodha", "ʻOkina N'Golo", "50 Cent"),
)
TITLES = (
    *("A Title: With a Colon", "$x^2$ and $\\frac{a}{b}$", "The $O(n \\log n)$ Bound for $L_1$"),
    *("Saving $1 Million and $2", "<think>: Reasoning", "C++ and C# beat C", "x < y > z"),
    *("“Quotes” and \"quotes\" and 'these'", "A -- B --- C – D — E", "``Typed'' Quotes"),
    *("-- Dashes", "Braces {} and {x}", "\\alpha literally", "50% & more_under #1 ~x^y"),
    *("Title, with, commas", "深度学习 for é", "مرحبا بالعالم", "Emoji 😀 👩‍🚀", "שלום עולם"),
    *("Title Ending in 2025", "10⁶ and H₂O", "Naïve Bayes' Theorem's Ünïcödé İı", "What? Yes!"),
    *("R^3 and H_2O", "and others", "100$", "mid·dot • bullet…", "A *Bacillus* in its Home"),
    *(
        "Long " + "and longer " * 44 + "end",
        "A Lone { Brace",
        "One Shut } Brace",
        "\\",
        "Ends in \\",
    ),
    *("\\textbf{Bold} by Hand", "{\\LaTeX}", "% All a Comment", "@article{key, title = {x}}"),
    *("a = {b}, c", '"', "“", "ﬁne ligatures", "Ｗｉｄｅ letters", "한국어 제목", "हिन्दी शीर्षक"),
    *("q\u0323\u0307 Marks", "Ends with a Period.", "TeX's $\\LaTeX$", "$\\mathbb{R}^n$-valued"),
    *("An 'Apostrophe''s'", "Fish & Chips; R&D", "\\$5 and $y$", "A_{sub} and B^{super}"),
    *(
        "5$ and 6$",
        "Vitamin B12 at 37°C",
        "http://a.example/b_c%20d",
        "x~y",
        "no",
        "[Brackets] (and)",
    ),
    *("AT&amp;T, Literally", "A &#65; and a &nbsp;", "The <i>x</i> Tag & the &lt;b&gt;", "&c.; &;"),
    *(
        "<br/> in HTML",
        "H<sub>2</sub>O as Typed",
        "a <b and c> d",
        "<a href='x'> & Others",
        "Ends in </p>",
    ),
    *(
        "R&D; and More",
        "A <!-- Comment --> or <![CDATA[",
        "In [[Brackets]]>x",
        "$x < y$ & $z^2$ Hold",
    ),
)
KINDS: tuple[dict[str, str], ...] = (
    {"published": "2024-05-06", "arxiv": "2405.00001", "category": "cs.CL"},
    {
        "published": "2024-05",
        "doi": "10.1002/(SICI)1097-4571(199806)49:8<693::AID>3.0.CO;2-O",
        "type": "paper",
        "venue": "Proc. of {X}, n-th Ed.: A & B_C, 50%",
        "publisher": "P -- Q",
    },
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
    {
        "published": "2019",
        "url": "https://e.org/b",
        "type": "chapter",
        "venue": "The Handbook",
        "pages": "S12",
        "language": "fr",
    },
    {"published": "2018-12", "doi": "10.1000/y", "type": "thesis", "publisher": "ÉNS & Co."},
    {"published": "2017-12-31", "doi": "10.1000/z", "type": "report", "publisher": "NASA"},
    {"published": "2016", "doi": "10.1000/w", "type": "book", "publisher": "Wiley #1"},
    {"published": "2015", "doi": "10.1000/v", "type": "dataset", "publisher": "Zenodo"},
    {"published": "2014", "doi": "10.1000/u", "type": "preprint", "venue": "bioRxiv"},
)


def papers() -> Iterator[dict[str, object]]:
    """Yield the fields of papers: each name and each title in one of them, in each kind in turn."""
    for number, title in enumerate(TITLES):
        names = [NAMES[(number * 2 + place) % len(NAMES)] for place in range(3)]
        fields = dict(KINDS[number % len(KINDS)])
        for name in ("doi", "url"):  # no two papers are the same
            if name in fields:
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
    feed = empty(tmp_path_factory.mktemp("trips"))
    for number, fields in enumerate(papers()):
        path = f"2025/{number // 28 + 1:02}/{number % 28 + 1:02}/paper-{number}.md"
        feed.write(path, write_paper({**fields, "summary": "What was done."}, "Text.", {}))
    done = feed.build("--base-url", "https://papers.example/")
    assert done.returncode == 0, done.stdout + done.stderr
    return feed


def empty(root: Path) -> Feed:
    """Return a feed without papers."""
    feed = Feed(root)
    feed.write("site.yaml", SITE)
    feed.write("topics.yaml", TOPICS)
    return feed


def whole(feed: Feed) -> list[Paper]:
    """Return the papers as they are read, those that wait for a summary too."""
    return [
        read_paper(entry.path, (feed.content / entry.path).read_bytes(), lambda _: None)[0]
        for entry in read_content(feed.content).content.everything
    ]


def by_id(papers: list[Paper]) -> dict[str, Paper]:
    """Return papers by what identifies each of them."""
    found = {paper.arxiv or paper.doi or paper.url: paper for paper in papers}
    assert len(found) == len(papers)
    return found


def exported(feed: Feed, slug: str) -> bytes:
    """Return the BibTeX on a paper's page, as one copies it."""
    page = BeautifulSoup(feed.page(f"papers/{slug}.html"), "html.parser")
    return page.select_one("#bibtex").get_text().encode()  # type: ignore[union-attr]


def files(feed: Feed) -> dict[Path, bytes]:
    """Return the files of the content."""
    return {file: file.read_bytes() for file in feed.content.rglob("*") if file.is_file()}


def shown(title: str) -> str:
    """Return a title as a page shows it, without emphasis, which no source has."""
    return re.sub("</?(?:em|strong)>", "", title_html(title))


def carried_by_bibtex(paper: Paper) -> Paper:
    """Return a paper without what our BibTeX does not say, or says of another kind.

    Of the date it has the month. A venue is a note where the kind of a work does not tell what it
    is the venue of, and that a work is a preprint is not told. The PDF of a paper and the address
    beside an id have no place, nor has what only we know: the summary.
    """
    told = paper.type in ("article", "paper", "chapter")
    return replace(
        paper,
        published=paper.published[:7],
        venue=paper.venue if told else "",
        type="" if paper.type == "preprint" else paper.type,
        url="" if paper.arxiv or paper.doi else paper.url,
    )


FACTS = (
    *("authors", "published", "arxiv", "doi", "url", "venue", "type", "volume", "issue", "pages"),
    *("publisher", "category", "language"),
)


def test_bibtex_of_all_pages_is_imported_as_it_was(built: Feed, tmp_path: Path) -> None:
    """Title, names with their parts, ids, where it was published and as what."""
    other = empty(tmp_path)
    source = other.root / "all.bib"
    source.write_bytes(b"\n".join(exported(built, paper.slug) for paper in whole(built)))
    done = call("import", "--content", other.content, source)
    assert done.returncode == 0, done.stdout + done.stderr
    there, here = by_id(whole(built)), by_id(whole(other))
    assert here.keys() == there.keys()
    for key, paper in here.items():
        before = carried_by_bibtex(there[key])
        assert shown(paper.title) == shown(before.title)
        for field in FACTS:
            assert (field, getattr(paper, field)) == (field, getattr(before, field)), key
        assert split_names(paper) == split_names(before)


@pytest.mark.parametrize(
    ("kind", "begins", "venue"),
    [
        ("article", "@article{lovelace2025word,", "journal"),
        ("paper", "@inproceedings{lovelace2025word,", "booktitle"),
        ("chapter", "@incollection{lovelace2025word,", "booktitle"),
        ("book", "@book{lovelace2025word,", "note"),
        ("thesis", "@thesis{lovelace2025word,", "note"),
        ("report", "@techreport{lovelace2025word,", "note"),
        ("dataset", "@dataset{lovelace2025word,", "note"),
        ("preprint", "@misc{lovelace2025word,", "note"),
        ("", "@misc{lovelace2025word,", "note"),
    ],
)
def test_entry_is_of_the_kind_of_the_work(kind: str, begins: str, venue: str) -> None:
    """Its venue stands in the field that styles set for that kind."""
    paper = Paper("a", "2025-06-25", "Word", ("Ada Lovelace",), "2025-06-01", doi="10.1000/1")
    lines = bibtex_of(replace(paper, type=kind, venue="V & W")).splitlines()
    assert lines[0] == begins
    assert f"  {venue} = {{V \\& W}}," in lines


def test_names_of_ris_come_back_as_they_were() -> None:
    """A group's by the comma behind it, and a person's in parts."""
    group, person = "Arbeitskreis Mittelalter", "Gabriel García Márquez"
    splits = ((group, group, ""), (person, "García Márquez", "Gabriel"))
    names = (group, person, "Plato", "DeepSeek-AI", "The Lab, Inc.", "Martin Luther King Jr.")
    for some in (names, (group,)):
        told = tuple(one for one in splits if one[0] in some)
        paper = Paper("a", "2025-06-25", "T", some, "2025", "2506.00001", splits=told)
        made = finished("ris", cite(paper), "key", ())
        (found,) = read_records(BytesIO(made.encode()), "a.ris")
        assert found.record is not None
        assert (found.record.authors, found.record.splits) == (some, told)


def carried_by_page(paper: Paper) -> Paper:
    """Return a paper without what the tags of its page do not say.

    Formulas stand there in Unicode. A venue is read where the kind of a work tells what it is the
    venue of; that a work is a preprint is not read, and arXiv's subject not told. The DOI that
    arXiv gives is its id. Without an id, the address is that of the page, which is all that the
    paper's `url` would be on any other site's page.
    """
    return replace(
        paper,
        title=title_plain(paper.title),
        url="" if paper.arxiv or paper.doi else f"https://papers.example/papers/{paper.slug}.html",
        venue=paper.venue if paper.type in ("article", "paper", "chapter") else "",
        type="" if paper.type == "preprint" else paper.type,
        category="",
    )


def test_every_page_that_is_saved_makes_the_paper_that_was_there(
    built: Feed, tmp_path: Path
) -> None:
    r"""`new --from` reads title, names, dates, ids and language; its abstract is our summary.

    A command or a script, as in `\alpha literally`, is read as TeX there, what looks like a tag or
    an entity as HTML, and a comma as one behind a family name: other sites mean them so.
    """
    for number, paper in enumerate(sorted(whole(built), key=lambda paper: paper.slug)):
        other = empty(tmp_path / str(number))
        page = built.output / f"papers/{paper.slug}.html"
        done = call("new", "--content", other.content, "--from", page, "--date", "2025-12-01")
        assert done.returncode == 0, done.stdout + done.stderr
        (found,) = whole(other)
        before = carried_by_page(paper)
        if not _MEANT_ELSEWHERE.search(paper.title):
            assert title_plain(found.title) == before.title
        for field in FACTS:
            if not (field == "authors" and _MEANT_ELSEWHERE.search(" ".join(paper.authors))):
                assert (field, getattr(found, field)) == (field, getattr(before, field)), paper
        assert found.body == "What was done."


_MEANT_ELSEWHERE = re.compile(r"\\\w|[_^]\{|, Inc\. of Rome|&#?\w+;|</?(?:[abip]|br|sub)\b|<!|\]>")


def test_known_papers_are_found_again(built: Feed) -> None:
    """Importing what was exported writes nothing: each is here already, by its id or its title.

    But for pages that tell no id: their address is ours, and so another one.
    """
    before = files(built)
    source = built.root / "all.bib"
    source.write_bytes(b"\n".join(exported(built, paper.slug) for paper in whole(built)))
    done = call("import", "--content", built.content, source)
    assert (
        done.stdout.splitlines()[-1]
        == f"0 papers written, {len(before) - 2} there already, 0 with problems"
    )
    for paper in whole(built):
        if not (paper.arxiv or paper.doi):
            continue
        page = built.output / f"papers/{paper.slug}.html"
        done = call("new", "--content", built.content, "--from", page)
        assert (done.returncode, done.stdout) == (1, "")
        assert "has this paper already" in done.stderr
    assert files(built) == before


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("Ada Lovelace PhD", ("Ada Lovelace",)),
        ("Ada Lovelace, Ph.D.", ("Ada Lovelace",)),
        ("Robert Downey, Jr.", ("Robert Downey Jr.",)),
        ("Henry Louis Gates, III", ("Henry Louis Gates III",)),
    ],
)
def test_what_stands_behind_a_name_is_written_one_way(name: str, names: tuple[str, ...]) -> None:
    """Whatever the source: a degree is no part of a name, and no comma stands before a suffix."""
    record = record_of(Paper("a", "2025-06-25", "T", (name,), "2025", "2506.00001"))
    assert record is not None
    assert record.authors == names


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("feed.xml", "the file is XML, but no feed of arXiv: a file must be arXiv's Atom, BibTeX"),
        ("days.xml", "the file is XML, but no feed of arXiv: a file must be arXiv's Atom, BibTeX"),
        ("feed.atom", "the file is XML, but no feed of arXiv: a file must be arXiv's Atom, BibTeX"),
        (
            "feed.json",
            "the file is JSON, but of no known form: a file must be arXiv's Atom, BibTeX",
        ),
    ],
)
def test_feeds_are_no_source(path: str, told: str, built: Feed) -> None:
    """One sentence says so of the whole file."""
    done = call("import", "--content", built.content, built.output / path)
    assert done.returncode == 1
    assert done.stdout.splitlines() == ["0 papers written, 0 there already, 1 with problems"]
    assert done.stderr.count(told) == len(done.stderr.splitlines()) == 1


SIGNS = " .,:;!?&%#_~^'\"`()[]{}<>@*+=/|-–—$\\"


def record_of(paper: Paper) -> Record | None:
    """Return what is read of a paper's BibTeX."""
    (found,) = read_records(BytesIO(bibtex_of(paper).encode()), "a.bib")
    return found.record


# What TeX, BibTeX, HTML or importers read as something else than what stands there.
HARD = (
    *("&amp;", "&#65;", "&", "<i>", "</b>", "<br/>", "<!--", "]]>", "<think>", "--", "``", "{}"),
    *('"`', "\"'", '"<', '">', ",,", "''"),
    *("\\alpha", "\\'e", "C++", "C#", " and ", " Jr. ", " VI ", " Inc. ", " von ", " $1 ", " "),
)
HARD_TEXTS = st.lists(
    st.sampled_from(HARD)
    | st.text(
        st.characters(categories=["L", "M", "N"]) | st.sampled_from(SIGNS), min_size=1, max_size=20
    ),
    min_size=1,
    max_size=6,
).map("".join)
_MARKUP = re.compile(r"[*]|\\[!-/:-@[-`{-~]|\$[^$]*[<>&%#][^$]*\$")


@settings(max_examples=examples(400))
@given(HARD_TEXTS)
def test_any_title_survives(text: str) -> None:
    """Letters of all scripts, and the signs that TeX, BibTeX and HTML read.

    Emphasis is not read, nor what a backslash of Markdown escapes; nor, within a formula, a tag, or
    a sign that TeX wants a backslash before.
    """
    title = tidy(text)
    assume(title_plain(title).strip() and not _MARKUP.search(title))
    record = record_of(Paper("a", "2025-06-25", title, ("Ada Lovelace",), "2025", "2506.00001"))
    assert record is not None
    assert shown(title_of(record.title, money=record.money)) == shown(title)


@settings(max_examples=examples(400))
@given(HARD_TEXTS)
def test_any_name_survives(text: str) -> None:
    """Of one word or several, in any script, whatever its last word means elsewhere."""
    name = tidy(text)
    assume(any(map(str.isalnum, name)) and find_fault(name, "") is None)
    # From no source is taken a comma before a suffix, nor DBLP's number of a namesake.
    assume(not re.search(r", ?(?:Jr|VI)\b|\b0\d{3}\b", name))
    record = record_of(Paper("a", "2025-06-25", "T", (name, "Ada Lovelace"), "2025", "2506.00001"))
    assert record is not None
    assert record.authors == tuple(dict.fromkeys((name, "Ada Lovelace")))
