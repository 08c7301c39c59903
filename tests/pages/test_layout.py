"""Where things stand on a page, whatever its papers bring: figures, crowds, words without room."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from browsing import assert_good, new_tab, serve
from PIL import Image
from support import SITE, TOPICS, Feed, letters, make_once

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from browsing import Tab
    from playwright.sync_api import Browser

DAY = "2025/06/25"
CROWD = f"[{', '.join(f'Ada {letters(number).title()}' for number in range(30))}]"
STATUS = '{kind: corrected, date: 2025-06-26, note: "A table was wrong."}'
FIGURE = '{{file: {}.png, alt: "A picture", caption: "What is seen."}}'
ABSTRACT = "A sentence of an abstract. " * 40
WORD = (
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsvorsitzende"
)
ADDRESS = "https://papers.example/" + "a-long-path-without-any-room" * 5
PAPERS: dict[str, dict[str, str]] = {
    "plain": {},
    "figure": {"figure": FIGURE.format("figure")},
    "crowd": {"authors": CROWD},
    "status": {"status": STATUS},
    "all": {"figure": FIGURE.format("all"), "authors": CROWD, "status": STATUS},
    "word": {"title": f'"On {WORD}"', "summary": f'"What a {WORD} is."'},
    "address": {"title": f'"{ADDRESS}"', "summary": f'"See {ADDRESS} for it."'},
}
SUM = " + ".join(f"a_{{{power}}} x^{{{power}}}" for power in range(40))
CODE = "x = 1; " * 60
WIDE = f"Before.\n\n$$\n{SUM}\n$$\n\nBetween.\n\n    {CODE}\n\nThen.\n\n```\n{CODE}\n```\n"
# What stands out of its own column, or of the window.
OUTSIDE = """() => {
  const right = (element) => element.getBoundingClientRect().right;
  const isOut = (one) => right(one) > right(one.closest("article, .pager, body")) + 1;
  const all = [...document.querySelectorAll("main article :not(.save, .hide), .pager a")];
  return all.filter(isOut).map((one) => one.outerHTML.slice(0, 80));
}"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address of a day of such papers, served."""

    def make(folder: Path) -> None:
        feed = Feed(folder)
        feed.write("site.yaml", SITE)
        feed.write("topics.yaml", TOPICS)
        for name, fields in PAPERS.items():
            feed.add(f"{DAY}/{name}.md", ABSTRACT, **fields)
            if "figure" in fields:
                Image.new("RGB", (900, 500)).save(feed.content / DAY / f"{name}.png")
        feed.add(f"{DAY}/wide.md", WIDE)
        built = feed.build()
        assert built.returncode == 0, built.stdout + built.stderr

    with serve(make_once(tmp_path_factory, "layout", make) / "_site") as served:
        yield served


@pytest.fixture(scope="module")
def desk(browser: Browser) -> Iterator[Tab]:
    """Yield a tab on a desk."""
    with new_tab(browser, viewport={"width": 1024, "height": 900}) as made:
        yield made


@pytest.fixture(scope="module", params=[320, 820, 1440])
def window(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Tab]:
    """Yield a tab of a phone, of a tablet, of a desk."""
    with new_tab(browser, viewport={"width": request.param, "height": 900}) as made:
        yield made


@pytest.mark.parametrize("name", PAPERS)
def test_paper_reads_in_the_order_of_its_text(desk: Tab, address: str, name: str) -> None:
    """The buttons stand below the summary and above the abstract, as the Tab key has them."""
    page = desk.open(f"{address}papers/{name}.html")
    boxes = page.locator(".whole > :not(.aside, .cite)").evaluate_all(
        "(all) => all.map((one) => one.getBoundingClientRect()).map((box) => [box.top, box.bottom])"
    )
    assert len(boxes) >= 5
    for (_, bottom), (top, _) in pairwise(boxes):
        assert bottom <= top + 1


@pytest.mark.parametrize("path", ["index.html", f"{DAY}.html", "papers/status.html"])
def test_word_without_room_breaks(window: Tab, address: str, path: str) -> None:
    """It widens no card, covers no other one and cuts nothing off, on paper too."""
    page = window.open(address + path)
    assert page.evaluate(OUTSIDE) == []
    page.emulate_media(media="print")
    assert page.evaluate(OUTSIDE) == []
    page.emulate_media(media="screen")


def test_word_without_room_breaks_where_scripts_show_it(window: Tab, address: str) -> None:
    """In results, and in the list of saved papers."""
    page = window.open(f"{address}search.html?q=Grace+Hopper")
    stars = page.locator("#found .save")
    stars.first.wait_for()
    assert page.evaluate(OUTSIDE) == []
    for star in stars.all():
        star.click()
    page = window.open(f"{address}saved.html")
    assert page.locator("#saved h3").filter(has_text=WORD).count() == 1
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_cannot_break_scrolls_by_itself(window: Tab, address: str) -> None:
    """A long formula and code; the keyboard reaches them, and the page stays as wide as it is."""
    width = window.page.viewport_size["width"] if window.page.viewport_size else 0
    assert_good(window, f"{address}papers/wide.html", width)
    boxes = window.page.locator(".abstract [tabindex='0']")
    assert boxes.count() == 3
    for box in boxes.all():
        box.focus()
        window.page.keyboard.press("ArrowRight")
        box.evaluate("(box) => new Promise((done) => box.addEventListener('scroll', done))")


def test_boxes_that_scroll_are_of_pages_alone(window: Tab, address: str) -> None:
    """Readers of feeds have ways of their own."""
    feed = window.page.request.get(f"{address}feed.atom").text()
    assert "<pre><code>x = 1;" in feed
    assert "tabindex" not in feed


def test_arrow_of_the_pager_stands_beside_a_word(window: Tab, address: str) -> None:
    """A space that breaks no line holds it there."""
    page = window.open(f"{address}papers/status.html")
    content = "(link, side) => getComputedStyle(link, side).content"
    assert page.locator("main [rel=prev]").evaluate(content, "::before") == '"←\u00a0"'
    assert page.locator("main [rel=next]").evaluate(content, "::after") == '"\u00a0→"'
