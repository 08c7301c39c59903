"""The week in five minutes: a page a week, and the feed that services make letters of."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import feedparser
import pytest
from browsing import new_tab
from bs4 import BeautifulSoup
from support import SITE, soup_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from browsing import Tab
    from playwright.sync_api import Browser
    from support import Feed

BASE = "https://papers.example/feed/"
ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"


def entries(feed: Feed, name: str = "weeks.xml") -> Any:
    """Return the entries of a feed."""
    return feedparser.parse(feed.page(name)).entries


def build(feed: Feed) -> None:
    """Build a site."""
    built = feed.build("--base-url", BASE)
    assert built.returncode == 0, built.stderr


def test_page_of_a_week_tells_names_and_counts(feed: Feed) -> None:
    """Three papers of a day with their summaries, nine by a line, and a link to the others."""
    for number in range(14):
        feed.add(f"2025/06/25/p{number:02}.md", arxiv=f'"2506.000{number:02}"')
    build(feed)
    page = BeautifulSoup(feed.page("digest/2025-W26.html"), "html.parser")
    assert len(page.select("article")) == 3
    assert len(page.select(".lines li")) == 9
    (more,) = page.select(".others > p a")
    assert (more.get_text(), more["href"]) == (
        "2 more papers of this day",
        "../2025/06/25.html",
    )
    standfirst = page.select_one(".standfirst")
    assert standfirst
    assert standfirst.get_text() == "Week 26 of 2025: 14 papers. Each week, where you read: RSS."


def test_weeks_lead_to_each_other_and_to_their_pages(feed: Feed) -> None:
    """Across the end of the year, and over a week without papers."""
    for number, day in enumerate(("2024/12/20", "2024/12/31", "2025/01/01")):
        feed.add(f"{day}/p{number}.md", published="2024-12-01", arxiv=f'"2412.0000{number}"')
    build(feed)
    folder = feed.output / "digest"
    assert sorted(path.name for path in folder.iterdir()) == ["2024-W51.html", "2025-W01.html"]
    newer = BeautifulSoup(feed.page("digest/2025-W01.html"), "html.parser")
    assert [a["href"] for a in newer.select("[rel=prev], [rel=next]") if a.name == "a"] == [
        "../digest/2024-W51.html"
    ]
    assert newer.select_one('.standfirst a[href="../2025/W01.html"]')
    week = BeautifulSoup(feed.page("2025/W01.html"), "html.parser")
    assert week.select_one('.standfirst a[href="../digest/2025-W01.html"]')
    subscribe = BeautifulSoup(feed.page("subscribe.html"), "html.parser")
    assert subscribe.select_one('a[href="digest/2025-W01.html"]')
    assert subscribe.select_one('a[href="weeks.xml"]')


def test_feed_has_the_weeks_that_are_over(feed: Feed) -> None:
    """A week comes whole, with the first edition after it, and is dated by that edition."""
    feed.add("2025/06/23/monday.md", title="Monday")
    build(feed)
    assert entries(feed) == []
    feed.add("2025/06/27/friday.md", title="Friday")
    build(feed)
    assert entries(feed) == []
    feed.add("2025/07/08/tuesday.md", title="Tuesday")
    build(feed)
    (entry,) = entries(feed)
    assert entry.title == "Week 26 of 2025: 2 papers"
    assert entry.link == f"{BASE}digest/2025-W26.html"
    assert entry.id == "tag:test.example,2025:weeks/2025-W26"
    assert entry.published == "Tue, 08 Jul 2025 00:10:00 GMT"
    assert entry.summary == "Friday; Monday"
    before = feed.page("weeks.xml")
    feed.add("2025/07/09/wednesday.md", title="Wednesday")
    build(feed)
    assert feed.page("weeks.xml") == before


def test_new_paper_changes_the_digest_of_its_week_alone(feed: Feed) -> None:
    """The feed of weeks waits until the week is over."""
    for number, day in enumerate(("2025/06/18", "2025/06/25", "2025/07/02")):
        feed.add(f"{day}/p{number}.md")
    build(feed)
    feed.add("2025/07/02/new.md")
    told = feed.build("--base-url", BASE, "--explain").stdout
    assert [line.split(":")[0] for line in told.splitlines() if "digest/" in line] == [
        "digest/2025-W27.html"
    ]
    assert "weeks.xml" not in told


def test_entry_of_a_week_holds_its_days(real_site: Path) -> None:
    """A heading a day, papers with their summaries, and lines; all addresses are whole."""
    entry = feedparser.parse((real_site / "weeks.xml").read_bytes()).entries[0]
    soup = BeautifulSoup(entry.content[0].value, "html.parser")
    headings = [heading.get_text() for heading in soup.find_all("h2")]
    assert headings[0] == "Friday, 24 October 2025"
    assert len(headings) == 5
    assert len(soup.find_all("strong")) == 15
    assert len(soup.find_all("li")) == 10
    for link in soup.find_all("a"):
        path = str(link["href"]).removeprefix(BASE)
        assert (real_site / path).is_file(), link


def test_entry_of_a_day_tells_of_its_lead(feed: Feed) -> None:
    """Title, names and summary of the first paper, then the others' titles and names."""
    feed.write("2025/06/25/index.md", "---\norder: [b]\n---\nA note on [a](a).\n")
    feed.add("2025/06/25/a.md", title="Another")
    feed.add("2025/06/25/b.md", title="<think> & more", summary='"On $x^2$."')
    build(feed)
    (entry,) = entries(feed, "days.xml")
    assert entry.title == "Wednesday, 25 June 2025: 2 papers"
    soup = BeautifulSoup(entry.content[0].value, "html.parser")
    assert [one.get_text() for one in soup.find_all("p")] == [
        "A note on a.",
        "<think> & more\nAda Lovelace, Grace Hopper",
        "On x².",
    ]
    assert [one.get_text() for one in soup.find_all("li")] == [
        "Another, Ada Lovelace, Grace Hopper"
    ]
    assert [link["href"] for link in soup.find_all("a")] == [
        f"{BASE}papers/a.html",
        f"{BASE}papers/b.html",
        f"{BASE}papers/a.html",
    ]


