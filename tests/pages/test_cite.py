"""The section "Cite" of a paper's page: styles and files of this one paper, with scripts or not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import rispy
from axe_playwright_python.sync_playwright import Axe
from browsing import assert_good, new_tab, serve
from support import SITE, TOPICS, Feed, make_once

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from browsing import Tab
    from playwright.sync_api import Browser, Page

ONE = "papers/one.html"
MONTH = "papers/month.html"
YEAR = "papers/year.html"
LINKS = ".cite .links a"


def _write(feed: Feed, language: str) -> None:
    """Write two papers of a day, one of a month and one of a year."""
    feed.write("site.yaml", f"{SITE}language: {language}\n")
    feed.write("topics.yaml", TOPICS)
    for path in ("2025/06/25/one", "2025/06/25/two", "2025/06/month", "2019/year"):
        title = f'"Of {path.rpartition("/")[2]}"'
        feed.add(f"{path}.md", title=title, published="2019-02-03")
    assert feed.build("--base-url", "https://papers.example/feed/").returncode == 0


def _site(tmp_path_factory: pytest.TempPathFactory, language: str) -> Path:
    made = make_once(
        tmp_path_factory, f"cited-{language}", lambda folder: _write(Feed(folder), language)
    )
    return made / "_site"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site's folder."""
    return _site(tmp_path_factory, "en")


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Yield the address of the site, served."""
    with serve(site) as served:
        yield served


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address of the same site in Arabic."""
    with serve(_site(tmp_path_factory, "ar")) as served:
        yield served


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Tab]:
    """Yield a tab whose pages may read and write the clipboard."""
    with new_tab(browser, permissions=["clipboard-read", "clipboard-write"]) as made:
        made.page.set_default_timeout(5000)
        yield made


def open_styles(page: Page) -> None:
    """Open the styles, by the keyboard."""
    page.locator(".styles summary").focus()
    page.keyboard.press("Enter")
    page.locator(".styles button").first.wait_for()


@pytest.mark.parametrize("name", ["APA", "Chicago", "IEEE"])
def test_a_style_is_shown_and_copied(tab: Tab, address: str, name: str) -> None:
    """The button puts into the clipboard what stands below the style's name."""
    page = tab.open(address + ONE)
    open_styles(page)
    row = page.locator(".styles div > div", has=page.get_by_text(name, exact=True))
    text = row.locator("p").inner_text()
    assert "Lovelace" in text
    assert "Of one" in text
    row.get_by_role("button", name="Copy").click()
    row.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == text
    assert tab.complaints == []


def test_nothing_is_fetched_before_somebody_asks(tab: Tab, address: str) -> None:
    """Then the day's export is, once."""
    asked: list[str] = []
    tab.page.on("request", lambda request: asked.append(request.url))
    page = tab.open(address + ONE)
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "25." in url]
    open_styles(page)
    with page.expect_download():
        page.locator(LINKS).nth(1).click()
    assert [url for url in asked if "25." in url] == [f"{address}2025/06/25.csl.json"]


@pytest.mark.parametrize("path", [ONE, MONTH])
def test_links_give_this_paper_alone(tab: Tab, address: str, path: str) -> None:
    """As a file that is called by its key, out of an export of several papers."""
    page = tab.open(address + path)
    name = path[7:-5]
    with page.expect_download() as got:
        page.get_by_role("link", name="RIS").click()
    assert got.value.suggested_filename.startswith("lovelace2019")
    assert got.value.suggested_filename.endswith(".ris")
    (record,) = rispy.loads(got.value.path().read_text(encoding="utf-8-sig"))
    assert record["title"] == f"Of {name}"
    with page.expect_download() as got:
        page.get_by_role("link", name="CSL-JSON").click()
    (item,) = json.loads(got.value.path().read_text(encoding="utf-8"))
    assert item["title"] == f"Of {name}"
    assert got.value.suggested_filename == f"{item['id']}.csl.json"
    assert page.url == address + path


