"""The files that the search page fetches beside shards of words: manifest, lists, rows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from small_feed import PAPERS, make_small_site

from broadsheet.search.shelf import read_places

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the index of a site of nine papers."""
    return make_small_site(tmp_path_factory) / "search"


def manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest."""
    found: dict[str, Any] = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    return found


def rows(folder: Path) -> dict[str, list[Any]]:
    """Return all rows, by the slugs of their papers."""
    files = [json.loads(file.read_text()) for file in (folder / "rows").iterdir()]
    return {row[1]: row for file in files for row in file["rows"]}


def test_manifest_counts_papers_and_shards(folder: Path) -> None:
    """Of words and of pairs there are as many shards as it says."""
    told = manifest(folder)
    assert (told["version"], told["papers"], told["shards"]) == ("broadsheet search 2", 9, 8)
    for kind in ("words", "pairs"):
        names = sorted(file.name for file in (folder / kind).iterdir())
        assert names == [f"{number}.txt" for number in range(8)]


def test_manifest_lists_the_months(folder: Path) -> None:
    """The oldest first: name, code, places of a day, how rows are parted, papers."""
    months = manifest(folder)["months"]
    assert [(name, papers) for name, _, _, _, papers in months] == [
        ("2023-03", 2),
        ("2024-05", 2),
        ("2025-06", 4),
        ("2025-07", 1),
    ]
    assert all(len(code) == 4 for _, code, _, _, _ in months)


def test_manifest_tells_languages_and_topics(folder: Path) -> None:
    """The site's language first, then those of papers; topics with all their names."""
    told = manifest(folder)
    assert told["languages"] == ["en", "fr", "zh"]
    assert told["topics"] == [
        ["reasoning", "Reasoning", "logic", "multi-step reasoning"],
        ["vision", "Vision"],
    ]
    assert told["has"] == ["code", "data", "project", "video", "discussion"]


def test_each_letter_of_the_manifest_has_a_file(folder: Path) -> None:
    """And there is no other."""
    files = {file.name for file in (folder / "lexicon").iterdir()}
    assert files == {f"{letter}.txt" for letter in manifest(folder)["letters"]}


@pytest.mark.parametrize(
    ("path", "papers"),
    [
        ("papers.txt", 9),
        ("topics/vision.txt", 2),
        ("topics/reasoning.txt", 8),
        ("has/code.txt", 1),
        ("has/data.txt", 1),
        ("has/video.txt", 0),
    ],
)
def test_list_has_its_papers(folder: Path, path: str, papers: int) -> None:
    """A section a month, with their places; what no paper has is an empty list."""
    text = (folder / path).read_text()
    sections = text.removeprefix("broadsheet search 2\n").removesuffix(".\n").split("=")[1:]
    assert sum(len(list(read_places(one[4:].strip()))) for one in sections) == papers


def test_row_is_what_a_result_shows(folder: Path) -> None:
    """Place, name, day as it sorts and as it reads, title, authors, topics, language, text."""
    place, *row = rows(folder)["chinese"]
    assert row == [
        "chinese",
        "2025-06-01",
        "1 June 2025",
        "注意力机制",
        ["李明"],
        0,
        ["reasoning"],
        "",
        "zh",
        "大模型",
    ]
    assert isinstance(place, int)


def test_text_of_a_row_is_plain(folder: Path) -> None:
    """Mathematics is set as text."""
    assert rows(folder)["lacking-a-day"][-1] == "Prompted with α-divergence."
    assert rows(folder)["lacking-a-day"][3] == "July 2025"


def test_each_paper_has_a_row(folder: Path) -> None:
    """In one of the files of its month, which its place tells."""
    assert sorted(rows(folder)) == sorted(path.split("/")[-1][:-3] for path in PAPERS)
    shift = {name: shift for name, _, _, shift, _ in manifest(folder)["months"]}
    for file in (folder / "rows").iterdir():
        month, _, number = file.stem.rpartition("-")
        for row in json.loads(file.read_text())["rows"]:
            assert row[2].startswith(month)
            assert row[0] >> shift[month] == int(number, 16)
