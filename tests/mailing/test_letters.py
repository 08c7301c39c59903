"""Letters as mail programs show them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from mailed import BASE, addresses_in, message_of, parts_of, write
from support import FEED, SITE, letters

from broadsheet.text.widths import columns

if TYPE_CHECKING:
    from pathlib import Path

    from support import Feed

LONGEST = 100_000  # bytes: what is longer is not shown whole
SENTENCE = "What was done, how it was done, and what was found in the end, in plain words. "


@pytest.mark.parametrize(
    "asked", [("2025-10-27",), ("2025-W43",), ("2025-W43", "--topic", "reasoning")]
)
def test_each_link_leads_to_a_page_of_the_site(
    real_site: Path, tmp_path: Path, asked: tuple[str, ...]
) -> None:
    """All that is of the site has its whole address; others are those of the papers."""
    write(FEED, tmp_path, *asked)
    (file,) = tmp_path.glob("*.eml")
    text, html = parts_of(message_of(file))
    soup = BeautifulSoup(html, "html.parser")
    links = [str(link["href"]) for link in soup.find_all("a")] + addresses_in(text)
    assert all(re.match("https?://", link) for link in links)
    within = {link.removeprefix(BASE) for link in links if link.startswith(BASE)}
    assert len(within) > 5
    for path in within:
        assert (real_site / (unquote(path) or "index.html")).is_file(), path


@pytest.mark.parametrize("period", ["2025-10-27", "2025-W43"])
def test_html_is_whole_in_itself(tmp_path: Path, period: str) -> None:
    """No script, picture, form or sheet of another place; its style is in its elements."""
    write(FEED, tmp_path, period)
    html = (tmp_path / f"{period}.html").read_text()
    soup = BeautifulSoup(html, "html.parser")
    assert soup.find_all(["script", "img", "link", "iframe", "form", "object", "svg", "math"]) == []
    assert "url(" not in html
    assert "@import" not in html
    (style,) = soup.find_all("style")
    assert style.get_text().strip().startswith("@media (prefers-color-scheme: dark)")
    assert all(link.get("style") for link in soup.find_all("a"))
    assert soup.find_all("table") == []  # but for Outlook, in a comment that no other program reads
    assert '<!--[if mso]><table role="presentation" width="600"' in html


def test_headings_of_a_day_and_of_a_week(feed: Feed, tmp_path: Path) -> None:
    """A day has its papers below it, a week has its days and below them their papers."""
    feed.add("2025/06/24/a.md", title="First")
    feed.add("2025/06/25/b.md", title="Second")
    feed.add("2025/06/25/c.md", title="Third")
    write(feed.content, tmp_path, "2025-06-25")
    write(feed.content, tmp_path, "2025-W26")

    def headings(period: str) -> list[tuple[str, str]]:
        soup = BeautifulSoup((tmp_path / f"{period}.html").read_text(), "html.parser")
        return [(one.name, one.get_text()) for one in soup.find_all(re.compile("h[1-6]"))]

    assert headings("2025-06-25") == [
        ("h1", "Wednesday, 25 June 2025"),
        ("h2", "Second"),
        ("h2", "Third"),
    ]
    assert headings("2025-W26") == [
        ("h1", "The week in five minutes"),
        ("h2", "Wednesday, 25 June 2025"),
        ("h3", "Second"),
        ("h3", "Third"),
        ("h2", "Tuesday, 24 June 2025"),
        ("h3", "First"),
    ]


def test_text_is_pleasant_by_itself(feed: Feed, tmp_path: Path) -> None:
    """Title, names, summary and link of each; the note without its markup; formulas in Unicode."""
    feed.write("2025/06/25/index.md", "---\norder: [a]\n---\nA *note* on [one](b).\n")
    feed.add(
        "2025/06/25/a.md",
        title="'Med-R$^3$ for $1 Million'",
        summary=f'"{SENTENCE.strip()}"',
        arxiv='"2506.00001"',
    )
    names = "[Ada Lovelace, Grace Hopper, Emmy Noether, Mary Somerville, Sophie Germain]"
    status = '{kind: withdrawn, date: 2025-07-01, note: "A table."}'
    feed.add("2025/06/25/b.md", title="Another", authors=names, status=status, arxiv='"2506.2"')
    feed.add("2025/06/25/b.md", title="Another", authors=names, status=status)
    write(feed.content, tmp_path)
    assert (tmp_path / "2025-06-25.txt").read_text() == (
        "Test Feed\n"
        "Wednesday, 25 June 2025: 2 papers\n"
        "https://papers.example/feed/2025/06/25.html\n"
        "\n"
        "A note on one.\n"
        "\n"
        "========================================================================\n"
        "\n"
        "Med-R³ for $1 Million\n"
        "Ada Lovelace, Grace Hopper\n"
        "\n"
        "What was done, how it was done, and what was found in the end, in plain\n"
        "words.\n"
        "https://papers.example/feed/papers/a.html\n"
        "arXiv: https://arxiv.org/abs/2506.00001\n"
        "PDF: https://arxiv.org/pdf/2506.00001\n"
        "\n"
        "\n"
        "Another\n"
        "Ada Lovelace, Grace Hopper, Emmy Noether and 2 more\n"
        "Withdrawn on 1 July 2025. A table.\n"
        "\n"
        "What was done, and what was found.\n"
        "https://papers.example/feed/papers/b.html\n"
        "\n"
        "-- \n"
        "Test Feed: Papers for tests\n"
        "https://papers.example/feed/\n"
    )


@pytest.mark.parametrize("period", ["2025-10-27", "2025-W43", "2025-W41"])
def test_lines_have_72_columns(tmp_path: Path, period: str) -> None:
    """But for addresses, which are whole."""
    write(FEED, tmp_path, period)
    for line in (tmp_path / f"{period}.txt").read_text().splitlines():
        assert columns(line) <= 72 or line.rpartition(" ")[2].startswith("https://")


def test_long_day_becomes_shorter_by_whole_papers(feed: Feed, tmp_path: Path) -> None:
    """64 papers, long summaries, 664 authors: later papers are named, then counted, none is cut."""
    authors = f"[{', '.join(f'Ada {letters(number)}' for number in range(664))}]"
    for number in range(64):
        feed.add(
            f"2025/06/25/p{number:02}.md",
            authors=authors,
            summary=f'"{SENTENCE * 12}"',
            arxiv=f'"2506.{number:05}"',
        )
    done = write(feed.content, tmp_path)
    assert done.returncode == 0, done.stderr
    message = message_of(tmp_path / "2025-06-25.eml")
    assert [len(part.get_payload()) < LONGEST for part in message.iter_parts()] == [True, True]
    text, html = parts_of(message)
    soup = BeautifulSoup(html, "html.parser")
    told, named = len(soup.find_all("h2")), len(soup.find_all("li"))
    assert told + named == 64  # so many that each is named at least
    assert 30 < told < 64
    assert text.count("plain words.\n") <= told * 12
    for number in range(64):
        assert f"{BASE}papers/p{number:02}.html" in html
        assert f"{BASE}papers/p{number:02}.html" in text
    summaries = [p.get_text() for p in soup.find_all("p") if p.get_text().startswith("What was")]
    assert summaries == [(SENTENCE * 12).strip()] * told


def test_longest_day_counts_its_last_papers(feed: Feed, tmp_path: Path) -> None:
    """Of so many that they cannot all be named; the day's page has them."""
    for number in range(450):
        title = f'"{number:03} {"long title " * 12}"'
        feed.add(
            f"2025/06/25/p{number:03}.md", title=title, arxiv=None, url=f'"https://e.org/{number}"'
        )
    write(feed.content, tmp_path)
    html = (tmp_path / "2025-06-25.html").read_text()
    assert 80_000 < len(html.encode()) < LONGEST
    soup = BeautifulSoup(html, "html.parser")
    named = len(soup.find_all("h2")) + len(soup.find_all("li"))
    (rest,) = [a for a in soup.find_all("a") if a.get_text().endswith("more papers of this day")]
    assert rest["href"] == f"{BASE}2025/06/25.html"
    assert int(rest.get_text().split()[0]) + named == 450


