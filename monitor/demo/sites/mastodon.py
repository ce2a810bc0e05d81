"""A sample server with the documented Mastodon API v1 (docs.joinmastodon.org): timelines and accounts."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import Any

from monitor.demo.sites.spec import Request, SiteAnswer, SitePost, SiteSpec

_DEFAULT, _MOST = 20, 40
_TAG = re.compile(r"#(\w+)")


@dataclass(frozen=True, slots=True)
class MastodonSite:
    """The local timeline, hashtags, account look-up and the posts of one account."""

    spec: SiteSpec
    base: str

    @property
    def address(self) -> str:
        """Where a source begins (with `timeline: local`)."""
        return f"{self.base}/"

    def answer(self, request: Request) -> SiteAnswer | None:
        """One answer of the API."""
        posts = self.spec.newest_first()
        if request.path == "/api/v1/timelines/public":
            return _listed(posts, self.base, request, self.spec)
        if found := re.fullmatch(r"/api/v1/timelines/tag/(\w+)", request.path):
            tagged = [post for post in posts if found[1].lower() in _tags(post)]
            return _listed(tagged, self.base, request, self.spec)
        if request.path == "/api/v1/accounts/lookup":
            asked = next((post for post in posts if post.handle == request.query.get("acct")), None)
            return _json(_account(asked, self.base)) if asked else _json({"error": "Record not found"}, 404)
        if found := re.fullmatch(r"/api/v1/accounts/(\d+)/statuses", request.path):
            own = [post for post in posts if _account_id(post) == found[1]]
            return _listed(own, self.base, request, self.spec)
        return None


def _listed(posts: list[SitePost], base: str, request: Request, spec: SiteSpec) -> SiteAnswer:
    below, above = request.number("max_id"), request.number("since_id")
    found = [
        post
        for post in posts
        if (below is None or status_id(post) < below) and (above is None or status_id(post) > above)
    ]
    shown = found[: min(request.number("limit") or _DEFAULT, _MOST)]
    headers = {}
    if shown:
        kept = "&".join(f"{name}={value}" for name, value in request.query.items() if "_id" not in name)
        at = f"{base}{request.path}?{kept}{'&' if kept else ''}"
        older, newer = status_id(shown[-1]), status_id(shown[0])
        headers["Link"] = f'<{at}max_id={older}>; rel="next", <{at}min_id={newer}>; rel="prev"'
    return _json([_status(post, base, spec) for post in shown], headers=headers)


def _json(value: object, status: int = 200, headers: dict[str, str] | None = None) -> SiteAnswer:
    body = json.dumps(value, ensure_ascii=False)
    return SiteAnswer(body, "application/json; charset=utf-8", status, headers or {})


def status_id(post: SitePost) -> int:
    """A snowflake as Mastodon makes them: milliseconds, then a sequence number in 16 bits."""
    return (int(post.published.timestamp() * 1000) << 16) + post.number % 65536


def _status(post: SitePost, base: str, spec: SiteSpec) -> dict[str, Any]:
    id, account = str(status_id(post)), _account(post, base)
    return {
        "id": id,
        "created_at": _moment(post.published),
        "in_reply_to_id": None,
        "in_reply_to_account_id": None,
        "sensitive": False,
        "spoiler_text": "",
        "visibility": "public",
        "language": spec.language,
        "uri": f"{base}/users/{post.handle}/statuses/{id}",
        "url": f"{base}/@{post.handle}/{id}",
        "replies_count": 0,
        "reblogs_count": (post.likes or 0) // 3,
        "favourites_count": post.likes or 0,
        "edited_at": _moment(post.edited) if post.edited else None,
        "content": _content(post, base),
        "reblog": None,
        "account": account,
        "media_attachments": [],
        "mentions": [],
        "tags": [{"name": name, "url": f"{base}/tags/{name}"} for name in sorted(_tags(post))],
        "emojis": [],
        "card": None,
        "poll": None,
    }


def _content(post: SitePost, base: str) -> str:
    def linked(tag: re.Match[str]) -> str:
        address = f"{base}/tags/{tag[1].lower()}"
        return f'<a href="{address}" class="mention hashtag" rel="tag">#<span>{tag[1]}</span></a>'

    paragraphs = (_TAG.sub(linked, escape(part, quote=False)) for part in post.text.split("\n\n"))
    return "".join(f"<p>{part}</p>" for part in paragraphs).replace("\n", "<br />")


def _account(post: SitePost, base: str) -> dict[str, Any]:
    picture = f"{base}/system/accounts/avatars/{post.handle}.png"
    return {
        "id": _account_id(post),
        "username": post.handle,
        "acct": post.handle,
        "display_name": post.author,
        "locked": False,
        "bot": False,
        "discoverable": True,
        "indexable": True,
        "group": False,
        "created_at": "2022-11-05T00:00:00.000Z",
        "note": f"<p>{escape(post.author)}</p>",
        "url": f"{base}/@{post.handle}",
        "uri": f"{base}/users/{post.handle}",
        "avatar": picture,
        "avatar_static": picture,
        "followers_count": 12,
        "following_count": 34,
        "statuses_count": 56,
        "last_status_at": f"{post.published:%Y-%m-%d}",
        "emojis": [],
        "fields": [],
    }


def _account_id(post: SitePost) -> str:
    return str(1_090_000_000_000_000_000 + int.from_bytes(post.handle.encode()[-6:], "big"))


def _tags(post: SitePost) -> set[str]:
    return {tag.lower() for tag in _TAG.findall(post.text)}


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
