"""The whole content folder: read once, read again where it changed, and never an exception."""

from __future__ import annotations

import os
import pickle
import shutil
import tempfile
import time
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from support import SITE, TOPICS, Feed, paper

from broadsheet.content.consistency import check_content, locate
from broadsheet.content.folder import File, Folder
from broadsheet.content.model import Entry
from broadsheet.content.papers import read_paper
from broadsheet.content.paths import misplaced
from broadsheet.content.problems import Problem, errors
from broadsheet.content.reader import Reading, read_content
from broadsheet.content.rows import read_row
from broadsheet.output.store import FILE_NAME, Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from broadsheet.content.cache import Row
    from broadsheet.content.model import Paper

PATH = "2025/06/25/x.md"
FIGURE = "{file: figure.png, alt: Two curves}"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)
LATER = 10**9  # ns: as old as the files of a test must be not to be racily clean


def read(text: str | bytes, path: str = PATH) -> tuple[Paper, list[Problem]]:
    """Read one paper's file, with a figure beside it."""
    data = text if isinstance(text, bytes) else text.encode()
    return read_paper(path, data, lambda name: PNG if name == "figure.png" else None)


@dataclass
class Cache:
    """A content folder with a store beside it; `read` reads it as a build does."""

    feed: Feed
    code: str = "code"
    readings: list[Reading] = field(default_factory=list)

    def read(self, since: int | None = None) -> Reading:
        """Read the content; `since` is the time (ns) when the build began, by default later."""
        store = Store(self.feed.root / FILE_NAME)
        began = time.time_ns() + LATER if since is None else since
        try:
            return read_content(self.feed.content, store, self.code, began)
        finally:
            store.close()

    def titles(self) -> list[str]:
        """Read the content and give its papers' titles."""
        return [entry.title for entry in self.read().content.papers]


@pytest.fixture
def cache(feed: Feed) -> Cache:
    """Return a folder with two papers, a note and a collection, read once."""
    feed.add("2025/06/24/a.md")
    feed.add(PATH)
    feed.write("2025/06/25/index.md", "A note.\n")
    feed.write("collections/c.md", "---\ntitle: C\nsummary: All.\npapers: [a]\n---\n")
    made = Cache(feed)
    assert made.read().read == 4
    return made


# --------------------------------------------------------------------------- one paper


def test_paper_with_every_field_is_read_whole() -> None:
    """Each field arrives where the model has it."""
    got, problems = read(
        paper(
            "\nAn *abstract*.\n\nTwo paragraphs.\n",
            doi="10.1000/182",
            url="https://p.example",
            pdf="https://p.example/p.pdf",
            venue="ICLR 2025",
            category="cs.CL",
            code="https://c.example",
            organizations="[Cohere]",
            discussion="{url: https://d.example, comments: 3}",
            figure=FIGURE,
            status="{kind: revised, date: 2025-08-01, note: Better.}",
            submitted_by="Ada Lovelace",
            aliases="[older]",
        )
    )
    assert problems == []
    assert (got.slug, got.day, got.title) == ("x", "2025-06-25", "A Title: With a Colon")
    assert got.authors == ("Ada Lovelace", "Grace Hopper")
    assert (got.arxiv, got.doi, got.venue) == ("2506.20544", "10.1000/182", "ICLR 2025")
    assert got.discussion is not None
    assert (got.discussion.url, got.discussion.comments) == ("https://d.example", 3)
    assert got.figure is not None
    assert (got.figure.width, got.figure.height, got.figure.alt) == (1, 1, "Two curves")
    assert got.status is not None
    assert (got.status.kind, got.status.date, got.status.note) == (
        *("revised", "2025-08-01", "Better."),
    )
    assert got.aliases == ("older",)
    assert got.body == "An *abstract*.\n\nTwo paragraphs."


def test_paper_with_an_error_holds_what_is_good() -> None:
    """Enough to compare it with the others."""
    got, problems = read(paper(published="soon"))
    assert len(errors(problems)) == 1
    assert (got.title, got.published, got.arxiv) == ("A Title: With a Colon", "", "2506.20544")


def test_oldest_name_is_permanent() -> None:
    """Ids in feeds are made of it, whatever the file is called now."""
    assert read(paper(aliases="[oldest, older]"))[0].permanent == "oldest"
    assert read(paper())[0].permanent == "x"


@pytest.mark.parametrize(
    "path",
    [
        *("site.yaml", "topics.yaml", "2024/02/29/x.md", "2025/06/25/index.md"),
        *("collections/a-b.md", "2025/06/25/Figure 1.PNG"),
    ],
)
def test_paths_that_are_read(path: str) -> None:
    """Papers, notes, collections, figures and the two files of the site."""
    assert misplaced(path) == ""


