"""DuckDB's extensions come from packages; a file is verified once in a process, and again when it is another one."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from monitor.lake import extensions


def verifies(connection: duckdb.DuckDBPyConnection) -> bool:
    unsigned = connection.execute("SELECT current_setting('allow_unsigned_extensions')").fetchone()
    return unsigned == (False,)


@pytest.fixture(autouse=True)
def nothing_verified(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extensions, "_verified", set())


def test_a_file_is_verified_once() -> None:
    assert verifies(extensions.connect("sqlite_scanner"))
    assert not verifies(extensions.connect("sqlite_scanner"))
    assert verifies(extensions.connect("sqlite_scanner", "ducklake"))


def test_a_file_that_was_changed_since_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "sqlite_scanner.duckdb_extension"
    copy.write_bytes(extensions._path("sqlite_scanner").read_bytes())
    monkeypatch.setattr(extensions, "_path", lambda _name: copy)
    extensions.connect("sqlite_scanner")
    with copy.open("r+b") as file:
        file.write(b"changed")
    with pytest.raises(duckdb.Error, match="signature"):
        extensions.connect("sqlite_scanner")
