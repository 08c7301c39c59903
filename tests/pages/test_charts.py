"""Drawings on the pages of topics, authors and years: what they show, and what moves them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browsing import assert_good, new_tab, serve
from support import SITE, TOPICS, Feed, make_once, soup_of, tree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from browsing import Tab
    from playwright.sync_api import Browser

ADA = "authors/ada-lovelace.html"
PAGES = ("topics.html", "topics/vision.html", ADA, "2025.html", "2026.html")


def add_many(feed: Feed, papers: int, days: str, **fields: str) -> None:
    """Add papers on the first six of ten days; `days` are all of their digits but the last."""
    start = len(list(feed.content.rglob("*.md")))
    for number in range(start, start + papers):
        day = f"{days}{1 + number % 6}"
        feed.add(f"{day}/p{number}.md", arxiv=f'"2501.{number:05d}"', **fields)


def fill(feed: Feed, language: str = "en") -> None:
    """Write a feed from May 2025 to January 2026, with papers of a month and of a year.

    Vision has 40 papers in January 2026 and 4 in May 2025, reasoning 30 in May, 8 in July and 2
    whose days are not known. Ada has 12 of them, from May to July.
    """
    feed.write("site.yaml", f"{SITE}language: {language}\nauthor_pages_from: 1\n")
    feed.write("topics.yaml", f"{TOPICS}- slug: nothing\n  name: Nothing\n  description: None.\n")
    grace = {"authors": "[Grace Hopper]"}
    ada = {"authors": "[Ada Lovelace]"}
    add_many(feed, 30, "2025/05/0", topics="[reasoning]", **grace)
    add_many(feed, 4, "2025/05/1", topics="[vision]", **ada)
    add_many(feed, 8, "2025/07/0", topics="[reasoning]", **ada)
    add_many(feed, 40, "2026/01/0", topics="[vision]", **grace)
    feed.add("2025/06/late.md", topics="[reasoning]", **grace)
    feed.add("2025/older.md", topics="[reasoning]", published="2025", **grace)
    built = feed.build()
    assert (built.returncode, built.stderr) == (0, "")


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of that feed's site."""
    return make_once(tmp_path_factory, "drawn", lambda folder: fill(Feed(folder))) / "_site"


def labels(site: Path, path: str) -> list[str]:
    """Return the labels of a page's drawings of months."""
    return [str(one["aria-label"]) for one in soup_of(site / path).select("svg.bars[role=img]")]


def texts(site: Path, path: str, selector: str) -> list[str]:
    """Return the texts of what is found on a page, white space folded."""
    return [" ".join(one.get_text(" ").split()) for one in soup_of(site / path).select(selector)]


def test_topics_are_drawn_on_the_months_of_the_feed(drawn: Path) -> None:
    """All papers first, then each topic on the same months; a topic without papers has none."""
    span = "Papers a month, May 2025 to January 2026: most in"
    assert labels(drawn, "topics.html") == [
        f"{span} January 2026, 40",
        f"{span} May 2025, 30",
        f"{span} January 2026, 40",
    ]
    widths = [one["width"] for one in soup_of(drawn / "topics.html").select(".topic-list .bars")]
    assert widths == ["117", "117"]
    assert texts(drawn, "topics.html", ".drawn figcaption") == ["May 2025 January 2026"]


def test_months_without_papers_are_left_blank(drawn: Path) -> None:
    """Nine months of 20 px: vision has four papers in the first, and 40 in the last, which runs."""
    bars = soup_of(drawn / "topics/vision.html").select(".bars path")
    assert [one["d"] for one in bars] == ["M0 24V21h19V24", "M160 24V0h19V24"]
    assert [one.get("class") for one in bars] == [None, ["running"]]


def test_topic_by_itself_is_drawn_on_months_of_its_own(drawn: Path) -> None:
    """Reasoning has 30 papers in May, one in June, eight in July, and one of 2025."""
    bars = soup_of(drawn / "topics/reasoning.html").select(".bars path")
    assert [one["d"] for one in bars] == ["M0 24V0h19V24M20 24V23h19V24", "M40 24V17h19V24"]


def test_author_is_drawn_on_months_of_their_own(drawn: Path) -> None:
    """From the first paper to the last, so no paper of others moves it."""
    assert labels(drawn, ADA) == ["Papers a month, May 2025 to July 2025: most in July 2025, 8"]


