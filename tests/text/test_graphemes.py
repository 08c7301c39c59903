"""What counts as one character: cases of Unicode's GraphemeBreakTest, written by hand."""

from __future__ import annotations

import pytest

from broadsheet.text.graphemes import clusters, count_clusters

# Code points; a bar where two characters part, as Unicode's own test has its ÷.
CASES = (
    "20 | 20",
    "D A",
    "A | D",
    "20 308 | 20",
    "D | 308",
    "61 | 2060 | 62",
    "61 | AD | 308 | 62",
    "61 308 | 62",
    "61 308 327 | 62",
    "915 301 20DD",
    "1100 1160 11A8 | 1100",
    "1100 1100 1161",
    "AC00 11A8 | 1100",
    "AC00 1161 11A8",
    "AC01 11A8 | 1100",
    "AC01 | 1161",
    "AC00 | AC01",
    "11A8 | 1160",
    "1100 AC01 308",
    "1F1E6 1F1E7 | 1F1E8 | 62",
    "61 | 1F1E6 1F1E7 | 1F1E8 | 62",
    "61 | 1F1E6 1F1E7 200D | 1F1E8 | 62",
    "61 | 1F1E6 200D | 1F1E7 1F1E8 | 62",
    "61 | 1F1E6 1F1E7 | 1F1E8 1F1E9 | 62",
    "61 200D",
    "61 903 | 62",
    "1F476 1F3FF | 1F476",
    "61 1F3FF | 1F476",
    "61 1F3FF | 1F476 200D 1F6D1",
    "1F476 1F3FF 308 200D 1F476 1F3FF",
    "1F6D1 200D 1F6D1",
    "61 200D | 1F6D1",
    "2764 200D 2764",
    "1F468 200D 200D | 1F468",
    "2764 903 200D | 2764",
    "61 200D | 2764",
    "1F3F4 E0067 E0062 E007F | 61",
    "2764 FE0F 200D 1F525",
    "E19 E49 E33",
    "FF76 FF9E",
    "304B 3099 | 304B",
)


@pytest.mark.parametrize("case", CASES)
def test_case_of_unicode(case: str) -> None:
    """The text parts where the bars stand."""
    parts = ["".join(chr(int(code, 16)) for code in part.split()) for part in case.split("|")]
    assert clusters("".join(parts)) == parts
    assert count_clusters("".join(parts)) == len(parts)


def test_what_only_newer_versions_join_counts_more() -> None:
    """A conjunct of Devanagari is one character since Unicode 15.1: places may still count two."""
    assert count_clusters("क्ष") == 2


def test_empty() -> None:
    """Nothing is no character."""
    assert clusters("") == []
    assert count_clusters("") == 0
