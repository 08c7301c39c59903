"""Records become files: named, dated, with topics that their text speaks of; none twice."""

from __future__ import annotations

import string
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from broadsheet.adding.cleaning import make_record
from broadsheet.adding.filing import Filing, KnownError, Wish, write_new
from broadsheet.adding.records import Record, RecordError, tidy
from broadsheet.content.model import Content, Discussion, Site, Topic
from broadsheet.content.names import join_name
from broadsheet.content.naming import find_fault
from broadsheet.content.papers import entry_of, read_paper
from broadsheet.content.problems import UsageError

if TYPE_CHECKING:
    from pathlib import Path

TOPICS = (
    Topic("reasoning", "Reasoning", "How.", ("logic", "multi-step reasoning")),
    Topic("r-d", "R&D", "Money.", ()),
    Topic("in-context-learning", "In-context learning", "Prompts.", ("icl",)),
    Topic("vision", "Vision", "Images.", ("image",)),
)
THERE = """---
title: A Paper: With a Colon
authors: [Ada Lovelace]
published: 2025-01-01
arxiv: "2501.00001"
doi: 10.1000/ABC
aliases: [an-old-name]
summary: What was done.
---
"""
RECORD = Record(
    "Scaling laws: a second look",
    ("Ada Lovelace", "Grace Hopper"),
    "2025-06-24",
    arxiv="2506.00001",
    abstract="We look again, by multi-step reasoning over images.",
)
WISH = Wish("2025-06-25")


@pytest.fixture
def filing() -> Filing:
    """Return a feed of one paper, and four topics."""
    path = "2025/01/02/a-paper.md"
    entry = entry_of(read_paper(path, THERE.encode(), lambda _: None)[0])
    return Filing(Content(Site("T", "T", "t.example,2025"), TOPICS, (entry,), (), ()))


def with_(**changes: object) -> Record:
    """Return the record with changes."""
    return replace(RECORD, **changes)  # type: ignore[arg-type]


def test_file_awaits_its_summary(filing: Filing) -> None:
    """The file is whole but for the summary, which the one problem is about."""
    filed = filing.file(RECORD, WISH, awaits_summary=True)
    assert filed.path == "2025/06/25/scaling-laws-a-second-look.md"
    assert filed.text == (
        "---\n"
        'title: "Scaling laws: a second look"\n'
        "authors:\n"
        "  - Ada Lovelace\n"
        "  - Grace Hopper\n"
        "published: 2025-06-24\n"
        'arxiv: "2506.00001"\n'
        "topics: [reasoning, vision]\n"
        "summary: >-  # two to four sentences in your own words, below and indented by two spaces\n"
        "---\n"
        "We look again, by multi-step reasoning over images.\n"
    )
    assert filed.problems == ()
    assert filed.paper.awaits


@pytest.mark.parametrize(
    ("record", "what"),
    [
        (with_(arxiv="2501.00001"), "arXiv id 2501.00001"),
        (with_(arxiv="", doi="10.48550/arXiv.2501.00001"), "arXiv id 2501.00001"),
        (with_(doi="10.1000/abc"), "DOI 10.1000/abc"),
        (with_(title="a PAPER with a colon", arxiv=""), "title"),
    ],
)
def test_paper_that_is_there_is_found(record: Record, what: str, filing: Filing) -> None:
    """By its arXiv id in any form, its DOI, or its title, and where it is is told."""
    with pytest.raises(KnownError) as caught:
        filing.file(record, WISH, awaits_summary=True)
    assert str(caught.value) == f"2025/01/02/a-paper.md has this paper already (the same {what})"


def test_paper_filed_a_moment_ago_is_found(filing: Filing) -> None:
    """Two records of one import may be the same paper."""
    filing.file(RECORD, WISH, awaits_summary=True)
    with pytest.raises(KnownError, match=r"2025/06/25/scaling-laws-a-second-look.md"):
        filing.file(with_(title="Another title"), WISH, awaits_summary=True)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("A paper", "a-paper-2"),
        ("An old name", "an-old-name-2"),
        ("注意力", "zhu-yi-li"),
        ("???", "paper-2506-00001"),
        ("Of <think> and $\\alpha$", "of-think-and-alpha"),
        ("Index", "paper-index"),
        ("CON", "paper-con"),
        ("LPT1", "paper-lpt1"),
        ("42", "42"),
    ],
)
def test_name_is_made_of_the_title(title: str, name: str, filing: Filing) -> None:
    """In ASCII, and never one that a paper has or had."""
    filed = filing.file(with_(title=title), WISH, awaits_summary=True)
    assert filed.path == f"2025/06/25/{name}.md"


