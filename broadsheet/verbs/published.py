"""The published papers, for verbs that need them whole and make no site."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from broadsheet.content.cache import Memory
from broadsheet.content.consistency import check_content, locate
from broadsheet.content.model import unpack
from broadsheet.content.problems import errors, first_problems, show
from broadsheet.content.reader import read_content
from broadsheet.output.processes import spread
from broadsheet.search.kept import unpack as unmarshal
from broadsheet.site.catalog import make_catalog
from broadsheet.text.counts import count
from broadsheet.verbs.terminal import progress

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from broadsheet.content.model import Entry, Paper
    from broadsheet.site.catalog import Catalog

    Published = tuple[Catalog, Callable[[Entry], Paper]]


def read_published(content: Path, today: str, jobs: int, lost: str) -> Published | None:
    """Return the catalog, and what gives an entry's whole paper.

    None where the content has errors, which are shown; `lost` says what is not done for them.
    """
    memory = Memory()
    with progress() as tell:
        tell("reading", 0, 0)
        reading = read_content(content, memory, spread=spread(jobs))
    problems = errors([*reading.problems, *locate(content, check_content(reading.content))])
    for problem in first_problems(problems):
        print(show(problem, content), file=sys.stderr)
    if problems:
        print(f"{count(len(problems), 'error')}: {lost}.", file=sys.stderr)
        return None

    def paper_of(entry: Entry) -> Paper:
        return unpack(unmarshal(memory.records[entry.path]))

    return make_catalog(reading.content, today), paper_of
