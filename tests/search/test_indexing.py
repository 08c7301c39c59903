"""The index of all papers: what is kept gives the same as indexing anew, and is not made twice."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from indexed import ENGLISH, index_of, make_paper, shards_of

from broadsheet.search.indexing import index_papers
from broadsheet.search.kept import Memory
from broadsheet.search.model import Index, none_alike

if TYPE_CHECKING:
    from collections.abc import Iterable

    from broadsheet.content.model import Paper
    from broadsheet.search.kept import Made

TITLES = ("Grokking zebras", "Zebras in the wild", "注意力机制", "On λ-calculus", "Modérées", "")
SUMMARIES = ("", "What was done.", "We compare grokking, in-context learning and zebras. " * 20)
DAYS = ("2024", "2024-12-31", "2025-05", "2025-05-02", "2025-06-01", "2025-06-02")

papers = st.builds(
    make_paper,
    st.sampled_from([f"p{number}" for number in range(12)]),
    st.sampled_from(TITLES),
    st.sampled_from(DAYS),
    authors=st.sampled_from([("Ada Lovelace",), ("Ada Lovelace", "李明"), ("Will Of",)]),
    topics=st.sampled_from([(), ("vision",), ("vision", "logic")]),
    summary=st.sampled_from(SUMMARIES),
    body=st.sampled_from(["", "Zebra and zebras, grokked.", "A zebra's wild comparison."]),
    language=st.sampled_from(["", "fr"]),
)
edits = st.one_of(
    st.tuples(st.just("write"), papers),
    st.tuples(st.just("remove"), st.integers(0, 11)),
    st.tuples(st.just("topics"), st.sampled_from(["Vision", "Seeing"])),
    st.tuples(st.just("languages"), st.sampled_from([("en",), ("en", "fr"), ("fr", "en")])),
)
FEED = [make_paper(f"p{n}", TITLES[n % 4], DAYS[n % 6], summary=SUMMARIES[n % 3]) for n in range(9)]


@given(st.lists(papers, max_size=12), st.lists(edits, min_size=1, max_size=5))
def test_index_made_step_by_step_is_that_made_at_once(
    some: Iterable[Paper], steps: Iterable[tuple[str, Any]]
) -> None:
    """Whatever was written, removed or named anew since."""
    feed = {paper.slug: paper for paper in some}
    names, kept = ENGLISH, Memory()
    index_of(feed.values(), kept, names)
    for kind, value in steps:
        if kind == "write":
            feed[value.slug] = value
        elif kind == "remove":
            feed.pop(f"p{value}", None)
        elif kind == "topics":
            names = names._replace(topics={**ENGLISH.topics, "vision": (value,)})
        else:
            names = names._replace(languages=value)
        anew = Memory()
        clean = index_of(feed.values(), anew, names)
        found = index_of(feed.values(), kept, names)
        assert replace(found, alike=none_alike) == replace(clean, alike=none_alike)
        for month in clean.months:
            assert found.alike(month.name) == clean.alike(month.name)
        assert shards_of(found, kept) == shards_of(clean, anew)


def reads_of(after: list[Paper]) -> list[str]:
    """Return whose texts are read when a feed has become this one."""
    kept = Memory()
    index_of(FEED, kept)
    reads: list[str] = []
    index_of(after, kept, reads=reads)
    return sorted(reads)


def test_nothing_is_done_twice() -> None:
    """Of a feed that is as it was, no paper is read."""
    assert reads_of(FEED) == []


@pytest.mark.parametrize(
    ("change", "read"),
    [
        ({"title": "Another title"}, ["p4", "p5"]),
        ({"code": "https://github.com/a/b"}, ["p4", "p5"]),
        ({"day": "2025-07-01"}, ["p4", "p5"]),
    ],
    ids=["title", "link", "day"],
)
def test_changed_paper_is_read_with_its_month(change: dict[str, str], read: list[str]) -> None:
    """And other months are left alone."""
    after = [replace(one, **change) if one.slug == "p4" else one for one in FEED]  # type: ignore[arg-type]
    assert reads_of(after) == read


def test_summary_of_other_words_lets_no_papers_be_compared() -> None:
    """Papers with an abstract are compared by that, and what they share is named by its words."""
    feed = [replace(one, body=f"Zebras {one.slug} in the wild") for one in FEED]
    before, kept = Memory(), Memory()
    index_of(feed, before)
    index_of(feed, kept)
    index_of([replace(feed[0], summary="Quagmires."), *feed[1:]], kept)
    assert before.keys("month") != kept.keys("month")
    for kind in ("nearest", "merged", "related"):
        assert before.keys(kind) == kept.keys(kind)


def test_removed_paper_lets_its_month_be_read() -> None:
    """What is left of the month is counted again."""
    assert reads_of([one for one in FEED if one.slug != "p4"]) == ["p5"]


def test_new_paper_lets_its_month_be_read() -> None:
    """One of a month of its own is read alone."""
    assert reads_of([*FEED, make_paper("new", "New", "2025-08-01")]) == ["new"]
    assert reads_of([*FEED, make_paper("new", "New", "2025-06-03")]) == ["new", "p4", "p5"]


def test_topic_by_another_name_lets_all_be_read() -> None:
    """Any paper may be of it."""
    kept = Memory()
    index_of(FEED, kept)
    reads: list[str] = []
    index_of(FEED, kept, ENGLISH._replace(topics={"vision": ("Sight",)}), reads)
    assert sorted(reads) == [f"p{number}" for number in range(9)]


def test_what_is_gone_is_forgotten() -> None:
    """Of a month that has no papers any more nothing is kept."""
    kept = Memory()
    index_of(FEED, kept)
    index_of([one for one in FEED if not one.day.startswith("2025-06")], kept)
    assert all("2025-06" not in kept.keys(kind) for kind in ("month", "vectors", "words", "pairs"))
    assert "2025-05" in kept.keys("words")


class _Ending(Memory):
    """Keeps so many times, and then ends."""

    left = 1_000

    def keep(self, made: Iterable[Made], gone: Iterable[tuple[str, str]]) -> None:
        """Keep values and forget others, or end."""
        if not self.left:
            raise InterruptedError
        self.left -= 1
        super().keep(made, gone)


def test_index_that_was_ended_at_any_moment_is_finished_by_the_next() -> None:
    """Whatever was kept by then, at first and after a change of papers of two months."""
    changed = [replace(one, title="Another") for one in FEED if one.slug in {"p2", "p5"}]
    after = [one for one in FEED if one.slug not in {"p2", "p5"}] + changed
    anew = Memory()
    clean = index_of(after, anew)
    for feeds in ([after], [FEED, after]):
        left, done = 0, False
        while not done:
            kept = _Ending()
            for feed in feeds[:-1]:
                index_of(feed, kept)
            kept.left = left
            with suppress(InterruptedError):
                index_of(after, kept)
                done = True
            kept.left = 1_000
            found = index_of(after, kept)
            assert [found.alike(one.name) for one in found.months] == [
                clean.alike(one.name) for one in clean.months
            ]
            assert replace(found, alike=none_alike) == replace(clean, alike=none_alike)
            assert shards_of(found, kept) == shards_of(clean, anew)
            left += 1
        assert left > len(clean.months)


def test_order_of_indexing_does_not_show() -> None:
    """The same papers give the same bytes after others were counted in the same process."""
    first, second = Memory(), Memory()
    before = shards_of(index_of(FEED, first), first)
    index_of([make_paper("z", "Words that nobody else has, and quagmire", "2020-01-01")])
    assert shards_of(index_of(list(reversed(FEED)), second), second) == before


def test_empty_feed_has_an_empty_index() -> None:
    """It knows its languages, and nothing else."""
    index = index_papers([], ENGLISH, lambda _: make_paper("none"), Memory())
    assert index == Index(languages=("en",))
