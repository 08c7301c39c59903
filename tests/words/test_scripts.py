"""What scripts count and date, which is said as on the pages beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browsing import new_tab, serve
from support import SITE, TOPICS, Feed, make_once

from broadsheet.words.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

NUMBERS = (0, 1, 2, 3, 11, 100, 1_000_000)


@pytest.fixture(scope="module", params=["en", "pt-PT", "pt-BR", "fr-CA", "ar-EG", "zh"])
def tag(request: pytest.FixtureRequest) -> str:
    """Return one language after the other."""
    return str(request.param)


@pytest.fixture(scope="module")
def page(tag: str, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """Yield the list of saved papers of a feed in that language, on the first of May."""

    def make(folder: Path) -> None:
        feed = Feed(folder)
        feed.write("site.yaml", f"{SITE}language: {tag}\n")
        feed.write("topics.yaml", TOPICS)
        feed.add("2025/05/01/one.md")
        assert feed.build().returncode == 0

    site = make_once(tmp_path_factory, f"scripts-{tag}", make) / "_site"
    with serve(site) as address, new_tab(browser, timezone_id="UTC") as tab:
        tab.page.clock.set_fixed_time("2025-05-01T12:00:00Z")
        tab.open(address).locator(".save").click()
        yield tab.open(f"{address}saved.html")


def test_scripts_count_as_pages_do(page: Page, tag: str) -> None:
    """By the rule of the catalogue, whose forms these are: Portugal has another by itself."""
    asked = """(numbers) => numbers.map((number) =>
        sayMany("%(count)s paper", "%(count)s papers", number, { count: "#" }))"""
    words = words_of(tag)
    forms = words.forms("%(count)s paper", "%(count)s papers")
    told = [forms[words.plural(number)] % {"count": "#"} for number in NUMBERS]
    assert page.evaluate(asked, list(NUMBERS)) == told


def test_scripts_date_as_pages_do(page: Page, tag: str) -> None:
    """When a paper was saved."""
    told = {
        "en": "1 May 2025",
        "pt-PT": "1 de maio de 2025",
        "pt-BR": "1º de maio de 2025",
        "fr-CA": "1er mai 2025",
        "ar-EG": "1 مايو 2025",
        "zh": "2025年5月1日",
    }
    assert page.locator("#saved time").inner_text() == told[tag]
    assert words_of(tag).long_date("2025-05-01") == told[tag]
