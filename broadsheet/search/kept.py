"""What is kept of the index from one build to the next: values by kind and name, with their keys.

A key is the digest of all that a value is made of. What is kept under another key is made anew.
"""

from __future__ import annotations

import marshal
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    Spread = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]


def pack(value: Any) -> bytes:
    """Return plain values as bytes, which depend on the values alone; `unpack` is the inverse."""
    return marshal.dumps(value, 0)


def pack_once(value: Any) -> bytes:
    """Return plain values as bytes that hold once what occurs often, and may differ for equals."""
    return marshal.dumps(value)


def unpack(data: bytes) -> Any:
    """Return the plain values that were packed."""
    return marshal.loads(data)


class Made(NamedTuple):
    """A value to keep."""

    kind: str
    name: str
    key: bytes
    value: bytes


class Kept(Protocol):
    """Keeps what was made."""

    def keys(self, kind: str) -> dict[str, bytes]:
        """Return the keys of what is kept of a kind, by name."""

    def value(self, kind: str, name: str) -> bytes:
        """Return a value."""

    def keep(self, made: Iterable[Made], gone: Iterable[tuple[str, str]]) -> None:
        """Keep values and forget others, by kind and name: all of them or none."""


class Memory:
    """Keeps values as long as it lives."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._made: dict[tuple[str, str], Made] = {}

    def keys(self, kind: str) -> dict[str, bytes]:
        """Return the keys of what is kept of a kind, by name."""
        return {one.name: one.key for one in self._made.values() if one.kind == kind}

    def value(self, kind: str, name: str) -> bytes:
        """Return a value."""
        return self._made[kind, name].value

    def keep(self, made: Iterable[Made], gone: Iterable[tuple[str, str]]) -> None:
        """Keep values and forget others, by kind and name."""
        for one in gone:
            self._made.pop(one, None)
        self._made.update(((one.kind, one.name), one) for one in made)


def renew(
    kept: Kept,
    kinds: Sequence[str],
    keys: Mapping[str, bytes],
    make: Callable[[list[str]], Iterable[Sequence[bytes]]],
) -> None:
    """Make what is missing or was of another key; `make` gives a value a kind for each name."""
    before = kept.keys(kinds[0])
    todo = [name for name, key in keys.items() if before.get(name) != key]
    for name, values in zip(todo, make(todo) if todo else (), strict=True):
        key = keys[name]
        kept.keep([Made(kind, name, key, one) for kind, one in zip(kinds, values, strict=True)], ())
    gone = [(kind, name) for kind in kinds for name in before if name not in keys]
    if gone:
        kept.keep((), gone)
