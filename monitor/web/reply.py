"""What one request gave, and what a run has used so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Reply:
    """The end of one request. `body` is empty unless `status` is 200; `headers` has lower-case names."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def location(self) -> str | None:
        """Where a redirect leads, still relative."""
        return self.headers.get("location") if self.status in _REDIRECTS else None


@dataclass(slots=True)
class Tally:
    """Requests sent and bytes received (bodies, before decompression) on behalf of one run."""

    requests: int = 0
    received_bytes: int = 0
