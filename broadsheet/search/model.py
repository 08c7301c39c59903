"""What the search consists of, as the plan of the site sees it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from broadsheet.content.model import Content, Entry


class Names(NamedTuple):
    """What papers are indexed by beside their own texts.

    `topics` are each topic's names; `languages` are the site's, first, and those of papers.
    """

    languages: tuple[str, ...]
    topics: Mapping[str, tuple[str, ...]]


def names_of(content: Content) -> Names:
    """Return what the papers of some content are indexed by."""
    own = content.site.language
    tongues = Counter(paper.language for paper in content.papers if paper.language != own)
    del tongues[""]
    others = sorted(tongues, key=lambda language: (-tongues[language], language))
    topics = {topic.slug: (topic.name, *topic.aliases) for topic in content.topics}
    return Names((own, *others), topics)


class Month(NamedTuple):
    """The papers of a month, in the order of their places; those of no month are under their year.

    `code` are the digits that its sections begin with. `width` is the number of places of a day;
    the row of a paper lies in the file `place >> rows`.
    """

    name: str
    code: str
    width: int
    rows: int
    papers: tuple[Entry, ...]
    places: tuple[int, ...]


class Alike(NamedTuple):
    """A paper that another is like, and what they share: `#topic`, `@Author`, words."""

    slug: str
    shares: tuple[str, ...]


def none_alike(_month: str) -> Mapping[str, tuple[Alike, ...]]:
    """Return nothing, where no papers were compared."""
    return {}


@dataclass(frozen=True, slots=True)
class Index:
    """What the site's search consists of.

    `months` are the oldest first; `words` and `pairs` are the digests of each shard's sections;
    `lexicon` are texts by letter; `alike` gives the papers like each of a month, by slug, the
    nearest first, and `alike_key` differs where any of these do. `cells` are those of the map that
    the papers lie in, in the order of the months' papers: x and y, two bytes each.
    """

    months: tuple[Month, ...] = ()
    languages: tuple[str, ...] = ()
    words: tuple[bytes, ...] = ()
    pairs: tuple[bytes, ...] = ()
    lexicon: Mapping[str, str] = field(default_factory=dict)
    alike: Callable[[str], Mapping[str, tuple[Alike, ...]]] = none_alike
    alike_key: bytes = b""
    cells: bytes = b""

    @property
    def bare(self) -> Index:
        """What the shards are read by: the index without what is known of each paper."""
        months = tuple(month._replace(papers=(), places=()) for month in self.months)
        return replace(self, months=months, lexicon={}, alike=none_alike, alike_key=b"", cells=b"")
