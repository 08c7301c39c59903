"""The map of all papers: each has a place, near those of the papers that it is like.

The map grows as the feed did. The oldest papers are placed, each beside the older one that it is
most like; then all of them are moved, a few times, towards those that they are like, and from where
many are to where few are. So it goes on, with the root of two times as many at each step. What is
newer than the last step is placed and never moved: a new paper moves no older one, until the feed
has grown by that much again. Papers also move towards where others of their first topic are, and
topics away from the middle: else a map of colours would have no regions.

Distances are parts of the map's width, x and y lie from 0 to 1.

Nothing here but sums in one order, products and roots, which are the same on every machine.
"""

from __future__ import annotations

import math
from array import array
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

import numpy as np

from broadsheet.search.similar import base_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Ints = NDArray[Any]
    Points = NDArray[np.float64]  # two rows: x and y

SIDE = 2048  # cells of the map in a row, and rows; no two papers are in the same
_FIRST = 4  # papers that the map begins with
_ROUNDS = 5  # of moving, at each step
_PULL = 0.5  # of the way to what a paper is drawn to, in a round
_OF_TOPIC = 1.0  # what the topic draws; the papers that a paper is like draw as they are like it
_REACH = 0.4  # distance from the middle that the outermost topic draws to, or ...
_FURTHEST = 3.0  # ... so many times its own
_PUSH = 2.0  # of the width of a field, where one field has a paper for each one more of the next
_PAPERS_IN_FIELD = 16  # about so many are in a field, by which it is told where many are
_FIELDS = range(5, 128)  # in a row
_THIN = 0.05  # papers for each on average: below that, it does not matter how few there are
_RIM = 0.05  # width of the rim, in which a paper lies that is like no older one
_LAST = 1 - 2**-12  # within the last cell and the last field


class Links(NamedTuple):
    """Papers by their numbers, the oldest first, and how like they are: a row for two papers."""

    one: Ints
    other: Ints
    score: NDArray[np.float64]


class Placed(NamedTuple):
    """What placing needs to know of papers, the oldest first.

    `beside` is the number of the paper of a day before that each is most like, -1 where there is
    none. `topics` are the numbers of the first topics of the oldest, which are laid out together;
    0 is that of papers without any. Where none is laid out, there are none.
    """

    slugs: Sequence[str]
    beside: Sequence[int]
    topics: Ints


def lay_out(papers: Placed, links: Links) -> Points:
    """Return the places of as many of the oldest papers as the last step takes."""
    sizes = []
    size = base_of(len(papers.slugs))
    while size >= _FIRST:
        sizes.append(size)
        size = base_of(size - 1)
    points: Points = np.zeros((2, 0))
    for size in reversed(sizes):
        among = (links.one < size) & (links.other < size)
        points = extend(points, papers, size)
        of_these = Links(*(column[among] for column in links))
        points = _settle(points, papers.topics[:size], of_these)
    return points


def extend(points: Points, papers: Placed, size: int) -> Points:
    """Return places for papers up to a number, where some, the oldest, have theirs already."""
    x, y = points.tolist()
    scatter = 0.5 / math.sqrt(base_of(size))  # the same until the next step
    for slug, beside in zip(papers.slugs[len(x) : size], papers.beside[len(x) : size], strict=True):
        drawn = crc32(slug.encode())
        first, second = (drawn & 0xFFFF) / 0x10000, (drawn >> 16) / 0x10000
        if beside < 0:
            along, within = first, _RIM * second
            edge = [(along, within), (along, 1 - within), (within, along), (1 - within, along)]
            first, second = edge[drawn & 3]
        else:
            first = x[beside] + scatter * (first - 0.5)
            second = y[beside] + scatter * (second - 0.5)
        x.append(first)
        y.append(second)
    return np.array([x, y]).clip(0, _LAST)


def _settle(points: Points, topics: Ints, links: Links) -> Points:
    """Return the points, each moved towards those that it is like, and to where few are."""
    papers = points.shape[1]
    one = np.concatenate([links.one, links.other])
    other = np.concatenate([links.other, links.one])
    score = np.concatenate([links.score, links.score])
    of_topic = np.where(topics > 0, _OF_TOPIC, 0)
    total = np.bincount(one, score, papers) + of_topic
    pull = np.where(total > 0, _PULL, 0)
    total[total == 0] = 1
    fields = int(math.sqrt(papers / _PAPERS_IN_FIELD))
    fields = max(_FIELDS.start, min(fields, _FIELDS.stop))
    for _ in range(_ROUNDS):
        sums = [np.bincount(one, score * row[other], papers) for row in points]
        drawn = (sums + of_topic * _regions(points, topics)[:, topics]) / total
        points = points + pull * (drawn - points)
        points = (points - _PUSH / fields * _slope(points, fields)).clip(0, _LAST)
    return points


