"""New rumours: what several people say and no known rumour covers; to name, to make known, or to set aside."""

from __future__ import annotations

import streamlit as st

from dashboard import data_rumours, myth_form, parts, visitor
from dashboard.language import day, language_name, mark, number, say, say_many
from dashboard.naming import named
from dashboard.plain import quote
from dashboard.refusals import explained
from monitor.rumour_groups import FEWEST_PEOPLE, WEEKS, Group, Uncovered

TITLE = mark("New rumours")
ORDER = 5
_SHOWN = 6
_QUOTED = 8
_FORM, _ADDED = "n-form", "n-added"


def draw() -> None:
    """The groups, most worried people first; then what people reported by hand, and what was set aside."""
    found = data_rumours.found()
    if found is None:
        parts.empty_home()
        return
    if added := st.session_state.pop(_ADDED, ""):
        st.success(
            say(
                "{file} is written. The next labelling finds this rumour; then write its answers.", file=added
            )
        )
    new = [one for one in found.groups if one.state == "new"]
    parts.sentence(_sentence(new))
    parts.grey(_grey(found))
    able = False
    if new and visitor.person().may("catalogue"):
        with explained():
            able = named()
    for group in new[:_SHOWN]:
        with st.container(border=True):
            _group(group, able)
    if len(new) > _SHOWN:
        with st.expander(say_many("{count} more", "{count} more", len(new) - _SHOWN)):
            for group in new[_SHOWN:]:
                _group(group, able)
    _tips()
    _put_away(found)


def _sentence(new: list[Group]) -> str:
    if not new:
        return say("Nothing new: no group of people tells what the known rumours do not cover.")
    return say_many(
        "{count} group of posts says something that no known rumour covers.",
        "{count} groups of posts say something that no known rumour covers.",
        len(new),
    )


def _grey(found: Uncovered) -> str:
    return " · ".join(
        [
            say("{posts} posts of the last {weeks} weeks compared", posts=number(found.posts), weeks=WEEKS),
            say("{alone} fit into no group", alone=number(found.alone)),
            say("a group has at least {people} people", people=FEWEST_PEOPLE),
            say("on top: where most people are worried or angry"),
        ]
    )


def _group(group: Group, able: bool) -> None:
    about = [
        say("posts: {posts}", posts=group.told.shown()),
        ", ".join(language_name(one) for one in group.languages),
        day(group.last) if group.first == group.last else f"{day(group.first)} – {day(group.last)}",
    ]
    parts.titled(group.name or _shortened(group.texts[0].text), grey=" · ".join(about))
    with st.expander(say("These posts")):
        for text in group.texts[:_QUOTED]:
            quote(text.text, language_name(text.language))
    if able:
        _acts(group)


def _acts(group: Group) -> None:
    """What may be done with it, by whoever has a name."""
    with st.container(horizontal=True):
        with st.popover(say("Name it")), st.form(f"n-name-{group.key}", border=False):
            words = st.text_input(say("What do you call it?"), value=group.name, max_chars=120)
            if st.form_submit_button(say("Keep the name")):
                with explained():
                    data_rumours.name(group, words)
                    st.rerun()
        if st.button(say("Make it a known rumour"), key=f"n-make-{group.key}"):
            st.session_state[_FORM] = group.key
        if st.button(say("Set aside"), key=f"n-aside-{group.key}", type="tertiary"):
            with explained():
                data_rumours.set_aside(group)
                st.rerun()
    if st.session_state.get(_FORM) == group.key:
        _make(group)


def _make(group: Group) -> None:
    draft = myth_form.draw(group)
    if draft is None:
        return
    with explained():
        st.session_state[_ADDED] = data_rumours.add_myth(draft, group)
        st.session_state.pop(_FORM)
        st.rerun()


def _tips() -> None:
    tips = data_rumours.tips()
    if not tips:
        return
    with st.expander(say_many("{count} report by hand", "{count} reports by hand", len(tips))):
        for tip in tips:
            where = [language_name(tip.language), tip.place, day(tip.added)]
            quote(tip.text, " · ".join(part for part in where if part))


def _put_away(found: Uncovered) -> None:
    made = [one for one in found.groups if one.state == "myth"]
    if made:
        with st.expander(say_many("{count} now in the catalogue", "{count} now in the catalogue", len(made))):
            parts.grey(say("The next labelling takes these posts away from here."))
            for group in made:
                parts.plain_line(group.name)
    aside = [one for one in found.groups if one.state == "set-aside"]
    if not aside:
        return
    with st.expander(say_many("{count} set aside", "{count} set aside", len(aside))):
        parts.grey(say("A group comes back by itself when most of its posts are new."))
        for group in aside:
            parts.plain_line(group.name or _shortened(group.texts[0].text))
            if visitor.person().may("catalogue") and st.button(say("Put back"), key=f"n-back-{group.key}"):
                with explained():
                    data_rumours.put_back(group)
                    st.rerun()


def _shortened(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 120 else words[:119].rsplit(" ", 1)[0] + "…"
