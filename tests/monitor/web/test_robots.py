"""robots.txt by RFC 9309, from a real server on loopback."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import stamina

from monitor.config import FetchSettings
from monitor.errors import (
    AddressRefusedError,
    RateLimitedError,
    RobotsDisallowedError,
    RobotsUnreachableError,
)
from monitor.fetch import Fetcher
from monitor.web.pace import Clock
from tests.monitor.loopback import Reply, Route, Site, serve


class FastClock(Clock):
    """Remembers waits instead of waiting; can be moved forwards."""

    def __init__(self) -> None:
        self.ahead = 0.0
        self.waits: list[float] = []

    def monotonic(self) -> float:
        return super().monotonic() + self.ahead

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.ahead += seconds


@pytest.fixture
def clock() -> FastClock:
    return FastClock()


@pytest.fixture
def fetcher(clock: FastClock) -> Iterator[Fetcher]:
    settings = FetchSettings(allow_private=True, delay=0, timeout=5, retries=1)
    with (
        stamina.set_testing(True, attempts=10, cap=True),
        Fetcher(settings, clock=clock, resolve=lambda host, port: ["127.0.0.1"]) as made,
    ):
        yield made


def read(fetcher: Fetcher, site: Site, path: str = "/") -> str:
    return fetcher.for_source("one")(site.base_url + path).text


def with_robots(robots: Route, **more: Route) -> dict[str, Route]:
    return {"/robots.txt": robots, "/": "front", "/private/x": "private", **more}


def test_what_it_disallows_is_not_asked_for(fetcher: Fetcher) -> None:
    with serve(with_robots("User-agent: *\nDisallow: /private/")) as site:
        assert read(fetcher, site) == "front"
        with pytest.raises(RobotsDisallowedError):
            read(fetcher, site, "/private/x?token=1")
    assert site.paths == ["/"]


def test_the_group_of_our_own_name_counts_before_that_of_all(fetcher: Fetcher) -> None:
    rules = "User-agent: *\nDisallow: /\n\nUser-agent: mythmonitor\nDisallow: /private/"
    with serve(with_robots(rules)) as site:
        assert read(fetcher, site) == "front"
        with pytest.raises(RobotsDisallowedError):
            read(fetcher, site, "/private/x")


def test_the_longest_rule_wins_and_queries_count(fetcher: Fetcher) -> None:
    rules = "User-agent: *\nDisallow: /private\nAllow: /private/x$\nDisallow: /*?sid="
    with serve(with_robots(rules)) as site:
        assert read(fetcher, site, "/private/x") == "private"
        with pytest.raises(RobotsDisallowedError):
            read(fetcher, site, "/?sid=1")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_site_without_the_file_may_be_read(fetcher: Fetcher, status: int) -> None:
    with serve(with_robots(Reply("User-agent: *\nDisallow: /", status))) as site:
        assert read(fetcher, site) == "front"


@pytest.mark.parametrize("robots", [Reply("", 500), Reply("", 503), Reply("", 501), None])
def test_a_site_whose_file_cannot_be_had_may_not(fetcher: Fetcher, robots: Route) -> None:
    with serve(with_robots(robots)) as site, pytest.raises(RobotsUnreachableError) as caught:
        read(fetcher, site)
    assert site.paths == []
    assert str(caught.value).count(site.base_url) == 1


def test_the_file_is_tried_again_before_giving_up(fetcher: Fetcher) -> None:
    with serve(with_robots([Reply("", 503), Reply("")])) as site:
        assert read(fetcher, site) == "front"


def test_a_broken_file_is_not_asked_for_by_every_source(fetcher: Fetcher, clock: FastClock) -> None:
    with serve(with_robots(Reply("", 501))) as site:
        for _ in range(3):
            with pytest.raises(RobotsUnreachableError):
                read(fetcher, site)
        assert len(site.log) == 1
        clock.ahead += 601
        with pytest.raises(RobotsUnreachableError):
            read(fetcher, site)
        assert len(site.log) == 2


def test_too_many_requests_for_the_file_is_a_pause_not_a_permission(fetcher: Fetcher) -> None:
    with serve(with_robots(Reply("", 429, {"Retry-After": "3600"}))) as site, pytest.raises(RateLimitedError):
        read(fetcher, site)
    assert site.paths == []


def test_the_file_is_kept_for_a_day(fetcher: Fetcher, clock: FastClock) -> None:
    with serve(with_robots([Reply(""), Reply("User-agent: *\nDisallow: /")])) as site:
        assert read(fetcher, site) == read(fetcher, site) == "front"
        assert [seen.path for seen in site.log] == ["/robots.txt", "/", "/"]
        clock.ahead += 24 * 3600
        with pytest.raises(RobotsDisallowedError):
            read(fetcher, site)


def test_five_redirects_to_the_file_are_followed(fetcher: Fetcher) -> None:
    hops: dict[str, Route] = {f"/{n}": Reply("", 302, {"Location": f"/{n + 1}"}) for n in range(1, 5)}
    last: dict[str, Route] = {"/5": "User-agent: *\nDisallow: /"}
    routes = with_robots(Reply("", 301, {"Location": "/1"}), **hops, **last)
    with serve(routes) as site, pytest.raises(RobotsDisallowedError):
        read(fetcher, site)
    assert site.paths == ["/1", "/2", "/3", "/4", "/5"]


def test_redirects_without_end_are_like_no_file(fetcher: Fetcher) -> None:
    with serve(with_robots(Reply("", 301, {"Location": "/robots.txt"}))) as site:
        assert read(fetcher, site) == "front"
    assert len(site.log) == 7


def test_a_redirect_of_the_file_to_no_web_address_is_refused(fetcher: Fetcher) -> None:
    routes = with_robots(Reply("", 301, {"Location": "file:///etc/passwd"}))
    with serve(routes) as site, pytest.raises(AddressRefusedError):
        read(fetcher, site)
    assert site.paths == []


def test_what_lies_beyond_500_kib_is_not_read(fetcher: Fetcher) -> None:
    rules = "User-agent: *\nDisallow: /private/\n"
    with serve(with_robots(rules + "#" * 600_000 + "\nDisallow: /")) as site:
        assert read(fetcher, site) == "front"
        with pytest.raises(RobotsDisallowedError):
            read(fetcher, site, "/private/x")


@pytest.mark.parametrize(
    "robots", [b"\xef\xbb\xbfUser-agent: *\nDisallow: /", b"\xff\xfe\nUser-agent:*\rDisallow:/"]
)
def test_odd_bytes_and_line_ends_are_understood(fetcher: Fetcher, robots: bytes) -> None:
    with serve(with_robots(robots)) as site, pytest.raises(RobotsDisallowedError):
        read(fetcher, site)


def test_crawl_delay_lies_between_requests(fetcher: Fetcher, clock: FastClock) -> None:
    with serve(with_robots("User-agent: *\nCrawl-delay: 7")) as site:
        read(fetcher, site)
        read(fetcher, site)
    assert clock.waits == [pytest.approx(7, abs=0.5)] * 2


def test_crawl_delay_of_hours_is_capped(fetcher: Fetcher, clock: FastClock) -> None:
    with serve(with_robots("User-agent: *\nCrawl-delay: 86400")) as site:
        read(fetcher, site)
    assert clock.waits == [pytest.approx(60, abs=0.5)]


@pytest.mark.parametrize("delay", ["-1", "nan", "inf", "soon", ""])
def test_crawl_delay_without_sense_is_ignored(fetcher: Fetcher, clock: FastClock, delay: str) -> None:
    with serve(with_robots(f"User-agent: *\nCrawl-delay: {delay}")) as site:
        assert read(fetcher, site) == "front"
    assert clock.waits == []
