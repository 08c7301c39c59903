"""Asking outside services about one paper: arXiv, the DOI registries, a paper's own page.

Nothing here trusts an answer: time, size and redirects are bounded, addresses within a private
network are refused, since an issue's text may have named them, and whatever goes wrong is one
plain sentence. Proxies are taken from the environment, as every program does.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import time
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, urlsplit

import httpx

from broadsheet.adding.answers import read_one
from broadsheet.adding.records import RecordError
from broadsheet.adding.webpages import read_webpage
from broadsheet.content.identifiers import LINK, arxiv_of_doi, bare_arxiv, bare_doi
from broadsheet.content.model import Discussion
from broadsheet.content.problems import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from broadsheet.adding.records import Record

TIMEOUT = httpx.Timeout(10, connect=5)  # seconds for a connection, and between two parts of it
PATIENCE = 30  # seconds for a whole answer
MOST = 5 * 1024 * 1024  # bytes
REDIRECTS = 5
PAUSES = (1.0, 4.0)  # seconds before the second and the third try
ARXIV_PACE = 3.0  # seconds: https://info.arxiv.org/help/api/tou.html
_BUSY = frozenset([429, 500, 502, 503, 504])
# https://www.crosscite.org/docs.html
_CSL = "application/vnd.citationstyles.csl+json"
_OLD_SUBJECT = re.compile(r"\.[A-Z]{2}/")  # math.GT/0309136 is math/0309136 by its right name
# Other sites that show arXiv's papers under its ids.
_MIRROR = re.compile(
    r"https?://(?:www\.)?(huggingface\.co/papers|alphaxiv\.org/abs|ar5iv\.(?:labs\.arxiv\.)?org/(?:abs|html))"
    r"/([^?#]+)"
)


class Services(NamedTuple):
    """Where the services answer; tests play them on this machine (`private` allows that)."""

    arxiv: str = "https://export.arxiv.org/api/query"
    doi: str = "https://doi.org/"
    private: bool = False


class Answer(NamedTuple):
    """What came: the address that answered in the end, the bytes, the charset that it named."""

    address: str
    data: bytes
    charset: str


class Fetcher:
    """Asks services, slowly where they want it, and again where they were busy."""

    def __init__(
        self, services: Services | None = None, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        """Take the services' addresses; `sleep` waits."""
        self._services = services or Services()
        self._sleep = sleep
        self._asked_arxiv = -ARXIV_PACE
        self._client = httpx.Client(
            timeout=TIMEOUT,
            follow_redirects=True,
            max_redirects=REDIRECTS,
            headers={"User-Agent": "Broadsheet (adds a paper to a curated feed)"},
            event_hooks={"request": [] if self._services.private else [_refuse_private]},
        )

    def find(self, what: str) -> Record:
        """Find what an arXiv id, a DOI or the address of a paper's page stands for.

        Raises UsageError where it is none of them, and RecordError where the service fails, does
        not know it, or answers with something else.
        """
        arxiv, discussion = arxiv_in(what)
        if arxiv:
            return self._from_arxiv(arxiv, discussion)
        doi = bare_doi(what)
        if doi:
            return self._from_doi(doi)
        if LINK.fullmatch(what.strip()):
            answer = self._get(what.strip(), "text/html,application/xhtml+xml")
            return read_webpage(answer.data, answer.address, answer.charset)
        message = (
            f"{what!r} is no arXiv id, DOI or address: write it as 2506.20544,"
            " 10.18653/v1/2023.emnlp-main.898 or https://..."
        )
        raise UsageError(message)

    def _from_arxiv(self, arxiv: str, discussion: Discussion | None) -> Record:
        wait = self._asked_arxiv + ARXIV_PACE - time.monotonic()
        if wait > 0:
            self._sleep(wait)
        self._asked_arxiv = time.monotonic()
        address = f"{self._services.arxiv}?id_list={quote(arxiv, safe='')}&max_results=1"
        answer = self._get(address, "application/atom+xml", pace=ARXIV_PACE)
        record = read_one(answer.data, "arxiv.xml", f"arXiv knows no paper {arxiv}")
        if record.arxiv != _OLD_SUBJECT.sub("/", arxiv):
            message = f"arXiv answered with {record.arxiv or 'something else'}, not with {arxiv}"
            raise RecordError(message)
        return replace(record, discussion=discussion) if discussion else record

    def _from_doi(self, doi: str) -> Record:
        address = self._services.doi + quote(doi, safe="/:;().-_")
        answer = self._get(address, _CSL, unknown=f"the registries know no DOI {doi}")
        if answer.data.lstrip()[:1] not in (b"{", b"["):
            message = (
                f"the registry of {doi} answered with a page, not with CSL-JSON: give the address"
                " of the paper's page instead"
            )
            raise RecordError(message)
        return read_one(answer.data, "doi.json", f"the registries know no DOI {doi}")

    def _get(self, address: str, accept: str, *, unknown: str = "", pace: float = 0) -> Answer:
        """Get an answer, up to three times where the service is busy or silent."""
        host = urlsplit(address).hostname
        trouble = ""
        for pause in (*PAUSES, None):
            try:
                with self._client.stream("GET", address, headers={"Accept": accept}) as response:
                    if response.status_code not in _BUSY:
                        _see_that_it_is_good(response, host, unknown)
                        return _read(response, host)
                    trouble = f"answered that it is busy ({response.status_code})"
                    asked = response.headers.get("Retry-After", "")
            except httpx.TooManyRedirects:
                message = f"{host} leads in circles (more than {REDIRECTS} redirects)"
                raise RecordError(message) from None
            except httpx.TimeoutException:
                trouble, asked = "did not answer in time", ""
            except (httpx.TransportError, httpx.InvalidURL) as error:
                trouble, asked = f"could not be reached ({str(error) or type(error).__name__})", ""
            if pause is not None:
                told = float(asked) if asked.isdigit() else 0
                self._sleep(min(max(pause, told, pace), PATIENCE))
        message = (
            f"{host} {trouble}, three times: try again later, or save its answer in a browser and"
            " give it with --from FILE"
        )
        raise RecordError(message)


