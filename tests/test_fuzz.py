"""Whatever a reader is given, it answers or says in a sentence what is wrong.

The texts are those of `tests/broken` and `tests/corpus`, cut, repeated, joined with
each other and with what breaks readers. How many are tried follows hypothesis's profile: `make
test ARGS='--hypothesis-profile=fuzz -k fuzz'` tries for an hour.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from readers import AWKWARD, FILES, KNOWN, PLACES, READERS
from support import ROOT, examples

if TYPE_CHECKING:
    from collections.abc import Callable

BROKEN = ROOT / "tests" / "broken"
CORPUS = ROOT / "tests" / "corpus"  # a folder a format
ENDINGS = {"paper": "*.md", "note": "index.md", "collection": "*.md", "topics.yaml": "topics.yaml"}
ENDINGS |= {"site.yaml": "site.yaml"}
TEXTS = [
    "Une étude: $\\frac{1}{2}$ and **more** [here](https://a.example/b_(c))",
    "Ada Lovelace, Grace Hopper and 5 others",
    "van der Berg, Jr., Ada; 王小明; O'Neil {\\'e}",
    "https://arxiv.org/abs/2506.20544v2#page=3",
    "10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O",
    "2025-06-25T00:00:00+02:00",
]


@cache
def seeds_of(name: str) -> list[bytes]:
    """Return what a reader is given to begin with: of `tests/broken` one in three, for speed."""
    folder = CORPUS / name.replace(" ", "-")
    if folder.is_dir():
        return [path.read_bytes() for path in sorted(folder.iterdir())]
    if name in ENDINGS:
        found = sorted(BROKEN.rglob(ENDINGS[name]))
        return [path.read_bytes() for path in found if path.is_file()][::3]
    return [text.encode() for text in TEXTS]


@st.composite
def changed(draw: Callable[..., Any], name: str) -> bytes:
    """Draw a text and change it some times: cut, repeat, put in something awkward, join another."""
    data: bytes = draw(st.sampled_from(seeds_of(name)))
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(data)))
        end = draw(st.integers(start, min(len(data), start + 60)))
        put = draw(
            st.sampled_from([piece.encode() for piece in AWKWARD])
            | st.sampled_from(seeds_of(name))
            | st.binary(max_size=3)
            | st.text(max_size=3).map(lambda text: text.encode(errors="replace"))
        )
        how = draw(st.sampled_from(["put", "instead", "many", "cut", "again"]))
        middle = {
            "put": put + data[start:end],
            "instead": put,
            "many": put * draw(st.integers(2, 40)) if len(put) < 20 else put,
            "cut": b"",
            "again": data[start:end] * 2,
        }[how]
        data = data[:start] + middle + data[end:]
    return data


def is_answered(name: str, data: bytes) -> bool:
    """Let a reader read; an error that is not ours goes on."""
    try:
        READERS[name](data)
    except KNOWN as error:
        return bool(str(error))
    return True


@pytest.mark.parametrize("name", sorted(FILES))
def test_any_file_is_answered(name: str) -> None:
    """A file that was right once, with anything in it."""

    @settings(max_examples=examples(300))
    @given(changed(name))
    def read(data: bytes) -> None:
        assert is_answered(name, data)

    read()


@pytest.mark.parametrize("name", sorted(PLACES))
def test_any_text_in_its_place_is_answered(name: str) -> None:
    """A whole file around a text that may be anything."""

    @settings(max_examples=examples(100))
    @given(changed(name))
    def read(data: bytes) -> None:
        assert is_answered(name, data)

    read()
