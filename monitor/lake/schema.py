"""Arrow schemas of what goes in and out in batches. Times are UTC without a zone, in microseconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC, datetime

import pyarrow as pa

from monitor.records import Post

_TIME = pa.timestamp("us")

POSTS = pa.schema(
    [
        ("post_id", pa.string()),
        ("source_id", pa.string()),
        ("author", pa.string()),
        ("published_at", _TIME),
        ("edited_at", _TIME),
        ("text", pa.string()),
        ("text_digest", pa.string()),
        ("copy_id", pa.string()),
        ("url", pa.string()),
        ("language_hint", pa.string()),
        ("in_reply_to", pa.string()),
        ("likes", pa.int64()),
        ("shares", pa.int64()),
        ("replies", pa.int64()),
    ]
)

MATCH = pa.struct(
    [("id", pa.string()), ("score", pa.float32()), ("certain", pa.bool_()), ("variant", pa.string())]
)

ANNOTATIONS = pa.schema(
    [
        ("post_id", pa.string()),
        ("text_digest", pa.string()),
        ("model_version", pa.string()),
        ("language", pa.string()),
        ("language_score", pa.float32()),
        ("has_claim_score", pa.float32()),
        ("matches", pa.list_(MATCH)),
        ("myths", pa.list_(pa.string())),
        ("suggested", pa.list_(pa.string())),
        ("stance", pa.string()),
        ("stance_score", pa.float32()),
        ("sentiment", pa.string()),
        ("sentiment_score", pa.float32()),
        ("embedding", pa.binary()),
        ("annotated_at", _TIME),
    ]
)

# Tables that only ever grow, row by row, with the columns that make a row the same row.
KEYS = {
    "tips": ("tip_id",),
    "signals": ("signal_id",),
    "responses": ("response_id",),
    "corrections": ("correction_id",),
    "reviews": ("review_id",),
    "audit": ("entry_id",),
    "round_posts": ("round_id", "post_id"),
}


def posts_table(posts: Sequence[Post]) -> pa.Table:
    """The posts as Arrow, each post_id once: of several versions on one page the last one counts."""
    last = list({post.post_id: post for post in posts}.values())
    columns = {field.name: [_plain(getattr(post, field.name)) for post in last] for field in fields(Post)}
    return pa.table(columns, schema=POSTS)


def utc(moment: datetime | None) -> datetime | None:
    """The moment as stored: UTC, zone dropped. A moment without a zone is refused (ValueError)."""
    if moment is None:
        return None
    if moment.tzinfo is None:
        raise ValueError(f"a time without a zone cannot be stored: {moment.isoformat()}")
    return moment.astimezone(UTC).replace(tzinfo=None)


def now() -> datetime:
    """The present moment, as stored."""
    return datetime.now(UTC).replace(tzinfo=None)


def _plain(value: object) -> object:
    return utc(value) if isinstance(value, datetime) else value