# --------------------------------------------------------------------------- whatever the bytes

GOOD = paper("An abstract with $x^2$.\n", figure=FIGURE, discussion="{url: https://d.example}")
SNIPPETS = [
    *("&a [*a]", "*a", "&a", "!!binary aGk=", "!!python/object:os.system x", "<<: *a", "? x\n: y"),
    *("---\n", "...\n", "%YAML 1.1\n", "[", "]", "{", "}", "'", '"', "|", ">", "\t", "\n", "\\"),
    *("\0", "\x85", "\u2028", "\ufeff", "\ud7ff", "9" * 400, "1e999", "$", "$$\n", "\\frac{", "`"),
    *("title: x\n", "authors:\n", "  - ", "- - - ", "[[[[", "{a: {a: ", ": ", "\n\n", "$\\nosuch$"),
]


def sound(problems: list[Problem], text: bytes) -> None:
    """Every problem stands on a line that is there, in one line of words."""
    lines = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
    for problem in problems:
        assert 1 <= problem.line <= lines
        assert problem.column >= 1
        assert "\n" not in problem.message


@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_no_bytes_make_the_reader_raise(data: bytes) -> None:
    """A contributor's file may be anything."""
    for wrapped in (data, b"---\n" + data + b"\n---\n", b"---\ntitle: " + data + b"\n---\nx"):
        _paper, problems = read(wrapped)
        assert errors(problems)
        sound(problems, wrapped)


@given(
    st.integers(0, len(GOOD)),
    st.integers(0, 30),
    st.lists(st.sampled_from(SNIPPETS), max_size=4).map("".join),
)
def test_no_change_of_a_good_file_makes_the_reader_raise(at: int, gone: int, new: str) -> None:
    """Whatever is put in or taken out, anywhere."""
    data = (GOOD[:at] + new + GOOD[at + gone :]).encode("utf-8", "replace")
    got, problems = read(data)
    sound(problems, data)
    assert errors(problems) or (got.title and got.authors and got.published)


@pytest.mark.parametrize(
    "value",
    [
        *("&a [*a]", "&a {b: *a}", "!!binary aGVsbG8=", "!!python/name:os.system x", "{<<: x}"),
        *("1" * 100_000, "[" * 50_000, "- " * 50_000, "{a: " * 20_000, "? " * 20_000, "0o7"),
        *("*a", "*", "&", "!", "!!", "%", "@", "`", "\\", "[", "]", "{", "}", ",", "'", '"'),
    ],
    ids=lambda value: value[:20],
)
@pytest.mark.parametrize("name", ["code", "authors", "discussion", "topics", "published"])
def test_strange_yaml_is_a_problem(name: str, value: str) -> None:
    """Anchors, aliases, tags, merge keys, binary, huge numbers and deep nesting."""
    data = paper(**{name: value}).encode()
    _paper, problems = read(data)
    assert errors(problems)
    sound(problems, data)


@pytest.mark.parametrize("size", range(0, len(PNG) - 12, 5))
def test_picture_cut_anywhere_is_no_exception(size: int) -> None:
    """It is a picture if its size can be read, else a problem."""
    text = paper(figure=FIGURE).encode()
    got, problems = read_paper(PATH, text, lambda _name: PNG[:size])
    assert bool(errors(problems)) == (got.figure is None)
    assert got.figure is None or (got.figure.width, got.figure.height) == (1, 1)


