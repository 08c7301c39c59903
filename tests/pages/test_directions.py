"""Titles of the other direction than the page's, in the links to the papers before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browsing import new_tab, serve
from support import SITE, TOPICS, Feed, make_once

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

ENGLISH = "What the plankton of warm and of cold waters has in common, and what it has not"
ARABIC = "ما تشترك فيه عوالق المياه الدافئة والباردة وما لا تشترك فيه من خصائص وصفات"
# How far the lines of a link end from the edge of its column, on the left and on the right: where
# the nearest is, where the farthest is. An arrow has room at one end of one line.
EDGES = """(link) => {
  const box = link.getBoundingClientRect(), range = document.createRange();
  range.selectNodeContents(link);
  const lines = [...range.getClientRects()];
  return [lines.map(({ left }) => left - box.left), lines.map(({ right }) => box.right - right)];
}"""
ARROW = """(link, side) => {
  const { float, direction } = getComputedStyle(link, side);
  return [float, direction];
}"""


@pytest.fixture(scope="module", params=["en", "ar"])
def page(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Page]:
    """Yield a site in a language of either direction, at the paper between two others."""

    def make(folder: Path) -> None:
        feed = Feed(folder)
        feed.write("site.yaml", f"{SITE}language: {request.param}\n")
        feed.write("topics.yaml", TOPICS)
        for day, title in enumerate((ENGLISH, ARABIC, ENGLISH, ARABIC), 1):
            feed.add(f"2025/06/0{day}/p{day}.md", title=f'"{title}"')
        assert feed.build().returncode == 0

    site = make_once(tmp_path_factory, f"directions-{request.param}", make) / "_site"
    with serve(site) as address, new_tab(browser, viewport={"width": 400, "height": 800}) as tab:
        yield tab.open(f"{address}papers/p2.html")


@pytest.mark.parametrize("paper", ["p2", "p3"])
def test_neighbours_stand_at_the_edges_of_the_page(page: Page, paper: str) -> None:
    """The paper before at the side where lines begin, the one after at the other."""
    page.goto(page.url.replace(page.url.rsplit("/", 1)[1], f"{paper}.html"))
    side = 1 if page.evaluate("document.dir") == "rtl" else 0
    for way, edge in (("prev", side), ("next", 1 - side)):
        ends = page.locator(f".pager [rel={way}]").evaluate(EDGES)
        assert len(ends[edge]) >= 3, way
        assert sum(end > 1 for end in ends[edge]) <= 1, way


@pytest.mark.parametrize("paper", ["p2", "p3"])
def test_arrows_point_away_from_the_titles(page: Page, paper: str) -> None:
    """Each stands at the outer end of its title, whichever way that runs."""
    page.goto(page.url.replace(page.url.rsplit("/", 1)[1], f"{paper}.html"))
    here = page.evaluate("document.dir || 'ltr'")
    for way, side, end in (("prev", "::before", "inline-end"), ("next", "::after", "inline-start")):
        link = page.locator(f".pager [rel={way}]")
        if link.get_attribute("dir"):
            assert link.evaluate(ARROW, side) == [end, here]
