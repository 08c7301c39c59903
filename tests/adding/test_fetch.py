"""Asking services: a server on this machine plays them, and plays them badly."""

from __future__ import annotations

import gzip
import json
import threading
import time
import zlib
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from broadsheet.adding import fetch
from broadsheet.adding.fetch import Fetcher, Services, arxiv_in
from broadsheet.adding.records import Cause, RecordError
from broadsheet.content.model import Discussion
from broadsheet.content.problems import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ATOM = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">
<title>arXiv Query</title>
<entry>
<id>http://arxiv.org/abs/{id}v2</id>
<title>Scaling laws: a
  second look</title>
<published>2025-06-24T17:59:46Z</published>
<summary>We look again.</summary>
<author><name>Ada Lovelace</name></author>
<arxiv:primary_category term="cs.LG"/>
</entry>
</feed>"""
CSL = {
    "title": "A <i>journal</i> paper",
    "author": [{"given": "Grace", "family": "Hopper"}],
    "issued": {"date-parts": [[2024, 2, 3]]},
    "DOI": "10.1000/xyz",
    "container-title": "A Journal",
}
PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8">
<meta name="citation_title" content="Ein Aufsatz über Größe">
<meta name="citation_author" content="Müller, Jörg">
<meta name="citation_publication_date" content="2023/12/01">
</head><body></body></html>"""


@dataclass
class Played:
    """What the server answers, by path; and what it was asked, with the moments (s)."""

    address: str = ""
    answers: dict[str, Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=dict)
    asked: list[tuple[str, float, str]] = field(default_factory=list)


