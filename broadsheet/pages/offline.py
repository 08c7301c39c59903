"""The site without a network: the worker that keeps pages, and the page for what it did not keep.

A browser installs the worker again when its bytes change. So it holds the version of the styles and
scripts that it then fetches, and nothing of papers. A feed that keeps no pages has a worker, too:
it goes, and takes along what one before it kept. The manifest is what home screens know of a site.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.pages.machines import ICON_SIZES
from broadsheet.pages.search import engine_of
from broadsheet.site.frame import DRAWN
from broadsheet.site.head import Head, make_head
from broadsheet.site.page import FURNITURE, Kind, Page, Resources, View
from broadsheet.text.digest import digest, digest_of
from broadsheet.text.jsontext import to_json, to_short_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from broadsheet.site.catalog import Catalog
    from broadsheet.site.frame import Frame

PATH = "offline.html"
# Pages that are kept before they are visited, as far as the site has them, and what they fetch.
SHELL = ("index.html", PATH, "saved.html", "search.html", "search/index.json")
ADDING = ("static/add.css", "static/add.js", "static/names.js")  # which ends on another host
LIGHT_PAPER = "#fcfbf9"  # --paper of static/style.css


def plan(_catalog: Catalog) -> Iterator[Page]:
    """Plan the manifest; the rest depends on what other pages there are."""
    yield MANIFEST.page("manifest.webmanifest", ())


def is_near(path: str) -> bool:
    """Return whether the worker may keep what is at a path before anybody asks for it."""
    return path.startswith("static/") or path in SHELL


def plan_offline(
    catalog: Catalog, known: Mapping[str, Page], listed: Iterable[str]
) -> Iterator[Page]:
    """Plan the worker of a site, and the page that it shows in place of others.

    `known` are the pages that are near, by path, `listed` the paths of those that people read.
    """
    if not catalog.site.offline:
        yield LEAVER.page("worker.js", ())
        return
    yield OFFLINE.page(PATH, ())
    engine = engine_of(catalog)
    icon = "static/icon.svg" if "static/icon.svg" in known else "static/icon-512.png"
    static = [path for path in known if _is_kept(path) or path in engine or path == icon]
    version = digest(tuple((path, tuple(known[path].inputs)) for path in static))
    shell = [path for path in SHELL if path == PATH or path in known]
    folders = {path.partition("/")[0] for path in listed if "/" in path}
    named = sorted(name for name in folders if not name.isdigit())
    yield WORKER.page("worker.js", WorkerInputs((*shell, *static), tuple(named), version))


def _is_kept(path: str) -> bool:
    """Return whether a path is that of a style or script that pages without a network need."""
    is_static = path.startswith("static/") and path.count("/") == 1
    return is_static and path.endswith((".css", ".js")) and path not in ADDING


# --------------------------------------------------------------------------- the page


def _offline(path: str, _inputs: tuple[()], frame: Frame, _resources: Resources) -> View:
    words = frame.words
    described = words.gettext("This page is not on your device.")
    head = make_head(frame, path, words.gettext("You are offline"), described)
    return View(frame, head)


OFFLINE = Kind("offline", ("pages/offline.html", FURNITURE), _offline)


# --------------------------------------------------------------------------- the worker


class WorkerInputs(NamedTuple):
    """What is kept from the beginning, the folders of pages without the years; a digest.

    The digest is that of static files, but for those that are made of the words.
    """

    shell: tuple[str, ...]
    folders: tuple[str, ...]
    static: bytes


@dataclass(frozen=True, slots=True)
class WorkerView(View):
    """The worker: its version, what it keeps from the beginning, and folders of pages."""

    version: str
    shell: tuple[str, ...]
    folders: tuple[str, ...]


def _worker(path: str, inputs: WorkerInputs, frame: Frame, _resources: Resources) -> View:
    said = to_short_json({"": frame.words.tag, **frame.words.said_by_scripts()})
    version = digest_of(inputs.static + said).hex()
    return WorkerView(frame, Head(path, "", "", ""), version, inputs.shell, inputs.folders)


def _leaver(path: str, _inputs: tuple[()], frame: Frame, _resources: Resources) -> View:
    return View(frame, Head(path, "", "", ""))


WORKER = Kind("worker", ("machines/worker.js",), _worker)
LEAVER = Kind("leaver", ("machines/leaver.js",), _leaver)


# --------------------------------------------------------------------------- the manifest


def _manifest(_path: str, _inputs: tuple[()], frame: Frame, _resources: Resources) -> bytes:
    """Return the manifest (https://www.w3.org/TR/appmanifest/), whose addresses are relative.

    The window gets the colour that the system has for windows: one for light and dark would be
    wrong in one of them. A feed with a style of its own may have paper of another colour.
    """
    icons = [
        {"src": f"static/icon-{size}.png", "sizes": f"{size}x{size}", "type": "image/png"}
        for size in ICON_SIZES
    ]
    if frame.icon == DRAWN:
        icons.insert(0, {"src": DRAWN[0], "sizes": "any", "type": DRAWN[1]})
    return to_json(
        {
            "name": frame.title,
            "short_name": frame.title,
            "description": frame.tagline,
            "lang": frame.language,
            "dir": frame.words.direction,
            "start_url": "./",
            "scope": "./",
            "display": "minimal-ui",
            **({} if frame.has_style else {"background_color": LIGHT_PAPER}),
            "icons": icons,
        }
    )


MANIFEST = Kind("manifest", write=_manifest)

KINDS = (OFFLINE, WORKER, LEAVER, MANIFEST)
