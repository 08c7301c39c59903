"""What spans files: papers by day, topic and author, and what is wrong between them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.content.consistency import check_content
from broadsheet.content.model import Collection, Content, Entry, Note, Paper, Site, Topic
from broadsheet.content.papers import entry_of
from broadsheet.site.catalog import Author, make_catalog

SITE = Site("Test Feed", "Papers", "test.example,2025")
TOPICS = (
    Topic("reasoning", "Reasoning", "What follows.", ("logic", "Multi-step reasoning")),
    Topic("vision", "Vision", "Images."),
)


def entry(slug: str, day: str = "2025-06-25", **changes: object) -> Entry:
    """Return a paper as the catalog knows it."""
    paper = Paper(slug, day, f"Title of {slug}", ("Ada Lovelace",), day)
    return entry_of(replace(paper, **changes))  # type: ignore[arg-type]


def content(*papers: Entry, **changes: object) -> Content:
    """Return content of these papers, sorted by path as the reader gives them."""
    made = Content(SITE, TOPICS, tuple(sorted(papers, key=lambda one: one.path)), (), ())
    return replace(made, **changes)  # type: ignore[arg-type]


def told(*papers: Entry, **changes: object) -> list[str]:
    """Return what is found wrong."""
    return [finding.message for finding in check_content(content(*papers, **changes))]


def authors(*names: str, at_least: int = 1) -> tuple[Author, ...]:
    """Return the authors' pages of papers, the oldest first, of one author each."""
    papers = [
        entry(f"p{number}", f"2025-06-{number + 1:02}", authors=(name,))
        for number, name in enumerate(names)
    ]
    site = replace(SITE, author_pages_from=at_least)
    return make_catalog(content(*papers, site=site)).authors


def test_good_content_has_no_findings() -> None:
    """Papers that differ, with topics, notes and collections that exist."""
    papers = (entry("a", topics=("vision",)), entry("b", "2025-06-26", aliases=("older",)))
    notes = (Note("2025-06-25", "2025/06/25/index.md", ("a",)),)
    collections = (Collection("c", "collections/c.md", "C", "All.", ("b", "a")),)
    assert told(*papers, notes=notes, collections=collections) == []


@pytest.mark.parametrize("word", ["logics", "reasonin"])
def test_topic_by_another_name_is_known(word: str) -> None:
    """The hint is the slug, whether the word is like the slug or like an alias."""
    assert told(entry("a", topics=(word,))) == [
        f"there is no topic {word} (did you mean reasoning?): take one of content/topics.yaml"
    ]


def test_topic_by_its_other_name_is_told_at_once() -> None:
    """Nothing is to be guessed where a word is a topic's alias."""
    assert told(entry("a", topics=("multi-step-reasoning",))) == [
        "multi-step-reasoning is another word for the topic reasoning: write reasoning"
    ]


def test_papers_are_not_blamed_for_a_broken_list_of_topics() -> None:
    """Its own problem is enough."""
    assert told(entry("a", topics=("cooking",)), topics_read=False) == []


def test_file_with_an_error_is_compared_with_the_others() -> None:
    """Mending one problem brings no other to light."""
    bad = entry("a", "2025-06-26", title="", arxiv="2506.00001", topics=("cooking",))
    assert told(entry("a", arxiv="2506.00001"), unread=(bad,)) == [
        "the name a is taken by 2025/06/25/a.md: give this file another",
        "the arXiv id 2506.00001 is that of 2025/06/25/a.md: keep one of the two files",
        "there is no topic cooking: take one of content/topics.yaml",
    ]


def test_titles_that_were_not_read_are_not_the_same() -> None:
    """Two files without a good title are not two of one paper."""
    assert told(unread=(entry("a", title=""), entry("b", title=""))) == []


@pytest.mark.parametrize("title", ["TITLE OF A", "Títle  of a!", "Ｔｉｔｌｅ of a"])
def test_titles_that_differ_in_looks_are_the_same(title: str) -> None:
    """Case, accents, spacing, width and punctuation do not make another paper."""
    assert told(entry("a"), entry("b", title=title)) == [
        "the title is that of 2025/06/25/a.md: keep one of the two files"
    ]


