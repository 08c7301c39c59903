"""How a run of the program ends: its exit codes, and what is said where it failed."""

from __future__ import annotations

import sqlite3
import sys
import traceback
from enum import IntEnum
from typing import TYPE_CHECKING

from broadsheet.content.printing import printable_name
from broadsheet.content.problems import UsageError, printable

if TYPE_CHECKING:
    from pathlib import Path


class Exit(IntEnum):
    """The exit codes: they tell whose turn it is."""

    DONE = 0
    CONTENT_PROBLEMS = 1  # the contributor's
    WRONG_USAGE = 2  # that of whoever ran the program, or of the machine
    OUR_BUG = 3
    NOT_SENT = 4  # the mail server's, or of whoever set it up; the letter may be sent again
    UNSETTLED = 5  # that of whoever can tell whether a letter came: it is not sent again
    INTERRUPTED = 130


def end_early(interrupt: KeyboardInterrupt) -> Exit:
    """Say what an interrupt left behind; return the exit code."""
    print(f"interrupted: {str(interrupt) or 'nothing that was written is half'}", file=sys.stderr)
    return Exit.INTERRUPTED


def fail(error: Exception) -> Exit:
    """Say what failed; return the exit code."""
    if isinstance(error, (UsageError, OSError, sqlite3.Error)):
        print(f"build.py: {what_failed(error)}", file=sys.stderr)
        return Exit.WRONG_USAGE
    for line in "".join(traceback.format_exception(error)).splitlines():
        print(printable(line), file=sys.stderr)
    print("build.py: this is a bug of Broadsheet: please report the lines above.", file=sys.stderr)
    return Exit.OUR_BUG


def what_failed(error: Exception) -> str:
    """Say what failed outside of the program."""
    if isinstance(error, OSError):
        name = f": {printable_name(str(error.filename))}" if error.filename else ""
        return (error.strerror or printable(str(error))) + name
    return printable(str(error))


def failed_build(error: Exception, output: Path) -> str:
    """Say why a site could not be written, and what to do."""
    return (
        f"the build could not be written ({what_failed(error)}); the site in {output} is as it was:"
        " mend the cause and build again"
    )
