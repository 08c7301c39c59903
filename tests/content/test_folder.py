"""What a file of the content folder is: a regular one below it, which the system lets us read."""

from __future__ import annotations

import os
import socket
from contextlib import chdir, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support import SITE, TOPICS, call, paper, tree

from broadsheet.content.folder import (
    AbsentError,
    UnreadableError,
    read_below,
    replace_file,
    scan,
)
from broadsheet.content.issue_form import FORM
from broadsheet.content.reader import read_content

if TYPE_CHECKING:
    from collections.abc import Iterator

    from support import Feed

DAY = "2025/06/25"
X = f"{DAY}/x.md"
LINK = "a link to another place: put the file itself here"
NO_FILE = "this is no file: take it out"
HIDDEN = "what nobody may see"
NOBODY = 65534


def link(feed: Feed, path: str, target: str | Path) -> Path:
    """Make a link in the content folder."""
    place = feed.content / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.unlink(missing_ok=True)
    place.symlink_to(target)
    return place


@pytest.fixture
def outside(feed: Feed) -> Path:
    """Return a folder beside the content with what nobody may see, by names that we would read."""
    folder_outside = feed.root / "outside"
    (folder_outside / "06/25").mkdir(parents=True)
    for name in ("secret", "site.yaml", "06/25/x.md", "06/25/index.md"):
        (folder_outside / name).write_text(f"{HIDDEN}\n")
    return folder_outside


@pytest.mark.parametrize(
    "path",
    [
        *(X, f"{DAY}/index.md", f"{DAY}/figure.png", f"{DAY}/a name.md", "collections/c.md"),
        *("site.yaml", "topics.yaml", "authors.yaml"),
        *("look/style.css", "look/icon.svg", "look/icon.png", "look/card.png"),
    ],
)
@pytest.mark.parametrize("form", ["text", "github", "json", "markdown"])
def test_link_is_told_once_and_nothing_behind_it_shown(
    path: str, form: str, feed: Feed, outside: Path
) -> None:
    """Of whatever kind the file would be, and in whatever form it is told."""
    feed.add(f"{DAY}/good.md", figure="{file: figure.png, alt: A curve}")
    link(feed, path, outside / "secret")
    told = call("check", "--content", "content", "--format", form, folder=feed.root)
    assert told.returncode == 1
    printed = told.stdout.replace("\\", "")
    assert HIDDEN not in printed + told.stderr
    assert printed.count(LINK) == 1
    if form == "text":
        assert f"content/{path}:1:1: {LINK}\ncontent/" in f"{told.stdout}content/"
    assert HIDDEN not in feed.build().stderr
    assert not feed.output.exists() or HIDDEN.encode() not in b"".join(tree(feed.output).values())


@pytest.mark.parametrize("path", ["2025", "2025/06", DAY, "collections", "look"])
def test_nothing_below_a_link_to_a_folder_is_read(path: str, feed: Feed, outside: Path) -> None:
    """The link is the one problem, whatever lies where it leads."""
    depth = path.count("/")
    link(feed, path, outside.joinpath(*("06", "25")[:depth]))
    assert [(one.path, one.message) for one in read_content(feed.content).problems] == [
        (path, LINK)
    ]
    told = call("check", "--fix", "--content", "content", folder=feed.root)
    assert told.stdout == f"content/{path}:1:1: {LINK}\n"
    assert (outside / "06/25/x.md").read_text() == f"{HIDDEN}\n"


@pytest.mark.parametrize(
    "target", ["x.md", "nowhere", "/dev/zero", "/proc/self/environ", "../../..", "good.md"]
)
@pytest.mark.parametrize("path", [X, "site.yaml"])
def test_link_to_anything_is_told(path: str, target: str, feed: Feed) -> None:
    """To itself, to nothing, to a device without an end, to a folder, to a file of the content."""
    feed.add(f"{DAY}/good.md")
    link(feed, path, "site.yaml" if (path, target) == ("site.yaml", "x.md") else target)
    told = call("check", "--content", "content", f"content/{path}", folder=feed.root)
    assert (told.returncode, told.stdout) == (1, f"content/{path}:1:1: {LINK}\n")


