"""The charts: plain functions from rows to Altair charts.

A title is a finding with its number; the axis says what is counted.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import altair as alt

from dashboard.language import day, months, number, say
from dashboard.theme import Palette
from dashboard.words import stance_word
from monitor.records import STANCES
from monitor.silence import SourceWeeks

Rows = Sequence[Mapping[str, Any]]
Correction = tuple[date, str]  # the day on which it was posted, and where


def stance_weeks(rows: Rows, palette: Palette, corrections: Sequence[Correction] = ()) -> alt.LayerChart:
    """Posts per week stacked by stance around a zero line: what contradicts the rumour lies below.

    `rows`: week (date), stance, cell. Cells under five authors are pale and all of one height. Corrections
    that were posted are marks on top of the chart.
    """
    values = [
        {
            "week": row["week"].isoformat(),
            "when": day(row["week"]),
            "posts": -row["cell"].drawn if row["stance"] == "rejects" else row["cell"].drawn,
            "count": row["cell"].shown(),
            "small": row["cell"].small,
            "stance": stance_word(row["stance"]),
            "order": STANCES.index(row["stance"]),
        }
        for row in rows
    ]
    words = [stance_word(stance) for stance in STANCES]
    colours = [palette.stances[stance] for stance in STANCES]
    bars = (
        alt.Chart(alt.Data(values=values))
        .mark_bar(size=9)
        .encode(
            x=weeks_axis(),
            y=alt.Y("posts:Q", title=say("posts a week"), axis=_COUNT_AXIS),
            color=alt.Color(
                "stance:N",
                scale=alt.Scale(domain=words, range=colours),
                legend=alt.Legend(title=None, orient="top", columns=3, symbolType="square"),
            ),
            opacity=pale_where_small(),
            order=alt.Order("order:Q"),
            tooltip=[
                alt.Tooltip("when:N", title=say("week of")),
                alt.Tooltip("stance:N", title=say("what they do")),
                alt.Tooltip("count:N", title=say("posts")),
            ],
        )
    )
    return alt.layer(bars, *_marks(corrections, palette)).properties(height=360)


def pale_where_small() -> alt.Opacity:
    """Bars of cells under five authors (field `small`) are pale."""
    return alt.Opacity("small:N", scale=alt.Scale(domain=[False, True], range=[1, 0.4]), legend=None)


def _marks(corrections: Sequence[Correction], palette: Palette) -> list[alt.Chart]:
    if not corrections:
        return []
    values = [
        {"week": on.isoformat(), "when": day(on), "what": what, "mark": "▼"} for on, what in corrections
    ]
    base = alt.Chart(alt.Data(values=values)).encode(
        x=weeks_axis(),
        tooltip=[
            alt.Tooltip("what:N", title=say("correction posted")),
            alt.Tooltip("when:N", title=say("day")),
        ],
    )
    line = base.mark_rule(color=palette.text, strokeDash=[3, 3], strokeWidth=1.2)
    return [line, base.mark_text(color=palette.text, fontSize=13).encode(y=alt.value(6), text="mark:N")]


def rise(weeks: Rows, low: int, high: int, palette: Palette) -> alt.LayerChart:
    """A small line of 26 weeks with the usual range as a band. `weeks`: week (date), cell."""
    values = [
        {
            "week": row["week"].isoformat(),
            "when": day(row["week"]),
            "posts": row["cell"].drawn,
            "shown": row["cell"].shown(),
        }
        for row in weeks
    ]
    x = alt.X("week:T", title=None, axis=None, scale=alt.Scale(type="utc"))
    band = (
        alt.Chart(alt.Data(values=[{"low": low, "high": high}]))
        .mark_rect(color=palette.context, opacity=0.22, aria=False)  # a ground, not a figure
        .encode(y=alt.Y("low:Q", title=None, axis=None), y2="high:Q")
    )
    line = (
        alt.Chart(alt.Data(values=values))
        .mark_line(color=palette.text, strokeWidth=1.6)
        .encode(x=x, y=alt.Y("posts:Q", title=None, axis=None))
    )
    point = (
        alt.Chart(alt.Data(values=values[-1:]))
        .mark_point(filled=True, size=70, color=palette.stances["asserts"])
        .encode(
            x=x,
            y="posts:Q",
            tooltip=[alt.Tooltip("shown:N", title=say("posts")), alt.Tooltip("when:N", title=say("week of"))],
        )
    )
    return alt.layer(band, line, point).properties(height=64)


def posts_of_source(weeks: SourceWeeks, palette: Palette) -> alt.Chart:
    """A source's posts per week as a small row of bars."""
    values = [
        {"week": week.isoformat(), "when": day(week), "posts": posts}
        for week, posts in zip(weeks.weeks, weeks.posts, strict=True)
    ]
    return (
        alt.Chart(alt.Data(values=values))
        .mark_bar(color=palette.context, size=6)
        .encode(
            x=alt.X("week:T", title=None, axis=None, scale=alt.Scale(type="utc")),
            y=alt.Y("posts:Q", title=None, axis=None),
            tooltip=[alt.Tooltip("posts:Q", title=say("posts")), alt.Tooltip("when:N", title=say("week of"))],
        )
        .properties(height=64)
    )


def source_as_table(weeks: SourceWeeks) -> list[dict[str, str]]:
    """The same figures for a table, the newest week first."""
    rows = zip(reversed(weeks.weeks), reversed(weeks.posts), strict=True)
    return [{say("week of"): day(week), say("posts"): number(posts)} for week, posts in rows]


def weeks_as_table(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The same figures for a table: one row a week, one column a stance."""
    table: dict[date, dict[str, Any]] = {}
    for row in rows:
        week = row["week"]
        line = table.setdefault(
            week, {say("week of"): day(week), **{stance_word(stance): "0" for stance in STANCES}}
        )
        line[stance_word(row["stance"])] = row["cell"].shown()
    return [table[week] for week in sorted(table, reverse=True)]


def counts_as_table(weeks: Rows) -> list[dict[str, str]]:
    """The figures of a small line: one row a week, the newest first."""
    return [{say("week of"): day(row["week"]), say("posts"): row["cell"].shown()} for row in reversed(weeks)]


def weeks_axis(first: date | None = None, last: date | None = None) -> alt.X:
    """Weeks from left to right; from `first` to `last` where charts beside each other must agree."""
    # Vega knows English months only; the dates are UTC days.
    names = json.dumps(months(), ensure_ascii=False)
    label = f"utcdate(datum.value) + ' ' + {names}[utcmonth(datum.value)]"
    axis = alt.Axis(labelExpr=label, grid=False, tickCount="month")
    ends = [(first - _HALF).isoformat(), (last + _HALF).isoformat()] if first and last else alt.Undefined
    return alt.X("week:T", title=None, axis=axis, scale=alt.Scale(type="utc", domain=ends))


_HALF = timedelta(days=3)  # room for half a bar at both ends

# Counts are whole numbers, and «below the line» is a direction, not a negative count.
_COUNT_AXIS = alt.Axis(
    format="d", tickMinStep=1, labelExpr="abs(datum.value)", gridOpacity=0.25, domain=False
)
