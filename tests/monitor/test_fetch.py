"""The polite client against real servers on loopback: what it asks, how it waits, what it refuses."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
import stamina

from monitor.config import FetchSettings
from monitor.errors import (
    AddressRefusedError,
    BlockedError,
    BudgetSpentError,
    FetchError,
    FetchTimeoutError,
    LoginWallError,
    NotFoundError,
    RateLimitedError,
    RedirectLoopError,
    RobotsDisallowedError,
    RobotsUnreachableError,
    ServerFaultError,
    SettingsError,
    TooLargeError,
    UnexpectedStatusError,
    UnreachableError,
)
from monitor.fetch import Fetcher, Validators
from monitor.web.pace import Clock
from tests.monitor.loopback import Reply, Route, Seen, Site, serve


class FastClock(Clock):
    """A clock whose waits take no time, and are remembered."""

    def __init__(self) -> None:
        self.waits: list[float] = []

    def monotonic(self) -> float:
        return super().monotonic() + sum(self.waits)

    def now(self) -> datetime:
        return super().now() + timedelta(seconds=sum(self.waits))

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)


@pytest.fixture(autouse=True)
def no_backoff() -> Iterator[None]:
    with stamina.set_testing(True, attempts=10, cap=True):
        yield


@pytest.fixture
def clock() -> FastClock:
    return FastClock()


@pytest.fixture
def fetcher(clock: FastClock) -> Iterator[Callable[..., Fetcher]]:
    """Makes fetchers for loopback, closed after the test. Every name leads to 127.0.0.1."""
    made: list[Fetcher] = []

    def make(**settings: Any) -> Fetcher:
        chosen = FetchSettings(**{"allow_private": True, "delay": 0, "timeout": 5, **settings})
        made.append(Fetcher(chosen, clock=clock, resolve=lambda host, port: ["127.0.0.1"]))
        return made[-1]

    yield make
    for one in made:
        one.close()


def error_of(fetcher: Fetcher, url: str) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetcher.for_source("one")(url)
    return caught.value


# Who asks, and how much


def test_an_answer_has_what_a_source_type_needs(fetcher: Callable[..., Fetcher]) -> None:
    page = Reply("<p>Żółw", headers={"Content-Type": "text/html", "ETag": '"1"', "Last-Modified": "then"})
    with serve({"/": page}) as site:
        fetch = fetcher().for_source("one")
        answer = fetch(site.base_url + "/?page=2", accept="text/html")
    assert (answer.status, answer.text, answer.body) == (200, "<p>Żółw", "<p>Żółw".encode())
    assert answer.url == site.base_url + "/?page=2"
    assert answer.headers["content-type"] == "text/html"
    assert answer.validators == Validators('"1"', "then")
    assert not answer.not_modified
    assert site.log[-1].headers["accept"] == "text/html"
    assert (fetch.requests, fetch.received_bytes) == (1, len(answer.body))


def test_the_user_agent_is_truthful_and_names_a_contact(fetcher: Callable[..., Fetcher]) -> None:
    with serve({"/": "x"}) as site:
        fetcher(contact="https://example.org/robot").for_source("one")(site.base_url)
    agents = {seen.headers["user-agent"] for seen in site.log}
    [agent] = agents
    assert agent.startswith("MythMonitor/")
    assert agent.endswith(" (+https://example.org/robot)")


@pytest.mark.parametrize("contact", ["", "  ", "żółw", "a\r\nx: y"])
def test_without_a_usable_contact_nothing_is_asked(fetcher: Callable[..., Fetcher], contact: str) -> None:
    with serve({"/": "x"}) as site, pytest.raises(SettingsError, match=r"fetch\.contact"):
        fetcher(contact=contact, allow_private=False).for_source("one")(site.base_url)
    assert site.log == []


def test_the_page_limit_counts_pages_of_one_run(fetcher: Callable[..., Fetcher]) -> None:
    with serve({"/": "x", "/robots.txt": ""}) as site:
        shared = fetcher(max_pages=2)
        fetch = shared.for_source("one")
        fetch(site.base_url)
        fetch(site.base_url)
        with pytest.raises(BudgetSpentError):
            fetch(site.base_url)
        assert shared.for_source("two")(site.base_url).text == "x"
    assert len(site.paths) == 3


def test_cookies_are_neither_kept_nor_sent(fetcher: Callable[..., Fetcher]) -> None:
    with serve({"/": Reply("x", headers={"Set-Cookie": "who=me; Path=/"})}) as site:
        fetch = fetcher().for_source("one")
        fetch(site.base_url)
        fetch(site.base_url)
    assert all("cookie" not in seen.headers for seen in site.log)


def test_credentials_and_fragment_of_an_address_are_not_sent(fetcher: Callable[..., Fetcher]) -> None:
    with serve({"/": "x"}) as site:
        answer = fetcher().for_source("one")(f"http://me:secret@127.0.0.1:{site.port}/#top")
    assert answer.url == site.base_url + "/"
    assert all("authorization" not in seen.headers for seen in site.log)


# Conditional requests


def test_what_has_not_changed_is_not_sent_again(fetcher: Callable[..., Fetcher]) -> None:
    def page(seen: Seen) -> Reply:
        fresh = seen.headers.get("if-none-match") == '"1"' and seen.headers.get("if-modified-since") == "then"
        return Reply("", 304) if fresh else Reply("x", headers={"ETag": '"1"', "Last-Modified": "then"})

    with serve({"/": page}) as site:
        fetch = fetcher().for_source("one")
        first = fetch(site.base_url)
        second = fetch(site.base_url, validators=first.validators)
    assert (second.not_modified, second.status, second.text) == (True, 304, "")
    assert second.validators == first.validators


def test_a_304_that_nobody_asked_for_is_no_answer(fetcher: Callable[..., Fetcher]) -> None:
    with serve({"/": Reply("", 304)}) as site:
        assert isinstance(error_of(fetcher(), site.base_url), UnexpectedStatusError)


# Refusals and faults


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (401, BlockedError),
        (403, BlockedError),
        (407, BlockedError),
        (451, BlockedError),
        (404, NotFoundError),
        (410, NotFoundError),
        (400, UnexpectedStatusError),
        (204, UnexpectedStatusError),
        (300, UnexpectedStatusError),
        (501, ServerFaultError),
    ],
)
def test_a_refusal_has_its_name_and_is_asked_once(
    fetcher: Callable[..., Fetcher], status: int, error: type[FetchError]
) -> None:
    with serve({"/": Reply("no", status)}) as site:
        assert type(error_of(fetcher(), site.base_url)) is error
    assert len(site.paths) == 1


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_fault_that_passes_is_tried_again(fetcher: Callable[..., Fetcher], status: int) -> None:
    with serve({"/": [Reply("", status), Reply("", status), Reply("back")]}) as site:
        fetch = fetcher().for_source("one")
        assert fetch(site.base_url).text == "back"
        assert fetch.requests == 3


def test_a_fault_that_stays_is_named_after_all_tries(fetcher: Callable[..., Fetcher]) -> None:
    with serve({"/": Reply("", 500)}) as site:
        assert isinstance(error_of(fetcher(retries=2), site.base_url), ServerFaultError)
    assert len(site.paths) == 3


def test_a_connection_that_breaks_is_tried_again(fetcher: Callable[..., Fetcher]) -> None:
    with serve({"/": [None, Reply("back")]}) as site:
        assert fetcher().for_source("one")(site.base_url).text == "back"


def test_an_answer_cut_short_is_no_answer(fetcher: Callable[..., Fetcher]) -> None:
    def half(connection: socket.socket) -> None:
        asked = connection.recv(4096)
        body = b"half a page" if b"GET / " in asked else b"x" * 9000
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n" + body)

    with raw_server(half) as port:
        error = error_of(fetcher(retries=1), f"http://127.0.0.1:{port}/")
    assert isinstance(error, UnreachableError)
    assert "broke off" in str(error)


def test_a_host_that_refuses_connections_is_named(fetcher: Callable[..., Fetcher]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        error = error_of(fetcher(), f"http://127.0.0.1:{taken.getsockname()[1]}/")
    assert isinstance(error, RobotsUnreachableError)
    assert "refuses connections" in str(error)


def test_a_certificate_is_always_checked(fetcher: Callable[..., Fetcher]) -> None:
    with serve({"/": "plain, not TLS"}) as site:
        error = error_of(fetcher(), site.base_url.replace("http:", "https:"))
    assert "no secure connection" in str(error)


def test_errors_show_no_query_and_no_credentials(fetcher: Callable[..., Fetcher]) -> None:
    routes: dict[str, Route] = {
        "/gone": Reply("", 404),
        "/limit": Reply("", 429),
        "/fault": Reply("", 500),
        "/big": "x" * 200,
        "/loop": Reply("", 302, {"Location": "/loop?token=secret"}),
        "/inside": Reply("", 302, {"Location": "ftp://me:secret@example.org/?token=secret"}),
    }
    with serve(routes) as site:
        shared = fetcher(retries=0, max_bytes=100)
        for path in routes:
            error = error_of(shared, f"http://me:secret@127.0.0.1:{site.port}{path}?token=secret#secret")
            assert "secret" not in f"{error} {error.url} {error.remedy}"
        assert "secret" not in str(error_of(shared, "http://me:secret@[oops/?token=secret"))


# Pauses that servers ask for


def test_retry_after_in_seconds_is_waited_for(fetcher: Callable[..., Fetcher], clock: FastClock) -> None:
    with serve({"/": [Reply("", 429, {"Retry-After": "30"}), Reply("back")]}) as site:
        assert fetcher().for_source("one")(site.base_url).text == "back"
    assert clock.waits == [pytest.approx(30, abs=1)]


def test_retry_after_as_a_date_is_waited_for(fetcher: Callable[..., Fetcher], clock: FastClock) -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=40), usegmt=True)
    with serve({"/": [Reply("", 503, {"Retry-After": date}), Reply("back")]}) as site:
        assert fetcher().for_source("one")(site.base_url).text == "back"
    assert clock.waits == [pytest.approx(40, abs=2)]


def test_a_pause_beyond_max_wait_ends_the_run(fetcher: Callable[..., Fetcher], clock: FastClock) -> None:
    with serve({"/": Reply("", 429, {"Retry-After": "3600"})}) as site:
        error = error_of(fetcher(max_wait=60), site.base_url)
    assert isinstance(error, RateLimitedError)
    assert error.retry_at is not None
    assert error.retry_at - datetime.now(UTC) == pytest.approx(timedelta(hours=1), abs=timedelta(seconds=5))
    assert clock.waits == []
    assert len(site.paths) == 1


def test_a_pause_holds_for_every_source_of_the_host(
    fetcher: Callable[..., Fetcher], clock: FastClock
) -> None:
    with serve({"/": Reply("", 429, {"Retry-After": "3600"}), "/other": "x"}) as site:
        shared = fetcher()
        error_of(shared, site.base_url)
        assert isinstance(error_of(shared, site.base_url + "/other"), RateLimitedError)
    assert site.paths == ["/"]


def test_the_last_request_of_a_rate_limit_makes_the_next_wait(
    fetcher: Callable[..., Fetcher], clock: FastClock
) -> None:
    reset = (datetime.now(UTC) + timedelta(seconds=20)).isoformat()
    spent = Reply("x", headers={"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": reset})
    with serve({"/": [spent, Reply("y")]}) as site:
        fetch = fetcher().for_source("one")
        assert fetch(site.base_url).text == "x"
        assert clock.waits == []
        assert fetch(site.base_url).text == "y"
    assert clock.waits == [pytest.approx(20, abs=1)]


# Size and time


def test_a_gzip_page_is_unpacked(fetcher: Callable[..., Fetcher]) -> None:
    packed = gzip.compress(b"hello " * 1000)
    with serve({"/": Reply(packed, headers={"Content-Encoding": "gzip"})}) as site:
        fetch = fetcher().for_source("one")
        assert fetch(site.base_url).text == "hello " * 1000
        assert fetch.received_bytes == len(packed)


def test_a_gzip_bomb_is_not_unpacked(fetcher: Callable[..., Fetcher]) -> None:
    bomb = gzip.compress(bytes(50_000_000), 9)
    with serve({"/": Reply(bomb, headers={"Content-Encoding": "gzip"})}) as site:
        fetch = fetcher(max_bytes=1_000_000).for_source("one")
        with pytest.raises(TooLargeError):
            fetch(site.base_url)
    assert len(bomb) < 1_000_000


@pytest.mark.parametrize("body", [b"x" * 10_000_000, [b"x" * 100_000] * 100], ids=["declared", "streamed"])
def test_a_line_of_ten_megabytes_is_too_large(fetcher: Callable[..., Fetcher], body: Any) -> None:
    with serve({"/": Reply(body)}) as site:
        fetch = fetcher().for_source("one")
        with pytest.raises(TooLargeError):
            fetch(site.base_url)
    assert fetch.received_bytes < 6_000_000


def test_a_body_that_drips_ends_with_the_time_for_an_answer(fetcher: Callable[..., Fetcher]) -> None:
    def drip() -> Iterator[bytes]:
        while True:
            yield b"x"
            time.sleep(0.05)

    with serve({"/": Reply(drip())}) as site:
        began = time.monotonic()
        error = error_of(fetcher(timeout=0.4), site.base_url)
        assert time.monotonic() - began < 2
    assert isinstance(error, FetchTimeoutError)
    assert len(site.paths) == 1


def test_headers_that_drip_end_with_the_time_for_an_answer(fetcher: Callable[..., Fetcher]) -> None:
    def drip(connection: socket.socket) -> None:
        for byte in b"HTTP/1.1 200 OK\r\nX: " + b"x" * 500:
            connection.sendall(bytes([byte]))
            time.sleep(0.05)

    with raw_server(drip) as port:
        began = time.monotonic()
        error = error_of(fetcher(timeout=0.4, retries=0), f"http://127.0.0.1:{port}/")
        assert time.monotonic() - began < 2
    assert "no whole answer within 0.4 s" in str(error)


def test_a_silent_server_is_tried_again(fetcher: Callable[..., Fetcher]) -> None:
    def slow_once(seen: Seen) -> Reply:
        if len(site.paths) == 1:
            time.sleep(0.6)
        return Reply("back")

    with serve({"/": slow_once}) as site:
        assert fetcher(timeout=0.3).for_source("one")(site.base_url).text == "back"


# Redirects


def test_redirects_are_followed_and_counted(fetcher: Callable[..., Fetcher]) -> None:
    with serve({"/": Reply("", 301, {"Location": "b?x=1"}), "/b": "there"}) as site:
        fetch = fetcher().for_source("one")
        answer = fetch(site.base_url)
    assert (answer.text, answer.url) == ("there", site.base_url + "/b?x=1")
    assert fetch.requests == 2


@pytest.mark.parametrize("to", ["/", "/?more"])
def test_a_redirect_loop_ends(fetcher: Callable[..., Fetcher], to: str) -> None:
    def around(seen: Seen) -> Reply:
        return Reply("", 302, {"Location": to if to == "/" else f"/?{len(site.log)}"})

    with serve({"/": around}) as site:
        assert isinstance(error_of(fetcher(max_redirects=5), site.base_url), RedirectLoopError)
    assert len(site.paths) <= 6


def test_a_redirect_to_another_host_asks_that_host_first(fetcher: Callable[..., Fetcher]) -> None:
    closed: dict[str, Route] = {"/robots.txt": "User-agent: *\nDisallow: /", "/": "not for robots"}
    with (
        serve(closed) as other,
        serve({"/": Reply("", 302, {"Location": other.at("other.test") + "/"})}) as site,
    ):
        error = error_of(fetcher(), site.at("one.test"))
    assert isinstance(error, RobotsDisallowedError)
    assert other.paths == []


@pytest.mark.parametrize("to", ["/login?next=/", "/accounts/login/", "/ucp.php?mode=login", "/users/sign_in"])
def test_a_redirect_to_a_login_form_is_a_wall(fetcher: Callable[..., Fetcher], to: str) -> None:
    with serve({"/": Reply("", 302, {"Location": to})}) as site:
        assert isinstance(error_of(fetcher(), site.base_url), LoginWallError)
    assert site.paths == ["/"]


@pytest.mark.parametrize("to", ["ftp://example.org/", "file:///etc/passwd", "https:///x", "http://[::1"])
def test_a_redirect_to_anything_but_a_page_is_refused(fetcher: Callable[..., Fetcher], to: str) -> None:
    with serve({"/": Reply("", 302, {"Location": to})}) as site:
        error = error_of(fetcher(), site.base_url)
    assert isinstance(error, AddressRefusedError | UnexpectedStatusError)
    assert site.paths == ["/"]


# Addresses


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/", "http://localhost:9/", "http://[::1]:9/", "http://2130706433:9/"]
)
def test_addresses_of_this_machine_are_refused(url: str) -> None:
    with Fetcher(FetchSettings(contact="me@example.org")) as strict:
        assert isinstance(error_of(strict, url), AddressRefusedError)


def test_a_name_that_leads_inside_is_refused_after_the_look_up() -> None:
    with serve({"/": "inside"}) as site:
        settings = FetchSettings(contact="me@example.org")
        with Fetcher(settings, resolve=lambda host, port: ["10.0.0.1", "127.0.0.1"]) as strict:
            error = error_of(strict, site.at("innocent.test"))
    assert isinstance(error, AddressRefusedError)
    assert "10.0.0.1" in str(error)
    assert site.log == []


def test_the_connection_goes_to_the_address_that_was_checked() -> None:
    asked = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["127.0.0.250"]

    with serve({"/": "x"}) as site:
        settings = FetchSettings(allow_private=True, delay=0, timeout=5)
        with Fetcher(settings, resolve=rebinding) as shared:
            assert shared.for_source("one")(site.at("rebinding.test")).text == "x"
    assert asked == ["rebinding.test"]
    assert site.log[-1].headers["host"] == f"rebinding.test:{site.port}"


def test_tls_asks_for_the_hosts_name_and_offers_http2(fetcher: Callable[..., Fetcher]) -> None:
    hello = bytearray()
    with raw_server(lambda connection: hello.extend(connection.recv(4096))) as port:
        error_of(fetcher(retries=0), f"https://secure.test:{port}/")
    assert b"secure.test" in hello
    assert b"\x02h2\x08http/1.1" in hello or b"\x08http/1.1\x02h2" in hello


# Several threads


def test_hosts_are_read_in_parallel_but_each_one_request_at_a_time(fetcher: Callable[..., Fetcher]) -> None:
    def slow(seen: Seen) -> Reply:
        time.sleep(0.05)
        return Reply("x")

    with serve({"/": slow}) as site:
        shared = fetcher()
        urls = [site.at(f"{host}.test") for host in "abc"] * 4
        with ThreadPoolExecutor(12) as pool:
            answers = list(pool.map(lambda url: shared.for_source("one")(url).text, urls))
    assert answers == ["x"] * 12
    assert not any(overlaps(site, host, host) for host in "abc")
    assert any(overlaps(site, "a", host) for host in "bc")
    assert sum(seen.path == "/robots.txt" for seen in site.log) == 3


def test_the_delay_lies_between_two_requests_to_a_host(
    clock: FastClock, fetcher: Callable[..., Fetcher]
) -> None:
    with serve({"/": "x"}) as site:
        fetch = fetcher(delay=2).for_source("one")
        fetch(site.base_url)
        fetch(site.base_url)
    assert clock.waits == [pytest.approx(2, abs=0.5)] * 2  # after robots.txt, after the first page


def overlaps(site: Site, one: str, other: str) -> bool:
    def of(host: str) -> list[Seen]:
        return [seen for seen in site.log if seen.headers["host"].startswith(f"{host}.")]

    return any(a is not b and a.began < b.ended and b.began < a.ended for a in of(one) for b in of(other))


class raw_server:  # noqa: N801  # used like a function
    """A socket that accepts one connection after another, and gives each to `talk`."""

    def __init__(self, talk: Callable[[socket.socket], object]) -> None:
        self._talk = talk
        self._listener = socket.create_server(("127.0.0.1", 0))

    def __enter__(self) -> int:
        threading.Thread(target=self._accept, daemon=True).start()
        return int(self._listener.getsockname()[1])

    def __exit__(self, *_: object) -> None:
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
                with connection:
                    self._talk(connection)
            except OSError:  # the client hung up, or the test is over
                if self._listener.fileno() < 0:
                    return