@pytest.mark.parametrize("path", [X, "site.yaml", "authors.yaml", "look/style.css"])
def test_pipe_keeps_nobody_waiting(path: str, feed: Feed) -> None:
    """Nobody writes into it, in the place of any file."""
    place = feed.content / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.unlink(missing_ok=True)
    os.mkfifo(place)
    told = call("check", "--fix", "--content", "content", folder=feed.root)
    assert (told.returncode, told.stdout) == (1, f"content/{path}:1:1: {NO_FILE}\n")


def test_socket_is_refused(feed: Feed) -> None:
    """It has a name of a paper's, and is nothing that can be read."""
    (feed.content / DAY).mkdir(parents=True)
    with socket.socket(socket.AF_UNIX) as made, chdir(feed.content / DAY):
        made.bind("x.md")
        assert [(one.path, one.message) for one in scan(feed.content)[1]] == [(X, NO_FILE)]


@pytest.mark.parametrize("path", [X, "site.yaml", f"{DAY}/figure.PNG", "look/style.css"])
def test_folder_with_the_name_of_a_file_is_told(path: str, feed: Feed) -> None:
    """Whether something lies in it or not: else nobody would say why the paper does not appear."""
    (feed.content / path).unlink(missing_ok=True)
    feed.write(f"{path}/a.md", paper())
    told = call("check", "--content", "content", folder=feed.root)
    message = "a folder with the name of a file: put the file itself here"
    assert (told.returncode, told.stdout) == (1, f"content/{path}:1:1: {message}\n")


@pytest.mark.parametrize(
    ("path", "shown", "unseen", "better"),
    [
        (f"{DAY}/a\nb.md", f"{DAY}/a\\nb.md", "\\n", "a-b.md"),
        (f"{DAY}/sca\u200bling.md", f"{DAY}/sca\\u200bling.md", "\\u200b", "scaling.md"),
        (f"{DAY}/\u202egnp.x.png", f"{DAY}/\\u202egnp.x.png", "\\u202e", "gnp-x.png"),
        (f"{DAY}/a\u2028.txt", f"{DAY}/a\\u2028.txt", "\\u2028", "a.txt"),
        (f"{DAY}/\x1b\x7f.md", f"{DAY}/\\x1b\\x7f.md", "\\x1b\\x7f", "a-name.md"),
        (f"{DAY}/caf\udce9.md", f"{DAY}/caf\\xe9.md", "\\xe9", "caf.md"),
        ("2025/06\u200b/25/x.md", "2025/06\\u200b", "\\u200b", "06"),
        ("site\xa0.yaml", "site\\u00a0.yaml", "\\u00a0", "site.yaml"),
    ],
)
def test_name_that_cannot_be_seen_is_refused(
    path: str, shown: str, unseen: str, better: str, feed: Feed
) -> None:
    """Once, with the name in signs that can be typed, and with the name that it shall have."""
    feed.write(path, "")
    told = f"the name has characters that are not seen ({unseen}): call it {better}"
    printed = call("check", "--content", "content", folder=feed.root).stdout
    assert printed == f"content/{shown}:1:1: {told}\n"


