"""A name to sign with: what people decide is kept under it."""

from __future__ import annotations

import streamlit as st

from dashboard import visitor
from dashboard.entrance import ask_name
from dashboard.language import say
from monitor.workflow import signature


def named() -> bool:
    """Whether the person has a name; asks for one where nobody logs in. Raises InputError for one that is none."""
    ask_name(visitor.person())
    who = visitor.person()
    if not who.name.strip():
        st.caption(say("What you do is kept under a name, so that two people can be told apart."))
        return False
    signature(who)
    return True
