"""Privacy and log: what is kept and until when, erasing on request, and who did what."""

from __future__ import annotations

import streamlit as st

from dashboard import data_privacy, data_responses, entrance, parts, refusals, visitor
from dashboard.language import day, known, mark, number, say, say_many
from dashboard.words import state_word
from monitor.keeping import Kept, Named, What
from monitor.responses import State
from monitor.rights import Right
from monitor.store import Erased

TITLE = mark("Privacy")
ORDER = 90
RIGHT: Right = "privacy"

_WHAT: dict[What, str] = {
    "posts": mark("posts, without names, numbers and addresses"),
    "labels": mark("what the language model says of posts"),
    "tips": mark("rumours that people reported"),
    "reviews": mark("what people say of posts"),
    "answers": mark("steps of answers"),
    "corrections": mark("where answers were posted"),
    "log": mark("entries of this log"),
    "erased": mark("pseudonyms that are not collected again"),
}
_UNTIL: dict[What, str] = {
    "posts": mark("{days} days after they were written"),
    "labels": mark("as long as their post"),
    "tips": mark("{days} days after they came in"),
    "reviews": mark("as long as their post"),
    "answers": mark("as long as this installation"),
    "corrections": mark("as long as this installation"),
    "log": mark("as long as this installation"),
    "erased": mark("as long as this installation"),
}
# How somebody can say which posts they mean, and the words for it.
_WAYS: dict[Named, str] = {
    "url": mark("the web address of a post"),
    "author": mark("the name of its writer"),
    "posts": mark("the number of a post (32 signs)"),
    "source": mark("a source: all its posts"),
}
_ACTIONS: dict[str, str] = {
    "retention": mark("removed what was kept long enough"),
    "erase by url": mark("erased by web address"),
    "erase by author": mark("erased all of one writer"),
    "erase by post_id": mark("erased by number"),
    "erase by source_id": mark("erased a source's posts"),
    "source paused": mark("paused a source"),
    "source goes on": mark("resumed a source"),
}
_SAID, _FOUND = "privacy-said", "privacy-found"


def draw() -> None:
    """The whole page."""
    kept = data_privacy.kept()
    parts.sentence(_sentence(kept))
    if words := st.session_state.pop(_SAID, ""):
        st.success(words)
    _kept(kept)
    entrance.ask_name(visitor.person())
    _overdue(kept)
    _erasing()
    _log()


def _sentence(kept: list[Kept]) -> str:
    posts = next(one for one in kept if one.what == "posts")
    days = number(data_privacy.keep_days())
    if posts.oldest is None:
        return say("No post is kept. A post is kept for {days} days at most.", days=days)
    return say(
        "A post is kept for {days} days at most. There are {posts} now; the oldest is of {day}.",
        days=days,
        posts=number(posts.rows),
        day=day(posts.oldest),
    )


def _kept(kept: list[Kept]) -> None:
    st.subheader(say("What is kept, and until when"), anchor=False)
    days = number(data_privacy.keep_days())
    parts.table(
        [
            {
                say("What"): known(_WHAT[one.what]),
                say("How many"): number(one.rows),
                say("The oldest"): day(one.oldest) if one.oldest else "–",
                say("Kept"): known(_UNTIL[one.what]).format(days=days),
            }
            for one in kept
        ],
        numbers=(say("How many"),),
    )
    parts.grey(
        say(
            "Never kept: names, accounts, telephone numbers, e-mail addresses, bank and citizen numbers. They are "
            "taken out before a post is written to disk; its writer becomes a pseudonym."
        )
    )


def _overdue(kept: list[Kept]) -> None:
    overdue = sum(one.overdue for one in kept)
    if not overdue:
        return
    parts.plain_line(say_many("{count} is older than that.", "{count} are older than that.", overdue))
    if st.button(say("Remove them now"), key="expire"):
        with refusals.explained():
            _done(data_privacy.expire())


def _erasing() -> None:
    st.subheader(say("Somebody asks to be erased"), anchor=False)
    ways = list(_WAYS)
    named: Named = st.radio(
        say("What do they give you?"), ways, format_func=lambda way: known(_WAYS[way]), key="erase-by"
    )
    sources = data_responses.sources()
    with st.form("erase", border=False):
        source = value = ""
        if named in ("author", "source"):
            source = (
                st.selectbox(
                    say("Source"), list(sources), format_func=sources.__getitem__, key="erase-source"
                )
                or ""
            )
        if named != "source":
            value = st.text_input(known(_WAYS[named]), key="erase-value", width=720)
        if named == "author":
            st.caption(say("Written as it stands there. It is used to look, and is kept nowhere."))
        if st.form_submit_button(say("Look it up")):
            with refusals.explained():
                st.session_state[_FOUND] = _look(named, source, value)
    _confirm()


def _look(named: Named, source: str, value: str) -> tuple[Named, str, int]:
    """What an erasure would name, and how many posts would go."""
    if named == "author":
        pseudonym = data_privacy.known_author(source, value) or ""
        return named, pseudonym, data_privacy.count(named, pseudonym) if pseudonym else 0
    name = source if named == "source" else value
    return named, name.strip(), data_privacy.count(named, name)


def _confirm() -> None:
    if _FOUND not in st.session_state:
        return
    named, value, count = st.session_state[_FOUND]
    if not count:
        parts.plain_line(say("No post of that kind is kept here."))
        return
    parts.plain_line(
        say_many(
            "{count} post is found. Erasing removes it for good, with all that was derived from it.",
            "{count} posts are found. Erasing removes them for good, with all that was derived from them.",
            count,
        )
    )
    if st.button(say("Erase for good"), key="erase-now", type="primary"):
        with refusals.explained():
            _done(data_privacy.erase(named, value))


def _done(erased: Erased) -> None:
    st.session_state.pop(_FOUND, None)
    st.session_state[_SAID] = say_many(
        "Erased: {count} post, and every trace of it.",
        "Erased: {count} posts, and every trace of them.",
        erased.posts + erased.tips,
    )
    st.rerun()


def _log() -> None:
    st.subheader(say("Who did what"), anchor=False)
    rows = data_privacy.entries()
    if not rows:
        st.caption(say("Nothing yet."))
        return
    st.dataframe(
        [
            {
                say("When"): f"{row['happened_at']:%Y-%m-%d %H:%M}",
                say("Who"): row["actor"] or say("at this machine"),
                say("What"): _did(row["action"]),
                say("About"): row["subject"] or "",
            }
            for row in rows
        ],
        width="stretch",
        hide_index=True,
    )
    parts.grey(say("Times are UTC. An erasure leaves no mention of what was erased."))


def _did(action: str) -> str:
    states: tuple[State, ...] = ("draft", "checked", "approved", "retired")
    for state in states:
        if action == f"response {state}":
            return say("answer: {state}", state=state_word(state))
    return known(_ACTIONS.get(action, action))
