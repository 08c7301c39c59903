"""The papers that are like each paper, and what they share; kept a month at a time.

A month's are made again when a paper of it or before has changed its title, abstract, authors or
topics. What two papers share is named by the words of the later one's month.

Of millions of papers nothing here is in memory but columns of numbers: a month's vectors, and what
its papers are like, are read when their turn comes.
"""

from __future__ import annotations

from functools import cached_property, partial
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from broadsheet.search.coding import AUTHOR
from broadsheet.search.kept import pack, pack_once, renew, unpack
from broadsheet.search.model import Alike
from broadsheet.search.related import find_related
from broadsheet.search.similar import REASONS, base_of, find_nearest, make_corpus
from broadsheet.search.tally import Vectors, label_hash, labels_of
from broadsheet.text.digest import digest, digest_of
from broadsheet.text.memory import give_back

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from broadsheet.content.model import Entry
    from broadsheet.search.kept import Kept, Spread
    from broadsheet.search.model import Month
    from broadsheet.search.similar import Corpus, Near

    Ints = NDArray[Any]

SHOWN = 4  # papers like a paper, on its page
VECTORS, NAMED = "vectors", "named"  # what is kept of a month to compare it
_NEAREST, _MERGED, _RELATED, _RELATED_NAMED = "nearest", "merged", "related", "related_named"


class Digests(NamedTuple):
    """Of a month's vectors, the words that its terms are named by, and those that can be shared."""

    vectors: bytes
    named: bytes
    told: bytes


class Comparison:
    """All papers with what they are compared by, which is loaded when it is asked for."""

    def __init__(self, months: Sequence[Month], digests: Sequence[Digests], kept: Kept) -> None:
        """Take the months, the oldest first."""
        self.months = months
        self.digests = digests
        self.papers = [paper for month in months for paper in month.papers]
        self.ends = list(accumulate(len(month.papers) for month in months))
        self.base = base_of(len(self.papers))
        self._kept = kept

    @cached_property
    def corpus(self) -> Corpus:
        """All papers as one corpus, until `let_corpus_go`."""
        give_back()
        sizes = [len(month.papers) for month in self.months]
        return make_corpus(self._vectors, sizes, [paper.day for paper in self.papers])

    def let_corpus_go(self) -> None:
        """Keep the corpus no longer: it takes a kilobyte a paper."""
        self.__dict__.pop("corpus", None)
        give_back()

    def words_of(self, month: Month) -> bytes:
        """Return the words that a month's terms are named by, packed."""
        return self._kept.value(NAMED, month.name)

    def _vectors(self) -> Iterator[Vectors]:
        """Yield the months' vectors."""
        return map(self._vectors_of, self.months)

    def _vectors_of(self, month: Month) -> Vectors:
        return unpack_vectors(self._kept.value(VECTORS, month.name))

    @cached_property
    def base_digest(self) -> bytes:
        """The digest of the papers over which idf is counted."""
        whole = self.base_months()
        start = self.ends[whole - 1] if whole else 0
        parts: list[bytes] = []
        if start < self.base:
            month = self._vectors_of(self.months[whole])
            parts = [
                digest_of(column[month.paper < self.base - start].tobytes()) for column in month
            ]
        vectors = tuple([one.vectors for one in self.digests[:whole]])
        return digest((self.base, vectors, tuple(parts)))

    @cached_property
    def chains(self) -> list[bytes]:
        """For each month, the digest of what papers up to its end are compared by, and of whose."""
        chain = self.base_digest
        chains = []
        for month, own in zip(self.months, self.digests, strict=True):
            whose = tuple((paper.slug, paper.day, paper.authors) for paper in month.papers)
            chain = digest((chain, own.vectors, whose))
            chains.append(chain)
        return chains

    def base_months(self) -> int:
        """Return how many months lie within the base as a whole."""
        return sum(end <= self.base for end in self.ends)


