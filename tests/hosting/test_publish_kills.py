"""Publishing that is killed at any moment: no link is ever dead, and the next run is whole."""

from __future__ import annotations

import os
import posixpath
import random
import re
import subprocess
import sys
from contextlib import suppress
from functools import lru_cache
from time import monotonic, sleep
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
import servers
from support import ROOT, SITE, TOPICS, Feed, examples, run, tree

from broadsheet.hosting.manifests import from_text

if TYPE_CHECKING:
    from pathlib import Path

    from servers import Host

PATIENCE = 60  # seconds
KILLS = 30
WITHIN = {"folder": 0.06, "sftp": 0.4}  # seconds, in which most of a change has come there
VERSIONS = ("a", "b")
_LINK = re.compile(rb'<[^>]+? (?:href|src)="([^"#?:]+)["#?]')


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return two versions of a site, each with papers that the other lacks, and links to them."""
    made = {}
    for version in VERSIONS:
        feed = Feed(tmp_path_factory.mktemp(version))
        feed.write("site.yaml", SITE)
        feed.write("topics.yaml", TOPICS)
        for number in range(12):
            feed.add(f"2025/06/{number + 1:02}/common-{number}.md", title=f"Common {number}")
        for number in range(6):
            name = f"only-{version}-{number}"
            feed.add(f"2025/06/{number + 1:02}/{name}.md", title=f"Common of {version} {number}")
        assert feed.build("--base-url", "https://papers.example/").returncode == 0
        made[version] = feed.output
    return made


@lru_cache(maxsize=2000)
def links_of(path: str, page: bytes) -> frozenset[str]:
    """Return the paths of the files that a page leads to or loads; the site is that of a host."""
    folder = posixpath.dirname(path)
    found = {unquote(link.decode()) for link in _LINK.findall(page)}
    ways = {posixpath.normpath(posixpath.join(folder, link)) for link in found}
    return frozenset(way.removeprefix("/") for way in ways)


def dead_links(files: dict[str, bytes], begin: set[str]) -> list[str]:
    """Walk from some pages to all that they lead to; return the links to what is not there."""
    dead, seen, waiting = [], set(begin), sorted(begin)
    while waiting:
        path = waiting.pop()
        for link in links_of(path, files[path]) if path.endswith(".html") else ():
            if link not in files:
                dead.append(f"{path}: {link}")
            elif link not in seen:
                seen.add(link)
                waiting.append(link)
    return dead


def command(host: Host, site: Path) -> list[str]:
    """Return the command that publishes a site, by few threads, so that it takes a while."""
    options = ["publish", host.target, "--output", str(site), "--jobs", "2"]
    return [sys.executable, str(ROOT / "build.py"), *options]


def publish_and_kill(host: Host, site: Path, manifest: Path, after: float) -> bool:
    """Begin to publish; kill it some seconds after it noted what it is about to do.

    Gives whether it was killed before its end.
    """
    before = stamp(manifest)
    with subprocess.Popen(
        command(host, site), env=os.environ | host.environment, stdout=subprocess.DEVNULL
    ) as begun:
        until = monotonic() + PATIENCE
        while stamp(manifest) == before and begun.poll() is None and monotonic() < until:
            sleep(0.001)
        sleep(after)
        begun.kill()
    return begun.returncode != 0


def stamp(file: Path) -> int:
    """Return when a file was written, or 0."""
    with suppress(OSError):
        return file.stat().st_mtime_ns
    return 0


@pytest.mark.parametrize("name", WITHIN)
def test_killed_at_any_moment(name: str, versions: dict[str, Path], tmp_path: Path) -> None:
    """After each kill no page that people come to leads to what is not there.

    Those are the entrances from the beginning on, and every page of both versions once the site was
    whole. What lies there is noted there. Whatever was to come, any version can go on from it.
    """
    dice = random.Random(name)  # noqa: S311 - the same moments in every run
    trees = {version: tree(site) for version, site in versions.items()}
    common = trees["a"].keys() & trees["b"].keys()
    with servers.HOSTS[name](tmp_path) as host:
        manifest = tmp_path / "site" / ".broadsheet-published"
        steady = {"index.html", "404.html"}
        killed = 0
        for number in range(examples(KILLS)):
            version = dice.choice(VERSIONS)
            after = WITHIN[name] * dice.random() if number % 3 else 0
            if publish_and_kill(host, versions[version], manifest, after):
                killed += 1
            files = host.tree()
            assert dead_links(files, steady & files.keys()) == [], number
            assert len(steady) == 2 or steady <= files.keys()
            noted = from_text(manifest.read_text()) if manifest.exists() else None
            assert noted is None or files.keys() <= noted.files.keys()
            assert noted is not None or not files
            if dice.random() < 0.3:
                finish(host, versions[version])
                assert host.tree() == trees[version]
                steady = set(common)
        finish(host, versions["a"])
        assert host.tree() == trees["a"]
        hidden = {path.name for path in (tmp_path / "site").glob(".*")}
        assert hidden == {".broadsheet-published"}
    assert killed


def finish(host: Host, site: Path) -> None:
    """Publish to the end."""
    done = run(*command(host, site)[2:], env=os.environ | host.environment)
    assert (done.returncode, done.stderr) == (0, "")
