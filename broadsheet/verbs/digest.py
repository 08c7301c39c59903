"""`digest`: write a day or a week as a letter and, where that is asked for, send it, once.

The letter stands in three files: a message (.eml), which mail programs open and services take, and
its two forms by themselves (.html, .txt). Without a date it is that of the newest edition.

Examples:
    python build.py digest --base-url https://papers.example.org/
    python build.py digest 2025-06-25 --topic reasoning
    python build.py digest 2025-W26
    python build.py digest latest-week
"""

from __future__ import annotations

from email.headerregistry import Address
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from broadsheet.content.problems import (
    UsageError,
    did_you_mean,
    printable,
)
from broadsheet.mailing.letters import Writer
from broadsheet.mailing.messages import Envelope, make_message
from broadsheet.output.filters import site_filters
from broadsheet.output.folder import refuse_within
from broadsheet.output.pipeline import PROGRAM
from broadsheet.output.render import load_templates
from broadsheet.site import urls
from broadsheet.site.digest import is_period
from broadsheet.site.frame import make_frame
from broadsheet.text.dates import week_of
from broadsheet.text.plain import fold
from broadsheet.verbs.exits import Exit
from broadsheet.verbs.options import add_base_url, add_content, add_jobs, add_today
from broadsheet.verbs.posting import PostingOptions, add_posting, is_posting, post
from broadsheet.verbs.published import read_published

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Mapping

    from broadsheet.content.model import Entry, Newsletter, Paper
    from broadsheet.site.catalog import Catalog
    from broadsheet.site.frame import Frame

LATEST, LATEST_WEEK = "latest", "latest-week"
NOBODY = "example.invalid"  # the host of whom a letter is from that has no sender as yet


class DigestOptions(PostingOptions):
    """What `digest` was asked for."""

    period: str
    topic: str
    output: Path
    base_url: str
    today: str


def add_options(parser: argparse.ArgumentParser) -> None:
    """Say what the verb takes."""
    add = parser.add_argument
    add(
        "period",
        nargs="?",
        default=LATEST,
        metavar="DATE|WEEK",
        help=f"a day (2025-06-25), a week (2025-W26), {LATEST} (the default) or {LATEST_WEEK}",
    )
    add("--topic", default="", metavar="SLUG", help="tell of the papers of one topic alone")
    add(
        "--output",
        type=Path,
        default=Path("digest"),
        metavar="FOLDER",
        help="the folder for the letter (digest)",
    )
    add_content(parser)
    add_today(parser)
    add_base_url(parser, "where the site is published (default: the url of site.yaml)")
    add_jobs(parser)
    add_posting(parser)


def run(options: DigestOptions) -> Exit:
    """Write a letter; a period without papers has none, which is said and is no failure.

    Return CONTENT_PROBLEMS if the content has errors. Raise UsageError if there is no such period
    or topic, or if the letter would lie in the content.
    """
    refuse_within(options.output, options.content)
    posting = is_posting(options)
    read = read_published(options.content, options.today, options.jobs, "no letter was written")
    if read is None:
        return Exit.CONTENT_PROBLEMS
    catalog, paper_of = read
    period = _find_period(options.period, catalog)
    _require_topic(options.topic, catalog)
    base = urls.base_url(options.base_url or catalog.site.url or urls.LOCAL)
    frame = make_frame(catalog, base, catalog.site.repository, "main")
    newsletter = catalog.site.newsletter
    leaving = newsletter.unsubscribe if newsletter else ""
    letter = _writer(catalog, frame, paper_of).write(period, options.topic, leaving)
    if letter is None:
        of_topic = f" of the topic {options.topic}" if options.topic else ""
        print(f"{period or 'The feed'} has no papers{of_topic}: no letter was written.")
        return Exit.DONE
    message = make_message(letter, _envelope(newsletter, frame))
    if options.settle:  # what is said of a letter changes nothing in it
        return post(message, newsletter, options)
    lacking = f"Its links lead to {base}: to send it, give --base-url URL."
    is_local = base == urls.LOCAL
    if is_local and posting:  # before it takes the place of one whose links lead to the site
        raise UsageError(lacking)
    written = {".eml": message.as_bytes(), ".html": letter.html.encode()}
    _write(options.output, letter.name, {**written, ".txt": letter.text.encode()})
    print(printable(f"{options.output / letter.name}.eml, .html, .txt: {letter.subject}"))
    if is_local:
        print(lacking)
    return post(message, newsletter, options) if posting else Exit.DONE


def _find_period(asked: str, catalog: Catalog) -> str:
    """Return the day or the week that is meant; nothing where the newest of none is.

    Raise UsageError if it is neither.
    """
    newest = catalog.days[0].date if catalog.days else ""
    if asked == LATEST:
        return newest
    if asked == LATEST_WEEK:
        return week_of(newest) if newest else ""
    if not is_period(asked):
        there = f"; the newest are {newest} and {week_of(newest)}" if newest else ""
        message = f"{asked} is no day and no week that exists, as in 2025-06-25 and 2025-W26{there}"
        raise UsageError(message)
    return asked


def _require_topic(topic: str, catalog: Catalog) -> None:
    """Raise UsageError if there is no such topic."""
    known = [one.topic.slug for one in catalog.topics]
    if topic and topic not in known:
        there = ", ".join(known) or "none"
        message = f"there is no topic {topic}{did_you_mean(topic, known)}; there are {there}"
        raise UsageError(message)


def _writer(catalog: Catalog, frame: Frame, paper_of: Callable[[Entry], Paper]) -> Writer:
    """Return what writes letters of the content that was read."""
    templates = load_templates(PROGRAM / "templates", (), frame.words)
    templates.serve(site_filters(frame))
    return Writer(catalog, frame, templates, paper_of)


def _envelope(newsletter: Newsletter | None, frame: Frame) -> Envelope:
    """Return between whom a letter goes; without settings it is the feed's, at no address."""
    if newsletter is None or not newsletter.sender:
        return Envelope(str(Address(fold(frame.title), "digest", NOBODY)))
    sender = Address(newsletter.name, addr_spec=newsletter.sender)
    return Envelope(str(sender), newsletter.to, newsletter.unsubscribe)


def _write(folder: Path, name: str, files: Mapping[str, bytes]) -> None:
    """Write files by their endings, each whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder, prefix=".digest-") as scratch:
        for ending, data in files.items():
            (Path(scratch) / ending).write_bytes(data)
        for ending in files:
            (Path(scratch) / ending).replace(folder / f"{name}{ending}")
