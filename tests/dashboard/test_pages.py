"""Each page draws on an empty home and on a home with posts, without an exception."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.charts import stance_weeks, weeks_as_table
from dashboard.plain import plain
from dashboard.theme import LIGHT
from monitor.trends import Cell

APP = Path(__file__).parents[2] / "dashboard" / "app.py"


def opened(home: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    import streamlit as st

    st.cache_data.clear()
    st.cache_resource.clear()
    monkeypatch.setenv("MYTH_MONITOR_HOME", str(home))
    return AppTest.from_file(str(APP), default_timeout=60).run()


def test_an_empty_home_says_what_to_do_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = opened(tmp_path, monkeypatch)
    assert not page.exception
    assert any("Nothing has been read yet" in one.body for one in page.get("html"))
    assert any("sources add" in one.value for one in page.markdown)


def test_what_people_wrote_is_never_interpreted() -> None:
    nasty = '<img src=x onerror=alert(1)> **bold** [a](javascript:x)\n\u202eevil\u200b & "quotes"'
    shown = plain(nasty)
    assert "<img" not in shown
    assert "\u202e" not in shown
    assert shown.endswith("&quot;quotes&quot;")


def test_a_chart_has_its_figures_as_a_table() -> None:
    rows = [
        {"week": date(2026, 11, 9), "stance": "asserts", "cell": Cell(9, 7)},
        {"week": date(2026, 11, 9), "stance": "rejects", "cell": Cell(3, 2)},
        {"week": date(2026, 11, 16), "stance": "asserts", "cell": Cell(5, 5)},
    ]
    newest, older = weeks_as_table(rows)
    assert newest["week of"] == "2026-11-16"
    assert (older["passes it on"], older["contradicts it"], older["asks"]) == ("9", "<5", "0")


def test_a_chart_draws_all_small_cells_alike() -> None:
    rows = [
        {"week": date(2026, 11, 2 + 7 * at), "stance": "asserts", "cell": Cell(posts, 4)}
        for at, posts in enumerate((1, 4, 40))
    ]
    chart = stance_weeks(rows, LIGHT).to_dict()
    assert {(row["posts"], row["count"]) for row in chart["data"]["values"]} == {(2.5, "<5")}
