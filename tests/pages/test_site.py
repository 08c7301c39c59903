"""The pages as they come out: their links, their heads, and what they make of hard content."""

from __future__ import annotations

import gzip
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
from support import SITE, is_older, letters, soup_of, tree

if TYPE_CHECKING:
    from pathlib import Path

    from support import Feed

BASE = "https://papers.example/feed/"


def read(path: Path) -> BeautifulSoup:
    """Return a page, parsed."""
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def pages_of(site: Path) -> list[Path]:
    """Return the pages of a site."""
    return sorted(site.rglob("*.html"))


def test_real_feed_is_this_large(real_site: Path) -> None:
    """So that what is said of every page is said of many."""
    assert len(list(real_site.glob("papers/*.html"))) == 67
    assert len(list(real_site.glob("2025/10/*.html"))) == 14
    assert len([*real_site.rglob("*.xml"), *real_site.rglob("*.atom")]) > 50


def test_every_internal_link_leads_somewhere(any_site: Path) -> None:
    """Each link, image, style and script of each page is a file, each fragment an id in it."""
    names: dict[Path, set[str]] = {}
    for page in pages_of(any_site):
        soup = soup_of(page)
        names[page.resolve()] = {str(tag["id"]) for tag in soup.find_all(id=True)}
    for page in pages_of(any_site):
        for tag in soup_of(page).find_all(["a", "link", "img", "script"]):
            address = str(tag.get("href") or tag.get("src") or "")
            for root in (BASE, urlsplit(BASE).path):
                if address.startswith(root):
                    address = "/" + address.removeprefix(root)
            parts = urlsplit(address)
            if parts.scheme or not address:
                continue
            start = any_site if parts.path.startswith("/") else page.parent
            target = (start / unquote(parts.path).lstrip("/")) if parts.path else page
            if target.is_dir():
                target /= "index.html"
            assert target.is_file(), f"{page}: {address}"
            if parts.fragment:
                assert parts.fragment in names[target.resolve()], f"{page}: {address}"


def test_every_address_for_machines_is_a_page(any_site: Path) -> None:
    """The sitemaps name pages that are there, each paper and day among them."""
    listed = set()
    for sitemap in any_site.glob("sitemap-*.xml"):
        listed |= set(re.findall(r"<loc>(.*?)</loc>", sitemap.read_text()))
    for address in listed:
        path = unquote(address.removeprefix(BASE)) or "index.html"
        assert (any_site / path).is_file()
    for page in [*any_site.glob("papers/*.html"), *any_site.glob("2*/*/*.html")]:
        assert is_older(page) or BASE + page.relative_to(any_site).as_posix() in listed
    index = (any_site / "sitemap.xml").read_text()
    for sitemap in any_site.glob("sitemap-*.xml"):
        assert f"<loc>{BASE}{sitemap.name}</loc>" in index
    assert (any_site / "robots.txt").read_text().endswith(f"Sitemap: {BASE}sitemap.xml\n")


def test_every_page_has_a_whole_head(any_site: Path) -> None:
    """Language, title, description, a strict policy, one h1, and the page's own address."""
    for page in pages_of(any_site):
        soup = soup_of(page)
        assert soup.html
        assert soup.html["lang"]
        assert soup.title
        assert soup.title.get_text()
        policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})
        assert str(policy and policy["content"]).startswith("default-src 'none'")
        assert len(soup.find_all("h1")) == 1, page
        if page.name != "404.html" and not is_older(page):
            path = page.relative_to(any_site).as_posix()
            address = BASE if path == "index.html" else BASE + path
            canonical = soup.find("link", rel="canonical")
            assert canonical
            assert canonical["href"] == address
            assert soup.find("meta", attrs={"name": "description"})


def test_no_page_holds_code_of_its_own(any_site: Path) -> None:
    """No inline script or style, which the policy would block."""
    for page in pages_of(any_site):
        soup = soup_of(page)
        scripts = [tag for tag in soup.find_all("script") if not tag.get("src")]
        assert {tag.get("type") for tag in scripts} <= {"application/ld+json"}  # which is data
        assert len(soup.find_all("style")) == (page.name == "404.html")  # its policy knows that one
        assert soup.find_all(style=True) == []


def test_front_page_comes_in_one_round_trip(real_site: Path) -> None:
    """Front page and stylesheet together are at most 14 kB gzipped, at twenty cards."""
    page = real_site / "index.html"
    assert len(soup_of(page).find_all("article")) == 20
    parts = (page, real_site / "static/style.css")
    assert sum(len(gzip.compress(part.read_bytes(), 9)) for part in parts) <= 14_000


