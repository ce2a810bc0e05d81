"""Sources: how each fares, in words; and what this installation lacks."""

from __future__ import annotations

import streamlit as st

from dashboard import charts, data, health, parts, refusals, source_form, trials
from dashboard.language import mark, number, say, say_many
from monitor.home import SourceState
from monitor.silence import SourceWeeks

TITLE = mark("Sources")
ORDER = 8


def draw() -> None:
    """The whole page; what somebody should look at stands first."""
    states, weeks = data.source_states(), data.source_weeks()
    needy = {state.id for state in states if state.faulty or _silent(state, weeks)}
    parts.sentence(_sentence(len(states), len(needy)))
    for state in sorted(states, key=lambda one: (one.id not in needy, one.id)):
        _source(state, weeks.get(state.id))
    _table(weeks)
    source_form.draw()
    st.subheader(say("This installation"), anchor=False)
    if st.button(say("Run the checks"), key="examine"):
        with refusals.explained():
            for finding in data.examine():
                parts.plain_line(health.check_words(finding))


def _silent(state: SourceState, weeks: dict[str, SourceWeeks]) -> bool:
    return state.status == "ok" and state.id in weeks and weeks[state.id].silent


def _sentence(all: int, needy: int) -> str:
    if not all:
        return say("There is no source yet. Add a first place to read below.")
    if not needy:
        return say_many("All is well with the {count} source.", "All is well with all {count} sources.", all)
    return say_many("{count} source needs a look.", "{count} sources need a look.", needy)


@st.fragment  # testing one source leaves the others as they are
def _source(state: SourceState, weeks: SourceWeeks | None) -> None:
    tested = False
    with st.container(key=f"row-source-{state.id}"):
        name, chart, acts = st.columns([4, 4, 2], vertical_alignment="center", gap="medium")
        with name:
            parts.titled(state.id, health.state_words(state, weeks), grey=health.last_read(state))
            if state.status != "bad file":
                parts.grey(source_form.not_covered(state.type))
        if weeks is not None and len(weeks.weeks) > 1:
            with chart:
                parts.grey(_title(weeks))
                charts.put(charts.posts_of_source(weeks, parts.palette()))
        if state.status != "bad file":
            with acts:
                tested = _buttons(state)
        if state.words and (state.faulty or state.left_out):
            with st.expander(say("The exact words")):
                parts.plain_line(state.words)
        if tested:
            _test(state.id)


def _table(weeks: dict[str, SourceWeeks]) -> None:
    """The figures of all the small charts."""
    rows = charts.sources_as_table(weeks)
    if rows:
        with st.expander(say("The same figures as a table")):
            st.dataframe(rows, width="stretch", hide_index=True)


def _title(weeks: SourceWeeks) -> str:
    """What the small chart shows, with its number."""
    if not weeks.fewest:
        return say_many("{count} post in the last week", "{count} posts in the last week", weeks.posts[-1])
    return say_many(
        "{count} post in the last week, usually at least {fewest}",
        "{count} posts in the last week, usually at least {fewest}",
        weeks.posts[-1],
        fewest=number(weeks.fewest),
    )


def _buttons(state: SourceState) -> bool:
    """Pause or go on, and test; whether a test is asked for."""
    with st.container(horizontal=True, horizontal_alignment="right"):
        paused = state.status == "paused"
        if st.button(say("Resume") if paused else say("Pause"), key=f"pause-{state.id}"):
            with refusals.explained():
                data.set_paused(state.id, not paused)
                st.rerun()
        return state.type != "import" and st.button(say("Test"), key=f"test-{state.id}")


def _test(id: str) -> None:
    with refusals.explained():
        trials.show(data.try_source(id))
