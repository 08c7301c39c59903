"""A site in a language without a catalogue: what the interface says in English is told to be so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browsing import new_tab, serve
from support import SITE, TOPICS, Feed, call, make_once, soup_of

if TYPE_CHECKING:
    from pathlib import Path

    from bs4 import BeautifulSoup
    from playwright.sync_api import Browser


def built(folder: Path, tag: str) -> None:
    """Build a small feed in a language."""
    feed = Feed(folder)
    feed.write("site.yaml", f"{SITE}language: {tag}\nauthor_pages_from: 1\n")
    feed.write("topics.yaml", TOPICS)
    feed.write("collections/c.md", "---\ntitle: C\nsummary: S\npapers: [p1]\n---\nTekst.\n")
    for number in range(1, 5):
        feed.add(f"2025/06/2{number}/p{number}.md", "Tekst.", title=f"Koralen {number}")
    feed.add(
        "2025/06/20/many.md",
        "Tekst.",
        title="Velen",
        authors="[Aa Bb, Cc Dd, Ee Ff, Gg Hh, Ii Jj]",
        status="{kind: corrected, date: 2025-06-22, note: Een fout.}",
        code="https://example.org/code",
        aliases="[veel]",
    )
    done = feed.build("--repository", "owner/feed")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site in Dutch."""
    return make_once(tmp_path_factory, "site-nl", lambda folder: built(folder, "nl")) / "_site"


def language_of(page: BeautifulSoup, selector: str) -> str:
    """Return the language in which what a selector finds first is read aloud."""
    found = page.select_one(selector)
    assert found is not None, selector
    return str(next(one["lang"] for one in (found, *found.parents) if one.get("lang")))


PAGES = (
    *("index.html", "2025/06/24.html", "papers/p2.html", "topics/reasoning.html", "search.html"),
    *("archive.html", "authors/ada-lovelace.html", "collections/c.html", "about.html", "map.html"),
)


@pytest.mark.parametrize("path", PAGES)
def test_page_is_in_its_language_and_what_is_around_it_in_english(site: Path, path: str) -> None:
    """The name of the site is its owner's; the menu and the foot are ours."""
    page = soup_of(site / path)
    assert language_of(page, "title") == language_of(page, ".masthead .name a") == "nl"
    english = (".skip", ".masthead nav li a", ".colophon li a")
    assert {language_of(page, one) for one in english} == {"en"}


@pytest.mark.parametrize(
    ("path", "english", "dutch"),
    [
        ("index.html", (".dateline h2", ".strip"), (".lead h3", ".lead .topics", ".aside")),
        ("2025/06/24.html", (".dateline h1",), (".lead h3",)),
        ("2025/06.html", ("h1",), (".lines a",)),
        (
            "papers/p2.html",
            (".actions a", ".facts dt", "#abstract", "#cite", "#others", ".edit"),
            ("h1", ".standfirst", ".abstract p", ".pager a", ".similar li a"),
        ),
        ("topics/reasoning.html", (".facts dt",), ("h1", ".standfirst")),
        ("topics.html", ("h1",), (".topic-list h2 a",)),
        ("search.html", ("form label", "#how"), (".results",)),
        ("saved.html", ("h1", "#moving"), (".results",)),
        ("map.html", ("h1",), (".lines a",)),
        ("add.html", ("h1", "label"), ()),
        ("subscribe.html", ("h1",), ()),
        ("api.html", ("h1",), ()),
        (
            "2025/06/20.html",
            (".by span", ".status b", ".status time", ".links a", ".more", ".exports", "h2.hide"),
            (".by", ".status"),
        ),
        ("2025/06.html", (".by span", ".lines b", ".listed h2 time"), (".by",)),
        ("2025.html", ("#days", ".lines time", ".listed h2 time"), (".lines a",)),
        ("2025/W25.html", (".listed h2 time",), (".lines a",)),
        ("digest/2025-W25.html", (".day h2 time",), ("h3 a",)),
        ("topics/reasoning.html", (".day h2 time",), ("h3 a",)),
        ("topics/reasoning/2025.html", (".standfirst", ".listed h2"), (".lines a",)),
        ("authors/aa-bb.html", (".standfirst", ".lines b"), ("h1", ".lines a")),
        ("authors.html", (".listed h2",), (".index a",)),
        ("collections.html", (".topic-list small",), (".topic-list a",)),
        ("collections/c.html", ("#papers",), ("h1",)),
        ("papers/many.html", (".status b", ".status time"), (".status",)),
        ("papers/veel.html", ("h1",), (".standfirst a",)),
        ("404.html", ("h1",), ()),
        ("archive.html", ("h1",), ()),
    ],
)
def test_what_the_interface_says_within_a_page_is_english(
    site: Path, path: str, english: tuple[str, ...], dutch: tuple[str, ...]
) -> None:
    """Dates, headings and forms; papers and topics are not."""
    page = soup_of(site / path)
    assert [one for one in english if language_of(page, one) != "en"] == []
    assert [one for one in dutch if language_of(page, one) != "nl"] == []


