"""Maintenance, and erasure that leaves no byte of a text behind."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import duckdb

from monitor.errors import StoreBusyError
from monitor.lake import counts
from monitor.lake.connection import Connection
from monitor.lake.schema import now
from monitor.lake.vacuum import vacuum

# Long enough for whoever is reading an old state of the lake to be done with it.
_GRACE = timedelta(hours=1)
_EVERYTHING = datetime(9999, 1, 1)  # DuckLake never expires the newest state, whatever it is told

_MANY_ROWS = 5_000  # in the catalogue: from here on they slow each append down
_MANY_FILES = 100


@dataclass(frozen=True, slots=True)
class Maintained:
    """What maintenance did."""

    flushed: int
    merged: int
    removed: int
    finished_erasure: bool

    def __str__(self) -> str:
        finished = " An erasure that had been cut short was finished." if self.finished_erasure else ""
        return (
            f"{self.flushed} rows written from the catalogue into files, {self.merged} files merged or "
            f"rewritten, {self.removed} old files removed.{finished}"
        )


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure removed, physically."""

    posts: int
    annotations: int
    reviews: int
    tips: int = 0

    def __str__(self) -> str:
        tips = f", {self.tips} tips" if self.tips else ""
        return (
            f"{self.posts} posts, {self.annotations} labels, {self.reviews} reviews{tips} erased; "
            "no trace of them is left in this home."
        )


def maintain(connection: Connection) -> Maintained:
    """Writes inlined rows into files, merges small files, drops what no reader needs any more."""
    with connection.gate.held():
        pending = _marker(connection).exists()
        connection.write(_drop_superseded)
        counts.recount(connection)
        flushed = _rows(connection.flush())
        merged = _files(connection.call("ducklake_rewrite_data_files('lake', delete_threshold => 0.1)"))
        merged += _files(connection.call("ducklake_merge_adjacent_files('lake')"))
        removed = _remove_old(connection, now() - _GRACE)
        if pending:
            purge(connection)
        elif connection.embedded:
            _try_vacuum(connection)
        return Maintained(flushed, merged, removed, pending)


def tidy(connection: Connection) -> None:
    """The least that keeps appends and queries fast, for those who never call `maintain`."""
    inlined = _inlined_rows(connection)
    if inlined > _MANY_ROWS:
        connection.flush()
    sql = "SELECT table_name FROM ducklake_table_info('lake') WHERE file_count > ?"
    for table in connection.read(sql, [_MANY_FILES])["table_name"].to_pylist():
        connection.call(f"ducklake_merge_adjacent_files('lake', '{table}')")


def erase(connection: Connection, column: str, values: Sequence[str], actor: str | None = None) -> Erased:
    """Erases the posts with one of these values in `column`, and all that was derived from them.

    Posts and authors that are named are remembered by their pseudonyms, so that they are not collected
    again. A process that is killed on the way leaves a mark, and the next maintenance or erasure finishes it.
    """
    with connection.gate.held():
        _marker(connection).touch()
        erased = connection.write(lambda writer: _erase(writer, column, list(values), actor))
        purge(connection)
        return erased


def retention(connection: Connection, before: datetime, actor: str | None = None) -> Erased:
    """Erases the posts and tips from before that moment (UTC)."""
    with connection.gate.held():
        if not _marker(connection).exists() and not connection.write(lambda w: _any_before(w, before)):
            return Erased(0, 0, 0)
        _marker(connection).touch()
        tips = connection.write(lambda writer: _delete_tips(writer, before))
        erased = connection.write(
            lambda writer: _delete(writer, "retention", "published_at < $1", before, actor)
        )
        purge(connection)
        return Erased(erased.posts, erased.annotations, erased.reviews, tips)


def purge(connection: Connection) -> None:
    """Makes every deletion physical, in the files and in the catalogue, and takes the mark away."""
    connection.flush()
    connection.call("ducklake_rewrite_data_files('lake', delete_threshold => 0.0)")
    connection.call("ducklake_merge_adjacent_files('lake')")
    _remove_old(connection, _EVERYTHING)
    if connection.embedded:
        vacuum(connection.catalogue_file, connection.timeout)
    _marker(connection).unlink(missing_ok=True)


def _marker(connection: Connection) -> Path:
    return connection.home / "locks" / "erasure-unfinished"


