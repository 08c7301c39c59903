"""The index of all papers: what is kept of each month, and what is made of the months together.

A month's papers are counted, and written for all shards, when one of them has changed; everything
else is taken from what was kept. So a new paper costs the counting of its month, and changes the
shards of its own words.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from broadsheet.search.alike import (
    NAMED,
    VECTORS,
    Comparison,
    Digests,
    find_alike,
    pack_vectors,
    read_alike,
    relate_words,
)
from broadsheet.search.atlas import place_papers
from broadsheet.search.kept import pack, renew, unpack
from broadsheet.search.lexicon import join_words, make_lexicon
from broadsheet.search.model import Index
from broadsheet.search.numbering import number_papers
from broadsheet.search.packing import PAIRS, WORDS, pack_sections
from broadsheet.search.sections import pair_sections, pinned, shard_count, word_sections
from broadsheet.search.tally import count_papers
from broadsheet.text.digest import DIGEST_SIZE, digest, digest_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from broadsheet.content.model import Entry, Paper
    from broadsheet.search.kept import Kept, Spread
    from broadsheet.search.model import Month, Names

_MONTH, _TYPED = "month", "typed"  # the digests of a month; the words that people may type
_CONTENT = 0.62  # share of a text's words that are no function words; measured on abstracts


class _Known(NamedTuple):
    """What is loaded of every month: the digests of its sections, and of what it is compared by."""

    words: bytes
    pairs: bytes
    compared: tuple[bytes, bytes, bytes]


def index_papers(
    papers: Sequence[Entry],
    names: Names,
    read: Callable[[Entry], Paper],
    kept: Kept,
    spread: Spread = map,
) -> Index:
    """Index papers, which come in the order of their days; `read` returns the whole of one."""
    if not papers:
        return Index(languages=names.languages)
    index, digests = _index(papers, names, read, kept, spread)
    compared = Comparison(index.months, digests, kept)
    every = (unpack(kept.value(_TYPED, month.name)) for month in index.months)
    typed = join_words(every, len(papers))
    lexicon = make_lexicon(typed, relate_words(compared, kept))
    del typed
    key = find_alike(compared, kept, spread)
    alike = partial(read_alike, kept)
    cells = place_papers(compared, kept)
    return replace(index, lexicon=lexicon, alike=alike, alike_key=key, cells=cells)


def index_words(
    papers: Sequence[Entry], names: Names, read: Callable[[Entry], Paper], kept: Kept
) -> Index:
    """Index papers by their words alone: nothing is completed, mended or compared."""
    return _index(papers, names, read, kept, map)[0]


def _index(
    papers: Sequence[Entry],
    names: Names,
    read: Callable[[Entry], Paper],
    kept: Kept,
    spread: Spread,
) -> tuple[Index, list[Digests]]:
    """Index papers by their words; return also the digests of what each month is compared by."""
    months = number_papers(papers)
    shards = shard_count(len(papers))
    average = pinned(_CONTENT * sum(one.words for one in papers) / max(1, len(papers)))
    shared = (shards, average, names.languages, tuple(sorted(names.topics.items())))
    keys = {
        month.name: digest((shared, month.places, tuple(paper.whole for paper in month.papers)))
        for month in months
    }
    by_name = {month.name: month for month in months}
    work = partial(_index_month, read, names, (average, shards))
    renew(
        kept,
        (_MONTH, VECTORS, _TYPED, NAMED, WORDS, PAIRS),
        keys,
        lambda names: spread(work, [by_name[name] for name in names]),
    )
    known = [_Known(*unpack(kept.value(_MONTH, month.name))) for month in months]
    return (
        Index(
            months,
            names.languages,
            _shard_digests([one.words for one in known], shards),
            _shard_digests([one.pairs for one in known], shards),
        ),
        [Digests(*one.compared) for one in known],
    )


def _index_month(
    read: Callable[[Entry], Paper],
    names: Names,
    measures: tuple[float, int],
    month: Month,
) -> tuple[bytes, ...]:
    """Return what is kept of a month, of each kind."""
    average, shards = measures
    papers = map(read, month.papers)
    tally = count_papers(month.papers, papers, names.topics, names.languages[0])
    words = word_sections(tally, month.code, month.places, average, shards)
    pairs = pair_sections(tally, month.code, month.places, shards)
    vectors = pack_vectors(tally.vectors)
    compared = set(tally.vectors.term.tolist())
    told = tuple((term, word) for term, word in tally.named.items() if term in compared)
    typed, named = pack(tally.words), pack(tally.named)
    digests = Digests(digest_of(vectors), digest_of(named), digest(told))
    return (
        pack((words.digests, pairs.digests, tuple(digests))),
        vectors,
        typed,
        named,
        pack_sections(words.ends.tolist(), words.data),
        pack_sections(pairs.ends.tolist(), pairs.data),
    )


def _shard_digests(months: Sequence[bytes], shards: int) -> tuple[bytes, ...]:
    """Return the digest of each shard, of those of its sections."""
    if not months:
        return ()
    table = np.frombuffer(b"".join(months), np.uint8).reshape(len(months), shards, DIGEST_SIZE)
    rows = np.ascontiguousarray(table.transpose(1, 0, 2)).reshape(shards, -1)
    return tuple(digest_of(row.tobytes()) for row in rows)
