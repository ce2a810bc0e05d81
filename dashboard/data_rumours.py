"""What the page New rumours reads and stores, in the name of whoever looks at it."""

from __future__ import annotations

import streamlit as st

from dashboard import data, visitor
from monitor import new_myth, rumour_groups
from monitor.config import load_settings
from monitor.new_myth import MythDraft
from monitor.rumour_groups import Group, Uncovered
from monitor.tips import Tip, recent_tips

_SECONDS = 600  # posts are compared with each other: too much for every click


@st.cache_data(ttl=_SECONDS, show_spinner=False)
def found() -> Uncovered | None:
    """The groups of the last weeks; None before anything is labelled."""
    lake, version = data.lake(), data.version()
    if version is None:
        return None
    usual = rumour_groups.background(load_settings())
    return rumour_groups.new_rumours(lake, version, data.today(), usual)


@st.cache_data(ttl=_SECONDS, show_spinner=False)
def tips() -> list[Tip]:
    """What people reported by hand, the newest first."""
    return recent_tips(data.lake())


def name(group: Group, words: str) -> None:
    """Gives the group a name."""
    rumour_groups.name_group(data.lake(), group, words, visitor.person())
    found.clear()


def set_aside(group: Group) -> None:
    """Puts the group out of sight."""
    rumour_groups.set_aside(data.lake(), group, visitor.person())
    found.clear()


def put_back(group: Group) -> None:
    """Shows it again."""
    rumour_groups.put_back(data.lake(), group, visitor.person())
    found.clear()


def add_myth(draft: MythDraft, group: Group) -> str:
    """Makes the group a known rumour; the name of its file."""
    path = new_myth.add_myth(load_settings(), data.lake(), draft, group.refs, visitor.person())
    found.clear()
    data.myths.clear()
    return path.name
