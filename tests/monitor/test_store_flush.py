"""Rows leave the catalogue for files by one thread: DuckLake's own threads would corrupt memory there."""

from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from monitor.config import load_settings
from monitor.lake.connection import Connection

TABLES = 12


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    opened = Connection(load_settings(tmp_path))
    opened.write(create)
    yield opened
    opened.close()


def create(writer: duckdb.DuckDBPyConnection) -> None:
    for number in range(TABLES):
        writer.execute(f"CREATE TABLE t{number} (a BIGINT)")


def threads(writer: duckdb.DuckDBPyConnection) -> int:
    row = writer.execute("SELECT current_setting('threads')").fetchone()
    assert row
    return int(row[0])


def fill(writer: duckdb.DuckDBPyConnection) -> None:
    for number in range(TABLES):
        writer.execute(f"INSERT INTO t{number} VALUES (1), (2)")


def test_every_inlined_row_is_in_a_file_afterwards(connection: Connection) -> None:
    connection.write(fill)
    assert sum(rows for _schema, _table, rows in connection.flush()) == 2 * TABLES
    assert connection.flush() == []
    for number in range(TABLES):
        assert connection.read(f"SELECT count(*) AS n FROM t{number}").to_pylist() == [{"n": 2}]


def test_one_thread_flushes_and_all_are_back_afterwards(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = connection.write(threads)
    at_work: list[int] = []
    write = connection.write

    def watched(work: Callable[[duckdb.DuckDBPyConnection], object]) -> object:
        at_work.append(write(threads))
        return write(work)

    monkeypatch.setattr(connection, "write", watched)
    connection.flush()
    assert at_work == [1]
    assert write(threads) == before


def test_all_threads_are_back_when_a_flush_fails(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = connection.write(threads)

    def failing(work: object) -> object:
        raise OSError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(connection, "write", failing)
        with pytest.raises(OSError, match="disk full"):
            connection.flush()
    assert connection.write(threads) == before
