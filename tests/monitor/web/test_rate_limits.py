"""What servers say about when to come back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.web.rate_limits import LONGEST_SECONDS, UNSAID_SECONDS, asked_pause

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SPENT = "x-ratelimit-remaining"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "30"}, 30),
        ({"retry-after": " 30 "}, 30),
        ({"retry-after": "Tue, 24 Nov 2026 12:01:30 GMT"}, 90),
        ({"retry-after": "Tue, 24 Nov 2026 11:00:00 GMT"}, 0),
        ({SPENT: "0", "x-ratelimit-reset": "2026-11-24T12:05:00.123Z"}, 300.123),  # Mastodon
        ({SPENT: "0", "x-ratelimit-reset": str(int(NOW.timestamp()) + 40)}, 40),  # GitHub
        ({SPENT: "0.0", "x-ratelimit-reset": "47"}, 47),  # Reddit
        ({"ratelimit-remaining": "0", "ratelimit-reset": "50"}, 50),  # draft 3
        ({"ratelimit": "limit=100, remaining=0, reset=50"}, 50),  # draft 7
        ({"ratelimit": '"default";r=0;t=50'}, 50),  # draft 9
        ({"retry-after": "10", SPENT: "0", "x-ratelimit-reset": "47"}, 47),
        ({"retry-after": "999999999"}, LONGEST_SECONDS),
    ],
)
def test_a_pause_that_is_asked_for(headers: dict[str, str], seconds: float) -> None:
    assert asked_pause(200, headers, NOW) == pytest.approx(seconds)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"retry-after": "soon"},
        {"retry-after": "-5"},
        {SPENT: "12", "x-ratelimit-reset": "2026-11-24T12:05:00Z"},
        {SPENT: "0"},
        {"ratelimit": '"default";r=12;t=50'},
        {"ratelimit": "limit=100, remaining=3, reset=50"},
    ],
)
def test_nothing_is_asked_for(headers: dict[str, str]) -> None:
    assert asked_pause(200, headers, NOW) is None


def test_too_many_requests_without_a_word_is_a_minute() -> None:
    assert asked_pause(429, {}, NOW) == UNSAID_SECONDS


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_any_header_gives_a_bearable_pause(retry: str, reset: str, draft: str) -> None:
    headers = {"retry-after": retry, SPENT: "0", "x-ratelimit-reset": reset, "ratelimit": draft}
    assert 0 <= (asked_pause(200, headers, NOW) or 0) <= LONGEST_SECONDS
