"""What stands in a new feed until its owner writes something else; the check asks for that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.content.paths import SITE, TOPICS
from broadsheet.content.problems import Finding
from broadsheet.words.catalogues import ENGLISH
from broadsheet.words.words import marked, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from broadsheet.content.model import Content

TAGLINE = marked("Research worth reading, chosen by people")
_DESCRIPTION = marked("%(name)s: a sentence that says what belongs here.")


def description_of(name: str, language: str) -> str:
    """Return what stands in place of a topic's description, in the feed's language if we have it.

    `language` is a BCP 47 tag.
    """
    return words_of(language).gettext(_DESCRIPTION, name=name)


def find_placeholders(content: Content) -> Iterable[Finding]:
    """Find what an owner has still to write: a tagline in English is no other feed's."""
    language = content.site.language
    if content.site.tagline == TAGLINE and language.partition("-")[0] != ENGLISH:
        message = f"tagline is in English: write it in the feed's language ({language})"
        yield Finding(SITE, "tagline", "", message, "warning")
    waiting = [
        topic
        for topic in content.topics
        if topic.description
        in (description_of(topic.name, language), description_of(topic.name, ENGLISH))
    ]
    if waiting:  # of a new feed these may be all: one warning leaves room for those of papers
        names = ", ".join(topic.name for topic in waiting[:_NAMED])
        more = f" and {len(waiting) - _NAMED} more" if waiting[_NAMED:] else ""
        message = f"description is none as yet: write what belongs to {names}{more}"
        yield Finding(TOPICS, "description", waiting[0].description, message, "warning")


_NAMED = 3  # topics of which it is told that they have no description
