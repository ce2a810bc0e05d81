"""Rounds: the same posts, labelled by several people who do not see each other's labels, nor the model's.

A round is drawn once and stays. A third of its posts has a certain match, a third a suggested one, a third none, as
far as there are enough; within each third the languages take turns. Each claim copy stands there once.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from monitor.errors import InputError
from monitor.reviews import Label, PostRef, Review, note, standing
from monitor.rights import Person, require
from monitor.workflow import same_person, signature

if TYPE_CHECKING:
    from monitor.store import Lake

_LARGEST = 1000
_DRAW = """
WITH posts_once AS (
    SELECT p.post_id, a.language, md5(p.post_id || $seed) AS chance,
           CASE WHEN len(a.myths) > 0 THEN 'certain' WHEN len(a.suggested) > 0 THEN 'suggested' ELSE 'none' END
           AS stratum
    FROM annotations a JOIN posts p ON p.post_id = a.post_id AND p.text_digest = a.text_digest
    WHERE a.model_version = $version
      AND (len($languages) = 0 OR list_contains($languages, a.language))
      AND p.post_id NOT IN (SELECT post_id FROM round_posts)
    QUALIFY row_number() OVER (PARTITION BY coalesce(p.copy_id, p.post_id) ORDER BY p.published_at DESC, p.post_id) = 1
),
turns AS (
    SELECT *, row_number() OVER (PARTITION BY stratum, language ORDER BY chance) AS turn FROM posts_once
),
ranked AS (SELECT *, row_number() OVER (PARTITION BY stratum ORDER BY turn, chance) AS rank FROM turns)
SELECT post_id FROM (SELECT * FROM ranked ORDER BY rank, chance LIMIT $size) ORDER BY chance
"""


@dataclass(frozen=True, slots=True)
class Round:
    """A round, and how many of its posts each person has labelled."""

    id: str
    title: str
    size: int
    made_by: str
    done: tuple[tuple[str, int], ...]

    def done_by(self, by: Person) -> int:
        """How many of its posts this person has labelled."""
        return sum(count for name, count in self.done if same_person(name, by.name and signature(by)))


@dataclass(frozen=True, slots=True)
class BlindPost:
    """A post to label, with nothing that would tell what others or the model think."""

    ref: PostRef
    text: str
    language: str
    position: int


def draw_round(
    lake: Lake, version: str, title: str, size: int, languages: tuple[str, ...], by: Person
) -> str:
    """Draws a round and returns its id. Raises InputError where no post is left to draw."""
    import pyarrow as pa

    require(by, "label")
    if not 1 <= size <= _LARGEST:
        raise InputError(f"a round has 1 to {_LARGEST} posts")
    round_id = uuid4().hex[:12]
    drawn = lake.query(
        _DRAW, {"version": version, "seed": round_id, "size": size, "languages": list(languages)}
    )["post_id"].to_pylist()
    if not drawn:
        raise InputError("no post is left that was not in a round before")
    rows = [
        {
            "round_id": round_id,
            "post_id": post,
            "position": at,
            "title": " ".join(title.split())[:80],
            "made_by": signature(by),
            "made_at": datetime.now(UTC).replace(tzinfo=None),
        }
        for at, post in enumerate(drawn, 1)
    ]
    lake.append("round_posts", pa.Table.from_pylist(rows))
    return round_id


def rounds(lake: Lake) -> list[Round]:
    """All rounds, the newest first."""
    rows = lake.query(
        """
        SELECT round_id, any_value(title) AS title, any_value(made_by) AS made_by, count(*) AS size
        FROM round_posts GROUP BY round_id ORDER BY max(made_at) DESC, round_id
        """
    ).to_pylist()
    done: dict[str, dict[str, set[str]]] = {}
    for review in standing(lake, ["blind"]):
        done.setdefault(review.round_id or "", {}).setdefault(review.reviewer, set()).add(review.post_id)
    return [
        Round(
            row["round_id"],
            row["title"],
            row["size"],
            row["made_by"],
            tuple((name, len(posts)) for name, posts in sorted(done.get(row["round_id"], {}).items())),
        )
        for row in rows
    ]


def next_post(lake: Lake, version: str, round_id: str, by: Person) -> BlindPost | None:
    """The first post of the round that this person has not labelled; None when all are done."""
    mine = [r.post_id for r in own(standing(lake, ["blind"], round_id), by)]
    rows = lake.query(
        """
        SELECT p.post_id, p.text_digest, p.text, a.language, r.position
        FROM round_posts r JOIN posts p USING (post_id)
        LEFT JOIN annotations a ON a.post_id = p.post_id AND a.text_digest = p.text_digest
          AND a.model_version = $version
        WHERE r.round_id = $round AND NOT list_contains($mine, p.post_id) ORDER BY r.position LIMIT 1
        """,
        {"version": version, "round": round_id, "mine": mine},
    ).to_pylist()
    if not rows:
        return None
    [row] = rows
    ref = PostRef(row["post_id"], row["text_digest"])
    return BlindPost(ref, row["text"], row["language"] or "und", row["position"])


def label_blind(
    lake: Lake, round_id: str, post: PostRef, label: Label, by: Person, known: Collection[str]
) -> list[str]:
    """Stores one person's label; the ids with which it can be taken back."""
    require(by, "label")
    label.check(known)
    if label.sentiment is None:
        raise InputError("say the sentiment too")
    return note(lake, [post], "blind", label, by, round_id=round_id)


def settle(
    lake: Lake, round_id: str, post: PostRef, label: Label, by: Person, known: Collection[str]
) -> list[str]:
    """Stores what a post counts as, where people differed; the ids with which it can be taken back."""
    require(by, "label")
    label.check(known)
    return note(lake, [post], "settled", label, by, round_id=round_id)


def own(reviews: Collection[Review], by: Person) -> list[Review]:
    """Those that this person made."""
    mine = signature(by)
    return [one for one in reviews if same_person(one.reviewer, mine)]
