"""The fields of the API: one definition, of which its files, their schemas and tables are made.

Names and meanings are those of Hugging Face's `daily_papers` where it has the same.
"""

from __future__ import annotations

from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from broadsheet.content import fields as written
from broadsheet.content.fields import by_name
from broadsheet.content.links import landing_of, pdf_of
from broadsheet.site import urls
from broadsheet.text.inline import prose_plain, title_plain
from broadsheet.text.markdown import plain_markdown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from broadsheet.content.model import Paper

VERSION = 1  # rises when a field goes or gets another meaning, not when one comes
DIALECT = "https://json-schema.org/draft/2020-12/schema"
DIGITS = 16  # of a digest

Form = Literal[
    "text",  # plain, one line
    "texts",
    "slug",
    "slugs",
    "address",  # http:// or https://
    "path",  # of a file, from the one that names it on
    "when",  # YYYY-MM-DD, YYYY-MM or YYYY
    "day",
    "number",
    "count",  # a number above nothing
    "version",
    "digest",
    "type",
    "status",
    "object",  # with fields of its own
    "objects",
]


class Field(NamedTuple):
    """A field: what it says, where its value comes from, and whether it always stands.

    `value` is taken of what the object is made of; of a field with `parts`, it is what these are
    made of in turn: one such thing, or several. A field that may be absent is, when it is empty.
    """

    name: str
    form: Form
    about: str
    value: Callable[[Any], Any]
    always: bool = False
    parts: tuple[Field, ...] = ()


def fill(fields: Iterable[Field], source: Any) -> dict[str, Any]:
    """Return an object with these fields."""
    made: dict[str, Any] = {}
    for name, form, _about, value, always, parts in fields:
        found = value(source)
        if parts and form == "objects":
            found = [fill(parts, one) for one in found]
        elif parts and found:
            found = fill(parts, found)
        if found or always:
            made[name] = found
    return made


# --------------------------------------------------------------------------- a paper


class Told(NamedTuple):
    """What a paper's object is made of: the paper, what citations call it, the base URL."""

    paper: Paper
    cite_key: str
    base: str


def _address(told: Told) -> str:
    return urls.absolute(told.base, urls.paper(told.paper.slug))


def _authors(told: Told) -> list[tuple[str, str, str]]:
    """Return each name, and its parts where the file gives them."""
    splits = {name: (family, given) for name, family, given in told.paper.splits if given}
    return [(name, *splits.get(name, ("", ""))) for name in told.paper.authors]


def _picture(told: Told) -> tuple[str, str, str] | None:
    """Return a figure's address, what it shows and its caption."""
    slug, figure = told.paper.slug, told.paper.figure
    if not figure:
        return None
    path = urls.figure(slug, figure.file)
    return urls.absolute(told.base, path), figure.alt, figure.caption


def _on_github(told: Told) -> bool:
    return told.paper.code.lower().startswith(("https://github.com/", "http://github.com/"))


def _discussion(name: str) -> Callable[[Told], Any]:
    return lambda told: told.paper.discussion and getattr(told.paper.discussion, name)


def _persons(told: Told) -> tuple[str] | None:
    return (told.paper.submitted_by,) if told.paper.submitted_by else None