def test_nothing_is_said_of_growth_where_a_quarter_is_empty(drawn: Path) -> None:
    """In the 13 weeks to 6 January all papers are on vision, in the 13 before there are none."""
    assert texts(drawn, "topics.html", "#moved") == []


def test_growth_and_fall_are_told(feed: Feed) -> None:
    """Of 40 papers 10 were on vision, then 30 of 41, of which one has no topic."""
    feed.add("2025/04/01/first.md")
    add_many(feed, 10, "2025/07/0", topics="[vision]")
    add_many(feed, 30, "2025/07/0", topics="[reasoning]")
    add_many(feed, 30, "2025/10/0", topics="[vision]")
    add_many(feed, 10, "2025/10/0", topics="[reasoning]")
    feed.add("2025/10/07/last.md", topics="[]")
    assert feed.build().returncode == 0
    assert texts(feed.output, "topics.html", ".counts tr") == [
        "Topic Before Now",
        "Growing",
        "Vision 25% 10 papers 73.2% 30 papers",
        "Falling",
        "Reasoning 75% 30 papers 24.4% 10 papers",
    ]
    (told,) = texts(feed.output, "topics.html", ".listed .why")
    assert told.startswith("Shares of all papers in the 13 weeks to 7 October 2025 and in the 13")
    lines = soup_of(feed.output / "topics.html").select(".line path")
    assert [one["d"] for one in lines] == ["M2 15L46 2", "M2 2L46 15"]


def test_year_is_told_by_its_topics(drawn: Path) -> None:
    """All papers, then the commonest; those of no known month are in the sums."""
    rows = texts(drawn, "2025.html", ".counts tr")
    assert rows == ["Topic Papers Jan Dec", "All papers 44", "Reasoning 40", "Vision 4"]
    span = "Papers a month, January 2025 to December 2025: most in May 2025,"
    assert labels(drawn, "2025.html") == [f"{span} 34", f"{span} 30", f"{span} 4"]
    ways = [one["href"] for one in soup_of(drawn / "2025.html").select(".counts a")]
    assert ways == ["topics/reasoning/2025.html", "topics/vision/2025.html"]
    assert texts(drawn, "2025.html", ".listed h2 small") == [
        *("8 papers", "1 paper", "34 papers", "1 paper"),
    ]


def test_year_of_one_month_is_a_table_alone(drawn: Path) -> None:
    """January 2026 is no course, but has topics."""
    assert labels(drawn, "2026.html") == []
    assert texts(drawn, "2026.html", ".counts tr") == ["Topic Papers", "All papers 40", "Vision 40"]


@pytest.mark.parametrize("papers", [0, 1])
def test_small_feed_is_quiet(feed: Feed, papers: int) -> None:
    """No drawing, no table, and no sheet for them."""
    for number in range(papers):
        feed.add(f"2025/06/25/p{number}.md")
    assert feed.build().returncode == 0
    for path in ("topics.html", "topics/reasoning.html", *(["2025.html"] if papers else [])):
        page = feed.page(path)
        assert "<svg" not in page
        assert 'class="counts"' not in page
        assert "charts.css" not in page


def test_backlog_alone_is_drawn_by_its_months(feed: Feed) -> None:
    """Papers filed under months and years, no edition among them."""
    for month in ("2019/01", "2019/03", "2019/04"):
        feed.add(f"{month}/p{month[-2:]}.md", published=month[:4])
    feed.add("2018/old.md", published="2018")
    assert feed.build().returncode == 0
    told = "Papers a month, January 2019 to April 2019: most in April 2019, 1"
    assert labels(feed.output, "topics/reasoning.html") == [told]
    assert texts(feed.output, "topics.html", "#moved") == []


def test_names_of_few_papers_have_no_drawing(feed: Feed) -> None:
    """Nine papers in nine months are seen at a glance in their list; ten are drawn."""
    for number in range(1, 10):
        feed.add(f"2025/0{number}/01/p{number}.md", authors="[Ada Lovelace, Grace Hopper]")
    feed.add("2025/10/01/p.md", authors="[Ada Lovelace]")
    assert feed.build().returncode == 0
    assert len(labels(feed.output, ADA)) == 1
    assert labels(feed.output, "authors/grace-hopper.html") == []


