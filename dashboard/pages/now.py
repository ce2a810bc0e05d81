"""Now: what rises, for whom, and what to answer."""

from __future__ import annotations

import streamlit as st

from dashboard import charts, data, parts
from dashboard.language import current, day, mark, number, say, say_many
from monitor.signals import Signal
from monitor.trends import Cell

TITLE = mark("Now")
ORDER = 1


def draw() -> None:
    """The whole page."""
    now = data.now()
    if now is None:
        parts.empty_home()
        return
    rising = _strongest(now.signals)
    parts.sentence(_sentence(now, rising))
    parts.grey(base(now))
    for signal in rising:
        _rise(now, signal)
    usual = len(data.myths()) - len(rising)
    if rising:
        parts.grey(
            say_many(
                "Nothing else is unusual: {count} other rumour is within its usual range.",
                "Nothing else is unusual: {count} other rumours are within their usual range.",
                usual,
            )
        )


def base(now: data.Now) -> str:
    """What the page's figures rest on."""
    return say(
        "{week} posts read that week, {all} in all · model {model}",
        week=number(now.read),
        all=number(now.posts),
        model=now.version,
    )


def _strongest(signals: list[Signal]) -> list[Signal]:
    """One signal per rumour, the clearest; the language before the community where both rise."""
    strongest: dict[str, Signal] = {}
    for signal in sorted(signals, key=lambda one: (one.p, one.scope != "language")):
        strongest.setdefault(signal.myth, signal)
    return list(strongest.values())


def _sentence(now: data.Now, signals: list[Signal]) -> str:
    week = day(now.week)
    if not signals:
        return say(
            "Nothing unusual in the week of {week}: every rumour lies within its usual range.", week=week
        )
    rumours = "; ".join(f"«{_name(one)}» ({parts.place(one.scope, one.place)})" for one in signals)
    return say_many(
        "{count} rumour rises in the week of {week}: {rumours}.",
        "{count} rumours rise in the week of {week}: {rumours}.",
        len(signals),
        week=week,
        rumours=rumours,
    )


def _rise(now: data.Now, signal: Signal) -> None:
    with st.container(border=True):
        left, right = st.columns([3, 2], vertical_alignment="center")
        with left:
            parts.bold(f"{_name(signal)} · {parts.place(signal.scope, signal.place)}")
            st.markdown(
                say(
                    "**{observed}** posts, usually {low} to {high}",
                    observed=Cell(signal.observed, signal.authors).shown(),
                    low=number(signal.low),
                    high=number(signal.high),
                )
            )
        spark = now.sparks[signal.myth, signal.place]
        right.altair_chart(charts.rise(spark, signal.low, signal.high, parts.palette()), width="stretch")
        language = signal.place if signal.scope == "language" else signal.place.split("-")[0]
        with st.expander(say("What to answer")):
            parts.answers(signal.myth, language, ("comment", "message"))
        with st.expander(say("How it is worded")):
            parts.examples(
                now.version, signal.myth, signal.week, language if signal.scope == "language" else None
            )
        with st.expander(say("The same figures as a table")):
            st.dataframe(charts.counts_as_table(spark), width="stretch", hide_index=True)


def _name(signal: Signal) -> str:
    return data.myths()[signal.myth].name(current())
