"""A server passes over the batches of pages that are as they were, and over no other.

Whatever one edit changes, what the server then writes is what a build by itself writes.
"""

from __future__ import annotations

import re
import shutil
from functools import partial
from typing import TYPE_CHECKING

import pytest
from support import SITE, TOPICS, Feed, tree

from broadsheet.output.pipeline import Kept, Request, build_site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Edit = Callable[[Feed], object]

EDITED = "2025/06/24/whales.md"
SETTINGS = SITE + "author_pages_from: 1\n"
PEOPLE = ("Ada Lovelace", "Grace Hopper", "Li Na", "Émilie du Châtelet")


def write_papers(feed: Feed) -> None:
    """Write fourteen papers of three months and two years, whose words, names, topics overlap."""
    days = ("2024/12/30", "2025/05/05", "2025/06/23", "2025/06/24", "2025/06/25")
    for number in range(14):
        slug = "whales" if number == 3 else f"paper-{number}"
        names = (PEOPLE[number % 4], PEOPLE[(number + 1) % 4])
        feed.add(
            f"{days[number % 5]}/{slug}.md",
            f"Whales and squids of kind {number % 3} sing, as paper number {number} tells.",
            title=f'"Song {number % 4} of the {("whales", "squids")[number % 2]}"',
            authors=f"[{', '.join(names)}]",
            topics="[reasoning, vision]" if number % 2 else "[vision]",
            summary=f'"Told of {number}."',
            venue="Journal of Song",
            organizations="[Reef Institute]",
            submitted_by="Ada",
            aliases="[wales]" if slug == "whales" else None,
            code="https://example.org/code" if number % 3 else None,
            arxiv=f'"2401.{number:05d}"',
            published="2024-01-01",
        )


def field(name: str, value: str) -> Edit:
    """Return an edit that gives the edited paper another value of a field."""

    def edit(feed: Feed) -> None:
        file = feed.content / EDITED
        text = re.sub(rf"\n{name}: .*", "", file.read_text())
        file.write_text(text.replace("---\n", f"---\n{name}: {value}\n", 1))

    return edit


def body(feed: Feed) -> None:
    """Give the edited paper another abstract."""
    file = feed.content / EDITED
    file.write_text(file.read_text().replace("squids of kind", "krakens of kind"))


def move(feed: Feed, to: str) -> None:
    """Move the edited paper."""
    file, target = feed.content / EDITED, feed.content / to
    target.parent.mkdir(parents=True, exist_ok=True)
    file.rename(target)


def write(path: str, text: str) -> Edit:
    """Return an edit that writes a file."""
    return lambda feed: feed.write(path, text)


COLLECTION = "---\ntitle: {}\nsummary: {}\npapers: [{}]\n---\n{}\n"
EDITS: dict[str, Edit] = {
    "title": field("title", '"Nobody Sings"'),
    "summary": field("summary", '"Told otherwise."'),
    "abstract": body,
    "authors": field("authors", "[Ada Lovelace]"),
    "another author": field("authors", "[Grace Hopper, Emmy Noether]"),
    "spelling of an author": field("authors", "[Li Na, Emilie du Chatelet]"),
    "topics": field("topics", "[reasoning]"),
    "order of topics": field("topics", "[vision, reasoning]"),
    "venue": field("venue", "Journal of Silence"),
    "organization": field("organizations", "[Abyss Institute]"),
    "curator": field("submitted_by", "Grace"),
    "code": field("code", "https://example.org/other"),
    "data": field("data", "https://example.org/data"),
    "status": field("status", "{kind: corrected, date: 2025-07-02}"),
    "date": field("published", "2024-01-02"),
    "language": field("language", "de"),
    "waiting": field("summary", '"TODO"'),
    "older name": field("aliases", "[narwhals]"),
    "no older name": field("aliases", "[]"),
    "another day": partial(move, to="2025/06/23/whales.md"),
    "no edition": partial(move, to="2025/04/whales.md"),
    "only a year": partial(move, to="2024/whales.md"),
    "another name": partial(move, to="2025/06/24/aaa.md"),
    "gone": lambda feed: (feed.content / EDITED).unlink(),
    "one more": lambda feed: feed.add("2025/06/26/newest.md", authors="[Li Na]"),
    "one more of the backlog": lambda feed: feed.add("2025/old.md", authors="[Li Na]"),
    "same citation key": lambda feed: feed.add(
        "2025/06/20/song.md", title='"Song 3"', authors="[Émilie du Châtelet]"
    ),
    "note": write("2025/06/24/index.md", "---\norder: [whales]\n---\nA note on whales.\n"),
    "order": write("2025/06/24/index.md", "---\norder: [paper-8, whales]\n---\n"),
    "collection": write("collections/new.md", COLLECTION.format("New", "S", "whales", "Text")),
    "collection's papers": write(
        "collections/song.md", COLLECTION.format("Song", "Sung", "whales, paper-1", "Text")
    ),
    "collection's title": write(
        "collections/song.md", COLLECTION.format("Chant", "Sung", "paper-1", "Text")
    ),
    "topic's name": write("topics.yaml", TOPICS.replace("name: Vision", "name: Sight")),
    "older name of an author": write("authors.yaml", "[{name: Li Na, aliases: [na-li]}]\n"),
    "title of the feed": write("site.yaml", SETTINGS.replace("title: ", "title: New ")),
    "size of feeds": write("site.yaml", SETTINGS + "feed_size: 1\n"),
    "language of the feed": write("site.yaml", SETTINGS + "language: de\n"),
    "fewer authors": write("site.yaml", SITE + "author_pages_from: 9\n"),
    "style": write("look/style.css", "main { color: red }\n"),
    "words": write("look/words.yaml", "Archive: Attic\n"),
}


