"""A month's part of each shard of the index; a shard is the parts of all months, end to end.

A section of words has a line for each term: the term, a space, its postings. A posting is the gap
to the place of the paper before it, less one, and the level, one digit. A section of pairs is one
line of postings: three digits that tell the pair, and the paper's place.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from broadsheet.search.coding import LEVELS, SHORTENED
from broadsheet.search.columns import first_rows
from broadsheet.search.digits import encode_rows
from broadsheet.text.digest import DIGEST_SIZE, digest_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from broadsheet.search.tally import Tally

    Ints = NDArray[Any]

# What BM25 makes of the counts; benchmarks/retrieval/README.md says how the numbers were found.
K1 = 1.2
B = 0.6
_IN_SHARD = 8  # papers; the words of a paper lie in a hundred shards
_FEWEST = 8  # shards
_LEVEL_BITS = LEVELS.bit_length()


class Sections(NamedTuple):
    """The parts that a month gives to all shards: their bytes end to end, and where each ends.

    `digests` are those of the parts, one after the other; of a part that is empty, zeros.
    """

    data: bytes
    ends: Ints
    digests: bytes


def shard_count(papers: int) -> int:
    """Return how many shards there are of words, and as many of pairs: a power of two."""
    return 1 << max(_FEWEST, papers // _IN_SHARD).bit_length() - 1


def pinned(average: float) -> float:
    """Return the power of the square root of two that is nearest to an average length.

    The average itself changes with every paper, and with it would every posting.
    """
    return float(2 ** (round(2 * math.log2(max(1.0, average))) / 2))


def word_sections(
    tally: Tally, code: str, places: Sequence[int], average: float, shards: int
) -> Sections:
    """Return a month's sections of words; `places` are its papers', `average` is in words."""
    shard_of = (tally.hashes & np.uint32(shards - 1)).astype(np.int64)
    by_shard = np.argsort(shard_of, kind="stable")  # a shard's terms stay sorted
    rank = np.empty_like(by_shard)
    rank[by_shard] = np.arange(len(by_shard))
    place = np.asarray(places, np.int64)[tally.paper]
    bits = _bits_of(places)
    rows = ((rank[tally.term] << bits | place) << _LEVEL_BITS) | _levels(tally, average)
    rows.sort()
    levels, place = rows & LEVELS, (rows >> _LEVEL_BITS) & ((1 << bits) - 1)
    first = first_rows(rows >> (bits + _LEVEL_BITS))
    gaps = np.diff(place, prepend=0) - 1
    gaps[first] = place[first]
    text, ends = encode_rows(np.zeros((len(gaps), 0), np.int64), gaps, levels[:, None])
    lines: list[list[str]] = [[] for _ in range(shards)]
    start = 0
    for number, shard, end in zip(
        by_shard.tolist(), shard_of[by_shard].tolist(), _last_of(first, ends), strict=True
    ):
        lines[shard].append(f"{tally.terms[number]} {text[start:end]}\n")
        start = end
    return _join(code, ["".join(some) for some in lines])


def _bits_of(places: Sequence[int]) -> int:
    """Return how many bits the places of papers have."""
    return max(places, default=0).bit_length()


def _last_of(first: Ints, ends: Ints) -> list[int]:
    """Return where each group of rows ends; `first` are the groups' first rows."""
    return ends[np.append(first[1:], len(ends)) - 1].tolist() if len(ends) else []


def _levels(tally: Tally, average: float) -> Ints:
    """Return the level of each posting: what BM25 makes of a count, from 1 to `LEVELS`."""
    norm = K1 * (1 - B + B * tally.lengths / 2 / average)
    weight = tally.weight / 2  # both are in halves
    impact = weight / (weight + norm[tally.paper])
    return np.maximum(1, np.floor(LEVELS * impact + 0.5)).astype(np.int64)


def pair_sections(tally: Tally, code: str, places: Sequence[int], shards: int) -> Sections:
    """Return a month's sections of pairs."""
    shard_of = (tally.pair & np.uint32(shards - 1)).astype(np.int64)
    short = (tally.pair >> np.uint32(SHORTENED)).astype(np.int64)
    bits = _bits_of(places)
    rows = shard_of << (32 - SHORTENED) | short
    rows = rows << bits | np.asarray(places, np.int64)[tally.pair_paper]
    rows.sort()
    short = rows >> bits
    digits = np.stack([(short >> 12) & 63, (short >> 6) & 63, short & 63], axis=1)
    place = rows & ((1 << bits) - 1)
    text, ends = encode_rows(digits, place, np.zeros((len(rows), 0), np.int64))
    counts = np.cumsum(np.bincount(shard_of, minlength=shards))
    bounds = np.append(0, ends)[np.append(0, counts)].tolist()
    found = [text[start:end] for start, end in pairwise(bounds)]
    return _join(code, [f"{one}\n" if one else "" for one in found])


def _join(code: str, bodies: list[str]) -> Sections:
    """Put a month's code before each body that is not empty."""
    parts = [f"={code}\n{body}".encode() if body else b"" for body in bodies]
    digests = [digest_of(part) if part else bytes(DIGEST_SIZE) for part in parts]
    ends = np.cumsum([len(part) for part in parts], dtype=np.uint32)
    return Sections(b"".join(parts), ends, b"".join(digests))
