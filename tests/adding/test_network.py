"""Only the public network is asked, at the address that was judged and by the host's own name."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from support import connections_of

from broadsheet.adding.network import PublicTransport, is_public
from broadsheet.adding.records import RecordError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.mark.parametrize(
    "address",
    [
        *("1.1.1.1", "93.184.216.34", "172.15.255.255", "172.32.0.1", "100.63.0.1", "192.0.1.1"),
        *("2606:4700::1111", "2a00:1450:4001:80b::200e", "2400:cb00:2048:1::c629:d7a2"),
        *("::ffff:1.1.1.1", "64:ff9b::101:101", "2002:101:101::1", "2606:4700::5efe:101:101"),
    ],
)
def test_addresses_of_the_public_network(address: str) -> None:
    """Also in the forms in which IPv6 has one of IPv4."""
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.255.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1"),
        *("0.0.0.1", "0.1.2.3", "100.64.0.1", "100.100.100.200", "169.254.169.254", "192.0.0.192"),
        *("198.18.0.1", "198.19.255.255", "203.0.113.9", "224.0.0.1", "240.0.0.1"),
        *("255.255.255.255", "168.63.129.16"),
        *("::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1"),
        *("64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::1"),
        *("2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1", "fe80::1", "fe80::1%eth0"),
        *("fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1", "100::1", "3fff::1", "4000::1"),
        *("2606:4700::5efe:7f00:1", "2606:4700::200:5efe:a00:1", "2002:101:101::5efe:7f00:1"),
        *("fd00::5efe:101:101", "fe80::5efe:101:101", "2001:db8::5efe:101:101", "::5efe:101:101"),
        *("::ffff:0:7f00:1", "64:ff9b::c0a8:101", "2002:a83f:8110::1", "5f00::1", "2001:2::1"),
        *("", "no address", "1.1.1", "1.1.1.1.1"),
    ],
)
def test_addresses_that_are_not_public(address: str) -> None:
    """Private, of one link, of a cloud's own services, ways to these, and what is no address.

    Nor is a way from a private network to a public address of IPv4.
    """
    assert not is_public(address)


class Played:
    """A server that notes the first bytes that it is sent, and answers once they are there."""

    def __init__(self, host: str = "127.0.0.1", certified: ssl.SSLContext | None = None) -> None:
        """Listen on this machine, with TLS if there is a certificate."""
        self.heard: list[bytes] = []
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.certified = certified
        self.socket = socket.create_server((host, 0), family=family)
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        for connection in connections_of(self.socket):
            with connection, suppress(OSError):  # whoever does not believe the certificate leaves
                self._answer(connection)

    def _answer(self, connection: socket.socket) -> None:
        if self.certified is None:
            self.heard.append(connection.recv(4096))
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")
        else:
            with self.certified.wrap_socket(connection, server_side=True) as secured:
                self.heard.append(secured.recv(4096))
                secured.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the proxies of whoever runs this out of the environment."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def played() -> Iterator[Played]:
    """Yield a server."""
    server = Played()
    yield server
    server.socket.close()


class Names:
    """Looks names up in a list of answers, one after the other."""

    def __init__(self, *answers: list[str]) -> None:
        """Take the answers."""
        self.asked: list[str] = []
        self._answers = list(answers)

    def __call__(self, host: str, port: int, **_: object) -> list[tuple[Any, ...]]:
        """Answer as `socket.getaddrinfo` does."""
        self.asked.append(host)
        found = self._answers.pop(0)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in found]


def has_ipv6() -> bool:
    """Return whether this machine can talk to itself by IPv6."""
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True


def get(address: str, names: Names, *, private: bool = False) -> httpx.Response:
    """Ask an address."""
    transport = PublicTransport(private=private, resolve=names)
    with httpx.Client(transport=transport, timeout=1) as client:
        return client.get(address)


def test_host_keeps_its_name(played: Played) -> None:
    """The answer's address, too: what links in a page are counted from."""
    names = Names(["127.0.0.1"])
    answer = get(f"http://papers.example:{played.port}/a?b=c", names, private=True)
    assert (answer.text, str(answer.url)) == ("hi", f"http://papers.example:{played.port}/a?b=c")
    assert played.heard[0].startswith(b"GET /a?b=c HTTP/1.1\r\n")
    assert f"\r\nHost: papers.example:{played.port}\r\n".encode() in played.heard[0]
    assert names.asked == ["papers.example"]


