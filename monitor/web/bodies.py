"""Bodies: streamed, unpacked by hand, and never larger in memory than was allowed."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import httpx

ACCEPT_ENCODING = "gzip"
_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS
_SKIPPED = 65_536  # above that, a new connection costs less
_PLAIN = {"", "identity", "none"}
_PACKED = {"gzip", "x-gzip"}


class BodyTooLargeError(Exception):
    """More bytes than allowed, as sent or once unpacked."""


class DamagedBodyError(Exception):
    """The compressed body is broken, cut short, or packed in a way that was not asked for."""


def read_body(response: httpx.Response, limit: int, *, cut: bool = False) -> bytes:
    """The unpacked body of a streamed response, at most `limit` bytes.

    A longer one raises BodyTooLargeError, or is cut there. httpx would unpack a whole chunk, and several
    encodings over each other, before anyone could count; so this asks zlib for no more than has room.
    """
    declared = response.headers.get("content-length", "")
    if not cut and declared.isdecimal() and len(declared) < 20 and int(declared) > limit:
        raise BodyTooLargeError
    body = bytearray()
    for part in _unpacked(response, limit + 1):
        body += part
        if len(body) > limit or response.num_bytes_downloaded > limit:
            if cut:
                break
            raise BodyTooLargeError
    return bytes(body[:limit])


def skip_body(response: httpx.Response) -> None:
    """Reads a short body that nobody needs, so that the connection can serve the next request."""
    for _ in response.iter_raw():
        if response.num_bytes_downloaded > _SKIPPED:
            return


def _unpacked(response: httpx.Response, room: int) -> Iterator[bytes]:
    """Parts of the body, each at most `room` bytes or as long as it came over the wire."""
    encoding = response.headers.get("content-encoding", "").strip().lower()
    if encoding in _PLAIN:
        yield from response.iter_raw()
    elif encoding in _PACKED:
        yield from _inflated(response.iter_raw(), room)
    else:
        raise DamagedBodyError(f"it is packed as “{encoding[:40]}”, which was not asked for")


def _inflated(chunks: Iterator[bytes], room: int) -> Iterator[bytes]:
    member = zlib.decompressobj(_GZIP_OR_ZLIB)
    fed = False
    for chunk in chunks:
        data = chunk
        while data:
            if member.eof:  # RFC 1952 allows several members after each other
                member = zlib.decompressobj(_GZIP_OR_ZLIB)
            try:
                yield member.decompress(data, room)
            except zlib.error:
                raise DamagedBodyError("its compression is broken") from None
            fed = True
            data = member.unconsumed_tail or member.unused_data
    if fed and not member.eof:
        raise DamagedBodyError("it ends too early")
