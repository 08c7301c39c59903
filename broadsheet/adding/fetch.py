"""Asks outside services about one paper: arXiv, the DOI registries, a paper's own page.

No answer is trusted: time and size (`reading`) and redirects are limited, addresses within a
private network are refused (`network`), and every failure is reported in one plain sentence.
Proxies are taken from the environment, as is usual.
"""

from __future__ import annotations

import re
import socket
import time
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

import httpx

from broadsheet.adding.answers import read_one
from broadsheet.adding.network import PublicTransport
from broadsheet.adding.reading import Deadline, charset_of, read_bytes
from broadsheet.adding.records import Cause, RecordError
from broadsheet.adding.webpages import SAVE_IT, read_webpage
from broadsheet.content.identifiers import LINK, bare_arxiv, bare_doi
from broadsheet.content.model import Discussion
from broadsheet.content.problems import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from broadsheet.adding.network import Resolve
    from broadsheet.adding.records import Record

TIMEOUT = httpx.Timeout(10, connect=5)  # seconds between two parts of an answer, and for connecting
PATIENCE = 30  # seconds for a whole answer, with the redirects that lead to it
REDIRECTS = 5
PAUSES = (1.0, 4.0)  # seconds before the second and the third try
ARXIV_PACE = 3.0  # seconds: https://info.arxiv.org/help/api/tou.html
_BUSY = frozenset([429, 500, 502, 503, 504])
_SECONDS = re.compile(r"[0-9]{1,6}")  # of Retry-After, which may also be a date
_LONGEST_HOST = 253  # characters: RFC 1035
_HEAD = 2000  # bytes within which a feed begins
_DETAIL = 100  # characters of what is said of a connection, which may quote the other side
# https://www.crosscite.org/docs.html
_CSL = "application/vnd.citationstyles.csl+json"
# Hugging Face's page of a paper is where people talk about it.
_TALK = re.compile(r"<?https?://(?:www\.)?(?:huggingface\.co|hf\.co)/+papers/", re.IGNORECASE)


class Services(NamedTuple):
    """The addresses of the services; `private` lets tests run their own on this machine."""

    arxiv: str = "https://export.arxiv.org/api/query"
    doi: str = "https://doi.org/"
    private: bool = False


class Answer(NamedTuple):
    """An answer: the address after redirects, the bytes, the charset of the HTTP header."""

    address: str
    data: bytes
    charset: str


