"""A site published to real servers on this machine: a folder, S3, SFTP, WebDAV."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx
import pytest
import servers
import yaml
from support import ROOT, SITE, TOPICS, Feed, make_once, run, tree

from broadsheet.hosting.targets import PARTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from servers import Host

BASE = "https://papers.example/feed/"
MANIFEST = ".broadsheet-published"
BRIEF = "max-age=300, must-revalidate"
HEADERS = {
    "index.html": ("text/html; charset=utf-8", BRIEF),
    "feed.atom": ("application/atom+xml", BRIEF),
    "feed.xml": ("application/xml", BRIEF),
    "feed.json": ("application/json", BRIEF),
    "static/style.css": ("text/css; charset=utf-8", BRIEF),
    "2025/06/25.bib": ("text/x-bibtex; charset=utf-8", BRIEF),
    "2025/06/25.ris": ("application/x-research-info-systems", BRIEF),
    "static/icon-180.png": ("image/png", "max-age=86400"),
}


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a site, `old`, the same with a paper more and one less, `new`."""

    def make(folder: Path) -> None:
        feed = Feed(folder)
        feed.write("site.yaml", SITE)
        feed.write("topics.yaml", TOPICS)
        for day in ("24", "25", "26"):
            feed.add(f"2025/06/{day}/paper-{day}.md")
        assert feed.build("--base-url", BASE).returncode == 0
        shutil.copytree(feed.output, folder / "old")
        feed.add("2025/06/27/late.md", title="Late")
        (feed.content / "2025/06/24/paper-24.md").unlink()
        assert feed.build("--base-url", BASE).returncode == 0
        feed.output.rename(folder / "new")

    # A copy for each worker: a site that is being published is held.
    own = tmp_path_factory.mktemp("sites") / "copy"
    shutil.copytree(make_once(tmp_path_factory, "published", make), own)
    return own


@pytest.fixture(scope="module", params=servers.HOSTS)
def host(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Host]:
    """Yield a host, which has what the tests before left there."""
    with servers.HOSTS[request.param](tmp_path_factory.mktemp(request.param)) as made:
        yield made


