"""Sources and their runs: one row per source and run."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import duckdb

from monitor.lake.connection import Connection
from monitor.lake.schema import now, utc
from monitor.records import RunReport, Skipped, Source

_SAME_SOURCE = """
    SELECT 1 FROM sources WHERE source_id = $1 AND type = $2 AND title = $3 AND url = $4
      AND language = $5 AND region = $6 AND community = $7
"""
# `finished` below is what a killed run never reaches: it is no report, and its source is due at once.
_LAST = """
    SELECT * EXCLUDE (run_id) FROM runs WHERE finished_at IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY source_id ORDER BY finished_at DESC, run_id) = 1
"""
_TIMES = ("started_at", "finished_at", "retry_at")


def start(writer: duckdb.DuckDBPyConnection, run_id: str, source: Source) -> None:
    """Notes what the source is now, and that this run of it began."""
    community = source.community
    row = [
        source.id,
        source.type,
        source.title,
        source.url,
        community.language,
        community.region,
        community.id,
    ]
    if not writer.execute(_SAME_SOURCE, row).fetchone():
        writer.execute("DELETE FROM sources WHERE source_id = ?", [source.id])
        writer.execute("INSERT INTO sources VALUES (?, ?, ?, ?, ?, ?, ?, ?)", [*row, now()])
    writer.execute(
        "INSERT INTO runs (run_id, source_id, started_at, status) VALUES (?, ?, ?, 'running')",
        [run_id, source.id, now()],
    )


def finish(writer: duckdb.DuckDBPyConnection, run_id: str, report: RunReport) -> None:
    """Stores the report in the run's row; a second call with the same report changes nothing."""
    row = {
        "run_id": run_id,
        "source_id": report.source_id,
        "started_at": utc(report.started_at),
        "finished_at": utc(report.finished_at),
        "status": report.status,
        "message": report.message,
        "remedy": report.remedy,
        "retry_at": utc(report.retry_at),
        "requests": report.requests,
        "received_bytes": report.received_bytes,
        "pages": report.pages,
        "seen": report.seen,
        "new": report.new,
        "updated": report.updated,
        "skipped": json.dumps([{"where": item.where, "why": item.why} for item in report.skipped]),
    }
    writer.execute("DELETE FROM runs WHERE run_id = ?", [run_id])
    writer.execute(
        f"INSERT INTO runs ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", list(row.values())
    )


def last(connection: Connection) -> dict[str, RunReport]:
    """The last finished run of each source."""
    rows: list[dict[str, Any]] = connection.read(_LAST).to_pylist()
    return {row["source_id"]: _report(row) for row in rows}


def _report(row: dict[str, Any]) -> RunReport:
    skipped = tuple(Skipped(**item) for item in json.loads(row["skipped"] or "[]"))
    return RunReport(**{**row, **{name: _aware(row[name]) for name in _TIMES}, "skipped": skipped})


def _aware(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment else None
