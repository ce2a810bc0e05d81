"""Where a myth is told, with the posts read there beside it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from monitor.config import load_settings
from monitor.places import Told, myth_places
from monitor.store import Lake
from monitor.trends import Cell
from tests.monitor.labelled import SOURCE, WEEK, label, post, store


def test_an_author_of_several_weeks_counts_once(tmp_path: Path) -> None:
    told = [post(n, f"a{n % 2}", f"tell {n}", day=n * 7 - 14) for n in range(3)]
    other = [post(9, "b", "weather")]
    with Lake.open(load_settings(tmp_path)) as lake:
        lake.start_run("run", SOURCE)
        store(lake, told + other)
        label(lake, told, "own-bedroom", "asserts")
        label(lake, other, None, None)
        found = myth_places(lake, "m1", WEEK - timedelta(weeks=25), WEEK)
    assert found == [
        Told("own-bedroom", "language", "pl", Cell(3, 2), 4),
        Told("own-bedroom", "community", "pl-noord-brabant", Cell(3, 2), 4),
    ]
