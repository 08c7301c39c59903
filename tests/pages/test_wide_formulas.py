"""Formulas within a line that are wider than it: they scroll, and the page does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browsing import assert_good, new_tab, serve
from PIL import Image
from support import SITE, TOPICS, Feed, make_once

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from browsing import Tab
    from playwright.sync_api import Browser

DAY = "2025/06/25"
TEX = " + ".join(f"a_{{{number}}}" for number in range(1, 34))
LONG = " + ".join(f"a_{number} x^{number}" for number in range(1, 150))
BODY = f"Let ${LONG}$ be so, and $x^2$.\n\n- Then ${LONG}$.\n\n> And ${LONG}$.\n"
PAGES = (
    *("index.html", f"{DAY}.html", "2025/W26.html", "2025/06.html", "2025.html"),
    *("papers/first.html", "papers/second.html", "topics/reasoning.html", "digest/2025-W26.html"),
    *("collections.html", "collections/c.html", "authors/ada-lovelace.html", "map.html"),
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address of a site with such a formula wherever one may stand."""

    def make(folder: Path) -> None:
        feed = Feed(folder)
        feed.write("site.yaml", f"{SITE}author_pages_from: 2\n")
        feed.write("topics.yaml", TOPICS)
        feed.write(f"{DAY}/index.md", f"Today ${LONG}$ holds.\n")
        feed.write(
            "collections/c.md",
            f"---\ntitle: C\nsummary: '${TEX}$'\npapers: [first, second]\n---\nText ${LONG}$.\n",
        )
        for number, name in enumerate(("first", "second", "third"), 1):
            feed.add(
                f"{DAY}/{name}.md",
                BODY,
                title=f"'{name.title()} on ${TEX}$'",
                authors="[Ada Lovelace, Grace Hopper]",
                summary=f"'Here ${LONG}$ is shown, and $x^2$.'",
                status=f"{{kind: corrected, date: 2025-06-26, note: 'See ${TEX}$.'}}",
                arxiv=f'"2506.0000{number}"',
                figure=f"{{file: {name}.png, alt: A, caption: '${TEX}$'}}" if number > 1 else None,
            )
            if number > 1:
                Image.new("RGB", (900, 500)).save(feed.content / DAY / f"{name}.png")
        feed.add("2025/06/26/newest.md", summary="'As $a + b + c + d + e + f + g + h + i + j$.'")
        built = feed.build()
        assert built.returncode == 0, built.stdout + built.stderr

    with serve(make_once(tmp_path_factory, "formulas", make) / "_site") as served:
        yield served


@pytest.fixture(scope="module", params=[320, 1024])
def window(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Tab]:
    """Yield a tab of a phone, and of a desk."""
    with new_tab(browser, viewport={"width": request.param, "height": 900}) as made:
        yield made


# What stands out of its card, or of the window, and is not within a formula that scrolls.
OUTSIDE = """() => {
  const right = (element) => element.getBoundingClientRect().right;
  const all = document.querySelectorAll("main :not(.hide, math, math *)");
  const isOut = (one) => right(one) > right(one.closest("article") ?? document.body) + 6;
  return [...all].filter(isOut).map((one) => one.outerHTML.slice(0, 80));
}"""


@pytest.mark.parametrize("path", PAGES)
def test_page_does_not_scroll_sideways(window: Tab, address: str, path: str) -> None:
    """Nothing is wider than its column, and axe finds nothing."""
    width = window.page.viewport_size["width"] if window.page.viewport_size else 0
    assert_good(window, address + path, width)
    assert window.page.evaluate(OUTSIDE) == []


def test_page_does_not_scroll_sideways_without_scripts(browser: Browser, address: str) -> None:
    """The style sheet alone sees to that."""
    with new_tab(browser, viewport={"width": 320, "height": 640}, java_script_enabled=False) as tab:
        for path in PAGES:
            page = tab.open(address + path)
            assert page.evaluate("document.documentElement.scrollWidth") == 320, path


def test_keyboard_reaches_a_formula_that_scrolls(window: Tab, address: str) -> None:
    """Those of the title, the note, the summary and the abstract; short ones are no stop."""
    page = window.open(f"{address}papers/first.html")
    formulas = page.locator("article math[tabindex='0']")
    assert formulas.count() == 6
    assert page.locator("article math").count() == 8
    for formula in formulas.all():
        formula.focus()
        page.keyboard.press("ArrowRight")
        formula.evaluate("(box) => new Promise((done) => box.addEventListener('scroll', done))")


def test_short_formulas_are_no_stops_of_the_tab_key(window: Tab, address: str) -> None:
    """A browser makes a stop of whatever may scroll, were it by a pixel."""
    page = window.open(f"{address}papers/first.html")
    widths = "(all) => all.map((one) => [one.scrollWidth, one.clientWidth])"
    short = page.locator("article math[alttext='x^2']").evaluate_all(widths)
    assert len(short) == 2
    assert [inner for inner, outer in short if inner > outer] == []


def test_stops_follow_the_width_of_the_window(browser: Browser, address: str) -> None:
    """A phone is turned, and what did not fit does."""
    with new_tab(browser, viewport={"width": 320, "height": 640}) as tab:
        page = tab.open(f"{address}papers/newest.html")
        formula = page.locator(".standfirst math")
        assert formula.get_attribute("tabindex") == "0"
        page.set_viewport_size({"width": 820, "height": 640})
        page.locator(".standfirst math:not([tabindex])").wait_for()
