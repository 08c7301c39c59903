"""The plan: which pages there are, and that a page's key changes whenever the page does."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from support import SITE, TOPICS, Feed, examples, letters, tree

import build
from broadsheet.content.consistency import check_content
from broadsheet.content.reader import read_content
from broadsheet.output.store import FILE_NAME, Store
from broadsheet.pages.families import PlanError, make_plan
from broadsheet.site.catalog import Catalog, make_catalog

if TYPE_CHECKING:
    from broadsheet.site.page import Page

FIRST = "2025/06/20/first.md"


def catalog_of(feed: Feed, today: str = "") -> Catalog:
    """Return a feed's content, which must be good, grouped."""
    reading = read_content(feed.content)
    assert reading.problems == ()
    assert check_content(reading.content) == []
    return make_catalog(reading.content, today)


def plan_of(feed: Feed, today: str = "") -> dict[str, Page]:
    """Return the pages that are planned for a feed's site, by path."""
    return {page.path: page for page in make_plan(catalog_of(feed, today))}


def add(feed: Feed, day: str, *slugs: str, **changes: str | None) -> None:
    """Add papers to a day, each with an arXiv id of its own."""
    for slug in slugs:
        number = len(list(feed.content.rglob("*.md")))
        fields: dict[str, Any] = {
            "arxiv": f'"2506.{number:05d}"',
            "published": "2024-01-01",
            **changes,
        }
        feed.add(f"{day}/{slug}.md", "", **fields)


def test_two_pages_with_one_path_are_a_bug(feed: Feed) -> None:
    """A plan in which two pages have one path raises, and names the path."""
    with pytest.raises(PlanError, match=r"static/a\.css"):
        list(make_plan(replace(catalog_of(feed), static=(("a.css", "1"), ("a.css", "2")))))


