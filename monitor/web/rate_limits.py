"""How long a server asks to be left alone: Retry-After and the rate-limit headers in use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST_SECONDS = 86_400.0  # a mistaken header must not silence a source for years
UNSAID_SECONDS = 60.0  # a 429 without a word on how long

_SECONDS = re.compile(r"\d{1,12}(\.\d{1,9})?")
_EPOCH = 1_000_000_000  # larger numbers are a moment since 1970 (GitHub, Bluesky), smaller ones a duration
_DRAFT = re.compile(r"(?:^|[;,\s])(r|remaining|t|reset)\s*=\s*(\d{1,12})")


def asked_pause(status: int, headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds to wait before the next request to this host, or None. `headers` has lower-case names.

    Understands Retry-After as seconds or HTTP date (RFC 9110, 10.2.3), X-RateLimit-Remaining and -Reset
    (ISO time as Mastodon sends, epoch, seconds) and the drafts of RateLimit. At most a day.
    """
    asked = [_moment(headers.get("retry-after", ""), now), _spent(headers, now)]
    seconds = max((one for one in asked if one is not None), default=None)
    if seconds is None and status == 429:
        return UNSAID_SECONDS
    return None if seconds is None else min(seconds, LONGEST_SECONDS)


def _spent(headers: Mapping[str, str], now: datetime) -> float | None:
    for prefix in ("x-ratelimit-", "x-rate-limit-", "ratelimit-"):
        remaining = headers.get(prefix + "remaining", "")
        if _SECONDS.fullmatch(remaining.strip()) and float(remaining) < 1:
            return _moment(headers.get(prefix + "reset", ""), now)
    return _draft(headers.get("ratelimit", ""), now)


def _draft(value: str, now: datetime) -> float | None:
    """`limit=9, remaining=0, reset=5` up to draft 7, `"policy";r=0;t=5` after it."""
    said: dict[str, str] = dict(_DRAFT.findall(value))
    if said.get("r", said.get("remaining")) != "0":
        return None
    return _moment(said.get("t") or said.get("reset") or "", now)


def _moment(text: str, now: datetime) -> float | None:
    """Seconds from now to what the text says: a number, an HTTP date or an ISO time."""
    text = text.strip()
    if _SECONDS.fullmatch(text):
        number = float(text)
        return max(0.0, number - now.timestamp()) if number > _EPOCH else number
    moment = _date(text)
    return None if moment is None else max(0.0, (moment - now) / timedelta(seconds=1))


def _date(text: str) -> datetime | None:
    for parse in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            moment = parse(text)
        except (ValueError, TypeError, OverflowError):
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None
