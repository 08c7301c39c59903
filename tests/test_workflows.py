"""The workflows: their shell lines are run as they stand, with GitHub's program played."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from delivering import ID, PROGRAM
from mailserver import MailServer, Post
from support import ROOT, Feed, run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.repository
WORKFLOWS = ROOT / ".github/workflows"
NAMES = sorted(path.name for path in WORKFLOWS.glob("*.yml"))
# Plays GitHub's program, and `make lock`, which finds the versions $NEWER: both note their words.
GH = '#!/bin/sh\nprintf "%s\\n" "$*" >>"$CALLS"\n'
MAKE = (
    '#!/bin/sh\nprintf "make %s\\n" "$*" >>"$CALLS"\nprintf "%s" "$NEWER" >requirements/run.txt\n'
)
# The clock, which shows $NOW.
DATE = """#!/bin/sh
case $3 in
  ????-??-??) exec /bin/date -u -d "$3" "$4" ;;
  *ago) exec /bin/date -u -d "$NOW $3" "$4" ;;
esac
exec /bin/date -u -d "$NOW" "$2"
"""


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
        for name, text in (("gh", GH), ("make", MAKE), ("date", DATE)):
            (folder / "bin" / name).write_text(text)
            (folder / "bin" / name).chmod(0o755)
        self.environment = {
            "PATH": f"{folder / 'bin'}:{os.environ['PATH']}",
            "HOME": str(folder),
            "CALLS": str(self.calls),
            "NOW": "2025-06-25",
            "GITHUB_OUTPUT": str(folder / "outputs"),
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
        found = next(one for one in steps(name) if one.get("name") == step)
        return subprocess.run(
            ["bash", "-e", "-c", found["run"]],  # noqa: S607 - as above
            cwd=self.folder / found.get("working-directory", "."),
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


# --------------------------------------------------------------------------- digest.yml


def outputs(runner: Runner) -> dict[str, str]:
    """Return what steps have put out since this was asked last."""
    file = runner.folder.with_name("outputs")
    lines = file.read_text().splitlines() if file.exists() else []
    file.unlink(missing_ok=True)
    return dict(line.split("=", 1) for line in lines)


@pytest.mark.parametrize(
    ("now", "variables", "today", "edition"),
    [
        ("2025-06-27", {}, "2025-06-27", "latest"),
        ("2025-06-28", {}, "", ""),
        ("2025-06-28", {"GITHUB_EVENT_NAME": "workflow_dispatch"}, "2025-06-28", "latest"),
        ("2025-06-28", {"HOW_OFTEN": "next-day"}, "2025-06-27", "latest"),
        ("2025-06-30", {"HOW_OFTEN": "next-day"}, "", ""),
        ("2025-06-28", {"HOW_OFTEN": "weekly"}, "2025-06-28", "2025-W25"),
        ("2025-06-30", {"HOW_OFTEN": "weekly"}, "2025-06-30", "2025-W26"),
        ("2025-06-28", {"EDITION": "2025-06-25"}, "2025-06-28", "2025-06-25"),
        ("2025-06-27", {"READY": "false"}, "", ""),
    ],
)
def test_edition_that_is_due(
    now: str, variables: dict[str, str], today: str, edition: str, runner: Runner
) -> None:
    """On weekdays, or of a week that has ended; without the secret none, which is said."""
    given = {"READY": "true", "GITHUB_EVENT_NAME": "workflow_run", "NOW": now, **variables}
    said = runner.run("digest.yml", "See what is due", **given)
    assert outputs(runner) == ({"today": today, "edition": edition} if edition else {})
    assert ("No letter is sent: " in said) == (not edition)


def test_digest_heeds_no_pull_request() -> None:
    """A run that anybody may cause starts nothing that has a secret."""
    condition = " ".join(workflow("digest.yml")["jobs"]["look"]["if"].split())
    assert condition == (
        "github.event_name == 'workflow_dispatch' || (github.event.workflow_run.conclusion =="
        " 'success' && contains(fromJSON('[\"push\", \"workflow_dispatch\"]'),"
        " github.event.workflow_run.event) &&"
        " github.event.workflow_run.head_repository.full_name == github.repository)"
    )


def test_secrets_and_token_never_meet() -> None:
    """The step that talks to the mail server cannot push, and no other one knows the password."""
    for step in steps("digest.yml"):
        told = str(step.get("env", {}))
        assert ("secrets.SMTP_PASSWORD" in told) == (step["name"] == "Send it")
        assert not ("github.token" in told and "secrets." in told)


class Digest:
    """Runs of digest.yml's second job, step by step, with a letter, a remote and a mail server."""

    def __init__(self, runner: Runner, server: MailServer) -> None:
        """Put a program into the checkout that has a letter where ours would render one."""
        self.runner = runner
        self.post = server.post
        self.number = 0
        self.environment = {
            **server.environment(),
            "PROGRAM": ".",
            "EDITION": "latest",
            "TODAY": "2025-06-25",
            "BASE_URL": "",
            "SETTLE": "",
            "GITHUB_EVENT_NAME": "workflow_dispatch",
        }
        program = runner.folder / ".venv/bin/python"
        program.parent.mkdir(parents=True)
        words = shlex.join([sys.executable, "-c", PROGRAM])
        program.write_text(f'#!/bin/sh\nshift 5\nexec {words} "$@"\n')
        program.chmod(0o755)

    def begin(self, **environment: str) -> dict[str, str]:
        """Begin a run of its own number on a fresh checkout; return what its steps put out."""
        self.number += 1
        self.environment |= {"RUN": f"{self.number}-1", **environment}
        checkout = self.runner.folder
        if (checkout / ".newsletter").exists():
            self.runner.git("-C", checkout, "worktree", "remove", "--force", ".newsletter")
        self.step("Take the record")
        put_out = outputs(self.runner)
        if "there" in put_out:
            self.step("Claim the edition, or settle it")
            self.step("Keep the claim")
        return put_out | outputs(self.runner)

    def step(self, name: str) -> str:
        """Run one step."""
        return self.runner.run("digest.yml", name, **self.environment)

    def end(self) -> None:
        """Send, and keep what became of it, as GitHub does whether the first fails or not."""
        try:
            self.step("Send it")
        finally:
            self.step("Keep what became of it")

    def kept(self) -> list[str]:
        """Return the states that the remote's record notes."""
        git = ("-C", self.runner.remote, "show", "newsletter:sent.jsonl")
        lines = self.runner.git(*git).splitlines()
        return [line.partition('"state": "')[2].partition('"')[0] for line in lines if ID in line]


