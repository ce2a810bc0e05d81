"""A source is silent when its week has fewer posts than its own past explains."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from monitor.config import load_settings
from monitor.silence import SourceWeeks, fewest_usual, source_weeks
from monitor.store import Lake
from monitor.trends import last_complete_week
from tests.dashboard.homes import fill
from tests.monitor.labelled import WEEK


def test_a_lively_source_that_stops_is_silent() -> None:
    past = [30, 28, 33, 31, 29, 30, 32, 30]
    fewest = fewest_usual(past)
    assert 10 < fewest < 30
    assert SourceWeeks([WEEK], [2], fewest).silent
    assert not SourceWeeks([WEEK], [29], fewest).silent


def test_a_quiet_or_young_source_is_never_silent() -> None:
    assert fewest_usual([0, 1, 0, 2, 0, 1, 0, 0]) == 0
    assert fewest_usual([30, 30, 30]) == 0


def test_weeks_without_posts_count_as_nothing(tmp_path: Path) -> None:
    from datetime import UTC, datetime

    fill(tmp_path)
    week = last_complete_week(datetime.now(UTC).date())
    with Lake.open(load_settings(tmp_path)) as lake:
        found = source_weeks(lake, week + timedelta(weeks=2))["page"]
    assert list(found.posts) == [10, 0, 0]
