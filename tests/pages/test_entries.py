"""Entries of feeds and citations, made of texts that nobody expected, as their readers see them."""

from __future__ import annotations

import json
import re
import tempfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import feedparser
import pytest
from bibtexparser.entrypoint import parse_string
from bs4 import BeautifulSoup
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from PIL import Image
from support import SITE, TOPICS, Feed, bibtex_of, examples

import build
from broadsheet.content.model import Paper
from broadsheet.content.problems import errors
from broadsheet.content.reader import read_content

if TYPE_CHECKING:
    from collections.abc import Sequence

PICTURE = BytesIO()
Image.new("RGB", (8, 4), "grey").save(PICTURE, "PNG")
ATOM = "{http://www.w3.org/2005/Atom}"
BASE = "https://papers.example/feed/"


def made(feed: Feed) -> Feed:
    """Build a feed, in this process, and return it."""
    words = ["--content", str(feed.content), "--output", str(feed.output), "--base-url", BASE]
    assert build.main([*words, "--jobs", "1"]) == 0
    return feed


def atom_times(feed: Feed, name: str) -> list[str]:
    """Return the texts of an element of every entry of the site's Atom feed."""
    root = ET.fromstring(feed.page("feed.atom"))
    return [str(entry.findtext(ATOM + name)) for entry in root.findall(f"{ATOM}entry")]


def test_no_two_entries_were_updated_at_once(feed: Feed) -> None:
    """Papers of several days that were corrected on one day have distinct `updated`."""
    status = "{kind: corrected, date: 2025-07-01}"
    for number, day in enumerate((24, 25, 26)):
        feed.add(f"2025/06/{day}/a{day}.md", arxiv=f'"2506.0000{number}"', status=status)
        feed.add(f"2025/06/{day}/b{day}.md", arxiv=f'"2506.0001{number}"', status=status)
    feed.add("2025/07/01/c.md", arxiv='"2507.00001"')
    updated = atom_times(made(feed), "updated")
    assert len(set(updated)) == len(updated) == 7
    assert all(moment.startswith("2025-07-01T") for moment in updated)


def test_correction_before_its_day_is_no_update(feed: Feed) -> None:
    """A paper corrected before it was shown was never another: it is as old as its day."""
    feed.add("2025/06/25/a.md", status="{kind: revised, date: 2025-05-01}")
    made(feed)
    assert atom_times(feed, "updated") == atom_times(feed, "published")
    (item,) = json.loads(feed.page("feed.json"))["items"]
    assert item.get("date_modified", item["date_published"]) >= item["date_published"]
    (entry,) = feedparser.parse(feed.page("feed.atom")).entries
    assert entry.updated_parsed >= entry.published_parsed


def test_feed_is_as_new_as_its_newest_entry(feed: Feed) -> None:
    """The feed's own `updated` is never before an entry's."""
    feed.add("2025/06/24/a.md", status="{kind: corrected, date: 2025-07-01}")
    feed.add("2025/06/25/b.md")
    made(feed)
    whole = ET.fromstring(feed.page("feed.atom")).findtext(f"{ATOM}updated")
    assert str(whole) >= max(atom_times(feed, "updated"))


def test_ids_of_all_formats_are_one(feed: Feed) -> None:
    """RSS guid, Atom id and JSON id of a paper are the same `tag:` URI, in every feed."""
    feed.add("2025/06/25/a.md")
    made(feed)
    tag = "tag:test.example,2025:papers/a"
    for path in ("feed.xml", "topics/reasoning.xml"):
        guid = ET.fromstring(feed.page(path)).find("channel/item/guid")
        assert guid is not None
        assert (guid.text, guid.get("isPermaLink")) == (tag, "false")
    for path in ("feed.atom", "topics/reasoning.atom"):
        assert ET.fromstring(feed.page(path)).findtext(f"{ATOM}entry/{ATOM}id") == tag
    for path in ("feed.json", "topics/reasoning.json"):
        assert json.loads(feed.page(path))["items"][0]["id"] == tag


def test_feeds_of_nothing_and_of_one_are_read(feed: Feed) -> None:
    """Feeds without an entry, and with a single one, are in order."""
    for count in (0, 1):
        made(feed)
        feeds = [*feed.output.rglob("*.atom"), *feed.output.rglob("feed.xml")]
        assert len(feeds) == 5
        for path in (*feeds, feed.output / "days.xml", feed.output / "feeds.opml"):
            found = feedparser.parse(path.read_bytes())
            assert not found.bozo, path
        assert len(feedparser.parse(feed.page("feed.xml")).entries) == count
        feed.add("2025/06/25/a.md")


