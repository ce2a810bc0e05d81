"""How a myth is worded: the known wordings that posts lie nearest to, and redacted examples."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from monitor.counted import counted
from monitor.records import Sentiment, Stance
from monitor.trends import Cell

if TYPE_CHECKING:
    from monitor.store import Lake

_CANDIDATES = 400  # posts among which the clearest are chosen: many may be copies of one chain message
_CANDIDATES_EACH = 12  # of one wording


@dataclass(frozen=True, slots=True)
class Example:
    """A redacted post that speaks of a myth, with the claim variant that lies nearest."""

    text: str
    language: str
    stance: Stance
    sentiment: Sentiment
    community: str
    published: date
    copies: int
    variant: str
    score: float


@dataclass(frozen=True, slots=True)
class Wording:
    """A known wording, the posts that lie nearest to it, their languages (none where few wrote them), examples."""

    variant: str
    told: Cell
    languages: tuple[str, ...]
    examples: tuple[Example, ...]


def examples(
    lake: Lake,
    version: str,
    myth: str,
    *,
    week: date | None = None,
    language: str | None = None,
    limit: int = 8,
) -> list[Example]:
    """The clearest matches of a myth, one of each claim copy, newest week first."""
    found = lake.query(
        f"""
        SELECT * FROM (
            SELECT post_id, week, language, stance, sentiment, community,
                   list_filter(matches, m -> m.id = $myth)[1] AS match
            FROM ({counted(lake)})
            WHERE told AND list_contains(myths, $myth)
              AND ($week IS NULL OR week = $week) AND ($language IS NULL OR language = $language)
        ) ORDER BY week DESC, (match).score DESC, post_id LIMIT {_CANDIDATES}
        """,
        {"version": version, "myth": myth, "week": week, "language": language},
    ).to_pylist()
    return _shown(lake, _clearest(lake, found)[:limit])


def wordings(
    lake: Lake, version: str, myth: str, first: date, last: date, most: int = 5, examples: int = 10
) -> list[Wording]:
    """The wordings that most posts of these weeks lie nearest to, at most `most`, with as many `examples` in all."""
    named = {"version": version, "myth": myth, "first": first, "last": last}
    told = f"""
        WITH told AS (
            SELECT *, list_filter(matches, m -> m.id = $myth)[1] AS match FROM ({counted(lake)})
            WHERE told AND list_contains(myths, $myth) AND week BETWEEN $first AND $last)
        """
    groups = lake.query(
        f"""{told}
        SELECT match.variant AS variant, sum(posts)::BIGINT AS posts, count(DISTINCT author) AS authors,
               list_sort(list(DISTINCT language)) AS languages
        FROM told GROUP BY variant ORDER BY posts DESC, variant LIMIT $most
        """,
        {**named, "most": most},
    ).to_pylist()
    found = lake.query(
        f"""{told}
        SELECT post_id, week, language, stance, sentiment, community, match FROM told
        WHERE match.variant IN (SELECT unnest($variants))
        QUALIFY row_number() OVER (
            PARTITION BY match.variant ORDER BY week DESC, match.score DESC, post_id) <= {_CANDIDATES_EACH}
        """,
        {**named, "variants": [group["variant"] for group in groups]},
    ).to_pylist()
    if not groups:
        return []
    each, own = examples // len(groups), defaultdict[str, list[Mapping[str, Any]]](list)
    for row in _clearest(lake, found):
        own[row["match"]["variant"]].append(row)
    shown = _shown(lake, [row for rows in own.values() for row in rows[:each]])
    return [_wording(group, shown) for group in groups]


def _wording(group: Mapping[str, Any], shown: Sequence[Example]) -> Wording:
    cell = Cell(group["posts"], group["authors"])
    own = tuple(one for one in shown if one.variant == group["variant"])
    return Wording(group["variant"], cell, () if cell.small else tuple(group["languages"]), own)


def _clearest(lake: Lake, found: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """These posts, one of each chain message, the newest week first and in it the clearest."""
    posts = _posts(lake, found)
    clearest: dict[str, dict[str, Any]] = {}
    for row in found:
        if post := posts.get(row["post_id"]):
            clearest.setdefault(post["copy_id"] or row["post_id"], {**row, **post})
    return sorted(
        clearest.values(), key=lambda row: (-row["week"].toordinal(), -row["match"]["score"], row["text"])
    )


def _shown(lake: Lake, rows: Sequence[Mapping[str, Any]]) -> list[Example]:
    copies = _copies(lake, [row["copy_id"] for row in rows if row["copy_id"]])
    return [_example(row, copies.get(row["copy_id"], 1)) for row in rows]


def _posts(lake: Lake, found: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    if not found:
        return {}
    weeks = [row["week"] for row in found]
    rows = lake.query(
        """
        SELECT post_id, text, copy_id, published_at::DATE AS published FROM posts
        WHERE published_at >= $first AND published_at < $after AND post_id IN (SELECT unnest($ids))
        """,
        {
            "first": min(weeks),
            "after": max(weeks) + timedelta(weeks=1),
            "ids": [row["post_id"] for row in found],
        },
    ).to_pylist()
    return {row["post_id"]: row for row in rows}


def _copies(lake: Lake, ids: list[str]) -> dict[str, int]:
    """How often each of these was posted."""
    if not ids:
        return {}
    sql = "SELECT copy_id, count(*) AS n FROM posts WHERE copy_id IN (SELECT unnest($ids)) GROUP BY copy_id"
    return {row["copy_id"]: row["n"] for row in lake.query(sql, {"ids": ids}).to_pylist()}


def _example(row: Mapping[str, Any], copies: int) -> Example:
    return Example(
        text=row["text"],
        language=row["language"],
        stance=row["stance"],
        sentiment=row["sentiment"],
        community=row["community"],
        published=row["published"],
        copies=copies,
        variant=row["match"]["variant"],
        score=row["match"]["score"],
    )
