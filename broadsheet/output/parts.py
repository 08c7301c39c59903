"""What comes one by one, in parts."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Item = TypeVar("Item")


def in_parts(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Yield lists of `size` items, the last one of as many as there are left."""
    rest = iter(items)
    while part := list(islice(rest, size)):
        yield part


def in_weighed_parts(
    items: Iterable[Item], size: int, weigh: Callable[[Item], int], most: int
) -> Iterator[list[Item]]:
    """Yield lists of at most `size` items that weigh about `most` together, or of one heavier."""
    part: list[Item] = []
    weight = 0
    for item in items:
        own = weigh(item)
        if part and (len(part) == size or weight + own > most):
            yield part
            part, weight = [], 0
        part.append(item)
        weight += own
    if part:
        yield part
