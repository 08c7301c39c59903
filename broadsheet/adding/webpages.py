"""A paper's page on the web to a record: its Highwire tags, its JSON-LD, its Open Graph.

Publishers, proceedings and preprint servers write `citation_*` tags for search engines, see
https://scholar.google.com/intl/en/scholar/inclusion.html#indexing; the other two fill the gaps.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from broadsheet.adding.cleaning import (
    clean_link,
    find_ids,
    first_of,
    make_record,
    pages_between,
    paragraphs_of,
    plain_of,
    texts_of,
    words_of,
)
from broadsheet.adding.jsonld import find_work, imprint_of, names_in, people_in
from broadsheet.adding.moments import finest, read_date
from broadsheet.adding.pagenames import names_of_tags
from broadsheet.adding.records import Cause, Record, RecordError, names_once, tidy
from broadsheet.adding.tags import decode_page, parse_tags

if TYPE_CHECKING:
    from collections.abc import Iterator

    from broadsheet.adding.cleaning import Parts

MOST_ORGANIZATIONS = 10
SAVE_IT = "save the page in a browser and give it with --from FILE"
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
_AUTHOR_TAGS = ("article:author", "author", "parsely-author", "twitter:creator")


def read_webpage(data: bytes, address: str, charset: str = "") -> Record:
    """Read what a page says about its paper; `charset` is that of the HTTP header.

    Raise RecordError if it is no paper's page, or if the site sent another page instead.
    """
    if data.startswith(b"%PDF-"):
        message = "this is a PDF: give the address of the page that tells of the paper"
        raise RecordError(message)
    page = _Page(decode_page(data, charset), address)
    if not page.meta("citation_title"):
        _check_window(page.window)
    record = page.record()
    for name, value in (("title", record.title), ("authors", record.authors)):
        if not value:
            message = (
                f"the page tells no {name}: give the paper's arXiv id or DOI, or the address of a"
                " page with citation_* tags"
            )
            raise RecordError(message)
    return record


def _check_window(window: str) -> None:
    """Raise RecordError if a page's title is that of an error or of a check for robots."""
    if window and _REFUSED.fullmatch(window):
        fact = f"the site refused to show the page to a program (it says {window[:80]!r})"
        raise RecordError(fact, SAVE_IT, Cause.REFUSAL)


