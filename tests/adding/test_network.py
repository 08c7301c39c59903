"""Only the public network is asked, at the address that was judged and by the host's own name."""

from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from broadsheet.adding.network import PublicTransport, is_public
from broadsheet.adding.records import RecordError

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.mark.parametrize(
    "address",
    [
        *("1.1.1.1", "93.184.216.34", "172.15.255.255", "172.32.0.1", "100.63.0.1", "192.0.1.1"),
        *("2606:4700::1111", "2a00:1450:4001:80b::200e", "2400:cb00:2048:1::c629:d7a2"),
        *("::ffff:1.1.1.1", "64:ff9b::101:101", "2002:101:101::1"),
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
        *("2606:4700::5efe:7f00:1", "2606:4700::200:5efe:a00:1"),
        *("", "no address", "1.1.1", "1.1.1.1.1"),
    ],
)
def test_addresses_that_are_not_public(address: str) -> None:
    """Private, of one link, of a cloud's own services, ways to these, and what is no address."""
    assert not is_public(address)


class Played:
    """A server that notes the first bytes that it is sent, and answers once they are there."""

    def __init__(self) -> None:
        """Listen on this machine."""
        self.heard: list[bytes] = []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            with connection:
                self.heard.append(connection.recv(4096))
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")


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


def test_name_that_nobody_knows_cannot_be_reached() -> None:
    """That is an error of connecting like others."""
    with pytest.raises(httpx.ConnectError, match="nobody knows the name"):
        get("http://papers.example/", Names([]))
