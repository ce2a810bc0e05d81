"""What stands ready for the pages (`TABLES`), and which weeks must be counted anew (uncounted).

Whoever changes posts or labels marks their weeks in the same transaction. A marked week is read from the posts
themselves, so that counts are always exact; `recount` makes its counts and takes the mark away.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import duckdb

from monitor.lake.connection import Connection

WEEK = "date_trunc('week', published_at)::DATE"
TABLES = ("counted", "received", "labelled", "unsure", "uncovered")

_MARK = "INSERT INTO uncounted SELECT week FROM ({weeks}) WHERE week NOT IN (SELECT week FROM uncounted)"

# What of the posts lies in these weeks: by time too, for that is how their files are found.
_CHOSEN = f"""
    SELECT post_id, text_digest, copy_id, source_id, author, published_at, {WEEK} AS week FROM posts
    WHERE published_at >= $first AND published_at < $after AND list_contains($weeks, {WEEK})
"""
_WITH_LABELS = f"({_CHOSEN}) p JOIN annotations a ON a.post_id = p.post_id AND a.text_digest = p.text_digest"
_COUNTED = f"""
    INSERT INTO counted BY NAME
    SELECT a.model_version, p.week, p.source_id, a.language, md5_number_lower(p.author) AS author,
           len(a.myths) > 0 AS told, a.myths, a.stance, a.sentiment, count(*) AS posts,
           arg_max(p.post_id, list_max([m.score for m in a.matches])) FILTER (len(a.myths) > 0) AS post_id,
           arg_max(a.matches, list_max([m.score for m in a.matches])) FILTER (len(a.myths) > 0) AS matches
    FROM {_WITH_LABELS}
    GROUP BY ALL
"""
_RECEIVED = f"INSERT INTO received SELECT week, source_id, count(*) FROM ({_CHOSEN}) GROUP BY ALL"
_LABELLED = """
    INSERT INTO labelled BY NAME
    SELECT model_version, week, source_id, language, sum(posts)::BIGINT AS posts
    FROM counted WHERE list_contains($weeks, week) GROUP BY ALL
"""

# A post of which the model is unsure, and a claim that no myth covers: the columns of the two tables, for posts `p`
# and their labels `a`. monitor/counted.py asks the same of the weeks that are marked.
UNSURE = """
    p.post_id, p.text_digest, coalesce(p.copy_id, p.post_id) AS copy, a.language, p.published_at,
    list_filter(a.matches, m -> NOT m.certain) AS matches
"""
IS_UNSURE = "len(a.suggested) > 0"
UNCOVERED = """
    p.post_id, p.text_digest, coalesce(p.copy_id, p.post_id) AS copy, a.language,
    md5_number_lower(p.author) AS author, p.published_at, a.sentiment, a.has_claim_score, a.embedding
"""
LEAST_CLAIM = 0.5
IS_UNCOVERED = f"""
    a.has_claim_score >= {LEAST_CLAIM} AND len(a.myths) = 0 AND len(a.suggested) = 0
    AND octet_length(a.embedding) > 0
"""
_KINDS = (("unsure", UNSURE, IS_UNSURE), ("uncovered", UNCOVERED, IS_UNCOVERED))


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
    for table in (*TABLES, "uncounted"):
        writer.execute(f"DELETE FROM {table} WHERE list_contains($weeks, week)", {"weeks": weeks})
    chosen = {"weeks": weeks, "first": min(weeks), "after": max(weeks) + timedelta(weeks=1)}
    for sql in (_COUNTED, _RECEIVED, *(_single_posts(*kind) for kind in _KINDS)):
        writer.execute(sql, chosen)
    writer.execute(_LABELLED, {"weeks": weeks})


def _single_posts(table: str, columns: str, which: str) -> str:
    return f"INSERT INTO {table} BY NAME SELECT a.model_version, p.week, {columns} FROM {_WITH_LABELS} WHERE {which}"
