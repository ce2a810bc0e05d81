"""Brings the tables of a lake to the newest numbered migration (monitor/migrations/)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from importlib.resources import files

import duckdb

from monitor.errors import StoreError
from monitor.lake.connection import Connection

_CREATE = "CREATE TABLE IF NOT EXISTS migrations (number INTEGER, name VARCHAR, applied_at TIMESTAMP)"


def migrate(connection: Connection) -> None:
    """Applies what is missing, all of it or nothing. Raises StoreError for a lake newer than this code."""
    available = _available()
    if _check(_present(connection), available):
        return
    # Another process may have been faster: inside the transaction the question is asked again.
    connection.write(lambda writer: _apply(writer, available))


def _available() -> list[tuple[int, str, str]]:
    folder = files("monitor") / "migrations"
    found = sorted((file.name, file.read_text()) for file in folder.iterdir() if file.name.endswith(".sql"))
    return [(int(re.split(r"\D", name, maxsplit=1)[0]), name, sql) for name, sql in found]


def _present(connection: Connection) -> int:
    try:  # asking first which tables there are would look at each of them
        found = connection.read("SELECT coalesce(max(number), 0) AS number FROM migrations")
    except duckdb.CatalogException:
        return 0
    return int(found["number"][0].as_py())


def _check(present: int, available: list[tuple[int, str, str]]) -> bool:
    newest = available[-1][0]
    if present > newest:
        raise StoreError(
            f"this lake has tables of version {present}, and this program knows up to {newest}",
            remedy="It was written by a newer Myth Monitor. Install that version or a later one.",
        )
    return present == newest


def _apply(writer: duckdb.DuckDBPyConnection, available: list[tuple[int, str, str]]) -> None:
    writer.execute(_CREATE)
    row = writer.execute("SELECT coalesce(max(number), 0) FROM migrations").fetchone()
    present = int(row[0]) if row else 0
    for number, name, sql in available:
        if number > present:
            writer.execute(sql)
            now = datetime.now(UTC).replace(tzinfo=None)
            writer.execute("INSERT INTO migrations VALUES (?, ?, ?)", [number, name, now])
