"""Corrections: which response was posted where, when and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import blake2b
from typing import Any
from urllib.parse import urlsplit

from monitor.config import Settings
from monitor.errors import InputError, WorkflowError
from monitor.privacy import redact
from monitor.redaction.links import is_personal
from monitor.response_desk import has_store, history_of
from monitor.responses import Channel
from monitor.rights import Person, require
from monitor.source_files import find_source
from monitor.store import Lake
from monitor.workflow import signature


@dataclass(frozen=True, slots=True)
class Posted:
    """A response that was posted. Exactly one of `source` (an id) and `place` (in words) is given."""

    myth: str
    language: str
    channel: Channel
    by: Person
    source: str | None = None
    place: str | None = None
    url: str | None = None
    on: date | None = None
    note: str = ""


def note_posted(settings: Settings, posted: Posted, today: date | None = None) -> tuple[str, str]:
    """Stores the correction: (its id, the state of the text that was posted).

    Raises WorkflowError when there is no such text in use or it was noted already, and InputError for a place
    or address that cannot be stored.
    """
    import pyarrow as pa

    require(posted.by, "post")
    day = today or datetime.now(UTC).date()
    response = history_of(settings, posted.myth, posted.language).shown(day)
    if response is None or posted.channel not in response.texts:
        what = f"{posted.myth}/{posted.language} has no text in use for “{posted.channel}”"
        raise WorkflowError(what, remedy="`myth-monitor responses list` shows what there is.")
    row = {
        **_checked(settings, posted, day),
        "response_id": f"{posted.myth}/{posted.language}/{response.version}",
        "response_version": response.version,
        "added_at": datetime.now(UTC).replace(tzinfo=None),
    }
    with Lake.open(settings) as lake:
        if not lake.append("corrections", pa.Table.from_pylist([row])):
            raise WorkflowError("this was noted already: same text, same place, same day")
    return str(row["correction_id"]), response.state_on(day)


_POSTED = """
    SELECT posted_at::DATE AS posted_at, myth, language, channel, response_version,
           coalesce(source_id, place) AS place, url, posted_by, note
    FROM corrections
    WHERE posted_at::DATE BETWEEN $first AND $last ORDER BY posted_at DESC, added_at DESC, correction_id
"""


def corrections_in(lake: Lake, first: date, last: date) -> list[dict[str, Any]]:
    """What was posted from that day to that day, the newest first."""
    rows: list[dict[str, Any]] = lake.query(_POSTED, {"first": first, "last": last}).to_pylist()
    return rows


def corrections(settings: Settings, lake: Lake | None = None) -> list[dict[str, Any]]:
    """What was posted, the newest first. Whoever has the home's lake open gives it."""
    if lake is None:
        if not has_store(settings):
            return []
        with Lake.open(settings) as opened:
            return corrections(settings, opened)
    rows = corrections_in(lake, date.min, date.max)
    return [{**row, "posted_at": row["posted_at"].isoformat()} for row in rows]


def _checked(settings: Settings, posted: Posted, today: date) -> dict[str, Any]:
    if (posted.source is None) == (posted.place is None):
        raise InputError("say where it was posted: either a source or a place")
    if posted.source is not None:
        find_source(settings.sources_dir, posted.source)
    on = posted.on or today
    if on > today:
        raise InputError(f"{on} has not come yet")
    place = redact(posted.place) if posted.place else None
    where = (posted.myth, posted.language, posted.channel, posted.source, place, posted.url, on.isoformat())
    return {
        "correction_id": blake2b("\n".join(map(str, where)).encode(), digest_size=16).hexdigest(),
        "myth": posted.myth,
        "language": posted.language,
        "channel": posted.channel,
        "source_id": posted.source,
        "place": place,
        "url": _address(posted.url),
        "posted_by": signature(posted.by),
        "posted_at": datetime(on.year, on.month, on.day),
        "note": redact(posted.note) or None,
    }


def _address(url: str | None) -> str | None:
    if url is None:
        return None
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InputError(f"“{url}” is not a web address")
    if is_personal(url):
        raise InputError(
            "this address leads to a person's profile, which is not stored: give the page or group instead"
        )
    return url
