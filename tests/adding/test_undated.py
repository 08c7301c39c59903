"""Papers whose source tells no date that can be written: they wait for one, and nothing is made up.

And the notes that an import leaves in a file: the check tells each until it is taken out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support import call

from broadsheet.adding.filing import Filing, Wish
from broadsheet.adding.records import Record
from broadsheet.content.model import Content, Site
from broadsheet.content.papers import read_paper

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from support import Feed

DAY = "2026-11-20"
WAITS = (
    "published is empty: write the paper's own date: its first version; a month or a year where no"
    " more is known; until then the paper is not published"
)


def at(feed: Feed, verb: str, *words: object) -> subprocess.CompletedProcess[str]:
    """Run a verb in the feed's folder."""
    return call(verb, *words, folder=feed.root)


def library(feed: Feed, **fields: str) -> Path:
    """Write a library of one book, with an abstract."""
    told = {"title": "T", "author": "Roe, Jane", "url": "https://a.org/1", "abstract": "X."}
    inner = ", ".join(f"{name} = {{{text}}}" for name, text in (told | fields).items())
    path = feed.root / "library.bib"
    path.write_text(f"@book{{roe, {inner}}}", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("year", "told"),
    [
        ("", "the source gives no date"),
        ("[o. J.]", "the source gives [o. J.], which tells no year"),
        ("平成13", "the source gives 平成13, which tells no year"),
        ("-430", "the source gives -430, and no year before the year 1 can be written"),
    ],
)
def test_paper_without_a_date_waits_for_one(feed: Feed, year: str, told: str) -> None:
    """Under the day that was asked for; the file, the import and the check say what is wanted."""
    done = at(feed, "import", library(feed, year=year), "--date", DAY)
    assert done.stdout == "1 paper written (1 awaits a date), 0 there already, 0 with problems\n"
    assert f"roe (T): {told}: the paper waits for one\n" in done.stderr
    file = feed.content / "2026/11/20/t.md"
    line = f"published:  # {told}: write it, or the year that is likely\n"
    text = file.read_text(encoding="utf-8")
    assert line in text
    checked = at(feed, "check")
    assert f"content/2026/11/20/t.md:5:11: warning: {WAITS}\n" in checked.stdout
    assert at(feed, "build").stdout.startswith("0 papers")
    assert at(feed, "check", "--fix").returncode == 0
    assert file.read_text(encoding="utf-8") == text
    file.write_text(text.replace(line, "published: 2001\n"), encoding="utf-8")
    assert at(feed, "build").stdout.startswith("1 paper,")


def test_paper_waits_for_its_date_before_its_summary(feed: Feed) -> None:
    """Where both lines stand empty."""
    done = at(feed, "import", library(feed, abstract=""), "--date", DAY)
    assert done.stdout.startswith("1 paper written (1 awaits a date)")
    assert WAITS in at(feed, "check").stdout
    review = at(feed, "check", "--format", "markdown").stdout
    assert "- waits for its date\n" in review
    file = feed.content / "2026/11/20/t.md"
    text = file.read_text()
    line = next(one for one in text.split("\n") if one.startswith("published:"))
    file.write_text(text.replace(line, "published: 2001"))
    assert "summary is empty" in at(feed, "check").stdout


@pytest.mark.parametrize(
    ("year", "told"),
    [
        ("", "the record has no date"),
        ("[o. J.]", "the source gives [o. J.], which tells no year"),
        ("-430", "the source gives -430, and no year before the year 1 can be written"),
    ],
)
def test_paper_of_no_day_and_no_year_is_told(feed: Feed, year: str, told: str) -> None:
    """It has no place in the feed."""
    source = library(feed, year=year)
    alone, backlog = at(feed, "import", source), at(feed, "import", source, "--backlog")
    assert f"roe (T): {told}: give the day with --date\n" in alone.stderr
    assert f"roe (T): {told}: write the year into it\n" in backlog.stderr


def test_early_year_is_that_of_the_paper(feed: Feed) -> None:
    """And its folder, in a backlog."""
    assert at(feed, "import", library(feed, year="987"), "--backlog").returncode == 0
    text = (feed.content / "0987/t.md").read_text()
    assert "published: 0987\n" in text


def test_new_says_that_the_date_is_wanted(feed: Feed) -> None:
    """Beside the summary."""
    done = at(feed, "new", "--from", library(feed), "--date", DAY)
    assert "Next: write its date and its summary into the file" in done.stdout


def test_record_without_id_and_address_is_told_what_will_do(feed: Feed) -> None:
    """A printed book has a page in some catalogue."""
    done = at(feed, "import", library(feed, url="", year="1921"))
    assert done.stderr.endswith(
        "roe (T): the record has neither an id nor an address: write a doi or a url into it; the"
        " address of its page in a catalogue will do, as WorldCat's, the DNB's or a library's"
        " permalink\n"
    )


HEAD = '---\ntitle: "T"\nauthors:{}\n  - Ada Lovelace\npublished: 2025\n'
TAIL = 'arxiv: "2506.20544"\nsummary: >-\n  What was found.\n---\n'


@pytest.mark.parametrize(
    "note",
    [
        "the source names only the first 2: add the others",
        r"TeX that could not be read: \foo: mend it",
        "journal = jmlr, which no @string defines: write what it stands for",
    ],
)
def test_note_of_an_import_is_told_until_it_is_gone(note: str) -> None:
    """Behind its field, or on a line of its own."""
    files = (HEAD.format(f"  # {note}") + TAIL, HEAD.format("") + f"# {note}\n" + TAIL)
    for text, place in zip(files, ((3, 11), (6, 1)), strict=True):
        problems = read_paper("2025/06/25/a.md", text.encode(), lambda _: None)[1]
        told = [(one.line, one.column, one.message, one.severity) for one in problems]
        assert told == [(*place, f"{note}, and take this note out", "warning")]


@pytest.mark.parametrize("line", ["venue: The end. # Mend it", "  - Max Poe  # add the others"])
def test_other_comments_are_nobodys_business(line: str) -> None:
    """They are the curators' own."""
    text = HEAD.format("") + TAIL if line.startswith("venue") else HEAD.format(f"\n{line}") + TAIL
    assert read_paper("2025/06/25/a.md", text.encode(), lambda _: None)[1] == []


def test_every_note_of_a_field_stands_there() -> None:
    """One does not hide another, and the check tells them."""
    site = Content(Site("T", "T", "t.example,2025"), (), (), (), ())
    record = Record("T", (r"Ada \foo", "Max Poe"), "2025", "2506.20544", abstract="X.", more=True)
    filed = Filing(site).file(record, Wish("2025-10-28"), awaits_summary=False)
    note = (
        r"TeX that could not be read: \foo: mend it; the source names only the first 2: add the"
        " others"
    )
    assert f"authors:  # {note}\n" in filed.text
    assert f"{note}, and take this note out" in [one.message for one in filed.problems]
