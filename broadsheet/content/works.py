"""What kind of a work a paper is, where its file says so or lets one see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from broadsheet.content.model import Paper


def kind_of(paper: Paper) -> str:
    """Return the kind that is told; a volume is a journal's. Else nothing."""
    return paper.type or ("article" if paper.volume else "")


def is_preprint(paper: Paper) -> bool:
    """Return whether a paper is a preprint: told so, or on arXiv and nothing else is told."""
    return paper.type == "preprint" or bool(paper.arxiv and not kind_of(paper) and not paper.venue)