@pytest.mark.parametrize(
    ("title", "name"), [("42", "paper-42"), ("7", "paper-7"), ("1984", "1984")]
)
@pytest.mark.parametrize("period", ["2001", "2001-03"])
def test_name_is_none_that_a_period_keeps_for_days(
    title: str, name: str, period: str, filing: Filing
) -> None:
    """The reader would ask whether the folder of a day was meant."""
    record = with_(title=title, published=period)
    filed = filing.file(record, Wish(period), awaits_summary=True)
    assert filed.path == f"{period.replace('-', '/')}/{name}.md"


def test_same_title_is_no_more_than_a_hint_where_ids_differ(filing: Filing) -> None:
    """Editorials are called Editorial; one without an id is taken for the one that is there."""
    title = "A Paper: With a Colon"
    other = with_(title=title, arxiv="", doi="10.1000/other")
    filed = filing.file(other, WISH, awaits_summary=True)
    assert filed.path == "2025/06/25/a-paper-with-a-colon.md"
    with pytest.raises(KnownError, match="the same title"):
        filing.file(
            with_(title=title, arxiv="", url="https://a.example/"), WISH, awaits_summary=True
        )


def test_title_that_others_gave_to_their_work_is_no_reason_to_leave_it_out(filing: Filing) -> None:
    """Everybody writes an Introduction, and so may an author of the feed in another year."""
    title = "A Paper: With a Colon"
    by_others = with_(title=title, arxiv="", authors=("Emmy Noether",), url="https://a.example/")
    assert filing.file(by_others, WISH, awaits_summary=True).path
    with pytest.raises(KnownError, match="the same title"):
        filing.file(by_others, WISH, awaits_summary=True)
    earlier = replace(by_others, authors=("E. Noether",), published="1998")
    assert filing.file(earlier, WISH, awaits_summary=True).path


def test_file_that_is_there_is_never_written_over(filing: Filing, tmp_path: Path) -> None:
    """Another program may have written it since the content was read."""
    filed = filing.file(RECORD, WISH, awaits_summary=True)
    path = tmp_path / filed.path
    path.parent.mkdir(parents=True)
    path.write_text("of somebody else")
    with pytest.raises(UsageError, match="is there already"):
        write_new(tmp_path, filed)
    assert path.read_text() == "of somebody else"


@pytest.mark.parametrize(
    ("title", "abstract", "topics"),
    [
        ("On logic", "", ("reasoning",)),
        (
            "On images",
            "A few-shot study of ICL and in context  learning.",
            ("vision", "in-context-learning"),
        ),
        ("Biological things", "Imagery and television are not images' friends", ("vision",)),
        ("R&D", "", ("r-d",)),
        ("Nothing of it", "", ()),
    ],
)
def test_topics_are_found_by_their_names(
    title: str, abstract: str, topics: tuple[str, ...], filing: Filing
) -> None:
    """Whole words count, in any form of writing; those of the title count most."""
    filed = filing.file(with_(title=title, abstract=abstract), WISH, awaits_summary=True)
    assert filed.paper.topics == topics
    assert ("# topics: [...]" in filed.text) == (not topics)


@pytest.mark.parametrize(
    ("told", "line"),
    [
        ("2023", "published: 2023"),
        ("2023-07", "published: 2023-07"),
    ],
)
def test_incomplete_date_is_told_in_the_file(told: str, line: str, filing: Filing) -> None:
    """What is known stands, and no more."""
    filed = filing.file(with_(published=told), WISH, awaits_summary=True)
    assert line in filed.text.split("\n")


def test_wishes_come_before_what_was_found(filing: Filing) -> None:
    """Topics, links and the summary that somebody gave stand in the file."""
    record = with_(code="https://e.org/found", discussion=Discussion("https://e.org/d"))
    wish = Wish("2025-06-25", ("vision",), "@ada", "It is good.", "https://e.org/code", "")
    filed = filing.file(record, wish, awaits_summary=True)
    assert filed.problems == ()
    assert "topics: [vision]\n" in filed.text
    assert "code: https://e.org/code\n" in filed.text
    assert 'submitted_by: "@ada"\n' in filed.text
    assert "discussion: {url: https://e.org/d}\n" in filed.text


def test_what_is_no_link_is_left_out(filing: Filing) -> None:
    """A source's junk does not stop a paper."""
    record = with_(code="javascript:alert(1)", project="http//x", category="no such thing")
    filed = filing.file(record, WISH, awaits_summary=True)
    assert not any(name in filed.text for name in ("code:", "project:", "category:"))


@pytest.mark.parametrize(
    ("record", "told"),
    [
        (with_(authors=()), "authors is missing"),
        (
            with_(arxiv="", title="T"),
            "the record has neither an id nor an address: write a doi or a url",
        ),
        (with_(published="2025-07-01"), "published must not be after the day of its folder"),
        (with_(title="x" * 600), "title must have at most 500 characters, not 600"),
    ],
)
def test_record_that_gives_no_good_file_is_refused(
    record: Record, told: str, filing: Filing
) -> None:
    """The messages are those of `check`."""
    with pytest.raises(RecordError, match=told):
        filing.file(record, WISH, awaits_summary=True)