def test_paper_moves_the_drawings_that_it_concerns(feed: Feed) -> None:
    """In a month that the feed has: its topic's, the list of topics, its year, its author's."""
    fill(feed)
    before = tree(feed.output)
    feed.add("2026/01/07/new.md", topics="[reasoning]", authors="[Emmy Noether]")
    assert feed.build().returncode == 0
    after = tree(feed.output)
    same = {path for path in before if before[path] == after.get(path)}
    kept = ("topics/vision.html", "topics/nothing.html", ADA, "2025/07.html")
    moved = ("topics.html", "topics/reasoning.html", "2026.html")
    assert same.issuperset(kept)
    assert same.isdisjoint(moved)


def test_new_month_moves_the_list_of_topics_alone(feed: Feed) -> None:
    """Other topics are drawn there up to the new month, and on their own pages as before."""
    fill(feed)
    before = tree(feed.output)
    feed.add("2026/02/02/new.md", topics="[reasoning]", authors="[Emmy Noether]")
    assert feed.build().returncode == 0
    after = tree(feed.output)
    for path in (ADA, "topics/vision.html", "topics/nothing.html", "2025.html"):
        assert before[path] == after[path], path
    span = "Papers a month, May 2025 to February 2026: most in January 2026, 40"
    assert labels(feed.output, "topics.html")[-1] == span


def test_drawings_speak_arabic(feed: Feed) -> None:
    """Months are named in Arabic, their ends stand as time runs in the drawing: left to right."""
    fill(feed, "ar")
    assert "مايو 2025" in labels(feed.output, "topics/vision.html")[0]
    (ends,) = soup_of(feed.output / "topics/vision.html").select(".drawn figcaption")
    assert ends["dir"] == "ltr"
    assert ends.get_text() == "مايو 2025 يناير 2026"


@pytest.fixture(scope="module")
def address(drawn: Path) -> Iterator[str]:
    """Yield the address of the site."""
    with serve(drawn) as served:
        yield served


@pytest.fixture(
    scope="module",
    params=[(320, "light"), (390, "light"), (390, "dark"), (1440, "light"), (1440, "dark")],
)
def look(browser: Browser, request: pytest.FixtureRequest) -> Iterator[tuple[Tab, int]]:
    """Yield a tab of a width and a colour scheme."""
    width, scheme = request.param
    with new_tab(browser, viewport={"width": width, "height": 900}, color_scheme=scheme) as made:
        yield made, width


@pytest.mark.parametrize("path", PAGES)
def test_page_is_accessible(look: tuple[Tab, int], address: str, path: str) -> None:
    """Axe finds nothing, nothing scrolls sideways, and no policy is violated."""
    tab, width = look
    assert_good(tab, address + path, width)


def test_drawing_shrinks_to_its_place(browser: Browser, feed: Feed) -> None:
    """Two years are 240 px wide where there is room, and less in a phone's list of facts."""
    feed.add("2024/01/01/a.md", published="2023-01-01")
    feed.add("2025/12/01/b.md", published="2023-01-01")
    assert feed.build().returncode == 0
    widths = {}
    with serve(feed.output) as address:
        for width in (320, 1440):
            with new_tab(browser, viewport={"width": width, "height": 900}) as tab:
                assert_good(tab, f"{address}topics/reasoning.html", width)
                box = tab.page.locator(".bars").bounding_box()
                assert box is not None
                widths[width] = box["width"]
    assert widths[1440] == 240
    assert widths[320] < 200


FILLS = "[...document.querySelectorAll('.bars')].map((one) => getComputedStyle(one).fill)"


@pytest.mark.parametrize(
    ("media", "fill_of_bars"),
    [
        ({"color_scheme": "light"}, "rgb(26, 74, 138)"),
        ({"color_scheme": "dark"}, "rgb(163, 199, 243)"),
        ({"media": "print"}, "rgb(26, 25, 23)"),
        ({"forced_colors": "active", "color_scheme": "light"}, "rgb(0, 0, 0)"),
    ],
)
def test_bars_show_in_every_medium(
    browser: Browser, address: str, media: dict[str, str], fill_of_bars: str
) -> None:
    """Blue on a screen, ink on paper, and the system's own colour where colours are forced."""
    with new_tab(browser) as tab:
        page = tab.open(f"{address}topics.html")
        page.emulate_media(**media)  # type: ignore[arg-type]
        assert page.evaluate(FILLS) == [fill_of_bars] * 3
