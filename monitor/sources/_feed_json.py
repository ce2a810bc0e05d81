"""JSON Feed 1.0 and 1.1 (jsonfeed.org) → posts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

from monitor.errors import MalformedSourceError
from monitor.fetch import Answer
from monitor.records import RawPost, Skipped
from monitor.sources import _fields as fields
from monitor.sources._dated import dated_step
from monitor.sources._dates import parse_date
from monitor.sources._paging import Step
from monitor.sources._text import clean, html_to_text, one_line


def parse_json_feed(answer: Answer) -> Step[RawPost]:
    """One document. Raises MalformedSourceError for broken JSON and for JSON that is no feed."""
    try:
        feed = json.loads(answer.text.lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise MalformedSourceError(f"the JSON Feed is broken: {error} ({answer.url})") from None
    version = feed.get("version")
    if not (isinstance(version, str) and "jsonfeed.org" in version and isinstance(feed.get("items"), list)):
        raise MalformedSourceError(f"this JSON is not a JSON Feed ({answer.url})")
    posts: list[RawPost] = []
    skipped: list[Skipped] = []
    for number, item in enumerate(feed["items"], 1):
        found = _post(fields.mapping(item), feed, answer.url, number)
        posts.append(found) if isinstance(found, RawPost) else skipped.append(found)
    older = fields.text(feed.get("next_url"))
    return dated_step(tuple(posts), tuple(skipped), next=urljoin(answer.url, older) if older else None)


def _post(item: Mapping[str, Any], feed: Mapping[str, Any], base: str, number: int) -> RawPost | Skipped:
    published = parse_date(fields.text(item.get("date_published")) or "")
    modified = parse_date(fields.text(item.get("date_modified")) or "")
    moment, id = published or modified, fields.text(item.get("id"))
    if not id:
        return Skipped(f"item {number}", "it has no id")
    if moment is None:
        return Skipped(f"item {number}", "it has no date that can be read")
    text = _text(item)
    if not text:
        return Skipped(f"item {number}", "it has no text")
    authors = _authors(item) or _authors(feed)
    url = fields.text(item.get("url"))
    return RawPost(
        native_id=id,
        text=text,
        published_at=moment,
        author=next(iter(authors), None),
        names=authors,
        url=urljoin(base, url) if url else None,
        edited_at=modified if modified and published and modified > published else None,
        language=fields.language(item.get("language")),
    )


def _authors(owner: Mapping[str, Any]) -> tuple[str, ...]:
    people = [*fields.objects(owner.get("authors")), fields.mapping(owner.get("author"))]  # `author`: 1.0
    return tuple(one_line(name) for name in fields.names(person.get("name") for person in people))


def _text(item: Mapping[str, Any]) -> str:
    title = one_line(fields.text(item.get("title")) or "")
    html, plain = item.get("content_html"), item.get("content_text")
    body = html_to_text(html) if isinstance(html, str) else clean(plain if isinstance(plain, str) else "")
    if one_line(body).startswith(title.rstrip("…. ")):
        return body
    return f"{title}\n\n{body}".strip()
