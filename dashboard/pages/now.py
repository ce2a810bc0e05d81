"""Now: what rises, for whom, and what to answer; then what else there is to know of the week."""

from __future__ import annotations

import streamlit as st

from dashboard import data, data_now, multiples, parts, week_parts
from dashboard.chips import choose
from dashboard.language import current, day, mark, quoted, say, say_many
from dashboard.rises import draw_rise
from monitor.signals import Signal

TITLE = mark("Now")
ORDER = 1


def draw() -> None:
    """The whole page."""
    latest = data.now()
    if latest is None:
        parts.empty_home()
        return
    answer = st.container()  # the answer stands above the choice that it depends on
    chosen = choose(latest)
    now = data.now(chosen.week)
    if now is None:
        return
    communities = data_now.communities(now.version, now.week, chosen.place)
    rising = _strongest([one for one in now.signals if chosen.takes(one)])
    with answer:
        parts.sentence(_sentence(now, rising))
        parts.grey(parts.base(now, now.read_in(chosen.place)))
        if missing := multiples.not_read(now, communities):
            parts.grey(say("Nothing was read in this week of: {places}.", places="; ".join(missing)))
    for signal in rising:
        draw_rise(now, signal)
    _rest(len(data.myths()) - len(rising), len(rising))
    multiples.rumours(now, chosen.place)
    multiples.communities(now, communities)
    asks, corrections, silent = st.columns(3, gap="large")
    with asks:
        week_parts.questions(now, chosen.place)
    with corrections:
        week_parts.corrections(now)
    with silent:
        week_parts.silent(now)


def _strongest(signals: list[Signal]) -> list[Signal]:
    """One signal per rumour, the most harmful first; the language before the community where both rise."""
    strongest: dict[str, Signal] = {}
    for signal in sorted(signals, key=lambda one: (one.p, one.scope != "language")):
        strongest.setdefault(signal.myth, signal)
    return sorted(strongest.values(), key=lambda one: -data.myths()[one.myth].harm.weight)


def _sentence(now: data.Now, signals: list[Signal]) -> str:
    week = day(now.week)
    if not signals:
        return say(
            "Nothing unusual in the week of {week}: every rumour lies within its usual range.", week=week
        )
    first = quoted(name(signals[0]))
    where = parts.place(signals[0].scope, signals[0].place)
    if len(signals) == 1:
        return say("{rumour} rises in the week of {week}: {where}.", rumour=first, week=week, where=where)
    said = say_many(
        "{count} rumour rises in the week of {week}.",
        "{count} rumours rise in the week of {week}.",
        len(signals),
        week=week,
    )
    answer = say("Answer {rumour} first ({where}).", rumour=first, where=where)
    return f"{said} {answer}"


def _rest(usual: int, rising: int) -> None:
    if not rising or not usual:
        return
    parts.plain_line(
        say_many(
            "Nothing else is unusual: {count} other rumour is within its usual range.",
            "Nothing else is unusual: {count} other rumours are within their usual range.",
            usual,
        )
    )


def name(signal: Signal) -> str:
    """The rumour as the reader knows it."""
    return data.myths()[signal.myth].name(current())
