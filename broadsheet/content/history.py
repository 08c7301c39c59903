"""Compares the content with a commit of git: published names and days must not just change."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.content.papers import entry_of, read_paper
from broadsheet.content.paths import PAPER_PATH
from broadsheet.content.problems import Problem, UsageError
from broadsheet.text.dates import long_date

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from broadsheet.content.model import Content, Entry


def _git(root: Path, *words: str) -> bytes:
    """Run git in the content folder and return its output; raise UsageError if it fails."""
    git = shutil.which("git")
    if git is None:
        message = "--against needs git, which is not there"
        raise UsageError(message)
    command = [git, "-C", str(root), *words]
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - no shell
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().partition("\n")[0]
        message = (
            f"git cannot compare with that ({said}): name a commit that is here, as origin/main"
        )
        raise UsageError(message)
    return done.stdout


class Change(NamedTuple):
    """A paper's file that differs from a commit: A (added), M (modified), D (deleted); its path."""

    kind: str
    path: str


def find_changes(root: Path, ref: str) -> list[Change]:
    """Return the papers below the root that differ from a commit, sorted by kind and path."""
    told = _git(root, "rev-parse", "--verify", "--end-of-options", f"{ref}^{{commit}}")
    commit = told.decode().strip()
    told = _git(
        root, "diff", "--name-status", "--no-renames", "--relative", "-z", commit, "--", "."
    )
    words = told.decode(errors="surrogateescape").split("\0")
    new = _git(root, "ls-files", "--others", "--exclude-standard", "-z", ".")
    added = (("A", path) for path in new.decode(errors="surrogateescape").split("\0"))
    return sorted(
        Change(kind, path)
        for kind, path in (*zip(words[::2], words[1::2], strict=False), *added)
        if PAPER_PATH.fullmatch(path) and not path.endswith("/index.md")
    )


def find_broken_promises(
    root: Path, ref: str, changes: Iterable[Change], content: Content, today: str
) -> list[Problem]:
    """Find papers published at a commit whose name or day is another now, without an alias.

    `changes` are those since the commit. Papers of days after `today` (if it is given) were not
    published yet, and may be moved freely.
    """
    entries = content.everything
    now = {paper.slug: paper for paper in entries}
    names = {name for paper in entries for name in (paper.slug, *paper.aliases)}
    problems: list[Problem] = []
    for kind, path in changes:
        if kind == "A":
            continue
        old = _entry_at(root, ref, path)
        if not today or old.day <= today:
            problems.extend(_promises(old, kind, now, names))
    return problems


def _entry_at(root: Path, ref: str, path: str) -> Entry:
    """Read a paper as it was at a commit."""
    data = _git(root, "show", f"{ref}:./{path}")
    return entry_of(path, read_paper(path, data, lambda _: None)[0])


def _promises(old: Entry, kind: str, now: dict[str, Entry], names: set[str]) -> Iterable[Problem]:
    """Yield the problems of a paper that was published with a name, a day or aliases now gone."""
    for alias in old.aliases:
        if alias not in names:
            path = now[old.slug].path if old.slug in now else old.path
            yield Problem(
                path, 1, 1, f"the old name {alias} must stay: write it into aliases again"
            )
    if kind != "D":
        return
    if old.slug in now:
        here = now[old.slug]
        message = (
            f"a published paper must keep its day: move the file back to {old.path}"
            f" ({long_date(old.day)})"
        )
        yield Problem(here.path, 1, 1, message)
    elif old.slug not in names:
        same = next((paper for paper in now.values() if set(paper.same) & set(old.same)), None)
        if same:
            message = f"this paper was published as {old.slug}: write aliases: [{old.slug}]"
            yield Problem(same.path, 1, 1, message)
        else:
            message = (
                "a published paper is gone, and so is its address: keep the file, with"
                " status: {kind: withdrawn, date: ..., note: ...}"
            )
            yield Problem(old.path, 1, 1, message, "warning")
