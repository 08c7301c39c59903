"""Pages in a real browser: the site served, a tab, and what must hold of every page."""

from __future__ import annotations

import os
import shutil
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync")


@contextmanager
def start_browser() -> Iterator[Browser]:
    """Yield the system's Chromium; without one the test skips, unless one is required."""
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


@contextmanager
def serve(site: Path) -> Iterator[str]:
    """Serve a site below a path, as GitHub serves a project's, and yield its address."""
    with TemporaryDirectory() as top:
        (Path(top) / "feed").symlink_to(site)
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=top))
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/feed/"
        server.shutdown()
        server.server_close()


@dataclass
class Tab:
    """A tab of the browser, which takes longer to make than a page takes to load."""

    page: Page
    complaints: list[str]

    def open(self, url: str) -> Page:
        """Return a page, newly loaded; nothing was complained of as yet."""
        self.complaints.clear()
        self.page.goto(url)
        return self.page


@contextmanager
def new_tab(browser: Browser, **options: Any) -> Iterator[Tab]:
    """Yield a tab that knows of no other one, and what its console says, policy violations too."""
    context = browser.new_context(**options)
    tab = Tab(context.new_page(), [])
    tab.page.on("console", lambda message: tab.complaints.append(message.text))
    tab.page.on("pageerror", lambda error: tab.complaints.append(str(error)))
    yield tab
    context.close()


def assert_good(tab: Tab, url: str, width: int) -> None:
    """Open a page: axe finds nothing, nothing scrolls sideways, and no policy is violated."""
    page = tab.open(url)
    found = Axe().run(page)
    assert found.response["violations"] == [], found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width, url
    assert tab.complaints == [], url
