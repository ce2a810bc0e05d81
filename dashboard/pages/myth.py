"""Myth: one rumour from its weeks to its answers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import streamlit as st

from dashboard import charts, data, data_now, parts
from dashboard.language import current, day, language_name, mark, number, place_name, say
from dashboard.words import channel_word, stance_word, state_word
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
    id = st.selectbox(say("Rumour"), list(myths), format_func=names.__getitem__, key="rumour")
    now = data.now()
    if now is None:
        parts.sentence(names[id])
        st.caption(say("Nothing has been read yet."))
    else:
        _weeks(now, id)
        _places(now, id)
        st.subheader(say("How it is worded"), anchor=False)
        parts.grey(say("Names, numbers and addresses are taken out before a post is stored."))
        parts.examples(now.version, id)
    _truth(myths[id])
    _answers(id)


def _weeks(now: data.Now, myth: str) -> None:
    first = now.week - timedelta(weeks=_WEEKS - 1)
    cells = data.stance_cells(now.version, first, now.week).get(myth, {})
    parts.sentence(_sentence(data.myths()[myth].name(current()), cells))
    rows = _by_stance(now, myth, first)
    if not rows:
        return
    posted = _corrections(myth, first)
    st.altair_chart(charts.stance_weeks(rows, parts.palette(), posted), width="stretch")
    for on, where in posted:
        parts.grey(say("▼ {day}: a correction was posted, {where}", day=day(on), where=where))
    shown = [f"{stance_word(stance)} {cells[stance].shown()}" for stance in STANCES if stance in cells]
    pale = say("pale: fewer than five authors, so no number is shown")
    parts.grey(" · ".join([*shown, pale, parts.base(now)]))
    with st.expander(say("The same figures as a table")):
        st.dataframe(charts.weeks_as_table(rows), width="stretch", hide_index=True)


def _sentence(name: str, cells: dict[str, Cell]) -> str:
    if not cells:
        return say("«{rumour}» was not told in the last {weeks} weeks.", rumour=name, weeks=_WEEKS)
    authors = max(cell.authors for cell in cells.values())
    total = Cell(sum(cell.posts for cell in cells.values()), authors)
    return say(
        "«{rumour}»: {posts} posts in {weeks} weeks; {against} of them contradict it (below the line).",
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
    first = now.week - timedelta(weeks=_WEEKS - 1)
    found = [one for one in data.places(now.version, first, now.week) if one.myth == myth]
    left, right = st.columns(2)
    for column, scope, title in (
        (left, "community", say("Where it is told")),
        (right, "language", say("In which language it is told")),
    ):
        rows = [
            {
                title: _place(one.place, scope),
                say("posts"): one.told.shown(),
                say("of posts read"): number(one.read),
            }
            for one in found
            if one.scope == scope
        ]
        if rows:
            column.dataframe(rows, width="stretch", hide_index=True)


def _place(place: str, scope: str) -> str:
    if scope == "language":
        return language_name(place)
    return place_name(*data.communities().get(place, (place, "")))


def _truth(myth: Myth) -> None:
    st.subheader(say("What is true"), anchor=False)
    for part in myth.kernel:
        parts.sentence(part.told(current()))
    for fact in myth.facts:
        parts.fact_line(fact)


def _answers(myth: str) -> None:
    st.subheader(say("What to answer"), anchor=False)
    prepared = [language for id, language in data.responses() if id == myth]
    if not prepared:
        st.caption(say("No answer is prepared yet."))
        return
    names = {code: _prepared(myth, code) for code in prepared}
    language = st.selectbox(
        say("Answer in"),
        prepared,
        index=prepared.index(current()) if current() in prepared else 0,
        format_func=names.__getitem__,
        key=f"answer-in-{myth}",
    )
    parts.answers(myth, language)


def _prepared(myth: str, language: str) -> str:
    state = data.responses()[myth, language].state_on(data.today())
    return f"{language_name(language)} · {state_word(state)}"