def test_paper_carries_what_scholars_tools_need(real_site: Path) -> None:
    """Highwire tags and Open Graph say the facts of the paper."""
    soup = soup_of(real_site / "papers/reft-reasoning-with-reinforced-fine-tuning.html")
    found: dict[str, list[str]] = {}
    for tag in soup.find_all("meta", content=True):
        for name in filter(None, (tag.get("name"), tag.get("property"))):
            found.setdefault(str(name), []).append(str(tag["content"]))
    assert found["citation_title"] == ["ReFT: Reasoning with Reinforced Fine-Tuning"]
    assert found["citation_author"] == [
        "Trung Quoc Luong",
        "Xinbo Zhang",
        "Zhanming Jie",
        "Peng Sun",
        "Xiaoran Jin",
        "Hang Li",
    ]
    assert found["citation_publication_date"] == ["2024/01/17"]
    assert found["citation_arxiv_id"] == ["2401.08967"]
    assert found["citation_doi"] == ["10.18653/v1/2024.acl-long.410"]
    assert found["citation_pdf_url"] == ["https://arxiv.org/pdf/2401.08967"]
    assert found["og:title"] == ["ReFT: Reasoning with Reinforced Fine-Tuning"]


def test_days_lead_to_days_that_exist(feed: Feed) -> None:
    """Previous and next skip days without papers; the first and the last have but one of them."""
    for day in ("2025/06/20", "2025/06/25", "2025/07/01"):
        feed.add(f"{day}/p{day[-2:]}.md")
    feed.build()
    ways = {
        day: {rel: tag["href"] for rel in ("prev", "next") if (tag := soup.find("a", rel=rel))}
        for day in ("2025/06/20", "2025/06/25", "2025/07/01")
        if (soup := read(feed.output / f"{day}.html"))
    }
    assert ways == {
        "2025/06/20": {"next": "../../2025/06/25.html"},
        "2025/06/25": {"prev": "../../2025/06/20.html", "next": "../../2025/07/01.html"},
        "2025/07/01": {"prev": "../../2025/06/25.html"},
    }
    assert not (feed.output / "2025/06/21.html").exists()


def test_future_days_wait(feed: Feed) -> None:
    """A day after --today has no page and no mark on any other; without it, all are built."""
    feed.add("2025/06/25/now.md")
    feed.add("2025/06/26/later.md")
    feed.build("--today", "2025-06-25")
    assert not any("later" in path for path in tree(feed.output))
    assert "later" not in feed.page("index.html")
    feed.build()
    assert (feed.output / "papers/later.html").is_file()


@pytest.mark.parametrize(
    ("editions", "shown"),
    [([25], 25), ([1] * 25, 20), ([1], 1), ([19, 5], 19), ([15, 5, 1], 20)],
)
def test_front_page_takes_whole_editions(feed: Feed, editions: list[int], shown: int) -> None:
    """The newest edition whole, then those before it, as long as there are at most twenty."""
    for number, papers in enumerate(editions):
        for paper in range(papers):
            day = f"2025/06/{30 - number:02d}"
            feed.add(f"{day}/p-{number}-{paper}.md", arxiv=f'"2501.{100 * number + paper:05d}"')
    feed.build()
    assert len(read(feed.output / "index.html").find_all("article")) == shown


def test_empty_content_is_a_site(feed: Feed) -> None:
    """Before the first paper there is a site that says so."""
    assert feed.build().returncode == 0
    assert "No paper yet" in feed.page("index.html")
    assert "No paper yet" in feed.page("archive.html")


@pytest.mark.parametrize("kind", ["withdrawn", "corrected", "revised"])
def test_status_is_said_on_page_and_card(feed: Feed, kind: str) -> None:
    """What happened to a paper stands at the top of its page and on its card, with the note."""
    feed.add("2025/06/25/a.md", status=f'{{kind: {kind}, date: 2025-07-01, note: "A flaw."}}')
    feed.build()
    article = read(feed.output / "papers/a.html").find("article")
    assert article
    first = article.find("p")
    assert first
    assert first.get_text() == f"{kind.capitalize()} on 1 July 2025: A flaw."
    card = read(feed.output / "2025/06/25.html").find("article")
    assert card
    assert f"{kind.capitalize()} 1 July 2025: A flaw." in card.get_text()


def test_topic_page_leaves_its_topic_out(feed: Feed) -> None:
    """On a topic's own page its cards name only their other topics."""
    feed.add("2025/06/25/a.md", topics="[reasoning, vision]")
    feed.build()
    card = read(feed.output / "topics/vision.html").find("article")
    assert card
    assert [link.get_text() for link in card.select(".topics a")] == ["Reasoning"]


def test_hard_texts_come_through(feed: Feed) -> None:
    """Titles, names and scripts of all kinds stand on the page letter for letter."""
    title = "<think>: “Quotes” & $1 Million — 深度学习 مرحبا q\u0301"
    names = ["DeepSeek-AI", "王伟", "محمد علي", "Zoë O'Neil", "Ł. Ørsted"]
    quoted = ", ".join(f'"{name}"' for name in names)
    feed.add("2025/06/25/a.md", title=f"'{title}'", authors=f"[{quoted}]")
    feed.build()
    soup = read(feed.output / "papers/a.html")
    assert soup.h1
    assert soup.h1.get_text() == title
    by = soup.find("p", class_="by")
    assert by
    assert by.get_text() == ", ".join(names)