def publish(host: Host, site: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Publish a site, as people do."""
    environment = os.environ | host.environment
    return run("publish", host.target, "--output", site, *arguments, env=environment)


def counts(done: subprocess.CompletedProcess[str]) -> tuple[int, int, int]:
    """Return how many files were uploaded, removed, and left as they were."""
    assert (done.returncode, done.stderr) == (0, "")
    found = re.search(r"upload(?:ed)? (\S+) files?, .*?; (\S+) removed; (\S+) as they", done.stdout)
    assert found, done.stdout
    uploaded, removed, same = (int(one.replace(",", "")) for one in found.groups())
    return uploaded, removed, same


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> int:
    """Return how many files are new or other than before."""
    return sum(before.get(path) != data for path, data in after.items())


def test_site_goes_there_and_changes(host: Host, sites: Path) -> None:
    """First all of it, then nothing, then what changed, and back again; always as the folder is."""
    old, new = tree(sites / "old"), tree(sites / "new")
    assert counts(publish(host, sites / "old")) == (len(old), 0, 0)
    assert host.tree() == old

    host.way.restart()
    assert counts(publish(host, sites / "old")) == (0, 0, len(old))
    assert host.way.uploads == 0
    assert len(host.way.carried) < 10_000

    told = publish(host, sites / "new", "--dry-run")
    assert host.tree() == old
    edit = (changed(old, new), len(old.keys() - new.keys()), len(new) - changed(old, new))
    assert counts(told) == edit
    assert "\nremove papers/paper-24.html\n" in told.stdout
    assert 0 < edit[0] < len(new) / 2

    assert counts(publish(host, sites / "new")) == edit
    assert host.tree() == new
    assert counts(publish(host, sites / "old"))[1] == len(new.keys() - old.keys())
    assert host.tree() == old


def test_refusal_is_one_sentence(host: Host, sites: Path) -> None:
    """It names the target, the path and what to look at, and no key; nothing comes of it."""
    publish(host, sites / "old")
    before = host.tree()
    target, environment = host.refused
    done = run(
        *("publish", target, "--output", sites / "new", "--retries", "0"),
        env=os.environ | environment,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert f"{target}/{MANIFEST}: " in done.stderr
    assert re.search("look at the (rights|name)", done.stderr)
    assert "secret" not in done.stderr
    assert host.tree() == before


def test_names_of_hosts_and_places_are_as_ssh_has_them(sites: Path, tmp_path: Path) -> None:
    """An alias may have large letters; without a folder, the place is the root, as for a path."""
    with servers.sftp(tmp_path) as host:
        environment = os.environ | host.environment
        port = urlsplit(host.target).port
        config = f"Host MyNas\n  HostName 127.0.0.1\n  Port {port}\n"
        (tmp_path / ".ssh/config").write_text(config)
        target = f"sftp://MyNas{tmp_path}/site"
        done = run("publish", target, "--output", sites / "old", env=environment)
        assert counts(done)[0] == len(tree(sites / "old"))
        assert host.tree() == tree(sites / "old")
        for name in (f"sftp://127.0.0.1:{port}", f"sftp://127.0.0.1:{port}/"):
            done = run("publish", name, "--output", sites / "old", env=environment)
            assert (done.returncode, done.stdout) == (2, "")
            assert "is not empty, and was not published by Broadsheet" in done.stderr


def test_nothing_behind_a_link_is_touched(host: Host, sites: Path, tmp_path: Path) -> None:
    """Nothing is put or removed there; a link in the place of unfinished files goes."""
    address = urlsplit(host.target)
    if address.scheme not in ("file", "sftp"):
        pytest.skip("it has no links")
    publish(host, sites / "old")
    site, before = Path(address.path), host.tree()
    (tmp_path / "theirs.html").write_text("theirs")
    (site / PARTS).symlink_to(tmp_path)
    assert counts(publish(host, sites / "old")) == (0, 0, len(before))
    assert not (site / PARTS).is_symlink()

    (site / "papers").rename(tmp_path / "papers")
    (site / "papers").symlink_to(tmp_path / "papers")
    (site / PARTS).symlink_to(tmp_path)
    elsewhere = tree(tmp_path)
    done = publish(host, sites / "new")
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{host.target}/papers is a symbolic link, and nothing is put or" in done.stderr
    assert tree(tmp_path) == elsewhere
    (site / "papers").unlink()
    (tmp_path / "papers").rename(site / "papers")
    assert counts(publish(host, sites / "old"))
    assert host.tree() == before


def test_visitors_get_types_and_how_long_to_keep(host: Host, sites: Path) -> None:
    """Where the store keeps headers with its files."""
    if not host.address:
        pytest.skip("its headers are the server's own affair")
    publish(host, sites / "old")
    for path, told in HEADERS.items():
        headers = httpx.get(host.address + path).raise_for_status().headers
        assert (headers["content-type"], headers["cache-control"]) == told, path


@pytest.mark.parametrize("retries", [0, 3])
def test_cut_connection(host: Host, sites: Path, retries: int) -> None:
    """Either it is made anew, or the next run goes on: what went is not uploaded again."""
    if not host.way.port:
        pytest.skip("there is no connection to a folder")
    publish(host, sites / "old")
    old, new = tree(sites / "old"), tree(sites / "new")
    size = sum(len(data) for path, data in new.items() if old.get(path) != data)
    every = changed(old, new)

    host.way.restart(most=size // 2, stays_cut=host.heals and not retries)
    done = publish(host, sites / "new", "--retries", retries, "--jobs", 2)
    host.way.restart()
    if retries:
        assert counts(done)[0] == every
    else:
        assert done.returncode == 2
        assert re.search(
            rf"the host does not answer.*; \d+ of {every} files were uploaded: publish again",
            done.stderr,
        )
        left = counts(publish(host, sites / "new"))[0]
        assert 0 < left <= every if host.heals else 0 < left < every
    assert host.tree() == new


@pytest.mark.repository
@pytest.mark.parametrize("name", ["sftp", "webdav"])
def test_step_of_the_docs(name: str, sites: Path, tmp_path: Path) -> None:
    """The workflow's last step publishes with its secrets alone, and leaves none behind."""
    text = (ROOT / "docs/publish.md").read_text(encoding="utf-8")
    steps = [yaml.safe_load(one)[0] for one in re.findall(r"```yaml\n( .*?)```", text, re.DOTALL)]
    step = next(one for one in steps if one["env"]["TARGET"].startswith(name))
    home, programs, server = (tmp_path / one for one in ("home", "programs", "server"))
    for folder in (home, programs, server):
        folder.mkdir()
    make = (
        f'#!/bin/sh\nexec "{sys.executable}" "{ROOT}/build.py" "$1" "$TARGET"'
        f' --output "{sites}/old"\n'
    )
    (programs / "make").write_text(make)
    (programs / "make").chmod(0o755)
    with servers.HOSTS[name](server) as host:
        environment = {"HOME": str(home), "PATH": f"{programs}:{os.environ['PATH']}"}
        environment |= dict.fromkeys(step["env"], "") | {"TARGET": host.target}
        if name == "sftp":
            environment["SSH_KEY"] = (server / ".ssh/id_ed25519").read_text().rstrip("\n")
            environment["KNOWN_HOSTS"] = (server / ".ssh/known_hosts").read_text()
        else:
            login = {"HOST": "127.0.0.1", "LOGIN": "ada", "PASSWORD": "secret-of-ada"}
            environment |= login | {"NETRC": str(tmp_path / "netrc")}
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-c", step["run"]],  # noqa: S607 - as GitHub runs it
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert host.tree() == tree(sites / "old")
    left = [*home.rglob("*"), tmp_path / "netrc"]
    assert not [one for one in left if one.is_file() and one.name != "known_hosts"]
