"""Posts and labels by the handful, for tests of what is made of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pyarrow as pa

from monitor.records import Community, Post, Source
from monitor.store import ANNOTATIONS, Lake

WEEK = date(2026, 11, 16)
SOURCE = Source(
    id="page", type="page", title="A page", community=Community(language="pl", region="Noord-Brabant")
)


def post(number: int, author: str, text: str, copy: str | None = None, day: int = 0) -> Post:
    return Post(
        post_id=f"{number:032x}",
        source_id=SOURCE.id,
        author=author,
        published_at=datetime(2026, 11, 16, 12, tzinfo=UTC) + timedelta(days=day),
        edited_at=None,
        text=text,
        text_digest=f"{hash(text) & 0xFFFFFFFFFFFFFFFF:016x}",
        copy_id=copy,
        url=None,
        language_hint="pl",
        in_reply_to=None,
        likes=None,
        shares=None,
        replies=None,
    )


def store(lake: Lake, posts: list[Post]) -> None:
    lake.append_page(SOURCE.id, posts, {}, "run")


def label(lake: Lake, posts: list[Post], myth: str | None, stance: str | None, version: str = "m1") -> None:
    """The posts speak of the myth, or of none."""
    matches = [{"id": myth, "score": 0.9, "certain": True, "variant": "wording"}] if myth else []
    said = {"matches": matches, "myths": [myth] if myth else [], "stance": stance, "model_version": version}
    keep_labels(lake, [(one, said) for one in posts])


def keep_labels(lake: Lake, labels: Iterable[tuple[Post, dict[str, Any]]]) -> None:
    """Stores a label per post: no myth and a negative mood, where nothing else is said."""
    rows = [_usual(one) | said for one, said in labels]
    lake.append_annotations(pa.Table.from_pylist(rows, schema=ANNOTATIONS))


def _usual(one: Post) -> dict[str, Any]:
    return {
        "post_id": one.post_id,
        "text_digest": one.text_digest,
        "model_version": "m1",
        "language": "pl",
        "language_score": 1.0,
        "has_claim_score": 1.0,
        "matches": [],
        "myths": [],
        "suggested": [],
        "stance": None,
        "stance_score": 1.0,
        "sentiment": "negative",
        "sentiment_score": 1.0,
        "embedding": b"",
        "annotated_at": datetime(2026, 11, 20),
    }