def arxiv_in(what: str) -> tuple[str, Discussion | None]:
    """Take an arXiv id out of any form in which people have it, and a discussion with it."""
    text = what.strip()
    registered = arxiv_of_doi(bare_doi(text))
    if registered:
        return registered, None
    mirror = _MIRROR.fullmatch(text)
    if mirror:
        arxiv = bare_arxiv(mirror[2].strip("/"))
        talk = Discussion(f"https://huggingface.co/papers/{arxiv}")
        return arxiv, talk if arxiv and mirror[1].startswith("huggingface") else None
    return bare_arxiv(re.split("[?#]", text)[0]), None


def _see_that_it_is_good(response: httpx.Response, host: str | None, unknown: str) -> None:
    """Raise RecordError where a service does not answer with what was asked for."""
    status = response.status_code
    if status in (404, 410):
        raise RecordError(unknown or f"there is nothing at this address of {host} ({status})")
    if status in (401, 403, 451):
        message = (
            f"{host} refused to answer a program ({status}): save the page in a browser and give it"
            " with --from FILE"
        )
        raise RecordError(message)
    if not response.is_success:
        message = f"{host} answered with an error ({status})"
        raise RecordError(message)


def _read(response: httpx.Response, host: str | None) -> Answer:
    """Read an answer's bytes, not more than is sane and not longer."""
    started = time.monotonic()
    data = bytearray()
    for part in response.iter_bytes():
        data += part
        if len(data) > MOST:
            message = f"{host} answered with more than {MOST // 1024 // 1024} MB: that is no paper"
            raise RecordError(message)
        if time.monotonic() - started > PATIENCE:
            message = f"{host} took more than {PATIENCE} seconds to answer: try again later"
            raise RecordError(message)
    return Answer(str(response.url), bytes(data), response.charset_encoding or "")


def _refuse_private(request: httpx.Request) -> None:
    """Refuse an address within a private network: no paper is there, and secrets may be."""
    try:
        found = socket.getaddrinfo(request.url.host, None)
    except OSError:
        return  # behind a proxy, names need not be known here; without one, connecting will fail
    if any(not ipaddress.ip_address(str(one[4][0]).partition("%")[0]).is_global for one in found):
        message = f"{request.url.host} is an address within a private network: it is refused"
        raise RecordError(message)
