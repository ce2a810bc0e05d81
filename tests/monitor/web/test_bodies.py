"""Bodies stay within their limit however they are packed."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from collections.abc import Iterator

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.web.bodies import BodyTooLargeError, DamagedBodyError, read_body


def response(body: bytes, encoding: str = "", chunk: int = 65_536) -> httpx.Response:
    def parts() -> Iterator[bytes]:
        yield from (body[at : at + chunk] for at in range(0, len(body), chunk))

    return httpx.Response(200, headers={"content-encoding": encoding} if encoding else {}, content=parts())


@given(st.binary(max_size=5000), st.integers(1, 700))
def test_whatever_is_packed_comes_out_again(body: bytes, chunk: int) -> None:
    assert read_body(response(gzip.compress(body), "gzip", chunk), 5000) == body


@given(st.binary(max_size=500), st.binary(min_size=1, max_size=500))
def test_several_members_after_each_other_are_one_body(one: bytes, other: bytes) -> None:
    packed = gzip.compress(one) + gzip.compress(other)
    assert read_body(response(packed, "x-gzip", 7), 1000) == one + other


@given(st.binary(min_size=1, max_size=500))
def test_broken_compression_is_an_error_never_half_a_page(body: bytes) -> None:
    with pytest.raises(DamagedBodyError):
        read_body(response(gzip.compress(body)[:-9], "gzip"), 5000)


@given(st.binary(min_size=2, max_size=50))
def test_what_is_not_gzip_is_an_error(body: bytes) -> None:
    if body[0] != 0x1F and body[0] & 0x0F != 8:
        with pytest.raises(DamagedBodyError):
            read_body(response(body, "gzip"), 5000)


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "deflate"])
def test_a_packing_that_was_not_asked_for_is_an_error(encoding: str) -> None:
    with pytest.raises(DamagedBodyError, match="not asked for"):
        read_body(response(b"x", encoding), 100)


@pytest.mark.parametrize("encoding", ["", "identity", "gzip"])
def test_the_limit_itself_is_allowed(encoding: str) -> None:
    def pack(body: bytes) -> bytes:
        return gzip.compress(body) if encoding == "gzip" else body

    assert len(read_body(response(pack(b"x" * 1000), encoding), 1000)) == 1000
    with pytest.raises(BodyTooLargeError):
        read_body(response(pack(b"x" * 1001), encoding), 1000)
    assert len(read_body(response(pack(b"x" * 1001), encoding), 1000, cut=True)) == 1000


def test_members_that_hold_nothing_count_as_sent() -> None:
    with pytest.raises(BodyTooLargeError):
        read_body(response(gzip.compress(b"") * 1000, "gzip"), 10_000)


def test_an_empty_body_may_claim_to_be_packed() -> None:
    assert read_body(response(b"", "gzip"), 10) == b""


def test_a_bomb_takes_little_memory() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(packer.compress(bytes(1_000_000)) for _ in range(200)) + packer.flush()
    tracemalloc.start()
    with pytest.raises(BodyTooLargeError):
        read_body(response(bomb, "gzip"), 1_000_000)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 10_000_000