@pytest.fixture
def served(feed: Feed) -> Iterator[Callable[[], Kept]]:
    """Return what builds a feed's site as a server does, and gives what that keeps."""
    kept = Kept(remembers=True)

    def build() -> Kept:
        build_site(Request(feed.content, feed.output), lambda *_: None, kept)
        return kept

    feed.write("site.yaml", SETTINGS)
    feed.write("collections/song.md", COLLECTION.format("Song", "Sung", "paper-1", "Text"))
    write_papers(feed)
    build()
    yield build
    kept.close()


@pytest.mark.parametrize("what", ["papers", "2025", "*"])
def test_folder_that_was_emptied_is_filled_again(
    feed: Feed, served: Callable[[], Kept], what: str
) -> None:
    """What is hidden stays where a shell empties it, and tells of a whole site."""
    whole = tree(feed.output)
    for path in feed.output.glob(what):
        if path.is_dir():
            shutil.rmtree(path)
        elif not path.name.startswith("."):
            path.unlink()
    served()
    assert tree(feed.output) == whole


def test_what_one_folder_holds_says_nothing_of_another(
    feed: Feed, served: Callable[[], Kept]
) -> None:
    """Pages that are there are not there elsewhere."""
    other = feed.root / "other"
    build_site(Request(feed.content, other), lambda *_: None, served())
    assert tree(other) == tree(feed.output)


def test_older_name_may_become_another_author_s(feed: Feed, served: Callable[[], Kept]) -> None:
    """Who wrote it under the wrong name mends that, and the page leads to the other."""
    for name in ("Li Na", "Ada Lovelace"):
        feed.write("authors.yaml", f"[{{name: {name}, aliases: [older]}}]\n")
        served()
        assert f"<title>{name} " in feed.page("authors/older.html")


@pytest.mark.parametrize("name", EDITS)
def test_site_is_that_of_a_build_by_itself(
    feed: Feed, served: Callable[[], Kept], name: str
) -> None:
    """After an edit, and after what follows it, every file is the same."""
    EDITS[name](feed)
    for number in range(2):
        served()
        alone = feed.root / f"alone-{number}"
        build_site(Request(feed.content, alone), lambda *_: None)
        assert tree(feed.output) == tree(alone)
        feed.add(f"2025/05/0{number + 6}/later.md", "Whales sing.", authors="[Grace Hopper]")


def test_summary_plans_what_shows_it(feed: Feed, served: Callable[[], Kept]) -> None:
    """Pages of other months, topics and names are passed over; those that show it are not."""
    field("topics", "[vision]")(feed)
    served()
    field("summary", '"Told otherwise."')(feed)
    keys = served().keys
    assert keys is not None
    passed = set(keys.batches.passed)
    assert {
        "papers/paper-1.html",
        "2024/12/30.bib",
        "topics/reasoning.html",
        "topics.html",
    } <= passed
    shown = {"papers/whales.html", "2025/06/24.bib", "2025/06/24.html", "topics/vision.html"}
    assert not shown & passed


def test_new_paper_passes_nothing_over(feed: Feed, served: Callable[[], Kept]) -> None:
    """Any page may say something of a new paper: that it comes next, or how many there are."""
    served()
    feed.add("2025/06/27/new.md")
    keys = served().keys
    assert keys is not None
    assert keys.batches.passed == []
