"""One rumour that rises: who, how much, since when, and what to answer."""

from __future__ import annotations

import streamlit as st

from dashboard import charts, data, parts
from dashboard.language import as_title, current, number, say, say_many
from dashboard.words import state_word
from monitor.signals import Signal, likely
from monitor.trends import Cell


def draw_rise(now: data.Now, signal: Signal) -> None:
    """A row: the rumour and where it rises, its weeks, its number; below it what to do, folded."""
    spark = now.sparks[signal.myth, signal.place]
    language = signal.place if signal.scope == "language" else signal.place.split("-")[0]
    with st.container(border=True):
        who, weeks, how_much = st.columns([5, 4, 3], vertical_alignment="center", gap="medium")
        with who:
            name = data.myths()[signal.myth].name(current())
            parts.titled(name, as_title(parts.place(signal.scope, signal.place)))
        with weeks:
            charts.put(charts.rise(spark, signal.low, signal.high, parts.palette()))
            if any(not week["read"] for week in spark):
                parts.grey(say("grey: nothing was read in this week"))
        with how_much:
            parts.figure(*_number(signal), _answer_state(signal.myth, language))
        with st.expander(say("What to answer, and how it is worded")):
            answer, wording, table = st.tabs(
                [say("What to answer"), say("How it is worded"), say("The same figures as a table")]
            )
            with answer:
                parts.answers(signal.myth, language, ("comment", "message"))
            with wording:
                only = language if signal.scope == "language" else None
                parts.examples(now.version, signal.myth, signal.week, only)
            with table:
                st.dataframe(charts.counts_as_table(spark), width="stretch", hide_index=True)


def _number(signal: Signal) -> tuple[str, str]:
    """The week's count, and what belongs to it: what it may stand for, and what is usual."""
    cell = Cell(signal.observed, signal.authors)
    usual = say("posts, usually {low} to {high}", low=number(signal.low), high=number(signal.high))
    if cell.small:
        return cell.shown(), usual
    low, high = likely(signal.observed)
    return cell.shown(), f"({number(low)}–{number(high)}) {usual}"


def _answer_state(myth: str, language: str) -> str:
    """Whether an answer is ready for the readers among whom the rumour rises."""
    response = data.responses().get((myth, language))
    if response is None:
        others = sum(id == myth for id, _ in data.responses())
        return say_many(
            "no answer in this language yet; {count} language has one",
            "no answer in this language yet; {count} languages have one",
            others,
        )
    return say("answer: {state}", state=state_word(response.state_on(data.today())))
