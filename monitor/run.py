"""The pipeline from end to end: collect, annotate, find rises; once or as a loop."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.annotate import OnBatch, annotate, load_pipeline
from monitor.collect import OnPage, OnReport, collect, collect_source, due
from monitor.config import Settings
from monitor.errors import InputError
from monitor.fetch import Fetcher
from monitor.myths import load_myths
from monitor.privacy import Pseudonymiser, load_or_make_key
from monitor.records import RunReport, Source
from monitor.signals import Signal, find_signals, save_signals
from monitor.source_files import find_source, load_sources
from monitor.store import Lake
from monitor.trends import last_complete_week

if TYPE_CHECKING:
    from classifiers.pipeline import Pipeline


@dataclass(frozen=True, slots=True)
class Turn:
    """What one turn of the loop did."""

    reports: list[RunReport]
    annotated: int
    signals: list[Signal]


@contextmanager
def open_collector(settings: Settings) -> Iterator[tuple[Lake, Fetcher, Pseudonymiser]]:
    """What collecting needs, closed afterwards."""
    pseudonymiser = Pseudonymiser(load_or_make_key(settings.key_file))
    with Lake.open(settings) as lake, Fetcher(settings.fetch) as fetcher:
        yield lake, fetcher, pseudonymiser


def collect_sources(
    settings: Settings,
    chosen: Sequence[Source],
    *,
    on_page: OnPage | None = None,
    on_report: OnReport | None = None,
) -> list[RunReport]:
    """Collects these sources into the home's lake."""
    with open_collector(settings) as (lake, fetcher, pseudonymiser):
        return collect(
            chosen,
            lake,
            fetcher,
            pseudonymiser,
            hosts_at_once=settings.fetch.hosts_at_once,
            on_page=on_page,
            on_report=on_report,
        )


def annotate_home(settings: Settings, *, on_batch: OnBatch | None = None) -> int:
    """Labels the home's new posts; returns how many."""
    pipeline = load_home_pipeline(settings)
    with Lake.open(settings) as lake:
        return annotate(lake, pipeline, batch=settings.classifiers.batch, on_batch=on_batch)


def import_posts(settings: Settings, file: Path, source_id: str) -> RunReport:
    """Stores the posts of another tool's export file under a source of type `import`."""
    source = find_source(settings.sources_dir, source_id)
    if source.type != "import":
        raise InputError(f"the source “{source_id}” is of type “{source.type}”, not “import”", file=file)
    if not file.is_file():
        raise InputError("there is no such file", file=file)
    source = source.model_copy(update={"read": {**source.read, "file": str(file)}})
    with open_collector(settings) as (lake, fetcher, pseudonymiser):
        return collect_source(source, lake, fetcher.for_source(source.id), pseudonymiser)


def run_once(
    settings: Settings,
    pipeline: Pipeline,
    *,
    only_due: bool = False,
    on_page: OnPage | None = None,
    on_report: OnReport | None = None,
    on_batch: OnBatch | None = None,
) -> Turn:
    """Collects every active source (or those that are due), labels what is new, looks for rises."""
    found = [one for one in load_sources(settings.sources_dir)[0] if not one.paused and one.address]
    with open_collector(settings) as (lake, fetcher, pseudonymiser):
        last = lake.last_runs() if only_due else {}
        reports = collect(
            due(found, last, datetime.now(UTC)) if only_due else found,
            lake,
            fetcher,
            pseudonymiser,
            hosts_at_once=settings.fetch.hosts_at_once,
            on_page=on_page,
            on_report=on_report,
        )
        annotated = annotate(lake, pipeline, batch=settings.classifiers.batch, on_batch=on_batch)
        week = last_complete_week(datetime.now(UTC).date())
        signals = find_signals(lake, pipeline.version, week, load_myths(settings.myths_dir))
        save_signals(lake, pipeline.version, signals)
        return Turn(reports, annotated, signals)


def run_forever(
    settings: Settings,
    every: timedelta,
    *,
    on_turn: Callable[[Turn], None],
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """A turn, then a pause, until the process is stopped. Sources are read when their `every` says so."""
    pipeline = load_home_pipeline(settings)
    while True:
        started = time.monotonic()
        on_turn(run_once(settings, pipeline, only_due=True))
        sleep(max(0.0, every.total_seconds() - (time.monotonic() - started)))


def load_home_pipeline(settings: Settings) -> Pipeline:
    """The classifiers with the shipped catalogue and the home's own myths."""
    return load_pipeline(settings, load_myths(settings.myths_dir))
