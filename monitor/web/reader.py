"""One address → its usable answer: each hop checked, each refusal named."""

from __future__ import annotations

from collections.abc import Mapping

import httpx

from monitor.config import FetchSettings
from monitor.errors import (
    BlockedError,
    FetchError,
    LoginWallError,
    NotFoundError,
    RedirectLoopError,
    ServerFaultError,
    UnexpectedStatusError,
)
from monitor.web.addresses import Resolve, parse_url, shown
from monitor.web.login import is_login_address
from monitor.web.pace import Clock
from monitor.web.reply import Reply, Tally
from monitor.web.robots import Robots
from monitor.web.sending import Sender

_REFUSALS = frozenset({401, 403, 407, 451})
_GONE = frozenset({404, 410})


class Reader:
    """Shared by all threads."""

    def __init__(self, settings: FetchSettings, clock: Clock, resolve: Resolve) -> None:
        self._settings = settings
        self._sender = Sender(settings, clock, resolve)
        self._robots = Robots(self._sender, clock)

    def close(self) -> None:
        """Closes all connections."""
        self._sender.close()

    def read(self, address: str, headers: Mapping[str, str], tally: Tally) -> Reply:
        """The reply at the end of the redirects: 200, or 304 to a conditional request.

        Raises FetchError for anything else, SettingsError without a contact.
        """
        url, seen = parse_url(address), set[httpx.URL]()
        while url not in seen and len(seen) <= self._settings.max_redirects:
            seen.add(url)
            self._robots.check(url)
            reply = self._sender.get(url, tally, headers=headers, limit=self._settings.max_bytes)
            if reply.location is None:
                return _usable(
                    reply, url, conditional="if-none-match" in headers or "if-modified-since" in headers
                )
            url = _target(reply.location, url)
        raise RedirectLoopError(shown(parse_url(address)), f"{len(seen)} redirects, and no page")


def _target(location: str, url: httpx.URL) -> httpx.URL:
    target = parse_url(location, base=url)
    if is_login_address(target):
        raise LoginWallError(shown(url), "the site asks to log in")
    return target


def _usable(reply: Reply, url: httpx.URL, *, conditional: bool) -> Reply:
    if reply.status == 200 or (reply.status == 304 and conditional):
        return reply
    raise _refusal(reply.status)(shown(url), f"the site answered {reply.status}")


def _refusal(status: int) -> type[FetchError]:
    if status in _REFUSALS:
        return BlockedError
    if status in _GONE:
        return NotFoundError
    return ServerFaultError if status >= 500 else UnexpectedStatusError
