"""The papers that are like each paper, and what they share; kept a month at a time.

A month's are made again when a paper of it or before has changed its title, abstract, authors or
topics. What two papers share is named by the words of the later one's month.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from broadsheet.search.coding import AUTHOR
from broadsheet.search.kept import pack, pack_once, renew, unpack
from broadsheet.search.model import Alike
from broadsheet.search.related import find_related
from broadsheet.search.similar import base_of, find_nearest, make_corpus
from broadsheet.search.tally import Vectors, label_hash, labels_of
from broadsheet.text.digest import digest, digest_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from broadsheet.content.model import Entry
    from broadsheet.search.kept import Kept, Spread
    from broadsheet.search.model import Month
    from broadsheet.search.similar import Corpus, Near

    Found = tuple[int, float, tuple[str, ...]]  # a paper's number, the score, what is shared

SHOWN = 4  # papers like a paper, on its page
_NEAREST, _MERGED, _RELATED, _RELATED_NAMED = "nearest", "merged", "related", "related_named"


class Comparison:
    """All papers with their vectors, which are loaded when they are asked for.

    `digests` are those of the months' vectors, `load` returns a month's; `named` are the words that
    each month's terms are named by, packed, and `told` the digests of those that can be shared.
    """

    def __init__(
        self,
        months: Sequence[Month],
        digests: Sequence[bytes],
        load: Callable[[str], bytes],
        named: Sequence[bytes],
        told: Sequence[bytes],
    ) -> None:
        """Take the months, the oldest first."""
        self.months = months
        self.digests = digests
        self.named = named
        self.told = told
        self.papers = [paper for month in months for paper in month.papers]
        self.ends = list(accumulate(len(month.papers) for month in months))
        self.base = base_of(len(self.papers))
        self._load = load

    @cached_property
    def vectors(self) -> list[Vectors]:
        """The months' vectors."""
        return [unpack_vectors(self._load(month.name)) for month in self.months]

    @cached_property
    def corpus(self) -> Corpus:
        """All papers as one corpus."""
        sizes = [len(month.papers) for month in self.months]
        return make_corpus(self.vectors, sizes, [paper.day for paper in self.papers])

    @cached_property
    def base_digest(self) -> bytes:
        """The digest of the papers over which idf is counted."""
        whole = self.base_months()
        start = self.ends[whole - 1] if whole else 0
        parts: list[bytes] = []
        if start < self.base:
            month = unpack_vectors(self._load(self.months[whole].name))
            parts = [
                digest_of(column[month.paper < self.base - start].tobytes()) for column in month
            ]
        return digest((self.base, tuple(self.digests[:whole]), tuple(parts)))

    def base_months(self) -> int:
        """Return how many months lie within the base as a whole."""
        return sum(end <= self.base for end in self.ends)


def pack_vectors(vectors: Vectors) -> bytes:
    """Return vectors as bytes; `unpack_vectors` is the inverse."""
    return pack(tuple((one.dtype.str, one.tobytes()) for one in vectors))


def unpack_vectors(data: bytes) -> Vectors:
    """Return the vectors that were packed."""
    return Vectors(*(np.frombuffer(values, kind) for kind, values in unpack(data)))


def find_alike(papers: Comparison, kept: Kept, spread: Spread) -> dict[str, tuple[Alike, ...]]:
    """Return the papers that are like each paper, by slug, the nearest first."""
    chain = papers.base_digest
    keys: dict[str, bytes] = {}
    for month, own, told in zip(papers.months, papers.digests, papers.told, strict=True):
        whose = tuple((paper.slug, paper.day, paper.authors) for paper in month.papers)
        chain = digest((chain, own, whose))
        keys[month.name] = digest((chain, told))
    numbers = {month.name: number for number, month in enumerate(papers.months)}
    if kept.keys(_NEAREST) != keys:
        papers.corpus  # noqa: B018 - made here, before processes are forked
    renew(kept, (_NEAREST,), keys, lambda name: (_nearest(papers, numbers[name]),), spread)

    def merge(_name: str) -> tuple[bytes]:
        found: list[list[Found]] = []
        for month in papers.months:
            found += unpack(kept.value(_NEAREST, month.name))
        lists = _merge([paper.slug for paper in papers.papers], found)
        return (pack_once(lists),)

    renew(kept, (_MERGED,), {"all": digest(tuple(keys.values()))}, merge, map)
    return _read_merged(kept.value(_MERGED, "all"))


