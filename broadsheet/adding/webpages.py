"""A paper's page on the web to a record: its Highwire tags, its JSON-LD, its Open Graph.

Publishers, proceedings and preprint servers write `citation_*` tags for search engines, see
https://scholar.google.com/intl/en/scholar/inclusion.html#indexing; the other two fill the gaps.
"""

from __future__ import annotations

import json
import re
import warnings
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, XMLParsedAsHTMLWarning
from bs4.dammit import EncodingDetector

from broadsheet.adding.cleaning import (
    clean_link,
    find_ids,
    finest,
    first_of,
    make_record,
    paragraphs_of,
    plain_of,
    read_date,
    texts_of,
    words_of,
)
from broadsheet.adding.records import Record, RecordError, names_once, natural_name, tidy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_TAGS = 20_000
BEGINNING = 2048  # bytes in which a page must name its encoding (HTML asks for half of that)
MOST_ORGANIZATIONS = 10
# Encodings that the web has (https://encoding.spec.whatwg.org/): Python knows others, and odd ones.
_ENCODING = re.compile(
    r"utf-?8|utf-16(?:le|be)?|iso-?8859-?\d+|windows-?125\d|cp125\d|gb(?:k|2312|18030)"
    r"|big5(?:-hkscs)?|shift[_-]jis|euc-(?:jp|kr)|iso-2022-jp|koi8-[ru]",
    re.IGNORECASE,
)
_LATIN = re.compile(r"iso-?8859-?1|latin-?1|(?:us-)?ascii", re.IGNORECASE)
_REFUSED = re.compile(
    r"(?:just a moment|one moment, please|attention required|checking your browser|access denied"
    r"|are you (?:a robot|human)|robot check|captcha|security (?:check|verification)"
    r"|client challenge|verif\w+ (?:that )?you are (?:a )?human|human verification|validate user"
    r"|request rejected|pardon our interruption|ddos-guard|radware bot manager captcha|sign in"
    r"|log ?in|redirecting|(?:error )?(?:[45]\d\d\W*)?(?:error|forbidden|unauthorized"
    r"|(?:page )?not found|(?:internal )?server error|bad gateway|too many requests"
    r"|(?:page|service)? ?(?:temporarily )?unavailable)?)\W*(?: [|–—-] .*)?",
    re.IGNORECASE,
)
_WORKS = re.compile(
    "(?:https?://schema.org/)?(?:(?:Medical)?Scholarly|Tech|News)?Article"
    "|(?:https?://schema.org/)?(?:BlogPosting|Book|Chapter|CreativeWork|Dataset|Report|Thesis)"
)


_AUTHOR_TAGS = ("article:author", "author", "parsely-author", "twitter:creator")


def read_webpage(data: bytes, address: str, charset: str = "") -> Record:
    """Read what a page says of its paper; `address` is its own, `charset` what HTTP named.

    Raises RecordError where it is no paper's page, or where the site showed another.
    """
    if data.startswith(b"%PDF-"):
        message = "this is a PDF: give the address of the page that tells of the paper"
        raise RecordError(message)
    page = _Page(_decode(data, charset), address)
    if not page.meta("citation_title"):
        _see_that_it_is_shown(page.window)
    record = page.record()
    for name, value in (("title", record.title), ("authors", record.authors)):
        if not value:
            message = (
                f"the page tells no {name}: give the paper's arXiv id or DOI, or the address of a"
                " page with citation_* tags"
            )
            raise RecordError(message)
    return record


def _see_that_it_is_shown(window: str) -> None:
    """Raise RecordError where a page's title is that of an error or of a check for robots."""
    if window and _REFUSED.fullmatch(window):
        message = (
            f"the site refused to show the page to a program (it says {window[:80]!r}): save the"
            " page in a browser and give it with --from FILE"
        )
        raise RecordError(message)


def _decode(data: bytes, charset: str) -> str:
    """Decode a page by HTTP's charset, its byte order mark or its own word, as far as they fit.

    Bytes that are UTF-8 are so, whatever a server says that names one charset for all its files.
    """
    plain, marked = EncodingDetector.strip_byte_order_mark(data)
    declared = EncodingDetector.find_declared_encoding(data[:BEGINNING], is_html=True)
    named = [marked, charset, declared]
    if not data.isascii():
        named.insert(1, "utf-8")
    for name in named:
        encoding = "windows-1252" if _LATIN.fullmatch(name or "") else name or ""
        if _ENCODING.fullmatch(encoding):
            try:
                return plain.decode(encoding)
            except (UnicodeDecodeError, LookupError):
                continue
    return plain.decode("windows-1252", errors="replace")


