"""Visits the largest page of each kind of a built site in a browser, and judges what a reader gets.

    PYTHONPATH=tests python .ci/pages.py _site

In light and dark, on a phone and on a desk: axe finds nothing, nothing scrolls sideways, nothing
moves once it is seen, and the console says nothing, so that no policy is violated either. What a
page loads of HTML, styles and scripts is small, as a host sends it. `.ci/audit` calls it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from browsing import faults_of, find_browser, new_tab, start_browser
from kinds import pages_of_kinds
from served import path_on, serve, zipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from browsing import Tab
    from playwright.sync_api import Browser, Response

WIDTHS = {390: 844, 1440: 900}  # px: a phone's and a desk's, each with its height
THEMES = ("light", "dark")
MOST = 40_000  # bytes of HTML, styles and scripts of a page, compressed, of up to ...
MANY = 50  # ... so many papers; a list that is longer may have, for each one more, ...
A_PAPER = 500  # ... so many bytes
SHRINK = "what one kind of page alone needs belongs to files of its own"
MOST_OF_FRONT = 14_000  # bytes of HTML and styles: what a host may send before it is answered


class Loaded:
    """The files of a site that a page has loaded."""

    def __init__(self, tab: Tab, site: Path) -> None:
        """Watch a tab."""
        self.paths: set[Path] = set()
        self._site = site
        self._below = path_on(site)
        tab.page.on("response", self._note)

    def _note(self, response: Response) -> None:
        path = unquote(urlsplit(response.url).path).removeprefix(self._below) or "index.html"
        if (self._site / path).is_file():
            self.paths.add(self._site / path)

    def weight(self, *endings: str) -> int:
        """Return the bytes, compressed, of what was loaded with such endings."""
        return sum(len(zipped(path)) for path in self.paths if path.suffix in endings)


def main(site: Path) -> int:
    """Visit all pages in all looks, and say what is wrong; return the exit code."""
    if find_browser() is None:
        sys.stderr.write(
            "audit: Chromium is needed to visit the pages; install it (on Debian and Ubuntu:"
            " apt-get install chromium).\n"
        )
        return 1
    pages = pages_of_kinds(site)
    code = 0
    with serve(site) as address, start_browser() as browser:
        for theme in THEMES:
            for width in WIDTHS:
                for path, fault in visit(browser, address, site, pages, (theme, width)):
                    sys.stderr.write(f"audit: {path}, {theme}, {width} px: {fault}\n")
                    code = 1
    if code == 0:
        widths = " and ".join(map(str, WIDTHS))
        print(
            f"audit: axe, console and layout are quiet on {len(pages)} kinds of pages,"
            f" light and dark, {widths} px wide"
        )
    return code


def visit(
    browser: Browser, address: str, site: Path, pages: dict[str, str], look: tuple[str, int]
) -> Iterator[tuple[str, str]]:
    """Visit pages in one look, a theme and a width, and yield paths with what is wrong there."""
    theme, width = look
    viewport = {"width": width, "height": WIDTHS[width]}
    with new_tab(browser, viewport=viewport, color_scheme=theme) as tab:
        loaded = Loaded(tab, site)
        for kind, path in pages.items():
            loaded.paths.clear()
            for fault in faults_of(tab, address + path, width):
                yield path, fault
            weight = loaded.weight(".html", ".css", ".js")
            papers = tab.page.locator("main :is(article, .lines > li)").count()
            most = MOST + max(0, papers - MANY) * A_PAPER
            if weight > most:
                yield path, f"{weight} bytes of HTML, styles and scripts, over {most}: {SHRINK}"
            weight = loaded.weight(".html", ".css")
            if kind == "front" and weight > MOST_OF_FRONT:
                yield path, f"{weight} bytes of HTML and styles, over {MOST_OF_FRONT}: {SHRINK}"


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
