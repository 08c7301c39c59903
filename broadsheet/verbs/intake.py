"""`intake`: write the file of the paper that an issue proposes, and the answer to its author.

The workflow intake.yml takes both from there. Nothing of the issue's text is printed.

Examples:
    python build.py intake "$GITHUB_EVENT_PATH" --answer answer
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from broadsheet.adding import intake
from broadsheet.adding.fetch import Fetcher
from broadsheet.verbs.exits import Exit
from broadsheet.verbs.options import Options, add_content, today

if TYPE_CHECKING:
    import argparse


class IntakeOptions(Options):
    """What `intake` was asked for."""

    event: Path
    answer: Path


def add_options(parser: argparse.ArgumentParser) -> None:
    """Say what the verb takes."""
    add_content(parser)
    add = parser.add_argument
    add("event", type=Path, metavar="EVENT", help="GitHub's event of a labeled issue")
    add("--answer", type=Path, default=Path("answer"), metavar="FOLDER", help="(answer)")


def run(options: IntakeOptions) -> Exit:
    """Take the issue in."""
    find = Fetcher().find
    made = intake.run(options.event, options.content, options.answer, find, today())
    print(f"{made or 'no paper'}; the answer is in {options.answer}")
    return Exit.DONE
