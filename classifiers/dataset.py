"""Labelled posts: JSON Lines with id, text, language, myths, stance, sentiment, has_claim, writer, origin."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MYTHS = (
    "asking-help-backfires",
    "child-removal",
    "complaint-costs-job-and-home",
    "gp-refuses-care",
    "no-homework",
    "own-bedroom",
    "professionals-report-everything",
    "registration-through-employer",
    "school-tests",
    "sick-leave-dismissal",
)
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
STANCES = ("asserts", "questions", "rejects", "experience", "mentions")
SENTIMENTS = ("negative", "neutral", "positive")


@dataclass(frozen=True, slots=True)
class LabelledPost:
    """One post with the labels that a person (or, for invented posts, its writer) gave it."""

    id: str
    text: str
    language: str
    myths: tuple[str, ...]
    stance: str | None
    sentiment: str
    has_claim: bool
    writer: str
    origin: str


def read_posts(paths: Iterable[Path]) -> list[LabelledPost]:
    """All posts of the files. Raises ValueError naming file, line and field of the first fault."""
    posts = []
    for path in paths:
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if line.strip():
                try:
                    posts.append(_post(json.loads(line)))
                except (ValueError, KeyError, TypeError) as error:
                    raise ValueError(f"{path}:{number}: {error}") from None
    return posts


def _post(row: dict[str, Any]) -> LabelledPost:
    post = LabelledPost(**{**row, "myths": tuple(row["myths"])})
    if not isinstance(post.text, str) or not post.text.strip():
        raise ValueError("text: is empty")
    if unknown := [myth for myth in post.myths if not _SLUG.fullmatch(myth)]:
        raise ValueError(f"myths: {', '.join(unknown)} is not the id of a myth or claim")
    if (post.stance in STANCES) != bool(post.myths):
        raise ValueError(f"stance: {post.stance!r} does not fit {len(post.myths)} myths")
    if post.sentiment not in SENTIMENTS:
        raise ValueError(f"sentiment: {post.sentiment!r} is not one of {', '.join(SENTIMENTS)}")
    return post


def digest(posts: Iterable[LabelledPost]) -> str:
    """Eight digits that change when a text or label of the set changes."""
    lines = sorted(f"{post.text}|{post.myths}|{post.stance}|{post.sentiment}" for post in posts)
    return hashlib.blake2b("\n".join(lines).encode(), digest_size=4).hexdigest()