class _Page:
    """What a page says in its tags, in the order of trust."""

    def __init__(self, text: str, address: str) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)  # XHTML is read as HTML, too
            soup = BeautifulSoup("\n".join(islice(_pieces(text), MOST_TAGS)), "html.parser")
        self._address = address
        self.window = tidy(soup.title.get_text()) if soup.title else ""
        self._metas: dict[str, list[str]] = {}
        for tag in soup.find_all("meta", content=True):
            for name in {str(tag.get(key, "")).lower() for key in ("name", "property")}:
                self._metas.setdefault(name, []).append(str(tag["content"]))
        self._canonical = next(
            (str(tag["href"]) for tag in soup.find_all("link", rel="canonical", href=True)), ""
        )
        scripts = soup.find_all("script", type=re.compile(r"^application/ld\+json", re.IGNORECASE))
        self._work = _find_work([script.get_text() for script in scripts])

    def metas(self, *names: str) -> list[str]:
        """Give the contents of the first of these tags that are there, however often each is."""
        for name in names:
            found = [text for text in self._metas.get(name, []) if text.strip()]
            if found:
                return found
        return []

    def meta(self, *names: str) -> str:
        """Give the content of the first of these tags that is there."""
        return next(iter(self.metas(*names)), "")

    def record(self) -> Record:
        """Put together what the page says."""
        work = self._work
        arxiv, doi = self._ids()
        abstract = (
            self.meta("citation_abstract")
            or first_of(work.get("abstract"))
            or self.meta("dcterms.abstract", "dc.description", "dcterms.description")
            or first_of(work.get("description"))
            or self.meta("og:description", "description", "twitter:description")
        )
        return make_record(
            plain_of(
                self.meta("citation_title")
                or first_of(work.get("headline"))
                or first_of(work.get("name"))
                or self.meta("og:title", "dc.title", "dcterms.title", "twitter:title")
            ),
            self._authors(),
            paragraphs_of(abstract),
            published=finest(map(read_date, self._dates())),
            arxiv=arxiv,
            doi=doi,
            url=self._own_address(),
            pdf=self._absolute(self.meta("citation_pdf_url")),
            venue=plain_of(
                self.meta(
                    *("citation_conference_title", "citation_journal_title"),
                    *("citation_inbook_title", "citation_conference", "prism.publicationname"),
                )
            ),
            organizations=names_once(
                [plain_of(name) for name in self.metas("citation_author_institution")]
            )[:MOST_ORGANIZATIONS],
            keywords=words_of(
                self.metas("citation_keywords", "citation_keyword")
                or _names_in(work.get("keywords"))
                or self.metas("article:tag", "keywords")
            ),
        )

    def _ids(self) -> tuple[str, str]:
        """Find the arXiv id and the DOI."""
        work = self._work
        told = [*_names_in(work.get("identifier")), *texts_of(work.get("sameAs"))]
        told += [first_of(work.get("@id")), first_of(work.get("url"))]
        dois = self.metas("citation_doi", "prism.doi", "bepress_citation_doi", "dc.identifier.doi")
        dois += [*self.metas("dc.identifier", "dcterms.identifier"), *told]
        doi = next((text for text in dois if any(find_ids(text))), "")
        own = re.split("[?#]", self._address)[0]
        return find_ids(doi, self.meta("citation_arxiv_id"), own, *told)

    def _dates(self) -> Iterator[str]:
        """Give the dates, as they stand, in the order of trust."""
        for kind in ("publication_date", "date", "online_date", "cover_date", "year"):
            yield self.meta(f"citation_{kind}")
        yield first_of(self._work.get("datePublished"))
        for name in ("dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date"):
            yield self.meta(name)
        yield self.meta("article:published_time", "prism.publicationdate")

    def _authors(self) -> list[str]:
        """Give the names, from the first who tells any."""
        work = self._work
        for told, family_first in (
            (self.metas("citation_author", "citation_authors"), True),
            (_names_in(work.get("author")) or _names_in(work.get("creator")), False),
            (self.metas("dc.creator", "dcterms.creator"), True),
            *((self.metas(name), False) for name in _AUTHOR_TAGS),
        ):
            names = [name for name in told if not re.match("https?://|@", name)]
            if names:
                return _split_names(names, family_first=family_first)
        return []

    def _own_address(self) -> str:
        """Give the page's address: what it calls its own, where that is at the same host."""
        own = clean_link(self._address.partition("#")[0])
        canonical = self._absolute(self._canonical)
        same = not own or _host(canonical) == _host(own)
        return canonical if canonical and same else own

    def _absolute(self, link: str) -> str:
        """Give a link's whole address, if it leads anywhere on the web."""
        try:
            return clean_link(urljoin(self._address, link.strip())) if link.strip() else ""
        except ValueError:  # of `http://[`
            return ""


