"""Compares the content with a commit of git: published names and days must not just change.

A paper has promised its name and its day, a topic or a collection its name. One that belonged to
no edition has promised no day.
"""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.content.fields import COLLECTION
from broadsheet.content.gitting import environment
from broadsheet.content.papers import entry_of, read_paper, read_text
from broadsheet.content.paths import COLLECTION_PATH, PAPER_PATH, TOPICS
from broadsheet.content.problems import Finding, Problem, UsageError
from broadsheet.content.settings import MAX_FILE, topics_of
from broadsheet.content.twins import Works
from broadsheet.text.dates import is_day, long_date
from broadsheet.text.plain import text_key

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from broadsheet.content.model import Content, Entry


def _git(root: Path, *words: str, text: str = "") -> bytes:
    """Run git in the content folder, with a text as its input, and return its output.

    Raise UsageError if it fails. What git lists ends with a NUL each, since a name may hold any
    other character; and files of a commit are asked for by their ids alone.
    """
    git = shutil.which("git")
    if git is None:
        message = "--against needs git, which is not there"
        raise UsageError(message)
    command = [git, "-C", str(root), *words]
    done = subprocess.run(  # noqa: S603 - no shell
        command, input=text.encode(), env=environment(), capture_output=True, check=False
    )
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().partition("\n")[0]
        message = (
            f"git cannot compare with that ({said}): name a commit that is here, as origin/main"
        )
        raise UsageError(message)
    return done.stdout


class Change(NamedTuple):
    """A file that differs from a commit: A (added), M (modified), D (deleted); its path.

    `blob` is git's id of what it held at the commit; empty if it was no file there, but a link. One
    that has become a link is of the kind T, and that alone is what there is to say of it.
    """

    kind: str
    path: str
    blob: str = ""


def find_changes(root: Path, ref: str) -> list[Change]:
    """Return the papers below the root that differ from a commit, sorted by kind and path."""
    new = _git(root, "ls-files", "--others", "--exclude-standard", "-z", ".")
    added = (Change("A", path) for path in new.decode(errors="surrogateescape").split("\0"))
    return sorted(
        change
        for change in (*_diff(root, ref, "."), *added)
        if PAPER_PATH.fullmatch(change.path) and not change.path.endswith("/index.md")
    )


def _diff(root: Path, ref: str, *paths: str) -> list[Change]:
    """Return the files at these paths below the root that git knows and that differ."""
    told = _git(root, "rev-parse", "--verify", "--end-of-options", f"{ref}^{{commit}}")
    commit = told.decode().strip()
    told = _git(
        *(root, "diff", "--raw", "--no-abbrev", "--no-renames", "--relative", "-z"),
        *(commit, "--", *paths),
    )
    words = told.decode(errors="surrogateescape").split("\0")
    return [_change_of(*pair) for pair in zip(words[::2], words[1::2], strict=False)]


def _change_of(about: str, path: str) -> Change:
    """Read a line of `git diff --raw`: two modes, two ids and the kind; and its path."""
    mode, _, blob, _, kind = about.removeprefix(":").split()
    return Change(kind, path, blob if mode in _REGULAR else "")


_REGULAR = ("100644", "100755")  # modes of files; that of a link is 120000, of a submodule 160000


def _read_blobs(root: Path, ids: Iterable[str]) -> dict[str, bytes]:
    """Return what files held at a commit, by their ids; those too large to be read are left out.

    git answers with a line that ends with the size, what the file held, and the end of a line.
    """
    told = _git(root, "cat-file", "--batch-check", text="".join(f"{one}\n" for one in ids))
    lines = [line.split() for line in told.decode().splitlines()]
    sizes = {words[0]: int(words[2]) for words in lines if words[1] == "blob"}
    small = {one: size for one, size in sizes.items() if size <= MAX_FILE}
    told = _git(root, "cat-file", "--batch", text="".join(f"{one}\n" for one in small))
    blobs: dict[str, bytes] = {}
    at = 0
    for one, size in small.items():
        start = told.index(b"\n", at) + 1
        blobs[one] = told[start : start + size]
        at = start + size + 1
    return blobs


def find_broken_promises(
    root: Path, changes: Iterable[Change], content: Content, today: str
) -> list[Problem]:
    """Find papers published at a commit whose name or day is another now, without an alias.

    `changes` are those since the commit. Papers of days after `today` (if it is given) were not
    published yet, and may be moved freely.
    """
    older = [change for change in changes if change.blob and change.kind != "T"]
    if not older:
        return []
    now = _Now(content)
    blobs = _read_blobs(root, {change.blob: None for change in older})
    problems: list[Problem] = []
    for kind, path, blob in older:
        if blob not in blobs:
            continue
        old = entry_of(read_paper(path, blobs[blob], lambda _: None)[0])
        if not today or old.day <= today:
            problems.extend(_promises(old, kind, now))
    return problems


