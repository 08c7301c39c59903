"""The page that holds giscus's frame, within papers' pages, where the site has comments.

A policy in a page cannot be loosened once the page is there. So papers' pages may hold no frame but
this page, which is loaded when somebody asks for comments; it alone may hold one of giscus, and it
runs no script. `static/comments.js` puts the one into the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from broadsheet.site.head import make_head
from broadsheet.site.page import Kind, Page, Resources, View
from broadsheet.text.languages import without_region

if TYPE_CHECKING:
    from collections.abc import Iterator

    from broadsheet.site.catalog import Catalog
    from broadsheet.site.frame import Frame

# https://github.com/giscus/giscus/blob/main/lib/i18n.tsx
_SPOKEN = (
    "ar be bg ca cs da de en eo es eu fa fr he hu id it ja ko nl pl pt ro ru th tr uk uz vi"
    " zh-CN zh-HK zh-TW"
)
_CALLED = {  # what giscus calls otherwise than BCP 47 does, and what is nearest
    **dict.fromkeys(("bs", "hr", "sr"), "hbs"),
    **dict.fromkeys(("zh-MO", "zh-Hant-HK", "zh-Hant-MO"), "zh-HK"),
    "zh-Hant": "zh-TW",
    "zh": "zh-CN",
    "el": "gr",
    "km": "kh",
    "gsw": "de",
}


def plan(catalog: Catalog) -> Iterator[Page]:
    """Plan the page, if the site has comments."""
    if catalog.site.comments:
        yield COMMENTS.page("comments.html", ())


@dataclass(frozen=True, slots=True)
class CommentsView(View):
    """The page that holds giscus's frame; `address` is giscus's, but for what each paper adds."""

    address: str


def _comments(path: str, _inputs: tuple[()], frame: Frame, _resources: Resources) -> View:
    words = frame.words
    described = words.gettext("The comments on a paper stand on the paper's page.")
    head = make_head(frame, path, words.gettext("Comments"), described)
    return CommentsView(frame, head, widget_address(frame.comments, frame.language))


def widget_address(comments: tuple[str, ...], language: str) -> str:
    """Return the address of giscus's frame: what its own script makes of its attributes.

    https://github.com/giscus/giscus/blob/main/client.ts
    """
    names = ("repo", "repoId", "category", "categoryId")
    options = {"strict": 1, "reactionsEnabled": 1, "emitMetadata": 0, "inputPosition": "bottom"}
    query = urlencode({**dict(zip(names, comments, strict=True)), **options})
    return f"https://giscus.app/{giscus_language(language)}/widget?{query}"


def giscus_language(tag: str) -> str:
    """Return the nearest to a BCP 47 tag of the languages that giscus speaks."""
    for near in (tag, without_region(tag), tag.partition("-")[0]):
        if near in _SPOKEN.split() or near in _CALLED:
            return _CALLED.get(near, near)
    return "en"


COMMENTS = Kind("comments", ("pages/comments.html",), _comments)

KINDS = (COMMENTS,)