def test_tls_asks_for_the_name(played: Played) -> None:
    """By which the certificate is judged; here there is none, and so no answer."""
    with pytest.raises(httpx.ConnectError):
        get(f"https://papers.example:{played.port}/", Names(["127.0.0.1"]), private=True)
    assert b"papers.example" in played.heard[0]


@pytest.mark.skipif(not shutil.which("openssl"), reason="makes a certificate")
@pytest.mark.parametrize(
    ("host", "told"),
    [
        ("papers.example", "hi"),
        ("papers.example.", "hi"),
        *(("other.example", ""), ("127.0.0.1", ""), (".papers.example", "")),
    ],
)
def test_certificate_is_that_of_the_name(
    host: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither one for the address nor one for another name is asked for, or believed."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    words = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=papers.example"
    name = ("-addext", "subjectAltName=DNS:papers.example")
    files = ("-keyout", str(key), "-out", str(certificate))
    subprocess.run([*words.split(), *name, *files], check=True, capture_output=True)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    certified = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certified.load_cert_chain(certificate, key)
    server = Played(certified=certified)
    address, names = f"https://{host}:{server.port}/", Names(["127.0.0.1"])
    if told:
        assert get(address, names, private=True).text == told
    else:
        with pytest.raises(httpx.ConnectError):
            get(address, names, private=True)
        assert server.heard == []
    server.socket.close()


@pytest.mark.skipif(not has_ipv6(), reason="this machine has no IPv6")
@pytest.mark.parametrize("host", ["papers.example", "[::1]"])
def test_address_of_ipv6_is_connected_to(host: str) -> None:
    """By a name, or as it stands."""
    server = Played("::1")
    assert get(f"http://{host}:{server.port}/", Names(["::1"]), private=True).text == "hi"
    assert f"\r\nHost: {host}:{server.port}\r\n".encode() in server.heard[0]
    server.socket.close()


def test_name_that_answers_otherwise_a_second_time_is_asked_once(played: Played) -> None:
    """It is public at first, where nobody answers, and then this machine: nothing here is read."""
    names = Names(["1.1.1.1"], ["127.0.0.1"])
    with pytest.raises((httpx.ConnectError, httpx.ConnectTimeout)):
        get(f"http://papers.example:{played.port}/", names)
    assert names.asked == ["papers.example"]
    assert played.heard == []


def test_one_private_address_among_others_is_enough(played: Played) -> None:
    """Who controls a name may hope that the first cannot be reached."""
    with pytest.raises(
        RecordError, match=r"papers\.example is an address within a private network"
    ):
        get(f"http://papers.example:{played.port}/", Names(["1.1.1.1", "127.0.0.1"]))
    assert played.heard == []


def test_next_address_is_tried(played: Played) -> None:
    """Where the first refuses: a host has several, and a network may reach only some."""
    names = Names(["127.0.0.2", "127.0.0.1"])
    assert get(f"http://papers.example:{played.port}/", names, private=True).text == "hi"
    assert len(played.heard) == 1


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "127.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "localhost"),
        *("localhost.", "[::1]", "[::ffff:127.0.0.1]", "\uff11\uff12\uff17.0.0.1", "0"),
    ],
)
def test_this_machine_in_any_spelling_is_refused(host: str, played: Played) -> None:
    """As the system looks it up, or not at all."""
    transport = PublicTransport(private=False)
    refused = (RecordError, httpx.ConnectError, httpx.InvalidURL)
    with httpx.Client(transport=transport, timeout=5) as client, pytest.raises(refused):
        client.get(f"http://{host}:{played.port}/")
    assert played.heard == []