@given(
    st.binary(max_size=60), st.sampled_from([PNG[:8], b"\xff\xd8\xff", b"RIFF\0\0\0\0WEBP", b""])
)
def test_no_picture_makes_the_reader_raise(data: bytes, start: bytes) -> None:
    """What begins as a picture may go on as anything."""
    got, problems = read_paper(PATH, paper(figure=FIGURE).encode(), lambda _name: start + data)
    assert bool(errors(problems)) == (got.figure is None)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Return a folder that examples of one test share."""
    made = Path(tempfile.mkdtemp())
    yield made
    shutil.rmtree(made)


@given(
    st.sampled_from(["site.yaml", "topics.yaml", "2025/06/25/index.md", "collections/c.md"]),
    st.binary(max_size=100)
    | st.lists(st.sampled_from(SNIPPETS)).map(lambda s: "".join(s).encode()),
)
def test_no_bytes_of_other_files_make_the_reader_raise(
    folder: Path, name: str, data: bytes
) -> None:
    """Site, topics, notes and collections; alone, and below a good beginning."""
    texts = {"site.yaml": SITE, "topics.yaml": TOPICS, PATH: paper(), name: ""}
    for before in ("", SITE if name == "site.yaml" else "---\ntitle: x\n"):
        for path, text in texts.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(before.encode() + data if path == name else text.encode())
        for other in ("2025/06/25/index.md", "collections/c.md"):
            if other != name:
                (folder / other).unlink(missing_ok=True)
        reading = read_content(folder)
        problems = [*reading.problems, *locate(folder, check_content(reading.content))]
        sound([one for one in problems if one.path == name], before.encode() + data)


# --------------------------------------------------------------------------- the folder, again


def test_unchanged_files_are_not_read_again(cache: Cache) -> None:
    """Nothing is parsed, and nothing is missing."""
    reading = cache.read()
    assert reading.read == 0
    assert (reading.files, len(reading.content.papers)) == (4, 2)
    assert (len(reading.content.notes), len(reading.content.collections)) == (1, 1)


def test_unchanged_files_are_not_even_opened(cache: Cache) -> None:
    """Their size and time are enough: bytes that change behind both are not seen."""
    file = cache.feed.content / PATH
    before = file.stat()
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("What was done", "What was DONE"), encoding="utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert cache.read().read == 0


def test_touched_file_keeps_its_row(cache: Cache) -> None:
    """A fresh checkout has other times, and the same bytes are the same paper."""
    before = cache.read().content
    for file in cache.feed.content.rglob("*.md"):
        os.utime(file, ns=(0, 12345))
    reading = cache.read()
    assert reading.read == 0
    assert reading.content == before


def test_edit_is_seen(cache: Cache) -> None:
    """One file is read again, the others are not."""
    cache.feed.add(PATH, title="Another")
    reading = cache.read()
    assert reading.read == 1
    assert [entry.title for entry in reading.content.papers][1] == "Another"


def test_edit_within_the_same_tick_of_the_clock_is_seen(cache: Cache) -> None:
    """Same size, same time: a file as young as the reading is not trusted next time."""
    file = cache.feed.add(PATH, title='"Paper one"')
    moment = file.stat().st_mtime_ns
    assert cache.read(since=moment).content.papers[1].title == "Paper one"
    cache.feed.add(PATH, title='"Paper two"')
    os.utime(file, ns=(moment, moment))
    assert cache.titles()[1] == "Paper two"


def test_edit_within_the_same_second_of_a_coarse_clock_is_seen(cache: Cache) -> None:
    """Some file systems keep whole seconds, or every other one: as young as that is too young."""
    file = cache.feed.add(PATH, title='"Paper one"')
    second = 1_750_000_000 * 10**9
    os.utime(file, ns=(second, second))
    assert cache.read(since=second + 10**9).content.papers[1].title == "Paper one"
    cache.feed.add(PATH, title='"Paper two"')
    os.utime(file, ns=(second, second))
    assert cache.titles()[1] == "Paper two"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("site.yaml", SITE.replace("Papers for tests", "Others")),
        ("topics.yaml", TOPICS.replace("Reasoning", "Thinking")),
        ("authors.yaml", "- {name: Ada Lovelace, aliases: [ada]}\n"),
    ],
)
def test_settings_saved_while_papers_are_read_make_another_digest(
    cache: Cache, name: str, text: str
) -> None:
    """The digest is that of what was read, or the site would count as made of what was not."""
    cache.feed.add("2025/06/27/late.md")

    def meddling(read: Callable[[Any], Any], chunks: Sequence[Any]) -> list[Any]:
        cache.feed.write(name, text)
        return list(map(read, chunks))

    during = read_content(cache.feed.content, spread=meddling)
    assert during.digest != read_content(cache.feed.content).digest


def test_new_renamed_and_removed_files_are_seen(cache: Cache) -> None:
    """The store holds what the folder holds."""
    cache.feed.add("2025/06/26/new.md")
    (cache.feed.content / PATH).rename(cache.feed.content / "2025/06/25/renamed.md")
    (cache.feed.content / "2025/06/24/a.md").unlink()
    papers = cache.read().content.papers
    assert [entry.slug for entry in papers] == ["renamed", "new"]
    assert cache.read().read == 0


def test_file_with_an_error_is_read_until_it_is_good(cache: Cache) -> None:
    """Its problem is told each time, and gone when it is mended."""
    cache.feed.add(PATH, published="soon")
    told = [problem.message for problem in cache.read().problems]
    form = "a day that exists, as YYYY-MM-DD, or a month or year, as YYYY-MM or YYYY"
    assert told == [f"published must be {form}, not 'soon'"]
    assert [problem.message for problem in cache.read().problems] == told
    cache.feed.add(PATH)
    assert cache.read().problems == ()


def test_warning_is_told_each_time(cache: Cache) -> None:
    """A file that is not read again still has its warnings."""
    cache.feed.add(PATH, title="A: b")
    first = cache.read()
    again = cache.read()
    assert again.read == 0
    assert first.problems == again.problems
    assert [problem.severity for problem in again.problems] == ["warning"]


def test_changed_figure_is_seen(cache: Cache) -> None:
    """A paper changes with the bytes of its picture, though its own file does not."""
    picture = cache.feed.content / "2025/06/25/figure.png"
    picture.write_bytes(PNG)
    cache.feed.add(PATH, figure=FIGURE)
    before = cache.read().content.papers[1].whole
    assert cache.read().read == 0
    picture.write_bytes(PNG + b"more")
    reading = cache.read()
    assert reading.read == 1
    assert reading.content.papers[1].whole != before


class _Replaced(Folder):
    """A folder whose figure is replaced by another one whenever it was looked at."""

    def bytes_of(self, figure: File | None) -> bytes | None:
        """Return the bytes of a figure, and put others in their place."""
        data = super().bytes_of(figure)
        if figure is not None:
            (self.root / figure.path).write_bytes(png(40, 30))
        return data


def test_figure_replaced_while_it_is_read_is_read_again(feed: Feed) -> None:
    """What is noted of it is of the same bytes as its digest."""
    file = feed.add(PATH, figure=FIGURE)
    picture = feed.content / "2025/06/25/figure.png"
    picture.write_bytes(png(600, 400))
    papers = [File(PATH, file.stat().st_size, 1), File("2025/06/25/figure.png", 99, 1)]
    figures = {papers[1].path: papers[1]}
    first = read_row(_Replaced(feed.content, figures, 2), papers[0], None, cites=False).row
    again = read_row(Folder(feed.content, figures, 2), papers[0], first, cites=False).row
    assert _sizes(first) == (600, 400)
    assert _sizes(again) == (40, 30)


def _sizes(row: Row) -> tuple[int, int]:
    """Return the width and the height of the figure that a paper's row tells of."""
    entry = Entry._make(row.value or ())
    return entry.figure[1], entry.figure[2]


