"""A sample JSON Feed 1.1 (jsonfeed.org) in pages."""

from __future__ import annotations

import json
from dataclasses import dataclass
from html import escape
from typing import Any

from monitor.demo.sites.spec import Request, SiteAnswer, SitePost, SiteSpec, last_change, rfc3339

PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class JsonFeedSite:
    """`/feed.json`, with `next_url` for what is older."""

    spec: SiteSpec
    base: str

    @property
    def address(self) -> str:
        """Where a source begins."""
        return f"{self.base}/feed.json"

    def answer(self, request: Request) -> SiteAnswer | None:
        """One page; `?before=` is the number of the post above it."""
        if request.path != "/feed.json":
            return None
        before = request.number("before")
        posts = [post for post in self.spec.newest_first() if before is None or post.number < before]
        shown, older = posts[:PER_PAGE], posts[PER_PAGE:]
        feed: dict[str, Any] = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.spec.title,
            "home_page_url": f"{self.base}/",
            "feed_url": f"{self.base}/feed.json",
            "language": self.spec.language,
            "items": [_item(post, self.spec, self.base) for post in shown],
        }
        if older:
            feed["next_url"] = f"{self.base}/feed.json?before={shown[-1].number}"
        body = json.dumps(feed, ensure_ascii=False, indent=1)
        return SiteAnswer(
            body, "application/feed+json; charset=utf-8", validators=True, changed=last_change(shown)
        )


def _item(post: SitePost, spec: SiteSpec, base: str) -> dict[str, Any]:
    item = {
        "id": f"{base}/posts/{post.number}",
        "url": f"{base}/posts/{post.number}",
        "content_html": f"<p>{escape(post.text)}</p>".replace("\n", "<br>"),
        "date_published": rfc3339(post.published),
        "language": spec.language,
        "authors": [
            {
                "name": post.author,
                "url": f"{base}/author/{post.handle}",
                "avatar": f"{base}/avatars/{post.handle}.jpg",
            }
        ],
    }
    if post.edited:
        item["date_modified"] = rfc3339(post.edited)
    return item
