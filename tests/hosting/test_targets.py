"""Targets that are refused before anything is sent, and what is said: never a secret."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest
import servers
from support import ROOT, SITE, Feed, call, tree

from broadsheet.hosting.refusals import is_passing, refusal
from broadsheet.hosting.targets import cache_of

if TYPE_CHECKING:
    from pathlib import Path

BASE = "https://papers.example/feed/"
MANIFEST = ".broadsheet-published"


@pytest.fixture
def built(feed: Feed) -> Feed:
    """Return a feed with a paper, and its site."""
    servers.require(find_spec("fsspec"), "no fsspec here: pip install fsspec")
    feed.add("2025/06/25/alpha.md")
    assert feed.build("--base-url", BASE).returncode == 0
    return feed


def publish(feed: Feed, target: object, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Publish the site, in this process."""
    return call("publish", target, "--output", feed.output, *arguments)


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("sftp://ada:hunter2@example.org/www", "holds no password"),
        ("webdav://ada:hunter2@example.org/www", "holds no password"),
        ("abfs://site@papers.example/a?sig=hunter2", "nothing behind ? or #"),
        (
            "ftp://ada:hunter2@example.org/www",
            "there is no publishing to ftp:// (did you mean sftp?)",
        ),
        ("s3://", "this is no target of s3://: name a folder, s3://BUCKET/FOLDER"),
        ("sftp://example.org:hunter2/www", "this is no target of sftp://"),
        ("file://srv/site", "three slashes"),
        ("s3:/bucket/site", "write s3://bucket/site (a folder of this name is ./s3:/bucket/site)"),
        ("S3:bucket", "write S3://bucket"),
        ("file:/srv/site", "write file:///srv/site"),
        ("", "name a folder, s3://BUCKET/FOLDER"),
    ],
)
def test_target_that_is_none(built: Feed, target: str, told: str) -> None:
    """One sentence says what a target is; what may be a password is not repeated."""
    done = publish(built, target)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert done.stderr.count("\n") == 1
    assert "hunter2" not in done.stderr


