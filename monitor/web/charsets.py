"""Bytes → text: what the page says about itself is believed only as long as it fits."""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HEADER = re.compile(r"charset\s*=\s*[\"']?([^\s\"';,]+)", re.IGNORECASE)
_IN_PAGE = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)",
    re.IGNORECASE,
)
_DECLARED_WITHIN = 2048
_GUESSED_FROM = 100_000

# Python knows codecs that a page must not choose (punycode takes quadratic time, unicode_escape rewrites).
_ALLOWED = (
    {
        "utf-8",
        "utf-16-le",
        "utf-16-be",
        "cp866",
        "koi8-r",
        "koi8-u",
        "mac-roman",
        "mac-cyrillic",
        "mac-latin2",
    }
    | {"gbk", "gb18030", "big5", "euc_jp", "shift_jis", "euc_kr", "iso2022_jp"}
    | {f"cp{page}" for page in (874, *range(1250, 1259))}
    | {f"iso8859-{part}" for part in (*range(2, 11), *range(13, 17))}
)

# What browsers read under these names (WHATWG Encoding).
_READ_AS = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gbk",
    "utf-16": "utf-16-le",
}

# The guess keeps to what the languages of the monitor are written in.
_LIKELY = [
    "utf_8", "cp1250", "cp1251", "cp1252", "cp1254", "cp1257",
    "iso8859_2", "iso8859_4", "iso8859_5", "iso8859_13", "iso8859_15", "iso8859_16", "koi8_r", "cp866",
]  # fmt: skip


def decode(body: bytes, content_type: str = "") -> str:
    """The text of a body; never raises, and replaces characters only when no encoding fits.

    Asked in this order: byte order mark; UTF-8 where the bytes can be nothing else; Content-Type; <meta>
    or XML declaration; a guess (charset-normalizer). Text with Polish or Cyrillic letters that is valid
    UTF-8 is never another encoding by accident, while servers that call it ISO-8859-1 are common.
    """
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body.decode(encoding, errors="replace")
    declared = [name for name in (_of_header(content_type), _of_page(body)) if name]
    sure_utf8 = not body.isascii() and b"\0" not in body
    for encoding in (*(["utf-8"] if sure_utf8 else []), *declared, "utf-8"):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    return body.decode(_guessed(body) or next(iter(declared), "utf-8"), errors="replace")


def _of_header(content_type: str) -> str | None:
    found = _HEADER.search(content_type)
    return _known(found[1]) if found else None


def _of_page(body: bytes) -> str | None:
    found = _IN_PAGE.search(body[:_DECLARED_WITHIN])
    name = _known((found[1] or found[2]).decode("ascii", "replace")) if found else None
    # A declaration that could be read byte by byte is not in UTF-16.
    return "utf-8" if name and name.startswith("utf-16") else name


def _known(name: str) -> str | None:
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    found = _READ_AS.get(found, found)
    return found if found in _ALLOWED else None


def _guessed(body: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(body[:_GUESSED_FROM], cp_isolation=_LIKELY).best()
    return best.encoding if best else None
