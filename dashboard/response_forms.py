"""What people do with an answer: write, check, approve, withdraw, and note where it was posted."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from dashboard import data, entrance, parts, refusals
from dashboard import data_responses as answers
from dashboard.language import current, say
from dashboard.words import channel_word
from monitor.corrections import Posted
from monitor.errors import NewerVersionError
from monitor.myths import Myth
from monitor.response_checks import LONGEST
from monitor.responses import Channel, State
from monitor.rights import Person
from monitor.workflow import History

_SAID = "answer-said"
_LONGEST_REVIEW = timedelta(days=366)


def said() -> None:
    """What was done just now, once."""
    if words := st.session_state.pop(_SAID, ""):
        st.success(words)


def work(history: History, myth: Myth, channel: Channel, who: Person) -> None:
    """The steps that are open, and the form for a new version."""
    entrance.ask_name(who)
    _steps(history)
    with st.expander(say("Write a new version")):
        _writing(history, myth, channel)


def posting(history: History, channel: Channel, who: Person) -> None:
    """«Posted here»: for a text that is in use."""
    shown = history.shown(data.today())
    if shown is None or channel not in shown.texts:
        return
    with st.expander(say("Posted here")), st.form(f"posted-{history.myth}-{history.language}", border=False):
        places = answers.sources()
        source = st.selectbox(
            say("Source"), list(places), index=None, format_func=places.__getitem__, key="posted-source"
        )
        place = st.text_input(
            say("Or another place: a school, a leaflet …"), max_chars=80, key="posted-place"
        )
        url = st.text_input(say("Web address (not of a person)"), key="posted-url")
        on = st.date_input(
            say("Day"), value=data.today(), max_value=data.today(), format="DD-MM-YYYY", key="posted-on"
        )
        if st.form_submit_button(say("Note it")):
            one = Posted(
                history.myth,
                history.language,
                channel,
                who,
                source=source,
                place=place.strip() or None if not source else None,
                url=url.strip() or None,
                on=on,
            )
            with refusals.explained():
                answers.note(one)
                _done(say("Noted: it was posted there."))


def _steps(history: History) -> None:
    """A button for each step that the newest version, or the one in use, can take."""
    if not history.versions:
        return
    newest, shown = history.version(None), history.shown(data.today())
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if newest.state == "draft" and st.button(say("I read it against its facts: checked"), key="do-check"):
            _do(history, newest.version, "checked", say("Checked. Now a colleague approves it."))
        approvable = newest if newest.state != "draft" else None
        if approvable and approvable.state == "approved":
            soon = approvable.review_by - data.today() <= timedelta(days=31)
            approvable = approvable if soon else None
        if approvable and approvable.state != "retired":
            until = st.date_input(
                say("valid until"),
                value=answers.usual_review(data.today()),
                min_value=data.today() + timedelta(days=1),
                max_value=data.today() + _LONGEST_REVIEW,
                format="DD-MM-YYYY",
                key="review-by",
                width=180,
            )
            if st.button(say("Approve"), key="do-approve", type="primary"):
                _do(history, approvable.version, "approved", say("Approved."), until)
        if shown:
            with st.popover(say("Withdraw")):
                parts.plain_line(say("Then nobody sees version {number} any more.", number=shown.version))
                if st.button(say("Withdraw it"), key="do-retire"):
                    _do(history, shown.version, "retired", say("Withdrawn."))


def _do(history: History, version: int, state: State, done: str, until: date | None = None) -> None:
    with refusals.explained():
        answers.act(history.myth, history.language, version, state, until)
        _done(done)


def _done(words: str) -> None:
    st.session_state[_SAID] = words
    st.rerun()


def _writing(history: History, myth: Myth, channel: Channel) -> None:
    scope = f"{history.myth}-{history.language}-{channel}"
    text_key, facts_key, base_key = (f"{name}-{scope}" for name in ("new-text", "new-facts", "new-base"))
    before = answers.default_texts(history.myth, history.language).get(channel)
    statements = {
        fact.id: fact.nl if current() == "nl" else fact.en
        for fact in myth.facts
        if fact.status == "confirmed"
    }
    if text_key not in st.session_state:
        st.session_state[text_key] = before.text if before else ""
        st.session_state[facts_key] = [id for id in (before.facts if before else ()) if id in statements]
        # The version that the writer saw: whoever was faster meanwhile must not be overwritten unseen.
        st.session_state[base_key] = history.newest
    with st.form(f"write-{scope}", border=False):
        text = st.text_area(channel_word(channel), key=text_key, height=180)
        if channel in LONGEST:
            st.caption(say("at most {count} characters", count=LONGEST[channel]))
        facts = st.multiselect(
            say("The facts it rests on"),
            list(statements),
            format_func=statements.__getitem__,
            key=facts_key,
            select_all=False,
        )
        saved = st.form_submit_button(say("Save as a draft"))
    if not saved:
        return
    with refusals.explained():
        try:
            version = answers.draft(
                history.myth, history.language, channel, text, facts, st.session_state[base_key]
            )
        except NewerVersionError:
            answers.forget()
            st.session_state[base_key] = answers.history(history.myth, history.language).newest
            raise
        for key in (text_key, facts_key, base_key):
            st.session_state.pop(key, None)
        _done(say("Version {number} is a draft. Next, it is checked.", number=version))
