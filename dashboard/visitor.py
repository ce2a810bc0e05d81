"""Who looks at the page: the person in whose name the pages call monitor/."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import streamlit as st

from monitor.config import SETTINGS_FILE, Settings, default_home, load_settings
from monitor.login import is_loopback, person_of
from monitor.rights import NOBODY, Person, local

NAME = "my-name"  # what somebody at this machine calls themselves, in the session


def person() -> Person:
    """The person that acts. Everything that is changed is changed in their name."""
    settings = _settings()
    if settings.login.enabled:
        return person_of(settings, st.user.to_dict(), datetime.now(UTC))
    return local(str(st.session_state.get(NAME, ""))) if _is_here() else NOBODY


def must_log_in() -> bool:
    """Whether people have to log in here."""
    return _settings().login.enabled


def _settings() -> Settings:
    # Asked several times with every run of a page; read again when the file changes.
    file = default_home() / SETTINGS_FILE
    return _read(file.parent, file.stat().st_mtime_ns if file.exists() else 0)


@st.cache_resource(max_entries=4, show_spinner=False)
def _read(home: Path, changed: int) -> Settings:  # noqa: ARG001  # part of the key
    return load_settings(home)


def _is_here() -> bool:
    # The settings beside the script bind it to this machine, also when Streamlit is started by hand. Who opens it
    # to a network in another way finds that nobody is an admin just for having come.
    address = st.get_option("server.address")
    return address is None or is_loopback(str(address))
