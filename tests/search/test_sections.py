"""A month's part of each shard: what is written of words and pairs is what is read back."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from indexed import index_of, make_paper, shards_of

from broadsheet.search.coding import DIGITS, term_hash
from broadsheet.search.kept import Memory
from broadsheet.search.sections import pair_sections, pinned, shard_count, word_sections
from broadsheet.search.shelf import read_pairs, read_postings
from broadsheet.search.tally import Tally, Vectors

if TYPE_CHECKING:
    from collections.abc import Iterable

    from broadsheet.search.sections import Sections

LEVELS = {1: 19, 2: 29, 4: 39, 5: 43}  # of a weight in halves, in a paper as long as the average
AVERAGE = 100.0
EDGES = (0, 1, 31, 32, 1023, 1024, 32767, 32768, 1 << 20)

gap = st.one_of(st.sampled_from(EDGES), st.integers(0, 1 << 21))
places = st.lists(gap, min_size=1, max_size=12).map(
    lambda gaps: [place - 1 for place in accumulate(one + 1 for one in gaps)]
)
word = st.text("abcdefgh注λ3+", min_size=1, max_size=6)
hashes = st.integers(0, 0xFFFFFFFF)


def tally_of(
    postings: Iterable[tuple[str, int, int]], papers: int, pairs: Iterable[tuple[int, int]] = ()
) -> Tally:
    """Return a month with postings of (term, paper, weight), and pairs of (hash, paper)."""
    rows, near = sorted(postings), sorted(pairs)
    terms = sorted({term for term, _, _ in rows})
    nothing = np.zeros(0, np.int64)
    return Tally(
        terms=terms,
        hashes=np.array([term_hash(term) for term in terms], np.uint32),
        term=np.array([terms.index(term) for term, _, _ in rows], np.int64),
        paper=np.array([paper for _, paper, _ in rows], np.int64),
        weight=np.array([weight for _, _, weight in rows], np.int64),
        lengths=np.full(papers, 2 * AVERAGE),
        pair=np.array([pair for pair, _ in near], np.uint32),
        pair_paper=np.array([paper for _, paper in near], np.int64),
        words={},
        named={},
        vectors=Vectors(nothing, nothing, nothing),
    )


def parts(sections: Sections) -> list[str]:
    """Return the section of each shard."""
    ends = [int(end) for end in sections.ends]
    return [sections.data[start:end].decode() for start, end in zip([0, *ends], ends, strict=False)]


@given(st.data())
def test_words_come_back(data: st.DataObject) -> None:
    """Each term lies in its shard, a line of its own, with its papers' places and levels."""
    numbers = data.draw(places)
    paper = st.integers(0, len(numbers) - 1)
    holders = st.dictionaries(paper, st.sampled_from(sorted(LEVELS)), min_size=1)
    held: dict[str, Any] = data.draw(st.dictionaries(word, holders, max_size=12))
    rows = [(term, one, weight) for term, some in held.items() for one, weight in some.items()]
    found = parts(word_sections(tally_of(rows, len(numbers)), "6RR", numbers, AVERAGE, 16))
    read = {}
    for shard, text in enumerate(found):
        lines = text.split("\n")
        assert not text or (lines[0], lines[-1]) == ("=6RR", "")
        for line in lines[1:-1]:
            term, _, digits = line.partition(" ")
            assert term_hash(term) % 16 == shard
            read[term] = dict(read_postings(digits))
    assert read == {
        term: {numbers[one]: LEVELS[weight] for one, weight in some.items()}
        for term, some in held.items()
    }


@given(places, st.data())
def test_pairs_come_back(numbers: list[int], data: st.DataObject) -> None:
    """The low bits of a pair's hash tell its shard, the high ones its three digits."""
    paper = st.integers(0, len(numbers) - 1)
    unlike = st.lists(hashes, unique_by=lambda one: (one & 15, one >> 14), max_size=12)
    held = {one: data.draw(st.sets(paper, min_size=1)) for one in data.draw(unlike)}
    rows = [(one, number) for one, some in held.items() for number in some]
    tally = tally_of([], len(numbers), rows)
    found = parts(pair_sections(tally, "6RR", numbers, 16))
    for one, some in held.items():
        code, text, end = found[one % 16].split("\n")
        assert (code, end) == ("=6RR", "")
        digits = "".join(DIGITS[one >> 14 + bits & 63] for bits in (12, 6, 0))
        assert sorted(read_pairs(text, digits)) == sorted(numbers[number] for number in some)


def test_month_without_pairs_has_empty_sections() -> None:
    """Where there is nothing, there is not even the month's code."""
    found = pair_sections(tally_of([], 1), "6RR", [0], 8)
    assert (found.data, parts(found)) == (b"", [""] * 8)
    assert found.digests == bytes(len(found.digests))


@pytest.mark.parametrize(
    ("weight", "length", "level"),
    [
        (2, 100, 29),  # once in the text of a paper of average length
        (5, 100, 43),  # once in its title
        (2, 25, 38),
        (2, 400, 14),
        (5000, 25, 63),
        (1, 1000000, 1),
    ],
)
def test_level_is_what_bm25_makes_of_a_count(weight: int, length: int, level: int) -> None:
    """It grows with the count, less and less, and falls with the paper's length: 1 to 63."""
    tally = tally_of([("attent", 0, weight)], 1)._replace(lengths=np.array([2 * length]))
    text = word_sections(tally, "6RR", [7], AVERAGE, 8).data.decode()
    assert text == f"=6RR\nattent 7{DIGITS[level]}\n"


@pytest.mark.parametrize(
    ("papers", "shards"),
    [(0, 8), (1, 8), (127, 8), (128, 16), (300, 32), (10_000, 1024), (100_000, 8192)],
)
def test_shards_are_a_power_of_two(papers: int, shards: int) -> None:
    """There are about as many as would hold eight papers each."""
    assert shard_count(papers) == shards


@pytest.mark.parametrize(
    ("average", "expected"),
    [(0, 1), (1, 1), (64, 64), (70, 64), (80, 90.50966799187809), (100, 90.50966799187809)],
)
def test_average_length_is_pinned(average: float, expected: float) -> None:
    """It is a power of the root of two, so that one paper more does not change every level."""
    assert pinned(average) == pytest.approx(expected)


def test_sections_do_not_depend_on_other_months() -> None:
    """A month's bytes in each shard are the same with another month before and one after."""
    june = [make_paper(f"june-{n}", f"A title of {n} words", f"2025-06-1{n}") for n in range(3)]
    others = [
        make_paper("may", "Other words in a title", "2025-05-01"),
        make_paper("july", "Words of other titles", "2025-07-01"),
    ]
    alone, among = Memory(), Memory()
    files = shards_of(index_of(june, alone), alone)
    wider = shards_of(index_of([*others, *june], among), among)
    assert len(files) == len(wider) == 16
    for path, data in files.items():
        own = data.removeprefix(b"broadsheet search 2\n").removesuffix(b".\n")
        assert own in wider[path]
    assert any(b"=6RR1\n" in data and b"=6RQ1\n" in data for data in wider.values())
