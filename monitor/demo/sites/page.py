"""A sample web page of messages, such as a community's own site: newest first, with a link to older ones."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from monitor.demo.sites.spec import Request, SiteAnswer, SitePost, SiteSpec, last_change, rfc3339

PER_PAGE = 20

# What a source file says under `read:` to read this page.
PAGE_LAYOUT: dict[str, str] = {
    "post": "article.message",
    "text": ".body",
    "author": ".author",
    "date": "time",
    "link": "a.permalink",
    "next": "a[rel=next]",
}


@dataclass(frozen=True, slots=True)
class PageSite:
    """`/messages`, with `?page=2` for the older ones."""

    spec: SiteSpec
    base: str

    @property
    def address(self) -> str:
        """Where a source begins."""
        return f"{self.base}/messages"

    def answer(self, request: Request) -> SiteAnswer | None:
        """One page of messages."""
        number = request.number("page") or 1
        posts = self.spec.newest_first()
        shown = posts[(number - 1) * PER_PAGE : number * PER_PAGE]
        if request.path != "/messages" or (number > 1 and not shown):
            return None
        newer = f'<a rel="prev" href="/messages?page={number - 1}">‹</a>' if number > 1 else ""
        more = len(posts) > number * PER_PAGE
        older = f'<a rel="next" href="/messages?page={number + 1}">›</a>' if more else ""
        body = f"""<!DOCTYPE html>
<html lang="{escape(self.spec.language)}">
<head><meta charset="utf-8"><title>{escape(self.spec.title)}</title>
<style>.message {{ border-bottom: 1px solid #ccc }}</style></head>
<body>
<header><h1>{escape(self.spec.title)}</h1>
<nav><a href="/">Home</a> <a href="/private/members">Members</a></nav></header>
<main>
{"".join(_message(post) for post in shown) or '<p class="none">—</p>'}</main>
<nav class="pages">{newer} {older}</nav>
<script>document.documentElement.className = "js";</script>
</body>
</html>
"""
        return SiteAnswer(body, validators=True, changed=last_change(shown))


def _message(post: SitePost) -> str:
    text = escape(post.text).replace("\n", "<br>\n")
    when = f'<time datetime="{rfc3339(post.published)}">{post.published:%d-%m-%Y %H:%M}</time>'
    edited = ' <span class="edited">✎</span>' if post.edited else ""
    return f"""<article class="message" id="message-{post.number}">
  <p class="meta"><a class="author" href="/people/{escape(post.handle)}">{escape(post.author)}</a>
  <a class="permalink" href="/messages/{post.number}">{when}</a>{edited}</p>
  <div class="body"><p>{text}</p></div>
</article>
"""