BODIES = (
    "Hard  \nbreak\\\nand\n\n---\n\n* * *\n",
    "&nbsp; &copy; &amp; &lt;script&gt; &#x1F600; &#0; &bogus;",
    "<br> <img src=x onerror=alert(1)> <!-- a --> <![CDATA[ b ]]> <?xml ?>",
    "`code & <b>` and\n\n    indented & <i>\n\n```html\n<b>]]></b>\n```\n",
    "[a link](https://a.example/?b=1&c=2 \"a 'title' & <b>\") <https://d.example/?e&f>",
    "![picture](https://tracker.example/p.png) ![](p.png)",
    "| a | b |\n|---|---|\n| 1 | 2 |\n",
    "# One\n## Two\n###### Six\n\n1. a\n2. b\n   - c\n\n> quoted $x < y$ & more\n",
    "$a < b & c$ and $$\\sum_{i<n} \\text{a & <b>}$$ and $\\nosuchmacro{x}$",
    "عربي مرحبا 深度学习 e\u0301 \U0001f469\u200d\U0001f52c \u202eright\u202c",
    "]]> ]]&gt; </div></content></entry> {{ 7 * 7 }} {% raw %}",
    "[x]: javascript:alert(1)\n\n[x] [y](javascript:alert(1)) [z](data:text/html,a)",
    "\ufdd0 \U0001fffe \x7f \x85 \u2028",
)


def assert_read_by_all(feed: Feed, papers: int) -> None:
    """Read each feed as its readers do: well formed, whole, and with nothing that runs."""
    for name in ("feed.xml", "feed.atom", "days.xml"):
        found = feedparser.parse((feed.output / name).read_bytes(), sanitize_html=False)
        assert not found.bozo, (name, found.get("bozo_exception"))
        if name != "days.xml":
            assert len(found.entries) == papers
            for entry in found.entries:
                assert_harmless(entry.content[0].value)
    items = json.loads(feed.page("feed.json"))["items"]
    assert len(items) == papers
    for item in items:
        assert_harmless(item["content_html"])


def assert_harmless(html: str) -> None:
    """Look for what no contributor may bring: code, pictures from elsewhere, relative links."""
    soup = BeautifulSoup(html, "html.parser")
    assert soup.find_all(["script", "iframe", "object", "style", "form", "base", "link"]) == []
    for tag in soup.find_all():
        assert not [name for name in tag.attrs if name.startswith("on") or name == "style"]
        for name in ("href", "src"):
            if name in tag.attrs:
                assert str(tag[name]).startswith(("https://", "http://")), tag
        assert tag.name != "img"


def test_hostile_bodies_are_read_by_all(feed: Feed) -> None:
    """Whatever Markdown says, feeds are well formed and hold text, links and formulas alone."""
    for number, body in enumerate(BODIES):
        feed.add(f"2025/06/25/p{number}.md", body, arxiv=f'"2506.{number:05d}"')
    assert_read_by_all(made(feed), len(BODIES))
    for path in feed.output.rglob("*.html"):
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        assert page.main
        assert_no_markup_of_theirs(page.main)


def assert_no_markup_of_theirs(main: Any) -> None:
    """Look into a page: no address but http(s) and our own, no handler, no picture, no script."""
    for tag in main.find_all():
        if str(tag.get("src", "")).startswith("static/"):  # the map's scripts
            continue
        assert not [name for name in tag.attrs if name.startswith("on") or name == "style"]
        assert not re.match(r"\s*(javascript|data|vbscript):", str(tag.get("href", "")))
        assert tag.name not in {"script", "img", "iframe"}


lines = st.lists(
    st.one_of(
        st.sampled_from(BODIES),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
        st.text("$\\{}_^&<>`*[]()!|#-~ \n\"'ax1", max_size=40),
    ),
    max_size=4,
).map("\n\n".join)


@settings(max_examples=examples(8), phases=[Phase.reuse, Phase.generate])
@given(bodies=st.lists(lines, min_size=20, max_size=20))
def test_any_body_gives_feeds_that_are_read(bodies: list[str]) -> None:
    """Any text at all as an abstract is refused with its line, or gives feeds in order."""
    with tempfile.TemporaryDirectory() as folder:
        feed = Feed(Path(folder))
        feed.write("site.yaml", SITE)
        feed.write("topics.yaml", TOPICS)
        for number, body in enumerate(bodies):
            feed.add(f"2025/06/25/p{number}.md", body, arxiv=f'"2506.{number:05d}"')
        problems = errors(read_content(feed.content).problems)
        refused = {problem.path for problem in problems}
        for path in refused:
            (feed.content / path).unlink()
        assert_read_by_all(made(feed), len(bodies) - len(refused))


# --------------------------------------------------------------------------- citations

