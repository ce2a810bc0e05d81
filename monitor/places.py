"""Where and in which language a myth is told over a period, each count with the posts read beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from monitor.counted import counted
from monitor.signals import Scope
from monitor.trends import Cell

if TYPE_CHECKING:
    from monitor.store import Lake


@dataclass(frozen=True, slots=True)
class Told:
    """A myth in one place: the posts that speak of it, and all posts read there."""

    myth: str
    scope: Scope
    place: str
    told: Cell
    read: int


def myth_places(lake: Lake, version: str, first: date, last: date) -> list[Told]:
    """Every myth in every language and community of the weeks `first` to `last`, most told first.

    An author who wrote in several weeks counts once.
    """
    rows = lake.query(
        f"""
        WITH labelled AS (SELECT * FROM ({counted(lake)}) WHERE week BETWEEN $first AND $last),
        told AS (
            SELECT myth, language, community, sum(posts)::BIGINT AS posts, count(DISTINCT author) AS authors
            FROM (SELECT *, unnest(myths) AS myth FROM labelled WHERE told)
            GROUP BY GROUPING SETS ((myth, language), (myth, community))
        ),
        reading AS (
            SELECT language, community, sum(posts)::BIGINT AS read FROM labelled
            GROUP BY GROUPING SETS ((language), (community))
        )
        SELECT myth, posts, authors, read, coalesce(told.language, told.community) AS place,
               CASE WHEN told.language IS NULL THEN 'community' ELSE 'language' END AS scope
        FROM told JOIN reading ON reading.language IS NOT DISTINCT FROM told.language
          AND reading.community IS NOT DISTINCT FROM told.community
        ORDER BY posts DESC, place, myth
        """,
        {"version": version, "first": first, "last": last},
    )
    return [
        Told(row["myth"], row["scope"], row["place"], Cell(row["posts"], row["authors"]), row["read"])
        for row in rows.to_pylist()
    ]
