"""The review queue: posts in which the model suggests a rumour and a person should look.

On top stands what is least certain and does most harm: the harm of the myth (severity times likelihood) times how
near the score lies to one half. Copies of one text stand there once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from monitor.counted import unsure
from monitor.myths import Myth
from monitor.reviews import STANDING, Label, PostRef, note
from monitor.rights import Person, require

if TYPE_CHECKING:
    from monitor.store import Lake

_QUEUE = """
WITH known AS (SELECT copy FROM ({standing}) WHERE kind IN ('suggested', 'settled')),
harm AS (SELECT unnest($myths) AS id, unnest($weights) AS weight),
waiting AS (
    SELECT post_id, copy, text_digest, published_at, language, unnest(matches) AS match
    FROM ({unsure})
    WHERE (len($languages) = 0 OR list_contains($languages, language)) AND copy NOT IN (SELECT copy FROM known)
),
ordered AS (
    SELECT waiting.*, match.id AS myth, match.score AS score, match.variant AS variant,
           weight * (1 - abs(2 * match.score - 1)) AS urgency
    FROM waiting JOIN harm ON harm.id = match.id
    QUALIFY row_number() OVER (
        PARTITION BY copy ORDER BY urgency DESC, match.id, published_at DESC, post_id) = 1
)
SELECT *, count(*) OVER () AS total FROM ordered ORDER BY urgency DESC, published_at DESC, post_id LIMIT $limit
"""


@dataclass(frozen=True, slots=True)
class Suggested:
    """A post that waits: the model thinks of `myth`, and `variant` is the known wording that lies nearest."""

    ref: PostRef
    text: str
    language: str
    published: date
    copies: int
    myth: str
    score: float
    variant: str


@dataclass(frozen=True, slots=True)
class Queue:
    """The most urgent posts, and how many wait in all."""

    posts: tuple[Suggested, ...]
    waiting: int


def review_queue(
    lake: Lake, version: str, myths: Mapping[str, Myth], languages: tuple[str, ...] = (), limit: int = 10
) -> Queue:
    """What waits for a person, the most urgent first."""
    rows = lake.query(
        _QUEUE.format(standing=STANDING, unsure=unsure(lake)),
        {
            "version": version,
            "myths": list(myths),
            "weights": [myth.harm.weight for myth in myths.values()],
            "languages": list(languages),
            "limit": limit,
        },
    ).to_pylist()
    texts, copies = _texts(lake, rows), _copies(lake, [row["copy"] for row in rows])
    posts = tuple(
        Suggested(
            ref=PostRef(row["post_id"], row["text_digest"]),
            text=texts[row["post_id"]],
            language=row["language"],
            published=row["published_at"].date(),
            copies=copies.get(row["copy"], 1),
            myth=row["myth"],
            score=row["score"],
            variant=row["variant"],
        )
        for row in rows
        if row["post_id"] in texts  # erased just now
    )
    return Queue(posts, rows[0]["total"] if rows else 0)


def answer(
    lake: Lake, version: str, post: Suggested, label: Label, by: Person, known: Mapping[str, Myth]
) -> list[str]:
    """Stores what a person says of a suggested post; the ids with which it can be taken back."""
    require(by, "label")
    label.check(known)
    return note(lake, [post.ref], "suggested", label, by, version=version)


def _texts(lake: Lake, rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    if not rows:
        return {}
    when = [row["published_at"] for row in rows]  # tells which files to look into
    sql = """
        SELECT post_id, text FROM posts
        WHERE published_at BETWEEN $first AND $last AND post_id IN (SELECT unnest($ids))
    """
    chosen = {"ids": [row["post_id"] for row in rows], "first": min(when), "last": max(when)}
    return {row["post_id"]: row["text"] for row in lake.query(sql, chosen).to_pylist()}


def _copies(lake: Lake, ids: list[str]) -> dict[str, int]:
    """How often each of these was posted; nothing for what nobody copied."""
    sql = "SELECT copy_id, count(*) AS n FROM posts WHERE copy_id IN (SELECT unnest($ids)) GROUP BY copy_id"
    return {row["copy_id"]: row["n"] for row in lake.query(sql, {"ids": ids}).to_pylist()}
