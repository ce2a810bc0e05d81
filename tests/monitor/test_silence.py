"""A source is silent when its week has fewer posts than its own past explains."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.config import load_settings
from monitor.silence import SourceWeeks, fewest_usual, source_weeks, unread, unread_weeks
from monitor.store import Lake
from monitor.trends import last_complete_week
from tests.dashboard.homes import fill, fill_weeks
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
    fill(tmp_path)
    week = last_complete_week(datetime.now(UTC).date())
    with Lake.open(load_settings(tmp_path)) as lake:
        found = source_weeks(lake, week + timedelta(weeks=2))["page"]
    assert list(found.posts) == [10, 0, 0]


def test_a_community_was_not_read_where_its_past_explains_no_week_without_posts() -> None:
    weeks = [WEEK + timedelta(weeks=at) for at in range(12)]
    lively = dict(zip(weeks, [30, 28, 33, 31, 29, 30, 0, 0, 0, 30, 31, 0], strict=True))
    assert unread(lively, weeks[-1]) == [*weeks[6:9], weeks[11]]
    quiet = dict(zip(weeks, [0, 1, 0, 2, 0, 1, 0, 0, 1, 0, 0, 0], strict=True))
    assert unread(quiet, weeks[-1]) == []
    assert unread({}, weeks[-1]) == []


def test_a_community_that_was_not_read_is_found_while_others_were(tmp_path: Path) -> None:
    week = last_complete_week(datetime.now(UTC).date())
    fill_weeks(tmp_path, {"pl": [9] * 8 + [0], "bg": [9] * 9})
    with Lake.open(load_settings(tmp_path)) as lake:
        found = unread_weeks(lake, "m1", week - timedelta(weeks=10), week)
    assert found.communities == {"pl-brabant": [week]}
    assert len(found.everywhere) == 2  # before anything was read