@pytest.mark.parametrize("port", ["0", "-1", "65536", "99999", "99999999999999999999"])
def test_port_that_is_none_is_not_another(port: str) -> None:
    """Systems count round, and no name is looked up."""
    names = Names()
    with pytest.raises(httpx.InvalidURL, match=rf"^there is no port {port}$"):
        get(f"http://papers.example:{port}/", names)
    assert names.asked == []


@pytest.mark.parametrize("scheme", ["ftp", "file", "ws", "gopher"])
def test_nothing_but_the_web_is_asked(scheme: str) -> None:
    """No name is looked up for it."""
    names = Names()
    transport = PublicTransport(private=False, resolve=names)
    with pytest.raises(httpx.UnsupportedProtocol):
        transport.handle_request(httpx.Request("GET", f"{scheme}://papers.example/"))
    assert names.asked == []


def test_name_that_nobody_knows_cannot_be_reached() -> None:
    """That is an error of connecting like others."""
    with pytest.raises(httpx.ConnectError, match="nobody knows the name"):
        get("http://papers.example/", Names([]))


# --------------------------------------------------------------------------- proxies


@pytest.fixture(params=["HTTP_PROXY", "all_proxy"])
def proxy(
    request: pytest.FixtureRequest, played: Played, monkeypatch: pytest.MonkeyPatch
) -> Played:
    """Return a server that the environment names as the proxy."""
    monkeypatch.setenv(request.param, f"http://127.0.0.1:{played.port}")
    return played


@pytest.mark.parametrize("known", [[], ["1.1.1.1"]])
def test_proxy_connects_to_names(known: list[str], proxy: Played) -> None:
    """To one that is not known here, too."""
    assert get("http://papers.example/a", Names(known)).text == "hi"
    assert proxy.heard[0].startswith(b"GET http://papers.example/a HTTP/1.1\r\n")


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("inner.example", "10.0.0.1"),
        ("169.254.169.254", "169.254.169.254"),
        ("[::1]", "::1"),
        ("2130706433", "127.0.0.1"),
    ],
)
def test_proxy_is_not_asked_for_a_private_address(host: str, address: str, proxy: Played) -> None:
    """Neither for one that is written out nor for one that a name has here."""
    with pytest.raises(RecordError, match="within a private network"):
        get(f"http://{host}/", Names([address]))
    assert proxy.heard == []


def test_host_without_a_proxy_is_connected_to_here(
    proxy: Played, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the environment says so; it is looked up and judged here."""
    monkeypatch.setenv("NO_PROXY", "papers.example")
    names = Names(["127.0.0.1"], ["127.0.0.1"])
    address = f"http://papers.example:{proxy.port}/a"
    assert get(address, names, private=True).text == "hi"
    assert proxy.heard[0].startswith(b"GET /a HTTP/1.1\r\n")
    with pytest.raises(RecordError, match="within a private network"):
        get(address, names)


def test_host_without_a_proxy_may_be_named_with_its_port(
    proxy: Played, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is the host at that port alone."""
    monkeypatch.setenv("NO_PROXY", f"papers.example:{proxy.port}")
    for address in (f"http://papers.example:{proxy.port}/a", "http://papers.example:1/b"):
        get(address, Names(["127.0.0.1"]), private=True)
    assert [heard.split(b" ")[1] for heard in proxy.heard] == [b"/a", b"http://papers.example:1/b"]


@pytest.mark.parametrize(
    "named", ["ftp://127.0.0.1:1", "socks9://127.0.0.1:1", "http://127.0.0.1:port", "http://[::1"]
)
def test_proxy_that_cannot_be_used_is_told(
    named: str, proxy: Played, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without its address, in which a password may stand."""
    monkeypatch.setenv("HTTP_PROXY", named)
    with pytest.raises(RecordError, match=r"^the proxy that the environment names cannot be used"):
        get("http://papers.example/", Names([]))
    assert proxy.heard == []