def test_everyday_titles_of_others_are_no_problem() -> None:
    """An Introduction by somebody else is another work, with ids or without."""
    papers = (
        entry("a", title="Introduction", doi="10.1000/a"),
        entry("b", title="Introduction", authors=("Grace Hopper",), url="https://example.org/b"),
        entry("c", title="Introduction", authors=("Emmy Noether", "Lise Meitner")),
    )
    assert told(*papers) == []


def test_same_title_by_an_author_of_another_year_is_a_question() -> None:
    """An editor writes an editorial a year."""
    papers = (entry("a", title="Editorial"), entry("b", title="Editorial", published="2024"))
    (message,) = told(*papers)
    assert message == (
        "the title is that of 2025/06/25/a.md: keep one of the two files, unless they are two"
        " papers, as their years say"
    )


def test_days_are_the_newest_first_and_end_today() -> None:
    """What is dated later waits for its date."""
    made = content(entry("a", "2025-06-24"), entry("b", "2025-06-25"), entry("c", "2025-06-26"))
    assert [day.date for day in make_catalog(made).days] == [
        *("2025-06-26", "2025-06-25", "2025-06-24"),
    ]
    assert [day.date for day in make_catalog(made, "2025-06-25").days] == [
        *("2025-06-25", "2025-06-24"),
    ]


def test_day_is_in_the_editors_order_then_by_slug() -> None:
    """The first of the order is the lead; what it does not name follows."""
    notes = (Note("2025-06-25", "2025/06/25/index.md", ("c", "b")),)
    made = make_catalog(content(*map(entry, "abcd"), notes=notes))
    assert [paper.slug for paper in made.days[0].papers] == ["c", "b", "a", "d"]
    places = {slug: made.place_of(paper) for slug, paper in made.papers.items()}
    assert places == {"c": 0, "b": 1, "a": 2, "d": 3}


def test_collection_leaves_out_what_waits_for_its_date() -> None:
    """It links to nothing that is not there yet, and keeps its order."""
    collections = (Collection("c", "collections/c.md", "C", "All.", ("b", "c", "a")),)
    papers = (entry("a"), entry("b"), entry("c", "2025-06-26"))
    made = make_catalog(content(*papers, collections=collections), "2025-06-25")
    assert [paper.slug for paper in made.collections[0].papers] == ["b", "a"]


def test_names_that_differ_in_looks_are_one_author() -> None:
    """Shown in the commonest spelling; the address is that of the oldest."""
    (author,) = authors("Jose Garcia", "José García", "JOSÉ GARCÍA", "José García")
    assert (author.name, author.slug, len(author.papers)) == ("José García", "jose-garcia", 4)


def test_address_does_not_hang_on_the_order_of_a_day() -> None:
    """Of the oldest day's papers the first by its name counts, as where aliases are checked."""
    papers = (entry("alpha", authors=("Shaq O'Neil",)), entry("beta", authors=("Shaq ONeil",)))
    notes = tuple(Note("2025-06-25", "2025/06/25/index.md", order) for order in [("beta", "alpha")])
    for changes in ({}, {"notes": notes}):
        (author,) = make_catalog(content(*papers, **changes)).authors
        assert author.slug == "shaq-o-neil"


def test_names_with_the_same_slug_are_several_authors() -> None:
    """王伟 and Wei Wang read the same in ASCII: each has a page of its own."""
    found = {author.name: author.slug for author in authors("Wang Wei", "王伟", "王薇")}
    assert len(set(found.values())) == 3
    assert found["Wang Wei"] == "wang-wei"
    assert all(slug.startswith("wang-wei") for slug in found.values())


@given(st.permutations(["Wang Wei", "王伟", "王薇", "Ada Lovelace"]))
def test_authors_slugs_do_not_hang_on_the_order_of_papers(names: list[str]) -> None:
    """Filing a paper on another day moves nobody's page."""
    assert {one.name: one.slug for one in authors(*names)} == {
        one.name: one.slug for one in authors("Wang Wei", "王伟", "王薇", "Ada Lovelace")
    }


