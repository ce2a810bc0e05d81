"""Which addresses are read: http(s) URLs whose host is on the public internet; and how they are shown."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Sequence

import httpx

from monitor.errors import AddressRefusedError

Resolve = Callable[[str, int], Sequence[str]]

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_LONGEST_SHOWN = 200
_WRITE_WHOLE = "Only whole http:// and https:// addresses are read. Correct it in the source file."


def parse_url(text: str, base: httpx.URL | None = None) -> httpx.URL:
    """The URL (relative to `base`) without user name, password and fragment, which are never sent.

    Raises AddressRefusedError when it is not a whole http or https address.
    """
    try:
        url = base.join(text) if base else httpx.URL(text)
    except (httpx.InvalidURL, UnicodeError):
        raise AddressRefusedError(_shown_text(text), "not a valid address", remedy=_WRITE_WHOLE) from None
    if url.scheme not in ("http", "https"):
        raise AddressRefusedError(_shown_text(text), "only http and https are read", remedy=_WRITE_WHOLE)
    if not url.host.strip(".") or url.host.startswith("."):
        raise AddressRefusedError(_shown_text(text), "the address has no host", remedy=_WRITE_WHOLE)
    return url.copy_with(userinfo=b"", fragment=None)


def host_of(url: httpx.URL) -> str:
    """The host whose server is spared: the same for every port and scheme."""
    return url.raw_host.decode("ascii").lower().rstrip(".")


def shown(url: httpx.URL) -> str:
    """The URL as messages and logs may show it: no credentials, no query (tokens live there).

    The path stays percent-encoded, so that no control character reaches a terminal.
    """
    path, _, query = url.raw_path.decode("ascii").partition("?")
    text = f"{url.scheme}://{url.netloc.decode('ascii')}{path}"
    return text[:_LONGEST_SHOWN] + ("?…" if query else "")


def _shown_text(text: str) -> str:
    text = re.sub(r"//[^/]*@", "//", re.split(r"[?#]", text, maxsplit=1)[0])
    return "".join(char if char.isprintable() else "�" for char in text[:_LONGEST_SHOWN])


def look_up(host: str, port: int) -> list[str]:
    """The IP addresses of a host, in the order to try them. Raises OSError when there are none.

    How long this may take is the system's setting (resolv.conf), not ours.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError:  # a label that is empty or too long
        raise socket.gaierror(socket.EAI_NONAME, "not a host name") from None
    return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))


def is_public(address: str) -> bool:
    """Whether an IP address is on the public internet (IANA's special-purpose registries).

    IPv6 addresses that carry an IPv4 address (mapped, 6to4, Teredo, NAT64) are as public as that one.
    """
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        carried = _carried(ip)
        if carried:
            return all(is_public(str(one)) for one in carried)
        if ip.is_site_local:  # deprecated, and still "global" to the ipaddress module
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def _carried(ip: ipaddress.IPv6Address) -> list[ipaddress.IPv4Address]:
    if ip in _NAT64:
        return [ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)]
    if ip.teredo:
        return list(ip.teredo)
    return [one for one in (ip.ipv4_mapped, ip.sixtofour) if one]
