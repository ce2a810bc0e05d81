"""Login walls: what is behind one is not public, and is left alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx

_SEGMENT = re.compile(
    r"/(?:(?:wp-|user-?)?log[-_]?[io]n|sign[-_]?in|sso|authenticate)(?:\.\w{2,5})?(?:/|$)", re.IGNORECASE
)
_QUERY = re.compile(r"(?:^|&)(?:mode|action|do|view)=(?:log|sign)[-_]?in(?:&|$)", re.IGNORECASE)
_HOST = re.compile(r"(?:login|signin|sso)\.|accounts\.google\.")
_LOGIN_PAGE_TEXT = 1500  # characters outside scripts; a page with posts has more, a login page less


def is_login_address(url: httpx.URL) -> bool:
    """Whether a redirect to this address is a demand to log in (/login, /accounts/login, ?mode=login …)."""
    path, _, query = url.raw_path.decode("ascii").partition("?")
    return bool(_SEGMENT.search(path) or _QUERY.search(query) or _HOST.match(url.host))


def looks_like_login(html: str) -> bool:
    """Whether an HTML page is a login form and little else.

    For source types that found no posts on a page. Careful on purpose: a forum page with a login box
    beside its posts, or a long page about passwords, is not one.
    """
    if "password" not in html.lower():
        return False
    from bs4 import BeautifulSoup
    from bs4.exceptions import ParserRejectedMarkup

    try:
        page = BeautifulSoup(html, "lxml")
    except ParserRejectedMarkup:
        return False
    if not page.find("input", type=re.compile("^password$", re.IGNORECASE)):
        return False
    return len(" ".join(page.get_text(" ").split())) < _LOGIN_PAGE_TEXT
