"""The typed records that pass between the parts. Nothing here touches network, disk or models."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, HttpUrl, StringConstraints

from monitor.durations import parse_duration
from monitor.errors import InputError

PROMISED_LANGUAGES = ("pl", "bg", "ro", "lt", "tr", "nl", "en", "uk")


def _every(value: object) -> object:
    if isinstance(value, str) and value[-1:].lower() in "smhdw" and not value.upper().startswith("P"):
        try:
            return parse_duration(value)
        except InputError as error:
            raise ValueError(str(error)) from None
    return value


LANGUAGES = (*PROMISED_LANGUAGES, "ru", "de", "hu", "sk", "cs", "es", "pt", "lv")

Stance = Literal["asserts", "questions", "rejects", "experience", "mentions"]
STANCES: tuple[Stance, ...] = ("asserts", "questions", "experience", "rejects", "mentions")
Sentiment = Literal["negative", "neutral", "positive"]
SENTIMENTS: tuple[Sentiment, ...] = ("negative", "neutral", "positive")

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]


def slug(text: str) -> str:
    """`own-bedroom` of «Own bedroom!»: small Latin letters and digits; empty where the text has none."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain.lower()))


# «6h» in a source file; pydantic's own ISO form (PT6H) and seconds are understood too.
Every = Annotated[timedelta, BeforeValidator(_every), Field(ge=timedelta(minutes=1))]

# What a source type remembers between runs: plain JSON, made and read only by that source type.
Cursor = Mapping[str, Any]


class Community(BaseModel):
    """Who runs and reads a source: a language group in a region of the Netherlands."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    language: LanguageCode
    region: Annotated[str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True)]

    @property
    def id(self) -> str:
        """`pl-noord-brabant`: stable as long as language and region are written alike."""
        return f"{self.language}-{re.sub(r'[^a-z0-9]+', '-', self.region.lower()).strip('-')}"


class Source(BaseModel):
    """One public place that is read. One YAML file each; `read` belongs to the source type."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Slug
    type: str
    title: str = Field(min_length=1, max_length=200)
    address: HttpUrl | None = Field(default=None, description="none only for imports, which have no address")
    community: Community
    read: dict[str, Any] = Field(default_factory=dict)
    every: Every = timedelta(hours=6)
    paused: bool = False
    note: str | None = None

    @property
    def url(self) -> str:
        """The address as text; empty for imports."""
        return str(self.address) if self.address else ""


@dataclass(frozen=True, slots=True)
class RawPost:
    """A public message as a source type read it. Holds personal data: lives in memory only.

    `native_id` is the platform's own id, unique within the source and stable over edits.
    `text` is plain text (source types turn HTML into text). `published_at` is timezone-aware.
    `author` identifies the author within the source (handle or account id); `names` are all names,
    handles and display names seen with the post (author, quoted, mentioned): privacy.py removes them
    from the text. What the platform did not give is None, never 0 or "".
    """

    native_id: str
    text: str
    published_at: datetime
    author: str | None = None
    names: tuple[str, ...] = ()
    url: str | None = None
    edited_at: datetime | None = None
    language: str | None = None
    in_reply_to: str | None = None
    likes: int | None = None
    shares: int | None = None
    replies: int | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """One item that could not be read: where (id, position or URL without personal data) and why."""

    where: str
    why: str


@dataclass(frozen=True, slots=True)
class Page:
    """What one step of a source gave. Posts and `cursor` are stored in one transaction, so a run that
    is cut goes on from the last stored page."""

    posts: tuple[RawPost, ...]
    cursor: Cursor
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True, slots=True)
class Post:
    """A post as it is stored: no personal data. `post_id` and `author` are keyed HMACs (32 hex digits);
    `copy_id` is shared by posts with the same normalised text of five words or more."""

    post_id: str
    source_id: str
    author: str | None
    published_at: datetime
    edited_at: datetime | None
    text: str
    text_digest: str
    copy_id: str | None
    url: str | None
    language_hint: str | None
    in_reply_to: str | None
    likes: int | None
    shares: int | None
    replies: int | None


@dataclass(frozen=True, slots=True)
class RunReport:
    """What one run of one source did; one row of the table `runs`.

    `status` is "ok" or the `code` of the error that ended the run (monitor/errors.py).
    """

    source_id: str
    started_at: datetime
    finished_at: datetime
    status: str
    message: str = ""
    remedy: str = ""
    retry_at: datetime | None = None
    requests: int = 0
    received_bytes: int = 0
    pages: int = 0
    seen: int = 0
    new: int = 0
    updated: int = 0
    skipped: tuple[Skipped, ...] = field(default=())
