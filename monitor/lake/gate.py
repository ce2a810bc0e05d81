"""One writer at a time: threads, processes and, with a PostgreSQL catalogue, machines.

Two DuckLake transactions that write at once do not wait for each other: they conflict at commit, and two
appends that both miss a post both add it. A write takes some 30 ms, so they queue here instead. The locks
belong to the process: whatever way it ends, the operating system releases them.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Protocol

from filelock import FileLock, Timeout

from monitor.errors import StoreBusyError

_POLL = 0.005  # seconds; a write is short, so waiting for it should be too


class Elsewhere(Protocol):
    """A further lock that other machines see: waits at most that many seconds, or raises StoreBusyError."""

    def __call__(self, timeout: float) -> AbstractContextManager[None]: ...


class Gate:
    """A lock that is re-entrant within a thread. Waits at most `timeout` seconds, then StoreBusyError."""

    def __init__(self, file: Path, timeout: float, elsewhere: Elsewhere | None = None) -> None:
        self._threads = threading.RLock()
        # Shared by the threads of this process, of which the lock above lets one at a time come here.
        self._processes = FileLock(file, thread_local=False)
        self._elsewhere = elsewhere
        self._timeout = timeout
        self._depth = 0

    @contextmanager
    def held(self) -> Iterator[None]:
        """Holds the gate. Raises StoreBusyError when others kept it for longer than the timeout."""
        until = time.monotonic() + self._timeout
        if not self._threads.acquire(timeout=self._timeout):
            raise _busy(self._timeout)
        with ExitStack() as stack:
            stack.callback(self._threads.release)
            try:
                self._processes.acquire(timeout=max(0.0, until - time.monotonic()), poll_interval=_POLL)
            except Timeout:
                raise _busy(self._timeout) from None
            stack.callback(self._processes.release)
            if self._elsewhere and not self._depth:
                stack.enter_context(self._elsewhere(max(0.1, until - time.monotonic())))
            self._depth += 1
            stack.callback(self._leave)
            yield

    def _leave(self) -> None:
        self._depth -= 1


def _busy(timeout: float) -> StoreBusyError:
    return StoreBusyError(f"the store stayed busy for {timeout:g} seconds")