@contextmanager
def anybody() -> Iterator[None]:
    """Give up what lets an administrator read everything."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(before)


def problems_for_anybody(feed: Feed) -> list[tuple[str, str]]:
    """Read the content as somebody to whom its owner has not given everything."""
    feed.root.chmod(0o755)
    with chdir(feed.root), anybody():
        return sorted((one.path, one.message) for one in read_content(Path("content")).problems)


@pytest.mark.parametrize(
    "path", [X, f"{DAY}/index.md", "site.yaml", "topics.yaml", "look/style.css"]
)
def test_file_that_cannot_be_read_is_told_as_that(path: str, feed: Feed) -> None:
    """And what is wrong with the others is told as well."""
    feed.write(path, {"site.yaml": SITE, "topics.yaml": TOPICS}.get(path, paper())).chmod(0)
    feed.write(f"{DAY}/other.txt", "")
    told = "the file cannot be read (Permission denied): make it readable, or take it out"
    assert problems_for_anybody(feed) == sorted(
        [(f"{DAY}/other.txt", "a paper's file must end in .md"), (path, told)]
    )


def test_figure_that_cannot_be_read_is_told_at_its_paper(feed: Feed) -> None:
    """The paper cannot be shown without it."""
    feed.add(X, figure="{file: figure.png, alt: A curve}")
    feed.write(f"{DAY}/figure.png", "").chmod(0)
    told = (
        "figure.png beside this file: the file cannot be read (Permission denied): make it"
        " readable, or take it out"
    )
    assert problems_for_anybody(feed) == [(X, told)]


@pytest.mark.parametrize("mode", [0, 0o444])
def test_folder_that_cannot_be_listed_is_told_as_that(mode: int, feed: Feed) -> None:
    """Or whose names alone can be read; its neighbours are looked at."""
    feed.add("2025/06/24/a.md")
    feed.write("2025/06/26/other.txt", "")
    (feed.content / "2025/06/24").chmod(mode)
    what = "2025/06/24/a.md" if mode else "2025/06/24"
    kind = "file" if mode else "folder"
    told = f"the {kind} cannot be read (Permission denied): make it readable, or take it out"
    assert problems_for_anybody(feed) == [
        (what, told),
        ("2025/06/26/other.txt", "a paper's file must end in .md"),
    ]


def test_file_that_goes_between_listing_and_reading_is_told(
    feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others are read, and nothing ends with an exception."""
    feed.add(f"{DAY}/a.md")
    gone = feed.add(f"{DAY}/z.md")
    feed.write("topics.yaml", "- slug: [")
    read_settings = os.open

    def read(path: str | Path, *words: int) -> int:
        """Open a file; let another one go when the settings are read, after the listing."""
        gone.unlink(missing_ok=True)
        return read_settings(path, *words)

    monkeypatch.setattr(os, "open", read)
    reading = read_content(feed.content)
    assert [paper.path for paper in reading.content.papers] == [f"{DAY}/a.md"]
    assert (f"{DAY}/z.md", "the file went away while it was read: check again") in [
        (one.path, one.message) for one in reading.problems
    ]


# ------------------------------------------------------------------ reading and writing one file


def test_no_more_is_read_than_is_asked_for(feed: Feed) -> None:
    """One byte more says that there is more."""
    feed.write(X, "abcdef")
    assert read_below(feed.content, X, 6) == b"abcdef"
    assert read_below(feed.content, X, 3) == b"abcd"


