"""Which encoding a text file is in, asked of the whole file without holding it."""

from __future__ import annotations

import codecs
from pathlib import Path

from monitor.errors import InputError

_CHUNK = 1 << 20
_SAMPLE = 200_000
_LIKELY = [
    "cp1250", "cp1251", "cp1252", "cp1254", "cp1257", "iso8859_2", "iso8859_5", "iso8859_13", "koi8_r",
]  # fmt: skip


def encoding_of(path: Path) -> str:
    """The file's encoding: by its byte order mark, as UTF-8 where it can be, else the likeliest one.

    A file with a few broken bytes among much valid UTF-8 is UTF-8: those lines are at fault, not the file.
    Raises InputError when no encoding fits.
    """
    with path.open("rb") as file:
        start = file.read(_SAMPLE)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    zeros = start[:1000].count(0)
    if zeros > len(start[:1000]) // 4:  # UTF-16 without a mark: every other byte of Latin text is zero
        return "utf-16-le" if start[1::2].count(0) >= start[::2].count(0) else "utf-16-be"
    fault = _first_fault(path)
    if fault is None:
        return "utf-8"
    sample = _around(path, fault)
    if _mostly_utf8(sample):
        return "utf-8"
    return _guessed(path, sample)


def _first_fault(path: Path) -> int | None:
    """Where the file stops being UTF-8; None when it does not."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        at = 0
        while chunk := file.read(_CHUNK):
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                return max(0, at + error.start)
            at += len(chunk)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return max(0, at - 1)
    return None


def _around(path: Path, fault: int) -> bytes:
    with path.open("rb") as file:
        file.seek(max(0, fault - _SAMPLE // 2))
        return file.read(_SAMPLE)


def _mostly_utf8(sample: bytes) -> bool:
    text = sample.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    valid = sum(not character.isascii() for character in text) - broken
    return valid > 10 * broken


def _guessed(path: Path, sample: bytes) -> str:
    from charset_normalizer import from_bytes

    # Lines in plain ASCII say nothing, and there may be many of them.
    telling = b"\n".join(line for line in sample.splitlines() if not line.isascii())
    best = from_bytes(telling or sample, cp_isolation=_LIKELY).best()
    if best is None:
        raise InputError("the encoding cannot be recognised; save the file as UTF-8", file=path)
    return best.encoding