def pack_vectors(vectors: Vectors) -> bytes:
    """Return vectors as bytes; `unpack_vectors` is the inverse."""
    return pack(tuple((one.dtype.str, one.tobytes()) for one in vectors))


def unpack_vectors(data: bytes) -> Vectors:
    """Return the vectors that were packed."""
    return Vectors(*(np.frombuffer(values, kind) for kind, values in unpack(data)))


class Nearest(NamedTuple):
    """What papers are most like, as columns: two papers' numbers, the score, what is shared.

    A row's second paper is of the first one's day or before; the rows of a paper stand together,
    the nearest first. `shares` are places in `words`, at most REASONS a row, and then -1.
    """

    own: Ints
    other: Ints
    score: NDArray[np.float64]
    shares: Ints
    words: list[str]


def find_alike(papers: Comparison, kept: Kept, spread: Spread) -> bytes:
    """Find the papers that are like each paper, which `read_alike` then returns.

    Return the digest of all that they were found by.
    """
    keys = {
        month.name: digest((chain, own.told))
        for month, chain, own in zip(papers.months, papers.chains, papers.digests, strict=True)
    }
    by_name = dict(zip(keys, zip(papers.months, papers.ends, strict=True), strict=True))

    def make(names: list[str]) -> Iterable[Sequence[bytes]]:
        parts = ((*by_name[name], papers.words_of(by_name[name][0])) for name in names)
        found = spread(partial(_nearest, papers.corpus), parts)
        papers.let_corpus_go()
        return found

    renew(kept, (_NEAREST,), keys, make)
    papers.let_corpus_go()
    whole = digest(tuple(keys.values()))
    renew(kept, (_MERGED,), dict.fromkeys(keys, whole), lambda names: _merge(papers, kept, names))
    return whole


def read_alike(kept: Kept, month: str) -> dict[str, tuple[Alike, ...]]:
    """Return the papers that are like each paper of a month, by slug, the nearest first."""
    lists: list[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]]]
    lists = unpack(kept.value(_MERGED, month))
    return {slug: tuple(map(Alike._make, some)) for slug, some in lists}


def read_nearest(months: Sequence[Month], kept: Kept, first: int = 0) -> Iterator[Nearest]:
    """Yield what the papers of months are most like; `first` is the number of the first paper."""
    for month in months:
        counts, other, score, shares, words = unpack(kept.value(_NEAREST, month.name))
        own = np.repeat(
            np.arange(first, first + len(month.papers)), np.frombuffer(counts, np.uint8)
        )
        yield Nearest(
            own,
            np.frombuffer(other, "<i4"),
            np.frombuffer(score, "<f8"),
            np.frombuffer(shares, "<i4").reshape(-1, REASONS),
            words,
        )
        first += len(month.papers)


def _nearest(corpus: Corpus, part: tuple[Month, int, bytes]) -> tuple[bytes]:
    """Return, packed, what the papers of a month are most like.

    The part is the month, the number behind that of its last paper, and the words of its terms.
    """
    month, end, named = part
    words = unpack(named)
    found = list(find_nearest(corpus, range(end - len(month.papers), end)))
    shares = []
    for paper, some in zip(month.papers, found, strict=True):
        labels = {label_hash(label): label for label in labels_of(paper)}
        shares += [_name(near, words, labels, paper) for near in some]
    rows = [near for some in found for near in some]
    places: dict[str, int] = {}
    told = [[places.setdefault(one, len(places)) for one in some] for some in shares]
    columns = (
        np.array([len(some) for some in found], np.uint8),
        np.array([near.number for near in rows], "<i4"),
        np.array([near.score for near in rows], "<f8"),
        np.array([some + [-1] * (REASONS - len(some)) for some in told], "<i4"),
    )
    return (pack((*(column.tobytes() for column in columns), list(places))),)