def test_long_note_stays_on_its_page(feed: Feed, tmp_path: Path) -> None:
    """It is left out whole where it leaves no room for a paper."""
    feed.add("2025/06/25/a.md", title="Alone")
    feed.write("2025/06/25/index.md", f"---\n---\n{'Much is to be said. ' * 5000}\n")
    done = write(feed.content, tmp_path)
    assert done.returncode == 0, done.stderr
    html = (tmp_path / "2025-06-25.html").read_text()
    assert "Alone" in html
    assert "Much is to be said." not in html
    assert len(html.encode()) < LONGEST


def test_links_of_the_note_are_whole(feed: Feed, tmp_path: Path) -> None:
    """Those within the site, too."""
    feed.add("2025/06/25/a.md")
    feed.write("2025/06/25/index.md", "---\n---\nOn [one](a) and [another](https://e.org/).\n")
    write(feed.content, tmp_path)
    soup = BeautifulSoup((tmp_path / "2025-06-25.html").read_text(), "html.parser")
    links = {a.get_text(): a["href"] for a in soup.find_all("a")}
    assert links["one"] == f"{BASE}papers/a.html"
    assert links["another"] == "https://e.org/"


def test_letter_is_in_the_language_of_the_feed(feed: Feed, tmp_path: Path) -> None:
    """Arabic from right to left; a title of another language keeps its own."""
    feed.write("site.yaml", f"{SITE}language: ar\n")
    feed.add("2025/06/25/a.md", title='"الانتباه"', summary='"كل ما تحتاجه."')
    feed.add("2025/06/25/b.md", title="English", language="en")
    write(feed.content, tmp_path)
    soup = BeautifulSoup((tmp_path / "2025-06-25.html").read_text(), "html.parser")
    assert soup.html
    assert (soup.html["lang"], soup.html["dir"]) == ("ar", "rtl")
    sheet = soup.find(class_="sheet")
    assert sheet
    assert (sheet["lang"], sheet["dir"]) == ("ar", "rtl")  # programs that show it drop the page's
    own, other = soup.select("h2 a")
    assert (own.get("lang"), own.get("dir")) == (None, None)
    assert (other["lang"], other["dir"]) == ("en", "ltr")
    assert message_of(tmp_path / "2025-06-25.eml")["Content-Language"] == "ar"


def test_hidden_beginning_says_what_the_subject_does_not(feed: Feed, tmp_path: Path) -> None:
    """The day, how many papers, and what the first is about; screen readers do not read spaces."""
    feed.add("2025/06/25/a.md", summary='"On $x^2$ and *more*."')
    write(feed.content, tmp_path)
    soup = BeautifulSoup((tmp_path / "2025-06-25.html").read_text(), "html.parser")
    hidden = soup.find(class_="preheader")
    assert hidden
    assert "display: none" in str(hidden["style"])
    padding = hidden.find("span")
    assert padding
    assert padding.extract()["aria-hidden"] == "true"
    assert hidden.get_text().strip() == "Wednesday, 25 June 2025: 1 paper. On x² and more."
