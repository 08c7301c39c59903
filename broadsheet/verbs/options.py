"""What several verbs take on the command line."""

from __future__ import annotations

import argparse
import os
from datetime import UTC, datetime
from pathlib import Path

from broadsheet.content.problems import UsageError
from broadsheet.output.pipeline import Request
from broadsheet.site import urls
from broadsheet.text.dates import is_date


class Options(argparse.Namespace):
    """What a verb was asked for that reads the content."""

    verb: str
    content: Path
    jobs: int


class SiteOptions(Options):
    """What a verb was asked for that builds the site."""

    output: Path
    today: str
    base_url: str
    repository: str
    branch: str
    force: bool


def add_content(parser: argparse.ArgumentParser) -> None:
    """Add the folder that a verb reads or writes."""
    parser.add_argument(
        "--content",
        type=Path,
        default=Path("content"),
        metavar="FOLDER",
        help="the folder with the papers (content)",
    )


def add_jobs(parser: argparse.ArgumentParser) -> None:
    """Add how many processes a verb may use."""
    parser.add_argument(
        "--jobs",
        type=int,
        default=_cores(),
        metavar="N",
        help="how many processes may share the work (default: one a core)",
    )


def add_today(parser: argparse.ArgumentParser) -> None:
    """Add the day as which a verb takes today."""
    parser.add_argument(
        "--today",
        default="",
        type=day,
        metavar="DATE",
        help="leave out days after this one (default: the newest day in the content)",
    )


def add_site_options(parser: argparse.ArgumentParser) -> None:
    """Add what a verb takes that builds the site."""
    add_content(parser)
    add_today(parser)
    add_jobs(parser)
    add = parser.add_argument
    add(
        "--output",
        type=Path,
        default=Path("_site"),
        metavar="FOLDER",
        help="the folder for the site (_site)",
    )
    add(
        "--base-url",
        default="",
        type=_base_url,
        metavar="URL",
        help="where the site will be published, for feeds and sitemap",
    )
    add("--repository", default="", metavar="OWNER/NAME", help="its source on GitHub")
    add("--branch", default="main", metavar="NAME", help="its branch that people edit (main)")
    add("--force", action="store_true", help="build into a folder that holds something else")


def require_content(options: Options) -> None:
    """Raise UsageError if a verb reads the content, and its folder is not there."""
    if "content" in options and not options.content.is_dir():
        message = f"there is no folder {options.content}: name it with --content"
        raise UsageError(message)


def request_of(options: SiteOptions) -> Request:
    """Return what is to be built."""
    return Request(
        options.content,
        options.output,
        options.base_url,
        options.repository,
        options.branch,
        options.today,
        options.jobs,
        options.force,
    )


def today() -> str:
    """Return the day on which a paper is filed that nobody gave a day: this one, in UTC."""
    return datetime.now(UTC).date().isoformat()


def _cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def day(text: str) -> str:
    """Read a day that exists; argparse reads the default, the empty text, too."""
    if text and not is_date(text):
        message = f"{text} is no day that exists, as YYYY-MM-DD"
        raise argparse.ArgumentTypeError(message)
    return text


def _base_url(text: str) -> str:
    try:
        return urls.base_url(text) if text else ""
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