def _name(
    near: Near, words: Mapping[int, str], labels: Mapping[int, str], paper: Entry
) -> tuple[str, ...]:
    """Return what two papers share: topics and authors first, then words.

    Among a million papers a word has the hash of somebody's name: it is the name then.
    """
    shared = [labels[one] for one in near.shares if one in labels]
    for place, label in enumerate(shared):
        if label.startswith(AUTHOR):
            key = label.removeprefix(AUTHOR)
            shared[place] = AUTHOR + paper.authors[paper.author_keys.index(key)]
    said = {part for label in shared for part in label[1:].split("-")}  # of topics, by their slugs
    told = [words[one] for one in near.shares if one in words and one not in labels]
    return (*sorted(shared), *(word for word in told if word not in said))


def _merge(papers: Comparison, kept: Kept, names: Sequence[str]) -> Iterator[tuple[bytes]]:
    """Yield the lists of months, packed: whom papers are most like, and who is most like them.

    The months asked for come in the order of all, fewer than all where a build was ended amid them.
    """
    places: dict[str, int] = {}  # of words that are shared: there are few, for many papers
    columns: list[tuple[Ints, Ints, NDArray[np.float64], Ints]] = []
    for found in read_nearest(papers.months, kept):
        own_places = [places.setdefault(word, len(places)) for word in found.words]
        place_of = np.array([*own_places, -1], np.int32)  # -1 stays what it is
        columns.append(
            (found.own.astype(np.int32), found.other, found.score, place_of[found.shares])
        )
    one, other, score, shares = (np.concatenate(column) for column in zip(*columns, strict=True))
    del columns
    words = list(places)

    def shared(pair: int) -> tuple[str, ...]:
        return tuple([words[place] for place in shares[pair].tolist() if place >= 0])

    whose, like = np.concatenate([one, other]), np.concatenate([other, one])
    order = np.lexsort((-like, -np.concatenate([score, score]), whose))
    whose, like = whose[order], like[order]
    order %= max(1, len(one))
    asked = set(names)
    for month, end in zip(papers.months, papers.ends, strict=True):
        if month.name not in asked:
            continue
        start = end - len(month.papers)
        own = slice(*np.searchsorted(whose, [start, end]).tolist())
        lists: list[dict[int, int]] = [{} for _ in month.papers]
        for paper, near, pair in zip(
            whose[own].tolist(), like[own].tolist(), order[own].tolist(), strict=True
        ):
            if len(lists[paper - start]) < SHOWN:
                lists[paper - start].setdefault(near, pair)
        made = [
            (
                paper.slug,
                tuple([(papers.papers[near].slug, shared(pair)) for near, pair in some.items()]),
            )
            for paper, some in zip(month.papers, lists, strict=True)
        ]
        yield (pack_once(made),)


def relate_words(papers: Comparison, kept: Kept) -> dict[str, tuple[str, ...]]:
    """Return the words that each is related to, the closest first.

    Which terms are related is kept apart from the words that name them: summaries name terms, too,
    but papers are not compared by them.
    """

    def find(_name: str) -> tuple[bytes]:
        return (pack(find_related(papers.corpus)),)

    def name(_name: str) -> tuple[bytes]:
        found: dict[int, tuple[int, ...]] = unpack(kept.value(_RELATED, "all"))
        names: dict[int, str] = {}
        for month in reversed(papers.months[:months]):  # the oldest has the last word
            names |= unpack(papers.words_of(month))
        rows = {
            names[term]: tuple(names[one] for one in near if one in names)
            for term, near in found.items()
            if term in names
        }
        return (pack(rows),)

    renew(kept, (_RELATED,), {"all": papers.base_digest}, partial(map, find))
    months = papers.base_months() + 1
    named = tuple([one.named for one in papers.digests[:months]])
    key = digest((papers.base_digest, named))
    renew(kept, (_RELATED_NAMED,), {"all": key}, partial(map, name))
    rows: dict[str, tuple[str, ...]] = unpack(kept.value(_RELATED_NAMED, "all"))
    return rows