_PIECE = re.compile(
    r"""<!--|<(meta|link|title|script)\b(?:[^<>"']|"[^"]*"|'[^']*')*+>""", re.IGNORECASE
)
_END = {
    "": re.compile("-->"),
    "title": re.compile("</title", re.IGNORECASE),
    "script": re.compile("</script", re.IGNORECASE),
}


def _pieces(text: str) -> Iterator[str]:
    """Cut out of a page the elements that tell of it, in a time that grows with its length.

    The time of html.parser grows with the square of it where elements are not closed
    (https://github.com/python/cpython/issues/135462), and whoever has a page can have such a one.
    """
    at = 0
    while start := _PIECE.search(text, at):
        at = start.end()
        name = (start[1] or "").lower()
        if name in _END:
            end = _END[name].search(text, at)
            if end is None:
                return  # to a browser, too, all that follows is a comment or a script
            if name:
                yield f"{text[start.start() : end.start()]}</{name}>"
            at = end.end()
        else:
            yield start[0]


def _host(address: str) -> str:
    """Give an address's host, without the `www.` that some forget."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


def _split_names(texts: list[str], *, family_first: bool) -> list[str]:
    """Give each name as it is read aloud; where there is but one text, it may hold several."""
    texts = [plain_of(text) for text in texts]
    if len(texts) > 1:
        return [natural_name(text) for text in texts]
    text = texts[0]
    parts = re.split(";" if ";" in text else r",?\s+(?:and|&)\s+", text)
    if ";" not in text and not all(map(_is_full, parts)):
        parts = texts  # an organization's name
    names: list[str] = []
    for part in parts:
        pieces = [piece.strip() for piece in part.split(",") if piece.strip()]
        # A comma parts a family's name from the given one, unless full names stand on its sides.
        few = 2 if family_first and len(parts) == 1 else 1
        listed = len(pieces) > few and all(map(_is_full, pieces))
        names += pieces if listed else [natural_name(part)]
    return names


_OF_GROUP = re.compile(
    r"\b(?:of|for|the|team|group|institute|university|research)\b", re.IGNORECASE
)


def _is_full(name: str) -> bool:
    """Tell whether a text may be a person's whole name, or several of them."""
    return len(name.split()) > 1 and not _OF_GROUP.search(name)


def _find_work(scripts: Iterable[str]) -> dict[str, Any]:
    """Find the paper in a page's JSON-LD: what says that it is an article before other works."""
    works = []
    for script in scripts:
        try:
            found = json.loads(script, strict=False)
        except (ValueError, RecursionError):
            continue  # of a page that has more to say
        works += [
            work for work in _walk(found) if any(map(_WORKS.fullmatch, texts_of(work.get("@type"))))
        ]
    works.sort(key=lambda work: "Article" not in "".join(texts_of(work.get("@type"))))
    return works[0] if works else {}


def _walk(found: Any) -> Iterator[dict[str, Any]]:
    """Give the things that a script is about, and not those that they refer to."""
    waiting = [found]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, list):
            waiting += reversed(thing)
        elif isinstance(thing, dict):
            yield thing
            waiting += [thing.get(name) for name in ("mainEntityOfPage", "mainEntity", "@graph")]


def _names_in(value: Any) -> list[str]:
    """Give the names of people or things, which JSON-LD has as texts or as objects."""
    names = []
    for thing in value if isinstance(value, list) else [value]:
        if isinstance(thing, dict):
            parts = [first_of(thing.get(name)) for name in ("givenName", "familyName")]
            name = first_of(thing.get("name")) or first_of(thing.get("value"))
            names.append(name or " ".join(filter(None, parts)))
        else:
            names += texts_of(thing)
    return [name for name in names if name]
