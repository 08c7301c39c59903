"""The built site in a real browser: what people see, with and without scripts, light and dark."""

from __future__ import annotations

import os
import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

PAGES = (
    "index.html",
    "2025/10/27.html",
    "2025/W43.html",
    "2025/10.html",
    "2025.html",
    "archive.html",
    "papers/med-r-3-enhancing-medical-retrieval-augmented-reasoning.html",
    "topics.html",
    "topics/reasoning.html",
    "topics/reasoning/2025.html",
    "authors.html",
    "collections.html",
    "collections/how-models-generalize.html",
    "subscribe.html",
    "about.html",
)
QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Give the system's Chromium; without one these tests skip, unless one is required."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        reason = "no Chromium here: on Debian, apt-get install chromium"
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-quic", *QUIET]
        started = playwright.chromium.launch(executable_path=found, args=arguments)
        yield started
        started.close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address(real_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the real site below a path, as GitHub serves a project's, and give its address."""
    top = tmp_path_factory.mktemp("host")
    (top / "feed").symlink_to(real_site)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(top)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/feed/"
    server.shutdown()
    server.server_close()


def open_page(browser: Browser, url: str, **options: Any) -> tuple[Page, list[str]]:
    """Open a page; give it with what the console complained of, policy violations among it."""
    page = browser.new_context(**options).new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(url)
    return page, complaints


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1440, "light")])
@pytest.mark.parametrize("path", PAGES)
def test_page_is_accessible(
    browser: Browser, address: str, path: str, width: int, scheme: str
) -> None:
    """Axe finds nothing, nothing scrolls sideways, and no policy is violated."""
    page, complaints = open_page(
        browser, address + path, viewport={"width": width, "height": 900}, color_scheme=scheme
    )
    found = Axe().run(page)
    assert found.response["violations"] == [], found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints == []
    page.context.close()


@pytest.mark.parametrize("path", PAGES)
def test_page_opens_from_disk(browser: Browser, real_site: Path, path: str) -> None:
    """A page opened from a disk has its style, and its policy blocks nothing of its own."""
    page, complaints = open_page(browser, (real_site / path).as_uri())
    assert complaints == []
    background = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert background == "rgb(252, 251, 249)"
    page.context.close()


@pytest.mark.parametrize("path", PAGES)
def test_page_is_whole_without_scripts(browser: Browser, address: str, path: str) -> None:
    """Without JavaScript the same words are there, and no button that would do nothing."""
    with_scripts, _ = open_page(browser, address + path)
    without, _ = open_page(browser, address + path, java_script_enabled=False)
    words = without.locator("main").inner_text().replace("Copy", "").split()
    assert words == with_scripts.locator("main").inner_text().replace("Copy", "").split()
    assert without.locator("button:visible").count() == 0
    with_scripts.context.close()
    without.context.close()


def test_bibtex_is_copied(browser: Browser, address: str) -> None:
    """The button puts the paper's entry into the clipboard, as it stands in the page."""
    page, _ = open_page(
        browser, address + PAGES[6], permissions=["clipboard-read", "clipboard-write"]
    )
    page.get_by_text("BibTeX", exact=True).click()
    page.get_by_role("button", name="Copy").click()
    page.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("@misc{lu2025enhancing,")
    assert "eprint        = {2507.23541}" in copied
    page.context.close()


def test_feed_address_is_copied(browser: Browser, address: str) -> None:
    """The first button of the subscribe page copies the address of the main feed."""
    page, _ = open_page(
        browser, address + "subscribe.html", permissions=["clipboard-read", "clipboard-write"]
    )
    page.locator("button.copy").first.click()
    page.get_by_text("Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == f"{address}feed.xml"
    page.context.close()


def test_nothing_is_asked_of_others(browser: Browser, address: str) -> None:
    """A page asks no other host for anything."""
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in PAGES:
        page.goto(address + path)
    assert asked
    assert [url for url in asked if not url.startswith(address)] == []
    page.close()


def test_every_control_is_large_enough(browser: Browser, address: str) -> None:
    """On a phone, what one touches in a card is at least 24 pixels high (WCAG 2.2, 2.5.8)."""
    page, _ = open_page(browser, address, viewport={"width": 390, "height": 900})
    heights = page.evaluate(
        "[...document.querySelectorAll('.topics a, .links a, nav a')]"
        ".map((link) => link.getBoundingClientRect().height)"
    )
    assert min(heights) >= 24
    page.context.close()
