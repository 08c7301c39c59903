"""The index as files: a new paper changes few of them, and each change has its reason."""

from __future__ import annotations

import re
from collections import defaultdict
from random import Random
from typing import TYPE_CHECKING

import pytest
from support import SITE, TOPICS, Feed, tree

from broadsheet.output.shards import SPAN, Shards
from broadsheet.search.model import Index, Month
from broadsheet.search.packing import pack_sections

if TYPE_CHECKING:
    from pathlib import Path

NEW = "2025/06/27/new.md"
# The words of the new paper, as the index has them: title, name, summary, arXiv id, topic.
WORDS = {
    *("quokka", "sleep", "@quim", "@quill", "nap", "day", "2506.77777"),
    *("vision", "~in", "~the", "shade"),
}
TYPED = {"quokkas", "sleep", "quim", "quill", "nap", "day", "vision", "shade", "2506.77777"}
PLACES = (
    *("amber", "birch", "cedar", "dune", "ember", "fjord", "grove"),
    *("heath", "islet", "jetty", "knoll", "ledge", "marsh", "notch"),
)


def build(feed: Feed) -> dict[str, bytes]:
    """Build the site, and return the files of its search."""
    built = feed.build()
    assert built.returncode == 0, built.stderr
    return tree(feed.output / "search")


def write(feed: Feed) -> None:
    """Write 60 papers of made words."""
    random = Random(60)  # noqa: S311 - no secret
    feed.write("site.yaml", SITE)
    feed.write("topics.yaml", TOPICS)
    for number in range(60):
        words = [f"{random.choice(PLACES)}{random.choice(PLACES)}" for _ in range(12)]
        feed.add(
            f"2025/0{4 + number % 3}/{1 + number % 25:02}/p{number}.md",
            title=f"Paper{number} on {' '.join(words[:4])}",
            summary=f'"{" ".join(words)}."',
            authors=f"[Author N{number % 7}x]",
            arxiv=f'"2504.{number:05}"',
        )


def add_new(feed: Feed) -> None:
    """Write the paper that is new."""
    feed.add(
        NEW,
        title="Quokkas sleep in the shade",
        authors="[Quim Quill]",
        summary='"They nap all day."',
        topics="[vision]",
        code="https://example.org/code",
        arxiv='"2506.77777"',
    )


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Return the files of the search before and after a paper is added."""
    feed = Feed(tmp_path_factory.mktemp("shards"))
    write(feed)
    before = build(feed)
    add_new(feed)
    return before, build(feed)


def lines(data: bytes) -> set[tuple[str, str]]:
    """Return the lines of a file with the section that each stands in."""
    found = set()
    section = ""
    for line in data.decode().splitlines():
        section = line if line.startswith("=") else section
        found.add((section, line))
    return found


def changed(states: tuple[dict[str, bytes], dict[str, bytes]], folder: str) -> dict[str, set[str]]:
    """Return the lines that are new in the files of a folder, and the files that have any."""
    before, after = states
    return {
        path: {line for _, line in lines(data) - lines(before.get(path, b""))}
        for path, data in after.items()
        if path.startswith(folder) and before.get(path) != data
    }


def test_new_paper_changes_the_shards_of_its_words(
    states: tuple[dict[str, bytes], dict[str, bytes]],
) -> None:
    """In each of them only lines of its own words are new, and each word has a line."""
    new: dict[str, set[str]] = defaultdict(set)
    for path, some in changed(states, "words/").items():
        for line in some:
            new[line.partition(" ")[0]].add(path)
    assert {word for word in new if not word.startswith("=")} == WORDS
    assert all(len(paths) == 1 for paths in new.values())


def test_new_paper_changes_the_shards_of_its_pairs(
    states: tuple[dict[str, bytes], dict[str, bytes]],
) -> None:
    """Its title has two pairs, quokka and sleep, sleep and shade; its summary has nap and day."""
    before, after = states
    paths = sorted(changed(states, "pairs/"))
    assert paths == ["pairs/0.txt", "pairs/6.txt"]
    assert all(0 < len(after[path]) - len(before[path]) <= 2 * 6 + 5 for path in paths)


def test_new_paper_changes_few_other_files(
    states: tuple[dict[str, bytes], dict[str, bytes]],
) -> None:
    """Its topic's list, that of papers with code, the map, and those that all papers change."""
    before, after = states
    others = {
        re.sub("-[0-9a-f]+[.]", "-*.", path)
        for path in after
        if before.get(path) != after[path] and not path.startswith(("words/", "pairs/", "lexicon/"))
    }
    assert others == {
        *("index.json", "papers.txt", "topics/vision.txt", "has/code.txt", "map.txt"),
        "rows/2025-06-*.json",
    }
    rows = [path for path in after if path.startswith("rows/") and before.get(path) != after[path]]
    assert len(rows) == 1


def test_new_paper_changes_the_lexicon_of_its_words(
    states: tuple[dict[str, bytes], dict[str, bytes]],
) -> None:
    """Words that may be typed are those of the paper, and no other's number has changed."""
    frame = {"broadsheet search 2", "=", "~", "."}
    found = changed(states, "lexicon/")
    new = {path: {line.partition(" ")[0] for line in some - frame} for path, some in found.items()}
    assert set().union(*new.values()) <= TYPED
    assert {"quokkas", "quim", "quill"} <= new["lexicon/q.txt"]


def test_most_of_the_index_stays(states: tuple[dict[str, bytes], dict[str, bytes]]) -> None:
    """Nothing is gone, and the months before are as they were in every file."""
    before, after = states
    assert before.keys() <= after.keys()
    for path, data in before.items():
        if path.startswith(("words/", "pairs/")):
            gone = {section for section, _ in lines(data) - lines(after[path])}
            assert gone <= {"=6RR1"}


def test_same_site_is_built_at_once(
    states: tuple[dict[str, bytes], dict[str, bytes]], tmp_path: Path
) -> None:
    """What was built step by step is what is built anew."""
    feed = Feed(tmp_path)
    write(feed)
    add_new(feed)
    assert build(feed) == states[1]


def test_shards_are_read_by_the_span() -> None:
    """Whoever asks for one shard after the other reads each part of a month once."""
    count = 2 * SPAN
    parts = [bytes([number]) for number in range(count)]
    value = pack_sections(range(1, count + 1), b"".join(parts))
    read: list[tuple[str, str, int, int]] = []

    def part(kind: str, name: str, start: int, end: int) -> bytes:
        read.append((kind, name, start, end))
        return value[start:end]

    months = tuple(Month(name, "", 2, 3, (), ()) for name in ("2025-05", "2025-06"))
    shards = Shards(Index(months=months, words=tuple(parts)), part)
    found = [shards.sections("words", number) for number in range(count)]
    assert found == [(one, one) for one in parts]
    assert len(read) == len(set(read))
