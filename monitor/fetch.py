"""The one polite HTTP client. (Interface; the body follows.)"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Validators:
    """What a conditional request sends back (RFC 9110, 13): kept in a source's cursor as plain JSON."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A usable answer: 200 with a body, or `not_modified` with an empty one."""

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