name = st.text(st.characters(categories=["L", "M"]), min_size=1, max_size=8)
person = st.one_of(
    st.lists(name, min_size=1, max_size=3).map(" ".join),
    st.sampled_from(
        ["DeepSeek-AI", "Wu", "王伟", "Ludwig van Beethoven", "R & D {Team}", "A, B", "X and Y",
         "O'Neil % 50", "Jr. Smith #1", "van der Berg", "a_b ~ c^d", "\\input{x}"]
    ),
)  # fmt: skip
titles = st.one_of(
    st.sampled_from(
        ["$1 Million", "50% of {all} #1 & ~x^2_y \\ z", "Med-R$^3$: $\\frac{a}{b}$", "}", "{", "@",
         "a = {b}, c", "\\", '"quoted"', "<think> LLMs", "$x$$y$", "A\\", "{{{", "}}}{{{", "$\\{$"]
    ),
    st.text("ab ${}\\@#%&_~^\"',=1A", min_size=1, max_size=30),
)  # fmt: skip


def balanced(text: str) -> bool:
    """Return whether braces stand in pairs: BibTeX counts those behind a backslash, too."""
    depth = 0
    for brace in re.findall(r"[{}]", text):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def fields_of(paper: Paper) -> dict[str, str]:
    """Return the fields of a paper's BibTeX, which must be one whole entry."""
    text = bibtex_of(paper)
    library = parse_string(text)
    assert library.failed_blocks == [], text
    (entry,) = library.entries
    return {field.key: str(field.value) for field in entry.fields}


@settings(max_examples=examples(80))
@given(title=titles, authors=st.lists(person, min_size=1, max_size=4, unique=True), venue=titles)
def test_any_paper_has_a_bibtex_entry_that_is_read(
    title: str, authors: Sequence[str], venue: str
) -> None:
    """Whatever title, names and venue hold, the entry is read whole, with as many authors."""
    plain = Paper("a", "2025-06-25", title, tuple(authors), "2025-06-01", arxiv="2506.00001")
    paper = replace(plain, venue=venue)
    fields = fields_of(paper)
    assert set(fields) >= {"title", "author", "year", "eprint", "archivePrefix", "url"}
    assert balanced(bibtex_of(paper))
    names = re.split(r"\s+and\s+(?![^{]*\})", fields["author"])
    assert len(names) == len(authors)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("$1 Million", r"\$1 Million"),
        ("50% of R&D #1", r"50\% of {R\&D} \#1"),
        ("Med-R$^3$", r"{Med-R}{$^3$}"),
        ("<think> LLMs", r"<think> {LLMs}"),
    ],
)
def test_bibtex_keeps_what_a_title_says(title: str, expected: str) -> None:
    """TeX's own signs are escaped, formulas stay TeX, capitals are protected."""
    paper = Paper("a", "2025-06-25", title, ("Ada Lovelace",), "2025-06-01", arxiv="2506.00001")
    assert fields_of(paper)["title"] == expected


# --------------------------------------------------------------------------- who follows a feed


def test_newest_edition_is_whole_in_every_feed(feed: Feed) -> None:
    """However long it is: what a feed never had, nobody who follows it would see."""
    feed.write("site.yaml", SITE + "feed_size: 3\n")
    feed.add("2025/06/24/old.md")
    for number in range(5):
        feed.add(f"2025/06/25/p{number}.md", arxiv=f'"2506.1000{number}"', topics="[reasoning]")
    made(feed)
    newest = [f"Paper 2025/06/25/p{number}.md" for number in range(5)]
    for path in ("feed.json", "topics/reasoning.json"):
        assert [item["title"] for item in json.loads(feed.page(path))["items"]] == newest
    for path in ("feed.xml", "feed.atom", "topics/reasoning.xml"):
        assert [one.title for one in feedparser.parse(feed.page(path)).entries] == newest
    feed.add("2025/06/26/next.md")
    titles = [item["title"] for item in json.loads(made(feed).page("feed.json"))["items"]]
    assert titles == ["Paper 2025/06/26/next.md", *newest[:2]]


def test_feeds_may_hold_nothing(feed: Feed) -> None:
    """Where `feed_size` says so."""
    feed.write("site.yaml", SITE + "feed_size: 0\n")
    feed.add("2025/06/25/a.md", topics="[reasoning]")
    made(feed)
    for path in ("feed.json", "topics/reasoning.json"):
        assert json.loads(feed.page(path))["items"] == []
    assert feedparser.parse(feed.page("feed.xml")).entries == []


