"""Who looks at the page: the person in whose name the pages call monitor/."""

from __future__ import annotations

import streamlit as st

from monitor.rights import Person, local

_NAME = "my-name"


def person() -> Person:
    """The person that acts. Everything that is changed is changed in their name."""
    return local(str(st.session_state.get(_NAME, "")))
