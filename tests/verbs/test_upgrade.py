"""`upgrade`: a newer program comes into a fork, and nothing of the owner's changes.

Upstream and forks are real repositories; the program that merges is the one under test.
"""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from support import SITE, TOPICS, paper, run, tree

from broadsheet.content.issue_form import FORM, offered_topics, with_topics
from broadsheet.verbs.upgrade import find_news

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

OURS = """name: Add a paper
description: Propose a paper.
body:
  - type: dropdown
    id: topics
    attributes:
      label: Topics
      options:
        - a
"""
DAY = "templates/pages/a day.html"
LINES = "".join(f"{number}\n" for number in range(30))
CHANGELOG = "# Changes\n\n## 1.0\n\n### For readers\n\n- Pages.\n\n### For owners\n\n- A look.\n"
UPSTREAM = {
    "content/site.yaml": SITE.replace("test.example", "broadsheet.example"),
    "content/topics.yaml": TOPICS,
    "content/2025/06/25/ours.md": paper(body="Ours. " * 30),
    FORM: with_topics(OURS, ["reasoning", "vision"]),
    DAY: LINES,
    "templates/pages/front.html": LINES.replace("1", "one"),
    "broadsheet/a.py": "a = 1\n",
    "build.py": "b = 1\n",
    "CHANGELOG.md": CHANGELOG,
}
MINE: dict[str, str | None] = {
    "content/site.yaml": SITE.replace("test.example", "reefs.example"),
    "content/topics.yaml": "- slug: reefs\n  name: Reefs\n  description: Reefs.\n",
    "content/2025/06/25/ours.md": None,
    "content/2026/01/02/mine.md": paper(topics="[reefs]"),
    "content/look/style.css": ":root { --ink: #123; }\n",
    FORM: with_topics(OURS, ["reefs"]),
}


class Tree:
    """A repository to which files are committed."""

    def __init__(self, folder: Path) -> None:
        """Take the folder of the repository."""
        self.folder = folder

    def git(self, *words: object) -> str:
        """Run git, and return what it says."""
        return subprocess.run(
            ["git", "-C", self.folder, *map(str, words)],  # noqa: S607 - the one on the path
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    def commit(self, files: Mapping[str, str | None]) -> None:
        """Write files, take away those that are None, and commit."""
        for name, text in files.items():
            file = self.folder / name
            if text is None:
                file.unlink()
            else:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "Change")

    def upgrade(self, *words: object) -> subprocess.CompletedProcess[str]:
        """Take the newer program in."""
        return run("upgrade", *words, cwd=self.folder)

    def read(self, name: str) -> str:
        """Return the text of a file."""
        return (self.folder / name).read_text(encoding="utf-8")

    def content(self) -> dict[str, bytes]:
        """Return the owner's files."""
        return tree(self.folder / "content")

    def files(self) -> dict[str, bytes]:
        """Return all files but git's."""
        return {name: text for name, text in tree(self.folder).items() if name[:5] != ".git/"}