@lru_cache(maxsize=1)  # a server asks for the same again
def _read_merged(data: bytes) -> dict[str, tuple[Alike, ...]]:
    """Return the papers that are like each paper, from what was kept."""
    lists: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = unpack(data)
    return {slug: tuple(map(Alike._make, some)) for slug, some in lists.items()}


def _nearest(papers: Comparison, number: int) -> bytes:
    """Return, packed, what the papers of a month are most like."""
    month, end = papers.months[number], papers.ends[number]
    words = unpack(papers.named[number])
    found = find_nearest(papers.corpus, range(end - len(month.papers), end))
    rows = []
    for paper, some in zip(month.papers, found, strict=True):
        labels = {label_hash(label): label for label in labels_of(paper)}
        rows.append([(near.number, near.score, _name(near, words, labels, paper)) for near in some])
    return pack(rows)


def _name(
    near: Near, words: Mapping[int, str], labels: Mapping[int, str], paper: Entry
) -> tuple[str, ...]:
    """Return what two papers share: topics and authors first, then words."""
    shared = [labels[one] for one in near.shares if one in labels]
    for place, label in enumerate(shared):
        if label.startswith(AUTHOR):
            key = label.removeprefix(AUTHOR)
            shared[place] = AUTHOR + paper.authors[paper.author_keys.index(key)]
    said = {part for label in shared for part in label[1:].split("-")}  # of topics, by their slugs
    told = [words[one] for one in near.shares if one in words]
    return (*sorted(shared), *(word for word in told if word not in said))


def _merge(
    slugs: Sequence[str], found: Sequence[Sequence[Found]]
) -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    """Return each paper's list: of those it is most like, and those that are most like it."""
    own = np.repeat(np.arange(len(found)), [len(some) for some in found])
    other = np.array([one[0] for some in found for one in some], np.int64)
    score = np.array([one[1] for some in found for one in some])
    shares = [one[2] for some in found for one in some]
    whose, like = np.concatenate([own, other]), np.concatenate([other, own])
    order = np.lexsort((-like, -np.concatenate([score, score]), whose))
    lists: list[dict[int, int]] = [{} for _ in slugs]
    words: dict[str, str] = {}  # each once in memory: there are few, and they are shared often
    for place, paper, near in zip(
        (order % max(1, len(own))).tolist(),
        whose[order].tolist(),
        like[order].tolist(),
        strict=True,
    ):
        if len(lists[paper]) < SHOWN:
            lists[paper].setdefault(near, place)
    for place in {place for some in lists for place in some.values()}:
        shares[place] = tuple([words.setdefault(word, word) for word in shares[place]])
    return {
        slug: tuple([(slugs[near], shares[place]) for near, place in some.items()])
        for slug, some in zip(slugs, lists, strict=True)
    }


def relate_words(papers: Comparison, kept: Kept) -> dict[str, tuple[str, ...]]:
    """Return the words that each is related to, the closest first.

    Which terms are related is kept apart from the words that name them: summaries name terms, too,
    but papers are not compared by them.
    """

    def find(_name: str) -> tuple[bytes]:
        return (pack(find_related(papers.corpus, papers.vectors)),)

    def name(_name: str) -> tuple[bytes]:
        found: dict[int, tuple[int, ...]] = unpack(kept.value(_RELATED, "all"))
        names: dict[int, str] = {}
        for month in reversed(named):  # the oldest has the last word
            names |= unpack(month)
        rows = {
            names[term]: tuple(names[one] for one in near if one in names)
            for term, near in found.items()
            if term in names
        }
        return (pack(rows),)

    renew(kept, (_RELATED,), {"all": papers.base_digest}, find, map)
    named = papers.named[: papers.base_months() + 1]
    key = digest((papers.base_digest, tuple(map(digest_of, named))))
    renew(kept, (_RELATED_NAMED,), {"all": key}, name, map)
    rows: dict[str, tuple[str, ...]] = unpack(kept.value(_RELATED_NAMED, "all"))
    return rows
