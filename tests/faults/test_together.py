"""Collector, annotator and dashboard at the same time, in processes of their own: nobody sees a lock."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from monitor.config import Settings
from monitor.serving import served
from monitor.store import Lake
from monitor.trends import model_version, weekly_matches
from tests.conftest import MakeHome

SECONDS = 20


@contextmanager
def running(arguments: list[str], log: Path, settings: Settings) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as out:
        process = subprocess.Popen(
            arguments,
            stdout=out,
            stderr=subprocess.STDOUT,
            env=os.environ | {"MYTH_MONITOR_HOME": str(settings.home)},
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait(timeout=30)


@pytest.mark.slow
def test_collector_annotator_and_dashboard_together(make_home: MakeHome, tmp_path: Path) -> None:
    settings = make_home("shared")
    monitor = [sys.executable, "-m", "monitor.cli"]
    logs = [tmp_path / name for name in ("run.log", "dashboard.log")]
    with (
        served(settings.home, logs[1]) as dashboard,
        running([*monitor, "run", "--every", "1m"], logs[0], settings) as loop,
    ):
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            again = subprocess.run(
                [*monitor, "annotate", "--home", str(settings.home)], capture_output=True, text=True
            )
            assert again.returncode == 0, again.stderr
            with Lake.open(settings) as lake:
                version = model_version(lake)
                counted = weekly_matches(lake, version).num_rows if version else 0
            answer = httpx.get(f"{dashboard.address}/_stcore/health", timeout=10)
            assert answer.status_code == 200
        assert loop.poll() is None
        assert dashboard.process.poll() is None
        assert counted > 0
    for log in logs:
        assert "locked" not in log.read_text("utf-8").lower()
        assert "Traceback" not in log.read_text("utf-8")
