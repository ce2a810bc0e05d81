"""Which addresses are public, and how URLs are shown."""

from __future__ import annotations

import ipaddress

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import AddressRefusedError
from monitor.web.addresses import host_of, is_public, parse_url, shown


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "10.0.0.1", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1", "192.0.2.1",
        "192.168.1.1", "198.18.0.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
        "::", "::1", "::127.0.0.1", "fe80::1", "fe80::1%1", "fec0::1", "fc00::1", "fd12:3456::1", "ff02::1",
        "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1",
        "2002:7f00:1::", "2002:a00:1::1",
    ],
)  # fmt: skip
def test_these_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "193.0.6.139", "2001:67c:2e8:22::c100:68b", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_these_are(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_as_public_in_any_ipv6_dress(address: ipaddress.IPv4Address) -> None:
    number = int(address)
    public = is_public(str(address))
    for prefix in (0xFFFF << 32, 0x64FF9B << 96):
        assert is_public(str(ipaddress.IPv6Address(prefix | number))) == public
    assert is_public(str(ipaddress.IPv6Address((0x2002 << 112) | (number << 80)))) == public


@given(st.ip_addresses(v=6))
def test_any_ipv6_address_has_an_answer(address: ipaddress.IPv6Address) -> None:
    assert not is_public(str(address)) or address.is_global or address.ipv4_mapped


@given(st.text(max_size=60))
def test_any_text_is_a_web_address_or_refused(text: str) -> None:
    try:
        url = parse_url(text)
    except AddressRefusedError as error:
        said = str(error)
    else:
        assert url.scheme in ("http", "https")
        assert host_of(url)
        said = shown(url)
    assert said.isprintable()


@given(st.text(max_size=60))
def test_any_redirect_is_a_web_address_or_refused(location: str) -> None:
    base = httpx.URL("https://example.org/a/b?c")
    try:
        url = parse_url(location, base=base)
    except AddressRefusedError:
        return
    assert url.scheme in ("http", "https")
    assert not url.userinfo
    assert not url.fragment


def test_ports_schemes_and_case_do_not_make_another_host() -> None:
    same = ["http://Example.ORG/", "https://example.org:8443/x", "https://example.org./"]
    assert {host_of(parse_url(url)) for url in same} == {"example.org"}


def test_a_shown_url_keeps_only_where_it_is() -> None:
    url = httpx.URL("https://me:secret@example.org:8443/a%1Bb?token=secret#secret")
    assert shown(url) == "https://example.org:8443/a%1Bb?…"
