"""Papers of other languages and kinds, as their pages and feeds tell of them."""

from __future__ import annotations

import json

import feedparser
import pytest
from bs4 import BeautifulSoup
from PIL import Image
from support import Feed, call

from broadsheet.content.fields import PAPER, by_name

ARABIC = "توزيع العوالق: دراسة (2024)"
CHINESE = "深海热液口微生物群落的长期观测"


@pytest.fixture
def feed_of_many(feed: Feed) -> Feed:
    """Return a French feed with a paper in Arabic, one in Chinese and one of a journal."""
    site = feed.content / "site.yaml"
    site.write_text(site.read_text() + "language: fr\n")
    feed.add(
        "2025/06/25/arabic.md",
        title=f'"{ARABIC}"',
        authors="[محمد علي, Ada Lovelace, فاطمة]",
        language="ar",
        summary=f'"{ARABIC}"',
    )
    feed.add(
        "2025/06/25/chinese.md", f"{CHINESE}\n{CHINESE}", title=CHINESE, language="zh", summary=None
    )
    feed.add(
        "2025/06/26/journal.md",
        title='"Croissance de *Escherichia coli* et A*"',
        authors="[{family: García Márquez, given: Gabriel}, {name: Reef Consortium}, Marie Curie]",
        published="2024-03",
        arxiv=None,
        doi="10.1234/reef.17",
        venue="Journal of Reefs",
        type="article",
        volume='"12"',
        issue='"3"',
        pages="101-117",
        publisher="Ocean Press",
        summary="'Le code `reefmap` et [les données](https://e.org/d) sont *publics*.'",
        status="{kind: retracted, date: 2025-08-01, note: 'The *authors* found it.'}",
    )
    done = feed.build("--base-url", "https://papers.example/")
    assert done.returncode == 0, done.stderr
    return feed


def soup(feed: Feed, path: str) -> BeautifulSoup:
    """Parse a page."""
    return BeautifulSoup(feed.page(path), "html.parser")


def test_notes_and_captions_say_their_language_and_direction(feed: Feed) -> None:
    """As the summary does, so that neither reorders what stands around it."""
    feed.add("2025/06/25/plain.md", status='{kind: corrected, date: 2025-06-26, note: "A table."}')
    Image.new("RGB", (90, 50)).save(feed.content / "2025/06/25/picture.png")
    status = f'{{kind: corrected, date: 2025-06-26, note: "{ARABIC}"}}'
    figure = f'{{file: picture.png, alt: "A", caption: "{ARABIC}"}}'
    feed.add("2025/06/25/arabic.md", language="ar", status=status, figure=figure)
    assert feed.build().returncode == 0
    for path in ("index.html", "papers/arabic.html"):
        page = soup(feed, path)
        for selector in (".status span", "figcaption"):
            (shown,) = page.select(selector)
            assert shown.text == ARABIC
            assert (shown["lang"], shown["dir"]) == ("ar", "rtl")
    assert soup(feed, "papers/plain.html").select(".status span") == []


def test_texts_say_their_language_and_direction(feed_of_many: Feed) -> None:
    """Title, summary and abstract do, on the paper's page and on cards; French ones need not."""
    page = soup(feed_of_many, "papers/arabic.html")
    assert [(one["lang"], one["dir"]) for one in page.select("h1, .standfirst")] == [
        ("ar", "rtl")
    ] * 2
    page = soup(feed_of_many, "papers/chinese.html")
    assert page.select_one("h1")["lang"] == "zh"  # type: ignore[index]
    assert page.select_one(".abstract div")["lang"] == "zh"  # type: ignore[index]
    day = soup(feed_of_many, "2025/06/25.html")
    assert {(one.get("lang"), one.get("dir")) for one in day.select("h3 a")} == {
        ("ar", "rtl"),
        ("zh", None),
    }
    assert not soup(feed_of_many, "papers/journal.html").select(".whole [lang], .whole [dir]")


def test_names_from_right_to_left_keep_to_themselves(feed_of_many: Feed) -> None:
    """Else the commas between them would turn the list round."""
    names = soup(feed_of_many, "2025/06/25.html").select("article .by bdi")
    assert [name.get_text() for name in names] == ["محمد علي", "فاطمة"]


