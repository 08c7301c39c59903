"""The program as its users run it: what a build writes, what it leaves, and how it fails."""

from __future__ import annotations

import fcntl
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from support import ROOT, Feed, call, run, tree

import build
from broadsheet.content.problems import ContentError
from broadsheet.output.pipeline import Kept, Request, build_site

if TYPE_CHECKING:
    from pathlib import Path

AUTHORS = ("ada-lovelace", "grace-hopper")  # of every paper that the factory makes
REASONING = ("reasoning", "logic")  # the topic, and its alias that is a slug

# Runs build.py, and ends without a word at the nth file that is put in place.
KILLED = """
import os, sys
sys.path.insert(0, sys.argv[1])
left = int(sys.argv[2])
move = os.replace
def replace(source, target):
    global left
    left -= 1
    if left < 0:
        os._exit(9)
    move(source, target)
os.replace = replace
import build
sys.exit(build.main(sys.argv[3:]))
"""


@pytest.fixture
def small(feed: Feed) -> Feed:
    """Return a feed of three papers on two days, with a note and a collection, built once."""
    feed.add("2025/06/25/alpha.md", topics="[reasoning]")
    feed.add("2025/06/25/beta.md", topics="[vision]")
    feed.add("2025/06/26/gamma.md", topics="[vision]")
    feed.write("2025/06/25/index.md", "---\norder: [beta]\n---\nA note.\n")
    feed.write(
        "collections/all.md", "---\ntitle: All\nsummary: All.\npapers: [gamma]\n---\nSome.\n"
    )
    assert feed.build().returncode == 0
    return feed


def rendered(text: str) -> int:
    """Return how many pages a build says it rendered."""
    return int(text.partition(" files: ")[2].partition(" rendered")[0].replace(",", ""))


def test_second_build_renders_no_page(small: Feed) -> None:
    """What is built already is left alone."""
    assert rendered(small.build().stdout) == 0


def test_edited_summary_renders_the_pages_that_show_it(small: Feed) -> None:
    """The pages that show a summary are rendered, no others, and --explain says why.

    Papers without an abstract are compared by their summaries, so others' pages name other words.
    Which shards of the search change is told beside its tests.
    """
    small.add("2025/06/25/alpha.md", topics="[reasoning]", summary='"Other words."')
    told = small.build("--explain").stdout.splitlines()
    reasons = dict(line.split(": ", 1) for line in told if ": what" in line)
    pages = {path for path in reasons if not path.startswith("search/")}
    assert pages == {
        *(f"papers/{slug}.html" for slug in ("alpha", "beta", "gamma")),
        "2025/06/25.html",
        "2025/06/25.md",
        "api/2025/06/25.json",
        "api/index.json",
        "digest/2025-W26.html",
        "index.html",
        "topics/reasoning.html",
        *(f"topics/{name}.{end}" for name in REASONING for end in ("xml", "atom", "json")),
        *(f"feed.{end}" for end in ("xml", "atom", "json")),
    }
    assert set(reasons.values()) == {"what it shows changed"}


def test_lost_ledger_changes_no_byte_and_no_file(small: Feed) -> None:
    """Without its ledger a build renders all anew, finds the same bytes, and writes nothing."""
    before = tree(small.output)
    times = {path: (small.output / path).stat().st_mtime_ns for path in before}
    (small.output / ".ledger").unlink()
    assert ", 0 changed" in small.build().stdout
    assert tree(small.output) == before
    assert times == {path: (small.output / path).stat().st_mtime_ns for path in before}


def test_damaged_ledger_counts_as_none(small: Feed) -> None:
    """A ledger that cannot be read costs time, and nothing else."""
    before = tree(small.output)
    (small.output / ".ledger").write_bytes(b"SQLite format 3\0" + bytes(100))
    assert small.build().returncode == 0
    assert tree(small.output) == before


