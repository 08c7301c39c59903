"""The git repository that holds the content, for verbs that ask it or change it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.content.gitting import environment
from broadsheet.content.problems import UsageError, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

_GITHUB = re.compile(
    r"(?:https://(?:[^@/]+@)?github\.com/|(?:ssh://)?git@github\.com[:/])"
    r"([A-Za-z0-9-]+/[A-Za-z0-9._-]+?)(?:\.git)?/?"
)


class Done(NamedTuple):
    """How a command of git ended: its exit code, its output, and what it said of a failure."""

    code: int
    output: str
    said: str


class Repository:
    """A checkout in which git is run, without a shell."""

    def __init__(self, folder: Path) -> None:
        """Take the folder of the checkout; raise UsageError if there is no git."""
        self.folder = folder
        self._git = shutil.which("git") or ""
        if not self._git:
            message = "this needs git, which is not there: install it"
            raise UsageError(message)

    def attempt(self, *words: str, text: str = "", index: Path | None = None) -> Done:
        """Run git, with a text as its input, perhaps on another index; return how that ended."""
        done = subprocess.run(  # noqa: S603 - no shell, and a ref never comes first
            [self._git, "-C", str(self.folder), *words],
            input=text.encode(errors="surrogateescape"),
            env=environment() | ({"GIT_INDEX_FILE": str(index)} if index else {}),
            capture_output=True,
            check=False,
        )
        output, said = (
            stream.decode(errors="surrogateescape") for stream in (done.stdout, done.stderr)
        )
        return Done(done.returncode, output, said.strip())

    def run(self, *words: str, text: str = "", index: Path | None = None) -> str:
        """Run git, and return its output; raise UsageError with its words if it fails."""
        done = self.attempt(*words, text=text, index=index)
        if done.code:
            said = printable(" ".join((done.said or done.output).split()))
            message = f"git {words[0]} failed: {said}"
            raise UsageError(message)
        return done.output

    def ask(self, *words: str) -> str:
        """Run git, and return its output as one line; empty if it fails."""
        done = self.attempt(*words)
        return "" if done.code else done.output.strip()

    def paths(self, *words: str) -> list[str]:
        """Return the paths that a command of git lists, which ends each of them with a NUL."""
        return list(filter(None, self.run(*words).split("\0")))

    def commit_of(self, name: str) -> str:
        """Return the commit that a name means; empty if there is none."""
        return self.ask(
            "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"
        )


def find_repository(content: Path) -> Repository:
    """Return the repository at whose top the content folder lies; raise UsageError if in none."""
    repository = Repository(content.resolve().parent)
    top = repository.ask("rev-parse", "--show-toplevel")
    if not top or Path(top).resolve() != repository.folder:
        message = (
            f"{repository.folder} is not the top of a git repository, and nothing was changed: git"
            " brings back what is taken away here, so first commit all of it"
            " (git init, git add --all, git commit)"
        )
        raise UsageError(message)
    return repository


def refuse_changes(repository: Repository) -> None:
    """Raise UsageError if something in the checkout is not committed, or a merge is going on."""
    if repository.commit_of("MERGE_HEAD"):
        message = (
            "a merge is going on here, and nothing was changed: end it with git commit, or take it"
            " back with git merge --abort"
        )
        raise UsageError(message)
    changed = _status(repository, "--untracked-files=normal")
    if changed:
        message = (
            f"not everything here is committed ({_told(changed)}), and nothing was changed: commit"
            " it, or put it away with git stash --include-untracked"
        )
        raise UsageError(message)


def refuse_unknown(repository: Repository, places: Sequence[str], kept: str) -> None:
    """Raise UsageError if git could not bring back what lies in some places, but for a kept folder.

    It does not have what it is told to ignore, nor changes of files that it is told to pass over.
    """
    ignored = _status(repository, "--untracked-files=all", "--ignored", "--", *places)
    # The letter says how git looks at a file: small, it assumes no change; S, it skips it.
    entries = repository.paths("ls-files", "-v", "-z", "--", *places)
    skipped = [one[2:] for one in entries if one[0].islower() or one[0] == "S"]
    there = [path for path in skipped if os.path.lexists(repository.folder / path)]
    unknown = [path for path in (*ignored, *there) if not path.startswith(f"{kept}/")]
    if unknown:
        message = (
            f"git ignores what lies here ({_told(unknown)}) and could not bring it back, and"
            " nothing was changed: move it elsewhere, or have git look at it and commit it"
        )
        raise UsageError(message)


def _status(repository: Repository, *words: str) -> list[str]:
    """Return the paths that git's status lists, whatever its settings leave out."""
    status = ("status", "--porcelain", "-z", "--no-renames", "--ignore-submodules=none")
    return [entry[3:] for entry in repository.paths(*status, *words)]


def _told(paths: Sequence[str]) -> str:
    """Return the first of some paths, and how many others there are."""
    more = f" and {len(paths) - 1} more" if paths[1:] else ""
    return f"{paths[0]}{more}"


def github_name(address: str) -> str:
    """Return OWNER/NAME of a repository on GitHub by its address; empty if it is not there."""
    found = _GITHUB.fullmatch(address)
    return found[1] if found else ""
