"""The lake: every post, label and run, in DuckLake (catalogue in SQLite or PostgreSQL, rows in Parquet).

Batches go in and out as Arrow tables. All times are UTC; in tables they carry no zone. Several processes
may use one home at once: readers never wait, writers queue. What each write promises:

- it is one transaction: a process killed at any moment leaves all of it or nothing;
- it can be repeated: what is stored already is not stored twice;
- it waits at most `store.busy_timeout` seconds for others and then raises StoreBusyError;
- a lake that cannot be written or read raises StoreError.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from types import TracebackType
from typing import Any

import pyarrow as pa

from monitor.config import Settings
from monitor.lake import counts, labels, posts, responses, runs, synthetic, upkeep
from monitor.lake.connection import Connection, Parameters
from monitor.lake.migrate import migrate
from monitor.lake.responses import Decide
from monitor.lake.schema import ANNOTATIONS, KEYS, POSTS, now, posts_table
from monitor.lake.upkeep import Erased, Maintained
from monitor.records import Cursor, Post, RunReport, Source
from monitor.responses import Step

__all__ = ["ANNOTATIONS", "POSTS", "Erased", "Lake", "Maintained"]

_TIDY_AFTER = 2_000  # rows added by this process between two looks at what has piled up


class Lake:
    """The store of one home folder. Threads may share it; use it as a context manager, or `close` it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._unannotated = labels.Unannotated(connection)
        self._cursors = posts.Cursors(connection)
        self._added = 0

    @classmethod
    def open(cls, settings: Settings) -> Lake:
        """Opens the lake of `settings.home`, making or migrating it when needed.

        Raises StoreError when it cannot be opened or was written by a newer version of this program.
        """
        connection = Connection(settings)
        try:
            migrate(connection)
        except BaseException:
            connection.close()
            raise
        return cls(connection)

    def close(self) -> None:
        """Closes the lake; everything that was stored is on disk already."""
        self._connection.close()

    def __enter__(self) -> Lake:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Collecting

    def start_run(self, run_id: str, source: Source) -> None:
        """Notes that a run of this source began, and what the source is now."""
        self._connection.write(lambda writer: runs.start(writer, run_id, source))

    def append_page(
        self, source_id: str, page: Sequence[Post], cursor: Cursor, run_id: str
    ) -> tuple[int, int]:
        """Stores the posts of a page together with the place to go on from: (new, updated).

        Updated are known posts whose text was edited or whose counts changed. Posts and authors that were
        erased on request are left out. Raises ValueError for a time without a zone.
        """
        table, state = posts_table(page), self._cursors.next(source_id, dict(cursor))
        stored = self._connection.write(
            lambda writer: posts.append_page(writer, source_id, table, state, run_id)
        )
        self._tidy(sum(stored))
        return stored

    def cursor(self, source_id: str) -> dict[str, Any]:
        """Where the source goes on, as its last stored page said; empty before the first one."""
        return self._cursors.read(source_id)

    def finish_run(self, run_id: str, report: RunReport) -> None:
        """Stores what the run did."""
        self._connection.write(lambda writer: runs.finish(writer, run_id, report))

    def last_runs(self) -> dict[str, RunReport]:
        """The last finished run of each source. A run that was killed has no report."""
        return runs.last(self._connection)

    # Labelling

    def unannotated(self, model_version: str, limit: int) -> pa.Table:
        """Posts that this model version has not labelled in their present wording, newest first.

        Columns: post_id, text, text_digest, language_hint; at most `limit` rows, none when all is labelled.
        """
        return self._unannotated.next(model_version, limit)

    def append_annotations(self, annotations: pa.Table) -> int:
        """Stores labels (schema ANNOTATIONS) and returns how many were new.

        Left out is what is stored already (same post, wording and model version) and what belongs to a
        post that was edited or erased meanwhile. Labels of other model versions stay as they are.
        """
        batch = annotations.select(ANNOTATIONS.names).cast(ANNOTATIONS)
        added = self._connection.write(lambda writer: labels.append(writer, batch))
        self._unannotated.labelled(batch)
        self._tidy(added)
        return added

    # Counting

    def recount(self) -> int:
        """Counts the weeks in which posts or labels changed; how many. Fast reading only: counts are exact anyway."""
        return counts.recount(self._connection)

    def uncounted(self) -> list[date]:
        """The weeks whose counts do not stand ready."""
        return counts.uncounted(self._connection)

    def fill(self, posts: int, texts: pa.Table, until: datetime, labels: dict[str, list[str]]) -> None:
        """Adds very many invented posts with invented labels, for measuring speed only (lake/synthetic.py)."""
        synthetic.fill(self._connection, posts, texts, until, labels)

    # Whatever people add

    def append(self, table: str, rows: pa.Table) -> int:
        """Adds rows to tips, signals, responses, corrections, reviews, rounds or audit; how many were new.

        Rows with a known key (tip_id, signal_id …) are left out. Missing columns become NULL. Raises
        KeyError for another table.
        """
        key = ", ".join(KEYS[table])
        sql = f"INSERT INTO {table} BY NAME SELECT * FROM batch ANTI JOIN {table} USING ({key})"

        def insert(writer: Any) -> int:
            writer.register("batch", rows)
            added = writer.execute(sql).fetchone()
            writer.unregister("batch")
            return int(added[0])

        return self._connection.write(insert)

    def change_response(self, myth: str, language: str, decide: Decide) -> list[Step]:
        """Adds the steps that `decide` names after seeing those there are; nobody writes in between.

        Each step is noted in the audit. What `decide` raises is raised here, and nothing is stored.
        """
        return self._connection.write(lambda writer: responses.change(writer, myth, language, decide))

    # Reading

    def response_steps(self) -> dict[tuple[str, str], tuple[Step, ...]]:
        """What was done with the responses, by (myth, language), in order."""
        return responses.steps(self._connection)

    def query(self, sql: str, parameters: Parameters = ()) -> pa.Table:
        """The rows of one SELECT. It cannot change anything, and sees one state of the lake."""
        return self._connection.read(sql, parameters)

    # Upkeep

    def maintain(self) -> Maintained:
        """Writes small appends into files, merges and sorts these, drops what no reader needs any more.

        It also finishes an erasure that was cut short.
        """
        return upkeep.maintain(self._connection)

    def erase(
        self,
        *,
        posts: Sequence[str] | None = None,
        author: str | None = None,
        source: str | None = None,
        url: str | None = None,
        actor: str | None = None,
    ) -> Erased:
        """Removes posts and all that was derived from them, from every file: no byte of the text remains.

        Name one of: post ids, an author's pseudonym, a source, a post's address. Posts and authors that
        are erased by name are not collected again; a source may be. Raises ValueError when not exactly one
        is named, and StoreBusyError when a reader kept the catalogue open: `maintain` then finishes it.
        """
        named = {"post_id": posts, "author": author, "source_id": source, "url": url}
        chosen = {column: value for column, value in named.items() if value is not None}
        if len(chosen) != 1:
            raise ValueError("name exactly one of posts, author, source, url")
        [(column, value)] = chosen.items()
        values = [value] if isinstance(value, str) else list(value)
        self._unannotated.forget()
        return upkeep.erase(self._connection, column, values, actor)

    def retention(self, days: int, actor: str | None = None) -> Erased:
        """Erases posts published, and tips added, more than `days` days ago, as `erase` does."""
        self._unannotated.forget()
        return upkeep.retention(self._connection, now() - timedelta(days=days), actor)

    def _tidy(self, added: int) -> None:
        self._added += added
        if self._added >= _TIDY_AFTER:
            self._added = 0
            upkeep.tidy(self._connection)
