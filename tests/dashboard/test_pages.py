"""Each page draws in each language, on an empty home and on a home with posts, without an exception."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.charts import counts_as_table, rise, stance_weeks, weeks_as_table
from dashboard.language import LANGUAGES
from dashboard.pages import all_pages
from dashboard.plain import plain
from dashboard.theme import LIGHT
from monitor.trends import Cell
from tests.dashboard.homes import drawn, fill, html_of

APP = Path(__file__).parents[2] / "dashboard" / "start" / "script.py"


def framed(home: Path, monkeypatch: pytest.MonkeyPatch, address: str, chosen: str | None = None) -> AppTest:
    monkeypatch.setenv("MYTH_MONITOR_HOME", str(home))
    page = AppTest.from_file(str(APP), default_timeout=300)
    page.query_params["lang"] = address
    if chosen:
        page.session_state["language"] = chosen
    page.run()
    assert not page.exception
    return page


def test_the_address_chooses_the_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = framed(tmp_path, monkeypatch, "pl")
    assert "Nic jeszcze nie zostało przeczytane" in html_of(page)
    assert page.selectbox(key="language").value == "pl"


def test_a_language_that_does_not_exist_is_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Nothing has been read yet" in html_of(framed(tmp_path, monkeypatch, "xx"))


def test_the_switch_wins_and_stays_in_the_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = framed(tmp_path, monkeypatch, "pl", "nl")
    assert "Er is nog niets gelezen" in html_of(page)
    assert page.query_params["lang"] in ("nl", ["nl"])


@pytest.mark.parametrize("name", list(all_pages()))
def test_every_page_draws_in_every_language(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = drawn(name, tmp_path, monkeypatch)
    fill(tmp_path / "filled")
    for language in LANGUAGES:
        page = drawn(name, tmp_path / "filled", monkeypatch, language)
    assert "<img" not in html_of(page)


def test_an_empty_home_says_what_to_do_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = drawn("now", tmp_path, monkeypatch)
    assert "Nothing has been read yet" in html_of(page)
    assert any("sources add" in one.value for one in page.code)


def test_a_rumour_has_its_weeks_examples_truth_and_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path)
    page = drawn("myth", tmp_path, monkeypatch)
    page.selectbox(key="rumour").set_value("child-removal").run()
    assert not page.exception
    shown = html_of(page)
    assert "10 posts in 26 weeks; 0 of them contradict it" in shown
    assert "&lt;img src=x onerror=alert(1)&gt; **zabierają**" in shown
    assert "“wording”" in shown
    assert "posts: 10 · Polish" in shown
    assert "read on" in shown
    assert page.code


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
    assert newest["week of"] == "16 November 2026"
    assert (older["passes it on"], older["contradicts it"], older["asks"]) == ("9", "<5", "0")


def test_a_chart_draws_all_small_cells_alike() -> None:
    rows = [
        {"week": date(2026, 11, 2 + 7 * at), "stance": "asserts", "cell": Cell(posts, 4)}
        for at, posts in enumerate((1, 4, 40))
    ]
    weeks = (rows[0]["week"], rows[-1]["week"])
    bars = stance_weeks(rows, weeks, LIGHT).to_dict()["layer"][0]
    assert {(row["posts"], row["count"]) for row in bars["data"]["values"]} == {(2.5, "<5")}


def test_a_week_that_was_not_read_is_not_drawn_as_zero() -> None:
    weeks = [date(2026, 11, 2 + 7 * at) for at in range(4)]
    read = [90, 80, 0, 70]
    rows = [
        {"week": week, "cell": Cell(9 if posts else 0, 7 if posts else 0), "read": posts}
        for week, posts in zip(weeks, read, strict=True)
    ]
    _, ground, line, dots, _ = rise(rows, 2, 6, LIGHT).to_dict()["layer"]
    assert [value["posts"] for value in line["data"]["values"]] == [9.0, 9.0, None, 9.0]
    assert len(ground["data"]["values"]) == 1
    assert [value["week"] for value in dots["data"]["values"]] == ["2026-11-23"]
    assert [row["posts"] for row in counts_as_table(rows)] == ["9", "not read", "9", "9"]


def test_the_weeks_of_a_rumour_have_a_grey_ground_where_nothing_was_read() -> None:
    rows = [{"week": date(2026, 11, 2), "stance": "asserts", "cell": Cell(9, 7)}]
    weeks = (date(2026, 11, 2), date(2026, 11, 16))
    ground, bars, *_ = stance_weeks(rows, weeks, LIGHT, unread=[date(2026, 11, 9)]).to_dict()["layer"]
    assert ground["mark"]["type"] == "rect"
    assert ground["data"]["values"] == [{"week": "2026-11-06", "end": "2026-11-13"}]
    assert bars["mark"]["type"] == "bar"
