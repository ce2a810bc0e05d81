"""Serves sample sites on loopback, one port each, since hosts are read with a pause between requests."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from email.utils import format_datetime
from hashlib import blake2b
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, unquote, urlsplit

from monitor.demo.sites.feed import FeedSite
from monitor.demo.sites.jsonfeed import JsonFeedSite
from monitor.demo.sites.mastodon import MastodonSite
from monitor.demo.sites.page import PageSite
from monitor.demo.sites.phpbb import PhpbbSite
from monitor.demo.sites.spec import Request, SiteAnswer, SiteFormat, SiteRenderer, SiteSpec
from monitor.demo.sites.telegram import TelegramSite

DISALLOWED = "/private/"
_ROBOTS = SiteAnswer(f"User-agent: *\nDisallow: {DISALLOWED}\n", "text/plain; charset=utf-8")
_NOT_FOUND = SiteAnswer("<!DOCTYPE html><title>Not found</title><p>Not found</p>", status=404)
_SITES: dict[SiteFormat, Callable[[SiteSpec, str], SiteRenderer]] = {
    "feed": FeedSite,
    "jsonfeed": JsonFeedSite,
    "page": PageSite,
    "phpbb": PhpbbSite,
    "telegram": TelegramSite,
    "mastodon": MastodonSite,
}


class SampleSites:
    """The sites, served while the block lasts. A context manager.

    `urls` has the address of each site by its id, to put in a source; `requests` the paths that were asked
    for, robots.txt left out, in order of arrival.
    """

    def __init__(self, specs: Iterable[SiteSpec]) -> None:
        self.specs = {spec.id: spec for spec in specs}
        self.urls: dict[str, str] = {}
        self.requests: dict[str, list[str]] = {id: [] for id in self.specs}
        self._running: list[tuple[_Server, threading.Thread]] = []

    def __enter__(self) -> Self:
        for id, spec in self.specs.items():
            server = _Server(spec, self.requests[id])
            thread = threading.Thread(
                target=server.serve_forever, kwargs={"poll_interval": 0.02}, name=f"site {id}", daemon=True
            )
            thread.start()
            self._running.append((server, thread))
            self.urls[id] = server.site.address
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for server, _ in self._running:
            server.shutdown()
            server.server_close()
        for _, thread in self._running:
            thread.join()
        self._running.clear()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, spec: SiteSpec, log: list[str]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.log = log
        self.site = _SITES[spec.format](spec, f"http://127.0.0.1:{self.server_address[1]}")

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is nothing to report."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # headers and body are two writes: the second would wait 40 ms
    server: _Server

    def do_GET(self) -> None:  # the name is http.server's
        parts = urlsplit(self.path)
        if parts.path == "/robots.txt":
            return self._send(_ROBOTS)
        self.server.log.append(self.path)
        request = Request(unquote(parts.path), dict(reversed(parse_qsl(parts.query))))
        found = self.server.site.answer(request)
        return self._send(found or _NOT_FOUND)

    def _send(self, answer: SiteAnswer) -> None:
        body = answer.body.encode()
        headers = {"Content-Type": answer.content_type, **answer.headers}
        if answer.validators:
            headers["ETag"] = f'"{blake2b(body, digest_size=8).hexdigest()}"'
        if answer.changed:
            headers["Last-Modified"] = format_datetime(answer.changed, usegmt=True)
        unchanged = answer.validators and self.headers.get("If-None-Match") == headers["ETag"]
        self.send_response(304 if unchanged else answer.status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0" if unchanged else str(len(body)))
        self.end_headers()
        if not unchanged:
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Silent: what was asked is in `SampleSites.requests`."""
