"""The command line with a letter made by the test, where `digest` has one of an edition."""

from __future__ import annotations

import argparse
from email.message import EmailMessage
from email.policy import SMTP

from support import ROOT

from broadsheet.content.model import Newsletter
from broadsheet.verbs.posting import PostingOptions, add_posting, is_posting, post

ID = "<digest.2025-06-25@example.org>"
NEWSLETTER = Newsletter(to="papers@lists.example.org", sender="papers@example.org")
# For a process of its own: python -c PROGRAM --send --record FILE.
PROGRAM = f"""
import sys
sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / "tests")!r}]
from broadsheet.verbs.exits import fail
from delivering import deliver
try:
    sys.exit(deliver(*sys.argv[1:]))
except Exception as error:
    sys.exit(fail(error))
"""


def deliver(*words: str) -> int:
    """Do what the verb does once it has a letter."""
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Message-ID"] = NEWSLETTER.sender, NEWSLETTER.to, ID
    message.set_content("A letter.\n")
    options = options_of(*words)
    return post(message, NEWSLETTER, options) if is_posting(options) else 0


def options_of(*words: str) -> PostingOptions:
    """Read the command line."""
    parser = argparse.ArgumentParser()
    add_posting(parser)
    return parser.parse_args(words, PostingOptions())