def test_missing_package_is_named() -> None:
    """With the line that installs it."""
    code = (
        "import importlib.util as found, sys; find = found.find_spec;"
        "found.find_spec = lambda name: None if name == 'paramiko' else find(name);"
        "import build; sys.exit(build.main(['publish', 'sftp://h/w']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 2
    assert "sftp:// needs paramiko, not installed here: make venv-publish, or " in done.stderr
    assert done.stderr.endswith("-m pip install paramiko\n")


def test_nothing_but_what_was_built_is_published(built: Feed, tmp_path: Path) -> None:
    """Neither hidden files nor what somebody else put beside the site."""
    (built.output / "mine.html").write_text("mine")
    assert publish(built, tmp_path / "www").returncode == 0
    there = tree(tmp_path / "www")
    assert there == {name: data for name, data in tree(built.output).items() if name != "mine.html"}
    assert {one.name for one in (tmp_path / "www").glob(".*")} == {MANIFEST}


def test_site_that_was_changed_by_hand_is_refused(built: Feed, tmp_path: Path) -> None:
    """Also one with a file less; a copy of the whole folder is as good as the folder."""
    (built.output / "index.html").write_text("by hand")
    done = publish(built, tmp_path / "www")
    assert done.returncode == 2
    assert "index.html is not as it was built: build again" in done.stderr
    assert not (tmp_path / "www").exists()
    (built.output / "index.html").unlink()
    assert publish(built, tmp_path / "www").returncode == 2
    assert built.build("--base-url", BASE).returncode == 0
    for file in built.output.rglob("*.html"):
        file.touch()
    assert publish(built, tmp_path / "www").returncode == 0


def test_target_within_the_site(built: Feed) -> None:
    """It would hold itself."""
    for target in (built.output, built.output / "www", f"file://{built.output}"):
        done = publish(built, target, "--force")
        assert (done.returncode, "lies in the site itself" in done.stderr) == (2, True)


def test_names_with_odd_signs(built: Feed, tmp_path: Path) -> None:
    """A folder is what it is called."""
    assert publish(built, tmp_path / "100%20 ?#é").returncode == 0
    assert tree(tmp_path / "100%20 ?#é") == tree(built.output)


def test_folder_without_a_site(feed: Feed, tmp_path: Path) -> None:
    """It says what to do."""
    assert "there is no site in" in publish(feed, tmp_path / "www").stderr
    feed.output.mkdir()
    (feed.output / ".broadsheet").touch()
    assert "is no whole site" in publish(feed, tmp_path / "www").stderr


def test_foreign_target_is_refused_and_taken_over(built: Feed, tmp_path: Path) -> None:
    """By --force; then what was there stays but for the paths of the site."""
    www = tmp_path / "www"
    www.mkdir()
    (www / ".htaccess").write_text("theirs")
    (www / "theirs.html").write_text("theirs")
    (www / "index.html").write_text("theirs")
    done = publish(built, www)
    assert done.returncode == 2
    assert (
        "is not empty, and was not published by Broadsheet (index.html lies there)" in done.stderr
    )
    assert publish(built, www, "--force").returncode == 0
    assert tree(www) == tree(built.output) | {"theirs.html": b"theirs"}
    assert (www / ".htaccess").read_text() == "theirs"


def test_site_of_another_tag_is_refused_and_taken_over(built: Feed, tmp_path: Path) -> None:
    """What the other site put there and this one does not have stays."""
    www = tmp_path / "www"
    assert publish(built, www).returncode == 0
    built.write("site.yaml", SITE.replace("test.example", "other.example"))
    (built.content / "2025/06/25/alpha.md").rename(built.content / "2025/06/25/beta.md")
    assert built.build("--base-url", BASE).returncode == 0
    done = publish(built, www)
    assert done.returncode == 2
    assert "holds the site of test.example,2025, not of other.example,2025" in done.stderr
    assert publish(built, www, "--force").returncode == 0
    assert (www / "papers/alpha.html").exists()
    assert tree(built.output).items() <= tree(www).items()


def test_damaged_manifest_is_refused(built: Feed, tmp_path: Path) -> None:
    """What it does not tell any more is not guessed."""
    assert publish(built, tmp_path / "www").returncode == 0
    manifest = tmp_path / "www" / MANIFEST
    manifest.write_text(manifest.read_text()[:-30])
    assert f"{MANIFEST} is damaged: " in publish(built, tmp_path / "www").stderr


def test_site_for_no_address_is_told_of(feed: Feed, tmp_path: Path) -> None:
    """Its feeds lead to this machine."""
    assert feed.build().returncode == 0
    done = publish(feed, tmp_path / "www")
    assert done.returncode == 0
    assert "The feeds of this site lead to http://127.0.0.1:8000/" in done.stderr


def test_empty_folders_go(built: Feed, tmp_path: Path) -> None:
    """But not those in which somebody else put something."""
    built.add("2024/05/06/gone.md", published="2024-01-01")
    built.add("2023/05/06/gone-too.md", published="2023-01-01")
    assert built.build("--base-url", BASE).returncode == 0
    assert publish(built, tmp_path / "www").returncode == 0
    (tmp_path / "www/2023/theirs.txt").write_text("theirs")
    (built.content / "2024/05/06/gone.md").unlink()
    (built.content / "2023/05/06/gone-too.md").unlink()
    assert built.build("--base-url", BASE).returncode == 0
    assert publish(built, tmp_path / "www").returncode == 0
    assert not (tmp_path / "www/2024").exists()
    assert [one.name for one in (tmp_path / "www/2023").iterdir()] == ["theirs.txt"]


def test_build_and_publish_do_not_meet(built: Feed, tmp_path: Path) -> None:
    """While one is at work in the folder, the other is refused."""
    from broadsheet.output.folder import site_of  # noqa: PLC0415 - of this test alone

    with site_of(built.output):
        assert "another build is at work in" in built.build().stderr
        assert "or publishes it" in publish(built, tmp_path / "www").stderr
    assert publish(built, tmp_path / "www").returncode == 0


def test_caches_ask_again_soon_for_all_but_pictures() -> None:
    """Nothing is named by its digest, so nothing is kept for ever."""
    assert cache_of("text/html") == cache_of("text/css") == "max-age=300, must-revalidate"
    assert cache_of("application/atom+xml") == "max-age=300, must-revalidate"
    assert cache_of("image/webp") == "max-age=86400"


@pytest.mark.parametrize(
    ("said", "passes"),
    [
        ("Authentication failed.", False),
        ("Authentication failed: transport shut down or saw EOF", True),
        ("Authentication timeout.", True),
    ],
)
def test_connection_cut_while_somebody_is_let_in_is_made_again(said: str, passes: bool) -> None:  # noqa: FBT001 - a case
    """The library calls that a failure of authentication, too, which else lasts."""
    paramiko = pytest.importorskip("paramiko")
    assert is_passing(paramiko.AuthenticationException(said)) is passes


@pytest.mark.parametrize(
    ("error", "passes", "told"),
    [
        (ConnectionResetError(104, "reset"), True, "the host does not answer"),
        (TimeoutError("late"), True, "the host does not answer"),
        (EOFError(), True, "the host does not answer"),
        (PermissionError(13, "Permission denied"), False, "look at the rights of the key"),
        (OSError(28, "No space left on device"), False, "look at the disk and its quota"),
        (OSError(122, "Disk quota exceeded"), False, "look at the disk and its quota"),
        (OSError("Failure"), False, "the host says no more: look at its disk and quota"),
        (FileNotFoundError(2, "NoSuchBucket"), False, "the name of the bucket or folder"),
        (ValueError("odd"), False, "the host does not take it (odd)"),
    ],
)
def test_errors_are_told_in_a_sentence(error: Exception, passes: bool, told: str) -> None:  # noqa: FBT001 - a case
    """What passes is worth another try; what does not says what to look at."""
    assert is_passing(error) is passes
    said = str(refusal(error, "s3://site/index.html"))
    assert said.startswith("s3://site/index.html: ")
    assert told in said


def test_sentences_hold_no_secret() -> None:
    """Neither the signature of an address nor a password in one."""
    error = OSError("PUT https://ada:hunter2@a.example/c/index.html?sv=2&sig=hunter2 failed")
    said = str(refusal(error, "abfs://c@a.example"))
    assert "hunter2" not in said
    assert "https://...a.example/c/index.html... failed" in said
