"""Looking up which papers hold what, in files made by hand."""

from __future__ import annotations

import pytest
from indexed import shelf_of

from broadsheet.search.analysis import CONTENT
from broadsheet.search.lookup import Lookup
from broadsheet.search.queries import Word

MONTHS = [["2025-05", "6RQ", 4, 2, 1], ["2025-06", "6RR", 2, 3, 1]]
WORDS = "broadsheet search 2\n=6RQ\n@net 2Z\nnet 0A1B\nnets 0C\n=6RR\n@net 5_\nnet 0D\n.\n"


def lookup() -> Lookup:
    """Return what looks up in two months of one shard."""
    files = {
        "search/words/0.txt": WORDS,
        "search/papers.txt": "broadsheet search 2\n=6RQ\n07\n=6RR\n5\n.\n",
    }
    return Lookup(shelf_of(MONTHS, files, shards=1))


@pytest.mark.parametrize(
    ("terms", "found"),
    [
        (["net"], {0: 10, 2: 11, 128: 13}),
        (["nets"], {0: 12}),
        (["@net"], {2: 35, 133: 63}),
        (["net", "nets", "@net"], {0: 12, 2: 35, 128: 13, 133: 63}),  # the highest level counts
        (["nets", "net"], {0: 12, 2: 11, 128: 13}),
        (["ne"], {}),
        (["et"], {}),
        ([], {}),
    ],
)
def test_papers_that_hold_one_of_some_terms(terms: list[str], found: dict[int, int]) -> None:
    """A whole term in a line of its own, in all months, with the highest of the levels."""
    assert lookup().terms(terms) == found


def test_word_is_looked_up_as_a_name_too() -> None:
    """And in other languages than the site's."""
    word = Word("net", ("nets",), "net", CONTENT, 1.0)
    assert lookup().words([word]) == {0: 12, 2: 35, 128: 13, 133: 63}


def test_list_is_of_all_months() -> None:
    """Places become numbers."""
    assert lookup().listed("search/papers.txt") == {0, 8, 133}
