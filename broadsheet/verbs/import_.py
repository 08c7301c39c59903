"""`import`: write the files of many papers; those that are there are left alone.

Each file holds the records of a reference manager or of a service, and its form is recognized. A
paper whose day nobody knows is filed under its month or year, in no edition.

Examples:
    python build.py import library.bib
    python build.py import library.bib --backlog
    python build.py import daily_papers.json --date 2025-10-28 --dry-run
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from broadsheet.adding.answers import read_all
from broadsheet.adding.filing import Filing, KnownError, Wish, tell_undated, write_new
from broadsheet.adding.records import RecordError
from broadsheet.content.problems import UsageError, printable
from broadsheet.content.reader import read_content
from broadsheet.output.processes import spread
from broadsheet.text.counts import count
from broadsheet.text.dates import is_day, is_when
from broadsheet.text.markdown import shorten
from broadsheet.verbs.exits import Exit
from broadsheet.verbs.options import Options, add_content, add_jobs, day
from broadsheet.verbs.terminal import progress

if TYPE_CHECKING:
    import argparse

    from broadsheet.adding.found import Found
    from broadsheet.adding.records import Record


class ImportOptions(Options):
    """What `import` was asked for."""

    files: list[Path]
    date: str
    backlog: bool
    dry_run: bool


def add_options(parser: argparse.ArgumentParser) -> None:
    """Say what the verb takes."""
    add_content(parser)
    add_jobs(parser)
    add = parser.add_argument
    add(
        "files",
        nargs="+",
        type=Path,
        metavar="FILE",
        help="arXiv's Atom, BibTeX, RIS, CSL; JSON of Hugging Face, OpenAlex, Semantic Scholar",
    )
    add("--date", default="", type=day, metavar="DATE", help="the day of all of them")
    add(
        "--backlog",
        action="store_true",
        help="file each under the month or year when it was published, in no edition and no feed",
    )
    add("--dry-run", action="store_true", help="say what would be done, write nothing")


def run(options: ImportOptions) -> Exit:
    """Write the files of the records that can be used, and name the others.

    Those that are there already, by their title and an id, are counted.
    Raise UsageError if they are to have a day and to have none.
    """
    if options.date and options.backlog:
        message = "--date gives papers a day and --backlog gives them none: take one of the two"
        raise UsageError(message)
    content = read_content(options.content, spread=spread(options.jobs)).content
    filing = Filing(content)
    new = known = bad = waiting = dateless = undated = 0
    with progress() as tell:
        for file, found in read_all(options.files):
            tell("importing", new + known + bad, 0)
            try:
                record = _record_of(found)
                period = _period_of(record, options)
                filed = filing.file(record, Wish(period), awaits_summary=not record.abstract)
                if not options.dry_run:
                    write_new(options.content, filed)
                new += 1
                dateless += not filed.paper.published
                waiting += filed.paper.awaits and bool(filed.paper.published)
                undated += not is_day(period)
                for why in _doubts(record):
                    _tell(file, found, why)
            except KnownError as error:
                known += 1
                if not error.is_certain:  # or else most of a library that is imported again
                    _tell(file, found, f"left out, since {options.content}/{error}")
            except RecordError as error:
                bad += 1
                _tell(file, found, str(error))
    written = "would be written" if options.dry_run else "written"
    apart = [
        f"{undated:,} in no edition" if undated else "",
        _awaited(dateless, "a date"),
        _awaited(waiting, "a summary"),
    ]
    kinds = f" ({'; '.join(filter(None, apart))})" if any(apart) else ""
    print(f"{count(new, 'paper')} {written}{kinds}, {known:,} there already, {bad:,} with problems")
    return Exit.CONTENT_PROBLEMS if bad else Exit.DONE


def _record_of(found: Found) -> Record:
    """Return the record that was found; raise RecordError if it could not be read."""
    if found.record is None:
        raise RecordError(found.problem)
    return found.record


def _doubts(record: Record) -> list[str]:
    """Return what somebody must add to the file of a record, beyond a summary."""
    undated = [] if record.published else [f"{tell_undated(record)}: the paper waits for one"]
    return [*undated, *(why for _, why in record.left_out)]


def _awaited(number: int, what: str) -> str:
    """Return how many papers await something; nothing if none do."""
    return f"{number:,} {'awaits' if number == 1 else 'await'} {what}" if number else ""


def _tell(file: Path, found: Found, message: str) -> None:
    """Print what there is to say of a record, at its place."""
    print(printable(f"{file}:{found.line}: {_told(found)}{message}"), file=sys.stderr)


def _told(found: Found) -> str:
    """Return by what people know a record: its key, its title."""
    title = f"({shorten(found.title, 80)})" if found.title else ""
    told = " ".join(filter(None, (shorten(found.key, 80), title)))
    return f"{told}: " if told else ""


def _period_of(record: Record, options: ImportOptions) -> str:
    """Return the day given, else that of the feed a record is from, else its own, as far as known.

    In a backlog it is the month of its own, or the year where no more is known.
    """
    period = (
        record.published[: len("2025-06")]
        if options.backlog
        else options.date or record.featured or record.published
    )
    if not is_when(period):
        wanted = "write the year into it" if options.backlog else "give the day with --date"
        told = tell_undated(record) if record.dated else "the record has no date"
        message = f"{told}: {wanted}"
        raise RecordError(message)
    return period
