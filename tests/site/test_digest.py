"""What a digest of a day or a week holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from broadsheet.content.reader import read_content
from broadsheet.site.catalog import make_catalog
from broadsheet.site.digest import Limits, is_period, make_digest, usual_limits

if TYPE_CHECKING:
    from support import Feed

    from broadsheet.site.digest import Digest

SHOWN = Limits(2, 3)


def digest_of(feed: Feed, period: str, topic: str = "", limits: Limits = SHOWN) -> Digest:
    """Return the digest of a feed."""
    return make_digest(make_catalog(read_content(feed.content).content), period, topic, limits)


def slugs(digest: Digest) -> list[tuple[str, list[str], list[str], int]]:
    """Return of each day its date, whom it tells of, whom it names, how many more there are."""
    return [
        (one.date, [p.slug for p in one.told], [p.slug for p in one.listed], one.rest)
        for one in digest.sections
    ]


def test_day_has_its_papers_in_their_order_and_its_note(feed: Feed) -> None:
    """The note orders them: the first are told, the next are named, the rest is counted."""
    for name in ("a", "b", "c", "d", "e"):
        feed.add(f"2025/06/25/{name}.md")
    feed.add("2025/06/26/later.md")
    feed.write("2025/06/25/index.md", "---\norder: [d, a]\n---\nA *note*.\n")
    digest = digest_of(feed, "2025-06-25")
    assert slugs(digest) == [("2025-06-25", ["d", "a"], ["b"], 2)]
    assert (digest.note, digest.papers) == ("A *note*.", 5)


def test_week_has_its_days_newest_first_and_no_note(feed: Feed) -> None:
    """Each day begins anew; papers filed under the month are in none of them."""
    for path in ("2025/06/23/a", "2025/06/23/b", "2025/06/23/c", "2025/06/29/d", "2025/06/30/e"):
        feed.add(f"{path}.md")
    feed.add("2025/06/backlog.md", published="2025-06")
    feed.write("2025/06/29/index.md", "---\n---\nA note.\n")
    digest = digest_of(feed, "2025-W26")
    assert slugs(digest) == [
        ("2025-06-29", ["d"], [], 0),
        ("2025-06-23", ["a", "b"], ["c"], 0),
    ]
    assert (digest.note, digest.papers) == ("", 4)


def test_topic_leaves_out_other_papers_and_days(feed: Feed) -> None:
    """The note speaks of all topics, so a topic's digest has none."""
    feed.add("2025/06/24/a.md", topics="[vision]")
    feed.add("2025/06/25/b.md", topics="[reasoning]")
    feed.add("2025/06/25/c.md", topics="[reasoning, vision]")
    feed.write("2025/06/25/index.md", "---\n---\nA note.\n")
    assert slugs(digest_of(feed, "2025-W26", "reasoning")) == [("2025-06-25", ["b", "c"], [], 0)]
    assert slugs(digest_of(feed, "2025-W26", "vision")) == [
        ("2025-06-25", ["c"], [], 0),
        ("2025-06-24", ["a"], [], 0),
    ]
    assert digest_of(feed, "2025-06-25", "vision").note == ""


@pytest.mark.parametrize(
    ("week", "days"),
    [
        ("2024-W01", ["2024-01-01"]),
        ("2024-W52", ["2024-12-29"]),
        ("2025-W01", ["2025-01-01", "2024-12-31", "2024-12-30"]),
        ("2026-W53", ["2027-01-03"]),
        ("2027-W01", ["2027-01-04"]),
    ],
)
def test_weeks_reach_across_the_end_of_a_year(feed: Feed, week: str, days: list[str]) -> None:
    """A week belongs to the year of its Thursday, as ISO 8601 has it."""
    filed = ("2024/01/01", "2024/12/29", "2024/12/30", "2024/12/31", "2025/01/01")
    for number, day in enumerate((*filed, "2027/01/03", "2027/01/04")):
        feed.add(f"{day}/p{number}.md", published="2023-12-01")
    assert [one.date for one in digest_of(feed, week).sections] == days


def test_period_without_papers_has_no_days(feed: Feed) -> None:
    """Nothing is made up."""
    feed.add("2025/06/25/a.md")
    assert digest_of(feed, "2025-06-24").sections == ()
    assert digest_of(feed, "2025-W27").sections == ()


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("2025-06-25", True),
        ("2025-06-31", False),
        ("2025-06", False),
        ("2025-W01", True),
        ("2025-W52", True),
        ("2025-W53", False),
        ("2026-W53", True),
        ("2025-W00", False),
        ("2025-W1", False),
        ("2025-W٢٦", False),
        ("25-W26", False),
        ("W26", False),
        ("", False),
    ],
)
def test_periods_are_days_and_weeks_that_exist(text: str, is_one: bool) -> None:  # noqa: FBT001 - a table
    """2025 has 52 weeks, 2026 has 53."""
    assert is_period(text) == is_one


def test_week_tells_of_three_papers_a_day() -> None:
    """That is what five minutes are enough for; a day's letter tells of all."""
    assert usual_limits("2025-W26") == (3, 12)
    assert usual_limits("2025-06-25").told > 10_000
