"""What people say a post is about. Kept as rows that only grow: taking one back is a row of its own."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal
from uuid import uuid4

from monitor.errors import InputError
from monitor.records import SENTIMENTS, STANCES, Sentiment, Stance
from monitor.rights import Person, Right, require
from monitor.workflow import signature

if TYPE_CHECKING:
    from monitor.store import Lake

Kind = Literal["suggested", "blind", "settled", "set-aside", "named", "myth"]

# Reviews that stand: not taken back, and of the post as it now reads. `copy`: what the post shares with its copies.
STANDING = """
    SELECT r.*, coalesce(p.copy_id, p.post_id) AS copy
    FROM reviews r JOIN posts p ON p.post_id = r.post_id AND p.text_digest = r.text_digest
    WHERE r.kind IS NOT NULL AND r.withdraws IS NULL
      AND NOT EXISTS (SELECT 1 FROM reviews w WHERE w.withdraws = r.review_id)
"""


@dataclass(frozen=True, slots=True)
class Label:
    """What a post is about. No myths: it speaks of no rumour of the catalogue, and has no stance."""

    myths: tuple[str, ...] = ()
    stance: Stance | None = None
    sentiment: Sentiment | None = None

    def check(self, known: Collection[str]) -> None:
        """Raises InputError for a label that cannot be."""
        if missing := set(self.myths) - set(known):
            raise InputError(f"there is no myth “{min(missing)}”")
        if bool(self.myths) != (self.stance in STANCES):
            raise InputError("a post that speaks of a rumour has a stance, and no other has one")
        if self.sentiment not in (*SENTIMENTS, None):
            raise InputError(f"“{self.sentiment}” is not a sentiment; use one of {', '.join(SENTIMENTS)}")


@dataclass(frozen=True, slots=True)
class PostRef:
    """A post in the wording that a person saw."""

    post_id: str
    text_digest: str


@dataclass(frozen=True, slots=True)
class Review:
    """What one person said of one post."""

    review_id: str
    post_id: str
    kind: Kind
    label: Label
    reviewer: str
    round_id: str | None
    note: str | None
    at: datetime


def note(
    lake: Lake,
    posts: Sequence[PostRef],
    kind: Kind,
    label: Label,
    by: Person,
    *,
    round_id: str | None = None,
    text: str | None = None,
    version: str | None = None,
) -> list[str]:
    """Stores one review per post and returns their ids. Who may do this is asked by the callers."""
    import pyarrow as pa

    reviewer, now = signature(by), datetime.now(UTC).replace(tzinfo=None)
    rows = [
        {
            "review_id": uuid4().hex,
            "post_id": post.post_id,
            "text_digest": post.text_digest,
            "model_version": version,
            "myths": list(label.myths),
            "none_of_these": not label.myths,
            "stance": label.stance,
            "sentiment": label.sentiment,
            "note": text,
            "reviewer": reviewer,
            "reviewed_at": now,
            "kind": kind,
            "round_id": round_id,
        }
        for post in posts
    ]
    if rows:
        lake.append("reviews", pa.Table.from_pylist(rows, schema=_schema()))
    return [str(row["review_id"]) for row in rows]


def take_back(lake: Lake, review_ids: Sequence[str], by: Person, right: Right = "label") -> int:
    """Takes reviews back that still stand; how many. What was said stays in the record, but counts no longer."""
    import pyarrow as pa

    require(by, right)
    found = lake.query(
        f"SELECT review_id, post_id, text_digest, kind FROM ({STANDING}) WHERE list_contains($ids, review_id)",
        {"ids": list(review_ids)},
    ).to_pylist()
    now = datetime.now(UTC).replace(tzinfo=None)
    rows = [
        {
            **row,
            "review_id": f"{row['review_id']}/back",  # the same review is taken back once, whoever is faster
            "withdraws": row["review_id"],
            "reviewer": signature(by),
            "reviewed_at": now,
        }
        for row in found
    ]
    return lake.append("reviews", pa.Table.from_pylist(rows, schema=_schema())) if rows else 0


def standing(lake: Lake, kinds: Sequence[Kind], round_id: str | None = None) -> list[Review]:
    """The reviews of these kinds that stand, the oldest first."""
    rows = lake.query(
        f"""
        SELECT * FROM ({STANDING})
        WHERE list_contains($kinds, kind) AND ($round IS NULL OR round_id = $round)
        ORDER BY reviewed_at, review_id
        """,
        {"kinds": list(kinds), "round": round_id},
    ).to_pylist()
    return [_review(row) for row in rows]


def _review(row: dict[str, Any]) -> Review:
    label = Label(tuple(row["myths"] or ()), row["stance"], row["sentiment"])
    return Review(
        row["review_id"],
        row["post_id"],
        row["kind"],
        label,
        row["reviewer"],
        row["round_id"],
        row["note"],
        row["reviewed_at"],
    )


def _schema() -> Any:
    import pyarrow as pa

    texts = (
        "review_id post_id text_digest model_version stance sentiment note reviewer kind round_id withdraws"
    )
    return pa.schema(
        [
            *((name, pa.string()) for name in texts.split()),
            ("myths", pa.list_(pa.string())),
            ("none_of_these", pa.bool_()),
            ("reviewed_at", pa.timestamp("us")),
        ]
    )
