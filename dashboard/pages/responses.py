"""Responses: every answer at one glance, and one of them from its first draft to where it was posted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

import streamlit as st

from dashboard import data, matrix, parts, response_forms, versions, visitor
from dashboard import data_responses as answers
from dashboard.language import as_title, current, day, known, language_name, mark, number, say, say_many
from dashboard.plain import plain
from dashboard.words import channel_word, state_word
from monitor.myths import Myth
from monitor.response_matrix import Cell
from monitor.response_todo import Due, Kind
from monitor.responses import CHANNELS, PROJECT, Channel, Response, State
from monitor.rights import Right
from monitor.workflow import History

TITLE = mark("Answers")
ORDER = 4
RIGHT: Right = "read"

_DUE: dict[Kind, str] = {
    "no text": mark("no text is in use"),
    "missing": mark("missing: {about}"),
    "overdue": mark("its date has passed: read it again and approve it again"),
    "near": mark("must be read again soon"),
    "reread": mark("one of its facts must be read again at the source"),
    "draft waits": mark("version {about} waits: somebody has to check it"),
    "checked waits": mark("version {about} waits: a colleague has to approve it"),
    "file changed": mark("its file was changed: raise the number of its version"),
}


def draw() -> None:
    """The whole page: what is to be done, the table of all answers, and the chosen one."""
    who, today = visitor.person(), data.today()
    due = answers.to_do(today)
    parts.sentence(_sentence(due, answers.cells(today).values()))
    _list(due)
    names = parts.rumours()
    myth, language = _chosen()
    channels = ", ".join(channel_word(channel) for channel in CHANNELS)
    parts.grey(say("In each cell, from left to right: {channels}", channels=channels))
    matrix.show(answers.cells(today), names, (myth, language), today, _choose)
    parts.grey(
        say("hollow: draft · half: checked · full: approved · ◷ date passed · + a newer version waits")
    )
    one, other = st.columns(2)  # below each other on a phone, where the names of rumours need the width
    with one:
        myth = st.selectbox(say("Rumour"), list(names), format_func=names.__getitem__, key="answer-myth")
    with other:
        spoken = sorted({one for _, one in answers.cells(today)}, key=language_name)
        language = st.selectbox(say("Language"), spoken, format_func=language_name, key="answer-language")
    history = answers.history(myth, language)
    st.subheader(f"{names[myth]} · {language_name(language)}", anchor=False)
    response_forms.said()
    _standing(history)
    channel = _channel()
    _texts(history, data.myths()[myth], channel)
    if who.may("write"):
        response_forms.work(history, data.myths()[myth], channel, who)
    if who.may("post"):
        response_forms.posting(history, channel, who)
    _record(myth, language)


def _chosen() -> tuple[str, str]:
    """The rumour and the language below the table: the first rumour in the reader's language, at first."""
    myth = st.session_state.setdefault("answer-myth", next(iter(data.myths())))
    return str(myth), str(st.session_state.setdefault("answer-language", current()))


def _choose() -> None:
    if pressed := matrix.choice():
        st.session_state["answer-myth"], st.session_state["answer-language"] = pressed


def _sentence(due: list[Due], cells: Iterable[Cell]) -> str:
    there = [cell for cell in cells if not cell.empty]
    approved = sum("approved" in cell.states.values() for cell in there)
    first = say(
        "{approved} of {all} answers are approved here.", approved=number(approved), all=number(len(there))
    )
    kinds = Counter(one.kind for one in due)
    waiting = kinds["draft waits"] + kinds["checked waits"]
    reading = kinds["overdue"] + kinds["near"] + kinds["reread"] + kinds["file changed"]
    missing = kinds["no text"] + kinds["missing"]
    counts = [
        say_many("{count} text waits for a colleague", "{count} texts wait for a colleague", waiting),
        say_many("{count} must be read again", "{count} must be read again", reading),
        say_many("{count} is missing", "{count} are missing", missing),
    ]
    listed = [said for said, some in zip(counts, (waiting, reading, missing), strict=True) if some]
    nothing = say("Nothing is missing and nothing has expired.")
    second = say("To do: {list}.", list="; ".join(listed)) if listed else nothing
    return f"{first} {second}"


def _list(due: list[Due]) -> None:
    if not due:
        return
    with st.expander(say("What is missing, expires soon or waits")):
        st.dataframe(
            [
                {
                    say("Rumour"): data.myths()[one.myth].name(current()),
                    say("Language"): as_title(language_name(one.language)),
                    say("What to do"): known(_DUE[one.kind]).format(about=_about(one)),
                    say("before"): day(one.by) if one.by else "",
                }
                for one in due
            ],
            width="stretch",
            hide_index=True,
        )


