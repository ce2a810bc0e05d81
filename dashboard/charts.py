"""The charts: plain functions from rows to Altair charts.

A title is a finding with its number; the axis says what is counted.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import altair as alt
import streamlit as st
from altair.utils.schemapi import disable_debug_mode

from dashboard.language import day, months, number, say
from dashboard.theme import Palette
from dashboard.words import stance_word
from monitor.records import STANCES
from monitor.silence import SourceWeeks

Rows = Sequence[Mapping[str, Any]]
Correction = tuple[date, str]  # the day on which it was posted, and where


_SMALL = {"left": 2, "right": 6, "top": 6, "bottom": 2}  # the room around a chart that is one line high


def unchecked() -> None:
    """Charts are made without holding each part against Vega-Lite's schema, which takes long. The tests hold them."""
    disable_debug_mode()


def put(chart: alt.TopLevelMixin | dict[str, Any]) -> None:
    """Draws the chart as wide as its column."""
    st.vega_lite_chart(chart if isinstance(chart, dict) else drawn(chart), width="stretch")


def drawn(chart: alt.TopLevelMixin) -> dict[str, Any]:
    """The chart as Vega-Lite, not held against its schema: `st.altair_chart` would, in half of a page's time."""
    return dict(chart.to_dict(validate=False))


def stance_weeks(
    rows: Rows,
    weeks: tuple[date, date],
    palette: Palette,
    corrections: Sequence[Correction] = (),
    unread: Sequence[date] = (),
    partly: Sequence[date] = (),
) -> alt.LayerChart:
    """Posts per week stacked by stance around a zero line: what contradicts the rumour lies below.

    `rows`: week (date), stance, cell; `weeks`: the first and the last one shown. Cells under five authors are
    pale and all of one height. Corrections that were posted are marks on top of the chart; the weeks `unread` have
    a grey ground, those read only `partly` a dashed one. The colours are explained beside the chart, where their
    numbers stand.
    """
    x = weeks_axis(*weeks)
    layers = [
        *unread_ground(unread, x, palette),
        *unread_ground([week for week in partly if week not in unread], x, palette, dashed=True),
        _stance_bars(rows, x, palette),
        zero_line(palette),
        *_marks(corrections, x, palette),
    ]
    return readable(alt.layer(*layers).properties(height=320), palette)


def _stance_bars(rows: Rows, x: alt.X, palette: Palette) -> alt.Chart:
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
    return (
        alt.Chart(alt.Data(values=values))
        .mark_bar(size=9)
        .encode(
            x=x,
            y=alt.Y("posts:Q", title=say("posts a week"), axis=_COUNT_AXIS),
            color=alt.Color("stance:N", scale=alt.Scale(domain=words, range=colours), legend=None),
            opacity=pale_where_small(),
            order=alt.Order("order:Q"),
            tooltip=[
                alt.Tooltip("when:N", title=say("week of")),
                alt.Tooltip("stance:N", title=say("what they do")),
                alt.Tooltip("count:N", title=say("posts")),
            ],
        )
    )


def zero_line(palette: Palette) -> alt.Chart:
    """The line between what stands above and below it; no figure, for screen readers."""
    zero = alt.Chart(alt.Data(values=[{"zero": 0}])).mark_rule(color=palette.context, aria=False)
    return zero.encode(y="zero:Q")


def unread_ground(
    weeks: Sequence[date], x: alt.X, palette: Palette, *, dashed: bool = False
) -> list[alt.Chart]:
    """A grey ground where nothing was read, so that it does not look like zero; no figure, for screen readers."""
    if not weeks:
        return []
    ground = alt.Chart(alt.Data(values=unread_weeks(weeks))).mark_rect(**unread_look(palette, dashed=dashed))
    return [ground.encode(x=x, x2="end:T")]


def unread_look(palette: Palette, *, dashed: bool = False) -> dict[str, Any]:
    """What that ground looks like; dashed where something was read."""
    grey = {"color": palette.context, "aria": False}
    if dashed:
        return {**grey, "stroke": palette.context, "strokeDash": [3, 3], "fillOpacity": 0.08}
    return {**grey, "opacity": 0.18}


def unread_weeks(weeks: Sequence[date]) -> list[dict[str, str]]:
    """Where that ground begins and ends."""
    # A bar stands in the middle of its week; half a day does not matter.
    return [{"week": (week - _HALF).isoformat(), "end": (week + _HALF + _DAY).isoformat()} for week in weeks]


def readable(chart: alt.LayerChart, palette: Palette) -> alt.LayerChart:
    """The chart with axes whose words stand out enough; Streamlit's own grey is too pale for that."""
    return chart.configure_axis(
        labelColor=palette.text, labelOpacity=0.8, titleColor=palette.text, titleOpacity=0.8
    )


