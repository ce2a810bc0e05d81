"""Several processes use one home at once, and any of them may be killed."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.monitor.store_process import PER_PAGE, SOURCE, open_lake, page_of, post
from tests.monitor.test_store import SECRET, append, in_bytes, stored, uncompressed

ROOT = Path(__file__).resolve().parents[2]


def process(home: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("store_process.py")), str(home), *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def finished(*running: subprocess.Popen[str]) -> list[tuple[int, str]]:
    outputs = [one.communicate(timeout=120)[0] for one in running]
    return [(one.returncode, output) for one, output in zip(running, outputs, strict=True)]


def kill_soon(running: subprocess.Popen[str], seconds: float) -> None:
    assert running.stdout is not None
    running.stdout.readline()  # «begun»: the lake is open, so the kill meets a write
    time.sleep(seconds)
    running.kill()
    running.communicate()


def test_a_new_home_may_be_opened_by_several_processes_at_once(tmp_path: Path) -> None:
    assert finished(*[process(tmp_path, "open") for _ in range(4)]) == [(0, "")] * 4
    with open_lake(tmp_path) as lake:
        applied = lake.query("SELECT number FROM migrations ORDER BY number").column("number").to_pylist()
    assert applied == list(range(1, len(list((ROOT / "monitor" / "migrations").glob("*.sql"))) + 1))


@pytest.mark.slow
def test_a_writer_that_is_killed_loses_nothing_and_stores_nothing_twice(tmp_path: Path) -> None:
    pages, chance = 40, random.Random(20260301)
    for _ in range(10):
        kill_soon(process(tmp_path, "write", str(pages)), chance.uniform(0.0, 0.5))
    [(status, output)] = finished(process(tmp_path, "write", str(pages)))
    assert status == 0, output
    expected = sorted({one.post_id for number in range(pages) for one in page_of(number)})
    with open_lake(tmp_path) as lake:
        assert [row[0] for row in stored(lake)] == expected
        assert lake.cursor(SOURCE) == {"page": pages}


@pytest.mark.slow
def test_two_writers_of_one_source_store_each_post_once(tmp_path: Path) -> None:
    outcomes = finished(process(tmp_path, "write", "30"), process(tmp_path, "write", "30"))
    assert [status for status, _ in outcomes] == [0, 0], outcomes
    with open_lake(tmp_path) as lake:
        assert len(stored(lake)) == 29 * (PER_PAGE - 5) + PER_PAGE


@pytest.mark.slow
def test_writer_annotator_reader_and_maintenance_work_side_by_side(tmp_path: Path) -> None:
    others = [process(tmp_path, command) for command in ("annotate", "read", "read", "maintain")]
    outcomes = finished(process(tmp_path, "write", "8"))
    (tmp_path / "enough").touch()
    outcomes += finished(*others)
    assert [status for status, _ in outcomes] == [0] * 5, outcomes
    with open_lake(tmp_path) as lake:
        sql = "SELECT count(*) AS n, count(DISTINCT post_id) AS ids FROM annotations"
        [labels] = lake.query(sql).to_pylist()
        assert labels["n"] == labels["ids"] == len(stored(lake)) > 0


@pytest.mark.slow
def test_an_erasure_that_is_killed_is_finished_by_maintenance(tmp_path: Path) -> None:
    chance = random.Random(7)
    for number in range(5):
        with open_lake(tmp_path) as lake:
            uncompressed(lake)
            append(lake, post(number, f"{SECRET} {number}"), *page_of(number + 5))
        kill_soon(process(tmp_path, "erase", post(number).post_id), chance.uniform(0.0, 0.6))
        with open_lake(tmp_path) as lake:
            lake.maintain()
            lake.erase(posts=[post(number).post_id])
            assert in_bytes(tmp_path, SECRET) == []
