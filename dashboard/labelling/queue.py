"""The review queue: one post, one question, one key."""

from __future__ import annotations

import streamlit as st

from dashboard import data_labels, data_research, keys, parts
from dashboard.language import day, language_name, say, say_many
from dashboard.plain import quote
from dashboard.words import stance_word
from monitor.records import STANCES
from monitor.review_queue import Suggested
from monitor.reviews import Label

_NONE = "none"
_WAITING, _SKIPPED, _DONE, _LANGUAGES = "q-posts", "q-skipped", "q-done", "q-languages"


def draw() -> None:
    """The most urgent post, until none waits."""
    st.multiselect(
        say("Languages that you read"),
        data_research.languages(),
        format_func=language_name,
        placeholder=say("all"),
        key=_LANGUAGES,
        on_change=_forget,
        select_all=False,
    )
    waiting, total = _posts()
    if not waiting:
        parts.sentence(say("Nothing waits for a look."))
    else:
        parts.sentence(say_many("{count} post waits for a look.", "{count} posts wait for a look.", total))
        parts.grey(say("On top: what harms most and what the model is least sure of."))
        _question(waiting[0])
    done = st.session_state.setdefault(_DONE, [])
    with st.container(horizontal=True):
        skipped = bool(waiting) and keys.small(say("Skip"), "q-skip", "s")
        undone = keys.small(say("Undo"), "q-undo", "z", disabled=not done)
    if skipped:
        st.session_state.setdefault(_SKIPPED, set()).add(waiting[0].ref.post_id)
        st.rerun()
    if undone:
        ids, post = done.pop()
        data_labels.take_back(ids)
        st.session_state[_WAITING] = ([post, *waiting], total + 1)
        st.rerun()


def _question(post: Suggested) -> None:
    below = [language_name(post.language), day(post.published)]
    if post.copies > 1:
        below.append(say_many("shared {count} time", "shared {count} times", post.copies))
    quote(post.text, " · ".join(below))
    names = parts.rumours()
    myth = st.selectbox(
        say("Does it speak of this rumour?"),
        list(names),
        index=list(names).index(post.myth),
        format_func=names.__getitem__,
        key=f"q-myth-{post.ref.post_id}",
    )
    if myth == post.myth:
        parts.grey(say("nearest known wording: “{wording}”", wording=post.variant))
    options: dict[str, str] = {stance: say("Yes: {does}", does=stance_word(stance)) for stance in STANCES}
    options[_NONE] = say("No: none of the known rumours")
    said = keys.ask(options, "q", keys=[*keys.NUMBERS[: len(STANCES)], "0"])
    if said:
        stance = next((one for one in STANCES if one == said), None)
        _answered(post, Label((myth,), stance) if stance else Label())


def _answered(post: Suggested, label: Label) -> None:
    ids = data_labels.answer(post, label)
    st.session_state.setdefault(_DONE, []).append((ids, post))
    waiting, total = _posts()
    st.session_state[_WAITING] = ([one for one in waiting if one.ref != post.ref], total - 1)
    st.rerun()


def _posts() -> tuple[list[Suggested], int]:
    """The posts fetched before that nobody has answered here; more of them when these run out."""
    waiting, total = st.session_state.get(_WAITING, ([], 0))
    skipped = st.session_state.get(_SKIPPED, set())
    left = [one for one in waiting if one.ref.post_id not in skipped]
    if not left:
        found = data_labels.queue(tuple(st.session_state.get(_LANGUAGES, ())))
        total, left = found.waiting, [one for one in found.posts if one.ref.post_id not in skipped]
        st.session_state[_WAITING] = (left, total)
    return left, total


def _forget() -> None:
    st.session_state.pop(_WAITING, None)