def test_feed_keeps_its_id_when_its_topic_gets_another_slug(feed: Feed) -> None:
    """At the old address (RFC 4287, 4.2.6): else readers take it for another feed.

    A word that is added to its aliases changes none, though it gets an address, too.
    """

    def id_of(path: str) -> str:
        return str(ET.fromstring(feed.page(path)).findtext(f"{ATOM}id"))

    feed.write("topics.yaml", TOPICS.replace("  aliases: [logic, multi-step reasoning]\n", ""))
    feed.add("2025/06/25/a.md", topics="[reasoning]")
    made(feed)
    before = id_of("topics/reasoning.atom")
    feed.write("topics.yaml", TOPICS)
    made(feed)
    assert id_of("topics/reasoning.atom") == before != id_of("topics/logic.atom")
    renamed = TOPICS.replace("slug: reasoning", "slug: thinking")
    feed.write("topics.yaml", renamed.replace("[logic,", "[reasoning, logic,"))
    feed.add("2025/06/25/a.md", topics="[thinking]")
    made(feed)
    assert id_of("topics/reasoning.atom") == before != id_of("topics/thinking.atom")


def test_names_that_take_no_markup_are_one_in_all_feeds(feed: Feed) -> None:
    """The site's and a topic's stand as they are written; a collection's is a title."""
    feed.write("site.yaml", SITE.replace("title: Test Feed", 'title: "A *star* site"'))
    feed.write("topics.yaml", TOPICS.replace("name: Reasoning", 'name: "*E. coli* & _x_"'))
    feed.add("2025/06/25/a.md", topics="[reasoning]")
    feed.write("collections/c.md", "---\ntitle: On *Homo*\nsummary: Of *it*.\npapers: [a]\n---\n")
    made(feed)
    for path in ("feed.xml", "feed.atom"):
        assert feedparser.parse(feed.page(path)).feed.title == "A *star* site"
    assert json.loads(feed.page("feed.json"))["title"] == "A *star* site"
    named = "*E. coli* & _x_"
    for path in ("topics/reasoning.xml", "topics/reasoning.atom"):
        assert named in feedparser.parse(feed.page(path)).feed.title
    outlines = ET.fromstring(feed.page("feeds.opml")).iter("outline")
    texts = [one.get("text") for one in outlines]
    assert {"A *star* site", named, "On Homo"} <= set(texts)
    of_collection = feedparser.parse(feed.page("collections/c.xml")).feed
    assert ("On Homo" in of_collection.title, of_collection.description) == (True, "Of it.")
    assert r"[\*E. coli\* & \_x\_]" in feed.page("llms.txt")


def test_entries_say_in_which_direction_they_run(feed: Feed) -> None:
    """The feed's, and that of each text of another language, as on pages."""
    feed.write("site.yaml", SITE + "language: ar\n")
    feed.add("2025/06/25/a.md", "متن", language="ar", summary="ملخص", authors="[محمد علي, Ada Lin]")
    feed.add("2025/06/25/b.md", "Body.", language="en", summary="About it.", authors="[Ada Lin]")
    made(feed)
    first, second = (item["content_html"] for item in json.loads(feed.page("feed.json"))["items"])
    assert first.startswith('<div dir="rtl">')
    assert "<p>ملخص</p>" in first
    assert "<bdi>Ada Lin</bdi>" in first
    assert '<p lang="en" dir="ltr">About it.</p>' in second
    assert '<div lang="en" dir="ltr">\n<p>Body.</p>' in second
    for path in ("feed.xml", "feed.atom"):
        told = feedparser.parse(feed.page(path)).entries[1].content[0].value
        assert "About it." in told


def test_displayed_formulas_stand_by_themselves(feed: Feed) -> None:
    """In readers, where no style parts them."""
    feed.add("2025/06/25/a.md", "$$a=b$$\n\n$$c=d$$\n\nText.")
    made(feed)
    (item,) = json.loads(feed.page("feed.json"))["items"]
    assert "<p>a = b</p>\n<p>c = d</p>\n<p>Text.</p>" in item["content_html"]
    assert feed.page("feed.atom").count('<p><math xmlns="http://www.w3.org/1998/Math/MathML"') == 2


def test_what_was_renamed_is_found_where_it_was(feed: Feed) -> None:
    """A figure, which posts and readers keep, and a collection's exports."""
    (feed.content / "2025/06/25").mkdir(parents=True)
    (feed.content / "2025/06/25/f.png").write_bytes(PICTURE.getvalue())
    feed.add("2025/06/25/new.md", aliases="[old]", figure="{file: f.png, alt: A figure.}")
    head = "title: C\nsummary: S.\npapers: [new]\naliases: [before]"
    feed.write("collections/after.md", f"---\n{head}\n---\n")
    made(feed)
    assert (feed.output / "papers/old.png").read_bytes() == PICTURE.getvalue()
    for ending in ("bib", "ris", "csl.json"):
        assert feed.page(f"collections/before.{ending}") == feed.page(f"collections/after.{ending}")