def test_same_bytes_wherever_and_whenever(small: Feed, tmp_path: Path) -> None:
    """Another time zone, locale, hash seed and folder give the same bytes."""
    other = tmp_path / "other"
    built = run(
        "build",
        "--content",
        small.content,
        "--output",
        other,
        cwd="/",
        env={**os.environ, "TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
    )
    assert built.returncode == 0, built.stderr
    assert tree(other) == tree(small.output)


def test_several_processes_give_the_same_bytes(feed: Feed, tmp_path: Path) -> None:
    """What two processes build is what one builds, and enough pages are shared between them."""
    feed.write("site.yaml", (feed.content / "site.yaml").read_text() + "author_pages_from: 1\n")
    for number in range(700):
        names = f"[Author A{number}, Author B{number}]"
        day = f"2025/{1 + number % 12:02d}/{1 + number % 28:02d}"
        feed.add(f"{day}/p{number}.md", authors=names, arxiv=f'"2501.{number:05d}"')
    words = ["--content", feed.content, "--output"]
    assert run("build", *words, feed.output, "--jobs", "2").returncode == 0
    alone = tmp_path / "alone"
    assert call("build", *words, alone).returncode == 0
    assert len(tree(alone)) > 2000
    assert tree(alone) == tree(feed.output)


@pytest.mark.parametrize("harm", ["changed", "deleted", "truncated"])
def test_page_harmed_by_hand_is_healed(small: Feed, harm: str) -> None:
    """A file of the site that was changed, cut or deleted is made again."""
    before = tree(small.output)
    page = small.output / "papers/alpha.html"
    if harm == "deleted":
        page.unlink()
    else:
        page.write_bytes(b"" if harm == "truncated" else page.read_bytes().replace(b"a", b"e"))
    assert rendered(small.build().stdout) == 1
    assert tree(small.output) == before


def test_only_what_the_ledger_lists_is_removed(small: Feed) -> None:
    """A removed paper's files go, with folders left empty; a foreign file stays."""
    (small.output / "CNAME").write_text("papers.example\n")
    (small.content / "collections/all.md").unlink()
    (small.content / "2025/06/26/gamma.md").unlink()
    small.build()
    left = tree(small.output)
    assert left["CNAME"] == b"papers.example\n"
    assert not [path for path in left if "gamma" in path or "2025/06/26" in path]
    assert not (small.output / "collections").exists()


def test_foreign_folder_is_refused(feed: Feed) -> None:
    """A folder that holds something else is not built into, unless --force says so."""
    feed.output.mkdir()
    (feed.output / "thesis.txt").write_text("years of work")
    built = feed.build()
    assert built.returncode == 2
    assert "is not empty and was not made by Broadsheet" in built.stderr
    assert list(tree(feed.output)) == ["thesis.txt"]
    assert feed.build("--force").returncode == 0
    assert (feed.output / "thesis.txt").read_text() == "years of work"


def test_output_that_is_a_file_is_refused(feed: Feed) -> None:
    """A file in the output's place is told, and kept."""
    feed.output.write_text("a file")
    built = feed.build()
    assert (built.returncode, feed.output.read_text()) == (2, "a file")
    assert "is a file" in built.stderr


def test_second_build_at_once_is_refused(small: Feed) -> None:
    """While one build is at work in a folder, another is refused in a sentence."""
    with (small.output / ".broadsheet").open("a") as mark:
        fcntl.flock(mark, fcntl.LOCK_EX)
        built = run("build", "--content", small.content, "--output", small.output)
    assert built.returncode == 2
    assert "another build is at work" in built.stderr


def test_faulty_content_leaves_the_site(small: Feed) -> None:
    """With an error in the content nothing is written, and every problem is told."""
    before = tree(small.output)
    small.add("2025/06/25/alpha.md", published="2025-02-30")
    small.add("2025/06/26/gamma.md", topics="[reasonin]")
    built = small.build()
    assert built.returncode == 1
    assert "alpha.md:4:12: published must be a day that exists" in built.stderr
    assert "gamma.md:6:10: there is no topic reasonin (did you mean reasoning?)" in built.stderr
    assert tree(small.output) == before


@pytest.mark.parametrize("moves", [0, 1, 7, 20])
def test_killed_while_putting_in_place(small: Feed, moves: int, tmp_path: Path) -> None:
    """Every file is whole, old or new, after a kill; the next build heals and leaves no orphan."""
    old = tree(small.output)
    small.add("2025/06/25/alpha.md", summary='"Other words."')
    small.add("2025/06/27/delta.md")
    words = ["--content", str(small.content)]
    clean = tmp_path / "clean"
    assert call("build", *words, "--output", clean).returncode == 0
    new = tree(clean)
    command = [sys.executable, "-c", KILLED, str(ROOT), str(moves), "build", *words]
    killed = subprocess.run(
        [*command, "--output", str(small.output)], check=False, capture_output=True
    )
    assert killed.returncode == 9
    for path, data in tree(small.output).items():
        if not path.startswith(".staging"):
            assert data in (old.get(path), new.get(path))
    (small.content / "2025/06/27/delta.md").unlink()
    small.build()
    shutil.rmtree(clean)
    call("build", *words, "--output", clean)
    assert tree(small.output) == tree(clean)


@pytest.mark.parametrize("seconds", [0.15, 0.3, 0.45, 0.6])
def test_killed_at_any_moment(small: Feed, seconds: float, tmp_path: Path) -> None:
    """A build that is killed leaves a site that the next build makes right."""
    small.add("2025/06/25/alpha.md", summary='"Other words."')
    words = ["build", "--content", str(small.content), "--output", str(small.output)]
    process = subprocess.Popen(
        [sys.executable, ROOT / "build.py", *words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
    small.build()
    clean = tmp_path / "clean"
    call("build", "--content", small.content, "--output", clean)
    assert tree(small.output) == tree(clean)


def test_full_disk_leaves_the_site(small: Feed) -> None:
    """Where a file cannot be written whole, the old site stands, and a sentence says why."""
    before = tree(small.output)
    for number in range(40):
        small.add(f"2025/06/28/p{number}.md", arxiv=f'"2501.{number:05d}"')

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))

    words = ["build", "--content", str(small.content), "--output", str(small.output)]
    built = subprocess.run(
        [sys.executable, ROOT / "build.py", *words],
        preexec_fn=limit,
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 2, built.stderr
    assert "is as it was: mend the cause and build again" in built.stderr
    assert "Traceback" not in built.stderr
    assert tree(small.output) == before
    assert small.build().returncode == 0


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_unwritable_output_is_told(small: Feed) -> None:
    """An output folder that may not be written gives a sentence, and stays."""
    small.output.chmod(0o555)
    small.add("2025/06/28/delta.md")
    built = small.build()
    small.output.chmod(0o755)
    assert built.returncode == 2
    assert "Permission denied" in built.stderr


def test_our_own_fault_keeps_its_traceback(small: Feed, tmp_path: Path) -> None:
    """A template that breaks ends with code 3, the page's name and a traceback; the site stays."""
    before = tree(small.output)
    for name in ("broadsheet", "templates", "static"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "build.py", tmp_path)
    template = tmp_path / "templates/pages/paper.html"
    template.write_text(template.read_text().replace("view.landing", "view.nowhere"))
    words = ["build", "--content", str(small.content)]
    built = subprocess.run(
        [sys.executable, tmp_path / "build.py", *words, "--output", str(small.output)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 3
    assert "while rendering papers/" in built.stderr
    assert "Traceback" in built.stderr
    assert tree(small.output) == before


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["buidl"], "invalid choice"),
        (["build", "--today", "2025-02-30"], "is no day that exists"),
        (["build", "--base-url", "papers.example"], "must be of the form https://"),
        (["build", "--base-url", "https://u:p@x.org/a b/"], "write https://x.org/a%20b/\n"),
        (["build", "--base-url", "https://exämple.org/é"], "write https://xn--exmple-cua.org/%C3"),
        (["build", "--base-url", "https://x.org:99999/"], "not 'https://x.org:99999/'"),
        (["build", "--base-url", "https://x.org:abc/"], "not 'https://x.org:abc/'"),
        (["build", "--base-url", "https://x..org"], "not 'https://x..org'"),
        (["build", "--base-url", "https://[::1"], "not 'https://[::1'"),
        (["announce", "--base-url", "https://x.org/?a", "--format=text"], "write https://x.org/\n"),
        (["build", "--repository", "https://github.com/a/b"], "must be owner/name: write a/b\n"),
        (["build", "--repository", "a"], "must be owner/name, not 'a'"),
        (["check", "--repository", "a/b/c"], "must be owner/name, not 'a/b/c'"),
        (["build", "--content", "nowhere"], "there is no folder nowhere"),
        (["serve", "--port", "65536"], "65536 is no port: write a number from 0 to 65535"),
        (["serve", "--port=-1"], "-1 is no port"),
        (["build", "--base-url", "https://e.org/\udcff"], "not 'https://e.org/\\udcff'"),
        (["build", "--branch", "a\udcff"], "arguments must be text in UTF-8, not a\\xff"),
        (["publish", "\udcff"], "arguments must be text in UTF-8, not \\xff"),
        (["start", "--dir", "../\udcff"], "arguments must be text in UTF-8, not ../\\xff"),
        (["start", "--title", "\udcff"], "arguments must be text in UTF-8, not \\xff"),
    ],
)
def test_wrong_usage_is_told(words: list[str], told: str) -> None:
    """A word that cannot be meant gives the usage, a sentence, and code 2."""
    done = run(*words)
    assert done.returncode == 2
    assert told in done.stderr


def test_links_in_a_circle_are_told(feed: Feed) -> None:
    """Wherever a folder may be named."""
    circle = feed.root / "circle"
    circle.symlink_to(circle)
    feed.add("2025/06/25/x.md")
    assert feed.build().returncode == 0
    for words in (
        ("build", f"--content={feed.content}", f"--output={circle}"),
        ("digest", f"--content={feed.content}", f"--output={circle}"),
        ("publish", circle, f"--output={feed.output}"),
        ("publish", f"file://{circle}", f"--output={feed.output}"),
        ("start", f"--dir={circle / 'new'}", "--program=o/n@v1"),
    ):
        done = run(*words)
        assert (done.returncode, done.stdout) == (2, "")
        assert f"Too many levels of symbolic links: {circle}" in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        ("check >&-", 2, "build.py: the standard output is closed: >/dev/null drops it\n"),
        ("check 2>&-", 0, ""),
        ("build 2>&-", 0, ""),
        ("build <&- 2>&-", 0, ""),
        ("search --queries - <&-", 2, "build.py: search wants words"),
    ],
)
def test_closed_streams(words: str, code: int, told: str, feed: Feed) -> None:
    """What is not needed may be closed; and no file of ours is taken for a stream."""
    feed.add("2025/06/25/x.md")
    command = f'"$0" "$1" {words}'
    done = subprocess.run(
        ["/bin/sh", "-c", command, sys.executable, ROOT / "build.py"],
        cwd=feed.root,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == code
    assert done.stderr.startswith(told)
    assert bool(told) == bool(done.stderr)


def test_interrupt_ends_quietly(feed: Feed) -> None:
    """Ctrl-C ends a build with code 130 and no traceback."""
    for number in range(400):
        feed.add(f"2025/06/28/p{number}.md", arxiv=f'"2501.{number:05d}"')
    process = subprocess.Popen(
        [sys.executable, ROOT / "build.py", "--content", feed.content, "--output", feed.output],
        stderr=subprocess.PIPE,
        text=True,
    )
    while not (feed.output / ".staging").exists() and process.poll() is None:
        time.sleep(0.001)  # and leave the core to the build
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in said
    assert not tree(feed.output)


def test_annotations_escape_what_a_contributor_wrote(feed: Feed) -> None:
    """In GitHub's format a text with line ends and colons cannot become a command."""
    feed.add("2025/06/25/a.md", topics='["x%0A::error::y"]')
    told = call("check", "--content", feed.content, "--format", "github").stdout
    assert told.startswith("::error file=")
    assert "x%250A::error::y" in told
    assert told.count("\n") == 1


def silent(*_told: object) -> None:
    """Hear of progress and say nothing."""


def test_server_keeps_what_it_knows(small: Feed) -> None:
    """Builds of one process give the same site as each by itself, after any edit."""
    request = Request(small.content, small.output)
    kept = Kept()
    assert build_site(request, silent, kept).rendered == 0
    gamma = small.content / "2025/06/26/gamma.md"
    whole = gamma.read_text()
    for text in (whole.replace("found", "seen"), "---\ntitle: broken\n---\n", whole):
        gamma.write_text(text)
        if "broken" in text:
            with pytest.raises(ContentError):
                build_site(request, silent, kept)
        else:
            assert build_site(request, silent, kept).rendered > 0
    assert kept.store is not None
    kept.store.close()
    alone = small.root / "alone"
    call("build", "--content", small.content, "--output", alone)
    assert tree(alone) == tree(small.output)


@pytest.mark.parametrize("harm", ["another build", "the folder taken away", "an edit and a build"])
def test_server_sees_what_others_did_to_its_folder(small: Feed, harm: str) -> None:
    """Where somebody else built into the folder, or took it away, everything is looked at again."""
    request = Request(small.content, small.output)
    kept = Kept()
    build_site(request, silent, kept)
    small.add("2025/06/27/new.md")
    build_site(request, silent, kept)
    words = ["--content", small.content, "--output", small.output]
    if harm == "the folder taken away":
        shutil.rmtree(small.output)
    else:
        run("build", *words, "--base-url", "https://other.example/")
    if harm == "an edit and a build":
        small.add("2025/06/28/newer.md")
        run("build", *words)
    build_site(request, silent, kept)
    assert kept.store is not None
    kept.store.close()
    alone = small.root / "alone"
    call("build", "--content", small.content, "--output", alone)
    assert tree(alone) == tree(small.output)


@pytest.mark.parametrize("what", ["file", "link"])
def test_whatever_lies_in_the_place_of_staging_goes(small: Feed, what: str) -> None:
    """A file or a link there stops no build, and what a link leads to is left alone."""
    treasure = small.root / "treasure"
    treasure.mkdir()
    (treasure / "gold").write_text("gold")
    staging = small.output / ".staging"
    if what == "link":
        staging.symlink_to(treasure)
    else:
        staging.write_text("in the way")
    small.add("2025/06/27/new.md")
    assert small.build().returncode == 0
    assert not staging.exists()
    assert (treasure / "gold").exists()


def test_new_site_that_could_not_be_noted_is_told(
    small: Feed, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the disk is full when the pages are in place, nobody is told that they are not."""

    def full(*_arguments: object) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    words = ["--content", str(small.content), "--output", str(small.output), "--jobs", "1"]
    small.add("2025/06/27/new.md")
    with monkeypatch.context() as patched:
        patched.setattr("broadsheet.output.store.Store.keep_pages", full)
        assert build.main(words) == 2
    told = capsys.readouterr().err
    assert "is new, but what was written could not be noted (database or disk is full)" in told
    assert (small.output / "papers/new.html").exists()
    assert build.main(words) == 0
    alone = small.root / "alone"
    call("build", "--content", small.content, "--output", alone)
    assert tree(alone) == tree(small.output)
