"""Sources → store: reads each source from where its last run stopped, page by page."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import uuid4

from monitor import sources
from monitor.errors import MonitorError, RateLimitedError
from monitor.fetch import Fetcher, SourceFetch
from monitor.privacy import Pseudonymiser, clean_page
from monitor.records import Page, RunReport, Skipped, Source
from monitor.source_files import options_of

if TYPE_CHECKING:
    from monitor.store import Lake

log = logging.getLogger(__name__)

OnReport = Callable[[RunReport], None]
OnPage = Callable[[Source, int], None]

_KEPT_SKIPS = 50  # enough to find the fault; a source of a million bad lines must not fill the lake


def due(all_sources: Iterable[Source], last: dict[str, RunReport], now: datetime) -> list[Source]:
    """The sources to read now: not paused, never read, or read longer ago than their `every`.

    A source that asked for a pause (Retry-After) is left alone until then.
    """
    return [source for source in all_sources if _is_due(source, last.get(source.id), now)]


def _is_due(source: Source, last: RunReport | None, now: datetime) -> bool:
    if source.paused or source.type == "import":
        return False
    if last is None:
        return True
    if last.retry_at is not None and now < last.retry_at:
        return False
    # A minute of grace: a loop that wakes a moment early must not skip a whole turn.
    return now - last.started_at >= source.every - timedelta(minutes=1)


def collect(
    chosen: Sequence[Source],
    lake: Lake,
    fetcher: Fetcher,
    pseudonymiser: Pseudonymiser,
    *,
    hosts_at_once: int = 8,
    on_page: OnPage | None = None,
    on_report: OnReport | None = None,
) -> list[RunReport]:
    """One run of each source, several hosts in parallel, the sources of one host after each other.

    Returns one report per source, in the order given. A source that fails is a report with its status.
    """
    by_host: dict[str, list[Source]] = defaultdict(list)
    for source in chosen:
        by_host[urlsplit(source.url).netloc].append(source)

    def read_host(host: str) -> list[RunReport]:
        reports = []
        for source in by_host[host]:
            report = collect_source(source, lake, fetcher.for_source(source.id), pseudonymiser, on_page)
            if on_report:
                on_report(report)
            reports.append(report)
        return reports

    done: dict[str, RunReport] = {}
    with ThreadPoolExecutor(max_workers=min(hosts_at_once, max(1, len(by_host)))) as pool:
        for future in as_completed([pool.submit(read_host, host) for host in by_host]):
            done.update({report.source_id: report for report in future.result()})
    return [done[source.id] for source in chosen]


def collect_source(
    source: Source,
    lake: Lake,
    fetch: SourceFetch,
    pseudonymiser: Pseudonymiser,
    on_page: OnPage | None = None,
) -> RunReport:
    """One run of one source; whatever happens becomes the report's status. Stores the report."""
    tally = _Tally(source.id)
    lake.start_run(tally.run_id, source)
    try:
        source_type = sources.load(source.type)
        cursor = lake.cursor(source.id)
        for page in source_type.read(source, options_of(source), cursor, fetch):
            stored = lake.append_page(
                source.id, clean_page(page.posts, source, pseudonymiser), page.cursor, tally.run_id
            )
            tally.add(page, *stored)
            if on_page:
                on_page(source, tally.seen)
    except MonitorError as error:
        tally.failed(error)
    except Exception as error:  # a source type's own fault must not stop the other sources
        log.exception("source %s: unexpected fault", source.id)
        tally.broke(error)
    report = tally.report(requests=fetch.requests, received_bytes=fetch.received_bytes)
    lake.finish_run(tally.run_id, report)
    return report


@dataclass(slots=True)
class _Tally:
    source_id: str
    run_id: str = field(default_factory=lambda: uuid4().hex)
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    status: str = "ok"
    message: str = ""
    remedy: str = ""
    retry_at: datetime | None = None
    pages: int = 0
    seen: int = 0
    new: int = 0
    updated: int = 0
    skipped: list[Skipped] = field(default_factory=list)

    def add(self, page: Page, new: int, updated: int) -> None:
        self.pages += 1
        self.seen += len(page.posts)
        self.new += new
        self.updated += updated
        self.skipped.extend(page.skipped)

    def failed(self, error: MonitorError) -> None:
        self.status, self.message, self.remedy = error.code, str(error), error.remedy
        if isinstance(error, RateLimitedError):
            self.retry_at = error.retry_at

    def broke(self, error: Exception) -> None:
        self.status = "fault"
        self.message = f"{type(error).__name__} in the source type “{self.source_id}”"
        self.remedy = "This is a fault of Myth Monitor: please report it with the log of this run."

    def report(self, *, requests: int, received_bytes: int) -> RunReport:
        return RunReport(
            source_id=self.source_id,
            started_at=self.started_at,
            finished_at=datetime.now(UTC),
            status=self.status,
            message=self.message,
            remedy=self.remedy,
            retry_at=self.retry_at,
            requests=requests,
            received_bytes=received_bytes,
            pages=self.pages,
            seen=self.seen,
            new=self.new,
            updated=self.updated,
            skipped=tuple(self.skipped[:_KEPT_SKIPS]),
        )
