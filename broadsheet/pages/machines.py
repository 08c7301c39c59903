"""What machines read: the sitemap, robots.txt, schemas; and files that are copied as they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from broadsheet.content.paths import CARD, ICON_PNG, ICON_SVG, STYLE
from broadsheet.content.schema import SCHEMAS, make_schema
from broadsheet.site.head import Head
from broadsheet.site.page import Kind, Page, Resources, View
from broadsheet.text.jsontext import to_json
from broadsheet.text.stylesheets import minified

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from broadsheet.content.model import Look
    from broadsheet.site.catalog import Catalog
    from broadsheet.site.frame import Frame

# Kinds of pages that no search engine is to show: what is gone, moved, made by a query, a reader's
# own, or stands for others.
UNLISTED = frozenset(["comments", "missing", "offline", "redirect", "saved", "search"])
# What all pages share, one file: a page asks for it once, and needs one line for it.
SHARED = tuple(f"site/{name}.js" for name in ("basics", "kept", "reading", "keys"))
MOST_LISTED = 50_000  # addresses in a part of the sitemap: https://www.sitemaps.org/protocol.html
ICON_SIZES = (180, 512)  # home screens' and feeds', as the templates link them


def plan(catalog: Catalog) -> Iterator[Page]:
    """Plan robots.txt, .nojekyll, the schemas, the static files and the look."""
    yield ROBOTS.page("robots.txt", PathsInputs(()))
    yield EMPTY.page(".nojekyll", ())  # GitHub Pages else leaves out what begins with `_`
    topics = tuple(one.topic.slug for one in catalog.topics)
    for name in SCHEMAS:
        inputs = SchemaInputs(name, topics if name == "paper" else ())
        yield SCHEMA.page(f"schema/{name}.json", inputs)
    static = dict(catalog.static)  # empty where nothing is to be rendered
    parts = tuple((path, static[path]) for path in SHARED if path in static)
    yield SCRIPT.page("static/site.js", ScriptInputs(parts))
    look = dict(_look(catalog.look))
    gone = {"icon.svg"} if catalog.look.png else set()  # ours says nothing beside another's PNG
    elsewhere = {*look, *gone, *SHARED}
    for path, digest in catalog.static:
        if path not in elsewhere:
            yield STATIC.page(f"static/{path}", StaticInputs(path, digest))
    for path, made_of in look.items():
        yield LOOK.page(f"static/{path}", made_of)


# --------------------------------------------------------------------------- addresses


def plan_sitemap(catalog: Catalog, listed: Iterable[str]) -> Iterator[Page]:
    """Plan the sitemap of pages, by their paths: its parts, and the list of these.

    The parts are the lists, the pages of each year, and the authors by letter; where one has more
    than a part may have, it is several.
    """
    parts: dict[str, list[str]] = {}
    name_of = _namer(catalog)
    for path in sorted(listed):
        parts.setdefault(name_of(path), []).append(path)
    names = []
    for name in sorted(parts, key=lambda name: (not name.startswith("site"), name)):
        for start in range(0, len(parts[name]), MOST_LISTED):
            number = f"-{1 + start // MOST_LISTED}" if start else ""
            names.append(f"sitemap-{name}{number}.xml")
            some = tuple(parts[name][start : start + MOST_LISTED])
            yield SITEMAP.page(names[-1], PathsInputs(some))
    yield SITEMAP_INDEX.page("sitemap.xml", PathsInputs(tuple(names)))


def _namer(catalog: Catalog) -> Callable[[str], str]:
    """Return a function that names the part of the sitemap in which a page's path stands."""
    letters = {
        sort: {one.slug: one.letter for one in named} for sort, named in catalog.every_name.items()
    }

    def name(path: str) -> str:
        sort, _, slug = path.removesuffix(".html").partition("/")
        if sort == "papers" and slug in catalog.papers:
            return catalog.papers[slug].day[:4]
        if slug in letters.get(sort, ()):
            return f"{sort}-{letters[sort][slug]}"
        time = _OF_YEAR.match(path)
        return time[1] if time else "site"

    return name


# The pages of time, as 2025.html, 2025/W26.html and digest/2025-W26.html, and topics by year.
_OF_YEAR = re.compile(r"(?:topics/[^/]+/|digest/)?(\d{4})[./-]")


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
    """Return a static file as it is; a style sheet without its comments and spaces."""
    data = resources.static(inputs.path)
    if not inputs.path.endswith(".css"):
        return data
    return minified(data.decode(), inputs.path).encode()


class ScriptInputs(NamedTuple):
    """The files of the script that all pages share, in their order, as (path, digest)."""

    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ScriptView(View):
    """The script that all pages share: `parts` are its sources.

    `table` is what scripts say, by the English for it: texts, or texts by plural category;
    `language` is a tag as browsers take it (BCP 47).
    """

    table: dict[str, Any]
    language: str
    parts: tuple[str, ...]


def _script(path: str, inputs: ScriptInputs, frame: Frame, resources: Resources) -> View:
    words = frame.words
    parts = tuple(resources.static(part).decode() for part, _digest in inputs.parts)
    head, table = Head(path, "", "", ""), words.said_by_scripts()
    return ScriptView(frame, head, table, words.name.replace("_", "-"), parts)


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
SCRIPT = Kind("script", ("machines/site.js",), _script)

KINDS = (SITEMAP, SITEMAP_INDEX, ROBOTS, SCHEMA, STATIC, LOOK, EMPTY, SCRIPT)
