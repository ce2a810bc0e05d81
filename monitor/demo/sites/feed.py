"""A sample Atom feed (RFC 4287) whose older entries are in archive documents (RFC 5005, 4)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from xml.sax.saxutils import quoteattr

from monitor.demo.sites.spec import Request, SiteAnswer, SitePost, SiteSpec, last_change, rfc3339

NEWEST = 20
ARCHIVE = 50
_ATOM = "application/atom+xml; charset=utf-8"


@dataclass(frozen=True, slots=True)
class FeedSite:
    """`/feed.xml` holds the newest entries and links the newest archive; archives link the one before."""

    spec: SiteSpec
    base: str

    @property
    def address(self) -> str:
        """Where a source begins."""
        return f"{self.base}/feed.xml"

    def answer(self, request: Request) -> SiteAnswer | None:
        """The feed or one archive, which never changes but for edits."""
        posts = self.spec.newest_first()[::-1]
        full = len(posts) // ARCHIVE
        if request.path == "/feed.xml":
            links = {"self": f"{self.base}/feed.xml", "prev-archive": _archive(self.base, full)}
            newest = posts[min(full * ARCHIVE, max(0, len(posts) - NEWEST)) :]
            return _document(self.spec, newest, self.base, links)
        found = re.fullmatch(r"/archive/(\d+)\.xml", request.path)
        if not found or not 1 <= int(found[1]) <= full:
            return None
        number = int(found[1])
        links = {"self": _archive(self.base, number), "current": f"{self.base}/feed.xml"}
        links["prev-archive"] = _archive(self.base, number - 1)
        part = posts[(number - 1) * ARCHIVE : number * ARCHIVE]
        return _document(self.spec, part, self.base, links, archive=True)


def _archive(base: str, number: int) -> str:
    return f"{base}/archive/{number}.xml" if number >= 1 else ""


def _document(
    spec: SiteSpec, posts: list[SitePost], base: str, links: dict[str, str], archive: bool = False
) -> SiteAnswer:
    changed = last_change(posts)
    linked = "".join(
        f"\n  <link rel={quoteattr(rel)} href={quoteattr(to)}/>" for rel, to in links.items() if to
    )
    entries = "".join(_entry(post, base) for post in reversed(posts))
    body = f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:fh="http://purl.org/syndication/history/1.0"
  xml:lang={quoteattr(spec.language)}>
  <title>{escape(spec.title)}</title>
  <id>tag:example.org,2026:{escape(spec.id)}</id>
  <updated>{rfc3339(changed)}</updated>
  <generator>Sample site</generator>{"<fh:archive/>" if archive else ""}{linked}
{entries}</feed>
"""
    return SiteAnswer(body, _ATOM, validators=True, changed=changed)


def _entry(post: SitePost, base: str) -> str:
    first_line = post.text.split("\n")[0]
    title = first_line if len(first_line) <= 60 else first_line[:59].rstrip() + "…"
    html = "".join(f"<p>{escape(part)}</p>" for part in post.text.split("\n\n")).replace("\n", "<br/>")
    return f"""  <entry>
    <title>{escape(title)}</title>
    <id>tag:example.org,2026:post-{post.number}</id>
    <link rel="alternate" type="text/html" href={quoteattr(f"{base}/posts/{post.number}")}/>
    <published>{rfc3339(post.published)}</published>
    <updated>{rfc3339(post.edited or post.published)}</updated>
    <author><name>{escape(post.author)}</name><uri>{escape(f"{base}/author/{post.handle}")}</uri></author>
    <content type="html">{escape(html)}</content>
  </entry>
"""
