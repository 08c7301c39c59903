"""What a new feed begins with: its settings, its topics, and one paper to be replaced."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.content.consistency import OUR_TAG, check_content
from broadsheet.content.frontmatter import quote
from broadsheet.content.identifiers import is_slug
from broadsheet.content.paths import SITE, TOPICS, paper_file
from broadsheet.content.placeholders import description_of
from broadsheet.content.problems import UsageError
from broadsheet.content.reader import read_content
from broadsheet.content.writing import write_paper
from broadsheet.text.languages import language_tag
from broadsheet.text.plain import text_key, topic_slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

EXAMPLE = "an-example-to-be-replaced"
_SCHEMA = "# yaml-language-server: $schema=../_site/schema/{}.json\n"
_SITE = """# What the site says of itself. Where it is published and where its source lies is told
# by the workflow that publishes it. docs/run-your-own.md of Broadsheet explains every field.
title: {title}
tagline: {tagline}
# All ids in all feeds begin with it: settle it before you publish, and keep it.
tag: {tag}
language: {language}
# To fill in, each without the # before it:
# curators: [Ada Lovelace, Grace Hopper]
# licence: {{name: "CC BY 4.0", url: "https://creativecommons.org/licenses/by/4.0/"}}
# about: |
#   Who makes this feed, how and why, in Markdown.
"""
_BETWEEN = re.compile("[,，、،]")  # topics
_TOPICS = """# The closed list of topics; fifteen to twenty-five serve well. A slug is part of
# addresses: settle it before you publish. The description stands on the topic's page. There may be
# other words for a topic, older slugs among them:
#   aliases: [a word, another word]
"""
_TOPIC = """- slug: {slug}
  name: {name}
  description: {description}
"""


class Answers(NamedTuple):
    """What an owner says of a new feed; the topics are names, by their slugs."""

    title: str
    tagline: str
    tag: str
    language: str
    topics: Mapping[str, str]


def make_answers(title: str, tagline: str, tag: str, language: str, topics: str) -> Answers:
    """Return the answers, tidied; raise UsageError if one cannot stand.

    What a field of `site.yaml` may hold is left to the reader of the content.
    """
    if not tag or tag.partition(",")[0] == OUR_TAG:
        why = "is Broadsheet's own" if tag else "is missing"
        message = (
            f"TAG {why}: give a domain or an address of e-mail that is yours, a comma, and a year"
            " in which it was yours, as in TAG=papers.example.org,2026"
        )
        raise UsageError(message)
    known = language_tag(language)
    if not known:
        message = f"LANGUAGE must be a BCP 47 tag, as in LANGUAGE=fr, not {language!r}"
        raise UsageError(message)
    return Answers(_tidy(title), _tidy(tagline), tag.strip(), known, _make_topics(topics, known))


def _make_topics(names: str, language: str) -> dict[str, str]:
    """Return topics by slug, out of names with commas between them; a name may follow its slug."""
    topics: dict[str, str] = {}
    for told in filter(None, map(_tidy, _BETWEEN.split(names))):
        given, _, name = map(str.strip, told.rpartition("="))
        slug = given or topic_slug(name, language)
        if given and not is_slug(given):
            message = f"TOPICS: {given} must be lower-case letters, digits and single hyphens"
            raise UsageError(message)
        if not slug and name:
            message = (
                f"TOPICS: letters do not tell how {name} is read: give it a slug, as in"
                f" TOPICS='machine-learning={name}'"
            )
            raise UsageError(message)
        if slug in topics and text_key(name) != text_key(topics[slug]):
            message = (
                f"TOPICS: {name} and {topics[slug]} have one slug, {slug}: give one of them"
                f" another, as in TOPICS='{slug}-2={name}'"
            )
            raise UsageError(message)
        if not slug or slug in topics:
            why = f"{name} and {topics[slug]} are the same" if slug else f"no slug in {name}"
            message = f"TOPICS must be names with commas between them, each another one: {why}"
            raise UsageError(message)
        topics[slug] = name
    if not topics:
        message = "TOPICS must name one topic at least, as in TOPICS='Coral reefs, Plankton'"
        raise UsageError(message)
    return topics


def _tidy(text: str) -> str:
    """Return a text on one line."""
    return " ".join(text.split())


def starting_content(answers: Answers, day: str, *, schemas: bool) -> dict[str, str]:
    """Return the files of a new feed by their paths below the content folder.

    With `schemas`, they name those that a site built beside them holds, for editors.
    """
    first = {name: _SCHEMA.format(name) if schemas else "" for name in ("site", "topics")}
    settings = _SITE.format(
        title=quote(answers.title),
        tagline=quote(answers.tagline),
        tag=quote(answers.tag),
        language=quote(answers.language),
    )
    return {
        SITE: first["site"] + settings,
        TOPICS: first["topics"] + _TOPICS + "".join(_topics(answers)),
        paper_file(day, EXAMPLE): _example(answers, day),
    }


def _topics(answers: Answers) -> Iterable[str]:
    """Yield the entries of the list of topics."""
    for slug, name in answers.topics.items():
        description = quote(description_of(name, answers.language))
        yield _TOPIC.format(slug=quote(slug), name=quote(name), description=description)


def _example(answers: Answers, day: str) -> str:
    """Return the file of the example paper, of the feed's first topics."""
    values = {
        "title": "An example, to be replaced by your first paper",
        "authors": ("Ada Lovelace", "Grace Hopper"),
        "published": day,
        "language": "en",
        "url": "https://example.org/an-example",
        "topics": tuple(answers.topics)[:2],
        "summary": (
            "There is no such paper: its file shows what a paper is made of, and your first one"
            " takes its place. Two to four sentences in your own words stand here, on what was done"
            " and on what was found."
        ),
    }
    if answers.language.partition("-")[0] == "en":
        del values["language"]
    return write_paper(values, "The paper's abstract follows here, where it may be shown.", {})


def write_files(folder: Path, files: Mapping[str, str]) -> None:
    """Write files below a folder."""
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")


def refuse_bad(content: Path) -> None:
    """Raise UsageError if content that was just written has a problem: an answer cannot stand."""
    reading = read_content(content)
    problems = [problem.message for problem in reading.problems]
    problems += [finding.message for finding in check_content(reading.content)]
    if problems:
        message = f"{problems[0]}. Nothing was written."
        raise UsageError(message)
