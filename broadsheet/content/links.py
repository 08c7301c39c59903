"""A paper's links: its own page, its PDF, its code, data and discussion."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from broadsheet.words.words import marked

if TYPE_CHECKING:
    from broadsheet.content.model import Paper


def landing_of(paper: Paper) -> str:
    """Return the address of the paper's own page: its `url`, or else arXiv's or the publisher's."""
    if paper.url:
        return paper.url
    if paper.arxiv:
        return f"https://arxiv.org/abs/{paper.arxiv}"
    return doi_address(paper.doi)


def doi_address(doi: str) -> str:
    """Return the address of a DOI; old ones contain `<`, `>` and `#`, which must be escaped."""
    return "https://doi.org/" + quote(doi, safe="/:;().-_")


def doi_of(paper: Paper) -> str:
    """Return a paper's DOI: its own, or else the one that arXiv gives to each of its papers.

    That names no version, and of an old id no subject class: `math.GT/0309136` is `math/0309136`.
    """
    if paper.doi or not paper.arxiv:
        return paper.doi
    archive, slash, number = paper.arxiv.rpartition("/")
    bare = archive.partition(".")[0] + slash + number
    return f"10.48550/arXiv.{_VERSION.sub('', bare)}"


_VERSION = re.compile(r"v[0-9]+$")


def pdf_of(paper: Paper) -> str:
    """Return the address of the PDF; empty if there is none."""
    if paper.pdf or not paper.arxiv:
        return paper.pdf
    return f"https://arxiv.org/pdf/{paper.arxiv}"


def links_of(paper: Paper) -> tuple[tuple[str, str, int], ...]:
    """Return a paper's links as (label, address, how many comments there are).

    First comes where to read it, then what belongs to it; labels are in English.
    """
    links = (
        ("arXiv" if paper.arxiv else "", f"https://arxiv.org/abs/{paper.arxiv}"),
        ("DOI" if paper.doi and not paper.arxiv else "", doi_address(paper.doi)),
        (marked("Paper"), paper.url),
        ("PDF", pdf_of(paper)),
        (marked("Code"), paper.code),
        (marked("Project"), paper.project),
        (marked("Data"), paper.data),
        (marked("Video"), paper.video),
    )
    told = [(label, address, 0) for label, address in links if label and address]
    if paper.discussion:
        told.append((marked("Discussion"), paper.discussion.url, paper.discussion.comments))
    return tuple(told)


def imprint_of(paper: Paper) -> str:
    """Return where in its venue a paper stands, to follow the venue's name: ` 12(3), 101-117`."""
    issue = f"({paper.issue})" if paper.issue else ""
    volume = f" {paper.volume}{issue}" if paper.volume or issue else ""
    return f"{volume}, {paper.pages}" if paper.pages else volume
