"""What `start` asks on a terminal, and what holds where nobody answers."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.content.placeholders import TAGLINE
from broadsheet.content.starter import Answers, make_answers
from broadsheet.text.languages import language_tag
from broadsheet.words.words import marked, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Question(NamedTuple):
    """A question, and its plain answer; where any would be wrong, there is none."""

    text: str
    default: str


QUESTIONS = {
    "title": Question("The feed's name", marked("A feed of papers")),
    "tagline": Question("What it is, in a line", TAGLINE),
    "tag": Question("A domain or an address of e-mail of yours, a comma, and a year", ""),
    "language": Question("The language of your texts, as a tag such as en, fr or pt-BR", "en"),
    # Where letters do not tell how a word is read, a slug stands before it: methods=...
    "topics": Question("Topics, with commas between them", marked("Methods, Data, Reviews")),
}


def ask(given: Mapping[str, str]) -> Answers:
    """Return what was given, what is answered on a terminal, and the defaults for the rest.

    These are in the feed's language, where the interface is. Raise UsageError if an answer cannot
    stand.
    """
    answered = dict(_answers(given)) if sys.stdin is not None and sys.stdin.isatty() else {}
    told = {name: given[name] or answered.get(name) or "" for name in QUESTIONS}
    words = words_of(language_tag(told["language"]) or QUESTIONS["language"].default)
    plain = {
        name: words.gettext(question.default) if question.default else ""
        for name, question in QUESTIONS.items()
    }
    return make_answers(**{name: told[name] or plain[name] for name in QUESTIONS})


def _answers(given: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Ask for what was not given, until there is no more input."""
    for name, question in QUESTIONS.items():
        if given[name]:
            continue
        default = f" [{question.default}]" if question.default else ""
        try:
            yield name, input(f"{question.text}{default}: ").strip()
        except EOFError:
            print()
            return