def test_lines_of_an_abstract_join_as_its_script_wants(feed_of_many: Feed) -> None:
    """A line break between Chinese characters is no space."""
    page = soup(feed_of_many, "papers/chinese.html")
    assert page.select_one(".abstract p").get_text() == CHINESE * 2  # type: ignore[union-attr]


def test_feeds_say_the_language(feed_of_many: Feed) -> None:
    """Each entry in the way of its format; the feed itself is French."""
    items = json.loads(feed_of_many.page("feed.json"))
    assert items["language"] == "fr"
    assert {item["language"] for item in items["items"]} == {"fr", "ar", "zh"}
    assert '<entry xml:lang="ar">' in feed_of_many.page("feed.atom")
    assert feed_of_many.page("feed.xml").count("<dc:language>") == 2
    for kind in ("xml", "atom"):
        assert not feedparser.parse(feed_of_many.page(f"feed.{kind}").encode()).bozo


def test_language_of_the_paper_is_cited(feed_of_many: Feed) -> None:
    """Reference managers read it in the head."""
    for name, language in (("arabic", "ar"), ("journal", "fr")):
        meta = soup(feed_of_many, f"papers/{name}.html").select_one("meta[name=citation_language]")
        assert meta
        assert meta["content"] == language


def test_month_is_no_day(feed_of_many: Feed) -> None:
    """A paper of which no more is known says no more."""
    page = soup(feed_of_many, "papers/journal.html")
    time = page.select_one(".facts time")
    assert time
    assert (time["datetime"], time.get_text()) == ("2024-03", "mars 2024")
    meta = page.select_one("meta[name=citation_publication_date]")
    assert meta
    assert meta["content"] == "2024/03"


def test_journal_is_told_whole(feed_of_many: Feed) -> None:
    """Volume, issue and pages follow the venue; the citation has them, and parts names rightly."""
    page = soup(feed_of_many, "papers/journal.html")
    facts = page.select_one(".facts")
    assert facts
    assert "Journal of Reefs 12(3), 101-117" in facts.get_text()
    assert "Ocean Press" in facts.get_text()
    cite = page.select_one("#bibtex")
    assert cite
    assert "García Márquez, Gabriel and {Reef Consortium} and Curie, Marie" in cite.get_text()
    assert "volume" in cite.get_text()
    assert "101--117" in cite.get_text()
    assert r"\emph{Escherichia coli}" in cite.get_text()


def test_inline_markdown_is_read(feed_of_many: Feed) -> None:
    """Emphasis in the title, code and links in the summary; plain wherever tags cannot be."""
    page = soup(feed_of_many, "papers/journal.html")
    title = page.select_one("h1")
    assert title
    assert [one.get_text() for one in title.select("em")] == ["Escherichia coli"]
    assert title.get_text() == "Croissance de Escherichia coli et A*"
    assert page.title
    assert page.title.get_text().startswith("Croissance de Escherichia coli et A* ·")
    standfirst = page.select_one(".standfirst")
    assert standfirst
    assert [one.name for one in standfirst.find_all()] == ["code", "a", "em"]
    item = json.loads(feed_of_many.page("feed.json"))["items"][0]
    assert item["title"] == "Croissance de Escherichia coli et A*"
    assert item["summary"] == "Le code reefmap et les données sont publics."
    assert "<code>reefmap</code>" in item["content_html"]


@pytest.mark.parametrize("kind", [*by_name(by_name(PAPER)["status"].fields)["kind"].choices])
def test_every_status_is_told(feed: Feed, kind: str) -> None:
    """On the page, on cards and in feeds, with its own word."""
    feed.add("2025/06/25/alpha.md", status=f"{{kind: {kind}, date: 2025-08-01}}")
    assert call("build", "--content", feed.content, "--output", feed.output).returncode == 0
    for path in ("papers/alpha.html", "2025/06/25.html", "feed.xml", "2025/06.html"):
        assert kind.capitalize() in feed.page(path)
