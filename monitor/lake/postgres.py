"""What a shared PostgreSQL catalogue needs: a lock that all machines see."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

import duckdb

from monitor.errors import StoreBusyError
from monitor.lake.extensions import connect

_LOCK = 0x6D797468  # «myth»: the number of this application's advisory lock


class Guard:
    """Holds a PostgreSQL advisory lock for as long as a transaction of its own lasts."""

    def __init__(self, catalog: str) -> None:
        self._address = catalog.removeprefix("postgres:")

    @cached_property
    def _connection(self) -> duckdb.DuckDBPyConnection:
        connection = connect("postgres_scanner")
        address = self._address.replace("'", "''")
        connection.execute(f"ATTACH '{address}' AS guard (TYPE postgres)")
        return connection

    @contextmanager
    def held(self, timeout: float) -> Iterator[None]:
        """Waits at most `timeout` seconds. Raises StoreBusyError."""
        connection = self._connection
        connection.execute("BEGIN TRANSACTION")
        try:
            connection.execute(
                f"CALL postgres_execute('guard', 'SET LOCAL lock_timeout = {max(1, int(timeout * 1000))}')"
            )
            connection.execute(f"CALL postgres_execute('guard', 'SELECT pg_advisory_xact_lock({_LOCK})')")
        except duckdb.Error as error:
            connection.execute("ROLLBACK")
            if "lock timeout" not in str(error):
                raise
            raise StoreBusyError(f"the store stayed busy for {timeout:g} seconds") from None
        try:
            yield
        finally:
            # Nothing was changed: ending the transaction releases the lock.
            connection.execute("ROLLBACK")
