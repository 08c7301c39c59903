"""`start`: make a feed of your own, in a fork of this repository or in a new folder.

In a fork, it takes our papers out of content/ and leaves settings, topics and one example to fill
in. With --dir, it writes a repository that holds the content alone, and calls our workflows. What
is not given is asked for on a terminal.

Examples:
    python build.py start --title "Reef notes" --tag reefs.example.org,2026
    python build.py start --dir ../reef-notes --topics "Coral reefs, Plankton, Deep sea"
"""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from broadsheet.content.consistency import OUR_TAG
from broadsheet.content.folder import replace_file
from broadsheet.content.issue_form import FORM, with_topics
from broadsheet.content.paths import LOOK, SITE
from broadsheet.content.problems import UsageError
from broadsheet.content.settings import read_site
from broadsheet.content.starter import refuse_bad, starting_content, write_files
from broadsheet.verbs.alone import find_program, find_target, write_alone
from broadsheet.verbs.asking import QUESTIONS, ask
from broadsheet.verbs.exits import Exit
from broadsheet.verbs.options import Options, add_content, day, today
from broadsheet.verbs.repository import find_repository, refuse_changes, refuse_unknown

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from broadsheet.content.problems import Problem

COMMIT = "git commit -m 'A feed of our own'"
_LOOK = LOOK[0].partition("/")[0]  # the folder that stays


class StartOptions(Options):
    """What `start` was asked for; the answers to `QUESTIONS` are among it."""

    folder: Path | None
    program: str
    today: str


def add_options(parser: argparse.ArgumentParser) -> None:
    """Say what the verb takes."""
    add_content(parser)
    add = parser.add_argument
    add("--title", default="", metavar="TEXT", help="the feed's name")
    add("--tagline", default="", metavar="TEXT", help="what it is, in a line")
    add(
        "--tag",
        default="",
        metavar="DOMAIN,YEAR",
        help="a domain or an address of e-mail that is yours, a comma, and a year in which it was"
        " yours: all ids in feeds begin with it",
    )
    add("--language", default="", metavar="TAG", help="the language of the texts (en)")
    add("--topics", default="", metavar="NAMES", help="names of topics, with commas between them")
    add(
        "--dir",
        dest="folder",
        type=Path,
        metavar="FOLDER",
        help="write a new repository there, which holds the content alone",
    )
    add(
        "--program",
        default="",
        metavar="OWNER/NAME@REF",
        help="with --dir: the program's repository on GitHub and a commit or tag of it (default:"
        " those of this checkout)",
    )
    add("--today", default="", type=day, metavar="DATE", help="the example's day (default: today)")


def run(options: StartOptions) -> Exit:
    """Start a feed; raise UsageError, with nothing changed, if that cannot be done."""
    given = {name: getattr(options, name) for name in QUESTIONS}
    first = options.today or today()
    if options.folder is None:
        _start_here(options.content, given, first)
    else:
        _start_there(options.folder, options.program, given, first)
    return Exit.DONE


def _start_there(folder: Path, told: str, given: Mapping[str, str], first: str) -> None:
    """Write a repository that holds the content alone, and say what is next."""
    target = find_target(folder)
    program = find_program(told)
    write_alone(target, program, ask(given), first)
    place = shlex.quote(str(folder))
    print(f"{folder} holds your feed; its workflows call {program.repository}@{program.ref}")
    print(f"Next: fill in site.yaml and topics.yaml in {folder / 'content'}, and put your first")
    print(f"paper in the example's place. To see it: make serve CONTENT={place}/content")
    print(f"Then: cd {place} && git add --all && {COMMIT}")
    print("and push that to a new repository on GitHub.")


def _start_here(content: Path, given: Mapping[str, str], first: str) -> None:
    """Make the checkout one's own, and say what is next."""
    repository = find_repository(content)
    refuse_changes(repository)
    name = content.resolve().name
    refuse_unknown(repository, (name, FORM), f"{name}/{_LOOK}")
    _refuse_owned(content)
    answers = ask(given)
    files = starting_content(answers, first, schemas=True)
    with TemporaryDirectory(dir=repository.folder, prefix=".start-") as scratch:
        new = Path(scratch) / "new"
        write_files(new, files)
        refuse_bad(new)
        _exchange(content, new, Path(scratch) / "old", repository.folder / FORM, answers.topics)
    print(f"{content} is yours: site.yaml, topics.yaml and {max(files, key=len)}")
    print("Next: fill in the first two, and put your first paper in the place of the third.")
    print("To see what is left to mend: make check. To see the site: make serve")
    print(f"Then: git add --all && {COMMIT} && git push")


def _refuse_owned(content: Path) -> None:
    """Raise UsageError if the content is not ours: somebody's papers or files would be lost."""
    if not os.path.lexists(content / SITE):
        message = (
            f"{content} has no {SITE}, so it holds no feed, and nothing was changed: name the"
            " folder with the papers with --content"
        )
        raise UsageError(message)
    problems: list[Problem] = []
    tag = read_site(content, problems).tag
    if not tag:
        message = (
            f"{content}/{SITE} does not say whose feed this is, and nothing was changed: mend it"
            f" first ({problems[0].message})"
        )
        raise UsageError(message)
    if tag.partition(",")[0] != OUR_TAG:
        message = (
            f"{content}/{SITE} has a tag of its own ({tag}): this feed was started already, and"
            " nothing was changed"
        )
        raise UsageError(message)


def _exchange(content: Path, new: Path, old: Path, form: Path, topics: Mapping[str, str]) -> None:
    """Put the new content in the place of the old one, but for the look, and write the form."""
    text = form.read_text(encoding="utf-8") if form.is_file() else ""
    content.rename(old)
    try:
        new.rename(content)
        if text:
            replace_file(form, with_topics(text, tuple(topics)).encode())
        if (old / _LOOK).is_dir():
            (old / _LOOK).rename(content / _LOOK)
    except BaseException:
        if content.exists():
            content.rename(new)
        old.rename(content)
        raise
