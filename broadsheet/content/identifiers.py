"""What identifies a paper, a page or a file: arXiv ids, DOIs, addresses, slugs."""

from __future__ import annotations

import re

from broadsheet.text.plain import text_key

# https://info.arxiv.org/help/arxiv_identifier.html: the form since April 2007, and the one before.
ARXIV = re.compile(r"(\d{4}\.\d{4,5}|[a-z]+(?:-[a-z]+)*(?:\.[A-Z]{2})?/\d{7})(v\d+)?")
_ARXIV_URL = re.compile(
    r"(?:arxiv:\s*|(?:https?://)?(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/)(.+?)(?:\.pdf)?/?",
    re.IGNORECASE,
)
# https://www.crossref.org/blog/dois-and-matching-regular-expressions/
DOI = re.compile(r"10\.\d{4,9}/[^\s\"{}\\^`|]+")
# https://info.arxiv.org/help/doi.html
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(.+)", re.IGNORECASE)
_DOI_URL = re.compile(r"(?:doi:\s*|(?:https?://)?(?:dx\.)?doi\.org/)(10\..+)", re.IGNORECASE)
LINK = re.compile(
    r"https?://[^\s\x00-\x1f\x7f/?#@:<>\"\\^`{|}]+(:\d+)?"
    r"([/?#][^\s\x00-\x1f\x7f<>\"\\^`{|}]*)?",
    re.IGNORECASE,
)
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
SLUG_LIMIT = 100


def is_slug(text: str) -> bool:
    """Return whether a text may be the name of a page."""
    return SLUG.fullmatch(text) is not None and len(text) <= SLUG_LIMIT


def bare_arxiv(text: str) -> str:
    """Return the arXiv id, without version, in an id or an address; empty if there is none."""
    url = _ARXIV_URL.fullmatch(text.strip())
    match = ARXIV.fullmatch(url[1] if url else text.strip())
    return match[1] if match else ""


def bare_doi(text: str) -> str:
    """Return the DOI in a DOI or an address; empty if there is none."""
    url = _DOI_URL.fullmatch(text.strip())
    match = DOI.fullmatch(url[1] if url else text.strip())
    return match[0] if match else ""


def arxiv_of_doi(doi: str) -> str:
    """Return the arXiv id for which arXiv registered a DOI; empty if the DOI is not arXiv's."""
    own = _ARXIV_DOI.fullmatch(doi)
    return bare_arxiv(own[1]) if own else ""


def same_keys(title: str, arxiv: str, doi: str) -> tuple[str, ...]:
    """Return what no two papers may have in common, each with its name for messages.

    arXiv registers a DOI for each of its papers, which then means the same as the id.
    """
    registered = arxiv_of_doi(doi)
    arxiv = arxiv or registered
    keys = [f"title {text_key(title)}"] if title else []
    if arxiv:
        keys.append(f"arXiv id {arxiv}")
    if doi and not registered:
        keys.append(f"DOI {doi.casefold()}")
    return tuple(keys)
