"""What a note, a collection or the about page may link to: papers, days, topics, collections.

A link names its target by its file or its slug: `2025/10/28/a-name.md`, `a-name`, `2025-10-28`,
`topics/reasoning`. Anything with a scheme leads elsewhere, and is none of ours.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection as Names
    from collections.abc import Iterable

    from broadsheet.content.model import Collection, Entry, Topic

_DAY = re.compile(r"([0-9]{4})[-/]([0-9]{2})[-/]([0-9]{2})(?:/(?:index)?)?")
_FOLDER = re.compile(r"[0-9]{4}(?:[-/][0-9]{2}){0,2}")  # of papers: a day's, a month's or a year's
_FOLDERS = {"papers": "paper", "topics": "topic", "collections": "collection"}


class Target(NamedTuple):
    """Something of ours that has a page: its kind, and its slug, or its date."""

    kind: str
    name: str


class Targets:
    """All that there is to link to."""

    def __init__(
        self, papers: Iterable[Entry], topics: Iterable[Topic], collections: Iterable[Collection]
    ) -> None:
        """Take what has a page; older names lead to it, too."""
        self._names: dict[str, dict[str, str]] = {kind: {} for kind in (*_FOLDERS.values(), "day")}
        for paper in papers:
            self._names["day"][paper.day] = paper.day
            for name in (*paper.aliases, paper.slug):
                self._names["paper"][name] = paper.slug
        for topic in topics:
            self._names["topic"] |= dict.fromkeys((*topic.older, topic.slug), topic.slug)
        for one in collections:
            self._names["collection"] |= dict.fromkeys((*one.aliases, one.slug), one.slug)

    def find(self, link: str) -> Target | None:
        """Return what a link leads to; None if it leads nowhere."""
        path = re.sub(r"^(?:\.{1,2}/|/|content/)+", "", link.partition("#")[0])
        path = re.sub(r"\.(?:md|html)$", "", path)
        day = _DAY.fullmatch(path)
        if day:
            return self._pick(("day",), "-".join(day.groups()))
        folder, _, name = path.rpartition("/")
        kinds: Names[str] = _FOLDERS.values()
        if folder in _FOLDERS:
            kinds = (_FOLDERS[folder],)
        elif folder and not _FOLDER.fullmatch(folder):
            return None
        elif folder:
            kinds = ("paper",)
        return self._pick(kinds, name)

    def _pick(self, kinds: Names[str], name: str) -> Target | None:
        """Return the first of these kinds that has something of a name."""
        return next(
            (Target(kind, found) for kind in kinds if (found := self._names[kind].get(name))), None
        )
