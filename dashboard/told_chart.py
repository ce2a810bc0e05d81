"""The weeks of a community or a rumour as bars: above the line who passes rumours on, below it who contradicts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import altair as alt

from dashboard.charts import (
    drawn,
    pale_where_small,
    readable,
    unread_look,
    unread_weeks,
    weeks_axis,
    zero_line,
)
from dashboard.language import day, number, say
from dashboard.theme import Palette
from dashboard.words import stance_word
from monitor.overview import ToldWeek
from monitor.trends import FEWEST_AUTHORS


class Scale(NamedTuple):
    """How far the highest bars reach below and above the line."""

    low: float
    high: float


def scale(weeks: Iterable[ToldWeek]) -> Scale:
    """One scale for all of them, so that they can be compared."""
    drawn = [(week.rejects.drawn, week.asserts.drawn) for week in weeks]
    least = FEWEST_AUTHORS / 2
    return Scale(-max([least, *(low for low, _ in drawn)]), max([least, *(high for _, high in drawn)]))


def picture(first: date, last: date, palette: Palette) -> dict[str, Any]:
    """The chart without its figures: one for all places, rumours and filters: a browser only exchanges these."""
    x = weeks_axis(first, last)
    unread = alt.Chart(alt.NamedData("unread")).mark_rect(**unread_look(palette)).encode(x=x, x2="end:T")
    ends = alt.Chart(alt.NamedData("ends")).mark_point(opacity=0, aria=False).encode(y="posts:Q")
    layers = [unread, _told(x, palette), zero_line(palette), ends]
    return drawn(readable(alt.layer(*layers).properties(height=130), palette))


def weeks(picture: Mapping[str, Any], weeks: Sequence[ToldWeek], scale: Scale) -> dict[str, Any]:
    """The weeks of one of them in that picture."""
    figures = {
        "unread": unread_weeks([week.week for week in weeks if not week.read]),
        "told": [bar for week in weeks for bar in _bars(week)],
        "ends": [{"posts": end} for end in scale],
    }
    return {**picture, "datasets": {**picture.get("datasets", {}), **figures}}


def _told(x: alt.X, palette: Palette) -> alt.Chart:
    """What passes a rumour on above the line, what contradicts one below it."""
    axis = alt.Axis(labelExpr="abs(datum.value)", tickCount=3, tickMinStep=1, gridOpacity=0.25, domain=False)
    colours = [palette.stances["asserts"], palette.stances["rejects"]]
    return (
        alt.Chart(alt.NamedData("told"))
        .mark_bar(size=6)
        .encode(
            x=x,
            y=alt.Y(
                "posts:Q",
                title=None,
                scale=alt.Scale(nice=False),
                axis=axis,
            ),
            color=alt.Color(
                "stance:N", scale=alt.Scale(domain=["asserts", "rejects"], range=colours), legend=None
            ),
            opacity=pale_where_small(),
            tooltip=[
                alt.Tooltip("when:N", title=say("week of")),
                alt.Tooltip("word:N", title=say("what they do")),
                alt.Tooltip("count:N", title=say("posts")),
                alt.Tooltip("read:N", title=say("posts read")),
            ],
        )
    )


def _bars(week: ToldWeek) -> Iterable[dict[str, object]]:
    for stance, cell, sign in (("asserts", week.asserts, 1), ("rejects", week.rejects, -1)):
        if cell.posts:
            yield {
                "week": week.week.isoformat(),
                "when": day(week.week),
                "stance": stance,
                "word": stance_word(stance),  # type: ignore[arg-type]
                "posts": sign * cell.drawn,
                "count": cell.shown(),
                "small": cell.small,
                "read": number(week.read),
            }


def as_table(
    found: Mapping[str, Sequence[ToldWeek]], of: str, name: Callable[[str], str]
) -> list[dict[str, str]]:
    """The same figures: a row per week and place or rumour (`of` says which), the newest week first."""
    rows = [(week.week, name(id), week) for id, weeks in found.items() for week in weeks]
    rows.sort(key=lambda row: row[0], reverse=True)
    return [
        {
            say("week of"): day(at),
            of: named,
            stance_word("asserts"): week.asserts.shown(),
            stance_word("rejects"): week.rejects.shown(),
            say("posts read"): number(week.read),
        }
        for at, named, week in rows
    ]
