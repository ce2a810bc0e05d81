"""The dashboard's frame: navigation, looks, and the line that says that demo posts are invented."""

from __future__ import annotations

import streamlit as st

from dashboard import data, entrance, language, refusals, style, visitor
from dashboard.pages import all_pages, right_of


def main() -> None:
    """Draws the page that the reader chose, in their language."""
    st.set_page_config(page_title="Myth Monitor", page_icon="◐", layout="wide")
    language.settle()
    style.put()
    who = visitor.person()
    # What a person has no right to is no page of theirs: Streamlit runs only what stands in the navigation.
    pages = [
        st.Page(page.draw, title=language.known(page.TITLE), url_path=name)
        for name, page in all_pages().items()
        if who.may(right_of(page))
    ]
    closed = st.Page(entrance.closed, title=language.known(entrance.TITLE), url_path="login")
    chosen = st.navigation(pages or [closed], position="top")
    with st.container(key="top", horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        if data.demo_home():
            st.caption(language.say("Demo: every post shown here is invented."), width="stretch")
        entrance.badge(who)
        language.switch()
    with refusals.explained():
        chosen.run()
