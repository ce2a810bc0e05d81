"""What people agreed on, as JSON Lines that `myth-monitor evaluate` reads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from monitor.agreement import consensus, latest
from monitor.config import Settings
from monitor.errors import InputError
from monitor.reviews import Label, standing
from monitor.rights import Person, require
from monitor.store import Lake
from monitor.trends import model_version

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written, and how many posts wait: people differ, or one alone has labelled them."""

    posts: int
    differing: int
    single: int


def export_labels(settings: Settings, out: Path, by: Person) -> Exported:
    """Writes the posts that two people labelled alike or that were settled. Raises InputError where there is none.

    The answers of the review queue stay out: one person gave each, and on posts that the model was unsure of, so
    figures over them would be worse than over all posts.
    """
    require(by, "download")
    with Lake.open(settings) as lake:
        lines, done = agreed_labels(lake, by)
    if not done.posts:
        raise InputError("there is no post that two people labelled alike, and none that was settled")
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(lines, encoding="utf-8")
    return done


def agreed_labels(lake: Lake, by: Person) -> tuple[str, Exported]:
    """The same as one text, and what it leaves out."""
    require(by, "download")
    settled = {one.post_id: one.label for one in standing(lake, ["settled"])}
    said = latest(standing(lake, ["blind"]))
    agreed = {post: label for post, people in said.items() if (label := consensus(people))} | settled
    lines = list(_lines(lake, agreed))
    waiting = {post: people for post, people in said.items() if post not in agreed}
    single = sum(len(people) == 1 for people in waiting.values())
    return "".join(f"{line}\n" for line in lines), Exported(len(lines), len(waiting) - single, single)


def _lines(lake: Lake, chosen: Mapping[str, Label]) -> Iterator[str]:
    version = model_version(lake)
    rows = lake.query(
        """
        SELECT p.post_id, p.text, a.language, a.has_claim_score FROM posts p
        JOIN annotations a ON a.post_id = p.post_id AND a.text_digest = p.text_digest
          AND a.model_version = $version
        WHERE list_contains($posts, p.post_id) ORDER BY p.post_id
        """,
        {"version": version, "posts": list(chosen)},
    ).to_pylist()
    for row in rows:
        yield json.dumps(_entry(row, chosen[row["post_id"]]), ensure_ascii=False)


def _entry(row: Mapping[str, Any], label: Label) -> dict[str, Any]:
    return {
        "id": row["post_id"],
        "text": row["text"],
        "language": row["language"],  # as the model found it: people are not asked
        "myths": sorted(label.myths),
        "stance": label.stance,
        "sentiment": label.sentiment,
        "has_claim": bool(label.myths) or row["has_claim_score"] >= 0.5,
        "writer": "several people",
        "origin": "collected",
    }
