"""How an edition's letter leaves the machine: what `digest` does with `--send` and its like."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from broadsheet.content.problems import UsageError
from broadsheet.mailing.conversation import NotSentError
from broadsheet.mailing.record import hold
from broadsheet.mailing.sending import (
    Letter,
    Outcome,
    UnsettledError,
    claim,
    give_back,
    send,
    settle,
)
from broadsheet.mailing.server import Server
from broadsheet.verbs.exits import Exit, what_failed
from broadsheet.verbs.options import Options

if TYPE_CHECKING:
    import argparse
    from email.message import EmailMessage

    from broadsheet.content.model import Newsletter
    from broadsheet.mailing.record import Record


class PostingOptions(Options):
    """What is to be done with a letter; nothing, where none of the first three is given."""

    send: bool
    settle: Literal["sent", "failed", ""]
    claim: str
    record: Path | None


def add_posting(parser: argparse.ArgumentParser) -> None:
    """Add what says that a letter is sent, and what is known of that."""
    add = parser.add_argument
    add("--send", action="store_true", help="send it, unless the record says that it was sent")
    add(
        "--record",
        type=Path,
        metavar="FILE",
        help="the record of what was sent: each edition is sent once",
    )
    add(
        "--settle",
        default="",
        choices=("sent", "failed"),
        help="say whether it came, after a run that ended while it was sending",
    )
    add(
        "--claim",
        default="",
        metavar="WORD",
        help="note in the record that whoever has this word will send it, and nobody else; with"
        " --send: have it",
    )


def is_posting(options: PostingOptions) -> bool:
    """Return whether a letter is to be sent, claimed or settled; raise UsageError if unclear."""
    wanted = bool(options.send or options.claim or options.settle)
    if options.settle and (options.send or options.claim):
        message = "--settle stands by itself: send again once it is settled"
        raise UsageError(message)
    if wanted != (options.record is not None):
        message = "--send, --claim and --settle need --record FILE, and it needs one of them"
        raise UsageError(message)
    return wanted


def post(message: EmailMessage, newsletter: Newsletter | None, options: PostingOptions) -> Exit:
    """Send, claim or settle an edition's letter, and print what became of it.

    Raise UsageError if the settings or the environment lack something, or another run is sending.
    """
    if newsletter is None or not newsletter.to or options.record is None:
        lacking = "site.yaml has no newsletter with to and from: a letter needs both to be sent"
        raise UsageError(lacking)
    letter = Letter(message, newsletter.sender, newsletter.to)
    try:
        with hold(options.record) as record:
            print(_post(letter, record, options))
            _tell_of_others(letter, record)
    except NotSentError as error:
        print(f"build.py: {error}. {letter.name} was not sent.", file=sys.stderr)
        return Exit.NOT_SENT
    except UnsettledError as error:
        print(f"build.py: {what_failed(error)}", file=sys.stderr)
        return Exit.UNSETTLED
    return Exit.DONE


def _post(letter: Letter, record: Record, options: PostingOptions) -> str:
    """Do what was asked for; return what became of the letter."""
    if options.settle:
        settle(letter, record, options.settle)
        again = "" if options.settle == "sent" else ": --send sends it again"
        return f"{letter.name} is noted as {options.settle}{again}"
    if not options.send:
        due = claim(letter, record, options.claim)
        return f"{letter.name} is claimed" if due else f"{letter.name} was sent before"
    try:
        server = Server.from_environment(os.environ)
    except UsageError:
        give_back(letter, record, options.claim)
        raise
    if send(letter, server, record, options.claim) is Outcome.SENT_BEFORE:
        return f"{letter.name} was sent before: nothing is sent"
    return f"{letter.name} is sent to {letter.recipient}"


def _tell_of_others(letter: Letter, record: Record) -> None:
    """Remind of other letters of which nobody knows whether they were sent."""
    others = [name for name in record.unsettled() if name != letter.name]
    if others:
        told = ", ".join(others)
        print(f"Nobody has settled yet whether these were sent: {told}", file=sys.stderr)