_NAME = (
    Field("name", "text", "The name as it is read aloud.", itemgetter(0), always=True),
    Field("family", "text", "The family name, where the name does not tell it.", itemgetter(1)),
    Field("given", "text", "The given names; they come with `family`.", itemgetter(2)),
)
_PERSON = (Field("fullname", "text", "The name.", itemgetter(0), always=True),)
_FIGURE = (
    Field("url", "address", "The picture.", itemgetter(0), always=True),
    Field("alt", "text", "What it shows.", itemgetter(1), always=True),
    Field("caption", "text", "The line below it.", lambda one: prose_plain(one[2])),
)
_STATUS = (
    Field("kind", "status", "What happened.", attrgetter("kind"), always=True),
    Field("date", "day", "When.", attrgetter("date"), always=True),
    Field("note", "text", "What changed.", lambda status: prose_plain(status.note)),
)
PAPER = (
    Field(
        "id",
        "slug",
        "The paper's name here; it stays when title or day change.",
        attrgetter("paper.slug"),
        always=True,
    ),
    Field("url", "address", "The paper's page here.", _address, always=True),
    Field(
        "title",
        "text",
        "The title as plain text, formulas in Unicode.",
        lambda told: title_plain(told.paper.title),
        always=True,
    ),
    Field("authors", "objects", "In the paper's order.", _authors, always=True, parts=_NAME),
    Field(
        "publishedAt",
        "when",
        "The paper's own date: a day, or a month or a year where no more is known.",
        attrgetter("paper.published"),
        always=True,
    ),
    Field(
        "summary",
        "text",
        "The abstract as plain text, formulas in Unicode.",
        lambda told: plain_markdown(told.paper.body),
    ),
    Field(
        "curatedSummary",
        "text",
        "The curators' own summary as plain text.",
        lambda told: prose_plain(told.paper.summary),
    ),
    Field("topics", "slugs", "Slugs of `topics.json`.", lambda told: list(told.paper.topics)),
    Field("arxiv", "text", "The arXiv id, without the version.", attrgetter("paper.arxiv")),
    Field("doi", "text", "The DOI, without https://doi.org/.", attrgetter("paper.doi")),
    Field(
        "landing",
        "address",
        "Where to read it: the paper's page elsewhere.",
        lambda told: landing_of(told.paper),
        always=True,
    ),
    Field("pdf", "address", "The PDF.", lambda told: pdf_of(told.paper)),
    Field(
        "githubRepo",
        "address",
        "The code, where it is on GitHub.",
        lambda told: told.paper.code if _on_github(told) else "",
    ),
    Field(
        "code",
        "address",
        "The code, where it is elsewhere.",
        lambda told: "" if _on_github(told) else told.paper.code,
    ),
    Field("projectPage", "address", "The project's page.", attrgetter("paper.project")),
    Field("data", "address", "The data.", attrgetter("paper.data")),
    Field("video", "address", "A talk or a film.", attrgetter("paper.video")),
    Field("discussion", "address", "Where people talk about it.", _discussion("url")),
    Field("numComments", "number", "How many comments there are.", _discussion("comments")),
    Field("submittedBy", "object", "Who brought the paper.", _persons, parts=_PERSON),
    Field(
        "organizations",
        "texts",
        "Where the authors work.",
        lambda told: list(told.paper.organizations),
    ),
    Field("venue", "text", "Where it was published.", attrgetter("paper.venue")),
    Field(
        "type",
        "type",
        "What it is; where it is absent, a preprint or a paper of its venue.",
        attrgetter("paper.type"),
    ),
    Field("volume", "text", "The journal's volume.", attrgetter("paper.volume")),
    Field("issue", "text", "The volume's issue.", attrgetter("paper.issue")),
    Field("pages", "text", "Its pages, or its article number.", attrgetter("paper.pages")),
    Field("publisher", "text", "Who published it.", attrgetter("paper.publisher")),
    Field("category", "text", "arXiv's primary subject.", attrgetter("paper.category")),
    Field(
        "language",
        "text",
        "Its language as a BCP 47 tag, where it is not the feed's.",
        attrgetter("paper.language"),
    ),
    Field("figure", "object", "A picture of it.", _picture, parts=_FIGURE),
    Field(
        "status",
        "object",
        "What happened to it after it was filed.",
        attrgetter("paper.status"),
        parts=_STATUS,
    ),
    Field("citeKey", "text", "What citations call it.", attrgetter("cite_key"), always=True),
    Field(
        "aliases",
        "slugs",
        "Names that it had here before, the oldest first.",
        lambda told: list(told.paper.aliases),
    ),
)


# --------------------------------------------------------------------------- a day


class ToldDay(NamedTuple):
    """What a day's file is made of; `papers` hold what is needed of each."""

    date: str
    note: str
    papers: tuple[Told, ...]
    base: str


_VERSION = Field(
    "version", "version", f"The form of these files: {VERSION}.", lambda _: VERSION, always=True
)
DAY = (
    _VERSION,
    Field(
        "date",
        "when",
        "The day; a month or a year for papers of no edition.",
        attrgetter("date"),
        always=True,
    ),
    Field(
        "url",
        "address",
        "Its page.",
        lambda day: urls.absolute(day.base, urls.period(day.date)),
        always=True,
    ),
    Field(
        "note",
        "text",
        "The curators' note on the day, as plain text.",
        lambda day: plain_markdown(day.note, within=True),
    ),
    Field(
        "papers",
        "objects",
        "The papers in the curators' order.",
        attrgetter("papers"),
        always=True,
        parts=PAPER,
    ),
)


# --------------------------------------------------------------------------- the index


class ToldPeriod(NamedTuple):
    """What the index says of a day, a month or a year."""

    date: str
    papers: int
    digest: str


class ToldIndex(NamedTuple):
    """What the index is made of; `days` are the newest first, as `backlog` is."""

    title: str
    base: str
    language: str
    papers: int
    days: tuple[ToldPeriod, ...]
    backlog: tuple[ToldPeriod, ...]


_PERIOD = (
    Field("date", "when", "The day, the month or the year.", attrgetter("date"), always=True),
    Field("papers", "count", "How many papers its file holds.", attrgetter("papers"), always=True),
    Field(
        "path",
        "path",
        "Its file, from the index on.",
        lambda period: urls.api_period(period.date),
        always=True,
    ),
    Field(
        "digest",
        "digest",
        "Another one when the file is another.",
        attrgetter("digest"),
        always=True,
    ),
)
INDEX = (
    _VERSION,
    Field("title", "text", "The feed's name.", attrgetter("title"), always=True),
    Field("home", "address", "The feed's address.", attrgetter("base"), always=True),
    Field(
        "language",
        "text",
        "The feed's language, as a BCP 47 tag.",
        attrgetter("language"),
        always=True,
    ),
    Field("papers", "number", "How many papers there are.", attrgetter("papers"), always=True),
    Field("topics", "path", "The file of the topics.", lambda _: "topics.json", always=True),
    Field(
        "days",
        "objects",
        "The editions, the newest first.",
        attrgetter("days"),
        always=True,
        parts=_PERIOD,
    ),
    Field(
        "backlog",
        "objects",
        "The months and years that hold papers of no edition, the newest first.",
        attrgetter("backlog"),
        always=True,
        parts=_PERIOD,
    ),
)


