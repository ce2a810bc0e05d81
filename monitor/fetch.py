"""The one polite HTTP client: robots.txt, rate limits, retries, conditional requests, size, time, addresses.

Its parts are in monitor/web/. They load with the first Fetcher, so that the command line starts quickly.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from monitor.errors import BudgetSpentError
from monitor.web.login import looks_like_login
from monitor.web.reply import Reply, Tally

if TYPE_CHECKING:
    from monitor.config import FetchSettings
    from monitor.web.addresses import Resolve
    from monitor.web.pace import Clock

__all__ = ["Answer", "Fetch", "Fetcher", "SourceFetch", "Validators", "looks_like_login"]


@dataclass(frozen=True, slots=True)
class Validators:
    """What a conditional request sends back (RFC 9110, 13): kept in a source's cursor as plain JSON."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A usable answer: 200 with a body, or `not_modified` with an empty one.

    `url` is the final one, after redirects. `headers` has lower-case names. `text` is the body in
    the encoding that fits it (monitor/web/charsets.py).
    """

    url: str
    status: int
    headers: dict[str, str]
    body: bytes
    text: str
    validators: Validators
    not_modified: bool = False


class Fetch(Protocol):
    """What a source type gets to read with: raises FetchError for whatever is not a usable answer."""

    def __call__(
        self, url: str, *, validators: Validators | None = None, accept: str | None = None
    ) -> Answer: ...


class Fetcher:
    """Reads public pages for all sources, from several threads; at most one request at a time per host.

    A context manager. `clock` and `resolve` (host and port → IP addresses) are for tests.
    """

    def __init__(
        self, settings: FetchSettings, *, clock: Clock | None = None, resolve: Resolve | None = None
    ) -> None:
        from monitor.web.addresses import look_up
        from monitor.web.pace import Clock
        from monitor.web.reader import Reader

        self._max_pages = settings.max_pages
        self._reader = Reader(settings, clock or Clock(), resolve or look_up)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes all connections."""
        self._reader.close()

    def for_source(self, source_id: str) -> SourceFetch:
        """The `Fetch` of one run of one source, with its own count and page limit."""
        return SourceFetch(self, source_id, self._max_pages)

    def get(
        self, url: str, tally: Tally, *, validators: Validators | None = None, accept: str | None = None
    ) -> Answer:
        """One usable answer, its requests and bytes added to `tally`.

        Raises FetchError (its subclasses say what happened) and SettingsError when no contact is set.
        """
        headers = {
            "if-none-match": validators and validators.etag,
            "if-modified-since": validators and validators.last_modified,
            "accept": accept,
        }
        reply = self._reader.read(url, {name: value for name, value in headers.items() if value}, tally)
        return _answer(reply, validators or Validators())


class SourceFetch:
    """The `Fetch` of one run: counts, and stops at the page limit.

    `requests` counts all that were sent for pages, redirects and further tries included, robots.txt not;
    `received_bytes` is what came over the wire as bodies. For one thread.
    """

    def __init__(self, fetcher: Fetcher, source_id: str, max_pages: int) -> None:
        self.source_id = source_id
        self._fetcher, self._max_pages = fetcher, max_pages
        self._tally = Tally()

    @property
    def requests(self) -> int:
        """Requests sent so far."""
        return self._tally.requests

    @property
    def received_bytes(self) -> int:
        """Bytes received so far."""
        return self._tally.received_bytes

    def __call__(
        self, url: str, *, validators: Validators | None = None, accept: str | None = None
    ) -> Answer:
        """One usable answer. Raises FetchError; BudgetSpentError, before any request, at the page limit."""
        if self.requests >= self._max_pages:
            raise BudgetSpentError(self.source_id, f"{self.requests} requests are what one run may send")
        return self._fetcher.get(url, self._tally, validators=validators, accept=accept)


def _answer(reply: Reply, sent: Validators) -> Answer:
    from monitor.web.charsets import decode

    given = Validators(reply.headers.get("etag"), reply.headers.get("last-modified"))
    not_modified = reply.status == 304
    if not_modified:  # RFC 9110, 15.4.5: a 304 may repeat them, or leave them out
        given = Validators(given.etag or sent.etag, given.last_modified or sent.last_modified)
    return Answer(
        url=reply.url,
        status=reply.status,
        headers=dict(reply.headers),
        body=reply.body,
        text=decode(reply.body, reply.headers.get("content-type", "")),
        validators=given,
        not_modified=not_modified,
    )
