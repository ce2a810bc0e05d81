"""The review queue: posts in which the model suggests a rumour and a person should look.

On top stands what is least certain and does most harm: the harm of the myth (severity times likelihood) times how
near the score lies to one half. Copies of one text stand there once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from monitor.myths import Myth
from monitor.reviews import STANDING, Label, PostRef, note
from monitor.rights import Person, require

if TYPE_CHECKING:
    from monitor.store import Lake

_QUEUE = f"""
WITH judged AS (SELECT post_id FROM ({STANDING}) WHERE kind IN ('suggested', 'settled')),
known AS (SELECT coalesce(copy_id, post_id) AS copy FROM posts WHERE post_id IN (SELECT post_id FROM judged)),
harm AS (SELECT unnest($myths) AS id, unnest($weights) AS weight),
waiting AS (
    SELECT p.post_id, coalesce(p.copy_id, p.post_id) AS copy, p.text_digest, p.published_at, a.language,
           unnest(list_filter(a.matches, m -> NOT m.certain)) AS match
    FROM annotations a
    JOIN posts p ON p.post_id = a.post_id AND p.text_digest = a.text_digest
    WHERE a.model_version = $version AND len(a.suggested) > 0
      AND (len($languages) = 0 OR list_contains($languages, a.language))
      AND coalesce(p.copy_id, p.post_id) NOT IN (SELECT copy FROM known)
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
    lake: Lake, version: str, myths: Mapping[str, Myth], languages: tuple[str, ...] = (), limit: int = 20
) -> Queue:
    """What waits for a person, the most urgent first."""
    rows = lake.query(
        _QUEUE,
        {
            "version": version,
            "myths": list(myths),
            "weights": [myth.harm.weight for myth in myths.values()],
            "languages": list(languages),
            "limit": limit,
        },
    ).to_pylist()
    texts = _texts(lake, [row["copy"] for row in rows], [row["post_id"] for row in rows])
    posts = tuple(
        Suggested(
            ref=PostRef(row["post_id"], row["text_digest"]),
            text=texts[row["copy"]][0],
            language=row["language"],
            published=row["published_at"].date(),
            copies=texts[row["copy"]][1],
            myth=row["myth"],
            score=row["score"],
            variant=row["variant"],
        )
        for row in rows
        if row["copy"] in texts  # erased just now
    )
    return Queue(posts, rows[0]["total"] if rows else 0)


def answer(
    lake: Lake, version: str, post: Suggested, label: Label, by: Person, known: Mapping[str, Myth]
) -> list[str]:
    """Stores what a person says of a suggested post; the ids with which it can be taken back."""
    require(by, "label")
    label.check(known)
    return note(lake, [post.ref], "suggested", label, by, version=version)


def _texts(lake: Lake, copies: list[str], ids: list[str]) -> dict[str, tuple[str, int]]:
    rows = lake.query(
        """
        SELECT coalesce(copy_id, post_id) AS copy, count(*) AS copies,
               any_value(text) FILTER (WHERE list_contains($ids, post_id)) AS text
        FROM posts WHERE list_contains($copies, coalesce(copy_id, post_id)) GROUP BY ALL
        """,
        {"copies": copies, "ids": ids},
    ).to_pylist()
    return {row["copy"]: (row["text"], row["copies"]) for row in rows if row["text"] is not None}