# --------------------------------------------------------------------------- the topics


class ToldTopic(NamedTuple):
    """What is said of a topic."""

    slug: str
    name: str
    description: str
    papers: int
    base: str


class ToldTopics(NamedTuple):
    """What the file of the topics is made of."""

    topics: tuple[ToldTopic, ...]


def _feed(ending: str) -> Callable[[ToldTopic], str]:
    return lambda topic: urls.absolute(topic.base, urls.feed(urls.topic(topic.slug), ending))


_FEEDS = (
    Field("rss", "address", "As RSS.", _feed("xml"), always=True),
    Field("atom", "address", "As Atom.", _feed("atom"), always=True),
    Field("json", "address", "As JSON Feed.", _feed("json"), always=True),
)
TOPICS = (
    _VERSION,
    Field(
        "topics",
        "objects",
        "The topics in the curators' order.",
        attrgetter("topics"),
        always=True,
        parts=(
            Field("slug", "slug", "What papers call it.", attrgetter("slug"), always=True),
            Field("name", "text", "Its name.", attrgetter("name"), always=True),
            Field(
                "description",
                "text",
                "What belongs to it, as plain text.",
                lambda topic: prose_plain(topic.description),
                always=True,
            ),
            Field("papers", "number", "How many papers it has.", attrgetter("papers"), always=True),
            Field(
                "url",
                "address",
                "Its page.",
                lambda topic: urls.absolute(topic.base, urls.topic(topic.slug)),
                always=True,
            ),
            Field(
                "feeds",
                "object",
                "Its newest papers.",
                lambda topic: topic,
                always=True,
                parts=_FEEDS,
            ),
        ),
    ),
)


# --------------------------------------------------------------------------- schemas

FILES = {"index": INDEX, "day": DAY, "topics": TOPICS}
_ABOUT = {
    "index": "What a feed of papers holds, and the digests of its files",
    "day": "The papers of a day, or of a month or year",
    "topics": "The topics of a feed of papers",
}
_SLUG = {"type": "string", "pattern": "^[a-z0-9]+(?:-[a-z0-9]+)*$"}
_TEXT = {"type": "string", "minLength": 1}
FORMS: dict[Form, dict[str, Any]] = {
    "text": _TEXT,
    "texts": {"type": "array", "items": _TEXT, "minItems": 1},
    "slug": _SLUG,
    "slugs": {"type": "array", "items": _SLUG, "minItems": 1, "uniqueItems": True},
    "address": {"type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://[^ ]+$"},
    "path": {"type": "string", "format": "uri-reference", "pattern": "^[a-z0-9/-]+\\.json$"},
    "when": {"type": "string", "pattern": "^[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?$"},
    "day": {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    "number": {"type": "integer", "minimum": 0},
    "count": {"type": "integer", "minimum": 1},
    "version": {"const": VERSION},
    "digest": {"type": "string", "pattern": f"^[0-9a-f]{{{DIGITS}}}$"},
    "type": {"enum": list(by_name(written.PAPER)["type"].choices)},
    "status": {"enum": list(by_name(by_name(written.PAPER)["status"].fields)["kind"].choices)},
}


def make_schema(name: str, base: str) -> dict[str, Any]:
    """Return the schema of one of FILES of the site at a base URL."""
    address = urls.absolute(base, f"{urls.API}schema/{name}.json")
    return {"$schema": DIALECT, "$id": address, "title": _ABOUT[name], **_object(FILES[name])}


def _object(fields: tuple[Field, ...]) -> dict[str, Any]:
    """Return the schema of an object with these fields and no others."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [field.name for field in fields if field.always],
        "properties": {field.name: _value(field) for field in fields},
    }


def _value(field: Field) -> dict[str, Any]:
    """Return the schema of a field's value."""
    about = {"description": field.about.replace("`", "")}
    if field.form == "objects":
        return {**about, "type": "array", "items": _object(field.parts)}
    return {**about, **(_object(field.parts) if field.parts else FORMS[field.form])}


def flat(fields: tuple[Field, ...], before: str = "") -> list[tuple[str, Field]]:
    """Return the fields with their names from the top, parts behind what they are parts of.

    Papers have a table of their own, and are no parts here.
    """
    told: list[tuple[str, Field]] = []
    for field in fields:
        name = f"{before}{field.name}{'[]' if field.form == 'objects' else ''}"
        told.append((name, field))
        if field.parts is not PAPER:
            told += flat(field.parts, f"{name}.")
    return told
