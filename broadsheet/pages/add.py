"""The page that adds a paper: a form made of the field table, and the other ways."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from broadsheet.content.fields import PAPER, Field, by_name, names_of
from broadsheet.content.forms import form_of, must_be
from broadsheet.content.paths import paper_file
from broadsheet.content.writing import write_paper
from broadsheet.site.head import make_head
from broadsheet.site.page import FURNITURE, Kind, Page, Resources, View
from broadsheet.text.plain import make_title_slug
from broadsheet.words.words import marked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from broadsheet.site.catalog import Catalog
    from broadsheet.site.frame import Frame
    from broadsheet.words.words import Words

ASKED_FIRST = ("title", "authors", "arxiv", "doi", "url", "published", "summary")
ASKED_LATER = ("code", "project", "data", "video", "pdf", "venue", "submitted_by")
LABELS = {
    "arxiv": "arXiv id",
    "doi": "DOI",
    "url": "Address",
    "pdf": "PDF",
    "submitted_by": "Brought by",
}
EXAMPLE_DAY = "2025-10-28"
EXAMPLE = {
    "authors": ("Ada Lovelace", "Grace Hopper"),
    "published": "2025-10-20",
    "doi": "10.1000/182",
}
EXAMPLE_TEXTS = {
    "title": marked("A title: with its subtitle"),
    "summary": marked(
        "What was done, in a sentence of your own. What was found, with the number that matters."
    ),
}


def plan(_catalog: Catalog) -> Iterator[Page]:
    """Plan the page; all that it shows is the frame's, and the field table's."""
    yield ADD.page("add.html", ())


class Control(NamedTuple):
    """A field of the form that adds a paper: what the field table says of it, for a browser.

    `pattern` is a regular expression, `wrong` what is said of a value that it does not match.
    """

    name: str
    label: str
    kind: str
    about: str
    example: str
    required: bool
    limit: int
    pattern: str
    wrong: str


@dataclass(frozen=True, slots=True)
class AddView(View):
    """The page that adds a paper: the form's fields, all fields in their order, an example."""

    controls: tuple[Control, ...]
    more: tuple[Control, ...]
    fields: tuple[str, ...]
    path: str
    example: str


def _example(frame: Frame) -> dict[str, Any]:
    """Return the values of a paper that shows how to write one."""
    words, topics = frame.words, tuple(slug for slug, _ in frame.topics[:2])
    told = {name: words.gettext(text) for name, text in EXAMPLE_TEXTS.items()}
    return {**EXAMPLE, **told, "topics": topics}


def label_of(field: Field) -> str:
    """Return what a field is called in the form."""
    return LABELS.get(field.name, field.name.capitalize())


def _add(path: str, _inputs: tuple[()], frame: Frame, _resources: Resources) -> View:
    words = frame.words
    described = words.gettext(
        "How to add a paper to %(title)s: a form, an issue, a command, a file.", title=frame.title
    )
    known, example = by_name(PAPER), _example(frame)
    return AddView(
        frame,
        make_head(frame, path, words.gettext("Add a paper"), described, "add.html"),
        tuple(_control(known[name], words) for name in ASKED_FIRST),
        tuple(_control(known[name], words) for name in ASKED_LATER),
        names_of(PAPER),
        f"content/{paper_file(EXAMPLE_DAY, make_title_slug(example['title']) or 'a-name')}",
        write_paper(example, "", {}),
    )


def _control(field: Field, words: Words) -> Control:
    """Make a field of the form of a field of the table."""
    return Control(
        field.name,
        words.gettext(label_of(field)),
        field.kind,
        words.gettext(field.about),
        words.gettext(field.example.strip('"')),
        field.required,
        field.limit,
        form_of(field),
        words.gettext(must_be(field)) if must_be(field) else "",
    )


ADD = Kind("add", ("pages/add.html", FURNITURE), _add)

KINDS = (ADD,)
