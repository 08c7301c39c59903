"""Papers of no edition: filed under a month or a year, they stand on its page, and are no news."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from support import SITE, soup_of

if TYPE_CHECKING:
    from bs4 import BeautifulSoup
    from support import Feed

OLD = "2019/03/old.md"
OLDER = "2019/older.md"


@pytest.fixture
def library(feed: Feed) -> Feed:
    """Return a feed of two papers in an edition, one of its month, one of 2019, one of a month."""
    feed.write("site.yaml", f"{SITE}author_pages_from: 1\n")
    feed.add("2025/06/20/new.md", topics="[reasoning, vision]")
    feed.add("2025/06/20/other.md", topics="[vision]")
    feed.add("2025/06/late.md", topics="[vision]")
    feed.add(OLD, published="2019-03-12")
    feed.add(OLDER, published="2019", authors="[Emmy Noether]")
    feed.write("collections/c.md", "---\ntitle: C\nsummary: All.\npapers: [older, new]\n---\n")
    return feed


@pytest.fixture
def built(library: Feed) -> Feed:
    """Return that feed, its site built."""
    done = library.build()
    assert (done.returncode, done.stderr) == (0, "")
    return library


def main_of(feed: Feed, path: str) -> BeautifulSoup:
    """Return what a page shows."""
    return soup_of(feed.output / path)


def texts(feed: Feed, path: str, selector: str) -> list[str]:
    """Return the texts of what is found on a page, white space folded."""
    return [" ".join(one.get_text().split()) for one in main_of(feed, path).select(selector)]


def links(feed: Feed, path: str, selector: str) -> list[str]:
    """Return where the links lead that are found on a page."""
    return [str(one["href"]) for one in main_of(feed, path).select(selector)]


def test_month_has_them_after_its_days(built: Feed) -> None:
    """Under a heading of their own, and counted apart."""
    assert texts(built, "2025/06.html", ".listed h2") == [
        *("Friday 20 June 2 papers", "In no edition 1 paper"),
    ]
    assert links(built, "2025/06.html", ".listed:last-child li a") == ["../papers/late.html"]
    assert texts(built, "2025/06.html", ".standfirst") == [
        "2 papers in 1 edition and 1 paper in no edition. All of 2025"
    ]


def test_month_may_have_nothing_else(built: Feed) -> None:
    """No edition is spoken of; the months before and after are those that have papers."""
    assert texts(built, "2019/03.html", ".standfirst") == ["1 paper in no edition. All of 2019"]
    assert links(built, "2019/03.html", "[rel=next]") == ["../2025/06.html"]
    assert links(built, "2025/06.html", "[rel=prev]") == ["../2019/03.html"]
    described = main_of(built, "2019/03.html").select_one("meta[name=description]")
    assert described is not None
    assert described["content"] == "1 paper of March 2019."


def test_year_leads_to_its_months_and_lists_the_rest(built: Feed) -> None:
    """A month's are counted there; those of which no more is known stand on the year's page."""
    assert links(built, "2025.html", ".lines a") == ["2025/06/20.html", "2025/06.html#others"]
    assert texts(built, "2019.html", ".listed h2") == [
        "March 2019 1 paper",
        "Month unknown 1 paper",
    ]
    assert links(built, "2019.html", ".lines a") == ["2019/03.html#others", "papers/older.html"]
    assert main_of(built, "2019.html").select(".almanac") == []
    assert main_of(built, "2019/03.html").find(id="others")


def test_archive_counts_them(built: Feed) -> None:
    """By month and year as any paper; an edition is only what has a day."""
    (told,) = texts(built, "archive.html", ".standfirst")
    assert told.startswith("2 papers in 1 edition since 20 June 2025, and 3 papers in no edition.")
    assert texts(built, "archive.html", "h3") == ["2025 3 papers", "2019 2 papers"]
    assert texts(built, "archive.html", ".index li") == ["June 3", "March 1", "Unknown 1"]
    assert links(built, "archive.html", ".index a")[-1] == "2019.html#unknown"


def test_paper_names_its_month_and_no_day(built: Feed) -> None:
    """Nothing was featured, and the day of its folder is a month or a year."""
    facts = texts(built, "papers/late.html", ".facts :is(dt, dd)")
    assert facts[2:4] == ["Listed in", "June 2025"]
    assert links(built, "papers/late.html", ".facts dd a")[0] == "../2025/06.html"
    assert links(built, "papers/older.html", ".facts dd a")[0] == "../2019.html"


def test_paper_of_a_year_alone_leaves_in_every_form(built: Feed) -> None:
    """Beside its year's page, whose BibTeX holds the whole year, lie those of no known month."""
    exports = ["../2019.ris", "../2019.csl.json"]
    assert links(built, "papers/older.html", ".cite .links a") == exports
    assert texts(built, "papers/older.html", ".cite .links span") == ["Month unknown"]
    (one,) = json.loads(built.page("2019.csl.json"))
    assert one["author"] == [{"family": "Noether", "given": "Emmy"}]
    assert built.page("2019.ris").count("TY  - ") == 1
    assert built.page("2019.bib").count("@") == 2


