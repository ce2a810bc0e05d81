"""The relations that pages are made of, as SQL: ready where a week did not change since it was counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from monitor.lake.counts import IS_UNCOVERED, IS_UNSURE, UNCOVERED, UNSURE

if TYPE_CHECKING:
    from monitor.store import Lake

# Posts that the chosen model has labelled in their present wording, with their place.
LABELLED = """
    SELECT p.post_id, p.author, p.text, p.url, p.copy_id, p.published_at,
           date_trunc('week', p.published_at)::DATE AS week,
           p.source_id, s.community, s.region,
           a.language, a.myths, a.suggested, a.matches, a.stance, a.sentiment
    FROM posts p
    JOIN annotations a ON a.post_id = p.post_id
      AND a.text_digest = p.text_digest AND a.model_version = $version
    JOIN sources s ON s.source_id = p.source_id
"""


# The same, counted. Weeks in which something changed since ({stale}) are read from the posts.
_READY = """
    SELECT c.week, c.source_id, s.community, s.region, c.language, c.author, c.told, c.myths, c.stance,
           c.sentiment, c.posts, c.post_id, c.matches
    FROM counted c JOIN sources s ON s.source_id = c.source_id WHERE c.model_version = $version
"""
_RAW = """
    SELECT week, source_id, community, region, language, md5_number_lower(author) AS author,
           len(myths) > 0 AS told, myths, stance, sentiment, 1 AS posts, post_id, matches
    FROM ({labelled} WHERE p.published_at >= {first} AND p.published_at < {after}) WHERE week IN ({stale})
"""
_READ = """
    SELECT c.week, s.community, s.region, c.language, c.posts
    FROM labelled c JOIN sources s ON s.source_id = c.source_id WHERE c.model_version = $version
"""
_READ_RAW = """
    SELECT week, community, region, language, 1 AS posts
    FROM ({labelled} WHERE p.published_at >= {first} AND p.published_at < {after}) WHERE week IN ({stale})
"""
_RECEIVED = "SELECT week, source_id, posts FROM received c WHERE true"
_RECEIVED_RAW = """
    SELECT week, source_id, 1 AS posts FROM (
        SELECT date_trunc('week', published_at)::DATE AS week, source_id FROM posts
        WHERE published_at >= {first} AND published_at < {after})
    WHERE week IN ({stale})
"""
_SINGLE = "SELECT c.* EXCLUDE (model_version, week) FROM {table} c WHERE c.model_version = $version"
_SINGLE_RAW = """
    SELECT {columns}
    FROM posts p JOIN annotations a ON a.post_id = p.post_id AND a.text_digest = p.text_digest
    WHERE a.model_version = $version AND {which} AND p.published_at >= {{first}} AND p.published_at < {{after}}
      AND date_trunc('week', p.published_at)::DATE IN ({{stale}})
"""


def counted(lake: Lake) -> str:
    """Labelled posts, with the parameter $version: a row per week, place, author and set of labels.

    Columns: week, source_id, community, region, language, author, told (whether a myth was matched), myths,
    stance, sentiment, posts, post_id and matches (of one of them, where told). Sum `posts`; count authors with DISTINCT.
    """
    return _exact(lake, _READY, _RAW)


def read(lake: Lake) -> str:
    """The denominator, with the parameter $version: week, community, region, language, posts (to be summed)."""
    return _exact(lake, _READ, _READ_RAW)


def received(lake: Lake) -> str:
    """Stored posts, labelled or not: week, source_id, posts (to be summed)."""
    return _exact(lake, _RECEIVED, _RECEIVED_RAW)


def unsure(lake: Lake) -> str:
    """Posts in which a myth is suggested, with the parameter $version: the columns `UNSURE`."""
    raw = _SINGLE_RAW.format(columns=UNSURE, which=IS_UNSURE)
    return _exact(lake, _SINGLE.format(table="unsure"), raw)


def uncovered(lake: Lake) -> str:
    """Claims that no myth covers, with the parameter $version: the columns `UNCOVERED`."""
    raw = _SINGLE_RAW.format(columns=UNCOVERED, which=IS_UNCOVERED)
    return _exact(lake, _SINGLE.format(table="uncovered"), raw)


def _exact(lake: Lake, ready: str, raw: str) -> str:
    """What stands ready, with the weeks that changed since (few) read from the posts."""
    weeks = lake.uncounted()
    if not weeks:
        return ready
    first, after, stale = _period(weeks)
    fresh = raw.format(labelled=LABELLED, first=first, after=after, stale=stale)
    return f"{ready} AND c.week NOT IN ({stale}) UNION ALL BY NAME {fresh}"


def _period(weeks: Sequence[date]) -> tuple[str, str, str]:
    """Begin and end of the weeks, and the weeks themselves, as SQL."""
    stale = ", ".join(f"DATE '{week}'" for week in weeks)
    return f"DATE '{weeks[0]}'", f"DATE '{weeks[-1] + timedelta(weeks=1)}'", stale
