"""Which topics grew and which fell: their shares of a feed's papers, a quarter beside the last.

Shares and not counts, so that a feed that grows does not make all its topics grow; the thirteen
weeks to the newest edition and not a quarter of the calendar, so that both are whole.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.text.dates import days_between

if TYPE_CHECKING:
    from collections.abc import Sequence

    Edition = tuple[str, Sequence[tuple[str, ...]]]  # its date, and the topics of each paper

WEEKS = 13
FEWEST_PAPERS = 20  # of a topic in both quarters: of fewer, nothing can be said
# A difference must be three times its standard deviation, as chance alone makes one in 370.
DEVIATIONS = 3
MOST_NAMED = 5  # topics that grew, and as many that fell


Trend = tuple[str, int, int]  # a topic, its papers in the quarter before and in the newest


class Trends(NamedTuple):
    """The newest edition's date, all papers of both quarters, and the topics that grew or fell.

    Those whose share changed most are first. Nothing is named where the feed is younger than two
    quarters.
    """

    last: str
    before: int
    now: int
    grew: tuple[Trend, ...]
    fell: tuple[Trend, ...]


def find_trends(editions: Sequence[Edition]) -> Trends:
    """Find the topics whose share changed by more than chance does; the newest edition is first."""
    last = editions[0][0] if editions else ""
    if not editions or days_between(editions[-1][0], last) < 2 * 7 * WEEKS - 1:
        return Trends(last, 0, 0, (), ())
    papers = [0, 0]
    counts: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    for date, topics_of_papers in editions:
        quarter = days_between(date, last) // (7 * WEEKS)
        if quarter > 1:
            break
        papers[quarter] += len(topics_of_papers)
        for topics in topics_of_papers:
            counts[quarter].update(topics)
    now, before = papers
    if not before:
        return Trends(last, 0, 0, (), ())
    moved = []
    for topic in sorted(counts[0] | counts[1]):
        old, new = counts[1][topic], counts[0][topic]
        change = new * before - old * now
        if _is_more_than_chance(change, old + new, before, now):
            moved.append((change, (topic, old, new)))
    moved.sort(key=lambda one: -abs(one[0]))
    grew = tuple(trend for change, trend in moved if change > 0)
    fell = tuple(trend for change, trend in moved if change < 0)
    return Trends(last, before, now, grew[:MOST_NAMED], fell[:MOST_NAMED])


def _is_more_than_chance(change: int, with_topic: int, before: int, now: int) -> bool:
    """Return whether two shares differ by more than chance: the test of two by two counts.

    It is Pearson's chi-squared, of one degree of freedom, in whole numbers; `change` is the
    difference of the shares, times the papers of both quarters.
    """
    papers = before + now
    spread = with_topic * (papers - with_topic) * before * now
    return with_topic >= FEWEST_PAPERS and change**2 * papers > DEVIATIONS**2 * spread
