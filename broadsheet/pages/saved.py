"""The page of what a reader keeps in the browser: saved papers, notes, what is muted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.pages.search import engine_of
from broadsheet.site.head import make_head
from broadsheet.site.page import FURNITURE, Kind, Page, Resources, View
from broadsheet.site.urls import EXPORTS, FORM_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from broadsheet.site.catalog import Catalog
    from broadsheet.site.frame import Frame


def plan(catalog: Catalog) -> Iterator[Page]:
    """Plan the page; what it shows, its script finds in the browser."""
    yield SAVED.page("saved.html", SavedInputs(engine_of(catalog)))


class SavedInputs(NamedTuple):
    """The scripts of the search's engine, in their order."""

    engine: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SavedView(View):
    """The page of saved papers.

    `engine` are the paths of scripts that find an imported paper, one after the other; `exports`
    are (ending, name of the form).
    """

    engine: str
    exports: tuple[tuple[str, str], ...]


def _saved(path: str, inputs: SavedInputs, frame: Frame, _resources: Resources) -> View:
    words = frame.words
    described = words.gettext(
        "The papers of %(title)s that you saved in this browser.", title=frame.title
    )
    head = make_head(frame, path, words.gettext("Saved"), described, path)
    exports = tuple((EXPORTS[form], FORM_NAMES[form]) for form in EXPORTS)
    return SavedView(frame, head, " ".join(inputs.engine), exports)


SAVED = Kind("saved", ("pages/saved.html", FURNITURE), _saved)

KINDS = (SAVED,)
