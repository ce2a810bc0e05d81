"""The demo: everything once, offline. Sample sites on loopback in the real formats of each source type,
collected over HTTP, labelled, judged, and held against what was planted. All posts are invented."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter

from monitor.annotate import annotate
from monitor.collect import collect
from monitor.config import SETTINGS_FILE, Settings, load_settings
from monitor.demo.schedule import Plan, PlannedSite, Schedule, load_plan, load_posts, make_schedule
from monitor.demo.sites import PAGE_LAYOUT, SampleSites
from monitor.demo.summary import Summary, summarise
from monitor.demo_marker import is_demo, mark
from monitor.errors import SettingsError
from monitor.records import Source
from monitor.run import load_home_pipeline, open_collector
from monitor.source_files import load_sources, save_source

_SETTINGS = """\
# The demo's own settings: its sites are on this machine, so private addresses are read without a pause.
[fetch]
contact = "demo@example.org"
delay = 0.0
allow_private = true
"""

Say = Callable[[str], None]


def run_demo(home: Path | None, say: Say, today: date | None = None) -> Path:
    """Runs the demo into `home` (default: `.myth-monitor-demo` beside the usual home) and says what it
    found; returns the home. Raises SettingsError when `home` holds anything but an earlier demo."""
    settings = prepare_home(home or Path.home() / ".myth-monitor-demo")
    today = today or datetime.now(UTC).date()
    plan = load_plan()
    schedule = make_schedule(plan, load_posts(), today)
    count = sum(len(site.posts) for site in schedule.sites)
    say(f"Myth Monitor demo. All {count} posts are invented; the sites run on this machine only.")
    for line in _run(settings, plan, schedule, today).lines(plan):
        say(line)
    return settings.home


def _run(settings: Settings, plan: Plan, schedule: Schedule, today: date) -> Summary:
    seconds: dict[str, float] = {}
    with SampleSites(schedule.sites) as sites:
        for id, url in sites.urls.items():
            save_source(settings.sources_dir, source_of(schedule.planned[id], url))
        with open_collector(settings) as (lake, fetcher, pseudonymiser):
            chosen, _ = load_sources(settings.sources_dir)
            with _timed(seconds, "collect"):
                reports = collect(chosen, lake, fetcher, pseudonymiser)
            with _timed(seconds, "load the model"):
                pipeline = load_home_pipeline(settings)
            with _timed(seconds, "label"):
                annotate(lake, pipeline, batch=settings.classifiers.batch)
            with _timed(seconds, "find rises"):
                return summarise(lake, pipeline.version, schedule, plan, reports, today, seconds)


@contextmanager
def _timed(seconds: dict[str, float], step: str) -> Iterator[None]:
    started = perf_counter()
    try:
        yield
    finally:
        seconds[step] = perf_counter() - started


def prepare_home(home: Path) -> Settings:
    """An empty demo home. What an earlier demo left is removed; anything else is never touched."""
    home = home.expanduser().absolute()
    if home.exists() and any(home.iterdir()) and not is_demo(home):
        raise SettingsError(
            f"{home} holds something else than an earlier demo", remedy="Name another folder with --home."
        )
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    mark(home)
    (home / SETTINGS_FILE).write_text(_SETTINGS, encoding="utf-8")
    return load_settings(home)


def source_of(site: PlannedSite, url: str) -> Source:
    """The source file that reads a sample site."""
    read: dict[str, dict[str, str]] = {"page": PAGE_LAYOUT, "mastodon": {"timeline": "local"}}
    return Source.model_validate(
        {
            "id": site.id,
            "type": "feed" if site.format == "jsonfeed" else site.format,
            "title": site.title,
            "address": url,
            "community": site.community.model_dump(),
            "read": read.get(site.format, {}),
        }
    )