def answer(
    data: bytes | str, kind: str = "text/html", status: int = 200, **headers: str
) -> Callable[[BaseHTTPRequestHandler], None]:
    """Return an answer."""
    body = data.encode() if isinstance(data, str) else data

    def send(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return send


def in_turn(
    *answers: Callable[[BaseHTTPRequestHandler], None],
) -> Callable[[BaseHTTPRequestHandler], None]:
    """Return an answer that is another one each time."""
    left = list(answers)

    def send(handler: BaseHTTPRequestHandler) -> None:
        left.pop(0)(handler)

    return send


@pytest.fixture
def played() -> Iterator[Played]:
    """Yield a server that plays the services."""
    state = Played()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            state.asked.append((self.path, time.monotonic(), self.headers.get("Accept", "")))
            found = state.answers.get(parts.path)
            with suppress(BrokenPipeError, ConnectionResetError):
                (found or answer("nothing here", status=404))(self)

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    state.address = f"http://127.0.0.1:{server.server_address[1]}"
    yield state
    server.shutdown()
    server.server_close()


@pytest.fixture
def slept() -> list[float]:
    """Return where waiting is noted, in seconds, in the place of waiting."""
    return []


@pytest.fixture
def fetcher(played: Played, slept: list[float]) -> Fetcher:
    """Return what asks the played services."""
    services = Services(f"{played.address}/api/query", f"{played.address}/doi/", private=True)
    return Fetcher(services, slept.append)


def arxiv(handler: BaseHTTPRequestHandler) -> None:
    """Answer as arXiv does."""
    asked = parse_qs(urlsplit(handler.path).query)["id_list"][0]
    answer(ATOM.format(id=asked), "application/atom+xml")(handler)


@pytest.mark.parametrize(
    ("what", "found"),
    [
        ("2506.20544", "2506.20544"),
        ("2506.20544v2", "2506.20544"),
        ("arXiv:2506.20544", "2506.20544"),
        ("arxiv: 2506.20544v1", "2506.20544"),
        (" https://arxiv.org/abs/2506.20544v3 ", "2506.20544"),
        ("https://arxiv.org/pdf/2506.20544", "2506.20544"),
        ("https://arxiv.org/pdf/2506.20544v2.pdf", "2506.20544"),
        ("https://arxiv.org/html/2506.20544v1#S2", "2506.20544"),
        ("https://arxiv.org/abs/2506.20544?context=cs.CL", "2506.20544"),
        ("quant-ph/0201082", "quant-ph/0201082"),
        ("https://arxiv.org/abs/quant-ph/0201082v1", "quant-ph/0201082"),
        ("https://doi.org/10.48550/arXiv.2506.20544", "2506.20544"),
        ("https://www.alphaxiv.org/abs/2506.20544", "2506.20544"),
        ("10.1000/xyz", ""),
        ("https://example.org/2506.20544", ""),
    ],
)
def test_arxiv_id_in_any_form(what: str, found: str) -> None:
    """People have ids as addresses, with versions, with marks behind them."""
    assert arxiv_in(what) == (found, None)


def test_page_of_hugging_face_is_a_discussion() -> None:
    """Its address names the arXiv id, and is where the paper is talked about."""
    talk = Discussion("https://huggingface.co/papers/2506.20544")
    assert arxiv_in("https://huggingface.co/papers/2506.20544") == ("2506.20544", talk)


def test_arxiv_answers_with_a_paper(played: Played, fetcher: Fetcher) -> None:
    """The id asked for is the id in the answer; white space is folded."""
    played.answers["/api/query"] = arxiv
    record = fetcher.find("arXiv:2506.20544v2")
    assert (record.arxiv, record.title) == ("2506.20544", "Scaling laws: a second look")
    assert (record.published, record.category) == ("2025-06-24", "cs.LG")
    assert record.authors == ("Ada Lovelace",)


def test_old_id_may_name_its_subject(played: Played, fetcher: Fetcher) -> None:
    """The id in the answer is the right one: the id's right name, which has no subject class."""
    played.answers["/api/query"] = answer(ATOM.format(id="math/0309136"), "application/atom+xml")
    assert fetcher.find("math.GT/0309136").arxiv == "math/0309136"
    with pytest.raises(RecordError, match=r"arXiv answered with math/0309136, not with 2506.20544"):
        fetcher.find("2506.20544")


def test_arxiv_is_asked_once_in_three_seconds(
    played: Played, fetcher: Fetcher, slept: list[float]
) -> None:
    """The second question waits for what is left of the three seconds."""
    played.answers["/api/query"] = arxiv
    fetcher.find("2506.20544")
    fetcher.find("2506.20545")
    assert len(slept) == 1
    assert 2 < slept[0] <= 3


def test_unknown_arxiv_id_is_told(played: Played, fetcher: Fetcher) -> None:
    """An answer without an entry is a paper that is not there."""
    empty = '<feed xmlns="http://www.w3.org/2005/Atom"><title>arXiv</title></feed>'
    played.answers["/api/query"] = answer(empty, "application/atom+xml")
    with pytest.raises(RecordError, match=r"^arXiv knows no paper 2506.99999$"):
        fetcher.find("2506.99999")


def test_doi_is_asked_for_csl_json(played: Played, fetcher: Fetcher) -> None:
    """The registries answer in the form that is asked for, behind a redirect."""
    played.answers["/doi/10.1000/xyz"] = answer("", status=302, Location="/crossref/xyz")
    played.answers["/crossref/xyz"] = answer(json.dumps(CSL), "application/json")
    record = fetcher.find("https://doi.org/10.1000/xyz")
    assert (record.title, record.doi, record.published) == (
        *("A journal paper", "10.1000/xyz", "2024-02-03"),
    )
    assert played.asked[0][2] == "application/vnd.citationstyles.csl+json"


def test_doi_that_answers_with_a_page_is_told(played: Played, fetcher: Fetcher) -> None:
    """A registry without content negotiation leads to the publisher's page, with 200."""
    played.answers["/doi/10.1000/xyz"] = answer("<!DOCTYPE html><html>A page</html>")
    with pytest.raises(RecordError, match="answered with a page, not with CSL-JSON"):
        fetcher.find("10.1000/xyz")


def test_unknown_doi_is_told(fetcher: Fetcher) -> None:
    """Nothing at the registry's address is a DOI that nobody registered."""
    with pytest.raises(RecordError, match=r"^the registries know no DOI 10.1000/none$"):
        fetcher.find("10.1000/none")


def test_page_tells_its_paper(played: Played, fetcher: Fetcher) -> None:
    """A page's own tags are read, and its address is the paper's."""
    played.answers["/paper"] = answer(PAGE)
    record = fetcher.find(f"{played.address}/paper")
    assert (record.title, record.authors) == ("Ein Aufsatz über Größe", ("Jörg Müller",))
    assert (record.published, record.url) == ("2023-12-01", f"{played.address}/paper")


def test_wrong_charset_of_the_header_is_no_obstacle(played: Played, fetcher: Fetcher) -> None:
    """A server that names a charset which the bytes are not is not believed."""
    played.answers["/paper"] = answer(PAGE, "text/html; charset=utf-16")
    assert fetcher.find(f"{played.address}/paper").title == "Ein Aufsatz über Größe"
    latin = PAGE.replace("utf-8", "iso-8859-1").encode("iso-8859-1")
    played.answers["/paper"] = answer(latin, "text/html; charset=no-such-charset")
    assert fetcher.find(f"{played.address}/paper").title == "Ein Aufsatz über Größe"


def test_busy_service_is_asked_again(played: Played, fetcher: Fetcher, slept: list[float]) -> None:
    """Two retries with pauses that grow, and that the service may lengthen."""
    played.answers["/api/query"] = in_turn(
        answer("busy", status=503), answer("busy", status=429, Retry_After="9"), arxiv
    )
    assert fetcher.find("2506.20544").arxiv == "2506.20544"
    assert slept == [3.0, 9.0]


def test_service_that_stays_busy_is_told(
    played: Played, fetcher: Fetcher, slept: list[float]
) -> None:
    """After the third time, a sentence says what to do; nothing more is asked."""
    played.answers["/doi/10.1000/xyz"] = answer("busy", status=503)
    with pytest.raises(RecordError, match=r"is busy \(503\), three times: try again later"):
        fetcher.find("10.1000/xyz")
    assert len(played.asked) == 3
    assert slept == [1.0, 4.0]


def test_circle_of_redirects_is_told(played: Played, fetcher: Fetcher) -> None:
    """A page that leads to itself ends after five steps."""
    played.answers["/round"] = answer("", status=302, Location="/round")
    with pytest.raises(RecordError, match="leads in circles"):
        fetcher.find(f"{played.address}/round")
    assert len(played.asked) == 6


def test_large_answer_is_cut(played: Played, fetcher: Fetcher) -> None:
    """Ten megabytes are no paper's page, and are not read to the end."""
    played.answers["/large"] = answer(b"<html>" + b" " * 10_000_000)
    with pytest.raises(RecordError, match="more than 5 MB"):
        fetcher.find(f"{played.address}/large")


def test_error_page_with_200_is_told(played: Played, fetcher: Fetcher) -> None:
    """A page without a paper is no paper, whatever its status says."""
    played.answers["/wall"] = answer("<html><title>Just a moment...</title></html>")
    with pytest.raises(RecordError, match="refused"):
        fetcher.find(f"{played.address}/wall")
    played.answers["/api/query"] = answer("<html><body>Rate exceeded.</body></html>")
    with pytest.raises(RecordError, match="something else than a paper: try again later") as caught:
        fetcher.find("2506.20544")
    assert caught.value.cause is Cause.OUTAGE


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (404, r"nothing at this address of 127.0.0.1 \(404\)"),
        (403, r"refused to answer a program \(403\): save the page in a browser"),
        (418, r"answered with an error \(418\)"),
    ],
)
def test_refusal_is_told(status: int, told: str, played: Played, fetcher: Fetcher) -> None:
    """Each kind of refusal has a sentence that says what to do."""
    played.answers["/page"] = answer("no", status=status)
    with pytest.raises(RecordError, match=told):
        fetcher.find(f"{played.address}/page")


