"""What is to be done at a target, of what was built and what lies there. Nothing is done here."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.hosting.manifests import COMING
from broadsheet.output.turns import in_the_way, turn

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from broadsheet.hosting.manifests import Lying


class Plan(NamedTuple):
    """Paths in the order in which they have their turn; those of a group may go at once.

    `early` is in the way of what comes; `unseen` is uploaded while nothing leads to it; `seen` are
    the changes that visitors meet; `gone` is taken away when nothing leads there any more.
    """

    early: list[str]
    unseen: list[list[str]]
    seen: list[list[str]]
    gone: list[list[str]]
    same: int

    @property
    def uploads(self) -> list[str]:
        """What is uploaded, in its order."""
        return [path for group in (*self.unseen, *self.seen) for path in group]

    @property
    def removals(self) -> list[str]:
        """What is taken away, in its order."""
        return [*self.early, *(path for group in self.gone for path in group)]


def make_plan(built: Mapping[str, bytes], there: Mapping[str, Lying]) -> Plan:
    """Compare the digests of what was built with what lies at the target, both by path."""
    turns = {}
    for path, known in built.items():
        lying = there.get(path, COMING)
        if lying.digest != known:
            turns[path] = turn(path, is_new=not lying.is_met)
    gone = [path for path in there if path not in built]
    early = in_the_way(gone, {path for path in turns if there.get(path, COMING) == COMING})
    leaving = {path: turn(path, is_new=False) for path in gone if path not in early}
    return Plan(
        sorted(early),
        _groups(turns, (path for path, (is_seen, _) in turns.items() if not is_seen)),
        _groups(turns, (path for path, (is_seen, _) in turns.items() if is_seen)),
        _groups(leaving, leaving)[::-1],  # lists first, then what they lead to
        len(built) - len(turns),
    )


def _groups(turns: Mapping[str, tuple[bool, int]], paths: Iterable[str]) -> list[list[str]]:
    """Return paths by the rank of their turn, sorted within it."""
    ordered = sorted(paths, key=lambda path: (turns[path][1], path))
    return [list(group) for _, group in groupby(ordered, key=lambda path: turns[path][1])]
