"""What is kept from one build to the next: what has another key is made anew, the rest is not."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from broadsheet.search.kept import Made, Memory, pack, renew, unpack


def filled() -> Memory:
    """Return a memory with two values of two kinds, and one of another kind."""
    memory = Memory()
    made = [Made(kind, name, b"1", b"old") for kind in ("left", "right") for name in ("a", "b")]
    memory.keep([*made, Made("other", "c", b"1", b"old")], ())
    return memory


def renewed(memory: Memory, keys: dict[str, bytes]) -> list[str]:
    """Renew two kinds; return the names for which something was made."""
    asked: list[str] = []

    def work(name: str) -> tuple[bytes, bytes]:
        asked.append(name)
        return f"left of {name}".encode(), f"right of {name}".encode()

    renew(memory, ("left", "right"), keys, partial(map, work))
    return asked


@pytest.mark.parametrize(
    ("keys", "made"),
    [
        ({"a": b"1", "b": b"1"}, []),
        ({"a": b"1", "b": b"2"}, ["b"]),
        ({"a": b"1", "b": b"1", "d": b"1"}, ["d"]),
        ({"a": b"1"}, []),
        ({}, []),
    ],
)
def test_what_is_new_or_has_another_key_is_made(keys: dict[str, bytes], made: list[str]) -> None:
    """Afterwards all is kept that has a key, and no more; other kinds are left alone."""
    memory = filled()
    assert renewed(memory, keys) == made
    assert memory.keys("left") == memory.keys("right") == keys
    assert memory.keys("other") == {"c": b"1"}
    assert [memory.value("right", name) for name in made] == [
        f"right of {name}".encode() for name in made
    ]


def test_nothing_is_made_twice() -> None:
    """With the same keys again, nobody works."""
    memory = Memory()
    assert renewed(memory, {"a": b"1", "b": b"2"}) == ["a", "b"]
    assert renewed(memory, {"a": b"1", "b": b"2"}) == []


def test_what_was_made_before_a_failure_stays() -> None:
    """The next build need not make it again."""
    memory = Memory()

    def work(name: str) -> tuple[bytes]:
        if name == "b":
            raise OSError
        return (b"made",)

    with pytest.raises(OSError, match=r"^$"):
        renew(memory, ("left",), {"a": b"1", "b": b"1"}, partial(map, work))
    assert memory.keys("left") == {"a": b"1"}


def test_plain_values_come_back() -> None:
    """Texts, bytes, numbers, nested: equal values have equal bytes."""
    value: dict[str, Any] = {"a": (1, 2.5, "é", b"\0"), "b": [None, True, {}]}
    assert unpack(pack(value)) == value
    one, other = (f"on{letter}" for letter in "ee")  # equal, and two objects in memory
    assert pack((one, one)) == pack((one, other))