def pale_where_small() -> alt.Opacity:
    """Bars of cells under five authors (field `small`) are pale."""
    return alt.Opacity("small:N", scale=alt.Scale(domain=[False, True], range=[1, 0.4]), legend=None)


def _marks(corrections: Sequence[Correction], x: alt.X, palette: Palette) -> list[alt.Chart]:
    if not corrections:
        return []
    values = [
        {"week": on.isoformat(), "when": day(on), "what": what, "mark": "▼"} for on, what in corrections
    ]
    base = alt.Chart(alt.Data(values=values)).encode(
        x=x,
        tooltip=[
            alt.Tooltip("what:N", title=say("correction posted")),
            alt.Tooltip("when:N", title=say("day")),
        ],
    )
    line = base.mark_rule(color=palette.text, strokeDash=[3, 3], strokeWidth=1.2)
    return [line, base.mark_text(color=palette.text, fontSize=13).encode(y=alt.value(6), text="mark:N")]


def rise(weeks: Rows, low: int, high: int, palette: Palette) -> alt.LayerChart:
    """A small line of 26 weeks with the usual range as a band. `weeks`: week (date), cell, read.

    The line is broken where nothing was read, and the ground is grey there; a week between two of these is a dot.
    """
    values = [
        {
            "week": row["week"].isoformat(),
            "when": day(row["week"]),
            "posts": row["cell"].drawn if row["read"] else None,
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
        .mark_line(color=palette.text, strokeWidth=1.6, invalid="break-paths-filter-domains")
        .encode(x=x, y=alt.Y("posts:Q", title=None, axis=None))
    )
    alone = [
        value
        for before, value, after in zip([None, *values], values, [*values[1:], None], strict=False)
        if all(one is None or one["posts"] is None for one in (before, after))
    ]
    # Like the line they are drawn for the eye; the table says them.
    dots = alt.Chart(alt.Data(values=alone)).mark_point(filled=True, size=12, color=palette.text, aria=False)
    point = (
        alt.Chart(alt.Data(values=values[-1:]))
        .mark_point(filled=True, size=70, color=palette.stances["asserts"])
        .encode(
            x=x,
            y="posts:Q",
            tooltip=[alt.Tooltip("shown:N", title=say("posts")), alt.Tooltip("when:N", title=say("week of"))],
        )
    )
    unread = unread_ground([row["week"] for row in weeks if not row["read"]], x, palette)
    layers = [band, *unread, line, dots.encode(x=x, y="posts:Q"), point]
    return alt.layer(*layers).properties(height=64, padding=_SMALL)


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
        .properties(height=64, padding=_SMALL)
    )


def sources_as_table(sources: Mapping[str, SourceWeeks]) -> list[dict[str, str]]:
    """The posts of all sources: one row a week and source, the newest week first."""
    rows = [
        (week, id, posts)
        for id, weeks in sources.items()
        for week, posts in zip(weeks.weeks, weeks.posts, strict=True)
    ]
    rows.sort(key=lambda row: row[0], reverse=True)
    return [
        {say("week of"): day(week), say("source"): id, say("posts"): number(posts)}
        for week, id, posts in rows
    ]


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
    return [
        {
            say("week of"): day(row["week"]),
            say("posts"): row["cell"].shown() if row["read"] else say("not read"),
        }
        for row in reversed(weeks)
    ]


def weeks_axis(first: date | None = None, last: date | None = None) -> alt.X:
    """Weeks from left to right; from `first` to `last` where charts beside each other must agree."""
    # Vega knows English months only; the dates are UTC days.
    names = json.dumps(months(), ensure_ascii=False)
    label = f"utcdate(datum.value) + ' ' + {names}[utcmonth(datum.value)]"
    axis = alt.Axis(labelExpr=label, grid=False, tickCount="month")
    ends = [(first - _HALF).isoformat(), (last + _HALF).isoformat()] if first and last else alt.Undefined
    return alt.X("week:T", title=None, axis=axis, scale=alt.Scale(type="utc", domain=ends))


_DAY = timedelta(days=1)
_HALF = 3 * _DAY  # room for half a bar at both ends

# Counts are whole numbers, and «below the line» is a direction, not a negative count.
_COUNT_AXIS = alt.Axis(
    format="d",
    tickMinStep=1,
    labelExpr="abs(datum.value)",
    labelFlush=False,
    gridOpacity=0.25,
    domain=False,
    titleAngle=0,  # above the axis, where it can be read without turning the head
    titleAlign="left",
    titleX=-28,
    titleY=-14,
)