def test_what_a_letter_says_beside_its_papers_is_english(site: Path) -> None:
    """Dates, counts and the links of its foot."""
    told = ("--content", site.parent / "content", "--output", site.parent / "letter")
    for period, english, dutch in (
        ("2025-06-20", ("h1", ".use", ".by span", "p b", ".foot a"), ("h2 a", ".by", ".foot")),
        ("2025-W25", ("h1", "h2.day"), ("h3 a",)),
    ):
        assert call("digest", period, *told).returncode == 0
        letter = soup_of(site.parent / f"letter/{period}.html")
        assert [one for one in english if language_of(letter, one) != "en"] == []
        assert [one for one in dutch if language_of(letter, one) != "nl"] == []


def test_words_that_are_marked_look_as_those_around_them(site: Path, browser: Browser) -> None:
    """Only where they unfold names is there a line below."""
    line = "(element) => getComputedStyle(element).textDecorationLine"
    with serve(site) as address, new_tab(browser) as tab:
        page = tab.open(f"{address}2025/06.html")
        assert page.locator(".lines .by span").first.evaluate(line) == "none"
        page = tab.open(f"{address}2025/06/20.html")
        assert page.locator("summary span").first.evaluate(line) == "underline"


def test_what_scripts_say_is_english(site: Path, browser: Browser) -> None:
    """The list of keys, and what is said at the foot of the window; results are not."""
    spoken = "(element) => element.closest('[lang]').lang.slice(0, 2)"
    with serve(site) as address, new_tab(browser) as tab:
        page = tab.open(f"{address}search.html?q=tekst")
        assert page.locator("#found h3 a").first.evaluate(spoken) == "nl"
        assert page.locator("#state").evaluate(spoken) == "en"
        crowd = page.locator("li", has=page.locator("a[href='papers/many.html']"))
        assert crowd.locator(".by").evaluate(spoken) == "nl"
        for told in ("time", ".meta b", ".by span"):
            assert crowd.locator(told).evaluate(spoken) == "en", told
        page.locator("#found h3 a").first.focus()
        page.keyboard.press("?")
        assert page.locator("dialog h2").evaluate(spoken) == "en"
        page.evaluate("notify('Kept')")
        assert page.locator(".notice").evaluate(spoken) == "en"


@pytest.mark.parametrize("tag", ["de", "de-AT", "en", "en-GB", "pt-PT", "zh-CN"])
def test_language_with_a_catalogue_is_that_of_all(
    tag: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Of whatever region: no element of a page has another."""
    made = make_once(tmp_path_factory, f"site-whole-{tag}", lambda folder: built(folder, tag))
    for path in ("index.html", "papers/p2.html", "search.html", "2025/06/24.html", "2025/06.html"):
        page = soup_of(made / "_site" / path)
        assert [one.name for one in page.find_all(lang=True)] == ["html"], path


def test_fields_for_programs_are_english_on_a_german_site(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """What they say stands in the schemas as well, and is not translated."""
    made = make_once(tmp_path_factory, "site-whole-de", lambda folder: built(folder, "de"))
    page = soup_of(made / "_site/api.html")
    assert {language_of(page, one) for one in ("h1", "#fields")} == {"de"}
    assert {table["lang"] for table in page.select("dl.facts")} == {"en"}
