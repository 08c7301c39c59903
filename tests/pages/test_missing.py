"""The page for what is not there, wherever it is met: its style, its links and its search."""

from __future__ import annotations

from base64 import b64decode
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from browsing import new_tab
from bs4 import BeautifulSoup
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from browsing import Tab
    from playwright.sync_api import Browser, Route
    from support import Feed

ROOT = "https://papers.example/"
BELOW = "https://papers.example/feed/"
ELSEWHERE = "https://preview.example/branch/7/"
GREEN = "rgb(0, 128, 0)"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9H0z"/></svg>'
# An editor's mark of byte order, another system's ends of lines, and what would end the element.
OWN_STYLE = '\ufeff/* </style> */\r\nh1::after { content: "</b>"; }\r\nh1 { color: green; }\r\n'


@pytest.fixture
def tab(browser: Browser) -> Iterator[Tab]:
    """Yield a tab of its own, in which hosts are played, and which leaves a page at once."""
    with new_tab(browser, reduced_motion="reduce") as made:
        made.page.set_default_timeout(5000)
        yield made


def play_host(tab: Tab, address: str, site: Path) -> None:
    """Play a host that has the site at an address, and its page for what is not there elsewhere."""

    def answer(route: Route) -> None:
        asked = route.request.url.partition("?")[0]
        file = site / (asked.removeprefix(address) or "index.html")
        if asked.startswith(address) and file.is_file():
            route.fulfill(path=file)
        else:
            route.fulfill(status=404, path=site / "404.html")

    tab.page.route("/".join([*address.split("/")[:3], "**"]), answer)


def build(feed: Feed, base: str) -> None:
    """Build a site with a paper for a base URL; none is given where it is empty."""
    feed.add("2025/06/25/alpha.md")
    built = feed.build(*(["--base-url", base] if base else []))
    assert built.returncode == 0, built.stderr


def assert_leads_to(tab: Tab, met_at: str, front: str) -> None:
    """Meet the page at an address: it has its style, and its link and its search lead to a site."""
    for follow, target in (("h1 + p a", "index.html"), ("[type=search]", "search.html?q=reef")):
        page = tab.open(met_at)
        assert page.inner_text("h1") == "There is no page here"
        assert page.evaluate("getComputedStyle(document.body).margin") == "0px"
        # The browser itself notes the answer, and a theme that is not there, which is no fault.
        assert [one for one in tab.complaints if "Failed to load resource" not in one] == []
        place = page.locator(follow).first
        if target == "index.html":
            place.click()
        else:
            place.fill("reef")
            place.press("Enter")
        page.wait_for_url(front + target)
        assert [one for one in tab.complaints if "Content Security Policy" in one] == []


@pytest.mark.parametrize("base", [ROOT, BELOW])
@pytest.mark.parametrize("asked", ["404.html", "gone.html", "no/such/page/at/all"])
def test_published_it_answers_at_any_depth(feed: Feed, tab: Tab, base: str, asked: str) -> None:
    """At a root and below a path."""
    build(feed, base)
    play_host(tab, base, feed.output)
    assert_leads_to(tab, base + asked, base)


@pytest.mark.parametrize("asked", ["404.html", "no/such/page"])
def test_on_another_host_it_leads_to_the_published_site(feed: Feed, tab: Tab, asked: str) -> None:
    """A preview, or a copy, at another path too: all that it loads is within it."""
    build(feed, BELOW)
    play_host(tab, BELOW, feed.output)
    play_host(tab, ELSEWHERE, feed.output)
    assert_leads_to(tab, ELSEWHERE + asked, BELOW)


def test_from_a_disk_it_leads_to_the_published_site(feed: Feed, tab: Tab) -> None:
    """As on another host."""
    build(feed, BELOW)
    play_host(tab, BELOW, feed.output)
    assert_leads_to(tab, (feed.output / "404.html").as_uri(), BELOW)


def test_without_a_base_url_it_leads_to_what_lies_beside_it(feed: Feed, tab: Tab) -> None:
    """A site that was built to be looked at, from a disk or at any path of a host."""
    build(feed, "")
    assert_leads_to(tab, (feed.output / "404.html").as_uri(), feed.output.as_uri() + "/")
    play_host(tab, ELSEWHERE, feed.output)
    assert_leads_to(tab, ELSEWHERE + "gone.html", ELSEWHERE)


def test_it_brings_the_owner_s_style_along(feed: Feed, tab: Tab) -> None:
    """After ours, whatever bytes an editor wrote, and as a browser reads it."""
    feed.write("look/style.css", "").write_bytes(OWN_STYLE.encode())
    build(feed, BELOW)
    play_host(tab, BELOW, feed.output)
    page = tab.open(f"{BELOW}404.html")
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == GREEN
    content = "getComputedStyle(document.querySelector('h1'), '::after').content"
    assert page.evaluate(content) == '"</b>"'
    assert tab.complaints == []


def test_it_changes_with_either_style(feed: Feed) -> None:
    """Its inputs tell of the owner's sheet: an edit of that makes it anew."""
    feed.write("look/style.css", "h1 { color: green; }")
    build(feed, BELOW)
    feed.write("look/style.css", "h1 { color: olive; }")
    build(feed, BELOW)
    assert "olive" in feed.page("404.html")


def test_it_brings_the_owner_s_icon_along(feed: Feed, tab: Tab) -> None:
    """One that is painted at the size of a tab, one that is drawn as it is."""
    build(feed, BELOW)
    play_host(tab, BELOW, feed.output)
    painted = BytesIO()
    Image.new("RGB", (512, 512), "red").save(painted, "PNG")
    feed.write("look/icon.png", "").write_bytes(painted.getvalue())
    build(feed, BELOW)
    page = tab.open(f"{BELOW}404.html")
    size = """() => new Promise((done) => {
      const icon = new Image();
      icon.onload = () => done(icon.naturalWidth);
      icon.src = document.querySelector("[rel=icon]").href;
    })"""
    assert page.evaluate(size) == 64
    feed.write("look/icon.svg", SVG)
    build(feed, BELOW)
    soup = BeautifulSoup(feed.page("404.html"), "html.parser")
    icon = soup.find("link", rel="icon")
    assert icon is not None
    assert b64decode(str(icon["href"]).partition(",")[2]).decode() == SVG
    assert tab.complaints == []


def test_it_has_the_theme_that_was_chosen(feed: Feed, tab: Tab) -> None:
    """At any depth, before anything is shown."""
    build(feed, BELOW)
    play_host(tab, BELOW, feed.output)
    tab.open(f"{BELOW}index.html")
    tab.page.evaluate("localStorage.setItem('broadsheet /feed/ theme', 'dark')")
    page = tab.open(f"{BELOW}no/such/page")
    dark = "getComputedStyle(document.documentElement).backgroundColor"
    assert page.evaluate(dark) == "rgb(22, 21, 19)"


def test_it_loads_the_theme_alone_and_offers_no_feed(feed: Feed) -> None:
    """Which lies where it is published, on whatever host; beside it might be anything."""
    build(feed, BELOW)
    page = BeautifulSoup(feed.page("404.html"), "html.parser")
    assert [one["src"] for one in page(["script", "img"])] == ["/feed/static/theme.js"]
    assert [str(link["href"]).partition(",")[0] for link in page("link")] == [
        "data:image/svg+xml;base64"
    ]
