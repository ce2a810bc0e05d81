"""Myth: one rumour from its weeks to its answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import streamlit as st

from dashboard import charts, data, data_now, parts
from dashboard.language import as_title, current, day, language_name, mark, number, place_name, quoted, say
from dashboard.words import channel_word, stance_word
from monitor.myths import Myth
from monitor.records import STANCES
from monitor.trends import Cell

TITLE = mark("Rumours")
ORDER = 3
_WEEKS = 26


def draw() -> None:
    """The whole page; what is true and what to answer stand there before anything is read, too."""
    myths = data.myths()
    names = {id: myth.name(current()) for id, myth in myths.items()}
    now = data.now()
    told = _told(now) if now else {}
    # What people talk about most stands first, and is what a visitor sees.
    order = sorted(myths, key=lambda one: -sum(cell.drawn for cell in told.get(one, {}).values()))
    id = st.selectbox(say("Rumour"), order, format_func=names.__getitem__, key="rumour")
    if now is None:
        parts.sentence(names[id])
        st.caption(say("Nothing has been read yet."))
    else:
        _weeks(now, id, told.get(id, {}))
        _places(now, id)
        _wordings(now, id)
    _truth(myths[id])
    _answers(id)


def _first(now: data.Now) -> date:
    return now.week - timedelta(weeks=_WEEKS - 1)


def _told(now: data.Now) -> dict[str, dict[str, Cell]]:
    """How often each rumour was told in these weeks, by stance."""
    return data.stance_cells(now.version, _first(now), now.week)


def _weeks(now: data.Now, myth: str, cells: Mapping[str, Cell]) -> None:
    first = _first(now)
    parts.sentence(_sentence(data.myths()[myth].name(current()), cells))
    rows = _by_stance(now, myth, first)
    if not rows:
        return
    posted = _corrections(myth, first)
    colours = parts.palette().stances
    shown = [(colours[one], stance_word(one), cells[one].shown()) for one in STANCES if one in cells]
    parts.legend(shown)
    weeks = (first, now.week)
    unread = data.unread_weeks(now.version, *weeks)
    partly = sorted({week for some in unread.communities.values() for week in some})
    charts.put(charts.stance_weeks(rows, weeks, parts.palette(), posted, unread.everywhere, partly))
    for on, where in posted:
        parts.grey(say("▼ {day}: a correction was posted, {where}", day=day(on), where=where))
    pale = say("pale: fewer than five authors, so no number is shown")
    grey = [say("grey: nothing was read in this week")] if unread.everywhere else []
    parts.grey(" · ".join([pale, *grey, parts.base(now)]))
    for id, missing in unread.communities.items():
        parts.grey(parts.not_read(id, missing))
    with st.expander(say("The same figures as a table")):
        st.dataframe(charts.weeks_as_table(rows), width="stretch", hide_index=True)


def _sentence(name: str, cells: Mapping[str, Cell]) -> str:
    if not cells:
        return say("“{rumour}” was not told in the last {weeks} weeks.", rumour=name, weeks=_WEEKS)
    authors = max(cell.authors for cell in cells.values())
    total = Cell(sum(cell.posts for cell in cells.values()), authors)
    return say(
        "“{rumour}”: {posts} posts in {weeks} weeks; {against} of them contradict it (below the line).",
        rumour=name,
        posts=total.shown(),
        weeks=_WEEKS,
        against=cells.get("rejects", Cell(0, 0)).shown(),
    )


def _by_stance(now: data.Now, myth: str, first: date) -> list[dict[str, Any]]:
    return [
        {"week": row["week"], "stance": row["stance"], "cell": Cell(row["posts"], row["authors"])}
        for row in data.stance_weeks(now.version, myth, first, now.week)
        if row["stance"]
    ]


def _corrections(myth: str, first: date) -> list[charts.Correction]:
    """What was posted against the rumour in the weeks shown and since."""
    return [
        (
            one["posted_at"],
            f"{language_name(one['language'])}, {channel_word(one['channel'])}, {one['place']}",
        )
        for one in data_now.corrections(first, data.today())
        if one["myth"] == myth
    ]


def _places(now: data.Now, myth: str) -> None:
    found = [one for one in data.places(now.version, _first(now), now.week) if one.myth == myth]
    told, read = say("posts about it"), say("posts read")
    left, right = st.columns(2, gap="large")
    for column, scope, title in (
        (left, "community", say("Where it is told")),
        (right, "language", say("In which language it is told")),
    ):
        rows = [
            {
                title: as_title(_place(one.place, scope)),
                told: one.told.shown(),
                read: number(one.read),
            }
            for one in found
            if one.scope == scope
        ]
        if rows:
            with column:
                parts.table(rows, numbers=(told, read))


def _place(place: str, scope: str) -> str:
    if scope == "language":
        return language_name(place)
    return place_name(*data.communities().get(place, (place, "")))


def _wordings(now: data.Now, myth: str) -> None:
    """Posts gathered around the known wordings that they lie nearest to."""
    st.subheader(say("How it is worded"), anchor=False)
    found = data.wordings(now.version, myth, _first(now), now.week)
    if not found:
        st.caption(say("No post of this kind yet."))
        return
    parts.grey(
        say(
            "The known wordings that most posts lie nearest to, each with posts like it. Names, numbers and addresses"
            " are taken out before a post is stored."
        )
    )
    for one in found:
        posts = say("posts: {posts}", posts=one.told.shown())
        spoken = ", ".join(language_name(language) for language in one.languages)
        parts.titled(quoted(one.variant), grey=f"{posts} · {spoken}" if spoken else posts)
        for post in one.examples:
            parts.example(post)


def _truth(myth: Myth) -> None:
    st.subheader(say("What is true"), anchor=False)
    for part in myth.kernel:
        parts.plain_line(part.told(current()))
    parts.facts(myth.facts)


def _answers(myth: str) -> None:
    st.subheader(say("What to answer"), anchor=False)
    prepared = [language for id, language in data.responses() if id == myth]
    if not prepared:
        st.caption(say("No answer is prepared yet."))
        return
    language = st.selectbox(
        say("Answer in"),
        prepared,
        index=prepared.index(current()) if current() in prepared else 0,
        format_func=language_name,
        key=f"answer-in-{myth}",
    )
    parts.answers(myth, language)
