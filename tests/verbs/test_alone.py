"""A repository of the content alone: the workflows' shell lines are run in it as they stand.

What GitHub does is played: it puts values into expressions, and checks the program out beside the
content. The set-up of the environment is played, too, since it asks a network.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from support import ROOT, paper, run

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.repository

PROGRAM = ("broadsheet", "requirements", "static", "templates")
FILES = ("Makefile", "build.py", "pyproject.toml")
BAD = paper(published="2025-02-30", topics="[reefs]")
# What stands in expressions, and what GitHub makes of it in a pull request, or after a push.
VALUES = {
    "github.event.merge_group.base_sha || 'HEAD^1'": "HEAD^1",
    "github.event.repository.default_branch": "trunk",
    "github.event.repository.fork && github.repository || ''": "",
    "github.repository": "owner/feed",
    "steps.pages.outputs.base_url": "https://owner.example/feed",
}
EVENT = {
    "action": "labeled",
    "label": {"name": "accept"},
    "issue": {
        "number": 1,
        "state": "open",
        "user": {"login": "ada"},
        "body": "### Link\n\nnowhere at all\n\n### Day\n\n\n\n### Why is it worth reading?\n\n\n\n"
        "### Topics\n\n\n\n### Code\n\n\n\n### Project\n\n",
    },
}


def workflow(name: str) -> dict[Any, Any]:
    """Return a workflow of ours; YAML reads its key `on` as true."""
    text = (ROOT / f".github/workflows/{name}.yml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


class Runner:
    """GitHub's machine, with the content checked out and the program beside it or around it."""

    def __init__(self, folder: Path, *, alone: bool) -> None:
        """Check out a feed that was just started, with one commit more, and the program."""
        self.alone = alone
        self.folder = folder / "work space"
        self.summary = folder / "summary.md"
        self.event = folder / "event.json"
        self.event.write_text(json.dumps(EVENT))
        words = (
            "--program=o/n@v1",
            "--tag=reefs.example,2026",
            "--topics=Reefs",
            f"--content={ROOT}",
        )
        made = run("start", f"--dir={self.folder}", *words, stdin=subprocess.DEVNULL)
        assert made.returncode == 0, made.stderr
        self._check_out_program(self.folder / (".broadsheet" if alone else "."))
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "First")
        (self.folder / "content/2026/01/02").mkdir(parents=True)
        self.paper = self.folder / "content/2026/01/02/a-reef.md"
        self.paper.write_text(paper(topics="[reefs]"))
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "Second")

    def _check_out_program(self, folder: Path) -> None:
        """Copy the program, with an environment that is there already."""
        for name in PROGRAM:
            shutil.copytree(
                ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__")
            )
        for name in FILES:
            shutil.copy(ROOT / name, folder)
        (folder / ".ci").mkdir()
        (folder / ".ci/setup").write_text("[ -f Makefile ]\n")
        python = folder / ".venv/bin/python"
        python.parent.mkdir(parents=True)
        python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
        python.chmod(0o755)

    def git(self, *words: str) -> None:
        """Run git in the content's checkout."""
        who = ("-c", "user.name=A", "-c", "user.email=a@a.example")
        subprocess.run(["git", *who, *words], cwd=self.folder, check=True)  # noqa: S607 - on the path

    def run(self, name: str, step: str) -> subprocess.CompletedProcess[str]:
        """Run a step of a workflow as GitHub does."""
        whole = workflow(name)
        found = next(
            one for job in whole["jobs"].values() for one in job["steps"] if one["name"] == step
        )
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "GITHUB_EVENT_PATH": str(self.event),
            **{key: self._fill(text) for key, text in whole["env"].items()},
            **{key: self._fill(text) for key, text in found.get("env", {}).items()},
        }
        return subprocess.run(
            ["bash", "-e", "-c", found["run"]],  # noqa: S607 - the one on the path
            cwd=self.folder,
            env=environment,
            check=False,
            capture_output=True,
            text=True,
        )

    def _fill(self, text: str) -> str:
        """Return a text with values in place of its expressions."""
        values = VALUES | {
            "inputs.content-alone && '.broadsheet' || '.'": ".broadsheet" if self.alone else "."
        }
        return re.sub(r"\$\{\{ (.*?) \}\}", lambda found: values[found[1]], text)


