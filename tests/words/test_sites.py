"""One feed in all languages: nothing stays English, and the pages hold in each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import yaml
from browsing import assert_good, new_tab, serve
from bs4 import BeautifulSoup
from support import Feed, make_once

from broadsheet.words.catalogues import languages, messages_of
from broadsheet.words.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

TAGS = ["en", *(name.replace("_", "-") for name in languages())]
PAGES = (
    *("index.html", "2025/06/25.html", "2025/W26.html", "2025/06.html", "2025.html"),
    *("archive.html", "topics.html", "topics/alpha.html", "topics/alpha/2025.html"),
    *("papers/p1.html", "papers/p2.html", "authors.html", "authors/aa-bb.html"),
    *("collections.html", "collections/c.html", "subscribe.html", "search.html", "add.html"),
    *("about.html", "404.html", "api.html"),
)
# What is called the same in every language.
NAMES = {"arXiv", "PDF", "DOI", "BibTeX", "RSS", "Atom", "JSON", "OPML", "Broadsheet", "GitHub"}
NAMES |= {"Markdown", "MD", "Schema", "RIS", "CSL"}
KINDS = ("article", "thesis", "report", "dataset", "book", "chapter", "preprint", "paper")
STATUS = ("revised", "corrected", "withdrawn", "retracted")


def write(folder: Path, tag: str) -> Feed:
    """Write a feed whose own texts have no Latin letters, with all that a page may show."""
    feed = Feed(folder)
    feed.write(
        "site.yaml",
        f"title: Ωμέγα\ntagline: Γράμματα\ntag: test.example,2025\nlanguage: {tag}\n"
        "author_pages_from: 1\ncurators: [Αα Ββ]\nnewsletter: {form: https://0.example/}\n"
        'licence: {name: "Ξ", url: "https://0.example/"}\n'
        "discussion: {start: 'https://0.example/'}\n",
    )
    feed.write(
        "topics.yaml",
        "- {slug: alpha, name: Αλφα, description: Αα.}\n"
        "- {slug: beta, name: Βητα, description: Β.}\n",
    )
    feed.write("collections/c.md", "---\ntitle: Σσ\nsummary: Σσ.\npapers: [p1, p2]\n---\nΣσ.\n")
    places = (
        "2025/06/25",
        "2025/06/25",
        "2025/06/24",
        "2025/06/17",
        "2025/05",
        "2024",
        "2024/02/01",
    )
    for number, place in enumerate((*places, "2025/06/25"), 1):
        names = ", ".join(f"Αα{letter} Ββ" for letter in ("γδεζηθ" if number % 3 else "γδ"))
        discussion = f"{{url: 'https://0.example/', comments: {number % 3}}}"
        status = f"{{kind: {STATUS[number // 2 % 4]}, date: 2025-08-01, note: Νν.}}"
        feed.add(
            f"{place}/p{number}.md",
            "Αα.",
            title=f'"Τίτλος {number}"',
            authors=f"[Αα Ββ, {names}]",
            published="2024-01-01",
            arxiv=f'"2401.0000{number}"',
            topics="[alpha, beta]",
            summary='"Σσ."',
            type=KINDS[number - 1],
            venue="Ωω",
            publisher="Εε",
            organizations="[Οο, Ππ]",
            code="https://0.example/",
            project="https://0.example/",
            data="https://0.example/",
            video="https://0.example/",
            submitted_by="Αα",
            discussion=discussion if number % 2 else None,
            status=None if number % 2 else status,
        )
    return feed


def built(folder: Path, tag: str, words: str = "") -> None:
    """Build it, in a language, with words of its owner's."""
    feed = write(folder, tag)
    if words:
        feed.write("look/words.yaml", words)
    told = ("--base-url", "https://0.example/feed/", "--repository", "owner/feed")
    done = feed.build(*told)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module", params=TAGS)
def tag(request: pytest.FixtureRequest) -> str:
    """Return one language after the other."""
    return str(request.param)


