"""Which posts a model has still to label, and storing the labels."""

from __future__ import annotations

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from monitor.lake import counts
from monitor.lake.connection import Connection

# One anti-join of all posts with all annotations is paid once for many batches.
_LOOK_AHEAD = 16_384

_UNANNOTATED = """
    SELECT post_id, text, text_digest, language_hint FROM posts p
    WHERE NOT EXISTS (
        SELECT 1 FROM annotations a
        WHERE a.post_id = p.post_id AND a.text_digest = p.text_digest AND a.model_version = $version)
    ORDER BY published_at DESC, post_id LIMIT $limit
"""
# Labels of a post that was erased or edited meanwhile are dropped: they belong to no stored text.
_FRESH = f"""
    SELECT b.*, p.week FROM batch b
    JOIN (SELECT post_id, text_digest, {counts.WEEK} AS week FROM posts
          WHERE post_id IN (SELECT post_id FROM batch)) p USING (post_id, text_digest)
    WHERE NOT EXISTS (
        SELECT 1 FROM annotations a
        WHERE a.post_id = b.post_id AND a.text_digest = b.text_digest AND a.model_version = b.model_version
          AND a.post_id IN (SELECT post_id FROM batch))
    QUALIFY row_number() OVER (PARTITION BY post_id, text_digest, model_version) = 1
"""


class Unannotated:
    """Hands out the posts without labels, newest first, and looks into the lake only once in a while."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._version: str | None = None
        self._ahead: pa.Table | None = None

    def next(self, version: str, limit: int) -> pa.Table:
        """At most `limit` posts that have no labels of this model version in their present wording."""
        if version != self._version or self._ahead is None or not self._ahead.num_rows:
            self._version = version
            self._ahead = self._connection.read(
                _UNANNOTATED, {"version": version, "limit": max(limit, _LOOK_AHEAD)}
            )
        return self._ahead.slice(0, limit)

    def forget(self) -> None:
        """Looks into the lake again before the next posts are handed out."""
        self._ahead = None

    def labelled(self, batch: pa.Table) -> None:
        """Forgets the posts that were labelled just now."""
        if self._ahead is not None:
            done = pc.is_in(self._ahead["post_id"], value_set=batch["post_id"].combine_chunks())
            self._ahead = self._ahead.filter(pc.invert(done))


def append(writer: duckdb.DuckDBPyConnection, batch: pa.Table) -> int:
    """Adds the labels that are not there yet; how many."""
    writer.register("batch", batch)
    fresh = writer.execute(_FRESH).to_arrow_table()
    writer.unregister("batch")
    if fresh.num_rows:
        writer.register("fresh", fresh)
        writer.execute("INSERT INTO annotations BY NAME SELECT * EXCLUDE (week) FROM fresh")
        counts.mark(writer, "SELECT DISTINCT week FROM fresh")
        writer.unregister("fresh")
    return int(fresh.num_rows)
