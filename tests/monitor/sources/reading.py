"""Reads a source as the collector does, over real HTTP, and keeps what a store would keep."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from monitor import sources
from monitor.config import FetchSettings
from monitor.demo.sites import PAGE_LAYOUT, SitePost, SiteSpec
from monitor.demo.sites.spec import SiteFormat
from monitor.fetch import Fetcher, SourceFetch
from monitor.records import Community, Page, RawPost, Skipped, Source

SETTINGS = FetchSettings(contact="test@example.org", delay=0, allow_private=True, timeout=5, retries=0)
START = datetime.now(UTC).replace(microsecond=0) - timedelta(days=120)
TYPES: dict[SiteFormat, str] = {
    "feed": "feed",
    "jsonfeed": "feed",
    "page": "page",
    "phpbb": "phpbb",
    "telegram": "telegram",
    "mastodon": "mastodon",
}
READ: dict[SiteFormat, dict[str, Any]] = {"page": dict(PAGE_LAYOUT), "mastodon": {"timeline": "local"}}
FORMATS: tuple[SiteFormat, ...] = tuple(TYPES)


def sample_post(number: int, **changes: Any) -> SitePost:
    """Post `number`, half a day after the one before, in one of seven topics."""
    post = SitePost(
        number=number,
        thread=f"Temat {number % 7} & inne",
        author=f"Jan Żółć-{number % 5}",
        handle=f"jan_zolc{number % 5}",
        text=f'Wpis {number}: czy gmina <naprawdę> zabiera "dzieci" & pokoje?\n\nDrugi akapit 👍',
        published=START + timedelta(hours=12 * number),
        likes=number % 4 or None,
    )
    return replace(post, **changes)


def sample_site(format: SiteFormat, count: int = 0) -> SiteSpec:
    """A site with posts 1 to `count`."""
    posts = [sample_post(number) for number in range(1, count + 1)]
    return SiteSpec(f"sample-{format}", format, "Polacy & sąsiedzi (invented)", "pl", posts)


def make_source(type: str, url: str | None, read: dict[str, Any] | None = None) -> Source:
    community = Community(language="pl", region="Helmond")
    return Source(id="sample", type=type, title="Sample", address=url, community=community, read=read or {})


def site_source(format: SiteFormat, url: str) -> Source:
    """The source that reads such a sample site."""
    return make_source(TYPES[format], url, READ.get(format))


@dataclass
class Reader:
    """Reads a source again and again, as a collector with a store in between."""

    source: Source
    cursor: dict[str, Any] = field(default_factory=dict)
    stored: dict[str, RawPost] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)
    requests: int = 0

    def pages(self) -> Iterator[Page]:
        """One run, page by page; each page is stored before the next one is read."""
        source_type = sources.load(self.source.type)
        options = source_type.Options.model_validate(self.source.read)
        with Fetcher(SETTINGS) as fetcher:
            fetch = fetcher.for_source(self.source.id)
            try:
                for page in source_type.read(self.source, options, self.cursor, fetch):
                    self.keep(page)
                    yield page
            finally:
                self.requests = fetch.requests

    def keep(self, page: Page) -> None:
        self.stored |= {post.native_id: post for post in page.posts}
        self.cursor = json.loads(json.dumps(page.cursor))  # only what JSON can hold comes back
        self.skipped += page.skipped

    def run(self) -> list[RawPost]:
        """One whole run: the posts that it gave."""
        return [post for page in self.pages() for post in page.posts]

    def run_cut(self, after: int) -> int:
        """A run that dies once it has stored so many pages; how many there were."""
        count = 0
        for count, _ in enumerate(self.pages(), 1):
            if count == after:
                break
        return count

    def numbers(self) -> list[int]:
        """The numbers of the sample posts that are stored."""
        return sorted(number_of(post) for post in self.stored.values())


def number_of(post: RawPost) -> int:
    """«… Wpis 12: …» → 12"""
    return int(post.text.split("Wpis ")[1].split(":")[0])


def read_once(
    type: str, url: str | None, read: dict[str, Any] | None = None
) -> tuple[list[RawPost], list[Skipped]]:
    """One first run."""
    reader = Reader(make_source(type, url, read))
    posts = reader.run()
    return posts, reader.skipped


__all__ = ["FORMATS", "Reader", "SourceFetch", "make_source", "read_once", "sample_post", "sample_site"]