@pytest.mark.parametrize(
    ("path", "said"), [(ONE, "of the whole day"), (MONTH, "of the whole month")]
)
def test_without_scripts_links_lead_to_the_exports_of_the_period(
    browser: Browser, address: str, path: str, said: str
) -> None:
    """And say so."""
    with new_tab(browser, java_script_enabled=False) as plain:
        page = plain.open(address + path)
        words = page.locator(".cite .links").inner_text().split()
        assert " ".join(words) == f"RIS CSL-JSON {said}"
        for link in page.locator(LINKS).all():
            got = page.request.get(address + str(link.get_attribute("href")).removeprefix("../"))
            assert got.ok


def test_with_scripts_they_do_not_say_so(tab: Tab, address: str) -> None:
    """They are of this paper then."""
    page = tab.open(address + ONE)
    assert page.locator(".cite .links").inner_text().split() == ["RIS", "CSL-JSON"]


def test_from_a_disk_links_stay_and_styles_say_why_they_are_not_there(tab: Tab, site: Path) -> None:
    """A page opened from a disk may fetch nothing."""
    page = tab.open((site / ONE).as_uri())
    assert "of the whole day" in page.locator(".cite .links").inner_text()
    page.locator(".styles summary").click()
    page.get_by_text("The citations could not be fetched").wait_for()


def test_what_failed_is_tried_again(tab: Tab, address: str) -> None:
    """Once the host answers, the styles are there."""
    page = tab.open(address + ONE)
    page.route("**/*.csl.json", lambda route: route.abort())
    page.locator(".styles summary").click()
    page.get_by_text("The citations could not be fetched").wait_for()
    page.unroute("**/*.csl.json")
    page.locator(".styles summary").click()
    page.locator(".styles summary").click()
    page.locator(".styles button").first.wait_for()


def test_a_paper_that_its_day_has_lost_leads_to_the_day(tab: Tab, address: str) -> None:
    """The site was published anew while the page was open: nothing else is given in its place."""
    page = tab.open(address + ONE)
    page.route("**/*.ris", lambda route: route.fulfill(body="", content_type="text/plain"))
    page.get_by_role("link", name="RIS").click()
    page.wait_for_url("**/25.ris")
    page.unroute("**/*.ris")


def test_a_paper_of_a_year_has_every_form(tab: Tab, address: str) -> None:
    """Those of its year of which no month is known leave together."""
    page = tab.open(address + YEAR)
    page.locator(".styles").wait_for()
    assert page.locator(".cite > .links").inner_text().split() == ["RIS", "CSL-JSON"]


def test_nothing_moves_when_the_styles_come(tab: Tab, address: str) -> None:
    """Their place is kept from the beginning."""
    page = tab.open(address + ONE)
    height = "document.querySelector('.cite').getBoundingClientRect().height"
    with_styles = page.evaluate(height)
    page.evaluate("document.querySelector('.styles').remove()")
    assert page.evaluate(height) == pytest.approx(with_styles, abs=0.5)


@pytest.mark.parametrize("width", [320, 1440])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_open_styles_are_accessible(
    browser: Browser, address: str, arabic: str, width: int, language: str
) -> None:
    """Axe finds nothing, and nothing scrolls sideways, in either direction."""
    with new_tab(browser, viewport={"width": width, "height": 900}) as made:
        url = (arabic if language == "ar" else address) + ONE
        assert_good(made, url, width)
        open_styles(made.page)
        made.page.locator(".cite details:not(.styles) summary").click()
        assert_opened(made, width)


def assert_opened(tab: Tab, width: int) -> None:
    """What was opened is good, too: text in English reads from left to right."""
    found = Axe().run(tab.page)
    assert found.response["violations"] == [], found.generate_report()
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= width
    assert (
        tab.page.locator(".styles p").first.evaluate("p => getComputedStyle(p).direction") == "ltr"
    )
    assert tab.complaints == []
