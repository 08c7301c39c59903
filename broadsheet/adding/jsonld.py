"""JSON-LD in a page: the work that it describes, and the names in it."""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import TYPE_CHECKING, Any

from broadsheet.adding.cleaning import first_of, list_of, pages_between, plain_of, texts_of
from broadsheet.content.names import join_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from broadsheet.adding.cleaning import Parts

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


def imprint_of(work: dict[str, Any]) -> dict[str, str]:
    """Return what a work is, and where it stands in the issue, volume and journal that hold it."""
    holders = list(islice(_holders(work), MOST_HOLDERS))
    titles = [one.get("name") for one in holders if "Periodical" in texts_of(one.get("@type"))]

    def told(name: str) -> str:
        return next(filter(None, (first_of(one.get(name)) for one in holders)), "")

    ends = (first_of(work.get(name)) for name in ("pageStart", "pageEnd"))
    kinds = (_TYPES.get(kind.rpartition("/")[2], "") for kind in texts_of(work.get("@type")))
    return {
        "type": next(filter(None, kinds), "article" if titles else ""),
        "venue": next(filter(None, map(first_of, titles)), ""),
        "volume": told("volumeNumber"),
        "issue": told("issueNumber"),
        "pages": first_of(work.get("pagination")) or pages_between(*ends),
        "publisher": next(iter(names_in(work.get("publisher"))), ""),
        "language": next(iter(names_in(work.get("inLanguage"))), ""),
    }


MOST_HOLDERS = 5
_TYPES = {
    "Book": "book",
    "Chapter": "chapter",
    "Dataset": "dataset",
    "Report": "report",
    "Thesis": "thesis",
}


def _holders(work: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a work, and what it is a part of, from small to large."""
    holder: Any = work
    while isinstance(holder, dict):
        yield holder
        holder = next(iter(list_of(holder.get("isPartOf"))), None)


def people_in(value: Any) -> dict[str, Parts]:
    """Return the parts of names, by the names, of the people and groups that JSON-LD parts."""
    found: dict[str, Parts] = {}
    for thing in list_of(value):
        if isinstance(thing, dict):
            family, given = _parts(thing)
            for name in names_in(thing):
                if family and given:
                    found[name] = (join_name(family, given), family, given)
                elif "Organization" in texts_of(thing.get("@type")):
                    found[name] = (name, name, "")
    return found


def names_in(value: Any) -> list[str]:
    """Return the names of people or things, which JSON-LD has as texts or as objects."""
    names = []
    for thing in list_of(value):
        if isinstance(thing, dict):
            name = first_of(thing.get("name")) or first_of(thing.get("value"))
            names.append(name or join_name(*_parts(thing)))
        else:
            names += texts_of(thing)
    return [plain for name in names if (plain := plain_of(name))]


def _parts(person: dict[str, Any]) -> tuple[str, str]:
    """Return family and given name of a person, as far as they are told."""
    return plain_of(first_of(person.get("familyName"))), plain_of(first_of(person.get("givenName")))