@pytest.mark.parametrize(
    ("status", "cause"),
    [
        (404, Cause.ASKED),
        (403, Cause.REFUSAL),
        (503, Cause.OUTAGE),
        (521, Cause.OUTAGE),
    ],
)
def test_error_says_whose_it_is_to_mend(
    status: int, cause: Cause, played: Played, fetcher: Fetcher
) -> None:
    """What is so, and what to do in a checkout, are apart: the web is told the first alone."""
    played.answers["/page"] = answer("no", status=status)
    with pytest.raises(RecordError) as caught:
        fetcher.find(f"{played.address}/page")
    assert caught.value.cause is cause
    assert "--from" not in caught.value.fact
    assert str(caught.value).startswith(caught.value.fact)


def test_silent_service_is_told(
    played: Played, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A service that says nothing is not waited for."""
    monkeypatch.setattr(fetch, "TIMEOUT", httpx.Timeout(0.2))
    services = Services(f"{played.address}/api/query", f"{played.address}/doi/", private=True)
    impatient = Fetcher(services, lambda _seconds: None)
    played.answers["/doi/10.1000/xyz"] = lambda _handler: time.sleep(1)
    with pytest.raises(RecordError, match="did not answer in time, three times"):
        impatient.find("10.1000/xyz")
    assert fetcher is not impatient


def test_slow_drip_is_told(
    played: Played, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A service that sends a byte now and then is not waited for, either."""
    monkeypatch.setattr(fetch, "PATIENCE", 0.3)

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(20):
            handler.wfile.write(b" ")
            time.sleep(0.1)

    played.answers["/drip"] = drip
    with pytest.raises(RecordError, match=r"took more than 0.3 seconds"):
        fetcher.find(f"{played.address}/drip")


def test_nobody_there_is_told() -> None:
    """A service that cannot be reached is named, with what to do."""
    services = Services("http://127.0.0.1:9/", "http://127.0.0.1:9/", private=True)
    with pytest.raises(RecordError, match=r"127.0.0.1 could not be reached \(.*--from FILE"):
        Fetcher(services, lambda _seconds: None).find("10.1000/xyz")


@pytest.mark.parametrize(
    "address",
    [
        *("http://a..b/", "http://.example/", "https://xn--a/x", "http://xn--/", "http://[::1/"),
        *("http://[1:2:3]/", "http://host:99999/x", "http://host:port/x", "http://%2e/"),
        *(f"http://{'a' * 64}.example/", f"http://{'a.' * 200}example/", "http://\u2024/"),
        *("http://exa mple/", "http://a_b\\c/", "http://user@/", "http:///path", "http://\u200b/"),
    ],
)
def test_host_that_is_none_is_told(address: str, fetcher: Fetcher, played: Played) -> None:
    """In a sentence, whoever notices it: the address, the alphabet of names, or the look-up."""
    with pytest.raises((RecordError, UsageError)) as caught:
        fetcher.find(address)
    assert 20 < len(str(caught.value)) < 400
    played.answers["/leads"] = answer("", status=302, Location=address.encode().decode("latin-1"))
    with pytest.raises(RecordError):
        fetcher.find(f"{played.address}/leads")


@pytest.mark.parametrize(
    "address",
    [
        *("https://a..b/paper", "https://xn--a/p", "https://.example/", "http://[v1.x]/"),
        *(f"http://{'a' * 64}.example/", f"http://{'a.' * 127}example/", "http://\u2024/"),
        "https://example.org/" + "a" * 70_000,
    ],
)
def test_host_that_is_none_is_not_asked_again(
    address: str, fetcher: Fetcher, slept: list[float]
) -> None:
    """It is for whoever wrote it to mend, and no service fails."""
    told = r"^'https?://.* cannot be reached, since it names no host: write it as https://example"
    with pytest.raises(RecordError, match=told) as caught:
        fetcher.find(address)
    assert caught.value.cause is Cause.ASKED
    assert len(str(caught.value)) < 400
    assert slept == []


@pytest.mark.parametrize(
    "place",
    [
        *("file:///etc/passwd", "ftp://example.org/x", "javascript:alert(1)", "data:,x", "//"),
        *(":http://[", ":http://]", ":x://[1/", "x:http://["),
    ],
)
def test_redirect_out_of_the_web_is_told(place: str, fetcher: Fetcher, played: Played) -> None:
    """It is not followed."""
    played.answers["/leads"] = answer("", status=302, Location=place)
    with pytest.raises(RecordError):
        fetcher.find(f"{played.address}/leads")


def test_name_of_a_private_address_is_refused(slept: list[float]) -> None:
    """As an address itself is, and without being asked again."""

    def resolve(_host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        return [(2, 1, 6, "", ("10.0.0.1", port))]

    with pytest.raises(RecordError, match=r"inner\.example is an address within a private network"):
        Fetcher(None, slept.append, resolve).find("http://inner.example/paper")
    assert slept == []


@pytest.mark.parametrize("kind", ["gzip", "deflate"])
def test_answer_that_is_not_packed_as_it_says_is_told(
    kind: str, fetcher: Fetcher, played: Played
) -> None:
    """A server that names a packing and sends plain text."""
    played.answers["/packed"] = answer(PAGE, Content_Encoding=kind)
    with pytest.raises(RecordError, match="sent an answer that is not packed as it says"):
        fetcher.find(f"{played.address}/packed")


@pytest.mark.parametrize(
    ("kind", "packed"),
    [
        ("gzip", gzip.compress(PAGE.encode())[:-8]),
        ("gzip", gzip.compress(PAGE.encode())[:-30]),
        ("gzip", gzip.compress(PAGE.encode())[:12]),
        ("deflate", zlib.compress(PAGE.encode())[:-20]),
        ("deflate", zlib.compress(PAGE.encode())[2:-30]),
    ],
    ids=["without its end", "in the page", "at its head", "deflate", "deflate without envelope"],
)
def test_packed_answer_that_was_cut_is_told(
    kind: str, packed: bytes, fetcher: Fetcher, played: Played
) -> None:
    """What came unpacks to half a page, whose paper would lack what the other half says."""
    played.answers["/packed"] = answer(packed, Content_Encoding=kind)
    with pytest.raises(RecordError, match="sent an answer that is not packed as it says"):
        fetcher.find(f"{played.address}/packed")


def test_answer_that_unpacks_to_far_more_is_cut(fetcher: Fetcher, played: Played) -> None:
    """The limit is that of what is read, not of what was sent."""
    packed = gzip.compress(b" " * 200_000_000)
    assert len(packed) < 1_000_000
    played.answers["/packed"] = answer(packed, Content_Encoding="gzip")
    with pytest.raises(RecordError, match="more than 5 MB"):
        fetcher.find(f"{played.address}/packed")


@pytest.mark.parametrize("length", ["99999", "-1", "x", "\xb2"])
def test_length_that_is_wrong_is_no_obstacle_to_a_sentence(
    length: str, fetcher: Fetcher, played: Played
) -> None:
    """The answer ends before, or the length is none."""

    def send(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", length)
        handler.end_headers()
        handler.wfile.write(b"<html>")
        handler.close_connection = True

    played.answers["/cut"] = send
    with pytest.raises(RecordError):
        fetcher.find(f"{played.address}/cut")


@pytest.mark.parametrize("told", ["\xb2", "-1", "1e9", "9" * 5000, "Fri, 31 Dec 1999 23:59:59 GMT"])
def test_strange_wish_to_wait_is_not_heard(
    told: str, fetcher: Fetcher, played: Played, slept: list[float]
) -> None:
    """The pauses are ours then."""
    played.answers["/doi/10.1000/xyz"] = answer("busy", status=503, Retry_After=told)
    with pytest.raises(RecordError, match="is busy"):
        fetcher.find("10.1000/xyz")
    assert slept == [1.0, 4.0]


@pytest.mark.parametrize(
    "charset", ["\xb2", "none", "idna", "zlib", "unicode_escape", "a" * 3000, '"']
)
def test_strange_charset_is_not_believed(charset: str, fetcher: Fetcher, played: Played) -> None:
    """The page says what it is in, or it is UTF-8."""
    played.answers["/paper"] = answer(PAGE, f"text/html; charset={charset}")
    assert fetcher.find(f"{played.address}/paper").title == "Ein Aufsatz über Größe"


@pytest.mark.parametrize(
    "parts",
    [
        f"charset*{'9' * 5000}=utf-8",
        "charset*0=utf-8; charset*=utf-8",
        "charset*0*=a''%zz; charset*1=x; charset*=utf-9''%ff",
    ],
    ids=["a long number", "with and without a number", "encoded"],
)
def test_charset_in_numbered_parts_is_not_believed(
    parts: str, fetcher: Fetcher, played: Played
) -> None:
    """Mail has those (RFC 2231), and Python's reader of mail fails at some; the web has none."""
    played.answers["/paper"] = answer(PAGE, f"text/html; {parts}")
    assert fetcher.find(f"{played.address}/paper").title == "Ein Aufsatz über Größe"


@pytest.mark.parametrize("told", ["charset=iso-8859-1", 'Charset="ISO-8859-1"; q=1'])
def test_charset_of_the_header_is_that_of_the_page(
    told: str, fetcher: Fetcher, played: Played
) -> None:
    """Where the page itself names none, with quotes or without."""
    page = PAGE.replace('<meta charset="utf-8">', "").encode("iso-8859-1")
    played.answers["/paper"] = answer(page, f"text/html; {told}")
    assert fetcher.find(f"{played.address}/paper").authors == ("Jörg Müller",)


@pytest.mark.parametrize("status", [100, 204, 304, 599, 999])
def test_strange_status_is_told(status: int, fetcher: Fetcher, played: Played) -> None:
    """Whatever a server says, no program ends because of it."""

    def send(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(f"HTTP/1.1 {status} X\r\nX: \xff\r\n\r\n".encode("latin-1"))
        handler.close_connection = True

    played.answers["/page"] = send
    with pytest.raises(RecordError):
        fetcher.find(f"{played.address}/page")


def test_private_addresses_are_refused(played: Played) -> None:
    """What an issue names may be an address within the network of whoever runs this."""
    with pytest.raises(RecordError, match=r"127.0.0.1 is an address within a private network"):
        Fetcher().find(f"{played.address}/paper")
    assert played.asked == []


@pytest.mark.parametrize("what", ["", "a title", "ftp://example.org/x", "http//example.org", "12"])
def test_what_is_nothing_is_told(what: str, fetcher: Fetcher) -> None:
    """What is no id and no address is answered with the forms, and nobody is asked."""
    with pytest.raises(UsageError, match=r"is no arXiv id, DOI or address: write it as 2506.20544"):
        fetcher.find(what)


def test_proxy_is_respected(
    played: Played, monkeypatch: pytest.MonkeyPatch, slept: list[float]
) -> None:
    """A proxy of the environment is asked in the service's place."""
    monkeypatch.setenv("HTTP_PROXY", played.address)
    monkeypatch.setenv("NO_PROXY", "")
    services = Services("http://arxiv.invalid/api/query", private=True)
    played.answers["/api/query"] = arxiv
    assert Fetcher(services, slept.append).find("2506.20544").arxiv == "2506.20544"
    assert played.asked[0][0].startswith("http://arxiv.invalid/api/query?")