class Fetcher:
    """Asks services, at the pace that they want, and again if they are busy."""

    def __init__(
        self,
        services: Services | None = None,
        sleep: Callable[[float], None] = time.sleep,
        resolve: Resolve = socket.getaddrinfo,
    ) -> None:
        """Set the addresses of the services, what waits for some seconds, what looks names up."""
        self._services = services or Services()
        self._sleep = sleep
        self._asked_arxiv = -ARXIV_PACE
        self._client = httpx.Client(
            timeout=TIMEOUT,
            headers={
                "User-Agent": "Broadsheet (adds a paper to a curated feed)",
                "Accept-Encoding": "gzip, deflate",
            },
            transport=PublicTransport(private=self._services.private, resolve=resolve),
        )

    def find(self, what: str) -> Record:
        """Return the record for an arXiv id, a DOI or the address of a paper's page.

        Raise UsageError if it is none of them, and RecordError if the service fails, does not
        know it, or answers with something else.
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
        if b"<feed" not in answer.data[:_HEAD]:
            fact = "arXiv answered with something else than a paper"
            raise RecordError(fact, "try again later", Cause.OUTAGE)
        record = read_one(answer.data, "arxiv.xml", f"arXiv knows no paper {arxiv}")
        if record.arxiv != arxiv:
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
        """Get an answer, in up to three tries if the service is busy or does not answer."""
        host = _host_of(address)
        trouble = _NoAnswerError("")
        for pause in (*PAUSES, None):
            try:
                return self._ask(address, accept, host, unknown)
            except _NoAnswerError as error:
                trouble = error
            if pause is not None:
                told = float(trouble.asked) if _SECONDS.fullmatch(trouble.asked) else 0
                self._sleep(min(max(pause, told, pace), PATIENCE))
        advice = "try again later, or save its answer in a browser and give it with --from FILE"
        fact = f"{host} {trouble}, three times"
        raise RecordError(fact, advice, Cause.OUTAGE)

    def _ask(self, address: str, accept: str, host: str, unknown: str) -> Answer:
        """Ask once; raise _NoAnswerError if it may help to ask again."""
        try:
            with (
                Deadline(host, PATIENCE) as deadline,
                closing(self._follow(address, accept, host, deadline)) as response,
            ):
                if response.status_code in _BUSY:
                    trouble = f"answered that it is busy ({response.status_code})"
                    raise _NoAnswerError(trouble, response.headers.get("Retry-After", ""))
                _check_status(response, host, unknown)
                data = read_bytes(response, host)
                return Answer(str(response.url), data, charset_of(response))
        except httpx.TimeoutException:
            trouble = "did not answer in time"
        except httpx.DecodingError:
            trouble = "sent an answer that is not packed as it says"
        except httpx.UnsupportedProtocol:
            message = f"{host} leads to an address that is no page's"
            raise RecordError(message) from None
        except httpx.RemoteProtocolError as error:
            trouble = f"sent no proper answer ({str(error)[:_DETAIL]})"
        except httpx.TransportError as error:
            trouble = f"could not be reached ({(str(error) or type(error).__name__)[:_DETAIL]})"
        raise _NoAnswerError(trouble)

    def _follow(self, address: str, accept: str, host: str, deadline: Deadline) -> httpx.Response:
        """Return the answer that redirects lead to; what redirects hold beside is not read."""
        told = {"Accept": accept}
        watched = {"trace": deadline.trace}
        try:
            request = self._client.build_request("GET", address, headers=told, extensions=watched)
            for _ in range(REDIRECTS + 1):
                response = self._client.send(request, stream=True, follow_redirects=False)
                if response.next_request is None:
                    return response
                response.close()
                request = response.next_request
        except (httpx.InvalidURL, ValueError):  # of httpx, IDNA and urllib: each has its own
            message = f"{host} cannot be reached at this address, or leads to one that is none"
            raise RecordError(message) from None
        message = f"{host} leads in circles (more than {REDIRECTS} redirects)"
        raise RecordError(message)


class _NoAnswerError(Exception):
    """A service has trouble that may pass; `asked` is the pause that it asks for, in its words."""

    def __init__(self, trouble: str, asked: str = "") -> None:
        self.asked = asked
        super().__init__(trouble)


def arxiv_in(what: str) -> tuple[str, Discussion | None]:
    """Return the arXiv id in an id, a DOI or an address, and the discussion that it leads to."""
    arxiv = bare_arxiv(what)
    talks = arxiv and _TALK.match(what.strip())
    return arxiv, Discussion(f"https://huggingface.co/papers/{arxiv}") if talks else None


def _host_of(address: str) -> str:
    """Return the host that an address names; raise RecordError if it cannot be one."""
    try:
        url = httpx.URL(address)
        url.raw_host.decode("ascii").encode("idna")  # no part of it is empty, or too long
        host = url.host if len(url.raw_host) <= _LONGEST_HOST else ""
    except (httpx.InvalidURL, ValueError):
        host = ""
    if not host:
        message = (
            f"{address[:200]!r} cannot be reached, since it names no host: write it as"
            " https://example.org/paper"
        )
        raise RecordError(message)
    return host


def _check_status(response: httpx.Response, host: str, unknown: str) -> None:
    """Raise RecordError if a service does not answer with what was asked for."""
    status = response.status_code
    if status in (404, 410):
        raise RecordError(unknown or f"there is nothing at this address of {host} ({status})")
    if status in (401, 403, 451):
        fact = f"{host} refused to answer a program ({status})"
        raise RecordError(fact, SAVE_IT, Cause.REFUSAL)
    if not response.is_success:
        fact = f"{host} answered with an error ({status})"
        cause = Cause.OUTAGE if response.is_server_error else Cause.ASKED
        raise RecordError(fact, cause=cause)
