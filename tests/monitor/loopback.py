"""A real HTTP server on loopback for tests: `with serve({"/": "hello"}) as site: ...`."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Seen:
    """A request as it arrived. `path` has the query, `headers` lower-case names; times are monotonic."""

    path: str
    headers: dict[str, str]
    began: float
    ended: float = 0.0


@dataclass(frozen=True)
class Reply:
    """What to send. A body in parts is sent chunked, part by part (a generator may wait between them)."""

    body: str | bytes | Iterable[bytes] = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


# A sequence is answered in turn, its last one for good; None breaks the connection without an answer.
Route = str | bytes | Reply | None | Callable[[Seen], Reply] | Sequence[Reply | None]


@dataclass
class Site:
    """A running server: where it is, and what was asked of it, in order of arrival."""

    port: int
    log: list[Seen] = field(default_factory=list)

    @property
    def base_url(self) -> str:
        return self.at("127.0.0.1")

    def at(self, host: str) -> str:
        """Its address under another host name that leads to loopback."""
        return f"http://{host}:{self.port}"

    @property
    def paths(self) -> list[str]:
        """The paths asked for, without robots.txt."""
        return [seen.path for seen in self.log if seen.path != "/robots.txt"]


@contextmanager
def serve(routes: Mapping[str, Route]) -> Iterator[Site]:
    """Serves these paths (queries are ignored when finding one) until the block ends; others are 404."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.routes, server.site = dict(routes), Site(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server.site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    routes: dict[str, Route]
    site: Site

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up is what many of these tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:  # the name is http.server's
        headers = {name.lower(): value for name, value in self.headers.items()}
        seen = Seen(self.path, headers, time.monotonic())
        self.server.site.log.append(seen)
        try:
            reply = self._reply(seen)
            if reply is None:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
            else:
                self._send(reply)
        finally:
            seen.ended = time.monotonic()

    def _reply(self, seen: Seen) -> Reply | None:
        path = seen.path.partition("?")[0]
        route = self.server.routes.get(path, Reply("nothing here", 404))
        if callable(route):
            return route(seen)
        if isinstance(route, str | bytes):
            return Reply(route)
        if isinstance(route, Sequence):
            before = sum(one.path.partition("?")[0] == path for one in self.server.site.log) - 1
            return route[min(before, len(route) - 1)]
        return route

    def _send(self, reply: Reply) -> None:
        body = reply.body.encode() if isinstance(reply.body, str) else reply.body
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if isinstance(body, bytes):
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            return
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for part in body:
            self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, format: str, *args: object) -> None:
        """Silent: the log is `site.log`."""