def test_suffix_does_not_hang_on_other_authors() -> None:
    """One more author of that slug changes no suffix."""
    few = {one.name: one.slug for one in authors("Wang Wei", "王伟")}
    many = {one.name: one.slug for one in authors("Wang Wei", "王伟", "王薇", "汪伟")}
    assert few.items() <= many.items()


def test_authors_with_few_papers_have_no_page() -> None:
    """A page begins with the second paper, or as the site says."""
    found = authors("Ada Lovelace", "Grace Hopper", "Ada Lovelace", at_least=2)
    assert [author.name for author in found] == ["Ada Lovelace"]


def keys_of(*papers: Entry) -> dict[str, str]:
    """Return what citations call the papers of a catalog, by slug."""
    return {slug: paper.cite_key for slug, paper in make_catalog(content(*papers)).papers.items()}


def test_of_papers_with_one_key_the_oldest_keeps_it() -> None:
    """What a newer one is called, no other paper can change."""
    same = {"title": "Engines of thought", "published": "2025-06"}
    papers = [entry(slug, day, **same) for slug, day in (("b", "2025-06-25"), ("a", "2025-06-26"))]
    keys = keys_of(*papers)
    assert keys["b"] == "lovelace2025engines"
    assert re.fullmatch(r"lovelace2025engines-[0-9a-f]{4}", keys["a"])
    third = entry("c", "2025-06-27", **same)
    more = keys_of(*papers, third)
    assert more == {**keys, "c": more["c"]}
    assert len(set(more.values())) == 3


def test_library_takes_no_key_from_an_edition() -> None:
    """Its papers are filed under months and years, which come before the days."""
    same = {"title": "Engines of thought", "published": "2025-06"}
    keys = keys_of(entry("day", "2025-06-25", **same), entry("year", "2025", **same))
    assert keys["day"] == "lovelace2025engines"
    assert keys["year"].startswith("lovelace2025engines-")


def test_no_key_stands_twice() -> None:
    """Two slugs of a few thousand have the same four digits: they get five."""
    same = {"title": "Learning to learn", "published": "2025-06"}
    first = entry("a", "2025-06-24", **same)
    slugs = [f"learning-{number}" for number in range(700)]
    keys = keys_of(first, *(entry(slug, "2025-06-25", **same) for slug in slugs))
    assert len(set(keys.values())) == len(keys) == 701
    assert {len(key.rpartition("-")[2]) for slug, key in keys.items() if slug != "a"} == {4, 5}


def test_three_papers_earn_a_venue_a_page() -> None:
    """Two do not; the spelling that most have is shown, and its key is its slug's."""
    days = [f"2025-06-2{number}" for number in range(3)]
    venues = ("NeurIPS 2024", "Neurips 2024", "NeurIPS 2024")
    papers = [entry(f"p{day}", day, venue=venue) for day, venue in zip(days, venues, strict=True)]
    (venue,) = make_catalog(content(*papers)).named["venues"]
    assert (venue.name, venue.slug, len(venue.papers)) == ("NeurIPS 2024", "neurips-2024", 3)
    assert make_catalog(content(*papers[:2])).named["venues"] == ()


def test_authors_are_sorted_by_surname() -> None:
    """As in an index of people, and under its letter."""
    names = ("Grace Hopper", "Ada Lovelace", "Émilie du Châtelet", "王伟", "Jane Roe, PhD")
    found = authors(*names, "Martin Luther King Jr.", "Ann Lee III")
    assert [(one.name, one.letter) for one in found] == [
        *(("Émilie du Châtelet", "c"), ("Grace Hopper", "h"), ("Martin Luther King Jr.", "k")),
        *(("Ann Lee III", "l"), ("Ada Lovelace", "l"), ("Jane Roe, PhD", "r"), ("王伟", "w")),
    ]


def test_aliases_lead_to_their_paper() -> None:
    """Each old name once."""
    made = make_catalog(content(entry("a", aliases=("older", "oldest"))))
    assert made.aliases == (("older", "a"), ("oldest", "a"))
