"""The workflow of docs/announce.md: its steps are run as they stand, with the places played."""

from __future__ import annotations

import json
import os
import re
import subprocess
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
import yaml
from support import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.repository
POSTS = ("One “post”\n\nhttps://e.org/1", "Two $posts `x`", "Three \\n posts")


class Request(NamedTuple):
    """What a place was asked."""

    path: str
    headers: dict[str, str]
    body: Any


class Played(ThreadingHTTPServer):
    """A server that notes what it is asked, and answers as Mastodon, Bluesky and Slack do."""

    def __init__(self) -> None:
        """Listen on a port of this machine."""
        super().__init__(("127.0.0.1", 0), Handler)
        self.requests: list[Request] = []
        self.records: list[dict[str, Any]] = []
        self.refuses = 0  # the place of a request that is refused, from 1

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_port}"

    def answer(self) -> dict[str, Any]:
        """Answer the last request."""
        number, path = len(self.requests), self.requests[-1].path
        if path.endswith("createSession"):
            return {"accessJwt": "a-token", "did": "did:plc:me"}
        if "listRecords" in path:
            return {"records": self.records}
        if path.endswith("createRecord"):
            return {"uri": f"at://{number}", "cid": f"cid{number}"}
        return {"id": f"{number}"}


class Handler(BaseHTTPRequestHandler):
    """Hands a request over."""

    server: Played

    def do_POST(self) -> None:
        """Take what is posted."""
        self._take(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def do_GET(self) -> None:
        """Take a question."""
        self._take(None)

    def _take(self, body: Any) -> None:
        self.server.requests.append(Request(self.path, dict(self.headers), body))
        refused = len(self.server.requests) == self.server.refuses
        self.send_response(422 if refused else 200)
        data = json.dumps(self.server.answer()).encode()
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@pytest.fixture
def place() -> Iterator[Played]:
    """Yield a server."""
    with Played() as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


def run_step(name: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a step as GitHub does."""
    text = (ROOT / "docs/announce.md").read_text(encoding="utf-8")
    workflow = yaml.safe_load(re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)[0])
    steps = {step["name"]: step for job in workflow["jobs"].values() for step in job["steps"]}
    assert steps[name]["shell"] == "bash"
    assert set(environment) <= set(steps[name]["env"])
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", steps[name]["run"]],  # noqa: S607 - the one on the path, as in the workflow
        cwd=folder,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def write_lines(path: Path, field: str) -> None:
    """Write posts as `announce --json` prints them."""
    lines = [json.dumps({field: post}, ensure_ascii=False) for post in POSTS]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def test_mastodon(place: Played, tmp_path: Path) -> None:
    """Each status answers the one before, and bears a key of its own that is always the same."""
    write_lines(tmp_path / "mastodon.jsonl", "status")
    for _ in range(2):
        done = run_step("Post to Mastodon", tmp_path, SERVER=place.address, TOKEN="secret")  # noqa: S106
        assert done.returncode == 0, done.stderr
    first, second, third, *again = place.requests
    assert {one.path for one in place.requests} == {"/api/v1/statuses"}
    assert {one.headers["Authorization"] for one in place.requests} == {"Bearer secret"}
    assert first.body == {"status": POSTS[0]}
    assert second.body == {"status": POSTS[1], "in_reply_to_id": "1", "visibility": "unlisted"}
    assert third.body == {"status": POSTS[2], "in_reply_to_id": "2", "visibility": "unlisted"}
    keys = [one.headers["Idempotency-Key"] for one in (first, second, third)]
    assert len(set(keys)) == 3
    assert [one.headers["Idempotency-Key"] for one in again] == keys


def test_mastodon_refuses(place: Played, tmp_path: Path) -> None:
    """The step fails, and posts nothing more."""
    write_lines(tmp_path / "mastodon.jsonl", "status")
    place.refuses = 2
    done = run_step("Post to Mastodon", tmp_path, SERVER=place.address, TOKEN="secret")  # noqa: S106
    assert done.returncode != 0
    assert len(place.requests) == 2


def bluesky(place: Played, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the step for Bluesky."""
    login = {"HANDLE": "me.example", "PASSWORD": 'a"b'}
    return run_step("Post to Bluesky", folder, SERVER=place.address, **login)


def test_bluesky(place: Played, tmp_path: Path) -> None:
    """Each record answers the one before, in the thread of the first."""
    write_lines(tmp_path / "bluesky.jsonl", "text")
    done = bluesky(place, tmp_path)
    assert done.returncode == 0, done.stderr
    login, _listed, *posts = place.requests
    assert login.body == {"identifier": "me.example", "password": 'a"b'}
    assert [one.body["record"]["text"] for one in posts] == list(POSTS)
    assert {one.headers["Authorization"] for one in posts} == {"Bearer a-token"}
    first, second = {"uri": "at://3", "cid": "cid3"}, {"uri": "at://4", "cid": "cid4"}
    assert [one.body["record"].get("reply") for one in posts] == [
        None,
        {"root": first, "parent": first},
        {"root": first, "parent": second},
    ]
    for one in posts:
        assert (one.body["repo"], one.body["collection"]) == ("did:plc:me", "app.bsky.feed.post")
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", one.body["record"]["createdAt"])


def test_bluesky_is_not_told_twice(place: Played, tmp_path: Path) -> None:
    """Where the first post is among the last ones, nothing is posted."""
    write_lines(tmp_path / "bluesky.jsonl", "text")
    place.records = [{"value": {"text": "Another"}}, {"value": {"text": POSTS[0]}}]
    done = bluesky(place, tmp_path)
    assert (done.returncode, len(place.requests)) == (0, 2)
    assert done.stdout.endswith("This day was posted already.\n")


def test_slack(place: Played, tmp_path: Path) -> None:
    """Messages go to the webhook as they are."""
    write_lines(tmp_path / "slack.jsonl", "text")
    done = run_step("Post to Slack", tmp_path, WEBHOOK=f"{place.address}/hook")
    assert done.returncode == 0, done.stderr
    assert [(one.path, one.body) for one in place.requests] == [
        ("/hook", {"text": post}) for post in POSTS
    ]


@pytest.mark.parametrize(
    ("step", "secret"),
    [
        ("Post to Mastodon", "TOKEN"),
        ("Post to Bluesky", "PASSWORD"),
        ("Post to Slack", "WEBHOOK"),
    ],
)
def test_nothing_is_posted_without_secret_or_papers(
    place: Played, tmp_path: Path, step: str, secret: str
) -> None:
    """Neither is a failure."""
    write_lines(tmp_path / f"{step.rsplit(maxsplit=1)[-1].lower()}.jsonl", "text")
    assert run_step(step, tmp_path, **{secret: ""}).returncode == 0
    (tmp_path / f"{step.rsplit(maxsplit=1)[-1].lower()}.jsonl").write_text("")
    assert run_step(step, tmp_path, **{secret: f"{place.address}/hook"}).returncode == 0
    assert place.requests == []
