"""What machines read of the pages: heads, the sitemap, addresses that work on any host."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from support import is_older, soup_of

from broadsheet.content.links import doi_of
from broadsheet.content.model import Paper

if TYPE_CHECKING:
    from pathlib import Path

    from support import Feed

BASE = "https://papers.example/feed/"
LOCAL = "http://127.0.0.1:8000/"


def names_of_meta(page: str, name: str) -> list[str]:
    """Return what a page's head says under a name."""
    found = BeautifulSoup(page, "html.parser").find_all("meta", attrs={"name": name})
    return [str(one["content"]) for one in found]


def listed(site: Path) -> list[str]:
    """Return the paths of all pages that the sitemap lists."""
    parts = sorted(site.glob("sitemap-*.xml"))
    found = [one for part in parts for one in re.findall("<loc>(.*?)</loc>", part.read_text())]
    return [one.removeprefix(BASE) or "index.html" for one in found]


@pytest.mark.parametrize(
    ("fields", "doi"),
    [
        ({"arxiv": "2506.20544"}, "10.48550/arXiv.2506.20544"),
        ({"arxiv": "0704.0001"}, "10.48550/arXiv.0704.0001"),
        ({"arxiv": "2506.20544v3"}, "10.48550/arXiv.2506.20544"),
        ({"arxiv": "hep-th/9901001"}, "10.48550/arXiv.hep-th/9901001"),
        ({"arxiv": "math.GT/0309136"}, "10.48550/arXiv.math/0309136"),
        ({"arxiv": "2506.20544", "doi": "10.1000/a"}, "10.1000/a"),
        ({"doi": "10.1000/b<c>"}, "10.1000/b<c>"),
        ({"url": "https://a.example/"}, ""),
    ],
)
def test_paper_of_arxiv_has_a_doi(fields: dict[str, str], doi: str) -> None:
    """Its own comes first; that of arXiv's knows neither versions nor classes of old ids."""
    paper = Paper("a", "2025-06-25", "A", (), "2025")
    assert doi_of(replace(paper, **fields)) == doi  # type: ignore[arg-type]


def test_zotero_finds_an_identity_on_the_page(feed: Feed) -> None:
    """It reads `citation_doi`, and not `citation_arxiv_id`."""
    feed.add("2025/06/25/a.md", arxiv='"2506.20544"')
    feed.add("2025/06/25/b.md", arxiv='"2506.20545"', doi='"10.1000/b"')
    feed.add("2025/06/25/c.md", arxiv=None, url="https://a.example/")
    feed.build()
    assert names_of_meta(feed.page("papers/a.html"), "citation_doi") == [
        "10.48550/arXiv.2506.20544"
    ]
    assert names_of_meta(feed.page("papers/a.html"), "citation_arxiv_id") == ["2506.20544"]
    assert names_of_meta(feed.page("papers/b.html"), "citation_doi") == ["10.1000/b"]
    assert names_of_meta(feed.page("papers/c.html"), "citation_doi") == []


def test_letters_of_names_and_titles_are_composed(feed: Feed) -> None:
    """On the page, in its BibTeX entry, in feeds and heads, whatever the file holds."""
    feed.add(
        "2025/06/25/a.md",
        body="Cafe\u0301.",
        title='"Poincare\u0301 maps for Zoe\u0308"',
        authors='["A\u030angstro\u0308m Mu\u0308ller"]',
    )
    assert feed.build().stderr == ""
    page = feed.page("papers/a.html")
    assert names_of_meta(page, "citation_title") == ["Poincar\u00e9 maps for Zo\u00eb"]
    assert names_of_meta(page, "citation_author") == ["\u00c5ngstr\u00f6m M\u00fcller"]
    for path in ("papers/a.html", "feed.xml", "feed.atom", "feed.json", "2025/06.html"):
        assert not re.search("[\u0300-\u036f]", feed.page(path))


def test_sitemap_lists_every_page_but_those_that_no_search_shall_show(any_site: Path) -> None:
    """Weeks, topics by year, lists of authors: what is planned is listed, and listed once."""
    pages = {
        path.relative_to(any_site).as_posix()
        for path in any_site.rglob("*.html")
        if not is_older(path) and not soup_of(path).find("meta", content="noindex")
    }
    found = listed(any_site)
    assert sorted(found) == sorted(pages - {"saved.html", "search.html"})


