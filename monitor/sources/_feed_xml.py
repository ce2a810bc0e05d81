"""RSS and Atom → posts, by feedparser."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from hashlib import blake2b
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

from monitor.errors import MalformedSourceError
from monitor.fetch import Answer
from monitor.records import RawPost, Skipped
from monitor.sources import _fields as fields
from monitor.sources._dated import dated_step
from monitor.sources._dates import parse_date
from monitor.sources._html import refuse
from monitor.sources._paging import Step
from monitor.sources._text import html_to_text, one_line

_END = re.compile(r"</(?:\w+:)?(?:rss|feed|rdf)\s*>\s*(?:<!--.*?-->\s*)*$", re.IGNORECASE | re.DOTALL)
_OLDER = ("prev-archive", "next")  # RFC 5005: archived feeds, then paged ones


def parse_xml_feed(answer: Answer) -> Step[RawPost]:
    """One feed document. A document that ends too early gives its whole entries and a Skipped.

    Raises MalformedSourceError, or LoginWallError, for anything that is no feed.
    """
    parsed = _parsed(answer)
    if not parsed.get("version"):
        raise refuse(answer, "this is not a feed")
    entries, cut = list(parsed.entries), not _END.search(answer.text)
    if cut and entries:
        entries.pop()
    posts: list[RawPost] = []
    skipped = [Skipped("feed", "it ends too early; its last entry is read next time")] if cut else []
    for number, entry in enumerate(entries, 1):
        found = _post(entry, answer.url, number)
        posts.append(found) if isinstance(found, RawPost) else skipped.append(found)
    older = None if cut else next(_older(parsed.feed.get("links", ()), answer.url), None)
    return dated_step(tuple(posts), tuple(skipped), next=older, whole=not cut)


def _parsed(answer: Answer) -> Any:
    import feedparser

    # Already decoded by what fits best; the header keeps feedparser from believing the XML declaration.
    body = BytesIO(answer.text.encode("utf-8", "replace"))
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": answer.url}
    try:
        return feedparser.parse(
            body, response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except (ValueError, RecursionError, AssertionError) as error:
        # feedparser's own code points and nesting; its parsers are not written for hostile input.
        raise MalformedSourceError(f"the feed cannot be parsed: {error} ({answer.url})") from None


def _older(links: Any, base: str) -> Iterator[str]:
    for rel in _OLDER:
        for link in links:
            if link.get("rel") == rel and link.get("href"):
                yield urljoin(base, link["href"])


def _post(entry: Mapping[str, Any], base: str, number: int) -> RawPost | Skipped:
    published, updated = _moment(entry, "published"), _moment(entry, "updated")
    moment = published or updated
    if moment is None:
        return Skipped(f"entry {number}", "it has no date that can be read")
    text = _text(entry)
    if not text:
        return Skipped(f"entry {number}", "it has no text")
    link = fields.text(entry.get("link"))
    url = urljoin(base, link) if link else None
    author = fields.text(entry.get("author_detail", {}).get("name")) or fields.text(entry.get("author"))
    return RawPost(
        native_id=fields.text(entry.get("id")) or url or _digest(moment, text),
        text=text,
        published_at=moment,
        author=author and one_line(author),
        names=_names(entry),
        url=url,
        edited_at=updated if updated and published and updated > published else None,
        language=_language(entry),
        in_reply_to=fields.text(fields.mapping(entry.get("thr_in-reply-to")).get("ref")),
        replies=fields.count(entry.get("slash_comments") or entry.get("thr_total")),
    )


def _moment(entry: Mapping[str, Any], name: str) -> datetime | None:
    # Asked with `in`: feedparser hands out `published` for a missing `updated`.
    moment = parse_date(str(entry[name])) if name in entry and entry[name] else None  # noqa: RUF019
    parsed = f"{name}_parsed"
    # It knows some rare ways of writing dates.
    if moment is None and parsed in entry and entry[parsed]:
        year, month, day, hour, minute, second = entry[parsed][:6]
        if 1990 <= year <= 2200:
            moment = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    return moment


def _text(entry: Mapping[str, Any]) -> str:
    title = one_line(html_to_text(str(entry.get("title") or "")))
    contents = [str(content.get("value") or "") for content in entry.get("content", ())]
    body = html_to_text(max([*contents, str(entry.get("summary") or "")], key=len))
    # Short messages come with a title that is their own beginning.
    beginning = title.rstrip("…. ").casefold()
    if not title or one_line(body).casefold().startswith(beginning):
        return body or title
    return f"{title}\n\n{body}".strip()


def _names(entry: Mapping[str, Any]) -> tuple[str, ...]:
    people = [entry.get("author_detail", {}), *entry.get("authors", ()), *entry.get("contributors", ())]
    parts = [person.get(part) for person in people for part in ("name", "email")]
    return fields.names([*parts, entry.get("author")])


def _language(entry: Mapping[str, Any]) -> str | None:
    # Only what the entry itself says: a feed's language is mostly the software's default.
    said = entry.get("language") or entry.get("dc_language")
    return fields.language(said)


def _digest(moment: datetime, text: str) -> str:
    return blake2b(f"{moment.isoformat()}\n{text}".encode(), digest_size=16).hexdigest()
