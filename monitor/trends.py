"""Counts per week, myth, language, community and stance, always with the posts read beside them.

A week begins on Monday 00:00 UTC and is named by that day. Counts are of certain matches of one model
version. A cell with fewer than five different authors is not shown as a number (`shown`).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from monitor.counted import counted, read, received

if TYPE_CHECKING:
    import pyarrow as pa

    from monitor.store import Lake

FEWEST_AUTHORS = 5
_COUNTS = "sum(posts)::BIGINT AS posts, count(DISTINCT author) AS authors"


@dataclass(frozen=True, slots=True)
class Place:
    """Whose posts: of one language, of one region, or of both; None takes all."""

    language: str | None = None
    region: str | None = None


EVERYWHERE = Place()
HERE = "($language IS NULL OR language = $language) AND ($region IS NULL OR region = $region)"


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
    rows = _rows(lake, "SELECT model_version FROM annotations ORDER BY annotated_at DESC LIMIT 1")
    return rows[0]["model_version"] if rows else None


def weekly_matches(lake: Lake, version: str) -> pa.Table:
    """Arrow table: week, myth, language (of the text), community, stance, posts, authors."""
    return lake.query(
        f"""
        SELECT week, myth, language, community, stance, {_COUNTS}
        FROM ({_told(lake)}) GROUP BY ALL ORDER BY ALL
        """,
        {"version": version},
    )


def weekly_stances(
    lake: Lake, version: str, myth: str, first: date = date.min, last: date = date.max
) -> pa.Table:
    """The matches of one myth over all places. Arrow table: week, stance, posts, authors."""
    return lake.query(
        f"""
        SELECT week, stance, {_COUNTS} FROM ({counted(lake)})
        WHERE told AND list_contains(myths, $myth) AND week BETWEEN $first AND $last GROUP BY ALL ORDER BY ALL
        """,
        {"version": version, "myth": myth, "first": first, "last": last},
    )


def weekly_places(lake: Lake, version: str, first: date = date.min, last: date = date.max) -> pa.Table:
    """The same matches by place. Arrow table: week, myth, scope (language, community), place, posts, authors.

    Authors are counted once per row, however many stances their posts take.
    """
    return lake.query(
        f"""
        SELECT week, myth, posts, authors,
               CASE WHEN language IS NULL THEN 'community' ELSE 'language' END AS scope,
               coalesce(language, community) AS place
        FROM (
            SELECT week, myth, language, community, {_COUNTS}
            FROM ({_told(lake)}) WHERE week BETWEEN $first AND $last
            GROUP BY GROUPING SETS ((week, myth, language), (week, myth, community))
        ) ORDER BY ALL
        """,
        {"version": version, "first": first, "last": last},
    )


def weekly_read(lake: Lake, version: str, first: date = date.min, last: date = date.max) -> pa.Table:
    """The denominator. Arrow table: week, language, community, posts."""
    return lake.query(
        f"""
        SELECT week, language, community, sum(posts)::BIGINT AS posts
        FROM ({read(lake)}) WHERE week BETWEEN $first AND $last GROUP BY ALL ORDER BY ALL
        """,
        {"version": version, "first": first, "last": last},
    )


def myth_stances(
    lake: Lake, version: str, first: date, last: date, place: Place = EVERYWHERE
) -> dict[str, dict[str, Cell]]:
    """Per myth and stance: posts and authors of the weeks `first` to `last`, both included."""
    rows = _rows(
        lake,
        f"""
        SELECT myth, stance, {_COUNTS} FROM ({_told(lake)})
        WHERE week BETWEEN $first AND $last AND {HERE} GROUP BY ALL
        """,
        {"version": version, "first": first, "last": last, **asdict(place)},
    )
    result: dict[str, dict[str, Cell]] = {}
    for row in rows:
        result.setdefault(row["myth"], {})[row["stance"]] = Cell(row["posts"], row["authors"])
    return result


def _told(lake: Lake) -> str:
    return f"SELECT *, unnest(myths) AS myth FROM ({counted(lake)}) WHERE told"


def posts_per_source(lake: Lake) -> dict[str, int]:
    """Stored posts by source id."""
    rows = _rows(
        lake,
        f"SELECT source_id, sum(posts)::BIGINT AS posts FROM ({received(lake)}) GROUP BY ALL ORDER BY ALL",
    )
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
