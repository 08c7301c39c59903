"""The workflows: their shell lines are run as they stand, with GitHub's program played."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from support import ROOT, Feed, run

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.repository
WORKFLOWS = ROOT / ".github/workflows"
NAMES = sorted(path.name for path in WORKFLOWS.glob("*.yml"))
# Plays GitHub's program, and `make lock`, which finds the versions $NEWER: both note their words.
GH = '#!/bin/sh\nprintf "%s\\n" "$*" >>"$CALLS"\n'
MAKE = (
    '#!/bin/sh\nprintf "make %s\\n" "$*" >>"$CALLS"\nprintf "%s" "$NEWER" >requirements/run.txt\n'
)


def workflow(name: str) -> dict[Any, Any]:
    """Return a workflow; YAML reads its key `on` as true."""
    found = yaml.safe_load((WORKFLOWS / name).read_text(encoding="utf-8"))
    return dict(found)


def steps(name: str) -> list[dict[str, Any]]:
    """Return the steps of all jobs of a workflow."""
    return [step for job in workflow(name)["jobs"].values() for step in job.get("steps", ())]


class Runner:
    """A checkout with its remote, in which steps run."""

    def __init__(self, folder: Path) -> None:
        """Make a repository with one commit, a clone of it, and the programs that are played."""
        self.folder = folder / "checkout"
        self.remote = folder / "remote.git"
        self.calls = folder / "calls"
        (folder / "bin").mkdir()
        for name, text in (("gh", GH), ("make", MAKE)):
            (folder / "bin" / name).write_text(text)
            (folder / "bin" / name).chmod(0o755)
        self.environment = {
            "PATH": f"{folder / 'bin'}:{os.environ['PATH']}",
            "HOME": str(folder),
            "CALLS": str(self.calls),
            "GITHUB_REF_NAME": "main",
            "GIT_AUTHOR_NAME": "A",
            "GIT_AUTHOR_EMAIL": "a@a.example",
            "GIT_COMMITTER_NAME": "A",
            "GIT_COMMITTER_EMAIL": "a@a.example",
        }
        self.git("init", "--quiet", "--bare", "--initial-branch=main", self.remote)
        self.git("clone", "--quiet", self.remote, self.folder)
        (self.folder / "requirements").mkdir()
        (self.folder / "requirements/run.txt").write_text("a==1\n")
        self.git("-C", self.folder, "add", ".")
        self.git("-C", self.folder, "commit", "--quiet", "--message", "First")
        self.git("-C", self.folder, "push", "--quiet", "origin", "HEAD:main")

    def git(self, *words: object) -> str:
        """Run git, and return what it says."""
        return subprocess.run(
            ["git", *map(str, words)],  # noqa: S607 - the one on the path, as in the workflows
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    def run(self, name: str, step: str, **environment: str) -> str:
        """Run a step of a workflow as GitHub does, and return what it prints."""
        lines = next(one["run"] for one in steps(name) if one.get("name") == step)
        return subprocess.run(
            ["bash", "-e", "-c", lines],  # noqa: S607 - as above
            cwd=self.folder,
            env=self.environment | environment,
            check=True,
            capture_output=True,
            text=True,
        ).stdout


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    """Return a checkout in which steps run."""
    return Runner(tmp_path)


@pytest.mark.parametrize("name", NAMES)
def test_no_expression_stands_in_a_shell_line(name: str) -> None:
    """What GitHub puts in there becomes part of the program."""
    assert [step["name"] for step in steps(name) if "${{" in step.get("run", "")] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_site_knows_its_branch(name: str) -> None:
    """Its links lead to GitHub's editor, which wants the branch's own name."""
    for step in steps(name):
        if step.get("run", "").endswith('Makefile" site'):
            assert step["env"]["BRANCH"] == "${{ github.event.repository.default_branch }}"


def told_by_make(target: str, variable: str) -> str:
    """Return the command line that make would run for a target."""
    words = ["make", "--silent", "--old-file=venv-run", target, "python=echo"]
    done = subprocess.run(
        [*words, variable],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def test_branch_reaches_the_build() -> None:
    """By way of make, and left out where there is none."""
    for given, told in (("BRANCH=a b", "--branch=a b"), ("BRANCH=", "")):
        assert told_by_make("site", given) == f"build.py build {told}".rstrip() + "\n"


def test_fork_tells_the_check_its_repository() -> None:
    """So that the check asks for a tag of its own; that of this repository is ours to have."""
    checks = [step for step in steps("check.yml") if 'Makefile" check' in step.get("run", "")]
    assert {step["env"]["REPOSITORY"] for step in checks} == {
        "${{ github.event.repository.fork && github.repository || '' }}"
    }
    for given, told in (("REPOSITORY=owner/feed", "--repository=owner/feed"), ("REPOSITORY=", "")):
        assert told_by_make("check", given) == f"build.py check {told}".rstrip() + "\n"


def test_schedules_stand_alone() -> None:
    """GitHub switches a workflow with a schedule off as a whole; no push may wait for that."""
    scheduled = [name for name in NAMES if "schedule" in workflow(name)[True]]
    assert scheduled == ["daily.yml", "lock.yml"]
    for name in scheduled:
        assert set(workflow(name)[True]) <= {"schedule", "workflow_dispatch"}


def test_day_starts_publish(runner: Runner) -> None:
    """On the branch that the schedule runs on, with a token that can do nothing else."""
    runner.run("daily.yml", "Start Publish")
    assert runner.calls.read_text() == "workflow run publish.yml --ref main\n"
    assert "workflow_dispatch" in workflow("publish.yml")[True]
    assert workflow("daily.yml")["jobs"]["start"]["permissions"] == {"actions": "write"}


def test_newer_packages_become_a_pull_request(runner: Runner) -> None:
    """On a branch of the day, with one commit."""
    runner.run("lock.yml", "Take the newest versions", NEWER="a==2\n")
    runner.run("lock.yml", "Open a pull request")
    make, setup, create = runner.calls.read_text().splitlines()
    assert make == 'make lock ARGS=--upgrade --exclude-newer "7 days"'
    assert setup == "auth setup-git"
    branch = create.split()[3]
    assert branch.startswith("packages-20")
    assert create == (
        f"pr create --head {branch} --base main --title Take newer packages --body Made by"
        " `make lock ARGS=--upgrade`. *Approve workflows to run* starts its checks."
    )
    shown = ("show", "--format=%s", "--name-only", branch)
    assert runner.git("-C", runner.remote, *shown) == (
        "Take newer packages\n\nrequirements/run.txt\n"
    )


def test_nothing_newer_is_no_pull_request(runner: Runner) -> None:
    """The files are as they were."""
    runner.run("lock.yml", "Take the newest versions", NEWER="a==1\n")
    assert runner.run("lock.yml", "Open a pull request") == "Nothing is newer.\n"
    assert "pr create" not in runner.calls.read_text()


def test_queue_is_compared_with_what_it_merges_into(feed: Feed, runner: Runner) -> None:
    """A queue that rebases leaves many commits, and the check sees what all of them do."""
    old = feed.add("2025/06/25/old.md")
    git = ("-C", feed.root)
    runner.git(*git, "init", "--quiet")
    told = []
    for change in ("First", "Move", "More"):
        if change == "Move":
            old.rename(feed.content / "2025/06/25/better.md")
        elif change == "More":
            feed.add("2025/06/26/more.md")
        runner.git(*git, "add", "--all")
        runner.git(*git, "commit", "--quiet", "--message", change)
        told.append(runner.git(*git, "rev-parse", "HEAD").strip())
    codes = [
        run("check", "--content", "content", "--against", ref, cwd=feed.root).returncode
        for ref in (told[0], "HEAD^1")
    ]
    assert codes == [1, 0]
    against = [step["env"]["AGAINST"] for step in steps("check.yml") if "AGAINST" in str(step)]
    assert set(against) == {"${{ github.event.merge_group.base_sha || 'HEAD^1' }}"}
