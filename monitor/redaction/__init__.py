"""Removes what identifies a person from a text, and puts a plain token in its place.

    [phone] [e-mail] [number] (IBAN, card, national number) [account] (handle, profile link) [name] [link]

Links to web pages stay, without query and fragment, because they help to find sources. Prices, dates, house
numbers and official service numbers (112, 0800, 0900, 088, 14 …) stay as well.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from monitor.redaction import accounts, numbers
from monitor.redaction.given_names import redact_full_names
from monitor.redaction.links import LINK, shortened
from monitor.redaction.names import Names

__all__ = ["TOKEN", "Names", "redact"]

TOKEN = re.compile(r"\[(?:phone|e-mail|number|account|name|link)\]")
_KEPT = re.compile(f"(?P<token>{TOKEN.pattern})|{LINK.pattern}")
_PASSES = 5

_ZERO_WIDTH = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"
    "\u200b\u200c\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff"
)
_DIRECTIONS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_CONTROLS = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\n\t"]
_PLAIN = str.maketrans(
    {
        **dict.fromkeys(_ZERO_WIDTH + _DIRECTIONS, ""),
        **dict.fromkeys(_CONTROLS, " "),
        "\r": "\n",
        **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},  # full-width ASCII
    }
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_FOREIGN_DIGIT = re.compile(r"(?![0-9])\d")
_KEYCAP = re.compile("(?<=[0-9])\ufe0f?\u20e3|(?<=[0-9])\ufe0f")
# Joins emoji (kept) and, between letters or digits, hides them (removed).
_JOINER = re.compile("(?<=[\\w@.+-])[\u200d\ufe00-\ufe0f](?=[\\w@.+-])")
_LINK_LIKE = ("/", "www.", "WWW.", "Www.")


def redact(text: str, names: Iterable[str] | Names = ()) -> str:
    """The text without personal data, in NFC. Never raises on a str, and changes nothing the second time.

    `names` are the author names and handles to remove; build `Names` once to use them on many texts.
    """
    known = names if isinstance(names, Names) else Names(names)
    for _ in range(_PASSES):
        before, text = text, _once(_plain(text), known)
        if text == before:
            break
    return text


def _plain(text: str) -> str:
    """Undoes what hides characters from a search: full-width and foreign digits, zero-width signs."""
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").translate(_PLAIN)
    if text.isascii():
        return text
    text = _SURROGATE.sub("\ufffd", text)
    text = _JOINER.sub("", _KEYCAP.sub("", text))
    text = _FOREIGN_DIGIT.sub(lambda found: str(unicodedata.decimal(found[0])), text)
    return unicodedata.normalize("NFC", text)


def _once(text: str, names: Names) -> str:
    if "[" not in text and not any(mark in text for mark in _LINK_LIKE):
        return _words(text, names)
    parts, end = [], 0
    for found in _KEPT.finditer(text):
        parts.append(_words(text[end : found.start()], names))
        parts.append(found[0] if found["token"] else shortened(found[0], names))
        end = found.end()
    parts.append(_words(text[end:], names))
    return "".join(parts)


def _words(text: str, names: Names) -> str:
    return numbers.redact(redact_full_names(names.redact(accounts.redact(text))))
