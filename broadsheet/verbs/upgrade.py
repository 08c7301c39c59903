"""`upgrade`: take a newer program into a fork, and leave the content as it is.

It fetches and merges: everything below content/, and the topics of the issue form, stay yours.
Conflicts remain where you have edited the program itself, and git merge --abort takes all back.

Examples:
    python build.py upgrade
    python build.py upgrade --from https://github.com/owner/broadsheet --version v1.2
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from broadsheet.content.problems import UsageError, printable
from broadsheet.text.counts import count
from broadsheet.verbs.exits import Exit
from broadsheet.verbs.merging import Merger
from broadsheet.verbs.options import Options, add_content
from broadsheet.verbs.repository import Repository, find_repository, refuse_changes

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from broadsheet.verbs.merging import Conflict

UPSTREAM = "upstream"
CHANGELOG = "CHANGELOG.md"


class UpgradeOptions(Options):
    """What `upgrade` was asked for."""

    source: str
    version: str
    base: str


def add_options(parser: argparse.ArgumentParser) -> None:
    """Say what the verb takes."""
    add_content(parser)
    add = parser.add_argument
    add(
        "--from",
        dest="source",
        default=UPSTREAM,
        metavar="REMOTE",
        help="the program's repository: a remote of git's, an address or a folder (upstream)",
    )
    add("--version", default="main", metavar="REF", help="its branch, tag or commit (main)")
    add(
        "--base",
        default="",
        metavar="REF",
        help="what this repository began with, where it shares no history with the program's",
    )


def run(options: UpgradeOptions) -> Exit:
    """Merge the newer program; return WRONG_USAGE if conflicts are left for the owner.

    Raise UsageError, with nothing changed, if it cannot be merged.
    """
    repository = find_repository(options.content)
    refuse_changes(repository)
    if not repository.commit_of("HEAD") or not repository.ask("ls-tree", "HEAD", "--", "build.py"):
        message = (
            "no program is committed here: where the workflows in .github/workflows call it, raise"
            " the version that they name"
        )
        raise UsageError(message)
    newer = _fetch(repository, options.source, options.version)
    if not repository.attempt("merge-base", "--is-ancestor", newer, "HEAD").code:
        print(f"Nothing is newer: all of {options.version} is here.")
        return Exit.DONE
    merger = Merger(repository, options.content.resolve().name)
    base = merger.find_base(newer, options.base)
    name = repository.ask("rev-parse", "--short", newer)
    label = f"{options.version} ({name})"
    conflicts = merger.merge(base, newer, f"Take Broadsheet's {label}")
    news = find_news(_changelog(repository, base), _changelog(repository, newer))
    print("\n".join(map(printable, [f"What is new in {label}:", "", *news] if news else [])))
    if conflicts:
        _tell(conflicts)
        return Exit.WRONG_USAGE
    print(f"Merged {label}: your content is as it was.")
    return Exit.DONE


def _fetch(repository: Repository, source: str, version: str) -> str:
    """Fetch a version of the program, and return its commit."""
    if source == UPSTREAM and not repository.ask("remote", "get-url", UPSTREAM):
        message = (
            "there is no remote upstream: name the repository that this one was made from, once and"
            " for all by git remote add upstream ADDRESS, or for this time by FROM=ADDRESS"
        )
        raise UsageError(message)
    repository.run("var", "GIT_COMMITTER_IDENT")  # without a name, nothing could be committed
    repository.run("fetch", "--quiet", "--no-tags", "--end-of-options", source, version)
    return repository.commit_of("FETCH_HEAD")


def _changelog(repository: Repository, commit: str) -> str:
    """Return the changelog at a commit; empty if there is none."""
    return repository.ask("cat-file", "blob", f"{commit}:{CHANGELOG}")


def find_news(old: str, new: str) -> Sequence[str]:
    """Return the lines of a changelog that an older one lacks, below their headings."""
    return list(_find_news(set(old.splitlines()), new.splitlines()))


def _find_news(known: set[str], lines: Sequence[str]) -> Iterator[str]:
    """Yield new lines, each heading before the first of its own."""
    headings: dict[int, str] = {}
    for line in lines:
        if line.startswith("#"):
            level = len(line) - len(line.lstrip("#"))
            headings = {other: text for other, text in headings.items() if other < level}
            headings[level] = line
        elif line.strip() and line not in known:
            yield from (headings.pop(level) for level in sorted(headings) if level > 1)
            yield line


def _tell(conflicts: Sequence[Conflict]) -> None:
    """Say what is in conflict, and the two ways out."""
    print(
        f"{count(len(conflicts), 'file')} of the program, which you have edited, changed in the"
        " newer one, too:",
        file=sys.stderr,
    )
    for conflict in conflicts:
        print(printable(f"    {conflict.path}: {conflict.about}"), file=sys.stderr)
    print(
        "Your content is as it was. Mend each file (git marks the places with <<<<<<<), then\n"
        "git add it, git commit, make check. Or take all of it back: git merge --abort",
        file=sys.stderr,
    )
