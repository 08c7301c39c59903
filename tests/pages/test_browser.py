"""The built site in a real browser: what people see, with and without scripts, light and dark."""

from __future__ import annotations

import os
import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright
from support import ROOT, run

from broadsheet.content.papers import read_paper
from broadsheet.content.writing import write_paper

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
    "add.html",
    "about.html",
)
WHOLE = tuple(path for path in PAGES if path != "add.html")  # whose form is made by a script
QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return the system's Chromium; without one these tests skip, unless one is required."""
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


@pytest.mark.parametrize("path", WHOLE)
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


# --------------------------------------------------------------------------- add.html


@pytest.fixture(scope="module")
def form_address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the page that adds a paper, of a site whose source is known."""
    output = tmp_path_factory.mktemp("form") / "_site"
    words = ["--content", ROOT / "content", "--output", output, "--repository", "owner/name"]
    assert run("build", *words).returncode == 0
    return (output / "add.html").as_uri()


def fill(page: Page, **values: str) -> None:
    """Type a paper into the form: good but for the changes."""
    given = {
        "title": "A paper",
        "authors": "Ada Lovelace\nGrace Hopper",
        "arxiv": "2506.20544",
        "published": "2025-06-24",
        "summary": "What was done, and what was found.",
        **values,
    }
    page.get_by_text("More: code").click()
    for name, value in given.items():
        page.fill(f"#{name}", value)
        page.press(f"#{name}", "Tab")
    page.check("input[value=reasoning]")
    page.check("input[value=benchmarks]")


@pytest.mark.parametrize(
    "text",
    [
        "A paper",
        "Scaling laws: a second look",
        "The \"quoted\" one, and its 'other'",
        r"On $\nabla^2$ and C:\things",
        "Beyond <think>: tags & more",
        "From $1 Million to $10",
        "# of [brackets], {braces} - and: colons",
        "注意力就是你所需要的",
        "Zoe\u0308  on\ttwo\n lines",
        "word " * 60,
    ],
)
def test_form_writes_the_canonical_file(browser: Browser, form_address: str, text: str) -> None:
    """Whatever is typed, the file is what `new` would write, and the reader has no word to say."""
    page, complaints = open_page(browser, form_address)
    fill(page, title=text, summary=text, venue=text[:150], code="https://e.org/a,b", body="Plain.")
    made = page.locator("#file").text_content() or ""
    folded = " ".join(text.replace("e\u0308", "ë").split())
    values = {
        "title": folded,
        "authors": ("Ada Lovelace", "Grace Hopper"),
        "published": "2025-06-24",
        "arxiv": "2506.20544",
        "venue": " ".join(text[:150].replace("e\u0308", "ë").split()),
        "code": "https://e.org/a,b",
        "topics": ("reasoning", "benchmarks"),
        "summary": folded,
    }
    assert made == write_paper(values, "Plain.", {})
    paper, problems = read_paper("2025/06/25/x.md", made.encode(), lambda _: None)
    assert [one for one in problems if "mathematics" not in one.message] == []
    assert (paper.title, paper.summary, paper.body) == (folded, folded, "Plain.")
    assert complaints == []
    page.context.close()


def test_form_takes_what_people_paste(browser: Browser, form_address: str) -> None:
    """Ids in addresses, names on one line, an abstract full of Markdown's signs."""
    page, _ = open_page(browser, form_address)
    fill(
        page,
        arxiv="https://arxiv.org/abs/2506.20544v2",
        doi="https://doi.org/10.1000/xyz",
        authors="Ada Lovelace, Grace Hopper, and Emmy Noether",
        body="# One *two*\nthree.\n\n1. Four <b> $x_1 < y$.",
        day="2025-06-25",
    )
    made = page.locator("#file").text_content() or ""
    assert "authors:\n  - Ada Lovelace\n  - Grace Hopper\n  - Emmy Noether\n" in made
    assert 'arxiv: "2506.20544"\ndoi: "10.1000/xyz"\n' in made
    assert made.endswith("---\n\\# One \\*two\\* three.\n\n1\\. Four \\<b> $x_1 < y$.\n")
    assert page.locator("#path").text_content() == "content/2025/06/25/a-paper.md"
    page.context.close()


@pytest.mark.parametrize(
    ("values", "field", "told"),
    [
        ({"authors": ""}, "authors", "authors is missing"),
        (
            {"authors": "Ada Lovelace\net al."},
            "authors",
            "'et al.' is no name: write every author's name",
        ),
        (
            {"authors": "Lovelace, Ada"},
            "authors",
            "write the name as it is read aloud: Ada Lovelace",
        ),
        (
            {"arxiv": "25.1"},
            "arxiv",
            "arxiv must be an arXiv id, as in \"2506.20544\", not '25.1'",
        ),
        (
            {"code": "github.com/o/n"},
            "code",
            ("code must be an address that begins with https:// or http://, not 'github.com/o/n'"),
        ),
        (
            {"day": "2025-06-20"},
            "published",
            "published must not be after the day of its folder",
        ),
        (
            {"arxiv": ""},
            "arxiv",
            'arxiv, doi or url must stand: write arxiv: "2506.20544"',
        ),
        (
            {"summary": ""},
            "summary",
            "a summary, or an abstract below the front matter, must stand",
        ),
    ],
)
def test_form_says_what_must_be_mended(
    browser: Browser, form_address: str, values: dict[str, str], field: str, told: str
) -> None:
    """Beside the field, in the reader's words; nothing leads to GitHub until it is mended."""
    page, _ = open_page(browser, form_address)
    fill(page, **values)
    assert page.locator(f"#wrong-{field}").text_content() == told
    assert page.locator(f"#{field}").get_attribute("aria-invalid") == ""
    assert page.locator("#propose").get_attribute("href") is None
    assert field in (page.locator("#state").text_content() or "")
    page.context.close()


def test_form_leads_to_githubs_editor(browser: Browser, form_address: str) -> None:
    """The address of a new file carries path and text; one that is too long is no address."""
    page, _ = open_page(browser, form_address)
    fill(page, title="注意力 & more: a=b", day="2025-06-25")
    address = page.locator("#propose").get_attribute("href") or ""
    assert address.startswith("https://github.com/owner/name/new/HEAD?")
    query = parse_qs(urlsplit(address).query)
    assert query["filename"] == ["content/2025/06/25/more-a-b.md"]
    assert query["value"] == [page.locator("#file").text_content()]
    page.fill("#body", "word " * 2000)
    assert page.locator("#propose").get_attribute("href") is None
    assert "too long for an address: copy it" in (page.locator("#state").text_content() or "")
    page.context.close()


def test_other_doors_need_no_script(browser: Browser, form_address: str) -> None:
    """Without JavaScript there is no form, but the file to copy and the three other ways."""
    page, _ = open_page(browser, form_address, java_script_enabled=False)
    assert page.locator("form:visible").count() == 0
    shown = page.locator("main").inner_text()
    assert "make new WHAT=2506.20544" in shown
    assert 'title: "Scaling laws: a second look"' in shown
    hrefs = [one.get_attribute("href") for one in page.locator("main a:visible").all()]
    assert "https://github.com/owner/name/issues/new?template=add-a-paper.yml" in hrefs
    page.context.close()


def test_site_without_a_source_leads_nowhere(browser: Browser, address: str) -> None:
    """Where nobody knows the repository, there is no link to GitHub, and the page says so."""
    page, _ = open_page(browser, address + "add.html")
    assert page.locator("main a[href*='github.com']").count() == 0
    assert "This site does not say where its source lies" in page.locator("main").inner_text()
    page.context.close()
