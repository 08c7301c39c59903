"""Letters in a browser: as they are, without their sheet, and without any style."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import new_tab
from mailed import write
from support import FEED, make_once

if TYPE_CHECKING:
    from pathlib import Path

    from browsing import Tab
    from playwright.sync_api import Browser, Page

SHEET = re.compile("<style>.*?</style>", re.DOTALL)
STYLES = re.compile(' (?:style|class)="[^"]*"')
LONG = """() => [...document.querySelectorAll("p, h1, h2, h3, li")].map(
  (text) => text.getBoundingClientRect().width)"""


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the letters of a day and of a week."""

    def make(folder: Path) -> None:
        for period in ("2025-10-27", "2025-W43"):
            done = write(FEED, folder, period)
            assert done.returncode == 0, done.stderr

    return make_once(tmp_path_factory, "letters", make)


def colours(page: Page, selector: str) -> list[str]:
    """Return the colour and the ground of an element."""
    script = "(one) => [getComputedStyle(one).color, getComputedStyle(one).backgroundColor]"
    found: list[str] = page.locator(selector).first.evaluate(script)
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 700])
@pytest.mark.parametrize("period", ["2025-10-27", "2025-W43"])
def test_letter_can_be_read(
    browser: Browser, letters: Path, period: str, width: int, scheme: str
) -> None:
    """One column of at most 600 px, with contrast; also where the sheet or all style is gone."""
    html = (letters / f"{period}.html").read_text()
    bare = SHEET.sub("", html)
    with new_tab(browser, viewport={"width": width, "height": 900}, color_scheme=scheme) as tab:
        _assert_readable(tab, html, width)
        _assert_readable(tab, bare, width)
        # What then has the browser's own colours, axe takes to stand on white in the dark, too.
        _assert_readable(tab, STYLES.sub("", bare), width, "color-contrast")
        tab.page.set_content(html)
        assert max(tab.page.evaluate(LONG)) == min(width - 32, 600)
        dark, light = ["rgb(22, 21, 19)", "rgb(236, 233, 227)"], ["rgb(26, 25, 23)"]
        shown = colours(tab.page, ".sheet")
        assert shown == (dark[::-1] if scheme == "dark" else [*light, "rgb(252, 251, 249)"])
        tab.page.set_content(bare)  # which is light in any case, its ground too
        assert colours(tab.page, ".sheet") == [*light, "rgb(252, 251, 249)"]


def _assert_readable(tab: Tab, html: str, width: int, *but: str) -> None:
    """Show a letter: axe finds nothing but by those rules, and nothing scrolls sideways."""
    tab.page.set_content(html)
    left_out = ("landmark-one-main", "region", *but)  # a mail program has landmarks of its own
    rules = {name: {"enabled": False} for name in left_out}
    found = Axe().run(tab.page, options={"rules": rules})
    assert found.response["violations"] == [], found.generate_report()
    assert tab.page.evaluate("document.documentElement.scrollWidth") == width
    assert tab.complaints == []
