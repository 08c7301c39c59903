"""What tests of letters share: the letters of a content folder, and what mail programs see."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

from support import call

if TYPE_CHECKING:
    import subprocess
    from email.message import EmailMessage
    from pathlib import Path

BASE = "https://papers.example/feed/"
_ADDRESS = re.compile(r"https?://\S+")


def write(content: Path, output: Path, *asked: object) -> subprocess.CompletedProcess[str]:
    """Write a letter."""
    where = ("--content", content, "--output", output, "--base-url", BASE)
    return call("digest", *where, *asked)


def message_of(file: Path) -> EmailMessage:
    """Return a message as Python's email package reads it."""
    message = message_from_bytes(file.read_bytes(), policy=default)
    assert message.defects == []
    return message


def parts_of(message: EmailMessage) -> tuple[str, str]:
    """Return the plain text of a message and its HTML, decoded."""
    plain, html = message.iter_parts()
    texts = [str(part.get_content()) for part in (plain, html)]
    return texts[0].replace("\r\n", "\n"), texts[1].replace("\r\n", "\n")


def addresses_in(text: str) -> list[str]:
    """Return the addresses in a plain text."""
    return _ADDRESS.findall(text)
