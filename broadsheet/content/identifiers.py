"""What identifies a paper, a page or a file: arXiv ids, DOIs, addresses, slugs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from broadsheet.text.plain import find_unseen, text_key, without_unseen

if TYPE_CHECKING:
    from collections.abc import Iterable

# https://info.arxiv.org/help/arxiv_identifier.html: year and month, then five digits since 2015,
# four before; and before April 2007 the archive, and perhaps a subject, which is no part of the id.
ARXIV = re.compile(
    r"((?:1[5-9]|[2-9][0-9])(?:0[1-9]|1[0-2])\.[0-9]{5}"
    r"|(?:070[4-9]|071[0-2]|(?:0[89]|1[0-4])(?:0[1-9]|1[0-2]))\.[0-9]{4}"
    r"|[a-z]+(?:-[a-z]+)*(?:\.[A-Za-z][A-Za-z-]*)?/(?:9[1-9]|0[0-7])(?:0[1-9]|1[0-2])[0-9]{3})(v[0-9]+)?"
)
# arXiv, its mirrors, and sites that show its papers under its ids.
_ARXIV_HOST = (
    r"(?:[\w-]+\.)*arxiv\.org/+(?:abs|pdf|html|format|src|e-print|ps|dvi|tb|tex-source)"
    r"|xxx\.lanl\.gov/+(?:abs|pdf|ps|format)"
    r"|(?:www\.)?alphaxiv\.org/+(?:abs|pdf|overview|html|resources|audio|blog|[a-z]{2}/overview)"
    r"|(?:www\.)?(?:huggingface\.co|hf\.co|emergentmind\.com|arxiv-vanity\.com)/+papers"
    r"|ar5iv\.(?:labs\.arxiv\.)?org/+(?:abs|html|pdf)"
    r"|(?:www\.)?(?:scirate\.com|papers\.cool|inspirehep\.net)/+arxiv"
)
_ARXIV_URL = re.compile(
    rf"(?:arxiv(?::\s*|\s+|\.(?=[0-9]))|(?:https?://)?(?:{_ARXIV_HOST})/+)(.+)", re.IGNORECASE
)
_ARXIV_END = re.compile(r"(?:[?#].*|\s*\[[\w.-]+\].*|/+|\.pdf)*", re.IGNORECASE)
_SUBJECT = re.compile(r"\.[A-Za-z-]+(?=/)")
# https://www.crossref.org/blog/dois-and-matching-regular-expressions/
DOI = re.compile(r"10\.[0-9]{4,9}/[^\s\"{}\\^`|]+")
# https://info.arxiv.org/help/doi.html
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(.+)", re.IGNORECASE)
_DOI_URL = re.compile(
    r"(?:(?:urn:|info:)?doi[:/]\s*|doi\s+"
    r"|(?:https?://)?(?:www\.|dx\.)?doi\.[a-z][\w.-]*/+(?:doi:\s*)?)(10\..+)",
    re.IGNORECASE,
)
# Publishers whose pages have the DOI in their address, and perhaps the kind of the page behind it.
_PUBLISHER = re.compile(
    r"https?://[\w.-]+/(?:[\w.-]+/){0,4}?"
    r"(?:(?:doi|articles?|chapter|book|abstract|content|referenceworkentry|protocol)/"
    r"(?:(?:abs|full|pdf|epdf|epub|html|pdfdirect|pdfplus|fullHtml|book)/)?|[\w-]*\?(?:id|doi)=)"
    r"(10\.[0-9]{4,9}(?:/|%2F)[^\s?#]+)",
    re.IGNORECASE,
)
_TAILS = re.compile(
    r"(?:(?<=[0-9])v[0-9]{1,2})?(?:\.(?:full|abstract))?(?:\.(?:pdf|html?|xml))?"
    r"(?:/(?:full|abstract|pdf|epdf|meta|html|fulltext|summary|references))?/?$",
    re.IGNORECASE,
)
_LONGEST_TAIL = 40
# What programs put behind a DOI in an address: parameters, and the part of a page.
_QUERY = re.compile(r"[?&][\w.-]+=.*", re.DOTALL)
_FRAGMENT = re.compile(r"(?<!;2-)#.*", re.DOTALL)
_BEHIND = ".,;:!?'\" …’”»。，、；"  # signs that end a sentence or a quotation, and no id
_PAIRS = {")": "(", "]": "[", "}": "{", ">": "<", "）": "（"}
LINK = re.compile(
    r"https?://[^\s\x00-\x1f\x7f/?#@:<>\"\\^`{|}]+(:[0-9]+)?"
    r"([/?#][^\s\x00-\x1f\x7f<>\"\\^`{|}]*)?",
    re.IGNORECASE,
)
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
SLUG_LIMIT = 100


def is_slug(text: str) -> bool:
    """Return whether a text may be the name of a page."""
    return SLUG.fullmatch(text) is not None and len(text) <= SLUG_LIMIT


def bare_arxiv(text: str) -> str:
    """Return the arXiv id in an id or an address; empty if there is none.

    It has neither the version nor the subject: math/0309136 is that of math.GT/0309136v2.
    """
    bare = ARXIV.fullmatch(text)
    if bare and not bare[2] and text[:1].isdecimal():
        return text  # which nothing below would change, as most
    text = _trimmed(text)
    url = _ARXIV_URL.match(text)
    inner = _decoded(url[1]) if url else text
    match = ARXIV.match(inner) or ARXIV.match(inner.lower())
    if not match or not _ARXIV_END.fullmatch(inner, match.end()):
        return "" if url else arxiv_of_doi(bare_doi(text))
    return _SUBJECT.sub("", match[1])


def _decoded(text: str) -> str:
    """Return a text without percent signs for others; as it is where these stand for no letters."""
    try:
        decoded = unquote(text, errors="strict")
    except UnicodeDecodeError:
        return text
    return decoded if decoded == without_unseen(decoded) else text


def bare_doi(text: str) -> str:
    """Return the DOI in a DOI or an address, without what stood behind it; empty if there is none.

    Brackets that pair belong to it, as in 10.3319/TAO.2009.05.25.02(IWNOP).
    """
    text = _trimmed(text)
    url = _DOI_URL.fullmatch(text)
    if url or text.startswith("10."):
        found = _FRAGMENT.sub("", _QUERY.sub("", url[1] if url else text))
    else:
        page = _PUBLISHER.match(text)
        found = _without_page(page[1]) if page else ""
    if url:
        found = found.partition("?")[0].rstrip("/")
    if "%" in found:
        found = _decoded(found)
    match = DOI.fullmatch(_trimmed(found))
    return match[0] if match and not find_unseen(unquote(match[0])) else ""


def _without_page(found: str) -> str:
    """Return a DOI of a publisher's address without what names the kind of page."""
    tail = _TAILS.search(found, max(0, len(found) - _LONGEST_TAIL))
    return found[: tail.start()] if tail else found


