"""Older names: their pages lead on, and their feeds are the feeds of today."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

import feedparser
import pytest
from bs4 import BeautifulSoup
from support import SITE, TOPICS, tree

from broadsheet.output.pipeline import Request, build_site
from broadsheet.site import urls

if TYPE_CHECKING:
    from support import Feed

BASE = "https://papers.example/feed/"
NAMES = {
    "papers/older": "papers/alpha",
    "topics/sight": "topics/vision",
    "collections/pair": "collections/both",
    "authors/a-lovelace": "authors/ada-lovelace",
}
FEEDS = (
    *(("topics/sight", "topics/vision", ending) for ending in ("xml", "atom", "json")),
    ("collections/pair", "collections/both", "xml"),
    ("authors/a-lovelace", "authors/ada-lovelace", "xml"),
)


@pytest.fixture
def moved(feed: Feed) -> Feed:
    """Return a feed in which a paper, a topic, a collection and an author have older names."""
    feed.write("site.yaml", f"{SITE}author_pages_from: 1\n")
    aliases = "description: Images.\n  aliases: [sight, sight, vision, computer vision, See]"
    feed.write("topics.yaml", TOPICS.replace("description: Images.", aliases))
    feed.write("authors.yaml", "- {name: ADA LOVELACE, aliases: [a-lovelace]}\n")
    feed.add("2025/06/20/alpha.md", title="The $x^2$ *law*", aliases="[older]", topics="[vision]")
    feed.add("2025/06/21/beta.md", authors="[Grace Hopper]")
    for number in range(9):  # which earn their author a feed
        feed.add(f"2025/05/{number + 10}/more-{number}.md", topics=None)
    head = "title: Both & more\nsummary: Both.\npapers: [beta, alpha]\naliases: [pair]"
    feed.write("collections/both.md", f"---\n{head}\n---\n")
    return feed


def build(feed: Feed) -> None:
    """Build in this process; the content of these tests is good."""
    build_site(Request(feed.content, feed.output, BASE, jobs=1), lambda *_: None)


@pytest.mark.parametrize("older", NAMES)
def test_older_name_leads_on(older: str, moved: Feed) -> None:
    """By a refresh and a link, both relative, and by the canonical address, which is whole."""
    build(moved)
    page = BeautifulSoup(moved.page(f"{older}.html"), "html.parser")
    target = f"{NAMES[older]}.html"
    (refresh,) = page.select("meta[http-equiv=refresh]")
    (link,) = page.select("main a")
    ways = (str(refresh["content"]).partition("url=")[2], str(link["href"]))
    assert [urljoin(BASE + older, way) for way in ways] == [BASE + target] * 2
    assert not any("/" in way for way in ways)
    assert [str(one["href"]) for one in page.select("link[rel=canonical]")] == [BASE + target]
    assert (moved.output / target).is_file()


@pytest.mark.parametrize(
    ("older", "shown"),
    [
        ("papers/older", "The <math"),
        ("topics/sight", ">Vision</a>"),
        ("collections/pair", ">Both &amp; more</a>"),
        ("authors/a-lovelace", ">Ada Lovelace</a>"),
    ],
)
def test_page_of_an_older_name_says_what_moved(older: str, shown: str, moved: Feed) -> None:
    """The title as its own page has it, in the window's title without markup."""
    build(moved)
    page = moved.page(f"{older}.html")
    assert shown in page
    assert "</" not in page.partition("<title>")[2].partition("</title>")[0]


@pytest.mark.parametrize(("older", "newer", "ending"), FEEDS)
def test_feed_at_an_older_name_is_the_same(
    older: str, newer: str, ending: str, moved: Feed
) -> None:
    """Byte for byte, so that who subscribed there loses nothing and sees nothing twice.

    But for the feed's own id in Atom, which never changes where it stands.
    """
    build(moved)
    site = tree(moved.output)
    feed = site[f"{older}.{ending}"]
    if ending == "atom":
        own, other = (f":feeds/{name}</id>".encode() for name in (older, newer))
        assert feed.count(own) == 1
        feed = feed.replace(own, other)
    assert feed == site[f"{newer}.{ending}"]
    assert f"{BASE}{newer}.{ending}".encode() in feed
    assert older.encode() not in feed
    if ending != "json":
        read = feedparser.parse(site[f"{older}.{ending}"])
        assert not read.bozo
        assert read.entries[0].title


def test_paper_has_no_feed_and_nothing_else_stands_at_older_names(moved: Feed) -> None:
    """Of a topic's aliases those that are slugs and not its own make a page, each once.

    A collection's exports are kept, as its feed is.
    """
    build(moved)
    there = {
        path
        for path in tree(moved.output)
        if any(path.startswith(f"{older}.") for older in NAMES) or "see" in path.lower()
    }
    assert there == {
        *(f"{older}.html" for older in NAMES),
        *(f"{older}.{ending}" for older, _newer, ending in FEEDS),
        *(f"collections/pair.{ending}" for ending in ("bib", "ris", "csl.json")),
    }


def test_nothing_links_to_older_names(moved: Feed) -> None:
    """Neither the sitemap nor the list of feeds nor a page tells of them."""
    build(moved)
    for path, data in tree(moved.output).items():
        if path.rpartition(".")[0] not in NAMES and path.endswith((".html", ".xml", ".opml")):
            assert [older for older in NAMES if f"{older}.".encode() in data] == [], path


def test_renamed_topic_keeps_its_feed(moved: Feed) -> None:
    """What was at the old address goes on there: the same entries under the new name."""
    aliased = (moved.content / "topics.yaml").read_text()
    moved.write("topics.yaml", TOPICS)
    build(moved)
    before = feedparser.parse(moved.page("topics/vision.xml"))
    renamed = aliased.replace("slug: vision", "slug: seeing")
    moved.write("topics.yaml", renamed)
    file = moved.content / "2025/06/20/alpha.md"
    file.write_text(file.read_text().replace("[vision]", "[seeing]"))
    build(moved)
    after = feedparser.parse(moved.page("topics/vision.xml"))
    assert [entry.id for entry in after.entries] == [entry.id for entry in before.entries]
    assert after.feed.link == f"{BASE}topics/seeing.html"


def test_older_names_go_with_their_entry(moved: Feed) -> None:
    """A build without the aliases takes the pages and the feeds away."""
    build(moved)
    (moved.content / "authors.yaml").unlink()
    build(moved)
    assert not list(moved.output.glob("authors/a-lovelace.*"))
    assert list(moved.output.glob("authors/ada-lovelace.*"))


def test_older_name_of_an_author_without_a_page_waits(moved: Feed) -> None:
    """Nothing leads to a page that is not there yet; with the page it comes."""
    moved.write("authors.yaml", "- {name: Emmy Noether, aliases: [e-noether]}\n")
    build(moved)
    assert not (moved.output / "authors/e-noether.html").exists()
    moved.add("2025/06/21/gamma.md", authors="[Emmy Noether]")
    build(moved)
    assert "emmy-noether.html" in moved.page("authors/e-noether.html")


@pytest.mark.parametrize(
    ("here", "there", "way"),
    [
        ("topics/a.html", "topics/b.html", "b.html"),
        ("topics/a/2025.html", "topics/b.html", "../b.html"),
        ("a.html", "topics/b.html", "topics/b.html"),
        ("2025/06/20.html", "papers/b.html", "../../papers/b.html"),
    ],
)
def test_way_from_page_to_page(here: str, there: str, way: str) -> None:
    """Relative, whatever the depth of the two."""
    assert urls.relative(here, there) == way
