"""`build`: make the site, and say what was done.

Only what changed since the last build is rendered; without a ledger in the output folder, all is.

Examples:
    python build.py
    python build.py build --base-url https://papers.example.org/ --output public
    python build.py build --explain
"""

from __future__ import annotations

import sqlite3
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from broadsheet.content.problems import (
    ContentError,
    UsageError,
    first_problems,
    printable,
    show,
)
from broadsheet.output.pipeline import Built, build_site
from broadsheet.site import urls
from broadsheet.text.counts import count
from broadsheet.verbs.exits import Exit, failed_build
from broadsheet.verbs.options import SiteOptions, add_site_options, request_of
from broadsheet.verbs.terminal import progress

if TYPE_CHECKING:
    import argparse


class BuildOptions(SiteOptions):
    """What `build` was asked for."""

    explain: bool
    timings: bool
    cluster: str


def add_options(parser: argparse.ArgumentParser) -> None:
    """Say what the verb takes."""
    add_site_options(parser)
    parser.add_argument("--explain", action="store_true", help="say why each page is rendered")
    parser.add_argument("--timings", action="store_true", help="say how long each phase took")
    parser.add_argument(
        "--cluster",
        default="",
        metavar="ADDRESS",
        help="of a Dask scheduler, whose workers share the work; local starts one here",
    )


def run(options: BuildOptions) -> Exit:
    """Build once; return CONTENT_PROBLEMS if the content has errors."""
    request = replace(request_of(options), explain=options.explain, cluster=options.cluster)
    if request.cluster:  # whose workers are elsewhere
        content, output = options.content.absolute(), options.output.absolute()
        request = replace(request, content=content, output=output)
    try:
        with progress() as tell:
            built = build_site(request, tell)
    except ContentError as error:
        for problem in error.problems:
            print(show(problem, options.content), file=sys.stderr)
        print(f"{count(error.wrong, 'error')}: the site is as it was.", file=sys.stderr)
        return Exit.CONTENT_PROBLEMS
    except BrokenPipeError:
        raise
    except (OSError, sqlite3.Error) as error:
        raise UsageError(failed_build(error, options.output)) from error
    _report(built, options)
    return Exit.DONE


def _report(built: Built, options: BuildOptions) -> None:
    """Say what was done."""
    for problem in first_problems(built.warnings):
        print(show(problem, options.content), file=sys.stderr)
    if built.waiting:
        print(
            f"{count(built.waiting, 'paper')} not published for want of a date or a summary:"
            " make check lists them",
            file=sys.stderr,
        )
    if options.explain:
        print("\n".join(map(printable, built.reasons)))
    if options.timings:
        for phase, seconds in built.timings:
            print(f"{phase:>10} {seconds:8.3f} s")
    print(
        f"{count(built.papers, 'paper')}, {count(built.planned, 'file')}:"
        f" {built.rendered:,} rendered,"
        f" {built.changed:,} changed, in {options.output}"
    )
    if built.base == urls.LOCAL:
        print(f"Built for {built.base}: to publish, give --base-url URL (make site BASE_URL=URL).")
