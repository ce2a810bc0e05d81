"""The posts of one page and the place to go on from, in one transaction."""

from __future__ import annotations

import json
import time
from typing import Any

import duckdb
import pyarrow as pa

from monitor.lake import counts
from monitor.lake.connection import Connection
from monitor.lake.schema import now

# What the lake knows of this page: its posts, and which posts or authors were erased on request (those
# have no text_digest). One statement, since each costs some 10 ms; a source's own posts are found by
# source_id, by which the files are sorted, so little else is read.
_KNOWN = """
    SELECT post_id AS id, text_digest, likes, shares, replies FROM posts
    WHERE source_id = $source AND post_id IN (SELECT post_id FROM page)
    UNION ALL
    SELECT id, NULL, NULL, NULL, NULL FROM erased
    WHERE id IN (SELECT post_id FROM page UNION ALL SELECT author FROM page)
"""
_NEW = """
    SELECT page.*, $now::TIMESTAMP AS collected_at FROM page
    WHERE NOT EXISTS (
        SELECT 1 FROM known
        WHERE known.id = page.post_id OR (known.id = page.author AND known.text_digest IS NULL))
"""
# A count that the platform no longer gives is not a change: the last one known is kept.
_CHANGED = """
    SELECT page.* REPLACE (
        coalesce(page.likes, known.likes) AS likes,
        coalesce(page.shares, known.shares) AS shares,
        coalesce(page.replies, known.replies) AS replies)
    FROM page JOIN known ON known.id = page.post_id AND known.text_digest IS NOT NULL
    WHERE page.text_digest <> known.text_digest
       OR (page.likes IS NOT NULL AND page.likes IS DISTINCT FROM known.likes)
       OR (page.shares IS NOT NULL AND page.shares IS DISTINCT FROM known.shares)
       OR (page.replies IS NOT NULL AND page.replies IS DISTINCT FROM known.replies)
"""
# published_at stays as first read: it decides in which month's file the post lies.
_UPDATE = """
    UPDATE posts SET
        text = changed.text, text_digest = changed.text_digest, copy_id = changed.copy_id,
        edited_at = coalesce(changed.edited_at, posts.edited_at),
        likes = changed.likes, shares = changed.shares, replies = changed.replies
    FROM changed WHERE posts.source_id = $source AND posts.post_id = changed.post_id
"""
# Where a changed post is counted: in the week in which it was published as first read.
_CHANGED_WEEKS = f"""
    SELECT DISTINCT {counts.WEEK} AS week FROM posts WHERE post_id IN (SELECT post_id FROM changed)
      AND source_id IN (SELECT source_id FROM changed)
"""


def append_page(
    writer: duckdb.DuckDBPyConnection, source_id: str, page: pa.Table, cursor: tuple[int, str], run_id: str
) -> tuple[int, int]:
    """Adds what is unknown, changes what was edited or counted anew, stores the cursor: (new, updated)."""
    new = updated = 0
    if page.num_rows:
        new, updated = _append(writer, source_id, page)
    step, state = cursor
    writer.execute("INSERT INTO cursors VALUES (?, ?, ?, ?, ?)", [source_id, step, run_id, state, now()])
    return new, updated


def _append(writer: duckdb.DuckDBPyConnection, source_id: str, page: pa.Table) -> tuple[int, int]:
    source = {"source": source_id}
    writer.register("page", page)
    writer.register("known", writer.execute(_KNOWN, source).to_arrow_table())
    fresh = writer.execute(_NEW, {"now": now()}).to_arrow_table()
    changed = writer.execute(_CHANGED).to_arrow_table()
    if changed.num_rows:
        writer.register("changed", changed)
        counts.mark(writer, _CHANGED_WEEKS)
        writer.execute(_UPDATE, source)
        writer.unregister("changed")
    if fresh.num_rows:
        writer.register("fresh", fresh)
        counts.mark(writer, f"SELECT DISTINCT {counts.WEEK} AS week FROM fresh")
        writer.execute("INSERT INTO posts BY NAME SELECT * FROM fresh")
        writer.unregister("fresh")
    writer.unregister("page")
    writer.unregister("known")
    return fresh.num_rows, changed.num_rows


class Cursors:
    """Where each source goes on: the row with the highest step counts.

    Steps are times, so that one is found without reading the lake, and always above the last one that
    this process knows of, so that a clock set back does not bring an old cursor back.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._last: dict[str, tuple[int, str]] = {}

    def read(self, source_id: str) -> dict[str, Any]:
        """The cursor of the last stored page; empty before the first one."""
        step, state = self._lookup(source_id)
        self._last[source_id] = (step, state)
        return dict(json.loads(state))

    def next(self, source_id: str, cursor: dict[str, Any]) -> tuple[int, str]:
        """The step and text under which to store this cursor."""
        step, _ = self._last.get(source_id) or self._lookup(source_id)
        state = json.dumps(cursor, sort_keys=True, ensure_ascii=False)
        self._last[source_id] = (max(time.time_ns(), step + 1), state)
        return self._last[source_id]

    def _lookup(self, source_id: str) -> tuple[int, str]:
        sql = "SELECT max(step) AS step, max_by(cursor, step) AS cursor FROM cursors WHERE source_id = ?"
        [row] = self._connection.read(sql, [source_id]).to_pylist()
        return row["step"] or 0, row["cursor"] or "{}"
