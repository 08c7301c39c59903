"""How a letter is sent once, whatever happens meanwhile; `record` says what wins in a crash.

claim:  "sending", for whoever has the claim      } one run, or two: a workflow keeps the
send:   connect, log in, offer ─▶ "sending"       } record elsewhere in between
        ─▶ DATA ─▶ "sent", or "failed" if it was refused
settle: "sent" or "failed", as a person has found
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, Literal, NamedTuple

from broadsheet.content.problems import UsageError
from broadsheet.mailing.conversation import NotSentError, UnknownError, converse

if TYPE_CHECKING:
    from email.message import EmailMessage

    from broadsheet.mailing.record import Record
    from broadsheet.mailing.server import Server


class Outcome(Enum):
    """What became of a letter."""

    SENT = auto()
    SENT_BEFORE = auto()


class UnsettledError(Exception):
    """Nobody knows whether a letter was sent; a person has to look, and to settle it."""


class Letter(NamedTuple):
    """A message, the address it comes from, the list's address."""

    message: EmailMessage
    sender: str
    recipient: str

    @property
    def name(self) -> str:
        """The Message-ID, by which the record knows it."""
        return str(self.message["Message-ID"]).strip()


def claim(letter: Letter, record: Record, word: str) -> bool:
    """Have a letter that is due sent by whoever has the word, and nobody else.

    Return whether it is due; raise UnsettledError if nobody knows.
    """
    if _is_sent(letter, record):
        return False
    record.note(letter.name, "sending", claim=word)
    return True


def give_back(letter: Letter, record: Record, word: str) -> None:
    """End the claim that has the word, where the letter was not begun to be sent."""
    if word and record.state_of(letter.name) == ("sending", word):
        record.note(letter.name, "failed")


def send(letter: Letter, server: Server, record: Record, word: str = "") -> Outcome:
    """Send a letter that was not sent before; with a word, one that was claimed by it.

    Raise NotSentError if it was not sent, for sure: then it may be sent again; and UnsettledError
    if nobody knows.
    """
    if _is_sent(letter, record, word):
        return Outcome.SENT_BEFORE
    # Lines that end in CR LF, and no byte above 127: every server takes it.
    policy = letter.message.policy.clone(linesep="\r\n", cte_type="7bit")
    data = letter.message.as_bytes(policy=policy)
    try:
        with converse(server, letter.sender.rpartition("@")[2]) as conversation:
            conversation.offer(letter.sender, letter.recipient, len(data))
            record.note(letter.name, "sending")
            conversation.deliver(data)
            _note_sent(letter, record)
    except NotSentError:
        record.note(letter.name, "failed")
        raise
    except UnknownError as error:
        message = f"{error}. {_ask(letter)}"
        raise UnsettledError(message) from None
    except KeyboardInterrupt:
        _refuse_unknown(letter, record)
        raise
    return Outcome.SENT


def settle(letter: Letter, record: Record, found: Literal["sent", "failed"]) -> None:
    """Note what a person has found out about a letter; raise UsageError if there is no question."""
    state = record.state_of(letter.name)
    if state.name != "sending":
        known = f"{letter.name} is {state.name}" if state.name else f"there is no {letter.name}"
        message = f"nothing is to be settled: {known} in the record"
        raise UsageError(message)
    record.note(letter.name, found, settled=True)


def _is_sent(letter: Letter, record: Record, word: str = "") -> bool:
    """Return whether a letter was sent.

    Raise UnsettledError if nobody knows, and UsageError if the word is not that of its claim.
    """
    state = record.state_of(letter.name)
    if not word:
        _refuse_unknown(letter, record)
    elif state.name != "sent" and (state.name, state.claim) != ("sending", word):
        message = f"{letter.name} is not claimed by {word}, and was not sent"
        raise UsageError(message)
    return state.name == "sent"


def _refuse_unknown(letter: Letter, record: Record) -> None:
    """Raise UnsettledError if a run ended while it was sending a letter."""
    if record.state_of(letter.name).name == "sending":
        message = f"a run ended while it was sending {letter.name}. {_ask(letter)}"
        raise UnsettledError(message)


def _note_sent(letter: Letter, record: Record) -> None:
    """Note that a letter was sent; a record that cannot take that leaves it unsettled."""
    try:
        record.note(letter.name, "sent")
    except OSError as error:
        message = (
            f"{letter.name} was sent, and the record could not be written"
            f" ({error.strerror or error}): mend that, then run this again with --settle sent"
        )
        raise UnsettledError(message) from None


def _ask(letter: Letter) -> str:
    """Say what only a person can find out, and how to tell it."""
    return (
        f"Nobody knows whether it came, so it is not sent again. Look into the archive of"
        f" {letter.recipient}, then run this again with --settle sent or --settle failed."
    )
