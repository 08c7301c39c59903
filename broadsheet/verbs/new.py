"""`new`: write the file of one paper, from an id, an address or a saved answer.

It asks arXiv, the DOI's registry or the paper's own page, and leaves the summary to you.

Examples:
    python build.py new 2506.20544
    python build.py new https://doi.org/10.1000/182 --date 2025-10-28
    python build.py new --from saved-page.html --date 2025-10-28
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from broadsheet.adding.answers import read_saved
from broadsheet.adding.fetch import Fetcher, arxiv_in
from broadsheet.adding.filing import Filing, KnownError, Wish, write_new
from broadsheet.adding.records import RecordError
from broadsheet.content.cache import Memory
from broadsheet.content.identifiers import bare_doi
from broadsheet.content.problems import UsageError, did_you_mean, printable
from broadsheet.content.reader import read_content
from broadsheet.output.processes import spread
from broadsheet.text.inline import title_plain
from broadsheet.verbs.exits import Exit
from broadsheet.verbs.likeness import find_like
from broadsheet.verbs.options import Options, add_content, add_jobs, day, today

if TYPE_CHECKING:
    import argparse

    from broadsheet.adding.filing import Filed
    from broadsheet.content.model import Content


class NewOptions(Options):
    """What `new` was asked for."""

    what: str | None
    source: Path | None
    date: str
    topic: list[str]
    submitted_by: str


def add_options(parser: argparse.ArgumentParser) -> None:
    """Say what the verb takes."""
    add_content(parser)
    add_jobs(parser)
    add = parser.add_argument
    add("what", nargs="?", metavar="WHAT", help="its arXiv id, its DOI, or the address of its page")
    add("--from", dest="source", type=Path, metavar="FILE", help="a saved answer, for no network")
    add("--date", default="", type=day, metavar="DATE", help="its day (default: today)")
    add("--topic", action="append", default=[], metavar="SLUG", help="a topic; may be repeated")
    add("--submitted-by", default="", metavar="NAME", help="who brings the paper")


def run(options: NewOptions) -> Exit:
    """Write the file of one paper; return CONTENT_PROBLEMS if the feed has it already.

    Raise UsageError if the source cannot be used, or nothing, or too much, was asked for.
    """
    if bool(options.what) == bool(options.source):
        message = "new wants an arXiv id, a DOI or an address, or else --from FILE"
        raise UsageError(message)
    memory = Memory()
    content = read_content(options.content, memory, spread=spread(options.jobs)).content
    try:
        filed = _file(options, content)
    except KnownError as error:
        print(printable(f"{options.content}/{error}: nothing was written"), file=sys.stderr)
        return Exit.CONTENT_PROBLEMS
    except RecordError as error:
        message = printable(f"{error}. Nothing was written.")
        raise UsageError(message) from None
    write_new(options.content, filed)
    print(options.content / filed.path)
    for one in find_like([filed.paper], content, memory)[filed.paper.slug]:
        print(printable(f"Like it: {options.content / one.path} ({title_plain(one.title)})"))
    if filed.paper.topics and not options.topic:
        print(f"Topics found in its text: {', '.join(filed.paper.topics)}. Keep those that fit.")
    wanted = "summary" if filed.paper.published else "date and its summary"
    print(f"Next: write its {wanted} into the file, then see what is left to mend: make check")
    return Exit.DONE


def _file(options: NewOptions, content: Content) -> Filed:
    """Make the file of the paper that was asked for."""
    known = {topic.slug for topic in content.topics}
    for topic in options.topic:
        if topic not in known:
            message = f"there is no topic {topic}{did_you_mean(topic, known)}"
            raise UsageError(message)
    filing = Filing(content)
    if options.source:
        record = read_saved(options.source)
    else:
        what = options.what or ""
        filing.refuse_known("", arxiv_in(what)[0], bare_doi(what))  # asks nobody
        record = Fetcher().find(what)
    wish = Wish(options.date or today(), tuple(options.topic), options.submitted_by)
    return filing.file(record, wish, awaits_summary=True)
