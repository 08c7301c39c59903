"""The search page where something is wrong: its files, its place, its browser, or the query."""

from __future__ import annotations

from http.server import SimpleHTTPRequestHandler
from typing import IO, TYPE_CHECKING
from urllib.parse import quote

import pytest
from browsing import new_tab, serve
from searching import Search

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from browsing import Tab
    from playwright.sync_api import Browser, Page, Route
    from support import Feed

UNREADABLE = "The index could not be read ({}). Reload the page to try again."
RENEWED = "The search was renewed while this page was open. Reload the page."
BROWSERS_NOTE = "Failed to load resource: "  # what the browser itself says of a failed load

# A query for each kind of file, whose first answer needs one of that kind.
NEEDS = {
    "index.json": "kelp",
    "words/*": "kelp",
    "pairs/*": '"forest of kelp"',
    "rows/*": "kelp",
    "lexicon/*": "jelyfish",
    "topics/*": "topic:vision",
    "has/*": "has:code",
    "papers.txt": "year:2023",
}


def alter(page: Page, path: str, change: Callable[[str], str]) -> None:
    """Let files of the index come otherwise than they lie there."""

    def answer(route: Route) -> None:
        whole = route.fetch()
        route.fulfill(response=whole, body=change(whole.text()))

    page.route(f"**/search/{path}", answer)


def said(tab: Tab) -> list[str]:
    """Return what the console has, without the browser's own note of a failed load."""
    return [one for one in tab.complaints if not one.startswith(BROWSERS_NOTE)]


def assert_mended(search: Search, query: str) -> None:
    """See that the query is answered once the files come as they lie there."""
    search.page.unroute_all()
    assert search.type(query).slugs
    assert "paper" in search.count
    assert said(search.tab) == []


@pytest.mark.parametrize("path", NEEDS)
def test_missing_file_is_told(search: Search, path: str) -> None:
    """By its name, in the page; once it is there, the same query is answered."""
    search.page.route(f"**/search/{path}", lambda route: route.fulfill(status=404, body="?"))
    search.type(NEEDS[path])
    assert search.count.startswith(f"The index could not be read ({path.rstrip('*')}")
    assert search.slugs == []
    assert_mended(search, NEEDS[path])


