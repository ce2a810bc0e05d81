"""The counts that stand ready (tables counted, received), and which weeks must be counted anew (uncounted).

Whoever changes posts or labels marks their weeks in the same transaction. A marked week is read from the posts
themselves, so that counts are always exact; `recount` makes its counts and takes the mark away.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import duckdb

from monitor.lake.connection import Connection

WEEK = "date_trunc('week', published_at)::DATE"

_MARK = "INSERT INTO uncounted SELECT week FROM ({weeks}) WHERE week NOT IN (SELECT week FROM uncounted)"

# What of the posts lies in these weeks: by time too, for that is how their files are found.
_CHOSEN = f"""
    SELECT post_id, text_digest, source_id, author, {WEEK} AS week FROM posts
    WHERE published_at >= $first AND published_at < $after AND list_contains($weeks, {WEEK})
"""
_COUNTED = f"""
    INSERT INTO counted BY NAME
    SELECT a.model_version, p.week, p.source_id, a.language, md5_number_lower(p.author) AS author,
           len(a.myths) > 0 AS told, a.myths, a.stance, a.sentiment, count(*) AS posts,
           arg_max(p.post_id, list_max([m.score for m in a.matches])) FILTER (len(a.myths) > 0) AS post_id,
           arg_max(a.matches, list_max([m.score for m in a.matches])) FILTER (len(a.myths) > 0) AS matches
    FROM ({_CHOSEN}) p JOIN annotations a ON a.post_id = p.post_id AND a.text_digest = p.text_digest
    GROUP BY ALL
"""
_RECEIVED = f"INSERT INTO received SELECT week, source_id, count(*) FROM ({_CHOSEN}) GROUP BY ALL"


def mark(writer: duckdb.DuckDBPyConnection, weeks: str) -> None:
    """Marks the weeks that this SELECT (of a column `week`) names."""
    writer.execute(_MARK.format(weeks=weeks))


def uncounted(connection: Connection) -> list[date]:
    """The weeks that are marked."""
    return sorted(connection.read("SELECT DISTINCT week FROM uncounted")["week"].to_pylist())


def recount(connection: Connection) -> int:
    """Counts the marked weeks; how many."""
    if not uncounted(connection):
        return 0
    return connection.write(_recount_marked)


def _recount_marked(writer: duckdb.DuckDBPyConnection) -> int:
    weeks = [week for (week,) in writer.execute("SELECT DISTINCT week FROM uncounted").fetchall()]
    count_weeks(writer, weeks)
    return len(weeks)


def count_weeks(writer: duckdb.DuckDBPyConnection, weeks: Sequence[date]) -> None:
    """Counts these weeks, and takes their marks away."""
    if not weeks:
        return
    for table in ("counted", "received", "uncounted"):
        writer.execute(f"DELETE FROM {table} WHERE list_contains($weeks, week)", {"weeks": weeks})
    chosen = {"weeks": weeks, "first": min(weeks), "after": max(weeks) + timedelta(weeks=1)}
    writer.execute(_COUNTED, chosen)
    writer.execute(_RECEIVED, chosen)
