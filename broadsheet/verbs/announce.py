"""`announce`: print a day as a thread for Mastodon, Bluesky, Slack or plain text; nothing is sent.

The day is the newest one, unless a date is given. Posts are parted by lines of three hyphens,
which is for people; programs take them apart by --null or --json.

Examples:
    python build.py announce --format text
    python build.py announce 2025-06-25 --format mastodon --base-url https://papers.example.org/
    python build.py announce latest --format bluesky --json
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from broadsheet.content.printing import printable_json
from broadsheet.content.problems import UsageError
from broadsheet.mailing.payloads import make_payloads
from broadsheet.mailing.places import PLACES
from broadsheet.mailing.threads import Day, TooLongError, make_thread
from broadsheet.site import urls
from broadsheet.text.dates import ISO, is_date
from broadsheet.verbs.exits import Exit
from broadsheet.verbs.options import Options, add_base_url, add_content, add_jobs, add_today
from broadsheet.verbs.published import read_published

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from broadsheet.site.catalog import Catalog
    from broadsheet.site.catalog import Day as Edition

LATEST = "latest"


class AnnounceOptions(Options):
    """What `announce` was asked for."""

    date: str
    today: str
    base_url: str
    format: str
    json: bool
    null: bool


def add_options(parser: argparse.ArgumentParser) -> None:
    """Say what the verb takes."""
    add_content(parser)
    add_today(parser)
    add_jobs(parser)
    add_base_url(parser, "where the site is published (default: the url of site.yaml)")
    add = parser.add_argument
    add("date", nargs="?", default=LATEST, metavar="DATE", help="the day, or latest (the default)")
    add("--format", choices=tuple(PLACES), required=True, help="where it is to be posted")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="a line of JSON for each thing to send")
    how.add_argument("--null", action="store_true", help="end each post with a null byte instead")


def run(options: AnnounceOptions) -> Exit:
    """Print a day's thread; return CONTENT_PROBLEMS if the content has errors.

    Raise UsageError if there is no such day, or no address of the site.
    """
    read = read_published(options.content, options.today, options.jobs, "nothing is announced")
    if read is None:
        return Exit.CONTENT_PROBLEMS
    catalog, paper_of = read
    base = options.base_url or catalog.site.url
    if not base:
        message = "posts lead to the site: give its address with --base-url, or as url in site.yaml"
        raise UsageError(message)
    day = _find_day(options.date, catalog)
    if day is None:
        return Exit.DONE
    papers = [paper_of(entry) for entry in day.papers]
    told = Day(catalog.site.title, day.date, urls.base_url(base), catalog.words)
    try:
        posts = make_thread(told, papers, PLACES[options.format])
    except TooLongError as error:
        message = f"{error} is so long that {options.format} has no room for a title beside it"
        raise UsageError(message) from None
    _print(posts, options, catalog.site.language)
    return Exit.DONE


def _find_day(date: str, catalog: Catalog) -> Edition | None:
    """Return the edition of a date, or the newest; None, which is said, where there is none.

    Raise UsageError if the date is none.
    """
    days = catalog.days
    if date == LATEST:
        if not days:
            print("there is no edition yet: nothing to announce", file=sys.stderr)
        return days[0] if days else None
    nearest = _nearest(date, [day.date for day in days])
    hint = f"; the nearest edition is of {nearest}" if nearest else ""
    if not is_date(date):
        message = f"{date} is no day that exists, as YYYY-MM-DD, nor latest{hint}"
        raise UsageError(message)
    found = next((day for day in days if day.date == date), None)
    if found is None:
        print(f"{date} has no papers: nothing to announce{hint}", file=sys.stderr)
    return found


def _nearest(date: str, dates: Sequence[str]) -> str:
    """Return the nearest of some dates, newest first, to what may be none; empty without dates."""
    found = ISO.fullmatch(date)
    if not found:
        return dates[0] if dates else ""
    return min(dates, key=lambda one: abs(_days(one) - _days(date)), default="")


def _days(date: str) -> int:
    """Return about how many days a date lies after the year 0, also one that does not exist."""
    year, month, day = map(int, date.split("-"))
    return 372 * year + 31 * month + day


def _print(posts: Sequence[str], options: AnnounceOptions, language: str) -> None:
    """Print posts, each for itself or as what a program is to send."""
    if options.json:
        for payload in make_payloads(posts, options.format, language):
            print(printable_json(json.dumps(payload, ensure_ascii=False)))
    elif options.null:
        print(*posts, sep="\0", end="\0")
    else:
        print(*posts, sep="\n\n" if options.format == "text" else "\n---\n")
