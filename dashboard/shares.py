"""Charts of shares with their intervals: small multiples over time, and places or rumours side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from textwrap import wrap

import altair as alt

from dashboard.charts import readable, weeks_axis
from dashboard.language import day, percent, say
from dashboard.theme import Palette
from monitor.intervals import Share
from monitor.research import Line

_ROW = 46  # pixels of one place or rumour
_TEXT_LINE = 16  # pixels more for each line that its name takes beyond the first on a phone
_LETTERS = 46  # that fit beside each other on a phone
_LETTER = 7  # pixels of a letter, if all of them were wide
_LINES = 0.68  # of the width; the rest is for the numbers


def over_time(lines: Sequence[Line], colour: str, top: float, palette: Palette) -> alt.LayerChart:
    """One label's share per period: points with their 95 % ranges; «<5» where too few people wrote."""
    shown = [line.axis for line in lines if isinstance(line.axis, date)]
    x = weeks_axis(min(shown), max(shown))
    base = alt.Chart(alt.Data(values=[_values(line) for line in lines]))
    scale = alt.Scale(domain=[0, top], nice=False)
    axis = alt.Axis(format="%", tickCount=4, labelFlush=False, gridOpacity=0.25, domain=False)
    tooltip = [
        alt.Tooltip("when:N", title=say("from the week of")),
        alt.Tooltip("said:N", title=say("share (95 % interval)")),
        alt.Tooltip("count:N", title=say("posts")),
        alt.Tooltip("of:N", title=say("of posts")),
    ]
    ranges = base.mark_rule(color=colour, strokeWidth=5, opacity=0.3).encode(
        x=x, y=alt.Y("low:Q", title=None, axis=axis, scale=scale), y2="high:Q"
    )
    line = base.mark_line(color=colour, strokeWidth=1.4).encode(x=x, y=alt.Y("share:Q", scale=scale))
    points = base.mark_point(filled=True, size=55, color=colour, opacity=1).encode(
        x=x, y=alt.Y("share:Q", scale=scale), tooltip=tooltip
    )
    few = (
        base.transform_filter("datum.hidden")
        .mark_text(color=palette.text, fontSize=11, dy=-6)
        .encode(x=x, y=alt.datum(0), text="count:N")
    )
    return readable(alt.layer(ranges, line, points, few).properties(height=190), palette)


def side_by_side(lines: Sequence[Line], names: Mapping[str, str], palette: Palette) -> alt.LayerChart:
    """Places or rumours below each other, the largest share on top, each with its range and its numbers."""
    values = [{**_values(line), **_name(names[key(line)])} for line in lines]
    order = [names[key(line)] for line in sorted(lines, key=_place_in_table, reverse=True)]
    base = alt.Chart(alt.Data(values=values))
    # The name stands above its line, where a long one has room on a phone too.
    y = alt.Y("name:N", sort=order, title=None, axis=None)
    scale = alt.Scale(domain=[0, top_of(lines) / _LINES], nice=False)
    axis = alt.Axis(format="%", tickCount=5, labelFlush=False, gridOpacity=0.25, domain=False)
    tooltip = [
        alt.Tooltip("name:N", title=say("what")),
        alt.Tooltip("said:N", title=say("share (95 % interval)")),
        alt.Tooltip("count:N", title=say("posts")),
        alt.Tooltip("of:N", title=say("of posts")),
    ]
    ranges = base.mark_rule(color=palette.context, strokeWidth=6, opacity=0.5).encode(
        y=y, x=alt.X("low:Q", title=None, axis=axis, scale=scale), x2="high:Q"
    )
    points = base.mark_point(filled=True, size=80, color=palette.text, opacity=1).encode(
        y=y, x="share:Q", tooltip=tooltip
    )
    words = base.mark_text(
        color=palette.text,
        fontSize=13,
        align="left",
        lineBreak="\n",
        lineHeight=_TEXT_LINE,
        text=alt.ExprRef(f"{_BROKEN} ? datum.broken : datum.name"),
        dy=alt.ExprRef(f"-15 - ({_BROKEN} ? {_TEXT_LINE} * (datum.lines - 1) : 0)"),
    ).encode(y=y, x=alt.value(0))
    numbers = base.mark_text(color=palette.text, fontSize=13, align="right").encode(
        y=y, x=alt.value("width"), text="shown:N"
    )
    row = _ROW + _TEXT_LINE * (max(len(_lines(names[key(line)])) for line in lines) - 1)
    chart = alt.layer(ranges, points, words, numbers).properties(height=row * len(values))
    return readable(chart, palette)


# Only the browser knows how wide the chart becomes: it takes a name in lines where it does not fit in one.
_BROKEN = f"(width < {_LETTER} * length(datum.name))"


def _name(name: str) -> dict[str, object]:
    lines = _lines(name)
    return {"name": name, "broken": "\n".join(lines), "lines": len(lines)}


def _lines(name: str) -> list[str]:
    return wrap(name, _LETTERS) or [name]


def key(line: Line) -> str:
    """What a line of a comparison is about: its place, or its rumour."""
    return line.label if line.axis == "all" else str(line.axis)


def with_range(share: Share | None) -> str:
    """«45 % (38–52)»; nothing where the share is hidden or unknown."""
    if share is None:
        return ""
    return f"{percent(share.value)} ({_bare(share.low)}–{_bare(share.high)})"


def _bare(value: float) -> str:
    return percent(value).removesuffix("\u00a0%")


def top_of(lines: Sequence[Line]) -> float:
    """The upper end of the axis that all small multiples share."""
    return max((line.share.high for line in lines if line.share), default=1.0)


def as_rows(
    lines: Sequence[Line], names: Mapping[str, str], labels: Mapping[str, str]
) -> list[dict[str, str]]:
    """The same figures for a table: the newest period first, or the largest share."""
    rows = []
    for line in sorted(lines, key=_place_in_table, reverse=True):
        row = (
            {say("what"): names[key(line)]}
            if isinstance(line.axis, str)
            else {say("from the week of"): day(line.axis), say("what"): labels[line.label]}
        )
        share = {say("share (95 % interval)"): with_range(line.share)}
        rows.append({**row, say("posts"): line.shown(), say("of posts"): line.base.shown(), **share})
    return rows


def _place_in_table(line: Line) -> tuple[str, float]:
    return (
        "" if isinstance(line.axis, str) else line.axis.isoformat(),
        line.share.value if line.share else 0.0,
    )


def _values(line: Line) -> dict[str, object]:
    share = line.share
    at = {} if isinstance(line.axis, str) else {"week": line.axis.isoformat(), "when": day(line.axis)}
    return {
        **at,
        "share": share.value if share else None,
        "low": share.low if share else None,
        "high": share.high if share else None,
        "said": with_range(share),
        "shown": with_range(share) or line.shown(),
        "count": line.shown(),
        "of": line.base.shown(),
        "hidden": line.hidden,
    }