def _trimmed(text: str) -> str:
    """Return a text without brackets and quotes before it, and the signs that stood behind it."""
    text = text.strip().lstrip("<([{\"'“‘„«")
    left = {sign: text.count(sign) - text.count(other) for sign, other in _PAIRS.items()}
    end = len(text)
    while end and (text[end - 1] in _BEHIND or left.get(text[end - 1], 0) > 0):
        end -= 1
        left[text[end]] = left.get(text[end], 0) - 1
    return text[:end]


def arxiv_of_doi(doi: str) -> str:
    """Return the arXiv id for which arXiv registered a DOI; empty if the DOI is not arXiv's."""
    own = _ARXIV_DOI.fullmatch(doi)
    return bare_arxiv(own[1]) if own else ""


def ids_in(address: str) -> tuple[str, str]:
    """Return the arXiv id, or else the DOI, that an address is all about; empty if it has none."""
    arxiv = bare_arxiv(address)
    return arxiv, "" if arxiv else bare_doi(address)


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


def ids_differ(keys: Iterable[str], others: Iterable[str]) -> bool:
    """Return whether two papers, by their keys, have ids of one kind that differ.

    An arXiv id and a DOI may well be those of one paper.
    """
    one, other = (
        {kind: key for key in found for kind in _KINDS if key.startswith(kind)}
        for found in (keys, others)
    )
    return any(one[kind] != other[kind] for kind in one.keys() & other.keys())


_KINDS = ("arXiv id ", "DOI ")
