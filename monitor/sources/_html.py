"""Parsed pages, and what a page without posts means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.errors import LoginWallError, MalformedSourceError
from monitor.fetch import Answer, looks_like_login

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag


def parse(answer: Answer) -> BeautifulSoup:
    """The page as a tree. Raises MalformedSourceError when no tree can be made of it."""
    from bs4 import BeautifulSoup
    from bs4.exceptions import ParserRejectedMarkup

    try:
        # NUL and its like end a page early in libxml2; no text needs them.
        return BeautifulSoup(answer.text.replace("\0", ""), "lxml")
    except ParserRejectedMarkup:
        raise MalformedSourceError(f"the page cannot be read as HTML ({answer.url})") from None


def refuse(answer: Answer, why: str) -> MalformedSourceError | LoginWallError:
    """The error for a page that does not hold what it should: a login wall, or `why`."""
    if looks_like_login(answer.text):
        return LoginWallError(answer.url, "the site shows a login form instead of posts")
    return MalformedSourceError(f"{why} ({answer.url})")


def attribute(tag: Tag | None, name: str) -> str | None:
    """An attribute's text without spaces around it; None when missing or empty."""
    value = tag.get(name) if tag else None
    text = " ".join(value) if isinstance(value, list) else value
    return str(text).strip() or None if text else None
