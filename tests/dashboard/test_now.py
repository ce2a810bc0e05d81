"""Now: a week is grey where it was not read, and only there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dashboard.homes import drawn, fill_weeks, html_of


def test_the_demo_was_read_in_every_week_that_is_shown(
    demo_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = drawn("now", demo_home, monkeypatch)
    assert "posts, usually" in html_of(page)  # a small line of weeks stands there
    assert "grey: nothing was read" not in html_of(page)


def test_a_community_that_was_not_read_is_named_while_others_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_weeks(tmp_path, {"pl": [9] * 8 + [0], "bg": [9] * 9})
    assert "Nothing was read in this week of: Polish, Brabant." in html_of(
        drawn("now", tmp_path, monkeypatch)
    )
    page = drawn("myth", tmp_path, monkeypatch)
    assert "dashed: nothing was read of Polish, Brabant in the week of " in html_of(page)
    [chart] = page.get("vega_lite_chart")
    assert "strokeDash" in chart.proto.spec


def test_where_every_community_was_read_none_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_weeks(tmp_path, {"pl": [9] * 9, "bg": [9] * 9})
    assert "Nothing was read" not in html_of(drawn("now", tmp_path, monkeypatch))
    assert "dashed" not in html_of(drawn("myth", tmp_path, monkeypatch))
