"""A process that is killed at any moment loses no stored post and stores none twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from typing import Any

import pytest

from monitor.config import Settings
from monitor.store import Lake
from tests.conftest import MakeHome

KILLS = 10


def start(settings: Settings, command: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "monitor.cli", command, "--home", str(settings.home)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=os.environ | {"MYTH_MONITOR_CLASSIFIERS__BATCH": "32"},
    )


def finish(settings: Settings, command: str) -> None:
    process = start(settings, command)
    _, said = process.communicate(timeout=240)
    assert process.returncode == 0, said.decode()


def kill_at_random(settings: Settings, command: str, chance: random.Random, longest: float) -> int:
    """Starts the command and kills it; returns how often it was still at work."""
    cut = 0
    for _ in range(KILLS):
        process = start(settings, command)
        time.sleep(chance.uniform(0.3, longest))
        process.send_signal(signal.SIGKILL)
        cut += process.wait() == -signal.SIGKILL
        assert process.stderr is not None
        process.stderr.close()
    return cut


def rows(settings: Settings, sql: str) -> list[dict[str, Any]]:
    with Lake.open(settings) as lake:
        found: list[dict[str, Any]] = lake.query(sql, {}).to_pylist()
        return found


POSTS = "SELECT source_id, published_at, text FROM posts ORDER BY ALL"
LABELS = "SELECT text_digest, model_version, language, myths, stance FROM annotations ORDER BY ALL"
TWICE = "SELECT post_id FROM posts GROUP BY post_id HAVING count(*) > 1"
LABELLED_TWICE = (
    "SELECT post_id FROM annotations GROUP BY post_id, text_digest, model_version HAVING count(*) > 1"
)


@pytest.mark.slow
def test_kill_during_collect_and_annotate(make_home: MakeHome) -> None:
    undisturbed, killed = make_home("undisturbed"), make_home("killed")
    chance = random.Random(7)
    finish(undisturbed, "collect")
    assert kill_at_random(killed, "collect", chance, longest=2.5) > 0
    finish(killed, "collect")
    assert rows(killed, TWICE) == []
    assert rows(killed, POSTS) == rows(undisturbed, POSTS)

    finish(undisturbed, "annotate")
    assert kill_at_random(killed, "annotate", chance, longest=4.0) > 0
    finish(killed, "annotate")
    assert rows(killed, LABELLED_TWICE) == []
    assert rows(killed, LABELS) == rows(undisturbed, LABELS)