def test_sitemap_of_a_year_holds_its_weeks(feed: Feed) -> None:
    """The parts are the lists, each year and the authors by letter."""
    for name in ("a", "b"):
        feed.add(f"2025/06/25/{name}.md", authors="[Ada Lovelace]")
    feed.build()
    parts = {
        path: re.findall(f"<loc>{LOCAL}(.*?)</loc>", feed.page(path))
        for path in re.findall(f"<loc>{LOCAL}(.*?)</loc>", feed.page("sitemap.xml"))
    }
    assert list(parts) == ["sitemap-site.xml", "sitemap-2025.xml", "sitemap-authors-l.xml"]
    assert sorted(parts["sitemap-2025.xml"]) == [
        *("2025.html", "2025/06.html", "2025/06/25.html", "2025/W26.html"),
        *("digest/2025-W26.html", "papers/a.html", "papers/b.html"),
        "topics/reasoning/2025.html",
    ]
    assert parts["sitemap-authors-l.xml"] == ["authors/ada-lovelace.html"]
    assert {"", "topics/reasoning.html", "authors.html"} <= set(parts["sitemap-site.xml"])


def test_every_page_may_fetch_from_its_own_host(any_site: Path) -> None:
    """So Lighthouse can look for robots.txt from any of them; no page may ask another host."""
    for path in any_site.rglob("*.html"):
        policy = soup_of(path).find("meta", {"http-equiv": "Content-Security-Policy"})
        assert policy is not None
        allowed = str(policy["content"]).split("; ")
        assert "default-src 'none'" in allowed
        assert is_older(path) or "connect-src 'self'" in allowed


def test_descriptions_are_cut_after_a_word(feed: Feed) -> None:
    """Those of papers, days, topics and collections alike, in both places of a head."""
    words = ("wordsworth " * 36).strip()
    feed.write("topics.yaml", f"- {{slug: reasoning, name: R, description: {words}}}\n")
    feed.write("collections/c.md", f"---\ntitle: C\nsummary: {words}\npapers: [a]\n---\nText.\n")
    feed.add("2025/06/25/a.md", title=f'"{words[:285]}"', summary=f'"{words}"')
    feed.add("2025/06/25/b.md", title=f'"{words[:274]}"', summary=None, body=words)
    built = feed.build()
    assert built.returncode == 0, built.stdout + built.stderr
    paths = ("papers/a", "papers/b", "2025/06/25", "topics/reasoning", "collections/c")
    for path in paths:
        page = BeautifulSoup(feed.page(f"{path}.html"), "html.parser")
        for found in page.select("meta[name=description], meta[property='og:description']"):
            text = str(found["content"])
            assert 120 < len(text) <= 170
            assert text.endswith("wordsworth …")


def test_short_names_of_the_search_are_cut_after_a_word(feed: Feed) -> None:
    """OpenSearch takes 16 characters, and 48."""
    feed.write("site.yaml", "title: Papers of Reefs and Seas\ntagline: T\ntag: test.example,2025\n")
    feed.build()
    root = ET.fromstring(feed.page("opensearch.xml"))
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    assert root.findtext(f"{space}ShortName") == "Papers of …"
    assert root.findtext(f"{space}LongName") == "Papers of Reefs and Seas"


def test_bare_address_of_an_abstract_is_a_link_in_pages_and_feeds(feed: Feed) -> None:
    """Without the full stop behind it; not in a title."""
    feed.add(
        "2025/06/25/a.md",
        body="We do things. Code is at https://github.com/owner/name_x.",
        title='"At https://a.example/b"',
    )
    feed.build()
    link = '<a href="https://github.com/owner/name_x">https://github.com/owner/name_x</a>.'
    for path in ("papers/a.html", "feed.atom"):
        assert link in feed.page(path)
        assert 'href="https://a.example' not in feed.page(path)
    (item,) = ET.fromstring(feed.page("feed.xml")).iter("item")
    content = item.findtext("{http://purl.org/rss/1.0/modules/content/}encoded")
    assert content is not None
    assert link in content
    assert "a.example" not in content
