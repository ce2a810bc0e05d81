"""`sources test`: reads the first page of a source and explains what it sees. Nothing is stored."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import datetime

from pydantic import BaseModel

from monitor import sources
from monitor.config import Settings
from monitor.errors import MonitorError
from monitor.fetch import Fetcher
from monitor.privacy import KEY_BYTES, Pseudonymiser, clean_page
from monitor.records import Page, Source
from monitor.rights import Person, require
from monitor.source_files import find_source, options_of

_SAMPLES = 5
_LONGEST = 160


class TrialPost(BaseModel):
    """A post as it would be stored: already redacted."""

    published_at: datetime
    text: str


class Trial(BaseModel):
    """What one look at a source gave."""

    source_id: str
    type: str
    address: str
    community: str
    status: str
    message: str = ""
    remedy: str = ""
    requests: int = 0
    posts: int = 0
    with_author: int = 0
    with_link: int = 0
    oldest: datetime | None = None
    newest: datetime | None = None
    skipped: list[str] = []
    samples: list[TrialPost] = []

    def lines(self) -> Iterator[str]:
        """The explanation for a person."""
        yield f"{self.source_id}: {self.type} at {self.address or '(no address)'}, readers: {self.community}"
        if self.status == "ok":
            yield f"It can be read. The first page holds {self.posts} posts ({self.requests} requests)."
        else:
            yield f"It cannot be read: {self.message}"
            if self.remedy:
                yield f"  → {self.remedy}"
        if self.posts:
            yield f"From {self.oldest:%Y-%m-%d} to {self.newest:%Y-%m-%d}."
            yield f"Author known for {self.with_author} (kept as a pseudonym), link for {self.with_link}."
        for one in self.skipped:
            yield f"Left out: {one}"
        for post in self.samples:
            yield f"  {post.published_at:%Y-%m-%d}  {_short(post.text)}"
        yield "Nothing was stored."


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def try_source(settings: Settings, id: str, by: Person) -> Trial:
    """Reads one page of the source as a first run would. Raises SettingsError for a bad source file."""
    require(by, "sources")
    return try_draft(settings, find_source(settings.sources_dir, id), by)


def try_draft(settings: Settings, source: Source, by: Person) -> Trial:
    """The same for a source that need not have a file yet."""
    require(by, "sources")
    with Fetcher(settings.fetch) as fetcher:
        fetch = fetcher.for_source(source.id)
        try:
            pages = sources.load(source.type).read(source, options_of(source), {}, fetch)
            page = next(pages, Page((), {}))
        except MonitorError as error:
            return _trial(source, Page((), {}), fetch.requests, error)
        return _trial(source, page, fetch.requests)


def _trial(source: Source, page: Page, requests: int, error: MonitorError | None = None) -> Trial:
    # The key is thrown away: a look leaves no trace, and its pseudonyms fit nothing else.
    posts = clean_page(page.posts, source, Pseudonymiser(secrets.token_bytes(KEY_BYTES)))
    dates = [post.published_at for post in posts]
    return Trial(
        source_id=source.id,
        type=source.type,
        address=source.url,
        community=f"{source.community.language}, {source.community.region}",
        status=error.code if error else "ok",
        message=str(error) if error else "",
        remedy=error.remedy if error else "",
        requests=requests,
        posts=len(posts),
        with_author=sum(post.author is not None for post in posts),
        with_link=sum(post.url is not None for post in posts),
        oldest=min(dates, default=None),
        newest=max(dates, default=None),
        skipped=[f"{one.where}: {one.why}" for one in page.skipped],
        samples=[TrialPost(published_at=post.published_at, text=post.text) for post in posts[:_SAMPLES]],
    )
