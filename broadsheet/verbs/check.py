"""`check`: find every problem of the content, and mend what needs no choice.

Nothing is built. Each problem is shown with file, line, column and what to write.

Examples:
    python build.py check
    python build.py check --fix content/2025/10/28
    python build.py check --format github --against origin/main
"""

from __future__ import annotations

import json
import os
import sys
from collections import deque
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from broadsheet.content.cache import Memory
from broadsheet.content.consistency import check_content, check_tag, find_questions, locate
from broadsheet.content.fixing import fix_paper
from broadsheet.content.folder import UnreadableError, read_below, replace_file, scan
from broadsheet.content.history import find_broken_promises, find_changes, find_lost_names
from broadsheet.content.issue_form import find_stale_form, mended_form
from broadsheet.content.papers import read_paper
from broadsheet.content.paths import PAPER_PATH, TOPICS, Names
from broadsheet.content.placeholders import find_placeholders
from broadsheet.content.printing import printable_json, printable_name
from broadsheet.content.problems import UsageError, errors, first_problems, printable, show
from broadsheet.content.reader import read_content
from broadsheet.content.review import review
from broadsheet.content.settings import MAX_FILE, read_topics
from broadsheet.output.processes import spread
from broadsheet.pages.families import make_plan
from broadsheet.site.catalog import make_catalog
from broadsheet.text.counts import count
from broadsheet.verbs.exits import Exit
from broadsheet.verbs.likeness import find_like
from broadsheet.verbs.options import Options, add_content, add_jobs, add_today, repository
from broadsheet.verbs.terminal import show_problems

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from broadsheet.content.model import Paper, Topic
    from broadsheet.content.problems import Problem


class CheckOptions(Options):
    """What `check` was asked for."""

    today: str
    paths: list[Path]
    format: str
    fix: bool
    against: str
    repository: str


def add_options(parser: argparse.ArgumentParser) -> None:
    """Say what the verb takes."""
    add_content(parser)
    add_today(parser)
    add_jobs(parser)
    add = parser.add_argument
    add("paths", nargs="*", type=Path, metavar="PATH", help="show those of these files alone")
    add(
        "--format",
        choices=("text", "github", "json", "markdown"),
        default="text",
        help="lines for people (the default), GitHub's annotations, a list for programs, or the"
        " papers themselves for a reviewer",
    )
    add("--fix", action="store_true", help="first mend what needs no choice")
    add(
        "--against",
        default="",
        metavar="REF",
        help="also find what was published at a commit and has another name or day now",
    )
    add(
        "--repository",
        default="",
        type=repository,
        metavar="OWNER/NAME",
        help="also find that the feed of this repository still has the tag of Broadsheet's own",
    )


def run(options: CheckOptions) -> Exit:
    """Read, group and plan everything, and show every problem.

    Raise UsageError if a path is not there, or not below the content folder.
    """
    chosen = [_below(options.content, path) for path in options.paths]
    if options.fix:
        _mend(options.content, chosen)
    memory = Memory()
    reading = read_content(options.content, memory, spread=spread(options.jobs))
    content = reading.content
    findings = [
        *check_content(content),
        *find_questions(content),
        *find_placeholders(content),
        *check_tag(content, options.repository),
        *find_stale_form(options.content, content.topics if content.topics_read else ()),
    ]
    problems = [*reading.problems, *locate(options.content, findings)]
    if not errors(problems):
        deque(make_plan(make_catalog(content, options.today)), maxlen=0)
    changes = find_changes(options.content, options.against) if options.against else []
    promises = find_broken_promises(options.content, changes, content, options.today)
    if options.against:
        lost = find_lost_names(options.content, options.against, content)
        promises += locate(options.content, lost)
    found = [one for one in (*problems, *promises) if _is_chosen(one.path, chosen)]
    problems = first_problems(found)
    if options.format == "json":
        print(_json_of(problems))
    elif options.format == "github":
        for problem in problems:
            print(show(problem, options.content, "github"))
    elif options.format == "markdown":
        shown = {one.path for one in content.everything if _is_chosen(one.path, chosen)}
        if options.against:
            shown &= {change.path for change in changes if change.kind != "D"}
        told = [*errors(problems), *promises] if options.against else problems
        papers, unread = _read_papers(options.content, shown)
        shown -= unread
        files = sorted({one.path for one in told if _is_chosen(one.path, chosen)} - shown)
        like = find_like(papers, content, memory) if options.against and papers else {}
        print(review(papers, content.papers, problems, files, like))
    else:
        show_problems(problems, options.content)
    wrong = len(errors(found))
    warnings = len(found) - wrong
    print(
        f"{count(reading.files, 'file')}: {count(wrong, 'error')}, {count(warnings, 'warning')}",
        file=sys.stderr,
    )
    return Exit.CONTENT_PROBLEMS if wrong else Exit.DONE


