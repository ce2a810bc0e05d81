"""What a sample site shows, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal, Protocol

SiteFormat = Literal["feed", "jsonfeed", "page", "phpbb", "telegram", "mastodon"]


@dataclass(frozen=True, slots=True)
class SitePost:
    """An invented post. `number` is unique within its site and grows with time; `thread` is the title of
    its topic, for forums."""

    number: int
    thread: str | None
    author: str
    handle: str
    text: str
    published: datetime
    edited: datetime | None = None
    likes: int | None = None


@dataclass(slots=True)
class SiteSpec:
    """A site. Its posts may change while it is served: the next request shows it."""

    id: str
    format: SiteFormat
    title: str
    language: str
    posts: list[SitePost]

    @property
    def slug(self) -> str:
        """The id where no dash may stand: channel names and handles."""
        return self.id.replace("-", "_")

    def newest_first(self) -> list[SitePost]:
        """The posts by number, newest first."""
        return sorted(self.posts, key=lambda post: post.number, reverse=True)


@dataclass(frozen=True, slots=True)
class Request:
    """A GET request: the path without its query, and the query's first value by name."""

    path: str
    query: Mapping[str, str]

    def number(self, name: str) -> int | None:
        """A number in the query; None when missing or no number."""
        value = self.query.get(name, "")
        return int(value) if value.isdecimal() else None


@dataclass(frozen=True, slots=True)
class SiteAnswer:
    """An answer of a sample site. With `validators`, the server handles conditional requests."""

    body: str
    content_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    validators: bool = False
    changed: datetime | None = None


class SiteRenderer(Protocol):
    """A site in one format."""

    @property
    def address(self) -> str:
        """Where a source of it begins."""

    def answer(self, request: Request) -> SiteAnswer | None:
        """What it answers; None: not found."""


def last_change(posts: Sequence[SitePost]) -> datetime:
    """When the newest of these posts was written or edited; long ago when there are none."""
    moments = [moment for post in posts for moment in (post.published, post.edited) if moment]
    return max(moments, default=datetime(2020, 1, 1, tzinfo=UTC))


def rfc3339(moment: datetime) -> str:
    """2026-11-24T09:30:00+00:00"""
    return moment.astimezone(UTC).isoformat(timespec="seconds")
