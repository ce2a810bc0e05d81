"""Silence: a source that gives fewer posts than its own past explains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from monitor.counted import received
from monitor.signals import FEWEST_WEEKS, PAST_WEEKS, predict

if TYPE_CHECKING:
    from monitor.store import Lake

_LEVEL = 0.98  # one healthy source in a hundred is called silent in a week


@dataclass(frozen=True, slots=True)
class SourceWeeks:
    """A source's posts per week, oldest first, and the fewest that its past explains in the last one."""

    weeks: Sequence[date]
    posts: Sequence[int]
    fewest: int = 0

    @property
    def silent(self) -> bool:
        """Whether the last week has fewer posts than the past explains."""
        return bool(self.posts) and self.posts[-1] < self.fewest


def source_weeks(lake: Lake, week: date) -> dict[str, SourceWeeks]:
    """The weeks up to `week` of each source, from its first post on and at most 26 before."""
    first = week - timedelta(weeks=PAST_WEEKS)
    rows = lake.query(
        f"""
        SELECT source_id, week, sum(posts)::BIGINT AS posts FROM ({received(lake)})
        WHERE week BETWEEN $first AND $last GROUP BY ALL
        """,
        {"first": first, "last": week},
    ).to_pylist()
    counts: dict[str, dict[date, int]] = {}
    for row in rows:
        counts.setdefault(row["source_id"], {})[row["week"]] = row["posts"]
    return {id: _weeks(found, week) for id, found in counts.items()}


def _weeks(counts: dict[date, int], week: date) -> SourceWeeks:
    begin = min(counts)
    weeks = [begin + timedelta(weeks=at) for at in range((week - begin).days // 7 + 1)]
    posts = [counts.get(at, 0) for at in weeks]
    return SourceWeeks(weeks, posts, fewest_usual(posts[:-1]))


def fewest_usual(past: Sequence[int]) -> int:
    """The fewest posts of a week that these past weeks explain; 0 where they are too few to say."""
    if len(past) < FEWEST_WEEKS:
        return 0
    return predict(past, [1] * len(past), 1).interval(_LEVEL)[0]
