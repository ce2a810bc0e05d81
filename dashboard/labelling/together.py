"""Labelling together: a round of posts that several people label without seeing each other's labels."""

from __future__ import annotations

import streamlit as st

from dashboard import data, data_labels, data_research, keys, parts, visitor
from dashboard.language import day, language_name, say, say_many
from dashboard.plain import quote
from dashboard.words import sentiment_word, stance_word
from monitor.records import SENTIMENTS, STANCES
from monitor.reviews import Label
from monitor.rounds import BlindPost, Round

_NONE = "none"
_BEGUN, _DONE = "b-begun", "b-done"  # (post, label so far, next question); what can be taken back
_USUAL_SIZE = 50


def draw() -> None:
    """The round that is chosen, post by post; and a form for a new one."""
    all_rounds = data_labels.all_rounds()
    if all_rounds:
        _round(choose(all_rounds, "b-round"))
    else:
        parts.sentence(say("There is no round yet."))
        parts.plain_line(
            say(
                "In a round, two or more people label the same posts. Nobody sees what the others or the model say."
            )
        )
    with st.expander(say("Draw a new round"), expanded=not all_rounds):
        _new_round()


def choose(all_rounds: list[Round], key: str) -> Round:
    """Which round: the newest unless another is chosen."""
    titles = {one.id: f"{one.title} ({one.size})" for one in all_rounds}
    id = st.selectbox(say("Round"), list(titles), format_func=titles.__getitem__, key=key)
    return next(one for one in all_rounds if one.id == id)


def _new_round() -> None:
    with st.form("b-new", border=False):
        title = st.text_input(say("Name of the round"), value=day(data.today()), max_chars=80, key="b-title")
        size = st.number_input(say("Posts"), 10, 1000, _USUAL_SIZE, 10, key="b-size")
        languages = st.multiselect(
            say("Languages that all of you read"),
            data_research.languages(),
            format_func=language_name,
            placeholder=say("all"),
            key="b-languages",
            select_all=False,
        )
        if st.form_submit_button(say("Draw")):
            data_labels.draw(title, int(size), tuple(languages))
            st.rerun()


def _round(chosen: Round) -> None:
    post = data_labels.next_post(chosen.id)
    done = chosen.done_by(visitor.person())
    if post is None:
        parts.sentence(
            say_many("You have labelled the {count} post.", "You have labelled all {count} posts.", done)
        )
    else:
        st.progress(done / chosen.size, say("{done} of {all}", done=done, all=chosen.size))
        quote(post.text, language_name(post.language))
        _next_question(chosen, post)
    _undo(post)


def _next_question(chosen: Round, post: BlindPost) -> None:
    names = parts.rumours()
    begun = st.session_state.get(_BEGUN)
    said, asking = begun[1:] if begun and begun[0] == post.ref.post_id else (Label(), "myths")
    if asking != "myths":
        known = [names[myth] for myth in said.myths] or [say("none of the known rumours")]
        parts.grey(" · ".join([*known, *([stance_word(said.stance)] if said.stance else [])]))
    if asking == "myths":
        _which(post, said, names)
    elif asking == "stance":
        parts.bold(say("What does the post do with it?"))
        stance = keys.ask({one: stance_word(one) for one in STANCES}, "b-stance")
        if stance:
            _go_on(post, Label(said.myths, next(one for one in STANCES if one == stance)), "sentiment")
    else:
        parts.bold(say("What is the mood of the whole post?"))
        mood = keys.ask({one: sentiment_word(one) for one in SENTIMENTS}, "b-sentiment")
        if mood:
            label = Label(said.myths, said.stance, next(one for one in SENTIMENTS if one == mood))
            ids = data_labels.label(chosen.id, post.ref, label)
            st.session_state.setdefault(_DONE, []).append(ids)
            st.session_state.pop(_BEGUN, None)
            st.rerun()


def _which(post: BlindPost, said: Label, names: dict[str, str]) -> None:
    parts.bold(say("Which rumour does the post speak of?"))
    two = st.toggle(say("It speaks of two"), key=f"b-two-{post.ref.post_id}")
    left = {id: name for id, name in names.items() if id not in said.myths}
    if said.myths:
        parts.grey(", ".join(names[myth] for myth in said.myths))
    else:
        left[_NONE] = say("None of the known rumours")
    pressed = [*(keys.NUMBERS + keys.LETTERS)[: len(left) - (_NONE in left)], "0"]
    myth = keys.ask(left, "b-myth", keys=pressed)
    if myth == _NONE:
        _go_on(post, Label(), "sentiment")
    elif myth:
        chosen = (*said.myths, myth)
        _go_on(post, Label(chosen), "myths" if two and len(chosen) < 2 else "stance")


def _go_on(post: BlindPost, said: Label, asking: str) -> None:
    st.session_state[_BEGUN] = (post.ref.post_id, said, asking)
    st.rerun()


def _undo(post: BlindPost | None) -> None:
    """Back to the first question; from there, back to the post before."""
    begun = _BEGUN in st.session_state
    done = st.session_state.setdefault(_DONE, [])
    if keys.small(say("Undo"), "b-undo", "z", disabled=not (begun or done)):
        if begun and post is not None:
            st.session_state.pop(_BEGUN)
        elif done:
            data_labels.take_back(done.pop())
        st.rerun()
