"""Silence: a source that gives fewer posts than its own past explains, and a community that gives none at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from monitor.counted import received
from monitor.signals import FEWEST_WEEKS, PAST_WEEKS, predict
from monitor.trends import weekly_read

if TYPE_CHECKING:
    from monitor.store import Lake

_LEVEL = 0.98  # one healthy source in a hundred is called silent in a week
_SOME = 4  # posts a week: where fewer are usual, a week without any is no surprise (4.6 with Poisson's 1 %)


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
    if len(past) < FEWEST_WEEKS or sum(past) < _SOME * len(past):
        return 0
    return predict(past, [1] * len(past), 1).interval(_LEVEL)[0]


@dataclass(frozen=True, slots=True)
class Unread:
    """Weeks that are missing: those in which nothing at all was read, and those in which some communities were not."""

    everywhere: list[date]
    communities: dict[str, list[date]]


def unread_weeks(lake: Lake, version: str, first: date, last: date) -> Unread:
    """What is missing from `first` to `last`. Of a community only what its own past does not explain."""
    counts: dict[str, dict[date, int]] = {}
    for row in weekly_read(lake, version, first - timedelta(weeks=PAST_WEEKS), last).to_pylist():
        of = counts.setdefault(row["community"], {})
        of[row["week"]] = of.get(row["week"], 0) + row["posts"]
    weeks = [first + timedelta(weeks=at) for at in range((last - first).days // 7 + 1)]
    nowhere = [week for week in weeks if not any(week in read for read in counts.values())]
    shown = set(weeks) - set(nowhere)
    missing = {
        id: [week for week in unread(read, last) if week in shown] for id, read in sorted(counts.items())
    }
    return Unread(nowhere, {id: some for id, some in missing.items() if some})


def unread(read: Mapping[date, int], last: date) -> list[date]:
    """The weeks up to `last` without a post that the weeks before do not explain: they were not read, or not labelled.

    Where a week without posts is usual, it is a quiet one. What was not read says nothing about later weeks.
    """
    past: list[int] = []
    found = []
    begin = min((week for week, posts in read.items() if posts), default=last)
    for at in range((last - begin).days // 7 + 1):
        week = begin + timedelta(weeks=at)
        posts = read.get(week, 0)
        if posts or not fewest_usual(past[-PAST_WEEKS:]):
            past.append(posts)
        else:
            found.append(week)
    return found
