"""Connections to the public network alone: a name is looked up once, and each address judged.

An address that is asked may come from an issue's text, or from a redirect. Nobody shall have one
read that lies within the network of whoever runs this, where secrets may be; and a name may answer
otherwise when it is looked up a second time. So the address that was judged is the one that is
connected to, while the host's name stays in the request and in TLS.
"""

from __future__ import annotations

import ipaddress
import socket
from typing import TYPE_CHECKING, Any
from urllib.request import getproxies, proxy_bypass

import httpx

from broadsheet.adding.records import Cause, RecordError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Address = ipaddress.IPv4Address | ipaddress.IPv6Address
    Resolve = Callable[..., list[tuple[Any, ...]]]

# What is not public, of the registries of special addresses and beyond them. It is written out,
# since what the library holds to be global has changed between releases.
# https://www.iana.org/assignments/iana-ipv4-special-registry and .../iana-ipv6-special-registry
_NOT_PUBLIC = tuple(
    map(
        ipaddress.ip_network,
        (
            *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"),
            *("172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24"),
            *("192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24"),
            "224.0.0.0/3",
            "168.63.129.16/32",  # of Azure's own services, on each of its machines
            *("2001::/23", "2001:db8::/32", "3fff::/20"),
        ),
    )
)
# Ways of IPv6 to an address of IPv4: how many bits stand behind it.
_MAPPED = ipaddress.ip_network("::ffff:0:0/96")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_WAYS = ((_MAPPED, 0), (_NAT64, 0), (ipaddress.ip_network("2002::/16"), 80))  # the last is 6to4
# All of IPv6 that is public, but for what the first list takes out of it.
_GIVEN_OUT = (ipaddress.ip_network("2000::/3"), _MAPPED, _NAT64)
_PORTS = {"http": 80, "https": 443}
_ISATAP = (0x00005EFE, 0x02005EFE)  # what stands before the address of IPv4 at the end


def is_public(text: str) -> bool:
    """Return whether an IP address leads to the public network, and to no one machine's own."""
    try:
        address: Address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address) and not (
        any(address in network for network in _GIVEN_OUT)
        and all(is_public(str(inner)) for inner in _within(address))
    ):
        return False
    return not any(
        address in network for network in _NOT_PUBLIC if network.version == address.version
    )


def _within(address: ipaddress.IPv6Address) -> Iterator[ipaddress.IPv4Address]:
    """Yield the addresses of IPv4 that one of IPv6 is a way to."""
    for network, behind in _WAYS:
        if address in network:
            yield ipaddress.IPv4Address(int(address) >> behind & 0xFFFFFFFF)
    if int(address) >> 32 & 0xFFFFFFFF in _ISATAP:
        yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)


class PublicTransport(httpx.BaseTransport):
    """Connects to what `is_public`, or to anything if `private` is true, as for tests.

    Where the environment names a proxy, the proxy looks the name up and connects. A name that is
    known here, too, is judged all the same; one that is not is left to the proxy.
    """

    def __init__(self, *, private: bool, resolve: Resolve = socket.getaddrinfo) -> None:
        """Take the function that looks names up, of the form of `socket.getaddrinfo`."""
        self._private = private
        self._resolve = resolve
        # A connection serves one request: it was made for one host's name.
        self._limits = httpx.Limits(max_keepalive_connections=0)
        self._direct = httpx.HTTPTransport(limits=self._limits)
        self._proxied: dict[str, httpx.HTTPTransport] = {}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request to the first address of its host that answers."""
        host = request.url.raw_host.decode("ascii")
        proxy = getproxies().get(request.url.scheme) or getproxies().get("all", "")
        place = request.url.netloc.decode("ascii")  # NO_PROXY may name a host with its port
        if proxy and not (proxy_bypass(host) or proxy_bypass(place)):
            self._addresses(request, host, may_be_unknown=True)
            return self._through(proxy).handle_request(request)
        *others, last = self._addresses(request, host)
        for address in others:
            try:
                return self._direct.handle_request(_to(request, address, host))
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
        return self._direct.handle_request(_to(request, last, host))

    def _through(self, proxy: str) -> httpx.HTTPTransport:
        """Return the transport through a proxy."""
        if proxy not in self._proxied:
            address = proxy if "://" in proxy else f"http://{proxy}"
            try:
                self._proxied[proxy] = httpx.HTTPTransport(proxy=address, limits=self._limits)
            except (ImportError, ValueError, httpx.InvalidURL):  # ImportError: SOCKS needs more
                fact = "the proxy that the environment names cannot be used"
                raise RecordError(fact, "name it as http://host:port", Cause.OUTAGE) from None
        return self._proxied[proxy]

    def close(self) -> None:
        """Close what is open."""
        for transport in (self._direct, *self._proxied.values()):
            transport.close()

    def _addresses(
        self, request: httpx.Request, host: str, *, may_be_unknown: bool = False
    ) -> list[str]:
        """Return the addresses of a host, each once; raise RecordError if one is not public.

        Raise an error of httpx if nothing can be asked there.
        """
        port = _port_of(request)
        try:
            host.encode("idna")  # an empty or too long part is none, whatever looks it up
            answers = self._resolve(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            answers = []
        found = list(dict.fromkeys(str(answer[4][0]) for answer in answers))
        if not found and not may_be_unknown:
            message = "nobody knows the name"
            raise httpx.ConnectError(message, request=request)
        if not self._private and not all(map(is_public, found)):
            message = f"{host} is an address within a private network: it is refused"
            raise RecordError(message)
        return found


def _port_of(request: httpx.Request) -> int:
    """Return the port that a request goes to; systems take a larger number for another one."""
    if request.url.scheme not in _PORTS:
        message = f"there is no asking by {request.url.scheme}"
        raise httpx.UnsupportedProtocol(message, request=request)
    port = _PORTS[request.url.scheme] if request.url.port is None else request.url.port
    if not 0 < port < 1 << 16:
        message = f"there is no port {port}"
        raise httpx.InvalidURL(message)
    return port


def _to(request: httpx.Request, address: str, host: str) -> httpx.Request:
    """Return a request that goes to an address, and says the host's name there."""
    extensions = dict(request.extensions)
    if address != host:
        extensions["sni_hostname"] = host.rstrip(".")  # no certificate has the dot of the root
    return httpx.Request(
        request.method,
        request.url.copy_with(host=address.partition("%")[0]),
        headers=request.headers,
        stream=request.stream,
        extensions=extensions,
    )
