"""Small multiples of the page Now: communities, and rumours, side by side on one scale, with the same figures as a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from itertools import chain

import streamlit as st

from dashboard import charts, data, data_now, parts, told_chart
from dashboard.language import as_title, number, say
from monitor.overview import WEEKS, ToldWeek
from monitor.signals import likely
from monitor.silence import unread
from monitor.trends import Cell, Place

_MOST_CHARTS = 9
_BESIDE = 3


Weeks = Mapping[str, Sequence[ToldWeek]]  # by community, or by rumour


def communities(now: data.Now, found: Weeks) -> None:
    """Above the line who passes rumours on, below it who contradicts them."""
    if not found:
        return
    st.subheader(say("Community by community"), anchor=False)
    parts.grey(
        say(
            "Posts a week that pass a rumour on (above the line) or contradict it (below), over 26 weeks, all on"
            " one scale. Pale: fewer than five authors, so no number is shown. Grey: nothing was read."
        )
    )
    _side_by_side(now, dict(list(found.items())[:_MOST_CHARTS]), _community, _of_this_week)
    with st.expander(say("The same figures as a table")):
        _table(found, say("community"), _community)


@st.fragment  # unfolding draws nothing else anew
def rumours(now: data.Now, place: Place) -> None:
    """Every rumour in the same way; drawn when somebody unfolds it."""
    folded = st.expander(say("Every rumour, week by week"), key="now-rumours", on_change="rerun")
    if not folded.open:
        return
    with folded:
        found = data_now.rumours(now.version, now.week, place)
        if not found:
            parts.plain_line(say("No post speaks of a known rumour here."))
            return
        st.caption(say("Above the line who passes it on, below it who contradicts it, all on one scale."))
        _side_by_side(now, found, parts.rumour, _against_before)
        _table(found, say("rumour"), parts.rumour)


def not_read(now: data.Now, found: Weeks) -> list[str]:
    """The communities that would have had posts in this week, as far as their past tells."""
    return [
        parts.place("community", id)
        for id, weeks in found.items()
        if not weeks[-1].read and now.week in unread({week.week: week.read for week in weeks}, now.week)
    ]


def _side_by_side(
    now: data.Now,
    found: Weeks,
    title: Callable[[str], str],
    below: Callable[[Sequence[ToldWeek]], str],
) -> None:
    scale = told_chart.scale(chain.from_iterable(found.values()))
    picture = told_chart.picture(now.week - timedelta(weeks=WEEKS - 1), now.week, parts.palette())
    shown = list(found.items())
    for at in range(0, len(shown), _BESIDE):
        row = zip(st.columns(_BESIDE, gap="medium"), shown[at : at + _BESIDE], strict=False)
        for column, (id, weeks) in row:
            with column:
                parts.titled(title(id), grey=below(weeks))
                charts.put(told_chart.weeks(picture, weeks, scale))


def _table(found: Weeks, of: str, title: Callable[[str], str]) -> None:
    st.dataframe(told_chart.as_table(found, of, title), width="stretch", hide_index=True)


def _community(id: str) -> str:
    return as_title(parts.place("community", id))


def _of_this_week(weeks: Sequence[ToldWeek]) -> str:
    week = weeks[-1]
    if not week.read:
        return say("nothing was read in this week")
    return say(
        "this week: {asserts} pass one on, {rejects} contradict one; {read} posts read",
        asserts=week.asserts.shown(),
        rejects=week.rejects.shown(),
        read=number(week.read),
    )


def _against_before(weeks: Sequence[ToldWeek]) -> str:
    """The week's number with what it may stand for, and the week before."""
    before, week = weeks[-2:]
    if not week.read:
        return say("nothing was read in this week")
    return say(
        "this week: {asserts} posts pass it on (the week before: {before}), {rejects} contradict it",
        asserts=_with_range(week.asserts),
        before=before.asserts.shown() if before.read else say("not read"),
        rejects=week.rejects.shown(),
    )


def _with_range(cell: Cell) -> str:
    if cell.small or not cell.posts:
        return cell.shown()
    low, high = likely(cell.posts)
    return f"{number(cell.posts)} ({number(low)}–{number(high)})"
