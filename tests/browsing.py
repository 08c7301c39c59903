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
    from io import BytesIO
    from typing import BinaryIO

    from playwright.sync_api import Browser, Page

# What has moved, as (how much, what): the web's own measure, where 0 is none. Less than a tenth of
# a thousandth is a button that a browser sets a pixel further, now and then.
SHIFTS = """() => new Promise((done) => {
  const shifts = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (entry.hadRecentInput || entry.value < 0.0001) continue;
      const moved = entry.sources.map((source) => {
        const element = source.node?.outerHTML ? source.node : source.node?.parentElement;
        return element ? element.outerHTML.slice(0, 60) : "what has gone";
      });
      shifts.push(`${entry.value.toFixed(4)} (${moved.join(", ")})`);
    }
  }).observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => setTimeout(() => done(shifts), 50));
})"""
QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync")


def find_browser() -> str | None:
    """Return the path of the system's Chromium, if it has one."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


@contextmanager
def start_browser() -> Iterator[Browser]:
    """Yield the system's Chromium; without one the test skips, unless one is required."""
    found = find_browser()
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
    def send_head(self) -> BytesIO | BinaryIO | None:
        """Answer in full: a file changed twice in one second has one date of change."""
        del self.headers["If-Modified-Since"]
        return super().send_head()

    def end_headers(self) -> None:
        """Have a page asked for anew: a browser may else take one of a moment ago for it."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

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


def faults_of(tab: Tab, url: str, width: int) -> list[str]:
    """Open a page, and return what is wrong with it and what to do about that, in sentences."""
    page = tab.open(url)
    faults = []
    for rule in Axe().run(page).response["violations"]:
        places = "; ".join(node["html"] for node in rule["nodes"][:3])
        faults.append(f"axe: {rule['help']} ({rule['id']}, {rule['helpUrl']}): {places}")
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > width:
        faults.append(f"it is {wide} px wide and scrolls sideways: let what is so wide break")
    faults += [
        f"the layout shifts by {shift}: give what comes late its room from the start"
        for shift in page.evaluate(SHIFTS)
    ]
    return faults + [f"the console says: {complaint}" for complaint in tab.complaints]


def assert_good(tab: Tab, url: str, width: int) -> None:
    """Open a page: axe finds nothing, nothing scrolls sideways or moves, no policy is violated."""
    faults = faults_of(tab, url, width)
    assert not faults, (url, faults)
