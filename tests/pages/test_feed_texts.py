"""What feed readers make of an entry: its description, its authors, its date."""

from __future__ import annotations

import json
from calendar import timegm
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import feedparser
import pytest
from bs4 import BeautifulSoup

from broadsheet.text.dates import next_day

if TYPE_CHECKING:
    from support import Feed

CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
BETWEEN = "; "


def read(feed: Feed, path: str) -> Any:
    """Return a feed of a site as feedparser reads it."""
    found = feedparser.parse(feed.page(path).encode())
    assert not found.bozo, found.get("bozo_exception")
    return found


def shown(html: str) -> str:
    """Return what a browser shows of HTML."""
    return BeautifulSoup(html, "html.parser").get_text()


def moment_of(parsed: Any) -> datetime:
    """Return a time as feedparser gives it: in UTC."""
    return datetime.fromtimestamp(timegm(parsed), UTC)


@pytest.mark.parametrize(
    "summary",
    [
        "The model emits <think> tokens as long as x<y and z>w, at p<0.05.",
        "Write &amp; for &, and &lt;b&gt; for a tag.",
        "A <b>bold</b> claim, <script>alert(1)</script>, <!-- a comment -->.",
        "1 < 2 & 3 > 2, a<b>c, \"quoted\" and 'so'.",
        "]]> ends nothing.",
    ],
)
def test_description_shows_signs_as_they_are(feed: Feed, summary: str) -> None:
    """Readers take it as HTML: escaped for it, no sign is lost and none becomes markup."""
    feed.add("2025/06/25/a.md", summary=f"|-\n  {summary}")
    assert feed.build().returncode == 0
    (entry,) = read(feed, "feed.xml").entries
    assert shown(entry.summary) == summary
    (item,) = ET.fromstring(feed.page("feed.xml")).iter("item")
    assert shown(str(item.findtext("description"))) == summary
    (entry,) = read(feed, "feed.atom").entries
    assert entry.summary == summary
    (entry,) = json.loads(feed.page("feed.json"))["items"]
    assert entry["summary"] == summary


def test_description_is_escaped_twice_in_the_file(feed: Feed) -> None:
    """As HTML, then as XML; a title, which is plain text, once."""
    feed.add("2025/06/25/a.md", title="'On <think> & x<y'", summary="'At <think> & x<y.'")
    feed.build()
    page = feed.page("feed.xml")
    assert "<description>At &amp;lt;think&amp;gt; &amp;amp; x&amp;lt;y.</description>" in page
    assert "<title>On &lt;think&gt; &amp; x&lt;y</title>" in page
    days = feed.page("days.xml")
    assert "<description>On &amp;lt;think&amp;gt; &amp;amp; x&amp;lt;y</description>" in days


def test_descriptions_of_days_show_titles_as_they_are(feed: Feed) -> None:
    """Titles hold the same signs, and formulas with them."""
    titles = ["Beyond <think>: x<y", "C&A &amp D", "<b>Bold</b> or $a<b$"]
    for name, title in zip("abc", titles, strict=True):
        feed.add(f"2025/06/25/{name}.md", title=f"'{title}'")
    feed.build()
    (entry,) = read(feed, "days.xml").entries
    beyond, company, bold = shown(entry.summary).split(BETWEEN)
    assert (beyond, company) == tuple(titles[:2])
    assert bold.startswith("<b>Bold</b> or a")
    content = BeautifulSoup(entry.content[0].value, "html.parser")
    assert [link.get_text() for link in content.find_all("a")] == [beyond, company, bold]


def test_descriptions_of_feeds_show_signs_as_they_are(feed: Feed) -> None:
    """The tagline of the site and the description of a topic, too."""
    feed.write("site.yaml", "title: T\ntagline: 'All of <think> & x<y'\ntag: test.example,2025\n")
    feed.write("topics.yaml", "- {slug: reasoning, name: R, description: 'x<y & <b>'}\n")
    feed.add("2025/06/25/a.md")
    assert feed.build().returncode == 0
    for path, text in [
        ("feed.xml", "All of <think> & x<y"),
        ("days.xml", "All of <think> & x<y: one entry a day."),
        ("topics/reasoning.xml", "x<y & <b>"),
    ]:
        assert shown(read(feed, path).feed.subtitle) == text


@pytest.mark.parametrize(
    ("authors", "creator"),
    [
        ("[Ada Lovelace]", "Ada Lovelace"),
        ("[Ada Lovelace, Grace Hopper]", "Ada Lovelace, Grace Hopper"),
        ("[王伟, محمد علي, 'A & B']", "王伟, محمد علي, A & B"),
        (
            "[Ada Lovelace, B Bee, C Cee, D Dee, E Eff]",
            "Ada Lovelace, B Bee, C Cee, D Dee, E Eff",
        ),
    ],
)
def test_all_authors_are_one_creator(feed: Feed, authors: str, creator: str) -> None:
    """Readers that keep the first or the last of several show all the names; others do, too."""
    feed.add("2025/06/25/a.md", authors=authors)
    feed.build()
    (item,) = ET.fromstring(feed.page("feed.xml")).iter("item")
    assert [element.text for element in item.iter(CREATOR)] == [creator]
    assert read(feed, "feed.xml").entries[0].author == creator
    names = creator.split(", ")
    assert [one["name"] for one in read(feed, "feed.atom").entries[0].authors] == names
    (item_of_json,) = json.loads(feed.page("feed.json"))["items"]
    assert [one["name"] for one in item_of_json["authors"]] == names


def test_no_date_lies_ahead_of_the_run_that_publishes_the_day(feed: Feed) -> None:
    """The run is at 00:17 UTC of the day; each day's entries keep their order and their day."""
    day = "2025-06-24"
    names = [f"paper-{number}" for number in range(9)]
    for date in (day, next_day(day)):
        for name in names:
            feed.add(
                f"{date.replace('-', '/')}/{name}-{date[8:]}.md",
                arxiv=None,
                url=f"https://a.example/{date}/{name}",
            )
    assert feed.build("--today", next_day(day)).returncode == 0
    run = datetime(2025, 6, 25, 0, 17, tzinfo=UTC)
    dated: dict[str, list[datetime]] = {}
    for path in ("feed.xml", "feed.atom", "days.xml"):
        found = read(feed, path)
        dated[path] = [moment_of(entry.published_parsed) for entry in found.entries]
        assert moment_of(found.feed.updated_parsed) <= run
    items = json.loads(feed.page("feed.json"))["items"]
    dated["feed.json"] = [datetime.fromisoformat(one["date_published"]) for one in items]
    for dates in dated.values():
        assert max(dates) <= run
        assert dates == sorted(set(dates), reverse=True)
    assert [moment.day for moment in dated["feed.xml"]] == [25] * 9 + [24] * 9
    ids = [one.id for one in read(feed, "feed.xml").entries]
    assert ids[0] == "tag:test.example,2025:papers/paper-0-25"
    assert [one["id"] for one in items] == ids
