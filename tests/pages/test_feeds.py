"""The feeds, read by the programs that people read them with."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import feedparser
import pytest
from bibtexparser.entrypoint import parse_string
from bs4 import BeautifulSoup
from support import is_older, soup_of

if TYPE_CHECKING:
    from pathlib import Path

    from support import Feed

BASE = "https://papers.example/feed/"
ATOM = "{http://www.w3.org/2005/Atom}"


def parse(path: Path) -> Any:
    """Return a feed as a feed reader reads it."""
    found = feedparser.parse(path.read_bytes())
    assert not found.bozo, found.get("bozo_exception")
    return found


def feeds_of(site: Path, *ends: str) -> list[Path]:
    """Return the feeds of a site by the ends of their names; sitemaps are none."""
    found = [path for end in ends for path in sorted(site.rglob(f"*{end}"))]
    return [path for path in found if not path.name.startswith("sitemap")]


def test_every_feed_is_read_without_complaint(any_site: Path) -> None:
    """Each of the RSS and Atom feeds has entries with title, id, date and text."""
    paths = feeds_of(any_site, ".xml", ".atom")
    assert paths
    for path in paths:
        for entry in parse(path).entries:
            assert entry.title
            assert entry.id.startswith("tag:")
            assert entry.published_parsed
            assert entry.link.startswith(BASE)
            assert entry.content[0].value


def test_site_feed_holds_the_newest_forty(real_site: Path) -> None:
    """RSS, Atom and JSON hold the same forty papers in the same order, with all authors."""
    rss, atom = parse(real_site / "feed.xml"), parse(real_site / "feed.atom")
    items = json.loads((real_site / "feed.json").read_text())["items"]
    ids = [entry.id for entry in rss.entries]
    assert len(ids) == len(set(ids)) == 40
    assert [entry.id for entry in atom.entries] == ids
    assert [item["id"] for item in items] == ids
    names = ["Moritz Mock", "Thomas Forrer", "Barbara Russo"]
    assert rss.entries[1].author == ", ".join(names)
    assert [author["name"] for author in atom.entries[1].authors] == names
    assert [author["name"] for author in items[1]["authors"]] == names


def test_entries_sort_into_the_order_of_the_day(any_site: Path) -> None:
    """A reader that sorts by date shows the editors' order; no two entries have one date."""
    for path in (any_site / "feed.xml", any_site / "feed.atom"):
        dates = [entry.published_parsed for entry in parse(path).entries]
        assert dates == sorted(dates, reverse=True)
        assert len(set(dates)) == len(dates)


def test_days_feed_has_one_entry_a_day(real_site: Path) -> None:
    """days.xml has the fourteen editions, each with links to its papers."""
    entries = parse(real_site / "days.xml").entries
    assert len(entries) == 14
    assert entries[0].title == "Monday, 27 October 2025: 5 papers"
    links = BeautifulSoup(entries[0].content[0].value, "html.parser").find_all("a")
    assert len(links) == 5


def test_json_feed_has_what_the_standard_requires(any_site: Path) -> None:
    """JSON Feed 1.1: version, title and items, each item with an id and content."""
    for path in [any_site / "feed.json", *sorted((any_site / "topics").glob("*.json"))]:
        if is_older(path):
            continue
        feed = json.loads(path.read_text())
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["title"]
        assert feed["feed_url"] == BASE + path.relative_to(any_site).as_posix()
        for item in feed["items"]:
            assert isinstance(item["id"], str)
            assert item["content_html"]
            assert item["url"].startswith(BASE)


def test_atom_sets_formulas_and_others_write_them(feed: Feed) -> None:
    """Atom's content holds MathML with its TeX; titles, RSS and JSON hold plain Unicode."""
    feed.add("2025/06/25/a.md", title="'Med-R$^3$ for $1 Million'", summary='"It costs $x^2$."')
    assert feed.build().returncode == 0
    root = ET.fromstring(feed.page("feed.atom"))
    entry = root.find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}title") == "Med-R³ for $1 Million"
    formula = entry.find(".//{http://www.w3.org/1998/Math/MathML}math")
    assert formula is not None
    assert formula.get("alttext") == "x^2"
    (item,) = parse(feed.output / "feed.xml").entries
    assert item.title == "Med-R³ for $1 Million"
    assert "It costs x²." in item.content[0].value
    assert "It costs x²." in json.loads(feed.page("feed.json"))["items"][0]["content_html"]


@pytest.mark.parametrize(
    "change",
    [
        {"title": '"Another title"'},
        {"summary": '"Another summary."'},
        {"status": '{kind: corrected, date: 2025-07-01, note: "A table was wrong."}'},
    ],
)
def test_ids_do_not_change_with_the_text(feed: Feed, change: dict[str, str]) -> None:
    """Another title, summary or status is the same entry: no reader shows it twice."""
    feed.add("2025/06/25/a.md")
    feed.build()
    before = [entry.id for entry in parse(feed.output / "feed.xml").entries]
    feed.add("2025/06/25/a.md", **change)
    feed.build("--base-url", "https://elsewhere.example/")
    assert [entry.id for entry in parse(feed.output / "feed.xml").entries] == before
    assert [entry.id for entry in parse(feed.output / "feed.atom").entries] == before