def _remove_old(connection: Connection, before: datetime) -> int:
    older = f"older_than => TIMESTAMP '{before.isoformat(sep=' ')}'"
    connection.write(lambda writer: writer.execute(f"CALL ducklake_expire_snapshots('lake', {older})"))
    removed = connection.call(f"ducklake_cleanup_old_files('lake', {older})")
    if connection.owns_files:
        # What a killed writer left behind. Behind the gate nobody is writing a file at this moment.
        removed += connection.call("ducklake_delete_orphaned_files('lake', cleanup_all => true)")
    return len(removed)


def _try_vacuum(connection: Connection) -> None:
    with suppress(StoreBusyError):  # space only: the next maintenance gets it
        vacuum(connection.catalogue_file, 1.0)


def _drop_superseded(writer: duckdb.DuckDBPyConnection) -> None:
    writer.execute(
        "DELETE FROM cursors WHERE (source_id, step) NOT IN"
        " (SELECT (source_id, max(step)) FROM cursors GROUP BY source_id)"
    )
    writer.execute(
        "DELETE FROM annotations"
        " WHERE (post_id, text_digest) NOT IN (SELECT (post_id, text_digest) FROM posts)"
    )


def _erase(writer: duckdb.DuckDBPyConnection, column: str, values: list[str], actor: str | None) -> Erased:
    where = f"{column} IN (SELECT unnest($1::VARCHAR[]))"
    named = {
        "author": "SELECT unnest($1::VARCHAR[]) AS id, 'author' AS kind",
        "post_id": "SELECT unnest($1::VARCHAR[]) AS id, 'post' AS kind",
        "url": f"SELECT post_id AS id, 'post' AS kind FROM posts WHERE {where}",
    }
    if column in named:
        writer.execute(
            f"INSERT INTO erased SELECT id, kind, $2::TIMESTAMP FROM ({named[column]})"
            " WHERE id NOT IN (SELECT id FROM erased)",
            [values, now()],
        )
    return _delete(writer, f"erase by {column}", where, values, actor)


def _delete(
    writer: duckdb.DuckDBPyConnection, action: str, where: str, value: object, actor: str | None
) -> Erased:
    found = f"SELECT post_id, {counts.WEEK} AS week FROM posts WHERE {where}"
    gone = writer.execute(found, [value]).to_arrow_table()
    writer.register("gone", gone)
    posts, annotations, reviews = (
        _changed(writer, f"DELETE FROM {table} WHERE post_id IN (SELECT post_id FROM gone)")
        for table in ("posts", "annotations", "reviews")
    )
    writer.execute("DELETE FROM round_posts WHERE post_id IN (SELECT post_id FROM gone)")
    writer.unregister("gone")
    counts.count_weeks(writer, gone["week"].unique().to_pylist())
    # Counts only: the record of an erasure must not name what was erased.
    detail = json.dumps({"posts": posts, "annotations": annotations, "reviews": reviews})
    writer.execute(
        "INSERT INTO audit (entry_id, happened_at, actor, action, detail) VALUES (?, ?, ?, ?, ?)",
        [uuid4().hex, now(), actor, action, detail],
    )
    return Erased(posts, annotations, reviews)


def _any_before(writer: duckdb.DuckDBPyConnection, before: datetime) -> bool:
    sql = (
        "SELECT 1 FROM posts WHERE published_at < $1 UNION ALL SELECT 1 FROM tips WHERE added_at < $1 LIMIT 1"
    )
    return writer.execute(sql, [before]).fetchone() is not None


def _delete_tips(writer: duckdb.DuckDBPyConnection, before: datetime) -> int:
    return _changed(writer, "DELETE FROM tips WHERE added_at < $1", [before])


def _changed(writer: duckdb.DuckDBPyConnection, sql: str, values: Sequence[object] = ()) -> int:
    row = writer.execute(sql, values or None).fetchone()
    return int(row[0]) if row else 0


def _rows(answer: list[tuple[Any, ...]]) -> int:
    return sum(int(rows) for _schema, _table, rows in answer)


def _files(answer: list[tuple[Any, ...]]) -> int:
    return sum(int(processed) for _schema, _table, processed, _created in answer)


def _inlined_rows(connection: Connection) -> int:
    meta = "__ducklake_metadata_lake"
    names = connection.read(f"SELECT table_name FROM {meta}.ducklake_inlined_data_tables")
    parts = [f"SELECT count(*) AS n FROM {meta}.{name}" for name in names["table_name"].to_pylist()]
    if not parts:
        return 0
    total = connection.read(f"SELECT sum(n)::BIGINT AS n FROM ({' UNION ALL '.join(parts)})")
    return int(total["n"][0].as_py())
