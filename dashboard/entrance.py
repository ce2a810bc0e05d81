"""The entrance: logging in and out, who one is, and what somebody sees who may see no page."""

from __future__ import annotations

import streamlit as st

from dashboard import parts
from dashboard.language import mark, say
from dashboard.plain import plain
from dashboard.visitor import NAME, must_log_in, person
from dashboard.words import role_word
from monitor.rights import Person

TITLE = mark("Log in")


def ask_name(who: Person) -> None:
    """Without a login, whoever acts says their name: it stands in the record."""
    if must_log_in():
        return
    # A widget's value goes when another page is drawn; the name shall stay.
    name = st.text_input(
        say("Your name or initials, for the record"),
        value=who.name,
        max_chars=80,
        key="name-field",
        width=360,
    )
    if name != who.name:
        st.session_state[NAME] = name
        st.rerun()


def badge(who: Person) -> None:
    """Who is logged in, with the way out, or the way in. Nothing where nobody has to log in."""
    if not must_log_in():
        return
    if not st.user.get("is_logged_in") or not who.mark:
        _log_in_button()
        return
    roles = ", ".join(role_word(role) for role in sorted(who.roles))
    st.html(f'<p class="who">{plain(" · ".join(filter(None, (who.name, roles))))}</p>', width="content")
    if st.button(say("Log out"), key="log-out", type="tertiary"):
        st.logout()


def closed() -> None:
    """What somebody sees who may see no page."""
    if not must_log_in():
        parts.sentence(say("This dashboard has no login, so it opens on its own machine only."))
        st.markdown(say("Start it with `myth-monitor serve`."))
    elif person().mark:
        parts.sentence(say("Your account has no role here yet. Ask whoever runs this dashboard."))
    else:
        parts.sentence(say("Please log in."))
        st.markdown(say("Use the account of your organisation."))


def _log_in_button() -> None:
    # Not the main thing to do: most who see it came to check a rumour.
    if st.button(say("Log in"), key="log-in"):
        st.login()
