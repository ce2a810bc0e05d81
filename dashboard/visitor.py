"""Who looks at the page: the person in whose name the pages call monitor/."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from monitor.config import load_settings
from monitor.login import is_loopback, person_of
from monitor.rights import NOBODY, Person, local

NAME = "my-name"  # what somebody at this machine calls themselves, in the session


def person() -> Person:
    """The person that acts. Everything that is changed is changed in their name."""
    settings = load_settings()
    if settings.login.enabled:
        return person_of(settings, st.user.to_dict(), datetime.now(UTC))
    return local(str(st.session_state.get(NAME, ""))) if _is_here() else NOBODY


def must_log_in() -> bool:
    """Whether people have to log in here."""
    return load_settings().login.enabled


def _is_here() -> bool:
    # The settings beside the script bind it to this machine, also when Streamlit is started by hand. Who opens it
    # to a network in another way finds that nobody is an admin just for having come.
    address = st.get_option("server.address")
    return address is None or is_loopback(str(address))