@pytest.fixture(params=["alone", "fork"])
def runner(request: pytest.FixtureRequest, tmp_path: Path) -> Runner:
    """Return a machine with the program beside the content, and one with the two together."""
    return Runner(tmp_path, alone=request.param == "alone")


def test_content_is_checked_with_paths_of_the_repository(runner: Runner) -> None:
    """So that GitHub shows the problems beside their lines."""
    assert runner.run("check", "Check the content").returncode == 0
    runner.paper.write_text(BAD)
    done = runner.run("check", "Check the content")
    assert done.returncode == 2  # make's, for whatever fails
    assert done.stdout == (
        "::error file=content/2026/01/02/a-reef.md,line=4,col=12::published must be a day that"
        " exists, as YYYY-MM-DD, or a month or year, as YYYY-MM or YYYY, not '2025-02-30'\n"
        "::warning file=content/topics.yaml,line=7,col=16::description is none as yet: write what"
        " belongs to Reefs\n"
    )


def test_reviewer_sees_what_is_new_since_the_base(runner: Runner) -> None:
    """The paper of the last commit, not the example of the first."""
    assert runner.run("check", "Show the papers to the reviewer").returncode == 0
    text = runner.summary.read_text()
    assert "`2026/01/02/a-reef.md`" in text
    assert "an-example" not in text


@pytest.mark.parametrize("name", ["check", "publish"])
def test_site_is_built_where_it_is_taken_from(name: str, runner: Runner) -> None:
    """In `_site`, as the next steps have it; its links lead to the content's repository."""
    done = runner.run(name, "Build the site")
    assert (done.returncode, done.stderr) == (0, "")
    page = (runner.folder / "_site/papers/a-reef.html").read_text()
    assert "https://github.com/owner/feed/edit/trunk/content/2026/01/02/a-reef.md" in page
    assert (name == "publish") == ("https://owner.example/feed/papers/a-reef.html" in page)


def test_issue_is_answered(runner: Runner) -> None:
    """Here with what is wrong, which asks no network."""
    assert runner.run("intake", "Set up the program").returncode == 0
    done = runner.run("intake", "Make the paper, or say why not")
    assert (done.returncode, done.stderr) == (0, "")
    assert (runner.folder / "answer/answer.md").read_text().startswith("No paper was added:\n")


# --------------------------------------------------------------------------- the workflows' form


@pytest.mark.parametrize("name", ["check", "intake", "publish"])
def test_program_is_checked_out_where_its_steps_look_for_it(name: str) -> None:
    """At the commit of the workflow that was called, after the content, without a token left."""
    whole = workflow(name)
    call = whole[True]["workflow_call"]["inputs"]["content-alone"]
    assert (call["type"], call["default"]) == ("boolean", True)
    jobs = [
        [step for step in job["steps"] if "uses" in step or "run" in step]
        for job in whole["jobs"].values()
        if any("$PROGRAM" in step.get("run", "") for step in job["steps"])
    ]
    assert jobs
    for content, program, *_ in jobs:
        assert "path" not in content["with"]
        assert program["if"] == "inputs.content-alone"
        assert program["uses"] == content["uses"]
        assert program["with"] == {
            "repository": "${{ job.workflow_repository }}",
            "ref": "${{ job.workflow_sha }}",
            "path": ".broadsheet",
            "persist-credentials": False,
        }


@pytest.mark.parametrize("name", ["check", "intake", "publish"])
def test_steps_find_the_program_or_do_without(name: str) -> None:
    """No step runs make as if the program lay around the content, unless it is skipped there."""
    for job in workflow(name)["jobs"].values():
        if job.get("if") == "${{ !inputs.content-alone }}":
            continue
        for step in job["steps"]:
            alone = step.get("if") != "${{ !inputs.content-alone }}"
            words = re.findall(r"^make .*|\.venv/bin/python|build\.py", step.get("run", ""))
            assert not alone or all("$PROGRAM/" in step["run"] for _ in words), step["name"]


def test_what_is_about_the_program_is_left_out() -> None:
    """Its style, its types, its tests, and the HTML that its templates give."""
    jobs = workflow("check")["jobs"]
    alone = "${{ !inputs.content-alone }}"
    assert {name for name, job in jobs.items() if job.get("if") == alone} == {"lint", "test"}
    audit = next(one for one in jobs["build"]["steps"] if one.get("run") == "make audit")
    assert audit["if"] == alone
