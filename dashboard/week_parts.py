"""What else the page Now tells of a week: what people ask, what was posted, who fell silent."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from dashboard import data, data_now, parts
from dashboard.language import day, language_name, number, percent, quoted, say, say_many
from dashboard.words import channel_word
from monitor.overview import Asked
from monitor.trends import Place

_MOST_QUESTIONS = 4


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
        "rumour": parts.rumour(one.myth),
        "asked": one.questions.shown(),
        "told": one.told.shown(),
        "share": percent(share),
    }
    if one.share_before is None:
        return say("“{rumour}”: {asked} of {told} posts ask ({share}).", **shown)
    return say(
        "“{rumour}”: {asked} of {told} posts ask ({share}; before: {before}).",
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
        where = (
            language_name(one["language"]),
            channel_word(one["channel"]),
            one["place"],
            day(one["posted_at"]),
        )
        parts.plain_line(f"{quoted(parts.rumour(one['myth']))}: {', '.join(where)}")


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