def _about(one: Due) -> str:
    if one.kind != "missing":
        return one.about
    named = set(one.about.split(", "))
    return ", ".join(channel_word(channel) for channel in CHANNELS if channel in named)


def _standing(history: History) -> None:
    shown, today = history.shown(data.today()), data.today()
    if shown is None:
        parts.sentence(say("No text is in use."))
        return
    parts.sentence(
        say(
            "In use: version {number}, {state}.",
            number=shown.version,
            state=state_word(shown.state_on(today)),
        )
    )
    until = day(shown.review_by)
    if shown.is_overdue(today):
        parts.grey(
            say(
                "It should have been read again by {day}; until somebody does, it counts as checked only.",
                day=until,
            )
        )
    elif shown.approved_by:
        parts.grey(say("approved by {name} until {day}", name=shown.approved_by, day=until))
    else:
        parts.grey(say("to be read again before {day}", day=until))


def _channel() -> Channel:
    chosen: Channel | None = st.segmented_control(
        say("Text"), CHANNELS, format_func=channel_word, default=CHANNELS[0], key="answer-channel"
    )
    return chosen or CHANNELS[0]


def _texts(history: History, myth: Myth, channel: Channel) -> None:
    """The newest version beside an earlier one, with what changed."""
    numbers = list(reversed(history.versions))
    if not numbers:
        return
    if len(numbers) == 1:
        _text(history.version(numbers[0]), channel)
    else:
        left, right = st.columns(2)
        label = {one: say("version {number}", number=one) for one in numbers}
        scope = f"{history.myth}-{history.language}-{numbers[0]}"
        old = left.selectbox(
            say("Compare"), numbers, index=1, format_func=label.__getitem__, key=f"old-{scope}"
        )
        new = right.selectbox(say("with"), numbers, format_func=label.__getitem__, key=f"new-{scope}")
        before, after = versions.compared(*(_words(history.version(one), channel) for one in (old, new)))
        with left:
            _text(history.version(old), channel, before)
        with right:
            _text(history.version(new), channel, after)
    used = history.version(None).texts.get(channel)
    with st.expander(say("The facts it rests on")):
        for fact in myth.facts:
            if used and fact.id in used.facts:
                parts.fact_line(fact)


def _words(version: Response, channel: Channel) -> str:
    text = version.texts.get(channel)
    return text.text if text else ""


def _text(version: Response, channel: Channel, html: str | None = None) -> None:
    words = plain(_words(version, channel)) if html is None else html
    st.html(f'<p class="version" dir="auto" lang="{plain(version.language)}">{words or "—"}</p>')
    said = [
        say("written by {name}", name=_name(version.written_by)) if version.written_by else "",
        say("checked by {name}", name=_name(version.checked_by)) if version.checked_by else "",
        say("approved by {name}", name=_name(version.approved_by)) if version.approved_by else "",
    ]
    state = state_word(version.state_on(data.today()))
    parts.grey(" · ".join([say("version {number}", number=version.version), state, *filter(None, said)]))


def _name(signature: str) -> str:
    return say("the project") if signature == PROJECT else signature


def _record(myth: str, language: str) -> None:
    if rows := answers.posted(myth, language):
        with st.expander(say("Where it was posted"), expanded=True):
            st.dataframe(
                [
                    {
                        say("Day"): day(date.fromisoformat(row["posted_at"])),
                        say("Place"): answers.sources().get(row["place"], row["place"]),
                        say("Text"): channel_word(row["channel"]),
                        say("Version"): row["response_version"],
                        say("Who"): row["posted_by"],
                    }
                    for row in rows
                ],
                width="stretch",
                hide_index=True,
            )
    with st.expander(say("Who did what")):
        rows = answers.record(myth, language)
        if not rows:
            st.caption(say("Nothing yet."))
            return
        st.dataframe(
            [
                {
                    say("When"): row["when"],
                    say("Who"): _name(row["who"]),
                    say("What"): _did(row["did"]),
                    say("Version"): row["version"],
                }
                for row in rows
            ],
            width="stretch",
            hide_index=True,
        )


def _did(words: str) -> str:
    states: tuple[State, ...] = ("draft", "checked", "approved", "retired")
    state = next((one for one in states if words.startswith(one)), None)
    from_file = say(" (as its file says)") if "(" in words else ""
    return f"{state_word(state)}{from_file}" if state else words
