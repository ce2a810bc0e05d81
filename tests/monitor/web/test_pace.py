"""The pace, with time handed in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from monitor.web.pace import Clock, Pace, PauseTooLongError

START = datetime(2026, 11, 24, tzinfo=UTC)


class Hands(Clock):
    """A clock that only moves when someone sleeps or moves it."""

    def __init__(self) -> None:
        self.at = 1000.0

    def monotonic(self) -> float:
        return self.at

    def now(self) -> datetime:
        return START + timedelta(seconds=self.at - 1000)

    def sleep(self, seconds: float) -> None:
        self.at += seconds


def ask(pace: Pace, hands: Hands, host: str = "a", takes: float = 1.0) -> float:
    """When a request that takes so long began, in seconds since the start."""
    with pace.turn(host):
        began = hands.at - 1000
        hands.at += takes
    return began


def test_the_delay_counts_from_the_end_of_the_last_request() -> None:
    hands = Hands()
    pace = Pace(2, 60, hands)
    assert [ask(pace, hands), ask(pace, hands), ask(pace, hands, takes=5), ask(pace, hands)] == [0, 3, 6, 13]


def test_a_request_that_failed_counts_too() -> None:
    hands = Hands()
    pace = Pace(2, 60, hands)
    with pytest.raises(KeyError), pace.turn("a"):
        raise KeyError
    assert ask(pace, hands) == 2


def test_hosts_do_not_wait_for_each_other() -> None:
    hands = Hands()
    pace = Pace(2, 60, hands)
    assert [ask(pace, hands, "a"), ask(pace, hands, "b")] == [0, 1]


def test_a_site_can_slow_us_down_but_not_speed_us_up() -> None:
    hands = Hands()
    pace = Pace(2, 60, hands)
    ask(pace, hands)
    pace.slow_down("a", 5)
    pace.slow_down("a", 1)
    assert [ask(pace, hands), ask(pace, hands)] == [6, 12]


def test_a_pause_is_waited_for_once() -> None:
    hands = Hands()
    pace = Pace(0, 60, hands)
    with pace.turn("a"):
        pace.pause("a", 60)
        pace.pause("a", 10)
    assert [ask(pace, hands), ask(pace, hands)] == [60, 61]


def test_a_pause_that_is_too_long_says_when_it_ends() -> None:
    hands = Hands()
    pace = Pace(0, 60, hands)
    with pace.turn("a"):
        pace.pause("a", 61)
    with pytest.raises(PauseTooLongError) as caught:
        ask(pace, hands)
    assert caught.value.until == START + timedelta(seconds=61)
    assert hands.at == 1000
    hands.at += 1
    assert ask(pace, hands) == 61