class _Page:
    """What a page says in its tags; the most trusted tag comes first."""

    def __init__(self, text: str, address: str) -> None:
        soup = parse_tags(text)
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
        self._work = find_work([script.get_text() for script in scripts])

    def metas(self, *names: str) -> list[str]:
        """Return the contents of all tags with the first of these names that occurs."""
        for name in names:
            found = [text for text in self._metas.get(name, []) if text.strip()]
            if found:
                return found
        return []

    def meta(self, *names: str) -> str:
        """Return the content of the first tag with the first of these names that occurs."""
        return next(iter(self.metas(*names)), "")

    def record(self) -> Record:
        """Make a record from what the page says."""
        work = self._work
        told = imprint_of(work)
        arxiv, doi = self._ids()
        return make_record(
            plain_of(
                self.meta("citation_title")
                or first_of(work.get("headline"))
                or first_of(work.get("name"))
                or self.meta("og:title", "dc.title", "dcterms.title", "twitter:title")
            ),
            self._authors(),
            self._abstract(),
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
                or told["venue"]
            ),
            type=next((kind for tag, kind in _TYPES.items() if self.meta(tag)), told["type"]),
            volume=plain_of(self.meta("citation_volume", "prism.volume") or told["volume"]),
            issue=plain_of(self.meta("citation_issue", "prism.number") or told["issue"]),
            pages=self._pages() or plain_of(told["pages"]),
            publisher=plain_of(self.meta(*_PUBLISHERS) or told["publisher"]),
            language=self.meta("citation_language", "dc.language", "dcterms.language")
            or told["language"],
            organizations=names_once(
                [plain_of(name) for name in self.metas("citation_author_institution")]
            )[:MOST_ORGANIZATIONS],
            keywords=words_of(
                self.metas("citation_keywords", "citation_keyword")
                or names_in(work.get("keywords"))
                or self.metas("article:tag", "keywords")
            ),
        )

    def _abstract(self) -> str:
        """Return the first text that is whole: many a description is cut, and ends in dots."""
        texts = (
            self.meta("citation_abstract"),
            first_of(self._work.get("abstract")),
            self.meta("dcterms.abstract", "dc.description", "dcterms.description"),
            first_of(self._work.get("description")),
            self.meta("og:description", "description", "twitter:description"),
        )
        told = map(paragraphs_of, texts)
        return next((text for text in told if text and not text.endswith(("…", "..."))), "")

    def _ids(self) -> tuple[str, str]:
        """Return the arXiv id and the DOI."""
        work = self._work
        told = [*names_in(work.get("identifier")), *texts_of(work.get("sameAs"))]
        told += [first_of(work.get("@id")), first_of(work.get("url"))]
        dois = self.metas("citation_doi", "prism.doi", "bepress_citation_doi", "dc.identifier.doi")
        dois += [*self.metas("dc.identifier", "dcterms.identifier"), *told]
        doi = next((text for text in dois if any(find_ids(text))), "")
        own = re.split("[?#]", self._address)[0]
        return find_ids(doi, self.meta("citation_arxiv_id"), own, *told)

    def _dates(self) -> Iterator[str]:
        """Yield the dates as the page writes them, the most trusted first."""
        for kind in ("publication_date", "date", "online_date", "cover_date", "year"):
            yield self.meta(f"citation_{kind}")
        yield first_of(self._work.get("datePublished"))
        for name in ("dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date"):
            yield self.meta(name)
        yield self.meta("article:published_time", "prism.publicationdate")

    def _pages(self) -> str:
        """Return the first and the last page, or the one."""
        return pages_between(
            self.meta("citation_firstpage", "prism.startingpage"),
            self.meta("citation_lastpage", "prism.endingpage"),
        )

    def _authors(self) -> list[Parts]:
        """Return the authors' names from the most trusted place that has any."""
        work = self._work
        for told, family_first in (
            (self.metas("citation_author", "citation_authors"), True),
            (names_in(work.get("author")) or names_in(work.get("creator")), False),
            (self.metas("dc.creator", "dcterms.creator"), True),
            *((self.metas(name), False) for name in _AUTHOR_TAGS),
        ):
            names = [name for name in told if not re.match("https?://|@", name)]
            if names:
                known = people_in(work.get("author") or work.get("creator"))
                found = names_of_tags(names, family_first=family_first)
                return [known.get(parts[0], parts) for parts in found]
        return []

    def _own_address(self) -> str:
        """Return the canonical address if it is on the same host, else the one it came from.

        A page that was saved, and came from none, may tell it otherwise.
        """
        own = clean_link(self._address.partition("#")[0])
        canonical = self._absolute(self._canonical)
        same = not own or _host(canonical) == _host(own)
        if canonical and same:
            return canonical
        return own or next(filter(None, (self._absolute(self.meta(one)) for one in _OWN)), "")

    def _absolute(self, link: str) -> str:
        """Return the absolute URL of a link; empty if it does not lead to the web."""
        try:
            return clean_link(urljoin(self._address, link.strip())) if link.strip() else ""
        except ValueError:  # for example by `http://[`
            return ""


_OWN = (
    "citation_public_url",
    "citation_abstract_html_url",
    "citation_fulltext_html_url",
    "og:url",
)
# What a work is, by the tag that tells in what it came out.
_TYPES = {
    "citation_conference_title": "paper",
    "citation_conference": "paper",
    "citation_dissertation_institution": "thesis",
    "citation_technical_report_institution": "report",
    "citation_inbook_title": "chapter",
    "citation_journal_title": "article",
}
_PUBLISHERS = (
    *("citation_publisher", "citation_dissertation_institution"),
    *("citation_technical_report_institution", "dc.publisher", "dcterms.publisher"),
)


def _host(address: str) -> str:
    """Return the host of an address, without the `www.` that some leave out."""
    return (urlsplit(address).hostname or "").removeprefix("www.")
