"""The pace: one request at a time per host, a delay between two, and pauses that servers ask for."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta


class Clock:
    """Time as the pace sees it; tests hand in one of their own."""

    def monotonic(self) -> float:
        """Seconds, only forwards."""
        return time.monotonic()

    def now(self) -> datetime:
        """The time of day, in UTC."""
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        """Waits."""
        time.sleep(seconds)


class PauseTooLongError(Exception):
    """The host asked for a pause beyond `max_wait`, which ends at `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


@dataclass(slots=True)
class _Host:
    delay: float
    lock: threading.Lock = field(default_factory=threading.Lock)
    next_at: float = 0.0
    paused_until: float = 0.0


class Pace:
    """Shared by all threads. `delay` and `max_wait` in seconds."""

    def __init__(self, delay: float, max_wait: float, clock: Clock) -> None:
        self._delay, self._max_wait, self._clock = delay, max_wait, clock
        self._hosts: dict[str, _Host] = {}
        self._hosts_lock = threading.Lock()

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Waits until this host may be asked again; the block is the request, body included.

        Raises PauseTooLongError, without waiting, when the host's pause is longer than `max_wait`.
        """
        state = self._host(host)
        with state.lock:
            self._wait(state)
            try:
                yield
            finally:
                state.next_at = self._clock.monotonic() + state.delay

    def _wait(self, state: _Host) -> None:
        now = self._clock.monotonic()
        pause = state.paused_until - now
        if pause > self._max_wait:
            raise PauseTooLongError(self._clock.now() + timedelta(seconds=pause))
        wait = max(pause, state.next_at - now)
        if wait > 0:
            self._clock.sleep(wait)

    def pause(self, host: str, seconds: float) -> None:
        """From now on the host is left alone for that long; a shorter pause never replaces a longer one.

        Called by whoever has the host's turn.
        """
        state = self._host(host)
        state.paused_until = max(state.paused_until, self._clock.monotonic() + seconds)

    def slow_down(self, host: str, delay: float) -> None:
        """The host asks for at least this delay (Crawl-delay)."""
        state = self._host(host)
        with state.lock:
            state.next_at += max(0.0, delay - state.delay)
            state.delay = max(state.delay, delay)

    def _host(self, host: str) -> _Host:
        with self._hosts_lock:
            return self._hosts.setdefault(host, _Host(self._delay))