def _json_of(problems: Iterable[Problem]) -> str:
    """Return problems as JSON, in lines that GitHub's runner takes for no command of its own."""
    return printable_json(json.dumps([asdict(problem) for problem in problems], indent=1))


def _below(content: Path, path: Path) -> str:
    """Return a path as it is below the content folder, empty for the folder itself.

    A link is not followed: that one stands there is what the check has to say of it.
    """
    if not os.path.lexists(path):
        message = f"there is no {path}"
        raise UsageError(message)
    # realpath takes a link that leads to itself for a place; resolve raises RuntimeError.
    there, root = Path(os.path.realpath(path)), Path(os.path.realpath(content))
    if there != root and path.name not in ("", ".."):
        there = Path(os.path.realpath(path.parent)) / path.name
    try:
        return there.relative_to(root).as_posix().removeprefix(".")
    except ValueError:
        message = f"{path} is not in {content}"
        raise UsageError(message) from None


def _is_chosen(path: str, chosen: list[str]) -> bool:
    """Return whether a path below the content folder was asked for: all are, if none is named."""
    return not chosen or any(path == one or path.startswith(f"{one}/") or not one for one in chosen)


def _read_papers(content: Path, paths: Iterable[str]) -> tuple[list[Paper], set[str]]:
    """Read papers, for a reviewer; return them, and the paths of those that cannot be read."""
    papers: list[Paper] = []
    unread: set[str] = set()
    for path in sorted(paths):
        data = _read(content, path)
        if data is None:
            unread.add(path)
        else:
            papers.append(read_paper(path, data, lambda _: None)[0])
    return papers, unread


def _read(content: Path, path: str) -> bytes | None:
    """Read a paper's file; None if it cannot be read, or is too large, as the check says of it."""
    try:
        data = read_below(content, path, MAX_FILE)
    except UnreadableError:
        return None
    return data if len(data) <= MAX_FILE else None


def _mend(content: Path, chosen: list[str]) -> None:
    """Write what can be repaired in the papers' files without a choice."""
    topics, topics_read = read_topics(content, [])
    if topics_read and _is_chosen(TOPICS, chosen):
        _mend_form(content, topics)
    found, _ = scan(content)
    names = Names(file.path for file in found)
    for file in found:
        if not PAPER_PATH.fullmatch(file.path) or not _is_chosen(file.path, chosen):
            continue
        source = content / file.path
        before = _read(content, file.path)
        if before is None:
            continue
        path, after = fix_paper(file.path, before, topics)
        if path != file.path:  # whose name another paper has gets the one that the check tells
            path = f"{path.rpartition('/')[0]}/{names.free(path)}"
        target = content / path
        is_there = os.path.lexists(target)
        if is_there and not os.path.samestat(target.lstat(), source.lstat()):
            path, target = file.path, source  # what lies there is no file of the content
        if (target, after) == (source, before):
            continue
        if target != source:
            source.rename(target)
        replace_file(target, after)
        print(printable(f"mended {content}/{printable_name(path)}"), file=sys.stderr)


def _mend_form(content: Path, topics: tuple[Topic, ...]) -> None:
    """Write the topics into the issue form, if it offers others."""
    mended = mended_form(content, topics)
    if mended:
        form, text = mended
        replace_file(form, text.encode())
        print(printable(f"mended {form}"), file=sys.stderr)
