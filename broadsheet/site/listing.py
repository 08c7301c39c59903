"""Entries of a list: of topics, of authors, of collections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from broadsheet.site.page import View


class Listed(NamedTuple):
    """An entry of a list, and how many papers it has."""

    slug: str
    name: str
    description: str
    papers: int


class ListInputs(NamedTuple):
    """The entries as plain tuples, in the order of the fields of `Listed`."""

    entries: tuple[tuple[str, str, str, int], ...]


@dataclass(frozen=True, slots=True)
class ListView(View):
    """The list of topics, or of collections."""

    entries: tuple[Listed, ...]
