"""What programs read: the papers as JSON, a file a day, an index of what is new, schemas of both.

An index names the digest of each day's file, so that a program fetches none twice. A day's digest
is made of what its file is made of, when it is planned: no paper is read for the index.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.site import urls
from broadsheet.site.apifields import (
    DAY,
    DIGITS,
    FILES,
    INDEX,
    PAPER,
    TOPICS,
    VERSION,
    Told,
    ToldDay,
    ToldIndex,
    ToldPeriod,
    ToldTopic,
    ToldTopics,
    fill,
    flat,
    make_schema,
)
from broadsheet.site.head import make_head
from broadsheet.site.page import FURNITURE, Kind, Page, Resources, View
from broadsheet.text.dates import is_day
from broadsheet.text.digest import digest
from broadsheet.text.jsontext import to_json, to_short_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from broadsheet.content.model import Ref
    from broadsheet.site.apifields import Field
    from broadsheet.site.catalog import Catalog
    from broadsheet.site.frame import Frame


def plan(catalog: Catalog) -> Iterator[Page]:
    """Plan the index, a file a day or other period, the topics, the schemas, and their page."""
    notes = {day.date: day.note_text for day in catalog.days}
    periods = []
    for name, papers in catalog.periods:
        cited = tuple([(paper.whole, paper.cite_key) for paper in papers])
        inputs = DayInputs(name, notes.get(name, ""), cited)
        periods.append((name, len(papers), digest((VERSION, *inputs))))
        yield API_DAY.page(urls.API + urls.api_period(name), inputs)
    yield API_INDEX.page(f"{urls.API}index.json", IndexInputs(tuple(periods)))
    topics = tuple(
        (one.topic.slug, one.topic.name, one.topic.description, len(one.papers))
        for one in catalog.topics
    )
    yield API_TOPICS.page(f"{urls.API}topics.json", TopicsInputs(topics))
    for name in FILES:
        yield API_SCHEMA.page(f"{urls.API}schema/{name}.json", SchemaInputs(name))
    newest = catalog.days[0].date if catalog.days else ""
    yield API.page("api.html", PageInputs(newest))


# --------------------------------------------------------------------------- files


class DayInputs(NamedTuple):
    """A day, a month or a year: its note, its papers, each with the key of its citation."""

    date: str
    note: str
    papers: tuple[tuple[Ref, str], ...]


def _day(_path: str, inputs: DayInputs, frame: Frame, resources: Resources) -> bytes:
    base = frame.base
    papers = [Told(resources.paper(slug), key, base) for (slug, _digest), key in inputs.papers]
    return to_short_json(fill(DAY, ToldDay(inputs.date, inputs.note, tuple(papers), base)))


class IndexInputs(NamedTuple):
    """Each day, month or year with how many papers it has and the digest of its inputs."""

    periods: tuple[tuple[str, int, bytes], ...]


def _index(_path: str, inputs: IndexInputs, frame: Frame, _resources: Resources) -> bytes:
    told = [
        ToldPeriod(name, papers, made_of.hex()[:DIGITS]) for name, papers, made_of in inputs.periods
    ]
    days = tuple(period for period in told if is_day(period.date))
    others = tuple(period for period in told if not is_day(period.date))
    papers = sum(period.papers for period in told)
    index = ToldIndex(frame.title, frame.base, frame.language, papers, days, others)
    return to_short_json(fill(INDEX, index))


class TopicsInputs(NamedTuple):
    """The topics as (slug, name, description, number of papers)."""

    topics: tuple[tuple[str, str, str, int], ...]


def _topics(_path: str, inputs: TopicsInputs, frame: Frame, _resources: Resources) -> bytes:
    topics = tuple(ToldTopic(*topic, frame.base) for topic in inputs.topics)
    return to_short_json(fill(TOPICS, ToldTopics(topics)))


class SchemaInputs(NamedTuple):
    """The name of the file that the schema is of."""

    name: str


def _schema(_path: str, inputs: SchemaInputs, frame: Frame, _resources: Resources) -> bytes:
    return to_json(make_schema(inputs.name, frame.base))


API_DAY = Kind("api_day", write=_day, whole=lambda inputs: inputs.papers[0][0][0])
API_INDEX = Kind("api_index", write=_index)
API_TOPICS = Kind("api_topics", write=_topics)
API_SCHEMA = Kind("api_schema", write=_schema)


# --------------------------------------------------------------------------- their page


class PageInputs(NamedTuple):
    """The date of the newest edition, empty where there is none."""

    newest: str


class Table(NamedTuple):
    """The fields of a file, or of a paper in it, as (name, what it says)."""

    name: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ApiView(View):
    """The page for who writes a program: addresses, fields, an example.

    `day` is the path of a day's file, and `markdown` of its text; both are empty without an
    edition. `files` are the fields of each file, and `paper` those of a paper in that of a day.
    """

    day: str
    markdown: str
    schemas: tuple[str, ...]
    files: tuple[Table, ...]
    paper: Table


def _page(path: str, inputs: PageInputs, frame: Frame, _resources: Resources) -> View:
    words = frame.words
    described = words.gettext("Every paper of %(title)s as JSON and Markdown.", title=frame.title)
    newest = inputs.newest
    return ApiView(
        frame,
        make_head(frame, path, words.gettext("For programs"), described, "subscribe.html"),
        urls.API + urls.api_period(newest) if newest else "",
        urls.markdown(urls.day(newest)) if newest else "",
        tuple(f"{urls.API}schema/{name}.json" for name in FILES),
        (
            _table("api/index.json", INDEX),
            _table("api/YYYY/MM/DD.json", DAY),
            _table("api/topics.json", TOPICS),
        ),
        _table("papers[]", PAPER),
    )


def _table(name: str, fields: tuple[Field, ...]) -> Table:
    return Table(name, tuple((at, field.about.replace("`", "")) for at, field in flat(fields)))


API = Kind("api", ("pages/api.html", FURNITURE), _page)

KINDS = (API_DAY, API_INDEX, API_TOPICS, API_SCHEMA, API)
