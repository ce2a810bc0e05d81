"""Every chart of every page is Vega-Lite, and has its figures as a table on the same page, for who cannot see it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import altair as alt
import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.language import number
from dashboard.pages import all_pages
from monitor.research import QUESTIONS
from tests.dashboard.homes import drawn

CHART = "vega_lite_chart"


def figures(chart: Any) -> set[tuple[str, ...]]:
    """What the chart shows: pairs of where (the week, the place) and how much (the count, the share)."""
    return {
        (where, much)
        for row in _rows(chart.proto)
        for where in [row.get("when") or row.get("name")]
        for much in (row.get("said"), row.get("count") or row.get("shown") or _plain(row.get("posts")))
        if where and much
    }


def _rows(chart: Any) -> Iterator[Mapping[str, Any]]:
    """The data of a chart and of all its layers."""
    for data in (chart.data, *(named.data for named in chart.datasets)):
        if data.data:
            yield from pa.ipc.open_stream(data.data).read_all().to_pylist()


def _plain(posts: float | None) -> str | None:
    return None if posts is None else number(abs(posts))


def without_table(page: AppTest) -> list[set[tuple[str, ...]]]:
    """The charts of the page of which a figure stands in none of its tables; of each, what is missing."""
    tables = [
        {(one, other) for row in table.value.astype(str).values.tolist() for one in row for other in row}
        for table in page.dataframe
    ]
    charts = [figures(chart) for chart in page.get(CHART)]
    return [shown for shown in charts if not any(shown <= pairs for pairs in tables)]


@pytest.mark.parametrize("name", list(all_pages()))
def test_every_chart_keeps_to_the_schema_of_vega_lite(
    name: str, demo_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for chart in drawn(name, demo_home, monkeypatch).get(CHART):
        apart = {"data": {"name": "figures"}}  # Streamlit sends the figures beside the specification
        alt.TopLevelSpec.validate(apart | json.loads(chart.proto.spec))


@pytest.mark.parametrize("name", list(all_pages()))
def test_the_figures_of_every_chart_stand_in_a_table(
    name: str, demo_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert without_table(drawn(name, demo_home, monkeypatch)) == []


@pytest.mark.parametrize("question", QUESTIONS)
def test_so_do_those_of_every_question_of_a_researcher(
    question: str, demo_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = drawn("research", demo_home, monkeypatch)
    page.pills(key="question").set_value(question).run()
    assert page.get(CHART)
    assert without_table(page) == []


def test_a_chart_without_its_table_is_found(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = drawn("sources", demo_home, monkeypatch)
    assert page.get(CHART)
    monkeypatch.setattr("dashboard.charts.sources_as_table", lambda _weeks: [])
    assert len(without_table(page.run())) == len(page.get(CHART))