@pytest.fixture(autouse=True)
def author(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let git know who commits, and nothing else of this machine."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for name in ("GIT_AUTHOR", "GIT_COMMITTER"):
        monkeypatch.setenv(f"{name}_NAME", "A")
        monkeypatch.setenv(f"{name}_EMAIL", "a@a.example")


@pytest.fixture
def upstream(tmp_path: Path) -> Tree:
    """Return a small program with its own content, in a folder whose name has a space."""
    made = Tree(tmp_path / "up stream")
    made.folder.mkdir()
    made.git("init", "--quiet")
    made.git("symbolic-ref", "HEAD", "refs/heads/main")
    made.commit(UPSTREAM)
    return made


@pytest.fixture
def fork(upstream: Tree, tmp_path: Path) -> Tree:
    """Return a fork of it with content, look and topics of its own."""
    made = Tree(tmp_path / "my fork")
    upstream.git("clone", "--quiet", "--origin=upstream", ".", made.folder)
    made.commit(MINE)
    return made


def advance(upstream: Tree) -> None:
    """Let upstream bring papers, other topics, changed templates and renamed files."""
    upstream.git("mv", "broadsheet", "program")
    upstream.git("mv", "templates/pages", "templates/leaves")
    upstream.commit(
        {
            "content/2025/06/26/newer.md": paper(title="Newer", arxiv='"2506.00009"'),
            "content/2025/06/25/ours.md": paper(title="Changed"),
            "content/site.yaml": SITE.replace("tagline: P", "tagline: More p"),
            "content/topics.yaml": TOPICS + "- slug: x\n  name: X\n  description: X.\n",
            "content/look/card.png": "x",
            FORM: with_topics(OURS, ["reasoning", "vision", "x"]).replace("Propose a", "Bring a"),
            "templates/leaves/front.html": LINES.replace("1", "one").replace("29", "twenty-nine"),
            "CHANGELOG.md": CHANGELOG.replace("- A look.\n", "- A look.\n- An upgrade.\n"),
        }
    )


# --------------------------------------------------------------------------- without conflicts


def test_program_is_taken_and_the_content_stays(upstream: Tree, fork: Tree) -> None:
    """No paper, topic or picture of upstream's appears; what it renamed is renamed."""
    advance(upstream)
    before = fork.content()
    done = fork.upgrade()
    assert (done.returncode, done.stderr) == (0, "")
    assert fork.content() == before
    assert fork.git("status", "--porcelain") == ""
    assert "content" not in fork.git("diff", "--name-only", "HEAD^1", "HEAD")
    assert (fork.folder / "program/a.py").is_file()
    assert not (fork.folder / "broadsheet").exists()
    assert "twenty-nine" in fork.read("templates/leaves/front.html")


def test_form_is_the_newer_one_with_the_owners_topics(upstream: Tree, fork: Tree) -> None:
    """Both have changed it, each at its own place."""
    advance(upstream)
    assert fork.upgrade().returncode == 0
    assert offered_topics(fork.read(FORM)) == ("reefs",)
    assert "Bring a paper" in fork.read(FORM)


def test_news_for_owners_are_shown(upstream: Tree, fork: Tree) -> None:
    """What is new in the changelog, below its headings, and nothing that was there."""
    advance(upstream)
    name = upstream.git("rev-parse", "--short", "HEAD").strip()
    assert fork.upgrade().stdout == (
        f"What is new in main ({name}):\n\n## 1.0\n### For owners\n- An upgrade.\n"
        f"Merged main ({name}): your content is as it was.\n"
    )


def test_it_is_a_merge(upstream: Tree, fork: Tree) -> None:
    """Its parents are the fork's and upstream's, so that the next one begins where it ends."""
    advance(upstream)
    mine = fork.git("rev-parse", "HEAD").strip()
    fork.upgrade()
    theirs = upstream.git("rev-parse", "HEAD").strip()
    assert fork.git("show", "--no-patch", "--format=%P") == f"{mine} {theirs}\n"
    assert fork.git("show", "--no-patch", "--format=%s").startswith("Take Broadsheet's main (")
    assert fork.upgrade().stdout == "Nothing is newer: all of main is here.\n"
    upstream.commit({"program/a.py": "a = 2\n", "content/2025/06/27/b.md": paper()})
    before = fork.content()
    assert fork.upgrade().returncode == 0
    assert (fork.read("program/a.py"), fork.content()) == ("a = 2\n", before)


def test_edited_template_is_merged_where_the_places_differ(upstream: Tree, fork: Tree) -> None:
    """Also where upstream has renamed it, and a template of the owner's moves along."""
    fork.commit(
        {
            "templates/pages/front.html": LINES.replace("1", "one").replace("0\n", "mine\n", 1),
            "templates/pages/own.html": "own\n",
        }
    )
    advance(upstream)
    assert fork.upgrade().returncode == 0
    text = fork.read("templates/leaves/front.html")
    assert text.startswith("mine\n")
    assert text.endswith("twenty-nine\n")
    assert fork.read("templates/leaves/own.html") == "own\n"


def test_content_that_becomes_a_part_of_the_program(upstream: Tree, fork: Tree) -> None:
    """Upstream moves its papers among its tests, which git calls a rename of what is gone here."""
    (upstream.folder / "content/2025").rename(upstream.folder / "tests")
    upstream.commit({"content/2025/06/28/c.md": paper()})
    fork.commit({"content/2025/06/25/own.md": paper(title="Own", arxiv='"2506.00007"')})
    before = fork.content()
    done = fork.upgrade()
    assert (done.returncode, done.stderr) == (0, "")
    assert fork.content() == before
    assert tree(fork.folder / "tests").keys() == {"06/25/ours.md"}


def test_version_may_be_a_tag(upstream: Tree, fork: Tree) -> None:
    """And the program's repository a folder."""
    upstream.commit({"broadsheet/a.py": "a = 2\n"})
    upstream.git("tag", "--annotate", "--message=x", "v2")
    upstream.commit({"broadsheet/a.py": "a = 3\n"})
    fork.git("remote", "rename", "upstream", "other")
    done = fork.upgrade("--from", upstream.folder, "--version", "v2")
    assert "Merged v2 (" in done.stdout
    assert fork.read("broadsheet/a.py") == "a = 2\n"


# --------------------------------------------------------------------------- with conflicts


def edit_both(upstream: Tree, fork: Tree) -> None:
    """Let owner and upstream edit the same line, and one take away what the other edits."""
    fork.commit({DAY: LINES.replace("15\n", "mine\n"), "broadsheet/a.py": "a = 'mine'\n"})
    upstream.commit(
        {
            DAY: LINES.replace("15\n", "theirs\n"),
            "broadsheet/a.py": None,
            "broadsheet/new.py": "new = 1\n",
            "content/2025/06/26/newer.md": paper(),
        }
    )


def test_conflicts_are_the_files_that_the_owner_edited(upstream: Tree, fork: Tree) -> None:
    """They are listed plainly, with the ways out; the content is as it was."""
    edit_both(upstream, fork)
    before = fork.content()
    done = fork.upgrade()
    assert done.returncode == 2
    assert done.stderr == (
        "2 files of the program, which you have edited, changed in the newer one, too:\n"
        "    broadsheet/a.py: changed here, gone there\n"
        "    templates/pages/a day.html: changed here and there\n"
        "Your content is as it was. Mend each file (git marks the places with <<<<<<<), then\n"
        "git add it, git commit, make check. Or take all of it back: git merge --abort\n"
    )
    assert "<<<<<<<" in fork.read(DAY)
    assert (fork.content(), fork.read("broadsheet/new.py")) == (before, "new = 1\n")


def test_merge_that_is_aborted_leaves_nothing(upstream: Tree, fork: Tree) -> None:
    """Not a file of the newer program, and no commit."""
    edit_both(upstream, fork)
    before, commit = fork.files(), fork.git("rev-parse", "HEAD")
    fork.upgrade()
    assert "a merge is going on here" in fork.upgrade().stderr
    fork.git("merge", "--abort")
    assert (fork.files(), fork.git("rev-parse", "HEAD")) == (before, commit)
    assert fork.git("status", "--porcelain") == ""


def test_mended_conflicts_make_the_same_merge(upstream: Tree, fork: Tree) -> None:
    """With its message and its two parents."""
    edit_both(upstream, fork)
    fork.upgrade()
    (fork.folder / DAY).write_text(LINES.replace("15\n", "both\n"))
    fork.git("rm", "--quiet", "broadsheet/a.py")
    fork.git("add", "--all")
    fork.git("commit", "--quiet", "--no-edit")
    assert fork.git("show", "--no-patch", "--format=%s").startswith("Take Broadsheet's main (")
    assert len(fork.git("show", "--no-patch", "--format=%P").split()) == 2
    assert fork.upgrade().stdout == "Nothing is newer: all of main is here.\n"


# --------------------------------------------------------------------------- not at all


@pytest.mark.parametrize("path", ["content/site.yaml", DAY, "new.txt"])
def test_checkout_must_be_clean(path: str, upstream: Tree, fork: Tree) -> None:
    """What is not committed could not be brought back."""
    advance(upstream)
    (fork.folder / path).write_text("mine")
    before = fork.files()
    done = fork.upgrade()
    assert (done.returncode, fork.files()) == (2, before)
    assert "not everything here is committed (" in done.stderr


def test_ignored_file_in_the_way_is_not_overwritten(upstream: Tree, fork: Tree) -> None:
    """To git, it is one that may be lost."""
    fork.commit({".gitignore": "notes.txt\n"})
    (fork.folder / "notes.txt").write_text("mine")
    upstream.commit({"notes.txt": "theirs\n", "broadsheet/a.py": "a = 2\n"})
    before = fork.files()
    done = fork.upgrade()
    assert (done.returncode, fork.files()) == (2, before)
    assert "notes.txt is in the way of a new file of the program" in done.stderr
    assert fork.git("status", "--porcelain") == ""


def test_content_alone_has_no_program_to_merge_into(upstream: Tree, fork: Tree) -> None:
    """There, the workflows name the version."""
    fork.commit({"build.py": None})
    advance(upstream)
    before = fork.files()
    assert "no program is committed here" in fork.upgrade().stderr
    assert fork.files() == before


def test_papers_alone_are_nothing_to_take(upstream: Tree, fork: Tree) -> None:
    """The merge is made all the same, so that they are not met again."""
    upstream.commit({"content/2025/06/26/newer.md": paper()})
    commit = fork.git("rev-parse", "HEAD^{tree}")
    assert fork.upgrade().returncode == 0
    assert fork.git("rev-parse", "HEAD^{tree}") == commit
    assert fork.upgrade().stdout == "Nothing is newer: all of main is here.\n"


def test_commit_that_a_hook_refuses_leaves_nothing(upstream: Tree, fork: Tree) -> None:
    """Its words are told."""
    advance(upstream)
    hook = fork.folder / ".git/hooks/pre-commit"
    hook.write_text("#!/bin/sh\necho not on Fridays >&2\nexit 1\n")
    hook.chmod(0o755)
    before = fork.files()
    done = fork.upgrade()
    assert done.stderr == (
        "build.py: git could not merge, and nothing was changed: not on Fridays\n"
    )
    assert (done.returncode, fork.files()) == (2, before)
    assert fork.git("status", "--porcelain") == ""


def test_without_upstream_it_says_what_to_name(fork: Tree) -> None:
    """Once and for all, or for this time."""
    fork.git("remote", "remove", "upstream")
    told = fork.upgrade().stderr
    assert "there is no remote upstream" in told
    assert "git remote add upstream ADDRESS, or for this time by FROM=ADDRESS" in told


@pytest.mark.parametrize("words", [("--from=nowhere",), ("--version=v9",), ("--version=--all",)])
def test_what_cannot_be_fetched(words: tuple[str, ...], fork: Tree) -> None:
    """Git's own words say why; a name that looks like an option is none."""
    before = fork.files()
    done = fork.upgrade(*words)
    assert (done.returncode, fork.files()) == (2, before)
    assert done.stderr.startswith("build.py: git fetch failed: fatal: ")


def test_nobody_who_commits(fork: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told before anything is merged."""
    for name in ("GIT_AUTHOR", "GIT_COMMITTER"):
        monkeypatch.delenv(f"{name}_NAME")
        monkeypatch.delenv(f"{name}_EMAIL")
    fork.git("config", "user.useConfigOnly", "true")
    assert "git var failed: " in fork.upgrade().stderr


# --------------------------------------------------------------------------- no history in common


@pytest.fixture
def download(upstream: Tree, tmp_path: Path) -> Tree:
    """Return what was downloaded and put into a new repository, then made one's own."""
    made = Tree(tmp_path / "download")
    made.folder.mkdir()
    made.git("init", "--quiet")
    made.commit(UPSTREAM)
    made.commit({**MINE, DAY: LINES.replace("29", "mine")})
    made.git("remote", "add", "upstream", upstream.folder)
    return made


def test_download_finds_the_version_that_it_was(upstream: Tree, download: Tree) -> None:
    """By the program in its first commit; afterwards the histories are one."""
    upstream.commit({DAY: LINES.replace("0\n", "theirs\n", 1)})
    upstream.commit({"content/2025/06/26/newer.md": paper()})
    before = download.content()
    done = download.upgrade()
    assert (done.returncode, done.stderr) == (0, "")
    assert download.content() == before
    text = download.read(DAY)
    assert text.startswith("theirs\n")
    assert text.endswith("mine\n")
    upstream.commit({"broadsheet/a.py": "a = 2\n"})
    assert download.upgrade().returncode == 0
    assert download.read("broadsheet/a.py") == "a = 2\n"


def test_download_of_no_version_is_told(upstream: Tree, download: Tree) -> None:
    """Its owner names the version, and then it goes."""
    download.git("checkout", "--quiet", "--orphan", "squashed")
    download.git("commit", "--quiet", "--message", "All in one")
    upstream.git("tag", "v1")
    upstream.commit({"broadsheet/a.py": "a = 2\n"})
    before = download.files()
    done = download.upgrade()
    assert (done.returncode, download.files()) == (2, before)
    assert "shares no history with the newer program" in done.stderr
    download.git("fetch", "--quiet", "upstream", "v1:v1")
    assert download.upgrade("--base=v1").returncode == 0
    assert download.read(DAY).endswith("mine\n")
    assert download.read("broadsheet/a.py") == "a = 2\n"


def test_shallow_clone_is_told_to_fetch_the_rest(upstream: Tree, tmp_path: Path) -> None:
    """Its common history is there, and not here."""
    shallow = Tree(tmp_path / "shallow")
    upstream.git("clone", "--quiet", "--depth=1", f"file://{upstream.folder}", shallow.folder)
    shallow.git("remote", "rename", "origin", "upstream")
    upstream.git("checkout", "--quiet", "--orphan", "main2")
    upstream.commit({"broadsheet/a.py": "a = 2\n"})
    done = shallow.upgrade("--version=main2")
    assert "git fetch --unshallow" in done.stderr


# --------------------------------------------------------------------------- news


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("", "# C\n\n## 1\n\n- a\n", ["## 1", "- a"]),
        ("# C\n\n## 1\n\n- a\n", "# C\n\n## 2\n\n- b\n\n## 1\n\n- a\n", ["## 2", "- b"]),
        (
            "## 1\n### R\n- a\n",
            "## 1\n### R\n- a\n### O\n- b\n- c\n",
            ["## 1", "### O", "- b", "- c"],
        ),
        ("## 1\n- a\n", "## 1\n", []),
        ("## 1\n- a\n", "", []),
    ],
)
def test_news(old: str, new: str, told: list[str]) -> None:
    """A heading is said once, and only where something below it is new."""
    assert find_news(old, new) == told
