"""Who looks at the page: the person in whose name the pages call monitor/."""

from __future__ import annotations

import streamlit as st

from monitor.rights import Person, local

NAME = "my-name"  # what somebody at this machine calls themselves, in the session


def person() -> Person:
    """The person that acts. Everything that is changed is changed in their name."""
    return local(str(st.session_state.get(NAME, "")))
