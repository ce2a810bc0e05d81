"""Feeds: RSS, Atom (RFC 4287) and JSON Feed, with archived and paged feeds (RFC 5005; JSON Feed `next_url`).

A feed that did not change costs one conditional request. Older pages are read on a first run, and later
only as far as the newest page does not reach back to what is known.
"""

from __future__ import annotations

from collections.abc import Iterator

from monitor.fetch import Answer, Fetch
from monitor.records import Cursor, Page, RawPost, Source
from monitor.sources._dated import read_dated
from monitor.sources._feed_json import parse_json_feed
from monitor.sources._feed_xml import parse_xml_feed
from monitor.sources._paging import PagedOptions, Step

LABEL = "feed (RSS, Atom, JSON Feed)"
NOT_COVERED = "comments below the entries, and what the feed leaves out of them"

_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, "
    "application/json;q=0.9, */*;q=0.5"
)


class Options(PagedOptions):
    """A feed needs nothing but its address."""


def read(source: Source, options: Options, cursor: Cursor, fetch: Fetch) -> Iterator[Page]:
    """The feed's entries, newest page first.

    Raises MalformedSourceError for what is not a feed, LoginWallError for a login page in its place.
    """
    yield from read_dated(source, options, cursor, fetch, _parse, _ACCEPT)


def _parse(answer: Answer) -> Step[RawPost]:
    is_json = answer.text.lstrip("\ufeff \t\r\n").startswith("{")
    return parse_json_feed(answer) if is_json else parse_xml_feed(answer)