def test_664_authors_fold(feed: Feed) -> None:
    """A card names three of 664 authors and folds the others; the page names twenty, too."""
    names = [f"Author N{letters(number)}" for number in range(664)]
    feed.add("2025/06/25/a.md", authors=f"[{', '.join(names)}]")
    feed.build()
    card = read(feed.output / "2025/06/25.html").find("article")
    assert card
    assert card.summary
    assert card.summary.get_text() == ("Author Naaa, Author Naab, Author Naac and 661 more")
    soup = read(feed.output / "papers/a.html")
    by, more = soup.find("p", class_="by"), soup.find("details", class_="by")
    assert by
    assert by.get_text() == ", ".join(names[:20])
    assert more
    assert more.summary
    assert more.summary.get_text() == "and 644 more"
    assert more.get_text() == "and 644 more" + ", ".join(names[20:])


@pytest.mark.parametrize(("count", "shown"), [(30, 30), (31, 20)])
def test_authors_of_a_page_fold_from_thirty_one_on(feed: Feed, count: int, shown: int) -> None:
    """Without scripts they unfold."""
    names = [f"Author N{letters(number)}" for number in range(count)]
    feed.add("2025/06/25/a.md", authors=f"[{', '.join(names)}]")
    feed.build()
    soup = read(feed.output / "papers/a.html")
    by = soup.find("p", class_="by")
    assert by
    assert by.get_text() == ", ".join(names[:shown])
    assert len(soup.find_all("details", class_="by")) == (count > shown)


def test_authors_with_two_papers_have_pages(feed: Feed) -> None:
    """Spellings that differ in accents are one author, shown in the commonest spelling."""
    feed.add("2025/06/25/a.md", authors="[Émilie Noether, Ada Lovelace]")
    feed.add("2025/06/26/b.md", authors="[Emilie Noether]")
    feed.add("2025/06/27/c.md", authors="[EMILIE NOETHER]")
    feed.add("2025/06/28/d.md", authors="[Émilie Noether]")
    feed.build()
    soup = read(feed.output / "authors/emilie-noether.html")
    assert soup.h1
    assert soup.h1.get_text() == "Émilie Noether"
    assert len(soup.select(".lines li")) == 4
    assert not (feed.output / "authors/ada-lovelace.html").exists()


@pytest.mark.parametrize(
    ("least", "told"),
    [
        (1, "2 authors of papers in Test Feed. Each has a page."),
        (2, "1 author of several papers in Test Feed. Each has a page."),
        (3, "1 author of at least 3 papers in Test Feed. Each has a page."),
    ],
)
def test_list_of_authors_says_whose_pages_it_has(feed: Feed, least: int, told: str) -> None:
    """Of everybody, of those of several papers, or of as many as the setting asks for."""
    feed.write("site.yaml", f"{SITE}author_pages_from: {least}\n")
    feed.add("2025/06/25/a.md", authors="[Emilie Noether, Ada Lovelace]")
    feed.add("2025/06/26/b.md", authors="[Emilie Noether]")
    feed.add("2025/06/27/c.md", authors="[Emilie Noether]")
    assert feed.build().returncode == 0
    (standfirst,) = read(feed.output / "authors.html").select(".standfirst")
    assert standfirst.get_text() == told


@pytest.mark.parametrize(("language", "told"), [("en", "987"), ("ja", "987年")])
def test_a_year_is_written_alike_everywhere(feed: Feed, language: str, told: str) -> None:
    """As on its own page, also one of three digits."""
    feed.write("site.yaml", f"{SITE}language: {language}\n")
    feed.add("0987/06/25/a.md", published="0987-06-25", topics="[reasoning]")
    feed.add("0988/06/25/b.md", published="0988-06-25", topics="[reasoning]")
    assert feed.build().returncode == 0
    for path, place in (
        ("0987.html", "h1"),
        ("archive.html", "h3 a[href='0987.html']"),
        ("search.html", "option[value='0987']"),
        ("topics/reasoning.html", "a[href$='0987.html']"),
        ("topics/reasoning.html", "a[href$='0987.bib']"),
        ("topics/reasoning/0988.html", "a[href$='0987.html']"),
    ):
        (shown,) = read(feed.output / path).select(place)
        assert shown.get_text() == told, path


def test_list_of_many_authors_is_parted(feed: Feed) -> None:
    """Above a thousand authors each initial has a page, and the first page shows the letters."""
    feed.write("site.yaml", (feed.content / "site.yaml").read_text() + "author_pages_from: 1\n")
    names = [f"Given A{letters(number)}" for number in range(600)]
    names += [f"Given B{letters(number)}" for number in range(600)]
    feed.add("2025/06/25/a.md", authors=f"[{', '.join(names)}]")
    feed.build()
    soup = read(feed.output / "authors.html")
    assert [link.get_text() for link in soup.select(".letters a")] == ["A", "B"]
    assert len(read(feed.output / "authors-b.html").select(".index a")) == 600
