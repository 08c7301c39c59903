"""What several verbs take on the command line."""

from __future__ import annotations

import argparse
import os
import re
from datetime import UTC, datetime
from pathlib import Path

from broadsheet.content.forms import REPOSITORY, home_advice
from broadsheet.content.printing import printable_name
from broadsheet.content.problems import UsageError
from broadsheet.output.pipeline import Request
from broadsheet.site import urls
from broadsheet.text.dates import is_date
from broadsheet.verbs.repository import github_name

_SURROGATE = re.compile("[\ud800-\udfff]")  # what Python makes of a byte that is no text


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


def add_output(parser: argparse.ArgumentParser) -> None:
    """Add the folder of the site."""
    parser.add_argument(
        "--output",
        type=Path,
        default=Path("_site"),
        metavar="FOLDER",
        help="the folder of the site (_site)",
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


def add_base_url(parser: argparse.ArgumentParser, about: str) -> None:
    """Add the address of the site, which a verb puts before paths."""
    parser.add_argument("--base-url", default="", type=_base_url, metavar="URL", help=about)


def add_site_options(parser: argparse.ArgumentParser) -> None:
    """Add what a verb takes that builds the site."""
    add_content(parser)
    add_today(parser)
    add_jobs(parser)
    add_output(parser)
    add = parser.add_argument
    add_base_url(parser, "where the site will be published, for feeds and sitemap")
    about = "its source on GitHub"
    add("--repository", default="", type=repository, metavar="OWNER/NAME", help=about)
    add("--branch", default="main", metavar="NAME", help="its branch that people edit (main)")
    add("--force", action="store_true", help="build into a folder that holds something else")


def require_content(options: Options) -> None:
    """Raise UsageError if a verb reads the content, and its folder is not there."""
    is_written = getattr(options, "folder", None)  # by `start --dir`, elsewhere
    if "content" in options and not is_written and not options.content.is_dir():
        message = f"there is no folder {options.content}: name it with --content"
        raise UsageError(message)


def require_text(options: Options) -> None:
    """Raise UsageError if an argument holds bytes that are no text: what is written is UTF-8."""
    for value in vars(options).values():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, str | Path) and _SURROGATE.search(str(one)):
                message = f"arguments must be text in UTF-8, not {printable_name(str(one)[:80])}"
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
    """Read the address of a site, by the rule for `url` in `site.yaml`."""
    advice = home_advice(text) if text else ""
    if advice:
        message = f"it {advice}"
        raise argparse.ArgumentTypeError(message)
    return urls.base_url(text) if text else ""


def repository(text: str) -> str:
    """Read the name of a repository on GitHub, by the rule for it in `site.yaml`."""
    if text and not REPOSITORY.fullmatch(text):
        meant = github_name(text)
        message = f"it must be owner/name{f': write {meant}' if meant else f', not {text!r}'}"
        raise argparse.ArgumentTypeError(message)
    return text