def png(width: int, height: int) -> bytes:
    """Return a picture."""
    file = BytesIO()
    Image.new("RGB", (width, height), "red").save(file, "PNG")
    return file.getvalue()


def test_removed_figure_is_a_problem_at_once(cache: Cache) -> None:
    """And none as soon as it is back."""
    picture = cache.feed.content / "2025/06/25/figure.png"
    picture.write_bytes(PNG)
    cache.feed.add(PATH, figure=FIGURE)
    assert cache.read().problems == ()
    picture.unlink()
    told = [problem.message for problem in cache.read().problems]
    assert told == ["there is no file figure.png beside this one"]
    picture.write_bytes(PNG)
    assert cache.read().problems == ()


def test_other_code_reads_everything_again(cache: Cache) -> None:
    """What another version understood is not trusted."""
    cache.code = "other code"
    assert cache.read().read == 4


@pytest.mark.parametrize("damage", [b"", b"not a database", b"\xff" * 9000])
def test_damaged_or_foreign_store_counts_as_empty(cache: Cache, damage: bytes) -> None:
    """Everything is read again, and all of it is there."""
    before = cache.read().content
    (cache.feed.root / FILE_NAME).write_bytes(damage)
    reading = cache.read()
    assert reading.read == 4
    assert reading.content == before
    assert cache.read().read == 0


def test_cached_reading_equals_a_fresh_one(cache: Cache) -> None:
    """The cache saves time and changes nothing."""
    cached = cache.read()
    fresh = read_content(cache.feed.content)
    assert cached.content == fresh.content
    assert cached.problems == fresh.problems


def test_special_file_is_refused_unread(cache: Cache) -> None:
    """A pipe would keep a reader waiting for ever."""
    os.mkfifo(cache.feed.content / "2025/06/25/pipe.md")
    problems = cache.read().problems
    assert [(one.path, one.message) for one in problems] == [
        ("2025/06/25/pipe.md", "this is no file: take it out")
    ]


def _elsewhere(work: Callable[[Any], Any], items: Sequence[Any]) -> Iterator[Any]:
    """Map as other processes do, whose answers are copies."""
    for answers in map(work, items):
        yield [pickle.loads(pickle.dumps(one)) for one in answers]  # noqa: S301 - our own


def test_what_papers_have_alike_is_in_memory_once(feed: Feed) -> None:
    """Two papers of a venue and of the same topics share these, whichever process read them."""
    for day in ("20/one", "21/two"):
        feed.add(f"2025/06/{day}.md", venue="A Venue", topics="[reasoning, vision]")
    one, two = read_content(feed.content, spread=_elsewhere).content.papers
    assert one.venue is two.venue
    assert one.subjects is two.subjects
    assert one.filled is two.filled
