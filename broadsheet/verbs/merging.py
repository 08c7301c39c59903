"""How a newer program is merged into a fork, with all that is the owner's left out of it.

The merge is made of three versions of the program, in each of which the content, and the topics of
the issue form, are already the owner's: so neither can be in conflict, nor take part in a rename.
It is a merge of git's in every other way: it has two parents, and `git merge --abort` undoes it.
"""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.content.issue_form import FORM, offered_topics, with_topics
from broadsheet.content.problems import UsageError, printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from broadsheet.verbs.repository import Done, Repository

# What a conflict is about, by the stages in git's index: 1 before, 2 here, 3 in the newer program.
_CONFLICTS = {
    "123": "changed here and there",
    "12": "changed here, gone there",
    "13": "gone here, changed there",
    "23": "added here and there",
}


class Conflict(NamedTuple):
    """A file of the program that the owner has edited where the newer program differs."""

    path: str
    about: str


class Merger:
    """Merges newer versions of the program into a checkout whose content has this folder's name."""

    def __init__(self, repository: Repository, content: str) -> None:
        """Take the checkout, and note what is the owner's in it."""
        self.repository = repository
        self._content = content
        self._entries = repository.paths("ls-tree", "-r", "-z", "HEAD", "--", f"{content}/")
        self._topics = offered_topics(self._form("HEAD"))

    def find_base(self, newer: str, told: str) -> str:
        """Return the commit that the fork and a newer program have in common.

        Where their histories have none, it is the one that was told, or the version whose program
        is that of the fork's first commit. Raise UsageError if none is found.
        """
        ask = self.repository.ask
        base = ask("merge-base", "HEAD", newer) or self.repository.commit_of(told)
        if base:
            return base
        if ask("rev-parse", "--is-shallow-repository") == "true":
            message = (
                "this checkout knows its newest commits alone: run git fetch --unshallow first"
            )
            raise UsageError(message)
        first = ask("rev-list", "--max-parents=0", "HEAD").split()[-1]
        outside = (".", f":(exclude){self._content}", f":(exclude){FORM}")
        for commit in ask("rev-list", newer).split():
            if not self.repository.attempt("diff", "--quiet", first, commit, "--", *outside).code:
                return commit
        message = (
            "this repository shares no history with the newer program, as after a download, and"
            " began with none of its versions: name the commit or tag that it began with, as in"
            " BASE=v1.0"
        )
        raise UsageError(message)

    def merge(self, base: str, newer: str, subject: str) -> list[Conflict]:
        """Merge, and commit where there is no conflict; return the conflicts.

        Raise UsageError, with nothing changed, if git cannot merge.
        """
        run = self.repository.run
        before = run("commit-tree", self._neutral(base), text="Before").strip()
        told = f"{subject}\n"
        after = run("commit-tree", "-p", before, self._neutral(newer), text=told).strip()
        self._refuse_overwriting(after)
        run(
            *("merge", "--quiet", "--no-commit", "--no-ff", "--strategy=ours"),
            *("--allow-unrelated-histories", newer),
        )
        picked = self.repository.attempt(
            *("-c", "merge.renames=true", "-c", "merge.directoryRenames=true"),
            *("cherry-pick", "--no-commit", after),
        )
        conflicts = list(self._conflicts())
        if conflicts:
            self._note(told)
        else:
            self._commit(picked, subject)
        return conflicts

    def _commit(self, picked: Done, subject: str) -> None:
        """Commit the merge, or undo it and raise UsageError if git, or a hook of it, refuses."""
        done = picked
        if not picked.code:
            done = self.repository.attempt("commit", "--quiet", "--message", subject)
        if done.code:
            self.repository.run("merge", "--abort")
            said = printable(" ".join((done.said or done.output).split()))
            message = f"git could not merge, and nothing was changed: {said}"
            raise UsageError(message)

    def _refuse_overwriting(self, after: str) -> None:
        """Raise UsageError if a new file would take the place of one that git ignores."""
        added = ("diff", "--name-only", "--no-renames", "--diff-filter=A", "-z", "HEAD", after)
        for path in self.repository.paths(*added):
            if os.path.lexists(self.repository.folder / path):
                message = (
                    f"{printable(path)} is in the way of a new file of the program, and nothing was"
                    " changed: move it elsewhere"
                )
                raise UsageError(message)

    def _note(self, message: str) -> None:
        """Leave the message for who commits when the conflicts are mended."""
        path = self.repository.run("rev-parse", "--git-path", "MERGE_MSG").strip()
        (self.repository.folder / path).write_text(message, encoding="utf-8")

    def _conflicts(self) -> Iterator[Conflict]:
        """Yield what is in conflict, path by path."""
        stages: dict[str, str] = {}
        for entry in self.repository.paths("ls-files", "--unmerged", "-z"):
            about, _, path = entry.partition("\t")
            stages[path] = stages.get(path, "") + about[-1]
        for path, found in sorted(stages.items()):
            yield Conflict(path, _CONFLICTS.get(found, "moved here or there"))

    def _neutral(self, commit: str) -> str:
        """Return the tree of a version of the program that has the owner's content and topics."""
        entries = [
            entry
            for entry in self.repository.paths("ls-tree", "-r", "-z", "--full-tree", commit)
            if not entry.partition("\t")[2].startswith(f"{self._content}/")
        ]
        form = self._form(commit)
        if form and self._topics:
            made = with_topics(form, self._topics)
            blob = self.repository.run("hash-object", "-w", "--stdin", text=made).strip()
            entries = [_replaced(entry, blob) for entry in entries]
        lines = "".join(f"{entry}\0" for entry in (*entries, *self._entries))
        with TemporaryDirectory() as scratch:
            index = Path(scratch) / "index"
            self.repository.run("update-index", "-z", "--index-info", text=lines, index=index)
            return self.repository.run("write-tree", index=index).strip()

    def _form(self, commit: str) -> str:
        """Return the issue form at a commit; empty if there is none."""
        done = self.repository.attempt("cat-file", "blob", f"{commit}:{FORM}")
        return "" if done.code else done.output


def _replaced(entry: str, blob: str) -> str:
    """Return the entry of a tree with another blob, if it is that of the issue form."""
    about, _, path = entry.partition("\t")
    return f"{about[: about.rindex(' ')]} {blob}\t{path}" if path == FORM else entry