def test_part_of_the_sitemap_that_would_be_too_long_is_several(
    feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each address stands in one of them, and their list names them all."""
    add(feed, "2025/06/20", *(f"paper-{number}" for number in range(7)))
    whole = plan_of(feed)
    monkeypatch.setattr("broadsheet.pages.machines.MOST_LISTED", 5)
    apart = plan_of(feed)
    of_year = [path for path in apart if path.startswith("sitemap-2025")]
    assert of_year[:2] == ["sitemap-2025.xml", "sitemap-2025-2.xml"]
    assert all(len(apart[path].inputs[0]) <= 5 for path in of_year)
    listed = [path for part in of_year for path in apart[part].inputs[0]]
    assert listed == list(whole["sitemap-2025.xml"].inputs[0])
    assert set(of_year) <= set(apart["sitemap.xml"].inputs[0])


def test_paths_that_differ_in_case_alone_are_one(feed: Feed) -> None:
    """On some disks two such files are one, so the plan takes them for one everywhere."""
    with pytest.raises(PlanError, match="static/"):
        list(make_plan(replace(catalog_of(feed), static=(("a.css", "1"), ("A.css", "2")))))


def test_days_without_papers_have_no_page(feed: Feed) -> None:
    """A day's page is there when a paper is filed under it, and only then."""
    add(feed, "2025/06/20", "first")
    add(feed, "2025/06/23", "second")
    days = [path for path, page in plan_of(feed).items() if page.kind == "day"]
    assert sorted(days) == ["2025/06/20.html", "2025/06/23.html"]


def test_periods_are_those_that_have_papers(feed: Feed) -> None:
    """Weeks follow ISO 8601, whose year may be another than the day's."""
    add(feed, "2024/12/30", "first")
    add(feed, "2025/03/01", "second")
    paths = plan_of(feed)
    kinds = {"week", "month", "year"}
    assert {path for path, page in paths.items() if page.kind in kinds} == {
        "2025/W01.html",
        "2025/W09.html",
        "2024/12.html",
        "2025/03.html",
        "2024.html",
        "2025.html",
    }


def test_days_after_today_leave_no_trace(feed: Feed) -> None:
    """The plan for a day is that of a content which knows nothing of later days."""
    add(feed, "2025/06/20", "first")
    before = plan_of(feed)
    add(feed, "2025/06/21", "second", authors="[Someone Else]", aliases="[older]")
    assert plan_of(feed, "2025-06-20") == before
    assert "papers/second.html" in plan_of(feed, "2025-06-21")


def test_collection_waits_for_its_later_papers(feed: Feed) -> None:
    """A collection may name a paper whose day has not come: it is shown without it until then."""
    add(feed, "2025/06/20", "first")
    add(feed, "2025/06/21", "second")
    head = "title: Both\nsummary: Both.\npapers: [second, first]"
    feed.write("collections/both.md", f"---\n{head}\n---\nSome.\n")
    *_, cards = plan_of(feed, "2025-06-20")["collections/both.html"].inputs
    assert [slug for slug, _ in cards] == ["first"]


@pytest.mark.parametrize(
    ("sizes", "front_size", "shown"),
    [([3, 3, 3], 6, 2), ([3, 3, 3], 8, 2), ([3, 3, 3], 9, 3), ([7, 1], 3, 1), ([1, 7], 3, 1)],
)
def test_front_page_takes_whole_editions(
    feed: Feed, sizes: list[int], front_size: int, shown: int
) -> None:
    """The newest edition always, then older ones while all together are at most `front_size`."""
    feed.write("site.yaml", f"{SITE}front_size: {front_size}\n")
    for number, size in enumerate(sizes):
        add(feed, f"2025/06/{20 - number}", *(f"p{number}-{paper}" for paper in range(size)))
    days, _note, older = plan_of(feed)["index.html"].inputs
    assert [len(cards) for _, cards in days] == sizes[:shown]
    assert older == (f"2025-06-{20 - shown}" if shown < len(sizes) else "")


def test_new_paper_touches_few_pages(feed: Feed) -> None:
    """A paper on a new day changes lists of its day, topics and authors, not the older papers'."""
    feed.write("site.yaml", f"{SITE}author_pages_from: 1\n")
    for number in range(40):
        topic = "[vision]" if number % 2 else "[reasoning]"
        name = f"[Author N{letters(number)}]"
        add(
            feed,
            f"2024/{1 + number // 4:02d}/1{number % 4}",
            f"p{number}",
            authors=name,
            topics=topic,
        )
    before = plan_of(feed)
    add(feed, "2025/01/15", "newest", authors="[Author Naah]", topics="[vision]")
    after = plan_of(feed)
    changed = {path for path in after if before.get(path) != after[path]}
    assert changed == {
        "papers/newest.html",
        "papers/p39.html",  # the way to the next paper
        "2024/10/13.html",  # and to the next edition,
        "2024/W41.html",
        "2024/10.html",
        "2024.html",
        "2025/01/15.html",
        "2025/01/15.png",
        "2025/01/15.md",
        "2025/01/15.bib",
        "2025/01/15.ris",
        "2025/01/15.csl.json",
        "2025.bib",
        "topics/vision/2025.bib",
        "api/2025/01/15.json",
        "api/index.json",
        "api/topics.json",
        "api.html",  # which shows the address of the newest day's file
        "llms.txt",
        "2025/W03.html",
        "digest/2025-W03.html",
        "digest/2024-W41.html",  # the way to the next week,
        "weeks.xml",  # which is over now
        "2025/01.html",
        "2025.html",
        "archive.html",
        "index.html",
        "feed.xml",
        "feed.atom",
        "feed.json",
        "days.xml",
        "subscribe.html",
        "topics.html",
        "map.html",
        "topics/vision.html",
        "topics/vision.xml",
        "topics/vision.atom",
        "topics/vision.json",
        "topics/vision/2025.html",
        "topics/vision/2024.html",  # the way to the other year
        "authors.html",
        "authors/author-naah.html",
        "sitemap.xml",
        "sitemap-2025.xml",
    }
    assert set(before) <= set(after)


def test_paper_of_other_authors_leaves_their_pages(feed: Feed) -> None:
    """An older paper that goes takes away its own pages, and no other's."""
    add(feed, "2025/06/20", "first", "second")
    add(feed, "2025/06/21", "third", topics="[vision]")
    before = set(plan_of(feed))
    (feed.content / "2025/06/21/third.md").unlink()
    assert before - set(plan_of(feed)) == {
        "papers/third.html",
        "2025/06/21.html",
        "2025/06/21.png",
        "2025/06/21.md",
        "2025/06/21.bib",
        "2025/06/21.ris",
        "2025/06/21.csl.json",
        "topics/vision/2025.bib",
        "api/2025/06/21.json",
        "topics/vision/2025.html",
    }


def test_others_of_a_paper_are_of_its_day_and_topics(feed: Feed) -> None:
    """Beside a paper stand others, never itself, none twice, six at most."""
    for day in range(10, 20):
        add(feed, f"2025/06/{day}", *(f"p{day}-{n}" for n in range(3)), topics="[vision]")
    for page in plan_of(feed).values():
        if page.kind == "paper":
            (slug, _), *_, others = page.inputs
            slugs = [other for (other, _), _topic in others]
            assert slug not in slugs
            assert len(slugs) == len(set(slugs)) <= 6
            assert {s for s in slugs if s.startswith(slug.partition("-")[0])} == {
                s for (s, _), topic in others if not topic
            }


# --------------------------------------------------------------------------- keys

text = st.sampled_from(
    ["Words", "Other words: $x^2$", "<b> & $1", "深度学习", "e\u0301", "A\u00a0B", "'single'"]
).map(lambda words: "'" + words.replace("'", "''") + "'")
link = st.sampled_from(["https://a.example/", "https://a.example/?b=1&c=2", None])
FIELD_EDITS: dict[str, st.SearchStrategy[str | None]] = {
    "title": text,
    "summary": text,
    "authors": st.lists(
        st.sampled_from(["Ada Lovelace", "ada lovelace", "Grace Hopper", "Li Na", "X & Y", "Wu"]),
        min_size=1,
        max_size=6,
        unique_by=str.casefold,
    ).map(lambda names: f"[{', '.join(names)}]"),
    "published": st.sampled_from(["2025-01-01", "2024-12-31", "2024-01-01"]),
    "arxiv": st.sampled_from(['"2401.00001"', '"2401.00002"']),
    "doi": st.sampled_from(["10.1000/a", "10.1000/<b>", None]),
    **dict.fromkeys(("url", "pdf", "code", "project", "data", "video"), link),
    "venue": st.sampled_from(["ACL 2025", "'{NeurIPS} & Co'", None]),
    "category": st.sampled_from(["cs.CL", "cs.LG", None]),
    "organizations": st.sampled_from(["[One]", "[One, Two]", None]),
    "submitted_by": st.sampled_from(["Someone", None]),
    "topics": st.sampled_from(["[reasoning]", "[vision]", "[vision, reasoning]"]),
    "discussion": st.sampled_from(
        [None, '{url: "https://d.example/"}', '{url: "https://d.example/", comments: 1}',
         '{url: "https://d.example/", comments: 2}']
    ),
    "status": st.sampled_from(
        [None, "{kind: withdrawn, date: 2025-08-01}", "{kind: corrected, date: 2025-08-01}",
         "{kind: corrected, date: 2025-08-02}", "{kind: corrected, date: 2025-08-02, note: A}"]
    ),
    "aliases": st.sampled_from([None, "[older]", "[oldest, older]", "[older, oldest]"]),
    "body": st.sampled_from(["", "Some text.", "Some *text* with $y$.", "<i>not markup</i>"]),
}  # fmt: skip
PAPER_EDITS = [name for name in FIELD_EDITS if name != "body"]
SITE_EDITS = (
    "title: Another Feed\n",
    "tagline: Another line\n",
    "tag: other.example,2024\n",
    "about: About it.\n",
    "curators: [Someone]\n",
    "licence: {name: CC0, url: 'https://cc.example/'}\n",
    "language: de\n",
    "feed_size: 2\n",
    "front_size: 2\n",
    "author_pages_from: 1\n",
    "offline: true\n",
    "newsletter: {form: https://n.example/}\n",
    "repository: a/b\n",
    "url: https://u.example/\n",
    "discussion: {start: 'https://s.example/'}\n",
    "comments: {repository: a/b, repository_id: R_a, category: C, category_id: DIC_a}\n",
)
ONE = st.one_of(
    *(st.tuples(st.just(name), values) for name, values in FIELD_EDITS.items()),
    st.tuples(st.just("site"), st.sampled_from(SITE_EDITS)),
    st.tuples(st.just("list"), st.sampled_from([("Reasoning", "R & D"), ("Images", "Pictures")])),
    st.tuples(st.just("note"), st.sampled_from(["A note.", "*Another* note."])),
    st.tuples(st.just("collection"), st.sampled_from(["An introduction.", "Another."])),
    st.tuples(st.just("backlog"), st.sampled_from(["2024", "2024/05", "2025/06/21"])),
)


def write(feed: Feed, edits: dict[str, Any]) -> None:
    """Write a small content, one paper of which has the fields given."""
    given_fields = {name: value for name, value in edits.items() if name in PAPER_EDITS}
    feed.add(FIRST, edits.get("body", "A body."), **{"arxiv": '"2401.00003"', **given_fields})
    add(feed, "2025/06/20", "second", topics="[vision]")
    add(feed, "2025/06/21", "third", "fourth", topics="[reasoning, vision]", authors="[Li Na]")
    add(feed, edits.get("backlog", "2025/06"), "fifth", authors="[Li Na]")
    add(feed, "2024", "sixth", topics="[vision]")
    lines = dict(line.split(": ", 1) for line in SITE.splitlines())
    lines.update([edits["site"].strip().split(": ", 1)] if "site" in edits else [])
    feed.write("site.yaml", "".join(f"{name}: {value}\n" for name, value in lines.items()))
    feed.write("topics.yaml", TOPICS.replace(*edits.get("list", ("", ""))))
    feed.write("2025/06/20/index.md", f"---\norder: [second]\n---\n{edits.get('note', 'N.')}\n")
    head = "title: Both\nsummary: Both.\npapers: [third, first]"
    body = edits.get("collection", "C.")
    feed.write("collections/both.md", f"---\n{head}\n---\n{body}\n")


def site_of(edits: dict[str, Any]) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Build a content cleanly; return the files' bytes, and their keys in the ledger."""
    with tempfile.TemporaryDirectory() as folder:
        feed = Feed(Path(folder))
        write(feed, edits)
        words = ["--content", str(feed.content), "--output", str(feed.output), "--jobs", "1"]
        assert build.main(words) == 0
        store = Store(feed.output / FILE_NAME)
        keys = {written.path: written.key for written in store.pages()}
        store.close()
        return tree(feed.output), keys


@settings(max_examples=examples(12), phases=[Phase.reuse, Phase.generate])  # edits are small
@given(before=ONE, after=ONE)
def test_key_changes_whenever_the_page_does(
    before: tuple[str, Any], after: tuple[str, Any]
) -> None:
    """Whatever differs between two contents, pages of unlike bytes never have the same key."""
    old, old_keys = site_of(dict([before]))
    new, new_keys = site_of(dict([before, after]))
    stale = [
        path
        for path in old.keys() & new.keys()
        if old[path] != new[path] and old_keys[path] == new_keys[path]
    ]
    assert stale == []
    assert old.keys() <= old_keys.keys()


@pytest.mark.parametrize(("name", "value"), [("summary", "'One'"), ("body", "One")])
def test_key_of_a_page_that_does_not_show_it_stays(name: str, value: str) -> None:
    """An edited text changes the keys of those pages only that show it: keys are narrow."""
    old, old_keys = site_of({})
    new, new_keys = site_of({name: value})
    false_alarms = {
        path
        for path in old.keys() & new.keys()
        if old[path] == new[path] and old_keys[path] != new_keys[path]
    }
    assert false_alarms == set()
