"""Pages on the narrowest phones, and the foot of every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browsing import new_tab, serve
from support import Feed, make_once

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from browsing import Tab
    from playwright.sync_api import Browser

NARROW = 320  # px: what WCAG's criterion 1.4.10 asks for
PAGES = (
    *("index.html", "2025/09/24.html", "2025/W39.html", "2025/09.html", "2025.html"),
    *(
        "archive.html",
        "topics.html",
        "map.html",
        "topics/reasoning.html",
        "topics/reasoning/2025.html",
    ),
    *("papers/long.html", "authors.html", "authors/ada-lovelace.html", "collections/c.html"),
    *("collections.html", "subscribe.html", "search.html", "add.html", "about.html", "404.html"),
    *("digest/2025-W39.html", "saved.html", "api.html"),
)
LINES = """() => [...document.querySelectorAll(".colophon li")].map((item) => {
  const range = document.createRange();
  range.selectNodeContents(item);
  const text = document.createTreeWalker(item, NodeFilter.SHOW_TEXT).nextNode();
  range.selectNodeContents(text);
  return Math.round(range.getBoundingClientRect().bottom);
})"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site with the longest names of days and months, long words and addresses."""

    def make(folder: Path) -> None:
        feed = Feed(folder)
        feed.write("site.yaml", "title: Narrow\ntagline: T\ntag: test.example,2025\n")
        topics = "- {slug: reasoning, name: Reasoning, description: What follows.}\n"
        feed.write("topics.yaml", topics)
        feed.write("collections/c.md", "---\ntitle: C\nsummary: S\npapers: [long]\n---\nText.\n")
        address = "https://code.example/" + "a-long-name-of-a-repository/" * 4
        status = '{kind: corrected, date: 2025-09-24, note: "A table."}'
        names = "[Ada Lovelace, Grace Hopper]"
        feed.add(
            "2025/09/24/long.md",
            f"Code is at {address}.",
            authors=names,
            status=status,
            code=address,
        )
        feed.add("2025/09/24/other.md", authors=names)
        feed.add("2025/09/none.md", authors=names)
        base = ("--base-url", "https://papers.example/feed/", "--repository", "owner/feed")
        built = feed.build(*base)
        assert built.returncode == 0, built.stdout + built.stderr

    return make_once(tmp_path_factory, "narrow", make) / "_site"


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Yield its address, on another host than it was built for, below the same path."""
    with serve(site) as served:
        yield served


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Iterator[Tab]:
    """Yield a tab as narrow as a small phone."""
    with new_tab(browser, viewport={"width": NARROW, "height": 640}) as made:
        yield made


@pytest.mark.parametrize("path", PAGES)
def test_page_does_not_scroll_sideways(phone: Tab, address: str, path: str) -> None:
    """The name of a day breaks, and so does an address in an abstract."""
    page = phone.open(address + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW
    assert phone.complaints == []


@pytest.fixture(scope="module")
def large(browser: Browser) -> Iterator[Tab]:
    """Yield such a tab of somebody who reads text at twice its size."""
    with new_tab(browser, viewport={"width": NARROW, "height": 640}) as made:
        session = made.page.context.new_cdp_session(made.page)
        session.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
        yield made


@pytest.mark.parametrize("path", PAGES)
def test_large_text_wraps(large: Tab, address: str, path: str) -> None:
    """No page scrolls sideways, and all of the menu is within the window."""
    page = large.open(address + path)
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW
    rights = page.locator("nav :is(a, button, input):visible").evaluate_all(
        "(all) => all.map((one) => one.getBoundingClientRect().right)"
    )
    assert len(rights) >= 4
    assert max(rights) <= NARROW


def test_large_text_wraps_in_columns(browser: Browser, address: str) -> None:
    """Where text alone grows and the window stays wide."""
    with new_tab(browser, viewport={"width": 1440, "height": 900}) as tab:
        for path in ("api.html", "subscribe.html", "add.html"):
            page = tab.open(address + path)
            page.evaluate("document.documentElement.style.fontSize = '32px'")
            assert page.evaluate("document.documentElement.scrollWidth") <= 1440, path


def test_foot_is_one_line(browser: Browser, address: str) -> None:
    """What is no link stands on the line of the links beside it; scripts add two switches."""
    with new_tab(browser, viewport={"width": 1200, "height": 800}) as tab:
        lines = tab.open(f"{address}index.html").evaluate(LINES)
    assert len(lines) == 7
    assert len(set(lines)) == 1


def test_page_may_look_for_robots(phone: Tab, address: str) -> None:
    """As Lighthouse does, from within the page."""
    page = phone.open(f"{address}2025/09/24.html")
    asked = "fetch('/feed/robots.txt').then((answer) => answer.text())"
    assert page.evaluate(asked).startswith("User-agent: *")