@pytest.fixture(scope="module")
def site(tag: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site in that language."""
    return make_once(tmp_path_factory, f"site-{tag}", lambda folder: built(folder, tag)) / "_site"


def read(path: Path) -> BeautifulSoup:
    """Parse a page, without what is no language, or tells that it is English."""
    page = BeautifulSoup(path.read_text(), "html.parser")
    for element in page.select("pre, code, script, style, dl[lang=en]"):
        element.decompose()
    return page


def attributes(page: BeautifulSoup) -> Iterator[str]:
    """Yield what a page says to those who listen, point or search."""
    for span in page.select("span.Z3988"):  # for reference managers
        span.decompose()
    for element in page(name=True):
        for name in ("aria-label", "title", "placeholder", "alt", "abbr", "data-wrong"):
            if element.get(name) and element.name != "link":
                yield str(element[name])
        if element.name == "meta" and element.get("name") == "description":
            yield str(element["content"])


# ------------------------------------------------ every string is a message


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site whose every message stands in brackets; its dates are Japanese."""
    plural = list(words_of("ja").forms("%(count)s paper", "%(count)s papers"))
    words = {
        one: [f"⟦{many[0]}⟧"] * len(plural) if many else f"⟦{one}⟧"
        for one, *many in messages_of("")
    }
    text = yaml.safe_dump(words, allow_unicode=True, width=10_000)
    return (
        make_once(tmp_path_factory, "site-marked", lambda folder: built(folder, "ja", text))
        / "_site"
    )


def outside(text: str, depth: int = 0) -> tuple[str, int]:
    """Return what stands outside of brackets, and how many are open at the end."""
    left = ""
    for sign in text:
        depth += (sign == "⟦") - (sign == "⟧")
        left += sign if depth == 0 and sign != "⟧" else ""
    return left, depth


def is_word(text: str) -> bool:
    """Return whether a text has a word that is no name."""
    bare = re.sub(
        r"https?://\S+|\S+\.(?:html|xml|atom|json|opml|md|txt)\b|[\w./-]*/[\w./-]*|0\.example",
        "",
        text,
    )
    return bool(set(re.findall(r"[A-Za-z]{2,}", bare)) - NAMES)


@pytest.mark.parametrize("path", PAGES)
def test_every_string_is_a_message(marked: Path, path: str) -> None:
    """What a page says without brackets is its owner's, a date or a name."""
    page = read(marked / path)
    left, depth = outside("\0".join(str(one) for one in page(string=True)[1:]))
    assert depth == 0
    wrong = [one for one in left.split("\0") if is_word(one)]
    wrong += [one for one in attributes(page) if "⟦" not in one and is_word(one)]
    known = ("html", "cs.CL", "owner", "title: ", "Ada Lovelace")
    assert [one for one in wrong if not one.strip().startswith(known)] == []


@pytest.mark.parametrize("path", ["feed.xml", "feed.atom", "feed.json", "days.xml", "feeds.opml"])
def test_every_string_of_a_feed_is_a_message(marked: Path, path: str) -> None:
    """The labels of links, status and dates within entries among them."""
    text = outside((marked / path).read_text())[0]
    for english in ("Paper<", "Code<", "Project<", "Data<", "Video<", "Discussion<", "comment"):
        assert english not in text
    for english in ("Corrected", "Revised", "Topics", "Collections", "day by day", "Summaries:"):
        assert english not in text


# ------------------------------------------------ the languages


def test_no_message_stays_english(site: Path, tag: str) -> None:
    """Where its language says it otherwise."""
    words = words_of(tag)
    other = {one for one, *many in messages_of("") if not many and words.form(one) != one}
    other = {one for one in other if len(one) > 3 and "%" not in one}
    assert bool(other) is (tag != "en")
    for path in PAGES:
        page = read(site / path)
        heard = {str(one).strip() for one in (*page(string=True), *attributes(page))}
        assert not heard & other, path


def test_pages_tell_their_language_and_direction(site: Path, tag: str) -> None:
    """To browsers and to those who listen."""
    for path in PAGES:
        html = read(site / path).html
        assert html is not None
        assert (html["lang"], html.get("dir", "ltr")) == (tag, "rtl" if tag == "ar" else "ltr")


def test_dates_are_those_of_the_language(site: Path, tag: str) -> None:
    """On the page of a day, and in the title of its entry."""
    full = {
        "en": "Wednesday, 25 June 2025",
        "de": "Mittwoch, 25. Juni 2025",
        "ja": "2025年6月25日水曜日",
    }
    full |= {"ar": "الأربعاء، 25 يونيو 2025", "fr": "mercredi 25 juin 2025"}
    heading = read(site / "2025/06/25.html").h1
    assert heading is not None
    assert heading.get_text() == full.get(tag, words_of(tag).full_date("2025-06-25"))
    assert heading.get_text() in (site / "days.xml").read_text()


def test_scripts_speak_the_language(site: Path, tag: str) -> None:
    """`site.js` holds what they say; for English, nothing."""
    text = (site / "static/site.js").read_text()
    assert ("const translated = {};" in text) is (tag == "en")
    known = {"en": "en-001", "pt-BR": "pt-BR", "zh-Hans": "zh-Hans"}
    assert f'const language = "{known.get(tag, tag)}";' in text


def test_pages_hold_on_the_narrowest_phone(site: Path, browser: Browser) -> None:
    """Axe finds nothing, nothing scrolls sideways, the console stays silent."""
    with serve(site) as address, new_tab(browser, viewport={"width": 320, "height": 640}) as phone:
        for path in PAGES:
            assert_good(phone, address + path, 320)


def test_search_and_form_speak_the_language(site: Path, tag: str, browser: Browser) -> None:
    """What scripts write is in the language of the page."""
    words = words_of(tag)
    with serve(site) as address, new_tab(browser) as tab:
        page = tab.open(f"{address}search.html?q=Τίτλος")
        page.wait_for_selector(".results li")
        assert page.inner_text("#state").strip() == words.papers(8)
        page = tab.open(f"{address}add.html")
        page.focus("#title")
        page.focus("#arxiv")
        assert page.inner_text("#wrong-title") == words.gettext("%(name)s is missing", name="title")
        assert tab.complaints == []
