"""Check a rumour: paste what you heard, take the answer along. Made for a phone and one thumb."""

from __future__ import annotations

import streamlit as st

from dashboard import copying, data, parts
from dashboard.language import current, language_name, language_names, mark, quoted, say
from dashboard.refusals import explained
from dashboard.words import state_word
from monitor.check import Checked, CheckedMyth, Reply
from monitor.errors import MonitorError
from monitor.records import PROMISED_LANGUAGES, Stance
from monitor.rights import Right

TITLE = mark("Check a rumour")
ORDER = 2
RIGHT: Right = "check"
_LONGEST = 2000
_NAMED = "named"
_WHO_KEY = "who-"

# Who says it decides the answer; what the model takes it for can be set right. Asking is answered as passing on is.
_WHO: dict[Stance, str] = {
    "asserts": mark("passes it on, or asks"),
    "experience": mark("tells what happened to them or to someone close"),
    "rejects": mark("contradicts it"),
}
# What to do with each kind of post; an answer as such needs no explanation.
_ADVICE: dict[Stance, str] = {
    "questions": mark("Somebody asks. Answer kindly: asking is good."),
    "experience": mark("Somebody tells what happened to them. Take it seriously: it may have happened."),
    "rejects": mark("This text contradicts the rumour already. Thank the writer; a source helps others."),
    "mentions": mark("This text only speaks of the subject. It needs no answer."),
}


_WIDTH = 720  # a column that one reads without turning the head, also on a wide screen


def draw() -> None:
    """One box and one button; below them the answer."""
    with st.container(width=_WIDTH):
        _page()


def _page() -> None:
    parts.sentence(say("What did you hear?"))
    with st.form("check", border=False):
        text = st.text_area(
            say("What did you hear?"),
            key="heard",
            height=120,
            max_chars=_LONGEST,
            label_visibility="collapsed",
        )
        asked = st.form_submit_button(say("Check"), type="primary", width="stretch")
    if asked:
        st.session_state["asked"] = text.strip()
        st.session_state.pop("noted", None)
        st.session_state.pop(_NAMED, None)
        for key in [str(key) for key in st.session_state if str(key).startswith(_WHO_KEY)]:
            del st.session_state[key]  # said of the text before
    if words := st.session_state.get("asked"):
        try:
            _answer(words)
        except MonitorError as error:
            parts.trouble(str(error), error.remedy)


def _answer(text: str) -> None:
    found = data.check(text)
    if not found.myths:
        parts.sentence(say("We do not know this rumour yet."))
        _named(found)
        st.markdown(say("Tell us where you heard it: then somebody can look for the answer."))
        _heard(text, found.language)
        return
    _rumour(found, _choose(found))
    _heard(text, found.language)
    _none_of_these(text, found)


def _named(found: Checked) -> None:
    """People hear what a model misses: they may name the rumour themselves."""
    names = parts.rumours()
    myth = st.selectbox(
        say("Or is it one of these?"),
        sorted(names, key=names.__getitem__),
        index=None,
        format_func=names.__getitem__,
        placeholder=say("Choose a rumour"),
        key=_NAMED,
    )
    if myth:
        _reply(found, myth)
        _truth(myth)


def _choose(found: Checked) -> int:
    """Which of the rumours the reader means: the first, unless there are several."""
    if len(found.myths) == 1:
        return 0
    options = list(range(len(found.myths)))
    names = [_name(one) for one in found.myths]
    chosen = st.radio(say("Which of these is it?"), options, format_func=names.__getitem__, key="which")
    return chosen if chosen in options else 0


def _rumour(found: Checked, at: int) -> None:
    one = found.myths[at]
    rumour = quoted(_name(one))
    if one.certain:
        parts.sentence(say("This is the rumour: {rumour}", rumour=rumour))
    else:
        parts.sentence(say("Perhaps this is the rumour: {rumour}. Does it fit?", rumour=rumour))
    if found.sure_stance == "mentions":
        st.markdown(say(_ADVICE["mentions"]))
        with st.expander(say("An answer all the same")):
            _reply(found, one.id)
    else:
        _reply(found, one.id)
    _truth(one.id)


def _reply(found: Checked, myth: str) -> None:
    prepared = sorted((code for id, code in data.responses() if id == myth), key=language_name)
    if not prepared:
        st.caption(say("No answer is prepared yet."))
        return
    default = next((code for code in (found.language, current(), "en") if code in prepared), prepared[0])
    language = st.selectbox(
        say("Answer in"),
        prepared,
        index=prepared.index(default),
        format_func=language_names(prepared).__getitem__,
        key=f"in-{myth}",
    )
    stance = _who_says_it(found, myth)
    if stance in _ADVICE:
        st.markdown(say(_ADVICE[stance]))
    reply = data.reply(myth, language, stance)
    if reply is None:
        st.caption(say("No answer is prepared yet."))
        return
    _take_along(reply, data.myths()[myth].name(language))


def _who_says_it(found: Checked, myth: str) -> Stance:
    """How the text stands to the rumour: as the model takes it, until the reader says otherwise."""
    taken = found.sure_stance or "asserts"
    names: dict[Stance, str] = {stance: say(words) for stance, words in _WHO.items()}
    options = list(names)
    chosen = st.radio(
        say("Whoever says this …"),
        options,
        index=options.index(taken) if taken in options else 0,
        format_func=names.__getitem__,
        key=f"{_WHO_KEY}{myth}",
    )
    return taken if taken == "questions" and chosen == "asserts" else chosen


def _take_along(reply: Reply, title: str) -> None:
    parts.sentence(reply.text)
    parts.grey(f"{language_name(reply.language)} · {state_word(reply.state)}")
    copying.copy_button(reply.text, key="copy")
    copying.share_links(title, reply.text, reply.facts[0].url if reply.facts else "")
    with st.expander(say("Where this comes from")):
        for fact in reply.facts:
            parts.cited(fact.statement, fact.source, fact.url, fact.read)


def _truth(myth: str) -> None:
    with st.expander(say("What is true"), expanded=True):
        for part in data.myths()[myth].kernel:
            parts.plain_line(part.told(current()))


def _heard(text: str, language: str) -> None:
    """«I heard this in …»: becomes a tip, without personal data."""
    if st.session_state.get("noted"):
        st.success(say("Thank you. It is noted, without names or numbers."))
        return
    known = language if language in PROMISED_LANGUAGES else current()
    with st.expander(say("I heard this too")), st.form("tip", border=False):
        place = st.text_input(say("Where? (town or region)"), max_chars=80, key="place")
        spoken = st.selectbox(
            say("In which language?"),
            PROMISED_LANGUAGES,
            index=PROMISED_LANGUAGES.index(known),
            format_func=language_names(PROMISED_LANGUAGES).__getitem__,
            key="spoken",
        )
        st.caption(
            say("We keep the text and the place. Names, telephone numbers and addresses are taken out.")
        )
        if st.form_submit_button(say("Report it"), width="stretch"):
            with explained(exact=False):
                data.tip(text, place, spoken)
                st.session_state["noted"] = True
                st.rerun()


def _none_of_these(text: str, found: Checked) -> None:
    if st.session_state.get("noted"):
        return
    if st.button(say("None of these"), key="none", width="stretch"):
        with explained(exact=False):
            data.none_of_these(text, found.language)
            st.session_state["noted"] = True
            st.rerun()


def _name(one: CheckedMyth) -> str:
    return data.myths()[one.id].name(current())
