"""What the picture says with which links to an edition are shared."""

from __future__ import annotations

from typing import NamedTuple


class Share(NamedTuple):
    """The feed's title, the date, the number of papers in words, the title of the first paper.

    `is_mirrored` says that the page's edge is on the right.
    """

    feed: str
    date: str
    papers: str
    title: str
    is_mirrored: bool
