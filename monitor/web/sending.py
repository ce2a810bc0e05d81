"""One request, sent politely: in its turn, within its time and size, tried again when that can help."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import cached_property
from http.cookiejar import CookieJar, DefaultCookiePolicy
from importlib.metadata import PackageNotFoundError, version

import httpcore
import httpx
import stamina

from monitor.config import FetchSettings
from monitor.errors import (
    AddressRefusedError,
    FetchError,
    FetchTimeoutError,
    RateLimitedError,
    ServerFaultError,
    SettingsError,
    TooLargeError,
    UnexpectedStatusError,
)
from monitor.web.addresses import Resolve, host_of, shown
from monitor.web.bodies import ACCEPT_ENCODING, BodyTooLargeError, DamagedBodyError, read_body, skip_body
from monitor.web.connections import CheckedBackend, NotPublicError, Transport, answer_within, timeouts
from monitor.web.failures import can_pass, explained
from monitor.web.pace import Clock, Pace, PauseTooLongError
from monitor.web.rate_limits import asked_pause
from monitor.web.reply import Reply, Tally

PRODUCT = "MythMonitor"
_NETWORK_FAILURES = (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError)
_FAULTS_THAT_PASS = frozenset({500, 502, 503, 504})

# httpx logs whole addresses at INFO, tokens in queries too.
logging.getLogger("httpx").addFilter(lambda record: record.levelno > logging.INFO)
# stamina warns of each retry; without this, Python would print that on the terminal of a program that
# configured no logging. The run's report says what failed.
logging.getLogger("stamina").addHandler(logging.NullHandler())


class _PassingError(Exception):
    """What failed may work on another try; otherwise `error` is what is reported."""

    def __init__(self, error: FetchError) -> None:
        super().__init__(str(error))
        self.error = error


def _whether_again(error: Exception) -> bool | float:
    if not isinstance(error, _PassingError):
        return False
    # The pace waits for as long as the host asked for; backing off on top would only add to that.
    return 0.0 if isinstance(error.error, RateLimitedError) else True


class Sender:
    """Shared by all threads."""

    def __init__(self, settings: FetchSettings, clock: Clock, resolve: Resolve) -> None:
        self._settings = settings
        self._clock = clock
        self.pace = Pace(settings.delay, settings.max_wait, clock)
        self._client = httpx.Client(
            transport=Transport(CheckedBackend(resolve, allow_private=settings.allow_private)),
            trust_env=False,
            timeout=timeouts(settings.timeout),
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),  # none is kept or sent
        )

    def close(self) -> None:
        """Closes all connections."""
        self._client.close()

    @cached_property
    def user_agent(self) -> str:
        """Who asks: product, version, and how to reach whoever runs this.

        Raises SettingsError when `contact` is missing (unless only own test sites are read) or unfit.
        """
        try:
            product = f"{PRODUCT}/{version('myth-monitor')}"
        except PackageNotFoundError:  # run from a folder of sources
            product = f"{PRODUCT}/0"
        contact = self._settings.contact.strip()
        if not contact and self._settings.allow_private:
            return product
        if not contact or not contact.isascii() or not contact.isprintable():
            raise SettingsError(
                "is empty" if not contact else f"has characters that no header may have: {contact!r}",
                field="fetch.contact",
                remedy="Write an e-mail address or web page: sites that are read must be able to reach you.",
            )
        return f"{product} (+{contact})"

    def get(
        self, url: httpx.URL, tally: Tally, *, headers: Mapping[str, str], limit: int, cut: bool = False
    ) -> Reply:
        """The reply to one GET, without following redirects, after further tries where those can help.

        `limit` is the largest body in bytes (`cut` shortens it instead of raising). Raises FetchError for
        no reply at all, a body that cannot be read, 429, 500, 502, 503, 504; other statuses are returned.
        """
        headers = {"user-agent": self.user_agent, "accept-encoding": ACCEPT_ENCODING, **headers}
        try:
            for attempt in stamina.retry_context(
                on=_whether_again,
                attempts=self._settings.retries + 1,
                timeout=None,
                wait_initial=1.0,
                wait_max=20.0,
                wait_jitter=1.0,
            ):
                with attempt:
                    return self._once(
                        self._client.build_request("GET", url, headers=headers), tally, limit, cut
                    )
        except _PassingError as passing:
            raise passing.error from passing.__cause__
        raise AssertionError("stamina returns or raises")

    def _once(self, request: httpx.Request, tally: Tally, limit: int, cut: bool) -> Reply:
        with self._turn(request.url), answer_within(self._settings.timeout):
            with self._answer(request, tally) as response:
                body = b""
                if response.status_code == 200:
                    body = read_body(response, limit, cut=cut)
                else:
                    with suppress(*_NETWORK_FAILURES):  # the status says it all
                        skip_body(response)
                reply = Reply(str(request.url), response.status_code, dict(response.headers), body)
            self._heed(request.url, reply)
        return reply

    @contextmanager
    def _turn(self, url: httpx.URL) -> Iterator[None]:
        try:
            with self.pace.turn(host_of(url)):
                yield
        except PauseTooLongError as error:
            raise RateLimitedError(shown(url), "the site asks for a pause", retry_at=error.until) from None

    @contextmanager
    def _answer(self, request: httpx.Request, tally: Tally) -> Iterator[httpx.Response]:
        """The response with its body still to be read; whatever fails meanwhile becomes a FetchError."""
        where, response = shown(request.url), None
        tally.requests += 1
        try:
            response = self._client.send(request, stream=True)
            yield response
        except NotPublicError as error:
            raise AddressRefusedError(
                where, f"the host is at {error.address}, not a public address"
            ) from None
        except BodyTooLargeError:
            raise TooLargeError(where, "the answer is larger than is read") from None
        except DamagedBodyError as error:
            raise FetchError(where, f"the answer cannot be read: {error}") from None
        except (httpx.HTTPError, httpx.InvalidURL):  # httpx works out redirects that it does not follow
            raise UnexpectedStatusError(where, "the site redirects to what is no address") from None
        except httpcore.TimeoutException as error:
            timeout = FetchTimeoutError(where, f"no whole answer within {self._settings.timeout:g} s")
            # A site that answers, but drips, would drip again.
            raise (timeout if response else _PassingError(timeout)) from error
        except _NETWORK_FAILURES as error:
            failed = explained(error, where)
            raise (_PassingError(failed) if can_pass(error) else failed) from error
        finally:
            if response is not None:
                response.close()
                tally.received_bytes += response.num_bytes_downloaded

    def _heed(self, url: httpx.URL, reply: Reply) -> None:
        now = self._clock.now()
        pause = asked_pause(reply.status, reply.headers, now)
        if pause is not None:
            self.pace.pause(host_of(url), pause)
        if reply.status == 429 or (reply.status == 503 and pause is not None):
            retry_at = now + timedelta(seconds=pause or 0)
            raise _PassingError(RateLimitedError(shown(url), "the site asks for a pause", retry_at=retry_at))
        if reply.status in _FAULTS_THAT_PASS:
            raise _PassingError(ServerFaultError(shown(url), f"the site answered {reply.status}"))