def test_without_summary_there_must_be_an_abstract(filing: Filing) -> None:
    """An imported paper has nobody who writes it a summary."""
    assert filing.file(RECORD, WISH, awaits_summary=False).problems == ()
    with pytest.raises(RecordError, match="a summary, or an abstract below"):
        filing.file(
            with_(title="Other", arxiv="2506.00002", abstract=""), WISH, awaits_summary=False
        )


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"type": "preprint"}, ""),
        ({"type": "article"}, ""),
        ({"type": "thesis"}, "type: thesis\n"),
        ({"type": "article", "venue": "Journal of Tests"}, "type: article\n"),
        ({"type": "preprint", "arxiv": "", "doi": "10.1000/1"}, "type: preprint\n"),
        ({"type": ""}, ""),
    ],
)
def test_type_stands_where_it_does_not_go_without_saying(
    changes: dict[str, str], told: str, filing: Filing
) -> None:
    """What is on arXiv, and in no journal, is a preprint; a manager of references says article."""
    text = filing.file(with_(**changes), WISH, awaits_summary=False).text
    assert told in text if told else "type:" not in text


def test_names_stand_in_parts_where_they_would_be_cut_wrongly(filing: Filing) -> None:
    """Any other name stands as it is read aloud; the reader gives back the record's."""
    splits = (
        ("Gabriel García Márquez", "García Márquez", "Gabriel"),
        ("Reef Consortium", "Reef Consortium", ""),
    )
    names = ("Ada Lovelace", *(name for name, _, _ in splits))
    filed = filing.file(with_(authors=names, splits=splits), WISH, awaits_summary=False)
    assert (
        "authors:\n"
        "  - Ada Lovelace\n"
        "  - {family: García Márquez, given: Gabriel}\n"
        "  - {name: Reef Consortium}\n"
    ) in filed.text
    assert (filed.paper.authors, filed.paper.splits) == (names, splits)


PART = st.text(st.sampled_from(f"{string.printable}éñع’“–".replace(";", "")), max_size=40)


@given(PART, PART)
def test_names_of_any_source_come_back(family: str, other: str) -> None:
    """Whatever stands in their parts, and wherever they would be cut."""
    family, other = tidy(family), tidy(other)
    name = join_name(family, other)
    assume(family or find_fault(name, "") is None)  # one without a family name stands as it is
    record = make_record("A Title", [(name, family, other)], "Text.", doi="10.1000/1")
    if record.authors:
        filing = Filing(Content(Site("T", "T", "t.example,2025"), (), (), (), ()))
        paper = filing.file(record, WISH, awaits_summary=False).paper
        assert (paper.authors, paper.splits) == (record.authors, record.splits)


@pytest.mark.parametrize(
    ("feeds", "papers", "told"),
    [
        ("en", "en", ""),
        ("en-GB", "en", ""),
        ("en", "en-US", ""),
        ("zh-Hans", "zh-Hant-TW", "language: zh-Hant-TW\n"),
        ("en", "fr", "language: fr\n"),
        ("fr", "en", "language: en\n"),
    ],
)
def test_language_stands_where_it_is_not_the_feeds(feeds: str, papers: str, told: str) -> None:
    """Nobody writes what goes without saying."""
    site = Site("T", "T", "t.example,2025", language=feeds)
    filing = Filing(Content(site, TOPICS, (), (), ()))
    text = filing.file(with_(language=papers), WISH, awaits_summary=False).text
    assert told in text if told else "language:" not in text


@pytest.mark.parametrize(
    ("changes", "comment"),
    [
        ({"title": r"The \method of it"}, r"  # TeX that could not be read: \method: mend it"),
        ({"authors": (r"Ada \foo{Love}lace",)}, r"authors:  # TeX that could not be read: \foo"),
        ({"venue": r"\jnl"}, r"\jnl'  # TeX that could not be read: \jnl: mend it"),
        ({"abstract": r"With \bar x."}, r"  # in the abstract, TeX that could not be read: \bar"),
        ({"title": r"$\alpha$ and C:/"}, ""),
    ],
)
def test_commands_that_could_not_be_read_are_told_in_the_file(
    filing: Filing, changes: dict[str, object], comment: str
) -> None:
    """At the field that they stand in, so that whoever reads the file sees what to mend."""
    text = filing.file(with_(**changes), WISH, awaits_summary=True).text
    assert comment in text.replace("\\\\", "\\")
    assert ("could not be read" in text) == bool(comment)
