"""Counts per week, myth, language, community and stance, always with the posts read beside them.

A week begins on Monday 00:00 UTC and is named by that day. Counts are of certain matches of one model
version. A cell with fewer than five different authors is not shown as a number (`shown`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from monitor.records import Sentiment, Stance

if TYPE_CHECKING:
    import pyarrow as pa

    from monitor.store import Lake

FEWEST_AUTHORS = 5

# Posts that the chosen model has labelled in their present wording, with their place.
LABELLED = """
    SELECT p.post_id, p.author, p.text, p.url, p.copy_id, p.published_at,
           date_trunc('week', p.published_at)::DATE AS week,
           p.source_id, s.community,
           a.language, a.myths, a.suggested, a.matches, a.stance, a.sentiment
    FROM posts p
    JOIN annotations a ON a.post_id = p.post_id
      AND a.text_digest = p.text_digest AND a.model_version = $version
    JOIN sources s ON s.source_id = p.source_id
"""


@dataclass(frozen=True, slots=True)
class Cell:
    """A count as it may be shown: posts and different authors."""

    posts: int
    authors: int

    @property
    def small(self) -> bool:
        """Whether too few people stand behind it to show the number."""
        return self.posts > 0 and self.authors < FEWEST_AUTHORS

    @property
    def drawn(self) -> float:
        """The height to draw: a small cell gets one height, whatever its number."""
        return FEWEST_AUTHORS / 2 if self.small else float(self.posts)

    def shown(self) -> str:
        """The count, or «<5» where fewer than five different authors stand behind a count above zero."""
        return f"<{FEWEST_AUTHORS}" if self.small else str(self.posts)


def model_version(lake: Lake) -> str | None:
    """The model version that labelled last; None before the first labelling."""
    rows = _rows(
        lake, "SELECT model_version FROM annotations GROUP BY ALL ORDER BY max(annotated_at) DESC LIMIT 1"
    )
    return rows[0]["model_version"] if rows else None


def weekly_matches(lake: Lake, version: str) -> pa.Table:
    """Arrow table: week, myth, language (of the text), community, stance, posts, authors."""
    return lake.query(
        f"""
        SELECT week, myth, language, community, stance,
               count(*) AS posts, count(DISTINCT author) AS authors
        FROM (SELECT *, unnest(myths) AS myth FROM ({LABELLED})) GROUP BY ALL ORDER BY ALL
        """,
        {"version": version},
    )


def weekly_stances(lake: Lake, version: str) -> pa.Table:
    """The same matches over all places. Arrow table: week, myth, stance, posts, authors."""
    return lake.query(
        f"""
        SELECT week, myth, stance, count(*) AS posts, count(DISTINCT author) AS authors
        FROM (SELECT *, unnest(myths) AS myth FROM ({LABELLED})) GROUP BY ALL ORDER BY ALL
        """,
        {"version": version},
    )


def weekly_places(lake: Lake, version: str) -> pa.Table:
    """The same matches by place. Arrow table: week, myth, scope (language, community), place, posts, authors.

    Authors are counted once per row, however many stances their posts take.
    """
    return lake.query(
        f"""
        SELECT week, myth, posts, authors,
               CASE WHEN language IS NULL THEN 'community' ELSE 'language' END AS scope,
               coalesce(language, community) AS place
        FROM (
            SELECT week, myth, language, community, count(*) AS posts, count(DISTINCT author) AS authors
            FROM (SELECT *, unnest(myths) AS myth FROM ({LABELLED}))
            GROUP BY GROUPING SETS ((week, myth, language), (week, myth, community))
        ) ORDER BY ALL
        """,
        {"version": version},
    )


def weekly_read(lake: Lake, version: str) -> pa.Table:
    """The denominator. Arrow table: week, language, community, posts, authors."""
    return lake.query(
        f"""
        SELECT week, language, community, count(*) AS posts, count(DISTINCT author) AS authors
        FROM ({LABELLED}) GROUP BY ALL ORDER BY ALL
        """,
        {"version": version},
    )


def myth_stances(lake: Lake, version: str, first: date, last: date) -> dict[str, dict[str, Cell]]:
    """Per myth and stance: posts and authors of the weeks `first` to `last`, both included."""
    rows = _rows(
        lake,
        f"""
        SELECT myth, stance, count(*) AS posts, count(DISTINCT author) AS authors
        FROM (SELECT *, unnest(myths) AS myth FROM ({LABELLED}))
        WHERE week BETWEEN $first AND $last GROUP BY ALL
        """,
        {"version": version, "first": first, "last": last},
    )
    result: dict[str, dict[str, Cell]] = {}
    for row in rows:
        result.setdefault(row["myth"], {})[row["stance"]] = Cell(row["posts"], row["authors"])
    return result


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
    rows = _rows(
        lake,
        f"""
        SELECT any_value(text) AS text, any_value(language) AS language, any_value(stance) AS stance,
               any_value(sentiment) AS sentiment, any_value(community) AS community,
               max(published_at)::DATE AS published, count(*) AS copies,
               any_value(found.variant) AS variant, max(found.score) AS score
        FROM (SELECT *, list_filter(matches, m -> m.id = $myth)[1] AS found FROM ({LABELLED}))
        WHERE list_contains(myths, $myth)
          AND ($week IS NULL OR week = $week) AND ($language IS NULL OR language = $language)
        GROUP BY coalesce(copy_id, post_id)
        ORDER BY date_trunc('week', max(published_at)) DESC, score DESC, text
        LIMIT $limit
        """,
        {"version": version, "myth": myth, "week": week, "language": language, "limit": limit},
    )
    return [Example(**row) for row in rows]


def posts_per_source(lake: Lake) -> dict[str, int]:
    """Stored posts by source id."""
    rows = _rows(lake, "SELECT source_id, count(*) AS posts FROM posts GROUP BY ALL ORDER BY ALL")
    return {row["source_id"]: row["posts"] for row in rows}


def community_names(lake: Lake) -> dict[str, tuple[str, str]]:
    """(language, region) of each community by its id, as the source files write them."""
    rows = _rows(lake, "SELECT DISTINCT community, language, region FROM sources ORDER BY ALL")
    return {row["community"]: (row["language"], row["region"]) for row in rows}


def last_complete_week(today: date) -> date:
    """The Monday of the newest week that is over."""
    return today - timedelta(days=today.weekday() + 7)


def _rows(lake: Lake, sql: str, parameters: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = lake.query(sql, parameters or {}).to_pylist()
    return rows
