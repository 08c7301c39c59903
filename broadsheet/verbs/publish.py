"""`publish`: put the built site where its visitors find it: only what changed since last time.

The target is a folder, or an address: s3://BUCKET/FOLDER, gs://BUCKET/FOLDER,
abfs://CONTAINER@ACCOUNT/FOLDER, sftp://USER@HOST/FOLDER, webdav://HOST/FOLDER. Keys and passwords
are looked for where the library of each host looks, and are never part of a target.

Examples:
    python build.py publish /srv/www/papers
    python build.py publish s3://papers.example.org --dry-run
    python build.py publish sftp://ada@example.org/var/www/papers --output public
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from broadsheet.content.folder import resolved
from broadsheet.content.problems import UsageError, printable
from broadsheet.hosting.built import read_built
from broadsheet.hosting.plans import make_plan
from broadsheet.hosting.targets import Target
from broadsheet.hosting.transfer import Done, Transfer, read_manifest
from broadsheet.output.folder import site_of
from broadsheet.site import urls
from broadsheet.text.counts import count
from broadsheet.verbs.exits import Exit
from broadsheet.verbs.options import Options, add_output
from broadsheet.verbs.terminal import progress

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from broadsheet.hosting.built import Built
    from broadsheet.hosting.plans import Plan

_UNITS = ("bytes", "kB", "MB", "GB")


class PublishOptions(Options):
    """What `publish` was asked for."""

    target: str
    output: Path
    dry_run: bool
    force: bool
    retries: int


def add_options(parser: argparse.ArgumentParser) -> None:
    """Say what the verb takes."""
    add_output(parser)
    add = parser.add_argument
    add("target", metavar="TARGET", help="where the site goes: a folder, or an address")
    add("--dry-run", action="store_true", help="say what would be done, and do nothing")
    add("--force", action="store_true", help="publish where something else lies, which stays")
    add("--jobs", type=int, default=0, metavar="N", help="how many files are sent at once")
    add("--retries", type=int, default=5, metavar="N", help="how often what failed is tried again")


def run(options: PublishOptions) -> Exit:
    """Publish what was built; raise UsageError where that cannot be done."""
    target = Target(options.target, max(0, options.jobs), max(0, options.retries))
    if target.folder and target.folder.is_relative_to(resolved(options.output)):
        message = f"{target.name} lies in the site itself: name another folder"
        raise UsageError(message)
    with site_of(options.output):
        built = read_built(options.output)
        if built.home == urls.LOCAL:
            print(
                f"The feeds of this site lead to {built.home}: to publish, build it with"
                " --base-url URL (make site BASE_URL=URL).",
                file=sys.stderr,
            )
        there = read_manifest(target, built.tag, force=options.force)
        plan = make_plan(built.digests, there)
        if options.dry_run:
            _show(plan, built)
            return Exit.DONE
        try:
            with progress() as tell:
                done = Transfer(built, target, there, tell).run(plan)
        except KeyboardInterrupt:
            print(
                "interrupted: the site there is between old and new; publish again goes on",
                file=sys.stderr,
            )
            return Exit.INTERRUPTED
    print(f"uploaded {_told(done, plan)}, at {printable(target.name)}")
    return Exit.DONE


def _show(plan: Plan, built: Built) -> None:
    """Say what would be done."""
    for path in plan.early:
        print(f"remove {printable(path)}")
    for path in plan.uploads:
        print(f"upload {printable(path)}")
    for path in plan.removals[len(plan.early) :]:
        print(f"remove {printable(path)}")
    size = sum(map(built.size, plan.uploads))
    print(f"would upload {_told(Done(len(plan.uploads), size, len(plan.removals)), plan)}")


def _told(done: Done, plan: Plan) -> str:
    """Return what was done in a line."""
    return (
        f"{count(done.uploaded, 'file')}, {_size(done.size)}; {done.removed:,} removed;"
        f" {plan.same:,} as they were"
    )


def _size(size: int) -> str:
    """Return a number of bytes in the unit that gives few digits."""
    amount, unit = float(size), 0
    while amount >= 1000 and unit < len(_UNITS) - 1:  # noqa: PLR2004 - as the units are parted
        amount, unit = amount / 1000, unit + 1
    return f"{amount:,.0f} {_UNITS[unit]}"