@pytest.mark.parametrize("size", [0, 16 * 1024 - 1, 16 * 1024, 16 * 1024 + 1, 40_000])
@pytest.mark.parametrize("limit", [10, 16 * 1024 - 1, 16 * 1024, 40_000])
def test_file_of_any_size_is_read_to_the_limit(feed: Feed, size: int, limit: int) -> None:
    """Those that come in two readings, too."""
    data = bytes(range(256)) * (size // 256 + 1)
    (feed.content / "x.md").write_bytes(data[:size])
    assert read_below(feed.content, "x.md", limit) == data[: min(size, limit + 1)]


@pytest.mark.parametrize("path", ["2025/06/25/none.md", "none/x.md", "site.yaml/x.md"])
def test_file_that_is_not_there_is_absent(path: str, feed: Feed) -> None:
    """Also where a file stands in the place of its folder."""
    with pytest.raises(AbsentError):
        read_below(feed.content, path, 1)


def test_link_on_the_way_is_not_followed(feed: Feed, outside: Path) -> None:
    """Though the file itself is one."""
    link(feed, "2025", outside)
    with pytest.raises(UnreadableError, match="a link to another place"):
        read_below(feed.content, X, 100)


@pytest.mark.parametrize("path", ["x.md", ".x.md.new"])
def test_nothing_is_written_through_a_link(path: str, tmp_path: Path) -> None:
    """In the file's place, or where it is written before it is moved there."""
    (tmp_path / "secret").write_text(HIDDEN)
    (tmp_path / path).symlink_to("secret")
    replace_file(tmp_path / "x.md", b"new")
    assert (tmp_path / "x.md").read_bytes() == b"new"
    assert not (tmp_path / "x.md").is_symlink()
    assert (tmp_path / "secret").read_text() == HIDDEN
    assert sorted(one.name for one in tmp_path.iterdir()) == ["secret", "x.md"]


def test_file_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    """What stood there stays, and nothing stays beside it."""
    (tmp_path / "x.md").mkdir()
    with pytest.raises(OSError, match="directory"):
        replace_file(tmp_path / "x.md", b"new")
    assert [one.name for one in tmp_path.iterdir()] == ["x.md"]


@pytest.mark.parametrize("name", [".x.md.new", "y.md"])
def test_mending_writes_through_no_link(name: str, feed: Feed, outside: Path) -> None:
    """Neither beside a file that is mended, nor by the name that one is to have."""
    file = feed.add(f"{DAY}/Y.md" if name == "y.md" else X)
    file.write_text(file.read_text().replace("---\n", "---\nvenue: A: b\n", 1))
    link(feed, f"{DAY}/{name}", outside / "secret")
    call("check", "--fix", "--content", "content", folder=feed.root)
    assert (outside / "secret").read_text() == f"{HIDDEN}\n"
    assert 'venue: "A: b"' in file.read_text()
    assert (feed.content / DAY / "y.md").is_symlink() == (name == "y.md")


@pytest.mark.parametrize("linked", [".github", ".github/ISSUE_TEMPLATE", FORM])
def test_issue_form_behind_a_link_is_not_mended(linked: str, feed: Feed) -> None:
    """It lies elsewhere, and is not that of this repository."""
    text = "body:\n- id: topics\n  attributes:\n    options: [other]\n"
    form = feed.root / "elsewhere" / FORM
    form.parent.mkdir(parents=True)
    form.write_text(text)
    (feed.root / linked).parent.mkdir(parents=True, exist_ok=True)
    (feed.root / linked).symlink_to(feed.root / "elsewhere" / linked)
    told = call("check", "--fix", "--content", "content", folder=feed.root)
    assert (told.stdout, form.read_text()) == ("", text)


@pytest.mark.parametrize("text", [b"\xff", b"[" * 5000, b"a: {b: " * 3000, b"x" * 300_000])
def test_issue_form_of_any_bytes_stays_as_it_is(text: bytes, feed: Feed) -> None:
    """It is part of what somebody proposes, too."""
    (feed.root / FORM).parent.mkdir(parents=True)
    (feed.root / FORM).write_bytes(text)
    told = call("check", "--fix", "--content", "content", folder=feed.root)
    assert (told.returncode, told.stdout) == (0, "")
    assert (feed.root / FORM).read_bytes() == text


def test_fix_gives_the_name_that_the_check_tells(feed: Feed) -> None:
    """Names are one for the whole feed: the paper that has one keeps it."""
    feed.add("2025/06/24/A paper.md", title='"By fix"')
    feed.add("2025/06/25/a-paper.md", title='"There"')
    feed.add("2025/06/26/gro\u0308\u00dfe.md", title='"In pieces"')
    feed.add("2025/06/26/gr\u00f6\u00dfe.md", title='"In one"')
    fix = call("check", "--fix", "--content", "content", folder=feed.root)
    assert (fix.returncode, fix.stdout) == (0, "")
    titles = {
        file.relative_to(feed.content).as_posix(): file.read_text(encoding="utf-8").split('"')[1]
        for file in feed.content.glob("2025/06/*/*.md")
    }
    assert titles == {
        "2025/06/24/a-paper-2.md": "By fix",
        "2025/06/25/a-paper.md": "There",
        "2025/06/26/grosse.md": "In pieces",
        "2025/06/26/grosse-2.md": "In one",
    }


def test_fix_writes_over_nothing_that_is_no_content(feed: Feed) -> None:
    """A folder, or a link, may have the name of a file."""
    feed.add("2025/06/26/A paper.md")
    (feed.content / "2025/06/26/a-paper.md").mkdir()
    call("check", "--fix", "--content", "content", folder=feed.root)
    assert (feed.content / "2025/06/26/A paper.md").exists()
    assert (feed.content / "2025/06/26/a-paper.md").is_dir()
