"""robots.txt by RFC 9309: asked once a day per site, obeyed for every page and every redirect."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

import httpx
from protego import Protego

from monitor.errors import (
    AddressRefusedError,
    FetchError,
    RateLimitedError,
    RobotsDisallowedError,
    RobotsUnreachableError,
    ServerFaultError,
)
from monitor.web.addresses import host_of, parse_url, shown
from monitor.web.pace import Clock
from monitor.web.reply import Reply, Tally
from monitor.web.sending import PRODUCT, Sender

_KEPT_SECONDS = 24 * 3600.0  # RFC 9309, 2.4
_FAULT_KEPT_SECONDS = 600.0  # so that the other sources of a broken site fail at once, not after retries
_MAX_BYTES = 500 * 1024  # 2.5: what lies beyond is not read
_MAX_REDIRECTS = 5  # 2.3.1.2
_LONGEST_DELAY = 60.0  # some files say hours, meant for robots that read everything


@dataclass(slots=True)
class _Site:
    lock: threading.Lock = field(default_factory=threading.Lock)
    until: float | None = None
    rules: Protego | None = None
    fault: str = ""


class Robots:
    """The robots.txt files of all sites, in memory. Shared by all threads."""

    def __init__(self, sender: Sender, clock: Clock) -> None:
        self._sender, self._clock = sender, clock
        self._sites: dict[str, _Site] = {}
        self._sites_lock = threading.Lock()

    def check(self, url: httpx.URL) -> None:
        """Returns when this page may be read, having slowed down to the site's Crawl-delay.

        Raises RobotsDisallowedError; RobotsUnreachableError when the file cannot be had (which means no,
        2.3.1.4); AddressRefusedError and RateLimitedError as any request does.
        """
        file = url.copy_with(raw_path=b"/robots.txt")
        with self._sites_lock:
            site = self._sites.setdefault(str(file), _Site())
        with site.lock:
            if site.until is None or self._clock.monotonic() >= site.until:
                self._load(site, file)
            if site.fault:
                raise RobotsUnreachableError(shown(file), f"robots.txt cannot be read: {site.fault}")
            if site.rules and not site.rules.can_fetch(str(url), PRODUCT):
                raise RobotsDisallowedError(shown(url), "robots.txt does not allow this page")

    def _load(self, site: _Site, file: httpx.URL) -> None:
        site.rules, site.fault, kept = None, "", _KEPT_SECONDS
        try:
            site.rules = self._read(file)
        except (AddressRefusedError, RateLimitedError):
            raise
        except FetchError as error:
            site.fault, kept = str(error).removesuffix(f" ({error.url})"), _FAULT_KEPT_SECONDS
        site.until = self._clock.monotonic() + kept
        delay = site.rules.crawl_delay(PRODUCT) if site.rules else None
        if delay:
            self._sender.pace.slow_down(host_of(file), min(delay, _LONGEST_DELAY))

    def _read(self, file: httpx.URL) -> Protego | None:
        """The rules; None when the site has none (4xx, or a chain of redirects without end)."""
        for _ in range(_MAX_REDIRECTS + 1):
            reply = self._sender.get(file, Tally(), headers={}, limit=_MAX_BYTES, cut=True)
            if reply.location is None:
                return _rules(reply)
            file = parse_url(reply.location, base=file)
        return None


def _rules(reply: Reply) -> Protego | None:
    if reply.status >= 500:
        raise ServerFaultError(reply.url, f"the site answered {reply.status}")
    if reply.status != 200:
        return None
    return Protego.parse(reply.body.decode("utf-8-sig", errors="replace"))