@pytest.mark.parametrize("path", NEEDS)
def test_file_cut_short_is_told(search: Search, path: str) -> None:
    """Half a list is no list."""
    alter(search.page, path, lambda text: text[: len(text) // 2])
    search.type(NEEDS[path])
    assert search.count.startswith("The index could not be read (")
    assert search.slugs == []
    assert_mended(search, NEEDS[path])


@pytest.mark.parametrize("path", ["index.json", "words/*", "rows/*", "papers.txt"])
def test_file_of_another_version_is_told(search: Search, path: str) -> None:
    """The page is then older than the index, or younger."""
    alter(
        search.page, path, lambda text: text.replace("broadsheet search 2", "broadsheet search 1")
    )
    search.type(NEEDS[path])
    assert search.count == RENEWED
    assert_mended(search, NEEDS[path])


@pytest.mark.parametrize("path", ["words/", "rows/", "index.json"])
def test_broken_connection_is_told(
    browser: Browser, reef: str, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """The browser then has half a file, and knows it."""

    def send_half(self: SimpleHTTPRequestHandler, source: IO[bytes], sink: IO[bytes]) -> None:
        data = source.read()
        sink.write(data[: len(data) // (2 if f"/search/{path}" in self.path else 1)])

    with new_tab(browser) as fresh:  # which has none of these files in its cache
        monkeypatch.setattr(SimpleHTTPRequestHandler, "copyfile", send_half)
        search = Search(fresh, f"{reef}search.html").open("q=kelp")
        told = search.count
        monkeypatch.undo()
        assert_mended(search, "kelp")
    assert told.startswith(f"The index could not be read ({path}")


def test_server_out_of_reach_is_told(search: Search) -> None:
    """A reader on a train may go on when there is a network again."""
    search.page.route("**/search/**", lambda route: route.abort("internetdisconnected"))
    search.type("kelp")
    assert search.count == UNREADABLE.format("index.json")
    assert_mended(search, "kelp")


def test_trouble_takes_the_old_answer_away(search: Search) -> None:
    """No paper, note or second list of the query before stands below the message."""
    search.type("anemone zyzzyva")
    assert search.page.locator("#near").is_visible()
    search.page.route("**/search/words/*", lambda route: route.fulfill(status=404))
    search.type("sound")
    assert search.count.startswith("The index could not be read (words/")
    assert not search.page.locator(".results li:visible, #mended:visible, #near:visible").count()


def test_missing_stemmer_is_told(search: Search) -> None:
    """Without it no word would be found in all its forms; loaded again, the page has it."""
    search.page.route("**/stem/english.js", lambda route: route.fulfill(status=404, body=""))
    search.open("q=kelp")
    assert search.count == UNREADABLE.format("english.js")
    assert said(search.tab) == []
    search.page.unroute_all()
    assert search.open("q=kelp").count == "23 papers"


def test_page_from_disk_says_what_it_needs(search_tab: Tab, reef_site: Path) -> None:
    """No browser lets a file read another one."""
    search = Search(search_tab, (reef_site / "search.html").as_uri()).open()
    assert search_tab.complaints == []
    search.type("kelp")
    assert search.count.startswith("Search needs a web server: ")
    assert "make serve" in search.count


def test_page_without_scripts_offers_what_needs_none(browser: Browser, reef: str) -> None:
    """A form that does nothing is not shown; topics, authors and archive are linked."""
    with new_tab(browser, java_script_enabled=False) as tab:
        page = tab.open(f"{reef}search.html?q=kelp")
        assert page.locator("main form:visible, main button:visible").count() == 0
        assert "Searching needs JavaScript" in page.locator("main").inner_text()
        links = page.locator("main a:visible").all()
        hrefs = {one.get_attribute("href") for one in links}
    assert hrefs == {"topics.html", "authors.html", "archive.html"}


def test_feed_before_its_first_paper_finds_none(feed: Feed, search_tab: Tab) -> None:
    """It has an index of nothing, which is no trouble."""
    assert feed.build().returncode == 0
    with serve(feed.output) as address:
        search = Search(search_tab, f"{address}search.html").open("q=kelp")
    assert search.count == "No papers"
    assert search_tab.complaints == []


ODD = [
    "a",
    "x" * 10_000,
    "x " * 5_000,
    "🪸🐠 🐙",
    "👩‍🔬",
    "الشعاب المرجانية",
    "שונית אלמוגים kelp",
    "\u202ekelp\u202c",
    "the of and is not",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "author:",
    "author:,",
    "topic: year: has:",
    "year:-",
    "year:2025-2023",
    "has:nothing",
    '"',
    '"forest of',
    '""',
    "-",
    "--- -kelp",
    ".*+?^${}()|[]\\/",
    "(?<=a)[",
    "$&$`$'",
    "constructor __proto__ toString hasOwnProperty",
    "kelp\tforest\nsurvey",
    "𝔎elp ﬁsh Ａ",
    "{n} {wrong}",
    "c++ c# 3.5 ...",
    "\\alpha $\\beta_1$ ]( http://",
    "\ud7ff\ufffe\uffff\x7f",
    "%00%ff&q=kelp#kelp",
]


@pytest.fixture(scope="module")
def odd_search(search_tab: Tab, reef: str) -> Search:
    """Return the search page, loaded once for all odd queries."""
    return Search(search_tab, f"{reef}search.html").open()


@pytest.mark.parametrize("query", ODD, ids=range(len(ODD)))
def test_odd_query_is_answered(odd_search: Search, query: str) -> None:
    """As one types and when it is sent: in the page, with nothing in the console."""
    odd_search.tab.complaints.clear()
    odd_search.type(query)
    assert "paper" in odd_search.count
    odd_search.submit()
    assert "paper" in odd_search.count
    assert odd_search.tab.complaints == []


@pytest.mark.parametrize("query", ["", "   ", "\u3000"], ids=["none", "spaces", "wide"])
def test_query_of_nothing_shows_how_to_ask(odd_search: Search, query: str) -> None:
    """Spaces ask for nothing."""
    odd_search.tab.complaints.clear()
    odd_search.type("kelp")
    odd_search.type(query).submit()
    assert odd_search.page.locator("#help").is_visible()
    assert not odd_search.page.locator("#found").is_visible()
    assert odd_search.tab.complaints == []


@pytest.mark.parametrize(
    "query",
    [
        *(f"q={quote(query)}" for query in ODD[3:10]),
        "topic=nothing",
        "year=1066",
        "has=%22",
        "sort=sideways",
        "q=kelp&q=moon",
        "unknown=1",
        "q=%E0%A4",
    ],
)
def test_odd_address_is_answered(search: Search, query: str) -> None:
    """What the controls do not offer is not asked for."""
    search.open(query)
    assert search.page.locator("#help:visible, #state:visible").count() == 1
    assert search.tab.complaints == []
