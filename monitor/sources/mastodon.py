"""Mastodon and servers that speak its API: public accounts, hashtags and local timelines, read without an
account through the documented API v1 (docs.joinmastodon.org)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import parse_qs, quote, unquote, urlsplit

from pydantic import Field

from monitor.errors import MalformedSourceError
from monitor.fetch import Answer, Fetch
from monitor.records import Cursor, Page, RawPost, Skipped, Source
from monitor.sources import _fields as fields
from monitor.sources._dates import parse_date
from monitor.sources._html import refuse
from monitor.sources._paging import Memory, PagedOptions, Step, rank, read_back
from monitor.sources._text import clean, html_to_text

LABEL = "Mastodon (account, hashtag, local timeline)"
NOT_COVERED = "posts that are not public, boosts, and what others reply"

_NEXT = re.compile(r'<([^>]*)>\s*;[^,]*\brel="?next"?', re.IGNORECASE)
_PER_PAGE = 40  # what the API gives at most
_USAGE = "Use https://SERVER/@NAME, https://SERVER/tags/NAME, or https://SERVER with `timeline: local`."


class Options(PagedOptions):
    """Which of a server's public lists is read."""

    timeline: Literal["account", "tag", "local"] | None = Field(
        default=None,
        description="`account`, `tag` or `local`; default: what the address names (/@name, /tags/name)",
    )
    replies: bool = Field(default=True, description="of an account: read its replies to others too")


@dataclass(frozen=True, slots=True)
class Server:
    """Where the API is."""

    base: str

    def get(self, fetch: Fetch, path: str) -> tuple[Any, Answer]:
        """One answer of the API as JSON. Raises MalformedSourceError."""
        answer = fetch(f"{self.base}{path}", accept="application/json")
        try:
            return json.loads(answer.text), answer
        except (ValueError, RecursionError):
            raise refuse(answer, "the server does not answer as Mastodon does") from None


def read(source: Source, options: Options, cursor: Cursor, fetch: Fetch) -> Iterator[Page]:
    """Public posts, newest page first; boosts are left out, since they are other people's posts.

    Raises MalformedSourceError for an address that names no list, or a server that is no Mastodon.
    """
    memory = Memory.open(source, options, cursor)
    parts = urlsplit(source.url)
    server = Server(f"{parts.scheme}://{parts.netloc}")
    path = _path(source.url, options, server, fetch)

    def load(position: str | None) -> Step[RawPost]:
        found, answer = server.get(fetch, path + (f"&max_id={quote(position)}" if position else ""))
        if not isinstance(found, list):
            raise MalformedSourceError(f"the server gave no list of posts ({answer.url})")
        step = _parse(found, answer, server)
        if position is not None and step.keys and rank(step.newest) >= rank(position):
            raise MalformedSourceError(f"the paging does not end: nothing older than post {position} comes")
        return step

    yield from read_back(memory, load)


def _path(url: str, options: Options, server: Server, fetch: Fetch) -> str:
    """The API path of the list that address and options name."""
    path = unquote(urlsplit(url).path).strip("/")
    account = re.fullmatch(r"(?:web/)?@([\w.-]+(?:@[\w.-]+)?)", path)
    tag = re.fullmatch(r"(?:web/timelines/tag|tags?|web/tags)/(\w+)", path)
    kind = options.timeline or ("account" if account else "tag" if tag else None)
    if kind == "local":
        return f"/api/v1/timelines/public?local=true&limit={_PER_PAGE}"
    if kind == "tag" and tag:
        return f"/api/v1/timelines/tag/{quote(tag[1])}?limit={_PER_PAGE}"
    if kind == "account" and account:
        # Asked for in each run and not kept: the number names a person as well as the handle does.
        found, answer = server.get(fetch, f"/api/v1/accounts/lookup?acct={quote(account[1])}")
        id = fields.text(fields.mapping(found).get("id"))
        if id is None:
            raise MalformedSourceError(f"the server knows no such account ({answer.url})")
        replies = "" if options.replies else "&exclude_replies=true"
        return f"/api/v1/accounts/{quote(id)}/statuses?exclude_reblogs=true{replies}&limit={_PER_PAGE}"
    raise MalformedSourceError(f"{url} names no account, hashtag or timeline", remedy=_USAGE)


def _parse(statuses: list[Any], answer: Answer, server: Server) -> Step[RawPost]:
    known = [(id, status) for status in fields.objects(statuses) if (id := fields.text(status.get("id")))]
    found = [_post(id, status, server) for id, status in known if _is_own_and_public(status)]
    ids = [id for id, _ in known]
    posts = tuple(one for one in found if isinstance(one, RawPost))
    return Step(
        items=posts,
        skipped=tuple(one for one in found if isinstance(one, Skipped)),
        keys=tuple(ids),
        newest=max(ids, key=rank, default=None),
        down_to=min(ids, key=rank, default=None),
        reaches=min((post.published_at for post in posts), default=None),
        next=_next(answer),
    )


def _next(answer: Answer) -> str | None:
    """The id below which the next page begins (RFC 8288 Link header, rel=next)."""
    found = _NEXT.search(answer.headers.get("link", ""))
    return parse_qs(urlsplit(found[1]).query).get("max_id", [None])[0] if found else None


def _is_own_and_public(status: Mapping[str, Any]) -> bool:
    return status.get("visibility") == "public" and not status.get("reblog")


def _post(id: str, status: Mapping[str, Any], server: Server) -> RawPost | Skipped | None:
    """The status; None when it has no text (a picture alone)."""
    warning = clean(fields.text(status.get("spoiler_text")) or "")
    text = f"{warning}\n\n{html_to_text(fields.text(status.get('content')) or '')}".strip()
    if not text:
        return None
    moment = parse_date(fields.text(status.get("created_at")) or "")
    if moment is None:
        return Skipped(f"post {id}", "it has no date that can be read")
    account = fields.mapping(status.get("account"))
    people = [account, *fields.objects(status.get("mentions"))]
    return RawPost(
        native_id=id,
        text=text,
        published_at=moment,
        author=fields.text(account.get("acct")),
        names=fields.names(
            person.get(part) for person in people for part in ("acct", "username", "display_name")
        ),
        url=f"{server.base}/web/statuses/{quote(id)}",  # its own address holds the author's handle
        edited_at=parse_date(fields.text(status.get("edited_at")) or ""),
        language=fields.language(status.get("language")),
        in_reply_to=fields.text(status.get("in_reply_to_id")),
        likes=fields.count(status.get("favourites_count")),
        shares=fields.count(status.get("reblogs_count")),
        replies=fields.count(status.get("replies_count")),
    )
