"""What else the page Now tells of a week: the communities, what people ask, what was posted, who fell silent."""

from __future__ import annotations

from datetime import timedelta
from itertools import chain

import streamlit as st

from dashboard import charts, communities_chart, data, data_now, parts
from dashboard.language import as_title, current, day, language_name, number, percent, say, say_many
from dashboard.words import channel_word
from monitor.overview import WEEKS, Asked, CommunityWeek
from monitor.silence import unread
from monitor.trends import Place

_MOST_CHARTS = 9
_BESIDE = 3
_MOST_QUESTIONS = 4


def communities(now: data.Now, place: Place) -> None:
    """Small multiples on one scale: above the line who passes rumours on, below it who contradicts them."""
    found = data_now.communities(now.version, now.week, place)
    if not found:
        return
    st.subheader(say("Community by community"), anchor=False)
    parts.grey(
        say(
            "Posts a week that pass a rumour on (above the line) or contradict it (below), over 26 weeks, all on"
            " one scale. Pale: fewer than five authors, so no number is shown. Grey: nothing was read."
        )
    )
    drawn = dict(list(found.items())[:_MOST_CHARTS])
    scale = communities_chart.scale(chain.from_iterable(drawn.values()))
    first = now.week - timedelta(weeks=WEEKS - 1)
    picture = communities_chart.picture(first, now.week, parts.palette())
    shown = list(drawn.items())
    for at in range(0, len(shown), _BESIDE):
        for column, (id, weeks) in zip(
            st.columns(_BESIDE, gap="medium"), shown[at : at + _BESIDE], strict=False
        ):
            with column:
                parts.titled(_title(id), grey=_of_this_week(weeks[-1]))
                charts.put(communities_chart.weeks(picture, weeks, scale))
    with st.expander(say("The same figures as a table")):
        st.dataframe(
            communities_chart.as_table(found, _title),
            width="stretch",
            hide_index=True,
        )


def not_read(now: data.Now, place: Place) -> list[str]:
    """The communities that would have had posts in this week, as far as their past tells."""
    return [
        parts.place("community", id)
        for id, weeks in data_now.communities(now.version, now.week, place).items()
        if not weeks[-1].read and now.week in unread({week.week: week.read for week in weeks}, now.week)
    ]


def _title(community: str) -> str:
    return as_title(parts.place("community", community))


def _of_this_week(week: CommunityWeek) -> str:
    if not week.read:
        return say("nothing was read in this week")
    return say(
        "this week: {asserts} pass one on, {rejects} contradict one; {read} posts read",
        asserts=week.asserts.shown(),
        rejects=week.rejects.shown(),
        read=number(week.read),
    )


def questions(now: data.Now, place: Place) -> None:
    """What people ask: an early sign of its own."""
    st.subheader(say("What people ask"), anchor=False)
    found = [one for one in data_now.questions(now.version, now.week, place) if one.share is not None]
    if not any(one.rises for one in found):
        parts.plain_line(say("People do not ask more than before."))
    for one in found[:_MOST_QUESTIONS]:
        parts.plain_line(_asked(one, one.share or 0))
    if found:
        parts.grey(say("Questions among the posts of a rumour, four weeks against the 22 before them."))


def _asked(one: Asked, share: float) -> str:
    shown = {
        "rumour": data.myths()[one.myth].name(current()) if one.myth in data.myths() else one.myth,
        "asked": one.questions.shown(),
        "told": one.told.shown(),
        "share": percent(share),
    }
    if one.share_before is None:
        return say("«{rumour}»: {asked} of {told} posts ask ({share}).", **shown)
    return say(
        "«{rumour}»: {asked} of {told} posts ask ({share}; before: {before}).",
        before=percent(one.share_before),
        **shown,
    )


def corrections(now: data.Now) -> None:
    """What was posted in the week, so that nobody answers twice."""
    st.subheader(say("Corrections posted"), anchor=False)
    found = data_now.corrections(now.week, now.week + timedelta(days=6))
    if not found:
        parts.plain_line(say("None is noted for this week."))
    for one in found:
        rumour = data.myths()[one["myth"]].name(current()) if one["myth"] in data.myths() else one["myth"]
        where = (
            language_name(one["language"]),
            channel_word(one["channel"]),
            one["place"],
            day(one["posted_at"]),
        )
        parts.plain_line(f"«{rumour}»: {', '.join(where)}")


def silent(now: data.Now) -> None:
    """The sources that gave fewer posts than their own past explains."""
    st.subheader(say("Sources that fell silent"), anchor=False)
    found = data_now.silent(now.week)
    if not found:
        parts.plain_line(say("None: every source gave as many posts as usual."))
    for id, weeks in found.items():
        parts.plain_line(
            say_many(
                "{source}: {count} post, at least {fewest} are usual.",
                "{source}: {count} posts, at least {fewest} are usual.",
                weeks.posts[-1],
                source=id,
                fewest=number(weeks.fewest),
            )
        )