def test_day_of_one_paper_has_no_list(feed: Feed) -> None:
    """An empty list would be shown as a gap, or as a lonely point."""
    feed.add("2025/06/25/a.md")
    feed.add("2025/07/01/b.md")
    build(feed)
    for name in ("days.xml", "weeks.xml"):
        assert "<ul>" not in entries(feed, name)[0].content[0].value


def as_letter(file: Path) -> str:
    """Return the newest entry of a feed as a service that makes letters of feeds shows it.

    It has a page of its own: the entry's title, which leads to the entry's page, and its content.
    """
    item = ET.parse(file).find("channel/item")
    assert item is not None
    title, link = escape(item.findtext("title") or ""), item.findtext("link")
    return (
        "<!DOCTYPE html><html lang=en><meta charset=utf-8>"
        "<meta name=viewport content='width=device-width'><title>Letter</title>"
        "<body style='max-width: 600px; margin: auto; padding: 16px; font-family: Arial'>"
        f"<h1><a href='{link}'>{title}</a></h1>{item.findtext(ENCODED)}"
    )


@pytest.fixture(scope="module", params=["light", "dark"])
def phone(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Tab]:
    """Yield a tab as wide as a phone."""
    viewport = {"width": 390, "height": 900}
    with new_tab(browser, viewport=viewport, color_scheme=request.param) as made:
        yield made


@pytest.mark.parametrize("name", ["days.xml", "weeks.xml"])
def test_entries_can_be_read_in_a_service_s_own_page(
    real_site: Path, phone: Tab, name: str
) -> None:
    """No line is wider than the phone, no text is hidden, each paper has its line of names."""
    page = phone.page
    page.set_content(as_letter(real_site / name))
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    shown = page.inner_text("body")
    for word in soup_of(real_site / "index.html").select_one("h3 a").get_text().split():  # type: ignore[union-attr]
        assert name == "weeks.xml" or word in shown
    names = page.locator("em").all_inner_texts()
    assert len(names) == len(page.locator("strong").all()) + len(page.locator("li").all())
    assert all(names)


def test_entries_run_from_right_to_left(feed: Feed) -> None:
    """In a page of somebody else, which does not know the language."""
    feed.write("site.yaml", f"{SITE}language: ar\n")
    feed.add("2025/06/25/a.md", title='"الانتباه"')
    feed.add("2025/07/01/b.md", title='"English"', language="en")
    build(feed)
    for name in ("days.xml", "weeks.xml"):
        soup = BeautifulSoup(entries(feed, name)[0].content[0].value, "html.parser")
        assert soup.div
        assert soup.div["dir"] == "rtl"
    (link,) = BeautifulSoup(entries(feed, "days.xml")[0].content[0].value, "html.parser").select(
        "a"
    )
    assert (link["lang"], link["dir"]) == ("en", "ltr")
