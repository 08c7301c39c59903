"""The server on this machine: what it shows, when it builds again, and how it ends."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from time import sleep
from typing import TYPE_CHECKING

import pytest
from support import ROOT, SITE, TOPICS, Feed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass
class Served:
    """A running server: its feed, its copy of the program, its process and its address."""

    feed: Feed
    program: Path
    process: subprocess.Popen[str]
    address: str

    def get(self, path: str) -> tuple[int, str]:
        """Ask for a path; return status and text."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=60) as answer:  # noqa: S310 - ours
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def version(self) -> str:
        """Return the number of the build that an open page would wait to see changed."""
        return str(re.findall(r'data-version="(\d+)"', self.get("index.html")[1])[0])

    def wait_after(self, version: str) -> None:
        """Wait as an open page does, until there is another build."""
        assert self.get(f".wait?{version}")[0] == 200


@contextmanager
def serve(root: Path) -> Iterator[Served]:
    """Serve a feed of one paper from a copy of the program, until the block ends."""
    feed = Feed(root)
    feed.write("site.yaml", SITE)
    feed.write("topics.yaml", TOPICS)
    feed.add("2025/06/25/alpha.md")
    program = root / "program"
    for name in ("broadsheet", "templates", "static"):
        shutil.copytree(ROOT / name, program / name)
    shutil.copy(ROOT / "build.py", program)
    words = ["--content", feed.content, "--output", feed.output, "--port", "0"]
    words += ["--repository", "owner/feed", "--branch", "trunk"]
    process = subprocess.Popen(
        [sys.executable, program / "build.py", "serve", *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout
    said = iter(process.stdout.readline, "")
    address = next(found[0] for line in said if (found := re.findall(r"http://\S+", line)))
    yield Served(feed, program, process, address)
    process.send_signal(signal.SIGINT)
    rest, _ = process.communicate(timeout=30)
    assert process.returncode in (0, 130)
    assert "KeyboardInterrupt" not in rest


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Yield a server that tests ask and leave as it is."""
    with serve(tmp_path_factory.mktemp("served")) as server:
        yield server


@pytest.fixture
def edited(tmp_path: Path) -> Iterator[Served]:
    """Yield a server whose content and program one test changes."""
    with serve(tmp_path) as server:
        yield server


def test_serves_on_this_machine_alone(served: Served) -> None:
    """The address is 127.0.0.1, and the page has the script that reloads it."""
    assert served.address.startswith("http://127.0.0.1:")
    status, page = served.get("")
    assert status == 200
    assert '<script src="/.reload.js" data-version="' in page
    assert ".reload.js" not in served.feed.page("index.html")


def test_changed_content_is_built(edited: Served) -> None:
    """A saved summary is on the page when the waiting page hears of it."""
    version = edited.version()
    edited.feed.add("2025/06/25/alpha.md", summary='"Quite other words."')
    edited.wait_after(version)
    assert "Quite other words." in edited.get("papers/alpha.html")[1]


def test_page_whose_policy_lets_no_script_run_gets_none(edited: Served) -> None:
    """A page that leads on has none of its own, and the browser would only complain."""
    version = edited.version()
    edited.feed.add("2025/06/25/alpha.md", aliases="[older]")
    edited.wait_after(version)
    assert ".reload.js" in edited.get("papers/alpha.html")[1]
    page = edited.get("papers/older.html")[1]
    assert "script-src" not in page
    assert ".reload.js" not in page


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("templates/pieces/furniture.html", "Made with Broadsheet", "Made here"),
        ("static/style.css", "Charter,", '"Made here",'),
        ("broadsheet/pages/front.py", '"%(tagline)s."', '"Made here."'),
    ],
)
def test_changed_program_is_used(edited: Served, path: str, old: str, new: str) -> None:
    """Templates, style and code are watched, too; changed code is the code that builds."""
    version = edited.version()
    file = edited.program / path
    file.write_text(file.read_text().replace(old, new))
    edited.wait_after(version)
    shown = edited.get("static/style.css" if path.endswith("css") else "")[1]
    assert "Made here" in shown
    assert "/owner/feed/edit/trunk/content/" in edited.get("papers/alpha.html")[1]


def test_problems_stand_in_the_page(edited: Served) -> None:
    """While the content has problems, every page shows them; mended, the site is there again."""
    version = edited.version()
    edited.feed.add("2025/06/25/alpha.md", topics="[reasonin]")
    edited.wait_after(version)
    status, page = edited.get("")
    assert status == 500
    assert "there is no topic reasonin (did you mean reasoning?)" in page
    version = edited.version()
    edited.feed.add("2025/06/25/alpha.md")
    edited.wait_after(version)
    assert edited.get("")[0] == 200


def test_what_an_editor_leaves_is_passed_over(edited: Served) -> None:
    """An autosaved file is none of the content: what is saved is shown, and no page loads anew."""
    version = edited.version()
    for name in ("#alpha.md#", "4913", "alpha.md.orig", "alpha.md~"):
        edited.feed.write(f"2025/06/25/{name}", "---\ntitle: being edi")
    edited.feed.add("2025/06/25/alpha.md", summary='"What is saved."')
    edited.wait_after(version)
    assert "What is saved." in edited.get("papers/alpha.html")[1]
    version = edited.version()
    edited.feed.write("2025/06/25/#alpha.md#", "---\ntitle: being edited")
    edited.feed.write("2025/06/25/4913", "")
    sleep(1)
    assert edited.version() == version


def test_broken_template_is_survived(edited: Served) -> None:
    """A template that cannot be read is told in the page; the server goes on."""
    file = edited.program / "templates" / "pages" / "paper.html"
    good = file.read_text()
    version = edited.version()
    file.write_text("{% if %}")
    edited.wait_after(version)
    status, page = edited.get("")
    assert status == 500
    assert "TemplateSyntaxError" in page
    version = edited.version()
    file.write_text(good)
    edited.wait_after(version)
    assert edited.get("papers/alpha.html")[0] == 200


def test_unknown_page_is_the_site_s_own_404(served: Served) -> None:
    """A path that is not there gives the site's page for it, at any depth."""
    status, page = served.get("no/such/page.html")
    assert status == 404
    assert "There is no page here" in page


def test_nothing_outside_the_site_is_served(served: Served) -> None:
    """A path cannot climb out of the output folder."""
    for path in ("../content/site.yaml", "%2e%2e/content/site.yaml", "..%2fcontent%2fsite.yaml"):
        status, text = served.get(path)
        assert status == 404
        assert "test.example" not in text


@pytest.mark.parametrize("path", [".ledger", ".broadsheet", "%00.html", "%00.css", "static/"])
def test_what_is_not_published_is_not_served(served: Served, path: str) -> None:
    """The state's files, folders, and names that no file can have are not there."""
    assert served.get(path)[0] == 404
