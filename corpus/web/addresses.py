"""A web address -> whether it may be fetched, and the network addresses that it leads to."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable

import httpx

from corpus.errors import ReadError

LONGEST = 4000
# After httpx has put Chinese names into ASCII.
HOST = re.compile(r"[A-Za-z0-9._-]{1,253}|[0-9A-Fa-f:.]{2,45}")
Resolver = Callable[[str, int], list[str]]
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
# DNS64 puts an IPv4 address into the last 32 bits.
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def check_url(address: str) -> httpx.URL:
    """The address taken apart; ReadError unless it is http or https to a host, without a user."""
    if len(address) > LONGEST:
        raise ReadError(f"the address is over {LONGEST} characters long; check it")
    try:
        url = httpx.URL(address.strip())
        host = url.raw_host.decode("ascii")
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise ReadError(f"not a web address ({error}); check it") from None
    if url.scheme not in ("http", "https"):
        raise ReadError("not fetched; use an address that begins with http:// or https://")
    if url.userinfo or "@" in url.netloc.decode("ascii", "replace"):
        raise ReadError("a user name in the address is not sent; take out what stands before @")
    if not HOST.fullmatch(host) or not 0 < (url.port or 80) < 65536:
        raise ReadError("the address names no host that can be; check it")
    return url.copy_with(fragment=None)


def public_addresses(host: str, port: int) -> list[str]:
    """Every network address of a host, all public; connect to these and not to the name, since a
    second look-up may answer otherwise.

    ReadError when the name is unknown, or when any address is not public: private, loopback
    (in whatever form it is written), link-local, reserved or multicast.
    """
    addresses = any_addresses(host, port)
    for address in addresses:
        if not is_public(address):
            raise ReadError(
                f"{host} leads to {address}, which is not a public address;"
                " allow it with --allow-private, or save the page as a file"
            )
    return addresses


def any_addresses(host: str, port: int) -> list[str]:
    """Every network address of a host, private ones too: for a site of one's own network."""
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    except (UnicodeError, OSError):
        raise ReadError(f"no host {host} is known; check the address") from None
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Whether a network address belongs to the public internet; IPv4 inside IPv6 is unpacked."""
    try:
        found: Address = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            found = found.ipv4_mapped
        elif found in NAT64:
            found = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        elif found.sixtofour or found.teredo or found.is_site_local:
            return False  # tunnels that end anywhere, and the private range of old
    special = found.is_multicast or found.is_reserved or found.is_unspecified or found.is_loopback
    return found.is_global and not special