def test_papers_follow_one_another(built: Feed) -> None:
    """The way goes through all papers: a month's stand before its days, a year's before these."""
    way = ["new"]
    while before := links(built, f"papers/{way[-1]}.html", ".pager [rel=prev]"):
        way.append(before[0].removesuffix(".html").rpartition("/")[2])
    assert way == ["new", "other", "late", "old", "older"]


def test_topics_authors_and_collections_have_them(built: Feed) -> None:
    """They are papers like others: listed by month and year, with their authors' pages."""
    assert links(built, "topics/reasoning.html", ".day h2 a") == [
        *("../2025/06.html", "../2019/03.html", "../2019.html"),
    ]
    assert texts(built, "topics/reasoning/2019.html", "h2") == [
        "March 2019 1 paper",
        "2019 1 paper",
    ]
    assert links(built, "authors/emmy-noether.html", ".lines a") == ["../papers/older.html"]
    assert links(built, "collections/c.html", "h3 a") == [
        "../papers/older.html",
        "../papers/new.html",
    ]


def test_bars_of_a_topic_leave_unknown_months_out(library: Feed) -> None:
    """A year has no bar among months."""
    for month in ("2018/12", "2019/01", "2019/02"):
        library.add(f"{month}/p{month[-2:]}.md", published=month[:4])
    assert library.build().returncode == 0
    label = soup_of(library.output / "topics/reasoning.html").select(".bars")[0]["aria-label"]
    assert label == "Papers a month, July 2021 to June 2025: most in June 2025, 1"


def test_no_feed_has_them(built: Feed) -> None:
    """Not the site's, nor those of topics, authors, collections and days."""
    feeds = [
        path
        for path in built.output.rglob("*")
        if path.suffix in (".xml", ".atom", ".json")
        and not path.name.startswith("sitemap")
        and path.parent.name != "schema"
        and "api" not in path.parts  # which is no feed: it has a file of each month and year
    ]
    assert len(feeds) > 10
    for path in feeds:
        text = path.read_text(encoding="utf-8")
        assert not any(f"papers/{slug}.html" in text for slug in ("late", "old", "older")), path
    assert "papers/new.html" in built.page("topics/vision.xml")


def test_only_editions_have_a_day_a_week_and_the_front(built: Feed) -> None:
    """Neither is made for them, nor shows them."""
    pages = built.output.glob("20*/**/*.html")
    made = {path.relative_to(built.output).as_posix() for path in pages}
    assert made == {"2019/03.html", "2025/06.html", "2025/W25.html", "2025/06/20.html"}
    for path in ("index.html", "2025/W25.html", "2025/06/20.html"):
        assert "papers/late.html" not in built.page(path)


def test_sitemap_has_them_once(built: Feed) -> None:
    """With their year: the year's and the months' pages, and the papers'."""
    found = re.findall("<loc>http://127.0.0.1:8000/(.*)</loc>", built.page("sitemap-2019.xml"))
    assert sorted(found) == [
        *("2019.html", "2019/03.html", "papers/old.html", "papers/older.html"),
        "topics/reasoning/2019.html",
    ]


def test_library_alone_has_no_edition_yet(feed: Feed) -> None:
    """The front page leads to the newest of them; feeds are valid and empty."""
    feed.add(OLD, published="2019-03")
    assert feed.build().returncode == 0
    assert texts(feed, "index.html", "main h2") == ["No edition yet"]
    assert links(feed, "index.html", "main a") == ["2019/03.html"]
    assert texts(feed, "archive.html", "main h2") == ["Every month"]
    assert texts(feed, "archive.html", ".standfirst")[0].startswith("1 paper in no edition yet.")
    assert "<item>" not in feed.page("feed.xml")


def test_month_to_come_waits(feed: Feed) -> None:
    """As a day does; the month that has begun has come."""
    feed.add("2025/06/now.md")
    feed.add("2025/07/later.md")
    assert feed.build("--today", "2025-06-10").returncode == 0
    assert [path.stem for path in feed.output.glob("papers/*.html")] == ["now"]


def test_figure_and_edit_link_are_those_of_the_file(feed: Feed) -> None:
    """A picture lies beside the paper's file, wherever that is."""
    feed.add(OLD, published="2019", figure='{file: dot.png, alt: "A dot."}')
    dot = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a494441"
        "54789c636000000002000148afa4710000000049454e44ae426082"
    )
    (feed.content / "2019/03/dot.png").write_bytes(dot)
    done = feed.build("--repository", "owner/feed")
    assert (done.returncode, done.stderr) == (0, "")
    assert (feed.output / "papers/old.png").read_bytes() == dot
    assert links(feed, "papers/old.html", ".edit a") == [
        f"https://github.com/owner/feed/edit/main/content/{OLD}",
        f"https://github.com/owner/feed/issues/new?title=content/{OLD}",
    ]


def test_paper_that_is_featured_later_is_news(library: Feed) -> None:
    """Moved into a day, it stands in that edition and comes with the feed."""
    (library.content / OLD).rename(library.content / "2025/06/20/old.md")
    assert library.build().returncode == 0
    assert "papers/old.html" in library.page("feed.xml")
    assert "papers/old.html" in library.page("2025/06/20.html")
    assert not (library.output / "2019/03.html").exists()
