"""A letter as a message of Internet mail (RFC 5322), which the same letter gives in the same bytes.

Headers are set through Python's email package, which refuses line breaks in them: no title can add
a header of its own.
"""

from __future__ import annotations

import re
from email.headerregistry import HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.text.dates import moment
from broadsheet.text.digest import digest

if TYPE_CHECKING:
    from email.policy import EmailPolicy

    from broadsheet.mailing.letters import Letter

LONGEST = 76  # characters of an encoded line, by RFC 2045
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_ENCODED = "=?"  # begins what a header holds encoded, line breaks too; a title may have it as words
_NO_ASCII = re.compile(r"[^\x00-\x7f]")
_BASE64_FROM = 1 / 6  # bytes beyond ASCII: quoted-printable writes three signs for each


class Envelope(NamedTuple):
    """Between whom a letter goes: `sender` and `to` as in a header, empty where it is not known.

    `unsubscribe` is where readers leave the list, an address of https or mailto.
    """

    sender: str
    to: str = ""
    unsubscribe: str = ""


class _Whole(UnstructuredHeader):
    """A header of addresses in angle brackets: Python would encode a long one, which none reads."""

    name: str

    def fold(self, *, policy: EmailPolicy) -> str:
        """Return the header in one line."""
        return f"{self.name}: {self}{policy.linesep}"


def _headers() -> HeaderRegistry:
    """Return how headers are written."""
    headers = HeaderRegistry()
    for name in ("list-id", "list-unsubscribe", "message-id"):
        headers.map_to_type(name, _Whole)  # type: ignore[arg-type]
    return headers


POLICY = SMTP.clone(max_line_length=LONGEST, header_factory=_headers())


def make_message(letter: Letter, envelope: Envelope) -> EmailMessage:
    """Make the message that carries a letter; `as_bytes` gives it as SMTP takes it.

    It is dated as its edition is in feeds. `Auto-Submitted` keeps programs that answer for people
    on leave from answering (RFC 3834). There is no `Precedence`, which no standard has: the list's
    server adds its own, and some take it for an answer of such a program.
    """
    message = EmailMessage(POLICY)
    message["From"] = envelope.sender
    if envelope.to:
        message["To"] = envelope.to
    message["Subject"] = letter.subject.replace(_ENCODED, "= ?")
    message["Date"] = moment(letter.date, 0)
    message["Message-ID"] = message_id(letter)
    for name, value in _list_headers(envelope):
        message[name] = value
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text, cte=_encoding(letter.text))
    message.add_alternative(letter.html, subtype="html", cte=_encoding(letter.html))
    message["Content-Language"] = letter.language  # before, it would be of the text alone
    message.set_boundary(f"=_{digest((letter.text, letter.html)).hex()}")
    return message


def message_id(letter: Letter) -> str:
    """Return a letter's id, made of the site's whole tag and of what it is a letter of.

    An edition has one letter, whatever it says: so a list gets it once. No tag holds `+`, `=` or
    `~`, so no two tags give the same id.
    """
    authority, _, date = letter.tag.partition(",")
    person, _, host = authority.rpartition("@")
    left = "+".join(filter(None, (letter.name, date, person)))
    return f"<digest.{_atoms(left)}@{_atoms(host)}>"


def _atoms(text: str) -> str:
    """Return a part of a tag as one of an id, where no two dots meet (RFC 5322, dot-atom)."""
    return ".".join(atom.replace("@", "=") or "~" for atom in text.split("."))


def _list_headers(envelope: Envelope) -> list[tuple[str, str]]:
    """Return the headers by which mail programs know a list, and how one leaves it.

    One click does where the address is of https (RFC 8058).
    """
    headers = []
    name, _, host = envelope.to.rpartition("<")[2].rstrip(">").partition("@")
    if _ATOMS.fullmatch(name) and _ATOMS.fullmatch(host):
        headers.append(("List-Id", f"<{name}.{host}>"))
    if envelope.unsubscribe:
        headers.append(("List-Unsubscribe", f"<{envelope.unsubscribe}>"))
    if envelope.unsubscribe.startswith("https:"):
        headers.append(("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))
    return headers


def _encoding(text: str) -> str:
    """Return the encoding that carries a text in fewer bytes."""
    beyond = len(text.encode()) - len(text) + len(_NO_ASCII.findall(text))
    is_foreign = beyond > _BASE64_FROM * len(text.encode())
    return "base64" if is_foreign else "quoted-printable"
