"""JSON-LD in a page: the work that it describes, and the names in it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from broadsheet.adding.cleaning import first_of, list_of, texts_of
from broadsheet.content.names import join_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_WORKS = re.compile(
    "(?:https?://schema.org/)?(?:(?:Medical)?Scholarly|Tech|News)?Article"
    "|(?:https?://schema.org/)?(?:BlogPosting|Book|Chapter|CreativeWork|Dataset|Report|Thesis)"
)


def find_work(scripts: Iterable[str]) -> dict[str, Any]:
    """Return the paper in a page's JSON-LD, preferably an article; empty if there is none."""
    works = []
    for script in scripts:
        try:
            found = json.loads(script, strict=False)
        except (ValueError, RecursionError):
            continue  # the page may have others
        works += [
            work for work in _walk(found) if any(map(_WORKS.fullmatch, texts_of(work.get("@type"))))
        ]
    works.sort(key=lambda work: "Article" not in "".join(texts_of(work.get("@type"))))
    return works[0] if works else {}


def _walk(found: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects that a script is about, and not those that they refer to."""
    waiting = [found]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, list):
            waiting += reversed(thing)
        elif isinstance(thing, dict):
            yield thing
            waiting += [thing.get(name) for name in ("mainEntityOfPage", "mainEntity", "@graph")]


def names_in(value: Any) -> list[str]:
    """Return the names of people or things, which JSON-LD has as texts or as objects."""
    names = []
    for thing in list_of(value):
        if isinstance(thing, dict):
            family, given = (first_of(thing.get(name)) for name in ("familyName", "givenName"))
            name = first_of(thing.get("name")) or first_of(thing.get("value"))
            names.append(name or join_name(family, given))
        else:
            names += texts_of(thing)
    return [name for name in names if name]
