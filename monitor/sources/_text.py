"""HTML → plain text: what a reader sees, line by line. Nothing of the markup survives."""

from __future__ import annotations

import re
import unicodedata
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bs4 import Tag
    from bs4.element import PageElement

_BREAK = "\0"  # no parsed text can hold it, so it marks the line breaks that the markup asks for
_PARAGRAPH = "\0\0"
_UNSEEN = ("script", "style", "template", "noscript", "head", "title", "svg", "iframe", "object", "button")
_LINES = (
    "address", "article", "aside", "dd", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer",
    "form", "header", "hr", "li", "main", "nav", "ol", "section", "table", "tr", "ul",
)  # fmt: skip
_PARAGRAPHS = ("blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "p", "pre")
_AROUND = dict.fromkeys(_LINES, _BREAK) | dict.fromkeys(_PARAGRAPHS, _PARAGRAPH)
_EMOJI_CLASS = re.compile(r"emoji|smil", re.IGNORECASE)

_MARKUP = re.compile(r"<[A-Za-z/!?]")
_WHITESPACE = re.compile(r"\s+")
_WITHIN_LINE = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\n{3,}")
_NEW_LINE = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f\ud800-\udfff]")
# Zero-width and direction marks, soft hyphens: unseen, and they split words that should match.
_INVISIBLE = re.compile(r"[\u00ad\u034f\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
# A joiner makes one emoji of several; anywhere else it is as unseen as the rest.
_STRAY_JOINER = re.compile(r"(?<![\U0001f000-\U0001faff\u2600-\u27bf\ufe0f])\u200d")


def html_to_text(html: str) -> str:
    """The text of a piece of HTML, cleaned. Never raises; broken markup gives what can be made of it.

    Where there is no markup but entities, the lines stay as they are: feeds hold plain text too.
    """
    if not _MARKUP.search(html):
        return clean(unescape(html))
    from bs4 import BeautifulSoup
    from bs4.exceptions import ParserRejectedMarkup

    try:
        # The <div> keeps bare text («a.jpg») from being taken for a file name.
        return tag_to_text(BeautifulSoup(f"<div>{_CONTROL.sub('', html)}</div>", "lxml"))
    except ParserRejectedMarkup:
        return clean(re.sub(r"<[^>]*>?", " ", html))


def tag_to_text(tag: Tag) -> str:
    """The text of a parsed element, cleaned."""
    return clean(_WHITESPACE.sub(" ", "".join(_pieces(tag))).replace(_BREAK, "\n"))


def _pieces(tag: Tag) -> Iterator[str]:
    """What stands in the element, in reading order, with marks for line breaks.

    Goes through the tree once and leaves it as it is: changing a deep one takes time by the square of its depth,
    and a stranger's page may be as deep as it likes.
    """
    from bs4.element import CData, NavigableString, Tag

    waiting: list[PageElement | str] = [*reversed(tag.contents)]
    while waiting:
        one = waiting.pop()
        if not isinstance(one, Tag):
            if type(one) in (str, NavigableString, CData):  # comments and the like are strings too
                yield str(one)
        elif one.name == "br":
            yield _BREAK
        elif one.name == "img":
            yield (
                str(one.get("alt", ""))
                if _EMOJI_CLASS.search(" ".join(one.get_attribute_list("class")))
                else ""
            )
        elif one.name not in _UNSEEN:
            mark = _AROUND.get(one.name, "")
            yield mark
            waiting += [mark, *reversed(one.contents)]


def clean(text: str) -> str:
    """Plain text in NFC, without control and zero-width characters, with single spaces and at most one
    empty line in a row."""
    text = _INVISIBLE.sub("", _CONTROL.sub("", _NEW_LINE.sub("\n", text)))
    text = unicodedata.normalize("NFC", _STRAY_JOINER.sub("", text))
    lines = (line.strip() for line in _WITHIN_LINE.sub(" ", text).split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def one_line(text: str) -> str:
    """Cleaned text on one line, for names and dates."""
    return " ".join(clean(text).split())