@pytest.fixture
def digest(runner: Runner) -> Iterator[Digest]:
    """Yield runs of the workflow."""
    with MailServer(Post()) as server:
        yield Digest(runner, server)


def test_record_is_kept_before_and_after(digest: Digest) -> None:
    """On a branch of its own; the next run has nothing to do."""
    assert digest.begin() == {"there": "true", "claimed": "true"}
    assert (digest.kept(), digest.post.got) == (["sending"], [])
    digest.end()
    assert (digest.kept(), len(digest.post.got)) == (["sending", "sending", "sent"], 1)
    assert digest.begin(GITHUB_EVENT_NAME="workflow_run") == {"there": "true"}
    assert len(digest.kept()) == 3
    assert digest.runner.git("-C", digest.runner.remote, "ls-tree", "--name-only", "main") == (
        "requirements\n"
    )


def test_record_is_begun_by_hand(digest: Digest) -> None:
    """A branch that got lost is no reason to send the last edition again."""
    assert digest.begin(GITHUB_EVENT_NAME="workflow_run") == {}
    assert "there is no branch newsletter" in digest.step("Take the record")


def test_run_that_died_is_settled_by_hand(digest: Digest) -> None:
    """Whether it died before it sent or behind it: the next one sends nothing."""
    digest.begin()
    digest.step("Send it")  # and nothing more: the record that says so is lost
    with pytest.raises(subprocess.CalledProcessError) as raised:
        digest.begin()
    assert raised.value.returncode == 5
    assert "--settle" in raised.value.stderr
    assert digest.begin(SETTLE="sent") == {"there": "true"}
    assert digest.begin(SETTLE="") == {"there": "true"}
    assert (digest.kept(), len(digest.post.got)) == (["sending", "sent"], 1)


def test_letter_that_was_refused_is_sent_by_the_next_run(digest: Digest) -> None:
    """Its claim is given back."""
    digest.post.refuses = {"RCPT": "550 No"}
    digest.begin()
    with pytest.raises(subprocess.CalledProcessError) as raised:
        digest.end()
    assert raised.value.returncode == 4
    assert digest.kept() == ["sending", "failed"]
    digest.post.refuses = {}
    digest.begin()
    digest.end()
    assert (digest.kept()[-1], len(digest.post.got)) == ("sent", 1)


def test_of_two_claims_one_is_kept(digest: Digest) -> None:
    """The remote takes the first push; the second run then ends before it sends."""
    digest.begin()
    digest.end()
    git = ("-C", digest.runner.folder / ".newsletter")
    digest.runner.git(*git, "reset", "--quiet", "--hard", "HEAD~2")  # as if it had come at once
    digest.step("Claim the edition, or settle it")
    with pytest.raises(subprocess.CalledProcessError):
        digest.step("Keep the claim")
    assert outputs(digest.runner) == {}
    assert len(digest.post.got) == 1
