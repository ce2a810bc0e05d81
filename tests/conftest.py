"""What several tests need: small sample sites on loopback, and a home that reads them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from filelock import FileLock

from monitor.config import Settings, load_settings
from monitor.demo import prepare_home, run_demo, source_of
from monitor.demo.schedule import Schedule, load_plan, load_posts, make_schedule
from monitor.demo.sites import SampleSites
from monitor.source_files import save_source

TODAY = date(2026, 11, 24)

MakeHome = Callable[[str], Settings]


@pytest.fixture(scope="session")
def schedule() -> Schedule:
    """The demo's posts, cut to the newest sixty of each site."""
    whole = make_schedule(load_plan(), load_posts(), TODAY)
    whole.sites = [replace(site, posts=site.posts[-60:]) for site in whole.sites]
    return whole


@pytest.fixture(scope="session")
def sites(schedule: Schedule) -> Iterator[SampleSites]:
    """The sample sites, served for real on loopback."""
    with SampleSites(schedule.sites) as running:
        yield running


@pytest.fixture
def make_home(tmp_path: Path, schedule: Schedule, sites: SampleSites) -> MakeHome:
    """Makes homes that read the sample sites."""

    def make(name: str) -> Settings:
        settings = prepare_home(tmp_path / name)
        for id, url in sites.urls.items():
            save_source(settings.sources_dir, source_of(schedule.planned[id], url))
        return load_settings(settings.home)

    return make


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's home as of today, made once. MYTH_MONITOR_TEST_DEMO names one that is made already."""
    if made := os.environ.get("MYTH_MONITOR_TEST_DEMO"):
        return Path(made)
    folder = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        folder = folder.parent  # the processes that share the tests share the home too
    home, ready = folder / "demo-of-today", folder / "demo-of-today.ready"
    with FileLock(folder / "demo-of-today.lock"):
        if not ready.exists():
            run_demo(home, lambda _line: None, datetime.now(UTC).date())
            ready.touch()
    return home