def test_id_does_not_change_with_the_name(feed: Feed) -> None:
    """A renamed paper with its old name as an alias keeps its id, and the old page leads on."""
    feed.add("2025/06/25/old.md").unlink()
    feed.add("2025/06/25/new.md", aliases="[old]")
    feed.build()
    (entry,) = parse(feed.output / "feed.xml").entries
    assert entry.id == "tag:test.example,2025:papers/old"
    assert 'content="0; url=new.html"' in feed.page("papers/old.html")


def test_correction_is_an_update(feed: Feed) -> None:
    """A corrected paper's entry is updated on the day of its correction, published as before."""
    feed.add("2025/06/25/a.md", status='{kind: corrected, date: 2025-07-01, note: "A table."}')
    feed.build()
    (entry,) = parse(feed.output / "feed.atom").entries
    assert entry.published.startswith("2025-06-25")
    assert entry.updated.startswith("2025-07-01")
    assert "Corrected on 1 July 2025" in entry.content[0].value
    assert feedparser.parse(feed.page("feed.atom")).feed.updated.startswith("2025-07-01")


def test_outline_lists_every_feed_of_topics_and_collections(any_site: Path) -> None:
    """feeds.opml names the site's feeds, and one of each topic and collection."""
    root = ET.fromstring((any_site / "feeds.opml").read_text())
    listed = {node.get("xmlUrl") for node in root.iter("outline") if node.get("xmlUrl")}
    expected = {f"{BASE}feed.xml", f"{BASE}days.xml", f"{BASE}weeks.xml"}
    for folder in ("topics", "collections"):
        expected |= {
            f"{BASE}{folder}/{path.name}"
            for path in (any_site / folder).glob("*.xml")
            if 'http-equiv="refresh"' not in path.with_suffix(".html").read_text()
        }
    assert listed == expected


def test_pages_name_their_feeds(real_site: Path) -> None:
    """Autodiscovery: a topic's page names its three feeds and the site's, with the right types."""
    page = soup_of(real_site / "topics/reasoning.html")
    links = {link["href"]: link["type"] for link in page.find_all("link", rel="alternate")}
    assert links == {
        "../topics/reasoning.xml": "application/rss+xml",
        "../topics/reasoning.atom": "application/atom+xml",
        "../topics/reasoning.json": "application/feed+json",
        "../feed.xml": "application/rss+xml",
        "../feed.atom": "application/atom+xml",
        "../feed.json": "application/feed+json",
    }


def test_author_of_ten_papers_has_a_brief_feed(feed: Feed) -> None:
    """The newest five, each told in its summary; the other authors' pages lead to all feeds."""
    for number in range(10):
        names = "[Ada Lovelace, Grace Hopper]" if number else "[Ada Lovelace]"
        feed.add(f"2025/06/{number + 10}/p{number}.md", "The abstract.", authors=names)
    feed.build()
    parsed = feedparser.parse(feed.page("authors/ada-lovelace.xml"))
    assert [entry.title[-5:] for entry in parsed.entries] == [f"p{n}.md" for n in (9, 8, 7, 6, 5)]
    assert parsed.entries[0].summary == "What was done, and what was found."
    assert parsed.entries[0].author == "Ada Lovelace, Grace Hopper"
    assert "content" not in parsed.entries[0]
    page = soup_of(feed.output / "authors/ada-lovelace.html")
    assert [link["href"] for link in page.select(".standfirst a")] == [
        "../authors/ada-lovelace.xml"
    ]
    page = soup_of(feed.output / "authors/grace-hopper.html")
    assert [link["href"] for link in page.select(".standfirst a")] == ["../subscribe.html"]
    assert not (feed.output / "authors/grace-hopper.xml").exists()


def test_hostile_texts_stay_texts(feed: Feed) -> None:
    """Markup in a contributor's texts arrives as text, in every format."""
    feed.add(
        "2025/06/25/a.md",
        body="<script>alert(1)</script> ]]> &amp;",
        title="'<think> & \"]]>\" <b>'",
        authors="['<i>Eve</i>', 'A & B']",
    )
    feed.build()
    title = '<think> & "]]>" <b>'
    rss, atom = ET.fromstring(feed.page("feed.xml")), ET.fromstring(feed.page("feed.atom"))
    assert rss.findtext("channel/item/title") == title
    assert atom.findtext(f"{ATOM}entry/{ATOM}title") == title
    for name in ("feed.xml", "feed.atom"):
        (entry,) = parse(feed.output / name).entries
        assert "<script" not in entry.content[0].value
        assert "alert(1)" in entry.content[0].value
    (item,) = json.loads(feed.page("feed.json"))["items"]
    assert item["title"] == title
    assert "<script" not in item["content_html"]
    assert "<script>alert" not in feed.page("papers/a.html")


def test_bibtex_of_every_paper_parses(any_site: Path) -> None:
    """The entry on each paper's page is read whole, with its title and all its authors."""
    for page in sorted((any_site / "papers").glob("*.html")):
        if is_older(page):
            continue
        soup = soup_of(page)
        block = soup.find(id="bibtex")
        assert block
        library = parse_string(block.get_text())
        assert not library.failed_blocks
        (entry,) = library.entries
        names = soup.find_all("meta", attrs={"name": "citation_author"})
        assert entry["author"].count(" and ") == len(names) - 1
        assert entry["title"]
