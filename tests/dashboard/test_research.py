"""A researcher asks, narrows down, sees intervals and definitions, and takes the figures along."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard import shares
from dashboard.pages import research
from dashboard.theme import LIGHT
from monitor.intervals import Share
from monitor.research import QUESTIONS, Line
from monitor.research_files import DEFINITIONS
from monitor.trends import Cell
from tests.dashboard.homes import drawn, fill, html_of
from tests.monitor.labelled import WEEK


def test_nothing_read_says_what_to_do_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Nothing has been read yet" in html_of(drawn("research", tmp_path, monkeypatch))


def test_every_question_has_its_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path)
    page = drawn("research", tmp_path, monkeypatch)
    assert "100\u00a0%" in html_of(page)
    for question in QUESTIONS:
        page.pills(key="question").set_value(question).run()
        assert not page.exception
        assert "Counted: " in html_of(page)
        assert "-- $version = &#x27;m1&#x27;" in html_of(page) or "-- $version = 'm1'" in page.code[0].value
        assert len(page.get("download_button")) == 4


def test_a_filter_that_leaves_nothing_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path)
    page = drawn("research", tmp_path, monkeypatch)
    page.multiselect(key="r-myths").set_value(["own-bedroom"]).run()
    assert "No post speaks of a rumour with these filters" in html_of(page)


def test_a_place_begins_with_a_capital_where_it_stands_by_itself_and_small_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path)
    monkeypatch.setattr(research, "QUESTIONS", ("by-community",))
    page = drawn("research", tmp_path, monkeypatch, "pl")
    assert ": polski, Brabant, " in html_of(page)
    assert "Polski, Brabant" in page.dataframe[0].value.to_string()
    [chart] = page.get("vega_lite_chart")
    assert b"Polski, Brabant" in chart.proto.SerializeToString()
    assert '<p class="title" dir="auto">Polski, Brabant</p>' in html_of(
        drawn("now", tmp_path, monkeypatch, "pl")
    )


def test_each_question_is_defined_on_screen_and_in_the_file() -> None:
    assert set(research._QUESTIONS) == set(research._DEFINITIONS) == set(DEFINITIONS) == set(QUESTIONS)


def test_a_hidden_number_is_in_no_chart() -> None:
    seen = Line(WEEK, "asserts", Cell(9, 9), Cell(20, 12), Share(0.45, 0.3, 0.6, 18), False)
    hidden = Line(WEEK, "rejects", Cell(3, 3), Cell(20, 12), None, True)
    rows = shares.over_time([seen, hidden], "#000", 1.0, LIGHT).to_dict()["data"]["values"]
    assert [(row["share"], row["count"]) for row in rows] == [(0.45, "9"), (None, "<5")]
    assert 3 not in rows[1].values()


def test_a_long_name_stands_whole_in_lines_that_fit_a_phone() -> None:
    long = "Училище, лекар и детска консултация докладват всяко семейство"
    lines = [
        Line(id, "told", Cell(9, 9), Cell(20, 12), Share(0.45, 0.3, 0.6, 18), False) for id in ("a", "b")
    ]
    chart = shares.side_by_side(lines, {"a": long, "b": "Short"}, LIGHT).to_dict()
    values = {row["name"]: row["broken"].split("\n") for row in chart["data"]["values"]}
    assert values["Short"] == ["Short"]
    assert " ".join(values[long]) == long
    assert max(map(len, values[long])) <= 46
    one_line = shares.side_by_side(lines, {"a": "Short", "b": "Other"}, LIGHT).to_dict()
    assert chart["height"] > one_line["height"]  # nothing overlaps


def test_the_table_says_what_the_chart_says() -> None:
    lines = [
        Line("pl", "told", Cell(9, 9), Cell(20, 12), Share(0.45, 0.3, 0.6, 18), False),
        Line("bg", "told", Cell(40, 30), Cell(50, 33), Share(0.8, 0.7, 0.9, 45), False),
    ]
    first, second = shares.as_rows(lines, {"pl": "Polish", "bg": "Bulgarian"}, {})
    assert (first["what"], second["what"]) == ("Bulgarian", "Polish")
    assert second["share (95 % interval)"] == "45\u00a0% (30–60)"
