"""The relations that counts are made of, as SQL: ready where a week did not change since it was counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

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
_RECEIVED = "SELECT week, source_id, posts FROM received"
_RAW = """
    SELECT week, source_id, community, region, language, md5_number_lower(author) AS author,
           len(myths) > 0 AS told, myths, stance, sentiment, 1 AS posts, post_id, matches
    FROM ({labelled} WHERE p.published_at >= {first} AND p.published_at < {after}) WHERE week IN ({stale})
"""


def counted(lake: Lake) -> str:
    """Labelled posts, with the parameter $version: a row per week, place, author and set of labels.

    Columns: week, source_id, community, region, language, author, told (whether a myth was matched), myths,
    stance, sentiment, posts, post_id and matches (of one of them, where told). Sum `posts`; count authors with DISTINCT.
    """
    weeks = lake.uncounted()
    if not weeks:
        return _READY
    first, after, stale = _period(weeks)
    raw = _RAW.format(labelled=LABELLED, first=first, after=after, stale=stale)
    return f"{_READY} AND c.week NOT IN ({stale}) UNION ALL {raw}"


def received(lake: Lake) -> str:
    """Stored posts, labelled or not: week, source_id, posts (to be summed)."""
    weeks = lake.uncounted()
    if not weeks:
        return _RECEIVED
    first, after, stale = _period(weeks)
    return f"""
        {_RECEIVED} WHERE week NOT IN ({stale})
        UNION ALL
        SELECT week, source_id, 1 FROM (
            SELECT date_trunc('week', published_at)::DATE AS week, source_id FROM posts
            WHERE published_at >= {first} AND published_at < {after})
        WHERE week IN ({stale})
    """


def _period(weeks: Sequence[date]) -> tuple[str, str, str]:
    """Begin and end of the weeks, and the weeks themselves, as SQL."""
    stale = ", ".join(f"DATE '{week}'" for week in weeks)
    return f"DATE '{weeks[0]}'", f"DATE '{weeks[-1] + timedelta(weeks=1)}'", stale