class _Now:
    """The papers of today: by their names, all names that lead to one, and by what is the same."""

    def __init__(self, content: Content) -> None:
        entries = content.everything
        self.papers = {paper.slug: paper for paper in entries}
        self.names = {name for paper in entries for name in (paper.slug, *paper.aliases)}
        self._works = Works(self.papers.values())

    def find(self, old: Entry) -> Entry | None:
        """Return the paper that an older one has become: by an id, or by its title and authors."""
        for _, paper in self._works.with_id(old):
            return paper
        same = self._works.with_title(old)
        return same[0] if same and not same[1] else None


def _promises(old: Entry, kind: str, now: _Now) -> Iterable[Problem]:
    """Yield the problems of a paper that was published with a name, a day or aliases now gone."""
    for alias in old.aliases:
        if alias not in now.names:
            path = now.papers[old.slug].path if old.slug in now.papers else old.path
            yield Problem(
                path, 1, 1, f"the old name {alias} must stay: write it into aliases again"
            )
    if kind != "D":
        return
    if old.slug in now.papers and not is_day(old.day):
        return
    if old.slug in now.papers:
        here = now.papers[old.slug]
        message = (
            f"a published paper must keep its day: move the file back to {old.path}"
            f" ({long_date(old.day)})"
        )
        yield Problem(here.path, 1, 1, message)
    elif old.slug not in now.names:
        same = now.find(old)
        if same:
            message = f"this paper was published as {old.slug}: write aliases: [{old.slug}]"
            yield Problem(same.path, 1, 1, message)
        else:
            message = (
                "a published paper is gone, and so is its address: keep the file, with"
                " status: {kind: withdrawn, date: ..., note: ...}"
            )
            yield Problem(old.path, 1, 1, message, "warning")


def find_lost_names(root: Path, ref: str, content: Content) -> list[Finding]:
    """Find topics and collections that had a page at a commit whose address leads nowhere now."""
    findings: list[Finding] = []
    older = [
        change
        for change in _diff(root, ref, TOPICS, "collections")
        if change.blob and (change.path == TOPICS or COLLECTION_PATH.fullmatch(change.path))
    ]
    if not older:
        return findings
    blobs = _read_blobs(root, {change.blob: None for change in older})
    here = {one.path for one in content.collections}
    for kind, path, blob in older:
        if blob not in blobs:
            continue
        if path == TOPICS:
            findings.extend(_lost_topics(blobs[blob], content))
        elif kind == "D" or path in here:
            findings.extend(_lost_collection(path, blobs[blob], content))
    return findings


def _lost_topics(data: bytes, content: Content) -> Iterable[Finding]:
    """Yield the topics of an older list that are gone, and older slugs that led to one.

    An alias is a word before it is an address, so one that goes is a warning.
    """
    if not content.topics_read:
        return
    names = {name for topic in content.topics for name in (topic.slug, *topic.older)}
    by_name = {text_key(topic.name): topic.slug for topic in content.topics}
    by_name |= {topic.slug: topic.slug for topic in content.topics}
    for old in topics_of(data):
        now = by_name.get(old.slug) or by_name.get(text_key(old.name), "")
        if old.slug not in names and now:
            message = f"this topic was published as {old.slug}: write {old.slug} into its aliases"
            yield Finding(TOPICS, "slug", now, message)
        elif old.slug not in names:
            message = (
                f"the published topic {old.slug} is gone, and so is its address: write {old.slug}"
                " into the aliases of the topic that takes its place"
            )
            yield Finding(TOPICS, "", "", message, "warning")
        for alias in old.older if now else ():
            if alias not in names:
                message = f"the address {alias} leads nowhere now: write it into the aliases again"
                yield Finding(TOPICS, "slug", now, message, "warning")


def _lost_collection(path: str, data: bytes, content: Content) -> Iterable[Finding]:
    """Yield what is wrong if a collection, or an older name of it, leads nowhere now."""
    slug = path.removeprefix("collections/").removesuffix(".md")
    old = read_text(path, data, COLLECTION)[0] or {"title": ""}
    by_title = {text_key(one.title): one.path for one in content.collections}
    by_slug = {name: one.path for one in content.collections for name in (one.slug, *one.aliases)}
    now = by_slug.get(slug) or by_title.get(text_key(old["title"]), "")
    if not now:
        message = (
            f"a published collection is gone, and so is its address: write {slug} into the aliases"
            " of the one that takes its place"
        )
        yield Finding(path, "", "", message, "warning")
        return
    if slug not in by_slug:
        message = f"this collection was published as {slug}: write aliases: [{slug}]"
        yield Finding(now, "", "", message)
    for alias in old.get("aliases", ()):
        if alias not in by_slug:
            message = f"the old name {alias} must stay: write it into aliases again"
            yield Finding(now, "", "", message)