def _regions(points: Points, topics: Ints) -> Points:
    """Return where each topic draws its papers: their mean, moved away from the middle."""
    held = np.maximum(np.bincount(topics), 1)
    off = np.array([np.bincount(topics, row - 0.5) / held for row in points])
    furthest = math.sqrt((off[0, 1:] ** 2 + off[1, 1:] ** 2).max(initial=0))
    return 0.5 + off * min(_FURTHEST, _REACH / max(furthest, _REACH / _FURTHEST))


def _slope(points: Points, fields: int) -> Points:
    """Return, at each point, how much denser it is a field further right, and further down."""
    column, row = (points * fields).astype(np.int64)
    held = np.bincount(row * fields + column, minlength=fields * fields)
    density = held.reshape(fields, fields) * (fields * fields / points.shape[1])
    for _ in range(2):  # each field with its neighbours: in columns, then in rows
        wide = np.pad(density, ((1, 1), (0, 0)), mode="edge")
        density = ((wide[:-2] + 2 * wide[1:-1] + wide[2:]) / 4).T
    down, right = np.gradient(np.sqrt(density + _THIN))
    at = (points * fields - 0.5).clip(0, fields - 1 - 2**-12)  # the middles of fields are whole
    column, row = at.astype(np.int64)
    x, y = at - (column, row)
    slopes = []
    for table in (right, down):
        above = (1 - x) * table[row, column] + x * table[row, column + 1]
        below = (1 - x) * table[row + 1, column] + x * table[row + 1, column + 1]
        slopes.append((1 - y) * above + y * below)
    return np.array(slopes)


def snap(points: Points) -> NDArray[np.uint16]:
    """Return the cells of points, as rows x, y; where one is taken, the later has the next free.

    That is the next on a curve that fills the map, on which neighbours are near each other.
    """
    free = array("I", np.arange(SIDE * SIDE + 1, dtype=np.uint32).tobytes())  # or one before it
    found = []
    for wanted in _on_curve((points * SIDE).astype(np.int64)).tolist():
        place = _find_free(free, wanted)
        if place == SIDE * SIDE:
            place = _find_free(free, 0)
        free[place] = place + 1
        found.append(place)
    return _from_curve(np.array(found, np.int64)).T.astype(np.uint16)


def _find_free(free: array[int], place: int) -> int:
    """Return the first place from one on that is free, and lead there at once the next time."""
    last = place
    while free[last] != last:
        last = free[last]
    while free[place] != last:
        free[place], place = last, free[place]
    return last


def _on_curve(cells: Ints) -> Ints:
    """Return the places of cells, rows x and y, on Hilbert's curve.

    Quadrant by quadrant, as in Skilling, Programming the Hilbert curve (AIP 707, 2004).
    """
    x, y = cells
    place: Ints = np.zeros_like(x)
    half = SIDE // 2
    while half:
        right, low = x & half > 0, y & half > 0
        place += half * half * ((3 * right) ^ low)
        x, y = _turn(x, y, right, low, SIDE)
        half //= 2
    return place


def _from_curve(places: Ints) -> Ints:
    """Return the cells at places of the curve: the inverse of `_on_curve`."""
    x, y = np.zeros_like(places), np.zeros_like(places)
    size = 1
    while size < SIDE:
        right = places // 2 & 1 > 0
        low = (places & 1 > 0) ^ right
        x, y = _turn(x, y, right, low, size)
        x, y = x + size * right, y + size * low
        places = places // 4
        size *= 2
    cells: Ints = np.stack([x, y])
    return cells


def _turn(x: Ints, y: Ints, right: Ints, low: Ints, size: int) -> tuple[Ints, Ints]:
    """Turn the curve of the upper quadrants: it enters at one corner and leaves at the next."""
    mirrored = right & ~low
    x, y = np.where(mirrored, size - 1 - x, x), np.where(mirrored, size - 1 - y, y)
    return np.where(low, x, y), np.where(low, y, x)
