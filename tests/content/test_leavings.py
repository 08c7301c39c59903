"""What editors leave beside the files that people write: nobody reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from broadsheet.content import folder
from broadsheet.content.folder import scan
from broadsheet.content.paths import is_leaving

if TYPE_CHECKING:
    from pathlib import Path

    from support import Feed


@pytest.mark.parametrize(
    "name",
    [
        *("#a-name.md#", ".#a-name.md", "a-name.md~", "a-name.md.~1~", "4913", "5036", "5159"),
        *("a-name.md.orig", "a-name.md.rej", "a-name.md.bak", "a-name.md.swp", ".a-name.md.swo"),
        *("a-name.md.save", "a-name.md.tmp", "a-name.md___jb_old___", "~$a-name.docx", ".DS_Store"),
        *("a-name_BACKUP_4711.md", "a-name_REMOTE_4711.md", "topics_LOCAL_1.yaml", "Thumbs.db"),
    ],
)
def test_leaving_is_known(name: str) -> None:
    """Emacs, Vim, nano, IntelliJ, Word, git's merges, patch, and what systems keep."""
    assert is_leaving(name)


@pytest.mark.parametrize(
    "name",
    [
        *("a-name.md", "index.md", "4914", "4912", "491", "a#b.md", "a-name.txt", "original.md"),
        *(
            "figure.png",
            "loss_BASE_1.png",
            "a-name.md.png",
            "site.yaml",
            "swp",
            "orig.md",
            "4913.md",
            "²",
            "٤٩١٣",
        ),
    ],
)
def test_what_is_meant_is_no_leaving(name: str) -> None:
    """What people write is read, or told of where nothing reads it."""
    assert not is_leaving(name)


def test_check_and_build_pass_over_them(feed: Feed) -> None:
    """The site is that of what is saved, and a folder of the year 4913 is none of them."""
    feed.add("2025/06/25/a-name.md")
    feed.add("4913/06/25/later.md")
    for name in ("#a-name.md#", "4913", "a-name.md.orig", "a-name.md~", ".#a-name.md"):
        feed.write(f"2025/06/25/{name}", "---\ntitle: being edited")
    built = feed.build()
    assert (built.returncode, built.stderr) == (0, "")
    assert sorted(path.name for path in (feed.output / "papers").iterdir()) == [
        "a-name.html",
        "later.html",
    ]


def test_file_that_goes_while_it_is_listed_was_never_there(
    feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An editor that writes a new file and renames it may be quicker than the reader."""
    feed.add("2025/06/25/a-name.md")
    gone = feed.write("2025/06/25/b-name.md", "")

    def ask(name: str) -> bool:
        """Ask about a name, and let the file of one go."""
        if name == gone.name:
            gone.unlink()
        return is_leaving(name)

    monkeypatch.setattr(folder, "is_leaving", ask)
    found, problems = scan(feed.content)
    assert [file.path for file in found if file.path.endswith(".md")] == ["2025/06/25/a-name.md"]
    assert problems == []


def test_link_by_an_editors_name_is_passed_over(feed: Feed, tmp_path: Path) -> None:
    """Emacs's lock is a link to nowhere."""
    feed.add("2025/06/25/a-name.md")
    (feed.content / "2025/06/25/.#a-name.md").symlink_to(tmp_path / "ada@host.4711")
    assert scan(feed.content)[1] == []
