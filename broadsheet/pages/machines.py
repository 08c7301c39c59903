"""What machines read: the sitemap, robots.txt, schemas; and files that are copied as they are."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.content.paths import CARD, ICON_PNG, ICON_SVG, STYLE
from broadsheet.content.schema import SCHEMAS, make_schema
from broadsheet.site import urls
from broadsheet.site.catalog import by_letter
from broadsheet.site.head import Head
from broadsheet.site.page import Kind, Page, Resources, View
from broadsheet.text.dates import is_day
from broadsheet.text.jsontext import to_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from broadsheet.content.model import Look
    from broadsheet.site.catalog import Catalog
    from broadsheet.site.frame import Frame

ICON_SIZES = (180, 512)  # home screens' and feeds', as the templates link them


def plan(catalog: Catalog) -> Iterator[Page]:
    """Plan the sitemap, robots.txt, .nojekyll, the schemas, the static files and the look."""
    sections = dict(_sections(catalog))
    for name, paths in sections.items():
        yield SITEMAP.page(f"sitemap-{name}.xml", PathsInputs(paths))
    names = tuple(f"sitemap-{name}.xml" for name in sections)
    yield SITEMAP_INDEX.page("sitemap.xml", PathsInputs(names))
    yield ROBOTS.page("robots.txt", PathsInputs(()))
    yield EMPTY.page(".nojekyll", ())  # GitHub Pages else leaves out what begins with `_`
    topics = tuple(one.topic.slug for one in catalog.topics)
    for name in SCHEMAS:
        inputs = SchemaInputs(name, topics if name == "paper" else ())
        yield SCHEMA.page(f"schema/{name}.json", inputs)
    look = dict(_look(catalog.look))
    gone = {"icon.svg"} if catalog.look.png else set()  # ours says nothing beside another's PNG
    for path, digest in catalog.static:
        if path not in look.keys() | gone:
            yield STATIC.page(f"static/{path}", StaticInputs(path, digest))
    for path, made_of in look.items():
        yield LOOK.page(f"static/{path}", made_of)


# --------------------------------------------------------------------------- addresses


def _sections(catalog: Catalog) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the sitemap's parts: the lists, each year, the authors by letter."""
    site = ["index.html", "archive.html", "topics.html"]
    site += ["subscribe.html", "add.html", "about.html"]
    site += [urls.topic(one.topic.slug) for one in catalog.topics]
    if catalog.collections:
        site += ["collections.html"]
        site += [urls.collection(one.collection.slug) for one in catalog.collections]
    if catalog.authors:
        site += ["authors.html"]
    yield "site", tuple(site)
    for year, group in groupby(catalog.periods, lambda period: period.name[:4]):
        periods = list(group)
        months = dict.fromkeys(one.name[:7] for one in periods if one.name != year)
        paths = [urls.year(year), *map(urls.month, months)]
        for name, papers in periods:
            paths += [urls.day(name)] if is_day(name) else []
            paths += [urls.paper(paper.slug) for paper in papers]
        yield year, tuple(paths)
    for letter, authors in by_letter(catalog.authors).items():
        yield f"authors-{letter}", tuple(urls.author(author.slug) for author in authors)


class PathsInputs(NamedTuple):
    """Paths of pages."""

    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PathsView(View):
    """Addresses for machines."""

    paths: tuple[str, ...]


def _paths(path: str, inputs: PathsInputs, frame: Frame, _resources: Resources) -> View:
    return PathsView(frame, Head(path, "", frame.title, ""), inputs.paths)


SITEMAP = Kind("sitemap", ("machines/sitemap.xml",), _paths)
SITEMAP_INDEX = Kind("sitemap_index", ("machines/sitemap_index.xml",), _paths)
ROBOTS = Kind("robots", ("machines/robots.txt",), _paths)


# --------------------------------------------------------------------------- files


class SchemaInputs(NamedTuple):
    """A schema's name, and the topics that a paper may have."""

    name: str
    topics: tuple[str, ...]


def _schema(_path: str, inputs: SchemaInputs, _frame: Frame, _resources: Resources) -> bytes:
    """Return a schema of what people write, for their editors."""
    return to_json(make_schema(inputs.name, inputs.topics))


class StaticInputs(NamedTuple):
    """A static file: its path below their folder, and the digest of its bytes."""

    path: str
    digest: str


def _static(_path: str, inputs: StaticInputs, _frame: Frame, resources: Resources) -> bytes:
    return resources.static(inputs.path)


class LookInputs(NamedTuple):
    """A file of the look: its path below the content folder, its digest; an icon's size, or 0."""

    path: str
    digest: str
    size: int


def _look(look: Look) -> Iterator[tuple[str, LookInputs]]:
    """Yield what is made of the look: paths below `static`, often those of files of ours."""
    if look.style:
        yield "look.css", LookInputs(STYLE, look.style, 0)
    if look.svg:
        yield "icon.svg", LookInputs(ICON_SVG, look.svg, 0)
    icon = (ICON_PNG, look.png) if look.png else (ICON_SVG, look.svg)
    for size in ICON_SIZES if any(icon[1:]) else ():
        yield f"icon-{size}.png", LookInputs(*icon, size)
    if look.card:
        yield "card.png", LookInputs(CARD, look.card, 0)


def _look_file(_path: str, inputs: LookInputs, _frame: Frame, resources: Resources) -> bytes:
    return resources.look(inputs.path, inputs.size)


def _empty(_path: str, _inputs: tuple[()], _frame: Frame, _resources: Resources) -> bytes:
    return b""


SCHEMA = Kind("schema", write=_schema)
STATIC = Kind("static", write=_static)
LOOK = Kind("look", write=_look_file)
EMPTY = Kind("empty", write=_empty)

KINDS = (SITEMAP, SITEMAP_INDEX, ROBOTS, SCHEMA, STATIC, LOOK, EMPTY)
