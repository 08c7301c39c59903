"""Reading the files of the index: what is whole is read once, what is not is said by its name."""

from __future__ import annotations

import gzip

import pytest
from indexed import read_file, shelf_of

from broadsheet.search.shelf import IndexFileError, Row, Shelf, read_postings

MONTHS = [["2025-05", "6RQ", 4, 2, 1], ["2025-06", "6RR", 2, 3, 1]]
ROW = [5, "a", "2025-06-02", "2 June 2025", "A", ["Ada Lovelace"], 0, ["vision"], "", "en", "Text."]
LIST = "broadsheet search 2\n=6RQ\n07\n=6RR\n5\n.\n"


@pytest.mark.parametrize(
    "text",
    [
        LIST.removesuffix("\n"),
        LIST.removesuffix(".\n"),
        LIST[:30],
        LIST.replace("search 2", "search 1"),
        LIST.removeprefix("broadsheet search 2\n"),
        "<!doctype html>\n<title>Not found</title>\n.\n",
        "",
    ],
    ids=["no line end", "no full stop", "half", "other version", "no version", "page", "empty"],
)
def test_file_that_is_not_whole_is_refused(text: str) -> None:
    """A file without its end, or of another version, is named."""
    shelf = shelf_of(MONTHS, {"search/words/0.txt": text})
    with pytest.raises(IndexFileError, match=r"^search/words/0\.txt$"):
        shelf.text("search/words/0.txt")


def test_file_that_is_not_there_is_refused() -> None:
    """It is named as one that is cut short."""
    with pytest.raises(IndexFileError, match=r"^search/words/1\.txt$"):
        list(shelf_of(MONTHS, {}).sections("search/words/1.txt"))


@pytest.mark.parametrize(
    "text", ['{"version": "broadsheet search 1", "months": []}', '{"version": "broads', "", "{}"]
)
def test_manifest_that_is_not_ours_is_refused(text: str) -> None:
    """Without it nothing can be searched."""
    with pytest.raises(IndexFileError, match=r"^search/index\.json$"):
        Shelf(lambda _path: text.encode())


def test_file_without_a_section_is_fine() -> None:
    """A shard that holds no word has a version and an end."""
    shelf = shelf_of(MONTHS, {"search/words/0.txt": "broadsheet search 2\n.\n"})
    assert list(shelf.sections("search/words/0.txt")) == []


def test_sections_come_with_their_months() -> None:
    """Each as it stands, without its first line."""
    shelf = shelf_of(MONTHS, {"search/papers.txt": LIST})
    found = [(month.name, body) for month, body in shelf.sections("search/papers.txt")]
    assert found == [("2025-05", "07"), ("2025-06", "5")]


def test_section_of_no_known_month_is_refused() -> None:
    """The file is older or newer than the manifest, and its places may mean other papers."""
    more = LIST.replace("=6RR", "=6RS\n9\n=6RR")
    shelf = shelf_of(MONTHS, {"search/papers.txt": more})
    with pytest.raises(IndexFileError, match=r"^search/papers\.txt$"):
        list(shelf.sections("search/papers.txt"))


def test_words_that_look_like_marks_are_no_sections() -> None:
    """A line that begins with a full stop or a tilde stays in its section."""
    text = "broadsheet search 2\n=6RQ\n.net 0A\n~of 0B\n.\n"
    shelf = shelf_of(MONTHS, {"search/words/0.txt": text})
    assert [body for _, body in shelf.sections("search/words/0.txt")] == [".net 0A\n~of 0B"]


def test_numbers_of_months_follow_each_other() -> None:
    """A month has its width times 32 numbers, and the next one's begin after them."""
    shelf = shelf_of(MONTHS, {})
    names = [shelf.month_of(number).name for number in (0, 127, 128, 191)]
    assert names == ["2025-05", "2025-05", "2025-06", "2025-06"]


def test_row_is_read_by_the_number_of_its_paper() -> None:
    """A month's rows lie in several files, named by the high bits of the place."""
    text = f'{{"version": "broadsheet search 2", "rows": [{str(ROW).replace(chr(39), chr(34))}]}}'
    shelf = shelf_of(MONTHS, {"search/rows/2025-06-0.json": text})
    assert shelf.row(128 + 5) == Row(*ROW)  # type: ignore[arg-type]
    with pytest.raises(IndexFileError, match=r"^search/rows/2025-06-1\.json$"):
        shelf.row(128 + 9)


def test_row_that_its_file_lacks_is_refused() -> None:
    """So it is where half of a site is new."""
    text = '{"version": "broadsheet search 2", "rows": []}'
    with pytest.raises(IndexFileError):
        shelf_of(MONTHS, {"search/rows/2025-06-0.json": text}).row(128 + 5)


def test_file_is_read_once() -> None:
    """A file that was read is not fetched again, and what was fetched is counted as it is sent."""
    read: list[str] = []
    files = {
        "search/index.json": b'{"version": "broadsheet search 2", "months": []}',
        "search/papers.txt": b"broadsheet search 2\n.\n",
    }

    def fetch(path: str) -> bytes:
        read.append(path)
        return read_file(files, path)

    shelf = Shelf(fetch)
    for _ in range(3):
        shelf.text("search/papers.txt")
    assert read == ["search/index.json", "search/papers.txt"]
    assert shelf.fetched == sum(len(gzip.compress(data, mtime=0)) for data in files.values())


@pytest.mark.parametrize(
    ("text", "postings"),
    [("", []), ("0_", [(0, 63)]), ("7A0B", [(7, 10), (8, 11)]), ("X01VA", [(32, 1), (64, 10)])],
)
def test_postings_are_gaps_and_levels(text: str, postings: list[tuple[int, int]]) -> None:
    """After each gap stands one digit for the level."""
    assert list(read_postings(text)) == postings
