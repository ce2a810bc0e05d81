"""The connection to the lake: attaching it, one writer that retries, one reader that never writes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pyarrow as pa
import stamina
from filelock import ReadWriteLock, Timeout

from monitor.config import Settings
from monitor.errors import StoreBusyError, StoreError
from monitor.lake import postgres
from monitor.lake.extensions import connect
from monitor.lake.gate import Gate

T = TypeVar("T")
Parameters = Mapping[str, Any] | Sequence[Any]

# Rows that one statement may leave in the catalogue. Measured: 50 rows take 8 ms there; from some 100 rows
# on a Parquet file is faster (1,000 rows: 14 ms against 110 ms).
_INLINED_ROWS = 100
_READ_ATTEMPTS = 5

# What passes when other writers, or a maintenance that removed old files, are done.
_PASSING = ("database is locked", "conflict", "could not serialize", "deadlock detected")
_MOVED_FILE = ("No such file", "Cannot open file", "Could not open file", "404")


class Connection:
    """One process's way into the lake. Threads may share it."""

    def __init__(self, settings: Settings) -> None:
        self.home = settings.home
        self.folder = settings.home / "lake"
        self.catalogue_file = self.folder / "catalog.sqlite"
        self.catalog = settings.store.catalog or f"sqlite:{self.catalogue_file}"
        self.embedded = not settings.store.catalog
        # A shared data path may hold files of others, which only look like nobody's.
        self.owns_files = not settings.store.data_path
        self.timeout = settings.store.busy_timeout
        self._data_path = settings.store.data_path or str(self.folder / "files")
        self._reading = threading.RLock()
        locks = settings.home / "locks"
        for folder in (self.folder, locks):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        elsewhere = None if self.embedded else postgres.Guard(self.catalog).held
        self.gate = Gate(locks / "write.lock", self.timeout, elsewhere)
        # While rows move from the catalogue into files, a reader could see them in neither.
        self._moving_here = ReadWriteLock(locks / "moving.lock", is_singleton=False)
        self._moving_elsewhere = ReadWriteLock(locks / "moving.lock", is_singleton=False)
        # Two processes that attach a new home at once would both create the catalogue.
        with Gate(locks / "open.lock", self.timeout).held(), self._explained("opened"):
            self._attach()

    def _attach(self) -> None:
        scanner = "sqlite_scanner" if self.embedded else "postgres_scanner"
        remote = ("httpfs",) if "://" in self._data_path else ()
        self._writer = connect(scanner, "ducklake", *remote)
        options = [
            f"DATA_PATH '{_quoted(self._data_path)}'",
            f"DATA_INLINING_ROW_LIMIT {_INLINED_ROWS}",
            "OVERRIDE_DATA_PATH true",  # a home folder may be moved or restored elsewhere
        ]
        if self.embedded:
            options += ["META_JOURNAL_MODE 'WAL'", f"META_BUSY_TIMEOUT {int(self.timeout * 1000)}"]
        for attempt in self._attempts(_is_passing):
            with attempt:
                self._writer.execute(
                    f"ATTACH 'ducklake:{_quoted(self.catalog)}' AS lake ({', '.join(options)})"
                )
        self._writer.execute("USE lake")
        self._reader = self._writer.cursor()
        self._reader.execute("USE lake")

    def close(self) -> None:
        """Closes the connection; a second call does nothing."""
        with self._reading, self.gate.held():
            self._reader.close()
            self._writer.close()
            self._moving_here.close()
            self._moving_elsewhere.close()

    def write(self, work: Callable[[duckdb.DuckDBPyConnection], T]) -> T:
        """Runs `work` in one transaction, alone; again from the start when another writer was faster.

        Raises StoreBusyError after `store.busy_timeout` seconds, StoreError when the lake cannot be written.
        """
        with self._explained("written"), self.gate.held():
            for attempt in self._attempts(_is_passing):
                with attempt:
                    return self._in_transaction(work)
        raise AssertionError("the last attempt returns or raises")

    def call(self, function: str) -> list[tuple[Any, ...]]:
        """Calls one DuckLake maintenance function in a transaction of its own; its rows. Readers wait."""
        with self.gate.held(), _waiting(self._moving_here.write_lock, self.timeout):
            return self.write(lambda writer: writer.execute(f"CALL {function}").fetchall())

    def flush(self) -> list[tuple[Any, ...]]:
        """Moves inlined rows into files; (schema, table, rows) per table that had any.

        One thread does it. Each table's flush adds itself to a list of its transaction that DuckLake 1.5.5 does not
        guard, and several threads flush several tables at once: of six processes that flushed a hundred tables a
        hundred times on a busy machine, three died of it («double free»); with one thread none, in half the time.
        """
        with self.gate.held():
            self._writer.execute("SET threads = 1")
            try:
                return self.call("ducklake_flush_inlined_data('lake')")
            finally:
                self._writer.execute("RESET threads")

    def read(self, sql: str, parameters: Parameters = ()) -> pa.Table:
        """The rows of a query. It sees one state of the lake and cannot change it."""
        readable = _waiting(self._moving_elsewhere.read_lock, self.timeout)
        with self._explained("read"), self._reading, readable:
            for attempt in stamina.retry_context(
                on=_is_worth_reading_again, attempts=_READ_ATTEMPTS, wait_max=1
            ):
                with attempt, self._read_only():
                    return self._reader.execute(sql, parameters or None).to_arrow_table()
        raise AssertionError("the last attempt returns or raises")

    def _in_transaction(self, work: Callable[[duckdb.DuckDBPyConnection], T]) -> T:
        self._writer.execute("BEGIN TRANSACTION")
        try:
            result = work(self._writer)
            self._writer.execute("COMMIT")
        except BaseException:
            _roll_back(self._writer)
            raise
        return result

    @contextmanager
    def _read_only(self) -> Iterator[None]:
        self._reader.execute("BEGIN TRANSACTION READ ONLY")
        try:
            yield
        finally:
            _roll_back(self._reader)

    def _attempts(self, on: Callable[[Exception], bool]) -> Any:
        return stamina.retry_context(
            on=on, attempts=None, timeout=self.timeout, wait_initial=0.02, wait_max=1.0, wait_jitter=0.05
        )

    @contextmanager
    def _explained(self, done: str) -> Iterator[None]:
        try:
            yield
        except duckdb.Error as error:
            if isinstance(error, duckdb.ProgrammingError) and done != "opened":
                raise  # a fault in this program's own SQL
            if _is_passing(error):
                raise StoreBusyError(f"the store stayed busy for {self.timeout:g} seconds") from error
            # A catalogue address may hold a password.
            why = str(error).replace(self.catalog, "…").splitlines()[0]
            raise StoreError(
                f"the lake of {self.home} could not be {done}: {why}",
                remedy="Check that the folder can be written and that the disk is not full.",
            ) from error


@contextmanager
def _waiting(lock: Callable[..., AbstractContextManager[Any]], timeout: float) -> Iterator[None]:
    """Holds the lock. Raises StoreBusyError when it is not to be had within the timeout."""
    with ExitStack() as stack:
        try:
            stack.enter_context(lock(timeout))
        except Timeout:
            raise StoreBusyError(f"the store stayed busy for {timeout:g} seconds") from None
        yield


def _is_passing(error: Exception) -> bool:
    return isinstance(error, duckdb.Error) and any(mark in str(error) for mark in _PASSING)


def _is_worth_reading_again(error: Exception) -> bool:
    # Maintenance in another process may remove a file between planning a query and opening the file.
    moved = isinstance(error, duckdb.IOException) and any(mark in str(error) for mark in _MOVED_FILE)
    return moved or _is_passing(error)


def _roll_back(connection: duckdb.DuckDBPyConnection) -> None:
    with suppress(duckdb.TransactionException):  # a failed commit may have ended the transaction already
        connection.execute("ROLLBACK")


def _quoted(text: str | Path) -> str:
    return str(text).replace("'", "''")
